/* Plan, documents and the actual port of a service: PC301 port-drift and PC307 wrong-environment.
 *
 * Statements of a service fall into groups that each speak with one voice: the plan of one document, the list of one
 * host, its own document for one environment. A group is held against what is known where it speaks of. It agrees when
 * one of its ports is an actual one; a port left over drifts only while an actual port is left over as well. */
#include <stdlib.h>

#include "cover.h"
#include "say.h"

enum voice { VOICE_PLAN, VOICE_LIST, VOICE_OWN };

struct group {
    enum voice voice;
    pc_id file;
    pc_id host;
    enum pc_environment environment;
    struct PC_VEC(pc_id) claims;
};

struct subject {
    const struct pc_rule_context *ctx;
    pc_id service;
    struct PC_VEC(struct group) groups;
    struct PC_VEC(pc_id) drifting;     /* statements that disagree */
    struct PC_VEC(pc_id) misplaced;    /* statements that give another environment's port */
    struct PC_VEC(pc_id) settings;     /* PORT of the containers: shown beside the actual claims */
    struct PC_VEC(pc_id) actual;       /* the claims they disagree with */
    const struct somewhere *somewhere; /* made when first asked for */
    const struct pc_cover *stated;     /* all ports of the groups; likewise */
};

/* Ports of all deployments of a service, wherever. */
struct somewhere {
    struct pc_cover outside; /* of hosts */
    struct pc_cover inside;  /* what containers listen on */
    struct pc_cover alone;   /* the same of those that publish nothing */
};

static bool is_statement(const struct pc_claim *claim) {
    return (claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED) && pc_claim_is_host_side(claim) &&
           !(claim->flags & PC_CLAIM_OPEN);
}

static enum voice voice_of(const struct pc_claim *claim) {
    if (claim->role == PC_ROLE_PLANNED) {
        return VOICE_PLAN;
    }
    return claim->flags & PC_CLAIM_SELF ? VOICE_OWN : VOICE_LIST;
}

static void add_to_group(struct subject *s, pc_id id) {
    const struct pc_claim *claim = &s->ctx->reg->claims[id];
    enum voice voice = voice_of(claim);
    /* Claims come file by file: what is of this file stands at the end. */
    for (size_t i = s->groups.count; i-- > 0 && s->groups.items[i].file == claim->span.file;) {
        struct group *group = &s->groups.items[i];
        if (group->voice == voice && group->host == claim->host && group->environment == claim->environment) {
            *PC_PUSH(&group->claims, s->ctx->arena) = id;
            return;
        }
    }
    struct group *group = PC_PUSH(&s->groups, s->ctx->arena);
    *group = (struct group){
        .voice = voice, .file = claim->span.file, .host = claim->host, .environment = claim->environment};
    *PC_PUSH(&group->claims, s->ctx->arena) = id;
}

/* What a group is held against. */
struct reference {
    struct PC_VEC(pc_id) outside; /* ports of a host */
    struct PC_VEC(pc_id) inside;  /* what containers listen on */
    struct pc_cover outside_ports, inside_ports;
    bool known;
    bool stated; /* only documents say so; nothing deployed was read */
};

static struct pc_cover cover_of(const struct subject *s, const pc_id *claims, size_t count) {
    return count > 0 ? pc_cover_of_claims(s->ctx, (struct pc_claims){claims, count}) : (struct pc_cover){0};
}

static void add_state(struct pc_arena *arena, struct reference *ref, const struct pc_state *state) {
    for (size_t i = 0; i < state->claims.count; i++) {
        *PC_PUSH(&ref->outside, arena) = state->claims.items[i];
    }
    for (size_t i = 0; i < state->inside.count; i++) {
        *PC_PUSH(&ref->inside, arena) = state->inside.items[i];
    }
    ref->known = true;
}

static bool is_side(const struct pc_registry *reg, pc_id host) {
    return reg->hosts[host].environment == PC_ENV_DEVELOPMENT || reg->hosts[host].environment == PC_ENV_TEST;
}

static bool state_fits(const struct subject *s, const struct group *group, const struct pc_state *state) {
    if (group->host != PC_NONE) {
        return state->host == group->host;
    }
    if (group->environment != PC_ENV_UNKNOWN) {
        return state->host != PC_NONE && s->ctx->reg->hosts[state->host].environment == group->environment;
    }
    return state->host != PC_NONE;
}

/* How much a deployment counts: on a host that a registry speaks for, on another one, on a development machine. */
static int rank_of(const struct subject *s, const struct pc_state *state) {
    if (state->actual != PC_ACTUAL_DEPLOYED) {
        return state->actual == PC_ACTUAL_DOCUMENTED || state->actual == PC_ACTUAL_OBSERVED ? 2 : 1;
    }
    if (s->ctx->reg->hosts[state->host].spoken_for) {
        return 4;
    }
    return is_side(s->ctx->reg, state->host) ? 0 : 3;
}

/* The best known states that fit a group; nothing when none is known. */
static struct reference reference_of(const struct subject *s, const struct group *group) {
    struct pc_states states = pc_view_states_of_service(s->ctx->view, s->service);
    int best = 0;
    for (size_t i = 0; i < states.count; i++) {
        bool own_list = group->voice == VOICE_LIST && states.items[i].actual == PC_ACTUAL_DOCUMENTED;
        if (state_fits(s, group, &states.items[i]) && !own_list && rank_of(s, &states.items[i]) > best) {
            best = rank_of(s, &states.items[i]);
        }
    }
    struct reference ref = {.stated = best == 2};
    for (size_t i = 0; best > 0 && i < states.count; i++) {
        if (state_fits(s, group, &states.items[i]) && rank_of(s, &states.items[i]) == best) {
            add_state(s->ctx->arena, &ref, &states.items[i]);
        }
    }
    ref.outside_ports = cover_of(s, ref.outside.items, ref.outside.count);
    ref.inside_ports = cover_of(s, ref.inside.items, ref.inside.count);
    return ref;
}

/* A service's own document may mean the port inside its container; so may a row of a service that publishes nothing. */
static bool agrees(const struct pc_claim *claim, const struct reference *ref) {
    bool inside_counts = (claim->flags & PC_CLAIM_SELF) || ref->outside.count == 0;
    return pc_cover_meets(&ref->outside_ports, claim->ports) ||
           (inside_counts && pc_cover_meets(&ref->inside_ports, claim->ports));
}

static const struct somewhere *somewhere_of(const struct subject *s) {
    struct somewhere *somewhere = PC_NEW(s->ctx->arena, struct somewhere);
    struct pc_states states = pc_view_states_of_service(s->ctx->view, s->service);
    struct reference all = {0}, alone = {0};
    for (size_t i = 0; i < states.count; i++) {
        if (states.items[i].actual == PC_ACTUAL_DEPLOYED) {
            add_state(s->ctx->arena, states.items[i].claims.count == 0 ? &alone : &all, &states.items[i]);
        }
    }
    somewhere->outside = cover_of(s, all.outside.items, all.outside.count);
    somewhere->inside = cover_of(s, all.inside.items, all.inside.count);
    somewhere->alone = cover_of(s, alone.inside.items, alone.inside.count);
    return somewhere;
}

/* Does any deployment at all, wherever, have this port? A statement that names no place is content with that. */
static bool agrees_somewhere(struct subject *s, const struct pc_claim *claim) {
    if (!s->somewhere) {
        s->somewhere = somewhere_of(s);
    }
    return pc_cover_meets(&s->somewhere->outside, claim->ports) || pc_cover_meets(&s->somewhere->alone, claim->ports) ||
           ((claim->flags & PC_CLAIM_SELF) && pc_cover_meets(&s->somewhere->inside, claim->ports));
}

/* The ports of deployments of another environment than the one that the statements of a group name. */
static struct pc_cover other_environments(const struct subject *s, const struct group *group) {
    struct PC_VEC(pc_id) others = {0};
    enum pc_environment mine = group->environment;
    if (group->host != PC_NONE) {
        mine = s->ctx->reg->hosts[group->host].environment;
    }
    struct pc_claims owned = pc_view_of_service(s->ctx->view, s->service);
    for (size_t i = 0; mine != PC_ENV_UNKNOWN && i < owned.count; i++) {
        const struct pc_claim *other = &s->ctx->reg->claims[owned.items[i]];
        if (other->role == PC_ROLE_PUBLISHES && other->environment != PC_ENV_UNKNOWN && other->environment != mine) {
            *PC_PUSH(&others, s->ctx->arena) = owned.items[i];
        }
    }
    return cover_of(s, others.items, others.count);
}

static void keep_actual(struct subject *s, const struct reference *ref) {
    for (size_t i = 0; i < ref->inside.count; i++) {
        if (s->ctx->reg->claims[ref->inside.items[i]].flags & PC_CLAIM_PORT_VAR) {
            *PC_PUSH(&s->settings, s->ctx->arena) = ref->inside.items[i];
        }
    }
    for (size_t i = 0; i < ref->outside.count; i++) {
        *PC_PUSH(&s->actual, s->ctx->arena) = ref->outside.items[i];
    }
    for (size_t i = 0; ref->outside.count == 0 && i < ref->inside.count; i++) {
        *PC_PUSH(&s->actual, s->ctx->arena) = ref->inside.items[i];
    }
}

static const struct pc_cover *stated_ports(const struct subject *s) {
    struct PC_VEC(pc_id) all = {0};
    for (size_t i = 0; i < s->groups.count; i++) {
        for (size_t j = 0; j < s->groups.items[i].claims.count; j++) {
            *PC_PUSH(&all, s->ctx->arena) = s->groups.items[i].claims.items[j];
        }
    }
    struct pc_cover *cover = PC_NEW(s->ctx->arena, struct pc_cover);
    *cover = cover_of(s, all.items, all.count);
    return cover;
}

/* Is there an actual port that no statement of the service names? */
static bool actual_left_over(struct subject *s, const struct reference *ref) {
    if (!s->stated) {
        s->stated = stated_ports(s);
    }
    for (size_t i = 0; i < ref->outside.count; i++) {
        if (!pc_cover_meets(s->stated, s->ctx->reg->claims[ref->outside.items[i]].ports)) {
            return true;
        }
    }
    return false;
}

static void check_group(struct subject *s, const struct group *group) {
    struct reference ref = reference_of(s, group);
    if (!ref.known || (ref.outside.count == 0 && ref.inside.count == 0)) {
        return;
    }
    size_t agreeing = 0;
    struct PC_VEC(pc_id) odd = {0};
    bool anywhere = group->host == PC_NONE && group->environment == PC_ENV_UNKNOWN;
    for (size_t i = 0; i < group->claims.count; i++) {
        const struct pc_claim *claim = &s->ctx->reg->claims[group->claims.items[i]];
        if (agrees(claim, &ref) || (anywhere && agrees_somewhere(s, claim))) {
            agreeing++;
        } else {
            *PC_PUSH(&odd, s->ctx->arena) = group->claims.items[i];
        }
    }
    if (odd.count == 0 || (agreeing > 0 && !actual_left_over(s, &ref))) {
        return;
    }
    struct pc_cover others = other_environments(s, group);
    for (size_t i = 0; i < odd.count; i++) {
        if (pc_cover_meets(&others, s->ctx->reg->claims[odd.items[i]].ports)) {
            *PC_PUSH(&s->misplaced, s->ctx->arena) = odd.items[i];
        } else {
            *PC_PUSH(&s->drifting, s->ctx->arena) = odd.items[i];
        }
    }
    keep_actual(s, &ref);
}

static bool is_side_environment(enum pc_environment environment) {
    return environment == PC_ENV_DEVELOPMENT || environment == PC_ENV_TEST;
}

/* What the others are held against where nothing actual is known: the plan, else a list that names no host. */
static const struct group *leading_group(const struct subject *s) {
    const struct group *lead = NULL;
    for (size_t i = 0; i < s->groups.count; i++) {
        const struct group *group = &s->groups.items[i];
        bool leads = group->host == PC_NONE && group->voice != VOICE_OWN && !is_side_environment(group->environment);
        if (leads && (!lead || (group->voice == VOICE_PLAN && lead->voice != VOICE_PLAN))) {
            lead = group;
        }
    }
    return lead;
}

/* Nothing actual is known: the plan against the documents that name no place. */
static void check_statements_alone(struct subject *s) {
    const struct group *plan = leading_group(s);
    struct pc_cover planned = plan ? cover_of(s, plan->claims.items, plan->claims.count) : (struct pc_cover){0};
    for (size_t i = 0; plan && i < s->groups.count; i++) {
        const struct group *group = &s->groups.items[i];
        /* A plan that names no environment is for production; a development port beside it contradicts nothing. */
        bool side = is_side_environment(group->environment);
        bool unstated = group->environment == PC_ENV_UNKNOWN || plan->environment == PC_ENV_UNKNOWN;
        bool comparable = group->host == PC_NONE && (group->environment == plan->environment || (unstated && !side));
        bool agree = group == plan || !comparable;
        for (size_t j = 0; j < group->claims.count && !agree; j++) {
            agree = pc_cover_meets(&planned, s->ctx->reg->claims[group->claims.items[j]].ports);
        }
        for (size_t j = 0; !agree && j < group->claims.count; j++) {
            *PC_PUSH(&s->drifting, s->ctx->arena) = group->claims.items[j];
        }
    }
}

/* A default alone is overridden wherever the service is started: it says nothing about a place. */
static bool has_actual(const struct subject *s) {
    struct pc_states states = pc_view_states_of_service(s->ctx->view, s->service);
    for (size_t i = 0; i < states.count; i++) {
        if (states.items[i].actual != PC_ACTUAL_DEFAULT) {
            return true;
        }
    }
    return false;
}

static struct subject examine(const struct pc_rule_context *ctx, pc_id service) {
    struct subject s = {.ctx = ctx, .service = service};
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t i = 0; i < owned.count; i++) {
        if (is_statement(&ctx->reg->claims[owned.items[i]])) {
            add_to_group(&s, owned.items[i]);
        }
    }
    if (s.groups.count == 0 || ctx->reg->services[service].external) {
        return s;
    }
    if (!has_actual(&s)) {
        check_statements_alone(&s);
    }
    for (size_t i = 0; has_actual(&s) && i < s.groups.count; i++) {
        check_group(&s, &s.groups.items[i]);
    }
    return s;
}

/* What one side says, for the message. */
struct side {
    struct pc_port_set ports;
    size_t count;
};

static struct side side_of(const struct subject *s, const pc_id *claims, size_t count, bool plan) {
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
static struct pc_cover named_beside(const struct subject *s) {
    struct PC_VEC(pc_id) all = {0};
    bool voices[VOICE_OWN + 1] = {false};
    for (size_t i = 0; i < s->drifting.count; i++) {
        voices[voice_of(&s->ctx->reg->claims[s->drifting.items[i]])] = true;
    }
    for (size_t i = 0; i < s->groups.count; i++) {
        const struct group *group = &s->groups.items[i];
        for (size_t j = 0; voices[group->voice] && j < group->claims.count; j++) {
            *PC_PUSH(&all, s->ctx->arena) = group->claims.items[j];
        }
    }
    return cover_of(s, all.items, all.count);
}

/* What the stale statements should say: of several ports those that are not named beside them. */
static struct side side_of_actual(const struct subject *s, bool *stated) {
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

/* Statements of a side that do not drift, outside the host that the others are about. */
static bool side_agrees(const struct subject *s, bool plan) {
    size_t statements = 0, drifting = 0; /* each drifts once at most */
    for (size_t i = 0; i < s->groups.count; i++) {
        statements += (s->groups.items[i].voice == VOICE_PLAN) == plan ? s->groups.items[i].claims.count : 0;
    }
    for (size_t i = 0; i < s->drifting.count; i++) {
        drifting += (voice_of(&s->ctx->reg->claims[s->drifting.items[i]]) == VOICE_PLAN) == plan;
    }
    return statements > drifting;
}

static struct pc_finding *say_message(const struct subject *s, struct side plan, struct side documents,
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
    const char *really = stated ? "really on" : "deployed on";
    if (plan.count > 0 && documents.count > 0 && pc_str_eq(planned, documented)) {
        return pc_say(s->ctx, PC_LEVEL_DEFAULT, "`%.*s` is planned and documented on %.*s, but %s %.*s", PC_ARG(name),
                      PC_ARG(planned), really, PC_ARG(real));
    }
    if (plan.count > 0 && documents.count > 0) {
        return pc_say(s->ctx, PC_LEVEL_DEFAULT, "`%.*s` is planned on %.*s, documented on %.*s and %s %.*s",
                      PC_ARG(name), PC_ARG(planned), PC_ARG(documented), really, PC_ARG(real));
    }
    if (plan.count > 0) {
        return pc_say(s->ctx, PC_LEVEL_DEFAULT, "`%.*s` is planned on %.*s, but %s %.*s", PC_ARG(name), PC_ARG(planned),
                      really, PC_ARG(real));
    }
    return pc_say(s->ctx, PC_LEVEL_DEFAULT, "`%.*s` is documented on %.*s, but %s %.*s", PC_ARG(name),
                  PC_ARG(documented), really, PC_ARG(real));
}

static void say_verdict(const struct subject *s, struct pc_finding *f, struct side plan, struct side documents,
                        struct side actual) {
    struct pc_str real = pc_port_set_text(s->ctx->arena, &actual.ports);
    if (actual.count == 0) {
        pc_finding_help(s->ctx->out, f, "decide which one is right and correct the others");
        return;
    }
    bool same =
        plan.count > 0 && documents.count > 0 &&
        pc_str_eq(pc_port_set_text(s->ctx->arena, &plan.ports), pc_port_set_text(s->ctx->arena, &documents.ports));
    if (same) {
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
static void say_places(const struct subject *s, struct pc_finding *f, const pc_id *claims, size_t count) {
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
static void say_other_statements(const struct subject *s, struct pc_finding *f) {
    for (size_t i = 0; i < s->groups.count; i++) {
        for (size_t j = 0; j < s->groups.items[i].claims.count; j++) {
            pc_say_claim(s->ctx, f, s->groups.items[i].claims.items[j]);
        }
    }
}

static struct pc_str one_host(const struct subject *s) {
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
static bool own_document_drifts(const struct subject *s) {
    for (size_t i = 0; i < s->drifting.count; i++) {
        if (s->ctx->reg->claims[s->drifting.items[i]].flags & PC_CLAIM_SELF) {
            return true;
        }
    }
    return false;
}

/* Who really binds the ports that the stale statements give: whoever goes by them reaches somebody else. */
struct taker_search {
    const struct subject *subject;
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

static void say_takers(const struct subject *s, struct pc_finding *f) {
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

static void check_drift(const struct pc_rule_context *ctx) {
    for (pc_id service = 0; service < ctx->reg->service_count; service++) {
        struct subject s = examine(ctx, service);
        if (s.drifting.count == 0) {
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
        say_verdict(&s, f, plan, documents, actual);
    }
}

static void check_environment(const struct pc_rule_context *ctx) {
    for (pc_id service = 0; service < ctx->reg->service_count; service++) {
        struct subject s = examine(ctx, service);
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
        pc_finding_help(ctx->out, f, "write the port of the environment that the line names");
    }
}

const struct pc_rule pc_rule_port_drift = {
    .info = {.code = "PC301",
             .name = "port-drift",
             .family = "Drift",
             .level = PC_LEVEL_WARNING,
             .summary = "plan, documents and the actual port of a service disagree",
             .why = "Somebody who follows the stale side dials a port where nobody, or somebody else, answers. The "
                    "verdict in the "
                    "note says which side stands alone.",
             .fix = "Either execute the move, or accept reality and rewrite the side that is stale.",
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
    .info = {.code = "PC307",
             .name = "wrong-environment",
             .family = "Drift",
             .level = PC_LEVEL_WARNING,
             .summary = "a document names an environment or host and gives another environment's port",
             .why = "A number copied from the development setup looks right until somebody uses it in production.",
             .fix = "Write the port of the environment that the line names.",
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
