/* Claims that are of a directory: source defaults, Dockerfiles, env files. Where no document and no compose file knows
 * the directory, it becomes a service of its own, but never at the cost of one that is better known. */
#include "draft.h"
#include "path.h"
#include "sort.h"

void pc_builder_claim_dir(struct pc_builder *b, pc_id claim, struct pc_str dir) {
    *PC_PUSH(&b->claim_dirs, b->arena) = (struct pc_claim_dir){.claim = claim, .dir = dir};
}

static int compare_dirs(const void *left, const void *right) {
    const struct pc_claim_dir *a = left, *b = right;
    int order = pc_str_cmp(a->dir, b->dir);
    return order != 0 ? order : pc_order(a->claim, b->claim);
}

/* Where each service is built, by its first container that is; empty where nothing says so. */
static struct pc_str *build_dirs(struct pc_builder *b) {
    struct pc_str *dirs = PC_NEW_ARRAY(b->arena, b->services.count, struct pc_str);
    for (size_t i = 0; i < b->containers.count; i++) {
        const struct pc_container *container = &b->containers.items[i];
        if (dirs[container->service].len == 0) {
            dirs[container->service] = container->build_dir;
        }
    }
    return dirs;
}

/* The service that a compose file or document calls as the directory is called, and that is of no other directory. */
static pc_id namesake(struct pc_builder *b, struct pc_str name, struct pc_str dir, const struct pc_str *built,
                      size_t built_count) {
    enum pc_evidence_kind evidence;
    pc_id service = pc_service_find(b, name, PC_EMPTY, &evidence);
    bool by_name = evidence == PC_EVIDENCE_NAME || evidence == PC_EVIDENCE_CONFIG;
    if (service == PC_NONE || !by_name || b->services.items[service].dir.ptr || service >= built_count) {
        return PC_NONE;
    }
    struct pc_str other = built[service];
    bool fits = other.len == 0 || pc_path_is_under(other, dir) || pc_path_is_under(dir, other);
    return fits ? service : PC_NONE;
}

static pc_id new_service(struct pc_builder *b, struct pc_str name, struct pc_str dir) {
    struct pc_str key = pc_name_key(b->arena, name);
    pc_id service = (pc_id)b->services.count;
    *PC_PUSH(&b->services, b->arena) = (struct pc_service_draft){.name = name, .key = key, .dir = dir, .weak = true};
    pc_id present = key.len > 0 ? pc_name_map_get(&b->service_by_key, key) : PC_AMBIGUOUS;
    if (present == PC_NONE) {
        pc_name_map_put(b->arena, &b->service_by_key, key, service);
    } else if (present != PC_AMBIGUOUS && b->services.items[present].weak) {
        pc_name_map_put(b->arena, &b->service_by_key, key, PC_AMBIGUOUS);
    }
    return service;
}

/* The service of a directory of claims; made when there is none. */
static pc_id service_of(struct pc_builder *b, struct pc_str dir, struct pc_span evidence, const struct pc_str *built,
                        size_t built_count) {
    pc_id known = pc_name_map_get(&b->service_by_dir, dir);
    if (known != PC_NONE) {
        return known;
    }
    struct pc_str name = pc_service_dir_name(b, dir);
    pc_id service = namesake(b, name, dir, built, built_count);
    if (service == PC_NONE) {
        service = new_service(b, name, dir);
    }
    b->services.items[service].dir = dir;
    pc_name_map_put(b->arena, &b->service_by_dir, dir, service);
    pc_service_alias(b, service, name, PC_EVIDENCE_DIRECTORY, PC_STATED, evidence);
    return service;
}

void pc_resolve_claim_dirs(struct pc_builder *b) {
    const struct pc_str *built = build_dirs(b);
    size_t built_count = b->services.count;
    pc_sort(b->claim_dirs.items, b->claim_dirs.count, sizeof b->claim_dirs.items[0], compare_dirs);
    for (size_t i = 0; i < b->claim_dirs.count; i++) {
        const struct pc_claim_dir *entry = &b->claim_dirs.items[i];
        struct pc_claim *claim = &b->claims.items[entry->claim];
        if (entry->dir.len > 0 && claim->service == PC_NONE) {
            claim->service = service_of(b, entry->dir, claim->span, built, built_count);
        }
    }
}
