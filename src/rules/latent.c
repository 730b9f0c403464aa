/* Two services that default to one port: PC203 latent-collision. Nothing collides where deployments set other ports; it
 * does on the machine of whoever starts both without. */
#include <stdlib.h>

#include "rule_tools.h"
#include "say.h"
#include "sort.h"
#include "words.h"

struct entry {
    uint16_t port;
    pc_id service;
    pc_id claim;
};

static int compare_entries(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    int order = pc_order(a->port, b->port);
    order = pc_then(order, pc_order(a->service, b->service));
    return pc_then(order, pc_order(a->claim, b->claim));
}

/* A claim at the port: is it a registry's row, or what the service's own document says? */
static bool is_meant_by(const struct pc_rule_context *ctx, pc_id id) {
    const struct pc_claim *claim = &ctx->reg->claims[id];
    bool states = claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED;
    return states && pc_claim_is_host_side(claim) && !(claim->flags & PC_CLAIM_OPEN) &&
           (pc_in_registry(ctx, id) || (claim->flags & PC_CLAIM_SELF));
}

/* A service that defaults to the port. */
struct member {
    pc_id service;
    size_t from, to; /* its defaults among the entries */
    pc_id meaning;   /* a statement that gives it the port: it means it; PC_NONE: nothing does */
    bool planned;    /* a registry row does */
    bool bound;      /* published on it on some host */
    bool anywhere;   /* a statement names no host */
    bool inside;     /* its image listens on it, and nothing that was read deploys it */
    pc_id host;      /* where it is meant or bound; PC_NONE: anywhere */
};

struct members {
    struct PC_VEC(struct member) list; /* by service */
};

/* What is known of services, whatever the port. */
struct knowledge {
    const struct pc_rule_context *ctx;
    struct PC_VEC(struct entry) images; /* ports that images listen on, sorted */
    bool *deployed;                     /* by service */
};

static struct knowledge know(const struct pc_rule_context *ctx) {
    struct knowledge k = {.ctx = ctx, .deployed = PC_NEW_ARRAY(ctx->arena, ctx->reg->service_count, bool)};
    struct pc_states states = pc_view_states(ctx->view);
    for (size_t i = 0; i < states.count; i++) {
        k.deployed[states.items[i].service] |= states.items[i].actual == PC_ACTUAL_DEPLOYED;
    }
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (claim->role == PC_ROLE_LISTENS && claim->container == PC_NONE && claim->service != PC_NONE) {
            *PC_PUSH(&k.images, ctx->arena) = (struct entry){claim->ports.lo, claim->service, 0};
        }
    }
    pc_sort(k.images.items, k.images.count, sizeof k.images.items[0], compare_entries);
    return k;
}

struct search {
    const struct pc_rule_context *ctx;
    struct members *all;
    size_t left; /* statements at one port that are looked at */
};

static struct member *member_of(struct members *all, pc_id service) {
    size_t low = 0, high = all->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->list.items[middle].service < service) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < all->list.count && all->list.items[low].service == service ? &all->list.items[low] : NULL;
}

static bool look_at(void *arg, pc_id id) {
    struct search *search = arg;
    const struct pc_claim *claim = &search->ctx->reg->claims[id];
    struct member *m = member_of(search->all, claim->service);
    if (m && claim->role == PC_ROLE_PUBLISHES) {
        m->bound = true;
        m->host = claim->host;
    } else if (m && is_meant_by(search->ctx, id)) {
        m->meaning = m->meaning == PC_NONE ? id : m->meaning;
        m->planned = m->planned || claim->role == PC_ROLE_PLANNED;
        m->anywhere = m->anywhere || claim->host == PC_NONE;
        m->host = claim->host != PC_NONE && !m->bound ? claim->host : m->host;
    }
    return search->left-- > 0;
}

/* Those that default to the port and mean it. What is deployed, but nowhere on this port, has another one set, or only
 * listens on it inside its container. */
static struct members members_of(const struct knowledge *k, const struct entry *entries, size_t count) {
    enum { STATEMENTS_MAX = 4096 };
    struct members all = {0}, kept = {0};
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && entries[to].service == entries[from].service;) {
            to++;
        }
        *PC_PUSH(&all.list, k->ctx->arena) = (struct member){
            .service = entries[from].service, .from = from, .to = to, .meaning = PC_NONE, .host = PC_NONE};
    }
    struct search search = {k->ctx, &all, STATEMENTS_MAX};
    if (all.list.count > 1) {
        pc_view_at_port(k->ctx->view, entries[0].port, look_at, &search);
    }
    for (size_t i = 0; i < all.list.count; i++) {
        struct member m = all.list.items[i];
        struct entry image = {entries[0].port, m.service, 0};
        bool deployed = k->deployed[m.service];
        if (m.meaning == PC_NONE || (deployed && !m.bound)) {
            continue;
        }
        m.inside = !deployed && k->images.count > 0 &&
                   bsearch(&image, k->images.items, k->images.count, sizeof image, compare_entries);
        m.host = m.anywhere && !m.bound ? PC_NONE : m.host;
        *PC_PUSH(&kept.list, k->ctx->arena) = m;
    }
    return kept;
}

static bool defaults_in(const struct pc_rule_context *ctx, const struct entry *entries, const struct member *m,
                        enum pc_environment environment) {
    for (size_t i = m->from; i < m->to; i++) {
        enum pc_environment own = ctx->reg->claims[entries[i].claim].environment;
        if (own == environment || own == PC_ENV_UNKNOWN) {
            return true;
        }
    }
    return false;
}

/* The members that meet in some environment; the environment with most of them. */
static struct members meeting(const struct pc_rule_context *ctx, const struct entry *entries,
                              const struct members *all) {
    struct members best = {0};
    for (enum pc_environment environment = PC_ENV_UNKNOWN; environment <= PC_ENV_TEST; environment++) {
        struct members some = {0};
        for (size_t i = 0; i < all->list.count; i++) {
            if (defaults_in(ctx, entries, &all->list.items[i], environment)) {
                *PC_PUSH(&some.list, ctx->arena) = all->list.items[i];
            }
        }
        if (some.list.count > best.list.count) {
            best = some;
        }
    }
    return best;
}

/* Words that tell parts of one product from each other, so that "shop" and "shop-web" are two. */
static bool tells_parts_apart(struct pc_str word) {
    static const char *const words[] = {"web",     "api",     "frontend", "backend", "ui",     "admin", "landing",
                                        "client",  "mobile",  "worker",   "docs",    "bot",    "proxy", "gateway",
                                        "website", "scanner", "jobs",     "cron",    "console"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_eq(word, pc_str_c(words[i]))) {
            return true;
        }
    }
    return false;
}

static bool any_part_word(struct pc_arena *arena, struct pc_str name) {
    struct pc_words words = pc_name_words(arena, name);
    for (size_t i = 0; i < words.count; i++) {
        if (tells_parts_apart(words.items[i])) {
            return true;
        }
    }
    return false;
}

/* "notify" and "notify-go", "acme-core-login" and "acme-login": one is what becomes of the other. */
static bool is_rewrite(const struct pc_rule_context *ctx, pc_id a, pc_id b) {
    struct pc_str x = pc_service_name(ctx, a), y = pc_service_name(ctx, b);
    return pc_names_akin(x, y) && any_part_word(ctx->arena, x) == any_part_word(ctx->arena, y);
}

struct verdict {
    bool silent; /* another rule says it */
    bool rewrite, apart, inside;
};

static int compare_hosts(const void *left, const void *right) {
    pc_id a = *(const pc_id *)left, b = *(const pc_id *)right;
    return pc_order(a, b);
}

/* Each on a named host of its own. */
static bool are_apart(const struct pc_rule_context *ctx, const struct members *all) {
    pc_id *hosts = PC_NEW_ARRAY(ctx->arena, all->list.count, pc_id);
    for (size_t i = 0; i < all->list.count; i++) {
        hosts[i] = all->list.items[i].host;
        if (hosts[i] == PC_NONE || !ctx->reg->hosts[hosts[i]].named) {
            return false;
        }
    }
    pc_sort(hosts, all->list.count, sizeof hosts[0], compare_hosts);
    for (size_t i = 1; i < all->list.count; i++) {
        if (hosts[i] == hosts[i - 1]) {
            return false;
        }
    }
    return true;
}

/* Two that really bind the port on one host. */
static bool are_bound_together(const struct members *all) {
    for (size_t i = 0; i < all->list.count; i++) {
        for (size_t j = 0; j < i && j < 64; j++) {
            const struct member *a = &all->list.items[i], *b = &all->list.items[j];
            if (a->bound && b->bound && a->host == b->host) {
                return true;
            }
        }
    }
    return false;
}

static struct verdict judge(const struct pc_rule_context *ctx, const struct members *all) {
    struct verdict verdict = {.rewrite = true, .inside = true};
    size_t planned = 0;
    for (size_t i = 0; i < all->list.count; i++) {
        const struct member *m = &all->list.items[i];
        planned += m->planned;
        verdict.inside = verdict.inside && m->inside;
        verdict.rewrite = verdict.rewrite && (i == 0 || is_rewrite(ctx, all->list.items[0].service, m->service));
    }
    verdict.apart = are_apart(ctx, all);
    verdict.silent = planned > 1 || are_bound_together(all); /* two rows of the plan: PC103; two bindings: PC201 */
    return verdict;
}

static void say_notes(const struct pc_rule_context *ctx, struct pc_finding *f, uint16_t port,
                      const struct verdict *verdict) {
    if (verdict->rewrite) {
        pc_finding_note(ctx->out, f, "their names are akin: perhaps one replaces the other, and never runs beside it");
    } else if (verdict->apart) {
        pc_finding_note(ctx->out, f, "they belong to different hosts, so they only meet on a developer's machine");
    } else if (verdict->inside) {
        pc_finding_note(ctx->out, f, "inside containers of their own they do not meet");
    } else if (pc_is_framework_port(port)) {
        pc_finding_note(ctx->out, f, "%u is what many frameworks take by themselves", (unsigned)port);
    } else {
        pc_finding_note(ctx->out, f,
                        "whoever starts both on one machine without setting their ports sees the second one fail");
    }
}

static void say_latent(const struct pc_rule_context *ctx, const struct entry *entries, const struct members *all,
                       const struct verdict *verdict) {
    uint16_t port = entries[0].port;
    bool loud = !verdict->rewrite && !verdict->apart && !verdict->inside && !pc_is_framework_port(port);
    struct pc_str *names = PC_NEW_ARRAY(ctx->arena, all->list.count, struct pc_str);
    for (size_t i = 0; i < all->list.count; i++) {
        names[i] = pc_service_name(ctx, all->list.items[i].service);
    }
    struct pc_finding *f = pc_say(ctx, loud ? PC_LEVEL_DEFAULT : PC_LEVEL_INFO, "%.*s %s default to port %u",
                                  PC_ARG(pc_names_text(ctx->arena, names, all->list.count)),
                                  all->list.count == 2 ? "both" : "all", (unsigned)port);
    pc_finding_port(ctx->out, f, (struct pc_ports){port, port});
    for (size_t i = 0; i < all->list.count; i++) {
        const struct member *m = &all->list.items[i];
        pc_finding_service(ctx->out, f, names[i]);
        for (size_t j = m->from; j < m->to; j++) {
            pc_say_claim(ctx, f, entries[j].claim);
        }
        pc_say_claim(ctx, f, m->meaning);
    }
    say_notes(ctx, f, port, verdict);
    pc_finding_help(ctx->out, f, "give all but one of them another default, and write it into their documents");
    if (loud) {
        pc_say_free_port(ctx, f, PC_NONE, port);
    }
}

static void check(const struct pc_rule_context *ctx) {
    struct PC_VEC(struct entry) entries = {0};
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (claim->role == PC_ROLE_DEFAULT && claim->service != PC_NONE && claim->ports.lo == claim->ports.hi &&
            !pc_is_external(ctx, claim->service, claim->ports)) {
            *PC_PUSH(&entries, ctx->arena) = (struct entry){claim->ports.lo, claim->service, (pc_id)i};
        }
    }
    pc_sort(entries.items, entries.count, sizeof entries.items[0], compare_entries);
    struct knowledge k = know(ctx);
    for (size_t from = 0, to; from < entries.count; from = to) {
        for (to = from; to < entries.count && entries.items[to].port == entries.items[from].port;) {
            to++;
        }
        struct members all = members_of(&k, entries.items + from, to - from);
        if (all.list.count > 1) {
            all = meeting(ctx, entries.items + from, &all);
        }
        struct verdict verdict = {.silent = true};
        if (all.list.count > 1) {
            verdict = judge(ctx, &all);
        }
        if (!verdict.silent) {
            say_latent(ctx, entries.items + from, &all, &verdict);
        }
    }
}

const struct pc_rule pc_rule_latent_collision = {
    .info =
        {.code = "PC203",
         .name = "latent-collision",
         .family = "Bindings",
         .level = PC_LEVEL_WARNING,
         .varies = true,
         .summary = "two services default to one port, and their documents say that both mean it",
         .why = "Deployments may set other ports, but whoever starts both on one machine sees the second one fail.",
         .fix = "Give one of them another default, and write it into its document.",
         .silent =
             "Two services that really bind the port on one host (PC201) or have it in the plan (PC103), services "
             "that each run on a named host of their own, and defaults in tests and examples. Ports that frameworks "
             "choose (3000, 5173, 8000, 8080), and a service beside its own successor, are only told as information.",
         .config = "services.distinct and services.aliases say who is who",
         .bad = "--- ledger/README.md\n"
                "# ledger\n"
                "\n"
                "## Port: 3061\n"
                "--- ledger/index.ts\n"
                "const port = process.env.PORT || 3061;\n"
                "--- mailer/README.md\n"
                "# mailer\n"
                "\n"
                "## Port: 3061\n"
                "--- mailer/index.ts\n"
                "const port = process.env.PORT || 3061;\n",
         .good = "--- ledger/README.md\n"
                 "# ledger\n"
                 "\n"
                 "## Port: 3061\n"
                 "--- ledger/index.ts\n"
                 "const port = process.env.PORT || 3061;\n"
                 "--- mailer/README.md\n"
                 "# mailer\n"
                 "\n"
                 "## Port: 3062\n"
                 "--- mailer/index.ts\n"
                 "const port = process.env.PORT || 3062;\n"},
    .check = check};
