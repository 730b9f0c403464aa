/* The lists of ports that somebody has, and of those that nobody has. */
#include "free_ports.h"
#include "list_rows.h"
#include "sort.h"
#include "uses.h"
#include "vec.h"

void pc_list_write_ports(const struct pc_list_input *in, struct pc_list_rows *rows) {
    static const enum pc_role roles[] = {PC_ROLE_PLANNED, PC_ROLE_RESERVED,  PC_ROLE_DOCUMENTED,
                                         PC_ROLE_DEFAULT, PC_ROLE_PUBLISHES, PC_ROLE_OBSERVED};
    struct pc_uses uses = pc_uses_of(in->arena, in->reg, &in->selection);
    struct pc_places places;
    pc_places_init(&places, in->arena, in->reg);
    for (size_t i = 0; i < uses.count; i++) {
        const struct pc_use *use = &uses.items[i];
        struct pc_buf states;
        pc_buf_init(&states, &rows->scratch);
        pc_add_states(&states, use->roles);
        pc_row_str(rows, pc_row_ports_text(rows, use->ports));
        pc_row_str(rows, use->name);
        pc_row_host(in, rows, use->host);
        pc_row_int(rows, use->ports.lo);
        pc_row_int(rows, use->ports.hi);
        for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++)
            pc_row_bool(rows, (use->roles & (1u << roles[r])) != 0);
        pc_row_str(rows, pc_buf_str(&states));
        pc_row_int(rows, (int64_t)use->claims);
        pc_row_where(in, rows, &places, in->reg->claims[use->claim].span);
        pc_row_end(rows);
    }
}

/* A block of ports that is looked at as one: a declared range, or what of the ports asked for lies in none. */
struct block {
    struct pc_ports ports;
    pc_id host; /* PC_NONE: on any */
    const struct pc_range *range;
};

struct PC_VEC_BLOCKS PC_VEC(struct block);

static int compare_blocks(const void *left, const void *right) {
    const struct block *a = left;
    const struct block *b = right;
    int order = pc_ports_cmp(a->ports, b->ports);
    if (order == 0)
        order = (a->host + 1u > b->host + 1u) - (a->host + 1u < b->host + 1u);
    return order != 0 ? order : (a->range > b->range) - (a->range < b->range);
}

static void sort_blocks(struct PC_VEC_BLOCKS *blocks) {
    pc_sort(blocks->items, blocks->count, sizeof *blocks->items, compare_blocks);
}

/* The part of a declared range that is asked for; false when none is. */
static bool clip(struct pc_ports range, struct pc_ports asked, struct pc_ports *part) {
    if (!pc_ports_overlap(range, asked))
        return false;
    *part = (struct pc_ports){range.lo > asked.lo ? range.lo : asked.lo, range.hi < asked.hi ? range.hi : asked.hi};
    return true;
}

/* The parts of the ports asked for that lie in no declared range. blocks are those inside it, sorted. */
static void add_rest(const struct pc_list_input *in, struct PC_VEC_BLOCKS *blocks, struct pc_ports asked, pc_id host) {
    size_t count = blocks->count;
    uint32_t from = asked.lo;
    for (size_t i = 0; i < count; i++) {
        struct pc_ports ports = blocks->items[i].ports;
        if (from < ports.lo)
            *PC_PUSH(blocks, in->arena) = (struct block){{(uint16_t)from, (uint16_t)(ports.lo - 1)}, host, NULL};
        from = ports.hi + 1u > from ? ports.hi + 1u : from;
    }
    if (from <= asked.hi)
        *PC_PUSH(blocks, in->arena) = (struct block){{(uint16_t)from, asked.hi}, host, NULL};
}

/* All blocks on one host that lie in the ports asked for. */
static void add_blocks(const struct pc_list_input *in, struct PC_VEC_BLOCKS *blocks, const struct pc_ports *asked,
                       pc_id host) {
    struct PC_VEC_BLOCKS found = {0};
    for (size_t i = 0; i < in->reg->range_count; i++) {
        const struct pc_range *range = &in->reg->ranges[i];
        struct block block = {range->ports, host != PC_NONE ? host : range->host, range};
        if (host != PC_NONE && range->host != PC_NONE && range->host != host)
            continue;
        if (!asked || clip(range->ports, *asked, &block.ports))
            *PC_PUSH(&found, in->arena) = block;
    }
    sort_blocks(&found);
    if (asked)
        add_rest(in, &found, *asked, host);
    for (size_t i = 0; i < found.count; i++)
        *PC_PUSH(blocks, in->arena) = found.items[i];
}

static void add_all_blocks(const struct pc_list_input *in, struct PC_VEC_BLOCKS *blocks) {
    static const pc_id any = PC_NONE;
    const struct pc_selection *s = &in->selection;
    const pc_id *hosts = s->by_host ? s->hosts.items : &any;
    size_t host_count = s->by_host ? s->hosts.count : 1;
    for (size_t h = 0; h < host_count; h++) {
        for (size_t i = 0; i < (s->by_ports ? s->port_count : 1); i++)
            add_blocks(in, blocks, s->by_ports ? &s->ports[i] : NULL, hosts[h]);
    }
}

static void write_free(const struct pc_list_input *in, struct pc_list_rows *rows, const struct block *block,
                       struct pc_ports run) {
    pc_row_str(rows, pc_row_ports_text(rows, run));
    pc_row_int(rows, run.lo);
    pc_row_int(rows, run.hi);
    pc_row_int(rows, run.hi - run.lo + 1);
    if (block->range) {
        pc_row_str(rows, pc_row_ports_text(rows, block->range->ports));
        pc_row_int(rows, block->range->ports.lo);
        pc_row_int(rows, block->range->ports.hi);
        pc_row_str(rows, block->range->purpose);
    } else {
        for (int i = 0; i < 4; i++)
            pc_row_none(rows);
    }
    pc_row_host(in, rows, block->host);
    pc_row_end(rows);
}

void pc_list_write_free(const struct pc_list_input *in, struct pc_list_rows *rows) {
    struct PC_VEC_BLOCKS blocks = {0};
    struct pc_free_ports *free_ports = pc_free_ports_new(in->arena);
    add_all_blocks(in, &blocks);
    sort_blocks(&blocks);
    for (size_t i = 0; i < blocks.count; i++) {
        const struct block *block = &blocks.items[i];
        struct pc_ports rest = block->ports;
        struct pc_ports run;
        if (i == 0 || block->host != blocks.items[i - 1].host)
            pc_free_ports_fill(free_ports, in->reg, block->host);
        while (pc_free_ports_next(free_ports, rest, &run)) {
            write_free(in, rows, block, run);
            if (run.hi == rest.hi)
                break;
            rest.lo = (uint16_t)(run.hi + 1);
        }
    }
}
