/* PC102: two declared ranges of one document overlap. */
#include "outline.h"
#include "rule_tools.h"
#include "sort.h"

#define ACTIVE_MAX 256   /* ranges open at one port that a further one is compared with */
#define OTHERS_MAX 8     /* ranges named in one finding */
#define PAIRS_MAX 500000 /* compared in one document; behind them a range is compared with few others */
#define FEW 8

/* A range with what decides whether it may overlap another one. */
struct entry {
    pc_id id;
    const struct pc_range *range;
    enum pc_environment environment; /* of the rows under it */
    uint32_t indent;                 /* of its line, in bytes: a deeper bullet divides the one above it */
};

static int compare_entries(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    int order = pc_order(a->range->span.file, b->range->span.file);
    order = pc_then(order, pc_order(a->range->ports.lo, b->range->ports.lo));
    order = pc_then(order, pc_order(b->range->ports.hi, a->range->ports.hi));
    order = pc_then(order, pc_order(a->range->span.offset, b->range->span.offset));
    return pc_then(order, pc_order(a->id, b->id));
}

static struct entry *sorted_entries(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    struct entry *entries = PC_NEW_ARRAY(ctx->arena, reg->range_count, struct entry);
    for (size_t i = 0; i < reg->range_count; i++)
        entries[i] = (struct entry){.id = (pc_id)i, .range = &reg->ranges[i]};
    for (size_t i = 0; i < reg->section_count; i++) {
        pc_id range = reg->sections[i].range;
        if (range != PC_NONE && entries[range].environment == PC_ENV_UNKNOWN)
            entries[range].environment = reg->sections[i].environment;
    }
    pc_sort(entries, reg->range_count, sizeof *entries, compare_entries);
    return entries;
}

static uint32_t indent_of(const struct pc_file *file, uint32_t offset) {
    struct pc_str line = pc_line_text(&file->lines, file->text, pc_line_at(&file->lines, offset));
    uint32_t indent = 0;
    while (indent < line.len && (line.ptr[indent] == ' ' || line.ptr[indent] == '\t'))
        indent++;
    return indent;
}

/* Both name something, and not the same thing in other words. A protocol in the name may be the whole difference. */
static bool purposes_differ(const struct pc_range *a, const struct pc_range *b) {
    static const char *const protocols[] = {"tcp", "udp", "sctp"};
    if (a->purpose.len == 0 || b->purpose.len == 0 || pc_str_eq(a->purpose, b->purpose) ||
        pc_names_akin(a->purpose, b->purpose))
        return false;
    for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++) {
        struct pc_str word = pc_str_c(protocols[i]);
        if (pc_str_has_word_nocase(a->purpose, word) || pc_str_has_word_nocase(b->purpose, word))
            return false;
    }
    return true;
}

/* A row of a list of ranges that says that it is a part of another row: in words, or by naming the same thing. */
static bool is_part_of(const struct pc_file *file, const struct pc_range *part, const struct pc_range *whole) {
    static const char *const words[] = {"within",   "inside",    "part of", "of which", "subset", "sub-range",
                                        "subrange", "innerhalb", "davon",   "teil von", "dont",   "dentro"};
    if (part->heading || !pc_ports_contain(whole->ports, part->ports)) {
        return false;
    }
    struct pc_str line = pc_line_text(&file->lines, file->text, pc_line_at(&file->lines, part->span.offset));
    line = pc_str_sub(line, 0, 1000);
    bool says = pc_names_akin(part->purpose, whole->purpose);
    for (size_t i = 0; i < sizeof words / sizeof words[0] && !says; i++) {
        says = pc_str_has_word_nocase(line, pc_str_c(words[i]));
    }
    return says;
}

/* How two ranges stand to each other in the document. */
enum kinship {
    APART,    /* in different parts: compared only where they cross */
    SIBLINGS, /* headings of one level under one heading, or rows of one list */
    DIVIDES   /* the later one stands below the earlier one and may divide it */
};

static enum kinship kinship_of(const struct pc_file *file, const struct pc_outline *outline, const struct entry *x_of,
                               const struct entry *y_of) {
    const struct pc_range *a = x_of->range, *b = y_of->range;
    if (a->heading != b->heading)
        return DIVIDES; /* a list of the blocks, and the section about one of them */
    if (!a->heading) {
        if (a->section != b->section)
            return APART;
        return x_of->indent == y_of->indent ? SIBLINGS : DIVIDES;
    }
    struct pc_heading x = pc_outline_at(outline, file, a->span.offset);
    struct pc_heading y = pc_outline_at(outline, file, b->span.offset);
    if (x.level == y.level)
        return x.parent == y.parent ? SIBLINGS : APART;
    return DIVIDES;
}

/* The level of an overlap of a with b, which begins at the same port or later; PC_LEVEL_OFF when there is nothing to
 * say. */
static enum pc_level judge(const struct pc_file *file, const struct pc_outline *outline, const struct entry *a,
                           const struct entry *b) {
    const struct pc_range *x = a->range;
    const struct pc_range *y = b->range;
    if (x->ports.lo == x->ports.hi || y->ports.lo == y->ports.hi)
        return PC_LEVEL_OFF; /* a single port in a list of ranges is somebody's port */
    if (x->host != y->host && x->host != PC_NONE && y->host != PC_NONE)
        return PC_LEVEL_OFF;
    if (!pc_environments_agree(a->environment, b->environment))
        return PC_LEVEL_OFF;
    enum kinship kinship = kinship_of(file, outline, a, b);
    enum pc_level level = x->open || y->open ? PC_LEVEL_INFO : PC_LEVEL_WARNING;
    if (pc_ports_eq(x->ports, y->ports))
        return kinship == SIBLINGS && purposes_differ(x, y) ? level : PC_LEVEL_OFF;
    if (pc_ports_contain(x->ports, y->ports) || pc_ports_contain(y->ports, x->ports))
        return kinship == SIBLINGS && !is_part_of(file, y, x) && !is_part_of(file, x, y) ? level : PC_LEVEL_OFF;
    return kinship == APART || x->host != y->host ? PC_LEVEL_INFO : level;
}

/* "5000-5049" when the later range takes the end (or beginning) of the other; false when it lies in its middle. */
static bool rest_of(struct pc_ports outer, struct pc_ports inner, struct pc_ports *rest) {
    if (inner.hi >= outer.hi && inner.lo > outer.lo)
        *rest = (struct pc_ports){outer.lo, (uint16_t)(inner.lo - 1)};
    else if (inner.lo <= outer.lo && inner.hi < outer.hi)
        *rest = (struct pc_ports){(uint16_t)(inner.hi + 1), outer.hi};
    else
        return false;
    return true;
}

static void report(const struct pc_rule_context *ctx, enum pc_level level, const struct pc_range *range,
                   const struct pc_range *const *others, size_t count) {
    if (!pc_rule_level(ctx, level, &level))
        return;
    struct pc_str own = pc_ports_text(ctx->arena, range->ports);
    struct pc_str other = pc_ports_text(ctx->arena, others[0]->ports);
    const char *verb = pc_ports_eq(range->ports, others[0]->ports)        ? "is declared twice:"
                       : pc_ports_contain(others[0]->ports, range->ports) ? "lies inside"
                                                                          : "overlaps";
    struct pc_finding *f = pc_finding_new(ctx->out, &ctx->rule->info, level, "the range %.*s %s the range %.*s",
                                          PC_ARG(own), verb, PC_ARG(other));
    if (pc_ports_eq(range->ports, others[0]->ports))
        f->message = pc_str_fmt(ctx->arena, "the range %.*s is declared twice, for different purposes", PC_ARG(own));
    f->host = pc_host_shown(ctx->reg, range->host);
    f->path = ctx->reg->files[range->span.file].path;
    pc_finding_port(ctx->out, f, range->ports);
    pc_finding_label(ctx->out, f, range->span, "this range");
    for (size_t i = 0; i < count; i++) {
        struct pc_ports shared = {range->ports.lo, range->ports.hi};
        shared.lo = others[i]->ports.lo > shared.lo ? others[i]->ports.lo : shared.lo;
        shared.hi = others[i]->ports.hi < shared.hi ? others[i]->ports.hi : shared.hi;
        pc_finding_port(ctx->out, f, others[i]->ports);
        pc_finding_label(ctx->out, f, others[i]->span, "has %.*s as well", PC_ARG(pc_ports_text(ctx->arena, shared)));
    }
    struct pc_ports rest;
    if (rest_of(others[0]->ports, range->ports, &rest))
        pc_finding_help(ctx->out, f, "shorten %.*s to %.*s, or put one section below the other if it divides it",
                        PC_ARG(other), PC_ARG(pc_ports_text(ctx->arena, rest)));
    else
        pc_finding_help(ctx->out, f,
                        "give each range ports of its own, or put one section below the other if it divides it");
}

/* The ranges of one document: each is held against those that are still open where it begins. */
static void check_file(const struct pc_rule_context *ctx, struct entry *entries, size_t count) {
    const struct pc_file *file = &ctx->reg->files[entries[0].range->span.file];
    const struct entry *active[ACTIVE_MAX];
    size_t active_count = 0;
    struct pc_outline outline = pc_outline_of(ctx->arena, file);
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++)
        entries[i].indent = indent_of(file, entries[i].range->span.offset);
    for (size_t i = 0; i < count; i++) {
        const struct pc_range *others[OTHERS_MAX];
        size_t found = 0;
        size_t kept = 0;
        enum pc_level level = PC_LEVEL_OFF;
        for (size_t k = 0; k < active_count; k++) {
            if (active[k]->range->ports.hi < entries[i].range->ports.lo)
                continue;
            active[kept++] = active[k];
            bool said = found == OTHERS_MAX && level == PC_LEVEL_WARNING; /* nothing can be added to that */
            if (said || (pairs > PAIRS_MAX && k >= FEW))
                continue;
            pairs++;
            enum pc_level one = judge(file, &outline, active[k], &entries[i]);
            level = one > level ? one : level;
            if (one != PC_LEVEL_OFF && found < OTHERS_MAX)
                others[found++] = active[k]->range;
        }
        active_count = kept;
        if (active_count < ACTIVE_MAX)
            active[active_count++] = &entries[i];
        if (found > 0)
            report(ctx, level, entries[i].range, others, found);
    }
}

static void check(const struct pc_rule_context *ctx) {
    size_t count = ctx->reg->range_count;
    struct entry *entries = sorted_entries(ctx);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && entries[to].range->span.file == entries[from].range->span.file;)
            to++;
        if (to - from > 1)
            check_file(ctx, entries + from, to - from);
    }
}

const struct pc_rule pc_rule_ranges_overlap = {
    .info =
        {.code = "PC102",
         .name = "ranges-overlap",
         .family = "Plan",
         .level = PC_LEVEL_WARNING,
         .varies = true,
         .summary = "two declared ranges of one document overlap",
         .why =
             "A port in both belongs to two purposes, and each side may give it away. A heading below another one may "
             "divide its range; ranges side by side must not meet.",
         .fix = "Move the border of one range, or put the narrower heading one level below the wider one.",
         .silent = "A narrower heading below the wider one that it divides, ranges of two hosts, and one range that is "
                   "declared twice in the same words.",
         .bad = "## 7000-7099: Front ends\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 7001 | shop |\n"
                "\n"
                "## 7080-7099: Tools\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 7081 | wiki |\n",
         .good = "## 7000-7079: Front ends\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 7001 | shop |\n"
                 "\n"
                 "## 7080-7099: Tools\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 7081 | wiki |\n"},
    .check = check,
};
