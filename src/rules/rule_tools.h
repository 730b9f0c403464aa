/* What several rules ask of claims, and how they name things in messages. */
#ifndef PC_RULE_TOOLS_H
#define PC_RULE_TOOLS_H

#include "buf.h"
#include "rule.h"

/* Who a claim is about, for a message: the name written, else its service's, else its container's; clipped when very
 * long. Empty when nobody is named. */
struct pc_str pc_claim_owner(const struct pc_rule_context *ctx, const struct pc_claim *claim);

/* A name from a file, clipped to a length that fits a message. */
struct pc_str pc_clip(struct pc_arena *arena, struct pc_str name);

/* "3000" or "3000-3009". */
struct pc_str pc_ports_text(struct pc_arena *arena, struct pc_ports ports);

/* "3000", "3000 and 3002-3004", "3000, 3002 and 7 more"; more 0: nothing is left out. */
struct pc_str pc_ports_list(struct pc_arena *arena, const struct pc_ports *ports, size_t count, size_t more);

/* "`a`", "`a` and `b`", "`a`, `b` and 7 others": at most four are named. Doubles are left out. */
struct pc_str pc_names_text(struct pc_arena *arena, const struct pc_str *names, size_t count);

/* The name of a host that has one, else empty. */
struct pc_str pc_host_shown(const struct pc_registry *reg, pc_id host);

/* A row or line of a registry about a port of a host: neither internal, nor in a section of container ports, nor a
 * pattern. */
bool pc_is_registry_row(const struct pc_registry *reg, const struct pc_claim *claim);

/* What the source takes when nothing is set; an example file or a test is nobody's default. */
bool pc_is_source_default(const struct pc_claim *claim);

/* False when both are known and differ. */
bool pc_environments_agree(enum pc_environment a, enum pc_environment b);

/* The address that a claim binds; empty: any. */
struct pc_str pc_bind_address(const struct pc_claim *claim);

/* Whether two bind addresses can clash: one of them is any address, or they are equal. */
bool pc_addresses_meet(const struct pc_claim *a, const struct pc_claim *b);

/* All words of one name are among those of the other: "grafana" and "Grafana dashboard". */
bool pc_names_akin(struct pc_str a, struct pc_str b);

/* A proxy is an entrance: what it publishes is meant to be reached from outside, and it answers for others. False for
 * PC_NONE. */
bool pc_is_entrance(const struct pc_registry *reg, pc_id container);

/* The registry document of a file; NULL when it is none. */
const struct pc_document *pc_document_of(const struct pc_registry *reg, pc_id file);

/* How many of wanted places a finding may show when a rule has shown so many before: thousands of findings with
 * hundreds of places each would be of use to nobody, and take more memory than a run has. */
size_t pc_places_limit(size_t shown, size_t wanted);

/* Ports that frameworks take by themselves: somebody who kept one did not choose it. */
bool pc_is_framework_port(uint16_t port);

#endif
