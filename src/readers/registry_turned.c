/* Tables of one service, a property a row: "| Property | Value |", "| Port | 4001 |". They are read as the table of one
 * row that they would be with their columns as rows. */
#include "port_words.h"
#include "registry_row.h"

enum { PROPERTIES = 24 };

/* "Property", "Field": what stands over the names of properties, or nothing. */
static bool names_properties(struct pc_str folded) {
    static const char *const words[] = {"property",  "properties", "field",       "key",    "attribute",
                                        "item",      "setting",    "parameter",   "aspect", "detail",
                                        "name",      "what",       "eigenschaft", "feld",   "propiedad",
                                        "propriete", "campo",      "属性",        NULL};
    return folded.len == 0 || pc_is_one_of(folded, words);
}

static bool names_values(struct pc_str folded) {
    static const char *const words[] = {"value", "values", "details", "detail",       "description", "info", "setting",
                                        "wert",  "valor",  "valeur",  "beschreibung", "值",          NULL};
    return folded.len == 0 || pc_is_one_of(folded, words);
}

static struct pc_str text_of(struct pc_arena *scratch, const struct pc_md_row *row, unsigned cell) {
    struct pc_flat flat = pc_flat_of_cell(scratch, row->cells[cell], row->line.line);
    size_t from = 0, to = flat.text.len;
    pc_flat_trim(flat, &from, &to);
    return pc_str_sub(flat.text, from, to - from);
}

static struct pc_column column_of(struct pc_arena *scratch, const struct pc_md_row *row) {
    return pc_column_of_header(scratch, text_of(scratch, row, 0));
}

/* Whose the service is, not what it is called. */
static bool is_about_people(struct pc_arena *scratch, const struct pc_md_row *row) {
    static const char *const words[] = {"owner", "team", "maintainer", "contact", NULL};
    return pc_is_one_of(pc_fold(scratch, text_of(scratch, row, 0)), words);
}

/* The row names a port, in so many words, and its value begins with a number. */
static bool states_port(struct pc_arena *scratch, const struct pc_md_row *row) {
    static const char *const words[] = {"port",        "ports",          "host port",   "external port",
                                        "public port", "published port", "listen port", "service port",
                                        "http port",   "puerto",         "porta",       "端口",
                                        NULL};
    struct pc_flat value = pc_flat_of_cell(scratch, row->cells[1], row->line.line);
    return pc_is_one_of(pc_fold(scratch, text_of(scratch, row, 0)), words) &&
           pc_port_cell_parse(scratch, value).count > 0;
}

bool pc_table_turn(struct pc_arena *scratch, const struct pc_md_row *rows, size_t row_count,
                   struct pc_md_row turned[2]) {
    struct pc_md_cell *names = PC_NEW_ARRAY(scratch, PROPERTIES, struct pc_md_cell);
    struct pc_md_cell *values = PC_NEW_ARRAY(scratch, PROPERTIES, struct pc_md_cell);
    const struct pc_md_row *port = NULL;
    unsigned count = 0;
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].cell_count != 2 || i == PROPERTIES) {
            return false;
        }
    }
    struct pc_str first = pc_fold(scratch, text_of(scratch, &rows[0], 0));
    struct pc_str second = pc_fold(scratch, text_of(scratch, &rows[0], 1));
    bool headed = names_properties(first) && names_values(second);
    for (size_t i = headed ? 1 : 0; i < row_count; i++) {
        port = !port && states_port(scratch, &rows[i]) ? &rows[i] : port;
        if (column_of(scratch, &rows[i]).kind != PC_COLUMN_OTHER && !is_about_people(scratch, &rows[i])) {
            names[count] = rows[i].cells[0];
            values[count++] = rows[i].cells[1];
        }
    }
    /* Without names over them the first row is a property itself: "| Port | 4001 |" over the line of dashes. */
    bool plain = headed || (column_of(scratch, &rows[0]).kind != PC_COLUMN_OTHER &&
                            pc_column_of_header(scratch, text_of(scratch, &rows[0], 1)).kind == PC_COLUMN_OTHER);
    if (!port || !plain) {
        return false;
    }
    turned[0] = (struct pc_md_row){names, count, rows[0].line};
    turned[1] = (struct pc_md_row){values, count, port->line};
    return true;
}
