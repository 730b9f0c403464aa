#include "name_like.h"

#include "port_words.h"

enum { MOST_WORDS = 6 };

bool pc_is_name_like(struct pc_arena *arena, struct pc_flat flat, size_t from, size_t to) {
    size_t a = from;
    size_t b = to;
    pc_flat_trim(flat, &a, &b);
    if (a >= b || b - a > PC_LONGEST_NAME) {
        return false;
    }
    size_t bracket = pc_str_find_char(pc_str_sub(flat.text, 0, b), '(', a + 1);
    struct pc_str words = pc_fold(arena, pc_str_sub(flat.text, a, (bracket < b ? bracket : b) - a));
    unsigned blanks = 0;
    unsigned digits = 0; /* of the number that stands by itself, so far */
    bool letter = false;
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];
        bool ends = i + 1 == words.len || words.ptr[i + 1] == ' ';
        if (pc_is_any(c, "?!=:;%") || (c == '.' && ends) || c == '"' || c == PC_FLAT_ARROW) {
            return false;
        }
        bool alone = pc_is_digit(c) && (digits > 0 || i == 0 || words.ptr[i - 1] == ' ');
        digits = alone ? digits + 1 : 0;
        if (digits >= 3) {
            return false;
        }
        blanks += c == ' ' ? 1 : 0;
        letter |= pc_is_alpha(c) || (unsigned char)c >= 0x80;
    }
    return letter && blanks < MOST_WORDS && !pc_says_prose(words) && !pc_says_quantity(words);
}
