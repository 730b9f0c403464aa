/* Fixes that rules offer: another port for a claim. A fix is offered only where the number stands as such in a file of
 * this repository; a range, a number that came out of a variable or was put together, and another repository's claim
 * are left alone. */
#ifndef PC_REPAIR_H
#define PC_REPAIR_H

#include "rule.h"

/* Can the claim's number be written anew where it stands? */
bool pc_claim_is_written(const struct pc_registry *reg, const struct pc_claim *claim);

/* The one port that all of some claims state; 0: there are none, or several ports, or a range. */
uint16_t pc_one_port(const struct pc_registry *reg, const pc_id *claims, size_t count);

/* Offers to write another port into a claim. Nothing for port 0, for what pc_claim_is_written refuses, and in a
 * document where the number stands again on the line: only a person sees what that one is. safe: it has one right
 * answer. */
void pc_repair_port(const struct pc_rule_context *ctx, struct pc_finding *f, bool safe, pc_id claim, uint16_t port,
                    const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Offers the same for several claims as one fix: half of it would make a document contradict itself. Those that have
 * the port already stay; nothing when another one cannot be changed. */
void pc_repair_ports(const struct pc_rule_context *ctx, struct pc_finding *f, bool safe, const pc_id *claims,
                     size_t count, uint16_t port, const char *format, ...) __attribute__((format(printf, 7, 8)));

#endif
