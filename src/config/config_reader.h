/* The configuration while it is read: one table of keys, values with their checks, and errors that show their place.
 * Inside config only. */
#ifndef PC_CONFIG_READER_H
#define PC_CONFIG_READER_H

#include "config.h"

struct pc_config_reader {
    struct pc_arena *arena;
    struct pc_str path; /* as printed */
    struct pc_str text;
    const struct pc_config_words *words;
    struct pc_config *config;
    struct pc_config_error *error;
    struct pc_host_hint *host;                    /* the one being read, else NULL */
    struct pc_pair *pair;                         /* the same */
    struct pc_rule_setting *rule;                 /* the same */
    struct pc_source_pattern *source;             /* the same */
    struct pc_config_output *output;              /* the same */
    struct pc_config_ignore *ignore;              /* the same */
    const struct pc_node *pair_range, *pair_with; /* its values, to see whether both are there */
};

enum pc_key_type {
    PC_KEY_GROUP, /* a mapping of further keys of the table */
    PC_KEY_STRING,
    PC_KEY_STRINGS, /* a list of strings */
    PC_KEY_GLOBS,   /* a list of globs */
    PC_KEY_FILE,    /* a path below the root, outside of .git */
    PC_KEY_PATTERN, /* a text with {port} in it */
    PC_KEY_NUMBER,  /* 0 to 65535 */
    PC_KEY_COUNT,   /* 1 to 65535 */
    PC_KEY_BOOL,
    PC_KEY_CHOICE,         /* one of choices */
    PC_KEY_RANGE,          /* "3030-3059" */
    PC_KEY_VERSION,        /* ">=0.1" */
    PC_KEY_RULE,           /* code or name of a rule */
    PC_KEY_GLOB,           /* a glob */
    PC_KEY_DATE,           /* 2031-01-31 */
    PC_KEY_NAMES,          /* a mapping whose keys are names of the user's; what stands below is "key.*" */
    PC_KEY_ITEMS,          /* a list of mappings; the same */
    PC_KEY_RULES,          /* a mapping of rule: severity or mapping */
    PC_KEY_PAIRS_OF_NAMES, /* a mapping of name: name */
    PC_KEY_SETS,           /* a list of lists of names */
    PC_KEY_CHOICES         /* a list of some of choices */
};

/* A row of the table. Keys of one level stand in the order in which they are listed to people. */
struct pc_config_key {
    const char *path; /* with dots; '*' stands for a name of the user's or an item of a list */
    enum pc_key_type type;
    const char *help;           /* one line */
    const char *const *choices; /* PC_KEY_CHOICE and PC_KEY_CHOICES: ends with NULL; else NULL */
    bool (*read)(struct pc_config_reader *r, const struct pc_node *value); /* checks and stores; NULL for a group */
    const char *fallback; /* what holds when the key is not set, as it would be written; NULL: nothing */
    bool needed;          /* its mapping cannot do without it: for the schema, the reader checks it by itself */
};
extern const struct pc_config_key pc_config_keys[];
extern const size_t pc_config_key_count;

/* The last part of path when it lies directly below prefix ("" at the top); NULL otherwise. */
const char *pc_config_key_below(const char *path, const char *prefix);

/* Reads the keys of a mapping; prefix is its path in the table ("" at the top). */
bool pc_config_read_map(struct pc_config_reader *r, const struct pc_node *map, const char *prefix);

/* Composes the error with its place and returns false. help is a line below the excerpt; may be empty. */
bool pc_config_fail(struct pc_config_reader *r, uint32_t offset, uint32_t length, struct pc_str help,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));
bool pc_config_fail_at(struct pc_config_reader *r, const struct pc_node *node, struct pc_str help, const char *format,
                       ...) __attribute__((format(printf, 4, 5)));

/* "did you mean `y`?", or "known: a, b, c" when nothing is near. */
struct pc_str pc_config_suggest(struct pc_arena *arena, struct pc_str word, const char *const *known, size_t count,
                                const char *what);

/* Values with their checks; all copy into the arena. what names them in an error: "a list of globs". */
bool pc_config_string(struct pc_config_reader *r, const struct pc_node *value, struct pc_str *out);
bool pc_config_strings(struct pc_config_reader *r, const struct pc_node *value, const char *what,
                       const struct pc_str **items, size_t *count);
bool pc_config_globs(struct pc_config_reader *r, const struct pc_node *value, const struct pc_str **items,
                     size_t *count);
bool pc_config_glob(struct pc_config_reader *r, const struct pc_node *value, struct pc_str *out);
/* A path of a file below the root. A configuration may come from a stranger: nothing outside the project is read or
 * written for it, nor what git runs. */
bool pc_config_path(struct pc_config_reader *r, const struct pc_node *value, struct pc_str *out);
bool pc_config_date(struct pc_config_reader *r, const struct pc_node *value, uint32_t *ymd);
bool pc_config_number(struct pc_config_reader *r, const struct pc_node *value, unsigned lo, unsigned hi, unsigned *out);
bool pc_config_choice(struct pc_config_reader *r, const struct pc_node *value, const char *const *choices,
                      unsigned *index);
/* Bit i is set where choices[i] stands in the list. */
bool pc_config_choices(struct pc_config_reader *r, const struct pc_node *value, const char *const *choices,
                       unsigned *bits);
bool pc_config_range(struct pc_config_reader *r, const struct pc_node *value, struct pc_ports *out);
bool pc_config_version(struct pc_config_reader *r, const struct pc_node *value);
/* A mapping or list, or nothing at all (then *empty). */
bool pc_config_expect(struct pc_config_reader *r, const struct pc_node *value, enum pc_node_kind kind, const char *what,
                      bool *empty);

/* config_output.c */
bool pc_config_read_outputs(struct pc_config_reader *r, const struct pc_node *value);
bool pc_config_read_output_format(struct pc_config_reader *r, const struct pc_node *value);
bool pc_config_read_output_path(struct pc_config_reader *r, const struct pc_node *value);

#endif
