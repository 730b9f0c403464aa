/* The findings into files. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "emit.h"
#include "limits.h"
#include "markdown_report.h"
#include "output_file.h"
#include "run_impl.h"

#define PAGE_BYTES ((size_t)1 << 20) /* of a step's summary, the most that GitHub takes */
#define PAGE_LEAST 4000              /* less room is none */

/* Where to. */
struct target {
    const char *path;
    enum pc_output_way way;
};

/* A call of the library on its way. */
struct writing {
    const struct pc_output *output; /* NULL: the page, or the text */
    struct pc_str text;
    struct target target;
    struct pc_output_writing file;
    int error; /* 0: done */
};

/* What a file already holds counts. */
static size_t page_room(const struct target *target) {
    struct stat st;
    if (target->way != PC_OUTPUT_APPEND || stat(target->path, &st) != 0 || !S_ISREG(st.st_mode))
        return PAGE_BYTES;
    return st.st_size < (off_t)PAGE_BYTES ? PAGE_BYTES - (size_t)st.st_size : 0;
}

static void take(void *arg, const char *text, size_t length) {
    pc_output_add(arg, (struct pc_str){text, length});
}

/* Memory was spent in the middle. */
static void throw_away(void *arg) {
    int error;
    pc_output_end(arg, false, &error);
}

/* The output or the page, whose bytes may be many times what the findings take: they have an arena for themselves, and
 * leave it piece by piece. */
static void write_findings(struct pc_run *run, struct writing *w, size_t room) {
    struct pc_buf out;
    struct pc_cleanup cleanup;
    struct pc_output_input in = pc_run_output_input(run);
    pc_arena_init(&run->scratch, PC_LIMIT_RUN_BYTES, &run->recovery);
    in.arena = &run->scratch;
    in.options.color = in.options.hyperlinks = false;
    in.options.width = 0;
    pc_buf_init(&run->cut, &run->arena);
    in.cut = &run->cut;
    pc_buf_init(&out, &run->scratch);
    in.take = take;
    in.take_arg = &w->file;
    pc_defer(&run->recovery, &cleanup, throw_away, &w->file);
    if (w->output)
        w->output->write(&in, &out);
    else
        pc_markdown_report(&in, room, &out);
    pc_output_add(&w->file, pc_buf_str(&out));
    pc_undefer(&run->recovery, &cleanup);
    pc_arena_finish(&run->scratch);
}

static void write_one(struct pc_run *run, void *arg) {
    struct writing *w = arg;
    size_t room = w->output || w->text.ptr ? 0 : page_room(&w->target);
    if (!w->output && !w->text.ptr && room < PAGE_LEAST) {
        pc_buf_init(&run->cut, &run->arena);
        pc_buf_adds(&run->cut, "the summary of this step is full: the findings are not added to it\n");
        return;
    }
    if (!pc_output_begin(&w->file, w->target.way, run->root_fd, w->target.path, &w->error))
        return;
    if (w->text.ptr)
        pc_output_add(&w->file, w->text);
    else
        write_findings(run, w, room);
    if (pc_output_end(&w->file, true, &w->error))
        w->error = 0;
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
    struct pc_str path = pc_shown(&run->arena, pc_str_c(w->target.path));
    pc_run_say(run, pc_str_fmt(&run->arena, "`%.*s` could not be written: %s", PC_ARG(path), reason(w->error)));
    return false;
}

static bool write_to(struct pc_run *run, const struct pc_output *output, struct target target) {
    struct writing w = {.output = output, .target = target};
    return pc_run_ask(run, write_one, &w) && is_done(run, &w);
}

bool pc_run_write_text(struct pc_run *run, const char *text, size_t length, const char *path) {
    struct writing w = {.text = {text, length}, .target = {.path = path}};
    return pc_run_ask(run, write_one, &w) && is_done(run, &w);
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

/* A configuration may be somebody else's, and a slip of the pen is nobody's wish: what the run read stays as it is. */
static bool was_read(const struct pc_run *run, struct pc_str path) {
    const struct pc_tree_file *file = pc_files_find(&run->files, path);
    return pc_str_eq(path, run->config_name) || (file && file->load != PC_LOAD_NOT_YET);
}

bool pc_run_write_output(struct pc_run *run, size_t index) {
    const char *format, *path;
    if (!pc_run_output_at(run, index, &format, &path))
        return false;
    if (was_read(run, pc_str_c(path))) {
        struct pc_str shown = pc_shown(&run->arena, pc_str_c(path));
        pc_run_say(run, pc_str_fmt(&run->arena,
                                   "`%.*s` is not written: this run read it. Name another file under `output` in "
                                   "portcheck.yml, or `exclude` this one there",
                                   PC_ARG(shown)));
        return false;
    }
    return write_to(run, pc_output_find(pc_str_c(format)), (struct target){path, PC_OUTPUT_BELOW});
}

bool pc_run_write_summary(struct pc_run *run, const char *path, bool append) {
    return write_to(run, NULL, (struct target){path, append ? PC_OUTPUT_APPEND : PC_OUTPUT_WHOLE});
}

const char *pc_run_cut(const struct pc_run *run) {
    return run && run->cut.len > 0 ? run->cut.ptr : "";
}
