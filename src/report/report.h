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
    const struct pc_str *services; /* names shown, sorted; empty of free ports */
    size_t service_count;
    struct pc_span span; /* the line that says so: of what binds it, else of the plan's row; length 0: none */
    const struct pc_finding *finding; /* PC_CELL_COLLISION: the collision's; else NULL */
};

/* A block of ports on one host. */
struct pc_report_strip {
    pc_id range; /* PC_NONE: what lies in no range; ports is then from the lowest to the highest cell, and free runs
                    between them are cells as well */
    pc_id host;  /* PC_NONE: none is stated */
    struct pc_ports ports;
    const struct pc_report_cell *cells; /* every port of the block, in order, without gaps */
    size_t cell_count;
    unsigned counts[PC_CELL_STATE_COUNT]; /* ports */
    bool has_next;                        /* next free port */
    uint16_t next;
    bool next_reserved; /* only reserved growth is left */
};

/* A range over all hosts, or on the one that it is stated for. */
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
    const struct pc_standing *standing; /* pc_standing_text() is the verdict in words */
    uint32_t changed; /* day of the last change of its claims' lines, 20310131; 0: not known. Write it by
                         pc_report_date() only */
    const struct pc_finding *finding; /* the graver one about it: PC301, PC302, PC307; NULL: none is shown */
    enum pc_report_news news;         /* PC_NEWS_NONE: as it was, or nothing is compared */
};

/* With --since: a row that is of the old tree only, or has another verdict there. */
struct pc_report_row_news {
    enum pc_report_news news;
    struct pc_str service, host;     /* names; host empty: none stated */
    struct pc_str before, after;     /* verdicts in words; empty: it was not, or is not, there */
    const struct pc_report_row *row; /* NULL: FIXED */
};

/* Who dials whom: one edge for each caller, callee and port. */
struct pc_report_dial {
    struct pc_str caller; /* service, container or file that dials */
    pc_id caller_service; /* PC_NONE: none */
    struct pc_str callee;
    pc_id callee_service; /* PC_NONE: unknown or outside */
    uint16_t port;
    bool known;                       /* it was held against what answers there; else nothing that was read tells */
    bool wrong;                       /* nobody answers there, or somebody else */
    const char *why;                  /* wrong: "nobody listens there", ...; else "" */
    const struct pc_finding *finding; /* NULL: none */
    const struct pc_span *spans;      /* where it is written */
    size_t span_count;
    struct pc_claims truth; /* where the callee really listens */
};

struct pc_report_host {
    pc_id host;
    unsigned bound, collisions, drifting, unregistered; /* ports; collisions of errors and warnings; services; ports */
};

/* A port that is bound and not registered, or planned and not deployed. */
struct pc_report_port {
    pc_id claim;
    pc_id host;
};

/* With --since: findings of one of the trees only (NEW, FIXED), or graver than there (CHANGED). */
struct pc_report_news_item {
    enum pc_report_news news;
    const struct pc_rule_info *rule;
    struct pc_str message;
    enum pc_level level;
    struct pc_span span;              /* of this tree; file PC_NONE: it is gone */
    const struct pc_finding *finding; /* NULL: FIXED */
};

/* Where a date stands in what was written. */
struct pc_report_date_place {
    size_t from, to; /* bytes of the output */
    const char *blank;
};
struct pc_report_dates {
    struct PC_VEC(struct pc_report_date_place) places;
};

struct pc_report {
    const struct pc_registry *reg;
    struct pc_arena *arena;
    const char *version;
    struct pc_str registry; /* path of the registry; empty: none */
    size_t registries;      /* more than one: registry is the first */
    struct pc_str remark;   /* what must be said about the reading, or empty */
    bool incomplete;        /* something could not be read */
    struct pc_str narrowed; /* "--host rack --range 3000-3099" where only a part was asked for; else empty */
    const char *refresh;    /* the command that writes it anew: "portcheck report -f html" */
    size_t sources, claims;
    unsigned bound, collisions, drifting, unregistered, outside_range, errors, warnings, infos; /* the counters */
    /* By host, then port; of ranges only those with a port that is not free on that host, or, for the host that stands
     * for none (PC_NONE), in the plan. */
    const struct pc_report_strip *strips;
    size_t strip_count;
    const struct pc_report_range *ranges; /* by port */
    size_t range_count;
    const struct pc_report_host *hosts;
    size_t host_count;
    const struct pc_report_row *rows; /* services that do not agree, the gravest verdict first, then by name, host */
    size_t row_count;
    const struct pc_report_row *others; /* those that do, or of which there is nothing to compare, by name, host */
    size_t other_count;
    const struct pc_report_port *unregistered_ports;
    size_t unregistered_count;
    const struct pc_report_port *undeployed;
    size_t undeployed_count;
    const struct pc_report_dial *dials; /* wrong ones first, then by caller, callee, port */
    size_t dial_count;
    struct pc_finding *const *findings; /* shown ones, sorted: errors first */
    size_t finding_count;
    const struct pc_mention *mentions; /* port-like numbers of which no claim was made, by file and place */
    size_t mention_count;
    struct pc_str since; /* the revision; empty: nothing is compared */
    const struct pc_report_news_item *news;
    size_t news_count;
    const struct pc_report_row_news *row_news; /* changed and new ones first, in the rows' order; then fixed ones */
    size_t row_news_count;
    struct pc_report_dates *dates; /* filled by pc_report_date() */
    struct pc_str link_base;       /* before "path#L12"; empty: relative to the root. Use pc_report_link() */
};

/* Appends the address of a span's line, percent-encoded: "docs/PORTS.md?plain=1#L12". No HTML or Markdown escaping is
 * needed: it holds letters, digits and "-._~/%?=#:" only. Nothing for a span of another repository or without a file
 * (then it must not be a link). */
bool pc_report_link(const struct pc_report *report, struct pc_span span, struct pc_buf *out);
/* The line of a span, 1-based. */
uint32_t pc_report_line(const struct pc_report *report, struct pc_span span);

/* Appends a day as "2031-01-31", or blank where it is not known. --check holds two reports equal that differ in nothing
 * but such places (a date is only known once its line was committed, and not in a shallow clone), so a date and the
 * blank must be alike in all around them. quote: JSON's '"' around the date, not around the blank. */
void pc_report_date(const struct pc_report *report, uint32_t day, const char *blank, bool quote, struct pc_buf *out);
/* The same of what a format wrote itself. */
void pc_report_date_at(const struct pc_report *report, size_t from, size_t to, const char *blank);

struct pc_report_format {
    const char *name;    /* "html"; also the ending of its files */
    const char *summary; /* one line for --help */
    void (*write)(const struct pc_report *report, struct pc_buf *out);
};

/* NULL when unknown. */
const struct pc_report_format *pc_report_format_find(struct pc_str name);

#define PC_REPORT_FORMAT(symbol) extern const struct pc_report_format symbol;
#include "report_formats.def"
#undef PC_REPORT_FORMAT

extern const struct pc_report_format *const pc_report_formats[];
extern const size_t pc_report_format_count;

#endif
