/* What the parts of the Markdown registry reader share: the headings over a place, and how statements are made. Only
 * registry_*.c files include it. */
#ifndef PC_REGISTRY_MD_H
#define PC_REGISTRY_MD_H

#include "md_title.h"
#include "port_cell.h"
#include "reader.h"
#include "vec.h"

enum {
    PC_LEVEL_LABEL = 7,     /* a bold line, below every heading */
    PC_LEVEL_SUBHEADING = 8 /* a bold row inside a table, or a bullet over bullets */
};

/* A heading, label or sub-heading in force. */
struct pc_scope {
    unsigned level; /* 1-6 heading, PC_LEVEL_LABEL, PC_LEVEL_SUBHEADING */
    unsigned quote_depth;
    struct pc_title title;
    pc_id host;                    /* mention, PC_NONE */
    pc_id ranges[PC_TITLE_RANGES]; /* title.range_count of them */
    bool used;                     /* a label: something stood under it already */
};

struct pc_place_note {
    uint32_t offset;
    uint32_t length;
    const char *why; /* NULL: a claim or range was made of it */
};

struct pc_regmd {
    struct pc_read_context *ctx;
    struct pc_builder *b;
    struct pc_arena *keep;    /* as long as the registry */
    struct pc_arena *scratch; /* this file */
    struct pc_md_document doc;
    struct PC_VEC(struct pc_scope) scopes;
    struct PC_VEC(struct pc_place_note) notes; /* numbers accounted for */
    struct PC_VEC(struct pc_str) host_keys;    /* of the mentions made here, from first_host on */
    pc_id first_host;
    struct PC_VEC(struct pc_str) machines; /* keys of the names of machines, once machines_known */
    bool machines_known;
    struct pc_html_tables *html; /* registry_html.c; NULL: none has begun */
    size_t claims;               /* claims and ranges made */
    uint32_t reconciled;         /* date found so far, 0 */
};

/* registry_html.c: tables of HTML tags. Each is read where it ends; what looks like one and has no header is told once
 * a document. */
void pc_regmd_html(struct pc_regmd *r, const struct pc_md_block *block);
bool pc_regmd_html_is_open(const struct pc_regmd *r); /* a blank line ends the block of HTML, not the table */
void pc_regmd_html_end(struct pc_regmd *r);           /* the document ends */

/* What the headings over a place say, innermost first. */
struct pc_outlook {
    pc_id host; /* mention, PC_NONE */
    bool internal;
    bool unexposed; /* internal, and in words that forbid a host port */
    bool real;      /* rows are documented */
    bool future;
    bool reserved; /* the nearest heading is about reservations */
    bool summary;
    bool guide;
    bool under_label; /* the innermost is a label that names a host */
    const char *dead;
    enum pc_protocol protocol;
    enum pc_environment environment;
    struct pc_str title;
    struct pc_span title_span;
};

void pc_regmd_leave(struct pc_regmd *r, unsigned level, unsigned quote_depth); /* ends scopes at level or below */
void pc_regmd_leave_quote(struct pc_regmd *r, unsigned quote_depth);           /* ends scopes of deeper quotes */
/* Enters a heading: states its ranges and its host. */
void pc_regmd_enter(struct pc_regmd *r, const struct pc_title *title, unsigned level, unsigned quote_depth);
struct pc_outlook pc_regmd_outlook(const struct pc_regmd *r);
/* The range heading over a row; PC_NONE: none. A development port outside it (5173) is not held against it. */
pc_id pc_regmd_range_over(const struct pc_regmd *r, struct pc_ports ports, enum pc_environment environment);

/* A section for what follows; its role is that of most rows. shape: pc_section.shape. */
pc_id pc_regmd_section(struct pc_regmd *r, enum pc_section_kind kind, const struct pc_outlook *outlook,
                       enum pc_role role, uint64_t shape);

/* A claim with everything that the headings say; ports, spans and names are the caller's. */
struct pc_claim pc_regmd_claim(const struct pc_regmd *r, const struct pc_outlook *outlook);
pc_id pc_regmd_emit(struct pc_regmd *r, const struct pc_claim *claim);
pc_id pc_regmd_emit_range(struct pc_regmd *r, const struct pc_range *range);
pc_id pc_regmd_host(struct pc_regmd *r, const struct pc_host_mention *host);
struct pc_str pc_regmd_host_key(const struct pc_regmd *r,
                                pc_id host); /* equal for two mentions of one name; empty: none */
/* registry_restated.c: sets PC_CLAIM_RESTATED on planned and documented claims from index first on that repeat another
 * section of the file. */
void pc_regmd_mark_restated(struct pc_regmd *r, size_t first);

/* The number at span claims nothing, and why. */
void pc_regmd_note(struct pc_regmd *r, struct pc_span span, const char *why);

struct pc_trouble pc_regmd_trouble(enum pc_trouble_kind kind, struct pc_span span);
struct pc_span pc_regmd_line_span(const struct pc_regmd *r, struct pc_md_line line);

/* A service's name as people write it: "store (S3 API)". */
struct pc_name {
    struct pc_str name; /* empty when none is written */
    struct pc_str qualifier;
    struct pc_span span;
    bool reserved;                   /* "Reserved", "Reserved: spare nodes" (then with a name) */
    bool free;                       /* "(available)" */
    bool dead;                       /* struck out, deprecated */
    bool internal;                   /* qualifier says so */
    enum pc_environment environment; /* of the qualifier */
    bool aside;                      /* nothing but words in brackets */
};
struct pc_name pc_name_of(struct pc_regmd *r, struct pc_flat flat, size_t from, size_t to);

/* registry_table.c. rows[0] is the header, which has cells. rescued: the rows are no table to Markdown. */
void pc_regmd_table(struct pc_regmd *r, const struct pc_md_row *rows, size_t row_count, unsigned quote_depth,
                    bool rescued);
/* A port stands in the first row where the next row has one too: it is a row like the others, and no header. */
bool pc_regmd_begins_with_data(const struct pc_md_row *rows, size_t row_count);
/* True when the header speaks of ports, so that the table would be read. rows[0] is the header. */
bool pc_regmd_is_port_table(struct pc_arena *scratch, const struct pc_config *config, const struct pc_md_row *rows,
                            size_t row_count, size_t *port_rows);

/* registry_rescue.c: rows in the lines of a block that Markdown does not render as a table. True when there were some.
 */
bool pc_regmd_rescue(struct pc_regmd *r, const struct pc_md_block *block);
/* How many lines of the block stand above such rows and their headings: all of them where there are none. */
size_t pc_regmd_text_lines(struct pc_regmd *r, const struct pc_md_block *block);
/* One line holds what were many: says so. True when the file has nothing else. */
bool pc_regmd_lost_lines(struct pc_regmd *r);

/* registry_list.c: the blocks [from, to) of one list. */
void pc_regmd_list(struct pc_regmd *r, size_t from, size_t to);
/* registry_owner.c: the service that the nearest heading names, for "Port: 4001" below it; empty when it names none. */
struct pc_str pc_regmd_owner_of_heading(const struct pc_regmd *r);
/* registry_lost_marks.c: bullets whose marks were lost in copying. True when the block was such a list. */
bool pc_regmd_lost_marks(struct pc_regmd *r, const struct pc_md_block *block);
/* registry_lines.c: "name : 5433", whitespace columns. True when the paragraph was such lines. */
bool pc_regmd_lines(struct pc_regmd *r, const struct pc_md_block *block);
/* registry_fence.c: the same in a fence without a language. True when it was a list of ports. */
bool pc_regmd_fence(struct pc_regmd *r, const struct pc_md_block *block);
/* "### 3000: Web", "### Web (port 3000)": a heading that is an entry. */
void pc_regmd_heading_port(struct pc_regmd *r, struct pc_flat flat);
/* "Not deployed: x (default port 3024)". True when the text is that. */
bool pc_regmd_absence(struct pc_regmd *r, struct pc_flat flat);
/* registry_dates.c */
void pc_regmd_entry_dates(struct pc_regmd *r, struct pc_flat flat, bool stated); /* stated: a date by itself counts */
void pc_regmd_reconciled_dates(struct pc_regmd *r, struct pc_flat flat);
/* registry_mentions.c: every number near a word for port that nothing was made of. */
void pc_regmd_mentions(struct pc_regmd *r);

#endif
