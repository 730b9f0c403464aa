/* Where each service stands: what is planned, documented and deployed of it on a host, and which side is stale. Read by
 * the drift report, by show and by sync; made by the rules (standings.h there), who alone judge. */
#ifndef PC_STANDING_H
#define PC_STANDING_H

#include "view.h"

/* From what needs nobody to what needs somebody most. */
enum pc_verdict {
    PC_VERDICT_UNKNOWN,          /* one side only: there is nothing to compare */
    PC_VERDICT_AGREES,           /* all sides give the same ports */
    PC_VERDICT_DEFAULT_ONLY,     /* only the default of the source differs */
    PC_VERDICT_UNDECIDED,        /* statements contradict each other, and nothing that runs tells which is right */
    PC_VERDICT_DOCUMENTS_STALE,  /* the plan (or nothing else) agrees with what runs, the documents do not */
    PC_VERDICT_PLAN_STALE,       /* documents (or nothing else) agree with what runs, the plan does not */
    PC_VERDICT_DEPLOYMENT_ALONE, /* plan and documents give one port, what runs another */
    PC_VERDICT_THREE_WAY,        /* plan, documents and what runs give three answers */
    PC_VERDICT_HALF_MOVED,       /* claims of one role in one place disagree: some give the new port, some the old */
    PC_VERDICT_COUNT
};

/* One service on one host. Claims are indices in the registry's order. A statement that names no host stands with each
 * host that it is about: where it agrees, else where it was held against what runs. */
struct pc_standing {
    pc_id service;
    pc_id host; /* PC_NONE: no host stated */
    struct pc_claims planned;
    struct pc_claims documented;
    struct pc_claims defaults;
    struct pc_claims deployed; /* published, or listening on the host's own network; observed */
    struct pc_claims inside;   /* what its containers listen on */
    enum pc_actual_kind actual;
    struct pc_claims truth; /* the claims that make the actual port */
    enum pc_verdict verdict;
    struct pc_claims stale;  /* those of planned and documented (or defaults) that the verdict is about */
    struct pc_claims moved;  /* half moved: the places that give the actual port ... */
    struct pc_claims behind; /* ... and those that were forgotten. Both may hold dials */
};

struct pc_standings {
    const struct pc_standing *items; /* by service, named hosts first */
    size_t count;
};

/* "plan is stale", "moved half-way", ...: the same words wherever a verdict is shown. */
const char *pc_verdict_text(enum pc_verdict verdict);
/* For programs: "plan-stale", "half-moved", ... */
const char *pc_verdict_name(enum pc_verdict verdict);
/* With the numbers: "moved half-way (4 of 7 places)". */
struct pc_str pc_standing_text(struct pc_arena *arena, const struct pc_standing *standing);
/* Do two sides contradict each other? Such a standing is a row of the drift table. */
bool pc_verdict_is_drift(enum pc_verdict verdict);

/* The standings of one service. */
struct pc_standings pc_standings_of_service(const struct pc_standings *all, pc_id service);

#endif
