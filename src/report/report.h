/* The drift report, all worked out: what a page, a table or a program gets to see. run fills it in; formats (html.c,
 * markdown.c, json.c, csv.c of this folder) lay it out and decide nothing. */
#ifndef PC_REPORT_H
#define PC_REPORT_H

#include "output.h"
#include "standing.h"

/* What a port of a strip is. */
enum pc_cell_state {
    PC_CELL_FREE,
    PC_CELL_RESERVED,
    PC_CELL_PLANNED,       /* and nothing binds it */
    PC_CELL_PLANNED_BOUND, /* planned, and bound by the planned service */
    PC_CELL_BOUND,         /* bound, and not registered for whoever binds it */
    PC_CELL_COLLISION,
    PC_CELL_STATE_COUNT
};

/* One port, or a run of neighbours that are free, reserved or one claim's. Runs are maximal, so that 65,536 ports cost
 * what is written of them. */
struct pc_report_cell {
    struct pc_ports ports;
    enum pc_cell_state state;
    const struct pc_str *services; /* names shown; empty of free ports */
    size_t service_count;
    struct pc_span span; /* the line that says so; length 0: none */
};

/* A block of ports on one host. */
struct pc_report_strip {
    pc_id range; /* PC_NONE: what lies in no range */
    pc_id host;  /* PC_NONE: none is stated */
    struct pc_ports ports;
    const struct pc_report_cell *cells; /* every port of the block, in order, without gaps */
    size_t cell_count;
    unsigned counts[PC_CELL_STATE_COUNT]; /* ports */
    bool has_next;                        /* next free port */
    uint16_t next;
    bool next_reserved; /* only reserved growth is left */
};

/* A range over all hosts. */
struct pc_report_range {
    pc_id range;
    unsigned planned, bound, reserved, free, width; /* ports */
    bool has_next;
    uint16_t next;
    bool next_reserved;
    const struct pc_finding *full; /* PC108, NULL: there is room */
};

enum pc_report_news { PC_NEWS_NONE, PC_NEWS_NEW, PC_NEWS_CHANGED, PC_NEWS_FIXED };

/* A row of the drift table. */
struct pc_report_row {
    const struct pc_standing *standing;
    uint32_t changed; /* day of the last change of its claims' lines, 20310131; 0: not known */
    enum pc_report_news news;
};

/* Who dials whom: one edge for each caller, callee and port. */
struct pc_report_dial {
    struct pc_str caller; /* service, container or file that dials */
    pc_id caller_service; /* PC_NONE: none */
    struct pc_str callee;
    pc_id callee_service; /* PC_NONE: unknown or outside */
    uint16_t port;
    bool wrong;                       /* nobody answers there, or somebody else */
    const struct pc_finding *finding; /* NULL: none */
    const struct pc_span *spans;      /* where it is written */
    size_t span_count;
    struct pc_claims truth; /* where the callee really listens */
};

struct pc_report_host {
    pc_id host;
    unsigned bound, collisions, drifting, unregistered;
};

/* A port that is bound and not registered, or planned and not deployed. */
struct pc_report_port {
    pc_id claim;
    pc_id host;
};

/* With --since: findings of one of the trees only. Of the old tree only what is shown here is known. */
struct pc_report_news_item {
    enum pc_report_news news;
    struct pc_str code, message;
    enum pc_level level;
    struct pc_span span; /* of this tree; file PC_NONE: it is gone */
};

struct pc_report {
    const struct pc_registry *reg;
    struct pc_arena *arena;
    const char *version;
    struct pc_str registry; /* path of the registry; empty: none */
    struct pc_str remark;   /* what must be said about the reading, or empty */
    bool incomplete;        /* something could not be read */
    struct pc_str commit;   /* not part of the tree: empty where it is not known, or asked not to be shown */
    size_t sources, claims;
    unsigned bound, collisions, drifting, unregistered, outside_range, errors, warnings, infos; /* the counters */
    const struct pc_report_strip *strips;                                                       /* by host, then port */
    size_t strip_count;
    const struct pc_report_range *ranges; /* by port */
    size_t range_count;
    const struct pc_report_host *hosts;
    size_t host_count;
    const struct pc_report_row *rows; /* services that do not agree, the gravest verdict first, then by name */
    size_t row_count;
    const struct pc_report_port *unregistered_ports;
    size_t unregistered_count;
    const struct pc_report_port *undeployed;
    size_t undeployed_count;
    const struct pc_report_dial *dials; /* wrong ones first, then by caller, callee, port */
    size_t dial_count;
    struct pc_finding *const *findings; /* shown ones, sorted: errors first */
    size_t finding_count;
    const struct pc_mention *const *mentions; /* what was not understood */
    size_t mention_count;
    struct pc_str since; /* the revision; empty: nothing is compared */
    const struct pc_report_news_item *news;
    size_t news_count;
    struct pc_str link_base; /* before "path#L12"; empty: relative to the root */
};

struct pc_report_format {
    const char *name;    /* "html" */
    const char *summary; /* one line for --help */
    void (*write)(const struct pc_report *report, struct pc_buf *out);
};

#define PC_REPORT_FORMAT(symbol) extern const struct pc_report_format symbol;
#include "report_formats.def"
#undef PC_REPORT_FORMAT

extern const struct pc_report_format *const pc_report_formats[];
extern const size_t pc_report_format_count;

#endif
