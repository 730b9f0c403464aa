/* KEY=value files: .env and their like, also KEY=value lines of a code fence. */
#ifndef PC_DOTENV_H
#define PC_DOTENV_H

#include "arena.h"
#include "str.h"

#include <stdbool.h>
#include <stdint.h>

struct pc_env_entry {
    struct pc_str key;
    struct pc_str value;  /* unquoted, trailing comment removed; verbatim bytes of the file, nothing expanded */
    uint32_t offset;      /* of the value's first byte, counted from the start of the text given */
    uint32_t line_offset; /* of the line's first byte */
    uint32_t line_length;
    char quote; /* '\'' (never expanded), '"' or 0 */
    bool has_export;
};

/* The next entry at or behind *cursor (byte offset, 0 at first). Blank lines, comments and lines that are no assignment
 * are skipped. "export KEY=v", "KEY: v" is not env. False at the end. */
bool pc_env_next(struct pc_str text, size_t *cursor, struct pc_env_entry *entry);

/* ${VAR}, ${VAR:-default}, ${VAR-default}, ${VAR:?msg}, ${VAR:+alt}, $VAR, $$ of compose and env files. */
struct pc_env_lookup {
    /* The value of a variable, or false when it is not known. */
    bool (*find)(void *arg, struct pc_str name, struct pc_str *value, bool *guessed);
    void *arg;
};
enum pc_expand_result {
    PC_EXPAND_PLAIN,  /* nothing was interpolated: out == in (but $$ is $) */
    PC_EXPAND_KNOWN,  /* every variable had a value or a default */
    PC_EXPAND_UNKNOWN /* some variable has none: out holds the text with an empty string there */
};
struct pc_expansion {
    struct pc_str text;
    enum pc_expand_result result;
    bool guessed;  /* a value came from a file that is only an example */
    bool too_deep; /* UNKNOWN because of the limit */
    /* For each byte of text: its offset in the input when it was copied literally or out of a default written there,
     * else UINT32_MAX (came from a variable's value). NULL when result is PC_EXPAND_PLAIN and no $$ occurred
     * (identity). */
    const uint32_t *origin;
};
/* Defaults inside of defaults up to PC_LIMIT_INTERPOLATION levels. lookup may be NULL. */
struct pc_expansion pc_env_expand(struct pc_arena *arena, struct pc_str in, const struct pc_env_lookup *lookup);

#endif
