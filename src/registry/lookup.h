/* What a person means by a name, and which claims an answer is about. */
#ifndef PC_LOOKUP_H
#define PC_LOOKUP_H

#include "registry.h"

struct pc_ids {
    const pc_id *items;
    size_t count;
};

/* Services of that name: written exactly so, else with other marks and case, else by another of their names, else by
 * their directory, else by what another repository calls them. Several only where several bear it equally well. */
struct pc_ids pc_services_named(struct pc_arena *arena, const struct pc_registry *reg, struct pc_str name);
/* Hosts of that name or address, likewise. */
struct pc_ids pc_hosts_named(struct pc_arena *arena, const struct pc_registry *reg, struct pc_str name);

/* The index of the first claim whose span begins where this one begins or later in the files' order; claim_count when
 * there is none. */
pc_id pc_first_claim_at(const struct pc_registry *reg, struct pc_span span);

/* Of each kind any one, of all kinds that are given all: services, hosts, ports. */
struct pc_selection {
    bool by_service, by_host, by_ports;
    struct pc_ids services, hosts;
    const struct pc_ports *ports;
    size_t port_count;
};
bool pc_selects_all(const struct pc_selection *selection);
bool pc_selects_service(const struct pc_selection *selection, pc_id service);
bool pc_selects_host(const struct pc_selection *selection, pc_id host);
bool pc_selects_ports(const struct pc_selection *selection, struct pc_ports ports);
bool pc_selects_claim(const struct pc_selection *selection, const struct pc_claim *claim);

#endif
