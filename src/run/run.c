/* The public library's calls on a run: each with its recovery point. */
#include "run_impl.h"

#include <unistd.h>

#include "emit.h"
#include "limits.h"
#include "list.h"
#include "next_show.h"
#include "proof_show.h"
#include "prove.h"

#define NO_MEMORY "memory is spent: the system has no more, or the tree needs more than a run may take"

void pc_run_remark(struct pc_run *run, const char *format, ...) {
    va_list args;
    va_start(args, format);
    if (run->remark.len > 0)
        pc_buf_adds(&run->remark, "; ");
    pc_buf_vaddf(&run->remark, format, args);
    va_end(args);
}

struct pc_str pc_run_words(struct pc_arena *arena, struct pc_str words) {
    struct pc_buf out;
    struct pc_str line;
    pc_buf_init(&out, arena);
    for (bool done = false; pc_str_split(&words, '\n', &line, &done);) {
        if (out.len > 0)
            pc_buf_addc(&out, '\n');
        pc_emit_first(&out, line);
    }
    return pc_buf_str(&out);
}

void pc_run_say(struct pc_run *run, struct pc_str message) {
    run->message = pc_run_words(&run->arena, message);
}

bool pc_run_refuse(struct pc_run *run, enum pc_status status, const char *format, ...) {
    struct pc_buf message;
    va_list args;
    pc_buf_init(&message, &run->arena);
    va_start(args, format);
    pc_buf_vaddf(&message, format, args);
    va_end(args);
    run->status = status;
    pc_run_say(run, pc_buf_str(&message));
    return false;
}

bool pc_run_protect(struct pc_run *run, void (*work)(struct pc_run *run, void *arg), void *arg) {
    run->recovery.cleanups = NULL;
    run->arena.recovery = &run->recovery;
    run->scratch.recovery = &run->recovery;
    if (setjmp(run->recovery.env) != 0) {
        run->message = PC_STR(NO_MEMORY);
        run->status = PC_STATUS_NOMEM;
        return false;
    }
    work(run, arg);
    return true;
}

bool pc_run_ask(struct pc_run *run, void (*work)(struct pc_run *run, void *arg), void *arg) {
    return run && run->status == PC_STATUS_OK && pc_run_protect(run, work, arg);
}

/* The run lies in its own arena. */
struct pc_run *pc_run_blank(void) {
    struct pc_recovery recovery = {.cleanups = NULL};
    struct pc_arena arena;
    pc_arena_init(&arena, PC_LIMIT_RUN_BYTES, &recovery);
    if (setjmp(recovery.env) != 0)
        return NULL;
    struct pc_run *run = PC_NEW(&arena, struct pc_run);
    run->arena = arena;
    run->root_fd = -1;
    pc_arena_init(&run->scratch, PC_LIMIT_SCRATCH_BASE, NULL);
    return run;
}

static void read_and_judge(struct pc_run *run) {
    if (!pc_run_start(run) || (run->options.files != PC_WHICH_STAGED && !pc_run_open_tree(run)) ||
        !pc_run_find_since(run) || !pc_run_load_baseline(run))
        return;
    pc_run_extend_rules(run);
    if (!pc_run_read(run) || !pc_run_select_names(run))
        return;
    if (run->options.new_since)
        pc_timings_enter(&run->timings, PC_STAGE_COMPARE);
    if (!pc_run_compare(run))
        return;
    pc_timings_enter(&run->timings, PC_STAGE_WRITE);
    pc_run_judge(run);
    pc_arena_finish(&run->scratch);
}

static void close_git(struct pc_run *run) {
    pc_git_close(run->git);
    run->git = NULL;
}

static void work_all(struct pc_run *run, void *arg) {
    (void)arg;
    if (run->options.timings)
        pc_timings_start(&run->timings);
    pc_buf_init(&run->remark, &run->arena);
    if (!pc_run_check_options(run) || !pc_run_check_today(run) || !pc_run_select_ranges(run))
        return;
    read_and_judge(run);
    close_git(run);
}

static void work_config(struct pc_run *run, void *arg) {
    (void)arg;
    run->journal_known = true;
    pc_buf_init(&run->remark, &run->arena);
    if (pc_run_check_options(run))
        pc_run_start(run);
    close_git(run);
}

static void work_recover(struct pc_run *run, void *arg) {
    run->journal_known = true;
    run->force = arg != NULL;
    pc_buf_init(&run->remark, &run->arena);
    if (pc_run_open_root(run))
        pc_run_recover(run);
}

static void work_again(struct pc_run *run, void *arg) {
    run->journal_known = true;
    work_all(run, arg);
}

static void work_as_if(struct pc_run *run, void *arg) {
    run->instead = arg;
    work_again(run, NULL);
}

static enum pc_status start(const struct pc_options *options, void (*work)(struct pc_run *run, void *arg), void *arg,
                            struct pc_run **out) {
    struct pc_run *run = pc_run_blank();
    *out = NULL;
    if (!run)
        return PC_STATUS_NOMEM;
    run->options = *options;
    if (!pc_run_protect(run, work, arg)) {
        pc_run_free(run);
        return PC_STATUS_NOMEM;
    }
    *out = run;
    return run->status;
}

enum pc_status pc_run_new(const struct pc_options *options, struct pc_run **run) {
    return start(options, work_all, NULL, run);
}

enum pc_status pc_run_new_config(const struct pc_options *options, struct pc_run **run) {
    return start(options, work_config, NULL, run);
}

enum pc_status pc_run_new_recover(const struct pc_options *options, bool force, struct pc_run **run) {
    return start(options, work_recover, force ? &force : NULL, run);
}

const char *pc_run_recovered(const struct pc_run *run) {
    return run && run->recovered.ptr ? run->recovered.ptr : "";
}

struct pc_run *pc_run_again(struct pc_run *run) {
    struct pc_run *again;
    start(&run->options, work_again, NULL, &again);
    return again;
}

struct pc_run *pc_run_as_if(struct pc_run *run, const struct pc_changes *changes) {
    struct pc_run *again;
    struct pc_changes *kept = PC_NEW(&run->arena, struct pc_changes);
    *kept = *changes;
    start(&run->options, work_as_if, kept, &again);
    if (!again)
        pc_unwind(&run->recovery, PC_OOM_SYSTEM);
    return again;
}

void pc_run_free(struct pc_run *run) {
    if (!run)
        return;
    if (run->root_fd >= 0)
        close(run->root_fd);
    pc_arena_finish(&run->scratch);
    struct pc_arena arena = run->arena;
    pc_arena_finish(&arena);
}

const char *pc_run_message(const struct pc_run *run) {
    if (!run)
        return NO_MEMORY;
    return run->message.ptr ? run->message.ptr : "";
}

int pc_run_exit_code(const struct pc_run *run) {
    if (!run)
        return PC_EXIT_INCOMPLETE;
    if (run->status == PC_STATUS_NOMEM || run->status == PC_STATUS_GIT || run->status == PC_STATUS_JOURNAL)
        return PC_EXIT_INCOMPLETE;
    return run->status == PC_STATUS_OK ? run->summary.exit_code : PC_EXIT_USAGE;
}

/* What one call of the library asks for and gets. */
struct request {
    const char *what, *format;
    const struct pc_report_options *report;
    struct pc_str text; /* ptr NULL: unknown what or format */
    /* Of a check: takes the text piece by piece; may be NULL. */
    void (*take)(void *arg, const char *text, size_t length);
    void *take_arg;
};

struct pc_output_options pc_run_output_options(const struct pc_run *run) {
    const struct pc_options *o = &run->options;
    static const enum pc_output_group groups[] = {[PC_GROUP_FILE] = PC_GROUP_BY_FILE,
                                                  [PC_GROUP_HOST] = PC_GROUP_BY_HOST,
                                                  [PC_GROUP_SERVICE] = PC_GROUP_BY_SERVICE,
                                                  [PC_GROUP_RULE] = PC_GROUP_BY_RULE};
    return (struct pc_output_options){.statistics = o->statistics,
                                      .group_by = groups[o->group_by],
                                      .color = o->color,
                                      .hyperlinks = o->hyperlinks,
                                      .ascii = o->ascii,
                                      .all_spans = o->all_spans,
                                      .quiet = o->quiet,
                                      .verbose = o->verbose,
                                      .width = o->width};
}

/* The reader of each file that was read, in the registry's order. */
static const char *const *readers_of(struct pc_run *run) {
    const char **readers = PC_NEW_ARRAY(&run->arena, run->reg->file_count, const char *);
    for (size_t i = 0; i < run->reg->file_count; i++) {
        const struct pc_tree_file *file = pc_files_find(&run->files, run->reg->files[i].path);
        if (file && file->load == PC_LOAD_DONE)
            readers[i] = file->reader ? file->reader->name : "";
    }
    return readers;
}

struct pc_output_input pc_run_output_input(struct pc_run *run) {
    return (struct pc_output_input){.reg = run->reg,
                                    .findings = run->shown.items,
                                    .finding_count = run->shown.count,
                                    .silenced = run->silenced.items,
                                    .silenced_count = run->silenced.count,
                                    .root = run->root,
                                    .prefix = run->prefix,
                                    .summary = run->summary,
                                    .options = pc_run_output_options(run),
                                    .arena = &run->arena,
                                    .version = PC_VERSION,
                                    .readers = run->options.verbose ? readers_of(run) : NULL};
}

/* The buffer's text, never NULL. */
static struct pc_str text_of(const struct pc_buf *out) {
    return out->len > 0 ? pc_buf_str(out) : PC_STR("");
}

static void write_check(struct pc_run *run, void *arg) {
    struct request *request = arg;
    const struct pc_output *output = pc_output_find(pc_str_c(request->format));
    struct pc_buf out;
    if (!output)
        return;
    struct pc_output_input in = pc_run_output_input(run);
    pc_buf_init(&out, &run->arena);
    pc_buf_init(&run->cut, &run->arena);
    in.cut = &run->cut;
    in.take = request->take;
    in.take_arg = request->take_arg;
    output->write(&in, &out);
    request->text = text_of(&out);
}

static void write_summary(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_output_input in = pc_run_output_input(run);
    struct pc_buf out;
    pc_buf_init(&out, &run->arena);
    pc_output_summary(&in, &out);
    request->text = text_of(&out);
}

/* How each file was read, in the registry's order of files. */
static const struct pc_list_source *sources_of(struct pc_run *run) {
    struct pc_list_source *sources = PC_NEW_ARRAY(&run->arena, run->reg->file_count, struct pc_list_source);
    for (size_t i = 0; i < run->reg->file_count; i++) {
        const struct pc_tree_file *file = pc_files_find(&run->files, run->reg->files[i].path);
        bool read = file && file->load == PC_LOAD_DONE;
        bool other = run->reg->files[i].origin.len > 0;
        bool config = pc_str_eq(run->reg->files[i].path, run->config_name);
        sources[i].status = other          ? "other repository"
                            : config       ? "configuration"
                            : !read        ? "not read"
                            : file->reader ? "read"
                                           : "asked for";
        sources[i].reader = file && file->reader ? file->reader->name : "";
    }
    for (size_t i = 0; i < run->reg->claim_count; i++)
        sources[run->reg->claims[i].span.file].claims++;
    return sources;
}

static void write_list(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_buf out;
    pc_buf_init(&out, &run->arena);
    struct pc_list_input in = {
        .reg = run->reg, .sources = sources_of(run), .selection = run->selection, .arena = &run->arena};
    if (pc_list_write(&in, pc_str_c(request->what), pc_str_c(request->format), &out))
        request->text = text_of(&out);
}

static void write_show(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_buf out;
    pc_buf_init(&out, &run->arena);
    if (pc_run_show_into(run, pc_str_c(request->what), &out))
        request->text = text_of(&out);
}

struct prove_request {
    struct request request;
    unsigned percent;
    bool enough;
};

static void write_proof(struct pc_run *run, void *arg) {
    struct prove_request *prove = arg;
    const struct pc_proof_format *format = NULL;
    struct pc_buf out;
    for (size_t i = 0; i < pc_proof_format_count; i++)
        if (pc_str_is(pc_str_c(prove->request.format), pc_proof_formats[i].name))
            format = &pc_proof_formats[i];
    if (!format) {
        pc_run_refuse(run, PC_STATUS_USAGE, "unknown format `%s`", prove->request.format);
        return;
    }
    const struct pc_proof *proof = pc_run_proof(run);
    const struct pc_proof_show show = {proof, pc_run_output_options(run), &run->arena};
    pc_buf_init(&out, &run->arena);
    format->write(&show, &out);
    prove->request.text = text_of(&out);
    prove->enough = proof->noticed * 100 >= proof->list.count * prove->percent;
    if (!prove->enough)
        run->message = pc_str_fmt(&run->arena, "%zu of %zu changes would be noticed: less than %u percent",
                                  proof->noticed, proof->list.count, prove->percent);
}

struct next_request {
    struct request request;
    const struct pc_next_options *options;
    bool found;
};

static void write_next(struct pc_run *run, void *arg) {
    struct next_request *next = arg;
    const struct pc_next_format *format = NULL;
    struct pc_buf out;
    for (size_t i = 0; i < pc_next_format_count; i++)
        if (pc_str_is(pc_str_c(next->request.format), pc_next_formats[i].name))
            format = &pc_next_formats[i];
    pc_buf_init(&out, &run->arena);
    if (!format)
        pc_run_refuse(run, PC_STATUS_USAGE, "unknown format `%s`", next->request.format);
    else if (pc_run_next_into(run, next->options, format, &out, &next->found))
        next->request.text = text_of(&out);
    close_git(run);
}

static void write_report(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_buf out;
    pc_buf_init(&out, &run->arena);
    if (pc_run_report_into(run, request->report, &out))
        request->text = text_of(&out);
    close_git(run);
}

static void write_baseline(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_buf out;
    pc_buf_init(&out, &run->arena);
    if (pc_run_baseline_do(run, pc_str_c(request->what), &out))
        request->text = text_of(&out);
}

static const char *answer(struct pc_run *run, void (*work)(struct pc_run *run, void *arg), struct request *request,
                          size_t *length) {
    *length = 0;
    if (!pc_run_ask(run, work, request) || !request->text.ptr)
        return NULL;
    *length = request->text.len;
    return request->text.ptr;
}

const char *pc_run_check(struct pc_run *run, const char *format, size_t *length) {
    struct request request = {.format = format};
    return answer(run, write_check, &request, length);
}

bool pc_run_check_take(struct pc_run *run, const char *format, void (*take)(void *arg, const char *text, size_t length),
                       void *arg) {
    struct request request = {.format = format, .take = take, .take_arg = arg};
    size_t length;
    const char *rest = answer(run, write_check, &request, &length);
    if (rest)
        take(arg, rest, length);
    return rest != NULL;
}

const char *pc_run_summary(struct pc_run *run, size_t *length) {
    struct request request = {.format = NULL};
    return answer(run, write_summary, &request, length);
}

static void write_unread(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_buf line, out;
    pc_buf_init(&line, &run->arena);
    pc_buf_init(&out, &run->arena);
    pc_run_add_unread(run, &line);
    pc_buf_add(&out, pc_run_words(&run->arena, pc_buf_str(&line)));
    request->text = text_of(&out);
}

const char *pc_run_unread(struct pc_run *run, size_t *length) {
    struct request request = {.format = NULL};
    return answer(run, write_unread, &request, length);
}

static void write_timings(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_buf out;
    pc_buf_init(&out, &run->arena);
    pc_timings_write(&run->timings, &out);
    request->text = text_of(&out);
}

const char *pc_run_timings(struct pc_run *run, size_t *length) {
    struct request request = {.format = NULL};
    return answer(run, write_timings, &request, length);
}

const char *pc_run_list(struct pc_run *run, const char *what, const char *format, size_t *length) {
    struct request request = {.what = what, .format = format};
    return answer(run, write_list, &request, length);
}

const char *pc_run_show(struct pc_run *run, const char *what, size_t *length) {
    struct request request = {.what = what};
    return answer(run, write_show, &request, length);
}

const char *pc_run_next(struct pc_run *run, const struct pc_next_options *options, const char *format, bool *found,
                        size_t *length) {
    struct next_request next = {.request = {.format = format}, .options = options};
    const char *text = answer(run, write_next, (struct request *)&next, length);
    *found = text && next.found;
    return text;
}

const char *pc_run_report(struct pc_run *run, const struct pc_report_options *options, size_t *length) {
    struct request request = {.report = options};
    return answer(run, write_report, &request, length);
}

const char *pc_run_prove(struct pc_run *run, unsigned percent, const char *format, bool *enough, size_t *length) {
    struct prove_request prove = {.request = {.format = format}, .percent = percent};
    const char *text = answer(run, write_proof, (struct request *)&prove, length);
    *enough = text && prove.enough;
    return text;
}

struct check_request {
    const struct pc_report_options *options;
    const char *path;
    enum pc_report_state state;
    bool done;
};

static void check_report(struct pc_run *run, void *arg) {
    struct check_request *request = arg;
    request->done = pc_run_report_check(run, request->options, request->path, &request->state);
    close_git(run);
}

bool pc_run_check_report(struct pc_run *run, const struct pc_report_options *options, const char *path,
                         enum pc_report_state *state) {
    struct check_request request = {options, path, PC_REPORT_CURRENT, false};
    bool done = pc_run_ask(run, check_report, &request) && request.done;
    *state = request.state;
    return done;
}

const char *pc_run_baseline(struct pc_run *run, const char *action, size_t *length) {
    struct request request = {.what = action};
    return answer(run, write_baseline, &request, length);
}

const char *pc_run_config_path(const struct pc_run *run) {
    return run && run->config_name.len > 0 ? run->config_name.ptr : "";
}

static void work_settings(struct pc_run *run, void *arg) {
    (void)arg;
    run->settings = pc_config_settings(&run->arena, run->config_text, &run->setting_count);
    for (size_t i = 0; i < run->setting_count; i++) {
        struct pc_config_setting *setting = &run->settings[i];
        setting->key = pc_str_dup(&run->arena, pc_printable(&run->arena, setting->key));
        setting->value = pc_str_dup(&run->arena, pc_printable(&run->arena, setting->value));
    }
}

bool pc_run_setting(struct pc_run *run, size_t index, struct pc_setting *setting) {
    if (!run->settings && !pc_run_protect(run, work_settings, NULL))
        return false;
    if (index >= run->setting_count)
        return false;
    const struct pc_config_setting *known = &run->settings[index];
    *setting = (struct pc_setting){known->key.ptr, known->value.len > 0 ? known->value.ptr : "", known->line};
    return true;
}

static void work_schema(struct pc_run *run, void *arg) {
    struct request *request = arg;
    struct pc_buf out;
    struct pc_config_rule_name *rules = PC_NEW_ARRAY(&run->arena, pc_rule_count, struct pc_config_rule_name);
    for (size_t i = 0; i < pc_rule_count; i++)
        rules[i] =
            (struct pc_config_rule_name){pc_rules[i]->info.code, pc_rules[i]->info.name, pc_rules[i]->info.summary,
                                         pc_rules[i]->info.silenced_by == PC_SILENCED_BY_NOTHING};
    pc_buf_init(&out, &run->arena);
    pc_config_schema(&out, rules, pc_rule_count);
    request->text = text_of(&out);
}

const char *pc_run_config_schema(struct pc_run *run, size_t *length) {
    struct request request = {.what = ""};
    *length = 0;
    if (!pc_run_protect(run, work_schema, &request))
        return NULL;
    *length = request.text.len;
    return request.text.ptr;
}
