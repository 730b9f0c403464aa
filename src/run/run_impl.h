/* What a run holds, and its stages in order. Private to the layer. */
#ifndef PC_RUN_IMPL_H
#define PC_RUN_IMPL_H

#include "baseline.h"
#include "builder.h"
#include "config.h"
#include "config_text.h"
#include "edits.h"
#include "files.h"
#include "finding.h"
#include "lookup.h"
#include "output.h"
#include "portcheck.h"
#include "rule.h"
#include "timings.h"
#include "tree.h"

/* A path of the options. There may be thousands: a hook gives each changed file. */
struct pc_filter {
    struct pc_str path; /* below the root; "" is all of it */
    bool hit;           /* something was read there */
};

/* The findings of another tree, by fingerprint. */
struct pc_known {
    const char *fingerprint;
    enum pc_level level;
    bool met; /* this tree has it as well */
};

/* --new-since. */
struct pc_since {
    struct pc_str name; /* as it is shown; empty: nothing is compared */
    struct pc_source_tree tree;
    struct pc_known *known; /* sorted by fingerprint */
    size_t known_count;
};

struct pc_run {
    struct pc_arena arena;       /* holds the run itself and all that lives as long */
    struct pc_recovery recovery; /* set anew by each call of the public library */
    struct pc_arena scratch;     /* emptied for each file */
    struct pc_recovery one_file; /* while one file is being read, or the rules run */
    struct pc_options options;
    enum pc_status status;
    struct pc_str message; /* why status is not OK */
    struct pc_timings timings;
    struct pc_str root;   /* absolute, no link in it */
    struct pc_str prefix; /* of paths as seen from options.checkout; "services/" */
    int root_fd;
    struct pc_str config_name; /* below the root, or as given; empty: none */
    struct pc_str config_text; /* of its file; empty: none */
    struct pc_config config;
    struct pc_config_setting *settings; /* of pc_run_setting, once asked for */
    size_t setting_count;
    struct PC_VEC(struct pc_filter) filter; /* paths of the options, sorted */
    struct pc_selection selection;          /* hosts, services and ranges of the options */
    struct PC_VEC(struct pc_str) named;     /* those of them that are files */
    struct pc_str only;                     /* below the root; ptr NULL: everything */
    struct pc_git *git;                     /* open while files are read, where the options need it; else NULL */
    struct pc_source_tree tree;             /* what is checked */
    struct pc_since since;                  /* what it is compared with */
    const struct pc_changes *instead;       /* contents that take the place of the tree's; NULL: none */
    const struct pc_run *twin;              /* the run of another tree, whose contents are not read twice; or NULL */
    struct pc_files files;
    struct pc_builder *builder;
    const struct pc_registry *own; /* what this repository states */
    const struct pc_registry *reg; /* with the claims of other repositories behind it; else the same */
    size_t others;                 /* other repositories in it */
    struct pc_findings findings;
    uint32_t today;              /* 20310131; 0: nobody said, and nothing asked */
    struct pc_baseline baseline; /* its path as shown; empty entries when there is none */
    bool has_baseline;           /* it was read */
    size_t stale;                /* its entries that match nothing */
    struct PC_VEC(struct pc_finding *) shown;
    struct PC_VEC(struct pc_finding *) silenced; /* suppressed and baselined ones that are not shown */
    struct pc_summary summary;
    struct pc_buf remark;    /* becomes summary.remark */
    bool incomplete;         /* something could not be read: exit 4 */
    struct pc_buf cut;       /* what the format written last left out */
    bool journal_known;      /* the run does not ask for a journal: it wrote it, recovers, or writes nothing */
    bool force;              /* recovering */
    struct pc_str recovered; /* what recovering did */
    struct pc_str candidate; /* the document that was taken for the registry though its name is none; empty */
};

/* show.c: what is known of what; false when nothing bears that name, which run->message then says. */
bool pc_run_show_into(struct pc_run *run, struct pc_str what, struct pc_buf *out);

/* next.c: what `next` says. False: refused. */
struct pc_next_format;
bool pc_run_next_into(struct pc_run *run, const struct pc_next_options *options, const struct pc_next_format *format,
                      struct pc_buf *out, bool *found);

/* report.c: the drift report; false: run->message says why not. */
bool pc_run_report_into(struct pc_run *run, const struct pc_report_options *options, struct pc_buf *out);
/* Whether a file holds it. False as above. */
bool pc_run_report_check(struct pc_run *run, const struct pc_report_options *options, const char *path,
                         enum pc_report_state *state);

/* Does work(run, arg) with the run's recovery point. False when memory was spent. */
bool pc_run_protect(struct pc_run *run, void (*work)(struct pc_run *run, void *arg), void *arg);
/* The same of a run that is there and has read its tree; of others false, and nothing is done. */
bool pc_run_ask(struct pc_run *run, void (*work)(struct pc_run *run, void *arg), void *arg);

/* What the formats get to see. */
struct pc_output_input pc_run_output_input(struct pc_run *run);

/* How the output looks. */
struct pc_output_options pc_run_output_options(const struct pc_run *run);

/* The same words, of which no line can be mistaken for a command of a terminal or a build server. */
struct pc_str pc_run_words(struct pc_arena *arena, struct pc_str words);

/* Sets run->message, of which no line can be mistaken for a command, whatever the tree's names and lines in it are. */
void pc_run_say(struct pc_run *run, struct pc_str message);

/* Ends the run with a status and a message. */
bool pc_run_refuse(struct pc_run *run, enum pc_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a sentence to the summary's remark. */
void pc_run_remark(struct pc_run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* confine.c: gives up what the options allow to give up, once before anything of the tree is read and once more when it
 * is known what the configuration wants written. False: refused. */
bool pc_run_confine(struct pc_run *run, bool config_is_known);

/* start.c: root, paths of the options, configuration. False: refused. */
bool pc_run_start(struct pc_run *run);
/* Only the root. */
bool pc_run_open_root(struct pc_run *run);
/* A file that the person names: anywhere, read through links. */
enum pc_file_status pc_run_read_outside(struct pc_run *run, const char *path, size_t cap, struct pc_str *text,
                                        int *error);

/* journal.c: no other run is changing files here, or was stopped at it. False: refused. */
bool pc_run_find_journal(struct pc_run *run);
/* Where files are changed (write_place.h), until pc_run_close_place. */
struct pc_run_place;
void pc_run_open_place(struct pc_run *run, struct pc_run_place *place);
void pc_run_close_place(struct pc_run *run, struct pc_run_place *place);
/* Finishes or undoes. */
void pc_run_recover(struct pc_run *run);

/* dirty.c: adds a line to words for each file of the changes that holds what git does not have. True: none. Without
 * git there is nothing to ask. */
bool pc_run_check_dirty(struct pc_run *run, const struct pc_changes *changes, struct pc_buf *words);

/* run.c: the same run once more, as the tree has become; NULL: no memory. To be freed before the run. */
struct pc_run *pc_run_again(struct pc_run *run);
/* The same, as the tree would be with some changes, whose texts must live as long. Unwinds when there is no memory for
 * it. */
struct pc_run *pc_run_as_if(struct pc_run *run, const struct pc_changes *changes);

/* options.c: the nearest code or name of a rule; NULL when none is near. */
const char *pc_run_nearest_rule(struct pc_str word);
/* options.c: the rules that the options name exist. False: refused. */
bool pc_run_check_options(struct pc_run *run);
/* The configuration's level, or the rule's own for one that --extend-select turns on again. */
void pc_run_extend_rules(struct pc_run *run);
/* selection.c: the ranges of the options, before anything is read. False: refused. */
bool pc_run_select_ranges(struct pc_run *run);
/* The hosts and services of the options, which must exist. False: refused. */
bool pc_run_select_names(struct pc_run *run);
/* Is a file one of the paths that were given, or below one; or were none given? */
bool pc_run_is_asked(const struct pc_run *run, struct pc_str path);
/* Are all the files that a fix changes ours, and asked for? */
bool pc_run_can_fix(const struct pc_run *run, const struct pc_fix *fix);
/* Is a finding about what is selected? */
bool pc_run_selects(const struct pc_run *run, const struct pc_finding *finding);
/* The nearest name of a service or of a host; NULL when none is near. */
const char *pc_run_nearest_name(struct pc_run *run, struct pc_str word, bool services, bool hosts);

/* order.c: puts what is shown into the order that is asked for. */
void pc_run_sort_shown(struct pc_run *run);
/* Chooses what is shown, counts it, and sets the exit code. */
void pc_run_judge(struct pc_run *run);

/* run.c: a run without options, in its own memory; NULL: there is none. */
struct pc_run *pc_run_blank(void);

/* git_tree.c: opens git and lists the tree that the options want. False: refused. */
bool pc_run_open_tree(struct pc_run *run);
/* Git, opened at the first call. what: the option that needs it. False: refused. */
bool pc_run_open_git(struct pc_run *run, const char *what);
/* Says why a revision cannot be read. */
bool pc_run_refuse_revision(struct pc_run *run, struct pc_str revision, enum pc_git_status status);

/* other_tree.c: registry and findings of another tree, by this run's options and configuration; they live until
 * pc_run_free of what is returned, which must come before this run's. What both trees have in common is not read
 * again. */
struct pc_run *pc_run_of_tree(struct pc_run *run, const struct pc_source_tree *tree);

/* since.c: finds the tree that --new-since names, before anything is read. False: refused. */
bool pc_run_find_since(struct pc_run *run);
/* Learns what that tree would report. False: refused. */
bool pc_run_compare(struct pc_run *run);
/* Is it known from there? A finding that has become graver is not. */
bool pc_run_knows(struct pc_run *run, const struct pc_finding *finding);
/* How many of its findings this tree does not have, once each of those was asked for. */
size_t pc_run_gone(const struct pc_run *run);
/* since_auto.c: where this branch left the one that it will go into. False: refused. */
bool pc_run_auto_base(struct pc_run *run, struct pc_str *revision, struct pc_str *name);

/* match.c: gives each file of the listing its reader. */
void pc_run_match(struct pc_run *run);
/* A MAYBE is decided by the text. False, and no reader, when no reader takes it. */
bool pc_run_sniff(struct pc_run *run, struct pc_tree_file *file, struct pc_str text);
/* candidate.c: without a registry, the one document that looks most like one becomes it. */
void pc_run_choose_registry(struct pc_run *run);
/* empty_registry.c: adds a trouble to the registry for each document in which nothing was found. */
void pc_run_report_empty(struct pc_run *run);
/* with.c: reads the claims of other repositories and puts them behind those of run->own. False: refused. */
bool pc_run_join_others(struct pc_run *run);
/* start.c: the absolute path without links; empty, and errno says why, when there is no such file. */
struct pc_str pc_run_real_path(struct pc_run *run, const char *path);
/* silence.c: --today is a day. False: refused. */
bool pc_run_check_today(struct pc_run *run);
/* Reads the suppression comments of every file that was read. */
void pc_run_read_ignores(struct pc_run *run);
/* Marks what comments, configuration and baseline silence, and runs the rules about them. After pc_findings_merge. */
void pc_run_silence(struct pc_run *run);
/* baseline.c: finds and reads the baseline. False: refused. */
bool pc_run_load_baseline(struct pc_run *run);
/* baseline_command.c: does "write", "prune" or "show" and says what was done. False: run->message says why not. */
bool pc_run_baseline_do(struct pc_run *run, struct pc_str action, struct pc_buf *out);

/* pipeline.c: a file's reader was stopped. */
void pc_run_report_stop(struct pc_run *run, const struct pc_tree_file *file, enum pc_oom why);
/* unread.c: a line that names files which could not be read, or not wholly; nothing when all could. */
void pc_run_add_unread(struct pc_run *run, struct pc_buf *out);

/* reach.c: remarks that nothing deployed was held against the registry, where that is so. */
void pc_run_remark_reach(struct pc_run *run);
/* Lists, matches, reads, resolves, runs the rules. False: refused. */
bool pc_run_read(struct pc_run *run);

/* guard.c: does work(arg) for one input of size bytes, or for the rules (0), with an emptied scratch arena and a
 * recovery point of its own. False when it ran out of memory or time, or made more than a run may hold; *why says
 * which. Unwinds when the system has no memory. */
bool pc_run_guard(struct pc_run *run, size_t size, void (*work)(void *arg), void *arg, enum pc_oom *why);

#endif
