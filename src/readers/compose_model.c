#include "compose_model.h"

#include "buf.h"
#include "limits.h"
#include "sort.h"

/* A real deployment says some thousands of things; a long file may say more, but not more than its length has room for.
 */
enum { WORK_BASE = 20000, BYTES_A_WORK = 8 };

static size_t work_limit(const struct pc_compose_deployment *dep) {
    size_t limit = WORK_BASE;
    for (size_t i = 0; i < dep->sources.count; i++) {
        limit += dep->sources.items[i]->text.len / BYTES_A_WORK;
    }
    return limit;
}

static int by_key(const void *a, const void *b) {
    const struct pc_compose_key *x = a;
    const struct pc_compose_key *y = b;
    int order = pc_str_cmp(x->name, y->name);
    return order != 0 ? order : pc_order(x->order, y->order);
}

void pc_compose_keys_sort(struct pc_compose_key *keys, size_t count) {
    pc_sort(keys, count, sizeof keys[0], by_key);
}

const struct pc_compose_key *pc_compose_keys_find(const struct pc_compose_key *keys, size_t count, struct pc_str name) {
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(keys[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && pc_str_eq(keys[low].name, name) ? &keys[low] : NULL;
}

bool pc_compose_work(struct pc_compose_deployment *dep, size_t entries) {
    if (dep->full) {
        return false;
    }
    dep->work += entries;
    if (dep->limit == 0) {
        dep->limit = work_limit(dep);
    }
    if (dep->work <= dep->limit) {
        return true;
    }
    dep->full = true;
    const struct pc_compose_source *source = dep->sources.items[dep->sources.count - 1];
    struct pc_span whole = {source->file, 0, 0};
    pc_compose_trouble(dep, source, PC_TROUBLE_TOO_LARGE, PC_LEVEL_DEFAULT, whole,
                       "the services of this file say more than %zu things; the rest was not read", dep->limit);
    return false;
}

void pc_compose_trouble(struct pc_compose_deployment *dep, const struct pc_compose_source *source,
                        enum pc_trouble_kind kind, enum pc_level level, struct pc_span span, const char *format, ...) {
    if (source->quiet) {
        return;
    }
    struct pc_buf message;
    pc_buf_init(&message, dep->ctx->arena);
    va_list args;
    va_start(args, format);
    pc_buf_vaddf(&message, format, args);
    va_end(args);
    struct pc_trouble trouble = {.kind = kind,
                                 .level = level,
                                 .span = span,
                                 .other = {PC_NONE, 0, 0},
                                 .message = pc_buf_str(&message),
                                 .service = PC_NONE};
    pc_builder_trouble(dep->ctx->builder, &trouble);
}

void pc_compose_unresolved(struct pc_compose_deployment *dep, const struct pc_compose_text *text, const char *what) {
    struct pc_span span =
        text->node ? pc_compose_span(text->source, text->node) : (struct pc_span){text->source->file, 0, 0};
    if (text->too_deep) {
        pc_compose_trouble(dep, text->source, PC_TROUBLE_TOO_LARGE, PC_LEVEL_DEFAULT, span,
                           "%s hangs on variables inside of others, more than %u levels deep", what,
                           PC_LIMIT_INTERPOLATION);
    } else if (text->missing.len > 0) {
        pc_compose_trouble(dep, text->source, PC_TROUBLE_UNRESOLVED, PC_LEVEL_DEFAULT, span,
                           "%s hangs on the variable `%.*s`, which has no value in this repository", what,
                           PC_ARG(text->missing));
    } else {
        pc_compose_trouble(dep, text->source, PC_TROUBLE_UNRESOLVED, PC_LEVEL_DEFAULT, span,
                           "%s hangs on something that is not known in this repository", what);
    }
}

struct pc_span pc_compose_span(const struct pc_compose_source *source, const struct pc_node *node) {
    return (struct pc_span){source->file, node->offset, node->length};
}

struct pc_span pc_compose_extent(const struct pc_compose_source *source, const struct pc_node *node) {
    struct pc_span span = pc_compose_span(source, node);
    if (node->key && node->key->offset < node->offset && !node->aliased) {
        span.length += node->offset - node->key->offset;
        span.offset = node->key->offset;
    }
    return span;
}

struct pc_str pc_compose_plain_name(struct pc_compose_deployment *dep, struct pc_str name) {
    char *plain = PC_NEW_ARRAY(dep->ctx->scratch, name.len + 1, char);
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (pc_is_alnum(name.ptr[i]) || (unsigned char)name.ptr[i] >= 0x80) {
            plain[len++] = pc_lower(name.ptr[i]);
        }
    }
    return (struct pc_str){plain, len};
}

size_t pc_compose_service_named(struct pc_compose_deployment *dep, struct pc_str name) {
    if (name.len == 0 || name.len > 255) {
        return PC_NPOS;
    }
    const struct pc_compose_key *end = dep->names + dep->name_count;
    const struct pc_compose_key *found =
        pc_compose_keys_find(dep->names, dep->name_count, pc_compose_plain_name(dep, name));
    if (!found) {
        return PC_NPOS;
    }
    for (const struct pc_compose_key *other = found + 1; other < end && pc_str_eq(other->name, found->name); other++) {
        if (other->index != found->index) {
            return PC_NPOS;
        }
    }
    return found->index;
}
