/* What every planned service should have: PC406 checklist. */
#include "say.h"

static const struct place {
    enum pc_checklist_place bit;
    const char *missing; /* "it has no ..." */
} places[] = {
    {PC_CHECK_COMPOSE, "compose file"},
    {PC_CHECK_DOCUMENT, "document of its own that states its port"},
    {PC_CHECK_ENV, "variable in an env file"},
    {PC_CHECK_IMAGE, "Dockerfile that says what it listens on"},
    {PC_CHECK_ROUTE, "route"},
    {PC_CHECK_SCRAPE, "scrape target"},
    {PC_CHECK_SOURCE, "default in its source"},
};
enum { PLACE_COUNT = sizeof places / sizeof places[0] };

/* A place that a claim is of, beside its own service's; 0: none. */
static unsigned place_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    enum pc_file_kind kind = reg->files[claim->span.file].kind;
    unsigned bits = kind == PC_FILE_KIND_ENV ? PC_CHECK_ENV : 0u;
    switch (claim->role) {
    case PC_ROLE_DOCUMENTED:
        return claim->flags & PC_CLAIM_SELF ? PC_CHECK_DOCUMENT : bits;
    case PC_ROLE_DEFAULT:
        return bits | (kind == PC_FILE_KIND_SOURCE ? PC_CHECK_SOURCE : 0u);
    case PC_ROLE_LISTENS:
        return bits | (claim->container == PC_NONE ? PC_CHECK_IMAGE : 0u);
    case PC_ROLE_DIALS:
        bits |= claim->flags & PC_CLAIM_ROUTE ? PC_CHECK_ROUTE : 0u;
        return bits | (claim->flags & PC_CLAIM_SCRAPE ? PC_CHECK_SCRAPE : 0u);
    default:
        return bits;
    }
}

/* Routes and targets by address lead to whoever binds the port. */
struct binder_search {
    const struct pc_registry *reg;
    unsigned *has;
    unsigned bits;
    size_t left; /* statements at one port that are looked at */
};

static bool reach_binder(void *arg, pc_id id) {
    struct binder_search *search = arg;
    const struct pc_claim *claim = &search->reg->claims[id];
    if (claim->role == PC_ROLE_PUBLISHES && claim->service != PC_NONE) {
        search->has[claim->service] |= search->bits;
    }
    return search->left-- > 0;
}

/* By service, the places that it has; *any: those that some service has. */
static unsigned *places_of_services(const struct pc_rule_context *ctx, unsigned *any) {
    enum { STATEMENTS_MAX = 4096 };
    const struct pc_registry *reg = ctx->reg;
    unsigned *has = PC_NEW_ARRAY(ctx->arena, reg->service_count, unsigned);
    for (size_t i = 0; i < reg->container_count; i++) {
        has[reg->containers[i].service] |= PC_CHECK_COMPOSE;
    }
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        unsigned bits = place_of(reg, claim);
        *any |= bits;
        if (bits != 0 && claim->service != PC_NONE) {
            has[claim->service] |= bits;
        } else if (bits != 0 && claim->role == PC_ROLE_DIALS) {
            struct binder_search search = {reg, has, bits, STATEMENTS_MAX};
            pc_view_at_port(ctx->view, claim->ports.lo, reach_binder, &search);
        }
    }
    *any |= reg->container_count > 0 ? PC_CHECK_COMPOSE : 0u;
    return has;
}

static bool is_said_absent(const struct pc_registry *reg, pc_id service) {
    for (size_t i = 0; i < reg->absence_count; i++) {
        if (reg->absences[i].service == service) {
            return true;
        }
    }
    return false;
}

/* The row of the plan that makes it a planned service; PC_NONE when it is none. */
static pc_id planned_row(const struct pc_rule_context *ctx, pc_id service) {
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        if (claim->role == PC_ROLE_PLANNED && !(claim->flags & (PC_CLAIM_FUTURE | PC_CLAIM_RESTATED))) {
            return owned.items[i];
        }
    }
    return PC_NONE;
}

/* "compose file, scrape target" */
static struct pc_str missing_text(struct pc_arena *arena, unsigned missing) {
    struct pc_buf buf;
    pc_buf_init(&buf, arena);
    for (size_t i = 0; i < PLACE_COUNT; i++) {
        if (missing & places[i].bit) {
            pc_buf_addf(&buf, "%s%s", buf.len > 0 ? ", no " : "no ", places[i].missing);
        }
    }
    return pc_buf_str(&buf);
}

static void say_service(const struct pc_rule_context *ctx, pc_id service, pc_id row, unsigned missing) {
    struct pc_str name = pc_service_name(ctx, service);
    struct pc_finding *f = pc_say(ctx, PC_LEVEL_DEFAULT, "`%.*s` is planned, but has %.*s", PC_ARG(name),
                                  PC_ARG(missing_text(ctx->arena, missing)));
    pc_finding_service(ctx->out, f, name);
    pc_finding_port(ctx->out, f, ctx->reg->claims[row].ports);
    pc_say_claim(ctx, f, row);
    pc_finding_note(ctx->out, f, "the checklist of portcheck.yml asks for it");
    pc_finding_help(ctx->out, f, "add what is missing, or mark the row as planned for later");
}

/* What nothing that was read has is one finding, not one a service. */
static void say_nowhere(const struct pc_rule_context *ctx, unsigned nowhere) {
    struct pc_finding *f = pc_say(ctx, PC_LEVEL_DEFAULT, "the checklist asks for what no service has: %.*s",
                                  PC_ARG(missing_text(ctx->arena, nowhere)));
    pc_id file = ctx->reg->documents[0].file;
    f->path = ctx->reg->files[file].path;
    pc_finding_label(ctx->out, f, (struct pc_span){file, 0, 0}, "the services planned here");
    pc_finding_help(ctx->out, f, "take it out of the checklist, or see `portcheck list sources` for what was read");
}

static void check(const struct pc_rule_context *ctx) {
    unsigned asked = ctx->config->checklist, any = 0;
    if (asked == 0 || ctx->reg->document_count == 0) {
        return;
    }
    const unsigned *has = places_of_services(ctx, &any);
    bool planned = false;
    for (pc_id service = 0; service < ctx->reg->service_count; service++) {
        pc_id row = planned_row(ctx, service);
        unsigned missing = asked & any & ~has[service];
        planned = planned || row != PC_NONE;
        if (row != PC_NONE && missing != 0 && !pc_is_external(ctx, service, ctx->reg->claims[row].ports) &&
            !is_said_absent(ctx->reg, service)) {
            say_service(ctx, service, row, missing);
        }
    }
    if (planned && (asked & ~any) != 0) {
        say_nowhere(ctx, asked & ~any);
    }
}

const struct pc_rule pc_rule_checklist = {
    .info =
        {.code = "PC406",
         .name = "checklist",
         .family = "Routes",
         .level = PC_LEVEL_INFO,
         .summary = "a planned service lacks a place that the configured checklist asks for",
         .why = "A service that was added by halves runs without metrics, or without a way to reach it.",
         .fix = "Add what is missing, or take the place off the checklist.",
         .silent =
             "Places that the checklist does not list, and rows that are no services: reservations, deprecated rows, "
             "services.external.",
         .bad = "--- portcheck.yml\nchecklist: [compose]\n"
                "--- PORTS.md\n| Port | Service |\n|------|---------|\n| 3001 | shop |\n| 3002 | mailer |\n"
                "--- docker-compose.yml\nservices:\n  shop:\n    build: ./shop\n    ports: [\"3001:3001\"]\n",
         .good = "--- portcheck.yml\nchecklist: [compose]\n"
                 "--- PORTS.md\n| Port | Service |\n|------|---------|\n| 3001 | shop |\n"
                 "--- docker-compose.yml\nservices:\n  shop:\n    build: ./shop\n    ports: [\"3001:3001\"]\n",
         .config = "checklist lists the places: compose, document, env, image, route, scrape, source; without it "
                   "the rule is silent"},
    .check = check};
