#include "listing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"

void listing_new(struct listing *listing, const struct temp_tree *tree, const char *dir) {
    int fd = openat(tree->fd, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(fd >= 0);
    memset(listing, 0, sizeof *listing);
    if (setjmp(listing->recovery.env) != 0)
        fail_msg("memory is spent");
    pc_arena_init(&listing->arena, 256u << 20, &listing->recovery);
    listing->list = pc_sources_list(&listing->arena, fd);
    assert_null(listing->recovery.cleanups);
    close(fd);
}

void listing_free(struct listing *listing) {
    pc_arena_finish(&listing->arena);
}

const struct pc_source *listing_find(const struct listing *listing, const char *path) {
    for (size_t i = 0; i < listing->list.count; i++)
        if (pc_str_eq(listing->list.items[i].path, pc_str_c(path)))
            return &listing->list.items[i];
    return NULL;
}

void listing_is(const struct temp_tree *tree, const char *dir, const char *lines) {
    struct listing listing;
    struct pc_buf text;
    listing_new(&listing, tree, dir);
    pc_buf_init(&text, &listing.arena);
    for (size_t i = 0; i < listing.list.count; i++) {
        const struct pc_source *source = &listing.list.items[i];
        pc_buf_add(&text, source->path);
        pc_buf_adds(&text, source->link ? " @" : "");
        pc_buf_adds(&text, source->tracked ? " *\n" : "\n");
    }
    assert_string_equal(text.len > 0 ? text.ptr : "", lines);
    listing_free(&listing);
}

struct names {
    char **items;
    size_t count;
};

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The NUL-separated names of text, sorted, without doubles and without directories. */
static struct names names_of(char *text, size_t length) {
    struct names names = {calloc(length + 1, sizeof(char *)), 0};
    for (size_t at = 0; at < length; at += strlen(text + at) + 1)
        if (text[at + strlen(text + at) - 1] != '/')
            names.items[names.count++] = text + at;
    qsort(names.items, names.count, sizeof(char *), compare);
    size_t kept = 0;
    for (size_t i = 0; i < names.count; i++)
        if (kept == 0 || strcmp(names.items[kept - 1], names.items[i]) != 0)
            names.items[kept++] = names.items[i];
    names.count = kept;
    return names;
}

void listing_is_gits(const struct temp_tree *tree, const char *dir) {
    struct listing listing;
    char script[700];
    size_t length;
    snprintf(script, sizeof script, "cd '%s' && git ls-files -z -co --exclude-standard", dir);
    char *text = temp_tree_output(tree, script, &length);
    struct names names = names_of(text, length);
    listing_new(&listing, tree, dir);
    assert_int_equal(listing.list.how, names.count > 0 ? PC_LISTING_GIT : PC_LISTING_WALK);
    for (size_t i = 0; names.count > 0 && (i < names.count || i < listing.list.count); i++) {
        struct pc_str ours = i < listing.list.count ? listing.list.items[i].path : PC_STR("(end)");
        const char *gits = i < names.count ? names.items[i] : "(end)";
        if (!pc_str_eq(ours, pc_str_c(gits)))
            fail_msg("entry %zu: git lists \"%s\", we list \"%.*s\"", i, gits, PC_ARG(ours));
    }
    free(names.items);
    free(text);
    listing_free(&listing);
}
