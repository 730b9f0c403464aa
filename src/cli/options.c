/* The table of options, and what arguments and environment together say by it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "option_reader.h"

#define ON(name) (1u << CLI_COMMAND_##name)
#define ON_CHANGING (ON(move) | ON(sync))
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

/* The command is the first word, if it is one's name. Returns its place in argv, 0 when there is none. */
static int find_command(struct cli *cli, int argc, char **argv) {
    struct cli_cursor cursor = {.argc = argc, .argv = argv, .at = 1};
    struct cli_given given;
    enum cli_item item;
    do
        item = cli_next_item(&cursor, &given, true);
    while (item == CLI_ITEM_OPTION);
    cli->command = item == CLI_ITEM_WORD && !cursor.only_words ? cli_command_find(given.value) : NULL;
    return cli->command ? cursor.at - 1 : 0;
}

static const struct cli_command *command_of(const struct cli *cli) {
    return cli->command ? cli->command : &pc_command_check;
}

static bool apply_checked(struct cli *cli, const struct cli_given *given) {
    const struct cli_command *command = command_of(cli);
    if (cli_option_is_for(given->option, command)) {
        cli->origins[given->option->id] = (struct cli_origin){.given = true, .value = given->value};
        return cli_apply(cli, given);
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
                 {"PORTCHECK_SANDBOX", OPTION_SANDBOX}, {"SOURCE_DATE_EPOCH", OPTION_TODAY}};

/* The format is that of check, other commands have others; and what build server it runs on is asked nowhere else. */
const char *cli_option_variable(const struct cli_option *option, const struct cli_command *command) {
    bool checks_own = option->id == OPTION_FORMAT || option->id == OPTION_CI;
    if (command && (!cli_option_is_for(option, command) || (checks_own && command != &pc_command_check)))
        return NULL;
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        if (variables[i].option == option->id)
            return variables[i].name;
    return NULL;
}

static bool apply_environment(struct cli *cli) {
    const struct cli_command *command = command_of(cli);
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        struct cli_given given = {.option = &cli_options[variables[i].option],
                                  .written = variables[i].name,
                                  .value = getenv(variables[i].name)};
        if (!given.value || given.value[0] == '\0' || !cli_option_variable(given.option, command))
            continue;
        cli->origins[given.option->id] = (struct cli_origin){true, given.written, given.value};
        if (!cli_apply(cli, &given))
            return false;
    }
    return true;
}

/* A first word that is neither a command nor a file was meant as one of the two. */
static bool check_first_word(const struct cli *cli) {
    if (access(cli->words[0], F_OK) == 0 || strchr(cli->words[0], '/'))
        return true; /* check will say where there is no such file */
    const char *near = cli_command_near(cli->words[0]);
    if (near)
        cli_error("`%s` is neither a command nor a file; did you mean `%s`?", cli->words[0], near);
    return near == NULL;
}

bool cli_parse(struct cli *cli, int argc, char **argv) {
    pc_options_init(&cli->options);
    cli->ascii = -1;
    cli->count = 1;
    cli->color = cli->hyperlinks = cli->sandbox = cli->ci = cli->summary = "auto";
    int command_at = find_command(cli, argc, argv);
    if (!apply_environment(cli))
        return false;
    struct cli_cursor cursor = {.argc = argc, .argv = argv, .command = command_of(cli), .at = 1};
    struct cli_given given;
    bool first_is_path = false;
    cli->words = argv; /* words move to the front: never beyond the argument just read */
    for (enum cli_item item; (item = cli_next_item(&cursor, &given, false)) != CLI_ITEM_END;) {
        if (item == CLI_ITEM_WRONG || (item == CLI_ITEM_OPTION && !apply_checked(cli, &given)))
            return false;
        if (item == CLI_ITEM_WORD && cli->word_count == 0)
            first_is_path = cursor.only_words;
        if (item == CLI_ITEM_WORD && (command_at == 0 || cursor.at - 1 != command_at))
            cli->words[cli->word_count++] = given.value;
    }
    if (cli->help || cli->version || cli->command || cli->word_count == 0)
        return true;
    return first_is_path || check_first_word(cli);
}
