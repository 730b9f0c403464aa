/* PC103: the plan gives one port of one host and protocol to two services. */
#include "intervals.h"
#include "plan_doubled.h"
#include "rule_tools.h"
#include "sort.h"

#define RIVALS_MAX 64  /* different owners of one port that a further one is compared with */
#define INSIDE_MAX 256 /* rows inside a row's range that are looked at ... */
#define SHOWN_MAX 128  /* ... and shown */
#define WIDE 1000      /* ports: a row with so many is a pool, not an address */
#define NO_HOST 0x80000000u

/* A row that gives ports to somebody. */
struct owner {
    const struct pc_claim *claim;
    struct pc_str key; /* pc_name_key of the name */
    uint32_t group;    /* the host; without one the tree that its document speaks for */
    bool involved;
    const struct owner *repeats; /* an earlier row that says the same; NULL: none */
};

/* The label of a URL or domain in a row: rows of 80 and 443 that have one are told apart by it. */
static bool has_host_name(struct pc_str row) {
    static const char *const suffixes[] = {".yml", ".yaml", ".json", ".toml",   ".conf",
                                           ".env", ".md",   ".sh",   ".service"};
    for (size_t at = 0; at < row.len;) {
        size_t start = at;
        while (at < row.len &&
               (pc_is_alnum(row.ptr[at]) || row.ptr[at] == '-' || row.ptr[at] == '.' || row.ptr[at] == '*'))
            at++;
        struct pc_str word = pc_str_sub(row, start, at - start);
        at += at == start;
        size_t dot = pc_str_rfind_char(word, '.');
        if (dot == PC_NPOS || dot == 0 || word.len - dot < 3)
            continue;
        bool letters = true;
        for (size_t i = dot + 1; i < word.len; i++)
            letters = letters && pc_is_alpha(word.ptr[i]);
        for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
            letters = letters && !pc_str_ends(word, pc_str_c(suffixes[i]));
        if (letters)
            return true;
    }
    return false;
}

static bool is_routed_by_name(const struct pc_registry *reg, const struct pc_claim *claim) {
    bool web = claim->ports.lo == claim->ports.hi && (claim->ports.lo == 80 || claim->ports.lo == 443);
    return web && has_host_name(pc_span_text(reg, claim->extent));
}

static bool is_owner(const struct pc_registry *reg, const struct pc_claim *claim) {
    if (!pc_is_registry_row(reg, claim) || claim->confidence == PC_GUESSED)
        return false;
    return claim->name.len > 0 && !is_routed_by_name(reg, claim);
}

struct tree {
    struct pc_str path;
    pc_id file;
};

static int compare_trees(const void *left, const void *right) {
    const struct tree *a = left;
    const struct tree *b = right;
    int order = pc_str_cmp(a->path, b->path);
    return pc_then(order, pc_order(a->file, b->file));
}

/* The group of the rows of each file that name no host: one for all documents of one tree. */
static uint32_t *hostless_groups(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    uint32_t *groups = PC_NEW_ARRAY(ctx->arena, reg->file_count, uint32_t);
    struct tree *trees = PC_NEW_ARRAY(ctx->arena, reg->document_count, struct tree);
    for (size_t i = 0; i < reg->file_count; i++)
        groups[i] = NO_HOST + (uint32_t)i;
    for (size_t i = 0; i < reg->document_count; i++)
        trees[i] = (struct tree){reg->documents[i].tree, reg->documents[i].file};
    pc_sort(trees, reg->document_count, sizeof *trees, compare_trees);
    for (size_t i = 1; i < reg->document_count; i++) {
        if (pc_str_eq(trees[i].path, trees[i - 1].path))
            groups[trees[i].file] = groups[trees[i - 1].file];
    }
    return groups;
}

static bool same_owner(const struct owner *a, const struct owner *b) {
    return a->claim->service == b->claim->service || pc_str_eq(a->key, b->key);
}

/* Two services that are known from elsewhere than these rows: a directory or containers. */
static bool are_both_known(const struct pc_registry *reg, const struct pc_claim *x, const struct pc_claim *y) {
    if (x->service == PC_NONE || y->service == PC_NONE)
        return false;
    const struct pc_service *a = &reg->services[x->service];
    const struct pc_service *b = &reg->services[y->service];
    return (a->dir.ptr || a->foreign) && (b->dir.ptr || b->foreign);
}

/* A row that says once more, a little otherwise, what another part of the document says: "search" and "search
 * dashboard". */
static bool is_restated(const struct pc_registry *reg, const struct pc_claim *x, const struct pc_claim *y) {
    bool elsewhere = x->section != y->section || x->span.file != y->span.file;
    return elsewhere && pc_names_akin(x->name, y->name) && !are_both_known(reg, x, y);
}

/* Is the name all that a cell of the row says, but for marks and what follows in brackets? */
static bool has_cell(struct pc_str row, struct pc_str name) {
    for (size_t at = 0; name.len > 0 && at < row.len; at++) {
        if (row.ptr[at] != '|') {
            continue;
        }
        size_t from = at + 1;
        while (from < row.len && (row.ptr[from] == ' ' || row.ptr[from] == '*' || row.ptr[from] == '`'))
            from++;
        size_t to = from + name.len;
        if (to > row.len || !pc_str_eq(pc_str_sub(row, from, name.len), name))
            continue;
        while (to < row.len && (row.ptr[to] == ' ' || row.ptr[to] == '*' || row.ptr[to] == '`'))
            to++;
        if (to == row.len || row.ptr[to] == '|' || row.ptr[to] == '(')
            return true;
    }
    return false;
}

/* A row of one table says that its port belongs to what another table lists: "| 3101 | oven | bakery |", "bakery". */
static bool is_part_of(const struct pc_registry *reg, const struct pc_claim *x, const struct pc_claim *y) {
    return x->section != y->section &&
           (has_cell(pc_span_text(reg, x->extent), y->name) || has_cell(pc_span_text(reg, y->extent), x->name));
}

/* A summary in other words, documents that may be copies, or a pool that is not taken port by port. */
static bool is_doubtful(const struct pc_claim *x, const struct pc_claim *y) {
    if ((x->flags | y->flags) & PC_CLAIM_RESTATED)
        return true;
    if (x->host == PC_NONE && x->span.file != y->span.file)
        return true;
    return x->ports.hi - x->ports.lo >= WIDE || y->ports.hi - y->ports.lo >= WIDE;
}

/* Tables of other columns often say once more what a row said, in words of their own ("Monitoring" for "Uptime Kuma").
 * Not where both divide up ranges, and not where both names are known from elsewhere. */
static bool may_be_told_otherwise(const struct pc_registry *reg, const struct pc_claim *x, const struct pc_claim *y) {
    if (x->section == PC_NONE || y->section == PC_NONE || (x->range != PC_NONE && y->range != PC_NONE)) {
        return false;
    }
    return reg->sections[x->section].shape != reg->sections[y->section].shape && !are_both_known(reg, x, y);
}

/* Whether two overlapping rows contradict each other, and how surely; PC_LEVEL_OFF: not at all. */
static enum pc_level judge(const struct pc_registry *reg, const struct owner *a, const struct owner *b) {
    const struct pc_claim *x = a->claim;
    const struct pc_claim *y = b->claim;
    if (same_owner(a, b) || !pc_protocols_overlap(x->protocol, y->protocol) || !pc_addresses_meet(x, y) ||
        !pc_environments_agree(x->environment, y->environment) || is_restated(reg, x, y))
        return PC_LEVEL_OFF;
    if (is_doubtful(x, y) || (is_part_of(reg, x, y) && !are_both_known(reg, x, y)))
        return PC_LEVEL_INFO;
    /* A wish and a fact in different parts of a document: the service may be on its way out. */
    bool wish_and_fact = x->role != y->role && x->section != y->section && x->host == PC_NONE;
    bool reserved = x->role == PC_ROLE_RESERVED || y->role == PC_ROLE_RESERVED;
    bool unsure = wish_and_fact || reserved || x->environment != y->environment || may_be_told_otherwise(reg, x, y);
    return unsure ? PC_LEVEL_WARNING : PC_LEVEL_ERROR;
}

/* The rows of one finding: involved ones of a port or range, and the surest contradiction among them. */
struct clash {
    struct PC_VEC(const struct owner *) rows;
    enum pc_level level;
};

/* Same owner and the same conditions: what contradicts one contradicts the other. */
static bool is_repetition(const struct owner *a, const struct owner *b) {
    const struct pc_claim *x = a->claim;
    const struct pc_claim *y = b->claim;
    return same_owner(a, b) && x->protocol == y->protocol && x->environment == y->environment && x->role == y->role &&
           x->section == y->section && pc_str_eq(x->address, y->address);
}

/* Rows with the very same ports. Each is held against the different owners before it until a sure contradiction is
 * found, so that thousands of services on one port cost no more than their number. */
static void find_rivals(const struct pc_registry *reg, struct owner **rows, size_t count, enum pc_level *level) {
    struct owner *rivals[RIVALS_MAX];
    size_t rival_count = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < rival_count && !rows[i]->repeats; k++) {
            enum pc_level one = judge(reg, rows[i], rivals[k]);
            if (is_repetition(rows[i], rivals[k]))
                rows[i]->repeats = rivals[k];
            if (one == PC_LEVEL_OFF)
                continue;
            rows[i]->involved = rivals[k]->involved = true;
            *level = one > *level ? one : *level;
            if (one == PC_LEVEL_ERROR)
                break;
        }
        if (!rows[i]->repeats && rival_count < RIVALS_MAX)
            rivals[rival_count++] = rows[i];
    }
}

static struct pc_str owner_name(const struct pc_rule_context *ctx, const struct owner *owner) {
    return pc_claim_owner(ctx, owner->claim);
}

static const char *gives(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_RESERVED     ? "reserved for"
           : claim->role == PC_ROLE_DOCUMENTED ? "documented for"
                                               : "given to";
}

/* The second row leads: the first one was there before. */
static void label_rows(const struct pc_rule_context *ctx, struct pc_finding *f, const struct clash *clash) {
    for (size_t i = 0; i < clash->rows.count; i++) {
        const struct owner *row = clash->rows.items[i == 0 ? 1 : i == 1 ? 0 : i];
        pc_finding_label(ctx->out, f, row->claim->span, "%s `%.*s`%s", gives(row->claim), PC_ARG(owner_name(ctx, row)),
                         i == 0 ? " as well" : "");
        pc_finding_service(ctx->out, f, owner_name(ctx, row));
    }
}

static struct pc_str names_of(const struct pc_rule_context *ctx, const struct clash *clash) {
    struct pc_str *names = PC_NEW_ARRAY(ctx->arena, clash->rows.count, struct pc_str);
    struct PC_VEC(struct pc_str) distinct = {0};
    for (size_t i = 0; i < clash->rows.count; i++) {
        names[i] = owner_name(ctx, clash->rows.items[i]);
        if (i == 0 || !pc_str_eq(names[i], names[i - 1]))
            *PC_PUSH(&distinct, ctx->arena) = names[i];
    }
    return pc_names_text(ctx->arena, distinct.items, distinct.count);
}

static void report(const struct pc_rule_context *ctx, struct pc_ports ports, const struct clash *clash) {
    const struct pc_registry *reg = ctx->reg;
    const struct pc_claim *first = clash->rows.items[0]->claim;
    enum pc_level level;
    if (clash->rows.count < 2 || !pc_rule_level(ctx, clash->level, &level))
        return;
    struct pc_str host = pc_host_shown(reg, first->host);
    struct pc_str on = host.len > 0 ? pc_str_fmt(ctx->arena, " of `%.*s`", PC_ARG(host)) : PC_EMPTY;
    struct pc_finding *f =
        pc_finding_new(ctx->out, &ctx->rule->info, level, "the plan gives port %.*s%.*s to %.*s",
                       PC_ARG(pc_ports_text(ctx->arena, ports)), PC_ARG(on), PC_ARG(names_of(ctx, clash)));
    f->host = host;
    f->protocol = first->protocol;
    for (size_t i = 1; i < clash->rows.count; i++) {
        if (clash->rows.items[i]->claim->protocol != f->protocol)
            f->protocol = PC_PROTO_ANY;
    }
    pc_finding_port(ctx->out, f, ports);
    label_rows(ctx, f, clash);
    if (first->host == PC_NONE)
        pc_finding_note(
            ctx->out, f,
            "the rows name no host, so they are taken to be of one; where a heading is the name of a machine, "
            "`hosts:` in portcheck.yml says so");
    if (first->range != PC_NONE && !reg->ranges[first->range].open)
        pc_finding_help(ctx->out, f, "give all but one of them another port of %.*s",
                        PC_ARG(pc_ports_text(ctx->arena, reg->ranges[first->range].ports)));
    else
        pc_finding_help(ctx->out, f, "give all but one of them another port");
}

/* Rows in the order of the documents. */
static int compare_rows(const void *left, const void *right) {
    const struct owner *a = *(const struct owner *const *)left;
    const struct owner *b = *(const struct owner *const *)right;
    return pc_order((uintptr_t)a->claim, (uintptr_t)b->claim); /* both of one array */
}

static void collect(const struct pc_rule_context *ctx, struct clash *clash, struct owner **rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rows[i]->involved)
            *PC_PUSH(&clash->rows, ctx->arena) = rows[i];
    }
    pc_sort(clash->rows.items, clash->rows.count, sizeof *clash->rows.items, compare_rows);
}

/* Rows with equal ports: one finding for all of them. */
static void check_equal(const struct pc_rule_context *ctx, struct owner **rows, size_t count) {
    struct clash clash = {.level = PC_LEVEL_OFF};
    find_rivals(ctx->reg, rows, count, &clash.level);
    if (clash.level == PC_LEVEL_OFF)
        return;
    for (size_t i = 0; i < count; i++)
        rows[i]->involved = rows[i]->involved || (rows[i]->repeats && rows[i]->repeats->involved);
    collect(ctx, &clash, rows, count);
    report(ctx, rows[0]->claim->ports, &clash);
}

/* A row with a range of ports, against rows behind it in the sorted order that begin inside: one finding for all of
 * them. */
static void check_inside(const struct pc_rule_context *ctx, struct owner *row, struct owner **behind, size_t count,
                         size_t *shown_before) {
    size_t limit = pc_places_limit(*shown_before, SHOWN_MAX);
    struct clash clash = {.level = PC_LEVEL_OFF};
    struct pc_ports ports = row->claim->ports;
    struct pc_ports shared = {0, 0};
    for (size_t i = 0; i < count && i < INSIDE_MAX && clash.rows.count < limit; i++) {
        struct owner *other = behind[i];
        if (other->group != row->group || other->claim->ports.lo > ports.hi)
            break;
        enum pc_level one = pc_ports_eq(other->claim->ports, ports) ? PC_LEVEL_OFF : judge(ctx->reg, row, other);
        if (one == PC_LEVEL_OFF)
            continue;
        clash.level = one > clash.level ? one : clash.level;
        *PC_PUSH(&clash.rows, ctx->arena) = other;
        uint16_t hi = other->claim->ports.hi < ports.hi ? other->claim->ports.hi : ports.hi;
        shared.lo = shared.lo == 0 ? other->claim->ports.lo : shared.lo;
        shared.hi = hi > shared.hi ? hi : shared.hi;
    }
    if (clash.rows.count == 0)
        return;
    *shown_before += clash.rows.count;
    *PC_PUSH(&clash.rows, ctx->arena) = row;
    pc_sort(clash.rows.items, clash.rows.count, sizeof *clash.rows.items, compare_rows);
    report(ctx, shared, &clash);
}

static void check(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    const uint32_t *hostless = hostless_groups(ctx);
    struct PC_VEC(struct owner) owners = {0};
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (is_owner(reg, claim))
            *PC_PUSH(&owners, ctx->arena) =
                (struct owner){.claim = claim,
                               .key = pc_name_key(ctx->arena, claim->name),
                               .group = claim->host == PC_NONE ? hostless[claim->span.file] : claim->host};
    }
    struct pc_interval *items = PC_NEW_ARRAY(ctx->arena, owners.count, struct pc_interval);
    for (size_t i = 0; i < owners.count; i++)
        items[i] = (struct pc_interval){owners.items[i].group, owners.items[i].claim->ports, (pc_id)i};
    pc_intervals_new(ctx->arena, items, owners.count);
    struct owner **rows = PC_NEW_ARRAY(ctx->arena, owners.count, struct owner *);
    for (size_t i = 0; i < owners.count; i++)
        rows[i] = &owners.items[items[i].id];
    size_t shown = 0;
    for (size_t from = 0, to; from < owners.count; from = to) {
        struct pc_ports ports = items[from].ports;
        for (to = from + 1;
             to < owners.count && items[to].group == items[from].group && pc_ports_eq(items[to].ports, ports);)
            to++;
        if (to - from > 1)
            check_equal(ctx, rows + from, to - from);
        if (ports.lo != ports.hi)
            check_inside(ctx, rows[from], rows + to, owners.count - to, &shown);
    }
    pc_check_doubled_rows(ctx);
}

const struct pc_rule pc_rule_planned_twice = {
    .info =
        {.code = "PC103",
         .name = "planned-twice",
         .family = "Plan",
         .level = PC_LEVEL_ERROR,
         .varies = true,
         .summary = "the registry gives one port of one host and protocol to two services",
         .why = "Whichever of the two starts second fails with \"address already in use\", and the registry, asked "
                "who owns "
                "the port, has two answers. A row that stands twice in one table, word for word, is only told.",
         .fix = "Give one of them another port; take out a doubled row. If they run on different machines, name the "
                "machine in the heading "
                "over each "
                "table.",
         .silent =
             "One service under two of its names, a row that a summary table repeats, tcp beside udp, tables of two "
             "hosts, and rows of 80 or 443 that different domains tell apart.",
         .bad = "| Port | Service |\n"
                "|------|---------|\n"
                "| 7301 | search |\n"
                "| 7301 | mailer |\n",
         .good = "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 7301 | search |\n"
                 "| 7302 | mailer |\n",
         .config = "hosts: tells machines apart; services.aliases: two names of one service are no contradiction"},
    .check = check,
};
