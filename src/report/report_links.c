/* Where a line leads, and how a day is written. */
#include "date.h"
#include "report.h"
#include "uri.h"

uint32_t pc_report_line(const struct pc_report *report, struct pc_span span) {
    const struct pc_file *file = &report->reg->files[span.file];
    return pc_line_number(file, pc_line_at(&file->lines, span.offset));
}

/* Shown as a rendered page, Markdown has no lines to lead to. */
static bool is_rendered(struct pc_str path) {
    return pc_str_ends(path, PC_STR(".md")) || pc_str_ends(path, PC_STR(".markdown"));
}

bool pc_report_link(const struct pc_report *report, struct pc_span span, struct pc_buf *out) {
    if (span.file >= report->reg->file_count || report->reg->files[span.file].origin.len > 0)
        return false;
    struct pc_str path = report->reg->files[span.file].path;
    if (report->link_base.len > 0)
        pc_buf_add(out, report->link_base);
    else if (pc_str_find_char(pc_str_sub(path, 0, pc_str_find_char(path, '/', 0)), ':', 0) != PC_NPOS)
        pc_buf_adds(out, "./"); /* else "a:b.md" is a scheme */
    pc_uri_path(out, path);
    pc_buf_adds(out, is_rendered(path) ? "?plain=1" : "");
    pc_buf_addf(out, "#L%u", pc_report_line(report, span));
    return true;
}

void pc_report_date_at(const struct pc_report *report, size_t from, size_t to, const char *blank) {
    *PC_PUSH(&report->dates->places, report->arena) = (struct pc_report_date_place){from, to, blank};
}

void pc_report_date(const struct pc_report *report, uint32_t day, const char *blank, bool quote, struct pc_buf *out) {
    const char *mark = quote ? "\"" : "";
    size_t from = out->len;
    if (day != 0)
        pc_buf_addf(out, "%s%.*s%s", mark, PC_ARG(pc_date_text(report->arena, day)), mark);
    else
        pc_buf_adds(out, blank);
    pc_report_date_at(report, from, out->len, blank);
}
