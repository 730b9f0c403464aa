/* Command lines as scripts, Dockerfiles, units and package.json write them: the ports that their programs bind. Pure
 * text; every answer is a slice of the text given. */
#ifndef PC_COMMAND_LINE_H
#define PC_COMMAND_LINE_H

#include "arena.h"
#include "str.h"
#include "vec.h"

struct pc_command_port {
    struct pc_str digits;
    bool fallback; /* of "${PORT:-3000}" */
    bool side;     /* of a port beside the main one: --metrics-port 9100 */
    bool open;     /* the value is a variable without a default: digits is empty, value is it */
    struct pc_str value;
    struct pc_str flag; /* "port", "bind"; "PORT" of an assignment; empty of "runserver 8000" */
    struct pc_str dir;  /* of a "cd DIR &&" before it; empty when there is none */
};

struct pc_command_ports {
    struct PC_VEC(struct pc_command_port) list;
};

/* Adds what the commands of text bind. Quotes, brackets and commas of an argument list (["a", "b"]) separate words like
 * blanks, so that both forms of CMD read alike. Programs that dial when they are given a port (psql, curl) bind none.
 * Linear. */
void pc_command_ports_add(struct pc_arena *arena, struct pc_str text, struct pc_command_ports *ports);

/* A number with this flag is taken for a port: "-p 4" may be anything. */
bool pc_command_number_fits(struct pc_str flag, struct pc_str digits);

#endif
