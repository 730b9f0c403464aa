/* The command line: what the files of this folder share. */
#ifndef PC_CLI_H
#define PC_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "portcheck.h"

#define CLI_WORDS_MAX 512  /* words of one list option */
#define CLI_CHOICES_MAX 32 /* words of which an option takes one */

enum cli_command_id {
#define PC_COMMAND(name) CLI_COMMAND_##name,
#include "commands.def"
#undef PC_COMMAND
    CLI_COMMAND_COUNT
};

enum cli_option_id {
#define PC_OPTION(id, name, letter, argument, commands, negatable, help) OPTION_##id,
#include "options.def"
#undef PC_OPTION
    OPTION_COUNT
};

struct cli_words {
    const char *items[CLI_WORDS_MAX];
    size_t count;
};

/* Where an option's value comes from. */
struct cli_origin {
    bool given;
    const char *variable; /* of the environment; NULL: a flag */
    const char *value;    /* NULL when it takes none */
};

/* What the command line says. Strings are those of argv and of the environment. */
struct cli {
    const struct cli_command *command;
    struct pc_options options;
    struct cli_words select, extend_select, ignore, hosts, services, ranges, with, writable;
    const char *format;     /* NULL: the command's own default */
    const char *color;      /* "auto", "always", "never" */
    const char *hyperlinks; /* the same */
    const char *sandbox;    /* the same */
    const char *output;     /* -o; NULL: stdout */
    struct cli_words also;  /* "FORMAT=FILE" each */
    const char *ci;         /* "auto", "off", "github", "gitlab" */
    const char *summary;    /* "auto", "off", or a path */
    int ascii;              /* 1, 0; -1: by the locale */
    bool groups;            /* --group-by is given */
    const char *since;      /* report; NULL: nothing is compared */
    const char *link_base;  /* report; NULL: links are relative to the root */
    bool only_check;        /* report: is the file what would be written? */
    bool help, version;
    struct pc_change_options change;
    const char *from; /* the port that moves; NULL: not said */
    bool everywhere;  /* on all hosts */
    const char *to;   /* sync: the side that is true; NULL: not said */
    bool check;       /* sync: only say whether something would change */
    bool fix, unsafe_fixes, diff, add_ignores;
    const char *reason, *until; /* of --add-ignores; NULL: not given */
    bool recover;               /* finish or undo what a stopped run left */
    bool yes;                   /* write */
    bool record;                /* init: today's findings into the baseline */
    unsigned fail_under;        /* prove, percent */
    const char *whom;           /* next --for; NULL: not said */
    unsigned count;             /* next --count */
    bool pair, branches;        /* next */
    const char *hook;           /* pc_init_hook; NULL: none */
    const char *pipeline;       /* pc_init_ci; NULL: none */
    struct cli_origin origins[OPTION_COUNT];
    char **words; /* behind the options, the command's name left out */
    size_t word_count;
};

struct cli_command {
    const char *name;
    const char *summary;                 /* one line for --help */
    const char *usage;                   /* behind "portcheck " */
    const char *notes;                   /* below the options, paragraphs with blank lines between; a line that begins
                                            with a blank stays as it is. May be NULL */
    const char *(*format)(size_t index); /* what --format takes; NULL behind the last. NULL: there is no --format */
    const char *(*format_summary)(size_t index); /* of each; may be NULL */
    const char *words_heading;                   /* of the words in help; NULL: they are not listed there */
    const char *(*word)(size_t index);           /* what the command's words can be; NULL: see takes_paths */
    const char *(*word_summary)(size_t index);   /* of each; may be NULL */
    bool takes_paths;                            /* words are files and folders */
    int (*run)(struct cli *cli);                 /* the exit code */
};

#define PC_COMMAND(name) extern const struct cli_command pc_command_##name;
#include "commands.def"
#undef PC_COMMAND

extern const struct cli_command *const cli_commands[CLI_COMMAND_COUNT];
/* The same in groups: a title, or else a command. */
struct cli_command_line {
    const char *title;
    const struct cli_command *command;
};
extern const struct cli_command_line cli_command_lines[];
extern const size_t cli_command_line_count;
const struct cli_command *cli_command_find(const char *name); /* NULL when there is none */
const char *cli_command_near(const char *name);               /* the nearest name, or NULL */

struct cli_option {
    int id;
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* NULL: takes none */
    unsigned commands;    /* a bit each */
    bool negatable;
    const char *help;
};
extern const struct cli_option cli_options[]; /* by enum cli_option_id */
extern const size_t cli_option_count;
bool cli_option_is_for(const struct cli_option *option, const struct cli_command *command);
/* The same in sections: a title, or else an option. */
struct cli_option_line {
    const char *title;
    const struct cli_option *option;
};
extern const struct cli_option_line cli_option_lines[];
extern const size_t cli_option_line_count;
/* The environment variable that sets it for a command (NULL: for any); NULL when there is none. */
const char *cli_option_variable(const struct cli_option *option, const struct cli_command *command);
/* The words of which its value is one, as its choose() in option_values.c knows them: count of them, 0 when it takes
 * others.
 */
size_t cli_option_choices(const struct cli_option *option, const char *words[CLI_CHOICES_MAX]);

/* options.c: reads environment and arguments. False: a message was printed, exit with PC_EXIT_USAGE. */
bool cli_parse(struct cli *cli, int argc, char **argv);

/* help.c */
void cli_help(const struct cli_command *command); /* NULL: the whole program */
/* Prints a text in lines of at most 80 columns, the first from column on, the others behind indent blanks. */
void cli_fill(const char *text, size_t column, size_t indent);
/* The next paragraph of a command's notes, or a run of lines to be left as they are; NULL behind the last. *length: its
 * bytes. */
const char *cli_paragraph(const char **notes, size_t *length, bool *verbatim);

/* values.c: what a value or word can be, for completion. */
enum cli_value_kind {
    CLI_VALUE_OTHER, /* nothing can be offered */
    CLI_VALUE_WORD,  /* one of words */
    CLI_VALUE_WORDS, /* several of words, with commas */
    CLI_VALUE_FILE,
    CLI_VALUE_DIR
};
struct cli_value {
    enum cli_value_kind kind;
    const char *words[CLI_WORDS_MAX];
    const char *summaries[CLI_WORDS_MAX]; /* NULL where there is none */
    size_t count;
};
void cli_value_of_option(const struct cli_option *option, const struct cli_command *command, struct cli_value *value);
void cli_value_of_words(const struct cli_command *command, struct cli_value *value);

/* cmd_rules.c: a line of the table of rules, below its family's name where it is the first. */
void cli_rule_line(const struct pc_rule_page *page, bool heading);
/* rule_markdown.c: the page of a rule, and the index of them all, as docs/rules holds them. */
void cli_rule_markdown(const struct pc_rule_page *page);
void cli_rules_markdown(void);
/* What of the configuration every rule has in common. */
void cli_rule_settings(const struct pc_rule_page *page, char *out, size_t size);

/* complete_bash.c, complete_zsh.c, complete_fish.c, man.c: out of the tables, on stdout. */
void cli_complete_bash(void);
void cli_complete_zsh(void);
void cli_complete_fish(void);
void cli_man(void);

/* terminal.c: what the output can show. */
bool cli_color(const struct cli *cli);
bool cli_hyperlinks(const struct cli *cli);
bool cli_ascii(const struct cli *cli);
unsigned cli_width(void);

/* deliver.c: the findings to stdout and into files. */
/* The options say what is possible. False: a message was printed. */
bool cli_deliver_check(const struct cli *cli);
/* False: something was lost, and a message was printed. */
bool cli_deliver(const struct cli *cli, struct pc_run *run, const char *format);

/* Says why writing failed, or what a format left out. Returns done. */
bool cli_told(const struct pc_run *run, bool done);

/* change.c: shows what a command changes, or has changed: the diff on stdout or, whole, into the file of -o, notes on
 * stderr. The exit code. */
int cli_change(const struct cli *cli, struct pc_run *run, const struct pc_change_result *result);
/* --recover of those commands. The exit code. */
int cli_recover(const struct cli *cli);
/* Diff and notes alone. False: something was lost, and a message was printed. */
bool cli_change_diff(const struct cli *cli, struct pc_run *run, const struct pc_change_result *result);

/* fix.c: check --fix and --add-ignores. */
/* The options go together. False: a message was printed. */
bool cli_fix_check(const struct cli *cli);
/* Does the options ask for it? */
bool cli_fix_asked(const struct cli *cli);
/* Changes the files, or shows the diff. False: that was all, and *code is the exit code; else the tree is to be read
 * again. */
bool cli_fix(const struct cli *cli, struct pc_run *run, int *code);

/* ci.c: what build servers want besides. */
enum cli_ci { CLI_CI_NONE, CLI_CI_GITHUB, CLI_CI_GITLAB };
enum cli_ci cli_ci(const struct cli *cli);
/* Text on stdout in which the build server obeys nothing: whole lines, the whole of it or a piece. */
void cli_ci_quote(enum cli_ci ci, const char *text, size_t length);
/* Annotations and the summary of the step. stdout_is_text: annotations do not spoil it. False as cli_deliver. */
bool cli_ci_deliver(const struct cli *cli, struct pc_run *run, const char *format, bool stdout_is_text);

/* output.c: one message line on stderr, with the program's name in front; control characters of arguments are escaped.
 */
void cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Between true and false cli_error says nothing: somebody only asks what would be refused. */
void cli_mute(bool muted);
/* A JSON string on stdout; NULL writes null. */
void cli_json_string(const char *text);
/* Bytes on stderr. */
void cli_note(const char *text, size_t length);

/* On stderr, unless --quiet, why what is printed is not all that there is: the files that could not be read, and the
 * summary where code is neither "clean" nor "findings". */
void cli_note_missing(const struct cli *cli, struct pc_run *run, int code);
/* Flushes and closes stdout. The exit code: code, or PC_EXIT_INCOMPLETE when something of the output was lost. */
int cli_finish(int code);
/* Makes sure that descriptors 0, 1 and 2 are open, so that no file that is opened later gets one of their numbers. */
void cli_keep_descriptors(void);

/* run.c: reads the tree. NULL: a message was printed, *code is the exit code. */
struct pc_run *cli_run(struct cli *cli, int *code);
/* The format that is asked for; NULL: a message was printed. at: names by index, as pc_format_name. */
const char *cli_choose(const char *what, const char *word, const char *(*at)(size_t index));

#endif
