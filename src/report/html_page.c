/* The frame of sections and tables. */
#include "html.h"

void pc_html_section(struct pc_html *h, const char *id, const char *title) {
    pc_html_rawf(h, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id, title);
}

void pc_html_section_end(struct pc_html *h) {
    pc_html_raw(h, "</section>\n");
    pc_html_forget(h);
}

void pc_html_table(struct pc_html *h, const char *id, struct pc_str caption, const char *columns) {
    struct pc_str rest = pc_str_c(columns), column;
    pc_html_rawf(h, "<section class=\"wide\" aria-labelledby=\"t-%s\" tabindex=\"0\">\n<table>\n", id);
    pc_html_rawf(h, "<caption id=\"t-%s\">", id);
    pc_html_sentence(h, caption);
    pc_html_raw(h, "</caption>\n<thead><tr>");
    for (bool done = false; pc_str_split(&rest, '|', &column, &done);) {
        bool number = pc_str_starts(column, PC_STR(">"));
        column = pc_str_sub(column, number ? 1 : 0, column.len);
        pc_html_rawf(h, "<th scope=\"col\"%s>%.*s</th>", number ? " class=\"n\"" : "", PC_ARG(column));
    }
    pc_html_raw(h, "</tr></thead>\n<tbody>\n");
}

void pc_html_table_end(struct pc_html *h) {
    pc_html_raw(h, "</tbody>\n</table>\n</section>\n");
}
