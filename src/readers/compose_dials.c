/* Whom a service dials: addresses in its variables and commands. */
#include "compose_claims.h"
#include "compose_listens.h"

bool pc_compose_is_self(const struct pc_compose_reading *r, struct pc_str name) {
    size_t found = pc_compose_service_named(r->dep, name);
    return found != PC_NPOS && (&r->dep->services.items[found] == r->service ||
                                r->dep->services.items[found].network == r->service->network);
}

static bool has_letter(struct pc_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (pc_is_alpha(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

/* Names of one word are containers of the network (or the container itself); anything else may be anywhere. */
static enum pc_place_kind place_of(struct pc_str host) {
    return has_letter(host) && pc_str_find_char(host, '.', 0) == PC_NPOS && pc_str_find_char(host, ':', 0) == PC_NPOS
               ? PC_PLACE_NETWORK
               : PC_PLACE_UNKNOWN;
}

void pc_compose_dial(struct pc_compose_reading *r, struct pc_compose_text *host_text, struct pc_piece host,
                     struct pc_compose_text *port_text, struct pc_piece port, struct pc_span extent) {
    struct pc_str name = pc_piece_text(host_text->text, host);
    struct pc_str digits = pc_piece_text(port_text->text, port);
    struct pc_ports ports;
    if (pc_compose_touches_hole(port_text, port.from, port.len)) {
        pc_compose_unresolved(r->dep, port_text, "a port that is dialled");
        return;
    }
    struct pc_compose_spot where = pc_compose_locate(host_text, host.from, host.len);
    struct pc_compose_spot spot = pc_compose_locate(port_text, port.from, port.len);
    enum pc_port_result result = pc_compose_ports_parse(digits, &ports);
    if (result == PC_PORT_LARGE) {
        pc_compose_invalid_port(r->dep, port_text->source, spot.span, digits, result, "the port that is dialled");
    }
    if (result != PC_PORT_OK || name.len == 0 || name.len > 253) {
        return;
    }
    struct pc_claim claim = pc_compose_claim(r->dep, r->service, PC_ROLE_DIALS, ports, &spot, extent);
    claim.name = pc_str_dup(r->dep->ctx->arena, name);
    claim.name_span = where.composed ? (struct pc_span){spot.span.file, spot.span.offset, 0} : where.span;
    claim.container = r->service->container;
    claim.place = place_of(name);
    pc_builder_claim(r->dep->ctx->builder, &claim);
}

/* The ports that a bare "name:N" may have: "postgres:16" is an image. */
static bool is_likely_port(struct pc_str digits) {
    uint16_t port;
    return pc_port_parse(digits, &port) == PC_PORT_OK && (port >= 80 || port == 22 || port == 25 || port == 53);
}

/* Without a scheme: a service of the deployment, or whatever stands in a variable that holds an address. */
static bool is_dialled(const struct pc_compose_reading *r, const struct pc_compose_text *text,
                       const struct pc_address_hit *hit, bool named) {
    struct pc_str host = pc_piece_text(text->text, hit->host);
    if (hit->scheme) {
        return true;
    }
    if (!is_likely_port(pc_piece_text(text->text, hit->port))) {
        return false;
    }
    bool service = pc_compose_service_named(r->dep, host) != PC_NPOS;
    return service || (named && !hit->more);
}

void pc_compose_dial_all(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_span extent,
                         struct pc_dial_options options) {
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    size_t told = 0;
    while (pc_address_next(text->text, &scan, &hit) && pc_compose_work(r->dep, 1)) {
        while (told < options.told_count && options.told[told].from + options.told[told].len <= hit.host.from) {
            told++;
        }
        if (told < options.told_count && options.told[told].from <= hit.host.from) {
            continue;
        }
        struct pc_str host = pc_piece_text(text->text, hit.host);
        bool binds = pc_address_is_bind(host) && !pc_address_is_loopback(host);
        if (hit.port.len == 0) {
            if (text->unknown && options.dials) {
                pc_compose_unresolved(r->dep, text, "a port that is dialled");
            }
        } else if (binds) {
            /* "postgres://${DB_HOST}:5432" of a variable without a value: somebody, and not the service itself. */
            bool known = !text->unknown || !pc_compose_touches_hole(text, hit.host.from, hit.host.len);
            if (options.binds && hit.scheme && known) {
                pc_compose_listen_text(r, text, hit.port, extent, PC_CLAIM_EXPOSE);
            }
        } else if (options.dials && is_dialled(r, text, &hit, options.named)) {
            pc_compose_dial(r, text, hit.host, text, hit.port, extent);
        }
    }
}
