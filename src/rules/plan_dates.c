/* PC111: a document says when it was last brought up to date, and holds a newer entry. */
#include "rule_tools.h"

/* The newest dates of one file; NULL: none. */
struct newest {
    const struct pc_date *reconciled;
    const struct pc_date *entry;
};

static struct pc_str date_text(struct pc_arena *arena, uint32_t ymd) {
    return pc_str_fmt(arena, "%04u-%02u-%02u", ymd / 10000, ymd / 100 % 100, ymd % 100);
}

static void report(const struct pc_rule_context *ctx, const struct newest *newest) {
    enum pc_level level;
    if (!pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
        return;
    struct pc_str said = date_text(ctx->arena, newest->reconciled->ymd);
    struct pc_str entry = date_text(ctx->arena, newest->entry->ymd);
    struct pc_finding *f =
        pc_finding_new(ctx->out, &ctx->rule->info, level,
                       "the document was reconciled on %.*s, but has an entry of %.*s", PC_ARG(said), PC_ARG(entry));
    f->path = ctx->reg->files[newest->reconciled->file].path;
    pc_finding_label(ctx->out, f, newest->reconciled->span, "older than the newest entry");
    pc_finding_label(ctx->out, f, newest->entry->span, "newest entry");
    pc_finding_help(ctx->out, f, "check the document against what runs, and set the date");
}

static void check(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    struct newest *newest = PC_NEW_ARRAY(ctx->arena, reg->file_count, struct newest);
    for (size_t i = 0; i < reg->date_count; i++) {
        const struct pc_date *date = &reg->dates[i];
        const struct pc_date **slot = date->reconciled ? &newest[date->file].reconciled : &newest[date->file].entry;
        if (!*slot || date->ymd > (*slot)->ymd)
            *slot = date;
    }
    for (size_t i = 0; i < reg->file_count; i++) {
        if (newest[i].reconciled && newest[i].entry && newest[i].reconciled->ymd < newest[i].entry->ymd)
            report(ctx, &newest[i]);
    }
}

const struct pc_rule pc_rule_stale_date = {
    .info =
        {.code = "PC111",
         .name = "stale-date",
         .family = "Plan",
         .level = PC_LEVEL_INFO,
         .summary = "a document says on which date it was reconciled, and an entry in it is newer",
         .why = "The date tells readers how far to trust the document. It was not checked as a whole since the "
                "newer entry was "
                "added.",
         .fix = "Compare the document with what really runs, then set the date.",
         .silent =
             "Documents that do not say when they were reconciled, dates that are older than that, and dates inside "
             "code fences.",
         .bad = "**Reality reconciled:** 2031-02-01\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 7301 | search |\n"
                "\n"
                "## Real ports today\n"
                "\n"
                "- search `7301` (new 2031-05-09)\n",
         .good = "**Reality reconciled:** 2031-05-09\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 7301 | search |\n"
                 "\n"
                 "## Real ports today\n"
                 "\n"
                 "- search `7301` (new 2031-05-09)\n"},
    .check = check,
};
