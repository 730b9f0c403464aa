/* "scheme://user:pass@host:port/path" and its shorter forms: "host:port", "[v6]:port", ":port", "host". Pure text;
 * every part is a slice of the text given, so that its place is known. Who signs in, and with what, is skipped and
 * never kept. */
#ifndef PC_ENDPOINT_H
#define PC_ENDPOINT_H

#include <stdbool.h>

#include "port.h"
#include "str.h"

struct pc_endpoint {
    struct pc_str scheme;       /* "http"; empty when none is written */
    struct pc_str host;         /* as written, without brackets; empty in ":8080" */
    struct pc_str port;         /* what stands between ':' and the path; empty when there is none */
    struct pc_str path;         /* from '/', '?' or '#' on; may be empty */
    bool v6;                    /* the host stood in brackets */
    bool open_scheme;           /* filled in later: a variable or a template's marker */
    bool open_host;             /* the same, or what no host name may hold */
    bool open_port;             /* the same; result is NONE then */
    enum pc_port_result result; /* of port; NONE when there is none or it does not begin like a number */
    struct pc_ports ports;      /* when result is OK; one port, or a range "8000-8010" */
};

/* Reads the whole of text, blanks around it left out. False when it is nothing of the kind: empty, blanks inside,
 * "unix:///run/x", an IPv6 address without brackets, a path. */
bool pc_endpoint_parse(struct pc_str text, struct pc_endpoint *endpoint);

/* Something stands in text that a program fills in: {{ }}, ${ }, $name, %{ }, <% %>, {$NAME}. */
bool pc_text_is_open(struct pc_str text);

/* The length of the marker at the start of text, with all that it encloses; 0 when none starts there. Of one that does
 * not end, all of text. */
size_t pc_marker_length(struct pc_str text);

/* Four numbers with dots, each below 256. */
bool pc_is_ipv4(struct pc_str host);

#endif
