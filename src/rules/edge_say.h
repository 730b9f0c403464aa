/* What the rules about edges share: how sure one is wrong, and how it is told. */
#ifndef PC_EDGE_SAY_H
#define PC_EDGE_SAY_H

#include "edges.h"

/* Error only where a deployment dials; what stands in a document, an env file or a script misleads, but breaks nothing
 * by itself. */
enum pc_level pc_edge_level(const struct pc_rule_context *ctx, const struct pc_claim *dial);

/* How sure is it that nobody listens there? The level to report at, at most the given one. */
enum pc_level pc_edge_doubt(const struct pc_rule_context *ctx, const struct pc_edge *edge, enum pc_level level);

/* Who dials: the container's service; empty when no container does. */
struct pc_str pc_edge_caller(const struct pc_rule_context *ctx, const struct pc_claim *dial);

/* "ledger:3006" */
struct pc_str pc_edge_target(const struct pc_rule_context *ctx, const struct pc_claim *dial);

/* What a finding is about: caller, callee, host and port. */
void pc_edge_subject(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edge *edge);

/* Labels: the dial, and where the callee really listens. */
void pc_edge_dial(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edge *edge);

/* "8080", "8080 and 9090": where the callee really listens; empty when nothing says it. */
struct pc_str pc_edge_truth(const struct pc_rule_context *ctx, const struct pc_edge *edge);

/* A note: what the other callers use. */
void pc_edge_callers(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edges *edges,
                     const struct pc_edge *edge);

/* A whole finding, a warning: caller and callee are on no network together. */
void pc_edge_say_apart(const struct pc_rule_context *ctx, const struct pc_edge *edge);

/* A fix: the port that the callee really has, where it has one only. */
void pc_edge_fix(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_edges *edges,
                 const struct pc_edge *edge);

/* What somebody who moved a service forgot: a binding of the edge's host that leads to the dialled number inside its
 * container, else one that bears the first word of the route's public name; PC_NONE. */
pc_id pc_edge_moved(const struct pc_rule_context *ctx, const struct pc_edge *edge);

#endif
