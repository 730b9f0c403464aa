/* A second tree, read as the run's own: the same options, configuration, day and stages, and its own baseline. It has
 * its own memory, which goes with it, and takes the contents that both have in common from the run. */
#include <fcntl.h>

#include "run_impl.h"

static void free_run(void *arg) {
    pc_run_free(arg);
}

static void read_tree(struct pc_run *other, void *arg) {
    (void)arg;
    pc_buf_init(&other->remark, &other->arena);
    if (!pc_run_load_baseline(other)) { /* one that cannot be used is no reason not to read the tree */
        other->status = PC_STATUS_OK;
        other->baseline.count = 0;
    }
    pc_run_read(other);
    pc_arena_finish(&other->scratch);
}

static struct pc_run *blank(struct pc_run *run) {
    struct pc_run *other = pc_run_blank();
    if (other)
        return other;
    pc_unwind(&run->recovery, PC_OOM_SYSTEM);
}

struct pc_run *pc_run_of_tree(struct pc_run *run, const struct pc_source_tree *tree) {
    struct pc_run *other = blank(run);
    struct pc_cleanup cleanup;
    pc_defer(&run->recovery, &cleanup, free_run, other);
    other->options = run->options;
    other->root = run->root;
    other->root_fd = fcntl(run->root_fd, F_DUPFD_CLOEXEC, 3);
    other->config = run->config;
    other->config_name = run->config_name;
    other->today = run->today;
    other->only = run->only;
    for (size_t i = 0; i < run->named.count; i++)
        *PC_PUSH(&other->named, &run->arena) = run->named.items[i];
    other->tree = *tree;
    other->twin = run;
    bool read = pc_run_protect(other, read_tree, NULL);
    pc_undefer(&run->recovery, &cleanup);
    if (!read) {
        pc_run_free(other);
        pc_unwind(&run->recovery, PC_OOM_SYSTEM);
    }
    return other;
}
