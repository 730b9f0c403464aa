/* Links from a figure to the line that it comes from. */
#include "html.h"

static bool has_file(const struct pc_html *h, struct pc_span span) {
    return span.file < h->reg->file_count;
}

/* The address comes percent-encoded from the file's raw bytes; what stands before it is the caller's own. */
static bool open_link(struct pc_html *h, struct pc_span span) {
    struct pc_buf address;
    pc_buf_init(&address, h->scratch);
    if (!pc_report_link(h->report, span, &address))
        return false;
    pc_html_raw(h, "<a href=\"");
    pc_html_value(h, pc_buf_str(&address));
    return true;
}

void pc_html_where(struct pc_html *h, struct pc_span span) {
    if (!has_file(h, span))
        return;
    pc_html_text(h, h->reg->files[span.file].path);
    if (!pc_span_is_file(span))
        pc_html_rawf(h, ":%u", (unsigned)pc_report_line(h->report, span));
}

bool pc_html_link_on(struct pc_html *h, struct pc_span span) {
    if (!open_link(h, span))
        return false;
    pc_html_raw(h, "\" title=\"");
    pc_html_where(h, span);
    pc_html_raw(h, "\">");
    return true;
}

void pc_html_link_off(struct pc_html *h, bool on) {
    if (on)
        pc_html_raw(h, "</a>");
}

void pc_html_place(struct pc_html *h, struct pc_span span) {
    bool on = open_link(h, span);
    pc_html_raw(h, on ? "\">" : "");
    pc_html_raw(h, "<code>");
    pc_html_where(h, span);
    pc_html_raw(h, "</code>");
    pc_html_link_off(h, on);
}

void pc_html_claim(struct pc_html *h, pc_id claim) {
    bool on = pc_html_link_on(h, h->reg->claims[claim].span);
    pc_html_ports(h, h->reg->claims[claim].ports);
    pc_html_link_off(h, on);
}

/* Fingerprints stay the same when lines move, so that a link from elsewhere still leads here. */
void pc_html_finding_id(struct pc_html *h, const struct pc_finding *f) {
    pc_html_rawf(h, "finding-%s", f->fingerprint);
}
