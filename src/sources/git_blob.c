/* Contents, asked of one `git cat-file --batch` one by one: a name goes in, a line and the bytes come out. The name is
 * shorter than what a pipe takes, and the next is only sent when the answer was read whole, so neither side waits for
 * the other. */
#include <string.h>

#include "git.h"
#include "limits.h"

#define HEADER_BYTES 256 /* "NAME blob SIZE" */

/* The line in front of a content, without its end. */
static bool read_header(struct pc_process *process, char *line, size_t room, size_t *length) {
    for (*length = 0; *length < room; ++*length) {
        if (pc_process_read(process, line + *length, 1) != 1)
            return false;
        if (line[*length] == '\n')
            return true;
    }
    return false;
}

static bool read_bytes(struct pc_process *process, char *to, size_t size) {
    for (size_t got = 0; got < size;) {
        ssize_t n = pc_process_read(process, to + got, size - got);
        if (n <= 0)
            return false;
        got += (size_t)n;
    }
    return true;
}

/* "NAME blob SIZE" for the name asked for. */
static bool read_size(struct pc_str header, struct pc_str name, size_t *size) {
    if (!pc_str_starts(header, name) || !pc_str_starts(pc_str_sub(header, name.len, header.len), PC_STR(" blob ")))
        return false;
    struct pc_str digits = pc_str_sub(header, name.len + 6, header.len);
    *size = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (!pc_is_digit(digits.ptr[i]))
            return false;
        *size = *size > PC_NPOS / 16 ? *size : *size * 10 + (size_t)(digits.ptr[i] - '0');
    }
    return digits.len > 0;
}

static enum pc_git_status give_up(struct pc_git *git, enum pc_git_status status) {
    if (status == PC_GIT_FAILED) {
        pc_process_end(&git->batch); /* for its last words */
        status = pc_git_why(git, &git->batch, status);
    }
    pc_process_stop(&git->batch);
    git->batch_busy = false;
    return status;
}

static enum pc_git_status read_blob(struct pc_git *git, const struct pc_object_id *id, size_t cap,
                                    struct pc_arena *arena, struct pc_str *content) {
    char line[HEADER_BYTES];
    size_t length, size;
    struct pc_str name = pc_object_id_hex(git->arena, id);
    git->words = PC_EMPTY;
    if (git->batch_busy) /* a file's budget was spent in the middle */
        give_up(git, PC_GIT_OK);
    if (git->batch.pid == 0) {
        enum pc_git_status status = pc_git_begin_batch(git);
        if (status != PC_GIT_OK)
            return status;
    }
    git->batch_busy = true;
    pc_process_allow(&git->batch, PC_LIMIT_GIT_MILLISECONDS);
    struct pc_str question = pc_str_fmt(git->arena, "%.*s\n", PC_ARG(name));
    if (!pc_process_send(&git->batch, question) || !read_header(&git->batch, line, sizeof line, &length))
        return give_up(git, PC_GIT_FAILED);
    struct pc_str header = {line, length};
    if (pc_str_ends(header, PC_STR(" missing"))) {
        git->batch_busy = false;
        return PC_GIT_UNKNOWN;
    }
    if (!read_size(header, name, &size)) /* no blob */
        return give_up(git, PC_GIT_UNKNOWN);
    if (size > cap)
        return give_up(git, PC_GIT_TOO_LARGE);
    char *bytes = pc_arena_alloc(arena, size + 1);
    if (!read_bytes(&git->batch, bytes, size) || !read_header(&git->batch, line, 1, &length))
        return give_up(git, PC_GIT_FAILED);
    git->batch_busy = false;
    bytes[size] = '\0';
    *content = (struct pc_str){bytes, size};
    return PC_GIT_OK;
}

enum pc_git_status pc_git_blob(struct pc_git *git, const struct pc_object_id *id, size_t cap, struct pc_arena *arena,
                               struct pc_str *content) {
    enum pc_git_status status = read_blob(git, id, cap, arena, content);
    if (status == PC_GIT_NO_PROGRAM)
        git->words = PC_STR("PATH names no git that may be run");
    else if (status == PC_GIT_LATE)
        git->words = PC_STR("it took too long");
    else if (status != PC_GIT_OK && git->words.len == 0)
        git->words = PC_STR("the content is not there");
    return status;
}
