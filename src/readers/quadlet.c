/* Podman quadlets: a container that systemd starts. The quadlets of one directory are one deployment. */
#include "command_line.h"
#include "compose_ports.h"
#include "endpoint.h"
#include "own_port.h"
#include "path.h"
#include "vec.h"

enum { MAPPINGS_MAX = 256 }; /* that are held against later ones */

struct quadlet {
    struct pc_read_context *ctx;
    enum pc_environment environment;
    struct pc_str name;
    pc_id container;
    struct PC_VEC(struct pc_str) mappings;
};

static pc_id claim(const struct quadlet *q, struct pc_str digits, enum pc_role role, uint32_t flags,
                   enum pc_protocol protocol, struct pc_str extent) {
    struct pc_own_port own = {.role = role,
                              .confidence = PC_STATED,
                              .environment = q->environment,
                              .protocol = protocol,
                              .flags = flags,
                              .extent = pc_slice_span(q->ctx, extent),
                              .name = q->name,
                              .in_unit = true,
                              .container = q->container};
    return pc_own_port_claim(q->ctx, digits, &own);
}

/* A piece that is one port or a range, both ends of it in the claim. */
static pc_id claim_piece(const struct quadlet *q, struct pc_str text, enum pc_role role, uint32_t flags,
                         enum pc_protocol protocol, struct pc_str extent) {
    struct pc_ports ports;
    size_t dash = pc_str_find_char(text, '-', 0);
    pc_id id = claim(q, pc_str_sub(text, 0, dash), role, flags, protocol, extent);
    if (id != PC_NONE && dash != PC_NPOS && pc_compose_ports_parse(text, &ports) == PC_PORT_OK) {
        struct pc_claim *made = pc_builder_claim_at(q->ctx->builder, id);
        made->ports = ports;
        made->span = pc_slice_span(q->ctx, text);
    }
    return id;
}

/* Podman takes the same mapping twice for one. */
static bool is_known(struct quadlet *q, struct pc_str value) {
    for (size_t i = 0; i < q->mappings.count; i++) {
        if (pc_str_eq_nocase(q->mappings.items[i], value)) {
            return true;
        }
    }
    if (q->mappings.count < MAPPINGS_MAX) {
        *PC_PUSH(&q->mappings, q->ctx->scratch) = value;
    }
    return false;
}

/* "8082:80", "127.0.0.1:8082:80/tcp", "80": the last piece is the container's; alone it gets any port of the host. */
static void read_publish(struct quadlet *q, struct pc_str value, struct pc_str line) {
    struct pc_mapping mapping = pc_mapping_split(value);
    enum pc_protocol protocol;
    struct pc_str inside = pc_piece_text(value, mapping.container);
    struct pc_str outside = pc_piece_text(value, mapping.host);
    if (pc_text_is_open(value) || !pc_compose_protocol_parse(pc_piece_text(value, mapping.protocol), &protocol)) {
        return;
    }
    pc_id listens = claim_piece(q, inside, PC_ROLE_LISTENS, PC_CLAIM_TARGET, protocol, line);
    pc_id publishes = PC_NONE;
    if (outside.len > 0) {
        struct pc_str address = pc_piece_text(value, mapping.address);
        bool loopback = address.len > 0 && pc_address_is_loopback(address);
        publishes = claim_piece(q, outside, PC_ROLE_PUBLISHES, loopback ? PC_CLAIM_LOOPBACK : 0u, protocol, line);
        if (publishes != PC_NONE) {
            struct pc_claim *made = pc_builder_claim_at(q->ctx->builder, publishes);
            made->address = pc_str_dup(q->ctx->arena, address);
            made->flags |= is_known(q, value) ? PC_CLAIM_REPEATED : 0u;
        }
    }
    if (listens != PC_NONE && publishes != PC_NONE) {
        pc_builder_claim_at(q->ctx->builder, publishes)->partner = listens;
        pc_builder_claim_at(q->ctx->builder, listens)->partner = publishes;
    }
}

static void read_variable(const struct quadlet *q, struct pc_str value, struct pc_str line) {
    if (pc_str_starts(value, PC_STR("PORT="))) {
        struct pc_str digits = pc_number_at(value, 5);
        if (digits.len > 0) {
            claim(q, digits, PC_ROLE_LISTENS, PC_CLAIM_PORT_VAR, PC_PROTO_TCP, line);
        }
    }
}

static void read_command(const struct quadlet *q, struct pc_str value, struct pc_str line) {
    struct pc_command_ports ports = {0};
    pc_command_ports_add(q->ctx->scratch, value, &ports);
    for (size_t i = 0; i < ports.list.count; i++) {
        const struct pc_command_port *port = &ports.list.items[i];
        if (!port->open && !port->fallback) {
            claim(q, port->digits, PC_ROLE_LISTENS, port->side ? PC_CLAIM_EXPOSE : PC_CLAIM_FLAG, PC_PROTO_TCP, line);
        }
    }
}

/* The value of a "Key=value" line; empty when it is another key's. */
static struct pc_str value_of(struct pc_str line, const char *key) {
    size_t equals = pc_str_find_char(line, '=', 0);
    bool same = equals != PC_NPOS && pc_str_eq_nocase(pc_str_trim(pc_str_sub(line, 0, equals)), pc_str_c(key));
    return same ? pc_str_trim(pc_str_sub(line, equals + 1, line.len)) : PC_EMPTY;
}

/* The last value that a key is given. */
static struct pc_str setting(struct pc_str text, const char *key) {
    struct pc_str line, found = PC_EMPTY;
    for (bool done = false; pc_str_split(&text, '\n', &line, &done);) {
        struct pc_str value = value_of(pc_str_trim(line), key);
        found = value.len > 0 ? value : found;
    }
    return found;
}

static void read_quadlet(struct pc_read_context *ctx) {
    struct pc_str written = setting(ctx->text, "ContainerName");
    struct pc_str name = written.len > 0 && !pc_text_is_open(written) ? written : pc_path_stem(ctx->path);
    struct quadlet q = {ctx, pc_environment_of_path(ctx->path), pc_str_dup(ctx->arena, name), PC_NONE, {0}};
    struct pc_unit_draft unit = {.file = ctx->file,
                                 .environment = q.environment,
                                 .name = q.name,
                                 .name_span = {ctx->file, 0, 0},
                                 .image = pc_str_dup(ctx->arena, setting(ctx->text, "Image")),
                                 .host_network = pc_str_eq(setting(ctx->text, "Network"), PC_STR("host"))};
    if (written.len > 0 && name.ptr == written.ptr) {
        unit.name_span = pc_slice_span(ctx, written);
    }
    q.container = pc_builder_unit(ctx->builder, &unit);
    struct pc_str rest = ctx->text, line;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        line = pc_str_trim(line);
        if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == ';') {
            continue;
        }
        struct pc_str published = value_of(line, "PublishPort"), variable = value_of(line, "Environment");
        struct pc_str command = value_of(line, "Exec");
        if (published.len > 0 && !unit.host_network) { /* on the host's own network nothing is mapped */
            read_publish(&q, published, line);
        } else if (variable.len > 0) {
            read_variable(&q, variable, line);
        } else if (command.len > 0) {
            read_command(&q, command, line);
        }
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    bool named = pc_str_ends(look->path, PC_STR(".container"));
    return named && !pc_path_is_aside(look->path) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_str_find(text, PC_STR("[Container]"), 0) != PC_NPOS;
}

const struct pc_reader pc_reader_quadlet = {
    .name = "quadlet",
    .summary = "Podman quadlets: published ports of containers that systemd starts",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_quadlet,
};
