/* Names as words, and which words say nothing about which service is meant. */
#ifndef PC_WORDS_H
#define PC_WORDS_H

#include "arena.h"
#include "str.h"

/* A name as words: lower case, split where it is no letter or digit and at aB. */
struct pc_words {
    const struct pc_str *items;
    size_t count;
};
/* The next of them at or behind *at, as it is written; false at the end. */
bool pc_name_next_word(struct pc_str name, size_t *at, struct pc_str *word);
struct pc_words pc_name_words(struct pc_arena *arena, struct pc_str name);
/* Words that may be left out of a name without making it another service's: "server", "service", "database"... Not
 * "web" or "api": "shop-web" and "shop-server" are two. */
bool pc_word_is_decoration(struct pc_str word);
/* Words that say nothing about which service it is, when two texts are compared for a word in common. */
bool pc_word_is_generic(struct pc_str word);
/* Words of a variable that say what kind of value it is, not whose: "url", "host", "base"... */
bool pc_word_is_value(struct pc_str word);

/* "chat-web" and "chat-server" are the two sides of "chat". */
enum pc_name_side { PC_SIDE_NONE, PC_SIDE_BACK, PC_SIDE_FRONT };
/* pc_name_key of a name without its last word when that names a side. A name of nothing but such a word stays. *side
 * may be NULL. */
struct pc_str pc_name_core(struct pc_arena *arena, struct pc_str name, enum pc_name_side *side);

#endif
