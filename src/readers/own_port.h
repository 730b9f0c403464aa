/* Ports that a service's own files state: source defaults, env files, images, units that start it. Whose they are is
 * said by where the file lies. */
#ifndef PC_OWN_PORT_H
#define PC_OWN_PORT_H

#include "reader.h"

struct pc_own_port {
    enum pc_role role; /* DEFAULT and PUBLISHES are ports of a host, LISTENS is inside a container */
    enum pc_confidence confidence;
    enum pc_environment environment;
    enum pc_protocol protocol;
    uint32_t flags;
    struct pc_span extent;   /* length 0: the line */
    struct pc_str qualifier; /* "preview", "metrics", a variable's name */
    struct pc_str name;      /* whose it is, as the file says; empty: of the service of dir */
    struct pc_span name_span;
    bool in_unit; /* what a unit or manifest starts: container says which (pc_builder_unit) */
    pc_id container;
    struct pc_str dir; /* with an empty name: pc_service_dir_above(...).dir and its like */
};

/* A claim of the number at digits, a slice of the file's text. Of the file's example siblings (".env.example") the
 * confidence is guessed whatever is said. 0 means "any" and claims nothing; a number above 65535 is PC106. PC_NONE when
 * there is no claim. */
pc_id pc_own_port_claim(struct pc_read_context *ctx, struct pc_str digits, const struct pc_own_port *own);

/* PC006: the port of this slice of the file's text is filled in elsewhere. */
void pc_own_port_unresolved(struct pc_read_context *ctx, struct pc_str slice);

/* A slice of the file's text as a span. */
struct pc_span pc_slice_span(const struct pc_read_context *ctx, struct pc_str slice);

/* The line of the file's text that holds a slice of it, blanks around it left out. */
struct pc_str pc_line_around(const struct pc_read_context *ctx, struct pc_str slice);

struct pc_service_place {
    struct pc_str dir; /* "" is the root's own, which is no service */
    bool known;        /* something there says that it is a service: a manifest, a Dockerfile, a folder "services" */
};

/* The nearest directory at or above dir that looks like a service. When only the root does, the folder of the root that
 * dir lies in, but for those that hold parts of one program ("src", "config"); when none does, dir without such folders
 * at its end. */
struct pc_service_place pc_service_dir_above(const struct pc_read_context *ctx, struct pc_str dir);

/* Tests, fixtures, examples, documentation, foreign and generated code: what stands there starts nothing. */
bool pc_path_is_aside(struct pc_str path);

/* A file that only shows what another one looks like: ".env.example", "config.sample.yml". */
bool pc_path_is_sample(struct pc_str path);

/* The environment that a word of s names ("dev", "start:prod"); PC_ENV_UNKNOWN when none does. Of a path: its base
 * name, else its deepest directory that is wholly such a word. */
enum pc_environment pc_environment_of_words(struct pc_str s);
enum pc_environment pc_environment_of_path(struct pc_str path);

/* A whole number at text[at]: nothing of a word or number stands around it. Its digits; empty when there is none. */
struct pc_str pc_number_at(struct pc_str text, size_t at);

/* Is what stands before text[at] the mark of a variable, so that the host there ("$host:9100") is none? */
bool pc_host_is_variable(struct pc_str text, size_t at);

/* "3000", or 3000 of "${PORT:-3000}" and "${PORT:3000}", at text[at]. *fallback: it is what stands in when a variable
 * is not set. *end: behind it. Empty when there is none. */
struct pc_str pc_port_word_at(struct pc_str text, size_t at, bool *fallback, size_t *end);

#endif
