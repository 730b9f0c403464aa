#include "example_tree.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MARK "--- "

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
        temp_tree_write(tree, path, content);
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
