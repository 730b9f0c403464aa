/* Who holds a port that the plan or a document gives to somebody else: PC202 documented-collision, PC204 slot-taken. */
#include "slot_pairs.h"

#include <string.h>

enum { ROWS_READ = 1024 }; /* claims of one service that are looked through for a row */

/* Deployed there on some port: what documents say of it there is drift, not a collision. */
static bool is_deployed_on(const struct pc_rule_context *ctx, pc_id service, pc_id host) {
    struct pc_states states = pc_view_states_on_host(ctx->view, service, host);
    return states.count > 0 && states.items[0].actual == PC_ACTUAL_DEPLOYED;
}

/* Known to run, some of it on a named host, and nowhere on this one, which has a name as well. */
static bool is_elsewhere(const struct pc_rule_context *ctx, pc_id service, pc_id host) {
    struct pc_states states = pc_view_states_of_service(ctx->view, service);
    bool known = false, here = false;
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        here = here || state->host == host;
        known = known || (state->host != PC_NONE && ctx->reg->hosts[state->host].named);
    }
    return known && !here && ctx->reg->hosts[host].named;
}

/* The taker's own row stands in the same registry, and says the same as the owner's: two rows, PC103. A taker that is
 * only listed as real takes the slot of a planned one. */
static bool is_two_rows(const struct pc_rule_context *ctx, const struct pc_slot_pair *pair) {
    const struct pc_claim *statement = &ctx->reg->claims[pair->statement], *actual = &ctx->reg->claims[pair->claim];
    bool listed =
        actual->role == PC_ROLE_DOCUMENTED && statement->role == PC_ROLE_PLANNED && statement->host != actual->host;
    return !listed && pc_has_own_row(ctx, pair->taker, actual->host, pair->port);
}

/* Named on the same host by a document while somebody else is deployed there, and the documented one has no other port
 * there. */
static bool is_documented_collision(const struct pc_rule_context *ctx, const struct pc_slot_pair *pair) {
    const struct pc_claim *statement = &ctx->reg->claims[pair->statement], *actual = &ctx->reg->claims[pair->claim];
    return statement->role == PC_ROLE_DOCUMENTED && statement->host == actual->host &&
           actual->role == PC_ROLE_PUBLISHES && !is_deployed_on(ctx, pair->owner, actual->host) &&
           !is_two_rows(ctx, pair);
}

static void say_documented_collision(const struct pc_rule_context *ctx, const struct pc_slot_pair *pairs,
                                     size_t count) {
    const struct pc_claim *actual = &ctx->reg->claims[pairs[0].claim];
    struct pc_str owner = pc_service_name(ctx, pairs[0].owner), taker = pc_service_name(ctx, pairs[0].taker);
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_DEFAULT, "port %u%.*s is documented for `%.*s`, but `%.*s` is deployed on it",
               (unsigned)pairs[0].port, PC_ARG(pc_say_on_host(ctx, actual->host)), PC_ARG(owner), PC_ARG(taker));
    f->host = ctx->reg->hosts[actual->host].name;
    pc_finding_port(ctx->out, f, (struct pc_ports){pairs[0].port, pairs[0].port});
    pc_finding_service(ctx->out, f, owner);
    pc_finding_service(ctx->out, f, taker);
    for (size_t i = 0; i < count; i++) {
        pc_say_claim(ctx, f, pairs[i].statement);
        pc_say_claim(ctx, f, pairs[i].claim);
    }
    pc_finding_note(ctx->out, f, "no deployment that was read gives `%.*s` another port there", PC_ARG(owner));
    pc_finding_help(ctx->out, f,
                    "give one of the two another port, or correct the document if `%.*s` no longer runs there",
                    PC_ARG(owner));
}

static size_t same_pair(const struct pc_slot_pairs *all, size_t from) {
    size_t to = from + 1;
    while (to < all->list.count && all->list.items[to].port == all->list.items[from].port &&
           all->list.items[to].taker == all->list.items[from].taker &&
           all->list.items[to].owner == all->list.items[from].owner) {
        to++;
    }
    return to;
}

static void check_documented(const struct pc_rule_context *ctx) {
    struct pc_slot_pairs all = pc_slot_pairs_of(ctx);
    for (size_t from = 0, to; from < all.list.count; from = to) {
        to = same_pair(&all, from);
        struct PC_VEC(struct pc_slot_pair) hits = {0};
        for (size_t i = from; i < to; i++) {
            if (is_documented_collision(ctx, &all.list.items[i])) {
                *PC_PUSH(&hits, ctx->arena) = all.list.items[i];
            }
        }
        if (hits.count > 0) {
            say_documented_collision(ctx, hits.items, hits.count);
        }
    }
}

/* Does the owner bind the port too? Then PC201 says it. */
static bool owner_binds_it(const struct pc_rule_context *ctx, const struct pc_slot_pair *pair) {
    return pc_has_own_binding(ctx, pair->owner, ctx->reg->claims[pair->claim].host, pair->port);
}

/* "| | 5672 | RabbitMQ queue |" below a row of the owner: a row without a name of its own, which tells whose it is. */
static bool row_tells_taker(const struct pc_rule_context *ctx, const struct pc_slot_pair *pair) {
    const struct pc_claim *statement = &ctx->reg->claims[pair->statement];
    return statement->name_span.offset < statement->extent.offset &&
           pc_str_has_word_nocase(pc_span_text(ctx->reg, statement->extent), pc_service_name(ctx, pair->taker));
}

/* A statement that PC204 is about: the owner's slot, on this host or on none in particular. */
static bool is_slot(const struct pc_rule_context *ctx, const struct pc_slot_pair *pair) {
    const struct pc_claim *statement = &ctx->reg->claims[pair->statement], *actual = &ctx->reg->claims[pair->claim];
    if (is_documented_collision(ctx, pair) || is_two_rows(ctx, pair)) {
        return false;
    }
    if (statement->role == PC_ROLE_DOCUMENTED && statement->host != PC_NONE) {
        return false; /* two real ports on one host, one of them stale: PC301 of the stale one */
    }
    if (row_tells_taker(ctx, pair)) {
        return false;
    }
    return actual->role != PC_ROLE_PUBLISHES || !owner_binds_it(ctx, pair);
}

/* "Mill API" beside a container `mill-1`: the name of the taker without the number of the instance, and a word more. */
static bool names_instance(struct pc_str owner, struct pc_str taker) {
    while (taker.len > 0 && (pc_is_digit(taker.ptr[taker.len - 1]) || strchr("-_", taker.ptr[taker.len - 1]))) {
        taker.len--;
    }
    return taker.len > 2 && pc_str_starts_nocase(owner, taker) &&
           pc_str_starts(pc_str_sub(owner, taker.len, 1), PC_STR(" "));
}

/* The row names nothing that is known, and it begins with the taker's name, or the taker's own row gives another of its
 * ports: "9229 | debugger" may well be a name for one port of the taker. */
static bool may_be_a_port_of(const struct pc_rule_context *ctx, const struct pc_slot_pair *pair) {
    if (pc_is_known_service(ctx, pair->owner)) {
        return false;
    }
    if (names_instance(pc_service_name(ctx, pair->owner), pc_service_name(ctx, pair->taker))) {
        return true;
    }
    struct pc_claims owned = pc_view_of_service(ctx->view, pair->taker);
    pc_id host = ctx->reg->claims[pair->claim].host;
    for (size_t i = 0; i < owned.count && i < ROWS_READ; i++) {
        const struct pc_claim *other = &ctx->reg->claims[owned.items[i]];
        if (other->role == PC_ROLE_PUBLISHES && other->host == host && other->ports.lo != pair->port &&
            pc_has_own_row(ctx, pair->taker, host, other->ports.lo)) {
            return true;
        }
    }
    return false;
}

static void say_slot_taken(const struct pc_rule_context *ctx, const struct pc_slot_pair *pairs, size_t count) {
    const struct pc_claim *actual = &ctx->reg->claims[pairs[0].claim];
    struct pc_str owner = pc_service_name(ctx, pairs[0].owner), taker = pc_service_name(ctx, pairs[0].taker);
    bool apart = is_elsewhere(ctx, pairs[0].owner, actual->host);
    bool alias = !apart && may_be_a_port_of(ctx, &pairs[0]);
    struct pc_finding *f = pc_say(ctx, apart || alias ? PC_LEVEL_INFO : PC_LEVEL_DEFAULT,
                                  "port %u is assigned to `%.*s`, but `%.*s` uses it%.*s", (unsigned)pairs[0].port,
                                  PC_ARG(owner), PC_ARG(taker), PC_ARG(pc_say_on_host(ctx, actual->host)));
    f->host = ctx->reg->hosts[actual->host].named ? ctx->reg->hosts[actual->host].name : PC_EMPTY;
    pc_finding_port(ctx->out, f, (struct pc_ports){pairs[0].port, pairs[0].port});
    pc_finding_service(ctx->out, f, owner);
    pc_finding_service(ctx->out, f, taker);
    pc_say_claim(ctx, f, pairs[0].statement);
    for (size_t i = 0; i < count; i++) {
        pc_say_claim(ctx, f, pairs[i].claim);
        pc_say_claim(ctx, f, pairs[i].statement);
    }
    if (alias) {
        pc_finding_note(ctx->out, f, "nothing is called `%.*s`: perhaps it is a name for this port of `%.*s`",
                        PC_ARG(owner), PC_ARG(taker));
    }
    if (apart) {
        pc_finding_note(ctx->out, f, "the two are known to run on different hosts, so nothing breaks today");
    } else {
        pc_finding_note(ctx->out, f, "when `%.*s` is started where the registry puts it, the two collide",
                        PC_ARG(owner));
    }
    pc_finding_help(ctx->out, f, "give `%.*s` a port of its own, or hand the slot over in the registry", PC_ARG(taker));
    pc_say_free_port(ctx, f, actual->host, pairs[0].port);
}

static void check_slots(const struct pc_rule_context *ctx) {
    struct pc_slot_pairs all = pc_slot_pairs_of(ctx);
    for (size_t from = 0, to; from < all.list.count; from = to) {
        to = same_pair(&all, from);
        struct PC_VEC(struct pc_slot_pair) hits = {0};
        bool said = false; /* PC202 says it */
        for (size_t i = from; i < to; i++) {
            said = said || is_documented_collision(ctx, &all.list.items[i]);
            if (is_slot(ctx, &all.list.items[i])) {
                *PC_PUSH(&hits, ctx->arena) = all.list.items[i];
            }
        }
        if (hits.count > 0 && !said) {
            say_slot_taken(ctx, hits.items, hits.count);
        }
    }
}

const struct pc_rule pc_rule_documented_collision = {
    .info =
        {.code = "PC202",
         .name = "documented-collision",
         .family = "Bindings",
         .level = PC_LEVEL_ERROR,
         .summary = "a document gives a port of a host to one service while another one is deployed on it there",
         .why = "The documented service cannot start where its document says, and whoever follows the document reaches "
                "the "
                "wrong service.",
         .fix = "Give one of the two another port, or take the documented service out of the list if it no longer runs "
                "there.",
         .silent =
             "A documented service that has another known port on that host: it is one drift, told by PC301. The same "
             "port on two hosts.",
         .config = "hosts tells machines apart; services.aliases: two names of one service",
         .bad = "--- PORTS.md\n"
                "## Real ports today\n"
                "\n"
                "**Rack (`10.0.0.5`):**\n"
                "- billing `3070`\n"
                "- shop `3001`\n"
                "--- billing/README.md\n"
                "# billing\n"
                "\n"
                "## Port: 3071\n"
                "--- docker-compose.rack.yml\n"
                "services:\n"
                "  links:\n"
                "    build: ./links\n"
                "    ports: [\"3070:3070\"]\n"
                "  shop:\n"
                "    build: ./shop\n"
                "    ports: [\"3001:3001\"]\n",
         .good = "--- PORTS.md\n"
                 "## Real ports today\n"
                 "\n"
                 "**Rack (`10.0.0.5`):**\n"
                 "- billing `3071`\n"
                 "- links `3070`\n"
                 "- shop `3001`\n"
                 "--- billing/README.md\n"
                 "# billing\n"
                 "\n"
                 "## Port: 3071\n"
                 "--- docker-compose.rack.yml\n"
                 "services:\n"
                 "  links:\n"
                 "    build: ./links\n"
                 "    ports: [\"3070:3070\"]\n"
                 "  shop:\n"
                 "    build: ./shop\n"
                 "    ports: [\"3001:3001\"]\n"
                 "  billing:\n"
                 "    build: ./billing\n"
                 "    ports: [\"3071:3071\"]\n"},
    .check = check_documented};

const struct pc_rule pc_rule_slot_taken = {
    .info =
        {.code = "PC204",
         .name = "slot-taken",
         .family = "Bindings",
         .level = PC_LEVEL_WARNING,
         .varies = true,
         .summary = "a service really uses a port that the registry assigns to another service",
         .why = "The registry promises the port to somebody else. The day that one is started there, the two collide.",
         .fix = "Move the service to a port of its own, or hand the slot over in the registry.",
         .silent =
             "Ports inside containers, defaults that the deployment overrides, and development setups beside a plan "
             "for production. Where the two are known to run on different hosts it is only information.",
         .config =
             "hosts.NAME.sources: which host a compose file describes; services.aliases: two names of one service",
         .bad = "## 3010-3019: Tools\n"
                "\n"
                "| Port | Service |\n"
                "|------|---------|\n"
                "| 3015 | builder |\n"
                "\n"
                "## Real ports today\n"
                "\n"
                "**Rack (`10.0.0.5`):**\n"
                "- media `3015`\n",
         .good = "## 3010-3019: Tools\n"
                 "\n"
                 "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 3015 | media |\n"
                 "\n"
                 "## Real ports today\n"
                 "\n"
                 "**Rack (`10.0.0.5`):**\n"
                 "- media `3015`\n"},
    .check = check_slots};
