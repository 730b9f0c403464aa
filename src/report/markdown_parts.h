/* The parts of the report in Markdown. Inside report only.
 *
 * A section is a heading with what opens a table or list, rows, and what closes it. All are made before any is written,
 * so that the room of a comment can be shared out: a section that needs less than its share leaves the rest to the
 * others. */
#ifndef PC_MARKDOWN_PARTS_H
#define PC_MARKDOWN_PARTS_H

#include "md_text.h"
#include "report.h"
#include "vec.h"

#define PC_MD_ROOM 65000u /* bytes; GitHub takes 65,536 characters */

struct pc_md_row {
    struct pc_str text;
    size_t date_at; /* where in text a date belongs; PC_NPOS: nowhere. It is written when the row's place is known */
    uint32_t day;
};

struct pc_md_section {
    struct pc_str head, foot;
    const char *things; /* what the rows are: "services" */
    struct PC_VEC(struct pc_md_row) rows;
    size_t count;        /* rows, also those that a whole document has no room for and that are not kept */
    size_t bytes;        /* of head, foot and the rows kept */
    size_t weight, room; /* its part of the document, and what that came to in bytes */
};

struct pc_md {
    const struct pc_report *report;
    struct pc_arena *arena;
    struct PC_VEC(struct pc_md_section) sections;
};

/* A new section; valid until the next one is begun. Nothing is shown of a section without rows. */
struct pc_md_section *pc_md_begin(struct pc_md *md, const char *things, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* One that is folded away: title is its summary, "12 services that ...". */
struct pc_md_section *pc_md_begin_folded(struct pc_md *md, const char *things, struct pc_str title, const char *table);
void pc_md_row(struct pc_md *md, struct pc_md_section *section, const struct pc_buf *text);
void pc_md_row_dated(struct pc_md *md, struct pc_md_section *section, const struct pc_md_row *row);
/* Appends all sections, as much of each as there is room for, and says how much was left out. */
void pc_md_write_sections(struct pc_md *md, size_t room, struct pc_buf *out);

/* Cells. A name that is longer than anyone reads is cut. */
void pc_md_name(struct pc_buf *out, struct pc_str name);
void pc_md_host(const struct pc_md *md, struct pc_buf *out, pc_id host);  /* "–": none is stated */
struct pc_str pc_md_ports(const struct pc_md *md, struct pc_ports ports); /* "3000", "3000–3009" */
/* "[text](path#L12)"; only the text where the span has no line in this repository. */
void pc_md_link(const struct pc_md *md, struct pc_buf *out, struct pc_span span, struct pc_str text);
void pc_md_place(const struct pc_md *md, struct pc_buf *out,
                 struct pc_span span);                                     /* the same, the text being path:12 */
void pc_md_claim(const struct pc_md *md, struct pc_buf *out, pc_id claim); /* its ports, linked */
void pc_md_claims(const struct pc_md *md, struct pc_buf *out, struct pc_claims claims); /* "–": none */
struct pc_str pc_md_owner(const struct pc_md *md, pc_id claim); /* the service, else the name written */
/* "1 service", "2 services" */
struct pc_str pc_md_count(const struct pc_md *md, size_t count, const char *one, const char *many);

/* Each adds its sections, or none. */
void pc_md_add_news(struct pc_md *md);
void pc_md_add_must_fix(struct pc_md *md);
void pc_md_add_findings(struct pc_md *md);
void pc_md_add_drift(struct pc_md *md);
void pc_md_add_agreeing(struct pc_md *md);
void pc_md_add_wrong_dials(struct pc_md *md);
void pc_md_add_dials(struct pc_md *md);
void pc_md_add_hosts(struct pc_md *md);
void pc_md_add_ranges(struct pc_md *md);
void pc_md_add_map(struct pc_md *md);
void pc_md_add_unregistered(struct pc_md *md);
void pc_md_add_undeployed(struct pc_md *md);
void pc_md_add_mentions(struct pc_md *md);

#endif
