/* Which ports nobody has. */
#ifndef PC_FREE_PORTS_H
#define PC_FREE_PORTS_H

#include "registry.h"

struct pc_free_ports;

/* Ports that nothing plans, reserves, documents, publishes, observes, defaults to or dials on a host, and on no stated
 * one; PC_NONE: on any. Takes time and memory for 65,535 ports. */
struct pc_free_ports *pc_free_ports_new(struct pc_arena *arena);
void pc_free_ports_fill(struct pc_free_ports *free_ports, const struct pc_registry *reg, pc_id host);

/* The first run of free ports in a block; false when it has none. */
bool pc_free_ports_next(const struct pc_free_ports *free_ports, struct pc_ports block, struct pc_ports *run);
/* How many there are in a block. */
unsigned pc_free_ports_count(const struct pc_free_ports *free_ports, struct pc_ports block);

/* Does a claim take a port of a host? */
bool pc_claim_takes_port(const struct pc_claim *claim);

#endif
