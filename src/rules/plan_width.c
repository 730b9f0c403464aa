/* PC114: a range is not as wide as the configured principle says. */
#include "rule_tools.h"

static void check(const struct pc_rule_context *ctx) {
    unsigned wanted = ctx->config->range_width;
    enum pc_level level;
    if (wanted == 0 || !pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
        return;
    for (size_t i = 0; i < ctx->reg->range_count; i++) {
        const struct pc_range *range = &ctx->reg->ranges[i];
        unsigned width = (unsigned)range->ports.hi - range->ports.lo + 1u;
        if (!range->heading || range->open || width == wanted)
            continue;
        struct pc_finding *f =
            pc_finding_new(ctx->out, &ctx->rule->info, level, "the range %.*s has %u port%s, not %u",
                           PC_ARG(pc_ports_text(ctx->arena, range->ports)), width, width == 1 ? "" : "s", wanted);
        f->host = pc_host_shown(ctx->reg, range->host);
        f->path = ctx->reg->files[range->span.file].path;
        pc_finding_port(ctx->out, f, range->ports);
        pc_finding_label(ctx->out, f, range->span, "%u wide", width);
    }
}

const struct pc_rule pc_rule_range_width = {
    .info =
        {.code = "PC114",
         .name = "range-width",
         .family = "Plan",
         .level = PC_LEVEL_INFO,
         .summary = "a heading's range is not as wide as ranges.width asks for",
         .why =
             "Ranges of one width leave each part the same room to grow, and a port's range can be told from its first "
             "digits.",
         .fix = "Widen or split the range, or change ranges.width.",
         .silent = "Ranges that are open to one side, and reserved blocks. Without ranges.width the rule is silent.",
         .bad = "--- portcheck.yml\n"
                "ranges: { width: 100 }\n"
                "--- PORTS.md\n"
                "## 6200-6249: Tools\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 6201 | wiki |\n",
         .good = "--- portcheck.yml\n"
                 "ranges: { width: 100 }\n"
                 "--- PORTS.md\n"
                 "## 6200-6299: Tools\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 6201 | wiki |\n",
         .config = "ranges.width: the number of ports that each range should have; without it the rule is silent"},
    .check = check,
};
