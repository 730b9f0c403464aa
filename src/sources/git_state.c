/* Object names, and whether a file is still as the index saw it. */
#include <string.h>

#include "git_index.h"

bool pc_object_id_eq(const struct pc_object_id *a, const struct pc_object_id *b) {
    return a->len > 0 && a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

static int digit_of(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool pc_object_id_parse(struct pc_str hex, struct pc_object_id *id) {
    *id = (struct pc_object_id){.len = (unsigned char)(hex.len == 40 || hex.len == 64 ? hex.len / 2 : 0)};
    for (size_t i = 0; i < id->len; i++) {
        int high = digit_of(hex.ptr[2 * i]), low = digit_of(hex.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        id->bytes[i] = (unsigned char)(high * 16 + low);
    }
    return id->len > 0;
}

struct pc_str pc_object_id_hex(struct pc_arena *arena, const struct pc_object_id *id) {
    static const char digits[] = "0123456789abcdef";
    size_t length = (size_t)id->len * 2;
    char *out = PC_NEW_ARRAY(arena, length + 1, char);
    for (size_t i = 0; i < id->len; i++) {
        out[2 * i] = digits[id->bytes[i] >> 4];
        out[2 * i + 1] = digits[id->bytes[i] & 15];
    }
    return (struct pc_str){out, length};
}

/* Words of the entry, most significant byte first. */
enum { CTIME = 0, CTIME_NS = 4, MTIME = 8, MTIME_NS = 12, INODE = 20, SIZE = 36 };

static bool word_is(const struct pc_index_state *state, size_t at, uintmax_t value) {
    const unsigned char *b = state->stat + at;
    uint32_t word = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | (uint32_t)b[3];
    return word == (uint32_t)value;
}

/* Some programs that write an index know no parts of a second. */
static bool part_is(const struct pc_index_state *state, size_t at, uintmax_t value) {
    return word_is(state, at, 0) || word_is(state, at, value);
}

bool pc_index_state_holds(const struct pc_index_state *state, const struct stat *file, const struct timespec *written) {
    const struct timespec *m = &file->st_mtim;
    bool coarse = word_is(state, MTIME_NS, 0);
    bool before =
        m->tv_sec < written->tv_sec || (!coarse && m->tv_sec == written->tv_sec && m->tv_nsec < written->tv_nsec);
    return before && S_ISREG(file->st_mode) && word_is(state, MTIME, (uintmax_t)m->tv_sec) &&
           part_is(state, MTIME_NS, (uintmax_t)m->tv_nsec) && word_is(state, CTIME, (uintmax_t)file->st_ctim.tv_sec) &&
           part_is(state, CTIME_NS, (uintmax_t)file->st_ctim.tv_nsec) && word_is(state, INODE, file->st_ino) &&
           word_is(state, SIZE, (uintmax_t)file->st_size) && file->st_size > 0;
}
