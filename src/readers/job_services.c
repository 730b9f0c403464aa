#include "job_services.h"

#include "compose_ports.h"
#include "config_tree.h"
#include "own_port.h"
#include "yaml_in.h"

/* "5432:5432", "5432", 5432/tcp: the number that the job's commands would dial. */
static void mention(struct pc_read_context *ctx, const struct pc_node *port) {
    if (!pc_node_is(port, PC_NODE_SCALAR) || !port->verbatim || port->aliased) {
        return;
    }
    struct pc_str text = pc_str_sub(ctx->text, port->content, port->content_length);
    struct pc_mapping mapping = pc_mapping_split(text);
    struct pc_str digits = pc_piece_text(text, mapping.host.len > 0 ? mapping.host : mapping.container);
    uint16_t number;
    if (pc_port_parse(digits, &number) == PC_PORT_OK) {
        pc_builder_mention(ctx->builder, pc_slice_span(ctx, digits),
                           "of a job's own container, gone when the job ends");
    }
}

static void mention_of(struct pc_read_context *ctx, const struct pc_node *container) {
    const struct pc_node *ports = pc_map_get(container, "ports");
    for (const struct pc_node *port = pc_node_is(ports, PC_NODE_LIST) ? ports->child : NULL; port; port = port->next) {
        mention(ctx, port);
    }
}

void pc_job_services_mention(struct pc_read_context *ctx) {
    if (pc_str_find(ctx->text, PC_STR("ports:"), 0) == PC_NPOS) {
        return;
    }
    struct pc_tree tree = pc_yaml_parse(ctx->scratch, ctx->text);
    const struct pc_node *jobs = tree.document_count > 0 ? pc_map_get(tree.documents[0], "jobs") : NULL;
    struct pc_map_iter job;
    for (pc_map_iter_init(&job, jobs); pc_map_iter_next(&job);) {
        struct pc_map_iter service;
        mention_of(ctx, pc_map_get(job.value, "container"));
        for (pc_map_iter_init(&service, pc_map_get(job.value, "services")); pc_map_iter_next(&service);) {
            mention_of(ctx, service.value);
        }
    }
}
