/* "Project | Component | Port": the web apps of two projects are two services, called after their projects. */
#include "port_words.h"
#include "registry_row.h"
#include "sort.h"

/* Words that every project has one of. */
static bool is_generic(struct pc_str folded) {
    static const char *const words[] = {
        "frontend",  "front end", "front-end",  "backend", "back end",   "back-end", "api",      "web",
        "ui",        "app",       "server",     "client",  "worker",     "db",       "database", "cache",
        "redis",     "postgres",  "postgresql", "mysql",   "mongo",      "mongodb",  "nginx",    "admin",
        "dashboard", "gateway",   "proxy",      "queue",   "dev server", "http",     "main",     NULL};
    return pc_is_one_of(folded, words);
}

struct pair {
    struct pc_str part, whole; /* folded */
    size_t row;
};

static int by_part(const void *a, const void *b) {
    const struct pair *x = a;
    const struct pair *y = b;
    int order = pc_str_cmp(x->part, y->part);
    order = order != 0 ? order : pc_str_cmp(x->whole, y->whole);
    return order != 0 ? order : pc_order(x->row, y->row);
}

void pc_table_find_parts(struct pc_table *t) {
    struct pc_arena *scratch = t->r->scratch;
    unsigned whole;
    unsigned part;
    t->whole = t->columns;
    if (!pc_columns_whole_and_part(scratch, t->column, t->columns, &whole, &part) || t->claims[whole] ||
        t->claims[part]) {
        return;
    }
    if (t->service == whole && t->column[part].rank < t->column[whole].rank) {
        return; /* every row has the same part: it tells nothing */
    }
    bool *is_part = PC_NEW_ARRAY(scratch, t->row_count + 1, bool);
    struct pair *pairs = PC_NEW_ARRAY(scratch, t->row_count + 1, struct pair);
    size_t count = 0;
    struct pc_str project = PC_EMPTY; /* a blank cell: as above */
    for (size_t r = 1; r < t->row_count; r++) {
        struct pc_str name = pc_fold(scratch, pc_table_cell(t, r, part).text);
        struct pc_str cell = pc_fold(scratch, pc_table_cell(t, r, whole).text);
        project = cell.len > 0 ? cell : project;
        if (name.len > 0 && project.len > 0 && !pc_str_eq(name, project)) {
            is_part[r] = is_generic(name) && !pc_says_no_port(project);
            pairs[count++] = (struct pair){name, project, r};
        }
    }
    if (count == 0) {
        return;
    }
    pc_sort(pairs, count, sizeof *pairs, by_part);
    for (size_t i = 0, end; i < count; i = end) {
        bool several = false;
        for (end = i + 1; end < count && pc_str_eq(pairs[i].part, pairs[end].part); end++) {
            several |= !pc_str_eq(pairs[i].whole, pairs[end].whole);
        }
        for (size_t k = i; k < end && several; k++) {
            is_part[pairs[k].row] = !pc_says_no_port(pairs[k].whole);
        }
    }
    t->whole = whole;
    t->service = part;
    t->is_part = is_part;
}
