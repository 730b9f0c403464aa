#include "example_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MARK "--- "
#define PIPE_MARK " (a named pipe)"
#define WIDE_MARK " (in UTF-16)"

/* Cuts the mark off the end of a path; false when it does not stand there. */
static bool cut_mark(char *path, const char *mark) {
    size_t length = strlen(path), end = strlen(mark);
    if (length <= end || strcmp(path + length - end, mark) != 0)
        return false;
    path[length - end] = '\0';
    return true;
}

static void write_pipe(const struct temp_tree *tree, const char *path) {
    char whole[1000];
    temp_tree_write(tree, path, ""); /* makes the folders */
    snprintf(whole, sizeof whole, "%s/%s", tree->root, path);
    assert_int_equal(remove(whole), 0);
    assert_int_equal(mkfifo(whole, 0600), 0);
}

/* ASCII as UTF-16, little end first, with its mark. */
static void write_wide(const struct temp_tree *tree, const char *path, const char *text) {
    size_t length = strlen(text);
    char *wide = malloc(2 * length + 2);
    assert_non_null(wide);
    memcpy(wide, "\xff\xfe", 2);
    for (size_t i = 0; i < length; i++) {
        wide[2 + 2 * i] = text[i];
        wide[3 + 2 * i] = '\0';
    }
    temp_tree_write_bytes(tree, path, wide, 2 * length + 2);
    free(wide);
}

static void write_file(const struct temp_tree *tree, const char *name, const char *text) {
    char path[200];
    strcpy(path, name);
    if (cut_mark(path, PIPE_MARK))
        write_pipe(tree, path);
    else if (cut_mark(path, WIDE_MARK))
        write_wide(tree, path, text);
    else
        temp_tree_write(tree, path, text);
}

void example_tree_write(const struct temp_tree *tree, const char *text) {
    char path[200] = "PORTS.md";
    while (*text) {
        if (strncmp(text, FILE_MARK, strlen(FILE_MARK)) == 0) {
            text += strlen(FILE_MARK);
            size_t length = strcspn(text, "\n");
            assert_true(length > 0 && length < sizeof path);
            memcpy(path, text, length);
            path[length] = '\0';
            text += length + (text[length] == '\n');
        }
        bool empty = strncmp(text, FILE_MARK, strlen(FILE_MARK)) == 0;
        const char *next = empty ? text : strstr(text, "\n" FILE_MARK);
        size_t length = empty ? 0 : next ? (size_t)(next - text) + 1 : strlen(text);
        char *content = malloc(length + 1);
        assert_non_null(content);
        memcpy(content, text, length);
        content[length] = '\0';
        write_file(tree, path, content);
        free(content);
        text += length;
    }
}

struct outcome example_tree_check(const char *text) {
    struct temp_tree tree;
    temp_tree_new(&tree);
    example_tree_write(&tree, text);
    struct pc_options options = options_for(&tree);
    options.no_config = strstr(text, FILE_MARK "portcheck.yml\n") == NULL;
    struct outcome outcome = check(&options);
    assert_string_equal(outcome.message, "");
    temp_tree_free(&tree);
    return outcome;
}
