/* The groups of statements (voice_groups.c) held against what is known. A group is held against what is known where it
 * speaks of. It agrees when one of its ports is an actual one; a port left over drifts only while an actual port is
 * left over as well. */
#include "drift_subject.h"
#include "rule_tools.h"

/* Ports of all deployments of a service, wherever. */
struct somewhere {
    struct pc_cover outside; /* of hosts */
    struct pc_cover inside;  /* what containers listen on */
    struct pc_cover alone;   /* the same of those that publish nothing */
};

/* What a group is held against. */
struct reference {
    struct PC_VEC(pc_id) outside; /* ports of a host */
    struct PC_VEC(pc_id) inside;  /* what containers listen on */
    struct pc_cover outside_ports, inside_ports;
    bool known;
    bool host_open; /* some mapping's host port is not known */
    int rank;       /* how much its states count */
};

struct pc_cover pc_drift_cover(const struct pc_drift *s, const pc_id *claims, size_t count) {
    return count > 0 ? pc_cover_of_claims(s->ctx, (struct pc_claims){claims, count}) : (struct pc_cover){0};
}

static void add_state(const struct pc_rule_context *ctx, struct reference *ref, const struct pc_state *state) {
    const struct pc_registry *reg = ctx->reg;
    struct pc_arena *arena = ctx->arena;
    for (size_t i = 0; i < state->claims.count; i++) {
        *PC_PUSH(&ref->outside, arena) = state->claims.items[i];
    }
    for (size_t i = 0; i < state->inside.count; i++) {
        /* The port of a name in a cluster is where others find the service, as a published one is on a host. */
        if (reg->claims[state->inside.items[i]].flags & PC_CLAIM_FRONT) {
            *PC_PUSH(&ref->outside, arena) = state->inside.items[i];
        } else {
            *PC_PUSH(&ref->inside, arena) = state->inside.items[i];
        }
        ref->host_open |= (reg->claims[state->inside.items[i]].flags & PC_CLAIM_HOST_OPEN) != 0;
    }
    ref->known = true;
}

static bool is_side(const struct pc_registry *reg, pc_id host) {
    return pc_environment_is_side(reg->hosts[host].environment);
}

static bool state_fits(const struct pc_drift *s, const struct pc_voice_group *group, const struct pc_state *state) {
    if (group->host != PC_NONE) {
        return state->host == group->host;
    }
    if (group->environment != PC_ENV_UNKNOWN) {
        return state->host != PC_NONE && s->ctx->reg->hosts[state->host].environment == group->environment;
    }
    return state->host != PC_NONE;
}

/* How much a deployment counts: on a host that a registry speaks for, on another one, on a development machine (unless
 * that is what the statements are about). */
static int rank_of(const struct pc_drift *s, const struct pc_voice_group *group, const struct pc_state *state) {
    if (state->actual != PC_ACTUAL_DEPLOYED) {
        return state->actual == PC_ACTUAL_DOCUMENTED || state->actual == PC_ACTUAL_OBSERVED ? 2 : 1;
    }
    if (s->ctx->reg->hosts[state->host].spoken_for) {
        return 4;
    }
    bool meant = group->host != PC_NONE || group->environment != PC_ENV_UNKNOWN;
    return is_side(s->ctx->reg, state->host) && !meant ? 0 : 3;
}

/* What a list says is no evidence for that list; for another document's it is. */
static bool is_own_list(const struct pc_drift *s, const struct pc_voice_group *group, const struct pc_state *state) {
    if (group->voice != PC_VOICE_LIST || state->actual != PC_ACTUAL_DOCUMENTED) {
        return false;
    }
    for (size_t i = 0; i < state->claims.count; i++) {
        if (s->ctx->reg->claims[state->claims.items[i]].span.file != group->file) {
            return false;
        }
    }
    return true;
}

/* The best known states that fit a group; nothing when none is known. */
static struct reference reference_of(const struct pc_drift *s, const struct pc_voice_group *group) {
    struct pc_states states = group->host == PC_NONE ? pc_view_states_of_service(s->ctx->view, s->service)
                                                     : pc_view_states_on_host(s->ctx->view, s->service, group->host);
    int best = 0;
    for (size_t i = 0; i < states.count; i++) {
        if (state_fits(s, group, &states.items[i]) && !is_own_list(s, group, &states.items[i]) &&
            rank_of(s, group, &states.items[i]) > best) {
            best = rank_of(s, group, &states.items[i]);
        }
    }
    struct reference ref = {.rank = best};
    for (size_t i = 0; best > 0 && i < states.count; i++) {
        if (state_fits(s, group, &states.items[i]) && rank_of(s, group, &states.items[i]) == best) {
            add_state(s->ctx, &ref, &states.items[i]);
        }
    }
    ref.outside_ports = pc_drift_cover(s, ref.outside.items, ref.outside.count);
    ref.inside_ports = pc_drift_cover(s, ref.inside.items, ref.inside.count);
    return ref;
}

bool pc_drift_refers(const struct pc_drift *s, const struct pc_voice_group *group, const struct pc_state *state) {
    return group->rank > 0 && state_fits(s, group, state) && rank_of(s, group, state) == group->rank;
}

/* A service's own document may mean the port inside its container; so may a row of a service that publishes nothing. */
static bool agrees(const struct pc_claim *claim, const struct reference *ref) {
    bool inside_counts = (claim->flags & PC_CLAIM_SELF) || ref->outside.count == 0;
    return pc_cover_meets(&ref->outside_ports, claim->ports) ||
           (inside_counts && pc_cover_meets(&ref->inside_ports, claim->ports));
}

static const struct somewhere *somewhere_of(const struct pc_drift *s) {
    struct somewhere *somewhere = PC_NEW(s->ctx->arena, struct somewhere);
    struct pc_states states = pc_view_states_of_service(s->ctx->view, s->service);
    struct reference all = {0}, alone = {0};
    for (size_t i = 0; i < states.count; i++) {
        if (states.items[i].actual == PC_ACTUAL_DEPLOYED) {
            add_state(s->ctx, states.items[i].claims.count == 0 ? &alone : &all, &states.items[i]);
        }
    }
    somewhere->outside = pc_drift_cover(s, all.outside.items, all.outside.count);
    somewhere->inside = pc_drift_cover(s, all.inside.items, all.inside.count);
    somewhere->alone = pc_drift_cover(s, alone.inside.items, alone.inside.count);
    return somewhere;
}

/* Does any deployment at all, wherever, have this port? A statement that names no place is content with that. */
static bool agrees_somewhere(struct pc_drift *s, const struct pc_claim *claim) {
    if (!s->somewhere) {
        s->somewhere = somewhere_of(s);
    }
    return pc_cover_meets(&s->somewhere->outside, claim->ports) || pc_cover_meets(&s->somewhere->alone, claim->ports) ||
           ((claim->flags & PC_CLAIM_SELF) && pc_cover_meets(&s->somewhere->inside, claim->ports));
}

/* The ports of deployments of another environment than the one that the statements of a group name. */
static struct pc_cover other_environments(const struct pc_drift *s, const struct pc_voice_group *group) {
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
    return pc_drift_cover(s, others.items, others.count);
}

static void keep_actual(struct pc_drift *s, const struct reference *ref) {
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

static const struct pc_cover *stated_ports(const struct pc_drift *s) {
    struct PC_VEC(pc_id) all = {0};
    for (size_t i = 0; i < s->groups.count; i++) {
        for (size_t j = 0; j < s->groups.items[i].claims.count; j++) {
            *PC_PUSH(&all, s->ctx->arena) = s->groups.items[i].claims.items[j];
        }
    }
    struct pc_cover *cover = PC_NEW(s->ctx->arena, struct pc_cover);
    *cover = pc_drift_cover(s, all.items, all.count);
    return cover;
}

/* Is there an actual port that no statement of the service names? */
static bool actual_left_over(struct pc_drift *s, const struct reference *ref) {
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

/* A port beside the main one, of which the source says the same: a deployment need not publish it. */
static bool agrees_with_source(struct pc_drift *s, const struct pc_claim *claim) {
    if (!s->sides) {
        struct PC_VEC(pc_id) sides = {0};
        struct pc_claims owned = pc_view_of_service(s->ctx->view, s->service);
        for (size_t i = 0; i < owned.count; i++) {
            const struct pc_claim *own = &s->ctx->reg->claims[owned.items[i]];
            if (own->role == PC_ROLE_DEFAULT && own->qualifier.len > 0 && own->confidence != PC_GUESSED) {
                *PC_PUSH(&sides, s->ctx->arena) = owned.items[i];
            }
        }
        struct pc_cover *cover = PC_NEW(s->ctx->arena, struct pc_cover);
        *cover = pc_drift_cover(s, sides.items, sides.count);
        s->sides = cover;
    }
    return pc_cover_meets(s->sides, claim->ports);
}

static void check_group(struct pc_drift *s, struct pc_voice_group *group) {
    struct reference ref = reference_of(s, group);
    group->rank = ref.rank;
    if (!ref.known || (ref.outside.count == 0 && ref.inside.count == 0)) {
        return;
    }
    if (ref.outside.count == 0 && (group->voice != PC_VOICE_OWN || ref.host_open)) {
        return; /* a row gives a port of a host, and what was read publishes none: a proxy may stand before it */
    }
    size_t agreeing = 0;
    struct PC_VEC(pc_id) odd = {0};
    bool anywhere = group->host == PC_NONE && group->environment == PC_ENV_UNKNOWN;
    for (size_t i = 0; i < group->claims.count; i++) {
        const struct pc_claim *claim = &s->ctx->reg->claims[group->claims.items[i]];
        if (agrees(claim, &ref) || (anywhere && agrees_somewhere(s, claim)) || agrees_with_source(s, claim)) {
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

/* What the others are held against where nothing actual is known: the plan, else a list that names no host. */
static const struct pc_voice_group *leading_group(const struct pc_drift *s) {
    const struct pc_voice_group *lead = NULL;
    for (size_t i = 0; i < s->groups.count; i++) {
        const struct pc_voice_group *group = &s->groups.items[i];
        bool leads =
            group->host == PC_NONE && group->voice != PC_VOICE_OWN && !pc_environment_is_side(group->environment);
        if (leads && (!lead || (group->voice == PC_VOICE_PLAN && lead->voice != PC_VOICE_PLAN))) {
            lead = group;
        }
    }
    return lead;
}

/* Nothing actual is known: the plan against the documents that name no place. */
static void check_statements_alone(struct pc_drift *s) {
    const struct pc_voice_group *plan = leading_group(s);
    struct pc_cover planned = plan ? pc_drift_cover(s, plan->claims.items, plan->claims.count) : (struct pc_cover){0};
    for (size_t i = 0; plan && i < s->groups.count; i++) {
        const struct pc_voice_group *group = &s->groups.items[i];
        /* A plan that names no environment is for production; a development port beside it contradicts nothing. */
        bool side = pc_environment_is_side(group->environment);
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
static bool has_actual(const struct pc_drift *s) {
    struct pc_states states = pc_view_states_of_service(s->ctx->view, s->service);
    for (size_t i = 0; i < states.count; i++) {
        if (states.items[i].actual != PC_ACTUAL_DEFAULT) {
            return true;
        }
    }
    return false;
}

/* What a default says may also stand in an image or an example file. */
static bool speaks_for_source(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_DEFAULT || (claim->role == PC_ROLE_LISTENS && claim->container == PC_NONE);
}

/* Nothing that starts the service was read: statements that name no place are held against its source. */
static void check_defaults(struct pc_drift *s) {
    struct pc_claims owned = pc_view_of_service(s->ctx->view, s->service);
    struct PC_VEC(pc_id) defaults = {0}, all = {0};
    for (size_t i = 0; i < owned.count; i++) {
        if (speaks_for_source(&s->ctx->reg->claims[owned.items[i]])) {
            *PC_PUSH(&all, s->ctx->arena) = owned.items[i];
        }
        if (pc_is_source_default(&s->ctx->reg->claims[owned.items[i]])) {
            *PC_PUSH(&defaults, s->ctx->arena) = owned.items[i];
        }
    }
    struct pc_cover ports = pc_drift_cover(s, all.items, all.count);
    for (size_t i = 0; defaults.count > 0 && i < s->groups.count; i++) {
        const struct pc_voice_group *group = &s->groups.items[i];
        bool agree = group->host != PC_NONE || group->environment == PC_ENV_PRODUCTION ||
                     group->environment == PC_ENV_STAGING || group->environment == PC_ENV_TEST;
        for (size_t j = 0; j < group->claims.count && !agree; j++) {
            agree = pc_cover_meets(&ports, s->ctx->reg->claims[group->claims.items[j]].ports);
        }
        for (size_t j = 0; !agree && j < group->claims.count; j++) {
            *PC_PUSH(&s->drifting, s->ctx->arena) = group->claims.items[j];
        }
    }
    for (size_t i = 0; s->drifting.count > 0 && i < defaults.count; i++) {
        *PC_PUSH(&s->actual, s->ctx->arena) = defaults.items[i];
    }
    s->by_default = s->drifting.count > 0;
}

static struct pc_drift judge_service(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_drift s = {.ctx = ctx, .service = service};
    pc_voice_groups_find(&s);
    if (s.groups.count == 0 || ctx->reg->services[service].external) {
        return s;
    }
    if (!has_actual(&s)) {
        check_statements_alone(&s);
        if (s.drifting.count == 0) {
            check_defaults(&s);
        }
    }
    for (size_t i = 0; has_actual(&s) && i < s.groups.count; i++) {
        check_group(&s, &s.groups.items[i]);
    }
    return s;
}

/* Three rules ask it of every service. What it says does not hang on the rule that asks. */
struct pc_drift pc_drift_of(const struct pc_rule_context *ctx, pc_id service) {
    if (!ctx->memo) {
        return judge_service(ctx, service);
    }
    if (!ctx->memo->drifts) {
        ctx->memo->drifts = PC_NEW_ARRAY(ctx->arena, ctx->reg->service_count, const struct pc_drift *);
    }
    const struct pc_drift **known = &ctx->memo->drifts[service];
    if (!*known) {
        struct pc_drift *made = PC_NEW(ctx->arena, struct pc_drift);
        *made = judge_service(ctx, service);
        *known = made;
    }
    struct pc_drift s = **known;
    s.ctx = ctx;
    return s;
}

bool pc_drift_is_own_default(const struct pc_drift *s) {
    bool own = s->by_default;
    for (size_t i = 0; i < s->drifting.count && own; i++) {
        own = pc_voice_of(&s->ctx->reg->claims[s->drifting.items[i]]) == PC_VOICE_OWN;
    }
    return own;
}
