/* Completion for fish. */
#include <stdio.h>

#include "cli.h"

/* A text in single quotes. */
static void print_quoted(const char *text) {
    putchar('\'');
    for (const char *c = text; *c; c++) {
        if (*c == '\'' || *c == '\\')
            putchar('\\');
        putchar(*c);
    }
    putchar('\'');
}

static void print_condition(const struct cli_command *command) {
    printf(" -n '__portcheck_is %s'", command->name);
}

/* The words with their summaries: a double-quoted text inside a single-quoted one. */
static void print_words(const struct cli_value *value) {
    fputs(" -x -a '", stdout);
    for (size_t i = 0; i < value->count; i++) {
        printf("%s%s", i > 0 ? " " : "", value->words[i]);
        if (!value->summaries[i])
            continue;
        fputs("\\t\"", stdout);
        for (const char *c = value->summaries[i]; *c; c++) {
            if (*c == '"' || *c == '$')
                fputs("\\\\", stdout);
            if (*c == '\\')
                fputs("\\\\\\", stdout);
            if (*c == '\'')
                putchar('\\');
            putchar(*c);
        }
        putchar('"');
    }
    putchar('\'');
}

static void print_value(const struct cli_value *value) {
    if (value->kind == CLI_VALUE_WORDS) {
        fputs(" -x -a '(__fish_append ,", stdout);
        for (size_t i = 0; i < value->count; i++)
            printf(" %s", value->words[i]);
        fputs(")'", stdout);
    } else if (value->kind == CLI_VALUE_WORD)
        print_words(value);
    else if (value->kind == CLI_VALUE_DIR)
        fputs(" -x -a '(__fish_complete_directories)'", stdout);
    else if (value->kind == CLI_VALUE_FILE)
        fputs(" -r -F", stdout);
    else
        fputs(" -x", stdout);
}

static void print_option(const struct cli_option *option, const struct cli_command *command) {
    struct cli_value value;
    fputs("complete -c portcheck", stdout);
    print_condition(command);
    printf(" -l %s", option->name);
    if (option->letter)
        printf(" -s %c", option->letter);
    cli_value_of_option(option, command, &value);
    if (option->argument)
        print_value(&value);
    fputs(" -d ", stdout);
    print_quoted(option->help);
    putchar('\n');
    if (!option->negatable)
        return;
    fputs("complete -c portcheck", stdout);
    print_condition(command);
    printf(" -l no-%s -d 'not --%s'\n", option->name, option->name);
}

static void print_command(const struct cli_command *command) {
    struct cli_value value;
    printf("complete -c portcheck -n __portcheck_is_first -a %s -d ", command->name);
    print_quoted(command->summary);
    putchar('\n');
    for (size_t i = 0; i < cli_option_count; i++)
        if (cli_option_is_for(&cli_options[i], command))
            print_option(&cli_options[i], command);
    cli_value_of_words(command, &value);
    fputs("complete -c portcheck", stdout);
    print_condition(command);
    if (value.kind == CLI_VALUE_FILE)
        fputs(" -F", stdout);
    else if (value.count > 0)
        print_words(&value);
    else
        fputs(" -f", stdout);
    putchar('\n');
}

void cli_complete_fish(void) {
    puts("# portcheck: completion for fish. Written by `portcheck completions fish`.\n"
         "\n"
         "# The words before the cursor that are no options and no values of options.\n"
         "function __portcheck_words\n"
         "    set -l skip no\n"
         "    for word in (commandline -opc)[2..-1]\n"
         "        if test $skip = yes\n"
         "            set skip no\n"
         "            continue\n"
         "        end\n"
         "        switch $word");
    fputs("            case", stdout);
    for (size_t i = 0; i < cli_option_count; i++) {
        if (cli_options[i].argument)
            printf(" --%s", cli_options[i].name);
        if (cli_options[i].argument && cli_options[i].letter)
            printf(" -%c", cli_options[i].letter);
    }
    puts("\n"
         "                set skip yes\n"
         "            case '-*'\n"
         "            case '*'\n"
         "                echo $word\n"
         "        end\n"
         "    end\n"
         "end\n"
         "\n"
         "function __portcheck_is_first\n"
         "    test (count (__portcheck_words)) -eq 0\n"
         "end\n"
         "\n"
         "# Whether the command is this one; without a command it is check.\n"
         "function __portcheck_is\n"
         "    set -l words (__portcheck_words)\n"
         "    set -l command check");
    fputs("    if contains -- \"$words[1]\"", stdout);
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++)
        printf(" %s", cli_commands[c]->name);
    puts("\n"
         "        set command $words[1]\n"
         "    end\n"
         "    test $command = $argv[1]\n"
         "end\n"
         "\n"
         "complete -c portcheck -f");
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++)
        print_command(cli_commands[c]);
}
