/* The port map: a strip for each range and host, cut out of the segments of the host; and the ranges themselves. */
#include <stdlib.h>

#include "report_model.h"
#include "report_sweep.h"
#include "sort.h"
#include "taken.h"

enum {
    HOSTS_MAX = 64,     /* hosts whose next free port is looked up: each costs a look at 65,536 ports */
    CELLS_MAX = 1 << 18 /* of all strips together: thousands of ranges around one another would show each port often */
};

struct builder {
    struct pc_model *m;
    const struct pc_host_uses *uses;
    pc_id *ranges; /* one for each block and host; by lowest port, then the wider one first */
    size_t range_count;
    size_t cells;
    size_t left;                       /* strips without room */
    const struct pc_finding **crowded; /* by place */
    size_t crowded_count;
    struct PC_VEC(struct pc_report_strip) strips;
};

/* What is looked up once a host. */
struct on_host {
    pc_id host;
    struct pc_segments segments;
    const struct pc_taken *taken; /* NULL: not looked up */
};

/* --- ranges --- */

struct range_key {
    const struct pc_range *range;
    pc_id id;
};

/* Of ranges that are written down more than once the heading comes first. */
static int compare_ranges(const void *left, const void *right) {
    const struct range_key *a = left, *b = right;
    if (a->range->ports.lo != b->range->ports.lo)
        return pc_order(a->range->ports.lo, b->range->ports.lo);
    if (a->range->ports.hi != b->range->ports.hi)
        return pc_order(b->range->ports.hi, a->range->ports.hi);
    if (a->range->host != b->range->host)
        return pc_order(a->range->host, b->range->host);
    if (a->range->heading != b->range->heading)
        return a->range->heading ? -1 : 1;
    return pc_order(a->id, b->id);
}

static void choose_ranges(struct builder *b) {
    const struct pc_registry *reg = b->m->ctx.reg;
    struct pc_arena *arena = b->m->report->arena;
    struct range_key *keys = PC_NEW_ARRAY(arena, reg->range_count, struct range_key);
    b->ranges = PC_NEW_ARRAY(arena, reg->range_count, pc_id);
    for (pc_id i = 0; i < reg->range_count; i++)
        keys[i] = (struct range_key){&reg->ranges[i], i};
    pc_sort(keys, reg->range_count, sizeof *keys, compare_ranges);
    for (size_t i = 0; i < reg->range_count; i++) {
        const struct pc_range *range = keys[i].range, *before = i > 0 ? keys[i - 1].range : NULL;
        bool again = before && pc_ports_eq(before->ports, range->ports) && before->host == range->host;
        if (!again)
            b->ranges[b->range_count++] = keys[i].id;
    }
}

/* The first port that nothing takes, else the first that is only kept for growth. */
static bool next_port(const struct pc_taken *taken, struct pc_ports block, uint16_t *next, bool *reserved) {
    uint32_t growth = 0;
    for (uint32_t port = block.lo; port <= block.hi; port++) {
        if (taken->by[port] == PC_NONE) {
            *next = (uint16_t)port;
            *reserved = false;
            return true;
        }
        if (growth == 0 && pc_claim_is_growth(taken->reg, &taken->reg->claims[taken->by[port]]))
            growth = port;
    }
    *next = (uint16_t)growth;
    *reserved = growth > 0;
    return growth > 0;
}

static int compare_places(const void *left, const void *right) {
    const struct pc_span *a = &(*(const struct pc_finding *const *)left)->labels[0].span;
    const struct pc_span *b = &(*(const struct pc_finding *const *)right)->labels[0].span;
    return a->file != b->file ? pc_order(a->file, b->file) : pc_order(a->offset, b->offset);
}

/* The findings about ranges without room, by place. */
static void index_crowded(struct builder *b) {
    const struct pc_report *report = b->m->report;
    struct PC_VEC(const struct pc_finding *) found = {0};
    for (size_t i = 0; i < report->finding_count; i++)
        if (pc_finding_is(report->findings[i], "PC108") && report->findings[i]->label_count > 0)
            *PC_PUSH(&found, report->arena) = report->findings[i];
    pc_sort(found.items, found.count, sizeof *found.items, compare_places);
    b->crowded = found.items;
    b->crowded_count = found.count;
}

static const struct pc_finding *crowded(const struct builder *b, const struct pc_range *range) {
    size_t low = 0, high = b->crowded_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pc_span *span = &b->crowded[middle]->labels[0].span;
        bool before =
            span->file != range->span.file ? span->file < range->span.file : span->offset < range->span.offset;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    bool hit = low < b->crowded_count && b->crowded[low]->labels[0].span.file == range->span.file &&
               b->crowded[low]->labels[0].span.offset == range->span.offset;
    return hit ? b->crowded[low] : NULL;
}

/* What of a host, or of all hosts together, a range is held against. */
struct ground {
    bool known;
    struct pc_segments segments;
    const struct pc_taken *taken;
};

static struct ground ground_of_host(struct builder *b, pc_id host) {
    const struct pc_host_use *uses = b->uses->list.items;
    size_t from = 0, to = b->uses->list.count;
    while (from < to && uses[from].host != host)
        from++;
    for (to = from; to < b->uses->list.count && uses[to].host == host;)
        to++;
    return (struct ground){.known = true,
                           .segments = pc_segments_of(b->m, from < to ? uses + from : NULL, to - from),
                           .taken = pc_taken_new(b->m->report->arena, b->m->report->reg, host, PC_NONE)};
}

/* A range that its heading gives to a host is a matter of that host alone; any other one, of all. */
static const struct ground *ground_of(struct builder *b, const struct pc_range *range, const struct ground *all,
                                      struct ground *hosts) {
    if (range->host >= HOSTS_MAX)
        return all;
    struct ground *ground = &hosts[range->host];
    if (!ground->known)
        *ground = ground_of_host(b, range->host);
    return ground;
}

/* A port that is both planned and bound counts as both; what is neither free nor one of them is reserved. */
static void fill_ranges(struct builder *b, const struct ground *everywhere) {
    struct ground *hosts = PC_NEW_ARRAY(b->m->report->arena, HOSTS_MAX, struct ground);
    const struct pc_registry *reg = b->m->ctx.reg;
    index_crowded(b);
    struct PC_VEC(struct pc_report_range) ranges = {0};
    for (size_t i = 0; i < b->range_count; i++) {
        const struct pc_range *range = &reg->ranges[b->ranges[i]];
        if (!pc_selects_ports(&b->m->run->selection, range->ports) ||
            (range->host != PC_NONE && !pc_selects_host(&b->m->run->selection, range->host)))
            continue;
        struct pc_report_range *r = PC_PUSH(&ranges, b->m->report->arena);
        *r = (struct pc_report_range){.range = b->ranges[i], .full = crowded(b, range)};
        r->width = range->ports.hi - range->ports.lo + 1u;
        const struct ground *ground = ground_of(b, range, everywhere, hosts);
        const struct pc_segments *all = &ground->segments;
        r->bound = pc_segments_within(all, all->bound, range->ports);
        r->planned = pc_segments_within(all, all->planned, range->ports);
        r->reserved = pc_segments_within(all, all->reserved, range->ports);
        r->free = r->width - pc_segments_within(all, all->taken, range->ports);
        r->has_next = next_port(ground->taken, range->ports, &r->next, &r->next_reserved);
    }
    b->m->report->ranges = ranges.items;
    b->m->report->range_count = ranges.count;
}

/* --- strips --- */

struct cells {
    struct PC_VEC(struct pc_report_cell) list;
};

static void add_cell(struct builder *b, struct cells *cells, struct pc_report_strip *strip,
                     struct pc_report_cell cell) {
    strip->counts[cell.state] += cell.ports.hi - cell.ports.lo + 1u;
    *PC_PUSH(&cells->list, b->m->report->arena) = cell;
    b->cells++;
}

static void add_free(struct builder *b, struct cells *cells, struct pc_report_strip *strip, uint32_t from,
                     uint32_t to) {
    if (from < to)
        add_cell(b, cells, strip,
                 (struct pc_report_cell){.ports = {(uint16_t)from, (uint16_t)(to - 1)}, .state = PC_CELL_FREE});
}

/* Cuts a block out of the segments. */
static void cut(struct builder *b, const struct pc_segments *segments, struct pc_report_strip *strip,
                struct cells *cells) {
    uint32_t at = strip->ports.lo;
    for (size_t i = pc_segments_reaching(segments, at); i < segments->list.count; i++) {
        struct pc_report_cell cell = segments->list.items[i].cell;
        if (cell.ports.lo > strip->ports.hi)
            break;
        cell.ports.lo = cell.ports.lo < strip->ports.lo ? strip->ports.lo : cell.ports.lo;
        cell.ports.hi = cell.ports.hi > strip->ports.hi ? strip->ports.hi : cell.ports.hi;
        add_free(b, cells, strip, at, cell.ports.lo);
        add_cell(b, cells, strip, cell);
        at = cell.ports.hi + 1u;
    }
    add_free(b, cells, strip, at, strip->ports.hi + 1u);
}

static void add_strip(struct builder *b, struct pc_report_strip strip, struct cells *cells) {
    strip.cells = cells->list.items;
    strip.cell_count = cells->list.count;
    *PC_PUSH(&b->strips, b->m->report->arena) = strip;
}

static bool has_service(const struct builder *b, const struct pc_segments *segments, struct pc_ports ports) {
    const struct pc_selection *selection = &b->m->run->selection;
    for (size_t i = pc_segments_reaching(segments, ports.lo); selection->by_service && i < segments->list.count; i++) {
        const struct pc_report_cell *cell = &segments->list.items[i].cell;
        if (cell->ports.lo > ports.hi)
            break;
        for (size_t j = 0; j < cell->service_count; j++)
            for (size_t k = 0; k < selection->services.count; k++)
                if (pc_str_eq(cell->services[j], b->m->report->reg->services[selection->services.items[k]].name))
                    return true;
    }
    return !selection->by_service;
}

static void add_range_strip(struct builder *b, const struct on_host *on, pc_id range) {
    struct pc_ports ports = b->m->ctx.reg->ranges[range].ports;
    bool used = pc_segments_within(&on->segments, on->segments.taken, ports) > 0;
    if ((!used && on->host != b->uses->range_homes[range]) || !pc_selects_ports(&b->m->run->selection, ports) ||
        !has_service(b, &on->segments, ports))
        return;
    if (b->cells > CELLS_MAX) {
        b->left++;
        return;
    }
    struct cells cells = {0};
    struct pc_report_strip strip = {.range = range, .host = on->host, .ports = ports};
    cut(b, &on->segments, &strip, &cells);
    if (on->taken)
        strip.has_next = next_port(on->taken, ports, &strip.next, &strip.next_reserved);
    add_strip(b, strip, &cells);
}

/* What of the host lies in no range, from the lowest to the highest port. */
static void add_rest(struct builder *b, const struct on_host *on) {
    const struct pc_registry *reg = b->m->ctx.reg;
    struct cells cells = {0};
    struct pc_report_strip strip = {.range = PC_NONE, .host = on->host};
    size_t next_range = 0;
    uint32_t covered = 0, at = 0; /* ports below are in a range; ports below have their cell */
    for (size_t i = 0; i < on->segments.list.count; i++) {
        struct pc_report_cell cell = on->segments.list.items[i].cell;
        for (uint32_t from = cell.ports.lo, end; from <= cell.ports.hi; from = end) {
            while (next_range < b->range_count && reg->ranges[b->ranges[next_range]].ports.lo <= from) {
                const struct pc_range *range = &reg->ranges[b->ranges[next_range++]];
                bool here = range->host == PC_NONE || range->host == on->host;
                covered = here && range->ports.hi + 1u > covered ? range->ports.hi + 1u : covered;
            }
            bool inside = from < covered;
            end = inside ? covered : cell.ports.hi + 1u;
            if (!inside && next_range < b->range_count && reg->ranges[b->ranges[next_range]].ports.lo < end)
                end = reg->ranges[b->ranges[next_range]].ports.lo;
            struct pc_report_cell part = cell;
            part.ports =
                (struct pc_ports){(uint16_t)from, (uint16_t)((end > cell.ports.hi ? cell.ports.hi + 1u : end) - 1)};
            if (inside || !pc_selects_ports(&b->m->run->selection, part.ports))
                continue;
            add_free(b, &cells, &strip, at == 0 ? from : at, from);
            add_cell(b, &cells, &strip, part);
            at = part.ports.hi + 1u;
        }
    }
    if (cells.list.count == 0 || !has_service(b, &on->segments, (struct pc_ports){1, 65535}))
        return;
    strip.ports = (struct pc_ports){cells.list.items[0].ports.lo, (uint16_t)(at - 1)};
    add_strip(b, strip, &cells);
}

static void add_host(struct builder *b, pc_id host, const struct pc_host_use *uses, size_t count) {
    const struct pc_registry *reg = b->m->ctx.reg;
    struct on_host on = {.host = host, .segments = pc_segments_of(b->m, uses, count)};
    if (!pc_selects_host(&b->m->run->selection, host))
        return;
    if (host == PC_NONE || host < HOSTS_MAX)
        on.taken = pc_taken_new(b->m->report->arena, b->m->report->reg, host, PC_NONE);
    for (size_t i = 0; i < b->range_count; i++) {
        pc_id stated = reg->ranges[b->ranges[i]].host;
        if (stated == PC_NONE || stated == host)
            add_range_strip(b, &on, b->ranges[i]);
    }
    add_rest(b, &on);
}

static int compare_ports(const void *left, const void *right) {
    const struct pc_host_use *a = left, *b = right;
    int order = pc_ports_cmp(a->ports, b->ports);
    if (order != 0)
        return order;
    if (a->kind != b->kind)
        return pc_order(a->kind, b->kind);
    return pc_order(a->claim, b->claim);
}

/* What all hosts together take. */
static struct pc_segments segments_of_all(struct builder *b) {
    size_t count = b->uses->list.count;
    struct pc_host_use *all = PC_NEW_ARRAY(b->m->report->arena, count, struct pc_host_use);
    for (size_t i = 0; i < count; i++)
        all[i] = b->uses->list.items[i];
    pc_sort(all, count, sizeof *all, compare_ports);
    return pc_segments_of(b->m, all, count);
}

/* A host without a use has strips where it is the home of a range. */
static bool is_home(const struct builder *b, pc_id host) {
    for (size_t i = 0; i < b->range_count; i++)
        if (b->uses->range_homes[b->ranges[i]] == host)
            return true;
    return false;
}

void pc_model_strips(struct pc_model *m, const struct pc_host_uses *uses) {
    struct builder b = {.m = m, .uses = uses};
    const struct pc_host_use *all = uses->list.items;
    choose_ranges(&b);
    const struct ground everywhere = {.known = true,
                                      .segments = segments_of_all(&b),
                                      .taken = pc_taken_new(m->report->arena, m->report->reg, PC_NONE, PC_NONE)};
    fill_ranges(&b, &everywhere);
    size_t from = 0;
    for (pc_id host = 0; host <= m->ctx.reg->host_count; host++) {
        pc_id id = host < m->ctx.reg->host_count ? host : PC_NONE;
        size_t to = from;
        while (to < uses->list.count && all[to].host == id)
            to++;
        if (to > from || is_home(&b, id))
            add_host(&b, id, to > from ? all + from : all, to - from);
        from = to;
    }
    m->report->strips = b.strips.items;
    m->report->strip_count = b.strips.count;
    if (b.left > 0)
        pc_run_remark(m->run, "the port map is too large to be shown whole: %zu blocks are left out of it", b.left);
}
