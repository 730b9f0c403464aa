/* See plan_doubled.h. */
#include "plan_doubled.h"

#include "sort.h"

/* A line of a table that gives a port. */
struct row {
    const struct pc_claim *claim; /* its first one */
    uint32_t line;                /* 0-based */
    uint32_t run;                 /* lines behind each other, all rows of one table */
    struct pc_str text;           /* the line without the blanks around it */
};
struct rows PC_VEC(struct row);

static int compare_rows(const void *left, const void *right) {
    const struct row *a = left;
    const struct row *b = right;
    int order = pc_order(a->run, b->run);
    order = pc_then(order, pc_str_cmp(a->text, b->text));
    return pc_then(order, pc_order(a->line, b->line));
}

/* Where other rows stand between two, they may be about another host or environment: a new run begins. */
static struct rows collect(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    struct rows rows = {0};
    uint32_t run = 0;
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        const struct pc_file *file = &reg->files[claim->span.file];
        if (!pc_is_registry_row(reg, claim) || claim->section == PC_NONE ||
            reg->sections[claim->section].kind != PC_SECTION_TABLE || file->origin.len > 0)
            continue;
        const struct row *last = rows.count > 0 ? &rows.items[rows.count - 1] : NULL;
        uint32_t line = pc_line_at(&file->lines, claim->span.offset);
        bool together = last && last->claim->section == claim->section && last->claim->span.file == claim->span.file;
        if (together && last->line == line)
            continue;
        run += !together || last->line + 1 != line;
        *PC_PUSH(&rows, ctx->arena) =
            (struct row){claim, line, run, pc_str_trim(pc_line_text(&file->lines, file->text, line))};
    }
    return rows;
}

/* The whole line; the last one of a file without a line end goes with the line end before it, unless that goes with the
 * row before, of which it is one more. */
static struct pc_edit removal(const struct pc_registry *reg, const struct row *row, const struct row *gone) {
    const struct pc_file *file = &reg->files[row->claim->span.file];
    uint32_t from = file->lines.starts[row->line], to = file->lines.size;
    if (row->line + 1 < file->lines.count) {
        to = file->lines.starts[row->line + 1];
    } else if (!gone || gone->line + 1 != row->line) {
        struct pc_str before = pc_line_text(&file->lines, file->text, row->line - 1);
        from = file->lines.starts[row->line - 1] + (uint32_t)before.len;
    }
    return (struct pc_edit){{row->claim->span.file, from, to - from}, PC_EMPTY};
}

static void report(const struct pc_rule_context *ctx, const struct row *rows, size_t count) {
    const struct pc_claim *first = rows[0].claim;
    enum pc_level level;
    if (!pc_rule_level(ctx, PC_LEVEL_INFO, &level))
        return;
    struct pc_str owner = pc_claim_owner(ctx, first);
    struct pc_finding *f = pc_finding_new(ctx->out, &ctx->rule->info, level, "the row of port %.*s stands %s",
                                          PC_ARG(pc_ports_text(ctx->arena, first->ports)),
                                          count == 2 ? "twice in its table" : "several times in its table");
    f->host = pc_host_shown(ctx->reg, first->host);
    f->protocol = first->protocol;
    pc_finding_port(ctx->out, f, first->ports);
    if (owner.len > 0)
        pc_finding_service(ctx->out, f, owner);
    pc_finding_label(ctx->out, f, rows[1].claim->span, "the same once more");
    pc_finding_label(ctx->out, f, first->span, "it stands here");
    for (size_t i = 2; i < count; i++)
        pc_finding_label(ctx->out, f, rows[i].claim->span, "and here");
    pc_finding_help(ctx->out, f, "take out all but one: who changes one of them later leaves two that disagree");
    pc_finding_fix(ctx->out, f, true, removal(ctx->reg, &rows[1], NULL), "take out the doubled row");
    for (size_t i = 2; i < count; i++)
        pc_finding_fix_also(ctx->out, f, removal(ctx->reg, &rows[i], &rows[i - 1]));
}

void pc_check_doubled_rows(const struct pc_rule_context *ctx) {
    struct rows rows = collect(ctx);
    pc_sort(rows.items, rows.count, sizeof *rows.items, compare_rows);
    for (size_t from = 0, to; from < rows.count; from = to) {
        for (to = from + 1; to < rows.count && rows.items[to].run == rows.items[from].run &&
                            pc_str_eq(rows.items[to].text, rows.items[from].text);)
            to++;
        if (to - from > 1)
            report(ctx, &rows.items[from], to - from);
    }
}
