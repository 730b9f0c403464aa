/* What the files that read the command line share: an option on its way from argv or the environment into struct cli.
 */
#ifndef PC_CLI_OPTION_READER_H
#define PC_CLI_OPTION_READER_H

#include "cli.h"

struct cli_choices {
    const char **words; /* CLI_CHOICES_MAX of them */
    size_t count;
};

/* An option as written. */
struct cli_given {
    const struct cli_option *option;
    const char *written; /* "--fail-on", "PORTCHECK_FAIL_ON" */
    char *value;         /* NULL when it takes none */
    bool negated;
    struct cli_choices *asked; /* not NULL: nothing is meant, only the words are wanted */
};

/* option_values.c: reads the value and stores it. False: a message was printed. */
bool cli_apply(struct cli *cli, const struct cli_given *given);

/* Walks over the arguments. */
struct cli_cursor {
    int argc;
    char **argv;
    const struct cli_command *command; /* whose options they are; NULL: not known yet */
    int at;                            /* the next argument */
    char *letters;                     /* what is left of "-qh"; NULL */
    bool only_words;                   /* behind "--" */
    char word[3];                      /* "-q", for messages */
};

enum cli_item { CLI_ITEM_END, CLI_ITEM_WORD, CLI_ITEM_OPTION, CLI_ITEM_WRONG };

/* arguments.c: the next word (given->value) or option. silent: only looking, nothing is changed or printed. */
enum cli_item cli_next_item(struct cli_cursor *c, struct cli_given *given, bool silent);

#endif
