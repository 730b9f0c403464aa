/* Configuration files that are trees (YAML, JSON, TOML): read by their shape, whatever they are called. prometheus.yml
 * in a folder of data sources is a data source, and one file may be two things: Promtail scrapes and listens. */
#ifndef PC_CONFIG_TREE_H
#define PC_CONFIG_TREE_H

#include "reader.h"
#include "route.h"

struct pc_config_shape {
    bool (*fits)(const struct pc_node *root);
    void (*read)(struct pc_read_context *ctx, const struct pc_node *root);
};

/* The read function of all readers of such files: parses, tells the troubles, applies every shape that fits. */
void pc_config_tree_read(struct pc_read_context *ctx);

/* A scalar's text; empty for anything else. */
struct pc_str pc_node_text(const struct pc_node *node);

/* Keys are compared without case: of "entryPoints" and "entrypoints" each is written. */
const struct pc_node *pc_map_get_nocase(const struct pc_node *map, const char *key);

bool pc_node_is(const struct pc_node *node, enum pc_node_kind kind); /* false for NULL */

extern const struct pc_config_shape pc_shape_cloudflared;      /* cloudflared.c */
extern const struct pc_config_shape pc_shape_prometheus;       /* prometheus.c */
extern const struct pc_config_shape pc_shape_prometheus_files; /* prometheus.c: file_sd lists */
extern const struct pc_config_shape pc_shape_datasources;      /* grafana.c */
extern const struct pc_config_shape pc_shape_contact_points;   /* grafana.c */
extern const struct pc_config_shape pc_shape_loki;             /* loki.c: Loki, Tempo, Promtail, Mimir */
extern const struct pc_config_shape pc_shape_alertmanager;     /* alertmanager.c */
extern const struct pc_config_shape pc_shape_otel;             /* otel.c */
extern const struct pc_config_shape pc_shape_traefik;          /* traefik.c */

#endif
