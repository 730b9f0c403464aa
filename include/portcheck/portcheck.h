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
 * Nothing is global; several runs may be used side by side, each by one thread at a time. Strings in options are the
 * caller's and must live as long as the run; strings returned are the run's and live until pc_run_free. All text is
 * UTF-8. */
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
    PC_STATUS_USAGE,  /* an option's value is wrong: unknown rule, path that does not exist or lies outside the root */
    PC_STATUS_CONFIG, /* portcheck.yml cannot be used */
    PC_STATUS_NOMEM,  /* the system or the run's budget has no more memory */
    PC_STATUS_IO,     /* the root cannot be opened */
    PC_STATUS_GIT,    /* git could not read what it should: damage, or it took too long */
    PC_STATUS_JOURNAL /* a run was stopped while it changed files here, or is at it: pc_run_recover */
};

enum pc_severity { PC_SEVERITY_INFO = 1, PC_SEVERITY_WARNING, PC_SEVERITY_ERROR, PC_SEVERITY_NEVER };

/* Exit codes of the command line, the same for every format. */
enum pc_exit {
    PC_EXIT_CLEAN = 0,
    PC_EXIT_FINDINGS = 1,
    PC_EXIT_USAGE = 2,
    PC_EXIT_NOTHING = 3,
    PC_EXIT_INCOMPLETE = 4
};

/* Which files are checked, and their content. */
enum pc_which {
    PC_WHICH_ALL = 0, /* what git tracks and what it does not ignore, as on the disk; without git every file */
    PC_WHICH_TRACKED, /* what git tracks, as on the disk */
    PC_WHICH_STAGED   /* what the next commit will hold: the index, its configuration too. GIT_INDEX_FILE of the
                         environment names another index of the repository, as git does during a commit */
};

/* In which order findings are shown; within it, and by default, the worst come first, then by path and place. */
enum pc_sort { PC_SORT_SEVERITY = 0, PC_SORT_FILE, PC_SORT_RULE, PC_SORT_HOST, PC_SORT_SERVICE, PC_SORT_PORT };

/* What the format "grouped" has its headings of. */
enum pc_group_by { PC_GROUP_FILE = 0, PC_GROUP_HOST, PC_GROUP_SERVICE, PC_GROUP_RULE };

/* What the process gives up for good when a run begins. */
enum pc_sandboxing {
    PC_SANDBOX_OFF = 0,
    PC_SANDBOX_AUTO,    /* writing anywhere but to what writable names and the configuration asks for, and sockets: by
                           Landlock and seccomp as far as the kernel has them; programs that it starts (git) as well */
    PC_SANDBOX_REQUIRED /* the same, and without either of them PC_STATUS_USAGE */
};

struct pc_options {
    const char
        *root; /* directory; NULL: found from the working directory, or from the first path where that lies outside */
    const char *config; /* configuration file; NULL: found in the root */
    bool no_config;     /* use none */
    /* Report only findings with a span in these; relative to the working directory, else to the root. They never narrow
     * what is read; a file among them is read whatever its name. */
    const char *const *paths;
    size_t path_count;
    /* Claims of other repositories that stand beside this one's, as pc_run_list writes "claims" as "jsonl"; relative to
     * the working directory. Lines without an origin are of a repository of the file's name. Each is used whole: with
     * one that is not right nothing is checked (PC_STATUS_USAGE). */
    const char *const *with;
    size_t with_count;
    const char *only; /* read nothing but this file; NULL: the whole tree */
    enum pc_which files;
    /* Report only what this revision's tree would not report, judged by the same configuration; NULL: everything.
     * "auto": where the branch left the one that it will go into, from the environment of GitHub's and GitLab's
     * pipelines, else from origin. Git is run for it, found through PATH. */
    const char *new_since;
    /* Rules as codes, names, families ("PC2") or "all". select: report only these (none: all that are on);
     * extend_select: these as well, though the configuration turns them off; ignore: not these. */
    const char *const *select;
    size_t select_count;
    const char *const *extend_select;
    size_t extend_select_count;
    const char *const *ignore;
    size_t ignore_count;
    /* Report, list and show only what is about these: hosts and services by one of their names, ranges as "3000-3099"
     * or "3000". Of each kind any one, of all kinds given all. */
    const char *const *hosts;
    size_t host_count;
    const char *const *services;
    size_t service_count;
    const char *const *ranges;
    size_t range_count;
    /* What is silenced neither counts nor is it shown, unless asked for; then it still does not count. */
    bool show_suppressed;     /* what comments and the configuration silence */
    bool all;                 /* what is in the baseline */
    const char *today;        /* "2031-01-31", or seconds since 1970; for suppressions that end. NULL: the day in UTC */
    const char *baseline;     /* known findings; NULL: the configuration's, else portcheck-baseline.json in the root */
    bool no_baseline;         /* none */
    bool baseline_new;        /* the baseline's file need not exist: pc_run_baseline will write it */
    enum pc_severity fail_on; /* 0: PC_SEVERITY_ERROR */
    enum pc_severity
        min_severity;   /* findings below are not shown; they count for the exit code all the same. 0: all are shown */
    long max_warnings;  /* more make the exit code 1; -1: no limit */
    bool exit_zero;     /* turns exit 1 into 0 */
    bool fail_on_stale; /* unused suppressions and baseline entries make the exit code 1 */
    bool allow_empty;   /* turns exit 3 into 0 */
    enum pc_sort sort;
    enum pc_group_by group_by;
    bool timings;    /* measure where the time goes: pc_run_timings */
    bool statistics; /* with the summary: how many findings each rule has */
    bool color, ascii, all_spans, quiet;
    bool hyperlinks;             /* in formats for people: paths lead to their files */
    bool verbose;                /* with the summary: the files read, and the port-like numbers left out of them */
    unsigned width;              /* terminal columns; 0: unlimited */
    enum pc_sandboxing sandbox;  /* once given up, nothing comes back: of use to a program that does nothing else */
    const char *const *writable; /* files that will be written, and their directories with them */
    size_t writable_count;
    bool writes_tree; /* files below the root and its git directory will be written as well */
    /* The directory that the paths of annotations (format github) are relative to where it lies above the root; NULL:
     * the root. */
    const char *checkout;
};

/* The values above that mean "not given": 0, NULL and false, but -1 for max_warnings. */
PC_API void pc_options_init(struct pc_options *options);

struct pc_run;

/* Reads the tree, builds the registry, runs the rules. *run is set in every case but PC_STATUS_NOMEM, so that its
 * message can be read; free it with pc_run_free. */
PC_API enum pc_status pc_run_new(const struct pc_options *options, struct pc_run **run);
PC_API void pc_run_free(struct pc_run *run); /* NULL is fine */

/* The same, but only the root is looked for and its configuration read: for the calls below, not for pc_run_check and
 * its like. */
PC_API enum pc_status pc_run_new_config(const struct pc_options *options, struct pc_run **run);

/* The configuration in use, relative to the root where it lies below it; "" when there is none. Also of a run that
 * failed. */
PC_API const char *pc_run_config_path(const struct pc_run *run);

/* A key of the configuration and what holds for it. */
struct pc_setting {
    const char *key;   /* "fail-on", "hosts.harbour.os", "pairs[1].with" */
    const char *value; /* as YAML on one line; "" when nothing is set and there is no default */
    unsigned line;     /* of the configuration; 0: the default */
};
/* In the order in which the keys are documented; false behind the last. */
PC_API bool pc_run_setting(struct pc_run *run, size_t index, struct pc_setting *setting);

/* The JSON Schema (draft 7) of the configuration; NULL when memory is spent. */
PC_API const char *pc_run_config_schema(struct pc_run *run, size_t *length);

/* Why pc_run_new failed: one or more lines without a final newline; "" when it did not. */
PC_API const char *pc_run_message(const struct pc_run *run);

/* Words of whoever called a program, on one line of a message: with everything escaped that a terminal or a build
 * server's log would obey. What of it does not fit into size bytes is left out; out ends with a NUL. */
PC_API void pc_words_shown(const char *words, char *out, size_t size);

/* 0, 1, 3 or 4 after PC_STATUS_OK; 4 when memory was spent, by this or a later call, git failed, or a journal is there;
 * 2 otherwise. */
PC_API int pc_run_exit_code(const struct pc_run *run);

/* The findings in a format of pc_format_name; NULL when the format is unknown or memory is spent (pc_run_message). */
PC_API const char *pc_run_check(struct pc_run *run, const char *format, size_t *length);

/* The same, piece by piece: a text of many megabytes never lies in memory as a whole. take is called with one piece
 * after the other, for the time of the call. False as pc_run_check; what was taken before that is no whole text. */
PC_API bool pc_run_check_take(struct pc_run *run, const char *format,
                              void (*take)(void *arg, const char *text, size_t length), void *arg);

/* Writes the findings in a format to a file, whole or not at all: a temporary file beside it is renamed over it. What
 * is no regular file (a pipe, a device) is written to as it is. Colours and hyperlinks are left out. False when it
 * could not be written or the format is unknown (pc_run_message). */
PC_API bool pc_run_write(struct pc_run *run, const char *format, const char *path);

/* Writes a text to a file in the same way. */
PC_API bool pc_run_write_text(struct pc_run *run, const char *text, size_t length, const char *path);

/* The files that the configuration asks for (output): the path is below the root. False behind the last. */
PC_API bool pc_run_output_at(const struct pc_run *run, size_t index, const char **format, const char **path);
/* Writes one of them, as pc_run_write, but none that the run read. */
PC_API bool pc_run_write_output(struct pc_run *run, size_t index);

/* Writes the findings as a page of Markdown of at most a mebibyte, as build servers show it beside a run; append:
 * behind what the file holds, of which the page and that together are at most a mebibyte. False as pc_run_write. */
PC_API bool pc_run_write_summary(struct pc_run *run, const char *path, bool append);

/* What the format or report written last left out because its reader takes no more, or git no less time, a line each;
 * "" for nothing. */
PC_API const char *pc_run_cut(const struct pc_run *run);

/* What pc_run_check ends with in the formats that are for people: counts, and what must be said about the reading.
 * Formats for programs leave it out, so that it can go elsewhere (pc_format_has_summary). NULL when memory is spent. */
PC_API const char *pc_run_summary(struct pc_run *run, size_t *length);

/* A line that names the files which could not be read, or not wholly, for what prints no findings; "" when all could.
 * NULL when memory is spent. */
PC_API const char *pc_run_unread(struct pc_run *run, size_t *length);

/* Where the time went until now, with options.timings: a line for each stage. NULL when memory is spent. */
PC_API const char *pc_run_timings(struct pc_run *run, size_t *length);

/* A list of pc_list_name in a format of pc_list_format_name; NULL when one is unknown, the list cannot be narrowed by
 * what the options narrow it by, or memory is spent (pc_run_message). */
PC_API const char *pc_run_list(struct pc_run *run, const char *what, const char *format, size_t *length);

/* Everything known about a port ("3000"), a range of ports ("3000-3099"), a service or a host, as a text for people.
 * NULL when nothing bears that name, or memory is spent; pc_run_message says which. */
PC_API const char *pc_run_show(struct pc_run *run, const char *what, size_t *length);

/* What the commands that change files take: they show a diff, and write only when told to. */
struct pc_change_options {
    bool write;
    bool allow_dirty; /* write although files concerned hold what git does not have yet */
    bool force;       /* write although the command warns of it */
};
/* What such a command has planned, and done. Strings are the run's. */
struct pc_change_result {
    const char *diff; /* unified, for people: values of env, compose and source lines are hidden; "": nothing changes */
    size_t diff_length;
    const char *patch; /* the same as patch programs take it, with all that the files hold */
    size_t patch_length;
    const char *notes; /* for the person beside it, a line each; "" for none */
    size_t files;      /* that change */
    size_t in_part;    /* lines of diff that are not shown as they are; 0: diff and patch say the same */
    bool written;
    int exit_code; /* of enum pc_exit: 0 shown or written, 1 refused or undone, 4 could not be written */
};

/* Finishes or undoes what a run began that was stopped while it changed files: all of them are new then, or all old.
 * Of the options only root is looked at. force: files that somebody has changed since are left, instead of
 * nothing being done. The run is good for pc_run_recovered, pc_run_exit_code and pc_run_message alone; exit codes: 0
 * done or nothing to do, 1 refused, 4 not all of it could be done. */
PC_API enum pc_status pc_run_new_recover(const struct pc_options *options, bool force, struct pc_run **run);
/* What was done, lines for the person. */
PC_API const char *pc_run_recovered(const struct pc_run *run);

/* Another port for a service, in every place that states or dials the one that it has. */
struct pc_move_options {
    const char *service; /* by one of its names */
    uint16_t port;       /* the new one, 1-65535 */
    const char *host;    /* where it moves, by one of the host's names; NULL: where it is, when that is clear */
    uint16_t from;       /* which of its ports moves; 0: the one it has, when that is clear */
    bool everywhere;     /* on all hosts and in all environments where it has that port */
};
/* Shows what changes, and writes it when told to. A refused move (the port is taken, it is not clear what is meant) has
 * exit_code 1 and the reason in notes. False when memory was spent (pc_run_message). */
PC_API bool pc_run_move(struct pc_run *run, const struct pc_move_options *options,
                        const struct pc_change_options *change, struct pc_change_result *result);

/* The next free port, or the next ones. */
struct pc_next_options {
    const char *where; /* "3000-3099", a range's purpose, or a service: its range; NULL: not said */
    const char *name;  /* the service that it is for; NULL: not said */
    unsigned count;    /* how many, 1 to 1000 */
    bool pair;         /* with another port each, of the range that goes with it */
    bool branches;     /* nor taken on another branch; git is run for it, found through PATH */
};
/* In a format of pc_next_format_name. On one host where the options name one, else on all. *found: there are as many as
 * were asked for; if not, pc_run_message says why; else it says which are given only because nothing else is left, or
 * nothing. NULL when an option cannot be used, or memory is spent (pc_run_message). */
PC_API const char *pc_run_next(struct pc_run *run, const struct pc_next_options *options, const char *format,
                               bool *found, size_t *length);
/* Makes the other sides say what one side says: the plan, the documents, what is deployed. */
struct pc_sync_options {
    const char *to; /* pc_sync_side_name: the side that is true */
    bool check;     /* write nothing; exit_code is 1 when something would change */
};
/* Shows what changes, and writes it when told to; notes tell what is left to a person. Which services and hosts: those
 * of the run's options. False when the side is unknown or memory was spent (pc_run_message). */
PC_API bool pc_run_sync(struct pc_run *run, const struct pc_sync_options *options,
                        const struct pc_change_options *change, struct pc_change_result *result);
/* What is planned, documented and deployed beside each other, for those who have to say which is true: of the services
 * that disagree, or of all that the options name. "": all agree. NULL when memory was spent. */
PC_API const char *pc_run_sync_sides(struct pc_run *run, size_t *length);
PC_API const char *pc_sync_side_name(size_t index); /* "deployed", ...; NULL behind the last */

/* The drift report: where plan, documents and what runs stand. */
struct pc_report_options {
    const char *format;    /* of pc_report_format_name */
    const char *since;     /* revision, or "auto" as new_since: adds what is new, changed and fixed since; NULL: not */
    const char *link_base; /* before the paths of links: "https://host/group/project/blob/main/"; "auto": from the
                              remote origin and HEAD; NULL: links are relative to the root */
};
/* NULL when the format is unknown, the revision or the address cannot be had, or memory is spent (pc_run_message). */
PC_API const char *pc_run_report(struct pc_run *run, const struct pc_report_options *options, size_t *length);
/* Whether a file is what pc_run_report gives. Dates do not count: a line has one only when it is committed. False when
 * there is no report, as above. */
enum pc_report_state { PC_REPORT_CURRENT, PC_REPORT_STALE, PC_REPORT_MISSING, PC_REPORT_UNREADABLE };
PC_API bool pc_run_check_report(struct pc_run *run, const struct pc_report_options *options, const char *path,
                                enum pc_report_state *state);
PC_API const char *pc_report_format_name(size_t index); /* NULL behind the last */
PC_API const char *pc_report_format_summary(size_t index);

/* Changes each claim in memory and says whether the rules would notice, in a format of pc_prove_format_name. *enough:
 * at least so many percent are noticed; if not, pc_run_message says so. NULL when memory is spent (pc_run_message). */
PC_API const char *pc_run_prove(struct pc_run *run, unsigned percent, const char *format, bool *enough, size_t *length);

/* Fixes that findings offer. Safe ones have one right answer; at the others somebody should look. */
struct pc_fix_options {
    bool unsafe; /* make those as well */
};
/* Makes the fixes of what is shown, and of what comes to light by that. None is made after which something new would be
 * reported; of fixes that overlap the first is made. False: nothing was done (pc_run_message). */
PC_API bool pc_run_fix(struct pc_run *run, const struct pc_fix_options *options, const struct pc_change_options *change,
                       struct pc_change_result *result);

/* A suppression comment for each finding that is shown, where the finding stands. */
struct pc_ignore_options {
    const char *reason; /* why; needed */
    const char *until;  /* the last day, "2031-01-31"; NULL: for ever */
};
/* As pc_run_fix. What cannot be silenced by a comment is told in the notes. */
PC_API bool pc_run_add_ignores(struct pc_run *run, const struct pc_ignore_options *options,
                               const struct pc_change_options *change, struct pc_change_result *result);

/* What `init` would write into the root: a configuration with what inference could not know, a registry where there is
 * none, and on request the hook and the CI file of a kind (pc_init_hook, pc_init_ci; NULL: none). */
struct pc_init_options {
    const char *hook, *ci;
};
struct pc_init_file {
    const char *path;  /* below the root */
    const char *about; /* what it is for, one line */
    const char *text;
    size_t length;
    bool exists;      /* a file of that name is there: it is left alone */
    const char *then; /* what a person has still to do; NULL: nothing */
};
/* False behind the last, or when memory is spent or a kind is unknown (pc_run_message). */
PC_API bool pc_run_init_file(struct pc_run *run, const struct pc_init_options *options, size_t index,
                             struct pc_init_file *file);
/* Writes those that do not exist: all of them, or none (pc_run_message says why). */
PC_API bool pc_run_init_write(struct pc_run *run, const struct pc_init_options *options);
PC_API const char *pc_init_hook(size_t index); /* "git", ...; NULL behind the last */
PC_API const char *pc_init_ci(size_t index);

/* The baseline: "write" records all findings that are not silenced otherwise, "prune" takes out what matches nothing
 * any more, "show" changes nothing. Files are replaced whole or not at all. Returns what to tell the person; NULL when
 * nothing was done (pc_run_message, pc_run_exit_code). */
PC_API const char *pc_run_baseline(struct pc_run *run, const char *action, size_t *length);

/* Tables for help and completion; NULL behind the last. */
PC_API const char *pc_format_name(size_t index);
PC_API const char *pc_format_summary(size_t index);
PC_API bool pc_format_has_summary(const char *format);
PC_API const char *pc_list_name(size_t index);
PC_API const char *pc_list_summary(size_t index);
/* Whether the options' hosts, services or ranges can narrow a list: "host", "service", "range". */
PC_API bool pc_list_takes(const char *list, const char *option);
PC_API const char *pc_list_format_name(size_t index);
PC_API const char *pc_next_format_name(size_t index);
PC_API const char *pc_next_format_summary(size_t index);
PC_API const char *pc_prove_format_name(size_t index);
PC_API const char *pc_prove_format_summary(size_t index);

struct pc_rule_page {
    const char *code, *name, *family;
    enum pc_severity severity; /* default */
    bool varies;               /* some findings have another severity */
    const char *summary, *why, *fix;
    const char *silent; /* what it never fires for */
    /* A small tree in which it fires, one in which it does not, what the configuration changes; each may be NULL. A
     * line "--- path" begins a file of the tree; what stands before the first one is PORTS.md. */
    const char *bad, *good, *config;
};
/* False behind the last. Rules come in order of their codes. */
PC_API bool pc_rule_at(size_t index, struct pc_rule_page *page);
/* By code or name, any case; false when unknown, and *nearest (may be NULL) is the nearest name or NULL. */
PC_API bool pc_rule_by_name(const char *code_or_name, struct pc_rule_page *page, const char **nearest);

/* The nearest of count words, for "did you mean"; NULL when none is near. */
PC_API const char *pc_did_you_mean(const char *word, const char *const *words, size_t count);

/* What the kernel offers for PC_SANDBOX_AUTO: the version of its Landlock, 0 without; whether it has seccomp. */
PC_API int pc_sandbox_landlock(void);
PC_API bool pc_sandbox_seccomp(void);

/* The libraries in use: "libyaml" and "0.2.5", ...; NULL behind the last. */
PC_API const char *pc_library_name(size_t index);
PC_API const char *pc_library_version(size_t index);

#ifdef __cplusplus
}
#endif
#endif
