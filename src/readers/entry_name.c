#include "entry_name.h"

#include "port_words.h"

/* "`apps/web` - the front end (port 3000)": the name ends before the dash. */
static void cut_description(struct pc_arena *arena, struct pc_flat flat, struct pc_entry *entry) {
    for (size_t i = entry->name_from + 1; i + 2 < entry->name_to; i++) {
        bool dash = flat.text.ptr[i] == '-' && pc_is_space(flat.text.ptr[i - 1]) && flat.text.ptr[i + 1] == ' ';
        size_t rest = pc_flat_skip(flat, i + 1);
        if (dash && rest < entry->name_to && pc_is_name_like(arena, flat, entry->name_from, i)) {
            entry->name_to = i;
        }
    }
}

/* "plum-api runs on port `3200`" of a bullet: the verb is no part of the name. In running text it is prose. */
static void strip_verb(struct pc_flat flat, bool whole, struct pc_entry *entry) {
    static const char *const ends[] = {" runs on port", " listens on port", " runs on",
                                       " listens on",   " uses port",       NULL};
    struct pc_str name = pc_str_sub(flat.text, entry->name_from, entry->name_to - entry->name_from);
    for (size_t i = 0; ends[i] != NULL && !whole; i++) {
        struct pc_str end = pc_str_c(ends[i]);
        if (name.len > end.len && pc_str_eq_nocase(pc_str_sub(name, name.len - end.len, end.len), end)) {
            entry->name_to -= end.len;
            return;
        }
    }
}

/* "Web port:" is about "Web"; "Port:" about something said elsewhere. */
static void strip_port_words(struct pc_arena *arena, struct pc_flat flat, struct pc_entry *entry) {
    static const char *const ends[] = {
        "on port", "at port", "port on", "ports", "port", "on", "\xE7\xAB\xAF\xE5\x8F\xA3", "\xED\x8F\xAC\xED\x8A\xB8",
        NULL};
    struct pc_str name = pc_str_sub(flat.text, entry->name_from, entry->name_to - entry->name_from);
    for (size_t i = 0; ends[i] != NULL; i++) {
        struct pc_str end = pc_str_c(ends[i]);
        if (name.len >= end.len && pc_str_eq_nocase(pc_str_sub(name, name.len - end.len, end.len), end) &&
            (name.len == end.len || pc_is_space(name.ptr[name.len - end.len - 1]) ||
             (unsigned char)end.ptr[0] >= 0x80)) {
            entry->label_from = entry->name_from;
            entry->label_to = entry->name_to;
            entry->name_to -= end.len;
            pc_flat_trim(flat, &entry->name_from, &entry->name_to);
            break;
        }
    }
    struct pc_str left = pc_fold(arena, pc_str_sub(flat.text, entry->name_from, entry->name_to - entry->name_from));
    static const char *const kinds[] = {"container", "internal", "host", "external", "published",
                                        "default",   "exposed",  "http", "https",    "listen",
                                        "listening", "service",  "main", "",         NULL};
    if (entry->label_to > entry->label_from && pc_is_one_of(left, kinds)) {
        entry->name_to = entry->name_from;
    }
}

void pc_entry_name(struct pc_arena *arena, struct pc_flat flat, bool whole, struct pc_entry *entry) {
    cut_description(arena, flat, entry);
    pc_flat_trim(flat, &entry->name_from, &entry->name_to);
    if (pc_str_ends(pc_str_sub(flat.text, 0, entry->name_to), PC_STR(" @"))) { /* "anchor @ 4005" */
        entry->name_to -= 2;
        pc_flat_trim(flat, &entry->name_from, &entry->name_to);
    }
    strip_verb(flat, whole, entry);
    strip_port_words(arena, flat, entry);
}
