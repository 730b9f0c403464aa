/* See report_sweep.h. */
#include "report_sweep.h"

#include "sort.h"

enum {
    NAMES_MAX = 8,  /* names of one cell */
    LOOKED_MAX = 64 /* uses of one port that are looked through for them */
};
#define NOTHING SIZE_MAX

struct ending {
    uint16_t hi;
    size_t use;
};

struct sweep {
    struct pc_model *m;
    const struct pc_host_use *uses;
    size_t count;
    struct ending *endings; /* by port */
    size_t *next, *before;  /* the uses over the present port: a list from head to tail */
    size_t head, tail;
    uint32_t over[PC_USE_KINDS]; /* how many of each kind */
};

static int compare_endings(const void *left, const void *right) {
    const struct ending *a = left, *b = right;
    if (a->hi != b->hi)
        return pc_order(a->hi, b->hi);
    return pc_order(a->use, b->use);
}

static void enter(struct sweep *s, size_t use) {
    s->next[use] = NOTHING;
    s->before[use] = s->tail;
    if (s->tail != NOTHING)
        s->next[s->tail] = use;
    else
        s->head = use;
    s->tail = use;
    s->over[s->uses[use].kind]++;
}

static void leave(struct sweep *s, size_t use) {
    if (s->before[use] != NOTHING)
        s->next[s->before[use]] = s->next[use];
    else
        s->head = s->next[use];
    if (s->next[use] != NOTHING)
        s->before[s->next[use]] = s->before[use];
    else
        s->tail = s->before[use];
    s->over[s->uses[use].kind]--;
}

static enum pc_cell_state state_of(const struct sweep *s) {
    return s->over[PC_USE_COLLISION] > 0          ? PC_CELL_COLLISION
           : s->over[PC_USE_BOUND] > 0            ? PC_CELL_BOUND
           : s->over[PC_USE_BOUND_REGISTERED] > 0 ? PC_CELL_PLANNED_BOUND
           : s->over[PC_USE_PLANNED] > 0          ? PC_CELL_PLANNED
                                                  : PC_CELL_RESERVED;
}

/* Does a use say who is shown in a cell of that state? */
static bool speaks(const struct pc_host_use *use, enum pc_cell_state state) {
    switch (state) {
    case PC_CELL_COLLISION:
    case PC_CELL_BOUND:
    case PC_CELL_PLANNED_BOUND:
        return use->kind == PC_USE_BOUND || use->kind == PC_USE_BOUND_REGISTERED;
    case PC_CELL_PLANNED:
        return use->kind == PC_USE_PLANNED;
    default:
        return use->kind == PC_USE_RESERVED;
    }
}

static struct pc_str name_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    return claim->service != PC_NONE     ? reg->services[claim->service].name
           : claim->name.len > 0         ? claim->name
           : claim->container != PC_NONE ? reg->containers[claim->container].key
                                         : PC_EMPTY;
}

static int compare_names(const void *a, const void *b) {
    return pc_str_cmp(*(const struct pc_str *)a, *(const struct pc_str *)b);
}

static void add_name(struct pc_str *names, size_t *count, struct pc_str name) {
    for (size_t i = 0; i < *count; i++)
        if (pc_str_eq(names[i], name))
            return;
    if (name.len > 0 && *count < NAMES_MAX)
        names[(*count)++] = name;
}

static void fill_cell(const struct sweep *s, struct pc_report_cell *cell) {
    const struct pc_registry *reg = s->m->report->reg;
    struct pc_str names[NAMES_MAX];
    size_t count = 0, looked = 0;
    for (size_t i = s->head; i != NOTHING && looked < LOOKED_MAX; i = s->next[i], looked++) {
        const struct pc_host_use *use = &s->uses[i];
        if (use->kind == PC_USE_COLLISION && !cell->finding)
            cell->finding = use->finding;
        if (use->claim == PC_NONE || !speaks(use, cell->state))
            continue;
        if (cell->span.length == 0)
            cell->span = reg->claims[use->claim].span;
        add_name(names, &count, name_of(reg, &reg->claims[use->claim]));
    }
    pc_sort(names, count, sizeof *names, compare_names);
    struct pc_str *kept = PC_NEW_ARRAY(s->m->report->arena, count, struct pc_str);
    for (size_t i = 0; i < count; i++)
        kept[i] = names[i];
    cell->services = kept;
    cell->service_count = count;
}

/* Neighbours that are reserved for the same are one. */
static bool continues(const struct pc_segment *before, const struct pc_segment *next) {
    const struct pc_report_cell *a = &before->cell, *b = &next->cell;
    bool same = a->ports.hi + 1u == b->ports.lo && a->state == b->state && a->service_count == b->service_count &&
                before->bound == next->bound && before->planned == next->planned;
    for (size_t i = 0; same && i < a->service_count; i++)
        same = pc_str_eq(a->services[i], b->services[i]);
    bool one_claim = a->span.length > 0 && a->span.file == b->span.file && a->span.offset == b->span.offset;
    return same && (a->state == PC_CELL_RESERVED || one_claim);
}

static void add_segment(struct sweep *s, struct pc_segments *segments, struct pc_ports ports) {
    struct pc_segment segment = {.cell = {.ports = ports, .state = state_of(s)},
                                 .bound = s->over[PC_USE_BOUND] + s->over[PC_USE_BOUND_REGISTERED] > 0,
                                 .planned = s->over[PC_USE_PLANNED] + s->over[PC_USE_BOUND_REGISTERED] > 0};
    fill_cell(s, &segment.cell);
    struct pc_segment *last = segments->list.count > 0 ? &segments->list.items[segments->list.count - 1] : NULL;
    if (last && continues(last, &segment))
        last->cell.ports.hi = ports.hi;
    else
        *PC_PUSH(&segments->list, s->m->report->arena) = segment;
}

static void sum_up(struct pc_model *m, struct pc_segments *segments) {
    size_t count = segments->list.count;
    segments->taken = PC_NEW_ARRAY(m->report->arena, count + 1, uint32_t);
    segments->bound = PC_NEW_ARRAY(m->report->arena, count + 1, uint32_t);
    segments->planned = PC_NEW_ARRAY(m->report->arena, count + 1, uint32_t);
    segments->reserved = PC_NEW_ARRAY(m->report->arena, count + 1, uint32_t);
    for (size_t i = 0; i < count; i++) {
        const struct pc_segment *s = &segments->list.items[i];
        uint32_t width = s->cell.ports.hi - s->cell.ports.lo + 1u;
        segments->taken[i + 1] = segments->taken[i] + width;
        segments->bound[i + 1] = segments->bound[i] + (s->bound ? width : 0);
        segments->planned[i + 1] = segments->planned[i] + (s->planned ? width : 0);
        segments->reserved[i + 1] = segments->reserved[i] + (s->cell.state == PC_CELL_RESERVED ? width : 0);
    }
}

struct pc_segments pc_segments_of(struct pc_model *m, const struct pc_host_use *uses, size_t count) {
    struct pc_arena *arena = m->report->arena;
    struct pc_segments segments = {0};
    struct sweep s = {.m = m, .uses = uses, .count = count, .head = NOTHING, .tail = NOTHING};
    s.endings = PC_NEW_ARRAY(arena, count, struct ending);
    s.next = PC_NEW_ARRAY(arena, count, size_t);
    s.before = PC_NEW_ARRAY(arena, count, size_t);
    for (size_t i = 0; i < count; i++)
        s.endings[i] = (struct ending){uses[i].ports.hi, i};
    pc_sort(s.endings, count, sizeof *s.endings, compare_endings);
    size_t begun = 0, ended = 0;
    while (ended < count) {
        uint32_t at = s.head == NOTHING ? uses[begun].ports.lo : 0;
        if (s.head != NOTHING) { /* the next port at which something begins or has ended */
            at = s.endings[ended].hi + 1u;
            at = begun < count && uses[begun].ports.lo < at ? uses[begun].ports.lo : at;
        }
        while (begun < count && uses[begun].ports.lo == at)
            enter(&s, begun++);
        while (ended < count && s.endings[ended].hi + 1u == at)
            leave(&s, s.endings[ended++].use);
        if (s.head == NOTHING)
            continue;
        uint32_t end = s.endings[ended].hi;
        end = begun < count && uses[begun].ports.lo <= end ? uses[begun].ports.lo - 1u : end;
        add_segment(&s, &segments, (struct pc_ports){(uint16_t)at, (uint16_t)end});
    }
    sum_up(m, &segments);
    return segments;
}

size_t pc_segments_reaching(const struct pc_segments *segments, uint32_t port) {
    size_t low = 0, high = segments->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (segments->list.items[middle].cell.ports.hi < port)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Ports of a segment's sum below a port. */
static uint32_t below(const struct pc_segments *segments, const uint32_t *sums, uint32_t port) {
    size_t i = pc_segments_reaching(segments, port);
    if (i == segments->list.count || segments->list.items[i].cell.ports.lo >= port || sums[i + 1] == sums[i])
        return sums[i];
    return sums[i] + port - segments->list.items[i].cell.ports.lo;
}

uint32_t pc_segments_within(const struct pc_segments *segments, const uint32_t *sums, struct pc_ports block) {
    return below(segments, sums, block.hi + 1u) - below(segments, sums, block.lo);
}
