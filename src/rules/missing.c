/* Lists of real ports that lack what is planned and deployed: PC310 missing-from-list. */
#include "rule_tools.h"
#include "say.h"

struct listing {
    bool any; /* the host has a list of real ports in a registry */
    pc_id section;
};

static struct listing *lists_of_hosts(const struct pc_rule_context *ctx) {
    struct listing *lists = PC_NEW_ARRAY(ctx->arena, ctx->reg->host_count, struct listing);
    for (size_t i = 0; i < ctx->reg->section_count; i++) {
        const struct pc_section *section = &ctx->reg->sections[i];
        if (section->host != PC_NONE && section->role == PC_ROLE_DOCUMENTED && !section->internal &&
            ctx->reg->files[section->file].kind == PC_FILE_KIND_REGISTRY && !lists[section->host].any) {
            lists[section->host] = (struct listing){true, (pc_id)i};
        }
    }
    return lists;
}

/* Hosts whose lists name something that has a row in the plan: a list that names nothing of it is one of other things
 * ("what ran there before"). */
static const bool *repeating_hosts(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    bool *repeats = PC_NEW_ARRAY(ctx->arena, reg->host_count, bool);
    bool *planned = PC_NEW_ARRAY(ctx->arena, reg->service_count, bool);
    for (size_t i = 0; i < reg->claim_count; i++) {
        if (reg->claims[i].role == PC_ROLE_PLANNED && reg->claims[i].service != PC_NONE) {
            planned[reg->claims[i].service] = true;
        }
    }
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        bool listed = claim->role == PC_ROLE_DOCUMENTED && claim->host != PC_NONE && claim->service != PC_NONE &&
                      reg->files[claim->span.file].kind == PC_FILE_KIND_REGISTRY;
        if (listed && planned[claim->service]) {
            repeats[claim->host] = true;
        }
    }
    return repeats;
}

/* Planned, and not in the list of this host; *row is the planned row. */
static bool is_missing_from_list(const struct pc_rule_context *ctx, const struct pc_state *state, pc_id *row) {
    struct pc_claims owned = pc_view_of_service(ctx->view, state->service);
    *row = PC_NONE;
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_DOCUMENTED && claim->host == state->host) {
            return false;
        }
        if (claim->role == PC_ROLE_PLANNED && (claim->host == PC_NONE || claim->host == state->host)) {
            *row = owned.items[i];
        }
    }
    return *row != PC_NONE;
}

static void check_missing(const struct pc_rule_context *ctx) {
    struct listing *lists = lists_of_hosts(ctx);
    const bool *repeats = repeating_hosts(ctx);
    struct pc_finding **open = PC_NEW_ARRAY(ctx->arena, ctx->reg->host_count, struct pc_finding *);
    struct pc_states states = pc_view_states(ctx->view);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        pc_id row;
        if (state->host == PC_NONE || !lists[state->host].any || !repeats[state->host] ||
            state->actual != PC_ACTUAL_DEPLOYED || state->claims.count == 0 ||
            !is_missing_from_list(ctx, state, &row)) {
            continue;
        }
        struct pc_finding *f = open[state->host];
        if (!f) {
            f = pc_say(ctx, PC_LEVEL_DEFAULT,
                       "the list of real ports of `%.*s` lacks services that are planned and deployed there",
                       PC_ARG(ctx->reg->hosts[state->host].name));
            f->host = ctx->reg->hosts[state->host].name;
            pc_finding_label(ctx->out, f, ctx->reg->sections[lists[state->host].section].title_span, "this list");
            pc_finding_help(ctx->out, f, "add them to the list, or let the list say that it is not complete");
            open[state->host] = f;
        }
        pc_finding_service(ctx->out, f, pc_service_name(ctx, state->service));
        pc_say_claim(ctx, f, state->claims.items[0]);
        pc_say_claim(ctx, f, row);
    }
}

const struct pc_rule pc_rule_missing_from_list = {
    .info =
        {.code = "PC310",
         .name = "missing-from-list",
         .family = "Drift",
         .level = PC_LEVEL_INFO,
         .summary = "a service is planned and deployed on a host, but absent from that host's list of real ports",
         .why =
             "A list that is nearly complete is read as if it were: what is missing from it is taken for down, or its "
             "port for free.",
         .fix = "Add the service to the list, or let the list say that it is not complete.",
         .silent = "Hosts without a list of real ports, lists that name nothing of the plan, services that are planned "
                   "for another host, and services under "
                   "another of their names.",
         .config = "services.aliases: another name under which it is listed",
         .bad = "--- PORTS.md\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 3001 | shop |\n"
                "| 3002 | credits |\n"
                "\n"
                "## Real ports today\n"
                "\n"
                "**Rack (`10.0.0.5`):**\n"
                "- shop `3001`\n"
                "--- docker-compose.rack.yml\n"
                "services:\n"
                "  shop:\n"
                "    build: ./shop\n"
                "    ports: [\"3001:3001\"]\n"
                "  credits:\n"
                "    build: ./credits\n"
                "    ports: [\"3002:3002\"]\n",
         .good = "--- PORTS.md\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 3001 | shop |\n"
                 "| 3002 | credits |\n"
                 "\n"
                 "## Real ports today\n"
                 "\n"
                 "**Rack (`10.0.0.5`):**\n"
                 "- shop `3001`\n"
                 "- credits `3002`\n"
                 "--- docker-compose.rack.yml\n"
                 "services:\n"
                 "  shop:\n"
                 "    build: ./shop\n"
                 "    ports: [\"3001:3001\"]\n"
                 "  credits:\n"
                 "    build: ./credits\n"
                 "    ports: [\"3002:3002\"]\n"},
    .check = check_missing};
