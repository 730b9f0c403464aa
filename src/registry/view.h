/* The registry's claims side by side: by service, by host and port. Made once a run from the frozen registry, shared by
 * rules, report and plans. */
#ifndef PC_VIEW_H
#define PC_VIEW_H

#include "registry.h"

struct pc_view;

const struct pc_view *pc_view_new(struct pc_arena *arena, const struct pc_registry *reg);

/* A list of claim indices, the view's own. */
struct pc_claims {
    const pc_id *items;
    size_t count;
};

/* All claims owned by a service (dials left out), in the registry's order. */
struct pc_claims pc_view_of_service(const struct pc_view *view, pc_id service);

/* Claims that bind a port of a host: publishes, sorted by host, lowest port, registry order. */
struct pc_claims pc_view_bindings(const struct pc_view *view);
/* The same of one host. */
struct pc_claims pc_view_bindings_of_host(const struct pc_view *view, pc_id host);

/* Calls fn for each host-side statement (planned, reserved, documented, publishes, default; container ports left
 * out) whose
 * ports contain port, in order of lowest port, then registry order, until fn returns false. O(log n + hits). */
void pc_view_at_port(const struct pc_view *view, uint16_t port, bool (*fn)(void *arg, pc_id claim), void *arg);

/* The lowest port of a block that nothing plans, documents, reserves, publishes or defaults to on a host (PC_NONE: on
 * any), counting statements without a host. False when none is free. O(width * log n). */
bool pc_view_next_free(const struct pc_view *view, struct pc_ports block, pc_id host, uint16_t *port);

/* Where a service really is, on one host or (host PC_NONE) wherever no host is stated: the first known of
 * deployed, observed, documented on that host, source default. */
enum pc_actual_kind {
    PC_ACTUAL_UNKNOWN,
    PC_ACTUAL_DEPLOYED,
    PC_ACTUAL_OBSERVED,
    PC_ACTUAL_DOCUMENTED,
    PC_ACTUAL_DEFAULT
};

/* A service on a host. Rows of one service are adjacent, named hosts first. */
struct pc_state {
    pc_id service;
    pc_id host; /* PC_NONE: no host stated */
    enum pc_actual_kind actual;
    struct pc_claims claims; /* the claims that make it so */
    struct pc_claims inside; /* deployed only: what its containers listen on */
};
struct pc_states {
    const struct pc_state *items;
    size_t count;
};
struct pc_states pc_view_states(const struct pc_view *view); /* sorted by service, host */
struct pc_states pc_view_states_of_service(const struct pc_view *view, pc_id service);
/* The one of them on a host; PC_NONE: the one that names no host. Empty when there is none. */
struct pc_states pc_view_states_on_host(const struct pc_view *view, pc_id service, pc_id host);

/* Whether a claim states a port of a host (not one inside a container). */
bool pc_claim_is_host_side(const struct pc_claim *claim);

#endif
