/* A finding: what a rule saw, where, why it matters, what to do. Made by rules, read by output and plans. All memory is
 * the run's arena. */
#ifndef PC_FINDING_H
#define PC_FINDING_H

#include "buf.h"
#include "registry.h"
#include "vec.h"

struct pc_label {
    struct pc_span span;
    struct pc_str text; /* shown under the span; may be empty */
    bool primary;
    bool context; /* shown only to explain (a range's heading): no place of the contradiction itself */
};

struct pc_edit {
    struct pc_span span;
    struct pc_str text;
};
/* One change, of one or more edits that go together. A finding of several places has a fix for each: they are no
 * alternatives, and where two of them overlap the first counts. */
struct pc_fix {
    struct pc_str title;
    bool safe; /* it has one right answer; else somebody should look at it */
    const struct pc_edit *edits;
    size_t edit_count;
};

/* What silences a finding: a comment, an entry of the configuration, or the baseline. */
struct pc_silence {
    struct pc_str path;   /* where it stands, below the root */
    uint32_t line;        /* 1-based; 0: the file as a whole */
    struct pc_str reason; /* empty: none is given */
};

struct pc_finding {
    const struct pc_rule_info *rule;
    enum pc_level level;   /* info, warning or error; the configuration's word already applied */
    struct pc_str message; /* one sentence, names in `backticks`, no full stop */
    /* What it is about; also the fingerprint's ground (no line numbers, no message text). */
    struct pc_str host; /* empty when none */
    enum pc_protocol protocol;
    const struct pc_ports *ports;
    size_t port_count;
    const struct pc_str *services;
    size_t service_count;  /* sorted */
    struct pc_str address; /* empty: any */
    struct pc_str path;    /* when the rule is about a file; else empty */
    struct pc_str detail;  /* what tells findings of one rule in one file apart when no port or service does: the very
                              words that  could not be read. Part of the fingerprint, never shown */
    struct pc_label *labels;
    size_t label_count; /* the primary first, at least one unless the whole run is meant */
    size_t label_left;  /* places beyond PC_LIMIT_SPANS_PER_FINDING */
    const struct pc_str *notes;
    size_t note_count;
    const struct pc_str *helps;
    size_t help_count;
    const struct pc_fix *fixes;
    size_t fix_count;
    /* A silenced finding neither counts for the exit code nor is it shown, unless asked for. */
    const struct pc_silence *suppressed; /* NULL: by no comment and no entry of the configuration */
    const struct pc_silence *baseline;   /* NULL: not in the baseline */
    char fingerprint[33];                /* 32 hex digits and NUL; set by pc_findings_finish */
    struct pc_finding_draft *draft;      /* the growing arrays behind the fields above; finding.c's own */
};

/* What may silence the findings of a rule. What says that something was not read must not be silenced by the very file
 * that could not be read. */
enum pc_silenced_by {
    PC_SILENCED_BY_ALL = 0, /* a comment, an entry of the configuration, the baseline */
    PC_SILENCED_BY_CONFIG,  /* no comment */
    PC_SILENCED_BY_NOTHING
};

/* The catalogue's line of a rule. */
struct pc_rule_info {
    const char *code;    /* "PC201" */
    const char *name;    /* "port-collision" */
    const char *family;  /* "Input", "Plan", "Bindings", "Drift", "Routes", "Suppressions" */
    enum pc_level level; /* default */
    bool varies;         /* some findings of it have another level than the default */
    enum pc_silenced_by silenced_by;
    const char *summary; /* fires when ..., one line */
    const char *why;     /* why it matters, a sentence or two */
    const char *fix;     /* what to do */
    const char *silent;  /* what it never fires for, though it may look like it */
    const char *bad;     /* a short example that fires, as one would write it; may be NULL */
    const char *good;    /* the same, right; may be NULL */
    const char *config;  /* what the configuration changes; may be NULL */
};

/* Collects findings of a run. */
struct pc_findings {
    struct pc_arena *arena;
    const struct pc_registry *reg;
    struct PC_VEC(struct pc_finding *) list;
    bool full; /* rules were stopped at PC_LIMIT_FINDINGS; what says so may still be added */
};

/* Building one: f = pc_finding_new(...); pc_finding_label(...)...; nothing else to call. Unwinds with PC_OOM_COUNT
 * where there are PC_LIMIT_FINDINGS already: those are whole, and stay. Strings are copied by the fmt calls only. Until
 * pc_findings_finish the arrays hold what was given, in the order given; sorting and dropping of doubles happen there.
 */
struct pc_finding *pc_finding_new(struct pc_findings *all, const struct pc_rule_info *rule, enum pc_level level,
                                  const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The first label is the primary one. Doubled spans are dropped (the first text stays), and beyond
 * PC_LIMIT_SPANS_PER_FINDING representatives of each file are kept. A span without a file (PC_NONE) is no label. */
void pc_finding_label(struct pc_findings *all, struct pc_finding *f, struct pc_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void pc_finding_context(struct pc_findings *all, struct pc_finding *f, struct pc_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void pc_finding_note(struct pc_findings *all, struct pc_finding *f, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void pc_finding_help(struct pc_findings *all, struct pc_finding *f, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A fix of one edit. safe: it has one right answer. */
void pc_finding_fix(struct pc_findings *all, struct pc_finding *f, bool safe, struct pc_edit edit, const char *format,
                    ...) __attribute__((format(printf, 5, 6)));
/* A further edit of the fix that was added last. */
void pc_finding_fix_also(struct pc_findings *all, struct pc_finding *f, struct pc_edit edit);
void pc_finding_port(struct pc_findings *all, struct pc_finding *f, struct pc_ports ports);
void pc_finding_service(struct pc_findings *all, struct pc_finding *f, struct pc_str name);

/* When rules have run: findings that say one sentence of one place joined, ports and services sorted without doubles,
 * fingerprints, findings of equal fingerprints merged (the gravest stays and takes the others' spans). All spans are
 * still there, so that what covers any of them can be seen. Rules may run afterwards. */
void pc_findings_merge(struct pc_findings *all);

/* Once, when all rules have run: ports and services sorted without doubles; fingerprints; findings of equal
 * fingerprints merged (the gravest stays and takes the others' spans); labels reduced; sorting: error first, then path,
 * offset of the primary label, code. */
void pc_findings_finish(struct pc_findings *all);

/* Chooses limit of count labels: the primary (the first), then the first of each file in turn, then the second of each,
 * ... Writes their indices in ascending order; returns how many. picked has room for limit. n log n. */
size_t pc_labels_pick(struct pc_arena *arena, const struct pc_label *labels, size_t count, size_t limit,
                      size_t *picked);

#endif
