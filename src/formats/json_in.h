/* JSON and JSONC by cJSON, with positions found by walking the text beside cJSON's tree. */
#ifndef PC_JSON_IN_H
#define PC_JSON_IN_H

#include "node.h"

/* comments: blank // and block comments and trailing commas first (offsets stay). Never fails: trouble is a note. */
struct pc_tree pc_json_parse(struct pc_arena *arena, struct pc_str text, bool comments);
const char *pc_cjson_version(void);

#endif
