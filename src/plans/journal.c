/* A line with the version, a line with the run, the prefix, each file with its lengths, its path and both contents, and
 * a line with a checksum of all that stands before it. Nothing in it needs to be quoted, because each length is given.
 */
#include "journal.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "fingerprint.h"

#define NAME "portcheck journal "
#define VERSION 1u
#define HEAD_BYTES 128 /* of a line of numbers */
#define FILES_MAX 100000u

static void add_end(struct pc_buf *out, struct pc_str before) {
    uint64_t hash[2];
    pc_hash128(before, hash);
    pc_buf_addf(out, "end %016" PRIx64 "%016" PRIx64 "\n", hash[0], hash[1]);
}

struct pc_str pc_journal_text(struct pc_arena *arena, const struct pc_journal *journal) {
    const struct pc_change *items = journal->changes.list.items;
    size_t size = 2 * HEAD_BYTES + journal->prefix.len;
    for (size_t i = 0; i < journal->changes.list.count; i++) {
        size_t file = HEAD_BYTES + items[i].path.len + items[i].old.len + items[i].text.len;
        if (file > PC_JOURNAL_BYTES - size)
            return PC_EMPTY;
        size += file;
    }
    /* Its room is made once, not by growing. */
    struct pc_buf out = {.arena = arena, .ptr = pc_arena_bytes(arena, size), .capacity = size};
    pc_buf_addf(&out, NAME "%u\nrun %lu\nroot %zu files %zu\n", VERSION, journal->run, journal->prefix.len,
                journal->changes.list.count);
    pc_buf_add(&out, journal->prefix);
    for (size_t i = 0; i < journal->changes.list.count; i++) {
        pc_buf_addf(&out, "\nfile %zu old %zu new %zu\n", items[i].path.len, items[i].old.len, items[i].text.len);
        pc_buf_add(&out, items[i].path);
        pc_buf_add(&out, items[i].old);
        pc_buf_add(&out, items[i].text);
    }
    pc_buf_addc(&out, '\n');
    add_end(&out, pc_buf_str(&out));
    return pc_buf_str(&out);
}

/* Reads on from here. */
struct cursor {
    struct pc_str text;
    size_t at;
};

static bool take_word(struct cursor *c, const char *word) {
    struct pc_str all = pc_str_c(word);
    if (!pc_str_starts(pc_str_sub(c->text, c->at, all.len), all))
        return false;
    c->at += all.len;
    return true;
}

static bool take_number(struct cursor *c, size_t *number) {
    size_t from = c->at;
    *number = 0;
    for (; c->at < c->text.len && pc_is_digit(c->text.ptr[c->at]) && c->at - from < 10; c->at++)
        *number = *number * 10 + (size_t)(c->text.ptr[c->at] - '0');
    return c->at > from;
}

static bool take_bytes(struct cursor *c, size_t length, struct pc_str *bytes) {
    if (length > c->text.len - c->at)
        return false;
    *bytes = pc_str_sub(c->text, c->at, length);
    c->at += length;
    return true;
}

/* Below the root, and not in a git directory. */
static bool is_safe(struct pc_str path) {
    struct pc_str part;
    bool safe = path.len > 0 && pc_str_find_char(path, '\0', 0) == PC_NPOS;
    for (bool done = false; safe && pc_str_split(&path, '/', &part, &done);)
        safe = part.len > 0 && !pc_str_is(part, ".") && !pc_str_is(part, "..") && !pc_str_is_nocase(part, ".git");
    return safe;
}

static bool is_prefix(struct pc_str prefix) {
    return prefix.len == 0 || (pc_str_ends(prefix, PC_STR("/")) && is_safe(pc_str_sub(prefix, 0, prefix.len - 1)));
}

static bool take_file(struct cursor *c, struct pc_change *change) {
    size_t path, old, now;
    *change = (struct pc_change){.file = PC_NONE};
    return take_word(c, "\nfile ") && take_number(c, &path) && take_word(c, " old ") && take_number(c, &old) &&
           take_word(c, " new ") && take_number(c, &now) && take_word(c, "\n") && take_bytes(c, path, &change->path) &&
           take_bytes(c, old, &change->old) && take_bytes(c, now, &change->text);
}

/* False: it ends too early, or says what cannot be. */
static bool take_all(struct pc_arena *arena, struct cursor *c, struct pc_journal *journal) {
    size_t run, prefix, count;
    if (!take_word(c, "run ") || !take_number(c, &run) || !take_word(c, "\nroot ") || !take_number(c, &prefix) ||
        !take_word(c, " files ") || !take_number(c, &count) || !take_word(c, "\n") ||
        !take_bytes(c, prefix, &journal->prefix) || count > FILES_MAX)
        return false;
    journal->run = run;
    for (size_t i = 0; i < count; i++)
        if (!take_file(c, PC_PUSH(&journal->changes.list, arena)))
            return false;
    return take_word(c, "\n");
}

/* "end " with a checksum is the last line of a journal that was written whole. */
static bool has_end(struct pc_str text) {
    return text.len >= 37 && text.ptr[text.len - 1] == '\n' &&
           pc_str_starts(pc_str_sub(text, text.len - 37, 37), PC_STR("end "));
}

static bool is_sound(struct pc_arena *arena, struct pc_str text) {
    struct pc_buf end;
    pc_buf_init(&end, arena);
    add_end(&end, pc_str_sub(text, 0, text.len - 37));
    return pc_str_ends(text, pc_buf_str(&end));
}

enum pc_journal_state pc_journal_parse(struct pc_arena *arena, struct pc_str text, struct pc_journal *journal,
                                       const char **why) {
    struct cursor c = {text, 0};
    size_t version;
    *journal = (struct pc_journal){0};
    *why = "";
    if (!pc_str_starts(text, PC_STR(NAME)) && !pc_str_starts(PC_STR(NAME), text)) {
        *why = "it is no journal of portcheck";
        return PC_JOURNAL_DAMAGED;
    }
    if (take_word(&c, NAME) && take_number(&c, &version) && take_word(&c, "\n") && version != VERSION) {
        *why = "it was written by another version of portcheck";
        return PC_JOURNAL_FOREIGN;
    }
    if (!has_end(text))
        return PC_JOURNAL_BEGUN;
    if (!is_sound(arena, text) || !take_all(arena, &c, journal) || c.at + 37 != text.len) {
        *why = "it is damaged";
        return PC_JOURNAL_DAMAGED;
    }
    bool safe = is_prefix(journal->prefix);
    for (size_t i = 0; i < journal->changes.list.count; i++)
        safe = safe && is_safe(journal->changes.list.items[i].path);
    *why = safe ? "" : "it names a path that portcheck would never write";
    return safe ? PC_JOURNAL_WHOLE : PC_JOURNAL_DAMAGED;
}
