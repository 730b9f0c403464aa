/* Port mappings as compose writes them: "IP:HOST:CONTAINER/proto" and single pieces. Pure text; nothing is known of
 * files here. */
#ifndef PC_COMPOSE_PORTS_H
#define PC_COMPOSE_PORTS_H

#include "port.h"
#include "str.h"

/* One piece of a mapping's text. */
struct pc_piece {
    size_t from, len; /* len 0: not written */
};

/* The pieces of "IP:HOST:CONTAINER/proto". */
struct pc_mapping {
    struct pc_piece address; /* without brackets */
    struct pc_piece host;
    struct pc_piece container;
    struct pc_piece protocol; /* behind the '/' */
};

/* Splits from the right, so that an address may hold colons. A ':' or '/' inside ${...} does not count. */
struct pc_mapping pc_mapping_split(struct pc_str text);

struct pc_str pc_piece_text(struct pc_str text, struct pc_piece piece);

/* A port or a range as Docker reads it: N or N-M, digits only. */
enum pc_port_result pc_compose_ports_parse(struct pc_str s, struct pc_ports *ports);

/* "tcp", "udp", "sctp" in any case; empty is tcp. False for anything else. */
bool pc_compose_protocol_parse(struct pc_str s, enum pc_protocol *protocol);

/* 127.0.0.0/8, ::1, localhost; without brackets. */
bool pc_address_is_loopback(struct pc_str address);

/* "", 0.0.0.0, ::, *, +, loopback: an address that a program binds, never one that it dials in a container's network.
 * With brackets or without. */
bool pc_address_is_bind(struct pc_str address);

/* "PORT", ":PORT", "ADDRESS:PORT", with a scheme before it or not, and nothing behind but '/': *address is without
 * brackets, *port the digits as a piece of text. False when text is no such thing. The port's value is not looked at.
 */
bool pc_address_split(struct pc_str text, struct pc_str *address, struct pc_piece *port);

/* Addresses with ports inside free text. Start with {0}. */
struct pc_address_scan {
    size_t at, floor; /* hosts do not reach below floor */
    bool scheme;      /* "://" stands in the current word */
    bool path;        /* the word's hosts are over */
};

struct pc_address_hit {
    struct pc_piece host; /* without brackets; len 0: "://:8080", ":8080" */
    struct pc_piece port; /* digits; len 0 when the text ends or goes on with '/' behind "scheme://host:" */
    bool scheme;          /* "scheme://" stands before it, or before a list of which it is a part */
    bool more;            /* another ':' follows */
};

/* The next "host:port". Names and IPv4 addresses, IPv6 in brackets; no times, no versions ("12:30", "node:18-slim"), no
 * passwords
 * ("user:12@host"). Linear over all calls. */
bool pc_address_next(struct pc_str text, struct pc_address_scan *scan, struct pc_address_hit *hit);

#endif
