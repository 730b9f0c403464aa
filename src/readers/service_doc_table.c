/* Tables of a service's document: columns of ports (App, Dev Port, Prod Port), environment variables, and rows "| Port
 * | 3001 |". In the root's own document only tables with a service and a port column claim, and cells "`name` on port
 * N". */
#include "service_doc_table.h"

#include <string.h>

struct pc_doc_line pc_doc_cell(struct pc_doc *doc, const struct pc_md_row *row, unsigned column) {
    static const uint32_t no_offset = 0;
    static const uint16_t no_style = 0;
    const struct pc_md_run *runs;
    size_t count = pc_md_cell_inline(doc->ctx->scratch, row->cells[column], row->line.line, &runs);
    size_t at = 0;
    if (count == 0)
        return (struct pc_doc_line){PC_EMPTY, &no_offset, &no_style};
    struct pc_doc_line line = pc_doc_line_of(doc->ctx->scratch, runs, count, true, &at);
    while (pc_is_space(pc_str_at(line.text, line.text.len - 1)))
        line.text.len--;
    size_t skip = 0;
    while (pc_is_space(pc_str_at(line.text, skip)))
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

static struct pc_doc_column classify(struct pc_str header) {
    static const char *const purposes[] = {"purpose", "description", "usage", "use",       "for",
                                           "notes",   "note",        "what",  "interface", "function"};
    static const char *const hosts[] = {"host", "machine", "node", "vm"};
    static const char *const protocols[] = {"protocol", "proto", "transport"};
    static const char *const states[] = {"status", "state"};
    static const char *const environments[] = {"environment", "env", "stage", "mode"};
    static const char *const names[] = {"服务",     "服务名",  "服务名称", "서비스", "сервис",
                                        "サービス", "serviço", "servicio", "dienst"};
    static const char *const inner[] = {"internal", "container", "target", "inside", "intern"};
    struct pc_doc_column column = {.sense = pc_doc_sense_of(header, PC_EMPTY)};
    bool name = PC_DOC_HAS(column.sense, PC_DOC_NAME_HEADER) && column.sense.words <= 3;
    if (PC_DOC_HAS(column.sense, PC_DOC_PORT)) {
        column.kind = PC_DOC_HAS(column.sense, PC_DOC_HISTORY) ? PC_DOC_COLUMN_OTHER : PC_DOC_COLUMN_PORT;
        column.container = HAS_ANY(header, inner);
    } else if (name || HAS_ANY(header, names)) {
        column.kind = PC_DOC_COLUMN_NAME;
    } else if (HAS_ANY(header, protocols)) {
        column.kind = PC_DOC_COLUMN_PROTOCOL;
    } else if (HAS_ANY(header, states)) {
        column.kind = PC_DOC_COLUMN_STATUS;
    } else if (HAS_ANY(header, purposes)) {
        column.kind = PC_DOC_COLUMN_PURPOSE;
    } else if (HAS_ANY(header, environments) && column.sense.words == 1) {
        column.kind = PC_DOC_COLUMN_ENVIRONMENT;
    } else if (HAS_ANY(header, hosts)) {
        column.kind = PC_DOC_COLUMN_HOST;
    }
    return column;
}

static unsigned find_column(const struct pc_doc_table *table, enum pc_doc_column_kind kind) {
    for (unsigned i = 0; i < table->count; i++) {
        if (table->columns[i].kind == kind)
            return i;
    }
    return table->count;
}

/* Without a header that names them, the first column of text holds the names, when it heads nothing else. */
static unsigned name_column(const struct pc_doc_table *table) {
    unsigned column = find_column(table, PC_DOC_COLUMN_NAME);
    if (column == table->count)
        column = find_column(table, PC_DOC_COLUMN_PURPOSE);
    for (unsigned i = 0; i < table->count && column == table->count && !table->doc->root; i++) {
        if (table->columns[i].kind == PC_DOC_COLUMN_OTHER && !PC_DOC_HAS(table->columns[i].sense, PC_DOC_HISTORY))
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

static void read_host(const struct pc_doc_table *table, const struct pc_doc_line *line, struct row *row) {
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
static struct row read_row(struct pc_doc_table *table, const struct pc_md_row *cells, unsigned name_at) {
    struct pc_doc *doc = table->doc;
    struct row row = {.host = PC_NONE};
    struct pc_str name = PC_EMPTY;
    struct pc_span span = {0};
    for (unsigned i = 0; i < table->count && i < cells->cell_count; i++) {
        if (table->columns[i].kind == PC_DOC_COLUMN_PORT)
            continue;
        struct pc_doc_line line = pc_doc_cell(doc, cells, i);
        struct pc_doc_sense sense = pc_doc_sense_of(line.text, doc->own);
        enum pc_protocol second = PC_PROTO_ANY;
        if (i == name_at && line.text.len > 0) {
            name = pc_doc_phrase(doc, &line, 0, line.text.len, &span);
        }
        switch (table->columns[i].kind) {
        case PC_DOC_COLUMN_ENVIRONMENT:
            row.environment = sense.environment;
            break;
        case PC_DOC_COLUMN_HOST:
            read_host(table, &line, &row);
            break;
        case PC_DOC_COLUMN_PROTOCOL:
            if (!pc_protocol_parse(line.text, &row.protocol, &second) || second != PC_PROTO_ANY)
                row.protocol = PC_PROTO_ANY;
            break;
        case PC_DOC_COLUMN_STATUS:
            row.gone |= is_gone(line.text);
            row.future |= PC_DOC_HAS(sense, PC_DOC_FUTURE);
            break;
        case PC_DOC_COLUMN_OTHER:
        case PC_DOC_COLUMN_NAME:
        case PC_DOC_COLUMN_PURPOSE:
        case PC_DOC_COLUMN_PORT:
            break;
        }
    }
    bool named = name_at < table->count && table->columns[name_at].kind != PC_DOC_COLUMN_PURPOSE;
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

static pc_id table_section(struct pc_doc_table *table) {
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

static void read_ports(struct pc_doc_table *table, const struct pc_md_row *cells, unsigned at, const struct row *row) {
    struct pc_doc *doc = table->doc;
    const struct pc_doc_column *column = &table->columns[at];
    struct pc_doc_line line = pc_doc_cell(doc, cells, at);
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
static void read_on_port(struct pc_doc_table *table, const struct pc_md_row *cells) {
    struct pc_doc *doc = table->doc;
    for (unsigned i = 0; i < cells->cell_count; i++) {
        struct pc_doc_line line = pc_doc_cell(doc, cells, i);
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

/* A row that may state something though its table has no column of ports: a variable or a label, and a number. */
static bool may_state(const struct pc_md_row *cells) {
    struct pc_str text = cells->line.text;
    return pc_str_find_digit(text, 0) != PC_NPOS &&
           (pc_str_find_char(text, '_', 0) != PC_NPOS || pc_doc_may_name_port(text));
}

static bool is_of_interest(const struct pc_md_block *block) {
    if (pc_doc_may_name_port(block->rows[0].line.text))
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
    struct pc_doc_table table = {.doc = doc, .block = block, .count = header->cell_count, .section = PC_NONE};
    table.columns = PC_NEW_ARRAY(doc->ctx->scratch, header->cell_count, struct pc_doc_column);
    bool related = doc->scope.related;
    for (unsigned i = 0; i < table.count; i++) {
        table.columns[i] = classify(pc_doc_cell(doc, header, i).text);
        if (table.columns[i].kind == PC_DOC_COLUMN_PORT && !table.columns[i].container)
            table.host_ports = true;
        if (PC_DOC_HAS(table.columns[i].sense, PC_DOC_RELATED))
            doc->scope.related = true;
    }
    table.mode = pc_doc_table_mode(doc, block);
    bool ports = find_column(&table, PC_DOC_COLUMN_PORT) < table.count && !pc_doc_is_key_row(doc, header);
    unsigned name_at = name_column(&table);
    for (size_t r = ports ? 1 : 0; r < block->row_count; r++) {
        const struct pc_md_row *cells = &block->rows[r];
        if (!ports) {
            if (!may_state(cells))
                continue;
            if (doc->root)
                read_on_port(&table, cells);
            else
                pc_doc_read_key_row(&table, cells);
            continue;
        }
        if (doc->root && (name_at == table.count || table.columns[name_at].kind != PC_DOC_COLUMN_NAME))
            break;
        struct row row = read_row(&table, cells, name_at);
        for (unsigned i = 0; i < table.count && i < cells->cell_count; i++) {
            if (table.columns[i].kind == PC_DOC_COLUMN_PORT)
                read_ports(&table, cells, i, &row);
        }
    }
    doc->scope.related = related;
}
