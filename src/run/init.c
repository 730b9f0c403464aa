#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emit.h"
#include "file.h"
#include "file_write.h"
#include "limits.h"

enum { FILES_MAX = 4 };

/* What is to be written. */
struct init {
    const struct pc_init_options *options;
    struct pc_init_file files[FILES_MAX];
    bool programs[FILES_MAX];
    size_t count;
    bool done;
};

static bool exists(const struct pc_run *run, const char *path) {
    struct stat st;
    return fstatat(run->root_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static void add_file(struct pc_run *run, struct init *init, const char *path, const char *about, const char *then,
                     struct pc_str text, bool program) {
    init->files[init->count] = (struct pc_init_file){path, about, text.ptr, text.len, exists(run, path), then};
    init->programs[init->count++] = program;
}

static const struct pc_init_template *template_of(const struct pc_init_template *all, const char *kind) {
    for (; all->kind; all++) {
        if (strcmp(all->kind, kind) == 0)
            return all;
    }
    return NULL;
}

/* Whether the repository's own settings say that its hooks lie elsewhere, as husky and others have it. */
static bool has_hooks_path(struct pc_run *run) {
    struct pc_str text, key = PC_STR("hookspath");
    int error;
    if (pc_file_read(run->root_fd, PC_STR(".git/config"), PC_LIMIT_FILE_BYTES, &run->arena, &text, &error) !=
        PC_FILE_OK)
        return false;
    for (size_t at = 0; (at = pc_str_find_nocase(text, key, at)) != PC_NPOS; at += key.len) {
        struct pc_str behind = pc_str_sub(text, at + key.len, text.len);
        size_t before = at;
        while (before > 0 && (text.ptr[before - 1] == ' ' || text.ptr[before - 1] == '\t'))
            before--;
        bool begins = before == 0 || text.ptr[before - 1] == '\n' || text.ptr[before - 1] == ']';
        if (begins && (behind.len == 0 || pc_is_space(behind.ptr[0]) || behind.ptr[0] == '='))
            return true;
    }
    return false;
}

/* A hook that git would never run is worse than none. */
static bool can_have_hook(struct pc_run *run) {
    if (!exists(run, ".git/HEAD"))
        run->message = PC_STR("--hook git: the root is not the top of a git repository, or is a linked work tree; run "
                              "it at the top of the main work tree, or `git init` first");
    else if (has_hooks_path(run))
        run->message = PC_STR("--hook git: core.hooksPath says that the hooks of this repository lie elsewhere; add "
                              "`portcheck check --staged` to the pre-commit hook there");
    else
        return true;
    return false;
}

static bool add_template(struct pc_run *run, struct init *init, const struct pc_init_template *all, const char *kind) {
    const struct pc_init_template *template = kind ? template_of(all, kind) : NULL;
    if (kind && !template) {
        pc_run_say(run, pc_str_fmt(&run->arena, "there is no `%.*s`", PC_ARG(pc_shown(&run->arena, pc_str_c(kind)))));
        return false;
    }
    if (template && strncmp(template->path, ".git/", 5) == 0 && !can_have_hook(run))
        return false;
    if (template)
        add_file(run, init, template->path, template->about, template->then, pc_str_c(template->text),
                 template->program);
    return true;
}

static struct pc_str nul_ended(struct pc_buf *out) {
    pc_buf_addc(out, '\0');
    struct pc_str text = pc_buf_str(out);
    text.len--;
    return text;
}

static void plan(struct pc_run *run, void *arg) {
    struct init *init = arg;
    struct pc_buf config, registry;
    size_t ports;
    pc_buf_init(&config, &run->arena);
    pc_buf_init(&registry, &run->arena);
    if (run->own->document_count == 0 && pc_init_registry(run, &registry, &ports)) {
        const char *about = pc_str_fmt(&run->arena, "a registry with the %zu port%s published today", ports,
                                       ports == 1 ? " that is" : "s that are")
                                .ptr;
        add_file(run, init, "PORT_SCHEMA.md", about, NULL, nul_ended(&registry), false);
    }
    if (run->config_name.len == 0) {
        size_t asked = pc_init_config(run, &config);
        const char *about = asked == 0 ? "the configuration; the files leave nothing open"
                                       : "the configuration: what the files leave open, as comments";
        add_file(run, init, "portcheck.yml", about, asked == 0 ? NULL : "read portcheck.yml and answer what it asks",
                 nul_ended(&config), false);
    }
    init->done = add_template(run, init, pc_init_hooks, init->options->hook) &&
                 add_template(run, init, pc_init_cis, init->options->ci);
}

/* The directory of a path below the root, made where it is missing. -1: errno says why. No link is followed. */
static int open_directory(int root_fd, struct pc_str path) {
    int fd = dup(root_fd);
    for (size_t from = 0, slash; fd >= 0 && (slash = pc_str_find_char(path, '/', from)) != PC_NPOS; from = slash + 1) {
        char name[64];
        size_t length = slash - from;
        if (length >= sizeof name) {
            close(fd);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(name, path.ptr + from, length);
        name[length] = '\0';
        int made = mkdirat(fd, name, 0777) == 0 || errno == EEXIST ? 0 : -1;
        int next = made == 0 ? openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
        int error = errno;
        close(fd);
        errno = error;
        fd = next;
    }
    return fd;
}

static bool write_file(const struct pc_run *run, const struct pc_init_file *file, bool program, int *error) {
    struct pc_str path = pc_str_c(file->path);
    size_t slash = pc_str_rfind_char(path, '/');
    const char *name = slash == PC_NPOS ? file->path : file->path + slash + 1;
    int dir_fd = open_directory(run->root_fd, path);
    if (dir_fd < 0) {
        *error = errno;
        return false;
    }
    bool done = pc_file_write(dir_fd, name, (struct pc_str){file->text, file->length}, error);
    struct stat st;
    if (done && program && fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        fchmodat(dir_fd, name, st.st_mode | ((st.st_mode & 0444) >> 2), 0) != 0) {
        *error = errno;
        done = false;
    }
    close(dir_fd);
    return done;
}

/* All or none: what was written before a failure is taken away again. */
static void write_all(struct pc_run *run, void *arg) {
    struct init *init = arg;
    plan(run, init);
    for (size_t i = 0; i < init->count && init->done; i++) {
        int error = 0;
        if (init->files[i].exists || write_file(run, &init->files[i], init->programs[i], &error))
            continue;
        run->message = pc_str_fmt(&run->arena, "`%s` could not be written: %s", init->files[i].path, strerror(error));
        init->done = false;
        for (size_t k = 0; k <= i; k++) {
            if (!init->files[k].exists)
                unlinkat(run->root_fd, init->files[k].path, 0);
        }
    }
}

bool pc_run_init_file(struct pc_run *run, const struct pc_init_options *options, size_t index,
                      struct pc_init_file *file) {
    struct init init = {.options = options};
    if (!pc_run_ask(run, plan, &init) || !init.done || index >= init.count)
        return false;
    *file = init.files[index];
    return true;
}

bool pc_run_init_write(struct pc_run *run, const struct pc_init_options *options) {
    struct init init = {.options = options};
    return pc_run_ask(run, write_all, &init) && init.done;
}

static const char *kind_at(const struct pc_init_template *all, size_t index) {
    for (size_t i = 0; i < index && all->kind; i++)
        all++;
    return all->kind;
}

const char *pc_init_hook(size_t index) {
    return kind_at(pc_init_hooks, index);
}

const char *pc_init_ci(size_t index) {
    return kind_at(pc_init_cis, index);
}
