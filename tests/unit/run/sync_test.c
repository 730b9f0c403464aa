/* sync on every tree of tests/trees, whatever it holds: what it writes holds, once is enough, and what it changes are
 * files that it shows. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "example_tree.h"

static struct tally { size_t trees, written; } tally;

static char *read_all(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    assert_true(length > 0);
    rewind(file);
    char *text = calloc((size_t)length + 1, 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)length, file), (size_t)length);
    fclose(file);
    return text;
}

/* sync in a run of its own; false when the tree cannot be read whole, or holds no port. */
static bool sync(const struct pc_options *options, const char *to, bool write, const char *name,
                 struct pc_change_result *result) {
    struct pc_run *run;
    struct pc_sync_options sync_options = {.to = to};
    struct pc_change_options change = {.write = write};
    assert_int_equal(pc_run_new(options, &run), PC_STATUS_OK);
    bool readable = pc_run_exit_code(run) <= PC_EXIT_FINDINGS;
    if (readable) {
        assert_true(pc_run_sync(run, &sync_options, &change, result));
        if (result->exit_code != PC_EXIT_CLEAN || (write && result->files > 0) != result->written)
            fail_msg("=== %s (to %s): exit %d\n%s%s", name, to, result->exit_code, result->notes, result->diff);
        if (!write && result->files > 0)
            fail_msg("=== %s (to %s), the second time:\n%s", name, to, result->diff);
        tally.written += result->written;
    }
    *result = (struct pc_change_result){.files = result->files};
    pc_run_free(run);
    return readable;
}

static void run_case(const char *name, const char *body) {
    static const char *const sides[] = {"deployed", "planned", "documented"};
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        struct temp_tree tree;
        struct pc_change_result result = {.diff = ""};
        temp_tree_new(&tree);
        example_tree_write(&tree, body);
        struct pc_options options = options_for(&tree);
        options.today = "2031-05-02";
        if (sync(&options, sides[i], true, name, &result))
            sync(&options, sides[i], false, name, &result);
        temp_tree_free(&tree);
        tally.trees++;
    }
}

/* The next line that begins with mark; the end when there is none. */
static char *find_mark(char *text, const char *mark) {
    for (char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
        if (strncmp(line, mark, strlen(mark)) == 0)
            return line;
    return text + strlen(text);
}

static void run_file(const char *path) {
    char *text = read_all(path);
    for (char *at = find_mark(text, "=== "); *at;) {
        char *body = at + strcspn(at, "\n");
        assert_true(*body == '\n');
        *body++ = '\0';
        char *next = find_mark(body, "=== "), *end = find_mark(body, ">>> ");
        char kept = *next;
        *next = '\0';
        if (end < next)
            *end = '\0';
        run_case(at + 4, body);
        *next = kept;
        at = next;
    }
    free(text);
}

static void holds_on_every_tree(void **state) {
    (void)state;
    glob_t files;
    assert_int_equal(glob(TREES_DIR "/*.txt", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        run_file(files.gl_pathv[i]);
    globfree(&files);
    assert_true(tally.trees > 600 && tally.written > 40);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(holds_on_every_tree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
