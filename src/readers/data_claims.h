/* Claims of a YAML or JSON registry: what the surroundings of a number say, and the number itself. */
#ifndef PC_DATA_CLAIMS_H
#define PC_DATA_CLAIMS_H

#include "reader.h"

/* A map or list that holds entries; becomes a section when its first claim is made. */
struct pc_data_section {
    struct pc_section section;
    pc_id id; /* PC_NONE until then */
};

/* What is known about the numbers below a place in the tree; copied on the way down. */
struct pc_data_scope {
    struct pc_str name; /* whose port; empty: not known yet */
    struct pc_span name_span;
    struct pc_str qualifier; /* "metrics" */
    struct pc_str container; /* name of its container; empty */
    struct pc_span container_span;
    struct pc_str address; /* bind address; empty */
    const pc_id *hosts;    /* mentions; a claim for each */
    size_t host_count;
    enum pc_environment environment;
    enum pc_protocol protocols[2]; /* the second ANY: one claim only */
    enum pc_role role;
    uint32_t flags;
    pc_id range;           /* declared around it, PC_NONE */
    bool entries;          /* stands below services, assignments...: a key is a service, not a group */
    bool dead;             /* deprecated or free: claims nothing */
    bool in_list;          /* an item of a list */
    struct pc_span extent; /* the entry */
    struct pc_data_section *section;
};

struct pc_data_reader {
    struct pc_read_context *ctx;
    size_t statements; /* claims and ranges made */
};

struct pc_span pc_data_span(const struct pc_data_reader *r, uint32_t offset, uint32_t length);
/* A node's text that lives as long as the registry, and where it stands. */
struct pc_str pc_data_keep(const struct pc_data_reader *r, struct pc_str text, const struct pc_node *node);
struct pc_span pc_data_text_span(const struct pc_data_reader *r, const struct pc_node *node);

/* Claims for one port or range that stands at span. inner: a container's own port, not the host's.
 * When the bytes there do not spell them (two bounds, escapes, variables), the claims are PC_CLAIM_COMPOSED. */
void pc_data_claim(struct pc_data_reader *r, const struct pc_data_scope *scope, struct pc_ports ports,
                   struct pc_span span, bool inner, uint32_t flags);

/* How a scalar in a port's place is read. */
enum pc_data_place {
    PC_DATA_HERE,   /* a port must stand there: anything else is invalid */
    PC_DATA_INSIDE, /* the same, of the container */
    PC_DATA_LIKELY, /* its neighbours are ports: a number that is none is invalid, words are something else */
    PC_DATA_MAYBE   /* a plain number is a port, anything else is something else */
};
/* A scalar: "3000", "3000-3009", "3000, 3001", "53/udp", "8080:80", "127.0.0.1:8080:80", "${PORT:-3000}". */
void pc_data_port(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value,
                  enum pc_data_place place);

/* Where the number of a scalar stands that is nothing but one. */
struct pc_span pc_data_number_span(const struct pc_data_reader *r, const struct pc_node *node);

/* Whether a scalar is one port, as pc_data_port would take it for MAYBE. */
bool pc_data_is_port(const struct pc_node *node, struct pc_ports *ports);

/* A range: "3000-3099", [3000, 3099], or from and to. False when it is none, and told so. */
bool pc_data_range(struct pc_data_reader *r, const struct pc_node *value, struct pc_ports *ports, struct pc_span *span);
bool pc_data_bounds(struct pc_data_reader *r, const struct pc_node *from, const struct pc_node *to,
                    struct pc_ports *ports, struct pc_span *span);

/* Declares a range of ports; returns its id. */
pc_id pc_data_declare(struct pc_data_reader *r, const struct pc_data_scope *scope, struct pc_ports ports,
                      struct pc_span span, struct pc_str purpose, bool heading);

/* Numbers of a node and below it that are told apart from ports on purpose. Recursion is bounded by the parsers. */
void pc_data_mention(struct pc_data_reader *r, const struct pc_node *node, const char *why);

void pc_data_invalid(struct pc_data_reader *r, const struct pc_node *value, struct pc_span span,
                     enum pc_port_result result);

#endif
