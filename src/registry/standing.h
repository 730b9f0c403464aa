/* Where each service stands: what is planned, documented and deployed of it on a host, and which side is stale. Read by
 * the drift report and by sync; made by standing.c of the rules, who alone judge. */
#ifndef PC_STANDING_H
#define PC_STANDING_H

#include "view.h"

enum pc_verdict {
    PC_VERDICT_UNKNOWN,         /* one side only: there is nothing to compare */
    PC_VERDICT_AGREES,          /* all sides give the same ports */
    PC_VERDICT_PLAN_STALE,      /* documents (or nothing else) agree with what runs, the plan does not */
    PC_VERDICT_DOCUMENTS_STALE, /* the plan (or nothing else) agrees with what runs, the documents do not */
    PC_VERDICT_THREE_WAY,       /* plan, documents and what runs give three answers */
    PC_VERDICT_DEFAULT_ONLY,    /* only the default of the source differs; what starts it overrides that */
    PC_VERDICT_HALF_MOVED       /* claims of one role in one place disagree: some give the new port, some the old */
};

/* One service on one host. Claims are indices in the registry's order. */
struct pc_standing {
    pc_id service;
    pc_id host; /* PC_NONE: no host stated */
    struct pc_claims planned;
    struct pc_claims documented;
    struct pc_claims defaults;
    struct pc_claims deployed; /* published, or listening on the host's own network; observed */
    enum pc_actual_kind actual;
    struct pc_claims truth; /* the claims that make the actual port */
    enum pc_verdict verdict;
    struct pc_claims moved;  /* half moved: the places that give the actual port ... */
    struct pc_claims behind; /* ... and those that were forgotten */
};

struct pc_standings {
    const struct pc_standing *items; /* by service, named hosts first */
    size_t count;
};

/* "plan is stale", ...: the words shown. */
const char *pc_verdict_text(enum pc_verdict verdict);

#endif
