/* Directives of nginx: words up to ';', '{' or '}'. Comments and blocks of Lua are passed over, quotes removed, markers
 * of templates and ${variables} are parts of words. */
#ifndef PC_NGINX_SCAN_H
#define PC_NGINX_SCAN_H

#include <stdbool.h>

#include "str.h"

enum { PC_NGINX_WORDS = 16 }; /* kept of a directive; the rest is passed over */

struct pc_nginx_directive {
    struct pc_str words[PC_NGINX_WORDS];
    size_t count;
    struct pc_str extent; /* from its first word to its end */
    char end;             /* ';', '{', '}' or '\0' at the end of the text */
};

/* The next directive at *cursor (0 at first). False at the end. Linear over all calls. */
bool pc_nginx_next(struct pc_str text, size_t *cursor, struct pc_nginx_directive *directive);

#endif
