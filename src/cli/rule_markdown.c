/* The pages of docs/rules. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

#define FILE_MARK "--- "
#define FIRST_FILE "PORTS.md"

static const char *const severities[] = {"", "info", "warning", "error", "off"};

static void print_section(const char *title, const char *text) {
    if (text && *text)
        printf("\n## %s\n\n%s\n", title, text);
}

/* Sentences begin in lower case where they follow "Fires when"; a section's first letter is a capital. */
static void print_summary(const char *text) {
    printf("\n## Fires when\n\n%c%s.\n", text[0] >= 'a' && text[0] <= 'z' ? text[0] - 'a' + 'A' : text[0], text + 1);
}

static const char *language(const char *path, size_t length) {
    static const char *const known[][2] = {{".md", "markdown"}, {".yml", "yaml"}, {".yaml", "yaml"},
                                           {".json", "json"},   {".ts", "ts"},    {".js", "js"},
                                           {".py", "python"},   {".sh", "sh"},    {"Dockerfile", "dockerfile"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t end = strlen(known[i][0]);
        if (length >= end && strncmp(path + length - end, known[i][0], end) == 0)
            return known[i][1];
    }
    return "text";
}

/* The longest run of backticks, so that the fence is longer. */
static int fence_length(const char *text, size_t length) {
    int longest = 2, run = 0;
    for (size_t i = 0; i < length; i++) {
        run = text[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest + 1;
}

static void print_file(const char *path, size_t path_length, const char *text, size_t length) {
    int fence = fence_length(text, length);
    printf("\n`%.*s`:\n\n%.*s%s\n", (int)path_length, path, fence, "````````````````", language(path, path_length));
    fwrite(text, 1, length, stdout);
    printf("%s%.*s\n", length > 0 && text[length - 1] != '\n' ? "\n" : "", fence, "````````````````");
}

/* A small tree, a fence a file. */
static void print_example(const char *title, const char *text) {
    const char *path = FIRST_FILE;
    size_t path_length = strlen(FIRST_FILE);
    if (!text)
        return;
    printf("\n## %s\n", title);
    while (*text) {
        if (strncmp(text, FILE_MARK, strlen(FILE_MARK)) == 0) {
            path = text + strlen(FILE_MARK);
            path_length = strcspn(path, "\n");
            text = path + path_length + (path[path_length] == '\n');
        }
        const char *next = strncmp(text, FILE_MARK, strlen(FILE_MARK)) == 0 ? text : strstr(text, "\n" FILE_MARK);
        size_t length = !next ? strlen(text) : next == text ? 0 : (size_t)(next - text) + 1;
        print_file(path, path_length, text, length);
        text += length;
    }
}

void cli_rule_settings(const struct pc_rule_page *page, char *out, size_t size) {
    snprintf(out, size,
             "`rules: { %s: off }` turns it off; `error`, `warning` or `info` makes all its findings count as that.",
             page->name);
}

void cli_rule_markdown(const struct pc_rule_page *page) {
    printf("# %s %s\n\n%s · %s by default%s\n", page->code, page->name, page->family, severities[page->severity],
           page->varies ? ", for some findings another level" : "");
    print_summary(page->summary);
    print_section("Why it matters", page->why);
    print_section("What to do", page->fix);
    print_section("Never fires for", page->silent);
    print_example("Fires on", page->bad);
    print_example("Does not fire on", page->good);
    char settings[200];
    cli_rule_settings(page, settings, sizeof settings);
    print_section("Configuration", settings);
    if (page->config)
        printf("\n%s\n", page->config);
}

void cli_rules_markdown(void) {
    struct pc_rule_page page;
    const char *family = "";
    puts("# Rules\n\n"
         "Written by `scripts/update-docs` from the rules themselves; `portcheck explain CODE` says the same. A "
         "severity is the\n"
         "default: `rules:` in portcheck.yml changes it, for one rule, for a family (`PC3`) or for `all`.");
    for (size_t i = 0; pc_rule_at(i, &page); i++) {
        if (strcmp(page.family, family) != 0)
            printf("\n## %s\n\n| rule | name | severity | fires when |\n|---|---|---|---|\n", page.family);
        family = page.family;
        printf("| [%s](%s.md) | %s | %s%s | %s |\n", page.code, page.code, page.name, severities[page.severity],
               page.varies ? ", varies" : "", page.summary);
    }
}
