/* A port registry of which nothing could be read must not pass for one that nothing contradicts. */
#include "run_impl.h"

/* For each file: something was read of it, or a trouble says why not. */
static bool *find_spoken(struct pc_run *run) {
    const struct pc_registry *reg = run->reg;
    bool *spoken = PC_NEW_ARRAY(&run->arena, reg->file_count, bool);
    for (size_t i = 0; i < reg->claim_count; i++)
        spoken[reg->claims[i].span.file] = true;
    for (size_t i = 0; i < reg->range_count; i++)
        spoken[reg->ranges[i].span.file] = true;
    for (size_t i = 0; i < reg->absence_count; i++)
        spoken[reg->absences[i].span.file] = true;
    for (size_t i = 0; i < reg->trouble_count; i++)
        spoken[reg->troubles[i].span.file] = true;
    return spoken;
}

/* Named by the person, or blank: then it is meant as a registry, or was one. Else its name may mean something else:
 * ports of a program to other systems. */
static struct pc_trouble trouble_of(struct pc_run *run, pc_id file, bool forced) {
    struct pc_str path = run->reg->files[file].path;
    bool blank = pc_str_trim(run->reg->files[file].text).len == 0;
    return (struct pc_trouble){
        .kind = PC_TROUBLE_UNREADABLE,
        .level = forced || blank ? PC_LEVEL_ERROR : PC_LEVEL_WARNING,
        .span = {.file = file},
        .other = {.file = PC_NONE},
        .message = pc_str_fmt(&run->arena, "no port could be read from the port registry `%.*s`%s", PC_ARG(path),
                              blank ? ", which is empty" : ""),
        .help =
            PC_STR("give its ports a table with a port and a service column, or exclude it in portcheck.yml when it "
                   "is something else"),
        .service = PC_NONE};
}

void pc_run_report_empty(struct pc_run *run) {
    struct PC_VEC(struct pc_trouble) troubles = {0};
    const bool *spoken = find_spoken(run);
    for (size_t i = 0; i < run->reg->trouble_count; i++)
        *PC_PUSH(&troubles, &run->arena) = run->reg->troubles[i];
    for (size_t i = 0; i < run->reg->file_count; i++) {
        const struct pc_tree_file *file = pc_files_find(&run->files, run->reg->files[i].path);
        if (!spoken[i] && file && file->load == PC_LOAD_DONE && file->reader &&
            file->reader->kind == PC_FILE_KIND_REGISTRY)
            *PC_PUSH(&troubles, &run->arena) = trouble_of(run, (pc_id)i, file->forced);
    }
    struct pc_registry *with = PC_NEW(&run->arena, struct pc_registry);
    *with = *run->reg;
    with->troubles = troubles.items;
    with->trouble_count = troubles.count;
    run->reg = with;
}
