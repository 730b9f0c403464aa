/* See repair.h. */
#include "repair.h"

#include "lookup.h"

bool pc_claim_is_written(const struct pc_registry *reg, const struct pc_claim *claim) {
    uint16_t written;
    return claim->span.file != PC_NONE && claim->ports.lo == claim->ports.hi &&
           !(claim->flags & (PC_CLAIM_COMPOSED | PC_CLAIM_FROM_ENV | PC_CLAIM_OPEN)) &&
           reg->files[claim->span.file].origin.len == 0 &&
           pc_port_parse(pc_span_text(reg, claim->span), &written) == PC_PORT_OK && written == claim->ports.lo;
}

uint16_t pc_one_port(const struct pc_registry *reg, const pc_id *claims, size_t count) {
    uint16_t port = 0;
    for (size_t i = 0; i < count; i++) {
        struct pc_ports ports = reg->claims[claims[i]].ports;
        if (ports.lo != ports.hi || (port != 0 && ports.lo != port)) {
            return 0;
        }
        port = ports.lo;
    }
    return port;
}

static bool is_listed(const struct pc_registry *reg, const pc_id *claims, size_t count, pc_id file, size_t offset) {
    bool listed = false;
    for (size_t i = 0; i < count && !listed; i++) {
        listed = reg->claims[claims[i]].span.file == file && reg->claims[claims[i]].span.offset == offset;
    }
    return listed;
}

/* Does the number stand on the claim's line, in a document, where none of the claims is? */
static bool stands_again(const struct pc_registry *reg, const struct pc_claim *claim, const pc_id *claims,
                         size_t count) {
    const struct pc_file *file = &reg->files[claim->span.file];
    if (file->kind != PC_FILE_KIND_REGISTRY && file->kind != PC_FILE_KIND_SERVICE_DOC) {
        return false;
    }
    uint32_t number = pc_line_at(&file->lines, claim->span.offset), start = file->lines.starts[number];
    struct pc_str line = pc_line_text(&file->lines, file->text, number), written = pc_span_text(reg, claim->span);
    for (size_t at = 0; (at = pc_str_find(line, written, at)) != PC_NPOS; at += written.len) {
        bool begins = at == 0 || !pc_is_digit(line.ptr[at - 1]);
        bool ends = at + written.len >= line.len || !pc_is_digit(line.ptr[at + written.len]);
        if (begins && ends && !is_listed(reg, claims, count, claim->span.file, start + at)) {
            return true;
        }
    }
    return false;
}

/* Some claim at the number, or of a range with it, that the fix does not change. */
static bool is_anothers(const struct pc_registry *reg, const pc_id *claims, size_t count, pc_id file, uint16_t port) {
    for (pc_id i = pc_first_claim_at(reg, (struct pc_span){file, 0, 0});
         i < reg->claim_count && reg->claims[i].span.file == file; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (claim->ports.lo <= port && port <= claim->ports.hi &&
            !is_listed(reg, claims, count, file, claim->span.offset)) {
            return true;
        }
    }
    return false;
}

/* In a service's own document its addresses of localhost go along, or it would contradict itself. */
static void add_addresses(const struct pc_rule_context *ctx, struct pc_finding *f, const pc_id *claims, size_t count,
                          const struct pc_claim *claim, struct pc_str text) {
    const struct pc_file *file = &ctx->reg->files[claim->span.file];
    struct pc_str written = pc_span_text(ctx->reg, claim->span);
    struct pc_str address = pc_str_fmt(ctx->arena, "://localhost:%.*s", PC_ARG(written));
    if (file->kind != PC_FILE_KIND_SERVICE_DOC || claim->role != PC_ROLE_DOCUMENTED ||
        is_anothers(ctx->reg, claims, count, claim->span.file, claim->ports.lo)) {
        return;
    }
    for (size_t at = 0; (at = pc_str_find(file->text, address, at)) != PC_NPOS; at += address.len) {
        size_t from = at + address.len - written.len, end = at + address.len;
        bool ends = end >= file->text.len || !pc_is_digit(file->text.ptr[end]);
        if (ends && !is_listed(ctx->reg, claims, count, claim->span.file, from)) {
            struct pc_span span = {claim->span.file, (uint32_t)from, (uint32_t)written.len};
            pc_finding_fix_also(ctx->out, f, (struct pc_edit){span, text});
        }
    }
}

/* The first claim of its file with that port: what else the file holds is done once. */
static bool is_first_of_file(const struct pc_registry *reg, const pc_id *claims, size_t at) {
    const struct pc_claim *claim = &reg->claims[claims[at]];
    bool first = true;
    for (size_t i = 0; i < at && first; i++) {
        const struct pc_claim *other = &reg->claims[claims[i]];
        first = other->span.file != claim->span.file || other->ports.lo != claim->ports.lo;
    }
    return first;
}

__attribute__((format(printf, 7, 0))) static void offer(const struct pc_rule_context *ctx, struct pc_finding *f,
                                                        bool safe, const pc_id *claims, size_t count, uint16_t port,
                                                        const char *format, va_list args) {
    const struct pc_registry *reg = ctx->reg;
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &reg->claims[claims[i]];
        if (claim->ports.lo == port) {
            continue;
        }
        if (port == 0 || !pc_claim_is_written(reg, claim) || stands_again(reg, claim, claims, count)) {
            return;
        }
        wrong++;
    }
    struct pc_buf title;
    struct pc_str text = pc_str_fmt(ctx->arena, "%u", (unsigned)port);
    pc_buf_init(&title, ctx->arena);
    pc_buf_vaddf(&title, format, args);
    for (size_t i = 0, done = 0; i < count && wrong > 0; i++) {
        struct pc_edit edit = {reg->claims[claims[i]].span, text};
        if (reg->claims[claims[i]].ports.lo == port || is_listed(reg, claims, i, edit.span.file, edit.span.offset)) {
            continue;
        }
        if (done++ == 0) {
            pc_finding_fix(ctx->out, f, safe, edit, "%.*s", PC_ARG(pc_buf_str(&title)));
        } else {
            pc_finding_fix_also(ctx->out, f, edit);
        }
        if (is_first_of_file(reg, claims, i)) {
            add_addresses(ctx, f, claims, count, &reg->claims[claims[i]], text);
        }
    }
}

void pc_repair_port(const struct pc_rule_context *ctx, struct pc_finding *f, bool safe, pc_id claim, uint16_t port,
                    const char *format, ...) {
    va_list args;
    va_start(args, format);
    offer(ctx, f, safe, &claim, 1, port, format, args);
    va_end(args);
}

void pc_repair_ports(const struct pc_rule_context *ctx, struct pc_finding *f, bool safe, const pc_id *claims,
                     size_t count, uint16_t port, const char *format, ...) {
    va_list args;
    va_start(args, format);
    offer(ctx, f, safe, claims, count, port, format, args);
    va_end(args);
}
