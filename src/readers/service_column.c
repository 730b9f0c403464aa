/* Which column of a port table names the services. */
#include "header_words.h"
#include "port_words.h"

/* Quadratic only up to a bound: after it a column counts as varied. */
bool pc_column_is_varied(const struct pc_flat *flats, size_t rows, unsigned columns, unsigned column) {
    enum { LOOK = 60 };
    size_t filled = 0;
    size_t distinct = 0;
    for (size_t r = 1; r < rows && r <= LOOK; r++) {
        struct pc_str text = pc_str_trim(flats[r * columns + column].text);
        bool seen = false;
        for (size_t before = 1; before < r && !seen; before++) {
            seen = pc_str_eq_nocase(text, pc_str_trim(flats[before * columns + column].text));
        }
        filled += text.len > 0 ? 1 : 0;
        distinct += text.len > 0 && !seen ? 1 : 0;
    }
    return filled < 3 || distinct * 10 >= filled * 6;
}

/* Do the cells name somebody, rather than an address? */
static bool holds_names(const struct pc_flat *flats, size_t rows, unsigned columns, unsigned column) {
    size_t filled = 0;
    size_t names = 0;
    for (size_t r = 1; r < rows; r++) {
        struct pc_str text = pc_str_trim(flats[r * columns + column].text);
        bool address = pc_str_find_char(text, ':', 0) != PC_NPOS || pc_str_find_char(text, '/', 0) != PC_NPOS ||
                       pc_is_digit(pc_str_at(text, 0));
        filled += text.len > 0 ? 1 : 0;
        names += text.len > 0 && !address ? 1 : 0;
    }
    return filled > 0 && pc_is_most(names, filled);
}

/* "/api/users": whatever its header is called in whatever language, a column of these is one of routes. */
static bool holds_paths(const struct pc_flat *flats, size_t rows, unsigned columns, unsigned column) {
    size_t filled = 0;
    size_t paths = 0;
    for (size_t r = 1; r < rows; r++) {
        struct pc_str text = pc_str_trim(flats[r * columns + column].text);
        filled += text.len > 0 ? 1 : 0;
        paths += text.len > 0 && text.ptr[0] == '/' ? 1 : 0;
    }
    return filled > 0 && pc_is_most(paths, filled);
}

/* "Domain | Service | Internal target | Port": the port is the target's, and the service is what visitors see. */
static unsigned target_of_routes(const struct pc_column *columns, unsigned count, const struct pc_flat *flats,
                                 size_t rows) {
    unsigned target = count;
    bool routes = false;
    for (unsigned c = 0; c < count; c++) {
        routes = routes || columns[c].kind == PC_COLUMN_DOMAIN ||
                 (columns[c].kind == PC_COLUMN_OTHER && holds_paths(flats, rows, count, c));
        target = target == count && columns[c].kind == PC_COLUMN_TARGET ? c : target;
    }
    return routes && target < count && holds_names(flats, rows, count, target) ? target : count;
}

/* "Redskab | Port | Notes": a header in no language that is known over what the rows are of. */
static bool names_rows(const struct pc_column *columns, unsigned count, const struct pc_flat *flats, size_t rows) {
    return count > 1 && columns[0].kind == PC_COLUMN_OTHER && columns[1].kind != PC_COLUMN_PURPOSE &&
           pc_column_is_varied(flats, rows, count, 0) && holds_names(flats, rows, count, 0);
}

unsigned pc_column_of_service(const struct pc_column *columns, unsigned count, const struct pc_flat *flats, size_t rows,
                              unsigned *alias) {
    unsigned best = target_of_routes(columns, count, flats, rows);
    *alias = count;
    if (best < count) {
        return best;
    }
    for (int varied = 1; varied >= 0 && best == count; varied--) {
        for (unsigned c = 0; c < count; c++) {
            bool candidate = columns[c].kind == PC_COLUMN_SERVICE || columns[c].kind == PC_COLUMN_CONTAINER;
            if (candidate && (best == count || columns[c].rank < columns[best].rank) &&
                (varied == 0 || pc_column_is_varied(flats, rows, count, c))) {
                best = c;
            }
        }
    }
    for (unsigned c = 0; c < count && best < count; c++) {
        if (c != best && columns[c].kind == PC_COLUMN_CONTAINER) {
            *alias = c;
        }
    }
    if (best == count && names_rows(columns, count, flats, rows)) {
        best = 0;
    }
    for (unsigned c = 0; c < count && best == count; c++) {
        if (columns[c].kind == PC_COLUMN_PURPOSE) {
            best = c;
        }
    }
    for (unsigned c = 0; c < count && best == count; c++) {
        if (columns[c].kind == PC_COLUMN_OTHER) {
            best = c; /* the first column of text */
        }
    }
    return best;
}

bool pc_columns_whole_and_part(struct pc_arena *arena, const struct pc_column *columns, unsigned count, unsigned *whole,
                               unsigned *part) {
    static const char *const wholes[] = {"project",      "projects",   "app",     "application", "product",  "system",
                                         "repo",         "repository", "项目",    "项目名称",    "프로젝트", "проект",
                                         "プロジェクト", "proyecto",   "projeto", "projekt",     NULL};
    static const char *const parts[] = {"component",  "components", "service", "services", "service name", "part",
                                        "module",     "tier",       "process", "组件",     "服务",         "컴포넌트",
                                        "서비스",     "компонент",  "сервис",  "サービス", "componente",   "servicio",
                                        "komponente", "dienst",     NULL};
    *whole = *part = count;
    for (unsigned c = 0; c < count; c++) {
        struct pc_str header = pc_fold(arena, columns[c].title);
        *whole = *whole == count && pc_is_one_of(header, wholes) ? c : *whole;
        *part = *part == count && pc_is_one_of(header, parts) ? c : *part;
    }
    return *whole < count && *part < count;
}
