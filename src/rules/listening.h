/* What states the port that one container listens on, sorted by how it states it. */
#ifndef PC_LISTENING_H
#define PC_LISTENING_H

#include "say.h"

/* Claims of role listens; of each kind a container has at most PC_LISTENING_MAX here. */
enum { PC_LISTENING_MAX = 256 };
struct pc_listening {
    struct PC_VEC(pc_id) targets;  /* right sides of mappings */
    struct PC_VEC(pc_id) settings; /* PORT, listen flags */
    struct PC_VEC(pc_id) checks;   /* healthchecks */
    struct PC_VEC(pc_id) labels;   /* of a proxy that sends to the container */
    struct PC_VEC(pc_id) others;   /* expose, further settings */
};

/* One a container: what its compose file says of itself, not what shares its network or is mounted. */
struct pc_listening *pc_listening_of_containers(const struct pc_rule_context *ctx);

/* Puts a claim of role listens where it belongs. */
void pc_listening_add(const struct pc_rule_context *ctx, struct pc_listening *to, pc_id claim);

/* Two kinds of statements of a container that name no port in common. */
struct pc_mismatch {
    const char *what; /* "the healthcheck's port" */
    enum pc_level level;
    struct pc_claims odd, real; /* what leads nowhere, and what says where the container listens */
};
struct pc_mismatches {
    struct pc_mismatch items[3];
    size_t count;
};
/* Of mapping, label, settings and healthcheck of a container. */
struct pc_mismatches pc_listening_mismatches(const struct pc_rule_context *ctx, pc_id container,
                                             const struct pc_listening *ports);

/* None of a's ports is one of b's, and both say something. */
bool pc_claims_disagree(const struct pc_registry *reg, const pc_id *a, size_t a_count, const pc_id *b, size_t b_count);

#endif
