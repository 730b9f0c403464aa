#include <stdio.h>
#include <string.h>

#include "cli.h"

static const char *const severities[] = {"", "info", "warning", "error", "off"};

void cli_rule_line(const struct pc_rule_page *page, bool heading) {
    if (heading)
        puts(page->family);
    printf("  %s  %-22s %-8s %s\n", page->code, page->name, severities[page->severity], page->summary);
}

static void print_table(void) {
    struct pc_rule_page page;
    const char *family = "";
    for (size_t i = 0; pc_rule_at(i, &page); i++) {
        bool heading = strcmp(page.family, family) != 0;
        if (heading && i > 0)
            putchar('\n');
        family = page.family;
        cli_rule_line(&page, heading);
    }
}

static void print_json_field(const char *key, const char *value) {
    printf(", \"%s\": ", key);
    cli_json_string(value);
}

static void print_json(void) {
    struct pc_rule_page page;
    fputs("{\n  \"schema\": \"portcheck/rules/v1\",\n  \"rules\": [", stdout);
    for (size_t i = 0; pc_rule_at(i, &page); i++) {
        printf("%s\n    {\"code\": \"%s\"", i > 0 ? "," : "", page.code);
        print_json_field("name", page.name);
        print_json_field("family", page.family);
        print_json_field("severity", severities[page.severity]);
        printf(", \"varies\": %s", page.varies ? "true" : "false");
        print_json_field("summary", page.summary);
        print_json_field("why", page.why);
        print_json_field("fix", page.fix);
        print_json_field("bad", page.bad);
        print_json_field("good", page.good);
        print_json_field("config", page.config);
        print_json_field("silent", page.silent);
        putchar('}');
    }
    fputs("\n  ]\n}\n", stdout);
}

static const char *format_at(size_t index) {
    static const char *const names[] = {"table", "json", "markdown"};
    return index < sizeof names / sizeof names[0] ? names[index] : NULL;
}

static int run_rules(struct cli *cli) {
    if (cli->word_count > 0) {
        cli_error("`%s`: rules takes no words; `portcheck explain %s` explains a rule", cli->words[0], cli->words[0]);
        return PC_EXIT_USAGE;
    }
    const char *format = cli_choose("format", cli->format ? cli->format : "table", format_at);
    if (!format)
        return PC_EXIT_USAGE;
    if (strcmp(format, "json") == 0)
        print_json();
    else if (strcmp(format, "markdown") == 0)
        cli_rules_markdown();
    else
        print_table();
    return PC_EXIT_CLEAN;
}

const struct cli_command pc_command_rules = {
    .name = "rules",
    .summary = "List all rules",
    .usage = "rules [-f table|json|markdown]",
    .format = format_at,
    .run = run_rules,
};
