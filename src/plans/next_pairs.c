/* See next_pairs.h. */
#include "next_pairs.h"

#include <stdlib.h>

#include "path.h"
#include "sort.h"

#define DIGITS_MAX 3u

static unsigned modulus_of(unsigned digits) {
    unsigned m = 1;
    for (unsigned i = 0; i < digits && i < 4; i++)
        m *= 10;
    return m;
}

/* How many last digits two ports have in common. */
static unsigned alike(uint32_t a, uint32_t b) {
    unsigned digits = 0;
    while (digits < 5 && a % 10 == b % 10) {
        a /= 10;
        b /= 10;
        digits++;
    }
    return digits;
}

/* --- pairs that there are --- */

/* A service that is one half of a pair. */
struct half {
    struct pc_str core;
    enum pc_name_side side;
    uint16_t port;
    struct pc_next_block block;
};

static int compare_halves(const void *left, const void *right) {
    const struct half *a = left, *b = right;
    int order = pc_str_cmp(a->core, b->core);
    if (order == 0)
        order = (int)a->side - (int)b->side;
    return order != 0 ? order : (int)a->port - (int)b->port;
}

/* A back end and a front end that are pairs by name. */
struct couple {
    struct half back, front;
};
struct couples {
    struct PC_VEC(struct couple) list;
};

static int compare_couples(const void *left, const void *right) {
    const struct couple *a = left, *b = right;
    int order = pc_ports_cmp(a->back.block.ports, b->back.block.ports);
    if (order == 0)
        order = pc_ports_cmp(a->front.block.ports, b->front.block.ports);
    return order != 0 ? order : (int)a->back.port - (int)b->back.port;
}

/* Services with one name but for "-web" and "-server": exactly one on each side. */
static struct couples couples_of(const struct pc_next_request *request, const struct pc_next_home *homes) {
    const struct pc_registry *reg = request->reg;
    struct PC_VEC(struct half) halves = {0};
    struct couples found = {0};
    for (size_t i = 0; i < reg->service_count; i++) {
        enum pc_name_side side;
        struct pc_str core = pc_name_core(request->arena, reg->services[i].name, &side);
        if (side == PC_SIDE_NONE) /* compose calls it `chat`, its directory chat-server */
            core = pc_name_core(request->arena, pc_path_base(reg->services[i].dir), &side);
        if (homes[i].claim != PC_NONE && side != PC_SIDE_NONE && core.len > 0)
            *PC_PUSH(&halves, request->arena) =
                (struct half){core, side, reg->claims[homes[i].claim].ports.lo, homes[i].block};
    }
    pc_sort(halves.items, halves.count, sizeof *halves.items, compare_halves);
    for (size_t from = 0, to; from < halves.count; from = to) {
        const struct half *a = &halves.items[from];
        for (to = from + 1; to < halves.count && pc_str_eq(halves.items[to].core, a->core);)
            to++;
        if (to - from == 2 && a[0].side == PC_SIDE_BACK && a[1].side == PC_SIDE_FRONT)
            *PC_PUSH(&found.list, request->arena) = (struct couple){a[0], a[1]};
    }
    pc_sort(found.list.items, found.list.count, sizeof *found.list.items, compare_couples);
    return found;
}

/* By how many last digits at least two thirds of some couples agree; 0: by none. */
static unsigned digits_of(const struct couple *couples, size_t count, size_t *agreeing) {
    for (unsigned digits = DIGITS_MAX; digits > 0; digits--) {
        *agreeing = 0;
        for (size_t i = 0; i < count; i++)
            *agreeing += couples[i].back.port % modulus_of(digits) == couples[i].front.port % modulus_of(digits);
        if (*agreeing > 1 && *agreeing * 3 >= count * 2)
            return digits;
    }
    return 0;
}

static const char *digits_text(unsigned digits) {
    return digits == 1 ? "digit" : digits == 2 ? "two digits" : digits == 3 ? "three digits" : "digits";
}

static bool same_couple(const struct couple *a, const struct couple *b) {
    return pc_ports_eq(a->back.block.ports, b->back.block.ports) &&
           pc_ports_eq(a->front.block.ports, b->front.block.ports);
}

/* The two blocks with the most couples that agree, one of them the block of the answer. */
static const struct pc_next_pair *inferred(const struct pc_next_ports *ports, const struct pc_next_home *homes,
                                           const struct pc_next *next) {
    struct pc_arena *arena = ports->request->arena;
    struct couples couples = couples_of(ports->request, homes);
    struct pc_next_pair *best = NULL;
    size_t most = 0;
    for (size_t from = 0, to; from < couples.list.count; from = to) {
        const struct couple *first = &couples.list.items[from];
        size_t agreeing;
        for (to = from + 1; to < couples.list.count && same_couple(first, &couples.list.items[to]);)
            to++;
        struct pc_ports back = first->back.block.ports, front = first->front.block.ports;
        unsigned digits = digits_of(first, to - from, &agreeing);
        bool meant = pc_ports_overlap(back, next->block.ports) || pc_ports_overlap(front, next->block.ports);
        if (digits == 0 || !meant || agreeing <= most)
            continue;
        most = agreeing;
        best = PC_NEW(arena, struct pc_next_pair);
        *best = (struct pc_next_pair){back, front, digits,
                                      pc_str_fmt(arena,
                                                 "%zu of %zu pairs of a back end and a front end there have the "
                                                 "same last %s",
                                                 agreeing, to - from, digits_text(digits))};
    }
    return best;
}

static const struct pc_next_pair *configured(const struct pc_next_request *request, const struct pc_next *next) {
    for (size_t i = 0; i < request->pair_count; i++)
        if (pc_ports_overlap(request->pairs[i].range, next->block.ports) ||
            pc_ports_overlap(request->pairs[i].with, next->block.ports))
            return &request->pairs[i];
    bool chosen = request->where.len > 0 || request->name.len > 0;
    return request->pair_count > 0 && !chosen ? &request->pairs[0] : NULL;
}

static const struct pc_next_pair *find_pair(const struct pc_next_ports *ports, const struct pc_next_home *homes,
                                            const struct pc_next *next) {
    const struct pc_next_pair *pair = configured(ports->request, next);
    return pair ? pair : inferred(ports, homes, next);
}

const struct pc_next_pair *pc_next_pair_of(const struct pc_next_ports *ports, const struct pc_next_home *homes,
                                           struct pc_next *next) {
    const struct pc_next_pair *pair = find_pair(ports, homes, next);
    if (!pair)
        next->refusal = pc_str_fmt(
            ports->request->arena,
            "nothing says which ports go with those of %u-%u: no pair of the configuration names them, and too few "
            "services there are a back end and a front end of one name with the same last digits; add `pairs: "
            "[{range: %u-%u, with: FROM-TO}]` to the configuration",
            (unsigned)next->block.ports.lo, (unsigned)next->block.ports.hi, (unsigned)next->block.ports.lo,
            (unsigned)next->block.ports.hi);
    return pair;
}

/* --- the other half is there already --- */

/* The other half of a name: `tide-server` of "tide-web". PC_NONE: there is none with a port. */
static pc_id other_half(const struct pc_next_request *request, const struct pc_next_home *homes, struct pc_str name) {
    enum pc_name_side side, other;
    struct pc_str core = pc_name_core(request->arena, name, &side);
    for (pc_id i = 0; i < request->reg->service_count && side != PC_SIDE_NONE; i++) {
        struct pc_arena_mark mark = pc_arena_mark(request->arena);
        bool same = pc_str_eq(pc_name_core(request->arena, request->reg->services[i].name, &other), core);
        pc_arena_release(request->arena, mark);
        if (same && other != side && other != PC_SIDE_NONE && homes[i].claim != PC_NONE)
            return i;
    }
    return PC_NONE;
}

uint16_t pc_next_matching(const struct pc_next_ports *ports, const struct pc_next_home *homes, struct pc_next *next) {
    const struct pc_next_request *request = ports->request;
    pc_id half = other_half(request, homes, request->name.len > 0 ? request->name : request->where);
    const struct pc_next_pair *pair = half == PC_NONE ? NULL : find_pair(ports, homes, next);
    uint16_t best = 0;
    if (!pair)
        return 0;
    struct pc_ports its = request->reg->claims[homes[half].claim].ports;
    bool first = pc_ports_contain(pair->range, its) && pc_ports_overlap(pair->with, next->block.ports);
    bool second = pc_ports_contain(pair->with, its) && pc_ports_overlap(pair->range, next->block.ports);
    struct pc_ports block = first ? pair->with : pair->range;
    for (uint32_t port = next->block.ports.lo; port <= next->block.ports.hi && (first || second); port++) {
        bool fits = port % modulus_of(pair->digits) == its.lo % modulus_of(pair->digits) && port >= block.lo &&
                    port <= block.hi && pc_next_state(ports, &next->block, port, NULL) == PC_NEXT_FREE;
        if (fits && (best == 0 || alike(port, its.lo) > alike(best, its.lo)))
            best = (uint16_t)port;
    }
    if (best > 0)
        next->pair_why = pc_str_fmt(request->arena, "`%.*s` has %u; the last %s of the two %s the same",
                                    PC_ARG(request->reg->services[half].name), (unsigned)its.lo,
                                    digits_text(pair->digits), pair->digits == 1 ? "is" : "are");
    return best;
}

/* --- the next pair --- */

struct picking {
    const struct pc_next_ports *ports;
    struct pc_next *next;
    unsigned modulus;
    uint8_t *partners; /* enum pc_next_state of each port of the other block; given ones are never given again */
};

/* The partner of a port: of the gladly given ones that with the most digits in common, the lowest of them. */
static enum pc_next_state partner_of(const struct picking *p, uint32_t port, uint32_t *partner) {
    enum pc_next_state best = PC_NEXT_NEVER;
    unsigned digits = 0;
    uint32_t lo = p->next->with.ports.lo;
    for (uint32_t q = lo + (port + PC_PORT_COUNT / p->modulus * p->modulus + p->modulus - lo) % p->modulus;
         q <= p->next->with.ports.hi; q += p->modulus) {
        enum pc_next_state state = (enum pc_next_state)p->partners[q];
        if (q != port && (state < best || (state == best && state != PC_NEXT_NEVER && alike(port, q) > digits))) {
            best = state;
            digits = alike(port, q);
            *partner = q;
        }
    }
    return best;
}

/* Why a port has no partner. */
static void say_partners(const struct picking *p, uint32_t port, struct pc_next_skip *skip) {
    struct pc_arena *arena = p->ports->request->arena;
    unsigned count = 0;
    *skip = (struct pc_next_skip){.span = {.file = PC_NONE}};
    for (uint32_t q = p->next->with.ports.lo; q <= p->next->with.ports.hi; q++)
        if (q % p->modulus == port % p->modulus && q != port && count++ == 0)
            pc_next_state(p->ports, &p->next->with, q, skip);
    struct pc_str why = skip->kind ? skip->why : PC_STR("given already");
    if (count == 0)
        skip->why = pc_str_fmt(arena, "no port of %u-%u ends alike", (unsigned)p->next->with.ports.lo,
                               (unsigned)p->next->with.ports.hi);
    else if (count == 1)
        skip->why = pc_str_fmt(arena, "its partner %u: %.*s", (unsigned)skip->ports.lo, PC_ARG(why));
    else
        skip->why = pc_str_fmt(arena, "none of its %u partners is free; %u: %.*s", count, (unsigned)skip->ports.lo,
                               PC_ARG(why));
    skip->kind = "pair";
    skip->ports = (struct pc_ports){(uint16_t)port, (uint16_t)port};
}

/* How gladly a port is given together with its partner. */
static enum pc_next_state state_of(const struct picking *p, uint32_t port, uint32_t *partner) {
    enum pc_next_state own = pc_next_state(p->ports, &p->next->block, port, NULL);
    if (own == PC_NEXT_NEVER)
        return own;
    enum pc_next_state its = partner_of(p, port, partner);
    return its > own ? its : own;
}

static struct pc_next_choice choice_of(const struct picking *p, uint32_t port, uint32_t partner) {
    struct pc_next_choice choice = {{.port = (uint16_t)port}, {.port = (uint16_t)partner}};
    struct pc_next_skip why;
    if (pc_next_state(p->ports, &p->next->block, port, &why) != PC_NEXT_FREE)
        choice.port.held = why;
    if (pc_next_state(p->ports, &p->next->with, partner, &why) != PC_NEXT_FREE)
        choice.partner.held = why;
    return choice;
}

static bool is_chosen(const struct pc_next *next, uint32_t port) {
    for (size_t i = 0; i < next->choices.count; i++)
        if (next->choices.items[i].port.port == port)
            return true;
    return false;
}

/* Why a port that was not chosen is not given. */
static void say_skipped(const struct picking *p, uint32_t port) {
    struct pc_next_skip skip;
    uint32_t partner = 0;
    if (pc_next_state(p->ports, &p->next->block, port, &skip) == PC_NEXT_FREE) {
        enum pc_next_state its = partner_of(p, port, &partner);
        if (its == PC_NEXT_FREE)
            return;
        if (its == PC_NEXT_NEVER) {
            say_partners(p, port, &skip);
        } else {
            skip = choice_of(p, port, partner).partner.held;
            skip.ports = (struct pc_ports){(uint16_t)port, (uint16_t)port};
            skip.why =
                pc_str_fmt(p->ports->request->arena, "its partner %u: %.*s", (unsigned)partner, PC_ARG(skip.why));
        }
    }
    pc_next_skip(p->next, p->ports->request->arena, &skip);
}

/* The last port up to which it is said why ports are not given. */
static uint32_t last_of(const struct pc_next *next) {
    if (next->choices.count < next->wanted)
        return next->block.ports.hi;
    const struct pc_next_choice *end = &next->choices.items[next->choices.count - 1];
    return end->port.held.kind || end->partner.held.kind ? next->block.ports.hi : end->port.port;
}

void pc_next_pick_pairs(const struct pc_next_ports *ports, const struct pc_next_pair *pair, struct pc_next *next) {
    struct pc_arena *arena = ports->request->arena;
    struct picking p = {ports, next, modulus_of(pair->digits), PC_NEW_ARRAY(arena, PC_PORT_COUNT, uint8_t)};
    for (uint32_t q = next->with.ports.lo; q <= next->with.ports.hi; q++)
        p.partners[q] = (uint8_t)pc_next_state(ports, &next->with, q, NULL);
    for (enum pc_next_state wanted = PC_NEXT_FREE; wanted < PC_NEXT_NEVER; wanted++) {
        for (uint32_t port = next->block.ports.lo; port <= next->block.ports.hi; port++) {
            uint32_t partner = 0;
            if (next->choices.count < next->wanted && !is_chosen(next, port) &&
                state_of(&p, port, &partner) == wanted) {
                *PC_PUSH(&next->choices, arena) = choice_of(&p, port, partner);
                p.partners[partner] = PC_NEXT_NEVER;
            }
        }
    }
    for (uint32_t port = next->block.ports.lo; port <= last_of(next); port++)
        if (!is_chosen(next, port))
            say_skipped(&p, port);
}
