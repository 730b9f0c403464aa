/* Tables of a service's document: columns of ports (App, Dev Port, Prod Port), environment variables, and rows "| Port
 * | 3001 |". In the root's own document only tables with a service and a port column claim, and cells "`name` on port
 * N". */
#include "service_doc.h"

#include <string.h>

enum column_kind {
    COLUMN_OTHER,
    COLUMN_PORT,
    COLUMN_NAME,
    COLUMN_PURPOSE,
    COLUMN_ENVIRONMENT,
    COLUMN_HOST,
    COLUMN_PROTOCOL,
    COLUMN_STATUS
};

struct column {
    enum column_kind kind;
    struct pc_doc_sense sense;
    bool container; /* a container's port, beside the host's */
};

struct table {
    struct pc_doc *doc;
    const struct pc_md_block *block;
    struct column *columns;
    unsigned count;
    pc_id section;       /* made with the first claim */
    struct pc_str above; /* the name of the row above, for blank cells */
    struct pc_span above_span;
    enum pc_environment mode; /* of its NODE_ENV row */
    bool host_ports;          /* some column gives the host's ports, so that container columns are only remarks */
};

static struct pc_doc_line cell_line(struct pc_doc *doc, const struct pc_md_row *row, unsigned column) {
    static const uint32_t no_offset = 0;
    static const uint16_t no_style = 0;
    const struct pc_md_run *runs;
    size_t count = pc_md_cell_inline(doc->ctx->scratch, row->cells[column], row->line.line, &runs);
    size_t at = 0;
    if (count == 0)
        return (struct pc_doc_line){PC_EMPTY, &no_offset, &no_style};
    struct pc_doc_line line = pc_doc_line_of(doc->ctx->scratch, runs, count, true, &at);
    while (line.text.len > 0 && pc_is_space(line.text.ptr[line.text.len - 1]))
        line.text.len--;
    size_t skip = 0;
    while (skip < line.text.len && pc_is_space(line.text.ptr[skip]))
        skip++;
    return (struct pc_doc_line){pc_str_sub(line.text, skip, line.text.len), line.offset + skip, line.style + skip};
}

static bool has_any(struct pc_str text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_has_word_nocase(text, pc_str_c(words[i])))
            return true;
    }
    return false;
}

#define HAS_ANY(text, words) has_any((text), (words), sizeof(words) / sizeof(words)[0])

static struct column classify(struct pc_str header) {
    static const char *const purposes[] = {"purpose", "description", "usage", "use",       "for",
                                           "notes",   "note",        "what",  "interface", "function"};
    static const char *const hosts[] = {"host", "machine", "node", "vm"};
    static const char *const protocols[] = {"protocol", "proto", "transport"};
    static const char *const states[] = {"status", "state"};
    static const char *const environments[] = {"environment", "env", "stage", "mode"};
    static const char *const names[] = {"服务",     "服务名",  "服务名称", "서비스", "сервис",
                                        "サービス", "serviço", "servicio", "dienst"};
    static const char *const inner[] = {"internal", "container", "target", "inside", "intern"};
    struct column column = {.sense = pc_doc_sense_of(header, PC_EMPTY)};
    bool name = PC_DOC_HAS(column.sense, PC_DOC_NAME_HEADER) && column.sense.words <= 3;
    if (PC_DOC_HAS(column.sense, PC_DOC_PORT)) {
        column.kind = PC_DOC_HAS(column.sense, PC_DOC_HISTORY) ? COLUMN_OTHER : COLUMN_PORT;
        column.container = HAS_ANY(header, inner);
    } else if (name || HAS_ANY(header, names)) {
        column.kind = COLUMN_NAME;
    } else if (HAS_ANY(header, protocols)) {
        column.kind = COLUMN_PROTOCOL;
    } else if (HAS_ANY(header, states)) {
        column.kind = COLUMN_STATUS;
    } else if (HAS_ANY(header, purposes)) {
        column.kind = COLUMN_PURPOSE;
    } else if (HAS_ANY(header, environments) && column.sense.words == 1) {
        column.kind = COLUMN_ENVIRONMENT;
    } else if (HAS_ANY(header, hosts)) {
        column.kind = COLUMN_HOST;
    }
    return column;
}

static unsigned find_column(const struct table *table, enum column_kind kind) {
    for (unsigned i = 0; i < table->count; i++) {
        if (table->columns[i].kind == kind)
            return i;
    }
    return table->count;
}

/* Without a header that names them, the first column of text holds the names, when it heads nothing else. */
static unsigned name_column(const struct table *table) {
    unsigned column = find_column(table, COLUMN_NAME);
    if (column == table->count)
        column = find_column(table, COLUMN_PURPOSE);
    for (unsigned i = 0; i < table->count && column == table->count && !table->doc->root; i++) {
        if (table->columns[i].kind == COLUMN_OTHER && !PC_DOC_HAS(table->columns[i].sense, PC_DOC_HISTORY))
            column = i;
    }
    return column;
}

static bool is_gone(struct pc_str status) {
    static const char *const words[] = {"deprecated", "removed", "retired",  "legacy",   "old",
                                        "available",  "free",    "disabled", "inactive", "obsolete"};
    return HAS_ANY(status, words) || pc_str_find(status, PC_STR("\xE2\x9D\x8C"), 0) != PC_NPOS;
}

struct row {
    struct pc_doc_owner owner;
    enum pc_environment environment;
    enum pc_protocol protocol;
    pc_id host;
    bool gone;
    bool future;
};

static void read_host(const struct table *table, const struct pc_doc_line *line, struct row *row) {
    struct pc_span span;
    struct pc_str name = pc_doc_phrase(table->doc, line, 0, line->text.len, &span);
    if (name.len == 0 || pc_str_eq_nocase(name, PC_STR("localhost")) || !pc_is_alnum(name.ptr[0]))
        return;
    bool address = true;
    for (size_t i = 0; i < name.len; i++)
        address = address && (pc_is_digit(name.ptr[i]) || name.ptr[i] == '.');
    struct pc_host_mention mention = {.name = address ? PC_EMPTY : name,
                                      .address = address ? name : PC_EMPTY,
                                      .evidence = address ? PC_EVIDENCE_ADDRESS : PC_EVIDENCE_LABEL,
                                      .span = span,
                                      .tentative = true};
    row->host = pc_builder_host(table->doc->ctx->builder, &mention);
}

/* What a row's other cells say: whose it is, where and when. */
static struct row read_row(struct table *table, const struct pc_md_row *cells, unsigned name_at) {
    struct pc_doc *doc = table->doc;
    struct row row = {.host = PC_NONE};
    struct pc_str name = PC_EMPTY;
    struct pc_span span = {0};
    for (unsigned i = 0; i < table->count && i < cells->cell_count; i++) {
        if (table->columns[i].kind == COLUMN_PORT)
            continue;
        struct pc_doc_line line = cell_line(doc, cells, i);
        struct pc_doc_sense sense = pc_doc_sense_of(line.text, doc->own);
        enum pc_protocol second = PC_PROTO_ANY;
        if (i == name_at && line.text.len > 0) {
            name = pc_doc_phrase(doc, &line, 0, line.text.len, &span);
        }
        switch (table->columns[i].kind) {
        case COLUMN_ENVIRONMENT:
            row.environment = sense.environment;
            break;
        case COLUMN_HOST:
            read_host(table, &line, &row);
            break;
        case COLUMN_PROTOCOL:
            if (!pc_protocol_parse(line.text, &row.protocol, &second) || second != PC_PROTO_ANY)
                row.protocol = PC_PROTO_ANY;
            break;
        case COLUMN_STATUS:
            row.gone = row.gone || is_gone(line.text);
            row.future = row.future || PC_DOC_HAS(sense, PC_DOC_FUTURE);
            break;
        case COLUMN_OTHER:
        case COLUMN_NAME:
        case COLUMN_PURPOSE:
        case COLUMN_PORT:
            break;
        }
    }
    bool named = name_at < table->count && table->columns[name_at].kind != COLUMN_PURPOSE;
    if (named && name.len == 0) {
        name = table->above;
        span = table->above_span;
    }
    if (named) {
        table->above = name;
        table->above_span = span;
        row.owner = pc_doc_owner_of(doc, name, span, true);
    } else {
        row.owner = pc_doc_owner_of(doc, PC_EMPTY, (struct pc_span){0}, false);
        struct pc_doc_sense sense = pc_doc_sense_of(name, doc->own);
        row.owner.qualifier = name;
        row.owner.environment = sense.environment;
        if (PC_DOC_HAS(sense, PC_DOC_FOREIGN))
            row.owner.why = "another service's port";
    }
    return row;
}

static pc_id table_section(struct table *table) {
    if (table->section == PC_NONE) {
        struct pc_section section = {.file = table->doc->ctx->file,
                                     .kind = PC_SECTION_TABLE,
                                     .title = table->doc->scope.title,
                                     .title_span = table->doc->scope.title_span,
                                     .host = PC_NONE,
                                     .range = PC_NONE,
                                     .role = PC_ROLE_DOCUMENTED,
                                     .environment = table->doc->scope.environment};
        table->section = pc_builder_section(table->doc->ctx->builder, &section);
    }
    return table->section;
}

static void read_ports(struct table *table, const struct pc_md_row *cells, unsigned at, const struct row *row) {
    struct pc_doc *doc = table->doc;
    const struct column *column = &table->columns[at];
    struct pc_doc_line line = cell_line(doc, cells, at);
    struct pc_doc_ports ports;
    pc_doc_ports_at(doc->ctx->scratch, &line, 0, false, &ports);
    if (ports.trouble != PC_PORT_NONE && !row->owner.why)
        pc_doc_trouble(doc, &ports);
    for (size_t i = 0; i < ports.list.count; i++) {
        struct pc_doc_port port = ports.list.items[i];
        port.qualifier = pc_str_dup(doc->ctx->arena, port.qualifier);
        port.lead = pc_str_dup(doc->ctx->arena, port.lead);
        port.address = pc_str_dup(doc->ctx->arena, port.address);
        if (port.protocol == PC_PROTO_ANY)
            port.protocol = row->protocol;
        struct pc_doc_owner owner = row->owner;
        if (column->sense.environment != PC_ENV_UNKNOWN)
            owner.environment = column->sense.environment;
        else if (row->environment != PC_ENV_UNKNOWN)
            owner.environment = row->environment;
        if (column->container)
            owner.internal = true;
        struct pc_doc_draft *draft = pc_doc_add(doc, &port, &owner, pc_doc_line_span(doc, &cells->line), PC_DOC_STATED);
        draft->claim.host = row->host;
        if (row->future)
            draft->claim.flags |= PC_CLAIM_FUTURE;
        if (row->gone && !draft->why)
            draft->why = "status says it is gone";
        if (column->container && table->host_ports && !draft->why)
            draft->why = "container port";
        if (!draft->why)
            draft->claim.section = table_section(table);
    }
}

/* "`ledger` on port 4101" in one cell of the root's document. */
static void read_on_port(struct table *table, const struct pc_md_row *cells) {
    struct pc_doc *doc = table->doc;
    for (unsigned i = 0; i < cells->cell_count; i++) {
        struct pc_doc_line line = cell_line(doc, cells, i);
        struct pc_str text = line.text;
        size_t code = 0;
        while (code < text.len && !(line.style[code] & PC_MD_CODE_SPAN))
            code++;
        size_t end = code;
        while (end < text.len && (line.style[end] & PC_MD_CODE_SPAN))
            end++;
        size_t on = pc_str_find_nocase(text, PC_STR("on port "), end);
        if (end == code || on == PC_NPOS || on > end + 2)
            continue;
        struct pc_doc_ports ports;
        pc_doc_ports_at(doc->ctx->scratch, &line, on + 8, false, &ports);
        if (ports.list.count != 1)
            continue;
        struct pc_span span;
        struct pc_str name = pc_doc_phrase(doc, &line, code, end, &span);
        struct pc_doc_owner owner = pc_doc_owner_of(doc, name, span, true);
        struct pc_doc_port port = ports.list.items[0];
        port.qualifier = pc_str_dup(doc->ctx->arena, port.qualifier);
        port.lead = PC_EMPTY;
        port.address = PC_EMPTY;
        struct pc_doc_draft *draft = pc_doc_add(doc, &port, &owner, pc_doc_line_span(doc, &cells->line), PC_DOC_STATED);
        if (!draft->why)
            draft->claim.section = table_section(table);
    }
}

/* "Internal container port." */
static bool says_internal(const struct pc_md_row *cells) {
    for (unsigned i = 1; i < cells->cell_count; i++) {
        if (PC_DOC_HAS(pc_doc_sense_of(cells->cells[i].text, PC_EMPTY), PC_DOC_INTERNAL))
            return true;
    }
    return false;
}

/* The environment that a NODE_ENV row gives as the only one. */
static enum pc_environment mode_of(struct pc_doc *doc, const struct pc_md_block *block) {
    enum pc_environment found = PC_ENV_UNKNOWN;
    for (size_t r = 1; r < block->row_count; r++) {
        const struct pc_md_row *cells = &block->rows[r];
        if (cells->cell_count < 2 || pc_str_find(cells->cells[0].text, PC_STR("ENV"), 0) == PC_NPOS)
            continue;
        struct pc_doc_line key = cell_line(doc, cells, 0);
        enum pc_environment mode = pc_doc_mode_of(key.text, cells->line.text);
        found = mode != PC_ENV_UNKNOWN ? mode : found;
    }
    return found;
}

/* The cells behind a key: each column that names an environment counts, of the others only the first that holds a
 * value. */
static void read_values(struct table *table, const struct pc_md_row *cells, struct pc_str variable,
                        const struct pc_doc_owner *owner) {
    struct pc_doc *doc = table->doc;
    struct pc_span extent = pc_doc_line_span(doc, &cells->line);
    bool done = false;
    bool internal = variable.len > 0 && says_internal(cells);
    for (unsigned i = 1; i < cells->cell_count; i++) {
        enum pc_environment environment = i < table->count ? table->columns[i].sense.environment : PC_ENV_UNKNOWN;
        if (done && environment == PC_ENV_UNKNOWN)
            continue;
        struct pc_doc_line line = cell_line(doc, cells, i);
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
        struct pc_doc_line line = cell_line(doc, cells, i);
        if (pc_str_find_nocase(line.text, PC_STR("default"), 0) != PC_NPOS)
            done = pc_doc_read_variable(doc, variable, &line, 0, false, extent, table->mode);
    }
}

/* "| `PORT` | 3001 | Server port |" and "| Port | 3001 |". */
static void read_key_row(struct table *table, const struct pc_md_row *cells) {
    struct pc_doc *doc = table->doc;
    if (cells->cell_count < 2)
        return;
    struct pc_doc_line line = cell_line(doc, cells, 0);
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

/* A table without a real header: "| Port | 3001 |" stands where the header should. */
static bool is_key_row(struct pc_doc *doc, const struct pc_md_row *header) {
    struct pc_doc_ports ports;
    for (unsigned i = 1; i < header->cell_count; i++) {
        struct pc_doc_line line = cell_line(doc, header, i);
        if (pc_doc_ports_at(doc->ctx->scratch, &line, 0, true, &ports))
            return true;
    }
    return false;
}

/* A row that may state something though its table has no column of ports: a variable or a label, and a number. */
static bool may_state(const struct pc_md_row *cells) {
    struct pc_str text = cells->line.text;
    return pc_str_find_digit(text, 0) != PC_NPOS &&
           (pc_str_find_char(text, '_', 0) != PC_NPOS || pc_doc_may_name_port(text));
}

static bool is_of_interest(const struct pc_md_block *block) {
    if (block->row_count > 0 && pc_doc_may_name_port(block->rows[0].line.text))
        return true;
    for (size_t r = 0; r < block->row_count; r++) {
        if (may_state(&block->rows[r]))
            return true;
    }
    return false;
}

void pc_doc_read_table(struct pc_doc *doc, const struct pc_md_block *block) {
    if (!is_of_interest(block))
        return;
    const struct pc_md_row *header = &block->rows[0];
    struct table table = {.doc = doc, .block = block, .count = header->cell_count, .section = PC_NONE};
    table.columns = PC_NEW_ARRAY(doc->ctx->scratch, header->cell_count, struct column);
    bool related = doc->scope.related;
    for (unsigned i = 0; i < table.count; i++) {
        table.columns[i] = classify(cell_line(doc, header, i).text);
        if (table.columns[i].kind == COLUMN_PORT && !table.columns[i].container)
            table.host_ports = true;
        if (PC_DOC_HAS(table.columns[i].sense, PC_DOC_RELATED))
            doc->scope.related = true;
    }
    table.mode = mode_of(doc, block);
    bool ports = find_column(&table, COLUMN_PORT) < table.count && !is_key_row(doc, header);
    unsigned name_at = name_column(&table);
    for (size_t r = ports ? 1 : 0; r < block->row_count; r++) {
        const struct pc_md_row *cells = &block->rows[r];
        if (!ports) {
            if (!may_state(cells))
                continue;
            if (doc->root)
                read_on_port(&table, cells);
            else
                read_key_row(&table, cells);
            continue;
        }
        if (doc->root && (name_at == table.count || table.columns[name_at].kind != COLUMN_NAME))
            break;
        struct row row = read_row(&table, cells, name_at);
        for (unsigned i = 0; i < table.count && i < cells->cell_count; i++) {
            if (table.columns[i].kind == COLUMN_PORT)
                read_ports(&table, cells, i, &row);
        }
    }
    doc->scope.related = related;
}
