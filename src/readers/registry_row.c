/* One row of a port table to its claims, reservations, ranges and references. */
#include "registry_row.h"

#include "port_disguise.h"
#include "port_words.h"

static const char *result_text(enum pc_port_result why) {
    switch (why) {
    case PC_PORT_ZERO:
        return "port 0 cannot be used";
    case PC_PORT_LARGE:
        return "above 65535";
    case PC_PORT_REVERSED:
        return "the range ends before it begins";
    default:
        return "not a plain decimal number";
    }
}

static void report_fault(struct pc_regmd *r, struct pc_flat flat, const struct pc_port_cell *cell) {
    struct pc_span span = pc_flat_span(flat, r->ctx->file, cell->fault_from, cell->fault_to);
    struct pc_str text = pc_str_sub(r->ctx->text, span.offset, span.length < 60 ? span.length : 60);
    struct pc_trouble trouble = pc_regmd_trouble(PC_TROUBLE_CELL, span);
    if (cell->fault == PC_CELL_INVALID) {
        trouble.kind = PC_TROUBLE_INVALID_PORT;
        trouble.message = pc_str_fmt(r->keep, "`%.*s` is no port", PC_ARG(text));
        trouble.label = pc_str_c(result_text(cell->why));
        trouble.help = PC_STR("write a number from 1 to 65535, or a range with its lower end first");
    } else if (cell->fault == PC_CELL_UNRESOLVED) {
        trouble.kind = PC_TROUBLE_UNRESOLVED;
        trouble.message = pc_str_fmt(r->keep, "the port `%.*s` cannot be known", PC_ARG(text));
        trouble.label = PC_STR("a variable without a default");
        trouble.help = PC_STR("write the number, or a default: ${NAME:-3000}");
    } else {
        trouble.message = pc_str_fmt(r->keep, "the port cell `%.*s` cannot be read", PC_ARG(text));
        trouble.label = cell->has_digits ? PC_STR("not understood as a port") : PC_STR("no port in it");
        trouble.help = PC_STR("write ports as 3000, 3000-3009 or 3000, 3001; words belong into another column");
        trouble.level = cell->has_digits ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO;
    }
    pc_builder_trouble(r->b, &trouble);
    pc_regmd_note(r, span, NULL);
}

/* The row's only filled cell, when there is just one; columns otherwise. */
static unsigned only_cell(const struct pc_table *t, size_t row) {
    unsigned only = t->columns;
    for (unsigned c = 0; c < t->columns; c++) {
        if (pc_table_cell_is_empty(t, row, c)) {
            continue;
        }
        if (only < t->columns) {
            return t->columns;
        }
        only = c;
    }
    return only;
}

/* "| **Databases** | | |": a heading inside the table. */
static bool read_subheading(struct pc_table *t, size_t row) {
    unsigned c = only_cell(t, row);
    struct pc_flat flat = pc_table_cell(t, row, c);
    struct pc_cell_port port;
    enum pc_port_result why;
    size_t end;
    if (c == t->columns || t->columns == 1 || !pc_flat_all(flat, 0, flat.text.len, PC_MD_STRONG | PC_MD_EMPH) ||
        !pc_flat_all(flat, 0, flat.text.len, PC_MD_STRONG) || flat.text.len > 200) {
        return false;
    }
    if (pc_port_at(t->r->scratch, flat, pc_flat_skip(flat, 0), &port, &end, &why) == PC_FOUND_PORT &&
        pc_flat_skip(flat, end) == flat.text.len && port.ports.lo == port.ports.hi) {
        return false; /* a lone port */
    }
    struct pc_title title = pc_title_of(t->r->keep, flat, t->r->ctx->text, t->r->ctx->file, false);
    pc_regmd_enter(t->r, &title, PC_LEVEL_SUBHEADING, t->quote_depth);
    bool inside = t->claim_count == 0 && !t->of_ranges;
    t->outlook = pc_regmd_outlook(t->r);
    t->outlook.internal |= inside;
    t->above = (struct pc_name){0};
    return true;
}

static void report_shape(struct pc_table *t, size_t index) {
    const struct pc_md_row *row = &t->rows[index];
    if (t->rescued || row->cell_count == t->columns || row->cell_count <= 1) {
        return;
    }
    struct pc_trouble trouble = pc_regmd_trouble(PC_TROUBLE_ROW_SHAPE, pc_regmd_line_span(t->r, row->line));
    bool more = row->cell_count > t->columns;
    bool needed = false;
    trouble.message = pc_str_fmt(t->r->keep, "this row has %u cells, its header %u", row->cell_count, t->columns);
    if (more) {
        const struct pc_md_cell *first = &row->cells[t->columns];
        const struct pc_md_cell *last = &row->cells[row->cell_count - 1];
        uint32_t end = last->offset + (uint32_t)last->text.len;
        trouble.span = (struct pc_span){t->r->ctx->file, first->offset, end > first->offset ? end - first->offset : 1};
        for (unsigned c = t->columns; c < row->cell_count; c++) {
            needed |= row->cells[c].text.len > 0;
        }
        trouble.label = PC_STR("not shown when the table is rendered");
        trouble.help = PC_STR("write \\| for a bar inside a cell, or add a column to the header");
    } else {
        needed = t->service < t->columns && t->service >= row->cell_count;
        for (unsigned c = row->cell_count; c < t->columns; c++) {
            needed |= t->claims[c] || t->inside[c] || t->column[c].kind == PC_COLUMN_RANGE;
        }
        trouble.label = PC_STR("the cells at the end are missing");
        trouble.help = PC_STR("write the missing cells, empty if need be");
    }
    trouble.level = needed ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO; /* an empty cell or a missing remark loses nothing */
    pc_builder_trouble(t->r->b, &trouble);
}

/* external: the port itself is said to be reached from outside, whatever the heading says. */
static struct pc_claim claim_of_row(const struct pc_table *t, const struct pc_row *row, bool external) {
    struct pc_outlook outlook = t->outlook;
    outlook.internal &= !external;
    struct pc_claim claim = pc_regmd_claim(t->r, &outlook);
    claim.extent = row->extent;
    claim.section = t->section;
    claim.name = row->name.name;
    claim.name_span = row->name.span;
    claim.qualifier = row->name.qualifier;
    claim.environment = row->environment;
    claim.host = row->hosts[0];
    claim.protocol = row->protocol;
    claim.address = row->address;
    claim.flags |= row->loopback ? PC_CLAIM_LOOPBACK : 0u;
    if (row->status == PC_ROW_ACTIVE) {
        claim.role = PC_ROLE_DOCUMENTED;
        claim.flags &= ~(uint32_t)PC_CLAIM_FUTURE;
    } else if (row->status == PC_ROW_PLANNED || row->status == PC_ROW_ABSENT) {
        claim.role = PC_ROLE_PLANNED;
        claim.flags |= PC_CLAIM_FUTURE;
    }
    return claim;
}

static void make_internal(struct pc_claim *claim) {
    claim->role = PC_ROLE_DOCUMENTED;
    claim->place = PC_PLACE_NETWORK;
    claim->flags |= PC_CLAIM_INTERNAL;
    claim->flags &= ~(uint32_t)PC_CLAIM_LOOPBACK;
    claim->address = PC_EMPTY; /* of the host's side */
    claim->range = PC_NONE;
}

/* Emits a claim for one port of a cell; for "TCP/UDP" two. Returns the first. */
static pc_id emit_port(struct pc_table *t, struct pc_flat flat, const struct pc_cell_port *port, struct pc_claim claim,
                       enum pc_protocol second) {
    struct pc_regmd *r = t->r;
    claim.ports = port->ports;
    claim.span = pc_flat_span(flat, r->ctx->file, port->from, port->to);
    claim.flags |= port->open ? PC_CLAIM_OPEN : 0u;
    claim.flags |= port->future ? PC_CLAIM_FUTURE : 0u;
    claim.confidence = port->derived ? PC_DERIVED : claim.confidence;
    if (port->address_to > port->address_from) {
        claim.address = pc_flat_str(r->keep, flat, r->ctx->text, port->address_from, port->address_to);
        struct pc_str folded = pc_fold(r->scratch, claim.address);
        claim.flags |= pc_says_loopback(folded) || pc_str_starts(folded, PC_STR("127.")) ? PC_CLAIM_LOOPBACK : 0u;
    }
    if (port->word_to > port->word_from) {
        claim.qualifier = pc_flat_str(r->keep, flat, r->ctx->text, port->word_from, port->word_to);
    }
    if (port->environment != PC_ENV_UNKNOWN) {
        claim.environment = port->environment;
    }
    if (port->protocol != PC_PROTO_ANY) {
        claim.protocol = port->protocol;
        second = port->second;
    }
    if (claim.place == PC_PLACE_HOST) {
        claim.range = pc_regmd_range_over(r, claim.ports, claim.environment);
    }
    pc_id id = pc_regmd_emit(r, &claim);
    if (second != PC_PROTO_ANY) {
        claim.protocol = second;
        pc_regmd_emit(r, &claim);
    }
    return id;
}

/* The container port of "8380:8080". */
static void emit_target(struct pc_table *t, struct pc_flat flat, const struct pc_cell_port *port,
                        struct pc_claim claim) {
    struct pc_cell_port target = *port;
    target.ports = port->target;
    target.from = port->target_from;
    target.to = port->target_to;
    target.address_to = target.address_from = 0;
    target.open = target.derived = false;
    make_internal(&claim);
    emit_port(t, flat, &target, claim, PC_PROTO_ANY);
}

/* The n-th of as many names as the cell has ports: "postgres, redis" beside "5432, 6379". */
static bool name_of_part(struct pc_table *t, const struct pc_row *row, size_t n, size_t count, struct pc_name *name) {
    struct pc_flat flat = pc_table_cell(t, row->index, t->service);
    size_t parts = 1;
    size_t from = 0;
    size_t to = flat.text.len;
    unsigned depth = 0;
    for (size_t i = 0; i < flat.text.len; i++) {
        char c = flat.text.ptr[i];
        depth += c == '(' ? 1 : 0;
        depth -= c == ')' && depth > 0 ? 1 : 0;
        if (depth == 0 && pc_is_any(c, ",&+;\n")) {
            from = parts == n ? i + 1 : from;
            to = parts == n + 1 ? i : to;
            parts++;
        }
    }
    if (parts != count || count < 2) {
        return false;
    }
    *name = pc_name_of(t->r, flat, from, to);
    return name->name.len > 0;
}

static void note_all(struct pc_table *t, struct pc_flat flat, const struct pc_port_cell *cell, const char *why) {
    for (size_t i = 0; i < cell->count; i++) {
        pc_regmd_note(t->r, pc_flat_span(flat, t->r->ctx->file, cell->ports[i].from, cell->ports[i].to), why);
    }
}

static void add_alias(struct pc_table *t, const struct pc_row *row, pc_id claim) {
    struct pc_flat flat = pc_table_cell(t, row->index, t->alias);
    struct pc_name alias = pc_name_of(t->r, flat, 0, flat.text.len);
    bool usable = alias.name.len > 0 && !alias.reserved && pc_str_find_char(alias.name, ',', 0) == PC_NPOS &&
                  !pc_says_no_port(pc_fold(t->r->scratch, alias.name));
    if (usable && !pc_str_eq_nocase(alias.name, row->name.name)) {
        pc_builder_claim_alias(t->r->b, claim, alias.name, PC_EVIDENCE_CONTAINER, alias.span);
    }
}

/* A block of ports with a purpose; one that is kept free is a reservation as well. */
static void emit_block(struct pc_table *t, const struct pc_row *row, struct pc_flat flat,
                       const struct pc_cell_port *port) {
    unsigned words = t->purpose < t->columns ? t->purpose : t->service;
    struct pc_flat cell = pc_table_cell(t, row->index, words);
    struct pc_range range = {.ports = port->ports,
                             .span = pc_flat_span(flat, t->r->ctx->file, port->from, port->to),
                             .purpose = pc_str_trim(pc_flat_str(t->r->keep, cell, t->r->ctx->text, 0, cell.text.len)),
                             .section = t->section,
                             .host = row->hosts[0],
                             .open = port->open && port->ports.hi == 65535};
    pc_regmd_emit_range(t->r, &range);
    if (row->reserved && row->name.name.len == 0) {
        struct pc_claim claim = claim_of_row(t, row, false);
        claim.role = PC_ROLE_RESERVED;
        emit_port(t, flat, port, claim, PC_PROTO_ANY);
    }
}

bool pc_table_row_says_free(const struct pc_table *t, size_t row) {
    enum { WORDS_MAX = 32 };
    for (unsigned c = 0; c < t->columns; c++) {
        struct pc_str text = pc_table_cell(t, row, c).text;
        if (text.len <= WORDS_MAX && pc_says_free(pc_fold(t->r->scratch, text)))
            return true;
    }
    return false;
}

/* The cell shows a port to whoever looks at the page, and has another text: no warning, for it may hide a collision. */
static bool is_disguised(struct pc_table *t, const struct pc_row *row, unsigned c) {
    const struct pc_md_row *written = &t->rows[row->index];
    unsigned port = c < written->cell_count ? pc_port_disguised(written->cells[c].text) : 0;
    if (port == 0)
        return false;
    struct pc_str text = written->cells[c].text;
    struct pc_trouble trouble = pc_regmd_trouble(
        PC_TROUBLE_CELL, (struct pc_span){t->r->ctx->file, written->cells[c].offset, (uint32_t)text.len});
    trouble.level = PC_LEVEL_ERROR;
    trouble.message = pc_str_fmt(t->r->keep, "this cell shows %u, but not in plain digits", port);
    trouble.label = PC_STR("other characters that look like it");
    trouble.note = PC_STR("it is compared with nothing: another service may have that port");
    trouble.help = pc_str_fmt(t->r->keep, "write %u", port);
    pc_builder_trouble(t->r->b, &trouble);
    return true;
}

static void port_cell_claims(struct pc_table *t, const struct pc_row *row, unsigned c) {
    struct pc_flat flat = pc_table_cell(t, row->index, c);
    struct pc_port_cell cell = pc_port_cell_parse(t->r->scratch, flat);
    const struct pc_column *column = &t->column[c];
    if (row->silent == NULL && is_disguised(t, row, c)) {
        return;
    }
    if (cell.fault != PC_CELL_FINE && row->silent == NULL) {
        report_fault(t->r, flat, &cell);
    }
    if (row->silent != NULL) {
        note_all(t, flat, &cell, row->silent);
        return;
    }
    pc_id first = PC_NONE;
    for (size_t i = 0; i < cell.count; i++) {
        struct pc_cell_port port = cell.ports[i];
        struct pc_span span = pc_flat_span(flat, t->r->ctx->file, port.from, port.to);
        struct pc_claim claim = claim_of_row(t, row, port.external);
        struct pc_name name = row->name;
        bool inside = port.internal || ((t->inside[c] || row->internal) && !port.external);
        if (port.dead) {
            pc_regmd_note(t->r, span, "struck out or deprecated");
            continue;
        }
        if ((t->routed[0] && port.ports.lo == 80) || (t->routed[1] && port.ports.lo == 443)) {
            pc_regmd_note(t->r, span, "routed by name, the proxy's port");
            continue;
        }
        if (t->of_ranges) {
            emit_block(t, row, flat, &port);
            continue;
        }
        if (name_of_part(t, row, i, cell.count, &name)) {
            claim.name = name.name;
            claim.name_span = name.span;
            claim.qualifier = name.qualifier;
        }
        if (t->turned && claim.name.len == 0) {
            claim.name = t->owner;
            claim.qualifier = pc_str_dup(t->r->keep, inside ? PC_EMPTY : column->qualifier);
        } else if (t->service == t->columns && column->qualifier.len > 0) {
            claim.name = pc_str_dup(t->r->keep, column->qualifier); /* "| Environment | Frontend | Backend |" */
        }
        if (claim.name.len == 0 && !row->reserved && !port.reserved) {
            pc_regmd_note(t->r, span, pc_table_row_says_free(t, row->index) ? "free" : "no service named");
            continue;
        }
        if (column->environment != PC_ENV_UNKNOWN) {
            claim.environment = column->environment;
        }
        if (t->claim_count > 1 && claim.qualifier.len == 0 && t->service < t->columns) {
            claim.qualifier = pc_str_dup(t->r->keep, column->qualifier);
        }
        bool alone = !port.external && port.word_to == port.word_from; /* no "6379; the tests publish 6380" */
        if (column->kind == PC_COLUMN_MAPPING && !port.has_target && i % 2 == 1 && cell.count == 2 && alone) {
            inside = true; /* "3000 / 80" below "host / container" */
        }
        if (row->reserved || port.reserved) {
            claim.role = PC_ROLE_RESERVED;
        } else if (inside) {
            make_internal(&claim);
            claim.flags |= row->unexposed ? PC_CLAIM_UNEXPOSED : 0u;
        }
        for (unsigned k = 0; k < row->host_count; k++) {
            claim.host = row->hosts[k];
            pc_id id = emit_port(t, flat, &port, claim, row->second);
            first = first == PC_NONE && !inside ? id : first;
            if (port.has_target) {
                emit_target(t, flat, &port, claim);
            }
            if (t->alias < t->columns && claim.role != PC_ROLE_RESERVED) {
                add_alias(t, row, id);
            }
        }
    }
    if (first != PC_NONE && t->reference < t->columns) {
        pc_table_reference(t, row, first);
    }
}

static void row_dates(struct pc_table *t, size_t index) {
    for (unsigned c = 0; c < t->columns; c++) {
        pc_regmd_entry_dates(t->r, pc_table_cell(t, index, c), c == t->date);
    }
}

/* Some claiming cell of the row says anything, so that its default port does not hold. */
static bool overrides(const struct pc_table *t, size_t index) {
    for (unsigned c = 0; c < t->columns; c++) {
        if (t->claims[c] && !pc_table_cell_is_empty(t, index, c)) {
            return true;
        }
    }
    return false;
}

void pc_table_row(struct pc_table *t, size_t index) {
    if (read_subheading(t, index)) {
        return;
    }
    report_shape(t, index);
    struct pc_row row = pc_table_read_row(t, index);
    if (row.status == PC_ROW_ABSENT && row.name.name.len > 0) {
        struct pc_absence absence = {
            .name = row.name.name, .span = row.name.span, .service = PC_NONE, .host = row.hosts[0]};
        pc_builder_absence(t->r->b, &absence);
    }
    if (row.silent == NULL) {
        row_dates(t, index);
    }
    for (unsigned c = 0; c < t->columns; c++) {
        bool block = t->of_ranges ? t->column[c].kind == PC_COLUMN_RANGE || t->claims[c] : false;
        bool kept = t->column[c].is_default && t->column[c].kind == PC_COLUMN_PORT && !overrides(t, index);
        if (t->claims[c] || t->inside[c] || block || kept) {
            port_cell_claims(t, &row, c);
        } else if (t->column[c].kind == PC_COLUMN_RANGE) {
            struct pc_flat flat = pc_table_cell(t, index, c);
            struct pc_port_cell cell = pc_port_cell_parse(t->r->scratch, flat);
            for (size_t i = 0; i < cell.count && row.silent == NULL; i++) {
                emit_block(t, &row, flat, &cell.ports[i]);
            }
        }
    }
}
