/* Completion for bash, without the bash-completion package: the words as readline cuts them, with `=` on its own. */
#include <stdio.h>

#include "cli.h"

/* What to do for a value, as the body of a case. */
static void print_value(const struct cli_value *value) {
    if (value->kind == CLI_VALUE_FILE)
        fputs("kind=file", stdout);
    else if (value->kind == CLI_VALUE_DIR)
        fputs("kind=dir", stdout);
    else if (value->kind == CLI_VALUE_OTHER)
        fputs("kind=other", stdout);
    else
        fputs(value->kind == CLI_VALUE_WORDS ? "kind=list words='" : "kind=word words='", stdout);
    for (size_t i = 0; i < value->count; i++)
        printf("%s%s", i > 0 ? " " : "", value->words[i]);
    puts(value->count > 0 ? "' ;;" : " ;;");
}

/* Values of the options that take one, by command and option. */
static void print_option_values(void) {
    struct cli_value value;
    puts("    case \"$command $option\" in");
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++) {
        for (size_t i = 0; i < cli_option_count; i++) {
            const struct cli_option *option = &cli_options[i];
            if (!option->argument || !cli_option_is_for(option, cli_commands[c]))
                continue;
            printf("    '%s --%s'", cli_commands[c]->name, option->name);
            if (option->letter)
                printf(" | '%s -%c'", cli_commands[c]->name, option->letter);
            fputs(") ", stdout);
            cli_value_of_option(option, cli_commands[c], &value);
            print_value(&value);
        }
    }
    puts("    esac");
}

static void print_options(void) {
    puts("        case $command in");
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++) {
        printf("        %s) words='", cli_commands[c]->name);
        for (size_t i = 0, count = 0; i < cli_option_count; i++) {
            const struct cli_option *option = &cli_options[i];
            if (!cli_option_is_for(option, cli_commands[c]))
                continue;
            printf("%s--%s", count++ > 0 ? " " : "", option->name);
            if (option->negatable)
                printf(" --no-%s", option->name);
        }
        puts("' ;;");
    }
    puts("        esac");
}

static void print_words(void) {
    struct cli_value value;
    puts("        case $command in");
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++) {
        printf("        %s) ", cli_commands[c]->name);
        cli_value_of_words(cli_commands[c], &value);
        print_value(&value);
    }
    puts("        esac");
}

/* A pattern of all commands, or of all options that take a value. */
static void print_names(const char *between) {
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++)
        printf("%s%s", c > 0 ? between : "", cli_commands[c]->name);
}

static void print_taking(void) {
    for (size_t i = 0, count = 0; i < cli_option_count; i++) {
        if (!cli_options[i].argument)
            continue;
        printf("%s--%s", count++ > 0 ? " | " : "", cli_options[i].name);
        if (cli_options[i].letter)
            printf(" | -%c", cli_options[i].letter);
    }
}

void cli_complete_bash(void) {
    puts("# portcheck: completion for bash. Written by `portcheck completions bash`.\n"
         "_portcheck() {\n"
         "    local cur=${COMP_WORDS[COMP_CWORD]} command=check named= option= kind= words= i word\n"
         "    COMPREPLY=()\n"
         "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "        word=${COMP_WORDS[i]}\n"
         "        case $word in");
    fputs("        ", stdout);
    print_taking();
    puts(")\n"
         "            [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))\n"
         "            ((i++))\n"
         "            ;;\n"
         "        -* | =) ;;");
    fputs("        ", stdout);
    print_names(" | ");
    puts(")\n"
         "            command=$word named=yes\n"
         "            break\n"
         "            ;;\n"
         "        *)\n"
         "            named=yes\n"
         "            break\n"
         "            ;;\n"
         "        esac\n"
         "    done\n"
         "    ((COMP_CWORD > 0)) && option=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "    if [[ $cur == = ]]; then\n"
         "        cur=\n"
         "    elif [[ $option == = ]]; then\n"
         "        option=${COMP_WORDS[COMP_CWORD - 2]}\n"
         "    fi");
    print_option_values();
    puts("    if [[ -z $kind && $cur == -* ]]; then\n"
         "        kind=word");
    print_options();
    puts("    elif [[ -z $kind ]]; then");
    print_words();
    fputs("        [[ -z $named ]] && kind=first words='", stdout);
    print_names(" ");
    puts("'\n"
         "    fi\n"
         "    case $kind in\n"
         "    word) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\") ;;\n"
         "    list)\n"
         "        local before=\n"
         "        [[ $cur == *,* ]] && before=${cur%,*},\n"
         "        mapfile -t COMPREPLY < <(compgen -P \"$before\" -W \"$words\" -- \"${cur##*,}\")\n"
         "        ;;\n"
         "    file) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n"
         "    dir) mapfile -t COMPREPLY < <(compgen -d -- \"$cur\") ;;\n"
         "    first) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\"; compgen -f -- \"$cur\") ;;\n"
         "    esac\n"
         "    [[ $kind == file || $kind == dir || $kind == first ]] && compopt -o filenames 2>/dev/null\n"
         "    return 0\n"
         "}\n"
         "complete -F _portcheck portcheck");
}
