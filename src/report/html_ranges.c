/* Ranges: how full they are, and which port is the next. */
#include "html.h"

#define BAR_WIDTH 120u

static unsigned share(unsigned count, unsigned width) {
    unsigned wide = width > 0 ? (unsigned)((uint64_t)count * BAR_WIDTH / width) : 0;
    return count > 0 && wide == 0 ? 1 : wide;
}

static void write_piece(struct pc_html *h, const char *class, unsigned *x, unsigned wide) {
    if (*x + wide > BAR_WIDTH)
        wide = BAR_WIDTH - *x;
    if (wide > 0)
        pc_html_rawf(h, "<rect class=\"%s\" x=\"%u\" y=\"0\" width=\"%u\" height=\"12\"/>", class, *x, wide);
    *x += wide;
}

/* Bound, then planned and not bound, then reserved; what is left is free. The columns beside it say the numbers. */
static void write_bar(struct pc_html *h, const struct pc_report_range *range) {
    unsigned taken = range->width - range->free - range->reserved, x = 0;
    unsigned planned = taken > range->bound ? taken - range->bound : 0;
    pc_html_rawf(h,
                 "<svg class=\"bar\" aria-hidden=\"true\" width=\"%u\" height=\"12\" viewBox=\"0 0 %u 12\">"
                 "<rect class=\"b-free\" x=\"0\" y=\"0\" width=\"%u\" height=\"12\"/>",
                 BAR_WIDTH, BAR_WIDTH, BAR_WIDTH);
    write_piece(h, "b-ok", &x, share(range->bound, range->width));
    write_piece(h, "b-plan", &x, share(planned, range->width));
    write_piece(h, "b-res", &x, share(range->reserved, range->width));
    pc_html_raw(h, "</svg>");
}

static void write_row(struct pc_html *h, const struct pc_report_range *range) {
    const struct pc_range *block = &h->reg->ranges[range->range];
    pc_html_raw(h, "<tr><th scope=\"row\">");
    bool on = pc_html_link_on(h, block->span);
    pc_html_ports(h, block->ports);
    pc_html_link_off(h, on);
    pc_html_raw(h, "</th><td>");
    pc_html_name(h, block->purpose);
    if (block->host < h->reg->host_count) {
        pc_html_raw(h, " <span class=\"sum\">on ");
        pc_html_host(h, block->host);
        pc_html_raw(h, "</span>");
    }
    if (range->full) {
        pc_html_raw(h, "<br><a href=\"#");
        pc_html_finding_id(h, range->full);
        pc_html_rawf(h, "\" class=\"off\">%s</a>", range->has_next ? "filling up" : "full");
    }
    pc_html_raw(h, "</td><td>");
    write_bar(h, range);
    pc_html_rawf(h, "</td><td class=\"n\">%u</td><td class=\"n\">%u</td><td class=\"n\">%u</td><td class=\"n\">%u</td>",
                 range->planned, range->bound, range->reserved, range->free);
    if (range->has_next)
        pc_html_rawf(h, "<td class=\"n\"><strong>%u</strong>%s</td></tr>\n", (unsigned)range->next,
                     range->next_reserved ? " (reserved)" : "");
    else
        pc_html_raw(h, "<td class=\"n\">none</td></tr>\n");
    pc_html_forget(h);
}

void pc_html_ranges(struct pc_html *h) {
    if (h->report->range_count == 0)
        return;
    pc_html_section(h, "ranges", "Ranges");
    pc_html_raw(h, "<p class=\"sum\">Green: bound. Blue: planned only. Dark grey: reserved. Light grey: free.</p>\n");
    pc_html_table(h, "ranges", PC_STR("How full each range is"),
                  "Range|Purpose|Use|>Planned|>Bound|>Reserved|>Free|>Next free");
    for (size_t i = 0; i < h->report->range_count; i++)
        write_row(h, &h->report->ranges[i]);
    pc_html_table_end(h);
    pc_html_section_end(h);
}
