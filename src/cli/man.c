/* The man page, portcheck(1), in mdoc(7), out of the tables. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define MAN_DATE "November 22, 2026" /* of the release; nothing asks the clock */

#define LINE_COLUMNS 78

static void print_character(char c) {
    if (c == '\\')
        fputs("\\e", stdout);
    else if (c == '`' || c == '~' || c == '^')
        printf("\\(%s", c == '`' ? "ga" : c == '~' ? "ti" : "ha");
    else
        putchar(c);
}

/* Lines as they are. */
static void print_literal(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if ((i == 0 || text[i - 1] == '\n') && (text[i] == '.' || text[i] == '\''))
            fputs("\\&", stdout);
        print_character(text[i]);
    }
    if (length == 0 || text[length - 1] != '\n')
        putchar('\n');
}

/* Words in lines; a line ends where a sentence does. No line begins with what makes it a request. */
static void print_bytes(const char *text, size_t bytes) {
    size_t column = 0;
    for (const char *word = text + strspn(text, " \n"); word < text + bytes; word += strspn(word, " \n")) {
        size_t length = strcspn(word, " \n");
        if (column > 0 && (column + 1 + length > LINE_COLUMNS || strchr(".?!", word[-2]))) {
            putchar('\n');
            column = 0;
        }
        if (column > 0)
            putchar(' ');
        else if (*word == '.' || *word == '\'')
            fputs("\\&", stdout);
        for (size_t i = 0; i < length; i++)
            print_character(word[i]);
        column += length + 1;
        word += length;
    }
    putchar('\n');
}

static void print_text(const char *text) {
    print_bytes(text, strlen(text));
}

static void print_option_item(const struct cli_option *option) {
    fputs(".It ", stdout);
    if (option->letter) {
        printf("Fl %c", option->letter);
        if (option->argument)
            printf(" Ar %s", option->argument);
        fputs(" , ", stdout);
    }
    printf("Fl -%s%s", option->negatable ? "[no-]" : "", option->name);
    if (option->argument)
        printf(" Ar %s", option->argument);
    putchar('\n');
    print_text(option->help);
}

static void print_options(const struct cli_command *command) {
    for (size_t i = 0; i < cli_option_line_count; i++) {
        const struct cli_option *option = cli_option_lines[i].option;
        if (option && cli_option_is_for(option, command))
            print_option_item(option);
    }
}

static void print_names(const char *heading, const char *(*name)(size_t index), const char *(*summary)(size_t index)) {
    if (!name)
        return;
    printf(".Pp\n%s:\n.Bl -tag -width Ds -compact\n", heading);
    for (size_t i = 0; name(i); i++) {
        printf(".It Cm %s\n", name(i));
        if (summary)
            print_text(summary(i));
    }
    puts(".El");
}

static void print_notes(const char *notes) {
    size_t length;
    bool verbatim;
    for (const char *text; notes && (text = cli_paragraph(&notes, &length, &verbatim)) != NULL;) {
        puts(verbatim ? ".Bd -literal" : ".Pp");
        if (verbatim)
            print_literal(text, length);
        else
            print_bytes(text, length);
        if (verbatim)
            puts(".Ed");
    }
}

static void print_command(const struct cli_command *command) {
    printf(".Ss portcheck %s\n", command->name);
    print_text(command->summary);
    fputs(".Bd -literal\nportcheck ", stdout);
    print_literal(command->usage, strlen(command->usage));
    puts(".Ed\n.Bl -tag -width Ds");
    print_options(command);
    puts(".El");
    if (command->words_heading)
        print_names(command->words_heading, command->word, command->word_summary);
    print_names("Formats", command->format, command->format_summary);
    print_notes(command->notes);
}

static void print_environment(void) {
    puts(".Sh ENVIRONMENT\n"
         "A flag wins over the environment, which wins over the configuration.\n"
         ".Bl -tag -width Ds");
    for (size_t i = 0; i < cli_option_count; i++) {
        const char *variable = cli_option_variable(&cli_options[i], NULL);
        if (variable)
            printf(".It Ev %s\nas\n.Fl -%s\n", variable, cli_options[i].name);
    }
    puts(".It Ev NO_COLOR , FORCE_COLOR\n"
         "no colours, or colours though the output is no terminal\n"
         ".It Ev FORCE_HYPERLINK\n"
         "1: hyperlinks, 0: none, whatever the terminal is\n"
         ".It Ev GITHUB_ACTIONS , GITHUB_STEP_SUMMARY , GITHUB_WORKSPACE , GITLAB_CI\n"
         "what\n.Fl -ci\nauto goes by, the page it adds to, and the directory\nthat annotated paths are relative to\n"
         ".El");
}

static void print_rules(void) {
    struct pc_rule_page page;
    puts(".Sh RULES\n"
         ".Bl -tag -width Ds -compact");
    for (size_t i = 0; pc_rule_at(i, &page); i++) {
        printf(".It Cm %s %s\n", page.code, page.name);
        print_text(page.summary);
    }
    puts(".El");
}

void cli_man(void) {
    puts(".Dd " MAN_DATE "\n"
         ".Dt PORTCHECK 1\n"
         ".Os\n"
         ".Sh NAME\n"
         ".Nm portcheck\n"
         ".Nd check the port registries of a repository against what it really does\n"
         ".Sh SYNOPSIS\n"
         ".Nm\n"
         ".Op Ar command\n"
         ".Op Ar options\n"
         ".Op Ar path ...\n"
         ".Sh DESCRIPTION\n"
         ".Nm\n"
         "reads port tables, services\\(aq documents, compose files and the\n"
         "configuration that routes to them, and reports where they disagree.\n"
         "Without a command it checks.\n"
         "It needs no network.");
    for (size_t c = 0; c < CLI_COMMAND_COUNT; c++)
        print_command(cli_commands[c]);
    print_environment();
    puts(".Sh FILES\n"
         ".Bl -tag -width Ds\n"
         ".It Pa portcheck.yml , .portcheck.yml , .config/portcheck.yml\n"
         "the configuration, in the root of the project\n"
         ".El\n"
         ".Sh EXIT STATUS\n"
         ".Bl -tag -width Ds -compact\n"
         ".It 0\nclean\n"
         ".It 1\nfindings\n"
         ".It 2\nwrong usage or configuration\n"
         ".It 3\nnothing to check: not one port was found\n"
         ".It 4\nincomplete: something could not be read or written\n"
         ".El");
    print_rules();
}
