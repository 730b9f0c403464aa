/* Rows of a key and its value in a service's document: "| `PORT` | 3001 | Server port |", "| Port | 3001 |". */
#include "service_doc_table.h"

/* "Internal container port." */
static bool says_internal(const struct pc_md_row *cells) {
    for (unsigned i = 1; i < cells->cell_count; i++) {
        if (PC_DOC_HAS(pc_doc_sense_of(cells->cells[i].text, PC_EMPTY), PC_DOC_INTERNAL))
            return true;
    }
    return false;
}

enum pc_environment pc_doc_table_mode(struct pc_doc *doc, const struct pc_md_block *block) {
    enum pc_environment found = PC_ENV_UNKNOWN;
    for (size_t r = 1; r < block->row_count; r++) {
        const struct pc_md_row *cells = &block->rows[r];
        if (cells->cell_count < 2 || pc_str_find(cells->cells[0].text, PC_STR("ENV"), 0) == PC_NPOS)
            continue;
        struct pc_doc_line key = pc_doc_cell(doc, cells, 0);
        enum pc_environment mode = pc_doc_mode_of(key.text, cells->line.text);
        found = mode != PC_ENV_UNKNOWN ? mode : found;
    }
    return found;
}

/* The cells behind a key: each column that names an environment counts, of the others only the first that holds a
 * value. */
static void read_values(struct pc_doc_table *table, const struct pc_md_row *cells, struct pc_str variable,
                        const struct pc_doc_owner *owner) {
    struct pc_doc *doc = table->doc;
    struct pc_span extent = pc_doc_line_span(doc, &cells->line);
    bool done = false;
    bool internal = variable.len > 0 && says_internal(cells);
    for (unsigned i = 1; i < cells->cell_count; i++) {
        enum pc_environment environment = i < table->count ? table->columns[i].sense.environment : PC_ENV_UNKNOWN;
        if (done && environment == PC_ENV_UNKNOWN)
            continue;
        struct pc_doc_line line = pc_doc_cell(doc, cells, i);
        if (variable.len > 0) {
            size_t before = doc->drafts.count;
            enum pc_environment where = environment != PC_ENV_UNKNOWN ? environment : table->mode;
            done = pc_doc_read_variable(doc, variable, &line, 0, true, extent, where) || done;
            if (doc->drafts.count > before && internal)
                doc->drafts.items[before].claim.flags |= PC_CLAIM_INTERNAL;
            continue;
        }
        struct pc_doc_ports ports;
        if (!pc_doc_ports_at(doc->ctx->scratch, &line, 0, true, &ports)) {
            if (!done && ports.trouble != PC_PORT_NONE && !owner->why)
                pc_doc_trouble(doc, &ports);
            continue;
        }
        done = true;
        for (size_t k = 0; k < ports.list.count; k++) {
            struct pc_doc_port port = ports.list.items[k];
            struct pc_doc_owner whose = *owner;
            port.qualifier = pc_str_dup(doc->ctx->arena, port.qualifier);
            port.lead = pc_str_dup(doc->ctx->arena, port.lead);
            port.address = pc_str_dup(doc->ctx->arena, port.address);
            if (environment != PC_ENV_UNKNOWN)
                whose.environment = environment;
            pc_doc_add(doc, &port, &whose, extent, PC_DOC_STATED);
        }
    }
    /* "| PORT | no | Server port (default: 8080) |": no cell is a value, but one tells it. */
    for (unsigned i = 1; variable.len > 0 && !done && i < cells->cell_count; i++) {
        struct pc_doc_line line = pc_doc_cell(doc, cells, i);
        if (pc_str_find_nocase(line.text, PC_STR("default"), 0) != PC_NPOS)
            done = pc_doc_read_variable(doc, variable, &line, 0, false, extent, table->mode);
    }
}

void pc_doc_read_key_row(struct pc_doc_table *table, const struct pc_md_row *cells) {
    struct pc_doc *doc = table->doc;
    if (cells->cell_count < 2)
        return;
    struct pc_doc_line line = pc_doc_cell(doc, cells, 0);
    struct pc_str name;
    size_t rest;
    struct pc_doc_label label;
    if (pc_doc_variable_at(&line, &name, &rest) && rest == line.text.len) {
        read_values(table, cells, name, &(struct pc_doc_owner){0});
    } else if (line.text.len > 0 && pc_doc_label_at(&line, 0, &label) && label.end >= line.text.len) {
        struct pc_span span;
        struct pc_str phrase = pc_doc_phrase(doc, &line, label.from, label.to, &span);
        struct pc_doc_owner owner = pc_doc_owner_of(doc, phrase, span, false);
        struct pc_doc_sense after =
            pc_doc_sense_of(pc_str_sub(line.text, label.after_from, label.after_to - label.after_from), doc->own);
        if (after.environment != PC_ENV_UNKNOWN)
            owner.environment = after.environment;
        read_values(table, cells, PC_EMPTY, &owner);
    }
}

bool pc_doc_is_key_row(struct pc_doc *doc, const struct pc_md_row *header) {
    struct pc_doc_ports ports;
    for (unsigned i = 1; i < header->cell_count; i++) {
        struct pc_doc_line line = pc_doc_cell(doc, header, i);
        if (pc_doc_ports_at(doc->ctx->scratch, &line, 0, true, &ports))
            return true;
    }
    return false;
}
