/* Program text being read for the ports that it takes when nothing is set. Shared by the parts of the source reader and
 * by readers of configuration that is written as a program. */
#ifndef PC_SOURCE_H
#define PC_SOURCE_H

#include "own_port.h"
#include "source_code.h"
#include "vec.h"

/* REDIS_HOST beside REDIS_PORT: kept until the whole file was seen. */
struct pc_source_setting {
    struct pc_str variable;
    struct pc_str value; /* a slice of the file's text */
};

struct pc_source {
    struct pc_read_context *ctx;
    struct pc_str code; /* the text without comments, same offsets */
    enum pc_language language;
    struct pc_service_place place;
    enum pc_environment environment; /* of what the file starts */
    struct PC_VEC(struct pc_source_setting) hosts;
    struct PC_VEC(struct pc_source_setting) others; /* ports that may be another one's */
    size_t constants;                               /* looked for so far */
    const char *claimed;                            /* the number claimed last: two variables may share it */
};

struct pc_source pc_source_open(struct pc_read_context *ctx, enum pc_language language);

/* A piece of source->code as a slice of the file's text. */
struct pc_str pc_source_slice(const struct pc_source *source, struct pc_str piece);

/* A claim that the service of the file takes this port (a piece of the code). */
void pc_source_own(struct pc_source *source, struct pc_str digits, enum pc_confidence confidence,
                   struct pc_str qualifier);

/* The number that a constant of the file has; a file full of them is looked through only so often. */
struct pc_str pc_source_constant(struct pc_source *source, struct pc_str name);

/* source_env.c: variables with a value that stands in for them. */
void pc_source_variables(struct pc_source *source);

/* source_calls.c: calls that listen on a number. */
void pc_source_calls(struct pc_source *source);

/* Does the text hold a word for port (not "import", "support"), an address with a port, or a call of listen? Cheap. */
bool pc_source_may_state(struct pc_str text);

#endif
