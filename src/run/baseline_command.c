/* What `portcheck baseline` does. */
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "output_file.h"
#include "run_impl.h"
#include "sort.h"

/* Nothing is done, and the exit code says why. */
static bool fail(struct pc_run *run, int exit_code, struct pc_str message) {
    run->summary.exit_code = exit_code;
    pc_run_say(run, message);
    return false;
}

static bool write_file(struct pc_run *run, struct pc_str text) {
    int error = 0;
    bool written = run->options.baseline
                       ? pc_output_file_write(PC_OUTPUT_WHOLE, -1, run->options.baseline, text, &error)
                       : pc_output_file_write(PC_OUTPUT_BELOW, run->root_fd,
                                              pc_str_cstr(&run->arena, run->baseline.path), text, &error);
    return written || fail(run, PC_EXIT_INCOMPLETE,
                           pc_str_fmt(&run->arena, "the baseline `%.*s` could not be written: %s",
                                      PC_ARG(run->baseline.path), strerror(error)));
}

/* The findings that belong into it: all that nothing else silences, or only those that were in it. */
static struct pc_finding *const *choose(struct pc_run *run, bool prune, size_t *count) {
    struct pc_finding **chosen = PC_NEW_ARRAY(&run->arena, run->findings.list.count, struct pc_finding *);
    *count = 0;
    for (size_t i = 0; i < run->findings.list.count; i++) {
        struct pc_finding *f = run->findings.list.items[i];
        if (prune ? f->baseline != NULL : pc_baseline_takes(f) && !f->suppressed)
            chosen[(*count)++] = f;
    }
    return chosen;
}

static void add_count(struct pc_buf *out, size_t count) {
    pc_buf_addf(out, "%zu %s", count, count == 1 ? "finding" : "findings");
}

/* What a baseline never holds still fails the check: better known now than at the next run. */
static void add_left(const struct pc_run *run, struct pc_buf *out) {
    size_t left = 0;
    for (size_t i = 0; i < run->findings.list.count; i++)
        left += !pc_baseline_takes(run->findings.list.items[i]);
    if (left > 0) {
        add_count(out, left);
        pc_buf_addf(out,
                    " cannot be put into a baseline (files that could not be read, suppressions): `portcheck` "
                    "shows %s\n",
                    left == 1 ? "it" : "them");
    }
}

static bool write_or_prune(struct pc_run *run, bool prune, struct pc_buf *out) {
    size_t count;
    if (run->incomplete)
        return fail(run, PC_EXIT_INCOMPLETE,
                    PC_STR("nothing was written: not everything could be read, and what is missing would be forgotten; "
                           "`portcheck` says what"));
    if (run->own->claim_count == 0 && !run->options.allow_empty)
        return fail(run, PC_EXIT_NOTHING, PC_STR("nothing was written: not one port was found"));
    struct pc_finding *const *chosen = choose(run, prune, &count);
    if (!write_file(run, pc_baseline_text(&run->arena, chosen, count)))
        return false;
    if (prune)
        pc_buf_addf(out, "%zu %s out, ", run->stale, run->stale == 1 ? "entry taken" : "entries taken");
    add_count(out, count);
    pc_buf_adds(out, prune ? " left in " : " recorded in ");
    pc_emit_slice(out, run->baseline.path, 0, run->baseline.path.len);
    pc_buf_addc(out, '\n');
    if (!prune)
        add_left(run, out);
    return true;
}

static int compare_lines(const void *left, const void *right) {
    uint32_t a = ((const struct pc_baseline_entry *)left)->silence.line;
    uint32_t b = ((const struct pc_baseline_entry *)right)->silence.line;
    return pc_order(a, b);
}

/* In the order of the file. */
static void show(struct pc_run *run, struct pc_buf *out) {
    const struct pc_baseline *b = &run->baseline;
    pc_sort(b->entries, b->count, sizeof b->entries[0], compare_lines);
    for (size_t i = 0; i < b->count; i++) {
        const struct pc_baseline_entry *entry = &b->entries[i];
        pc_buf_adds(out, entry->used ? "known  " : "stale  ");
        pc_emit_text(out, entry->about);
        if (entry->silence.reason.len > 0) {
            pc_buf_adds(out, ": ");
            pc_emit_text(out, entry->silence.reason);
        }
        pc_buf_addc(out, '\n');
    }
    pc_buf_addf(out, "%zu %s, %zu stale, in ", b->count, b->count == 1 ? "entry" : "entries", run->stale);
    pc_emit_slice(out, b->path, 0, b->path.len);
    pc_buf_addc(out, '\n');
}

bool pc_run_baseline_do(struct pc_run *run, struct pc_str action, struct pc_buf *out) {
    if (pc_str_is(action, "write"))
        return write_or_prune(run, false, out);
    if (!run->has_baseline)
        return fail(run, PC_EXIT_USAGE,
                    pc_str_fmt(&run->arena, "there is no baseline `%.*s`; `portcheck baseline write` makes one",
                               PC_ARG(run->baseline.path)));
    if (pc_str_is(action, "prune"))
        return write_or_prune(run, true, out);
    show(run, out);
    return true;
}
