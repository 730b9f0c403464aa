/* What the picture of who dials whom shows: parties and edges, few enough to be looked at. */
#ifndef PC_HTML_GRAPH_H
#define PC_HTML_GRAPH_H

#include "graph_layout.h"
#include "report.h"

#define PC_PICTURE_NODES 80u
#define PC_PICTURE_EDGES 160u

/* How much of the dials is in the picture. */
enum pc_picture_scope {
    PC_PICTURE_ALL,
    PC_PICTURE_KNOWN,      /* those that were held against what answers */
    PC_PICTURE_NEIGHBOURS, /* the wrong ones, and what their services have to do with others */
    PC_PICTURE_WRONG,
    PC_PICTURE_SOME_WRONG, /* the first of them */
    PC_PICTURE_NONE        /* there are too many, and none is wrong */
};

/* A service, or whatever else dials or is dialled. */
struct pc_party {
    pc_id service; /* PC_NONE: name says */
    struct pc_str name;
    bool dials_wrong, dialled_wrong;
};

/* One of the graph's edges: a wrong dial each, the others of two parties together. */
struct pc_picture_edge {
    const struct pc_report_dial *dial; /* the first of it */
    size_t dials;
    bool known; /* of one at least it is known that it arrives */
};

struct pc_picture {
    enum pc_picture_scope scope;
    const struct pc_party *parties; /* of each node of the graph */
    const struct pc_picture_edge *edges;
    struct pc_graph graph;
};

/* The widest scope, from the one given on, that can be looked at. Not laid out yet; widths of nodes and labels are the
 * caller's to fill in. */
struct pc_picture pc_picture_choose(struct pc_arena *arena, const struct pc_report *report, enum pc_picture_scope from);

#endif
