/* --add-ignores: a suppression comment for each finding that is shown, at the first of its places where one can stand.
 * Whether it can is not guessed but tried: the tree is read again, in memory, with the comments in it. */
#include <string.h>
#include <time.h>

#include "change.h"
#include "date.h"
#include "emit.h"
#include "fixes.h"
#include "ignore_comment.h"
#include "ignore_place.h"
#include "run_impl.h"
#include "sort.h"

enum { ROUNDS_MAX = 12 }; /* runs over the tree */

/* A finding and the place that is tried for it. */
struct task {
    const struct pc_finding *finding;
    size_t label;    /* index; label_count: none is left */
    const char *why; /* nothing can be written for it; NULL */
    bool covered;    /* another one's comment covers it as well: it needs none */
    pc_id file;
    uint32_t line;
    size_t at, length; /* the comment, in the text with all comments */
};

struct adding {
    struct pc_run *run;
    const struct pc_ignore_options *options;
    struct pc_arena *arena;
    struct PC_VEC(struct task) tasks;
    struct pc_change_plan plan;
    const struct pc_change_options *change;
    struct pc_change_result *result;
    bool done;
};

/* --- the options */

/* It goes into comments of every kind, and into cells of tables. */
static bool is_fit_reason(struct pc_str reason) {
    static const char *const marks[] = {"--", "*/", "|", "\n", "\r"};
    bool fit = pc_str_trim(reason).len > 0 && reason.len <= 200;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        fit = fit && pc_str_find(reason, pc_str_c(marks[i]), 0) == PC_NPOS;
    for (size_t i = 0; i < reason.len; i++)
        fit = fit && (unsigned char)reason.ptr[i] >= 0x20 && reason.ptr[i] != 0x7F;
    return fit;
}

static bool check_until(struct adding *adding) {
    struct pc_run *run = adding->run;
    struct pc_str until = pc_str_c(adding->options->until);
    uint32_t day, today = run->today > 0 ? run->today : pc_date_of_epoch((int64_t)time(NULL));
    if (!adding->options->until)
        return true;
    if (!pc_date_parse(until, &day)) {
        pc_run_say(run, pc_str_fmt(&run->arena, "--until: `%.*s` is no day like 2031-01-31",
                                   PC_ARG(pc_shown(&run->arena, until))));
        return false;
    }
    if (day < today)
        run->message = pc_str_fmt(&run->arena, "--until: %.*s has passed; what ends before it begins silences nothing",
                                  PC_ARG(until));
    return day >= today;
}

static bool check_options(struct adding *adding) {
    struct pc_run *run = adding->run;
    if (run->options.files == PC_WHICH_STAGED) {
        run->message = PC_STR("--add-ignores changes files on the disk, not what is staged: run it without --staged");
        return false;
    }
    if (!is_fit_reason(pc_str_c(adding->options->reason))) {
        run->message = PC_STR("--reason: one line of at most 200 bytes is wanted, without `--`, `*/` and `|`, which "
                              "would end a comment or a cell");
        return false;
    }
    return check_until(adding);
}

/* --- where a comment can stand */

static const char *why_never(const struct pc_run *run, const struct pc_finding *f) {
    if (f->rule->silenced_by != PC_SILENCED_BY_ALL)
        return "no comment silences this rule";
    if (pc_config_locked(&run->config, f->rule->code, f->rule->name))
        return "the configuration locks this rule";
    return NULL;
}

/* The finding's next place, from task->label on, in a file that can have comments. */
static void choose_place(const struct pc_run *run, struct task *task) {
    const struct pc_finding *f = task->finding;
    struct pc_comment_marks marks;
    for (; task->label < f->label_count; task->label++) {
        struct pc_span span = f->labels[task->label].span;
        const struct pc_file *file = &run->reg->files[span.file];
        bool whole = span.offset == 0 && span.length == 0;
        task->file = span.file;
        if (f->labels[task->label].context || whole || file->origin.len > 0 || file->text.len == 0 ||
            !pc_run_is_asked(run, file->path) || !pc_comment_marks(file, &marks))
            continue;
        task->line = pc_line_at(&file->lines, span.offset);
        return;
    }
    task->why = "none of its places can have a comment; an `ignore` entry of portcheck.yml can silence it";
}

static void go_on(const struct adding *adding, struct task *task) {
    task->label++;
    choose_place(adding->run, task);
}

static void collect(struct adding *adding) {
    struct pc_run *run = adding->run;
    for (size_t i = 0; i < run->shown.count; i++) {
        const struct pc_finding *f = run->shown.items[i];
        if (f->suppressed || f->baseline)
            continue;
        struct task *task = PC_PUSH(&adding->tasks, adding->arena);
        *task = (struct task){.finding = f, .why = why_never(run, f)};
        if (!task->why)
            choose_place(run, task);
    }
}

/* --- the comments */

static int by_place(const void *left, const void *right) {
    const struct task *a = *(const struct task *const *)left, *b = *(const struct task *const *)right;
    if (a->file != b->file)
        return pc_order(a->file, b->file);
    if (a->line != b->line)
        return pc_order(a->line, b->line);
    return strcmp(a->finding->rule->code, b->finding->rule->code);
}

static struct task **sorted_tasks(struct adding *adding, size_t *count) {
    struct task **sorted = PC_NEW_ARRAY(adding->arena, adding->tasks.count, struct task *);
    *count = 0;
    for (size_t i = 0; i < adding->tasks.count; i++)
        if (!adding->tasks.items[i].why && !adding->tasks.items[i].covered)
            sorted[(*count)++] = &adding->tasks.items[i];
    pc_sort(sorted, *count, sizeof(struct task *), by_place);
    return sorted;
}

/* "portcheck: ignore[PC101, PC204] until=2031-01-31: why", for tasks of one line. */
static struct pc_str words_for(struct adding *adding, struct task **tasks, size_t count) {
    struct pc_buf text;
    pc_buf_init(&text, adding->arena);
    for (size_t i = 0; i < count; i++) {
        const char *code = tasks[i]->finding->rule->code;
        if (i == 0 || strcmp(code, tasks[i - 1]->finding->rule->code) != 0)
            pc_buf_addf(&text, "%s%s", i == 0 ? "portcheck: ignore[" : ", ", code);
    }
    pc_buf_adds(&text, "]");
    if (adding->options->until)
        pc_buf_addf(&text, " until=%s", adding->options->until);
    pc_buf_addf(&text, ": %.*s", PC_ARG(pc_str_trim(pc_str_c(adding->options->reason))));
    return pc_buf_str(&text);
}

/* What the tasks come to. A line on which nothing can be written sends its tasks to their next place. */
static struct pc_changes write_comments(struct adding *adding, bool *moved) {
    const struct pc_registry *reg = adding->run->reg;
    struct pc_edits edits;
    size_t count, one, two;
    struct task **tasks = sorted_tasks(adding, &count);
    pc_edits_init(&edits, adding->arena, reg);
    size_t shift = 0; /* how much longer the file is before the line */
    for (size_t from = 0, to; from < count; from = to) {
        struct pc_comment_marks marks = {.open = ""};
        struct pc_edit edit;
        shift = from > 0 && tasks[from]->file != tasks[from - 1]->file ? 0 : shift;
        for (to = from; to < count && tasks[to]->file == tasks[from]->file && tasks[to]->line == tasks[from]->line;)
            to++;
        pc_comment_marks(&reg->files[tasks[from]->file], &marks);
        struct pc_ignore_text text = {marks.open, marks.close, marks.behind,
                                      words_for(adding, &tasks[from], to - from)};
        if (pc_ignore_place(adding->arena, reg, tasks[from]->file, tasks[from]->line, &text, &edit)) {
            for (size_t i = from; i < to; i++) {
                tasks[i]->at = edit.span.offset + shift;
                tasks[i]->length = edit.text.len;
            }
            shift += edit.text.len;
            pc_edits_add(&edits, edit.span, edit.text);
            continue;
        }
        for (size_t i = from; i < to; i++) {
            go_on(adding, tasks[i]);
        }
        *moved = true;
    }
    return pc_edits_sort(&edits, &one, &two) ? pc_edits_apply(&edits) : (struct pc_changes){0};
}

/* --- whether they do */

static const struct pc_finding *find(const struct pc_run *run, const char *fingerprint) {
    for (size_t i = 0; i < run->findings.list.count; i++)
        if (strcmp(run->findings.list.items[i]->fingerprint, fingerprint) == 0)
            return run->findings.list.items[i];
    return NULL;
}

/* Is the task's comment read as one? */
static bool is_read(const struct adding *adding, const struct pc_run *again, const struct task *task) {
    struct pc_str path = adding->run->reg->files[task->file].path;
    for (size_t i = 0; i < again->own->ignore_count; i++) {
        struct pc_span span = again->own->ignores[i].span;
        if (pc_str_eq(again->own->files[span.file].path, path) && span.offset >= task->at &&
            span.offset < task->at + task->length)
            return true;
    }
    return false;
}

/* Tasks whose comment is none there, or silences nothing, go to their next place. True: there are none. */
static bool look_at_tasks(struct adding *adding, const struct pc_run *again) {
    bool well = true;
    for (size_t i = 0; i < adding->tasks.count; i++) {
        struct task *task = &adding->tasks.items[i];
        const struct pc_finding *f = task->why ? NULL : find(again, task->finding->fingerprint);
        bool silent = !f || f->suppressed, read = task->covered || is_read(adding, again, task);
        if (task->why || (silent && read))
            continue;
        bool covers = silent && !task->covered; /* it is silent without it */
        task->covered = covers;
        if (!covers)
            go_on(adding, task);
        well = false;
    }
    return well;
}

/* Tasks of a file that has something new to be said about go to their next place. True: there is none. */
static bool look_for_new(struct adding *adding, const struct pc_run *again) {
    bool well = true;
    for (size_t i = 0; i < again->findings.list.count && well; i++) {
        const struct pc_finding *f = again->findings.list.items[i];
        if (f->suppressed || find(adding->run, f->fingerprint))
            continue;
        struct pc_str path = f->label_count > 0 ? again->reg->files[f->labels[0].span.file].path : f->path;
        for (size_t k = 0; k < adding->tasks.count; k++) {
            struct task *task = &adding->tasks.items[k];
            if (task->why || task->covered || !pc_str_eq(adding->run->reg->files[task->file].path, path))
                continue;
            go_on(adding, task);
            well = false;
        }
    }
    return well;
}

static void find_places(struct adding *adding) {
    for (size_t round = 0; round < ROUNDS_MAX; round++) {
        bool moved = false;
        adding->plan.changes = write_comments(adding, &moved);
        if (moved)
            continue;
        if (adding->plan.changes.list.count == 0)
            return;
        struct pc_run *again = pc_run_as_if(adding->run, &adding->plan.changes);
        bool well = again->status == PC_STATUS_OK && look_at_tasks(adding, again) && look_for_new(adding, again);
        pc_run_free(again);
        if (well)
            return;
    }
    adding->plan.changes = (struct pc_changes){0};
    for (size_t i = 0; i < adding->tasks.count; i++)
        adding->tasks.items[i].why =
            adding->tasks.items[i].why ? adding->tasks.items[i].why : "no place was found for its comment";
}

static void note(struct adding *adding, struct pc_buf *notes) {
    size_t silenced = 0;
    for (size_t i = 0; i < adding->tasks.count; i++) {
        const struct task *task = &adding->tasks.items[i];
        silenced += !task->why;
        if (task->why)
            pc_buf_addf(notes, "not silenced: %s %.*s: %s\n", task->finding->rule->code,
                        PC_ARG(pc_shown(adding->arena, task->finding->message)), task->why);
    }
    pc_buf_addf(notes, "%zu %s %s in %zu %s\n", silenced, silenced == 1 ? "finding" : "findings",
                adding->change->write ? "silenced" : "would be silenced", adding->plan.changes.list.count,
                adding->plan.changes.list.count == 1 ? "file" : "files");
}

static void add(struct pc_run *run, void *arg) {
    struct adding *adding = arg;
    adding->arena = &run->arena;
    if (!check_options(adding))
        return;
    struct pc_buf words;
    pc_buf_init(&words, &run->arena);
    pc_buf_init(&adding->plan.notes, &run->arena);
    collect(adding);
    find_places(adding);
    note(adding, &words);
    pc_run_change_told(run, adding->change, &adding->plan, pc_buf_str(&words), adding->result);
    adding->done = true;
}

bool pc_run_add_ignores(struct pc_run *run, const struct pc_ignore_options *options,
                        const struct pc_change_options *change, struct pc_change_result *result) {
    struct adding adding = {.run = run, .options = options, .change = change, .result = result};
    return pc_run_ask(run, add, &adding) && adding.done;
}
