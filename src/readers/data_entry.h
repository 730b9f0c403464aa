/* Entries of a YAML or JSON registry: mappings that say something of one service. */
#ifndef PC_DATA_ENTRY_H
#define PC_DATA_ENTRY_H

#include "data_context.h"

/* Has a field for its port. named: its key or list says whose, so that "ports" is a field and not a list of
 * everybody's, and "internal: 80" its port and not a service. */
bool pc_data_is_entry(const struct pc_node *map, bool named);

/* Most of its keys are ports. */
bool pc_data_is_keyed(const struct pc_node *map);

/* Its values are ports, its keys parts of one service or environments. */
bool pc_data_is_parts(const struct pc_node *map);

/* The entry's claims. */
void pc_data_entry(struct pc_data_reader *r, struct pc_data_scope scope, const struct pc_node *map);

/* The value of a field that holds ports: a scalar, a list, or a mapping of parts. */
void pc_data_ports(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *value,
                   enum pc_data_place place);

/* Extent from the key to the end of the value. */
struct pc_span pc_data_extent(const struct pc_data_reader *r, const struct pc_node *value);

/* A mapping keyed by port: a claim for each key. */
void pc_data_keyed(struct pc_data_reader *r, const struct pc_data_scope *scope, const struct pc_node *map);

#endif
