#include <stdio.h>
#include <string.h>

#include "cli.h"

#define LINE_COLUMNS 80

static const char *severity_name(enum pc_severity severity) {
    return severity == PC_SEVERITY_ERROR     ? "error"
           : severity == PC_SEVERITY_WARNING ? "warning"
           : severity == PC_SEVERITY_INFO    ? "info"
                                             : "off";
}

/* A text under a heading, each line as it is but indented. */
static void print_verbatim(const char *heading, const char *text) {
    if (!text || !*text)
        return;
    printf("\n%s\n", heading);
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        printf("%s%.*s\n", length > 0 ? "  " : "", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

/* Prose under a heading: words filled into lines. */
static void print_prose(const char *heading, const char *text) {
    if (!text || !*text)
        return;
    printf("\n%s\n", heading);
    size_t column = 0;
    for (const char *word = text + strspn(text, " \n"); *word; word += strspn(word, " \n")) {
        size_t length = strcspn(word, " \n");
        if (column > 0 && column + 1 + length > LINE_COLUMNS) {
            putchar('\n');
            column = 0;
        }
        printf("%s%.*s", column == 0 ? "  " : " ", (int)length, word);
        column += (column == 0 ? 2 : 1) + length;
        word += length;
    }
    putchar('\n');
}

static void print_page(const struct pc_rule_page *page) {
    printf("%s %s\n", page->code, page->name);
    printf("%s; %s by default%s\n", page->family, severity_name(page->severity),
           page->varies ? ", for some findings another level" : "");
    print_prose("Fires when", page->summary);
    print_prose("Why it matters", page->why);
    print_prose("What to do", page->fix);
    print_verbatim("Fires on", page->bad);
    print_verbatim("Does not fire on", page->good);
    print_prose("Configuration", page->config);
}

static int run_explain(struct cli *cli) {
    if (cli->word_count == 0) {
        cli_error("explain needs a rule: a code like PC201 or its name; `portcheck rules` lists them");
        return PC_EXIT_USAGE;
    }
    for (size_t i = 0; i < cli->word_count; i++) {
        struct pc_rule_page page;
        const char *near;
        if (!pc_rule_by_name(cli->words[i], &page, &near)) {
            if (near)
                cli_error("unknown rule `%s`; did you mean `%s`?", cli->words[i], near);
            else
                cli_error("unknown rule `%s`; `portcheck rules` lists them", cli->words[i]);
            return PC_EXIT_USAGE;
        }
        if (i > 0)
            putchar('\n');
        print_page(&page);
    }
    return PC_EXIT_CLEAN;
}

const struct cli_command pc_command_explain = {
    .name = "explain",
    .summary = "Explain a rule",
    .usage = "explain RULE...",
    .notes = "RULE is a code (PC201) or a name (port-collision).\n",
    .run = run_explain,
};
