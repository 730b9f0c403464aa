/* Findings to bytes. One .c file a format, one line in outputs.def. */
#ifndef PC_OUTPUT_H
#define PC_OUTPUT_H

#include "buf.h"
#include "finding.h"
#include "registry.h"

struct pc_summary {
    size_t errors, warnings, infos;         /* shown findings */
    size_t suppressed, baselined;           /* selected, and silenced: they count for nothing above */
    bool shows_suppressed, shows_baselined; /* they are among the findings shown */
    size_t fixable;                         /* shown ones that have a safe fix */
    size_t unsafe_fixable;                  /* others that have a fix */
    size_t sources, claims, hosts;
    size_t others, other_claims; /* other repositories, and what they state; not in the numbers above */
    size_t hidden;               /* below --min-severity or outside the selection */
    struct pc_str since;         /* the revision that the tree was compared with; empty: it was not */
    size_t known, gone;          /* findings that it has as well, and that are not shown; that only it has */
    size_t not_understood;       /* mentions */
    int exit_code;
    struct pc_str registry; /* path of the registry used, empty when none; several: the first, others counted */
    size_t registries;
    struct pc_str unchecked; /* what the configuration turns off or excludes; empty: nothing */
    struct pc_str remark;    /* one line that must be said ("no registry found: ..."), or empty */
};

enum pc_output_group { PC_GROUP_BY_FILE = 0, PC_GROUP_BY_HOST, PC_GROUP_BY_SERVICE, PC_GROUP_BY_RULE };

struct pc_output_options {
    bool color;
    bool hyperlinks;               /* paths lead to their files (OSC 8) */
    bool ascii;                    /* frame characters in ASCII */
    bool all_spans;                /* no limit on spans shown of one finding */
    bool quiet;                    /* no summary line, and nothing of what verbose adds */
    bool verbose;                  /* before the summary: the files read, and what was left out of them */
    bool statistics;               /* before the summary: how many findings each rule has */
    enum pc_output_group group_by; /* headings of grouped */
    unsigned width;                /* columns of the terminal, 0 = unlimited */
};

struct pc_output_input {
    const struct pc_registry *reg;
    struct pc_finding *const *findings; /* the ones to show, sorted */
    size_t finding_count;
    struct pc_finding *const *silenced; /* suppressed and baselined ones that are not among them, sorted: for formats
                                           that have a place for such findings */
    size_t silenced_count;
    struct pc_str root;   /* the project's root as an absolute path; for hyperlinks only */
    struct pc_str prefix; /* "services/" where annotations are relative to a directory above the root; else empty */
    struct pc_summary summary;
    struct pc_output_options options;
    struct pc_arena *arena;
    const char *version;
    /* Of each of the registry's files: its reader, "" when only another file's reader asked for it, NULL when it was
     * not read. NULL: not known; then verbose adds nothing. */
    const char *const *readers;
    /* Takes what stands in the buffer, which is empty then: for formats that may be very long. NULL: all is wanted as
     * one text. */
    void (*take)(void *arg, const char *text, size_t length);
    void *take_arg;
    struct pc_buf *cut; /* where a format says, a line each, what it left out because its reader takes no more; NULL:
                           nobody listens */
};

struct pc_output {
    const char *name;    /* "full" */
    const char *summary; /* one line for --help */
    bool for_people;     /* ends with the summary unless quiet; a program reads the others */
    void (*write)(const struct pc_output_input *in, struct pc_buf *out);
};

#define PC_OUTPUT(symbol) extern const struct pc_output symbol;
#include "outputs.def"
#undef PC_OUTPUT

extern const struct pc_output *const pc_outputs[];
extern const size_t pc_output_count;
const struct pc_output *pc_output_find(struct pc_str name); /* NULL when unknown */

/* Hands over what out holds (in->take), once it is much; a place between two findings. */
void pc_output_piece(const struct pc_output_input *in, struct pc_buf *out);

/* Writes the findings one after the other. What is put together for one of them, in the arena that write gets, is gone
 * after it, for there may be very many; what is written leaves in pieces. */
struct pc_places;
typedef void pc_output_write_finding(const struct pc_output_input *in, struct pc_places *places,
                                     const struct pc_finding *f, void *arg);
void pc_output_findings(const struct pc_output_input *in, struct pc_buf *out, pc_output_write_finding *write,
                        void *arg);

/* The summary line(s) of full and concise, and of stderr for machine formats. */
void pc_output_summary(const struct pc_output_input *in, struct pc_buf *out);

/* A line a rule: how many findings it has. */
void pc_output_statistics(const struct pc_output_input *in, struct pc_buf *out);

/* The registry's mentions by file and offset. */
const struct pc_mention *pc_mentions_sorted(struct pc_arena *arena, const struct pc_registry *reg);

/* By reader: its files, and the numbers in them that look like ports and of which no claim was made, and why not. */
void pc_output_left_out(const struct pc_output_input *in, struct pc_buf *out);

/* Part of a line of a file as it may be shown: unsafe characters escaped, tabs as one blank, of env-like files only
 * what hide.h allows, hidden parts as one "…" each. Long lines are cut around the spans, with "…" for what is left out.
 */
struct pc_shown_line {
    struct pc_str text;
    const struct pc_cells {
        uint32_t from, to;
    } * cells; /* of each span given: display cells of text, 0-based, from < to */
};
/* spans: of this file, beginning in this line (0-based); what of them lies in later lines is left out. */
struct pc_shown_line pc_show_line(struct pc_arena *arena, const struct pc_registry *reg, pc_id file, uint32_t line,
                                  const struct pc_span *spans, size_t count, const struct pc_output_options *options);

/* The bytes under a span, with the same parts hidden, neither escaped nor longer than some thousand bytes. For machine
 * formats. */
struct pc_str pc_show_span(struct pc_arena *arena, const struct pc_registry *reg, struct pc_span span);

/* The span means a whole file, not a place in it. */
bool pc_span_is_file(struct pc_span span);

#endif
