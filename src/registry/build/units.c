/* What starts without a compose file: the units or manifests of one directory are one deployment. */
#include "draft.h"
#include "path.h"

static pc_id deployment_of(struct pc_builder *b, const struct pc_unit_draft *unit) {
    struct pc_str dir = pc_path_dir(b->files.items[unit->file].path);
    struct pc_str mark = pc_str_fmt(b->arena, "%d:%.*s", (int)unit->environment, PC_ARG(dir));
    pc_id deployment = pc_name_map_get(&b->units, mark);
    if (deployment == PC_NONE) {
        struct pc_deployment_draft draft = {.file = unit->file, .host = PC_NONE, .environment = unit->environment};
        deployment = pc_builder_deployment(b, &draft);
        pc_name_map_put(b->arena, &b->units, mark, deployment);
    }
    return deployment;
}

pc_id pc_builder_unit(struct pc_builder *b, const struct pc_unit_draft *unit) {
    pc_id deployment = deployment_of(b, unit);
    struct pc_str mark = pc_str_fmt(b->arena, "unit %u:%.*s", (unsigned)deployment, PC_ARG(unit->name));
    pc_id container = pc_name_map_get(&b->units, mark);
    if (container == PC_NONE) {
        struct pc_container draft = {.deployment = deployment,
                                     .service = PC_NONE,
                                     .key = unit->name,
                                     .key_span = unit->name_span,
                                     .image = unit->image,
                                     .host_network = unit->host_network,
                                     .foreign = unit->image.len > 0,
                                     .unit = true};
        container = pc_builder_container(b, &draft);
        pc_name_map_put(b->arena, &b->units, mark, container);
    } else if (b->containers.items[container].image.len == 0 && unit->image.len > 0) {
        b->containers.items[container].image = unit->image;
        b->containers.items[container].foreign = true;
        b->containers.items[container].host_network = unit->host_network;
    }
    return container;
}
