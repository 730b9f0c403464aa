#include "tiny.h"

#include <string.h>

#include "path.h"
#include "view.h"

#define DEEPEST 8

struct pc_arena tiny_arena;
static struct pc_recovery recovery;

static struct {
    struct PC_VEC(struct pc_file) files;
    struct PC_VEC(struct pc_claim) claims;
    struct PC_VEC(struct pc_range) ranges;
    struct PC_VEC(struct pc_section) sections;
    struct PC_VEC(struct pc_service) services;
    struct PC_VEC(struct pc_str) service_keys;
    struct PC_VEC(struct pc_host) hosts;
    struct PC_VEC(struct pc_reference) references;
    struct PC_VEC(struct pc_trouble) troubles;
    struct PC_VEC(struct pc_date) dates;
    struct PC_VEC(struct pc_document) documents;
    struct pc_registry reg;
} world;

/* Where the reader of a file is. */
struct reader {
    pc_id file;
    pc_id ranges[DEEPEST]; /* range of the open heading of each level, PC_NONE */
    pc_id host;
    bool internal;
    pc_id section; /* of the rows since the last heading or list, PC_NONE: none yet */
    bool list;
};

int tiny_set_up(void **state) {
    (void)state;
    memset(&world, 0, sizeof world);
    recovery = (struct pc_recovery){.why = PC_OOM_NONE};
    pc_arena_init(&tiny_arena, (size_t)512 << 20, &recovery);
    return 0;
}

int tiny_tear_down(void **state) {
    (void)state;
    pc_arena_finish(&tiny_arena);
    return 0;
}

static struct pc_span span_of(pc_id file, struct pc_str s) {
    struct pc_span span = {.file = file};
    if (s.len > 0) {
        span.offset = (uint32_t)(s.ptr - world.files.items[file].text.ptr);
        span.length = (uint32_t)s.len;
    }
    return span;
}

static pc_id service_named(struct pc_str name) {
    struct pc_str key = pc_name_key(&tiny_arena, name);
    for (size_t i = 0; i < world.services.count; i++) {
        if (pc_str_eq(world.service_keys.items[i], key))
            return (pc_id)i;
    }
    *PC_PUSH(&world.services, &tiny_arena) = (struct pc_service){.name = name};
    *PC_PUSH(&world.service_keys, &tiny_arena) = key;
    return (pc_id)(world.services.count - 1);
}

static pc_id host_named(struct pc_str name) {
    for (size_t i = 0; i < world.hosts.count; i++) {
        if (pc_str_eq(world.hosts.items[i].name, name))
            return (pc_id)i;
    }
    *PC_PUSH(&world.hosts, &tiny_arena) =
        (struct pc_host){.name = name, .named = true, .spoken_for = !pc_str_starts(name, PC_STR("far"))};
    return (pc_id)(world.hosts.count - 1);
}

/* "7300-7399" or "7300+" at the start of s. */
static bool read_range(struct pc_str s, struct pc_ports *ports, struct pc_str *text, bool *open) {
    size_t end = 0;
    while (end < s.len && (pc_is_digit(s.ptr[end]) || s.ptr[end] == '-' || s.ptr[end] == '+'))
        end++;
    *text = pc_str_sub(s, 0, end);
    *open = pc_str_ends(*text, PC_STR("+"));
    if (*open) {
        ports->hi = UINT16_MAX;
        return pc_port_parse(pc_str_sub(s, 0, end - 1), &ports->lo) == PC_PORT_OK;
    }
    return pc_str_find_char(*text, '-', 0) != PC_NPOS && pc_ports_parse(*text, ports) == PC_PORT_OK;
}

static struct pc_str purpose_of(struct pc_str behind) {
    size_t at = pc_str_find_char(behind, '@', 0);
    behind = pc_str_trim(pc_str_sub(behind, 0, at));
    return pc_str_starts(behind, PC_STR(":")) ? pc_str_trim(pc_str_sub(behind, 1, behind.len)) : behind;
}

static pc_id add_range(struct reader *r, struct pc_str text, bool heading) {
    struct pc_ports ports;
    struct pc_str digits;
    bool open;
    if (!read_range(text, &ports, &digits, &open))
        return PC_NONE;
    *PC_PUSH(&world.ranges, &tiny_arena) =
        (struct pc_range){.ports = ports,
                          .span = span_of(r->file, digits),
                          .purpose = purpose_of(pc_str_sub(text, digits.len, text.len)),
                          .section = heading ? PC_NONE : r->section,
                          .host = r->host,
                          .heading = heading,
                          .open = open};
    return (pc_id)(world.ranges.count - 1);
}

static void new_section(struct reader *r, bool list) {
    pc_id range = PC_NONE;
    for (size_t level = 0; level < DEEPEST; level++)
        range = r->ranges[level] != PC_NONE ? r->ranges[level] : range;
    *PC_PUSH(&world.sections, &tiny_arena) =
        (struct pc_section){.file = r->file, .host = r->host, .range = range, .internal = r->internal};
    r->section = (pc_id)(world.sections.count - 1);
    r->list = list;
}

static void read_heading(struct reader *r, struct pc_str line) {
    size_t level = 0;
    while (level < line.len && line.ptr[level] == '#')
        level++;
    size_t at = pc_str_find_char(line, '@', 0);
    r->host = at == PC_NPOS ? PC_NONE : host_named(pc_str_trim(pc_str_sub(line, at + 1, line.len)));
    r->internal = pc_str_find(line, PC_STR("(internal)"), 0) != PC_NPOS;
    r->ranges[level] = add_range(r, pc_str_trim(pc_str_sub(line, level, line.len)), true);
    for (size_t deeper = level + 1; deeper < DEEPEST; deeper++)
        r->ranges[deeper] = PC_NONE;
    r->section = PC_NONE;
}

static bool set_option(struct pc_claim *claim, struct pc_str option) {
    static const struct {
        const char *word;
        enum pc_claim_flag flag;
    } flags[] = {{"internal", PC_CLAIM_INTERNAL},
                 {"restated", PC_CLAIM_RESTATED},
                 {"future", PC_CLAIM_FUTURE},
                 {"self", PC_CLAIM_SELF}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (pc_str_eq(option, pc_str_c(flags[i].word))) {
            claim->flags |= flags[i].flag;
            return true;
        }
    }
    if (pc_str_eq(option, PC_STR("doc")))
        claim->role = PC_ROLE_DOCUMENTED;
    else if (pc_str_eq(option, PC_STR("pub")))
        claim->role = PC_ROLE_PUBLISHES;
    else if (pc_str_eq(option, PC_STR("default")))
        claim->role = PC_ROLE_DEFAULT;
    else if (pc_str_eq(option, PC_STR("tcp")))
        claim->protocol = PC_PROTO_TCP;
    else if (pc_str_eq(option, PC_STR("udp")))
        claim->protocol = PC_PROTO_UDP;
    else if (pc_str_eq(option, PC_STR("guessed")))
        claim->confidence = PC_GUESSED;
    else
        return false;
    return true;
}

static void set_value(struct pc_claim *claim, struct pc_str key, struct pc_str value) {
    if (pc_str_eq(key, PC_STR("host")))
        claim->host = host_named(value);
    else if (pc_str_eq(key, PC_STR("at")))
        claim->address = value;
    else if (pc_str_eq(key, PC_STR("svc")))
        claim->service = service_named(value);
    else if (pc_str_eq(key, PC_STR("env")))
        claim->environment = pc_str_eq(value, PC_STR("production"))    ? PC_ENV_PRODUCTION
                             : pc_str_eq(value, PC_STR("development")) ? PC_ENV_DEVELOPMENT
                                                                       : PC_ENV_TEST;
    else
        fail_msg("no such option: %.*s", PC_ARG(key));
}

static void add_reference(struct reader *r, struct pc_str value) {
    struct pc_reference reference = {
        .claim = (pc_id)world.claims.count, .span = span_of(r->file, value), .target = PC_NONE};
    size_t colon = pc_str_find_char(value, ':', 0);
    struct pc_str digits = pc_str_sub(value, 0, colon);
    reference.has_port = pc_port_parse(digits, &reference.port) == PC_PORT_OK;
    reference.port_span = span_of(r->file, digits);
    reference.name = pc_str_sub(value, colon + 1, value.len);
    *PC_PUSH(&world.references, &tiny_arena) = reference;
}

static void set_name(struct pc_claim *claim, pc_id file, struct pc_str name) {
    if (pc_str_starts(name, PC_STR("("))) {
        claim->role = PC_ROLE_RESERVED;
        name = pc_str_starts(name, PC_STR("(for ")) ? pc_str_sub(name, 5, name.len - 6) : PC_EMPTY;
    }
    claim->name = name;
    claim->name_span = span_of(file, name);
    if (name.len > 0)
        claim->service = service_named(name);
}

static void add_claims(struct reader *r, struct pc_claim claim, struct pc_str ports) {
    struct pc_str piece;
    for (bool done = false; pc_str_split(&ports, ',', &piece, &done);) {
        bool open;
        struct pc_str digits;
        piece = pc_str_trim(piece);
        claim.flags &= ~(uint32_t)PC_CLAIM_OPEN;
        if (pc_ports_parse(piece, &claim.ports) != PC_PORT_OK) {
            assert_true(read_range(piece, &claim.ports, &digits, &open));
            claim.flags |= PC_CLAIM_OPEN;
        }
        claim.span = span_of(r->file, piece);
        *PC_PUSH(&world.claims, &tiny_arena) = claim;
    }
}

static void read_row(struct reader *r, struct pc_str line) {
    struct pc_str cells[4] = {PC_EMPTY, PC_EMPTY, PC_EMPTY, PC_EMPTY};
    struct pc_str rest = line;
    size_t count = 0;
    for (bool done = false; count < 4 && pc_str_split(&rest, '|', &cells[count], &done);)
        count++;
    if (r->section == PC_NONE || r->list)
        new_section(r, false);
    struct pc_claim claim = {.role = PC_ROLE_PLANNED,
                             .place = PC_PLACE_HOST,
                             .extent = span_of(r->file, line),
                             .service = PC_NONE,
                             .host = r->host,
                             .section = r->section,
                             .range = world.sections.items[r->section].range,
                             .container = PC_NONE,
                             .partner = PC_NONE};
    set_name(&claim, r->file, pc_str_trim(cells[2]));
    struct pc_str options = pc_str_trim(cells[3]);
    struct pc_str option;
    for (bool done = options.len == 0; pc_str_split(&options, ' ', &option, &done);) {
        size_t equals = pc_str_find_char(option, '=', 0);
        struct pc_str value = pc_str_sub(option, equals == PC_NPOS ? option.len : equals + 1, option.len);
        if (pc_str_starts(option, PC_STR("ref=")))
            add_reference(r, value);
        else if (!set_option(&claim, option))
            set_value(&claim, pc_str_sub(option, 0, equals), value);
    }
    add_claims(r, claim, cells[1]);
}

static void read_line(struct reader *r, struct pc_str line) {
    struct pc_str inner = pc_str_trim(line);
    if (pc_str_starts(inner, PC_STR("#"))) {
        read_heading(r, inner);
    } else if (pc_str_starts(inner, PC_STR("|"))) {
        read_row(r, inner);
    } else if (pc_str_starts(inner, PC_STR("- "))) {
        if (r->section == PC_NONE || !r->list)
            new_section(r, true);
        add_range(r, pc_str_sub(inner, 2, inner.len), false);
    }
}

static enum pc_file_kind kind_of(struct pc_str path) {
    if (pc_str_ends(path, PC_STR("README.md")))
        return PC_FILE_KIND_SERVICE_DOC;
    return pc_str_ends(path, PC_STR(".yml")) ? PC_FILE_KIND_COMPOSE : PC_FILE_KIND_REGISTRY;
}

pc_id tiny_file(const char *path, const char *text) {
    struct pc_str copy = pc_str_dup(&tiny_arena, pc_str_c(text));
    struct pc_file file = {
        .path = pc_str_c(path), .text = copy, .lines = pc_lines_of(&tiny_arena, copy), .kind = kind_of(pc_str_c(path))};
    *PC_PUSH(&world.files, &tiny_arena) = file;
    struct reader r = {.file = (pc_id)(world.files.count - 1), .host = PC_NONE, .section = PC_NONE};
    for (size_t i = 0; i < DEEPEST; i++)
        r.ranges[i] = PC_NONE;
    if (file.kind == PC_FILE_KIND_REGISTRY)
        *PC_PUSH(&world.documents, &tiny_arena) =
            (struct pc_document){.file = r.file, .tree = pc_path_dir(file.path), .has_plan = true};
    for (uint32_t i = 0; i < file.lines.count; i++)
        read_line(&r, pc_line_text(&file.lines, file.text, i));
    return r.file;
}

struct pc_span tiny_span(pc_id file, const char *text) {
    struct pc_str all = world.files.items[file].text;
    size_t at = pc_str_find(all, pc_str_c(text), 0);
    assert_true(at != PC_NPOS);
    return span_of(file, pc_str_sub(all, at, strlen(text)));
}

void tiny_date(pc_id file, const char *text, uint32_t ymd, bool reconciled) {
    *PC_PUSH(&world.dates, &tiny_arena) =
        (struct pc_date){.file = file, .span = tiny_span(file, text), .ymd = ymd, .reconciled = reconciled};
}

void tiny_trouble(const struct pc_trouble *trouble) {
    *PC_PUSH(&world.troubles, &tiny_arena) = *trouble;
}

static void resolve_references(void) {
    for (size_t i = 0; i < world.references.count; i++) {
        struct pc_reference *reference = &world.references.items[i];
        for (size_t k = 0; k < world.services.count; k++) {
            if (pc_str_eq(world.services.items[k].name, reference->name))
                reference->target = (pc_id)k;
        }
    }
}

const struct pc_registry *tiny_registry(void) {
    resolve_references();
    world.reg = (struct pc_registry){.files = world.files.items,
                                     .file_count = world.files.count,
                                     .claims = world.claims.items,
                                     .claim_count = world.claims.count,
                                     .ranges = world.ranges.items,
                                     .range_count = world.ranges.count,
                                     .sections = world.sections.items,
                                     .section_count = world.sections.count,
                                     .services = world.services.items,
                                     .service_count = world.services.count,
                                     .hosts = world.hosts.items,
                                     .host_count = world.hosts.count,
                                     .references = world.references.items,
                                     .reference_count = world.references.count,
                                     .troubles = world.troubles.items,
                                     .trouble_count = world.troubles.count,
                                     .dates = world.dates.items,
                                     .date_count = world.dates.count,
                                     .documents = world.documents.items,
                                     .document_count = world.documents.count};
    return &world.reg;
}

struct pc_findings *tiny_run(const struct pc_rule *rule, const struct pc_config *config) {
    struct pc_config none;
    const struct pc_registry *reg = tiny_registry();
    struct pc_findings *findings = PC_NEW(&tiny_arena, struct pc_findings);
    pc_config_defaults(&none);
    findings->arena = &tiny_arena;
    findings->reg = reg;
    struct pc_rule_context ctx = {.reg = reg,
                                  .config = config ? config : &none,
                                  .view = pc_view_new(&tiny_arena, reg),
                                  .all = reg,
                                  .out = findings,
                                  .arena = &tiny_arena,
                                  .rule = rule};
    ctx.all_view = ctx.view;
    rule->check(&ctx);
    pc_findings_finish(findings);
    return findings;
}

const char *tiny_shown(const struct pc_findings *findings) {
    static const char *const levels[] = {"default", "off", "info", "warning", "error"};
    struct pc_buf buf;
    pc_buf_init(&buf, &tiny_arena);
    for (size_t i = 0; i < findings->list.count; i++) {
        const struct pc_finding *f = findings->list.items[i];
        assert_true(f->label_count > 0 && f->labels[0].primary);
        pc_buf_addf(&buf, "%s%s: %.*s", i > 0 ? "\n" : "", levels[f->level], PC_ARG(f->message));
    }
    return pc_str_cstr(&tiny_arena, pc_buf_str(&buf));
}

void tiny_expect(const struct pc_rule *rule, const char *text, const char *expected) {
    memset(&world, 0, sizeof world);
    tiny_file("PORTS.md", text);
    assert_string_equal(tiny_shown(tiny_run(rule, NULL)), expected);
}
