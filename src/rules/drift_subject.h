/* What is stated of a service, held against what is known: the statements of which PC301 and PC307 tell. */
#ifndef PC_DRIFT_SUBJECT_H
#define PC_DRIFT_SUBJECT_H

#include "cover.h"
#include "say.h"

enum pc_voice { PC_VOICE_PLAN, PC_VOICE_LIST, PC_VOICE_OWN };

struct pc_voice_group {
    enum pc_voice voice;
    pc_id file;
    pc_id host;
    enum pc_environment environment;
    size_t first; /* where its first statement stands among the service's */
    struct PC_VEC(pc_id) claims;
    int rank; /* how much the states count that it was held against; 0: it was held against none */
};

struct pc_drift {
    const struct pc_rule_context *ctx;
    pc_id service;
    struct PC_VEC(struct pc_voice_group) groups;
    struct PC_VEC(pc_id) drifting;     /* statements that disagree */
    struct PC_VEC(pc_id) misplaced;    /* statements that give another environment's port */
    struct PC_VEC(pc_id) settings;     /* PORT of the containers: shown beside the actual claims */
    struct PC_VEC(pc_id) actual;       /* the claims they disagree with */
    bool by_default;                   /* those are defaults of the source: nothing that starts the service was read */
    const struct somewhere *somewhere; /* made when first asked for */
    const struct pc_cover *stated;     /* all ports of the groups; likewise */
    const struct pc_cover *sides;      /* ports beside the main one that the source gives it; NULL until asked for */
};

enum pc_voice pc_voice_of(const struct pc_claim *claim);

/* Finds the groups of the service's statements, in the order of their first ones. */
void pc_voice_groups_find(struct pc_drift *s);

/* Was a group held against this state of its service? */
bool pc_drift_refers(const struct pc_drift *s, const struct pc_voice_group *group, const struct pc_state *state);

/* The union of the ports of some claims. */
struct pc_cover pc_drift_cover(const struct pc_drift *s, const pc_id *claims, size_t count);

struct pc_drift pc_drift_of(const struct pc_rule_context *ctx, pc_id service);

/* Only the service's own document disagrees, and only with its source: that is PC302's to tell. */
bool pc_drift_is_own_default(const struct pc_drift *s);

#endif
