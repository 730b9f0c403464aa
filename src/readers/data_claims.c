/* From a scalar in a port's place to claims. */
#include "data_claims.h"

#include "data_words.h"
#include "dotenv.h"

struct pc_span pc_data_span(const struct pc_data_reader *r, uint32_t offset, uint32_t length) {
    return (struct pc_span){.file = r->ctx->file, .offset = offset, .length = length};
}

struct pc_str pc_data_keep(const struct pc_data_reader *r, struct pc_str text, const struct pc_node *node) {
    return node->verbatim ? text : pc_str_dup(r->ctx->arena, text);
}

struct pc_span pc_data_text_span(const struct pc_data_reader *r, const struct pc_node *node) {
    return pc_data_span(r, node->content, node->content_length);
}

static pc_id section_of(struct pc_data_reader *r, struct pc_data_section *section) {
    if (section->id == PC_NONE) {
        section->id = pc_builder_section(r->ctx->builder, &section->section);
    }
    return section->id;
}

static void add_claim(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_claim *claim) {
    pc_id id = pc_builder_claim(r->ctx->builder, claim);
    if (scope->container.len > 0) {
        pc_builder_claim_alias(r->ctx->builder, id, scope->container, PC_EVIDENCE_CONTAINER, scope->container_span);
    }
    r->statements++;
}

static bool is_loopback(struct pc_str address) {
    return pc_str_starts(address, PC_STR("127.")) || pc_str_eq(address, PC_STR("::1")) ||
           pc_str_eq_nocase(address, PC_STR("localhost"));
}

static bool spells(const struct pc_data_reader *r, struct pc_span span, struct pc_ports ports) {
    struct pc_ports spelt;
    struct pc_str bytes = pc_str_sub(r->ctx->text, span.offset, span.length);
    return pc_ports_parse(bytes, &spelt) == PC_PORT_OK && pc_ports_eq(spelt, ports);
}

void pc_data_claim(struct pc_data_reader *r, const struct pc_data_scope *scope, struct pc_ports ports,
                   struct pc_span span, bool inner, uint32_t flags) {
    if (scope->dead) {
        pc_builder_mention(r->ctx->builder, span, "deprecated or free");
        return;
    }
    struct pc_claim claim = {
        .role = scope->role,
        .confidence = PC_STATED,
        .environment = scope->environment,
        .place = inner ? PC_PLACE_NETWORK : PC_PLACE_HOST,
        .flags = scope->flags | flags | (spells(r, span, ports) ? 0 : PC_CLAIM_COMPOSED) |
                 (inner ? PC_CLAIM_INTERNAL : 0) | (is_loopback(scope->address) && !inner ? PC_CLAIM_LOOPBACK : 0),
        .ports = ports,
        .span = span,
        .extent = scope->extent,
        .name = scope->name,
        .qualifier = scope->qualifier,
        .name_span = scope->name_span,
        .address = inner ? PC_EMPTY : scope->address,
        .service = PC_NONE,
        .host = PC_NONE,
        .section = section_of(r, scope->section),
        .range = inner ? PC_NONE : scope->range,
        .container = PC_NONE,
        .partner = PC_NONE,
    };
    if (span.offset < scope->extent.offset) {
        claim.extent = span; /* written at an anchor, before the entry */
    }
    for (size_t host = 0; host == 0 || host < scope->host_count; host++) {
        claim.host = host < scope->host_count ? scope->hosts[host] : PC_NONE;
        claim.protocol = scope->protocols[0];
        add_claim(r, scope, &claim);
        if (scope->protocols[1] != PC_PROTO_ANY) {
            claim.protocol = scope->protocols[1];
            add_claim(r, scope, &claim);
        }
    }
}

static void add_trouble(struct pc_data_reader *r, enum pc_trouble_kind kind, struct pc_span span, struct pc_str message,
                        struct pc_str help) {
    struct pc_trouble trouble = {
        .kind = kind, .span = span, .other = {.file = PC_NONE}, .message = message, .help = help, .service = PC_NONE};
    pc_builder_trouble(r->ctx->builder, &trouble);
}

void pc_data_invalid(struct pc_data_reader *r, const struct pc_node *value, struct pc_span span,
                     enum pc_port_result result) {
    const char *why = "not a port number";
    struct pc_str help = PC_EMPTY;
    if (result == PC_PORT_ZERO) {
        why = "no port: ports start at 1";
    } else if (result == PC_PORT_LARGE) {
        why = "no port: ports end at 65535";
    } else if (result == PC_PORT_REVERSED) {
        why = "no range: it ends before it starts";
    } else if (result == PC_PORT_ODD) {
        why = "not a plain decimal number, and readers of this file may take it for another one";
    }
    if (value->kind != PC_NODE_SCALAR) {
        help = PC_STR("write a number from 1 to 65535, or a range like 3000-3099");
    }
    struct pc_str shown = value->kind == PC_NODE_SCALAR ? pc_str_sub(pc_str_trim(value->text), 0, 40) : PC_STR("this");
    add_trouble(
        r, PC_TROUBLE_INVALID_PORT, span,
        pc_str_fmt(r->ctx->arena, value->kind == PC_NODE_SCALAR ? "`%.*s` is %s" : "%.*s is %s", PC_ARG(shown), why),
        help);
}

/* A scalar's text after its variables, and where each byte of it came from. */
struct source {
    struct pc_data_reader *r;
    const struct pc_data_scope *scope;
    const struct pc_node *node;
    struct pc_str text;
    const uint32_t *origin; /* in the node's text; NULL: the same bytes */
    enum pc_data_place place;
    uint32_t cursor;
};

/* The file's span of text[from, from + len); of the whole scalar when that came from several places. */
static struct pc_span span_at(struct source *src, size_t from, size_t len) {
    size_t start = src->origin ? src->origin[from] : from;
    bool together = true;
    for (size_t i = 1; src->origin && i < len; i++) {
        together = together && src->origin[from + i] == start + i;
    }
    uint32_t offset = 0;
    if (!together || !pc_node_place(src->node, src->r->ctx->text, start, len, &src->cursor, &offset)) {
        return pc_data_text_span(src->r, src->node);
    }
    return pc_data_span(src->r, offset, (uint32_t)len);
}

static size_t offset_in(const struct source *src, struct pc_str part) {
    return (size_t)(part.ptr - src->text.ptr);
}

static bool has_digit(struct pc_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (pc_is_digit(s.ptr[i])) {
            return true;
        }
    }
    return false;
}

/* One number or range of a piece. */
static void read_number(struct source *src, const struct pc_data_scope *scope, struct pc_str number, bool inner) {
    struct pc_ports ports;
    enum pc_port_result result = pc_ports_parse(number, &ports);
    if (result == PC_PORT_OK) {
        struct pc_span span = span_at(src, offset_in(src, number), number.len);
        pc_data_claim(src->r, scope, ports, span, inner, src->origin ? PC_CLAIM_FROM_ENV : 0);
        return;
    }
    bool wrong_number = result == PC_PORT_LARGE || result == PC_PORT_REVERSED;
    bool told = src->place != PC_DATA_MAYBE && (src->place != PC_DATA_LIKELY || wrong_number);
    if (told && !scope->dead && (has_digit(number) || !pc_data_is_filler(number))) {
        pc_data_invalid(src->r, src->node, span_at(src, offset_in(src, number), number.len), result);
    }
}

/* Cuts "/udp" or " (note)" off the end of a piece. */
static struct pc_str cut_tail(struct pc_str piece, struct pc_data_scope *scope) {
    enum pc_protocol protocols[2];
    if (pc_str_ends(piece, PC_STR(")")) && pc_str_find_char(piece, '(', 0) != PC_NPOS) {
        size_t open = pc_str_find_char(piece, '(', 0);
        scope->qualifier = pc_str_trim(pc_str_sub(piece, open + 1, piece.len - open - 2));
        piece = pc_str_trim(pc_str_sub(piece, 0, open));
    }
    size_t slash = pc_str_find_char(piece, '/', 0);
    if (slash != PC_NPOS && pc_protocol_parse(pc_str_sub(piece, slash + 1, piece.len), &protocols[0], &protocols[1])) {
        scope->protocols[0] = protocols[0];
        scope->protocols[1] = protocols[1];
        piece = pc_str_trim(pc_str_sub(piece, 0, slash));
    }
    return piece;
}

/* "8080", "8080:80", "127.0.0.1:8080", "127.0.0.1:8080:80", "[::1]:8080:80". */
static void read_piece(struct source *src, struct pc_str piece) {
    struct pc_data_scope scope = *src->scope;
    piece = cut_tail(piece, &scope);
    if (src->node->verbatim == false || src->origin) {
        scope.qualifier = pc_str_dup(src->r->ctx->arena, scope.qualifier);
    }
    bool inner = src->place == PC_DATA_INSIDE;
    size_t colon = pc_str_rfind_char(piece, ':');
    if (colon == PC_NPOS) {
        read_number(src, &scope, piece, inner);
        return;
    }
    struct pc_str left = pc_str_trim(pc_str_sub(piece, 0, colon));
    struct pc_str right = pc_str_trim(pc_str_sub(piece, colon + 1, piece.len));
    size_t before = pc_str_rfind_char(left, ':');
    bool bracket = pc_str_ends(left, PC_STR("]"));
    struct pc_str host = before == PC_NPOS || bracket ? left : pc_str_trim(pc_str_sub(left, before + 1, left.len));
    struct pc_str address = before == PC_NPOS || bracket ? PC_EMPTY : pc_str_sub(left, 0, before);
    bool only_address = bracket || pc_str_find_char(host, '.', 0) != PC_NPOS || !has_digit(host);
    if (src->place == PC_DATA_MAYBE || (src->place == PC_DATA_LIKELY && only_address)) {
        return; /* "db.internal:5432" is somebody else's, "12:30" a time */
    }
    address = only_address ? host : address;
    if (pc_str_starts(address, PC_STR("[")) && pc_str_ends(address, PC_STR("]"))) {
        address = pc_str_sub(address, 1, address.len - 2);
    }
    if (address.len > 0) {
        scope.address = src->node->verbatim && !src->origin ? address : pc_str_dup(src->r->ctx->arena, address);
    }
    if (!only_address) {
        read_number(src, &scope, host, inner);
    }
    read_number(src, &scope, right, inner || !only_address);
}

void pc_data_port(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value,
                  enum pc_data_place place) {
    struct pc_expansion expansion = pc_env_expand(r->ctx->arena, value->text, NULL);
    bool template = place != PC_DATA_MAYBE && pc_str_find(value->text, PC_STR("{{"), 0) != PC_NPOS;
    if (template || (expansion.result == PC_EXPAND_UNKNOWN && (place == PC_DATA_HERE || place == PC_DATA_INSIDE))) {
        add_trouble(
            r, expansion.too_deep ? PC_TROUBLE_TOO_LARGE : PC_TROUBLE_UNRESOLVED, pc_data_text_span(r, value),
            pc_str_fmt(r->ctx->arena, "the port of `%.*s` is known only when it is filled in", PC_ARG(scope->name)),
            PC_EMPTY);
        return;
    }
    struct source src = {r, scope, value, expansion.text, expansion.origin, place, 0};
    struct pc_str rest = expansion.text;
    struct pc_str piece;
    for (bool done = false; pc_str_split(&rest, ',', &piece, &done);) {
        read_piece(&src, pc_str_trim(piece));
    }
}

struct pc_span pc_data_number_span(const struct pc_data_reader *r, const struct pc_node *node) {
    struct pc_str text = pc_str_trim(node->text);
    uint32_t cursor = 0;
    uint32_t offset = 0;
    if (!pc_node_place(node, r->ctx->text, (size_t)(text.ptr - node->text.ptr), text.len, &cursor, &offset)) {
        return pc_data_text_span(r, node);
    }
    return pc_data_span(r, offset, (uint32_t)text.len);
}

bool pc_data_is_port(const struct pc_node *node, struct pc_ports *ports) {
    return node->kind == PC_NODE_SCALAR && pc_ports_parse(pc_str_trim(node->text), ports) == PC_PORT_OK;
}

bool pc_data_bounds(struct pc_data_reader *r, const struct pc_node *from, const struct pc_node *to,
                    struct pc_ports *ports, struct pc_span *span) {
    struct pc_ports lo;
    struct pc_ports hi;
    if (!pc_data_is_port(from, &lo) || !pc_data_is_port(to, &hi) || lo.lo != lo.hi || hi.lo != hi.hi) {
        const struct pc_node *bad = pc_data_is_port(from, &lo) && lo.lo == lo.hi ? to : from;
        enum pc_port_result result =
            bad->kind == PC_NODE_SCALAR ? pc_ports_parse(pc_str_trim(bad->text), &hi) : PC_PORT_NONE;
        pc_data_invalid(r, bad, pc_data_span(r, bad->offset, bad->length), result);
        return false;
    }
    if (lo.lo > hi.lo) {
        pc_data_invalid(r, from, pc_data_text_span(r, from), PC_PORT_REVERSED);
        return false;
    }
    *ports = (struct pc_ports){lo.lo, hi.lo};
    /* From the first number to the second; written the other way round, or elsewhere, only the first can be shown. */
    uint32_t end = to->content + to->content_length;
    bool in_order = to->content > from->content && !from->aliased && !to->aliased;
    *span = pc_data_span(r, from->content, in_order ? end - from->content : from->content_length);
    return true;
}

bool pc_data_range(struct pc_data_reader *r, const struct pc_node *value, struct pc_ports *ports,
                   struct pc_span *span) {
    if (value->kind == PC_NODE_LIST && value->count == 2) {
        return pc_data_bounds(r, value->child, value->child->next, ports, span);
    }
    enum pc_port_result result = PC_PORT_NONE;
    bool loud = value->kind != PC_NODE_NULL;
    if (value->kind == PC_NODE_SCALAR) {
        struct pc_str text = pc_str_trim(value->text);
        result = pc_ports_parse(text, ports);
        if (result == PC_PORT_OK) {
            *span = pc_data_number_span(r, value);
            return true;
        }
        loud = has_digit(text);
    }
    if (loud) {
        pc_data_invalid(r, value, pc_data_span(r, value->offset, value->length), result);
    }
    return false;
}

pc_id pc_data_declare(struct pc_data_reader *r, const struct pc_data_scope *scope, struct pc_ports ports,
                      struct pc_span span, struct pc_str purpose, bool heading) {
    struct pc_range range = {
        .ports = ports,
        .span = span,
        .purpose = purpose,
        .section = heading ? PC_NONE : section_of(r, scope->section),
        .host = scope->host_count > 0 ? scope->hosts[0] : PC_NONE,
        .heading = heading,
    };
    r->statements++;
    return pc_builder_range(r->ctx->builder, &range);
}

void pc_data_mention(struct pc_data_reader *r, const struct pc_node *node, const char *why) {
    struct pc_ports ports;
    if (pc_data_is_port(node, &ports)) {
        pc_builder_mention(r->ctx->builder, pc_data_text_span(r, node), why);
    }
    for (const struct pc_node *child = node->child; child; child = child->next) {
        pc_data_mention(r, child, why);
    }
}
