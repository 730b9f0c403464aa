/* See next_ports.h. */
#include "next_ports.h"

#include "sort.h"

#include <stdlib.h>

static const struct pc_ports linux_ephemeral = {32768, 60999}, other_ephemeral = {49152, 65535};

/* What no browser opens (the Fetch standard's "bad ports" above the system ports). */
static bool is_blocked_by_browsers(uint32_t port) {
    static const uint16_t blocked[] = {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000,
                                       6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080};
    for (size_t i = 0; i < sizeof blocked / sizeof blocked[0]; i++)
        if (blocked[i] == port)
            return true;
    return false;
}

static unsigned width_of(struct pc_ports ports) {
    return (unsigned)ports.hi - ports.lo;
}

static bool is_of_host(const struct pc_next_request *request, const struct pc_range *range) {
    return range->host == PC_NONE || request->host == PC_NONE || range->host == request->host;
}

struct order {
    unsigned width;
    pc_id range;
};

static int compare_orders(const void *left, const void *right) {
    const struct order *a = left, *b = right;
    if (a->width != b->width)
        return pc_order(a->width, b->width);
    return pc_order(a->range, b->range);
}

/* The narrowest go first; what they leave is for the wider ones. */
static pc_id *narrowest_ranges(const struct pc_next_request *request) {
    const struct pc_registry *reg = request->reg;
    pc_id *narrowest = PC_NEW_ARRAY(request->arena, PC_PORT_COUNT, pc_id);
    uint32_t *next = PC_NEW_ARRAY(request->arena, PC_PORT_COUNT + 1, uint32_t);
    struct PC_VEC(struct order) orders = {0};
    for (uint32_t port = 0; port <= PC_PORT_COUNT; port++)
        next[port] = port;
    for (uint32_t port = 0; port < PC_PORT_COUNT; port++)
        narrowest[port] = PC_NONE;
    for (size_t i = 0; i < reg->range_count; i++)
        if (width_of(reg->ranges[i].ports) > 0 && is_of_host(request, &reg->ranges[i]))
            *PC_PUSH(&orders, request->arena) = (struct order){width_of(reg->ranges[i].ports), (pc_id)i};
    pc_sort(orders.items, orders.count, sizeof *orders.items, compare_orders);
    for (size_t i = 0; i < orders.count; i++) {
        struct pc_ports ports = reg->ranges[orders.items[i].range].ports;
        for (uint32_t port = ports.lo; port <= ports.hi;) {
            while (next[port] != port) {
                next[port] = next[next[port]];
                port = next[port];
            }
            if (port > ports.hi)
                break;
            narrowest[port] = orders.items[i].range;
            next[port] = port + 1;
        }
    }
    return narrowest;
}

/* Which ephemeral ranges no host in question can have. */
static void know_systems(struct pc_next_ports *ports) {
    const struct pc_next_request *request = ports->request;
    const struct pc_registry *reg = request->reg;
    bool some_linux = false, some_other = false;
    for (size_t i = 0; i < reg->host_count; i++) {
        if (request->host == PC_NONE ? !reg->hosts[i].named : request->host != i)
            continue;
        enum pc_os os = reg->hosts[i].os;
        some_linux = some_linux || os == PC_OS_LINUX || os == PC_OS_UNKNOWN;
        some_other = some_other || os != PC_OS_LINUX;
    }
    ports->no_linux = !some_linux && some_other;
    ports->no_other = !some_other && some_linux;
}

/* Before anything is deployed, planned or started, what a Dockerfile exposes is all that is known. */
static const pc_id *ports_inside(const struct pc_next_ports *ports) {
    const struct pc_registry *reg = ports->request->reg;
    for (uint32_t port = 0; port < PC_PORT_COUNT; port++) {
        pc_id by = ports->taken->by[port];
        if (by != PC_NONE && reg->claims[by].role != PC_ROLE_DIALS && !pc_claim_is_growth(reg, &reg->claims[by]))
            return NULL;
    }
    pc_id *inside = PC_NEW_ARRAY(ports->request->arena, PC_PORT_COUNT, pc_id);
    for (uint32_t port = 0; port < PC_PORT_COUNT; port++)
        inside[port] = PC_NONE;
    for (size_t i = reg->claim_count; i-- > 0;) {
        const struct pc_claim *claim = &reg->claims[i];
        if (claim->role == PC_ROLE_LISTENS && claim->ports.lo == claim->ports.hi)
            inside[claim->ports.lo] = (pc_id)i;
    }
    return inside;
}

/* What a reader left out for a reason that says that nobody has the port, or that it is none. */
static bool says_nothing_of_it(const char *why) {
    static const char *const reasons[] = {"free",
                                          "free ports",
                                          "no service named",
                                          "struck out or deprecated",
                                          "deprecated or removed",
                                          "deprecated or history",
                                          "the old port",
                                          "not a port column",
                                          "not understood",
                                          "heading"};
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (pc_str_is(pc_str_c(why), reasons[i]))
            return true;
    return false;
}

static bool begins_with_dash(struct pc_str text) {
    return pc_str_starts(text, PC_STR("-")) || pc_str_starts(text, PC_STR("\xE2\x80\x93")) ||
           pc_str_starts(text, PC_STR("\xE2\x80\x94")) || pc_str_starts(text, PC_STR("+"));
}

static bool ends_with_dash(struct pc_str text) {
    return pc_str_ends(text, PC_STR("-")) || pc_str_ends(text, PC_STR("\xE2\x80\x93")) ||
           pc_str_ends(text, PC_STR("\xE2\x80\x94"));
}

/* "3000-3009 core": a range, of which nothing is said of its ends. */
static bool bounds_range(const struct pc_registry *reg, struct pc_span span) {
    struct pc_str text = reg->files[span.file].text;
    size_t end = (size_t)span.offset + span.length;
    return begins_with_dash(pc_str_sub(text, end, text.len - end)) || ends_with_dash(pc_str_sub(text, 0, span.offset));
}

/* Documents may speak of a port that no claim has: "better move it to 3006". */
static const pc_id *named_ports(const struct pc_next_request *request) {
    const struct pc_registry *reg = request->reg;
    pc_id *named = PC_NEW_ARRAY(request->arena, PC_PORT_COUNT, pc_id);
    for (uint32_t port = 0; port < PC_PORT_COUNT; port++)
        named[port] = PC_NONE;
    for (size_t i = reg->mention_count; i-- > 0;) {
        const struct pc_mention *mention = &reg->mentions[i];
        enum pc_file_kind kind = reg->files[mention->span.file].kind;
        uint16_t port;
        if ((kind == PC_FILE_KIND_REGISTRY || kind == PC_FILE_KIND_SERVICE_DOC) && !says_nothing_of_it(mention->why) &&
            !bounds_range(reg, mention->span) && pc_port_parse(pc_span_text(reg, mention->span), &port) == PC_PORT_OK)
            named[port] = (pc_id)i;
    }
    return named;
}

struct pc_next_ports *pc_next_ports_new(const struct pc_next_request *request) {
    struct pc_next_ports *ports = PC_NEW(request->arena, struct pc_next_ports);
    ports->request = request;
    ports->taken = pc_taken_new(request->arena, request->reg, request->host, PC_NONE);
    ports->inside = ports_inside(ports);
    ports->named = named_ports(request);
    ports->narrowest = narrowest_ranges(request);
    know_systems(ports);
    return ports;
}

static bool says(struct pc_next_skip *skip, const char *kind, struct pc_str why) {
    if (skip) {
        skip->kind = kind;
        skip->why = why;
    }
    return true;
}

static bool is_ephemeral(const struct pc_next_block *block, uint32_t port, struct pc_ports ephemeral) {
    return port >= ephemeral.lo && port <= ephemeral.hi && !pc_ports_contain(ephemeral, block->ports);
}

/* Ports that nobody should choose, whoever has them; a block that lies among them as a whole was chosen on purpose. */
static bool is_avoided(const struct pc_next_ports *ports, const struct pc_next_block *block, uint32_t port,
                       struct pc_next_skip *skip) {
    const struct pc_next_request *request = ports->request;
    if (port <= PC_NEXT_SYSTEM_LAST && block->ports.hi > PC_NEXT_SYSTEM_LAST)
        return says(skip, "system", PC_STR("system ports, for which a program needs privileges"));
    if (is_blocked_by_browsers(port))
        return says(skip, "browser", PC_STR("browsers refuse to open it"));
    for (size_t i = 0; i < request->external_count; i++)
        if (port >= request->external[i].lo && port <= request->external[i].hi)
            return says(skip, "external", PC_STR("somebody else's, says services.external of the configuration"));
    if (!ports->no_linux && is_ephemeral(block, port, linux_ephemeral))
        return says(skip, "ephemeral", PC_STR("ephemeral ports of Linux, which it gives to outgoing connections"));
    if (!ports->no_other && is_ephemeral(block, port, other_ephemeral))
        return says(skip, "ephemeral",
                    PC_STR("ephemeral ports of macOS and Windows, which they give to outgoing connections"));
    return false;
}

static void say_claim(const struct pc_next_ports *ports, pc_id by, struct pc_next_skip *skip) {
    const struct pc_claim *claim = &ports->request->reg->claims[by];
    if (!skip)
        return;
    skip->span = claim->span;
    says(skip, pc_role_name(claim->role), pc_taken_text(ports->request->arena, ports->request->reg, claim));
}

/* A declared range that is narrower than the block and has its own purpose. */
static bool is_narrower(const struct pc_next_ports *ports, const struct pc_next_block *block, uint32_t port,
                        struct pc_next_skip *skip) {
    const struct pc_registry *reg = ports->request->reg;
    pc_id range = ports->narrowest[port];
    if (block->range == PC_NONE || range == PC_NONE || pc_ports_eq(reg->ranges[range].ports, block->ports) ||
        !pc_ports_contain(block->ports, reg->ranges[range].ports))
        return false;
    if (!skip)
        return true;
    skip->span = reg->ranges[range].span;
    struct pc_str purpose = reg->ranges[range].purpose;
    return says(skip, "range",
                purpose.len > 0
                    ? pc_str_fmt(ports->request->arena, "a narrower range of its own: %.*s", PC_ARG(purpose))
                    : PC_STR("a narrower range of its own"));
}

enum pc_next_state pc_next_state(const struct pc_next_ports *ports, const struct pc_next_block *block, uint32_t port,
                                 struct pc_next_skip *skip) {
    const struct pc_registry *reg = ports->request->reg;
    const struct pc_next_elsewhere *other = ports->request->elsewhere ? ports->request->elsewhere[port] : NULL;
    pc_id by = ports->taken->by[port];
    if (by == PC_NONE && ports->inside)
        by = ports->inside[port];
    bool growth = by != PC_NONE && pc_claim_is_growth(reg, &reg->claims[by]);
    const struct pc_ports one = {(uint16_t)port, (uint16_t)port};
    if (skip)
        *skip = (struct pc_next_skip){.ports = one, .span = {.file = PC_NONE}};
    if (is_avoided(ports, block, port, skip))
        return PC_NEXT_NEVER;
    if (by != PC_NONE && !growth) {
        say_claim(ports, by, skip);
        return PC_NEXT_NEVER;
    }
    if (other && (!other->growth || !growth)) {
        if (skip) {
            *skip = other->skip;
            skip->ports = one;
        }
        return other->growth ? PC_NEXT_GROWTH : PC_NEXT_NEVER;
    }
    if (growth) {
        say_claim(ports, by, skip);
        return PC_NEXT_GROWTH;
    }
    if (is_narrower(ports, block, port, skip))
        return PC_NEXT_NARROWER;
    if (ports->named[port] == PC_NONE)
        return PC_NEXT_FREE;
    const struct pc_mention *mention = &reg->mentions[ports->named[port]];
    if (skip)
        skip->span = mention->span;
    says(skip, "named", skip ? pc_str_fmt(ports->request->arena, "named in passing (%s)", mention->why) : PC_EMPTY);
    return PC_NEXT_NAMED;
}

static bool same_reason(const struct pc_next_skip *a, const struct pc_next_skip *b) {
    return a->span.file == b->span.file && a->span.offset == b->span.offset && a->span.length == b->span.length &&
           pc_str_eq(a->why, b->why) && pc_str_eq(a->branch, b->branch) && pc_str_eq(a->place, b->place);
}

void pc_next_skip(struct pc_next *next, struct pc_arena *arena, const struct pc_next_skip *skip) {
    struct pc_next_skip *last = next->skips.count > 0 ? &next->skips.items[next->skips.count - 1] : NULL;
    if (last && last->ports.hi + 1u == skip->ports.lo && same_reason(last, skip))
        last->ports.hi = skip->ports.hi;
    else
        *PC_PUSH(&next->skips, arena) = *skip;
}

static void choose(struct pc_next *next, struct pc_arena *arena, uint32_t port, enum pc_next_state state,
                   const struct pc_next_skip *why) {
    struct pc_next_choice choice = {.port.port = (uint16_t)port};
    if (state != PC_NEXT_FREE)
        choice.port.held = *why;
    *PC_PUSH(&next->choices, arena) = choice;
}

static bool is_chosen(const struct pc_next *next, uint32_t port) {
    for (size_t i = 0; i < next->choices.count; i++)
        if (next->choices.items[i].port.port == port)
            return true;
    return false;
}

/* One kind of port after the other, the gladly given ones first. */
static void choose_all(const struct pc_next_ports *ports, struct pc_next *next) {
    struct pc_next_skip why;
    for (enum pc_next_state wanted = PC_NEXT_FREE; wanted < PC_NEXT_NEVER; wanted++) {
        for (uint32_t port = next->block.ports.lo; port <= next->block.ports.hi; port++) {
            if (is_chosen(next, port) || pc_next_state(ports, &next->block, port, NULL) != wanted)
                continue;
            if (next->choices.count < next->wanted) {
                pc_next_state(ports, &next->block, port, &why);
                choose(next, ports->request->arena, port, wanted, &why);
            } else if (wanted == PC_NEXT_FREE) {
                next->left++;
            }
        }
    }
}

void pc_next_pick(const struct pc_next_ports *ports, struct pc_next *next, uint16_t first) {
    uint32_t last = next->block.ports.hi;
    struct pc_next_skip why;
    if (first > 0)
        *PC_PUSH(&next->choices, ports->request->arena) = (struct pc_next_choice){.port.port = first};
    choose_all(ports, next);
    if (next->choices.count == next->wanted && next->choices.items[next->choices.count - 1].port.held.kind == NULL)
        last = next->choices.items[next->choices.count - 1].port.port;
    for (uint32_t port = next->block.ports.lo; port <= last; port++)
        if (pc_next_state(ports, &next->block, port, &why) != PC_NEXT_FREE && !is_chosen(next, port))
            pc_next_skip(next, ports->request->arena, &why);
}
