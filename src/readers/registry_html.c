/* Tables of HTML tags: they are not read, which is said where one has a column of ports. */
#include "port_words.h"
#include "registry_md.h"

enum { LONGEST_CELL = 80 };

/* The next tag at or behind *at: its name in tag, *at behind its '>'. */
static bool next_tag(struct pc_str text, size_t *at, size_t *start, struct pc_str *tag) {
    *start = pc_str_find_char(text, '<', *at);
    if (*start == PC_NPOS) {
        return false;
    }
    size_t from = *start + 1, to = from + (pc_str_at(text, from) == '/');
    while (pc_is_alpha(pc_str_at(text, to))) {
        to++;
    }
    *tag = pc_str_sub(text, from, to - from);
    size_t close = pc_str_find_char(text, '>', to);
    *at = close == PC_NPOS ? text.len : close + 1;
    return true;
}

static bool is_tag(struct pc_str tag, const char *name) {
    return tag.len == pc_str_c(name).len && pc_str_starts_nocase(tag, pc_str_c(name));
}

static bool opens_cell(struct pc_str tag) {
    return is_tag(tag, "td") || is_tag(tag, "th");
}

static bool ends_cell(struct pc_str tag) {
    static const char *const names[] = {"td", "th", "/td", "/th", "tr", "/tr", "/table"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_tag(tag, names[i])) {
            return true;
        }
    }
    return false;
}

static bool is_port(struct pc_str text) {
    struct pc_ports ports;
    return text.len >= 2 && pc_ports_parse(text, &ports) == PC_PORT_OK && ports.lo == ports.hi;
}

static void report(struct pc_regmd *r, struct pc_span span) {
    struct pc_trouble trouble = pc_regmd_trouble(PC_TROUBLE_UNRENDERED, span);
    trouble.message = PC_STR("a table of HTML tags states ports, and is not read");
    trouble.label = PC_STR("a port in a cell of it");
    trouble.note = PC_STR("nothing in it is compared with anything: two services may have one port there");
    trouble.help = PC_STR("write it as a Markdown table: | Port | Service |");
    pc_builder_trouble(r->b, &trouble);
}

/* The text of a cell between its tags, from there to end. */
static void look_at_cell(struct pc_regmd *r, struct pc_str text, size_t from, size_t end, size_t base) {
    struct pc_str raw = pc_str_sub(text, from, end - from), tag;
    size_t at = 0, start, begin = 0;
    while (next_tag(raw, &at, &start, &tag) && pc_str_trim(pc_str_sub(raw, begin, start - begin)).len == 0) {
        begin = at; /* <b>, <code> and their like around it */
    }
    size_t stop = pc_str_find_char(raw, '<', begin);
    struct pc_str cell = pc_str_trim(pc_str_sub(raw, begin, stop == PC_NPOS ? raw.len : stop - begin));
    if (cell.len == 0 || cell.len > LONGEST_CELL) {
        return;
    }
    if (r->html == PC_HTML_PORTS && is_port(cell)) {
        report(r, (struct pc_span){.file = r->ctx->file,
                                   .offset = (uint32_t)(base + (size_t)(cell.ptr - text.ptr)),
                                   .length = (uint32_t)cell.len});
        r->html = PC_HTML_TOLD;
    } else if (r->html == PC_HTML_NONE && !pc_is_digit(cell.ptr[0]) && pc_says_port(pc_fold(r->scratch, cell))) {
        r->html = PC_HTML_PORTS;
    }
}

void pc_regmd_html(struct pc_regmd *r, const struct pc_md_block *block) {
    if (block->line_count == 0 || r->html == PC_HTML_TOLD) {
        return;
    }
    const struct pc_md_line *last = &block->lines[block->line_count - 1];
    size_t base = block->lines[0].offset;
    struct pc_str text = pc_str_sub(r->ctx->text, base, last->offset + last->text.len - base), tag;
    bool inside = false;
    size_t at = 0, start = 0, from = 0;
    while (next_tag(text, &at, &start, &tag)) {
        if (inside && ends_cell(tag)) {
            look_at_cell(r, text, from, start, base);
            inside = false;
        }
        if (opens_cell(tag)) {
            inside = true;
            from = at;
        }
        r->html_open = (r->html_open || is_tag(tag, "table")) && !is_tag(tag, "/table");
    }
    if (inside) {
        look_at_cell(r, text, from, text.len, base);
    }
}
