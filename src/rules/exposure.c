/* Ports that the host's system uses itself, and ports that a registry calls internal: PC205 os-reserved, PC206
 * exposed-internal. */
#include "say.h"

/* --- PC205 --- */

struct system_ports {
    enum pc_os os;
    struct pc_ports ports;
    const char *use;
    const char *what_happens;
};

static const struct system_ports system_ports[] = {
    {PC_OS_MACOS, {5000, 5000}, "AirPlay on macOS", "Control Center may hold it, or take it at the next login"},
    {PC_OS_MACOS, {7000, 7000}, "AirPlay on macOS", "Control Center may hold it, or take it at the next login"},
    {PC_OS_MACOS,
     {49152, 65535},
     "outgoing connections on macOS",
     "now and then an outgoing connection holds it when the service starts"},
    {PC_OS_WINDOWS,
     {49152, 65535},
     "outgoing connections on Windows",
     "now and then an outgoing connection holds it when the service starts"},
    {PC_OS_LINUX,
     {32768, 60999},
     "outgoing connections on Linux",
     "now and then an outgoing connection holds it when the service starts"},
};

static const struct system_ports *system_use(enum pc_os os, const struct pc_claim *claim) {
    for (size_t i = 0; i < sizeof system_ports / sizeof system_ports[0]; i++) {
        if (system_ports[i].os == os && pc_ports_contain(system_ports[i].ports, claim->ports) &&
            pc_protocols_overlap(claim->protocol, PC_PROTO_TCP)) {
            return &system_ports[i];
        }
    }
    return NULL;
}

static void check_system(const struct pc_rule_context *ctx) {
    struct pc_states states = pc_view_states(ctx->view);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        for (size_t j = 0; state->host != PC_NONE && j < state->claims.count; j++) {
            const struct pc_host *host = &ctx->reg->hosts[state->host];
            const struct pc_claim *claim = &ctx->reg->claims[state->claims.items[j]];
            const struct system_ports *use = system_use(host->os, claim);
            if (!use) {
                continue;
            }
            struct pc_finding *f = pc_say(
                ctx, host->os_configured ? PC_LEVEL_WARNING : PC_LEVEL_INFO, "`%.*s` uses %.*s%.*s, a port of %s",
                PC_ARG(pc_service_name(ctx, state->service)), PC_ARG(pc_say_ports(ctx->arena, &claim->ports, 1)),
                PC_ARG(pc_say_on_host(ctx, state->host)), use->use);
            f->host = host->name;
            pc_finding_service(ctx->out, f, pc_service_name(ctx, state->service));
            pc_finding_port(ctx->out, f, claim->ports);
            pc_say_claim(ctx, f, state->claims.items[j]);
            pc_finding_note(ctx->out, f, "%s", use->what_happens);
            if (!host->os_configured) {
                pc_finding_note(ctx->out, f,
                                "the system is guessed from the host's name; hosts.%.*s.os in portcheck.yml says it",
                                PC_ARG(host->name));
            }
            pc_finding_help(ctx->out, f, "choose another port, or turn the system's use of it off");
        }
    }
}

/* --- PC206 --- */

/* A registry's row that says that the service is not exposed, without another row that gives it a host port. */
static pc_id internal_statement(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    pc_id found = PC_NONE;
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        bool stated = claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED;
        if (!stated || !pc_in_registry(ctx, owned.items[i])) {
            continue;
        }
        if (pc_claim_is_host_side(claim)) {
            return PC_NONE;
        }
        if (claim->flags & PC_CLAIM_UNEXPOSED) {
            found = found == PC_NONE ? owned.items[i] : found;
        }
    }
    return found;
}

/* A published mapping of the very port that is called internal. */
static pc_id exposing_claim(const struct pc_rule_context *ctx, const struct pc_state *state, struct pc_ports internal) {
    for (size_t i = 0; i < state->claims.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[state->claims.items[i]];
        bool inside = claim->partner != PC_NONE && pc_ports_overlap(ctx->reg->claims[claim->partner].ports, internal);
        if (claim->role == PC_ROLE_PUBLISHES && !(claim->flags & PC_CLAIM_LOOPBACK) &&
            (inside || pc_ports_overlap(claim->ports, internal))) {
            return state->claims.items[i];
        }
    }
    return PC_NONE;
}

static void check_internal(const struct pc_rule_context *ctx) {
    struct pc_states states = pc_view_states(ctx->view);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        if (state->actual != PC_ACTUAL_DEPLOYED || ctx->reg->services[state->service].external) {
            continue;
        }
        pc_id statement = internal_statement(ctx, state->service);
        pc_id exposing = statement == PC_NONE ? PC_NONE : exposing_claim(ctx, state, ctx->reg->claims[statement].ports);
        const struct pc_host *host = &ctx->reg->hosts[state->host];
        bool side = pc_environment_is_side(host->environment);
        if (exposing == PC_NONE || (!host->spoken_for && !side)) {
            continue;
        }
        struct pc_str name = pc_service_name(ctx, state->service);
        struct pc_finding *f = pc_say(ctx, side ? PC_LEVEL_INFO : PC_LEVEL_WARNING,
                                      "`%.*s` is documented as internal only, but published on %.*s%.*s", PC_ARG(name),
                                      PC_ARG(pc_say_ports(ctx->arena, &ctx->reg->claims[exposing].ports, 1)),
                                      PC_ARG(pc_say_on_host(ctx, state->host)));
        f->host = host->name;
        pc_finding_service(ctx->out, f, name);
        pc_finding_port(ctx->out, f, ctx->reg->claims[exposing].ports);
        pc_say_claim(ctx, f, exposing);
        pc_finding_label(ctx->out, f, ctx->reg->claims[statement].span, "said to be internal here");
        pc_finding_note(ctx->out, f, "whoever reaches the host reaches the service");
        pc_finding_help(ctx->out, f,
                        "remove the mapping, bind it to 127.0.0.1, or give the service a host port in the registry");
    }
}

const struct pc_rule pc_rule_os_reserved = {
    .info =
        {.code = "PC205",
         .name = "os-reserved",
         .family = "Bindings",
         .level = PC_LEVEL_INFO,
         .varies = true,
         .summary = "a service uses a port that the host's operating system uses itself",
         .why = "It works until the system gets there first: then the service fails to start on this one machine, with "
                "nothing changed in the repository.",
         .fix =
             "Choose another port, or turn the system's own use of it off (on macOS, AirPlay Receiver takes 5000 and "
             "7000).",
         .silent =
             "Ports inside containers, where the host's system has no say, and the same ports on a host with another "
             "system.",
         .bad = "## Real ports today\n"
                "\n"
                "**Mac Studio (`10.0.0.5`):**\n"
                "- gallery `5000`\n",
         .good = "## Real ports today\n"
                 "\n"
                 "**Mac Studio (`10.0.0.5`):**\n"
                 "- gallery `5010`\n",
         .config = "hosts.NAME.os says the system; a configured system makes it a warning"},
    .check = check_system};

const struct pc_rule pc_rule_exposed_internal = {
    .info =
        {.code = "PC206",
         .name = "exposed-internal",
         .family = "Bindings",
         .level = PC_LEVEL_WARNING,
         .varies = true,
         .summary = "a service is documented as internal only, yet published on a host that the registry speaks for",
         .why = "Whoever reaches the host reaches a service that nobody meant to expose, often one without a login of "
                "its own.",
         .fix = "Remove the mapping, bind it to 127.0.0.1, or give the service a host port in the registry.",
         .silent =
             "Mappings bound to 127.0.0.1, `expose` for other containers, and another port of the service that has a "
             "row of its own.",
         .config = "hosts.NAME.sources: which host a compose file describes",
         .bad = "--- PORTS.md\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 3001 | shop |\n"
                "\n"
                "## Finder (internal only)\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 8080 | finder |\n"
                "--- docker-compose.yml\n"
                "services:\n"
                "  shop:\n"
                "    build: ./shop\n"
                "    ports: [\"3001:3001\"]\n"
                "  finder:\n"
                "    build: ./finder\n"
                "    ports: [\"8080:8080\"]\n",
         .good = "--- PORTS.md\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 3001 | shop |\n"
                 "\n"
                 "## Finder (internal only)\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 8080 | finder |\n"
                 "--- docker-compose.yml\n"
                 "services:\n"
                 "  shop:\n"
                 "    build: ./shop\n"
                 "    ports: [\"3001:3001\"]\n"
                 "  finder:\n"
                 "    build: ./finder\n"
                 "    expose: [\"8080\"]\n"},
    .check = check_internal};
