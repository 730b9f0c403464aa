/* Interpolation as Docker Compose does it, without Docker and without secrets: variables come from env files of the
 * tree, and of every byte of an expanded text is known where it stands. Values are never stored outside the scratch
 * arena. */
#ifndef PC_COMPOSE_ENV_H
#define PC_COMPOSE_ENV_H

#include "node.h"
#include "reader.h"
#include "vec.h"

/* The file that a text stands in. */
struct pc_compose_source {
    pc_id file;
    struct pc_str path;
    struct pc_str dir;
    struct pc_str text;
    struct pc_tree tree;
    const struct pc_compose_key *services; /* its services by name (compose_service.c) */
    size_t service_count;
    bool is_template; /* {{ markers }} in it are no mistakes */
    bool quiet;       /* its troubles were told already */
};

/* A variable of an env file. */
struct pc_compose_var {
    struct pc_str name;
    uint32_t order; /* in order of precedence: the smallest wins */
    bool guessed;   /* from a file that is only an example */
    pc_id file;
    struct pc_str value;
    uint32_t offset; /* of value in file */
    struct pc_span line;
    char quote;
};

struct pc_compose_vars {
    struct pc_arena *arena;                    /* scratch */
    struct PC_VEC(struct pc_compose_var) list; /* sorted by name and order once pc_compose_vars_close was called */
    bool has_guesses;
};

/* Adds the variables of one env file; files added earlier win. */
void pc_compose_vars_add(struct pc_compose_vars *vars, pc_id file, struct pc_str text, bool guessed);
void pc_compose_vars_close(struct pc_compose_vars *vars);

/* A piece of a scalar with its variables replaced. */
struct pc_compose_text {
    struct pc_str text;
    const struct pc_compose_source *source;
    const struct pc_node *node;
    size_t from;                    /* where the piece starts in node->text */
    struct pc_compose_trail *trail; /* how text came to be; NULL: it is the scalar's own */
    const struct pc_trace *trace;   /* of each byte; NULL: the scalar's own, or nobody has asked for it yet */
    bool unknown;                   /* a variable has no value: an empty string stands in its place */
    bool too_deep;                  /* unknown because variables are nested deeper than is followed */
    struct pc_str missing;          /* the first such variable's name; lives in the file's text or scratch */
    size_t seen;                    /* cursor of pc_compose_locate */
    uint32_t cursor;
};

/* Where one byte of an expanded text stands. */
struct pc_trace {
    pc_id file;
    uint32_t at;                      /* in a file; of the scalar's own bytes: in node->text */
    const struct pc_compose_var *var; /* NULL: the scalar's own byte, a default included */
    bool from_env;                    /* a variable's value, or a default */
};

struct pc_compose_text pc_compose_expand(const struct pc_compose_vars *vars, const struct pc_compose_source *source,
                                         const struct pc_node *scalar, size_t from, size_t len);

/* The value of a variable, as a text of its own (its node is NULL); false when no env file gives one. */
bool pc_compose_var_text(const struct pc_compose_vars *vars, const struct pc_compose_source *source, struct pc_str name,
                         struct pc_compose_text *text);

/* Where a piece of an expanded text stands. */
struct pc_compose_spot {
    struct pc_span span;
    struct pc_span line; /* the env file's line; length 0 when span lies in the scalar */
    bool from_env;       /* out of a variable, or the default of one */
    bool guessed;
    bool composed; /* put together from several places: span is the whole expression and does not spell the number */
};
struct pc_compose_spot pc_compose_locate(struct pc_compose_text *text, size_t from, size_t len);

/* Does the piece touch a variable without a value, so that digits may be missing from it? */
bool pc_compose_touches_hole(struct pc_compose_text *text, size_t from, size_t len);

#endif
