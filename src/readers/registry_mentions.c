/* Numbers that look like ports and that nothing was made of: what was not understood is listed, not passed over. */
#include "port_words.h"
#include "registry_md.h"
#include "sort.h"

/* A file may hold a million numbers; those that are not listed are not passed over in silence. */
#define TOO_MANY "the last one listed: this file may hold more"

enum { MOST_MENTIONS = 500, YEAR_FIRST = 1990, YEAR_LAST = 2040 };

static int by_offset(const void *a, const void *b) {
    const struct pc_place_note *x = a;
    const struct pc_place_note *y = b;
    if (x->offset != y->offset) {
        return pc_order(x->offset, y->offset);
    }
    if (x->length != y->length) {
        return pc_order(y->length, x->length);
    }
    return (x->why != NULL) - (y->why != NULL); /* a claim before a remark */
}

struct sweep {
    struct pc_regmd *r;
    size_t note;      /* first note that may still lie ahead */
    uint32_t covered; /* everything before this offset is accounted for */
    unsigned count;
};

static bool is_covered(struct sweep *s, uint32_t offset) {
    while (s->note < s->r->notes.count && s->r->notes.items[s->note].offset <= offset) {
        const struct pc_place_note *note = &s->r->notes.items[s->note++];
        uint32_t end = note->offset + note->length;
        s->covered = end > s->covered ? end : s->covered;
    }
    return offset < s->covered;
}

/* "4000-4099": the end of the second number when one follows the dash at `at` and no third; else at. */
static size_t range_end(struct pc_str line, size_t at) {
    size_t end = at + 1;
    while (at < line.len && line.ptr[at] == '-' && end < line.len && pc_is_digit(line.ptr[end])) {
        end++;
    }
    bool third = end < line.len && (line.ptr[end] == '-' || pc_is_alnum(line.ptr[end]) || line.ptr[end] == '.');
    return end - at >= 4 && end - at <= 6 && !third ? end : at;
}

/* A whole number of two to five digits at line[at], or a range of them; no piece of a date, a version, an address or a
 * word. */
static size_t number_at(struct pc_str line, size_t at, unsigned *value) {
    size_t end = at;
    *value = 0;
    while (end < line.len && pc_is_digit(line.ptr[end])) {
        *value = *value * 10 + (unsigned)(line.ptr[end] - '0');
        end++;
        if (end - at > 5) {
            return 0;
        }
    }
    end = end - at >= 3 ? range_end(line, end) : end;
    char before = at > 0 ? line.ptr[at - 1] : ' ';
    char further = at > 1 ? line.ptr[at - 2] : ' ';
    char after = end < line.len ? line.ptr[end] : ' ';
    char beyond = end + 1 < line.len ? line.ptr[end + 1] : ' ';
    bool joined =
        pc_is_alnum(before) || pc_is_any(before, "_#$.") || (pc_is_any(before, "-/,") && pc_is_digit(further));
    bool continued = pc_is_alnum(after) || pc_is_any(after, "_%") || (pc_is_any(after, ".-/,") && pc_is_digit(beyond));
    return end - at < 2 || joined || continued || *value > 65535 ? 0 : end;
}

static bool is_followed_by_unit(struct pc_arena *scratch, struct pc_str line, size_t end) {
    size_t at = end < line.len && line.ptr[end] == ' ' ? end + 1 : end;
    size_t stop = at;
    while (stop < line.len && pc_is_alpha(line.ptr[stop])) {
        stop++;
    }
    return stop > at && pc_is_unit(pc_fold(scratch, pc_str_sub(line, at, stop - at)));
}

static const char *reason(const struct pc_md_block *block, struct pc_str line, size_t at) {
    switch (block->kind) {
    case PC_MD_CODE:
        return "code block";
    case PC_MD_HTML:
        return "HTML";
    case PC_MD_TABLE:
        return "not a port column";
    case PC_MD_HEADING:
        return "heading";
    default:
        break;
    }
    size_t word = at;
    while (word > 0 && !pc_is_space(line.ptr[word - 1])) {
        word--;
    }
    bool dialled = pc_str_find(pc_str_sub(line, word, at - word), PC_STR("://"), 0) != PC_NPOS ||
                   (pc_str_at(line, at - 1) == ':' && at - word > 1);
    return dialled ? "address" : "prose";
}

static void sweep_line(struct sweep *s, const struct pc_md_block *block, struct pc_md_line line) {
    struct pc_str text = line.text;
    int speaks_of_ports = -1; /* not looked at yet */
    for (size_t i = 0; i < text.len && s->count < MOST_MENTIONS;) {
        unsigned value = 0;
        size_t end = pc_is_digit(text.ptr[i]) ? number_at(text, i, &value) : 0;
        size_t start = i;
        while (i < text.len && pc_is_digit(text.ptr[i])) {
            i++;
        }
        i = end > i ? end : i == start ? i + 1 : i;
        if (end == 0 || is_covered(s, line.offset + (uint32_t)start)) {
            continue;
        }
        if (speaks_of_ports < 0) {
            speaks_of_ports = pc_says_port(pc_fold(s->r->scratch, text)) ? 1 : 0;
        }
        bool code = pc_str_at(text, start - 1) == '`' && pc_str_at(text, end) == '`';
        bool year = value >= YEAR_FIRST && value <= YEAR_LAST;
        bool named = start >= 5 && pc_str_eq_nocase(pc_str_sub(text, start - 5, 5), PC_STR("port "));
        bool port_like = code || named || (!year && (end - start >= 4 || (speaks_of_ports > 0 && value >= 20)));
        if (port_like && value >= 10 && !is_followed_by_unit(s->r->scratch, text, end)) {
            struct pc_span span = {s->r->ctx->file, line.offset + (uint32_t)start, (uint32_t)(end - start)};
            bool last = ++s->count == MOST_MENTIONS;
            pc_builder_mention(s->r->b, span, last ? TOO_MANY : reason(block, text, start));
        }
    }
}

void pc_regmd_mentions(struct pc_regmd *r) {
    pc_sort(r->notes.items, r->notes.count, sizeof r->notes.items[0], by_offset);
    struct sweep s = {.r = r};
    uint32_t last = UINT32_MAX;
    for (size_t i = 0; i < r->notes.count && s.count < MOST_MENTIONS; i++) {
        const struct pc_place_note *note = &r->notes.items[i];
        if (note->why != NULL && note->offset != last) {
            bool last_one = ++s.count == MOST_MENTIONS;
            pc_builder_mention(r->b, (struct pc_span){r->ctx->file, note->offset, note->length},
                               last_one ? TOO_MANY : note->why);
        }
        last = note->offset;
    }
    for (size_t i = 0; i < r->doc.block_count; i++) {
        const struct pc_md_block *block = &r->doc.blocks[i];
        for (size_t l = 0; l < block->line_count; l++) {
            sweep_line(&s, block, block->lines[l]);
        }
    }
}
