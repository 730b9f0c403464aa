/* Documents against what was read of deployments: PC304 undocumented-port, PC305 not-deployed, PC306 wrong-host,
 * PC310 missing-from-list. */
#include "rule_tools.h"
#include "say.h"
#include "unread.h"

enum { ROWS_READ = 1024 }; /* claims of one service that are looked through for a row */

/* --- PC304
 * ------------------------------------------------------------------------------------------------------------- */

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

static bool is_deployed(const struct pc_rule_context *ctx, pc_id service, pc_id host) {
    struct pc_states states = pc_view_states_of_service(ctx->view, service);
    for (size_t i = 0; i < states.count; i++) {
        if (states.items[i].actual == PC_ACTUAL_DEPLOYED && (host == PC_NONE || states.items[i].host == host)) {
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
        if (row && !here && ctx->reg->hosts[claim->host].deployment_read && !is_deployed(ctx, service, claim->host)) {
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

static void say_undocumented(const struct pc_rule_context *ctx, pc_id service, const pc_id *claims, size_t count) {
    const struct pc_claim *first = &ctx->reg->claims[claims[0]];
    const struct pc_document *complete = complete_document(ctx->reg);
    bool foreign = ctx->reg->services[service].foreign;
    bool loud = !foreign || complete;
    struct pc_port_set ports = {0};
    for (size_t i = 0; i < count; i++) {
        pc_port_set_add(ctx->arena, &ports, ctx->reg->claims[claims[i]].ports);
        loud = loud || is_dialled(ctx, &ctx->reg->claims[claims[i]]) ||
               pc_is_entrance(ctx->reg, ctx->reg->claims[claims[i]].container);
    }
    struct pc_finding *f =
        pc_say(ctx, loud ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO, "`%.*s` publishes %.*s%.*s, which no registry names",
               PC_ARG(pc_service_name(ctx, service)), PC_ARG(pc_port_set_text(ctx->arena, &ports)),
               PC_ARG(pc_say_on_host(ctx, first->host)));
    f->host = ctx->reg->hosts[first->host].name;
    pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
    for (size_t i = 0; i < count; i++) {
        pc_say_claim(ctx, f, claims[i]);
        pc_finding_port(ctx->out, f, ctx->reg->claims[claims[i]].ports);
    }
    if (complete) {
        pc_finding_context(ctx->out, f, complete->complete, "the registry says that it lists them all");
    }
    pc_finding_note(ctx->out, f, "the next service that is given this port by the registry collides with it");
    pc_finding_help(ctx->out, f, "add a row for it, or stop publishing the port if only other containers need it");
}

static void check_undocumented(const struct pc_rule_context *ctx) {
    if (ctx->reg->document_count == 0) {
        return;
    }
    struct pc_states states = pc_view_states(ctx->view);
    struct pc_unread unread = {NULL};
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        if (state->actual != PC_ACTUAL_DEPLOYED || !ctx->reg->hosts[state->host].spoken_for) {
            continue;
        }
        struct PC_VEC(pc_id) bare = {0};
        struct PC_VEC(pc_id) spoken_of = {0};
        for (size_t j = 0; j < state->claims.count; j++) {
            const struct pc_claim *binding = &ctx->reg->claims[state->claims.items[j]];
            if (!is_in_registry(ctx, binding) && !pc_is_external(ctx, state->service, binding->ports) &&
                !is_named_internal(ctx, binding)) {
                if (pc_unread_number(ctx, &unread, binding->ports.lo) == PC_NONE) {
                    *PC_PUSH(&bare, ctx->arena) = state->claims.items[j];
                } else {
                    *PC_PUSH(&spoken_of, ctx->arena) = state->claims.items[j];
                }
            }
        }
        bool drifting = bare.count + spoken_of.count > 0 && has_wrong_row(ctx, state->service, state->host);
        if (bare.count > 0 && !drifting) {
            say_undocumented(ctx, state->service, bare.items, bare.count);
        }
        if (spoken_of.count > 0 && !drifting) {
            pc_say_unread(ctx, state->service, spoken_of.items, spoken_of.count, &unread);
        }
    }
}

/* --- PC305, PC306
 * ------------------------------------------------------------------------------------------------------ */

static bool is_said_absent(const struct pc_rule_context *ctx, pc_id service) {
    for (size_t i = 0; i < ctx->reg->absence_count; i++) {
        if (ctx->reg->absences[i].service == service) {
            return true;
        }
    }
    return false;
}

/* The line says that something other than compose starts it. */
static bool is_started_otherwise(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    static const char *const words[] = {"launchd",    "systemd",  "native",    "pm2",    "scheduled task",
                                        "plist",      "homebrew", "brew",      "task `", "windows service",
                                        "supervisor", "nohup",    "bare metal"};
    struct pc_str text = pc_span_text(ctx->reg, claim->extent);
    text = pc_str_sub(text, 0, 2000);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_find_nocase(text, pc_str_c(words[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    return false;
}

/* A registry's line that says: this service really is on this host, and the host's deployment was read. */
static bool is_checkable_listing(const struct pc_rule_context *ctx, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    return claim->role == PC_ROLE_DOCUMENTED && claim->host != PC_NONE && claim->service != PC_NONE &&
           pc_claim_is_host_side(claim) && !(claim->flags & PC_CLAIM_FUTURE) &&
           ctx->reg->hosts[claim->host].deployment_read && pc_in_registry(ctx, id) &&
           !is_deployed(ctx, claim->service, claim->host) && !is_said_absent(ctx, claim->service) &&
           !pc_is_external(ctx, claim->service, claim->ports);
}

/* A named host, other than this one, where the service is deployed; PC_NONE. */
static pc_id deployed_elsewhere(const struct pc_rule_context *ctx, pc_id service, pc_id host) {
    struct pc_states states = pc_view_states_of_service(ctx->view, service);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        if (state->actual == PC_ACTUAL_DEPLOYED && state->host != host && ctx->reg->hosts[state->host].named) {
            return state->host;
        }
    }
    return PC_NONE;
}

/* Does another service bind the documented port there? PC202 says it. */
static bool is_taken(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    struct pc_claims bindings = pc_view_bindings_of_host(ctx->view, claim->host);
    size_t low = 0, high = bindings.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ctx->reg->claims[bindings.items[middle]].ports.lo < claim->ports.lo) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < bindings.count && ctx->reg->claims[bindings.items[low]].ports.lo == claim->ports.lo;
}

/* How many rows of a list are deployed on the list's host, and how many are not. A list of which nothing is deployed
 * here is about things that somebody else starts. */
struct list_count {
    size_t here, missing;
};

static struct list_count *count_lists(const struct pc_rule_context *ctx) {
    struct list_count *counts = PC_NEW_ARRAY(ctx->arena, ctx->reg->section_count, struct list_count);
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (claim->section == PC_NONE || claim->role != PC_ROLE_DOCUMENTED || claim->host == PC_NONE ||
            claim->service == PC_NONE || !pc_claim_is_host_side(claim)) {
            continue;
        }
        bool here = is_deployed(ctx, claim->service, claim->host);
        counts[claim->section].here += here;
        counts[claim->section].missing += !here && !is_started_otherwise(ctx, claim);
    }
    return counts;
}

static void say_listed_not_deployed(const struct pc_rule_context *ctx, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    bool other = is_started_otherwise(ctx, claim);
    struct pc_str name = pc_service_name(ctx, claim->service);
    struct pc_finding *f = pc_say(ctx, other ? PC_LEVEL_INFO : PC_LEVEL_WARNING,
                                  "`%.*s` is listed%.*s, but no deployment of that host has it", PC_ARG(name),
                                  PC_ARG(pc_say_on_host(ctx, claim->host)));
    f->host = ctx->reg->hosts[claim->host].name;
    pc_finding_service(ctx->out, f, name);
    pc_finding_port(ctx->out, f, claim->ports);
    pc_say_claim(ctx, f, id);
    for (size_t i = 0; i < ctx->reg->deployment_count; i++) {
        if (ctx->reg->deployments[i].host == claim->host) {
            pc_finding_note(ctx->out, f, "`%.*s` was read for that host",
                            PC_ARG(ctx->reg->files[ctx->reg->deployments[i].file].path));
            break;
        }
    }
    pc_finding_help(ctx->out, f,
                    "take it out of the list, say under \"Not deployed\" that it does not run, or deploy it");
}

/* Planned rows of one section that nothing deploys: one finding. */
static void say_planned_not_deployed(const struct pc_rule_context *ctx, pc_id section, const pc_id *claims,
                                     size_t count) {
    struct pc_str title = ctx->reg->sections[section].title;
    struct pc_str first = pc_service_name(ctx, ctx->reg->claims[claims[0]].service);
    struct pc_finding *f =
        count == 1
            ? pc_say(ctx, PC_LEVEL_INFO, "`%.*s` is planned but not deployed", PC_ARG(first))
            : pc_say(ctx, PC_LEVEL_INFO, "%zu services of \"%.*s\" are planned but not deployed", count, PC_ARG(title));
    f->path = ctx->reg->files[ctx->reg->sections[section].file].path;
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[claims[i]];
        pc_finding_service(ctx->out, f, pc_service_name(ctx, claim->service));
        pc_say_claim(ctx, f, claims[i]);
    }
    pc_finding_help(ctx->out, f, "nothing is broken: mark the rows as planned, or remove what will not come");
}

static bool is_known_anywhere(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_states states = pc_view_states_of_service(ctx->view, service);
    for (size_t i = 0; i < states.count; i++) {
        if (states.items[i].actual != PC_ACTUAL_DEFAULT) {
            return true;
        }
    }
    return false;
}

static bool any_deployment_in_reach(const struct pc_registry *reg) {
    for (size_t i = 0; i < reg->deployment_count; i++) {
        if (reg->hosts[reg->deployments[i].host].spoken_for) {
            return true;
        }
    }
    return false;
}

static bool is_idle_row(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    return claim->role == PC_ROLE_PLANNED && claim->service != PC_NONE && claim->section != PC_NONE &&
           pc_claim_is_host_side(claim) && !(claim->flags & (PC_CLAIM_FUTURE | PC_CLAIM_RESTATED)) &&
           !is_known_anywhere(ctx, claim->service) && !is_said_absent(ctx, claim->service) &&
           !pc_is_external(ctx, claim->service, claim->ports);
}

static void check_planned(const struct pc_rule_context *ctx) {
    for (size_t from = 0, to; from < ctx->reg->claim_count; from = to) {
        pc_id section = ctx->reg->claims[from].section;
        struct PC_VEC(pc_id) idle = {0};
        for (to = from; to < ctx->reg->claim_count && ctx->reg->claims[to].section == section; to++) {
            if (is_idle_row(ctx, &ctx->reg->claims[to])) {
                *PC_PUSH(&idle, ctx->arena) = (pc_id)to;
            }
        }
        if (idle.count > 0) {
            say_planned_not_deployed(ctx, section, idle.items, idle.count);
        }
    }
}

static void check_not_deployed(const struct pc_rule_context *ctx) {
    struct list_count *lists = count_lists(ctx);
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (is_checkable_listing(ctx, (pc_id)i) && deployed_elsewhere(ctx, claim->service, claim->host) == PC_NONE &&
            !is_taken(ctx, claim) && claim->section != PC_NONE &&
            lists[claim->section].here >= lists[claim->section].missing) {
            say_listed_not_deployed(ctx, (pc_id)i);
        }
    }
    if (any_deployment_in_reach(ctx->reg)) {
        check_planned(ctx);
    }
}

static void check_wrong_host(const struct pc_rule_context *ctx) {
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (!is_checkable_listing(ctx, (pc_id)i)) {
            continue;
        }
        pc_id other = deployed_elsewhere(ctx, claim->service, claim->host);
        if (other == PC_NONE) {
            continue;
        }
        struct pc_str name = pc_service_name(ctx, claim->service);
        struct pc_finding *f = pc_say(ctx, PC_LEVEL_DEFAULT, "`%.*s` is documented%.*s but deployed%.*s", PC_ARG(name),
                                      PC_ARG(pc_say_on_host(ctx, claim->host)), PC_ARG(pc_say_on_host(ctx, other)));
        f->host = ctx->reg->hosts[claim->host].name;
        pc_finding_service(ctx->out, f, name);
        pc_finding_port(ctx->out, f, claim->ports);
        pc_say_claim(ctx, f, (pc_id)i);
        struct pc_states states = pc_view_states_of_service(ctx->view, claim->service);
        for (size_t j = 0; j < states.count; j++) {
            for (size_t k = 0; states.items[j].host == other && k < states.items[j].claims.count; k++) {
                pc_say_claim(ctx, f, states.items[j].claims.items[k]);
            }
        }
        pc_finding_help(ctx->out, f,
                        "move the line to the other host's list, or deploy the service where the document puts it");
    }
}

/* --- PC310
 * ------------------------------------------------------------------------------------------------------------- */

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
    struct pc_finding **open = PC_NEW_ARRAY(ctx->arena, ctx->reg->host_count, struct pc_finding *);
    struct pc_states states = pc_view_states(ctx->view);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        pc_id row;
        if (state->host == PC_NONE || !lists[state->host].any || state->actual != PC_ACTUAL_DEPLOYED ||
            state->claims.count == 0 || !is_missing_from_list(ctx, state, &row)) {
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

const struct pc_rule pc_rule_undocumented_port = {
    .info = {.code = "PC304",
             .name = "undocumented-port",
             .family = "Drift",
             .level = PC_LEVEL_WARNING,
             .varies = true,
             .summary = "a port is bound on a host that the registry speaks for, and no registry names it",
             .why = "The registry calls the port free. Whoever trusts it picks a port that is taken.",
             .fix = "Add a row for it, or stop publishing the port if only other containers need it.",
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

const struct pc_rule pc_rule_not_deployed = {
    .info = {.code = "PC305",
             .name = "not-deployed",
             .family = "Drift",
             .level = PC_LEVEL_INFO,
             .varies = true,
             .summary = "a service is planned, or listed as running, but no deployment that was read has it",
             .why = "A list of real ports that names services which do not run sends people to dead ports.",
             .fix = "Take it out of the list, say that it is not deployed, or deploy it.",
             .bad = "--- PORTS.md\n"
                    "## Real ports today\n"
                    "\n"
                    "**Rack (`10.0.0.5`):**\n"
                    "- shop `3001`\n"
                    "- mailer `3042`\n"
                    "--- docker-compose.rack.yml\n"
                    "services:\n"
                    "  shop:\n"
                    "    build: ./shop\n"
                    "    ports: [\"3001:3001\"]\n",
             .good = "--- PORTS.md\n"
                     "## Real ports today\n"
                     "\n"
                     "**Rack (`10.0.0.5`):**\n"
                     "- shop `3001`\n"
                     "\n"
                     "**Not deployed:** `mailer` (default port `3042`)\n"
                     "--- docker-compose.rack.yml\n"
                     "services:\n"
                     "  shop:\n"
                     "    build: ./shop\n"
                     "    ports: [\"3001:3001\"]\n"},
    .check = check_not_deployed};

const struct pc_rule pc_rule_wrong_host = {
    .info = {.code = "PC306",
             .name = "wrong-host",
             .family = "Drift",
             .level = PC_LEVEL_WARNING,
             .summary = "a service is documented on one host and deployed on another",
             .why = "Whoever follows the document dials a machine where the service does not run.",
             .fix = "Move the line to the other host's list, or deploy the service where the document puts it.",
             .bad = "--- PORTS.md\n"
                    "## Real ports today\n"
                    "\n"
                    "**Attic (`10.0.0.5`):**\n"
                    "- shop `3001`\n"
                    "- media `8096`\n"
                    "\n"
                    "**Cellar (`10.0.0.6`):**\n"
                    "- wiki `3002`\n"
                    "--- docker-compose.attic.yml\n"
                    "services:\n"
                    "  shop:\n"
                    "    build: ./shop\n"
                    "    ports: [\"3001:3001\"]\n"
                    "--- docker-compose.cellar.yml\n"
                    "services:\n"
                    "  wiki:\n"
                    "    build: ./wiki\n"
                    "    ports: [\"3002:3002\"]\n"
                    "  media:\n"
                    "    build: ./media\n"
                    "    ports: [\"8096:8096\"]\n",
             .good = "--- PORTS.md\n"
                     "## Real ports today\n"
                     "\n"
                     "**Attic (`10.0.0.5`):**\n"
                     "- shop `3001`\n"
                     "\n"
                     "**Cellar (`10.0.0.6`):**\n"
                     "- wiki `3002`\n"
                     "- media `8096`\n"
                     "--- docker-compose.attic.yml\n"
                     "services:\n"
                     "  shop:\n"
                     "    build: ./shop\n"
                     "    ports: [\"3001:3001\"]\n"
                     "--- docker-compose.cellar.yml\n"
                     "services:\n"
                     "  wiki:\n"
                     "    build: ./wiki\n"
                     "    ports: [\"3002:3002\"]\n"
                     "  media:\n"
                     "    build: ./media\n"
                     "    ports: [\"8096:8096\"]\n"},
    .check = check_wrong_host};

const struct pc_rule pc_rule_missing_from_list = {
    .info = {.code = "PC310",
             .name = "missing-from-list",
             .family = "Drift",
             .level = PC_LEVEL_INFO,
             .summary = "a service is planned and deployed on a host, but absent from that host's list of real ports",
             .why = "A list that is nearly complete is read as if it were.",
             .fix = "Add the service to the list, or let the list say that it is not complete.",
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
