#include "service_doc_words.h"

#include <stdint.h>
#include <string.h>

/* Bytes of the letter at s, which is not ASCII, 0 when it is none. Blanks, punctuation, arrows, boxes and
 * pictures are none. */
static size_t wide_letter(struct pc_str s) {
    unsigned char c = (unsigned char)s.ptr[0];
    size_t bytes = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC3 ? 2 : 0;
    if (bytes == 0 || bytes > s.len || c == 0xE2 || c >= 0xF0)
        return 0;
    unsigned char second = (unsigned char)s.ptr[1];
    if ((c == 0xE3 && second == 0x80) || (c == 0xEF && second >= 0xB8))
        return 0;
    return bytes;
}

/* Bytes of the letter or digit at s[at], 0 when there is none. */
static size_t letter_at(struct pc_str s, size_t at) {
    if (at >= s.len)
        return 0;
    if ((unsigned char)s.ptr[at] < 0x80)
        return pc_is_alnum(s.ptr[at]) ? 1 : 0;
    return wide_letter(pc_str_sub(s, at, 4));
}

/* A character of ASCII, which is one byte. */
static bool is_plain(char c) {
    return (unsigned char)c < 0x80;
}

bool pc_doc_next_word(struct pc_str phrase, size_t *cursor, struct pc_str *word) {
    size_t at = *cursor;
    size_t bytes;
    while (at < phrase.len && (is_plain(phrase.ptr[at]) ? !pc_is_alnum(phrase.ptr[at]) : letter_at(phrase, at) == 0))
        at++;
    size_t from = at;
    for (;;) {
        while (at < phrase.len && pc_is_alnum(phrase.ptr[at]))
            at++;
        if (at == phrase.len || is_plain(phrase.ptr[at]) || (bytes = letter_at(phrase, at)) == 0)
            break;
        at += bytes;
    }
    *cursor = at;
    *word = pc_str_sub(phrase, from, at - from);
    return at > from;
}

/* The text begins like word, which is in lower case, as far as no mark of Markdown hides the rest ("**P**ort"). */
static bool may_begin(struct pc_str text, const char *word) {
    for (size_t i = 0; word[i] != '\0'; i++) {
        if (i == text.len)
            return false;
        if (pc_lower(text.ptr[i]) != word[i])
            return strchr("*_`~<[\\", text.ptr[i]) != NULL;
    }
    return true;
}

/* Whether one of eight bytes is a p of either case or no ASCII; a few others are said to be, never one too few. */
static bool eight_may_matter(const char *bytes) {
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    uint64_t other = (eight | UINT64_C(0x2020202020202020)) ^ UINT64_C(0x7070707070707070); /* 0: a p */
    return ((eight | (other - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) != 0;
}

/* "port" and "puerto" of any case, behind nothing that is a letter or as the hump of "httpPort", and the scripts whose
 * words for port stand in the tables above. */
bool pc_doc_may_name_port(struct pc_str text) {
    for (size_t i = 0; i < text.len; i++) {
        while (text.len - i > 8 && !eight_may_matter(text.ptr + i))
            i += 8;
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x80 && (c | 0x20) != 'p')
            continue;
        if (c >= 0xD0 && c < 0xF0 && c != 0xE2)
            return true;
        if ((c == 'p' || c == 'P') && (c == 'P' || i == 0 || !pc_is_alnum(text.ptr[i - 1]))) {
            struct pc_str rest = pc_str_sub(text, i + 1, text.len);
            if (may_begin(rest, "ort") || may_begin(rest, "uert"))
                return true;
        }
    }
    return false;
}

bool pc_doc_has_word(struct pc_str phrase, struct pc_str wanted) {
    size_t cursor = 0;
    struct pc_str word;
    while (pc_doc_next_word(phrase, &cursor, &word)) {
        if (pc_str_eq_nocase(word, wanted))
            return true;
    }
    return false;
}

static enum pc_environment environment_of(uint32_t has) {
    static const struct {
        enum pc_doc_word word;
        enum pc_environment environment;
    } table[] = {{PC_DOC_PRODUCTION, PC_ENV_PRODUCTION},
                 {PC_DOC_STAGING, PC_ENV_STAGING},
                 {PC_DOC_DEVELOPMENT, PC_ENV_DEVELOPMENT},
                 {PC_DOC_TESTING, PC_ENV_TEST}};
    enum pc_environment found = PC_ENV_UNKNOWN;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (((has >> table[i].word) & 1u) == 0)
            continue;
        if (found != PC_ENV_UNKNOWN)
            return PC_ENV_UNKNOWN;
        found = table[i].environment;
    }
    return found;
}

struct pc_doc_sense pc_doc_sense_of(struct pc_str phrase, struct pc_str own) {
    struct pc_doc_sense sense = {0};
    size_t cursor = 0;
    struct pc_str word;
    while (pc_doc_next_word(phrase, &cursor, &word)) {
        enum pc_doc_word kind = pc_doc_word_of(word);
        if ((kind == PC_DOC_FOREIGN || kind == PC_DOC_PART || kind == PC_DOC_OTHER) && pc_doc_has_word(own, word))
            kind = PC_DOC_FILLER;
        sense.has |= 1u << kind;
        sense.words++;
    }
    if (PC_DOC_HAS(sense, PC_DOC_OUTSIDE) && PC_DOC_HAS(sense, PC_DOC_NAME_HEADER))
        sense.has |= 1u << PC_DOC_RELATED;
    sense.environment = environment_of(sense.has);
    return sense;
}

bool pc_doc_only(struct pc_doc_sense sense, uint32_t kinds) {
    return sense.words > 0 && (sense.has & ~kinds) == 0;
}

bool pc_doc_same_name(struct pc_str a, struct pc_str b) {
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        while (i < a.len && letter_at(a, i) == 0)
            i++;
        while (j < b.len && letter_at(b, j) == 0)
            j++;
        if (i == a.len || j == b.len)
            return i == a.len && j == b.len && a.len > 0;
        if (pc_lower(a.ptr[i]) != pc_lower(b.ptr[j]))
            return false;
        i++;
        j++;
        while (i < a.len && j < b.len && ((unsigned char)a.ptr[i] & 0xC0) == 0x80) {
            if (a.ptr[i] != b.ptr[j])
                return false;
            i++;
            j++;
        }
    }
}
