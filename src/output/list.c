/* What each list holds. */
#include "list.h"

#include "limits.h"
#include "list_rows.h"
#include "output.h"

static struct pc_cell *next_cell(struct pc_list_rows *rows) {
    struct pc_cell *cell = &rows->cells[rows->filled++];
    *cell = (struct pc_cell){.kind = PC_CELL_NONE};
    return cell;
}

void pc_row_none(struct pc_list_rows *rows) {
    next_cell(rows);
}

void pc_row_str(struct pc_list_rows *rows, struct pc_str value) {
    struct pc_cell *cell = next_cell(rows);
    if (value.len > 0)
        *cell = (struct pc_cell){.kind = PC_CELL_STR, .str = value};
}

void pc_row_int(struct pc_list_rows *rows, int64_t value) {
    *next_cell(rows) = (struct pc_cell){.kind = PC_CELL_INT, .number = value};
}

void pc_row_bool(struct pc_list_rows *rows, bool value) {
    *next_cell(rows) = (struct pc_cell){.kind = PC_CELL_BOOL, .number = value};
}

static void hand_over(struct pc_list_rows *rows) {
    rows->row(rows, rows->cells);
    rows->count++;
}

void pc_row_end(struct pc_list_rows *rows) {
    hand_over(rows);
    rows->filled = 0;
    rows->again = false;
    pc_arena_reset(&rows->scratch);
}

void pc_row_end_alias(struct pc_list_rows *rows) {
    hand_over(rows);
    rows->filled = rows->list->own;
    rows->again = true;
}

void pc_row_strz(struct pc_list_rows *rows, const char *value) {
    pc_row_str(rows, pc_str_c(value));
}

void pc_row_where(const struct pc_list_input *in, struct pc_list_rows *rows, struct pc_places *places,
                  struct pc_span span) {
    if (span.file == PC_NONE) {
        for (int i = 0; i < 4; i++)
            pc_row_none(rows);
        return;
    }
    struct pc_str path = in->reg->files[span.file].path;
    struct pc_position at = pc_place_of(places, span.file, span.offset);
    bool whole = span.length == 0;
    struct pc_str origin = in->reg->files[span.file].origin;
    pc_row_str(rows, whole ? path : pc_str_fmt(&rows->scratch, "%.*s:%u:%u", PC_ARG(path), at.line, at.column));
    pc_row_str(rows, origin.len > 0 && rows->list->has_origin ? pc_str_sub(path, origin.len + 1, path.len) : path);
    if (whole) {
        pc_row_none(rows);
        pc_row_none(rows);
    } else {
        pc_row_int(rows, at.line);
        pc_row_int(rows, at.column);
    }
}

struct pc_str pc_row_ports_text(struct pc_list_rows *rows, struct pc_ports ports) {
    return ports.lo == ports.hi ? pc_str_fmt(&rows->scratch, "%u", ports.lo)
                                : pc_str_fmt(&rows->scratch, "%u-%u", ports.lo, ports.hi);
}

static const char *confidence_name(enum pc_confidence confidence) {
    return confidence == PC_STATED ? "stated" : confidence == PC_DERIVED ? "derived" : "guessed";
}

void pc_row_host(const struct pc_list_input *in, struct pc_list_rows *rows, pc_id host) {
    pc_row_str(rows, host == PC_NONE ? PC_EMPTY : in->reg->hosts[host].name);
}

const bool *pc_things_selected(const struct pc_list_input *in, enum pc_thing thing) {
    const struct pc_registry *reg = in->reg;
    size_t count = thing == PC_THING_SERVICE ? reg->service_count
                   : thing == PC_THING_HOST  ? reg->host_count
                                             : reg->file_count;
    bool *selected = PC_NEW_ARRAY(in->arena, count, bool);
    for (size_t i = 0; i < count; i++)
        selected[i] = pc_selects_all(&in->selection);
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        pc_id id = thing == PC_THING_SERVICE ? claim->service : thing == PC_THING_HOST ? claim->host : claim->span.file;
        if (id != PC_NONE && pc_selects_claim(&in->selection, claim))
            selected[id] = true;
    }
    return selected;
}

/* Under what a claim holds: its environment, and one of these profiles. */
static struct pc_str condition_of(const struct pc_list_input *in, struct pc_list_rows *rows,
                                  const struct pc_claim *claim) {
    struct pc_buf text;
    pc_buf_init(&text, &rows->scratch);
    pc_buf_adds(&text, pc_environment_name(claim->environment));
    if (claim->container != PC_NONE) {
        const struct pc_container *container = &in->reg->containers[claim->container];
        for (size_t i = 0; i < container->profile_count; i++)
            pc_buf_addf(&text, "%sprofile %.*s", text.len > 0 ? ", " : "", PC_ARG(container->profiles[i]));
    }
    for (size_t i = 0; i < PC_CONDITION_COUNT; i++)
        if (claim->flags & pc_conditions[i].flag)
            pc_buf_addf(&text, "%s%s", text.len > 0 ? ", " : "", pc_conditions[i].text);
    return text.len > 0 ? pc_buf_str(&text) : PC_EMPTY;
}

/* The number as it is written; an expression as far as it may be shown. */
static struct pc_str text_of(const struct pc_list_input *in, struct pc_list_rows *rows, const struct pc_claim *claim) {
    struct pc_str text = pc_span_text(in->reg, claim->span);
    struct pc_ports ports;
    return pc_ports_parse(text, &ports) == PC_PORT_OK ? text : pc_show_span(&rows->scratch, in->reg, claim->span);
}

static void write_claims(const struct pc_list_input *in, struct pc_list_rows *rows) {
    static const char *const places_by_kind[] = {"unknown", "host", "network"};
    struct pc_places places;
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < in->reg->claim_count; i++) {
        const struct pc_claim *c = &in->reg->claims[i];
        const struct pc_foreign *other = pc_foreign_of(in->reg, (pc_id)i);
        if (!pc_selects_claim(&in->selection, c))
            continue;
        pc_row_str(rows, pc_row_ports_text(rows, c->ports));
        pc_row_str(rows, other ? other->service : c->service == PC_NONE ? c->name : in->reg->services[c->service].name);
        pc_row_strz(rows, pc_role_name(c->role));
        pc_row_strz(rows, places_by_kind[c->place]);
        if (other)
            pc_row_str(rows, other->host);
        else
            pc_row_host(in, rows, c->host);
        pc_row_int(rows, c->ports.lo);
        pc_row_int(rows, c->ports.hi);
        pc_row_strz(rows, c->protocol == PC_PROTO_ANY ? NULL : pc_protocol_name(c->protocol));
        pc_row_str(rows, c->address);
        pc_row_where(in, rows, &places, c->span);
        pc_row_str(rows, other ? other->text : text_of(in, rows, c));
        pc_row_strz(rows, confidence_name(c->confidence));
        pc_row_str(rows, other ? other->condition : condition_of(in, rows, c));
        pc_row_str(rows, in->reg->files[c->span.file].origin);
        pc_row_end(rows);
    }
}

/* The rows of one thing: one a name, at least one. */
static void write_aliases(const struct pc_list_input *in, struct pc_list_rows *rows, struct pc_places *places,
                          const struct pc_alias *aliases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pc_row_str(rows, aliases[i].name);
        pc_row_strz(rows, pc_evidence_text(aliases[i].evidence));
        pc_row_strz(rows, confidence_name(aliases[i].confidence));
        pc_row_where(in, rows, places, aliases[i].span);
        if (i + 1 < count)
            pc_row_end_alias(rows);
    }
    while (rows->filled < rows->list->column_count)
        pc_row_none(rows);
    pc_row_end(rows);
}

static void write_services(const struct pc_list_input *in, struct pc_list_rows *rows) {
    struct pc_places places;
    const bool *selected = pc_things_selected(in, PC_THING_SERVICE);
    bool only_named = in->selection.by_service && !in->selection.by_host && !in->selection.by_ports;
    pc_places_init(&places, in->arena, in->reg);
    for (pc_id i = 0; i < in->reg->service_count; i++) {
        const struct pc_service *s = &in->reg->services[i];
        if (only_named ? !pc_selects_service(&in->selection, i) : !selected[i])
            continue;
        pc_row_str(rows, s->name);
        pc_row_str(rows, s->dir.ptr && s->dir.len == 0 ? PC_STR(".") : s->dir);
        pc_row_strz(rows, s->external ? "elsewhere" : s->foreign ? "third-party image" : s->built ? "built here" : "");
        pc_row_bool(rows, s->foreign);
        pc_row_bool(rows, s->external);
        write_aliases(in, rows, &places, s->aliases, s->alias_count);
    }
}

/* "compose.harbour.yml (file name)": what runs on each host, and why it is taken to. One text a host, with at most so
 * many of them. */
static const struct pc_str *deployments_of_hosts(const struct pc_list_input *in, size_t most) {
    const struct pc_registry *reg = in->reg;
    struct pc_buf *texts = PC_NEW_ARRAY(in->arena, reg->host_count, struct pc_buf);
    size_t *counts = PC_NEW_ARRAY(in->arena, reg->host_count, size_t);
    struct pc_str *out = PC_NEW_ARRAY(in->arena, reg->host_count, struct pc_str);
    for (size_t i = 0; i < reg->host_count; i++)
        pc_buf_init(&texts[i], in->arena);
    for (size_t i = 0; i < reg->deployment_count; i++) {
        const struct pc_deployment *d = &reg->deployments[i];
        struct pc_buf *text = &texts[d->host];
        if (counts[d->host]++ >= most)
            continue;
        pc_buf_addf(text, "%s%.*s", text->len > 0 ? ", " : "", PC_ARG(reg->files[d->file].path));
        if (reg->hosts[d->host].named)
            pc_buf_addf(text, " (%s)", pc_evidence_text(d->evidence));
    }
    for (size_t i = 0; i < reg->host_count; i++) {
        if (counts[i] > most)
            pc_buf_addf(&texts[i], " and %zu more", counts[i] - most);
        out[i] = texts[i].len > 0 ? pc_buf_str(&texts[i]) : PC_EMPTY;
    }
    return out;
}

static void write_hosts(const struct pc_list_input *in, struct pc_list_rows *rows) {
    static const char *const systems[] = {NULL, "linux", "macos", "windows"};
    struct pc_places places;
    const bool *selected = pc_things_selected(in, PC_THING_HOST);
    const struct pc_str *first = deployments_of_hosts(in, 1), *deployments = deployments_of_hosts(in, PC_NPOS);
    bool only_named = in->selection.by_host && !in->selection.by_service && !in->selection.by_ports;
    pc_places_init(&places, in->arena, in->reg);
    for (pc_id i = 0; i < in->reg->host_count; i++) {
        const struct pc_host *h = &in->reg->hosts[i];
        if (only_named ? !pc_selects_host(&in->selection, i) : !selected[i])
            continue;
        pc_row_str(rows, h->name);
        pc_row_bool(rows, h->named);
        pc_row_strz(rows, pc_environment_name(h->environment));
        pc_row_strz(rows, systems[h->os]);
        pc_row_bool(rows, h->spoken_for);
        pc_row_bool(rows, h->deployment_read);
        pc_row_str(rows, first[i]);
        pc_row_str(rows, deployments[i]);
        write_aliases(in, rows, &places, h->aliases, h->alias_count);
    }
}

static void write_ranges(const struct pc_list_input *in, struct pc_list_rows *rows) {
    struct pc_places places;
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < in->reg->range_count; i++) {
        const struct pc_range *r = &in->reg->ranges[i];
        if (!pc_selects_ports(&in->selection, r->ports) ||
            (r->host != PC_NONE && !pc_selects_host(&in->selection, r->host)))
            continue;
        pc_row_str(rows, pc_row_ports_text(rows, r->ports));
        pc_row_int(rows, r->ports.lo);
        pc_row_int(rows, r->ports.hi);
        pc_row_bool(rows, r->open);
        pc_row_str(rows, r->purpose);
        pc_row_host(in, rows, r->host);
        pc_row_strz(rows, r->heading ? "heading" : "row");
        pc_row_where(in, rows, &places, r->span);
        pc_row_end(rows);
    }
}

static void write_sources(const struct pc_list_input *in, struct pc_list_rows *rows) {
    static const char *const kinds[] = {"other",         "registry", "service document", "compose file", "env file",
                                        "configuration", "source"};
    const bool *selected = pc_things_selected(in, PC_THING_FILE);
    for (size_t i = 0; i < in->reg->file_count; i++) {
        const struct pc_file *f = &in->reg->files[i];
        if (!selected[i])
            continue;
        pc_row_str(rows, f->path);
        pc_row_strz(rows, kinds[f->kind]);
        pc_row_strz(rows, in->sources[i].reader);
        pc_row_strz(rows, in->sources[i].status);
        pc_row_int(rows, (int64_t)in->sources[i].claims);
        pc_row_int(rows, (int64_t)f->text.len);
        pc_row_end(rows);
    }
}

static const struct pc_list_column claim_columns[] = {
    {NULL, "port"},    {"service", "service"}, {"role", "role"},        {"place", NULL},
    {"host", "host"},  {"port", NULL},         {"port_end", NULL},      {"protocol", "protocol"},
    {"address", NULL}, {NULL, "where"},        {"path", NULL},          {"line", NULL},
    {"column", NULL},  {"text", NULL},         {"confidence", "known"}, {"condition", "condition"},
    {"origin", NULL},
};

static const struct pc_list_column service_columns[] = {
    {"service", "service"}, {"directory", "directory"}, {NULL, "run"},           {"foreign", NULL}, {"external", NULL},
    {"name", "name"},       {"evidence", "because"},    {"confidence", "known"}, {NULL, "where"},   {"path", NULL},
    {"line", NULL},         {"column", NULL},
};

static const struct pc_list_column host_columns[] = {
    {"host", "host"},
    {"named", NULL},
    {"environment", "environment"},
    {"os", "os"},
    {"spoken_for", "registry"},
    {"deployment_read", NULL},
    {NULL, "runs there (because)"},
    {"deployments", NULL},
    {"name", "name"},
    {"evidence", "because"},
    {"confidence", "known"},
    {NULL, "where"},
    {"path", NULL},
    {"line", NULL},
    {"column", NULL},
};

static const struct pc_list_column range_columns[] = {
    {NULL, "range"},  {"port", NULL},  {"port_end", NULL}, {"open", NULL}, {"purpose", "purpose"}, {"host", "host"},
    {"kind", "kind"}, {NULL, "where"}, {"path", NULL},     {"line", NULL}, {"column", NULL},
};

static const struct pc_list_column source_columns[] = {
    {"path", "path"},     {"kind", "kind"},     {"reader", "reader"},
    {"status", "status"}, {"claims", "claims"}, {"bytes", NULL},
};

static const struct pc_list_column port_columns[] = {
    {NULL, "port"},     {"service", "service"}, {"host", "host"},     {"port", NULL},    {"port_end", NULL},
    {"planned", NULL},  {"reserved", NULL},     {"documented", NULL}, {"default", NULL}, {"deployed", NULL},
    {"observed", NULL}, {NULL, "state"},        {"claims", "claims"}, {NULL, "where"},   {"path", NULL},
    {"line", NULL},     {"column", NULL},
};

static const struct pc_list_column free_columns[] = {
    {NULL, "free"},       {"port", NULL},      {"port_end", NULL},     {"count", "count"}, {NULL, "range"},
    {"range_port", NULL}, {"range_end", NULL}, {"purpose", "purpose"}, {"host", "host"},
};

static const struct pc_list_column mention_columns[] = {
    {"text", "number"},   {"reason", "left out because"},
    {"reader", "reader"}, {NULL, "where"},
    {"path", NULL},       {"line", NULL},
    {"column", NULL},
};

#define COLUMNS(array) array, sizeof array / sizeof array[0]

const struct pc_list pc_lists[] = {
    {"claims", "claim", "every statement of a port, with its place", COLUMNS(claim_columns), 17, PC_LIST_BY_ALL, true,
     write_claims},
    {"ports", "port", "who has which port of which host, and who says so", COLUMNS(port_columns), 17, PC_LIST_BY_ALL,
     false, pc_list_write_ports},
    {"free", "free", "ports of the declared ranges that nobody has", COLUMNS(free_columns), 9,
     PC_LIST_BY_HOST | PC_LIST_BY_PORTS, false, pc_list_write_free},
    {"services", "service", "services, their names, and why each is taken for the same", COLUMNS(service_columns), 5,
     PC_LIST_BY_ALL, false, write_services},
    {"hosts", "host", "hosts, their names, and why each is taken for the same", COLUMNS(host_columns), 8,
     PC_LIST_BY_ALL, false, write_hosts},
    {"ranges", "range", "declared blocks of ports", COLUMNS(range_columns), 11, PC_LIST_BY_HOST | PC_LIST_BY_PORTS,
     false, write_ranges},
    {"sources", "source", "files that were read, and by what", COLUMNS(source_columns), 6, PC_LIST_BY_ALL, false,
     write_sources},
    {"mentions", "mention", "numbers that look like ports and were left out, and why", COLUMNS(mention_columns), 7, 0,
     false, pc_list_write_mentions},
};
const size_t pc_list_count = sizeof pc_lists / sizeof pc_lists[0];

const struct pc_list *pc_list_find(struct pc_str name) {
    for (size_t i = 0; i < pc_list_count; i++) {
        if (pc_str_eq(name, pc_str_c(pc_lists[i].name)))
            return &pc_lists[i];
    }
    return NULL;
}

static bool can_narrow(const struct pc_list *list, const struct pc_selection *selection) {
    return (!selection->by_host || (list->narrowed_by & PC_LIST_BY_HOST)) &&
           (!selection->by_service || (list->narrowed_by & PC_LIST_BY_SERVICE)) &&
           (!selection->by_ports || (list->narrowed_by & PC_LIST_BY_PORTS));
}

const char *const pc_list_formats[] = {"table", "json", "jsonl", "csv", "md"};
const size_t pc_list_format_count = sizeof pc_list_formats / sizeof pc_list_formats[0];

static void (*const writers[])(const struct pc_list_input *in, struct pc_list_rows *rows) = {
    pc_list_table, pc_list_json, pc_list_json_lines, pc_list_csv, pc_list_markdown};

static void finish_scratch(void *arg) {
    pc_arena_finish(arg);
}

bool pc_list_write(const struct pc_list_input *in, struct pc_str name, struct pc_str format, struct pc_buf *out) {
    const struct pc_list *list = pc_list_find(name);
    size_t f = 0;
    while (f < pc_list_format_count && !pc_str_eq(format, pc_str_c(pc_list_formats[f])))
        f++;
    if (!list || f == pc_list_format_count || !can_narrow(list, &in->selection))
        return false;
    struct pc_list_rows rows = {.list = list, .out = out};
    struct pc_cleanup cleanup;
    pc_arena_init(&rows.scratch, PC_LIMIT_RUN_BYTES, in->arena->recovery);
    pc_defer(in->arena->recovery, &cleanup, finish_scratch, &rows.scratch);
    writers[f](in, &rows);
    pc_undefer(in->arena->recovery, &cleanup);
    pc_arena_finish(&rows.scratch);
    return true;
}
