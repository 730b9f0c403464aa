/* Findings to bytes. One .c file a format, one line in outputs.def. */
#ifndef PC_OUTPUT_H
#define PC_OUTPUT_H

#include "buf.h"
#include "finding.h"
#include "registry.h"

struct pc_summary {
    size_t errors, warnings, infos;      /* shown findings */
    size_t suppressed, baselined, fixable;
    size_t sources, claims, hosts;
    size_t hidden;                       /* below --min-severity or outside the selection */
    size_t not_understood;               /* mentions */
    int exit_code;
    struct pc_str registry;              /* path of the registry used, empty when none; several: the first, others counted */
    size_t registries;
    struct pc_str remark;                /* one line that must be said ("no registry found: ..."), or empty */
};

struct pc_output_options {
    bool color;
    bool ascii;       /* frame characters in ASCII */
    bool all_spans;   /* no limit on spans shown of one finding */
    bool quiet;       /* no summary line */
    unsigned width;   /* columns of the terminal, 0 = unlimited */
};

struct pc_output_input {
    const struct pc_registry *reg;
    struct pc_finding *const *findings;  /* the ones to show, sorted */
    size_t finding_count;
    struct pc_summary summary;
    struct pc_output_options options;
    struct pc_arena *arena;
    const char *version;
};

struct pc_output {
    const char *name;     /* "full" */
    const char *summary;  /* one line for --help */
    void (*write)(const struct pc_output_input *in, struct pc_buf *out);
};

#define PC_OUTPUT(symbol) extern const struct pc_output symbol;
#include "outputs.def"
#undef PC_OUTPUT

extern const struct pc_output *const pc_outputs[];
extern const size_t pc_output_count;
const struct pc_output *pc_output_find(struct pc_str name); /* NULL when unknown */

/* The summary line(s) of full and concise, and of stderr for machine formats. */
void pc_output_summary(const struct pc_output_input *in, struct pc_buf *out);

/* A line of a file as it may be shown: unsafe characters escaped, tabs to blanks, values of env-like files hidden (only keys and
 * scheme://host:port stay, the rest is …); columns maps byte offsets of the raw line to display columns of the result. */
struct pc_shown_line { struct pc_str text; const uint32_t *column_of_byte; /* raw length + 1 entries, display cells, 0-based */ };
struct pc_shown_line pc_show_line(struct pc_arena *arena, const struct pc_registry *reg, pc_id file, uint32_t line);

#endif
