/* Ports that are bound and that no registry names: PC304 undocumented-port. */
#include "rule_tools.h"
#include "say.h"
#include "unread.h"

enum { ROWS_READ = 1024 }; /* claims of one service that are looked through for a row */

struct cover_search {
    const struct pc_rule_context *ctx;
    const struct pc_claim *binding;
    bool found;
};

static bool covers(void *arg, pc_id id) {
    struct cover_search *search = arg;
    const struct pc_claim *claim = &search->ctx->reg->claims[id];
    bool states =
        claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED || claim->role == PC_ROLE_RESERVED;
    search->found = states && (claim->host == PC_NONE || claim->host == search->binding->host) &&
                    pc_protocols_overlap(claim->protocol, search->binding->protocol) && pc_in_registry(search->ctx, id);
    return !search->found;
}

static bool is_in_registry(const struct pc_rule_context *ctx, const struct pc_claim *binding) {
    struct cover_search search = {ctx, binding, false};
    pc_view_at_port(ctx->view, binding->ports.lo, covers, &search);
    return search.found;
}

/* A registry names the port, outside or inside, as internal only: publishing it is PC206's. */
static bool is_named_internal(const struct pc_rule_context *ctx, const struct pc_claim *binding) {
    struct pc_claims owned = pc_view_of_service(ctx->view, binding->service);
    for (size_t i = 0; i < owned.count && i < ROWS_READ; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        bool row = (claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED) &&
                   !pc_claim_is_host_side(claim) && pc_in_registry(ctx, owned.items[i]);
        bool inside =
            binding->partner != PC_NONE && pc_ports_overlap(ctx->reg->claims[binding->partner].ports, claim->ports);
        if (row && (inside || pc_ports_overlap(binding->ports, claim->ports))) {
            return true;
        }
    }
    return false;
}

static bool meets_binding(const struct pc_rule_context *ctx, struct pc_claims owned, struct pc_ports ports) {
    for (size_t i = 0; i < owned.count && i < ROWS_READ; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PUBLISHES && pc_ports_overlap(claim->ports, ports)) {
            return true;
        }
    }
    return false;
}

/* A registry's row of the service is wrong: its number is stale (PC301), or it names a host that lacks the service
 * (PC306). What the service really binds is shown there. */
static bool has_wrong_row(const struct pc_rule_context *ctx, pc_id service, pc_id host) {
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t i = 0; i < owned.count && i < ROWS_READ; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        bool row = (claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED) &&
                   pc_claim_is_host_side(claim) && pc_in_registry(ctx, owned.items[i]);
        bool here = claim->host == PC_NONE || claim->host == host;
        row = row && (claim->environment == PC_ENV_UNKNOWN || claim->environment == ctx->reg->hosts[host].environment);
        if (row && here && !meets_binding(ctx, owned, claim->ports)) {
            return true;
        }
        if (row && !here && ctx->reg->hosts[claim->host].deployment_read &&
            !pc_is_deployed(ctx, service, claim->host)) {
            return true;
        }
    }
    return false;
}

/* A registry of the host's tree that says that it lists every port. */
static const struct pc_document *complete_document(const struct pc_registry *reg) {
    for (size_t i = 0; i < reg->document_count; i++) {
        if (reg->documents[i].complete.length > 0) {
            return &reg->documents[i];
        }
    }
    return NULL;
}

static bool says_only_where(struct pc_str name) {
    return name.len > 0 && (pc_is_digit(name.ptr[0]) || name.ptr[0] == '[' ||
                            pc_str_eq_nocase(name, PC_STR("localhost")) || pc_str_ends(name, PC_STR(".internal")));
}

/* Somebody goes to this port of the host itself: a tunnel, a script, a document's URL. Dials inside a container network
 * do not. */
static bool is_dialled(const struct pc_rule_context *ctx, const struct pc_claim *binding) {
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (claim->role == PC_ROLE_DIALS && claim->ports.lo == binding->ports.lo && says_only_where(claim->name) &&
            (claim->service == binding->service || (claim->flags & PC_CLAIM_ROUTE) || pc_in_registry(ctx, (pc_id)i))) {
            return true;
        }
    }
    return false;
}

static void say_undocumented(const struct pc_rule_context *ctx, pc_id service, const pc_id *claims, size_t count,
                             struct pc_unread *unread) {
    const struct pc_claim *first = &ctx->reg->claims[claims[0]];
    size_t called_free = 0;
    const struct pc_document *complete = complete_document(ctx->reg);
    bool foreign = ctx->reg->services[service].foreign;
    bool loud = !foreign || complete;
    struct pc_port_set ports = {0};
    for (size_t i = 0; i < count; i++) {
        pc_port_set_add(ctx->arena, &ports, ctx->reg->claims[claims[i]].ports);
        called_free += pc_unread_free(ctx, unread, ctx->reg->claims[claims[i]].ports.lo) != PC_NONE;
        loud = loud || is_dialled(ctx, &ctx->reg->claims[claims[i]]) ||
               pc_is_entrance(ctx->reg, ctx->reg->claims[claims[i]].container);
    }
    struct pc_finding *f = pc_say(ctx, loud ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO, "`%.*s` publishes %.*s%.*s, which %s",
                                  PC_ARG(pc_service_name(ctx, service)), PC_ARG(pc_port_set_text(ctx->arena, &ports)),
                                  PC_ARG(pc_say_on_host(ctx, first->host)),
                                  called_free == count ? "the registry calls free" : "no registry names");
    f->host = ctx->reg->hosts[first->host].name;
    pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
    for (size_t i = 0; i < count; i++) {
        pc_say_claim(ctx, f, claims[i]);
        pc_finding_port(ctx->out, f, ctx->reg->claims[claims[i]].ports);
        pc_id free_port = pc_unread_free(ctx, unread, ctx->reg->claims[claims[i]].ports.lo);
        if (free_port != PC_NONE) {
            pc_finding_label(ctx->out, f, ctx->reg->mentions[free_port].span, "free, says the registry");
        }
    }
    if (complete) {
        pc_finding_context(ctx->out, f, complete->complete, "the registry says that it lists them all");
    }
    pc_finding_note(ctx->out, f, "the next service that is given this port by the registry collides with it");
    pc_finding_help(ctx->out, f, "add a row for it, or stop publishing the port if only other containers need it");
}

/* On a machine beside production, of a service that a registry gives a port elsewhere: the registry speaks for that. */
static bool is_second_home(const struct pc_rule_context *ctx, const struct pc_state *state) {
    enum pc_environment environment = ctx->reg->hosts[state->host].environment;
    struct pc_claims owned = pc_view_of_service(ctx->view, state->service);
    bool beside = pc_environment_is_side(environment) || environment == PC_ENV_STAGING;
    for (size_t i = 0; beside && i < owned.count && i < ROWS_READ; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PUBLISHES && claim->host != state->host && is_in_registry(ctx, claim)) {
            return true;
        }
    }
    return false;
}

static void check_undocumented(const struct pc_rule_context *ctx) {
    if (ctx->reg->document_count == 0) {
        return;
    }
    struct pc_states states = pc_view_states(ctx->view);
    struct pc_unread unread = {0};
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        if (state->actual != PC_ACTUAL_DEPLOYED || !ctx->reg->hosts[state->host].spoken_for ||
            is_second_home(ctx, state)) {
            continue;
        }
        struct PC_VEC(pc_id) bare = {0};
        struct PC_VEC(pc_id) spoken_of = {0};
        for (size_t j = 0; j < state->claims.count; j++) {
            const struct pc_claim *binding = &ctx->reg->claims[state->claims.items[j]];
            if (!is_in_registry(ctx, binding) && !pc_is_external(ctx, state->service, binding->ports) &&
                !is_named_internal(ctx, binding)) {
                if (pc_unread_number(ctx, &unread, binding->ports.lo) == PC_NONE ||
                    pc_unread_free(ctx, &unread, binding->ports.lo) != PC_NONE) {
                    *PC_PUSH(&bare, ctx->arena) = state->claims.items[j];
                } else {
                    *PC_PUSH(&spoken_of, ctx->arena) = state->claims.items[j];
                }
            }
        }
        bool drifting = bare.count + spoken_of.count > 0 && has_wrong_row(ctx, state->service, state->host);
        if (bare.count > 0 && !drifting) {
            say_undocumented(ctx, state->service, bare.items, bare.count, &unread);
        }
        if (spoken_of.count > 0 && !drifting) {
            pc_say_unread(ctx, state->service, spoken_of.items, spoken_of.count, &unread);
        }
    }
}

const struct pc_rule pc_rule_undocumented_port = {
    .info = {.code = "PC304",
             .name = "undocumented-port",
             .family = "Drift",
             .level = PC_LEVEL_WARNING,
             .varies = true,
             .summary = "a port is bound on a host that the registry speaks for, and no registry names it",
             .why = "The registry calls the port free. Whoever trusts it picks a port that is taken.",
             .fix = "Add a row for it, or stop publishing the port if only other containers need it.",
             .silent =
                 "Ports that a row reserves, services that are registered under another of their names, hosts that no "
                 "registry speaks for, services.external, and repositories without a registry.",
             .bad = "--- PORTS.md\n"
                    "| Port | Service |\n"
                    "|------|---------|\n"
                    "| 3001 | shop |\n"
                    "--- docker-compose.yml\n"
                    "services:\n"
                    "  shop:\n"
                    "    build: ./shop\n"
                    "    ports: [\"3001:3001\"]\n"
                    "  news:\n"
                    "    build: ./news\n"
                    "    ports: [\"3066:3066\"]\n",
             .good = "--- PORTS.md\n"
                     "| Port | Service |\n"
                     "|------|---------|\n"
                     "| 3001 | shop |\n"
                     "| 3066 | news |\n"
                     "--- docker-compose.yml\n"
                     "services:\n"
                     "  shop:\n"
                     "    build: ./shop\n"
                     "    ports: [\"3001:3001\"]\n"
                     "  news:\n"
                     "    build: ./news\n"
                     "    ports: [\"3066:3066\"]\n",
             .config = "services.external takes services or port ranges out"},
    .check = check_undocumented};
