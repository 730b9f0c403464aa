/* The table of options, and reading the command line by it: `--flag value`, `--flag=value`, `-f value`, `-fvalue`,
 * `--no-flag`, several letters behind one dash, `--` for "only words from here". */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

#define ON(name) (1u << CLI_COMMAND_##name)
#define ON_ALL ((1u << CLI_COMMAND_COUNT) - 1)

const struct cli_option cli_options[] = {
#define PC_OPTION(id, name, letter, argument, commands, negatable, help)                                               \
    {OPTION_##id, name, letter, argument, commands, negatable, help},
#include "options.def"
#undef PC_OPTION
};
const size_t cli_option_count = OPTION_COUNT;

const struct cli_option_line cli_option_lines[] = {
#define PC_SECTION(title) {title, NULL},
#define PC_OPTION(id, name, letter, argument, commands, negatable, help) {NULL, &cli_options[OPTION_##id]},
#include "options.def"
#undef PC_OPTION
};
const size_t cli_option_line_count = sizeof cli_option_lines / sizeof cli_option_lines[0];

bool cli_option_is_for(const struct cli_option *option, const struct cli_command *command) {
    for (unsigned i = 0; i < CLI_COMMAND_COUNT; i++)
        if (cli_commands[i] == command)
            return (option->commands & (1u << i)) != 0;
    return false;
}

/* An option on its way: what was written, and its value. */
struct given {
    const struct cli_option *option;
    const char *written; /* "--fail-on", "PORTCHECK_FAIL_ON" */
    char *value;         /* NULL when it takes none */
    bool negated;
    struct choices *asked; /* not NULL: nothing is meant, only the words are wanted */
};

struct choices {
    const char **words;
    size_t count;
};

static bool choose(const struct given *given, const char *const *words, size_t count, size_t *index) {
    if (given->asked) {
        for (; given->asked->count < count && given->asked->count < CLI_CHOICES_MAX; given->asked->count++)
            given->asked->words[given->asked->count] = words[given->asked->count];
        return false;
    }
    for (*index = 0; *index < count; ++*index)
        if (strcmp(given->value, words[*index]) == 0)
            return true;
    const char *near = pc_did_you_mean(given->value, words, count);
    char all[200] = "";
    for (size_t i = 0; i < count; i++) {
        strncat(all, i > 0 ? ", " : "", sizeof all - strlen(all) - 1);
        strncat(all, words[i], sizeof all - strlen(all) - 1);
    }
    if (near)
        cli_error("%s: `%s` is not one of %s; did you mean `%s`?", given->written, given->value, all, near);
    else
        cli_error("%s: `%s` is not one of %s", given->written, given->value, all);
    return false;
}

static bool choose_severity(const struct given *given, bool with_never, enum pc_severity *out) {
    static const char *const words[] = {"error", "warning", "info", "never"};
    static const enum pc_severity values[] = {PC_SEVERITY_ERROR, PC_SEVERITY_WARNING, PC_SEVERITY_INFO,
                                              PC_SEVERITY_NEVER};
    size_t index;
    if (!choose(given, words, with_never ? 4 : 3, &index))
        return false;
    *out = values[index];
    return true;
}

static bool choose_sort(const struct given *given, enum pc_sort *out) {
    static const char *const words[] = {"severity", "file", "rule", "host", "service", "port"};
    static const enum pc_sort values[] = {PC_SORT_SEVERITY, PC_SORT_FILE,    PC_SORT_RULE,
                                          PC_SORT_HOST,     PC_SORT_SERVICE, PC_SORT_PORT};
    size_t index;
    if (!choose(given, words, sizeof words / sizeof words[0], &index))
        return false;
    *out = values[index];
    return true;
}

static bool choose_group(const struct given *given, struct cli *cli) {
    static const char *const words[] = {"file", "host", "service", "rule"};
    static const enum pc_group_by values[] = {PC_GROUP_FILE, PC_GROUP_HOST, PC_GROUP_SERVICE, PC_GROUP_RULE};
    size_t index;
    if (!choose(given, words, sizeof words / sizeof words[0], &index))
        return false;
    cli->options.group_by = values[index];
    cli->groups = true;
    return true;
}

static bool choose_when(const struct given *given, const char **out) {
    static const char *const words[] = {"auto", "always", "never"};
    size_t index = 2;
    if (!given->negated && !choose(given, words, 3, &index))
        return false;
    *out = words[index];
    return true;
}

static bool choose_files(const struct given *given, enum pc_which *out) {
    static const char *const words[] = {"all", "tracked", "staged"};
    static const enum pc_which values[] = {PC_WHICH_ALL, PC_WHICH_TRACKED, PC_WHICH_STAGED};
    size_t index;
    if (!choose(given, words, 3, &index))
        return false;
    *out = values[index];
    return true;
}

static bool choose_hook(const struct given *given, const char **out) {
    const char *words[8];
    size_t count = 0, index;
    while (count < sizeof words / sizeof words[0] && (words[count] = pc_init_hook(count)) != NULL)
        count++;
    if (!choose(given, words, count, &index))
        return false;
    *out = words[index];
    return true;
}

static bool choose_ci(const struct given *given, const char **out) {
    static const char *const words[] = {"auto", "off", "github", "gitlab"};
    size_t index;
    if (!choose(given, words, 4, &index))
        return false;
    *out = words[index];
    return true;
}

static bool add_word(const struct given *given, struct cli_words *words) {
    if (words->count == CLI_WORDS_MAX) {
        cli_error("%s: more than %d of them", given->written, CLI_WORDS_MAX);
        return false;
    }
    words->items[words->count++] = given->value;
    return true;
}

static bool read_number(const struct given *given, long *out) {
    char *end;
    errno = 0;
    *out = strtol(given->value, &end, 10);
    if (given->value[0] >= '0' && given->value[0] <= '9' && *end == '\0' && errno == 0)
        return true;
    cli_error("%s: `%s` is no whole number", given->written, given->value);
    return false;
}

/* Cuts the value at its commas, in place. */
static bool add_words(const struct given *given, struct cli_words *words) {
    for (char *word = given->value; word;) {
        char *comma = strchr(word, ',');
        if (comma)
            *comma = '\0';
        while (*word == ' ')
            word++;
        if (*word != '\0') {
            if (words->count == CLI_WORDS_MAX) {
                cli_error("%s: more than %d words", given->written, CLI_WORDS_MAX);
                return false;
            }
            words->items[words->count++] = word;
        }
        word = comma ? comma + 1 : NULL;
    }
    return true;
}

static bool apply(struct cli *cli, const struct given *given) {
    struct pc_options *options = &cli->options;
    bool yes = !given->negated;
    switch (given->option->id) {
    case OPTION_FORMAT:
        cli->format = given->value;
        return true;
    case OPTION_OUTPUT:
        cli->output = given->value;
        return true;
    case OPTION_ALSO:
        return add_word(given, &cli->also);
    case OPTION_YES:
        cli->yes = true;
        return true;
    case OPTION_HOOK:
        return choose_hook(given, &cli->hook);
    case OPTION_CI:
        return choose_ci(given, &cli->ci);
    case OPTION_SUMMARY:
        cli->summary = given->value;
        return true;
    case OPTION_HYPERLINKS:
        return choose_when(given, &cli->hyperlinks);
    case OPTION_SELECT:
        return add_words(given, &cli->select);
    case OPTION_EXTEND_SELECT:
        return add_words(given, &cli->extend_select);
    case OPTION_IGNORE:
        return add_words(given, &cli->ignore);
    case OPTION_HOST:
        return add_words(given, &cli->hosts);
    case OPTION_SERVICE:
        return add_words(given, &cli->services);
    case OPTION_RANGE:
        return add_words(given, &cli->ranges);
    case OPTION_WITH:
        return add_words(given, &cli->with);
    case OPTION_ONLY:
        options->only = given->value;
        return true;
    case OPTION_FILES:
        return choose_files(given, &options->files);
    case OPTION_STAGED:
        options->files = PC_WHICH_STAGED;
        return true;
    case OPTION_NEW_SINCE:
        options->new_since = yes ? given->value : NULL;
        return true;
    case OPTION_FAIL_ON:
        return choose_severity(given, true, &options->fail_on);
    case OPTION_MIN_SEVERITY:
        return choose_severity(given, false, &options->min_severity);
    case OPTION_MAX_WARNINGS:
        return read_number(given, &options->max_warnings);
    case OPTION_EXIT_ZERO:
        options->exit_zero = yes;
        return true;
    case OPTION_ALLOW_EMPTY:
        options->allow_empty = yes;
        return true;
    case OPTION_SORT:
        return choose_sort(given, &options->sort);
    case OPTION_GROUP_BY:
        return choose_group(given, cli);
    case OPTION_STATISTICS:
        options->statistics = yes;
        return true;
    case OPTION_FAIL_ON_STALE:
        options->fail_on_stale = yes;
        return true;
    case OPTION_BASELINE:
        options->baseline = given->value;
        options->no_baseline = !yes;
        return true;
    case OPTION_ALL:
        options->all = yes;
        return true;
    case OPTION_SHOW_SUPPRESSED:
        options->show_suppressed = yes;
        return true;
    case OPTION_TODAY: {
        /* A flag names a day, the variable counts seconds. */
        long seconds;
        options->today = given->value;
        return given->written[0] == '-' || read_number(given, &seconds);
    }
    case OPTION_ALL_SPANS:
        options->all_spans = yes;
        return true;
    case OPTION_ROOT:
        options->root = given->value;
        return true;
    case OPTION_CONFIG:
        options->config = given->value;
        options->no_config = false;
        return true;
    case OPTION_NO_CONFIG:
        options->no_config = true;
        return true;
    case OPTION_COLOR:
        return choose_when(given, &cli->color);
    case OPTION_ASCII:
        cli->ascii = yes;
        return true;
    case OPTION_QUIET:
        options->quiet = yes;
        return true;
    case OPTION_VERBOSE:
        options->verbose = yes;
        return true;
    case OPTION_HELP:
        cli->help = true;
        return true;
    case OPTION_VERSION:
        cli->version = true;
        return true;
    default:
        return false;
    }
}

/* Gives each option an empty value and lets choose() tell. */
size_t cli_option_choices(const struct cli_option *option, const char *words[CLI_CHOICES_MAX]) {
    static struct cli nobody;
    char empty[] = "";
    struct choices choices = {words, 0};
    const struct given given = {.option = option, .written = option->name, .value = empty, .asked = &choices};
    if (!option->argument)
        return 0;
    cli_mute(true);
    apply(&nobody, &given);
    cli_mute(false);
    return choices.count;
}

static const struct cli_option *find_long(const char *name, size_t length) {
    for (size_t i = 0; i < cli_option_count; i++)
        if (strlen(cli_options[i].name) == length && strncmp(cli_options[i].name, name, length) == 0)
            return &cli_options[i];
    return NULL;
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

/* Walks over the arguments. */
struct cursor {
    int argc;
    char **argv;
    int at;        /* the next argument */
    char *letters; /* what is left of "-qh"; NULL */
    bool only_words;
    char word[3]; /* "-q", for messages */
};

enum item { ITEM_END, ITEM_WORD, ITEM_OPTION, ITEM_WRONG };

static enum item wrong_value(const struct given *given, bool wanted, bool silent) {
    if (!silent && wanted)
        cli_error("%s needs a value: %s", given->written, given->option->argument);
    if (!silent && !wanted)
        cli_error("%s takes no value", given->written);
    return ITEM_WRONG;
}

/* "--name", "--name=value", "--no-name". The argument is cut at its '='. */
static enum item long_option(struct cursor *c, char *argument, struct given *given, bool silent) {
    char *equals = strchr(argument, '=');
    size_t length = equals ? (size_t)(equals - argument) - 2 : strlen(argument) - 2;
    given->written = argument;
    given->option = find_long(argument + 2, length);
    if (!given->option && length > 3 && strncmp(argument + 2, "no-", 3) == 0) {
        given->option = find_long(argument + 5, length - 3);
        given->negated = given->option && given->option->negatable;
        given->option = given->negated ? given->option : NULL;
    }
    if (!given->option) {
        if (!silent)
            refuse_unknown(argument);
        return ITEM_WRONG;
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
    return ITEM_OPTION;
}

static enum item short_option(struct cursor *c, struct given *given, bool silent) {
    c->word[0] = '-';
    c->word[1] = *c->letters++;
    given->written = c->word;
    given->option = find_letter(c->word[1]);
    if (!given->option) {
        if (!silent)
            refuse_unknown(c->word);
        return ITEM_WRONG;
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
    return ITEM_OPTION;
}

/* The next word or option. silent: only looking, nothing is changed or printed. */
static enum item next_item(struct cursor *c, struct given *given, bool silent) {
    *given = (struct given){.option = NULL};
    if (c->letters && *c->letters != '\0')
        return short_option(c, given, silent);
    c->letters = NULL;
    if (c->at >= c->argc)
        return ITEM_END;
    char *argument = c->argv[c->at++];
    if (!c->only_words && strcmp(argument, "--") == 0) {
        c->only_words = true;
        return next_item(c, given, silent);
    }
    if (c->only_words || argument[0] != '-' || argument[1] == '\0') {
        given->value = argument;
        return ITEM_WORD;
    }
    if (argument[1] == '-')
        return long_option(c, argument, given, silent);
    c->letters = argument + 1;
    return short_option(c, given, silent);
}

/* The command is the first word, if it is one's name. Returns its place in argv, 0 when there is none. */
static int find_command(struct cli *cli, int argc, char **argv) {
    struct cursor cursor = {.argc = argc, .argv = argv, .at = 1};
    struct given given;
    enum item item;
    do
        item = next_item(&cursor, &given, true);
    while (item == ITEM_OPTION);
    cli->command = item == ITEM_WORD && !cursor.only_words ? cli_command_find(given.value) : NULL;
    return cli->command ? cursor.at - 1 : 0;
}

static bool apply_checked(struct cli *cli, const struct given *given) {
    const struct cli_command *command = cli->command ? cli->command : &pc_command_check;
    if (cli_option_is_for(given->option, command)) {
        cli->origins[given->option->id] = (struct cli_origin){.given = true, .value = given->value};
        return apply(cli, given);
    }
    const struct cli_command *other = NULL;
    for (size_t i = 0; i < CLI_COMMAND_COUNT && !other; i++)
        if (cli_option_is_for(given->option, cli_commands[i]))
            other = cli_commands[i];
    cli_error("%s is no option of `portcheck %s`, but one of `portcheck %s`", given->written, command->name,
              other ? other->name : pc_command_check.name);
    return false;
}

static const struct {
    const char *name;
    int option;
} variables[] = {{"PORTCHECK_CONFIG", OPTION_CONFIG},   {"PORTCHECK_FORMAT", OPTION_FORMAT},
                 {"PORTCHECK_FAIL_ON", OPTION_FAIL_ON}, {"PORTCHECK_NEW_SINCE", OPTION_NEW_SINCE},
                 {"PORTCHECK_COLOR", OPTION_COLOR},     {"PORTCHECK_CI", OPTION_CI},
                 {"SOURCE_DATE_EPOCH", OPTION_TODAY}};

const char *cli_option_variable(const struct cli_option *option) {
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        if (variables[i].option == option->id)
            return variables[i].name;
    return NULL;
}

static bool apply_environment(struct cli *cli) {
    const struct cli_command *command = cli->command ? cli->command : &pc_command_check;
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        struct given given = {.option = &cli_options[variables[i].option],
                              .written = variables[i].name,
                              .value = getenv(variables[i].name)};
        /* The format is that of check: other commands have others. */
        bool meant = variables[i].option == OPTION_FORMAT ? command == &pc_command_check
                                                          : cli_option_is_for(given.option, command);
        if (!given.value || given.value[0] == '\0' || !meant)
            continue;
        cli->origins[given.option->id] = (struct cli_origin){true, given.written, given.value};
        if (!apply(cli, &given))
            return false;
    }
    return true;
}

/* A first word that is neither a command nor a file was meant as one of the two. */
static bool check_first_word(const struct cli *cli) {
    if (cli->command || cli->word_count == 0 || access(cli->words[0], F_OK) == 0)
        return true;
    const char *near = cli_command_near(cli->words[0]);
    if (!near || strchr(cli->words[0], '/'))
        return true; /* check will say that there is no such file */
    cli_error("`%s` is neither a command nor a file; did you mean `%s`?", cli->words[0], near);
    return false;
}

bool cli_parse(struct cli *cli, int argc, char **argv) {
    pc_options_init(&cli->options);
    cli->ascii = -1;
    cli->color = cli->hyperlinks = cli->ci = cli->summary = "auto";
    int command_at = find_command(cli, argc, argv);
    if (!apply_environment(cli))
        return false;
    struct cursor cursor = {.argc = argc, .argv = argv, .at = 1};
    struct given given;
    cli->words = argv; /* words move to the front: never beyond the argument just read */
    for (enum item item; (item = next_item(&cursor, &given, false)) != ITEM_END;) {
        if (item == ITEM_WRONG || (item == ITEM_OPTION && !apply_checked(cli, &given)))
            return false;
        if (item == ITEM_WORD && (command_at == 0 || cursor.at - 1 != command_at))
            cli->words[cli->word_count++] = given.value;
    }
    return cli->help || cli->version || check_first_word(cli);
}
