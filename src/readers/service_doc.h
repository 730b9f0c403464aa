/* What the parts of the reader of a service's own document share (service_doc*.c). One struct pc_doc a file. */
#ifndef PC_SERVICE_DOC_H
#define PC_SERVICE_DOC_H

#include "reader.h"
#include "service_doc_line.h"
#include "service_doc_words.h"
#include "vec.h"

/* How good a statement is. Only those of the best tier present become claims; the others are mentions. */
enum pc_doc_tier {
    PC_DOC_STATED, /* "Port: 3001", PORT=3001, a table */
    PC_DOC_USUAL,  /* SERVER_PORT=3001 */
    PC_DOC_DRAWN   /* a box of a diagram */
};

struct pc_doc_draft {
    struct pc_claim claim;
    enum pc_doc_tier tier;
    const char *why; /* not NULL: no claim but a mention, and why */
    uint32_t group;  /* number of the code block it stands in, 0 for none */
};

/* What the headings over a place say. */
struct pc_doc_scope {
    enum pc_environment environment;
    const char *closed; /* not NULL: nothing below claims, and why: "history", ... */
    bool related;       /* other services' ports stand here */
    bool foreign;       /* a heading names a thing that the service talks to: "Redis" */
    bool internal;      /* a heading says that it is inside a container */
    bool ports;         /* the nearest heading is "Ports": bare lists below it claim */
    struct pc_str part; /* "Backend": what stands below is that part's; empty: the service's own */
    struct pc_span part_span;
    struct pc_str title; /* the nearest heading */
    struct pc_span title_span;
};

struct pc_doc_heading {
    unsigned level;
    struct pc_doc_sense sense;
    struct pc_str text, bare;  /* without a bracket at its end */
    struct pc_doc_sense named; /* what bare says */
    struct pc_span span;
    bool valued; /* it states a port itself */
};

/* A port-like number that is no claim. */
struct pc_doc_remark {
    uint32_t offset, length;
    const char *why;
    bool guess; /* it only looks like one; a better reason for the same number wins */
};

enum { PC_DOC_ITEMS = 8, PC_DOC_NAME_BYTES = 48 };

/* A list item and what its first words say about the items below it. */
struct pc_doc_item {
    uint32_t item;
    const struct pc_md_block *unread; /* not NULL: its words are yet to be taken from this paragraph */
    struct pc_str phrase;
    struct pc_span span;
};

struct pc_doc {
    struct pc_read_context *ctx;
    struct pc_md_document document;
    size_t at;         /* the current block */
    bool root;         /* the root's own document: tables, lists of ports and sections about one service claim */
    struct pc_str own; /* base name of the directory */
    struct pc_doc_heading headings[6];
    unsigned heading_count;
    bool titled;      /* the first heading was seen */
    bool is_template; /* placeholders in its title: nothing in it is a statement */
    struct pc_doc_scope scope;
    bool subject_known; /* root: scope.part was looked up for the headings in force */
    unsigned lookups;   /* so many times the tree was searched */
    bool list_open;     /* a label "Ports:" without a value came before: the lines or the list behind it claim */
    uint32_t list_item; /* the item it stood in, 0 when it was a paragraph */
    struct pc_doc_item items[PC_DOC_ITEMS]; /* the items around the current block, by depth - 1 */
    struct PC_VEC(struct pc_doc_draft) drafts;
    struct PC_VEC(struct pc_doc_remark) remarks;
    uint32_t groups;
};

/* Whose port a phrase before it means. */
struct pc_doc_owner {
    struct pc_str name; /* empty: the service's own */
    struct pc_span name_span;
    struct pc_str qualifier; /* "metrics" */
    enum pc_environment environment;
    bool internal;
    const char *why; /* not NULL: nobody that claims, and why */
};
/* phrase: words as written, in the text or in an arena. named: in a table or list of names an unknown word is a name;
 * else it is no claim. */
struct pc_doc_owner pc_doc_owner_of(struct pc_doc *doc, struct pc_str phrase, struct pc_span span, bool named);

struct pc_span pc_doc_span(const struct pc_doc *doc, uint32_t offset, size_t length);
struct pc_span pc_doc_line_span(const struct pc_doc *doc, const struct pc_md_line *line);

/* "web" of a directory "shop" is "shop-web": a part is called after the whole. Any other name stays as it is. */
struct pc_str pc_doc_name_of(const struct pc_doc *doc, struct pc_str name);

/* Words of a line for pc_doc_owner_of, and where they lie. */
struct pc_str pc_doc_phrase(const struct pc_doc *doc, const struct pc_doc_line *line, size_t from, size_t to,
                            struct pc_span *span);

/* A draft of a claim of port for owner, at extent; takes the qualifier's words into account. */
struct pc_doc_draft *pc_doc_add(struct pc_doc *doc, const struct pc_doc_port *port, const struct pc_doc_owner *owner,
                                struct pc_span extent, enum pc_doc_tier tier);
void pc_doc_mention(struct pc_doc *doc, uint32_t offset, size_t length, const char *why);
/* The trouble of a port statement's number, if it has one. */
void pc_doc_trouble(struct pc_doc *doc, const struct pc_doc_ports *ports);

/* service_doc.c: a heading is the scope of what follows. said: the part of it that is no value ("Port" of "Port:
 * 3001"). */
void pc_doc_enter(struct pc_doc *doc, const struct pc_md_block *block, struct pc_str text, struct pc_str said);

/* service_doc_section.c: in the root's document, sets scope.part to the service that the headings in force are about,
 * if they are. */
void pc_doc_find_subject(struct pc_doc *doc);

/* service_doc_statement.c: "Port: 3001" in headings, paragraphs and bullets. */
void pc_doc_read_heading(struct pc_doc *doc, const struct pc_md_block *block);
void pc_doc_read_paragraph(struct pc_doc *doc, const struct pc_md_block *block);

/* Every port of a statement, for its owner. */
void pc_doc_add_ports(struct pc_doc *doc, const struct pc_doc_line *line, const struct pc_doc_ports *ports,
                      const struct pc_doc_owner *owner, struct pc_span extent);

/* service_doc_listed.c: a line of a list that was announced as one of ports. base: whose they are, NULL when nothing
 * says so. False when nothing was understood; the numbers of a bullet are mentions then. */
bool pc_doc_read_listed(struct pc_doc *doc, const struct pc_doc_line *line, struct pc_span extent,
                        const struct pc_doc_owner *base, bool bullet);

/* service_doc_table.c */
void pc_doc_read_table(struct pc_doc *doc, const struct pc_md_block *block);

/* service_doc_env.c: environment variables in rows, bullets and fences. */
/* The variable at the start of a line or cell; false when there is none. rest: behind it. */
bool pc_doc_variable_at(const struct pc_doc_line *line, struct pc_str *name, size_t *rest);
/* NODE_ENV=development and its like say which environment a block or table shows. */
enum pc_environment pc_doc_mode_of(struct pc_str name, struct pc_str value);
/* A variable and what is said of it in text[from...]: the rest of its bullet, or a cell of its row. value: the whole
 * cell is meant to be its value. True when a claim was made. */
bool pc_doc_read_variable(struct pc_doc *doc, struct pc_str name, const struct pc_doc_line *line, size_t from,
                          bool value, struct pc_span extent, enum pc_environment environment);
/* before: the block in front of it, or NULL: a paragraph may say whose file it shows. */
void pc_doc_read_code(struct pc_doc *doc, const struct pc_md_block *block, const struct pc_md_block *before);

/* service_doc_rest.c: boxes of diagrams as the last resort, mentions of what is left, and the hand-over to the builder.
 */
void pc_doc_read_boxes(struct pc_doc *doc, const struct pc_md_block *block);
void pc_doc_read_rest(struct pc_doc *doc, const struct pc_md_block *block);
void pc_doc_settle(struct pc_doc *doc);

#endif
