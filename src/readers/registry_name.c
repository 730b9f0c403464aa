/* A service's name as people write it. */
#include "path_name.h"
#include "port_words.h"
#include "registry_md.h"

/* "Reserved: spare nodes", "reserved for billing", "(reserved)": true, and where the named owner begins. */
static bool reserved_for(struct pc_flat flat, size_t from, size_t to, size_t *owner) {
    static const char *const leads[] = {"reserved for",
                                        "reserved:",
                                        "reserved -",
                                        "reserved to",
                                        "reserved by",
                                        "reserved",
                                        "reserviert f\xC3\xBCr",
                                        "reserviert",
                                        "reservado para",
                                        "reservado",
                                        "\xE9\xA2\x84\xE7\x95\x99",
                                        "\xE4\xBF\x9D\xE7\x95\x99",
                                        "\xEC\x98\x88\xEC\x95\xBD",
                                        NULL};
    struct pc_str s = pc_str_sub(flat.text, from, to - from);
    for (size_t i = 0; leads[i] != NULL; i++) {
        struct pc_str lead = pc_str_c(leads[i]);
        if (pc_str_starts_nocase(s, lead) && !pc_is_alpha(pc_str_at(s, lead.len))) {
            *owner = from + lead.len;
            return true;
        }
    }
    return false;
}

/* Words that own nothing: "future use", "for new services". */
static bool is_nobody(struct pc_str folded) {
    static const char *const nobody[] = {"for",
                                         "future",
                                         "expansion",
                                         "growth",
                                         "later",
                                         "use",
                                         "new",
                                         "services",
                                         "service",
                                         "projects",
                                         "project",
                                         "more",
                                         "next",
                                         "additional",
                                         "extra",
                                         "spare",
                                         "buffer",
                                         "range",
                                         "block",
                                         "ports",
                                         "port",
                                         "unassigned",
                                         "unused",
                                         "available",
                                         "free",
                                         "tbd",
                                         "and",
                                         "apps",
                                         "other",
                                         "others",
                                         "growth.",
                                         "\xE6\x9C\xAA\xE6\x9D\xA5",
                                         "\xE6\x89\xA9\xE5\xB1\x95",
                                         "\xED\x96\xA5\xED\x9B\x84",
                                         NULL};
    bool done = folded.len == 0;
    struct pc_str rest = folded;
    for (struct pc_str word; pc_str_split(&rest, ' ', &word, &done);) {
        if (word.len > 0 && !pc_is_one_of(word, nobody)) {
            return false;
        }
    }
    return true;
}

/* The bracket behind a name: after a blank, or at the very end ("store(Console)"). */
static size_t find_bracket(struct pc_flat flat, size_t from, size_t to) {
    for (size_t i = from + 1; i < to; i++) {
        bool apart = pc_is_space(flat.text.ptr[i - 1]) || flat.origin[i] > flat.end[i - 1];
        if (flat.text.ptr[i] == '(' && (apart || pc_flat_close(pc_flat_sub(flat, 0, to), i) == to)) {
            return i;
        }
    }
    return to;
}

static void read_qualifier(struct pc_regmd *r, struct pc_flat flat, size_t bracket, size_t to, struct pc_name *out) {
    size_t close = pc_flat_close(pc_flat_sub(flat, 0, to), bracket);
    size_t from = bracket + 1;
    size_t end = close > 0 ? close - 1 : to;
    pc_flat_trim(flat, &from, &end);
    struct pc_str folded = pc_fold(r->scratch, pc_str_sub(flat.text, from, end - from));
    out->qualifier = pc_flat_str(r->keep, flat, r->ctx->text, from, end);
    out->environment = pc_environment_of(folded);
    out->dead |= pc_says_dead(folded);
    out->internal = pc_says_internal_only(folded);
}

struct pc_name pc_name_of(struct pc_regmd *r, struct pc_flat flat, size_t from, size_t to) {
    struct pc_name out = {.span = {.file = r->ctx->file}};
    from = pc_flat_skip(flat, from);
    size_t first = from;
    pc_flat_trim(flat, &first, &to); /* bars of a row that hangs alone */
    from = pc_str_at(flat.text, from) == '|' ? first : from;
    if (from >= to) {
        return out;
    }
    out.dead = pc_flat_all(flat, from, to, PC_MD_STRIKE);
    struct pc_str whole = pc_fold(r->scratch, pc_str_sub(flat.text, from, to - from));
    if (flat.text.ptr[from] == '(' && pc_flat_close(pc_flat_sub(flat, 0, to), from) >= to) {
        from++; /* "(reserved)", "(available)": a remark, no name */
        to--;
        out.aside = true;
    }
    size_t owner = from;
    bool other_script = (unsigned char)pc_str_at(whole, 0) >= 0x80 && whole.len < 24;
    if (other_script && pc_says_reserved(whole)) { /* the whole cell says it, in a language of one-word reservations */
        out.reserved = true;
        return out;
    }
    out.reserved = reserved_for(flat, from, to, &owner) ||
                   (out.aside && (pc_says_reserved(whole) || pc_says_future(whole))) ||
                   pc_is_one_of(whole, (const char *const[]){"future use", "future expansion", "future projects",
                                                             "future growth", "future services", "future", NULL});
    out.free = !out.reserved && (out.aside || whole.len < 24) && pc_says_free(whole);
    if (out.reserved) {
        size_t end = to;
        pc_flat_trim(flat, &owner, &end);
        bool nobody = is_nobody(pc_fold(r->scratch, pc_str_sub(flat.text, owner, end - owner)));
        from = nobody || owner == from ? to : owner;
    } else if (out.free || out.aside) {
        return out;
    }
    pc_flat_trim(flat, &from, &to);
    size_t bracket = find_bracket(flat, from, to);
    if (bracket < to) {
        read_qualifier(r, flat, bracket, to, &out);
    }
    size_t end = bracket;
    pc_flat_trim(flat, &from, &end);
    if (from < end) {
        out.name = pc_flat_str(r->keep, flat, r->ctx->text, from, end);
        out.span = pc_flat_span(flat, r->ctx->file, from, end);
        out.name = pc_name_of_path(r->ctx, out.name);
    }
    return out;
}
