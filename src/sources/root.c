/* Where a project begins, and where its configuration lies. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git_dir.h"
#include "sources.h"

#define REAL_PATH_BYTES 4096 /* no system's PATH_MAX is larger (base has a limits.h of its own) */

static const char *const config_names[] = {"portcheck.yml",   "portcheck.yaml",        ".portcheck.yml",
                                           ".portcheck.yaml", ".config/portcheck.yml", ".config/portcheck.yaml"};

const char *pc_sources_config_name(size_t index) {
    return index < sizeof config_names / sizeof config_names[0] ? config_names[index] : NULL;
}

/* The first of the names that exists, though it were a directory: that is refused when it is read, and nobody believes
 * that a configuration holds which does not. outside: above the git top level, where .config is a person's and not the
 * project's. */
static struct pc_str config_in(int dir_fd, bool outside) {
    struct stat st;
    for (size_t i = 0; i < sizeof config_names / sizeof config_names[0]; i++) {
        struct pc_str name = pc_str_c(config_names[i]);
        if (!(outside && pc_str_starts(name, PC_STR(".config/"))) && fstatat(dir_fd, config_names[i], &st, 0) == 0)
            return name;
    }
    return PC_EMPTY;
}

struct pc_str pc_sources_config_in(int root_fd) {
    return config_in(root_fd, false);
}

static struct pc_str parent_of(struct pc_arena *arena, struct pc_str dir) {
    size_t slash = pc_str_rfind_char(dir, '/');
    return slash == 0 ? PC_STR("/") : pc_str_dup(arena, pc_str_sub(dir, 0, slash));
}

struct pc_str pc_sources_root(struct pc_arena *arena, const char *start, struct pc_str *config_name) {
    char real[REAL_PATH_BYTES];
    struct stat st;
    *config_name = PC_EMPTY;
    if (!realpath(start, real) || stat(real, &st) != 0 || !S_ISDIR(st.st_mode))
        return PC_EMPTY;
    struct pc_str first = pc_str_dup(arena, pc_str_c(real));
    struct pc_str top = PC_EMPTY;
    for (struct pc_str dir = first;; dir = parent_of(arena, dir)) {
        int fd = open(dir.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
            *config_name = config_in(fd, top.len > 0);
            if (top.len == 0 && pc_git_dir_is_in(fd))
                top = dir;
            close(fd);
        }
        if (config_name->len > 0)
            return dir;
        if (dir.len <= 1)
            return top.len > 0 ? top : first;
    }
}
