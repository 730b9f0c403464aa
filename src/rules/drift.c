/* Plan, documents and the actual port of a service: PC301 port-drift and PC307 wrong-environment. */
#include <stdlib.h>

#include "drift_subject.h"
#include "inside_drift.h"
#include "repair.h"
#include "rule_tools.h"

/* What one side says, for the message. */
struct side {
    struct pc_port_set ports;
    size_t count;
};

static struct side side_of(const struct pc_drift *s, const pc_id *claims, size_t count, bool plan) {
    struct side side = {0};
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &s->ctx->reg->claims[claims[i]];
        if ((claim->role == PC_ROLE_PLANNED) == plan) {
            pc_port_set_add(s->ctx->arena, &side.ports, claim->ports);
            side.count++;
        }
    }
    return side;
}

/* Ports that the stale statements' own document or list gives as well: those are right, or stale themselves. */
static struct pc_cover named_beside(const struct pc_drift *s) {
    struct PC_VEC(pc_id) all = {0};
    bool voices[PC_VOICE_OWN + 1] = {false};
    for (size_t i = 0; i < s->drifting.count; i++) {
        voices[pc_voice_of(&s->ctx->reg->claims[s->drifting.items[i]])] = true;
    }
    for (size_t i = 0; i < s->groups.count; i++) {
        const struct pc_voice_group *group = &s->groups.items[i];
        for (size_t j = 0; voices[group->voice] && j < group->claims.count; j++) {
            *PC_PUSH(&all, s->ctx->arena) = group->claims.items[j];
        }
    }
    return pc_drift_cover(s, all.items, all.count);
}

/* What the stale statements should say: of several ports those that are not named beside them. */
static struct side side_of_actual(const struct pc_drift *s, bool *stated) {
    struct side all = {0}, open = {0};
    struct pc_cover named = named_beside(s);
    *stated = true;
    for (size_t i = 0; i < s->actual.count; i++) {
        const struct pc_claim *claim = &s->ctx->reg->claims[s->actual.items[i]];
        struct side *sides[2] = {&all, pc_cover_meets(&named, claim->ports) ? NULL : &open};
        for (size_t j = 0; j < 2 && sides[j]; j++) {
            pc_port_set_add(s->ctx->arena, &sides[j]->ports, claim->ports);
            sides[j]->count++;
        }
        *stated = *stated && claim->role == PC_ROLE_DOCUMENTED;
    }
    return open.count > 0 ? open : all;
}

/* What the statements disagree with, and where the service listens inside its containers. */
static struct pc_cover reality_of(const struct pc_drift *s) {
    struct PC_VEC(pc_id) all = {0};
    struct pc_claims owned = pc_view_of_service(s->ctx->view, s->service);
    for (size_t i = 0; i < owned.count; i++) {
        if (s->ctx->reg->claims[owned.items[i]].role == PC_ROLE_LISTENS) {
            *PC_PUSH(&all, s->ctx->arena) = owned.items[i];
        }
    }
    for (size_t i = 0; i < s->actual.count; i++) {
        *PC_PUSH(&all, s->ctx->arena) = s->actual.items[i];
    }
    return pc_drift_cover(s, all.items, all.count);
}

/* Does a statement of a side bear out what is real? What does not drift need not: it may be about development, or give
 * a port beside the main one. */
static bool side_agrees(const struct pc_drift *s, bool plan) {
    struct pc_cover real = reality_of(s), stale = pc_drift_cover(s, s->drifting.items, s->drifting.count);
    bool agrees = false;
    for (size_t i = 0; i < s->groups.count; i++) {
        const struct pc_voice_group *group = &s->groups.items[i];
        for (size_t j = 0; (group->voice == PC_VOICE_PLAN) == plan && j < group->claims.count && !agrees; j++) {
            struct pc_ports ports = s->ctx->reg->claims[group->claims.items[j]].ports;
            agrees = pc_cover_meets(&real, ports) && !pc_cover_meets(&stale, ports);
        }
    }
    return agrees;
}

/* A default that every framework brings was not chosen by anybody, and is often set elsewhere. */
static bool is_chosen(const struct pc_drift *s) {
    for (size_t i = 0; s->by_default && i < s->actual.count; i++) {
        if (pc_is_framework_port(s->ctx->reg->claims[s->actual.items[i]].ports.lo)) {
            return false;
        }
    }
    return true;
}

static struct pc_finding *say_message(const struct pc_drift *s, struct side plan, struct side documents,
                                      struct side actual, bool stated) {
    struct pc_arena *arena = s->ctx->arena;
    struct pc_str name = pc_service_name(s->ctx, s->service);
    struct pc_str planned = pc_port_set_text(arena, &plan.ports),
                  documented = pc_port_set_text(arena, &documents.ports);
    struct pc_str real = pc_port_set_text(arena, &actual.ports);
    if (actual.count == 0) {
        struct side all = side_of(s, NULL, 0, true);
        for (size_t i = 0; i < s->groups.count; i++) {
            for (size_t j = 0; j < s->groups.items[i].claims.count; j++) {
                pc_port_set_add(arena, &all.ports, s->ctx->reg->claims[s->groups.items[i].claims.items[j]].ports);
            }
        }
        return pc_say(s->ctx, PC_LEVEL_DEFAULT, "`%.*s` is given %.*s by documents that should agree", PC_ARG(name),
                      PC_ARG(pc_port_set_text(arena, &all.ports)));
    }
    const char *really = s->by_default ? "its source takes" : stated ? "really on" : "deployed on";
    enum pc_level level = is_chosen(s) ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO;
    if (plan.count > 0 && documents.count > 0 && pc_str_eq(planned, documented)) {
        return pc_say(s->ctx, level, "`%.*s` is planned and documented on %.*s, but %s %.*s", PC_ARG(name),
                      PC_ARG(planned), really, PC_ARG(real));
    }
    if (plan.count > 0 && documents.count > 0) {
        return pc_say(s->ctx, level, "`%.*s` is planned on %.*s, documented on %.*s and %s %.*s", PC_ARG(name),
                      PC_ARG(planned), PC_ARG(documented), really, PC_ARG(real));
    }
    if (plan.count > 0) {
        return pc_say(s->ctx, level, "`%.*s` is planned on %.*s, but %s %.*s", PC_ARG(name), PC_ARG(planned), really,
                      PC_ARG(real));
    }
    return pc_say(s->ctx, level, "`%.*s` is documented on %.*s, but %s %.*s", PC_ARG(name), PC_ARG(documented), really,
                  PC_ARG(real));
}

static void say_verdict(const struct pc_drift *s, struct pc_finding *f, struct side plan, struct side documents,
                        struct side actual) {
    struct pc_str real = pc_port_set_text(s->ctx->arena, &actual.ports);
    if (actual.count == 0) {
        pc_finding_help(s->ctx->out, f, "decide which one is right and correct the others");
        return;
    }
    if (s->by_default) {
        pc_finding_note(s->ctx->out, f, "nothing that starts it was read, so its source decides where it listens");
        pc_finding_help(s->ctx->out, f,
                        "write %.*s where it says otherwise, or let the source take the port that is written",
                        PC_ARG(real));
        return;
    }
    bool same =
        plan.count > 0 && documents.count > 0 &&
        pc_str_eq(pc_port_set_text(s->ctx->arena, &plan.ports), pc_port_set_text(s->ctx->arena, &documents.ports));
    if (same && side_agrees(s, false)) {
        pc_finding_note(s->ctx->out, f, "plan is stale, and so is a document: others and reality agree");
    } else if (same) {
        pc_finding_note(s->ctx->out, f, "the deployment stands alone: plan and documents agree with each other");
    } else if (plan.count > 0 && documents.count > 0) {
        pc_finding_note(s->ctx->out, f, "three-way: plan, documents and reality each say something else");
    } else if (plan.count > 0) {
        pc_finding_note(s->ctx->out, f, "plan is stale%s",
                        side_agrees(s, false) ? ": documents and reality agree" : "");
    } else {
        pc_finding_note(s->ctx->out, f, "documents are stale%s",
                        side_agrees(s, true) ? ": plan and reality agree" : "");
    }
    pc_finding_help(s->ctx->out, f,
                    "write %.*s where it says otherwise, or move the service to the port that is written",
                    PC_ARG(real));
}

/* The plan and what the service says of itself before what others say of it: whoever corrects it begins there. */
static void say_places(const struct pc_drift *s, struct pc_finding *f, const pc_id *claims, size_t count) {
    for (int others = 0; others < 2; others++) {
        for (size_t i = 0; i < count; i++) {
            const struct pc_claim *claim = &s->ctx->reg->claims[claims[i]];
            bool hearsay = (claim->flags & PC_CLAIM_RESTATED) && claim->role == PC_ROLE_DOCUMENTED;
            if (hearsay == (others == 1)) {
                pc_say_claim(s->ctx, f, claims[i]);
                pc_finding_port(s->ctx->out, f, claim->ports);
            }
        }
    }
}

/* The statements that agree are shown as well: they tell which side stands alone. */
static void say_other_statements(const struct pc_drift *s, struct pc_finding *f) {
    for (size_t i = 0; i < s->groups.count; i++) {
        for (size_t j = 0; j < s->groups.items[i].claims.count; j++) {
            pc_say_claim(s->ctx, f, s->groups.items[i].claims.items[j]);
        }
    }
}

static struct pc_str one_host(const struct pc_drift *s) {
    pc_id host = PC_NONE;
    for (size_t i = 0; i < s->actual.count; i++) {
        pc_id next = s->ctx->reg->claims[s->actual.items[i]].host;
        if (host != PC_NONE && next != host) {
            return PC_EMPTY;
        }
        host = next;
    }
    return host != PC_NONE && s->ctx->reg->hosts[host].named ? s->ctx->reg->hosts[host].name : PC_EMPTY;
}

/* A service's own document speaks of PORT, so PORT is shown beside it. */
static bool own_document_drifts(const struct pc_drift *s) {
    for (size_t i = 0; i < s->drifting.count; i++) {
        if (s->ctx->reg->claims[s->drifting.items[i]].flags & PC_CLAIM_SELF) {
            return true;
        }
    }
    return false;
}

/* Who really binds the ports that the stale statements give: whoever goes by them reaches somebody else. */
struct taker_search {
    const struct pc_drift *subject;
    pc_id host;
    pc_id found;
    size_t left; /* statements at one port that are looked at */
};

static bool find_taker(void *arg, pc_id id) {
    struct taker_search *search = arg;
    const struct pc_claim *claim = &search->subject->ctx->reg->claims[id];
    if (claim->role == PC_ROLE_PUBLISHES && claim->host == search->host && claim->service != PC_NONE &&
        claim->service != search->subject->service) {
        search->found = id;
    }
    return search->found == PC_NONE && search->left-- > 0;
}

static void say_takers(const struct pc_drift *s, struct pc_finding *f) {
    enum { STATEMENTS_MAX = 8, AT_PORT_MAX = 1024 };
    pc_id said = PC_NONE;
    for (size_t i = 0; i < s->drifting.count && i < STATEMENTS_MAX; i++) {
        const struct pc_claim *claim = &s->ctx->reg->claims[s->drifting.items[i]];
        for (size_t j = 0; j < s->actual.count && j < STATEMENTS_MAX; j++) {
            const struct pc_claim *actual = &s->ctx->reg->claims[s->actual.items[j]];
            struct taker_search search = {s, actual->host, PC_NONE, AT_PORT_MAX};
            if (actual->role == PC_ROLE_PUBLISHES) {
                pc_view_at_port(s->ctx->view, claim->ports.lo, find_taker, &search);
            }
            if (search.found != PC_NONE && search.found != said) {
                said = search.found;
                pc_say_claim(s->ctx, f, said);
                pc_finding_note(s->ctx->out, f, "whoever goes by %u reaches `%.*s`", (unsigned)claim->ports.lo,
                                PC_ARG(pc_service_name(s->ctx, s->ctx->reg->claims[said].service)));
            }
        }
    }
}

/* Offers the actual port to documents that give another. Rows of the plan are left alone: a row has its place in a
 * table and a range, and whether plan or deployment is right is decided by people. So are documents that the plan
 * agrees with. */
static void repair(const struct pc_drift *s, struct pc_finding *f, const pc_id *claims, size_t count,
                   struct side actual) {
    struct pc_ports ports = actual.ports.list.count == 1 ? actual.ports.list.items[0] : (struct pc_ports){0, 0};
    struct PC_VEC(pc_id) documents = {0};
    for (size_t i = 0; i < count; i++) {
        if (s->ctx->reg->claims[claims[i]].role == PC_ROLE_DOCUMENTED) {
            *PC_PUSH(&documents, s->ctx->arena) = claims[i];
        }
    }
    if (ports.lo == ports.hi) {
        pc_repair_ports(s->ctx, f, false, documents.items, documents.count, ports.lo, "write %u, the port that it has",
                        (unsigned)ports.lo);
    }
}

static void check_drift(const struct pc_rule_context *ctx) {
    for (pc_id service = 0; service < ctx->reg->service_count; service++) {
        if (pc_view_of_service(ctx->view, service).count < 2) {
            continue; /* nothing that it could disagree with */
        }
        pc_check_inside_drift(ctx, service);
        struct pc_drift s = pc_drift_of(ctx, service);
        if (s.drifting.count == 0 || pc_drift_is_own_default(&s)) {
            continue;
        }
        bool stated;
        struct side actual = side_of_actual(&s, &stated);
        struct side plan = side_of(&s, s.drifting.items, s.drifting.count, true);
        struct side documents = side_of(&s, s.drifting.items, s.drifting.count, false);
        struct pc_finding *f = say_message(&s, plan, documents, actual, stated);
        f->host = one_host(&s);
        pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
        say_places(&s, f, s.drifting.items, s.drifting.count);
        say_places(&s, f, s.actual.items, s.actual.count);
        for (size_t i = 0; own_document_drifts(&s) && i < s.settings.count; i++) {
            pc_say_claim(ctx, f, s.settings.items[i]);
        }
        say_takers(&s, f);
        say_other_statements(&s, f);
        bool alone = plan.count > 0 && pc_str_eq(pc_port_set_text(ctx->arena, &plan.ports),
                                                 pc_port_set_text(ctx->arena, &documents.ports));
        if (!alone && is_chosen(&s)) {
            repair(&s, f, s.drifting.items, s.drifting.count, actual);
        }
        say_verdict(&s, f, plan, documents, actual);
    }
}

static void check_environment(const struct pc_rule_context *ctx) {
    for (pc_id service = 0; service < ctx->reg->service_count; service++) {
        if (pc_view_of_service(ctx->view, service).count < 2) {
            continue;
        }
        struct pc_drift s = pc_drift_of(ctx, service);
        if (s.misplaced.count == 0) {
            continue;
        }
        const struct pc_claim *first = &ctx->reg->claims[s.misplaced.items[0]];
        bool stated;
        struct side actual = side_of_actual(&s, &stated);
        struct pc_str where = first->host != PC_NONE
                                  ? pc_say_on_host(ctx, first->host)
                                  : pc_str_fmt(ctx->arena, " in %s", pc_environment_name(first->environment));
        struct pc_finding *f =
            pc_say(ctx, PC_LEVEL_DEFAULT, "`%.*s` is %.*s%.*s, not %u: that is another environment's port",
                   PC_ARG(pc_service_name(ctx, service)), PC_ARG(pc_port_set_text(ctx->arena, &actual.ports)),
                   PC_ARG(where), (unsigned)first->ports.lo);
        f->host = one_host(&s);
        pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
        say_places(&s, f, s.misplaced.items, s.misplaced.count);
        say_places(&s, f, s.actual.items, s.actual.count);
        repair(&s, f, s.misplaced.items, s.misplaced.count, actual);
        pc_finding_help(ctx->out, f, "write the port of the environment that the line names");
    }
}

const struct pc_rule pc_rule_port_drift = {
    .info =
        {.code = "PC301",
         .name = "port-drift",
         .family = "Drift",
         .level = PC_LEVEL_WARNING,
         .summary = "plan, documents and the actual port of a service disagree",
         .why = "Somebody who follows the stale side dials a port where nobody, or somebody else, answers. The "
                "verdict in the "
                "note says which side stands alone.",
         .fix = "Either execute the move, or accept reality and rewrite the side that is stale.",
         .silent =
             "The port inside the container in a service's own document, numbers that are named as another "
             "environment's, defaults that the deployment overrides, rows that are struck out, deprecated or history, "
             "several ports of one service that are all named, equal names on other hosts, and services that somebody "
             "else runs.",
         .bad = "| Port | Service |\n"
                "|------|---------|\n"
                "| 3002 | credits |\n"
                "\n"
                "## Real ports today\n"
                "\n"
                "**Rack (`10.0.0.5`):**\n"
                "- credits `3061`\n",
         .good = "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 3061 | credits |\n"
                 "\n"
                 "## Real ports today\n"
                 "\n"
                 "**Rack (`10.0.0.5`):**\n"
                 "- credits `3061`\n",
         .config = "hosts and services.aliases say who is who; services.external takes a service out"},
    .check = check_drift};

const struct pc_rule pc_rule_wrong_environment = {
    .info =
        {.code = "PC307",
         .name = "wrong-environment",
         .family = "Drift",
         .level = PC_LEVEL_WARNING,
         .summary = "a document names an environment or host and gives another environment's port",
         .why = "A number copied from the development setup looks right until somebody uses it in production, where "
                "nobody or somebody else answers.",
         .fix = "Write the port of the environment that the line names.",
         .silent =
             "Lines that name no environment, documents that give each environment its own number, and ports that are "
             "the same in both.",
         .config = "hosts.NAME.environment: what a host is for",
         .bad = "--- ledger/README.md\n"
                "# ledger\n"
                "\n"
                "**Port:** 3061 (production)\n"
                "--- docker-compose.prod.yml\n"
                "services:\n"
                "  ledger:\n"
                "    build: ./ledger\n"
                "    ports: [\"3002:3002\"]\n"
                "--- docker-compose.dev.yml\n"
                "services:\n"
                "  ledger:\n"
                "    build: ./ledger\n"
                "    ports: [\"3061:3061\"]\n",
         .good = "--- ledger/README.md\n"
                 "# ledger\n"
                 "\n"
                 "**Port:** 3002 (production)\n"
                 "--- docker-compose.prod.yml\n"
                 "services:\n"
                 "  ledger:\n"
                 "    build: ./ledger\n"
                 "    ports: [\"3002:3002\"]\n"
                 "--- docker-compose.dev.yml\n"
                 "services:\n"
                 "  ledger:\n"
                 "    build: ./ledger\n"
                 "    ports: [\"3061:3061\"]\n"},
    .check = check_environment};
