/* portcheck.yml: every key, its value and where it came from. */
#ifndef PC_CONFIG_H
#define PC_CONFIG_H

#include "builder.h"
#include "node.h"
#include "port.h"

enum pc_origin { PC_ORIGIN_DEFAULT, PC_ORIGIN_FILE, PC_ORIGIN_ENV, PC_ORIGIN_FLAG };

struct pc_rule_setting {
    struct pc_str rule;  /* code or name, as written; "all" or a family prefix "PC3" too */
    enum pc_level level; /* PC_LEVEL_DEFAULT when only locked is said */
    bool locked;         /* no comment may silence it */
    bool says_locked;    /* locked: true or false is written; else an earlier setting holds */
};

struct pc_pair {
    struct pc_ports range, with;
    unsigned digits; /* last digits that match, 1 for last-digit, 2 for last-two-digits */
};

/* Places that a checklist may ask for. */
enum pc_checklist_place {
    PC_CHECK_COMPOSE = 1u << 0,  /* a compose file starts it */
    PC_CHECK_DOCUMENT = 1u << 1, /* its own document states its port */
    PC_CHECK_ENV = 1u << 2,      /* an env file names its port or address */
    PC_CHECK_IMAGE = 1u << 3,    /* a Dockerfile of it states what it listens on */
    PC_CHECK_ROUTE = 1u << 4,    /* a tunnel or reverse proxy leads to it */
    PC_CHECK_SCRAPE = 1u << 5,   /* a scrape or probe target */
    PC_CHECK_SOURCE = 1u << 6    /* its source has a default port */
};

/* A statement of the user's own kind: "SERVE ON {port}" in *.conf. */
struct pc_source_pattern {
    const struct pc_str *files;
    size_t file_count;     /* globs */
    struct pc_str pattern; /* text, with {port} once and {*} for anything on the line */
    enum pc_role role;     /* default, listens or dials */
};

/* A file that every check writes. */
struct pc_config_output {
    struct pc_str format;
    struct pc_str path; /* below the root */
};

/* What a column of a port table holds, for header words of the user's own. */
enum pc_column_meaning {
    PC_MEANS_PORT,
    PC_MEANS_HOST_PORT,
    PC_MEANS_CONTAINER_PORT,
    PC_MEANS_RANGE,
    PC_MEANS_SERVICE,
    PC_MEANS_HOST,
    PC_MEANS_PROTOCOL,
    PC_MEANS_STATUS,
    PC_MEANS_ENVIRONMENT,
    PC_MEANS_PURPOSE,
    PC_MEANS_NOTHING /* whatever the cells look like */
};

struct pc_header_word {
    enum pc_column_meaning meaning;
    struct pc_str word; /* as written */
};

/* An entry of `ignore`: findings of a rule that are about all that it names. */
struct pc_config_ignore {
    struct pc_str rule;                /* code or name */
    struct pc_str service, host, path; /* empty: any; path is a glob */
    struct pc_ports ports;             /* lo 0: any */
    struct pc_str reason;              /* empty: none is given */
    uint32_t until;                    /* the last day, 20310131; 0: for ever */
    uint32_t offset, length;           /* the entry in the file */
};

struct pc_config {
    struct pc_str path; /* of the file, relative to the root; empty when there is none */
    const struct pc_str *documents;
    size_t document_count; /* registry.documents: globs */
    const struct pc_header_word *header_words;
    size_t header_word_count; /* registry.columns */
    struct pc_hints hints;    /* hosts, services */
    const struct pc_str *external;
    size_t external_count; /* names, "3083-3085", host names */
    const struct pc_pair *pairs;
    size_t pair_count;
    unsigned min_free;    /* ranges.min-free, default 1 */
    unsigned range_width; /* ranges.width, 0 = not asked for */
    const struct pc_str *include;
    size_t include_count;
    const struct pc_str *exclude;
    size_t exclude_count;
    const struct pc_source_pattern *sources;
    size_t source_count;
    const struct pc_rule_setting *rules;
    size_t rule_count; /* in order: the file's, then flags; the last match wins */
    const struct pc_str *together;
    size_t together_count; /* deployments.together: globs of compose files on one host */
    unsigned checklist;    /* checklist: pc_checklist_place bits; 0: nothing is asked for */
    const struct pc_config_output *outputs;
    size_t output_count; /* output */
    const struct pc_config_ignore *ignores;
    size_t ignore_count;
    struct pc_str baseline; /* the file of known findings; empty: not said */
    struct pc_str text;     /* of the file */
    enum pc_level fail_on;  /* fail-on; PC_LEVEL_OFF: never, PC_LEVEL_DEFAULT: not said */
};

/* Something wrong with the configuration, ready to print: message with path:line:column, the line, a caret, "did you
 * mean". */
struct pc_config_error {
    struct pc_str message;
};

/* Reads the text of a configuration. False and *error on the first trouble. known_rule tells rule names from others
 * (config does not know the rules); suggest gives the nearest rule name or an empty slice. */
struct pc_config_words {
    bool (*known_rule)(struct pc_str word);
    struct pc_str (*nearest_rule)(struct pc_str word);
    bool (*never_ignored)(struct pc_str word); /* a known rule that nothing may silence */
    const char *version;                       /* "0.1.0", for required-version */
};
bool pc_config_parse(struct pc_arena *arena, struct pc_str path, struct pc_str text,
                     const struct pc_config_words *words, struct pc_config *config, struct pc_config_error *error);
void pc_config_defaults(struct pc_config *config);

/* The level of a rule after configuration; fallback when nothing is said. code "PC201", name "port-collision". */
enum pc_level pc_config_level(const struct pc_config *config, const char *code, const char *name,
                              enum pc_level fallback);

/* No comment may silence it. */
bool pc_config_locked(const struct pc_config *config, const char *code, const char *name);

/* The formats that `output` knows; ends with NULL. Those of the output layer, which this one does not see. */
extern const char *const pc_config_formats[];

/* The word of candidates nearest to s (edit distance at most 2, or a third of its length; 1 for words of one or two
 * letters; case does not count, two letters exchanged are one step); the first of equally near ones; NULL when none is
 * near. */
const char *pc_nearest(struct pc_str s, const char *const *candidates, size_t count);

#endif
