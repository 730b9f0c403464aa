/* What an image says of its port against what its containers do: PC308 image-drift. */
#include "listening.h"
#include "repair.h"
#include "rule_tools.h"
#include "sort.h"

struct sibling {
    pc_id service;
    size_t image;
};

/* The statements of one Dockerfile about one service. */
struct image {
    pc_id service; /* PC_NONE: of the tree's root, which is no service by itself */
    pc_id file;
    enum pc_environment environment;
    struct pc_listening says;       /* others: EXPOSE */
    const struct sibling *siblings; /* the Dockerfiles of its service, itself among them */
    size_t sibling_count;
};

struct images {
    struct PC_VEC(struct image) list; /* by file */
};

/* A container that is built from the image's directory. */
struct built {
    struct PC_VEC(pc_id) containers;
};

static bool is_of_image(const struct pc_claim *claim) {
    bool root = (claim->flags & PC_CLAIM_SELF) && claim->service == PC_NONE;
    return claim->role == PC_ROLE_LISTENS && claim->container == PC_NONE && (claim->service != PC_NONE || root) &&
           claim->qualifier.len == 0 && claim->protocol != PC_PROTO_UDP;
}

static struct image *image_of(const struct pc_rule_context *ctx, struct images *all, const struct pc_claim *claim) {
    for (size_t i = all->list.count; i-- > 0 && all->list.items[i].file == claim->span.file;) {
        if (all->list.items[i].service == claim->service) {
            return &all->list.items[i];
        }
    }
    struct image *image = PC_PUSH(&all->list, ctx->arena);
    *image = (struct image){.service = claim->service, .file = claim->span.file, .environment = claim->environment};
    return image;
}

static struct images images_of(const struct pc_rule_context *ctx) {
    struct images all = {0};
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        if (is_of_image(&ctx->reg->claims[i])) {
            pc_listening_add(ctx, &image_of(ctx, &all, &ctx->reg->claims[i])->says, (pc_id)i);
        }
    }
    return all;
}

/* Containers by the service they are, and those that are built from the root. */
struct containers {
    struct built *of_service;
    struct built of_root;
};

static struct containers containers_of(const struct pc_rule_context *ctx) {
    struct containers all = {.of_service = PC_NEW_ARRAY(ctx->arena, ctx->reg->service_count, struct built)};
    for (pc_id i = 0; i < ctx->reg->container_count; i++) {
        const struct pc_container *container = &ctx->reg->containers[i];
        if (!container->build_dir.ptr) {
            continue;
        }
        *PC_PUSH(&all.of_service[container->service].containers, ctx->arena) = i;
        if (container->build_dir.len == 0) {
            *PC_PUSH(&all.of_root.containers, ctx->arena) = i;
        }
    }
    return all;
}

/* --- holding one image against what listens --- */

enum kind { KIND_SETTING, KIND_CHECK, KIND_EXPOSE, KIND_COUNT };

static const char *const kind_names[KIND_COUNT] = {"the port that the image sets", "HEALTHCHECK", "EXPOSE"};
/* "the image of `mill` sets 4109" */
static const char *const kind_subjects[KIND_COUNT] = {"the image", "HEALTHCHECK", "EXPOSE"};
static const char *const kind_verbs[KIND_COUNT] = {"sets", "asks", "names"};

/* A list of claims. */
struct list {
    const pc_id *items;
    size_t count;
};

static struct list list_of(const struct image *image, enum kind kind) {
    switch (kind) {
    case KIND_SETTING:
        return (struct list){image->says.settings.items, image->says.settings.count};
    case KIND_CHECK:
        return (struct list){image->says.checks.items, image->says.checks.count};
    case KIND_EXPOSE:
    case KIND_COUNT:
        break;
    }
    return (struct list){image->says.others.items, image->says.others.count};
}

/* How the image's statements of each kind stand against what listens. */
struct comparison {
    const struct pc_rule_context *ctx;
    const struct image *image;
    struct answer {
        bool agrees;         /* with something that it was held against */
        enum pc_level level; /* PC_LEVEL_DEFAULT: disagrees with nothing */
        struct list truth;   /* what it disagrees with */
        const char *why;
        pc_id container; /* PC_NONE: the image itself, or the source */
    } answers[KIND_COUNT];
};

static void compare(struct comparison *c, enum kind kind, struct list truth, enum pc_level level, const char *why,
                    pc_id container) {
    struct list said = list_of(c->image, kind);
    struct answer *answer = &c->answers[kind];
    if (said.count == 0 || truth.count == 0) {
        return;
    }
    if (!pc_claims_disagree(c->ctx->reg, said.items, said.count, truth.items, truth.count)) {
        answer->agrees = true;
    } else if (level > answer->level) {
        answer->level = level;
        answer->truth = truth;
        answer->why = why;
        answer->container = container;
    }
}

static const char why_overridden[] = "the compose file sets another port, so what the image says counts for nothing";
static const char why_own_check[] = "the compose file has a healthcheck of its own, so the image's never runs";
static const char why_mapped[] = "the mapping leads to a port where nothing listens, if the program does as its image "
                                 "says";
static const char why_check[] = "the healthcheck asks where nothing listens, and marks the container as unhealthy";
static const char why_expose[] = "whoever goes by EXPOSE publishes or dials the wrong port";

static void compare_container(struct comparison *c, const struct pc_listening *own, pc_id container) {
    struct list set = {own->settings.items, own->settings.count}, mapped = {own->targets.items, own->targets.count};
    bool own_check = own->checks.count > 0;
    enum pc_level check_level = own_check ? PC_LEVEL_INFO : PC_LEVEL_WARNING;
    const char *check_why = own_check ? why_own_check : why_check;
    if (set.count > 0) {
        compare(c, KIND_SETTING, set, PC_LEVEL_INFO, why_overridden, container);
        compare(c, KIND_CHECK, set, check_level, check_why, container);
        compare(c, KIND_EXPOSE, set, PC_LEVEL_INFO, why_overridden, container);
        return;
    }
    compare(c, KIND_SETTING, mapped, PC_LEVEL_WARNING, why_mapped, container);
    if (list_of(c->image, KIND_SETTING).count == 0) {
        compare(c, KIND_CHECK, mapped, check_level, check_why, container);
        compare(c, KIND_EXPOSE, mapped, PC_LEVEL_WARNING, why_mapped, container);
    }
}

static bool was_compared(const struct comparison *c, enum kind kind) {
    return c->answers[kind].agrees || c->answers[kind].level != PC_LEVEL_DEFAULT;
}

/* The image against itself: what it sets is where it listens, unless its containers have it otherwise. */
static void compare_itself(struct comparison *c) {
    struct list set = list_of(c->image, KIND_SETTING);
    if (!was_compared(c, KIND_CHECK)) {
        compare(c, KIND_CHECK, set, PC_LEVEL_WARNING, why_check, PC_NONE);
    }
    if (!was_compared(c, KIND_EXPOSE)) {
        compare(c, KIND_EXPOSE, set, PC_LEVEL_WARNING, why_expose, PC_NONE);
    }
}

static bool exposes_web(const struct comparison *c) {
    struct list exposed = list_of(c->image, KIND_EXPOSE);
    for (size_t i = 0; i < exposed.count; i++) {
        uint16_t port = c->ctx->reg->claims[exposed.items[i]].ports.lo;
        if (port == 80 || port == 443) {
            return true;
        }
    }
    return false;
}

/* The image sets nothing: then the program's own default decides, except behind a web server, whose ports are not the
 * program's. */
static void compare_source(struct comparison *c) {
    struct PC_VEC(pc_id) defaults = {0};
    if (c->image->service == PC_NONE || list_of(c->image, KIND_SETTING).count > 0 || exposes_web(c)) {
        return;
    }
    struct pc_claims owned = pc_view_of_service(c->ctx->view, c->image->service);
    for (size_t i = 0; i < owned.count && defaults.count < PC_LISTENING_MAX; i++) {
        const struct pc_claim *claim = &c->ctx->reg->claims[owned.items[i]];
        bool code = c->ctx->reg->files[claim->span.file].kind == PC_FILE_KIND_SOURCE;
        if (claim->role == PC_ROLE_DEFAULT && (claim->flags & PC_CLAIM_SELF) && code && claim->qualifier.len == 0 &&
            pc_environments_agree(claim->environment, c->image->environment)) {
            *PC_PUSH(&defaults, c->ctx->arena) = owned.items[i];
        }
    }
    struct list truth = {defaults.items, defaults.count};
    compare(c, KIND_CHECK, truth, PC_LEVEL_INFO, why_check, PC_NONE);
    compare(c, KIND_EXPOSE, truth, PC_LEVEL_INFO, why_expose, PC_NONE);
}

/* --- which containers run which image --- */

struct checker {
    const struct pc_rule_context *ctx;
    struct images images;
    struct containers containers;
    const struct pc_listening *listening; /* by container */
};

static const struct built *built_of(const struct checker *k, const struct image *image) {
    return image->service == PC_NONE ? &k->containers.of_root : &k->containers.of_service[image->service];
}

static bool fits(const struct checker *k, const struct image *image, pc_id container) {
    struct comparison c = {.ctx = k->ctx, .image = image};
    bool agrees = false;
    compare_container(&c, &k->listening[container], container);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (c.answers[kind].level != PC_LEVEL_DEFAULT) {
            return false;
        }
        agrees = agrees || c.answers[kind].agrees;
    }
    return agrees;
}

/* Another Dockerfile of the same service fits the container: that is the one it runs. */
static bool runs_sibling(const struct checker *k, const struct image *image, pc_id container) {
    enum { SIBLINGS_MAX = 32 };
    for (size_t i = 0; i < image->sibling_count && i < SIBLINGS_MAX; i++) {
        const struct image *other = &k->images.list.items[image->siblings[i].image];
        if (other != image && fits(k, other, container)) {
            return true;
        }
    }
    return false;
}

/* A build that names its Dockerfile runs no other one. */
static bool may_run(const struct checker *k, const struct image *image, pc_id container) {
    struct pc_str named = k->ctx->reg->containers[container].build_file;
    return named.len == 0 || pc_str_eq(named, k->ctx->reg->files[image->file].path);
}

static void compare_containers(const struct checker *k, struct comparison *c) {
    const struct built *built = built_of(k, c->image);
    for (size_t i = 0; i < built->containers.count; i++) {
        pc_id container = built->containers.items[i];
        enum pc_environment environment =
            k->ctx->reg->deployments[k->ctx->reg->containers[container].deployment].environment;
        if (may_run(k, c->image, container) && pc_environments_agree(environment, c->image->environment) &&
            !runs_sibling(k, c->image, container)) {
            compare_container(c, &k->listening[container], container);
        }
    }
}

/* --- saying it --- */

static struct pc_str ports_of(const struct pc_rule_context *ctx, struct list claims) {
    enum { PORTS_SHOWN = 8 };
    struct pc_port_set ports = {0};
    for (size_t i = 0; i < claims.count && i < PORTS_SHOWN; i++) {
        pc_port_set_add(ctx->arena, &ports, ctx->reg->claims[claims.items[i]].ports);
    }
    return pc_port_set_text(ctx->arena, &ports);
}

static void say_truth(const struct pc_rule_context *ctx, struct pc_finding *f, struct list truth) {
    for (size_t i = 0; i < truth.count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[truth.items[i]];
        pc_finding_port(ctx->out, f, claim->ports);
        if (claim->flags & PC_CLAIM_TARGET) {
            pc_finding_label(ctx->out, f, claim->span, "mapped to this port of the container");
        } else if (claim->role == PC_ROLE_LISTENS && claim->container == PC_NONE) {
            pc_finding_label(ctx->out, f, claim->span, "the image sets this port");
        } else {
            pc_say_claim(ctx, f, truth.items[i]);
        }
    }
}

/* Offers what EXPOSE and HEALTHCHECK should say where one number is known. Not safe: either may mean a second port.
 * What the image sets is left alone: the mapping may be what is wrong. */
static void repair(const struct comparison *c, struct pc_finding *f) {
    const struct pc_registry *reg = c->ctx->reg;
    for (enum kind kind = KIND_CHECK; kind < KIND_COUNT; kind++) {
        const struct answer *answer = &c->answers[kind];
        struct list said = list_of(c->image, kind);
        uint16_t right = pc_one_port(reg, answer->truth.items, answer->truth.count);
        bool one = answer->level != PC_LEVEL_DEFAULT && pc_one_port(reg, said.items, said.count) != 0;
        if (one) {
            pc_repair_ports(c->ctx, f, false, said.items, said.count, right, "make %s %u", kind_names[kind],
                            (unsigned)right);
        }
    }
}

/* All that is wrong in one image is one finding, led by the gravest. */
static void say_image(const struct comparison *c, enum kind gravest) {
    const struct pc_rule_context *ctx = c->ctx;
    const struct answer *worst = &c->answers[gravest];
    pc_id service = worst->container == PC_NONE ? c->image->service : ctx->reg->containers[worst->container].service;
    struct pc_str name = pc_service_name(ctx, service), path = ctx->reg->files[c->image->file].path;
    struct pc_finding *f =
        pc_say(ctx, worst->level, "%s of `%.*s` %s %.*s, but it listens on %.*s", kind_subjects[gravest],
               PC_ARG(name.len > 0 ? name : path), kind_verbs[gravest],
               PC_ARG(ports_of(ctx, list_of(c->image, gravest))), PC_ARG(ports_of(ctx, worst->truth)));
    f->path = path;
    if (name.len > 0) {
        pc_finding_service(ctx->out, f, name);
    }
    for (size_t i = 0; i < KIND_COUNT; i++) {
        enum kind kind = (enum kind)((gravest + i) % KIND_COUNT);
        struct list said = list_of(c->image, kind);
        for (size_t j = 0; c->answers[kind].level != PC_LEVEL_DEFAULT && j < said.count; j++) {
            const struct pc_claim *claim = &ctx->reg->claims[said.items[j]];
            pc_finding_label(ctx->out, f, claim->span, "%s", kind == KIND_SETTING ? "set here" : kind_names[kind]);
            pc_finding_port(ctx->out, f, claim->ports);
        }
    }
    say_truth(ctx, f, worst->truth);
    repair(c, f);
    pc_finding_note(ctx->out, f, "%s", worst->why);
    pc_finding_help(ctx->out, f, "make them one number");
}

static void check_image(const struct checker *k, const struct image *image) {
    struct comparison c = {.ctx = k->ctx, .image = image};
    compare_containers(k, &c);
    bool deployed = false;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        deployed = deployed || was_compared(&c, kind);
    }
    compare_itself(&c);
    if (!deployed) {
        compare_source(&c);
    }
    enum kind gravest = KIND_COUNT;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        /* What fits one of its containers is right; the others override it. */
        bool wrong = c.answers[kind].level != PC_LEVEL_DEFAULT && !c.answers[kind].agrees;
        c.answers[kind].level = wrong ? c.answers[kind].level : PC_LEVEL_DEFAULT;
        if (wrong && (gravest == KIND_COUNT || c.answers[kind].level > c.answers[gravest].level)) {
            gravest = kind;
        }
    }
    if (gravest != KIND_COUNT) {
        say_image(&c, gravest);
    }
}

static int compare_images(const void *left, const void *right) {
    const struct sibling *a = left, *b = right;
    int order = pc_order(a->service, b->service);
    return pc_then(order, pc_order(a->image, b->image));
}

/* The Dockerfiles of one service, for each of them. */
static void find_siblings(struct checker *k) {
    size_t count = k->images.list.count;
    struct sibling *all = PC_NEW_ARRAY(k->ctx->arena, count, struct sibling);
    for (size_t i = 0; i < count; i++) {
        all[i] = (struct sibling){k->images.list.items[i].service, i};
    }
    pc_sort(all, count, sizeof all[0], compare_images);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && all[to].service == all[from].service;) {
            to++;
        }
        for (size_t i = from; i < to; i++) {
            k->images.list.items[all[i].image].siblings = all + from;
            k->images.list.items[all[i].image].sibling_count = to - from;
        }
    }
}

static void check(const struct pc_rule_context *ctx) {
    struct checker k = {.ctx = ctx, .images = images_of(ctx), .containers = containers_of(ctx)};
    k.listening = pc_listening_of_containers(ctx);
    find_siblings(&k);
    for (size_t i = 0; i < k.images.list.count; i++) {
        check_image(&k, &k.images.list.items[i]);
    }
}

const struct pc_rule pc_rule_image_drift = {
    .info = {.code = "PC308",
             .name = "image-drift",
             .family = "Drift",
             .level = PC_LEVEL_WARNING,
             .varies = true,
             .summary = "a Dockerfile's EXPOSE, PORT or HEALTHCHECK disagrees with what its container listens on",
             .why = "An image's healthcheck on the wrong port kills healthy containers; a mapping to a port that the "
                    "image does not listen on leads nowhere.",
             .fix = "Write the port that the program listens on into EXPOSE, PORT and HEALTHCHECK. What a compose file "
                    "overrides is only told as information.",
             .silent =
                 "Images that fit one of their containers, the port of a web server that only passes requests on, and "
                 "services with several Dockerfiles where another one fits.",
             .bad = "--- docker-compose.yml\nservices:\n  shop:\n    build: ./shop\n    ports: [\"4100:4100\"]\n"
                    "--- shop/Dockerfile\nFROM alpine:3\nENV PORT=4101\nEXPOSE 4101\nCMD [\"./shop\"]\n",
             .good = "--- docker-compose.yml\nservices:\n  shop:\n    build: ./shop\n    ports: [\"4100:4100\"]\n"
                     "--- shop/Dockerfile\nFROM alpine:3\nENV PORT=4100\nEXPOSE 4100\nCMD [\"./shop\"]\n"},
    .check = check};
