#include "port_disguise.h"

#include "text.h"

enum { NOT_A_DIGIT = -1, NOTHING_SEEN = -2 };

bool pc_is_unseen(uint32_t point) {
    static const uint32_t ranges[][2] = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},  {0x180E, 0x180E},
                                         {0x200B, 0x200F}, {0x202A, 0x202D}, {0x2060, 0x2064},  {0x2066, 0x2069},
                                         {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (point >= ranges[i][0] && point <= ranges[i][1])
            return true;
    }
    return false;
}

static int shown_by(uint32_t point) {
    static const uint32_t zeros[] = {0x0660, 0x06F0, 0x0966, 0x09E6,
                                     0xFF10}; /* Arabic, Persian, Hindi, Bengali, wide */
    static const uint32_t thin[] = {0x2006, 0x2007, 0x2009, 0x200A, 0x202F, 0x20E3}; /* blanks; a key's frame */
    if (point >= 0x1D7CE && point <= 0x1D7FF)
        return (int)((point - 0x1D7CE) % 10); /* of mathematics: bold, double-struck, ... */
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
        if (point >= zeros[i] && point <= zeros[i] + 9)
            return (int)(point - zeros[i]);
    }
    for (size_t i = 0; i < sizeof thin / sizeof thin[0]; i++) {
        if (point == thin[i])
            return NOTHING_SEEN;
    }
    return pc_is_unseen(point) ? NOTHING_SEEN : NOT_A_DIGIT;
}

/* "&#52;" and "&#x34;": its length, or 0. */
static size_t numeric_entity(struct pc_str s, uint32_t *point) {
    bool hex = pc_is_any(pc_str_at(s, 2), "xX");
    size_t at = hex ? 3 : 2, first = at;
    *point = 0;
    if (!pc_str_starts(s, PC_STR("&#")))
        return 0;
    for (; at < s.len && at < first + 7; at++) {
        unsigned char c = (unsigned char)s.ptr[at];
        if (pc_is_digit((char)c))
            *point = *point * (hex ? 16 : 10) + (c - '0');
        else if (hex && pc_is_alpha((char)c) && (c | 0x20) <= 'f')
            *point = *point * 16 + ((c | 0x20) - 'a' + 10u);
        else
            break;
    }
    return at > first && pc_str_at(s, at) == ';' ? at + 1 : 0;
}

size_t pc_entity_at(struct pc_str s, uint32_t *point) {
    static const struct {
        const char *name;
        uint32_t point;
    } named[] = {{"&shy;", 0xAD},   {"&zwnj;", 0x200C},           {"&zwj;", 0x200D},    {"&lrm;", 0x200E},
                 {"&rlm;", 0x200F}, {"&ZeroWidthSpace;", 0x200B}, {"&NoBreak;", 0x2060}};
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (pc_str_starts(s, pc_str_c(named[i].name))) {
            *point = named[i].point;
            return pc_str_c(named[i].name).len;
        }
    }
    return numeric_entity(s, point);
}

/* One character: its length and what it shows. */
static size_t look(struct pc_str s, int *shown, bool *odd) {
    uint32_t point;
    if (pc_is_digit(s.ptr[0])) {
        *shown = s.ptr[0] - '0';
        return 1;
    }
    if (s.ptr[0] == '*' || s.ptr[0] == '_') {
        *shown = NOTHING_SEEN;
        return 1;
    }
    size_t length = pc_entity_at(s, &point);
    if (length > 0 && point >= '0' && point <= '9') {
        *odd = true;
        *shown = (int)(point - '0');
        return length;
    }
    length = length > 0 ? length : pc_utf8_decode(s, &point);
    *shown = shown_by(point);
    *odd = true;
    return length;
}

unsigned pc_port_disguised(struct pc_str cell) {
    enum { SHORTEST = 2, LONGEST = 5, LARGEST = 65535 };
    unsigned port = 0, digits = 0;
    bool odd = false;
    for (size_t at = 0; at < cell.len;) {
        int shown;
        at += look(pc_str_sub(cell, at, cell.len), &shown, &odd);
        if (shown == NOT_A_DIGIT || (shown >= 0 && digits == LONGEST))
            return 0;
        if (shown >= 0) {
            port = port * 10 + (unsigned)shown;
            digits++;
        }
    }
    return odd && digits >= SHORTEST && port <= LARGEST ? port : 0;
}
