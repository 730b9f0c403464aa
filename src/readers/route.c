#include "route.h"

#include "compose_ports.h"
#include "path.h"

struct pc_route_word pc_route_scalar(const struct pc_node *node) {
    if (!node || node->kind != PC_NODE_SCALAR) {
        return (struct pc_route_word){PC_EMPTY, NULL};
    }
    return (struct pc_route_word){node->text, node};
}

struct pc_route_word pc_route_slice(struct pc_str slice) {
    return (struct pc_route_word){slice, NULL};
}

struct pc_span pc_route_span(const struct pc_read_context *ctx, struct pc_str slice) {
    uint32_t offset = slice.len > 0 ? (uint32_t)(slice.ptr - ctx->text.ptr) : 0;
    return (struct pc_span){ctx->file, offset, (uint32_t)slice.len};
}

struct pc_span pc_route_node_span(const struct pc_read_context *ctx, const struct pc_node *node) {
    return node ? (struct pc_span){ctx->file, node->offset, node->length} : (struct pc_span){ctx->file, 0, 0};
}

static struct pc_span word_span(const struct pc_read_context *ctx, struct pc_route_word word) {
    if (!word.node) {
        return pc_route_span(ctx, word.text);
    }
    bool scalar = word.node->kind == PC_NODE_SCALAR;
    return scalar ? (struct pc_span){ctx->file, word.node->content, word.node->content_length}
                  : pc_route_node_span(ctx, word.node);
}

/* Where a piece of the word's text stands; false when the file does not spell it (escapes, folded lines). */
static bool locate(const struct pc_read_context *ctx, struct pc_route_word word, struct pc_str piece,
                   struct pc_span *span) {
    if (!word.node) {
        *span = pc_route_span(ctx, piece);
        return true;
    }
    uint32_t cursor = 0;
    uint32_t offset;
    size_t from = (size_t)(piece.ptr - word.node->text.ptr);
    if (piece.len == 0 || !pc_node_place(word.node, ctx->text, from, piece.len, &cursor, &offset) ||
        !pc_str_eq(pc_str_sub(ctx->text, offset, piece.len), piece)) {
        return false;
    }
    *span = (struct pc_span){ctx->file, offset, (uint32_t)piece.len};
    return true;
}

/* Slices of the file live as long as the registry; decoded text does not. */
static struct pc_str keep(const struct pc_read_context *ctx, struct pc_str s) {
    bool own = s.ptr >= ctx->text.ptr && s.ptr + s.len <= ctx->text.ptr + ctx->text.len;
    return s.len == 0 ? PC_EMPTY : own ? s : pc_str_dup(ctx->arena, s);
}

static bool is_example(struct pc_str path) {
    static const char *const words[] = {"example", "sample", "examples", "samples", "dist"};
    struct pc_str base = pc_path_base(path);
    for (size_t i = 0; i < base.len;) {
        size_t end = i;
        while (end < base.len && pc_is_alnum(base.ptr[end])) {
            end++;
        }
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
            if (pc_str_is_nocase(pc_str_sub(base, i, end - i), words[w])) {
                return true;
            }
        }
        i = end + 1;
    }
    return false;
}

static void trouble(struct pc_read_context *ctx, enum pc_trouble_kind kind, struct pc_span span,
                    struct pc_str message) {
    struct pc_trouble what = {
        .kind = kind, .span = span, .other = {.file = PC_NONE}, .message = message, .service = PC_NONE};
    pc_builder_trouble(ctx->builder, &what);
}

static void invalid(struct pc_read_context *ctx, struct pc_route_word word, struct pc_str port,
                    enum pc_port_result result) {
    struct pc_span span;
    if (!locate(ctx, word, port, &span)) {
        span = word_span(ctx, word);
    }
    trouble(ctx, PC_TROUBLE_INVALID_PORT, span,
            result == PC_PORT_ZERO       ? PC_STR("0 is no port that can be dialled")
            : result == PC_PORT_LARGE    ? PC_STR("the port is too large: ports end at 65535")
            : result == PC_PORT_REVERSED ? PC_STR("the range of ports ends before it starts")
                                         : PC_STR("the port is not a plain decimal number"));
}

void pc_route_unresolved(struct pc_read_context *ctx, struct pc_route_word word) {
    trouble(ctx, PC_TROUBLE_UNRESOLVED, word_span(ctx, word),
            PC_STR("the port is filled in later, from a variable or template"));
}

static struct pc_claim claim_of(const struct pc_read_context *ctx, enum pc_role role, struct pc_ports ports,
                                const struct pc_route_how *how) {
    struct pc_claim claim = {.role = role,
                             .confidence = how->from_default ? PC_DERIVED : PC_STATED,
                             .protocol = how->protocol,
                             .place = how->place,
                             .flags = how->flags | (how->from_default ? PC_CLAIM_FROM_ENV : 0u),
                             .ports = ports,
                             .extent = how->extent,
                             .qualifier = keep(ctx, how->qualifier),
                             .service = PC_NONE,
                             .host = PC_NONE,
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = PC_NONE,
                             .partner = PC_NONE};
    if (is_example(ctx->path)) {
        claim.confidence = PC_GUESSED;
    }
    return claim;
}

/* Sets the claim's span; where the file does not spell the number, the whole scalar stands for it. */
static void set_span(const struct pc_read_context *ctx, struct pc_claim *claim, struct pc_route_word word,
                     struct pc_str port) {
    if (!locate(ctx, word, port, &claim->span)) {
        claim->span = word_span(ctx, word);
        claim->flags |= PC_CLAIM_COMPOSED;
    }
    if (claim->extent.length == 0) {
        claim->extent = word_span(ctx, word);
    }
}

/* An address of another machine: it is one of the hosts when something else gives that address to one. */
static pc_id host_of_address(struct pc_read_context *ctx, struct pc_str name, struct pc_span span) {
    if (!pc_is_ipv4(name) || pc_address_is_loopback(name) || pc_str_starts(name, PC_STR("0."))) {
        return PC_NONE;
    }
    struct pc_host_mention mention = {
        .address = name, .evidence = PC_EVIDENCE_ADDRESS, .span = span, .tentative = true};
    return pc_builder_host(ctx->builder, &mention);
}

static void mention(struct pc_read_context *ctx, struct pc_route_word word, struct pc_str port, const char *why) {
    struct pc_span span;
    if (locate(ctx, word, port, &span)) {
        pc_builder_mention(ctx->builder, span, why);
    }
}

static void dial(struct pc_read_context *ctx, struct pc_route_word host_word, struct pc_str host,
                 struct pc_route_word port_word, struct pc_str port, struct pc_ports ports,
                 const struct pc_route_how *how) {
    enum { NAME_MAX_BYTES = 253 };
    if (how->only_mention || host.len > NAME_MAX_BYTES) {
        mention(ctx, port_word, port, how->only_mention ? how->only_mention : "the host's name is too long");
        return;
    }
    struct pc_claim claim = claim_of(ctx, PC_ROLE_DIALS, ports, how);
    set_span(ctx, &claim, port_word, port);
    claim.name_span = (struct pc_span){ctx->file, claim.span.offset, 0};
    if (host.len > 0) {
        claim.name = keep(ctx, host);
        if (!locate(ctx, host_word, host, &claim.name_span)) {
            claim.name_span = (struct pc_span){ctx->file, claim.span.offset, 0};
        }
        claim.host = host_of_address(ctx, claim.name, claim.name_span);
    } else {
        claim.name = how->default_host;
    }
    pc_builder_claim(ctx->builder, &claim);
}

void pc_route_dial(struct pc_read_context *ctx, struct pc_route_word word, const struct pc_route_how *how) {
    struct pc_endpoint end;
    if (!pc_endpoint_parse(word.text, &end)) {
        return;
    }
    if (end.open_port) {
        pc_route_unresolved(ctx, word);
        return;
    }
    if (end.result == PC_PORT_NONE) {
        return;
    }
    if (end.result != PC_PORT_OK) {
        invalid(ctx, word, end.port, end.result);
        return;
    }
    if (end.open_host) {
        mention(ctx, word, end.port, "the host is filled in later");
        return;
    }
    if (end.host.len == 0 && how->default_host.len == 0) {
        mention(ctx, word, end.port, "no host is named");
        return;
    }
    struct pc_route_how own = *how;
    if (own.protocol == PC_PROTO_ANY && end.scheme.len > 0) {
        own.protocol = pc_str_starts_nocase(end.scheme, PC_STR("udp")) ? PC_PROTO_UDP : PC_PROTO_TCP;
    }
    dial(ctx, word, end.host, word, end.port, end.ports, &own);
}

void pc_route_dial_split(struct pc_read_context *ctx, struct pc_route_word host, struct pc_route_word port,
                         const struct pc_route_how *how) {
    uint16_t number;
    enum pc_port_result result = pc_port_parse(port.text, &number);
    if (pc_text_is_open(port.text)) {
        pc_route_unresolved(ctx, port);
    } else if (result != PC_PORT_OK && result != PC_PORT_NONE) {
        invalid(ctx, port, port.text, result);
    } else if (result == PC_PORT_OK && pc_text_is_open(host.text)) {
        mention(ctx, port, port.text, "the host is filled in later");
    } else if (result == PC_PORT_OK && (host.text.len > 0 || how->default_host.len > 0)) {
        dial(ctx, host, host.text, port, port.text, (struct pc_ports){number, number}, how);
    }
}

/* "8080" alone is a port, not a host. */
static bool parse_listen(struct pc_str text, struct pc_endpoint *end) {
    if (!pc_endpoint_parse(text, end)) {
        return false;
    }
    bool digits = end->host.len > 0 && end->port.len == 0 && end->scheme.len == 0 && end->path.len == 0 && !end->v6;
    for (size_t i = 0; i < end->host.len && digits; i++) {
        digits = pc_is_digit(end->host.ptr[i]) || end->host.ptr[i] == '-';
    }
    if (digits) {
        struct pc_str host = end->host;
        end->host = PC_EMPTY;
        end->port = host;
        end->result = pc_ports_parse(host, &end->ports);
    }
    return true;
}

void pc_route_listen(struct pc_read_context *ctx, struct pc_route_word word, const struct pc_route_how *how) {
    struct pc_endpoint end;
    bool whole_open = pc_marker_length(word.text) == word.text.len && word.text.len > 0;
    if (whole_open || !parse_listen(word.text, &end) || end.open_port) {
        if (whole_open || (pc_endpoint_parse(word.text, &end) && end.open_port)) {
            pc_route_unresolved(ctx, word);
        }
        return;
    }
    if (end.result == PC_PORT_NONE || end.result == PC_PORT_ZERO) {
        return;
    }
    if (end.result != PC_PORT_OK) {
        invalid(ctx, word, end.port, end.result);
        return;
    }
    struct pc_claim claim = claim_of(ctx, PC_ROLE_LISTENS, end.ports, how);
    set_span(ctx, &claim, word, end.port);
    if (!end.open_host && end.host.len > 0 && !pc_str_eq(end.host, PC_STR("*"))) {
        claim.address = keep(ctx, end.host);
        claim.flags |= pc_address_is_loopback(end.host) ? PC_CLAIM_LOOPBACK : 0u;
    }
    pc_builder_claim(ctx->builder, &claim);
}
