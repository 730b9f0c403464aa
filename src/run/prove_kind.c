/* Where a number stands: prove.h. */
#include "path.h"
#include "prove.h"

static bool is_dockerfile(struct pc_str path) {
    struct pc_str base = pc_path_base(path);
    return pc_str_starts_nocase(base, PC_STR("dockerfile")) || pc_str_starts_nocase(base, PC_STR("containerfile")) ||
           pc_str_ends(base, PC_STR(".dockerfile"));
}

static enum pc_proof_kind kind_of_dial(const struct pc_file *file, const struct pc_claim *claim) {
    if (claim->flags & PC_CLAIM_ROUTE)
        return PC_PROOF_ROUTE;
    if (claim->flags & PC_CLAIM_SCRAPE)
        return PC_PROOF_SCRAPE;
    return file->kind == PC_FILE_KIND_COMPOSE  ? PC_PROOF_CALLER_COMPOSE
           : file->kind == PC_FILE_KIND_ENV    ? PC_PROOF_CALLER_ENV
           : file->kind == PC_FILE_KIND_SOURCE ? PC_PROOF_CALLER_SOURCE
                                               : PC_PROOF_CALLER_OTHER;
}

static enum pc_proof_kind kind_in_compose(const struct pc_claim *claim) {
    if (claim->role == PC_ROLE_PUBLISHES)
        return PC_PROOF_MAPPING;
    return claim->flags & PC_CLAIM_HEALTHCHECK                      ? PC_PROOF_HEALTHCHECK
           : claim->flags & PC_CLAIM_TARGET                         ? PC_PROOF_TARGET
           : claim->flags & (PC_CLAIM_PORT_VAR | PC_CLAIM_FROM_ENV) ? PC_PROOF_ENVIRONMENT
                                                                    : PC_PROOF_COMMAND;
}

enum pc_proof_kind pc_proof_kind_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    const struct pc_file *file = &reg->files[claim->span.file];
    if (claim->role == PC_ROLE_DIALS)
        return kind_of_dial(file, claim);
    if (is_dockerfile(file->path))
        return PC_PROOF_DOCKERFILE;
    switch (file->kind) {
    case PC_FILE_KIND_REGISTRY:
        return claim->role == PC_ROLE_PLANNED    ? PC_PROOF_PLAN
               : claim->role == PC_ROLE_RESERVED ? PC_PROOF_RESERVED
                                                 : PC_PROOF_REAL;
    case PC_FILE_KIND_SERVICE_DOC:
        return PC_PROOF_SERVICE_DOC;
    case PC_FILE_KIND_COMPOSE:
        return kind_in_compose(claim);
    case PC_FILE_KIND_ENV:
        return PC_PROOF_ENV_FILE;
    case PC_FILE_KIND_SOURCE:
        return PC_PROOF_SOURCE;
    case PC_FILE_KIND_CONFIG:
    case PC_FILE_KIND_OTHER:
        break;
    }
    return PC_PROOF_OTHER;
}
