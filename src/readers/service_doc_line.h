/* A line of a document as a person reads it, and the statements in it: "Port: 3001 (production)", "**Dev port:** 5173".
 */
#ifndef PC_SERVICE_DOC_LINE_H
#define PC_SERVICE_DOC_LINE_H

#include "markdown.h"
#include "registry.h"
#include "vec.h"

/* The visible bytes of a line or cell: marks, comments, tags, addresses of links and struck-out text are left out (a
 * blank stands for them), and each byte knows where it lies in the file and how it is marked. */
struct pc_doc_line {
    struct pc_str text;
    const uint32_t *offset; /* in the file; UINT32_MAX for a blank put in */
    const uint16_t *style;  /* PC_MD_* bits */
};

/* From *run on, the runs of one line, or all of them with a blank between two lines; *run moves behind them. Linear. */
struct pc_doc_line pc_doc_line_of(struct pc_arena *arena, const struct pc_md_run *runs, size_t count, bool whole,
                                  size_t *run);

/* The file's bytes under text[from, to) when they lie together there, else a copy in arena. */
struct pc_str pc_doc_line_str(const struct pc_doc_line *line, struct pc_str file_text, struct pc_arena *arena,
                              size_t from, size_t to);

enum { PC_DOC_LABEL_BYTES = 64 }; /* no label is longer */

/* A label that ends in a word for port: "Port", "Web App Port", "Port (dev)", "Port in production". */
struct pc_doc_label {
    size_t from, to;             /* the words before "port" */
    size_t after_from, after_to; /* the words behind it, without brackets */
    bool separated;              /* a ':', '=' or dash follows */
    bool dash;                   /* that separator is a dash */
    size_t end;                  /* behind the separator and blanks */
};
bool pc_doc_label_at(const struct pc_doc_line *line, size_t at, struct pc_doc_label *label);

/* One port of a list of them: "3001 (HTTP)", "127.0.0.1:3001", "dev 3000", "53/udp". */
struct pc_doc_port {
    struct pc_ports ports;
    uint32_t offset, length; /* the digits in the file */
    enum pc_protocol protocol;
    struct pc_str lead;      /* words before it: "dev" */
    struct pc_str qualifier; /* in brackets, without them, or the words behind it */
    struct pc_str address;
    bool listed; /* one of several: its words tell it from the others */
};
struct pc_doc_ports {
    struct PC_VEC(struct pc_doc_port) list;
    size_t end;                  /* behind what was understood */
    enum pc_port_result trouble; /* of the first number, when it is none; list is empty then */
    uint32_t bad_offset, bad_length;
};

/* The ports at text[at...]. strict: nothing but ports, their brackets and short qualifiers may stand there up to the
 * end. */
bool pc_doc_ports_at(struct pc_arena *arena, const struct pc_doc_line *line, size_t at, bool strict,
                     struct pc_doc_ports *out);

/* True when a whole number (digits in one piece, nothing of a word or number beside it) stands at text[at]. */
bool pc_doc_number_at(const struct pc_doc_line *line, size_t at, uint16_t *port, size_t *length);

#endif
