/* See cluster_dial.h. */
#include "cluster_dial.h"

#include "compose_ports.h"
#include "compose_settings.h"
#include "own_port.h"

/* "pricing" of pricing.shop.svc.cluster.local: the name that a Service has wherever it lies. */
static struct pc_str service_host(struct pc_str host) {
    bool full = pc_str_ends(host, PC_STR(".svc")) || pc_str_find(host, PC_STR(".svc."), 0) != PC_NPOS;
    return full ? pc_str_sub(host, 0, pc_str_find_char(host, '.', 0)) : host;
}

void pc_cluster_dial(const struct pc_cluster_dialler *from, struct pc_str host, struct pc_str digits,
                     struct pc_str qualifier) {
    uint16_t port;
    if (host.len == 0 || pc_port_parse(digits, &port) != PC_PORT_OK) {
        return;
    }
    struct pc_claim claim = {.role = PC_ROLE_DIALS,
                             .confidence = PC_STATED,
                             .environment = from->environment,
                             .place = PC_PLACE_NETWORK,
                             .flags = from->flags,
                             .ports = {port, port},
                             .span = pc_slice_span(from->ctx, digits),
                             .extent = pc_slice_span(from->ctx, pc_line_around(from->ctx, digits)),
                             .name = pc_str_dup(from->ctx->arena, host),
                             .qualifier = pc_str_dup(from->ctx->arena, qualifier),
                             .name_span = pc_slice_span(from->ctx, host),
                             .service = PC_NONE,
                             .host = PC_NONE,
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = from->container,
                             .partner = PC_NONE};
    pc_builder_claim(from->ctx->builder, &claim);
}

void pc_cluster_dial_all(const struct pc_cluster_dialler *from, struct pc_str value, struct pc_str setting) {
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    while (!pc_setting_is_no_dial(setting) && pc_address_next(value, &scan, &hit)) {
        struct pc_str host = pc_piece_text(value, hit.host), port = pc_piece_text(value, hit.port);
        bool whole = hit.host.from == 0 && host.len + 1 + port.len == value.len;
        bool binds = pc_address_is_bind(host) && !pc_address_is_loopback(host);
        if (!hit.more && !binds && (hit.scheme || whole || pc_setting_is_address(setting))) {
            pc_cluster_dial(from, service_host(host), port, setting);
        }
    }
}
