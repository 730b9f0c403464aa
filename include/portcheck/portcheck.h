/* portcheck: the public library. This header is the manual.
 *
 * One run reads a tree and answers questions about it:
 *
 *     struct pc_options options;
 *     pc_options_init(&options);
 *     options.root = "/path/to/repository";
 *     struct pc_run *run = NULL;
 *     enum pc_status status = pc_run_new(&options, &run);
 *     if (status == PC_STATUS_OK) {
 *         size_t length;
 *         const char *text = pc_run_check(run, "full", &length);
 *         fwrite(text, 1, length, stdout);
 *     } else {
 *         fprintf(stderr, "%s\n", pc_run_message(run));
 *     }
 *     int exit_code = pc_run_exit_code(run);
 *     pc_run_free(run);
 *
 * Nothing is global; several runs may be used side by side, each by one thread at a time. Strings in options are the caller's
 * and must live as long as the run; strings returned are the run's and live until pc_run_free. All text is UTF-8. */
#ifndef PORTCHECK_H
#define PORTCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PC_VERSION "0.1.0"

#if defined(__GNUC__)
#define PC_API __attribute__((visibility("default")))
#else
#define PC_API
#endif

/* Why a call failed. Findings are not failures. */
enum pc_status {
    PC_STATUS_OK = 0,
    PC_STATUS_USAGE,  /* an option's value is wrong: unknown rule, format, path outside the root */
    PC_STATUS_CONFIG, /* portcheck.yml cannot be used */
    PC_STATUS_NOMEM,  /* the system or the run's budget has no more memory */
    PC_STATUS_IO      /* the root cannot be opened */
};

enum pc_severity { PC_SEVERITY_INFO = 1, PC_SEVERITY_WARNING, PC_SEVERITY_ERROR, PC_SEVERITY_NEVER };

/* Exit codes of the command line, the same for every format. */
enum pc_exit { PC_EXIT_CLEAN = 0, PC_EXIT_FINDINGS = 1, PC_EXIT_USAGE = 2, PC_EXIT_NOTHING = 3, PC_EXIT_INCOMPLETE = 4 };

struct pc_options {
    const char *root;            /* directory; NULL: found from the working directory */
    const char *config;          /* configuration file; NULL: found in the root */
    bool no_config;              /* use none */
    const char *const *paths;    size_t path_count;    /* report only findings with a span in these; a file is read whatever its name */
    const char *only;            /* read nothing but this file; NULL: the whole tree */
    const char *const *select;   size_t select_count;  /* codes, names, families ("PC2"), "all"; none: every rule */
    const char *const *ignore;   size_t ignore_count;
    enum pc_severity fail_on;    /* default PC_SEVERITY_ERROR */
    enum pc_severity min_severity; /* default PC_SEVERITY_INFO */
    long max_warnings;           /* -1: no limit */
    bool exit_zero;              /* turns exit 1 into 0 */
    bool allow_empty;            /* turns exit 3 into 0 */
    bool color, ascii, all_spans, quiet;
    unsigned width;              /* terminal columns; 0: unlimited */
};

PC_API void pc_options_init(struct pc_options *options);

struct pc_run;

/* Reads the tree, builds the registry, runs the rules. *run is set in every case but PC_STATUS_NOMEM, so that its message can be
 * read; free it with pc_run_free. */
PC_API enum pc_status pc_run_new(const struct pc_options *options, struct pc_run **run);
PC_API void pc_run_free(struct pc_run *run); /* NULL is fine */

/* Why pc_run_new failed: one or more lines without a final newline; "" when it did not. */
PC_API const char *pc_run_message(const struct pc_run *run);

/* 0, 1, 3 or 4 after PC_STATUS_OK; 2 otherwise. */
PC_API int pc_run_exit_code(const struct pc_run *run);

/* The findings in a format of pc_format_name; NULL when the format is unknown or memory is spent (pc_run_message). */
PC_API const char *pc_run_check(struct pc_run *run, const char *format, size_t *length);

/* claims, services, hosts, ranges or sources, as "table", "json", "jsonl", "csv" or "md"; NULL when one is unknown. */
PC_API const char *pc_run_list(struct pc_run *run, const char *what, const char *format, size_t *length);

/* Tables for help and completion; NULL behind the last. */
PC_API const char *pc_format_name(size_t index);
PC_API const char *pc_format_summary(size_t index);
PC_API const char *pc_list_name(size_t index);

struct pc_rule_page {
    const char *code, *name, *family;
    enum pc_severity severity; /* default */
    bool varies;               /* some findings have another severity */
    const char *summary, *why, *fix, *bad, *good, *config; /* the last three may be NULL */
};
/* False behind the last. Rules come in order of their codes. */
PC_API bool pc_rule_at(size_t index, struct pc_rule_page *page);
/* By code or name, any case; false when unknown, and *nearest (may be NULL) is the nearest name or NULL. */
PC_API bool pc_rule_by_name(const char *code_or_name, struct pc_rule_page *page, const char **nearest);

/* The nearest of count words, for "did you mean"; NULL when none is near. */
PC_API const char *pc_did_you_mean(const char *word, const char *const *words, size_t count);

/* "libyaml 0.2.5", "cmark-gfm 0.29.0.gfm.6", "cJSON 1.7.15"; NULL behind the last. */
PC_API const char *pc_library_version(size_t index);

#ifdef __cplusplus
}
#endif
#endif
