#include "change.h"

#include <string.h>

#include "output_file.h"
#include "patch.h"
#include "run_impl.h"

static const char *text_of(const struct pc_buf *buf, size_t *length) {
    *length = buf->len;
    return buf->len > 0 ? buf->ptr : "";
}

/* Both forms of the diff, and what the one for people leaves out. */
static void show(struct pc_run *run, struct pc_change_plan *plan, struct pc_change_result *result) {
    struct pc_buf diff, patch;
    struct pc_output_options options = pc_run_output_options(run);
    pc_buf_init(&diff, &run->arena);
    pc_buf_init(&patch, &run->arena);
    struct pc_patch_shown shown = pc_patch_show(run->reg, &plan->changes, &options, &diff);
    pc_patch_exact(&plan->changes, &patch);
    result->diff = text_of(&diff, &result->diff_length);
    result->patch = text_of(&patch, &result->patch_length);
    result->files = plan->changes.list.count;
    result->in_part = shown.hidden + shown.escaped;
}

static bool write_all(struct pc_run *run, struct pc_change_plan *plan) {
    for (size_t i = 0; i < plan->changes.list.count; i++) {
        const struct pc_change *change = &plan->changes.list.items[i];
        int error;
        if (!pc_output_file_write_below(run->root_fd, pc_str_cstr(&run->arena, change->path), change->text, &error)) {
            pc_buf_addf(&plan->notes, "`%.*s` could not be written: %s\n", PC_ARG(change->path), strerror(error));
            return false;
        }
    }
    return true;
}

void pc_run_change(struct pc_run *run, const struct pc_change_options *options, struct pc_change_plan *plan,
                   struct pc_change_result *result) {
    size_t length;
    *result = (struct pc_change_result){.exit_code = PC_EXIT_CLEAN};
    show(run, plan, result);
    if (options->write && result->files > 0) {
        result->written = write_all(run, plan);
        result->exit_code = result->written ? PC_EXIT_CLEAN : PC_EXIT_INCOMPLETE;
    }
    result->notes = text_of(&plan->notes, &length);
}
