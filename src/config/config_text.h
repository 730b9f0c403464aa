/* The configuration told to people and editors, both out of the table of keys: what is set and where, and the JSON
 * Schema. */
#ifndef PC_CONFIG_TEXT_H
#define PC_CONFIG_TEXT_H

#include "buf.h"

struct pc_config_setting {
    struct pc_str key;   /* "hosts.harbour.os", "pairs[1].with" */
    struct pc_str value; /* as YAML on one line; empty: nothing is set and nothing holds */
    uint32_t line;       /* of the configuration; 0: the default */
};

/* Every key of a configuration that pc_config_parse has accepted, in the order of the table: those that are set, and
 * the defaults of those that are not. */
struct pc_config_setting *pc_config_settings(struct pc_arena *arena, struct pc_str text, size_t *count);

/* A rule as the schema names it. */
struct pc_config_rule_name {
    const char *code, *name, *summary;
    bool never_ignored; /* an `ignore` entry must not name it */
};

/* JSON Schema, draft 7. It accepts what pc_config_parse accepts, but cannot see a key that is written twice. */
void pc_config_schema(struct pc_buf *out, const struct pc_config_rule_name *rules, size_t count);

#endif
