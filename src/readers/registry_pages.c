/* Rows and bullets that are pages of a service, not services: "Swagger UI 8080 http://localhost:8080/docs" beside "API
 * 8080". One program answers both, so the port is the other's. */
#include "registry_pages.h"

#include "port_words.h"
#include "sort.h"

struct candidate {
    struct pc_ports ports;
    size_t index;
    bool page_word; /* its name is a page's */
    bool path;      /* it is reached below a path */
};

static int by_ports(const void *a, const void *b) {
    const struct candidate *x = a;
    const struct candidate *y = b;
    int order = pc_ports_cmp(x->ports, y->ports);
    return order != 0 ? order : pc_order(x->index, y->index);
}

/* "://host/docs", ":8080/docs": a path that is more than "/". */
static bool has_path(struct pc_str text) {
    for (size_t at = pc_str_find_char(text, ':', 0); at != PC_NPOS; at = pc_str_find_char(text, ':', at + 1)) {
        size_t end = at + 1;
        bool url = pc_str_starts(pc_str_sub(text, at, 3), PC_STR("://"));
        if (url) {
            end = at + 3;
            while (end < text.len && text.ptr[end] != '/' && !pc_is_space(text.ptr[end])) {
                end++;
            }
        } else {
            while (pc_is_digit(pc_str_at(text, end))) {
                end++;
            }
        }
        bool more = end > at + 1 && pc_str_at(text, end) == '/';
        if (more && (pc_is_alnum(pc_str_at(text, end + 1)) || pc_is_any(pc_str_at(text, end + 1), "{_"))) {
            return true;
        }
    }
    return false;
}

/* Of the candidates of one port the first that is no page has it; when all have a path, the first that is not called a
 * page. */
static void settle(const struct candidate *group, size_t count, bool *pages) {
    bool one_is = false;
    size_t owner = count;
    for (size_t i = 0; i < count; i++) {
        bool page = group[i].page_word || group[i].path;
        one_is = one_is || page;
        owner = owner == count && !page ? i : owner;
    }
    for (size_t i = 0; i < count && owner == count; i++) {
        owner = !group[i].page_word ? i : owner;
    }
    for (size_t i = 0; i < count && one_is && owner < count; i++) {
        pages[group[i].index] = i != owner && (group[i].page_word || group[i].path);
    }
}

static void settle_all(struct candidate *items, size_t count, bool *pages) {
    if (count < 2) {
        return;
    }
    pc_sort(items, count, sizeof *items, by_ports);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && pc_ports_eq(items[i].ports, items[end].ports); end++) {
        }
        settle(items + i, end - i, pages);
    }
}

const bool *pc_table_pages(const struct pc_table *t) {
    struct pc_arena *scratch = t->r->scratch;
    bool *pages = PC_NEW_ARRAY(scratch, t->row_count + 1, bool);
    struct candidate *items = PC_NEW_ARRAY(scratch, t->row_count + 1, struct candidate);
    size_t count = 0;
    unsigned column = 0;
    while (column < t->columns && !t->claims[column]) {
        column++;
    }
    for (size_t r = 1; r < t->row_count && column < t->columns; r++) {
        struct pc_port_cell cell = pc_port_cell_parse(scratch, pc_table_cell(t, r, column));
        if (cell.count != 1) {
            continue;
        }
        struct candidate *item = &items[count++];
        *item = (struct candidate){.ports = cell.ports[0].ports, .index = r};
        item->page_word = pc_says_page(pc_fold(scratch, pc_table_cell(t, r, t->service).text));
        for (unsigned c = 0; c < t->columns && !item->path; c++) {
            item->path = c != t->service && !t->claims[c] && has_path(pc_table_cell(t, r, c).text);
        }
    }
    settle_all(items, count, pages);
    return pages;
}

const bool *pc_group_pages(struct pc_arena *scratch, const struct pc_group_item *items, size_t count) {
    bool *pages = PC_NEW_ARRAY(scratch, count + 1, bool);
    struct candidate *all = PC_NEW_ARRAY(scratch, count + 1, struct candidate);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i].entries.count != 1 || items[i].entries.items[0].ports.count != 1) {
            continue;
        }
        const struct pc_entry *entry = &items[i].entries.items[0];
        struct pc_str name = pc_str_sub(items[i].flat.text, entry->name_from, entry->name_to - entry->name_from);
        all[found++] = (struct candidate){
            .ports = entry->ports.items[0].ports, .index = i, .page_word = pc_says_page(pc_fold(scratch, name))};
    }
    settle_all(all, found, pages);
    return pages;
}
