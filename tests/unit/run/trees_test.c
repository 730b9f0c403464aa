/* Rules on small trees, told by the files of tests/trees:
 *
 *     === two services on one port
 *     --- docker-compose.yml
 *     ...
 *     >>> PC201
 *     docker-compose.yml:4:14: error: host port 8080/tcp is bound by 2 services
 *
 * A case names a rule behind ">>>" and lists what it says, all of it, in order; nothing: it is silent. Several ">>>"
 * may follow each other. Lines before the first "===" are remarks. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "example_tree.h"

static const char *pattern = TREES_DIR "/*.txt";

/* Every rule fires in some case and is silent in some other. */
static struct rule_cases {
    const char *code;
    size_t firing, silent;
} rules[] = {
#define PC_RULE(code, symbol) {#code, 0, 0},
#include "rules.def"
#undef PC_RULE
};

enum { RULES = sizeof rules / sizeof rules[0] };

/* What a text file cannot hold (no permission, odd bytes, too much of everything), and what suppressions say. */
static bool is_told_elsewhere(const char *code) {
    static const char *const codes[] = {"PC001", "PC002", "PC004"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (strcmp(code, codes[i]) == 0) {
            return true;
        }
    }
    return strncmp(code, "PC9", 3) == 0;
}

static void count_case(const char *code, bool fires) {
    for (size_t i = 0; i < RULES; i++) {
        if (strcmp(rules[i].code, code) == 0) {
            rules[i].firing += fires;
            rules[i].silent += !fires;
        }
    }
}

static char *read_all(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    assert_true(length > 0);
    rewind(file);
    char *text = malloc((size_t)length + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)length, file), (size_t)length);
    text[length] = '\0';
    fclose(file);
    return text;
}

/* The next line that begins with mark, at or after text; its end when there is none. */
static char *find_mark(char *text, const char *mark) {
    for (char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (strncmp(line, mark, strlen(mark)) == 0)
            return line;
    }
    return text + strlen(text);
}

/* "path:4:14: error[PC201] message (name)" as "path:4:14: error: message". */
static void add_line(char *out, const char *line, size_t length) {
    const char *open = strchr(line, '['), *close = strchr(line, ']');
    const char *name = line + length;
    while (name > line && name[-1] != '(')
        name--;
    assert_true(open && close && close < name);
    sprintf(out + strlen(out), "%.*s:%.*s\n", (int)(open - line), line, (int)(name - 2 - close - 1), close + 1);
}

/* The lines of a rule. */
static char *lines_of(const char *findings, const char *code) {
    char *out = calloc(strlen(findings) + 2, 1);
    assert_non_null(out);
    for (const char *line = findings; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        const char *found = strstr(line, code);
        if (found && found < line + length && found > line && found[-1] == '[')
            add_line(out, line, length);
    }
    return out;
}

/* Compares what one rule says with what stands in the case. True when equal. */
static bool compare(const char *name, const char *findings, char *expectation) {
    char code[8] = "";
    assert_int_equal(sscanf(expectation, ">>> %7s", code), 1);
    char *expected = expectation + strcspn(expectation, "\n");
    expected += *expected == '\n';
    for (size_t end = strlen(expected); end > 0 && expected[end - 1] == '\n' && (end < 2 || expected[end - 2] == '\n');)
        expected[--end] = '\0'; /* blank lines before the next case */
    count_case(code, *expected != '\0');
    char *said = lines_of(findings, code);
    bool equal = strcmp(said, expected) == 0;
    if (!equal)
        print_error("=== %s\n>>> %s\nexpected:\n%ssaid:\n%sof:\n%s\n", name, code, expected, said, findings);
    free(said);
    return equal;
}

/* One case; name is the text behind "===", body what follows. */
static size_t run_case(const char *name, char *body) {
    size_t wrong = 0;
    char *expectations = find_mark(body, ">>> ");
    assert_true(*expectations != '\0');
    char first = *expectations;
    *expectations = '\0';
    struct outcome outcome = example_tree_check(body);
    *expectations = first;
    while (*expectations) {
        char *next = find_mark(expectations + 1 + strcspn(expectations + 1, "\n"), ">>> ");
        char kept = *next;
        *next = '\0';
        wrong += !compare(name, outcome.findings, expectations);
        *next = kept;
        expectations = next;
    }
    outcome_free(&outcome);
    return wrong;
}

static size_t run_file(const char *path) {
    char *text = read_all(path);
    size_t wrong = 0, count = 0;
    for (char *at = find_mark(text, "=== "); *at;) {
        char *name = at + strlen("=== ");
        char *body = name + strcspn(name, "\n");
        assert_true(*body == '\n');
        *body++ = '\0';
        char *next = find_mark(body, "=== ");
        char kept = *next;
        *next = '\0';
        wrong += run_case(name, body);
        *next = kept;
        at = next;
        count++;
    }
    free(text);
    assert_true(count > 0);
    if (wrong > 0)
        print_error("in %s\n", path);
    return wrong;
}

static void every_case(void **state) {
    (void)state;
    glob_t files;
    size_t wrong = 0;
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        wrong += run_file(files.gl_pathv[i]);
    globfree(&files);
    assert_int_equal(wrong, 0);
}

static void every_rule(void **state) {
    (void)state;
    size_t holes = 0;
    for (size_t i = 0; i < RULES; i++) {
        bool hole = !is_told_elsewhere(rules[i].code) && (rules[i].firing == 0 || rules[i].silent == 0);
        holes += hole;
        if (hole) {
            print_error("%s: %zu cases fire, %zu are silent\n", rules[i].code, rules[i].firing, rules[i].silent);
        }
    }
    assert_int_equal(holes, 0);
}

/* With an argument, only that file. */
int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_case), cmocka_unit_test(every_rule)};
    if (argc > 1) {
        pattern = argv[1];
        const struct CMUnitTest one[] = {cmocka_unit_test(every_case)};
        return cmocka_run_group_tests(one, NULL, NULL);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
