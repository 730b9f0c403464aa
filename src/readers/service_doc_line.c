#include "service_doc_line.h"

#include <string.h>

#include "service_doc_scan.h"
#include "service_doc_words.h"

enum { LABEL_WORDS = 6 };

static const uint16_t hidden = PC_MD_COMMENT | PC_MD_HTML_TAG | PC_MD_LINK_URL | PC_MD_STRIKE;

struct pc_doc_line pc_doc_line_of(struct pc_arena *arena, const struct pc_md_run *runs, size_t count, bool whole,
                                  size_t *run) {
    size_t first = *run;
    size_t end = first;
    size_t size = 0;
    while (end < count && (whole || runs[end].line == runs[first].line))
        size += runs[end++].text.len + 1;
    *run = end;
    size += end - first + 1;
    char *text = PC_NEW_ARRAY(arena, size, char);
    uint32_t *offset = PC_NEW_ARRAY(arena, size, uint32_t);
    uint16_t *style = PC_NEW_ARRAY(arena, size, uint16_t);
    size_t len = 0;
    for (size_t r = first; r < end; r++) {
        if (r > first && runs[r].line != runs[r - 1].line) {
            text[len] = ' ';
            offset[len++] = UINT32_MAX;
        }
        if (runs[r].style & hidden) {
            text[len] = ' ';
            offset[len++] = UINT32_MAX;
            continue;
        }
        struct pc_md_run piece = runs[r];
        for (size_t i = 0; i < piece.text.len; i++)
            offset[len + i] = piece.offset + (uint32_t)i;
        for (size_t i = 0; i < piece.text.len; i++)
            style[len + i] = piece.style;
        if (piece.text.len > 0)
            memcpy(text + len, piece.text.ptr, piece.text.len);
        len += piece.text.len;
    }
    return (struct pc_doc_line){{text, len}, offset, style};
}

struct pc_str pc_doc_line_str(const struct pc_doc_line *line, struct pc_str file_text, struct pc_arena *arena,
                              size_t from, size_t to) {
    struct pc_str s = pc_str_sub(line->text, from, to - from);
    if (s.len == 0)
        return PC_EMPTY;
    for (size_t i = from + 1; i < to; i++) {
        if (line->offset[i] != line->offset[i - 1] + 1)
            return pc_str_dup(arena, s);
    }
    return pc_str_sub(file_text, line->offset[from], s.len);
}

/* A separator behind a label: ':', a full-width colon, '=', or a dash with a blank behind it. */
static size_t separator_at(struct pc_str text, size_t at, bool *dash) {
    *dash = false;
    if (pc_doc_starts_at(text, at, "\xEF\xBC\x9A"))
        return 3;
    if (pc_doc_starts_at(text, at, ":") || pc_doc_starts_at(text, at, "="))
        return 1;
    size_t bytes = pc_doc_dash_at(text, at);
    if (bytes > 0 && at + bytes < text.len && text.ptr[at + bytes] == ' ') {
        *dash = true;
        return bytes;
    }
    return 0;
}

/* "(dev)", but not "(3001)", at text[at]. */
static size_t label_bracket(struct pc_str text, size_t at, struct pc_doc_label *label) {
    size_t p = pc_doc_skip_blanks(text, at);
    if (p + 1 >= text.len || text.ptr[p] != '(' || pc_is_digit(text.ptr[p + 1]))
        return at;
    size_t close = pc_str_find_char(pc_str_sub(text, p, PC_DOC_LABEL_BYTES), ')', 0);
    if (close == PC_NPOS)
        return at;
    label->after_from = p + 1;
    label->after_to = p + close;
    return p + close + 1;
}

/* "(dev)" behind the word port, or "number", "in production", "range": moves *at behind it. False when something else
 * stands there. */
static bool label_tail(struct pc_str text, size_t *at, struct pc_doc_label *label) {
    size_t p = pc_doc_skip_blanks(text, *at);
    if (pc_doc_starts_at(text, p, "(s)") || pc_doc_starts_at(text, p, "(S)"))
        p = pc_doc_skip_blanks(text, p + 3);
    p = label_bracket(text, p, label);
    size_t cursor = p;
    struct pc_str word;
    for (unsigned i = 0; i < 3; i++) {
        size_t before = cursor;
        if (!pc_doc_next_word(text, &cursor, &word) ||
            (size_t)(word.ptr - text.ptr) != pc_doc_skip_blanks(text, before) || pc_is_digit(word.ptr[0]))
            break;
        struct pc_doc_sense sense = pc_doc_sense_of(word, PC_EMPTY);
        if (sense.environment == PC_ENV_UNKNOWN && !PC_DOC_HAS(sense, PC_DOC_FILLER))
            return false;
        if (label->after_to == 0)
            label->after_from = before;
        label->after_to = cursor;
        p = cursor;
    }
    *at = label_bracket(text, p, label);
    return true;
}

bool pc_doc_label_at(const struct pc_doc_line *line, size_t at, struct pc_doc_label *label) {
    struct pc_str text = pc_str_sub(line->text, 0, at + PC_DOC_LABEL_BYTES);
    size_t cursor = at;
    size_t last = at;
    struct pc_str word;
    *label = (struct pc_doc_label){.from = at, .to = at};
    for (unsigned i = 0; i < LABEL_WORDS; i++) {
        if (!pc_doc_next_word(text, &cursor, &word))
            return false;
        size_t from = (size_t)(word.ptr - text.ptr);
        for (size_t gap = last; gap < from; gap++) {
            bool mark = i == 0 &&
                        (text.ptr[gap] == '#' || (unsigned char)text.ptr[gap] >= 0x80); /* a picture before the label */
            if (!mark && !strchr(" \t-/&._", text.ptr[gap]))
                return false;
        }
        if (pc_doc_word_of(word) == PC_DOC_PORT) {
            size_t end = cursor;
            text = line->text;
            if (!label_tail(text, &end, label))
                return false;
            end = pc_doc_skip_blanks(text, end);
            size_t bytes = separator_at(text, end, &label->dash);
            label->separated = bytes > 0;
            label->end = pc_doc_skip_blanks(text, end + bytes);
            return true;
        }
        if (i == 0)
            label->from = from;
        label->to = last = cursor;
    }
    return false;
}

/* A letter or digit of any script ends at text[at). */
static bool letter_before(struct pc_str text, size_t at) {
    size_t from = at - 1;
    while (from > 0 && at - from < 4 && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
        from--;
    size_t cursor = 0;
    struct pc_str word;
    return pc_doc_next_word(pc_str_sub(text, from, at - from), &cursor, &word);
}

bool pc_doc_number_at(const struct pc_doc_line *line, size_t at, uint16_t *port, size_t *length) {
    struct pc_str text = line->text;
    size_t end = at;
    while (end < text.len && pc_is_digit(text.ptr[end]) &&
           (end == at || line->offset[end] == line->offset[end - 1] + 1))
        end++;
    *length = end - at;
    if (end == at || line->offset[at] == UINT32_MAX ||
        pc_port_parse(pc_str_sub(text, at, end - at), port) != PC_PORT_OK)
        return false;
    char before = pc_str_at(text, at - 1);
    char after = pc_str_at(text, end);
    if ((at > 0 && letter_before(text, at)) || pc_is_any(before, "_.-#+$") ||
        (before == ',' && pc_is_digit(pc_str_at(text, at - 2))))
        return false;
    return !pc_is_alnum(after) && !pc_is_any(after, "_%+{") &&
           !(pc_is_any(after, ".,") && pc_is_digit(pc_str_at(text, end + 1)));
}
