#include "draft_helper.h"

#include <stdlib.h>
#include <string.h>

void draft_init(struct draft *d, const struct pc_hints *hints) {
    memset(d, 0, sizeof *d);
    if (setjmp(d->recovery.env) != 0) {
        abort();
    }
    pc_arena_init(&d->arena, 64u << 20, &d->recovery);
    d->b = pc_builder_new(&d->arena, hints);
}

void draft_finish(struct draft *d) {
    pc_arena_finish(&d->arena);
}

pc_id draft_file(struct draft *d, const char *path, const char *text) {
    struct pc_str body = pc_str_c(text);
    return pc_builder_file(d->b, pc_str_c(path), body, pc_lines_of(&d->arena, body));
}

pc_id draft_compose(struct draft *d, const char *path, const char *infix, enum pc_environment environment) {
    pc_id file = draft_file(d, path, "services:\n");
    struct pc_deployment_draft draft = {
        .file = file, .host = PC_NONE, .environment = environment, .infix = pc_str_c(infix)};
    if (infix && environment == PC_ENV_UNKNOWN) {
        struct pc_host_mention mention = {
            .name = pc_str_c(infix), .evidence = PC_EVIDENCE_FILE_NAME, .span = {.file = file}, .tentative = true};
        draft.host = pc_builder_host(d->b, &mention);
    }
    return pc_builder_deployment(d->b, &draft);
}

pc_id draft_container(struct draft *d, pc_id deployment, const char *key, const char *container_name, const char *image,
                      const char *build_dir) {
    struct pc_container container = {.deployment = deployment,
                                     .service = PC_NONE,
                                     .key = pc_str_c(key),
                                     .key_span = {.file = 0},
                                     .container_name = pc_str_c(container_name),
                                     .image = pc_str_c(image),
                                     .build_dir = pc_str_c(build_dir),
                                     .foreign = image != NULL && build_dir == NULL};
    return pc_builder_container(d->b, &container);
}

static struct pc_claim blank(struct draft *d, pc_id file, enum pc_role role, uint16_t port) {
    struct pc_span span = {.file = file, .offset = d->next_offset += 8, .length = 4};
    return (struct pc_claim){.role = role,
                             .place = PC_PLACE_HOST,
                             .ports = {port, port},
                             .span = span,
                             .name_span = {.file = file},
                             .extent = {.file = file},
                             .service = PC_NONE,
                             .host = PC_NONE,
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = PC_NONE,
                             .partner = PC_NONE};
}

pc_id draft_claim(struct draft *d, pc_id file, enum pc_role role, const char *name, uint16_t port) {
    struct pc_claim claim = blank(d, file, role, port);
    claim.name = pc_str_c(name);
    return pc_builder_claim(d->b, &claim);
}

pc_id draft_publish(struct draft *d, pc_id file, pc_id container, uint16_t port) {
    struct pc_claim claim = blank(d, file, PC_ROLE_PUBLISHES, port);
    claim.protocol = PC_PROTO_TCP;
    claim.container = container;
    return pc_builder_claim(d->b, &claim);
}

pc_id draft_host(struct draft *d, pc_id file, const char *name, const char *also, const char *address, bool tentative) {
    struct pc_host_mention mention = {.name = pc_str_c(name),
                                      .also = pc_str_c(also),
                                      .address = pc_str_c(address),
                                      .evidence = PC_EVIDENCE_LABEL,
                                      .span = {.file = file},
                                      .tentative = tentative};
    return pc_builder_host(d->b, &mention);
}

const struct pc_registry *draft_resolve(struct draft *d) {
    return pc_builder_resolve(d->b);
}

const struct pc_claim *draft_find(const struct pc_registry *reg, enum pc_role role, uint16_t port) {
    for (size_t i = 0; i < reg->claim_count; i++) {
        if (reg->claims[i].role == role && reg->claims[i].ports.lo == port) {
            return &reg->claims[i];
        }
    }
    return NULL;
}

struct pc_str draft_owner(const struct pc_registry *reg, enum pc_role role, uint16_t port) {
    const struct pc_claim *claim = draft_find(reg, role, port);
    return claim && claim->service != PC_NONE ? reg->services[claim->service].name : PC_STR("(nobody)");
}
