/* What silences findings: reads the comments, the baseline and the day, and lets the rules judge them. */
#include <time.h>

#include "date.h"
#include "ignore_comment.h"
#include "run_impl.h"
#include "silence.h"

struct reading {
    struct pc_run *run;
    const struct pc_tree_file *file;
};

static void read_one(void *arg) {
    const struct reading *r = arg;
    struct pc_read_context context = {.builder = r->run->builder,
                                      .arena = &r->run->arena,
                                      .scratch = &r->run->scratch,
                                      .config = &r->run->config,
                                      .file = r->file->file,
                                      .path = r->file->path,
                                      .text = r->file->text};
    pc_ignore_comments_read(&context);
}

void pc_run_read_ignores(struct pc_run *run) {
    for (size_t i = 0; i < run->files.count; i++) {
        const struct pc_tree_file *file = &run->files.items[i];
        struct reading reading = {run, file};
        enum pc_oom why;
        if (file->load != PC_LOAD_DONE || file->link || !pc_ignore_comments_any(file->text))
            continue;
        if (!pc_run_guard(run, file->text.len, read_one, &reading, &why))
            pc_run_report_stop(run, file, why);
    }
    /* Entries of the configuration are shown where they stand. */
    if (run->config.ignore_count > 0)
        pc_builder_file(run->builder, run->config_name, run->config.text, pc_lines_of(&run->arena, run->config.text));
}

/* Up to 18 digits. */
static bool read_seconds(struct pc_str s, int64_t *seconds) {
    bool ok = s.len > 0 && s.len <= 18;
    *seconds = 0;
    for (size_t i = 0; ok && i < s.len; i++) {
        ok = pc_is_digit(s.ptr[i]);
        *seconds = *seconds * 10 + (s.ptr[i] - '0');
    }
    return ok;
}

bool pc_run_check_today(struct pc_run *run) {
    int64_t seconds;
    struct pc_str today = pc_str_c(run->options.today);
    if (!run->options.today || pc_date_parse(today, &run->today))
        return true;
    if (!read_seconds(today, &seconds))
        return pc_run_refuse(run, PC_STATUS_USAGE, "`%.*s` is no day like 2031-01-31", PC_ARG(today));
    run->today = pc_date_of_epoch(seconds);
    return true;
}

/* The only clock: it is asked when something has a last day and nobody said what today is. */
static uint32_t today_of(struct pc_run *run) {
    if (run->today == 0 && pc_silencers_need_today(run->own, &run->config))
        run->today = pc_date_of_epoch((int64_t)time(NULL));
    return run->today;
}

/* Something was left unread, or not reported: what is not found cannot be known to be gone. */
static bool is_partial(const struct pc_run *run) {
    bool partial = run->only.ptr != NULL || run->findings.full;
    for (size_t i = 0; i < run->own->trouble_count && !partial; i++) {
        const struct pc_trouble *trouble = &run->own->troubles[i];
        bool unread = trouble->kind <= PC_TROUBLE_TOO_LARGE;
        partial = unread && (trouble->level == PC_LEVEL_DEFAULT || trouble->level == PC_LEVEL_ERROR);
    }
    return partial;
}

void pc_run_silence(struct pc_run *run) {
    struct pc_silencers *silencers = pc_silencers_new(&run->arena, run->own, &run->config, today_of(run));
    silencers->partial = is_partial(run);
    pc_silencers_apply(silencers, run->own, &run->findings);
    pc_baseline_apply(&run->baseline, &run->findings);
    pc_rules_run_last(run->own, &run->config, silencers, run->options.fail_on_stale ? &run->baseline : NULL,
                      &run->findings);
    for (size_t i = 0; i < run->baseline.count && !silencers->partial; i++)
        run->stale += !run->baseline.entries[i].used;
}
