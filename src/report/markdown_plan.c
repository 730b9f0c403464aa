/* Hosts, ranges, and the port map in words and characters. */
#include "markdown_parts.h"

void pc_md_add_hosts(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section =
        pc_md_begin(md, "hosts",
                    "\n| Host | Ports bound | Collisions | Services that drift | Bound, not in the registry |\n"
                    "|---|--:|--:|--:|--:|\n");
    for (size_t i = 0; i < report->host_count; i++) {
        const struct pc_report_host *host = &report->hosts[i];
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        pc_buf_adds(&row, "| ");
        pc_md_host(md, &row, host->host);
        pc_buf_addf(&row, host->collisions > 0 ? " | %u | **%u** | %u | %u |\n" : " | %u | %u | %u | %u |\n",
                    host->bound, host->collisions, host->drifting, host->unregistered);
        pc_md_row(md, section, &row);
    }
}

static void add_next(struct pc_buf *out, bool has_next, unsigned next, bool reserved) {
    if (has_next)
        pc_buf_addf(out, "%u%s", next, reserved ? " (reserved)" : "");
    else
        pc_buf_adds(out, "none");
}

void pc_md_add_ranges(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section =
        pc_md_begin(md, "ranges",
                    "\n## Ranges\n\n| Range | Purpose | Ports | Planned | Bound | Reserved | Free | Next free |\n"
                    "|---|---|--:|--:|--:|--:|--:|---|\n");
    for (size_t i = 0; i < report->range_count; i++) {
        const struct pc_report_range *range = &report->ranges[i];
        const struct pc_range *block = &report->reg->ranges[range->range];
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        pc_buf_adds(&row, "| ");
        pc_md_link(md, &row, block->span, pc_md_ports(md, block->ports));
        pc_buf_adds(&row, " | ");
        pc_md_text(&row, block->purpose);
        if (block->host != PC_NONE) {
            pc_buf_adds(&row, block->purpose.len > 0 ? " on " : "on ");
            pc_md_host(md, &row, block->host);
        }
        pc_buf_addf(&row, " | %u | %u | %u | %u | %u | ", range->width, range->planned, range->bound, range->reserved,
                    range->free);
        add_next(&row, range->has_next, range->next, range->next_reserved);
        if (range->full)
            pc_buf_addf(&row, " (%s: %s)", range->full->rule->code, range->has_next ? "filling up" : "full");
        pc_buf_adds(&row, " |\n");
        pc_md_row(md, section, &row);
    }
}

/* Of each state its character. A run of more than a few ports is written once, with its length. */
static const char *const marks[PC_CELL_STATE_COUNT] = {"\xC2\xB7", "-", "\xE2\x96\xA1", "\xE2\x96\xA0", "?", "X"};
#define RUN_SPELLED 12u

static void add_strip(const struct pc_report_strip *strip, struct pc_buf *out) {
    pc_buf_addc(out, '`');
    for (size_t i = 0; i < strip->cell_count; i++) {
        const struct pc_report_cell *cell = &strip->cells[i];
        unsigned width = (unsigned)cell->ports.hi - cell->ports.lo + 1u;
        unsigned spelled = width > RUN_SPELLED ? 1 : width;
        for (unsigned k = 0; k < spelled; k++)
            pc_buf_adds(out, marks[cell->state]);
        if (spelled < width)
            pc_buf_addf(out, "\xC3\x97%u%s", width, i + 1 < strip->cell_count ? " " : "");
    }
    pc_buf_addc(out, '`');
}

static void add_cell_names(struct pc_md *md, const struct pc_report_cell *cell, struct pc_buf *out) {
    pc_md_link(md, out, cell->span.length > 0 ? cell->span : (struct pc_span){PC_NONE, 0, 0},
               pc_md_ports(md, cell->ports));
    for (size_t k = 0; k < cell->service_count; k++) {
        pc_buf_adds(out, k > 0 ? " and " : " ");
        pc_md_name(out, cell->services[k]);
    }
}

static void add_strip_names(struct pc_md *md, const struct pc_report_strip *strip, struct pc_buf *out) {
    bool any = false;
    for (size_t i = 0; i < strip->cell_count; i++) {
        const struct pc_report_cell *cell = &strip->cells[i];
        if (cell->service_count == 0)
            continue;
        pc_buf_adds(out, any ? ", " : "");
        add_cell_names(md, cell, out);
        any = true;
    }
}

void pc_md_add_map(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section = pc_md_begin_folded(md, "strips", PC_STR("Port map"),
                                                       "`\xE2\x96\xA0` planned and bound, `\xE2\x96\xA1` planned only, "
                                                       "`?` bound and not in the registry, `X` collision, `-` "
                                                       "reserved, `\xC2\xB7` free, `\xC3\x97"
                                                       "20` twenty of them. Planned: the registry has it, in a plan or "
                                                       "in a list of real ports.\n\n"
                                                       "| Host | Ports | Map | Services |\n|---|---|---|---|\n");
    for (size_t i = 0; i < report->strip_count; i++) {
        const struct pc_report_strip *strip = &report->strips[i];
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        pc_buf_adds(&row, "| ");
        pc_md_host(md, &row, strip->host);
        pc_buf_addf(&row, " | %.*s | ", PC_ARG(pc_md_ports(md, strip->ports)));
        add_strip(strip, &row);
        pc_buf_adds(&row, " | ");
        add_strip_names(md, strip, &row);
        pc_buf_adds(&row, " |\n");
        pc_md_row(md, section, &row);
    }
}
