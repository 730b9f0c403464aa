/* What cJSON does not check, checked before it: one strict pass over a copy of the text. Inside formats only. */
#ifndef PC_JSON_SCAN_H
#define PC_JSON_SCAN_H

#include "tree_build.h"

/* Reads text (of which the file has bom more bytes in front) strictly and notes what is wrong. The copy that comes back
 * has the same offsets, comments and trailing commas blanked, bad escapes replaced by '?', and closing brackets behind
 * the last value that can be read when something later cannot: *real is where the file's own part ends. Empty when
 * there is no value at all. NUL-terminated. */
struct pc_str pc_json_scan(struct pc_tree_build *build, struct pc_str text, uint32_t bom, bool comments, size_t *real);

#endif
