/* The command line: what the files of this folder share. */
#ifndef PC_CLI_H
#define PC_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "portcheck.h"

#define CLI_WORDS_MAX 512 /* words of one list option */

struct cli_words {
    const char *items[CLI_WORDS_MAX];
    size_t count;
};

/* What the command line says. Strings are those of argv and of the environment. */
struct cli {
    const struct cli_command *command;
    struct pc_options options;
    struct cli_words select, extend_select, ignore, hosts, services, ranges;
    const char *format; /* NULL: the command's own default */
    const char *color;  /* "auto", "always", "never" */
    int ascii;          /* 1, 0; -1: by the locale */
    bool help, version;
    char **words; /* behind the options, the command's name left out */
    size_t word_count;
};

struct cli_command {
    const char *name;
    const char *summary;         /* one line for --help */
    const char *usage;           /* behind "portcheck " */
    const char *notes;           /* below the options; may be NULL */
    int (*run)(struct cli *cli); /* the exit code */
};

enum cli_command_id {
#define PC_COMMAND(name) CLI_COMMAND_##name,
#include "commands.def"
#undef PC_COMMAND
    CLI_COMMAND_COUNT
};

#define PC_COMMAND(name) extern const struct cli_command pc_command_##name;
#include "commands.def"
#undef PC_COMMAND

extern const struct cli_command *const cli_commands[CLI_COMMAND_COUNT];
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
extern const struct cli_option cli_options[];
extern const size_t cli_option_count;
bool cli_option_is_for(const struct cli_option *option, const struct cli_command *command);

/* options.c: reads environment and arguments. False: a message was printed, exit with PC_EXIT_USAGE. */
bool cli_parse(struct cli *cli, int argc, char **argv);

/* help.c */
void cli_help(const struct cli_command *command); /* NULL: the whole program */

/* terminal.c: what the output can show. */
bool cli_color(const struct cli *cli);
bool cli_ascii(const struct cli *cli);
unsigned cli_width(void);

/* output.c: one message line on stderr, with the program's name in front; control characters of arguments are escaped.
 */
void cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Bytes on stderr. */
void cli_note(const char *text, size_t length);
/* Flushes and closes stdout. The exit code: code, or PC_EXIT_INCOMPLETE when something of the output was lost. */
int cli_finish(int code);
/* Makes sure that descriptors 0, 1 and 2 are open, so that no file that is opened later gets one of their numbers. */
void cli_keep_descriptors(void);

/* run.c: reads the tree. NULL: a message was printed, *code is the exit code. */
struct pc_run *cli_run(struct cli *cli, int *code);
/* The format that is asked for; NULL: a message was printed. at: names by index, as pc_format_name. */
const char *cli_choose(const char *what, const char *word, const char *(*at)(size_t index));

#endif
