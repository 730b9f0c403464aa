#include "cover.h"

#include "sort.h"

uint32_t pc_ports_width(struct pc_ports ports) {
    return (uint32_t)ports.hi - ports.lo + 1u;
}

static int compare_ports(const void *a, const void *b) {
    return pc_ports_cmp(*(const struct pc_ports *)a, *(const struct pc_ports *)b);
}

/* The first claim whose file is at least file: claims are sorted by file. */
static size_t first_claim(const struct pc_registry *reg, pc_id file) {
    size_t low = 0;
    size_t high = reg->claim_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reg->claims[middle].span.file < file)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Merges sorted intervals that overlap or touch; returns how many are left. */
static size_t merge(struct pc_ports *items, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && items[i].lo <= items[kept - 1].hi + 1u)
            items[kept - 1].hi = items[i].hi > items[kept - 1].hi ? items[i].hi : items[kept - 1].hi;
        else
            items[kept++] = items[i];
    }
    return kept;
}

/* Takes the intervals over. */
static struct pc_cover cover_of(struct pc_arena *arena, struct pc_ports *items, size_t count) {
    pc_sort(items, count, sizeof *items, compare_ports);
    count = merge(items, count);
    uint32_t *before = PC_NEW_ARRAY(arena, count + 1, uint32_t);
    for (size_t i = 0; i < count; i++)
        before[i + 1] = before[i] + pc_ports_width(items[i]);
    return (struct pc_cover){items, before, count};
}

struct pc_cover pc_cover_of_claims(const struct pc_rule_context *ctx, struct pc_claims claims) {
    struct pc_ports *items = PC_NEW_ARRAY(ctx->arena, claims.count, struct pc_ports);
    for (size_t i = 0; i < claims.count; i++)
        items[i] = ctx->reg->claims[claims.items[i]].ports;
    return cover_of(ctx->arena, items, claims.count);
}

struct pc_cover pc_cover_of_file(const struct pc_rule_context *ctx, pc_id file,
                                 bool (*takes)(const struct pc_registry *reg, const struct pc_claim *claim)) {
    const struct pc_registry *reg = ctx->reg;
    size_t from = first_claim(reg, file);
    size_t to = from;
    while (to < reg->claim_count && reg->claims[to].span.file == file)
        to++;
    struct pc_ports *items = PC_NEW_ARRAY(ctx->arena, to - from, struct pc_ports);
    size_t count = 0;
    for (size_t i = from; i < to; i++) {
        if (takes(reg, &reg->claims[i]))
            items[count++] = reg->claims[i].ports;
    }
    return cover_of(ctx->arena, items, count);
}

size_t pc_cover_reaching(const struct pc_cover *cover, uint32_t port) {
    size_t low = 0;
    size_t high = cover->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cover->items[middle].hi < port)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool pc_cover_meets(const struct pc_cover *cover, struct pc_ports ports) {
    size_t i = pc_cover_reaching(cover, ports.lo);
    return i < cover->count && cover->items[i].lo <= ports.hi;
}

/* How many ports below port are covered. */
static uint32_t covered_below(const struct pc_cover *cover, uint32_t port) {
    size_t i = pc_cover_reaching(cover, port);
    uint32_t count = cover->before[i];
    if (i < cover->count && cover->items[i].lo < port)
        count += port - cover->items[i].lo;
    return count;
}

uint32_t pc_cover_within(const struct pc_cover *cover, struct pc_ports ports) {
    return covered_below(cover, ports.hi + 1u) - covered_below(cover, ports.lo);
}
