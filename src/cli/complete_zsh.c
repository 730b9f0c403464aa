/* Completion for zsh: an _arguments call a command. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

/* Inside single quotes; brackets and colons mean something to _arguments. */
static void print_text(const char *text, const char *special) {
    for (const char *c = text; *c; c++) {
        if (*c == '\'')
            fputs("'\\'", stdout);
        else if (strchr(special, *c))
            putchar('\\');
        putchar(*c);
    }
}

/* ":message:action" */
static void print_action(const char *message, const struct cli_value *value) {
    putchar(':');
    print_text(message, ":\\");
    putchar(':');
    if (value->kind == CLI_VALUE_FILE)
        fputs("_files", stdout);
    else if (value->kind == CLI_VALUE_DIR)
        fputs("_files -/", stdout);
    else if (value->kind == CLI_VALUE_OTHER)
        putchar(' ');
    else if (value->kind == CLI_VALUE_WORDS)
        fputs("_sequence -d compadd - ", stdout);
    else
        putchar('(');
    for (size_t i = 0; i < value->count; i++)
        printf("%s%s", i > 0 ? " " : "", value->words[i]);
    if (value->kind == CLI_VALUE_WORD)
        putchar(')');
}

static void print_option(const struct cli_option *option, const struct cli_command *command) {
    struct cli_value value;
    char ways[2][80] = {"", ""};
    snprintf(ways[0], sizeof ways[0], "--%s%s", option->name, option->argument ? "=" : "");
    if (option->letter)
        snprintf(ways[1], sizeof ways[1], "-%c%s", option->letter, option->argument ? "+" : "");
    for (size_t i = 0; i < 2 && ways[i][0]; i++) {
        printf(" \\\n            '*%s[", ways[i]);
        print_text(option->help, "[]:\\");
        putchar(']');
        cli_value_of_option(option, command, &value);
        if (option->argument)
            print_action(option->argument, &value);
        putchar('\'');
    }
    if (option->negatable)
        printf(" \\\n            '*--no-%s[not --%s]'", option->name, option->name);
}

static void print_command(const struct cli_command *command) {
    struct cli_value value;
    printf("    %s)\n        _arguments -s", command->name);
    for (size_t i = 0; i < cli_option_count; i++)
        if (cli_option_is_for(&cli_options[i], command))
            print_option(&cli_options[i], command);
    fputs(" \\\n            '*", stdout);
    cli_value_of_words(command, &value);
    print_action(command->takes_paths ? "path" : "word", &value);
    puts("'\n        ;;");
}

void cli_complete_zsh(void) {
    puts("#compdef portcheck\n"
         "# portcheck: completion for zsh. Written by `portcheck completions zsh`.\n"
         "\n"
         "_portcheck_first() {\n"
         "    local -a commands=(");
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++) {
        printf("        '%s:", cli_commands[c]->name);
        print_text(cli_commands[c]->summary, ":\\");
        puts("'");
    }
    puts("    )\n"
         "    _describe -t commands command commands\n"
         "    _files\n"
         "}\n"
         "\n"
         "_portcheck() {\n"
         "    local command=check word skip= named=\n"
         "    integer i\n"
         "    for ((i = 2; i < CURRENT; i++)); do\n"
         "        word=$words[i]\n"
         "        if [[ -n $skip ]]; then\n"
         "            skip=\n"
         "            continue\n"
         "        fi\n"
         "        case $word in");
    fputs("        (", stdout);
    for (size_t i = 0, count = 0; i < cli_option_count; i++) {
        if (!cli_options[i].argument)
            continue;
        printf("%s--%s", count++ > 0 ? "|" : "", cli_options[i].name);
        if (cli_options[i].letter)
            printf("|-%c", cli_options[i].letter);
    }
    puts(") skip=yes ;;\n"
         "        (-*) ;;");
    fputs("        (", stdout);
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++)
        printf("%s%s", c > 0 ? "|" : "", cli_commands[c]->name);
    puts(")\n"
         "            command=$word named=yes\n"
         "            words=(\"${(@)words[1,i-1]}\" \"${(@)words[i+1,-1]}\")\n"
         "            ((CURRENT--))\n"
         "            break\n"
         "            ;;\n"
         "        (*)\n"
         "            named=yes\n"
         "            break\n"
         "            ;;\n"
         "        esac\n"
         "    done\n"
         "    if [[ -z $named && -z $skip && $words[CURRENT] != -* ]]; then\n"
         "        _portcheck_first\n"
         "        return\n"
         "    fi\n"
         "    case $command in");
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++)
        print_command(cli_commands[c]);
    puts("    esac\n"
         "}\n"
         "\n"
         "if [[ $funcstack[1] == _portcheck ]]; then\n"
         "    _portcheck \"$@\"\n"
         "else\n"
         "    compdef _portcheck portcheck\n"
         "fi");
}
