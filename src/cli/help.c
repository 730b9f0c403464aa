/* --help, out of the tables. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define HELP_COLUMN 28

static void print_option(const struct cli_option *option) {
    char left[64];
    int length =
        option->letter ? snprintf(left, sizeof left, "-%c, ", option->letter) : snprintf(left, sizeof left, "    ");
    snprintf(left + length, sizeof left - (size_t)length, "--%s%s%s%s", option->negatable ? "[no-]" : "", option->name,
             option->argument ? " " : "", option->argument ? option->argument : "");
    printf("  %-*s %s\n", HELP_COLUMN, left, option->help);
}

static void print_options(const struct cli_command *command) {
    puts("\nOptions:");
    for (size_t i = 0; i < cli_option_count; i++)
        if (cli_option_is_for(&cli_options[i], command))
            print_option(&cli_options[i]);
}

/* Names with a line each; summary may be NULL. */
static void print_names(const char *heading, const char *(*name)(size_t index), const char *(*summary)(size_t index)) {
    printf("\n%s:", heading);
    for (size_t i = 0; name(i); i++)
        if (summary)
            printf("\n  %-10s %s", name(i), summary(i));
        else
            printf("%s %s", i > 0 ? "," : "", name(i));
    putchar('\n');
}

static void help_command(const struct cli_command *command) {
    printf("%s\n\nUsage: portcheck %s\n", command->summary, command->usage);
    print_options(command);
    if (command == &pc_command_check)
        print_names("Formats", pc_format_name, pc_format_summary);
    if (command == &pc_command_list) {
        print_names("Lists", pc_list_name, pc_list_summary);
        print_names("Formats", pc_list_format_name, NULL);
    }
    if (command->notes)
        printf("\n%s", command->notes);
}

void cli_help(const struct cli_command *command) {
    if (command) {
        help_command(command);
        return;
    }
    puts("Checks the port registries of a repository against what it really does.\n\n"
         "Usage: portcheck [COMMAND] [OPTIONS] [PATH]...\n\n"
         "Commands:");
    for (size_t i = 0; i < CLI_COMMAND_COUNT; i++)
        printf("  %-10s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
    print_options(&pc_command_check);
    print_names("Formats", pc_format_name, pc_format_summary);
    printf("\n%s\n`portcheck COMMAND --help` says more about a command.\n", pc_command_check.notes);
}
