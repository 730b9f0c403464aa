/* See taken.h. */
#include "taken.h"

#include <stdlib.h>

#include "free_ports.h"

#define NAME_SHOWN 80 /* bytes of a name in a text */

bool pc_claim_is_growth(const struct pc_registry *reg, const struct pc_claim *claim) {
    bool open_end = (claim->flags & PC_CLAIM_OPEN) && claim->ports.hi == 65535 && claim->role != PC_ROLE_PUBLISHES;
    bool nobody = claim->name.len == 0 && (claim->service == PC_NONE || reg->services[claim->service].name.len == 0);
    return open_end || (claim->role == PC_ROLE_RESERVED && nobody);
}

/* How well a claim says who has its ports: the lower, the better. */
static unsigned rank_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    static const unsigned ranks[PC_ROLE_COUNT] = {
        [PC_ROLE_PUBLISHES] = 0, [PC_ROLE_OBSERVED] = 1, [PC_ROLE_PLANNED] = 2, [PC_ROLE_DOCUMENTED] = 3,
        [PC_ROLE_DEFAULT] = 4,   [PC_ROLE_RESERVED] = 5, [PC_ROLE_LISTENS] = 6, [PC_ROLE_DIALS] = 6};
    return pc_claim_is_growth(reg, claim) ? 7 : ranks[claim->role];
}

#define RANKS 8u

/* Fills the ports of a claim that nobody has yet. next[p]: a port at or behind p that may still be free; the way there
 * is made shorter each time. */
static void fill(struct pc_taken *taken, uint32_t *next, pc_id id) {
    struct pc_ports ports = taken->reg->claims[id].ports;
    for (uint32_t port = ports.lo; port <= ports.hi;) {
        while (next[port] != port) {
            next[port] = next[next[port]];
            port = next[port];
        }
        if (port > ports.hi)
            break;
        taken->by[port] = id;
        next[port] = port + 1;
    }
}

const struct pc_taken *pc_taken_new(struct pc_arena *arena, const struct pc_registry *reg, pc_id host, pc_id but) {
    struct pc_taken *taken = PC_NEW(arena, struct pc_taken);
    uint32_t *next = PC_NEW_ARRAY(arena, PC_PORT_COUNT + 1, uint32_t);
    taken->reg = reg;
    for (uint32_t port = 0; port < PC_PORT_COUNT; port++)
        taken->by[port] = PC_NONE;
    for (uint32_t port = 0; port <= PC_PORT_COUNT; port++)
        next[port] = port;
    for (unsigned rank = 0; rank < RANKS; rank++) {
        for (pc_id i = 0; i < reg->claim_count; i++) {
            const struct pc_claim *claim = &reg->claims[i];
            bool here = claim->host == PC_NONE || host == PC_NONE || claim->host == host;
            bool counts = but == PC_NONE || claim->service != but;
            if (here && counts && rank_of(reg, claim) == rank && pc_claim_takes_port(claim))
                fill(taken, next, i);
        }
    }
    return taken;
}

static struct pc_str owner_of(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_claim *claim) {
    struct pc_str name = claim->service != PC_NONE     ? reg->services[claim->service].name
                         : claim->name.len > 0         ? claim->name
                         : claim->container != PC_NONE ? reg->containers[claim->container].key
                                                       : PC_EMPTY;
    if (name.len <= NAME_SHOWN)
        return name;
    size_t end = 0;
    for (uint32_t c; end < NAME_SHOWN;)
        end += pc_utf8_decode(pc_str_sub(name, end, name.len), &c);
    return pc_str_fmt(arena, "%.*s\xE2\x80\xA6", PC_ARG(pc_str_sub(name, 0, end)));
}

struct pc_str pc_taken_text(struct pc_arena *arena, const struct pc_registry *reg, const struct pc_claim *claim) {
    /* What stands before a name, and what without one. */
    static const struct {
        const char *with, *without;
    } words[PC_ROLE_COUNT] = {[PC_ROLE_PLANNED] = {"planned for", "planned"},
                              [PC_ROLE_RESERVED] = {"reserved for", "reserved"},
                              [PC_ROLE_DOCUMENTED] = {"documented for", "documented"},
                              [PC_ROLE_DEFAULT] = {"default of", "default of a program"},
                              [PC_ROLE_LISTENS] = {"listened on by", "listened on"},
                              [PC_ROLE_PUBLISHES] = {"deployed by", "deployed"},
                              [PC_ROLE_DIALS] = {"dialled as", "dialled"},
                              [PC_ROLE_OBSERVED] = {"observed:", "observed"}};
    struct pc_str name = owner_of(arena, reg, claim);
    bool open_end = pc_claim_is_growth(reg, claim) && claim->role != PC_ROLE_RESERVED;
    if (open_end && name.len > 0)
        return pc_str_fmt(arena, "kept open for `%.*s`", PC_ARG(name));
    if (open_end)
        return PC_STR("kept open");
    return name.len > 0 ? pc_str_fmt(arena, "%s `%.*s`", words[claim->role].with, PC_ARG(name))
                        : pc_str_c(words[claim->role].without);
}
