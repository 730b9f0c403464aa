/* The parts of the drift report as a page, html*.c. Each writes one section, or nothing where there is nothing to say.
 *
 * Bytes of a file, a name or the configuration get into the page through the functions of html_text.c only. */
#ifndef PC_HTML_H
#define PC_HTML_H

#include "report.h"

struct pc_html {
    const struct pc_report *report;
    const struct pc_registry *reg;
    struct pc_buf *out;
    struct pc_arena *scratch;               /* for one row, card or cell; pc_html_forget gives it back */
    const struct pc_finding *const *errors; /* by rule, those of one rule in the findings' order */
    size_t error_count;
};

/* --- html_text.c --- */

/* Text of the program's own, already markup. */
void pc_html_raw(struct pc_html *h, const char *markup);
void pc_html_rawf(struct pc_html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A name, path or line, as text or as a value between double quotes. Long names are cut. */
void pc_html_text(struct pc_html *h, struct pc_str s);
/* The same of what is printable already (a shown line, an address), whole. */
void pc_html_value(struct pc_html *h, struct pc_str printable);
/* A name in an element that keeps its writing direction to itself. */
void pc_html_name(struct pc_html *h, struct pc_str name);
/* A sentence of a finding: what stands in `backticks` becomes code. */
void pc_html_sentence(struct pc_html *h, struct pc_str sentence);
/* "1 port", "12 ports". */
void pc_html_count(struct pc_html *h, size_t count, const char *one, const char *many);
/* "3000", "3000–3009". */
void pc_html_ports(struct pc_html *h, struct pc_ports ports);
void pc_html_service(struct pc_html *h, pc_id service); /* "–" for PC_NONE */
void pc_html_host(struct pc_html *h, pc_id host);       /* "no host stated" for PC_NONE */
/* A service's or claim's name as it is shown: the service's, else as written. */
struct pc_str pc_html_owner(const struct pc_html *h, const struct pc_claim *claim);
/* Everything in scratch is gone. */
void pc_html_forget(struct pc_html *h);

/* --- html_link.c --- */

/* Opens a link to a span's line, titled "path:12"; false, and nothing written, when there is nowhere to lead. */
bool pc_html_link_on(struct pc_html *h, struct pc_span span);
/* The same without a title: "path:12" is what stands in it. */
void pc_html_place(struct pc_html *h, struct pc_span span);
/* "path:12" as text. */
void pc_html_where(struct pc_html *h, struct pc_span span);
void pc_html_link_off(struct pc_html *h, bool on);
/* A claim's ports, linked. */
void pc_html_claim(struct pc_html *h, pc_id claim);
/* The address of a finding in this page: "finding-<fingerprint>". */
void pc_html_finding_id(struct pc_html *h, const struct pc_finding *f);

/* --- html_page.c --- */

/* A section with its heading: <section aria-labelledby="ID"><h2 id="ID">title (count)</h2>. */
void pc_html_section(struct pc_html *h, const char *id, const char *title);
void pc_html_section_end(struct pc_html *h);
/* A table that scrolls by itself where it is too wide. caption, a sentence, is what it is called; columns
 * "Port|>Planned|…" are its heads, those of numbers with a '>' before them. */
void pc_html_table(struct pc_html *h, const char *id, struct pc_str caption, const char *columns);
void pc_html_table_end(struct pc_html *h);

/* --- the sections, in the order of the page --- */

void pc_html_head(struct pc_html *h);     /* html_head.c: headline, counters, contents, what to do first */
void pc_html_news(struct pc_html *h);     /* html_news.c: --since */
void pc_html_map(struct pc_html *h);      /* html_map.c */
void pc_html_cards(struct pc_html *h);    /* html_cards.c: errors */
void pc_html_drift(struct pc_html *h);    /* html_drift.c */
void pc_html_dials(struct pc_html *h);    /* html_dials.c */
void pc_html_ranges(struct pc_html *h);   /* html_ranges.c */
void pc_html_hosts(struct pc_html *h);    /* html_ports.c */
void pc_html_strays(struct pc_html *h);   /* html_ports.c: unregistered, not deployed */
void pc_html_warnings(struct pc_html *h); /* html_findings.c: the other findings */
void pc_html_left_out(struct pc_html *h); /* html_left_out.c: what was not understood */

/* --- parts of sections --- */

/* How things stand, in a sentence, and in a second one or none; names in `backticks`, not escaped. html_headline.c. */
void pc_html_headline(const struct pc_html *h, struct pc_buf *out);
void pc_html_second_line(const struct pc_html *h, struct pc_buf *out);
/* Fills in the errors; html_findings.c. */
void pc_html_find_errors(struct pc_html *h);
/* The places of a finding, "path:12, path:14 and 3 more"; html_findings.c. */
void pc_html_place_list(struct pc_html *h, const struct pc_finding *f);
/* The picture of who dials whom, or why there is none; html_graph.c. */
void pc_html_graph(struct pc_html *h);

/* The stylesheet, in pieces; and what a page's policy says of it. */
extern const char *const pc_html_style[];
extern const size_t pc_html_style_count;
extern const char pc_html_style_hash[];

#endif
