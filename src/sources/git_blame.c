/* See git_blame.h. `git blame` is asked about HEAD, not about files of the disk: nothing is filtered or converted, and
 * what the configuration names (textconv, a list of revisions to be ignored) is not used. */
#include "git_blame.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "date.h"
#include "limits.h"
#include "sort.h"

#define ANSWER_BYTES (64u << 20)

struct pc_blame pc_blame_of(struct pc_git *git) {
    return (struct pc_blame){git, PC_LIMIT_BLAME_MILLISECONDS};
}

static struct pc_str whole_path(struct pc_git *git, struct pc_str path) {
    return pc_str_fmt(git->arena, "%.*s%.*s", PC_ARG(git->dir.prefix), PC_ARG(path));
}

enum pc_git_status pc_git_head_file(struct pc_git *git, struct pc_str path, size_t cap, struct pc_arena *arena,
                                    struct pc_str *text) {
    const char *name = pc_str_fmt(git->arena, "HEAD:%.*s", PC_ARG(whole_path(git, path))).ptr;
    const char *arguments[] = {"cat-file", "blob", name, NULL};
    return pc_git_ask(git, arguments, cap, arena, text);
}

/* Lines that one commit gave. */
struct piece {
    struct pc_str commit;
    uint32_t line, count;
};
struct commit {
    struct pc_str name;
    uint32_t day;
};
struct answer {
    struct PC_VEC(struct piece) pieces;
    struct PC_VEC(struct commit) commits;
};

static int compare_commits(const void *a, const void *b) {
    return pc_str_cmp(((const struct commit *)a)->name, ((const struct commit *)b)->name);
}

static bool read_number(struct pc_str word, uint32_t *number) {
    uint64_t n = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (!pc_is_digit(word.ptr[i]) || n > UINT32_MAX / 10)
            return false;
        n = n * 10 + (unsigned)(word.ptr[i] - '0');
    }
    *number = (uint32_t)n;
    return word.len > 0 && n <= UINT32_MAX;
}

/* "NAME 12 14 2": lines 14 and 15, which were 12 and 13 when that commit gave them. */
static bool read_piece(struct pc_str line, struct piece *piece) {
    struct pc_str words[4], word;
    size_t count = 0;
    bool done = false;
    while (count < 4 && pc_str_split(&line, ' ', &word, &done))
        words[count++] = word;
    struct pc_object_id id;
    if (count != 4 || !pc_object_id_parse(words[0], &id))
        return false;
    piece->commit = words[0];
    return read_number(words[2], &piece->line) && read_number(words[3], &piece->count);
}

static struct answer read_answer(struct pc_arena *arena, struct pc_str text) {
    static const char time_key[] = "author-time ";
    struct answer answer = {0};
    struct pc_str line;
    bool done = false;
    while (pc_str_split(&text, '\n', &line, &done)) {
        struct piece piece;
        if (read_piece(line, &piece)) {
            *PC_PUSH(&answer.pieces, arena) = piece;
        } else if (pc_str_starts(line, PC_STR(time_key)) && answer.pieces.count > 0) {
            const char *seconds = pc_str_cstr(arena, pc_str_sub(line, sizeof time_key - 1, line.len));
            *PC_PUSH(&answer.commits, arena) = (struct commit){answer.pieces.items[answer.pieces.count - 1].commit,
                                                               pc_date_of_epoch(strtoll(seconds, NULL, 10))};
        }
    }
    pc_sort(answer.commits.items, answer.commits.count, sizeof *answer.commits.items, compare_commits);
    return answer;
}

static void fill_days(const struct answer *answer, uint32_t first, uint32_t last, uint32_t *days) {
    for (size_t i = 0; i < answer->pieces.count; i++) {
        const struct piece *piece = &answer->pieces.items[i];
        const struct commit wanted = {.name = piece->commit};
        const struct commit *commit = answer->commits.count == 0
                                          ? NULL
                                          : bsearch(&wanted, answer->commits.items, answer->commits.count,
                                                    sizeof *answer->commits.items, compare_commits);
        for (uint64_t line = piece->line; commit && line < (uint64_t)piece->line + piece->count; line++)
            if (line >= first && line <= last)
                days[line - first] = commit->day;
    }
}

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum pc_git_status ask(struct pc_blame *blame, const char *const *arguments, struct pc_buf *out) {
    struct pc_git *git = blame->git;
    char piece[8192];
    ssize_t n;
    if (blame->left <= 0)
        return PC_GIT_LATE;
    enum pc_git_status status = pc_git_begin(git, arguments);
    if (status != PC_GIT_OK)
        return status;
    pc_process_allow(&git->one, (unsigned)blame->left);
    while ((n = pc_process_read(&git->one, piece, sizeof piece)) > 0) {
        if (out->len + (size_t)n > ANSWER_BYTES) {
            pc_process_stop(&git->one);
            return PC_GIT_TOO_LARGE;
        }
        pc_buf_add(out, (struct pc_str){piece, (size_t)n});
    }
    return pc_process_end(&git->one) ? PC_GIT_OK : pc_git_why(git, &git->one, PC_GIT_UNKNOWN);
}

enum pc_git_status pc_git_blame(struct pc_blame *blame, struct pc_str path, uint32_t first, uint32_t last,
                                struct pc_arena *arena, uint32_t *days) {
    const char *lines = pc_str_fmt(arena, "%u,%u", first, last).ptr;
    const char *arguments[] = {"blame",
                               "--root",
                               "--no-textconv",
                               "--ignore-revs-file=",
                               "--incremental",
                               "-L",
                               lines,
                               "HEAD",
                               "--",
                               pc_str_cstr(arena, whole_path(blame->git, path)),
                               NULL};
    struct pc_buf out;
    long long begun = now();
    pc_buf_init(&out, arena);
    memset(days, 0, (last - first + 1) * sizeof *days);
    enum pc_git_status status = ask(blame, arguments, &out);
    blame->left -= now() - begun;
    if (status != PC_GIT_OK || out.len == 0)
        return status;
    struct answer answer = read_answer(arena, pc_buf_str(&out));
    fill_days(&answer, first, last, days);
    return PC_GIT_OK;
}
