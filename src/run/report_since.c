/* --since: the findings and standings of a revision's tree beside those of this one. Both are judged by the present
 * configuration, as with --new-since. */
#include <stdlib.h>
#include <string.h>

#include "callers.h"
#include "limits.h"
#include "report_model.h"
#include "sort.h"

/* What the other tree says of one service on one host. */
struct was {
    struct pc_str service, host;
    enum pc_verdict verdict;
    struct pc_str text;  /* the verdict in words */
    struct pc_str ports; /* of each side: what changes when a number does */
    bool one;            /* all of its sides gave one port: */
    struct pc_ports port;
    bool met;
};

/* A finding of the other tree. */
struct known {
    const char *fingerprint;
    const struct pc_rule_info *rule;
    enum pc_level level;
    struct pc_str message;
    bool selected, met;
};

struct comparison {
    struct pc_model *m;
    struct PC_VEC(struct was) rows;       /* sorted by service, host */
    struct PC_VEC(struct known) findings; /* sorted by fingerprint */
    struct pc_callers callers;            /* of this tree */
};

static int compare_was(const void *left, const void *right) {
    const struct was *a = left, *b = right;
    int order = pc_str_cmp(a->service, b->service);
    return order != 0 ? order : pc_str_cmp(a->host, b->host);
}

static int compare_known(const void *a, const void *b) {
    return strcmp(((const struct known *)a)->fingerprint, ((const struct known *)b)->fingerprint);
}

/* --- sides --- */

enum { SIDES = 4, SIDE_READ = 64 };

static void sides_of(const struct pc_standing *s, struct pc_claims sides[SIDES]) {
    const struct pc_claims all[SIDES] = {s->planned, s->documented, s->deployed, s->stale};
    memcpy(sides, all, sizeof all);
}

/* The ports of each side, in the order of the files; of very many, the first ones. */
static struct pc_str ports_of(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_standing *s) {
    struct pc_claims sides[SIDES];
    struct pc_buf out;
    pc_buf_init(&out, arena);
    sides_of(s, sides);
    for (size_t i = 0; i < SIDES; i++) {
        pc_buf_addc(&out, '|');
        struct pc_ports last = {0, 0};
        for (size_t j = 0; j < sides[i].count && j < SIDE_READ; j++) {
            struct pc_ports ports = reg->claims[sides[i].items[j]].ports;
            if (j == 0 || !pc_ports_eq(ports, last))
                pc_buf_addf(&out, "%u-%u ", (unsigned)ports.lo, (unsigned)ports.hi);
            last = ports;
        }
    }
    return pc_buf_str(&out);
}

static bool one_port(const struct pc_registry *reg, const struct pc_standing *s, struct pc_ports *port) {
    struct pc_claims sides[SIDES];
    bool any = false;
    sides_of(s, sides);
    for (size_t i = 0; i < SIDES; i++)
        for (size_t j = 0; j < sides[i].count; j++) {
            struct pc_ports ports = reg->claims[sides[i].items[j]].ports;
            if (any && !pc_ports_eq(ports, *port))
                return false;
            *port = ports;
            any = true;
        }
    return any;
}

static struct pc_str host_name(const struct pc_registry *reg, pc_id host) {
    return host == PC_NONE ? PC_EMPTY : reg->hosts[host].name;
}

/* --- the other tree --- */

static void learn_rows(struct comparison *c, struct pc_run *other) {
    struct pc_arena *arena = c->m->report->arena;
    struct pc_rule_memo memo = {.edges = NULL};
    struct pc_rule_context ctx = {
        .reg = other->own, .config = &other->config, .arena = &other->arena, .all = other->own, .memo = &memo};
    ctx.view = ctx.all_view = pc_view_new(&other->arena, other->own);
    struct pc_standings all = pc_standings_of(&ctx);
    for (size_t i = 0; i < all.count; i++) {
        const struct pc_standing *s = &all.items[i];
        struct was *was = PC_PUSH(&c->rows, arena);
        was->service = pc_str_dup(arena, other->own->services[s->service].name);
        was->host = pc_str_dup(arena, host_name(other->own, s->host));
        was->verdict = s->verdict;
        was->text = pc_standing_text(arena, s);
        was->ports = ports_of(arena, other->own, s);
        was->one = one_port(other->own, s, &was->port);
    }
    pc_sort(c->rows.items, c->rows.count, sizeof *c->rows.items, compare_was);
}

static void learn_findings(struct comparison *c, const struct pc_run *other) {
    struct pc_arena *arena = c->m->report->arena;
    for (size_t i = 0; i < other->findings.list.count; i++) {
        const struct pc_finding *f = other->findings.list.items[i];
        if (f->suppressed || f->baseline)
            continue;
        /* Places of the other tree mean nothing here, so its host must be named. */
        bool placed = !c->m->run->selection.by_host || f->host.len > 0;
        *PC_PUSH(&c->findings, arena) = (struct known){.fingerprint = pc_str_cstr(arena, pc_str_c(f->fingerprint)),
                                                       .rule = f->rule,
                                                       .level = f->level,
                                                       .message = pc_str_dup(arena, f->message),
                                                       .selected = placed && pc_run_selects(c->m->run, f)};
    }
    pc_sort(c->findings.items, c->findings.count, sizeof *c->findings.items, compare_known);
}

static void free_run(void *arg) {
    pc_run_free(arg);
}

/* What is refused in the words of --new-since is refused for --since. */
static bool refuse(struct pc_run *run) {
    struct pc_buf out;
    size_t from = 0;
    pc_buf_init(&out, &run->arena);
    for (size_t at; (at = pc_str_find(run->message, PC_STR("--new-since"), from)) != PC_NPOS; from = at + 11) {
        pc_buf_add(&out, pc_str_sub(run->message, from, at - from));
        pc_buf_adds(&out, "--since");
    }
    pc_buf_add(&out, pc_str_sub(run->message, from, run->message.len));
    run->message = pc_buf_str(&out);
    return false;
}

static bool find_tree(struct pc_run *run, const char *since, struct pc_source_tree *tree, struct pc_str *name) {
    struct pc_str revision = pc_str_c(since);
    *name = revision;
    if (!pc_run_open_git(run, "--since") || (pc_str_is(revision, "auto") && !pc_run_auto_base(run, &revision, name)))
        return refuse(run);
    enum pc_git_status status = pc_source_tree_revision(tree, &run->arena, run->root_fd, run->git, revision);
    if (status == PC_GIT_OK)
        return true;
    pc_run_refuse_revision(run, revision, status);
    return refuse(run);
}

static bool read_other(struct comparison *c, const char *since) {
    struct pc_run *run = c->m->run;
    struct pc_source_tree tree;
    struct pc_cleanup cleanup;
    if (!find_tree(run, since, &tree, &c->m->report->since))
        return false;
    struct pc_run *other = pc_run_of_tree(run, &tree);
    pc_defer(&run->recovery, &cleanup, free_run, other);
    bool read = other->status == PC_STATUS_OK;
    if (!read)
        pc_run_refuse(run, other->status, "--since: %s", pc_run_message(other));
    if (other->files.lost > 0) {
        run->incomplete = true;
        pc_run_remark(run, "of %.*s git does not give the content of %.*s, so what is new may be old",
                      PC_ARG(c->m->report->since), PC_ARG(other->files.first_lost));
    }
    if (read) {
        learn_findings(c, other);
        learn_rows(c, other);
    }
    pc_undefer(&run->recovery, &cleanup);
    pc_run_free(other);
    return read;
}

/* --- findings --- */

static struct known *known_of(struct comparison *c, const struct pc_finding *f) {
    const struct known wanted = {.fingerprint = f->fingerprint};
    return c->findings.count == 0
               ? NULL
               : bsearch(&wanted, c->findings.items, c->findings.count, sizeof *c->findings.items, compare_known);
}

static void compare_findings(struct comparison *c) {
    struct pc_report *r = c->m->report;
    struct PC_VEC(struct pc_report_news_item) news = {0};
    for (size_t i = 0; i < c->m->run->findings.list.count; i++) {
        struct known *known = known_of(c, c->m->run->findings.list.items[i]);
        if (known)
            known->met = true; /* though something silences it now, it is not gone */
    }
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct pc_finding *f = r->findings[i];
        const struct known *known = known_of(c, f);
        if (known && known->level >= f->level)
            continue;
        *PC_PUSH(&news, r->arena) = (struct pc_report_news_item){
            .news = known ? PC_NEWS_CHANGED : PC_NEWS_NEW,
            .rule = f->rule,
            .message = f->message,
            .level = f->level,
            .span = f->label_count > 0 ? f->labels[0].span : (struct pc_span){PC_NONE, 0, 0},
            .finding = f};
    }
    for (size_t i = 0; i < c->findings.count; i++) {
        const struct known *known = &c->findings.items[i];
        if (!known->met && known->selected)
            *PC_PUSH(&news, r->arena) = (struct pc_report_news_item){.news = PC_NEWS_FIXED,
                                                                     .rule = known->rule,
                                                                     .message = known->message,
                                                                     .level = known->level,
                                                                     .span = {PC_NONE, 0, 0}};
    }
    r->news = news.items;
    r->news_count = news.count;
}

/* --- standings --- */

static struct was *was_of(struct comparison *c, const struct pc_standing *s) {
    const struct pc_registry *reg = c->m->report->reg;
    const struct was wanted = {.service = reg->services[s->service].name, .host = host_name(reg, s->host)};
    return c->rows.count == 0 ? NULL
                              : bsearch(&wanted, c->rows.items, c->rows.count, sizeof *c->rows.items, compare_was);
}

struct split {
    struct PC_VEC(pc_id) moved, behind;
    struct pc_ports now;
    bool other; /* a third number */
};

static void split_claims(struct comparison *c, struct split *split, struct pc_claims claims, struct pc_ports old) {
    struct pc_arena *arena = c->m->report->arena;
    for (size_t i = 0; i < claims.count; i++) {
        struct pc_ports ports = c->m->report->reg->claims[claims.items[i]].ports;
        if (pc_ports_eq(ports, old)) {
            *PC_PUSH(&split->behind, arena) = claims.items[i];
            continue;
        }
        split->other = split->other || (split->moved.count > 0 && !pc_ports_eq(ports, split->now));
        split->now = ports;
        *PC_PUSH(&split->moved, arena) = claims.items[i];
    }
}

/* Callers have moved as well, or still dial the old number. */
static void add_callers(struct comparison *c, struct split *split, const struct pc_standing *s, struct pc_ports old) {
    struct pc_arena *arena = c->m->report->arena;
    struct pc_caller_places places = pc_callers_split(&c->callers, s->service, s->host, old);
    for (size_t i = 0; i < places.arrive.count; i++)
        *PC_PUSH(&split->moved, arena) = places.arrive.items[i];
    for (size_t i = 0; i < places.miss.count; i++)
        *PC_PUSH(&split->behind, arena) = places.miss.items[i];
}

/* All sides gave one number then; now some give one other number and some still the old one. */
static void judge_move(struct comparison *c, struct pc_report_row *row, const struct was *was) {
    const struct pc_standing *s = row->standing;
    struct split split = {.other = false};
    if (!was || !was->one || pc_verdict_is_drift(was->verdict) || s->verdict == PC_VERDICT_HALF_MOVED ||
        s->verdict == PC_VERDICT_DEFAULT_ONLY)
        return;
    const struct pc_claims sides[] = {s->planned, s->documented, s->deployed};
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++)
        split_claims(c, &split, sides[i], was->port);
    if (split.moved.count == 0 || split.behind.count == 0 || split.other)
        return;
    add_callers(c, &split, s, was->port);
    struct pc_standing *moved = PC_NEW(c->m->report->arena, struct pc_standing);
    *moved = *s;
    moved->verdict = PC_VERDICT_HALF_MOVED;
    moved->moved = (struct pc_claims){split.moved.items, split.moved.count};
    moved->behind = (struct pc_claims){split.behind.items, split.behind.count};
    row->standing = moved;
}

static void judge_rows(struct comparison *c) {
    struct pc_report *r = c->m->report;
    c->callers = pc_callers_of(&c->m->ctx);
    for (size_t i = 0; i < r->row_count; i++) {
        struct pc_report_row *row = &c->m->rows[i];
        struct was *was = was_of(c, row->standing);
        bool drifted = was && pc_verdict_is_drift(was->verdict);
        if (was)
            was->met = true;
        judge_move(c, row, was);
        bool same = drifted && was->verdict == row->standing->verdict &&
                    pc_str_eq(was->ports, ports_of(r->arena, r->reg, row->standing));
        row->news = !drifted ? PC_NEWS_NEW : same ? PC_NEWS_NONE : PC_NEWS_CHANGED;
    }
    pc_model_sort_rows(c->m);
}

/* Is it a service and host that are asked for? One that is gone has no index any more. */
static bool is_selected(const struct comparison *c, const struct was *was) {
    const struct pc_selection *s = &c->m->run->selection;
    const struct pc_registry *reg = c->m->report->reg;
    bool service = !s->by_service, host = !s->by_host;
    for (size_t i = 0; i < s->services.count && !service; i++)
        service = pc_str_eq(reg->services[s->services.items[i]].name, was->service);
    for (size_t i = 0; i < s->hosts.count && !host; i++)
        host = pc_str_eq(reg->hosts[s->hosts.items[i]].name, was->host);
    return service && host && !s->by_ports;
}

static struct pc_str text_now(struct comparison *c, const struct was *was, const struct pc_report_row *rows,
                              size_t count) {
    const struct pc_registry *reg = c->m->report->reg;
    size_t low = 0, high = count; /* by service and host, as the other tree's rows: names come in their order */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pc_standing *s = rows[middle].standing;
        const struct was here = {.service = reg->services[s->service].name, .host = host_name(reg, s->host)};
        int order = pc_str_cmp(here.service, was->service);
        if (order == 0 && pc_str_eq(here.host, was->host))
            return pc_standing_text(c->m->report->arena, s);
        if (order < 0)
            low = middle + 1;
        else if (order > 0)
            high = middle;
        else { /* the hosts of one service are few */
            while (middle > 0 && rows[middle - 1].standing->service == s->service)
                middle--;
            for (; middle < count && rows[middle].standing->service == s->service; middle++)
                if (pc_str_eq(host_name(reg, rows[middle].standing->host), was->host))
                    return pc_standing_text(c->m->report->arena, rows[middle].standing);
            return PC_EMPTY;
        }
    }
    return PC_EMPTY;
}

static void list_rows(struct comparison *c) {
    struct pc_report *r = c->m->report;
    struct PC_VEC(struct pc_report_row_news) news = {0};
    for (size_t i = 0; i < r->row_count; i++) {
        const struct pc_report_row *row = &r->rows[i];
        const struct was *was = was_of(c, row->standing);
        if (row->news == PC_NEWS_NONE)
            continue;
        *PC_PUSH(&news, r->arena) =
            (struct pc_report_row_news){.news = row->news,
                                        .service = r->reg->services[row->standing->service].name,
                                        .host = host_name(r->reg, row->standing->host),
                                        .before = was ? was->text : PC_EMPTY,
                                        .after = pc_standing_text(r->arena, row->standing),
                                        .row = row};
    }
    for (size_t i = 0; i < c->rows.count; i++) {
        const struct was *was = &c->rows.items[i];
        if (!was->met && pc_verdict_is_drift(was->verdict) && is_selected(c, was))
            *PC_PUSH(&news, r->arena) =
                (struct pc_report_row_news){.news = PC_NEWS_FIXED,
                                            .service = was->service,
                                            .host = was->host,
                                            .before = was->text,
                                            .after = text_now(c, was, r->others, r->other_count)};
    }
    r->row_news = news.items;
    r->row_news_count = news.count;
}

bool pc_model_since(struct pc_model *m, const char *since) {
    struct comparison c = {.m = m};
    if (!read_other(&c, since))
        return false;
    compare_findings(&c);
    judge_rows(&c);
    list_rows(&c);
    return true;
}
