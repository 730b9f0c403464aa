/* The parts of an answer of show. Inside output only. */
#ifndef PC_SHOW_PARTS_H
#define PC_SHOW_PARTS_H

#include "columns.h"
#include "place.h"
#include "show.h"
#include "uses.h"

struct pc_show {
    const struct pc_show_input *in;
    struct pc_buf *out;
    struct pc_places places;
};

/* The four answers. */
void pc_show_port(struct pc_show *show, uint16_t port);
void pc_show_range(struct pc_show *show, struct pc_ports ports);
void pc_show_service(struct pc_show *show, pc_id service);
void pc_show_host(struct pc_show *show, pc_id host);

/* A line of its own, set apart. */
void pc_show_title(struct pc_show *show, struct pc_str text);
/* An empty line, then the heading of a part. */
void pc_show_heading(struct pc_show *show, const char *text);

/* "docs/PORTS.md:15:3"; a whole file without numbers. */
struct pc_str pc_show_where(struct pc_show *show, struct pc_span span);
struct pc_str pc_show_ports_text(struct pc_show *show, struct pc_ports ports);
/* "on Harbour", "in compose.yml" for a deployment that nothing names, "" when none is stated. */
struct pc_str pc_show_on_host(struct pc_show *show, pc_id host);

/* Claims, one a line: what is said, of which port, by whom, where. */
struct pc_claim_lines {
    const pc_id *claims;
    size_t count;
    bool with_ports, with_names;
};
/* Sorts a copy: the surest kinds first, then by host and in the registry's order. */
void pc_show_claims(struct pc_show *show, const struct pc_claim_lines *lines);

/* The dial of a claim; NULL when the claim is none. */
const struct pc_dial *pc_show_dial_of(const struct pc_show *show, pc_id claim);

/* Findings for which about(arg, finding) holds, under a heading; NULL: one stands there already. */
void pc_show_findings(struct pc_show *show, const char *heading,
                      bool (*about)(const void *arg, const struct pc_finding *finding), const void *arg);

/* Other names, each with its reason and place. */
void pc_show_aliases(struct pc_columns *facts, struct pc_show *show, struct pc_str name, const struct pc_alias *aliases,
                     size_t count);

#endif
