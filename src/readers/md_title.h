/* What a heading or label says about the rows under it: ranges, a host, internal only, real or planned, an environment.
 */
#ifndef PC_MD_TITLE_H
#define PC_MD_TITLE_H

#include "builder.h"
#include "md_flat.h"
#include "port.h"

enum { PC_TITLE_RANGES = 16 }; /* ranges kept of one heading */

struct pc_title {
    struct pc_str text; /* as written, marks removed */
    struct pc_span span;
    struct {
        struct pc_ports ports;
        struct pc_span span;
        bool open;
    } ranges[PC_TITLE_RANGES];
    unsigned range_count;
    struct pc_span bad_range; /* "3010-3001": length 0 when none */
    enum pc_port_result bad_why;
    struct pc_str purpose; /* the title without its ranges */
    struct pc_host_mention host;
    bool has_host;
    bool internal;             /* its rows claim no host port */
    bool unexposed;            /* and must have none */
    bool external;             /* says the opposite: an outer "internal only" ends */
    bool real;                 /* how things are: rows are documented */
    bool future;               /* planned, proposed */
    bool reserved;             /* rows are reservations */
    bool summary;              /* restates what stands elsewhere */
    bool guide;                /* rules and hints: lists there claim nothing */
    const char *dead;          /* why rows claim nothing: "deprecated or history", "free ports"; NULL */
    enum pc_protocol protocol; /* "UDP ports": of its rows */
    enum pc_environment environment;
};

/* The heading, label or sub-heading row in flat. label: a bold line over a list, which may be a host by its place
 * alone (tentative). */
struct pc_title pc_title_of(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, pc_id file,
                            bool label);

/* The first IPv4 address of [from, to) that is no loopback and no wildcard: true and its place. */
bool pc_find_address(struct pc_flat flat, size_t from, size_t to, size_t *at, size_t *end);

/* The host that title[from, to) names. False when it names none. */
bool pc_host_of_title(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, pc_id file, bool label,
                      struct pc_host_mention *host);

/* What a heading or label may call a machine by: "Ports on atlas", "atlas (media)" and "atlas: media" are "atlas".
 * Empty when there is no word. */
struct pc_str pc_title_name(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, pc_id file,
                            struct pc_span *span);

#endif
