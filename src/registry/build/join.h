/* Claims of other repositories beside those of this one: what `check --with FILE` compares. */
#ifndef PC_JOIN_H
#define PC_JOIN_H

#include "builder.h"

/* One claim as the interchange form tells it (`list claims -f jsonl`). Strings may be empty, but not origin, path. */
struct pc_claim_line {
    struct pc_str origin; /* its repository */
    struct pc_str service, host, address, path, text, condition;
    enum pc_role role;
    enum pc_place_kind place;
    struct pc_ports ports;
    enum pc_protocol protocol;
    enum pc_confidence confidence;
    uint32_t line, column; /* 1-based, below 2^31 */
};

/* The registry with other repositories' claims behind its own: own indices stay what they are. Lines that say the same
 * twice are one claim; sorts lines.
 *
 * A service of another repository is one of its own, "origin:name", also where a service here has that name: two
 * repositories that both have a `postgres` have two. Only services.aliases of the configuration makes them one.
 *
 * A host is the same when a named host here bears that name or address, and the name is one of a machine: "production"
 * or "server" may be another one in each repository. Only an alias "origin:host" of the configuration makes those one.
 * A deployment that nothing names is on a host of the other side when a part of its compose file's name or a directory
 * over it is called so (compose.harbour.yml), as within one repository; else it is another one in each, always. */
const struct pc_registry *pc_registry_join(struct pc_arena *arena, const struct pc_registry *own,
                                           const struct pc_hints *hints, struct pc_claim_line *lines, size_t count);

#endif
