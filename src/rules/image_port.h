/* Images of products that everybody runs on one port: what nobody had to write down is known all the same. */
#ifndef PC_IMAGE_PORT_H
#define PC_IMAGE_PORT_H

#include "edges.h"

/* The one port that clients of an image dial unless it is told another: 5432 of "docker.io/library/postgres:15"; 0 when
 * that is not known. */
uint16_t pc_image_port(struct pc_str image);

/* Turns unknown edges wrong that dial such a container elsewhere, where somebody else dials it on its own port or a
 * mapping leads there, and nobody else dials the other one. */
void pc_edges_judge_images(const struct pc_rule_context *ctx, struct pc_edge *edges, size_t count);

#endif
