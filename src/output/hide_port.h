/* Texts that hold ports, addresses and variable names and nothing else, so that they may be shown of a line with
 * secrets. */
#ifndef PC_HIDE_PORT_H
#define PC_HIDE_PORT_H

#include <stdbool.h>

#include "str.h"

/* Is c a character of set? NUL is of none. */
bool pc_hide_one_of(char c, const char *set);

/* The whole of s: "3000", "3000-3005:3000-3005/udp", "127.0.0.1:3000:80", "[::1]:80", "${PORT:-3000}:80", ":9093". */
bool pc_hide_is_mapping(struct pc_str s);

/* The whole of s: numbers of at most five digits, separators and blanks ("3000, 3001"), or a mapping. */
bool pc_hide_is_numbers(struct pc_str s);

/* The end of "[...]" with an address inside, of "$NAME", "${NAME}" (or "${NAME" when more follows), and of
 * "${NAME:-mapping}" that begins at s[at]; 0 when none does. */
size_t pc_hide_bracketed(struct pc_str s, size_t at);
size_t pc_hide_variable_name(struct pc_str s, size_t at);
size_t pc_hide_variable(struct pc_str s, size_t at);

#endif
