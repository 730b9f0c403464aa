#include "git_index.h"

#include <string.h>

enum {
    HEADER = 12,     /* "DIRC", version, number of entries */
    STAT_BYTES = 40, /* times, device, inode, mode, owner, size */
    MODE_AT = 24,
    NAME_LENGTH = 0x0fff,
    EXTENDED = 0x4000,      /* a second flags word follows */
    STAGE = 0x3000,         /* not 0: unmerged */
    SKIP_WORKTREE = 0x4000, /* in the second word */
    INTENT_TO_ADD = 0x2000, /* there as well */
    PATH_LONGEST = 4096
};

enum { MODE_TYPE = 0170000, MODE_FILE = 0100000, MODE_LINK = 0120000, MODE_MODULE = 0160000, MODE_DIR = 0040000 };

struct reader {
    struct pc_arena *arena;
    struct pc_str bytes;
    size_t at;
    size_t end;  /* behind the last entry or extension: the checksum starts there */
    size_t hash; /* bytes of an object name */
    unsigned version;
    struct pc_str prefix;
    char name[PATH_LONGEST + 1]; /* of the current entry; version 4 builds each name on the one before */
    size_t name_len;
    struct pc_str last; /* the path added last, to add an unmerged one once */
};

static unsigned byte_at(const struct reader *r, size_t at) {
    return (unsigned char)r->bytes.ptr[at];
}

static uint32_t word_at(const struct reader *r, size_t at) {
    return (uint32_t)byte_at(r, at) << 24 | (uint32_t)byte_at(r, at + 1) << 16 | (uint32_t)byte_at(r, at + 2) << 8 |
           (uint32_t)byte_at(r, at + 3);
}

static bool component_is_safe(struct pc_str part) {
    return part.len > 0 && !pc_str_eq(part, PC_STR(".")) && !pc_str_eq(part, PC_STR("..")) &&
           !pc_str_eq_nocase(part, PC_STR(".git"));
}

/* Git never writes any other path; one that is, is damage or an attempt to lead out of the tree. */
bool pc_git_path_is_safe(struct pc_str path) {
    struct pc_str part;
    bool done = false;
    while (pc_str_split(&path, '/', &part, &done))
        if (!component_is_safe(part))
            return false;
    return true;
}

/* Git's number of 7-bit groups, each but the last with its high bit set and counted from one. */
static bool read_strip(struct reader *r, size_t *value) {
    size_t n = 0;
    for (unsigned groups = 0; r->at < r->end && groups < 4; groups++) {
        unsigned c = byte_at(r, r->at++);
        n = (n << 7) + (c & 0x7f);
        if (!(c & 0x80)) {
            *value = n;
            return true;
        }
        n++;
    }
    return false;
}

/* Reads the name at r->at into r->name and moves behind its NUL. flagged: the length that the entry states, or
 * NAME_LENGTH. */
static bool read_name(struct reader *r, size_t flagged) {
    size_t keep = 0;
    if (r->version == 4) {
        size_t strip;
        if (!read_strip(r, &strip) || strip > r->name_len)
            return false;
        keep = r->name_len - strip;
    }
    const char *start = r->bytes.ptr + r->at;
    const char *nul = memchr(start, '\0', r->end - r->at);
    if (!nul || keep + (size_t)(nul - start) > PATH_LONGEST)
        return false;
    memcpy(r->name + keep, start, (size_t)(nul - start));
    r->name_len = keep + (size_t)(nul - start);
    r->at += (size_t)(nul - start) + 1;
    return flagged == NAME_LENGTH ? r->name_len >= NAME_LENGTH : r->name_len == flagged;
}

/* Entries of version 2 and 3 end with one to eight NULs, to a multiple of eight bytes. */
static bool skip_padding(struct reader *r, size_t start) {
    size_t stop = start + ((r->at - start) + 7) / 8 * 8;
    if (stop > r->end)
        return false;
    for (; r->at < stop; r->at++)
        if (byte_at(r, r->at) != 0)
            return false;
    return true;
}

static const struct pc_index_state *state_of(const struct reader *r, size_t start) {
    struct pc_index_state *state = PC_NEW(r->arena, struct pc_index_state);
    memcpy(state->stat, r->bytes.ptr + start, STAT_BYTES);
    memcpy(state->id.bytes, r->bytes.ptr + start + STAT_BYTES, r->hash);
    state->id.len = (unsigned char)r->hash;
    return state;
}

/* The entry whose name was just read; start: where it begins. */
static void add_entry(struct reader *r, struct pc_index *index, size_t start, unsigned flags, unsigned more) {
    unsigned type = word_at(r, start + MODE_AT) & MODE_TYPE;
    struct pc_str path = {r->name, r->name_len};
    if ((type != MODE_FILE && type != MODE_LINK) || !pc_str_starts(path, r->prefix))
        return;
    path = pc_str_sub(path, r->prefix.len, path.len);
    if (pc_str_eq(path, r->last))
        return;
    r->last = pc_str_dup(r->arena, path);
    *PC_PUSH(&index->entries, r->arena) =
        (struct pc_index_entry){.path = r->last,
                                .link = type == MODE_LINK,
                                .skip = (more & SKIP_WORKTREE) != 0,
                                .unmerged = (flags & STAGE) != 0,
                                .intended = (more & INTENT_TO_ADD) != 0,
                                .state = index->with_states ? state_of(r, start) : NULL};
}

static bool read_entry(struct reader *r, struct pc_index *index) {
    size_t start = r->at;
    if (r->end - start < STAT_BYTES + r->hash + 2)
        return false;
    unsigned type = word_at(r, start + MODE_AT) & MODE_TYPE;
    r->at = start + STAT_BYTES + r->hash;
    unsigned flags = byte_at(r, r->at) << 8 | byte_at(r, r->at + 1);
    unsigned more = 0;
    r->at += 2;
    if (flags & EXTENDED) {
        if (r->version < 3 || r->end - r->at < 2)
            return false;
        more = byte_at(r, r->at) << 8 | byte_at(r, r->at + 1);
        r->at += 2;
    }
    if (!read_name(r, flags & NAME_LENGTH) || (r->version < 4 && !skip_padding(r, start)))
        return false;
    struct pc_str path = {r->name, r->name_len};
    if (path.len == 0)
        return true; /* a split index: new state of an entry of the shared one, which has the name */
    if (type == MODE_DIR && path.ptr[path.len - 1] == '/') {
        path.len--;
        index->sparse = true;
    } else if (type != MODE_FILE && type != MODE_LINK && type != MODE_MODULE)
        return false;
    if (!pc_git_path_is_safe(path))
        return false;
    add_entry(r, index, start, flags, more);
    return true;
}

/* Extensions: four letters, a length, that many bytes. One that starts with a small letter changes what the entries
 * mean. */
static bool read_extensions(struct reader *r, struct pc_index *index) {
    while (r->at < r->end) {
        if (r->end - r->at < 8)
            return false;
        struct pc_str name = pc_str_sub(r->bytes, r->at, 4);
        size_t length = word_at(r, r->at + 4);
        r->at += 8;
        if (length > r->end - r->at)
            return false;
        if (pc_str_eq(name, PC_STR("link"))) {
            if (length < r->hash)
                return false;
            struct pc_object_id shared = {.len = (unsigned char)r->hash};
            memcpy(shared.bytes, r->bytes.ptr + r->at, r->hash);
            index->shared = pc_object_id_hex(r->arena, &shared);
        } else if (!pc_str_eq(name, PC_STR("sdir")) && !(name.ptr[0] >= 'A' && name.ptr[0] <= 'Z')) {
            return false;
        }
        r->at += length;
    }
    return true;
}

static bool parse_with(struct reader *r, struct pc_index *index, size_t hash) {
    size_t had = index->entries.count;
    r->hash = hash;
    r->end = r->bytes.len - hash;
    r->at = HEADER;
    r->name_len = 0;
    r->last = PC_EMPTY;
    uint32_t count = word_at(r, 8);
    bool good = true;
    for (uint32_t i = 0; good && i < count; i++)
        good = read_entry(r, index);
    good = good && read_extensions(r, index);
    if (!good) {
        index->entries.count = had;
        index->sparse = false;
        index->shared = PC_EMPTY;
    }
    return good;
}

bool pc_git_index_parse(struct pc_arena *arena, struct pc_str bytes, struct pc_str prefix, struct pc_index *index,
                        const char **why) {
    struct reader r = {.arena = arena, .bytes = bytes, .prefix = prefix};
    if (bytes.len < HEADER + 20 || memcmp(bytes.ptr, "DIRC", 4) != 0) {
        *why = "it is no index file";
        return false;
    }
    r.version = word_at(&r, 4);
    if (r.version < 2 || r.version > 4) {
        *why = "its version is not known";
        return false;
    }
    /* Which hash a repository uses stands in its configuration, which is not trusted; only one of the two lengths makes
     * every entry and extension end where the next begins. */
    if (parse_with(&r, index, 20) || (bytes.len >= HEADER + 32 && parse_with(&r, index, 32)))
        return true;
    *why = "it is damaged";
    return false;
}
