/* The findings into files. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "limits.h"
#include "markdown_report.h"
#include "output_file.h"
#include "run_impl.h"

#define PAGE_BYTES ((size_t)1 << 20) /* of a step's summary, the most that GitHub takes */
#define PAGE_LEAST 4000              /* less room is none */

/* Where to. */
struct target {
    const char *path;
    bool below; /* below the root */
    bool append;
};

/* A call of the library on its way. */
struct writing {
    const struct pc_output *output; /* NULL: the page, or the text */
    struct pc_str text;
    struct target target;
    int error; /* 0: done */
};

static bool write_bytes(const struct pc_run *run, const struct target *target, struct pc_str bytes, int *error) {
    if (target->below)
        return pc_output_file_write_below(run->root_fd, target->path, bytes, error);
    if (target->append)
        return pc_output_file_append(target->path, bytes, error);
    return pc_output_file_write(target->path, bytes, error);
}

/* What a file already holds counts. */
static size_t page_room(const struct target *target) {
    struct stat st;
    if (!target->append || stat(target->path, &st) != 0 || !S_ISREG(st.st_mode))
        return PAGE_BYTES;
    return st.st_size < (off_t)PAGE_BYTES ? PAGE_BYTES - (size_t)st.st_size : 0;
}

/* The bytes of a file may be many times what the findings take, so they have an arena for themselves. */
static void write_one(struct pc_run *run, void *arg) {
    struct writing *w = arg;
    struct pc_buf out;
    struct pc_output_input in = pc_run_output_input(run);
    pc_arena_init(&run->scratch, PC_LIMIT_RUN_BYTES, &run->recovery);
    in.arena = &run->scratch;
    in.options.color = in.options.hyperlinks = false;
    in.options.width = 0;
    pc_buf_init(&run->cut, &run->arena);
    in.cut = &run->cut;
    pc_buf_init(&out, &run->scratch);
    size_t room = w->output ? 0 : page_room(&w->target);
    if (w->output)
        w->output->write(&in, &out);
    else if (room >= PAGE_LEAST)
        pc_markdown_report(&in, room, &out);
    if (!w->output && room < PAGE_LEAST)
        pc_buf_adds(&run->cut, "the summary of this step is full: the findings are not added to it\n");
    else if (write_bytes(run, &w->target, pc_buf_str(&out), &w->error))
        w->error = 0;
    else if (w->error == 0)
        w->error = EIO;
    pc_arena_finish(&run->scratch);
}

static const char *reason(int error) {
    return error == ENOENT  ? "its directory does not exist"
           : error == ELOOP ? "it is a link, or lies behind one"
           : error == ENXIO ? "nobody reads from it"
                            : strerror(error);
}

/* False, and run->message says why, when it could not be written. */
static bool is_done(struct pc_run *run, const struct writing *w) {
    if (w->error == 0)
        return true;
    struct pc_str path = pc_printable(&run->arena, pc_str_c(w->target.path));
    pc_run_say(run, pc_str_fmt(&run->arena, "`%.*s` could not be written: %s", PC_ARG(path), reason(w->error)));
    return false;
}

static bool write_to(struct pc_run *run, const struct pc_output *output, struct target target) {
    struct writing w = {.output = output, .target = target};
    return pc_run_ask(run, write_one, &w) && is_done(run, &w);
}

static void write_text(struct pc_run *run, void *arg) {
    struct writing *w = arg;
    if (write_bytes(run, &w->target, w->text, &w->error))
        w->error = 0;
    else if (w->error == 0)
        w->error = EIO;
}

bool pc_run_write_text(struct pc_run *run, const char *text, size_t length, const char *path) {
    struct writing w = {.text = {text, length}, .target = {.path = path}};
    return pc_run_ask(run, write_text, &w) && is_done(run, &w);
}

bool pc_run_write(struct pc_run *run, const char *format, const char *path) {
    const struct pc_output *output = pc_output_find(pc_str_c(format));
    return output && write_to(run, output, (struct target){.path = path});
}

bool pc_run_output_at(const struct pc_run *run, size_t index, const char **format, const char **path) {
    if (!run || run->status != PC_STATUS_OK || index >= run->config.output_count)
        return false;
    *format = run->config.outputs[index].format.ptr;
    *path = run->config.outputs[index].path.ptr;
    return true;
}

bool pc_run_write_output(struct pc_run *run, size_t index) {
    const char *format, *path;
    if (!pc_run_output_at(run, index, &format, &path))
        return false;
    return write_to(run, pc_output_find(pc_str_c(format)), (struct target){.path = path, .below = true});
}

bool pc_run_write_summary(struct pc_run *run, const char *path, bool append) {
    return write_to(run, NULL, (struct target){.path = path, .append = append});
}

const char *pc_run_cut(const struct pc_run *run) {
    return run && run->cut.len > 0 ? run->cut.ptr : "";
}
