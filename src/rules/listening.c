/* What one container says of its own port: PC303 listen-mismatch. */
#include "listening.h"

#include "repair.h"

#include "source_target.h"

enum { ROWS_READ = 1024 }; /* claims of one service that are looked through for a row */

static bool has_room(size_t count) {
    return count < PC_LISTENING_MAX;
}

void pc_listening_add(const struct pc_rule_context *ctx, struct pc_listening *to, pc_id id) {
    uint32_t flags = ctx->reg->claims[id].flags;
    if ((flags & PC_CLAIM_TARGET) && has_room(to->targets.count)) {
        *PC_PUSH(&to->targets, ctx->arena) = id;
    }
    if ((flags & (PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG)) && has_room(to->settings.count)) {
        *PC_PUSH(&to->settings, ctx->arena) = id;
    }
    if ((flags & PC_CLAIM_HEALTHCHECK) && has_room(to->checks.count)) {
        *PC_PUSH(&to->checks, ctx->arena) = id;
    }
    uint32_t known = PC_CLAIM_FRONT | PC_CLAIM_TARGET | PC_CLAIM_PORT_VAR | PC_CLAIM_FLAG | PC_CLAIM_HEALTHCHECK;
    if ((flags & PC_CLAIM_LABEL) && has_room(to->labels.count)) {
        *PC_PUSH(&to->labels, ctx->arena) = id;
    } else if (!(flags & known) && has_room(to->others.count)) {
        *PC_PUSH(&to->others, ctx->arena) = id;
    }
}

static bool among(const struct pc_registry *reg, struct pc_ports ports, const pc_id *claims, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_ports_overlap(ports, reg->claims[claims[i]].ports)) {
            return true;
        }
    }
    return false;
}

bool pc_claims_disagree(const struct pc_registry *reg, const pc_id *a, size_t a_count, const pc_id *b, size_t b_count) {
    for (size_t i = 0; i < a_count; i++) {
        if (among(reg, reg->claims[a[i]].ports, b, b_count)) {
            return false;
        }
    }
    return a_count > 0 && b_count > 0;
}

/* Offers to let the first follow the second. Not safe: the setting may be what is wrong. */
static void repair(const struct pc_rule_context *ctx, struct pc_finding *f, const char *what, const pc_id *first,
                   size_t first_count, const pc_id *second, size_t second_count) {
    uint16_t wrong = pc_one_port(ctx->reg, first, first_count), right = pc_one_port(ctx->reg, second, second_count);
    if (wrong != 0) {
        pc_repair_ports(ctx, f, false, first, first_count, right, "make %s %u", what, (unsigned)right);
    }
}

static void say(const struct pc_rule_context *ctx, enum pc_level level, pc_id container, const char *what,
                const pc_id *first, size_t first_count, const pc_id *second, size_t second_count) {
    pc_id service = ctx->reg->containers[container].service;
    struct pc_str name = pc_service_name(ctx, service);
    struct pc_finding *f =
        pc_say(ctx, level, "%s of `%.*s` is %u, but it listens on %u", what, PC_ARG(name),
               (unsigned)ctx->reg->claims[first[0]].ports.lo, (unsigned)ctx->reg->claims[second[0]].ports.lo);
    pc_id host = ctx->reg->claims[first[0]].host;
    f->host = host == PC_NONE ? PC_EMPTY : ctx->reg->hosts[host].name;
    pc_finding_service(ctx->out, f, name);
    for (size_t i = 0; i < first_count; i++) {
        pc_finding_label(ctx->out, f, ctx->reg->claims[first[i]].span, "%s", what);
        pc_finding_port(ctx->out, f, ctx->reg->claims[first[i]].ports);
    }
    for (size_t i = 0; i < second_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[second[i]];
        pc_finding_label(ctx->out, f, claim->span, "%s",
                         claim->flags & PC_CLAIM_TARGET ? "mapped to this port of the container"
                                                        : "set to listen here");
        pc_finding_port(ctx->out, f, claim->ports);
    }
    repair(ctx, f, what, first, first_count, second, second_count);
    pc_finding_note(ctx->out, f, "whatever goes to the other port is refused");
    pc_finding_help(ctx->out, f, "make them one number");
}

/* A Service's target that no container port, setting or probe of its pods names. What a manifest lists of a container's
 * ports need not be all of them, so only a setting makes it sure. */
static void check_targets(const struct pc_rule_context *ctx, pc_id container, const struct pc_listening *ports) {
    const struct pc_registry *reg = ctx->reg;
    bool stated = ports->settings.count > 0;
    const pc_id *truth = stated ? ports->settings.items : ports->others.items;
    size_t count = stated ? ports->settings.count : ports->others.count;
    for (size_t i = 0; i < ports->targets.count && count > 0; i++) {
        struct pc_ports target = reg->claims[ports->targets.items[i]].ports;
        if (!among(reg, target, ports->settings.items, ports->settings.count) &&
            !among(reg, target, ports->checks.items, ports->checks.count) &&
            !among(reg, target, ports->others.items, ports->others.count)) {
            say(ctx, stated ? PC_LEVEL_DEFAULT : PC_LEVEL_WARNING, container, "the target port of the Service",
                &ports->targets.items[i], 1, truth, count);
        }
    }
}

/* The file of a registry's row that gives the service one of these ports outside its container; PC_NONE: there is none.
 */
static uint32_t file_with_row(const struct pc_rule_context *ctx, pc_id service, const pc_id *ports, size_t count) {
    struct pc_claims owned = pc_view_of_service(ctx->view, service);
    for (size_t i = 0; i < owned.count && i < ROWS_READ; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[owned.items[i]];
        bool row = (claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED) &&
                   !(claim->flags & PC_CLAIM_INTERNAL) && pc_in_registry(ctx, owned.items[i]);
        if (row && among(ctx->reg, claim->ports, ports, count)) {
            return claim->span.file;
        }
    }
    return PC_NONE;
}

/* One registry gives the service both ports: it listens on more than the one that is set. */
static bool has_rows_for_both(const struct pc_rule_context *ctx, pc_id container, const struct pc_listening *ports) {
    pc_id service = ctx->reg->containers[container].service;
    uint32_t mapped = file_with_row(ctx, service, ports->targets.items, ports->targets.count);
    return mapped != PC_NONE && mapped == file_with_row(ctx, service, ports->settings.items, ports->settings.count);
}

static bool mapping_is_odd(const struct pc_rule_context *ctx, pc_id container, const struct pc_listening *ports) {
    const struct pc_registry *reg = ctx->reg;
    bool target_stated = ports->others.count > 0 && !pc_claims_disagree(reg, ports->targets.items, ports->targets.count,
                                                                        ports->others.items, ports->others.count);
    bool told = target_stated || reg->containers[container].shared; /* the mapping may lead to one of its guests */
    return !told && !reg->containers[container].unit &&
           pc_claims_disagree(reg, ports->targets.items, ports->targets.count, ports->settings.items,
                              ports->settings.count) &&
           !has_rows_for_both(ctx, container, ports);
}

static bool label_is_odd(const struct pc_rule_context *ctx, pc_id container, const struct pc_listening *ports) {
    const struct pc_registry *reg = ctx->reg;
    const pc_id *labels = ports->labels.items;
    size_t count = ports->labels.count;
    bool told =
        ports->others.count > 0 && !pc_claims_disagree(reg, labels, count, ports->others.items, ports->others.count);
    return !told && !reg->containers[container].shared && !reg->containers[container].unit &&
           pc_claims_disagree(reg, labels, count, ports->settings.items, ports->settings.count) &&
           !has_rows_for_both(ctx, container, ports);
}

/* Of a mapping or healthcheck: with a label that says the same, two stand against one, and PORT may mean nothing to the
 * image. */
static enum pc_level level_beside_labels(const struct pc_registry *reg, const struct pc_listening *ports,
                                         struct pc_claims odd) {
    bool repeated = odd.count > 0 && ports->labels.count > 0 &&
                    !pc_claims_disagree(reg, odd.items, odd.count, ports->labels.items, ports->labels.count);
    return repeated ? PC_LEVEL_WARNING : PC_LEVEL_DEFAULT;
}

struct pc_mismatches pc_listening_mismatches(const struct pc_rule_context *ctx, pc_id container,
                                             const struct pc_listening *ports) {
    const struct pc_registry *reg = ctx->reg;
    struct pc_claims targets = {ports->targets.items, ports->targets.count};
    struct pc_claims settings = {ports->settings.items, ports->settings.count};
    struct pc_claims checks = {ports->checks.items, ports->checks.count};
    struct pc_claims labels = {ports->labels.items, ports->labels.count};
    struct pc_mismatches all = {.count = 0};
    if (mapping_is_odd(ctx, container, ports)) {
        all.items[all.count++] = (struct pc_mismatch){"the container port of the mapping",
                                                      level_beside_labels(reg, ports, targets), targets, settings};
    }
    if (label_is_odd(ctx, container, ports)) {
        all.items[all.count++] =
            (struct pc_mismatch){"the port of the proxy's label", PC_LEVEL_WARNING, labels, settings};
    }
    if (ports->others.count > 0 &&
        !pc_claims_disagree(reg, checks.items, checks.count, ports->others.items, ports->others.count)) {
        return all; /* the check goes to a port that is stated in some other way */
    }
    if (pc_claims_disagree(reg, checks.items, checks.count, settings.items, settings.count)) {
        all.items[all.count++] =
            (struct pc_mismatch){"the healthcheck's port", level_beside_labels(reg, ports, checks), checks, settings};
    } else if (settings.count == 0 &&
               pc_claims_disagree(reg, checks.items, checks.count, targets.items, targets.count)) {
        /* Nothing states the port; the check may go to one that is not published. */
        all.items[all.count++] = (struct pc_mismatch){"the healthcheck's port", PC_LEVEL_WARNING, checks, targets};
    }
    return all;
}

static void check_container(const struct pc_rule_context *ctx, pc_id container, const struct pc_listening *ports) {
    struct pc_mismatches all = pc_listening_mismatches(ctx, container, ports);
    if (ctx->reg->containers[container].unit) {
        check_targets(ctx, container, ports);
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct pc_mismatch *m = &all.items[i];
        say(ctx, m->level, container, m->what, m->odd.items, m->odd.count, m->real.items, m->real.count);
    }
}

struct pc_listening *pc_listening_of_containers(const struct pc_rule_context *ctx) {
    struct pc_listening *all = PC_NEW_ARRAY(ctx->arena, ctx->reg->container_count, struct pc_listening);
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        bool compose = ctx->reg->files[claim->span.file].kind != PC_FILE_KIND_CONFIG;
        if (claim->role == PC_ROLE_LISTENS && claim->container != PC_NONE && compose &&
            pc_str_eq(claim->name, ctx->reg->containers[claim->container].key)) { /* not one that shares its network */
            pc_listening_add(ctx, &all[claim->container], (pc_id)i);
        }
    }
    return all;
}

static void check(const struct pc_rule_context *ctx) {
    struct pc_listening *all = pc_listening_of_containers(ctx);
    for (pc_id i = 0; i < ctx->reg->container_count; i++) {
        if (ctx->reg->containers[i].service != PC_NONE) {
            check_container(ctx, i, &all[i]);
            pc_check_source_target(ctx, i, &all[i]);
        }
    }
}

const struct pc_rule pc_rule_listen_mismatch = {
    .info =
        {.code = "PC303",
         .name = "listen-mismatch",
         .family = "Drift",
         .level = PC_LEVEL_ERROR,
         .varies = true,
         .summary =
             "a mapping's container port, PORT, healthcheck, listen flag or proxy label of one container disagree",
         .why =
             "The mapping leads to a port where nothing listens, or the healthcheck marks a healthy container as dead.",
         .fix = "Write the port that the program listens on, inside the container, in the mapping's right half, in the "
                "healthcheck and in PORT. The left half of the mapping may stay.",
         .silent =
             "The host port of a mapping, which may be any number, ports for metrics or a debugger, ports that the "
             "service dials (REDIS_PORT), a service that one registry gives both ports, healthchecks of another "
             "service, and containers that share another one's "
             "network.",
         .bad = "--- docker-compose.yml\n"
                "services:\n"
                "  shop:\n"
                "    build: ./shop\n"
                "    environment:\n"
                "      PORT: 4101\n"
                "    ports: [\"4100:4100\"]\n",
         .good = "--- docker-compose.yml\n"
                 "services:\n"
                 "  shop:\n"
                 "    build: ./shop\n"
                 "    environment:\n"
                 "      PORT: 4100\n"
                 "    ports: [\"4100:4100\"]\n"},
    .check = check};
