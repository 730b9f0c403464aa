/* See say.h. */
#include "say.h"

#include <stdarg.h>
#include <string.h>

struct pc_finding *pc_say(const struct pc_rule_context *ctx, enum pc_level fallback, const char *format, ...) {
    const struct pc_rule_info *info = &ctx->rule->info;
    enum pc_level level =
        pc_config_level(ctx->config, info->code, info->name, fallback == PC_LEVEL_DEFAULT ? info->level : fallback);
    struct pc_buf text;
    pc_buf_init(&text, ctx->arena);
    va_list args;
    va_start(args, format);
    pc_buf_vaddf(&text, format, args);
    va_end(args);
    return pc_finding_new(ctx->out, info, level, "%.*s", PC_ARG(pc_buf_str(&text)));
}

struct pc_str pc_service_name(const struct pc_rule_context *ctx, pc_id service) {
    return service == PC_NONE ? PC_EMPTY : ctx->reg->services[service].name;
}

struct pc_str pc_say_on_host(const struct pc_rule_context *ctx, pc_id host) {
    if (host == PC_NONE || !ctx->reg->hosts[host].named) {
        return PC_EMPTY;
    }
    return pc_str_fmt(ctx->arena, " on `%.*s`", PC_ARG(ctx->reg->hosts[host].name));
}

struct pc_str pc_say_ports(struct pc_arena *arena, const struct pc_ports *ports, size_t count) {
    struct pc_buf buf;
    pc_buf_init(&buf, arena);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            pc_buf_adds(&buf, i + 1 == count ? " and " : ", ");
        }
        if (ports[i].lo == ports[i].hi) {
            pc_buf_addf(&buf, "%u", (unsigned)ports[i].lo);
        } else {
            pc_buf_addf(&buf, "%u-%u", (unsigned)ports[i].lo, (unsigned)ports[i].hi);
        }
    }
    return pc_buf_str(&buf);
}

void pc_port_set_add(struct pc_arena *arena, struct pc_port_set *set, struct pc_ports ports) {
    size_t low = 0, high = set->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_ports_cmp(set->list.items[middle], ports) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < set->list.count && pc_ports_eq(set->list.items[low], ports)) {
        return;
    }
    *PC_PUSH(&set->list, arena) = ports;
    memmove(&set->list.items[low + 1], &set->list.items[low], (set->list.count - 1 - low) * sizeof ports);
    set->list.items[low] = ports;
}

struct pc_str pc_port_set_text(struct pc_arena *arena, const struct pc_port_set *set) {
    return pc_say_ports(arena, set->list.items, set->list.count);
}

void pc_say_free_port(const struct pc_rule_context *ctx, struct pc_finding *f, pc_id host, uint16_t near) {
    const struct pc_range *best = NULL;
    for (size_t i = 0; i < ctx->reg->range_count; i++) {
        const struct pc_range *range = &ctx->reg->ranges[i];
        bool fits = range->ports.lo < range->ports.hi && range->ports.lo <= near && near <= range->ports.hi &&
                    (range->host == PC_NONE || range->host == host); /* one port is no room to look for another */
        if (fits && (!best || range->ports.hi - range->ports.lo < best->ports.hi - best->ports.lo)) {
            best = range;
        }
    }
    uint16_t port;
    if (best && pc_view_next_free(ctx->all_view, best->ports, host, &port)) {
        pc_finding_help(ctx->out, f, "%u is the next free port of %.*s", (unsigned)port,
                        PC_ARG(pc_say_ports(ctx->arena, &best->ports, 1)));
    } else if (best) {
        pc_finding_help(ctx->out, f, "%.*s has no free port left", PC_ARG(pc_say_ports(ctx->arena, &best->ports, 1)));
    }
}

bool pc_in_registry(const struct pc_rule_context *ctx, pc_id claim) {
    return ctx->reg->files[ctx->reg->claims[claim].span.file].kind == PC_FILE_KIND_REGISTRY;
}

bool pc_is_external(const struct pc_rule_context *ctx, pc_id service, struct pc_ports ports) {
    if (service != PC_NONE && ctx->reg->services[service].external) {
        return true;
    }
    for (size_t i = 0; i < ctx->config->external_count; i++) {
        struct pc_ports listed;
        if (pc_ports_parse(ctx->config->external[i], &listed) == PC_PORT_OK && pc_ports_contain(listed, ports)) {
            return true;
        }
    }
    return false;
}

static void say_documented(const struct pc_rule_context *ctx, struct pc_finding *f, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    struct pc_str name = pc_service_name(ctx, claim->service);
    struct pc_str host = pc_say_on_host(ctx, claim->host);
    struct pc_str ports = pc_say_ports(ctx->arena, &claim->ports, 1);
    if (claim->flags & PC_CLAIM_SELF) {
        const char *environment = pc_environment_name(claim->environment);
        pc_finding_label(ctx->out, f, claim->span, "its own document says %.*s%s%s%s", PC_ARG(ports),
                         *environment ? " (" : "", environment, *environment ? ")" : "");
    } else if (!pc_in_registry(ctx, id)) {
        const char *environment = pc_environment_name(claim->environment);
        pc_finding_label(ctx->out, f, claim->span, "`%.*s` is documented on %.*s%s%s%s", PC_ARG(name), PC_ARG(ports),
                         *environment ? " (" : "", environment, *environment ? ")" : "");
    } else {
        pc_finding_label(ctx->out, f, claim->span, "`%.*s` is listed as really on %.*s%.*s", PC_ARG(name),
                         PC_ARG(ports), PC_ARG(host));
    }
}

static void say_listens(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_claim *claim) {
    struct pc_str name = pc_service_name(ctx, claim->service);
    if (claim->flags & PC_CLAIM_FRONT) {
        pc_finding_label(ctx->out, f, claim->span, "the Service `%.*s` has port %u", PC_ARG(name),
                         (unsigned)claim->ports.lo);
        return;
    }
    pc_finding_label(ctx->out, f, claim->span, "`%.*s` listens on %u inside its container", PC_ARG(name),
                     (unsigned)claim->ports.lo);
}

void pc_say_claim(const struct pc_rule_context *ctx, struct pc_finding *f, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    struct pc_str name = pc_service_name(ctx, claim->service);
    struct pc_str host = pc_say_on_host(ctx, claim->host);
    struct pc_str ports = pc_say_ports(ctx->arena, &claim->ports, 1);
    switch (claim->role) {
    case PC_ROLE_PLANNED:
        pc_finding_label(ctx->out, f, claim->span, "planned: %.*s for `%.*s`%.*s", PC_ARG(ports), PC_ARG(name),
                         PC_ARG(host));
        break;
    case PC_ROLE_RESERVED:
        pc_finding_label(ctx->out, f, claim->span, "reserved%s%.*s%s", name.len ? " for `" : "", PC_ARG(name),
                         name.len ? "`" : "");
        break;
    case PC_ROLE_DOCUMENTED:
        say_documented(ctx, f, id);
        break;
    case PC_ROLE_PUBLISHES:
        pc_finding_label(ctx->out, f, claim->span, "`%.*s` %s %.*s%.*s", PC_ARG(name),
                         claim->flags & PC_CLAIM_HOSTNET ? "binds" : "is published on", PC_ARG(ports), PC_ARG(host));
        break;
    case PC_ROLE_LISTENS:
        say_listens(ctx, f, claim);
        break;
    case PC_ROLE_DEFAULT:
        pc_finding_label(ctx->out, f, claim->span, "default of `%.*s` when nothing sets it", PC_ARG(name));
        break;
    case PC_ROLE_DIALS:
        pc_finding_label(ctx->out, f, claim->span, "dials `%.*s` on %.*s", PC_ARG(claim->name), PC_ARG(ports));
        break;
    case PC_ROLE_OBSERVED:
        pc_finding_label(ctx->out, f, claim->span, "observed: `%.*s` on %.*s%.*s", PC_ARG(name), PC_ARG(ports),
                         PC_ARG(host));
        break;
    case PC_ROLE_COUNT:
        break;
    }
}

bool pc_is_deployed(const struct pc_rule_context *ctx, pc_id service, pc_id host) {
    struct pc_states states = host == PC_NONE ? pc_view_states_of_service(ctx->view, service)
                                              : pc_view_states_on_host(ctx->view, service, host);
    for (size_t i = 0; i < states.count; i++) {
        if (states.items[i].actual == PC_ACTUAL_DEPLOYED) {
            return true;
        }
    }
    return false;
}
