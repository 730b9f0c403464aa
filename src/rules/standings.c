/* See standings.h. A statement that names a host stands there. One that names none stands where it agrees with what
 * runs, else where it was held against what runs, else with no host. */
#include "standings.h"

#include "drift_subject.h"
#include "half_moved.h"
#include "inside_drift.h"
#include "own_document.h"
#include "rule_tools.h"
#include "sort.h"

enum {
    PLACED_MAX = 4096, /* statements of one service for whose place all of its hosts are looked at */
    HOSTS_MAX = 256    /* hosts of one service, likewise */
};

/* A standing while it grows. */
struct row {
    pc_id host;
    const struct pc_state *state; /* NULL: nothing actual is known there */
    struct pc_cover outside, inside;
    struct PC_VEC(pc_id) planned, documented, stale;
    bool contradicts; /* the service's own document, itself */
};

struct maker {
    const struct pc_rule_context *ctx;
    const struct pc_half_moves *moves;
    bool *stale; /* by claim: it drifts, or gives another environment's port */
    pc_id service;
    struct pc_drift drift;
    struct PC_VEC(struct row) rows;
    struct PC_VEC(pc_id) defaults;
    struct PC_VEC(struct pc_standing) done;
};

static struct row *row_of_host(struct maker *m, pc_id host) {
    for (size_t i = 0; i < m->rows.count; i++)
        if (m->rows.items[i].host == host)
            return &m->rows.items[i];
    struct row *row = PC_PUSH(&m->rows, m->ctx->arena);
    row->host = host;
    return row;
}

static void add_states(struct maker *m) {
    struct pc_states states = pc_view_states_of_service(m->ctx->view, m->service);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        if (state->actual == PC_ACTUAL_DEFAULT && states.count > 1)
            continue; /* overridden wherever it is started */
        struct row *row = PC_PUSH(&m->rows, m->ctx->arena);
        *row = (struct row){.host = state->host, .state = state};
        row->outside = pc_cover_of_claims(m->ctx, state->claims);
        row->inside = pc_cover_of_claims(m->ctx, state->inside);
    }
}

static void add_statement(struct maker *m, struct row *row, pc_id id) {
    if (m->ctx->reg->claims[id].role == PC_ROLE_PLANNED)
        *PC_PUSH(&row->planned, m->ctx->arena) = id;
    else
        *PC_PUSH(&row->documented, m->ctx->arena) = id;
    if (m->stale[id])
        *PC_PUSH(&row->stale, m->ctx->arena) = id;
}

/* As the rules about drift see it: a service's own document may mean the port inside its container. */
static bool agrees_with(const struct row *row, const struct pc_claim *claim) {
    bool inside_counts = (claim->flags & PC_CLAIM_SELF) || row->outside.count == 0;
    return pc_cover_meets(&row->outside, claim->ports) || (inside_counts && pc_cover_meets(&row->inside, claim->ports));
}

/* Adds a statement that names no host to every row for which takes() holds; false: to none. */
static bool place(struct maker *m, const struct pc_voice_group *group, pc_id id, bool by_agreement) {
    const struct pc_claim *claim = &m->ctx->reg->claims[id];
    bool placed = false;
    for (size_t i = 0; i < m->rows.count; i++) {
        struct row *row = &m->rows.items[i];
        bool here =
            row->state && (by_agreement ? agrees_with(row, claim) : pc_drift_refers(&m->drift, group, row->state));
        if (here)
            add_statement(m, row, id);
        placed = placed || here;
    }
    return placed;
}

static void place_statements(struct maker *m) {
    size_t placed = 0;
    for (size_t i = 0; i < m->drift.groups.count; i++) {
        const struct pc_voice_group *group = &m->drift.groups.items[i];
        for (size_t j = 0; j < group->claims.count; j++) {
            pc_id id = group->claims.items[j];
            const struct pc_claim *claim = &m->ctx->reg->claims[id];
            bool many = ++placed > PLACED_MAX || m->rows.count > HOSTS_MAX;
            if (claim->host != PC_NONE)
                add_statement(m, row_of_host(m, claim->host), id);
            else if (many || !((!m->stale[id] && place(m, group, id, true)) || place(m, group, id, false)))
                add_statement(m, row_of_host(m, PC_NONE), id);
        }
    }
}

/* Cells of container ports stand in the row of the mapping that they are about. */
static void add_inside_drifts(struct maker *m) {
    struct pc_inside_drifts drifts = pc_inside_drifts_of(m->ctx, m->service);
    for (size_t i = 0; i < drifts.list.count; i++) {
        pc_id cell = drifts.list.items[i].cell;
        m->stale[cell] = true;
        add_statement(m, row_of_host(m, m->ctx->reg->claims[drifts.list.items[i].binding].host), cell);
    }
}

/* Statements of a document that contradicts itself: wrong are those that nothing actual bears out. */
static void add_contradictions(struct maker *m) {
    struct pc_contradictions all = pc_contradictions_of(m->ctx, m->service);
    for (size_t i = 0; i < all.list.count; i++) {
        for (size_t j = 0; j < all.list.items[i].claims.count; j++) {
            pc_id id = all.list.items[i].claims.items[j];
            for (size_t r = 0; r < m->rows.count && r < HOSTS_MAX; r++) {
                struct row *row = &m->rows.items[r];
                bool here = false;
                for (size_t k = 0; k < row->documented.count && !here; k++)
                    here = row->documented.items[k] == id;
                row->contradicts = row->contradicts || here;
                if (here && !m->stale[id] && row->state && !agrees_with(row, &m->ctx->reg->claims[id]))
                    *PC_PUSH(&row->stale, m->ctx->arena) = id;
            }
        }
    }
}

/* --- the verdict --- */

static struct pc_port_set stale_ports(const struct maker *m, const struct row *row, bool plan) {
    struct pc_port_set set = {0};
    for (size_t i = 0; i < row->stale.count; i++) {
        const struct pc_claim *claim = &m->ctx->reg->claims[row->stale.items[i]];
        if ((claim->role == PC_ROLE_PLANNED) == plan)
            pc_port_set_add(m->ctx->arena, &set, claim->ports);
    }
    return set;
}

static bool same_ports(struct pc_arena *arena, const struct pc_port_set *a, const struct pc_port_set *b) {
    return pc_str_eq(pc_port_set_text(arena, a), pc_port_set_text(arena, b));
}

/* Plan and documents, or the documents alone of their own source, against a default: nothing that starts the service
 * was read. */
static enum pc_verdict verdict_by_default(const struct maker *m, const struct row *row, const struct pc_port_set *plan,
                                          const struct pc_port_set *documents) {
    bool all_stale = row->stale.count == row->planned.count + row->documented.count;
    if (plan->list.count > 0 && documents->list.count > 0)
        return same_ports(m->ctx->arena, plan, documents) ? PC_VERDICT_DEFAULT_ONLY : PC_VERDICT_THREE_WAY;
    if (plan->list.count > 0)
        return all_stale ? PC_VERDICT_DEFAULT_ONLY : PC_VERDICT_PLAN_STALE;
    return PC_VERDICT_DOCUMENTS_STALE;
}

/* Does a document bear out what runs, while others do not? Then it does not stand alone. */
static bool document_agrees(const struct maker *m, const struct row *row) {
    for (size_t i = 0; i < row->documented.count; i++) {
        pc_id id = row->documented.items[i];
        if (!m->stale[id] && agrees_with(row, &m->ctx->reg->claims[id]))
            return true;
    }
    return false;
}

static enum pc_verdict verdict_of_stale(const struct maker *m, const struct row *row) {
    struct pc_port_set plan = stale_ports(m, row, true), documents = stale_ports(m, row, false);
    enum pc_actual_kind actual = row->state ? row->state->actual : PC_ACTUAL_UNKNOWN;
    if (actual == PC_ACTUAL_UNKNOWN)
        return PC_VERDICT_UNDECIDED;
    if (actual == PC_ACTUAL_DEFAULT)
        return verdict_by_default(m, row, &plan, &documents);
    if (plan.list.count == 0)
        return PC_VERDICT_DOCUMENTS_STALE;
    if (documents.list.count == 0)
        return PC_VERDICT_PLAN_STALE;
    if (!same_ports(m->ctx->arena, &plan, &documents))
        return PC_VERDICT_THREE_WAY;
    if (actual == PC_ACTUAL_DOCUMENTED)
        return PC_VERDICT_UNDECIDED;
    return document_agrees(m, row) ? PC_VERDICT_PLAN_STALE : PC_VERDICT_DEPLOYMENT_ALONE;
}

static bool meets_all(const struct maker *m, const struct row *row, const pc_id *claims, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (agrees_with(row, &m->ctx->reg->claims[claims[i]]))
            return true;
    return count == 0;
}

/* Nothing is stale. */
static enum pc_verdict verdict_of_peace(const struct maker *m, const struct row *row) {
    bool actual = row->state != NULL && (row->outside.count > 0 || row->inside.count > 0);
    unsigned sides = (unsigned)(row->planned.count > 0) + (unsigned)(row->documented.count > 0) + (unsigned)actual;
    if (actual && row->state->actual == PC_ACTUAL_DOCUMENTED)
        sides--; /* what is documented is the actual port */
    if (sides < 2)
        return PC_VERDICT_UNKNOWN;
    if (!actual) {
        struct pc_cover planned =
            pc_cover_of_claims(m->ctx, (struct pc_claims){row->planned.items, row->planned.count});
        for (size_t i = 0; i < row->documented.count; i++)
            if (pc_cover_meets(&planned, m->ctx->reg->claims[row->documented.items[i]].ports))
                return PC_VERDICT_AGREES;
        return PC_VERDICT_UNKNOWN;
    }
    bool agree = meets_all(m, row, row->planned.items, row->planned.count) &&
                 meets_all(m, row, row->documented.items, row->documented.count);
    return agree ? PC_VERDICT_AGREES : PC_VERDICT_UNKNOWN;
}

static struct pc_cover stated_ports(const struct maker *m) {
    struct PC_VEC(pc_id) all = {0};
    for (size_t i = 0; i < m->drift.groups.count; i++)
        for (size_t j = 0; j < m->drift.groups.items[i].claims.count; j++)
            *PC_PUSH(&all, m->ctx->arena) = m->drift.groups.items[i].claims.items[j];
    return pc_drift_cover(&m->drift, all.items, all.count);
}

/* The defaults were chosen by somebody, and nothing that is known of the service bears one of them out. */
static bool default_differs(const struct maker *m) {
    struct pc_cover stated = stated_ports(m);
    for (size_t i = 0; i < m->defaults.count; i++) {
        const struct pc_claim *claim = &m->ctx->reg->claims[m->defaults.items[i]];
        if (pc_is_framework_port(claim->ports.lo) || pc_cover_meets(&stated, claim->ports))
            return false;
        for (size_t j = 0; j < m->rows.count; j++) {
            const struct row *row = &m->rows.items[j];
            if (row->state && row->state->actual != PC_ACTUAL_DEFAULT &&
                (pc_cover_meets(&row->outside, claim->ports) || pc_cover_meets(&row->inside, claim->ports)))
                return false;
        }
    }
    return m->defaults.count > 0;
}

/* Statements that give a third number have another reason to be wrong. */
static bool fits_move(const struct maker *m, const struct row *row, const struct pc_half_move *move) {
    for (size_t i = 0; i < row->stale.count; i++)
        if (!pc_ports_overlap(m->ctx->reg->claims[row->stale.items[i]].ports, move->old))
            return false;
    return true;
}

/* Plan and documents are places as well. */
static void take_move(const struct maker *m, const struct row *row, const struct pc_half_move *move,
                      struct pc_standing *s) {
    struct PC_VEC(pc_id) moved = {0}, behind = {0};
    const struct pc_claims sides[] = {{row->planned.items, row->planned.count},
                                      {row->documented.items, row->documented.count}};
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < sides[i].count; j++)
            if (!m->stale[sides[i].items[j]] && agrees_with(row, &m->ctx->reg->claims[sides[i].items[j]]))
                *PC_PUSH(&moved, m->ctx->arena) = sides[i].items[j];
    for (size_t i = 0; i < row->stale.count; i++)
        *PC_PUSH(&behind, m->ctx->arena) = row->stale.items[i];
    for (size_t i = 0; i < move->moved.count; i++)
        *PC_PUSH(&moved, m->ctx->arena) = move->moved.items[i];
    for (size_t i = 0; i < move->behind.count; i++)
        *PC_PUSH(&behind, m->ctx->arena) = move->behind.items[i];
    s->verdict = PC_VERDICT_HALF_MOVED;
    s->moved = (struct pc_claims){moved.items, moved.count};
    s->behind = (struct pc_claims){behind.items, behind.count};
}

static void judge(const struct maker *m, const struct row *row, bool default_differs_here, struct pc_standing *s) {
    const struct pc_half_move *move = pc_half_move_of(m->moves, s->service, s->host);
    bool deployed = s->actual == PC_ACTUAL_DEPLOYED || s->actual == PC_ACTUAL_OBSERVED;
    s->stale = (struct pc_claims){row->stale.items, row->stale.count};
    if (move && fits_move(m, row, move)) {
        take_move(m, row, move, s);
    } else if (row->stale.count > 0) {
        s->verdict = verdict_of_stale(m, row);
    } else if (row->contradicts) {
        s->verdict = PC_VERDICT_UNDECIDED;
    } else {
        s->verdict = verdict_of_peace(m, row);
        bool known = s->verdict == PC_VERDICT_AGREES || row->planned.count + row->documented.count == 0;
        if (known && deployed && default_differs_here) {
            s->verdict = PC_VERDICT_DEFAULT_ONLY;
            s->stale = s->defaults;
        }
    }
}

static int compare_rows(const void *left, const void *right) {
    const struct row *a = left, *b = right;
    return pc_order(a->host, b->host);
}

static void close_rows(struct maker *m) {
    bool differs = default_differs(m);
    pc_sort(m->rows.items, m->rows.count, sizeof *m->rows.items, compare_rows);
    for (size_t i = 0; i < m->rows.count; i++) {
        const struct row *row = &m->rows.items[i];
        struct pc_standing *s = PC_PUSH(&m->done, m->ctx->arena);
        *s = (struct pc_standing){.service = m->service,
                                  .host = row->host,
                                  .planned = {row->planned.items, row->planned.count},
                                  .documented = {row->documented.items, row->documented.count},
                                  .defaults = {m->defaults.items, m->defaults.count}};
        if (row->state) {
            s->actual = row->state->actual;
            s->inside = row->state->inside;
            s->truth = row->state->claims.count > 0 ? row->state->claims : row->state->inside;
        }
        if (s->actual == PC_ACTUAL_DEPLOYED || s->actual == PC_ACTUAL_OBSERVED)
            s->deployed = row->state->claims;
        judge(m, row, differs, s);
    }
}

static void mark(struct maker *m, bool stale) {
    for (size_t i = 0; i < m->drift.drifting.count; i++)
        m->stale[m->drift.drifting.items[i]] = stale;
    for (size_t i = 0; i < m->drift.misplaced.count; i++)
        m->stale[m->drift.misplaced.items[i]] = stale;
}

static void add_service(struct maker *m, pc_id service) {
    struct pc_claims owned = pc_view_of_service(m->ctx->view, service);
    m->service = service;
    m->rows.items = NULL;
    m->rows.count = m->rows.capacity = 0;
    m->defaults.items = NULL;
    m->defaults.count = m->defaults.capacity = 0;
    m->drift = pc_drift_of(m->ctx, service);
    for (size_t i = 0; i < owned.count; i++) {
        if (pc_is_source_default(&m->ctx->reg->claims[owned.items[i]]))
            *PC_PUSH(&m->defaults, m->ctx->arena) = owned.items[i];
    }
    mark(m, true);
    add_states(m);
    place_statements(m);
    add_inside_drifts(m);
    add_contradictions(m);
    close_rows(m);
}

struct pc_standings pc_standings_of(const struct pc_rule_context *ctx) {
    struct maker m = {.ctx = ctx, .stale = PC_NEW_ARRAY(ctx->arena, ctx->reg->claim_count, bool)};
    struct pc_half_moves moves = pc_half_moves_of(ctx);
    m.moves = &moves;
    for (pc_id service = 0; service < ctx->reg->service_count; service++)
        add_service(&m, service);
    return (struct pc_standings){m.done.items, m.done.count};
}
