/* PC104: a reservation that names nobody is assigned or in use. */
#include "intervals.h"
#include "path.h"
#include "rule_tools.h"
#include "view.h"

#define USES_MAX 256   /* uses of one reservation that are looked at */
#define SEEN_MAX 1024  /* ... and that may turn out to be elsewhere */
#define PORTS_SHOWN 4  /* ports in the message */
#define STATED_MAX 256 /* claims of one service that are looked at */

static bool is_reservation(const struct pc_registry *reg, const struct pc_claim *claim) {
    return claim->role == PC_ROLE_RESERVED && claim->name.len == 0 && pc_is_registry_row(reg, claim) &&
           !(claim->flags & PC_CLAIM_RESTATED);
}

static bool names_port(struct pc_claims claims, const struct pc_registry *reg, struct pc_ports ports) {
    for (size_t i = 0; i < claims.count && i < STATED_MAX; i++) {
        if (pc_ports_overlap(reg->claims[claims.items[i]].ports, ports))
            return true;
    }
    return false;
}

/* What a document says of a service counts for nothing where its deployment is known and says otherwise. */
static bool is_superseded(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    if (claim->service == PC_NONE)
        return false;
    struct pc_states states = pc_view_states_of_service(ctx->view, claim->service);
    bool known = false;
    for (size_t i = 0; i < states.count && i < STATED_MAX; i++) {
        const struct pc_state *state = &states.items[i];
        bool real = state->actual == PC_ACTUAL_DEPLOYED || state->actual == PC_ACTUAL_OBSERVED;
        if (!real || (claim->host != PC_NONE && claim->host != state->host))
            continue;
        if (names_port(state->claims, ctx->reg, claim->ports))
            return false;
        known = true;
    }
    return known;
}

/* A claim that takes a port: a row of the plan, or a statement that a service is really there. */
static bool is_use(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    const struct pc_registry *reg = ctx->reg;
    if (claim->place != PC_PLACE_HOST || claim->confidence == PC_GUESSED ||
        (claim->flags & (PC_CLAIM_INTERNAL | PC_CLAIM_OPEN)) ||
        (claim->section != PC_NONE && reg->sections[claim->section].internal))
        return false;
    if (pc_claim_owner(ctx, claim).len == 0)
        return false;
    switch (claim->role) {
    case PC_ROLE_PLANNED:
    case PC_ROLE_PUBLISHES:
    case PC_ROLE_OBSERVED:
        return true;
    case PC_ROLE_DOCUMENTED:
        return !is_superseded(ctx, claim);
    case PC_ROLE_RESERVED:
    case PC_ROLE_DEFAULT:
    case PC_ROLE_LISTENS:
    case PC_ROLE_DIALS:
    case PC_ROLE_COUNT:
        break;
    }
    return false;
}

/* Whether a reservation speaks for the place where a use is. */
static bool reaches(const struct pc_registry *reg, const struct pc_claim *reservation, const struct pc_claim *use) {
    if (!pc_protocols_overlap(reservation->protocol, use->protocol))
        return false;
    if (reservation->environment != use->environment &&
        (reservation->environment != PC_ENV_UNKNOWN || pc_environment_is_side(use->environment)) &&
        use->environment != PC_ENV_UNKNOWN)
        return false;
    if (reservation->host != PC_NONE)
        return reservation->host == use->host;
    if (use->host != PC_NONE && !reg->hosts[use->host].spoken_for)
        return false;
    if (use->span.file == reservation->span.file)
        return true;
    const struct pc_document *doc = pc_document_of(reg, reservation->span.file);
    return doc && pc_path_is_under(reg->files[use->span.file].path, doc->tree);
}

/* The uses of one reservation. */
struct search {
    const struct pc_registry *reg;
    const struct pc_claim *reservation;
    struct PC_VEC(const struct pc_claim *) uses;
    struct pc_arena *arena;
    size_t seen;
    size_t limit; /* uses that are kept */
};

static bool look_at_use(void *arg, pc_id id) {
    struct search *search = arg;
    const struct pc_claim *use = &search->reg->claims[id];
    if (reaches(search->reg, search->reservation, use))
        *PC_PUSH(&search->uses, search->arena) = use;
    return ++search->seen < SEEN_MAX && search->uses.count < search->limit;
}

static struct pc_str use_text(const struct pc_rule_context *ctx, const struct pc_claim *use) {
    struct pc_str owner = pc_claim_owner(ctx, use);
    struct pc_str host = pc_host_shown(ctx->reg, use->host);
    struct pc_str on = host.len > 0 ? pc_str_fmt(ctx->arena, " on `%.*s`", PC_ARG(host)) : PC_EMPTY;
    const char *what = use->role == PC_ROLE_PLANNED      ? "assigned to"
                       : use->role == PC_ROLE_DOCUMENTED ? "documented for"
                                                         : "bound by";
    return pc_str_fmt(ctx->arena, "%s `%.*s`%.*s", what, PC_ARG(owner), PC_ARG(on));
}

/* The same service on the same ports of the same host, said before. */
static bool is_repeated(const struct search *search, size_t index) {
    const struct pc_claim *use = search->uses.items[index];
    for (size_t i = 0; i < index; i++) {
        const struct pc_claim *other = search->uses.items[i];
        bool same = use->service != PC_NONE ? other->service == use->service : pc_str_eq(other->name, use->name);
        if (same && pc_ports_eq(other->ports, use->ports) && other->host == use->host)
            return true;
    }
    return false;
}

static struct pc_ports shared_ports(struct pc_ports a, struct pc_ports b) {
    return (struct pc_ports){a.lo > b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi};
}

/* The ports of the reservation that are in use. Uses come by their lowest port, so that equal ones are neighbours. */
static size_t used_ports(const struct search *search, struct pc_ports *ports) {
    size_t count = 0;
    for (size_t i = 0; i < search->uses.count; i++) {
        struct pc_ports shared = shared_ports(search->uses.items[i]->ports, search->reservation->ports);
        if (count == 0 || !pc_ports_eq(ports[count - 1], shared))
            ports[count++] = shared;
    }
    return count;
}

/* The host of all uses; empty when they differ. */
static struct pc_str host_of(const struct pc_registry *reg, const struct search *search) {
    struct pc_str host = pc_host_shown(reg, search->uses.items[0]->host);
    for (size_t i = 1; i < search->uses.count; i++) {
        if (!pc_str_eq(pc_host_shown(reg, search->uses.items[i]->host), host))
            return PC_EMPTY;
    }
    return host;
}

static void report(const struct pc_rule_context *ctx, const struct search *search) {
    size_t uses = search->uses.count;
    enum pc_level level;
    if (!pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level))
        return;
    struct pc_str *names = PC_NEW_ARRAY(ctx->arena, uses, struct pc_str);
    for (size_t i = 0; i < uses; i++)
        names[i] = pc_claim_owner(ctx, search->uses.items[i]);
    struct pc_ports *ports = PC_NEW_ARRAY(ctx->arena, uses, struct pc_ports);
    size_t count = used_ports(search, ports);
    size_t shown = count < PORTS_SHOWN ? count : PORTS_SHOWN;
    struct pc_str list = pc_ports_list(ctx->arena, ports, shown, count - shown);
    struct pc_finding *f = pc_finding_new(ctx->out, &ctx->rule->info, level, "%.*s %s reserved, but in use by %.*s",
                                          PC_ARG(list), count == 1 && ports[0].lo == ports[0].hi ? "is" : "are",
                                          PC_ARG(pc_names_text(ctx->arena, names, uses)));
    f->host = host_of(ctx->reg, search);
    for (size_t i = 0; i < count; i++)
        pc_finding_port(ctx->out, f, ports[i]);
    pc_finding_label(ctx->out, f, search->reservation->span, "reserved here");
    for (size_t i = 0; i < uses; i++) {
        pc_finding_service(ctx->out, f, names[i]);
        if (!is_repeated(search, i))
            pc_finding_label(ctx->out, f, search->uses.items[i]->span, "%.*s",
                             PC_ARG(use_text(ctx, search->uses.items[i])));
    }
    pc_finding_help(ctx->out, f, "take the used ports out of the reservation %.*s, or move the services",
                    PC_ARG(pc_ports_text(ctx->arena, search->reservation->ports)));
}

static void check(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    struct PC_VEC(struct pc_interval) items = {0};
    bool any = false;
    for (size_t i = 0; i < reg->claim_count && !any; i++)
        any = is_reservation(reg, &reg->claims[i]);
    for (size_t i = 0; any && i < reg->claim_count; i++) {
        if (is_use(ctx, &reg->claims[i]))
            *PC_PUSH(&items, ctx->arena) = (struct pc_interval){0, reg->claims[i].ports, (pc_id)i};
    }
    struct pc_intervals uses = pc_intervals_new(ctx->arena, items.items, items.count);
    size_t shown = 0;
    for (size_t i = 0; any && i < reg->claim_count; i++) {
        if (!is_reservation(reg, &reg->claims[i]))
            continue;
        struct search search = {
            .reg = reg, .reservation = &reg->claims[i], .arena = ctx->arena, .limit = pc_places_limit(shown, USES_MAX)};
        pc_intervals_each(&uses, 0, reg->claims[i].ports, look_at_use, &search);
        shown += search.uses.count;
        if (search.uses.count > 0)
            report(ctx, &search);
    }
}

const struct pc_rule pc_rule_reserved_in_use = {
    .info =
        {.code = "PC104",
         .name = "reserved-in-use",
         .family = "Plan",
         .level = PC_LEVEL_WARNING,
         .summary = "ports that the registry keeps free are assigned to a service, or a service is really there",
         .why = "The next one who takes a port out of the reservation meets a service that is there already. A "
                "reservation "
                "that names an owner or a purpose gives the block to it and does not count.",
         .fix = "Narrow the reservation and give the used port a row of its own, or move the service.",
         .silent =
             "Reservations that name an owner or a purpose: they give the block to it. A document that puts a service "
             "there whose deployment says otherwise.",
         .config = "services.aliases: two names of one service are no contradiction",
         .bad = "## 7300-7309: Jobs\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 7301 | search |\n"
                "| 7305-7309 | *(reserved)* |\n"
                "\n"
                "## Real ports today\n"
                "\n"
                "**Rack (`10.0.0.5`):**\n"
                "- mailer `7306`\n",
         .good = "## 7300-7309: Jobs\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 7301 | search |\n"
                 "| 7306 | mailer |\n"
                 "| 7305, 7307-7309 | *(reserved)* |\n"
                 "\n"
                 "## Real ports today\n"
                 "\n"
                 "**Rack (`10.0.0.5`):**\n"
                 "- mailer `7306`\n"},
    .check = check,
};
