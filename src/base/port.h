/* Port numbers and closed port ranges, read strictly. */
#ifndef PC_PORT_H
#define PC_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

/* A closed interval of ports, 1 <= lo <= hi <= 65535. Never enumerated. */
struct pc_ports {
    uint16_t lo;
    uint16_t hi;
};

enum pc_protocol { PC_PROTO_ANY = 0, PC_PROTO_TCP, PC_PROTO_UDP, PC_PROTO_SCTP };

enum pc_port_result {
    PC_PORT_OK = 0,
    PC_PORT_NONE,    /* no number there */
    PC_PORT_ZERO,    /* 0 */
    PC_PORT_LARGE,   /* above 65535, any number of digits */
    PC_PORT_ODD,     /* a leading zero, sign, hex or exponent form, thousands separator: not a plain decimal */
    PC_PORT_REVERSED /* lo > hi */
};

/* Reads the digits at the start of s (ASCII only). *used: bytes of the digit run. A leading zero of a number with more
 * digits is PC_PORT_ODD. Does not look at what follows. */
enum pc_port_result pc_port_scan(struct pc_str s, uint16_t *port, size_t *used);

/* The whole of s is one plain port number, without blanks around it. NONE when s does not begin like a number. */
enum pc_port_result pc_port_parse(struct pc_str s, uint16_t *port);

/* The whole of s is N or N<sep>M, where sep is '-', an en or em dash, U+2212, "to" or "..", with or without blanks. */
enum pc_port_result pc_ports_parse(struct pc_str s, struct pc_ports *ports);

/* A digit of another script, or one that only looks like 0-9. */
bool pc_is_foreign_digit(uint32_t code);

bool pc_ports_overlap(struct pc_ports a, struct pc_ports b);
bool pc_ports_contain(struct pc_ports outer, struct pc_ports inner);
bool pc_ports_eq(struct pc_ports a, struct pc_ports b);
int pc_ports_cmp(struct pc_ports a, struct pc_ports b);
bool pc_protocols_overlap(enum pc_protocol a, enum pc_protocol b); /* ANY overlaps each */
const char *pc_protocol_name(enum pc_protocol protocol);           /* "tcp", "udp", "sctp"; "any" */
/* "tcp", "TCP", "HTTP", "gRPC", "udp", "TCP/UDP" (sets both). *second is PC_PROTO_ANY when there is only one. Three or
 * more give ANY. False when a word of s is no protocol that is known. */
bool pc_protocol_parse(struct pc_str s, enum pc_protocol *first, enum pc_protocol *second);

#endif
