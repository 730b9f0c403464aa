/* What the rules about bindings, slots and drift share: making a finding at the configured level, and saying where a
 * claim stands in the same words everywhere. */
#ifndef PC_SAY_H
#define PC_SAY_H

#include "rule.h"
#include "vec.h"
#include "view.h"

/* A new finding of the rule that runs, at its configured level, or at fallback where the configuration says nothing.
 * PC_LEVEL_DEFAULT as fallback means the rule's own. */
struct pc_finding *pc_say(const struct pc_rule_context *ctx, enum pc_level fallback, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A label at a claim that says what it states: "planned", "listed as real on `nas`", "published on the host". */
void pc_say_claim(const struct pc_rule_context *ctx, struct pc_finding *f, pc_id claim);

/* "3000", "3000-3005", "3000, 3002 and 3004". */
struct pc_str pc_say_ports(struct pc_arena *arena, const struct pc_ports *ports, size_t count);

/* " on `nas`" for a named host, else "". */
struct pc_str pc_say_on_host(const struct pc_rule_context *ctx, pc_id host);

struct pc_str pc_service_name(const struct pc_rule_context *ctx, pc_id service); /* "" for PC_NONE */

/* Distinct port intervals in order. */
struct pc_port_set {
    struct PC_VEC(struct pc_ports) list;
};
void pc_port_set_add(struct pc_arena *arena, struct pc_port_set *set, struct pc_ports ports);
struct pc_str pc_port_set_text(struct pc_arena *arena, const struct pc_port_set *set);

/* Adds "3043 is the next free port of 3030-3059" for the narrowest declared range around a port, when there is one. */
void pc_say_free_port(const struct pc_rule_context *ctx, struct pc_finding *f, pc_id host, uint16_t near);

/* Is a claim's file a registry document? */
bool pc_in_registry(const struct pc_rule_context *ctx, pc_id claim);

/* Does the configuration's external list name this port or service? */
bool pc_is_external(const struct pc_rule_context *ctx, pc_id service, struct pc_ports ports);

/* Is a service deployed on a host (PC_NONE: anywhere)? */
bool pc_is_deployed(const struct pc_rule_context *ctx, pc_id service, pc_id host);

#endif
