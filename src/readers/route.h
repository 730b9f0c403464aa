/* Claims of route and monitoring configuration: who is dialled, where something listens. Shared by their readers.
 *
 * A word is an address in the file: the bytes of a text format, or a scalar of a tree. A claim is made of it only when
 * its port is written there; a host or port that is filled in later is a mention or PC006, an impossible port PC106. */
#ifndef PC_ROUTE_H
#define PC_ROUTE_H

#include "endpoint.h"
#include "reader.h"

struct pc_route_word {
    struct pc_str text;
    const struct pc_node *node; /* text is its text, or a piece of it; NULL: text is a slice of the file */
};

/* What surrounds the word. */
struct pc_route_how {
    struct pc_span extent;   /* the entry; length 0: the word itself */
    struct pc_str qualifier; /* host name, job, upstream...; may be empty */
    uint32_t flags;          /* pc_claim_flag bits */
    enum pc_place_kind place;
    enum pc_protocol protocol;  /* ANY: of dials, tcp when the word has a scheme */
    struct pc_str default_host; /* dials: whom ":8080" means; empty: such a word makes no claim */
    bool from_default;          /* the word is the default of a variable */
    const char *only_mention;   /* dials: why there is no claim, only a mention; NULL */
};

struct pc_route_word pc_route_scalar(const struct pc_node *node); /* node may be NULL or no scalar: an empty word */
struct pc_route_word pc_route_slice(struct pc_str slice);         /* of the file's text */

struct pc_span pc_route_span(const struct pc_read_context *ctx, struct pc_str slice); /* of the file's text */
struct pc_span pc_route_node_span(const struct pc_read_context *ctx, const struct pc_node *node);

/* The word says who is dialled: "host:port" or an URL. Nothing when it states no port. */
void pc_route_dial(struct pc_read_context *ctx, struct pc_route_word word, const struct pc_route_how *how);

/* The word says where something listens: "port", ":port", "address:port", "*:port", "[::]:port". 0 means none. */
void pc_route_listen(struct pc_read_context *ctx, struct pc_route_word word, const struct pc_route_how *how);

/* Host and port stand apart. The host's word may be empty (how->default_host counts then). */
void pc_route_dial_split(struct pc_read_context *ctx, struct pc_route_word host, struct pc_route_word port,
                         const struct pc_route_how *how);

/* PC006 at a word whose port is filled in later. */
void pc_route_unresolved(struct pc_read_context *ctx, struct pc_route_word word);

#endif
