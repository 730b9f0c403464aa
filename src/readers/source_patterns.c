#include "source_patterns.h"

#include "own_port.h"
#include "path.h"
#include "route.h"

static const struct pc_str port_mark = {"{port}", 6};
static const struct pc_str any_mark = {"{*}", 3};

/* Does a piece without {*} fit at line[at]? */
static bool fits(struct pc_str piece, struct pc_str line, size_t at, struct pc_str *port, size_t *end) {
    size_t mark = pc_str_find(piece, port_mark, 0);
    struct pc_str head = pc_str_sub(piece, 0, mark);
    if (!pc_str_starts(pc_str_sub(line, at, line.len), head)) {
        return false;
    }
    *end = at + head.len;
    if (mark == PC_NPOS) {
        return true;
    }
    struct pc_str tail = pc_str_sub(piece, mark + port_mark.len, piece.len);
    struct pc_str digits = {line.ptr + *end, 0};
    if (head.len == 0 && at > 0 && (pc_is_alnum(line.ptr[at - 1]) || line.ptr[at - 1] == '.')) {
        return false; /* a part of another number or word */
    }
    while (*end + digits.len < line.len && pc_is_digit(digits.ptr[digits.len])) {
        digits.len++;
    }
    *end += digits.len;
    bool behind = tail.len == 0 && *end < line.len && pc_is_alpha(line.ptr[*end]);
    if (digits.len == 0 || behind || !pc_str_starts(pc_str_sub(line, *end, line.len), tail)) {
        return false;
    }
    *port = digits;
    *end += tail.len;
    return true;
}

static bool find_piece(struct pc_str piece, struct pc_str line, size_t from, struct pc_str *port, size_t *end) {
    for (size_t at = from; at <= line.len; at++) {
        if (fits(piece, line, at, port, end)) {
            return true;
        }
    }
    return false;
}

bool pc_source_pattern_find(struct pc_str pattern, struct pc_str line, size_t from, struct pc_str *port, size_t *end) {
    *end = from;
    while (pattern.len > 0) {
        size_t mark = pc_str_find(pattern, any_mark, 0);
        struct pc_str piece = pc_str_sub(pattern, 0, mark);
        if (!find_piece(piece, line, *end, port, end)) {
            return false;
        }
        pattern = mark == PC_NPOS ? PC_EMPTY : pc_str_sub(pattern, mark + any_mark.len, pattern.len);
    }
    return true;
}

static bool wants(const struct pc_source_pattern *source, struct pc_str path) {
    for (size_t i = 0; i < source->file_count; i++) {
        if (pc_glob_match(source->files[i], path)) {
            return true;
        }
    }
    return false;
}

bool pc_source_patterns_want(const struct pc_config *config, struct pc_str path) {
    for (size_t i = 0; i < config->source_count; i++) {
        if (wants(&config->sources[i], path)) {
            return true;
        }
    }
    return false;
}

static void claim(struct pc_read_context *ctx, const struct pc_source_pattern *source, struct pc_str line,
                  struct pc_str digits) {
    struct pc_span extent = pc_slice_span(ctx, line);
    if (source->role == PC_ROLE_DIALS) {
        struct pc_route_how how = {.extent = extent, .default_host = PC_STR("localhost"), .protocol = PC_PROTO_ANY};
        pc_route_dial_split(ctx, (struct pc_route_word){PC_EMPTY, NULL}, pc_route_slice(digits), &how);
        return;
    }
    struct pc_own_port own = {.role = source->role,
                              .flags = source->role == PC_ROLE_LISTENS ? PC_CLAIM_PORT_VAR : 0u,
                              .extent = extent,
                              .dir = pc_service_dir_above(ctx, ctx->dir).dir};
    pc_own_port_claim(ctx, digits, &own);
}

static void read_pattern(struct pc_read_context *ctx, const struct pc_source_pattern *source) {
    struct pc_str rest = ctx->text;
    struct pc_str line;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        struct pc_str digits = PC_EMPTY;
        size_t end = 0;
        for (size_t at = 0; pc_source_pattern_find(source->pattern, line, at, &digits, &end) && end > at; at = end) {
            claim(ctx, source, line, digits);
        }
    }
}

void pc_source_patterns_read(struct pc_read_context *ctx) {
    for (size_t i = 0; i < ctx->config->source_count; i++) {
        if (wants(&ctx->config->sources[i], ctx->path)) {
            read_pattern(ctx, &ctx->config->sources[i]);
        }
    }
}
