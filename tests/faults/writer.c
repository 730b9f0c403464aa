/* Writes the files of a tree as the program does, and nothing else: what tests/faults/faults.py stops at every system
 * call and lets every one fail.
 *
 *   writer write ROOT FILE...   every "old" of the files becomes "new"
 *   writer undo ROOT FILE...    and then old again
 *   writer recover ROOT
 *
 * Exit: the status of write.h or recover.h. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "recover.h"
#include "write.h"

static struct pc_recovery recovery;
static struct pc_arena arena;

static struct pc_str renewed(struct pc_str text) {
    struct pc_buf out;
    pc_buf_init(&out, &arena);
    size_t from = 0;
    for (size_t at; (at = pc_str_find(text, PC_STR("old"), from)) != PC_NPOS; from = at + 3) {
        pc_buf_add(&out, pc_str_sub(text, from, at - from));
        pc_buf_adds(&out, "new");
    }
    pc_buf_add(&out, pc_str_sub(text, from, text.len));
    return pc_buf_str(&out);
}

static bool plan(int root_fd, char **paths, size_t count, struct pc_changes *changes) {
    for (size_t i = 0; i < count; i++) {
        struct pc_change *change = PC_PUSH(&changes->list, &arena);
        *change = (struct pc_change){.file = PC_NONE, .path = pc_str_c(paths[i])};
        if (pc_file_read(root_fd, change->path, 1 << 20, &arena, &change->old, NULL) != PC_FILE_OK)
            return false;
        change->text = renewed(change->old);
    }
    return true;
}

static int write_files(const struct pc_write_place *place, char **paths, size_t count, bool undo,
                       struct pc_buf *words) {
    struct pc_changes changes = {0};
    struct pc_write write;
    if (!plan(place->root_fd, paths, count, &changes))
        return 10;
    enum pc_write_status status = pc_write_begin(&write, &arena, place, &changes, words);
    if (status == PC_WRITE_OK)
        status = undo ? pc_write_undo(&write, words) : pc_write_end(&write, words);
    return (int)status;
}

int main(int argc, char **argv) {
    struct pc_buf words;
    int status;
    pc_arena_init(&arena, (size_t)64 << 20, &recovery);
    int root_fd = argc >= 3 ? open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (root_fd < 0 || setjmp(recovery.env) != 0)
        return 11;
    const struct pc_write_place place = {root_fd, root_fd, PC_JOURNAL_NAME_ROOT, PC_EMPTY};
    pc_buf_init(&words, &arena);
    if (strcmp(argv[1], "recover") == 0)
        status = (int)pc_write_recover(&arena, &place, false, &words);
    else
        status = write_files(&place, argv + 3, (size_t)argc - 3, strcmp(argv[1], "undo") == 0, &words);
    fputs(words.len > 0 ? words.ptr : "", stderr);
    pc_arena_finish(&arena);
    close(root_fd);
    return status;
}
