/* See claim_lines.h. */
#include "claim_lines.h"

#include "config.h"
#include "json_in.h"
#include "text.h"

#define LINE_BYTES 65536u
#define VALUE_SHOWN 60 /* bytes of a wrong value in a message */
#define ERRORS_SHOWN 5
#define NUMBER_MAX 0x7fffffffu /* of lines and columns */

enum field {
    FIELD_SCHEMA,
    FIELD_SERVICE,
    FIELD_ROLE,
    FIELD_PLACE,
    FIELD_HOST,
    FIELD_PORT,
    FIELD_PORT_END,
    FIELD_PROTOCOL,
    FIELD_ADDRESS,
    FIELD_PATH,
    FIELD_LINE,
    FIELD_COLUMN,
    FIELD_TEXT,
    FIELD_CONFIDENCE,
    FIELD_CONDITION,
    FIELD_ORIGIN,
    FIELD_COUNT
};

static const char *const fields[FIELD_COUNT] = {"schema",   "service",    "role",      "place", "host", "port",
                                                "port_end", "protocol",   "address",   "path",  "line", "column",
                                                "text",     "confidence", "condition", "origin"};

struct reading {
    struct pc_arena *arena, *scratch;
    struct pc_str name;
    struct pc_str origin;
    uint32_t number; /* of the line, 1-based */
    struct pc_buf *errors;
    size_t error_count;
    struct pc_str origin_last, path_last; /* lines come by file: their names are kept once */
};

static bool complain(struct reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool complain(struct reading *r, const char *format, ...) {
    if (r->error_count++ >= ERRORS_SHOWN)
        return false;
    va_list args;
    va_start(args, format);
    pc_buf_addf(r->errors, "%s%.*s:%u: ", r->errors->len > 0 ? "\n" : "", PC_ARG(r->name), (unsigned)r->number);
    pc_buf_vaddf(r->errors, format, args);
    va_end(args);
    return false;
}

static struct pc_str shown(struct reading *r, struct pc_str value) {
    struct pc_str text = pc_printable(r->scratch, pc_str_sub(value, 0, VALUE_SHOWN));
    return value.len > VALUE_SHOWN ? pc_str_fmt(r->scratch, "%.*s...", PC_ARG(text)) : text;
}

static bool refuse_key(struct reading *r, struct pc_str key) {
    const char *near = pc_nearest(key, fields, FIELD_COUNT);
    struct pc_str text = shown(r, key);
    if (near)
        return complain(r, "unknown key `%.*s`; did you mean `%s`?", PC_ARG(text), near);
    return complain(r, "unknown key `%.*s`", PC_ARG(text));
}

/* The values of the object by field; NULL where there is none. */
static bool sort_fields(struct reading *r, const struct pc_node *map, const struct pc_node **values) {
    bool good = true;
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, map); pc_map_iter_next(&it);) {
        size_t f = 0;
        while (f < FIELD_COUNT && !pc_str_is(it.value->key->text, fields[f]))
            f++;
        if (f == FIELD_COUNT)
            good = refuse_key(r, it.value->key->text);
        else if (it.value->kind != PC_NODE_NULL)
            values[f] = it.value;
    }
    return good;
}

static bool is_string(const struct pc_node *value) {
    return value->kind == PC_NODE_SCALAR && value->style == PC_SCALAR_DOUBLE;
}

/* A text, which may be missing. */
static bool read_text(struct reading *r, const struct pc_node **values, enum field field, struct pc_str *out) {
    const struct pc_node *value = values[field];
    *out = PC_EMPTY;
    if (!value)
        return true;
    if (!is_string(value))
        return complain(r, "`%s` must be a text", fields[field]);
    if (pc_str_find_char(value->text, '\0', 0) != PC_NPOS)
        return complain(r, "`%s` holds a NUL character", fields[field]);
    *out = value->text;
    return true;
}

static struct pc_str words_text(struct reading *r, const char *const *words, size_t count) {
    struct pc_buf out;
    pc_buf_init(&out, r->scratch);
    for (size_t i = 0; i < count; i++)
        pc_buf_addf(&out, "%s%s", i > 0 ? ", " : "", words[i]);
    return pc_buf_str(&out);
}

/* One of some words; missing: otherwise. */
static bool read_word(struct reading *r, const struct pc_node **values, enum field field, const char *const *words,
                      size_t count, size_t otherwise, size_t *out) {
    struct pc_str text;
    *out = otherwise;
    if (!read_text(r, values, field, &text))
        return false;
    if (!values[field])
        return true;
    for (size_t i = 0; i < count; i++) {
        if (pc_str_is(text, words[i])) {
            *out = i;
            return true;
        }
    }
    return complain(r, "`%s` is `%.*s`, but must be one of %.*s", fields[field], PC_ARG(shown(r, text)),
                    PC_ARG(words_text(r, words, count)));
}

/* A whole number in plain decimals; missing: otherwise. */
static bool read_number(struct reading *r, const struct pc_node **values, enum field field, uint32_t max,
                        uint32_t otherwise, uint32_t *out) {
    const struct pc_node *value = values[field];
    *out = otherwise;
    if (!value)
        return true;
    uint64_t number = 0;
    bool plain = value->kind == PC_NODE_SCALAR && !is_string(value) && value->text.len > 0;
    for (size_t i = 0; i < value->text.len && plain; i++) {
        plain = pc_is_digit(value->text.ptr[i]);
        number = number > max ? number : number * 10 + (uint64_t)(value->text.ptr[i] - '0');
    }
    if (!plain)
        return complain(r, "`%s` must be a whole number", fields[field]);
    if (number < 1 || number > max)
        return complain(r, "`%s` is %.*s, but must be from 1 to %u", fields[field], PC_ARG(shown(r, value->text)),
                        (unsigned)max);
    *out = (uint32_t)number;
    return true;
}

static bool check_schema(struct reading *r, const struct pc_node **values) {
    struct pc_str schema;
    if (!values[FIELD_SCHEMA])
        return complain(r, "there is no `schema`; a claim has \"schema\": \"portcheck/claim/v1\"");
    if (!read_text(r, values, FIELD_SCHEMA, &schema))
        return false;
    return pc_str_is(schema, "portcheck/claim/v1") ||
           complain(r, "the schema is `%.*s`, and only portcheck/claim/v1 can be read", PC_ARG(shown(r, schema)));
}

static bool check_required(struct reading *r, const struct pc_node **values) {
    static const enum field required[] = {FIELD_ROLE, FIELD_PORT, FIELD_PATH, FIELD_LINE};
    bool good = true;
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++)
        if (!values[required[i]])
            good = complain(r, "there is no `%s`", fields[required[i]]);
    return good;
}

static bool read_texts(struct reading *r, const struct pc_node **values, struct pc_claim_line *line) {
    return read_text(r, values, FIELD_SERVICE, &line->service) && read_text(r, values, FIELD_HOST, &line->host) &&
           read_text(r, values, FIELD_ADDRESS, &line->address) && read_text(r, values, FIELD_PATH, &line->path) &&
           read_text(r, values, FIELD_TEXT, &line->text) && read_text(r, values, FIELD_CONDITION, &line->condition) &&
           read_text(r, values, FIELD_ORIGIN, &line->origin) && (line->path.len > 0 || complain(r, "`path` is empty"));
}

static bool read_words(struct reading *r, const struct pc_node **values, struct pc_claim_line *line) {
    static const char *const places[] = {"unknown", "host", "network"};
    static const char *const protocols[] = {"tcp", "udp", "sctp"};
    static const enum pc_protocol protocol_of[] = {PC_PROTO_TCP, PC_PROTO_UDP, PC_PROTO_SCTP, PC_PROTO_ANY};
    static const char *const confidences[] = {"stated", "derived", "guessed"};
    const char *roles[PC_ROLE_COUNT];
    size_t role, place, protocol, confidence;
    for (int i = 0; i < PC_ROLE_COUNT; i++)
        roles[i] = pc_role_name((enum pc_role)i);
    if (!read_word(r, values, FIELD_ROLE, roles, PC_ROLE_COUNT, 0, &role) ||
        !read_word(r, values, FIELD_PLACE, places, 3, PC_PLACE_UNKNOWN, &place) ||
        !read_word(r, values, FIELD_PROTOCOL, protocols, 3, 3, &protocol) ||
        !read_word(r, values, FIELD_CONFIDENCE, confidences, 3, PC_STATED, &confidence))
        return false;
    line->role = (enum pc_role)role;
    line->place = (enum pc_place_kind)place;
    line->protocol = protocol_of[protocol];
    line->confidence = (enum pc_confidence)confidence;
    return true;
}

static bool read_numbers(struct reading *r, const struct pc_node **values, struct pc_claim_line *line) {
    uint32_t lo, hi;
    if (!read_number(r, values, FIELD_PORT, UINT16_MAX, 0, &lo) ||
        !read_number(r, values, FIELD_PORT_END, UINT16_MAX, lo, &hi) ||
        !read_number(r, values, FIELD_LINE, NUMBER_MAX, 0, &line->line) ||
        !read_number(r, values, FIELD_COLUMN, NUMBER_MAX, 1, &line->column))
        return false;
    if (hi < lo)
        return complain(r, "`port_end` is %u, below `port`, which is %u", (unsigned)hi, (unsigned)lo);
    line->ports = (struct pc_ports){(uint16_t)lo, (uint16_t)hi};
    return true;
}

/* A copy that lives on. */
static struct pc_str keep(struct reading *r, struct pc_str value) {
    return value.len > 0 ? pc_str_dup(r->arena, value) : PC_EMPTY;
}

static struct pc_str keep_again(struct reading *r, struct pc_str value, struct pc_str *last) {
    if (!pc_str_eq(value, *last))
        *last = keep(r, value);
    return *last;
}

static void keep_line(struct reading *r, struct pc_claim_line *line, struct pc_claim_lines *lines) {
    struct pc_claim_line *kept = PC_PUSH(lines, r->arena);
    *kept = *line;
    kept->service = keep(r, line->service);
    kept->host = keep(r, line->host);
    kept->address = keep(r, line->address);
    kept->text = keep(r, line->text);
    kept->condition = keep(r, line->condition);
    kept->path = keep_again(r, line->path, &r->path_last);
    kept->origin = line->origin.len == 0 ? r->origin : keep_again(r, line->origin, &r->origin_last);
}

static bool read_object(struct reading *r, const struct pc_node *map, struct pc_claim_lines *lines) {
    const struct pc_node *values[FIELD_COUNT] = {NULL};
    struct pc_claim_line line = {.line = 0};
    if (!sort_fields(r, map, values) || !check_schema(r, values) || !check_required(r, values))
        return false;
    if (!read_texts(r, values, &line) || !read_words(r, values, &line) || !read_numbers(r, values, &line))
        return false;
    keep_line(r, &line, lines);
    return true;
}

static bool read_line(struct reading *r, struct pc_str text, struct pc_claim_lines *lines) {
    if (text.len > LINE_BYTES)
        return complain(r, "the line is longer than %u bytes", LINE_BYTES);
    if (pc_str_find_char(text, '\0', 0) != PC_NPOS)
        return complain(r, "the line holds a NUL byte");
    if (pc_utf8_invalid(text) != PC_NPOS)
        return complain(r, "the line is not UTF-8");
    struct pc_tree tree = pc_json_parse(r->scratch, text, false);
    if (tree.note_count > 0)
        return complain(r, "no JSON object in one line: %.*s", PC_ARG(shown(r, tree.notes[0].message)));
    if (tree.document_count != 1 || tree.documents[0]->kind != PC_NODE_MAP)
        return complain(r, "no JSON object in one line");
    return read_object(r, tree.documents[0], lines);
}

bool pc_claim_lines_read(struct pc_arena *arena, struct pc_arena *scratch, struct pc_str name, struct pc_str origin,
                         struct pc_str text, struct pc_claim_lines *lines, struct pc_buf *errors) {
    struct reading r = {.arena = arena, .scratch = scratch, .name = name, .origin = origin, .errors = errors};
    size_t before = lines->count;
    struct pc_str line;
    if (pc_str_starts(text, PC_STR("\xEF\xBB\xBF")))
        text = pc_str_sub(text, 3, text.len);
    for (bool done = false; pc_str_split(&text, '\n', &line, &done);) {
        r.number++;
        line = pc_str_trim(line);
        if (line.len > 0)
            read_line(&r, line, lines);
        pc_arena_reset(scratch);
    }
    if (r.error_count == 0 && lines->count == before) {
        r.number = 1;
        complain(&r, "there is no claim in it");
    }
    if (r.error_count > ERRORS_SHOWN)
        pc_buf_addf(errors, "\n%.*s: %zu more errors", PC_ARG(name), r.error_count - ERRORS_SHOWN);
    return r.error_count == 0;
}
