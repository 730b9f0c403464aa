/* Reading the command line: `--flag value`, `--flag=value`, `-f value`, `-fvalue`, `--no-flag`, several letters behind
 * one dash, `--` for "only words from here". */
#include <string.h>

#include "option_reader.h"

/* Commands may have options of their own by a name that others use as well: the command's own comes first. */
static const struct cli_option *find_long(const struct cli_command *command, const char *name, size_t length) {
    const struct cli_option *found = NULL;
    for (size_t i = 0; i < cli_option_count; i++) {
        const struct cli_option *option = &cli_options[i];
        if (strlen(option->name) != length || strncmp(option->name, name, length) != 0)
            continue;
        if (command && cli_option_is_for(option, command))
            return option;
        found = found ? found : option;
    }
    return found;
}

static const struct cli_option *find_letter(char letter) {
    for (size_t i = 0; i < cli_option_count; i++)
        if (cli_options[i].letter == letter)
            return &cli_options[i];
    return NULL;
}

static bool refuse_unknown(const char *word) {
    const char *names[OPTION_COUNT];
    for (size_t i = 0; i < cli_option_count; i++)
        names[i] = cli_options[i].name;
    const char *near = word[1] == '-' ? pc_did_you_mean(word + 2, names, cli_option_count) : NULL;
    if (near)
        cli_error("unknown option `%s`; did you mean `--%s`?", word, near);
    else
        cli_error("unknown option `%s`; `portcheck help` lists the options", word);
    return false;
}

static enum cli_item wrong_value(const struct cli_given *given, bool wanted, bool silent) {
    if (!silent && wanted)
        cli_error("%s needs a value: %s", given->written, given->option->argument);
    if (!silent && !wanted)
        cli_error("%s takes no value", given->written);
    return CLI_ITEM_WRONG;
}

/* "--name", "--name=value", "--no-name". The argument is cut at its '='. */
static enum cli_item long_option(struct cli_cursor *c, char *argument, struct cli_given *given, bool silent) {
    char *equals = strchr(argument, '=');
    size_t length = equals ? (size_t)(equals - argument) - 2 : strlen(argument) - 2;
    given->written = argument;
    given->option = find_long(c->command, argument + 2, length);
    if (!given->option && length > 3 && strncmp(argument + 2, "no-", 3) == 0) {
        given->option = find_long(c->command, argument + 5, length - 3);
        given->negated = given->option && given->option->negatable;
        given->option = given->negated ? given->option : NULL;
    }
    if (!given->option) {
        if (!silent)
            refuse_unknown(argument);
        return CLI_ITEM_WRONG;
    }
    bool wants = given->option->argument && !given->negated;
    if (equals && !silent)
        *equals = '\0';
    if (equals && !wants)
        return wrong_value(given, false, silent);
    if (equals)
        given->value = equals + 1;
    else if (wants && c->at < c->argc)
        given->value = c->argv[c->at++];
    else if (wants)
        return wrong_value(given, true, silent);
    return CLI_ITEM_OPTION;
}

static enum cli_item short_option(struct cli_cursor *c, struct cli_given *given, bool silent) {
    c->word[0] = '-';
    c->word[1] = *c->letters++;
    given->written = c->word;
    given->option = find_letter(c->word[1]);
    if (!given->option) {
        if (!silent)
            refuse_unknown(c->word);
        return CLI_ITEM_WRONG;
    }
    if (given->option->argument) {
        if (*c->letters != '\0')
            given->value = c->letters + (*c->letters == '=');
        else if (c->at < c->argc)
            given->value = c->argv[c->at++];
        else
            return wrong_value(given, true, silent);
        c->letters = NULL;
    }
    return CLI_ITEM_OPTION;
}

enum cli_item cli_next_item(struct cli_cursor *c, struct cli_given *given, bool silent) {
    *given = (struct cli_given){.option = NULL};
    if (c->letters && *c->letters != '\0')
        return short_option(c, given, silent);
    c->letters = NULL;
    if (c->at >= c->argc)
        return CLI_ITEM_END;
    char *argument = c->argv[c->at++];
    if (!c->only_words && strcmp(argument, "--") == 0) {
        c->only_words = true;
        return cli_next_item(c, given, silent);
    }
    if (c->only_words || argument[0] != '-' || argument[1] == '\0') {
        given->value = argument;
        return CLI_ITEM_WORD;
    }
    if (argument[1] == '-')
        return long_option(c, argument, given, silent);
    c->letters = argument + 1;
    return short_option(c, given, silent);
}
