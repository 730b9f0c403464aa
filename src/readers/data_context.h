/* What a mapping or a name of a YAML or JSON registry says of everything in it. */
#ifndef PC_DATA_CONTEXT_H
#define PC_DATA_CONTEXT_H

#include "data_claims.h"
#include "data_words.h"

/* Takes what the mapping says of everything in it into the scope: host, environment, protocol, status, address, and
 * when it is an entry its name. */
void pc_data_context(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *map, bool entry);

/* Says its own name in a field. */
bool pc_data_has_name(const struct pc_node *map);

void pc_data_set_status(struct pc_data_scope *scope, enum pc_data_status status);

/* A key, or a scalar, as the name of the scope; "reserved" and "free" are no names but what they say. */
void pc_data_name(struct pc_data_reader *r, struct pc_data_scope *scope, const struct pc_node *node,
                  struct pc_str text);

/* A mention of the host that a scalar names, with its address (also) when that is known too; PC_NONE when it names no
 * machine (localhost, a public domain, the service itself). */
pc_id pc_data_host(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value,
                   struct pc_str also);

/* One host for all of the scope. */
void pc_data_on_host(struct pc_data_reader *r, struct pc_data_scope *scope, pc_id host);

/* The first field of that word that holds a text: no port, no true or false. NULL when there is none. */
const struct pc_node *pc_data_text_field(const struct pc_node *map, enum pc_data_word word);

/* "future growth": a purpose that gives a reservation to nobody. */
bool pc_data_is_growth(struct pc_str text);

#endif
