/* What `show` says: everything known about a port, a range of ports, a service or a host. */
#ifndef PC_SHOW_H
#define PC_SHOW_H

#include "lookup.h"
#include "output.h"
#include "standing.h"
#include "view.h"

/* A dial with what became of it. */
struct pc_dial {
    pc_id claim;
    pc_id wanted;  /* the service that is meant; PC_NONE: unknown */
    pc_id answers; /* the service that answers there; PC_NONE: unknown, or nobody */
};

struct pc_show_input {
    const struct pc_registry *reg;
    const struct pc_view *view;
    const struct pc_dial *dials; /* every claim of role dials, in their order */
    size_t dial_count;
    struct pc_finding *const *findings;
    size_t finding_count;
    struct pc_selection selection; /* what of it is asked for; the findings are chosen already */
    struct pc_standings standings; /* the verdict on every service, whatever rules are on */
    struct pc_output_options options;
    struct pc_arena *arena;
};

/* what: "3000", "3000-3099", or a name of services and hosts. False when nothing bears that name. */
bool pc_show_write(const struct pc_show_input *in, struct pc_str what, struct pc_buf *out);

#endif
