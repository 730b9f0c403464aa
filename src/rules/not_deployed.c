/* Rows of which no deployment was read: PC305 not-deployed, PC306 wrong-host. */
#include "rule_tools.h"
#include "say.h"
#include "sort.h"

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

struct opened {
    const struct pc_registry *reg;
    pc_id service;
    bool found;
};

/* A script of the tree that opens the port of a machine, which it does not name: "netsh ... listenport=4100". */
static bool find_opened(void *arg, pc_id id) {
    struct opened *search = arg;
    const struct pc_claim *claim = &search->reg->claims[id];
    search->found = claim->role == PC_ROLE_PUBLISHES && claim->host == PC_NONE &&
                    (claim->service == search->service || claim->service == PC_NONE);
    return !search->found;
}

static bool is_opened_by_script(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    struct opened search = {ctx->reg, claim->service, false};
    pc_view_at_port(ctx->view, claim->ports.lo, find_opened, &search);
    return search.found;
}

/* A registry's line that says: this service really is on this host, and the host's deployment was read. */
static bool is_checkable_listing(const struct pc_rule_context *ctx, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    return claim->role == PC_ROLE_DOCUMENTED && claim->host != PC_NONE && claim->service != PC_NONE &&
           pc_claim_is_host_side(claim) && !(claim->flags & PC_CLAIM_FUTURE) &&
           ctx->reg->hosts[claim->host].deployment_read && pc_in_registry(ctx, id) &&
           !pc_is_deployed(ctx, claim->service, claim->host) && !is_said_absent(ctx, claim->service) &&
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
        bool here = pc_is_deployed(ctx, claim->service, claim->host);
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

static int compare_ids(const void *left, const void *right) {
    const pc_id *a = left, *b = right;
    return pc_order(*a, *b);
}

static size_t count_services(const struct pc_rule_context *ctx, const pc_id *claims, size_t count) {
    pc_id *services = PC_NEW_ARRAY(ctx->arena, count, pc_id);
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        services[i] = ctx->reg->claims[claims[i]].service;
    }
    pc_sort(services, count, sizeof *services, compare_ids);
    for (size_t i = 0; i < count; i++) {
        distinct += i == 0 || services[i] != services[i - 1];
    }
    return distinct;
}

/* Planned rows of one section that nothing deploys: one finding. */
static void say_planned_not_deployed(const struct pc_rule_context *ctx, pc_id section, const pc_id *claims,
                                     size_t count) {
    struct pc_str path = ctx->reg->files[ctx->reg->sections[section].file].path;
    struct pc_str title = ctx->reg->sections[section].title;
    if (title.len == 0)
        title = path;
    struct pc_str first = pc_service_name(ctx, ctx->reg->claims[claims[0]].service);
    size_t services = count_services(ctx, claims, count);
    struct pc_finding *f = services == 1
                               ? pc_say(ctx, PC_LEVEL_INFO, "`%.*s` is planned but not deployed", PC_ARG(first))
                               : pc_say(ctx, PC_LEVEL_INFO, "%zu services of \"%.*s\" are planned but not deployed",
                                        services, PC_ARG(title));
    f->path = path;
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
        const struct pc_host *host = &reg->hosts[reg->deployments[i].host];
        if (host->spoken_for && host->deployment_read) {
            return true;
        }
    }
    return false;
}

static bool is_idle_row(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    return claim->role == PC_ROLE_PLANNED && claim->service != PC_NONE && claim->section != PC_NONE &&
           (claim->host == PC_NONE || ctx->reg->hosts[claim->host].deployment_read) && pc_claim_is_host_side(claim) &&
           !(claim->flags & (PC_CLAIM_FUTURE | PC_CLAIM_RESTATED)) && !is_known_anywhere(ctx, claim->service) &&
           !is_said_absent(ctx, claim->service) && !pc_is_external(ctx, claim->service, claim->ports);
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
            !is_taken(ctx, claim) && !is_opened_by_script(ctx, claim) && claim->section != PC_NONE &&
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

const struct pc_rule pc_rule_not_deployed = {
    .info =
        {.code = "PC305",
         .name = "not-deployed",
         .family = "Drift",
         .level = PC_LEVEL_INFO,
         .varies = true,
         .summary = "a service is planned, or listed as running, but no deployment that was read has it",
         .why = "A list of real ports that names services which do not run sends people to dead ports.",
         .fix = "Take it out of the list, say that it is not deployed, or deploy it.",
         .silent =
             "Services that a document says are not deployed, planned or for later, repositories from which nothing "
             "is deployed, services that somebody else runs, and those whose port a script of the tree opens.",
         .config =
             "services.aliases: another name under which it is deployed; services.external: somebody else deploys it",
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
    .info =
        {.code = "PC306",
         .name = "wrong-host",
         .family = "Drift",
         .level = PC_LEVEL_WARNING,
         .summary = "a service is documented on one host and deployed on another",
         .why = "Whoever follows the document dials a machine where the service does not run.",
         .fix = "Move the line to the other host's list, or deploy the service where the document puts it.",
         .silent =
             "Services that run on both hosts, and hosts whose deployment is not part of the repository: there it is "
             "only information.",
         .config = "hosts.NAME.aliases and hosts.NAME.sources say which host is meant",
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
