/* The grammar of a port cell: "3001", "**3001**", "3006-3009 *(reserved)*", "9000 (API), 9001 (Console)", "8380:8080",
 * "53/udp", "127.0.0.1:5432", "30xx", "8150+", "${WEB_PORT:-3000}", ... */
#ifndef PC_PORT_CELL_H
#define PC_PORT_CELL_H

#include "md_flat.h"
#include "port.h"

/* One port or range of a cell. Places are indices into the flat text. */
struct pc_cell_port {
    struct pc_ports ports;
    size_t from, to; /* the digits, or "30xx", "8150+" */
    bool open;       /* "8150+" or "30xx": a range by pattern */
    bool has_target; /* host:container, host -> container */
    struct pc_ports target;
    size_t target_from, target_to;
    enum pc_protocol protocol, second; /* PC_PROTO_ANY: not stated */
    size_t address_from, address_to;   /* "127.0.0.1"; equal when none */
    size_t word_from, word_to;         /* a qualifier: "API", "p2p"; equal when none */
    enum pc_environment environment;
    bool derived;  /* the default of a ${VARIABLE} */
    bool internal; /* said to be inside a container */
    bool external; /* said to be outside */
    bool reserved;
    bool dead; /* struck out, "(was ...)", deprecated */
    bool future;
};

/* What could not be made a port of. */
enum pc_cell_fault { PC_CELL_FINE, PC_CELL_UNREADABLE, PC_CELL_INVALID, PC_CELL_UNRESOLVED };

struct pc_port_cell {
    const struct pc_cell_port *ports;
    size_t count;
    bool empty;               /* nothing in it, or words that mean no port ("-", "internal") */
    bool reserved;            /* no port, but "(reserved)" */
    enum pc_cell_fault fault; /* the first one; ports before and behind it are kept */
    enum pc_port_result why;  /* PC_CELL_INVALID */
    size_t fault_from, fault_to;
    bool has_digits; /* the faulty piece holds digits of some script */
};

struct pc_port_cell pc_port_cell_parse(struct pc_arena *arena, struct pc_flat flat);

/* One port, range, pattern, address with a port, mapping or ${VARIABLE:-port} that starts at `at`, with a protocol
 * directly behind it ("/udp"). */
enum pc_port_found {
    PC_FOUND_NOTHING,   /* no number there */
    PC_FOUND_PORT,      /* *port is filled, *end is behind it */
    PC_FOUND_INVALID,   /* a number that is none: *why; *end is behind it */
    PC_FOUND_UNRESOLVED /* a variable without a default */
};
enum pc_port_found pc_port_at(struct pc_arena *arena, struct pc_flat flat, size_t at, struct pc_cell_port *port,
                              size_t *end, enum pc_port_result *why);

/* What brackets or words say about the port before them. */
void pc_port_apply(struct pc_arena *arena, struct pc_flat flat, size_t from, size_t to, struct pc_cell_port *port);

/* The place behind the ')' of the '(' at `at`, or 0 when it is not closed soon. */
size_t pc_flat_close(struct pc_flat flat, size_t at);

#endif
