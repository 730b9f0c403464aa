#include <stdio.h>
#include <string.h>
#include <strings.h>

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

/* Prose under a heading (NULL: below what came before): words filled into lines. */
static void print_prose(const char *heading, const char *text) {
    if (!text || !*text)
        return;
    if (heading)
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
    print_prose("Never fires for", page->silent);
    print_verbatim("Fires on", page->bad);
    print_verbatim("Does not fire on", page->good);
    char settings[200];
    cli_rule_settings(page, settings, sizeof settings);
    print_prose("Configuration", settings);
    if (page->config)
        print_prose(NULL, page->config);
}

static const char *format_at(size_t index) {
    static const char *const names[] = {"text", "markdown"};
    return index < sizeof names / sizeof names[0] ? names[index] : NULL;
}

/* "PC3" or "drift": the rules of a family. */
static bool print_family(const char *word) {
    struct pc_rule_page page;
    size_t count = 0;
    bool prefix = strlen(word) == 3 && strncasecmp(word, "PC", 2) == 0;
    for (size_t i = 0; pc_rule_at(i, &page); i++)
        if (prefix ? strncasecmp(page.code, word, 3) == 0 : strcasecmp(page.family, word) == 0)
            cli_rule_line(&page, count++ == 0);
    if (count > 0)
        puts("\n`portcheck explain RULE` says more about one of them.");
    return count > 0;
}

static bool explain(const char *word, bool markdown) {
    struct pc_rule_page page;
    const char *near;
    if (pc_rule_by_name(word, &page, &near)) {
        if (markdown)
            cli_rule_markdown(&page);
        else
            print_page(&page);
        return true;
    }
    if (!markdown && print_family(word))
        return true;
    if (near)
        cli_error("unknown rule `%s`; did you mean `%s`?", word, near);
    else
        cli_error("unknown rule `%s`; `portcheck rules` lists them", word);
    return false;
}

static int run_explain(struct cli *cli) {
    const char *format = cli_choose("format", cli->format ? cli->format : "text", format_at);
    if (!format)
        return PC_EXIT_USAGE;
    if (cli->word_count == 0) {
        cli_error("explain needs a rule: a code like PC201 or its name; `portcheck rules` lists them");
        return PC_EXIT_USAGE;
    }
    for (size_t i = 0; i < cli->word_count; i++) {
        if (i > 0)
            putchar('\n');
        if (!explain(cli->words[i], strcmp(format, "markdown") == 0))
            return PC_EXIT_USAGE;
    }
    return PC_EXIT_CLEAN;
}

/* Codes and names in turn. */
static const char *rule_word(size_t index) {
    struct pc_rule_page page;
    return !pc_rule_at(index / 2, &page) ? NULL : index % 2 == 0 ? page.code : page.name;
}

static const char *rule_word_summary(size_t index) {
    struct pc_rule_page page;
    return !pc_rule_at(index / 2, &page) ? NULL : index % 2 == 0 ? page.name : page.code;
}

const struct cli_command pc_command_explain = {
    .name = "explain",
    .summary = "Explain a rule, or list those of a family",
    .usage = "explain [-f text|markdown] RULE...",
    .notes = "RULE is a code (PC201), a name (port-collision) or a family (PC2, bindings).\n",
    .format = format_at,
    .word = rule_word,
    .word_summary = rule_word_summary,
    .run = run_explain,
};
