/* What a run gives up before it reads anything of the tree: writing but where it was asked to, and sockets. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path.h"
#include "run_impl.h"
#include "sandbox.h"
#include "write_place.h"

struct fds {
    struct PC_VEC(int) list;
};

static void add(struct pc_run *run, struct fds *fds, int fd) {
    if (fd >= 0)
        *PC_PUSH(&fds->list, &run->arena) = fd;
}

static int open_place(struct pc_run *run, struct pc_str path) {
    return pc_sandbox_open(AT_FDCWD, pc_str_cstr(&run->arena, path.len > 0 ? path : PC_STR(".")), false);
}

/* Where a file that a person named is written: in the directory of what the path leads to, as a temporary file is made
 * there; a pipe or a device itself. */
static void add_output(struct pc_run *run, struct fds *fds, const char *path) {
    struct stat st;
    struct pc_str real = pc_run_real_path(run, path);
    struct pc_str target = real.len > 0 ? real : pc_str_c(path);
    bool special = real.len > 0 && stat(path, &st) == 0 && !S_ISREG(st.st_mode);
    size_t slash = pc_str_rfind_char(target, '/');
    struct pc_str dir = slash == PC_NPOS ? PC_EMPTY : pc_str_sub(target, 0, slash > 0 ? slash : 1);
    add(run, fds, open_place(run, special ? target : dir));
}

/* The directories of the files that the configuration asks for: below the root, and not by way of links. */
static void add_configured(struct pc_run *run, struct fds *fds) {
    for (size_t i = 0; i < run->config.output_count; i++) {
        struct pc_str path = run->config.outputs[i].path;
        size_t slash = pc_str_rfind_char(path, '/');
        struct pc_str dir = slash == PC_NPOS ? PC_STR(".") : pc_str_sub(path, 0, slash);
        add(run, fds, pc_sandbox_open(run->root_fd, pc_str_cstr(&run->arena, dir), true));
    }
}

static void enter(struct pc_run *run, const struct fds *fds) {
    struct pc_sandbox held = pc_sandbox_enter(fds->list.items, fds->list.count);
    if (run->options.sandbox == PC_SANDBOX_REQUIRED && (held.landlock == 0 || !held.seccomp))
        pc_run_refuse(run, PC_STATUS_USAGE,
                      "this system cannot keep a run from writing and from the network (%s), and --sandbox always asks "
                      "for it",
                      held.landlock == 0 ? "it has no Landlock" : "it has no seccomp");
}

bool pc_run_confine(struct pc_run *run, bool config_is_known) {
    const struct pc_options *options = &run->options;
    struct pc_run_place place;
    struct fds fds = {0};
    if (options->sandbox == PC_SANDBOX_OFF || (config_is_known && options->writes_tree))
        return true;
    for (size_t i = 0; i < options->writable_count; i++)
        add_output(run, &fds, options->writable[i]);
    if (config_is_known)
        add_configured(run, &fds);
    size_t own = fds.list.count;
    if (options->writes_tree) {
        pc_run_open_place(run, &place);
        add(run, &fds, place.top_fd);
        add(run, &fds, place.place.journal_dir);
    }
    if (!config_is_known)
        add(run, &fds, run->root_fd);
    enter(run, &fds);
    if (options->writes_tree)
        pc_run_close_place(run, &place);
    for (size_t i = 0; i < own; i++)
        close(fds.list.items[i]);
    return run->status == PC_STATUS_OK;
}

int pc_sandbox_landlock(void) {
    return pc_sandbox_offered().landlock;
}

bool pc_sandbox_seccomp(void) {
    return pc_sandbox_offered().seccomp;
}
