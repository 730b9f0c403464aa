/* --help, out of the tables. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define HELP_COLUMN 28
#define NAME_COLUMN 10
#define LINE_COLUMNS 80

static void fill(const char *text, size_t bytes, size_t column, size_t indent) {
    bool first = true;
    for (const char *word = text + strspn(text, " \n"); word < text + bytes; word += strspn(word, " \n")) {
        size_t length = strcspn(word, " \n");
        if (!first && column + 1 + length > LINE_COLUMNS) {
            printf("\n%*s", (int)indent, "");
            column = indent;
            first = true;
        }
        printf("%s%.*s", first ? "" : " ", (int)length, word);
        column += length + !first;
        first = false;
        word += length;
    }
    putchar('\n');
}

void cli_fill(const char *text, size_t column, size_t indent) {
    fill(text, strlen(text), column, indent);
}

const char *cli_paragraph(const char **notes, size_t *length, bool *verbatim) {
    const char *start = *notes + strspn(*notes, "\n");
    const char *end = start;
    *verbatim = *start == ' ';
    while (*end && *end != '\n' && (*end == ' ') == *verbatim) {
        end += strcspn(end, "\n");
        end += *end == '\n';
    }
    *notes = end;
    *length = (size_t)(end - start);
    return *start ? start : NULL;
}

static void print_notes(const char *notes) {
    size_t length;
    bool verbatim;
    for (const char *text; notes && (text = cli_paragraph(&notes, &length, &verbatim)) != NULL;) {
        putchar('\n');
        if (verbatim)
            fwrite(text, 1, length, stdout);
        else
            fill(text, length, 0, 0);
    }
}

/* The variables that set options of the command. */
static void print_environment(const struct cli_command *command) {
    char line[400] = "Environment:";
    size_t count = 0;
    for (size_t i = 0; i < cli_option_count; i++) {
        const char *variable = cli_option_variable(&cli_options[i], command);
        if (!variable)
            continue;
        size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, "%s %s", count++ > 0 ? "," : "", variable);
    }
    if (count == 0)
        return;
    if (cli_option_is_for(&cli_options[OPTION_COLOR], command))
        strncat(line, ", NO_COLOR, FORCE_COLOR", sizeof line - strlen(line) - 1);
    putchar('\n');
    cli_fill(line, 0, 2);
}

static void print_option(const struct cli_option *option) {
    char left[80];
    int length =
        option->letter ? snprintf(left, sizeof left, "-%c, ", option->letter) : snprintf(left, sizeof left, "    ");
    snprintf(left + length, sizeof left - (size_t)length, "--%s%s%s%s", option->negatable ? "[no-]" : "", option->name,
             option->argument ? " " : "", option->argument ? option->argument : "");
    printf("  %-*s ", HELP_COLUMN, left);
    size_t used = strlen(left);
    cli_fill(option->help, used > HELP_COLUMN ? used + 3 : HELP_COLUMN + 3, HELP_COLUMN + 3);
}

/* The options of a command, below the titles of their sections; only those of one section when it is given. */
static void print_options(const struct cli_command *command, const char *only) {
    const char *title = NULL;
    const char *printed = NULL;
    for (size_t i = 0; i < cli_option_line_count; i++) {
        const struct cli_option_line *line = &cli_option_lines[i];
        title = line->title ? line->title : title;
        if (line->title || !cli_option_is_for(line->option, command) || (only && strcmp(title, only) != 0))
            continue;
        if (printed != title)
            printf("\n%s:\n", title);
        printed = title;
        print_option(line->option);
    }
}

/* Names with a line each; summary may be NULL. */
static void print_names(const char *heading, const char *(*name)(size_t index), const char *(*summary)(size_t index)) {
    if (!heading || !name)
        return;
    printf("\n%s:%s", heading, summary ? "\n" : "");
    for (size_t i = 0; name(i); i++) {
        if (!summary) {
            printf("%s %s", i > 0 ? "," : "", name(i));
            continue;
        }
        printf("  %-*s ", NAME_COLUMN, name(i));
        cli_fill(summary(i), NAME_COLUMN + 3, NAME_COLUMN + 3);
    }
    if (!summary)
        putchar('\n');
}

static void help_command(const struct cli_command *command) {
    printf("%s\n\nUsage: portcheck %s\n", command->summary, command->usage);
    print_options(command, NULL);
    print_names(command->words_heading, command->word, command->word_summary);
    print_names("Formats", command->format, command->format_summary);
    print_notes(command->notes);
    print_environment(command);
}

static void print_commands(void) {
    for (size_t i = 0; i < cli_command_line_count; i++) {
        const struct cli_command_line *line = &cli_command_lines[i];
        if (line->title)
            printf("%s\n", line->title);
        else
            printf("  %-11s %s\n", line->command->name, line->command->summary);
    }
}

void cli_help(const struct cli_command *command) {
    if (command) {
        help_command(command);
        return;
    }
    puts("Checks the port registries of a repository against what it really does.\n\n"
         "Usage: portcheck [COMMAND] [OPTIONS] [PATH]...\n");
    print_commands();
    print_options(&pc_command_check, "Global");
    puts("\n`portcheck COMMAND --help` lists the options of a command.\n\n"
         "Exit: 0 clean, 1 findings, 2 wrong usage or configuration, 3 nothing to check,\n"
         "      4 incomplete");
}
