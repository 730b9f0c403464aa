/* Edits and what changes files: edits never overlap, and writing makes of a tree what the printed patch makes of it. */
#include "portcheck.h"

#include <string.h>

#include "disk.h"
#include "patch.h"
#include "patching.h"
#include "run_impl.h"
#include "shape.h"

/* --- edits of one file --- */

/* "@OFFSET LENGTH TEXT", in which '^' is a line end. */
static bool take_edit(struct fuzz *f, struct pc_str *rest, struct pc_edits *edits, struct pc_str text) {
    size_t end = pc_str_find_char(*rest, '\n', 0), numbers[2] = {0, 0}, at = 1;
    if (!pc_str_starts(*rest, PC_STR("@")) || end == PC_NPOS)
        return false;
    for (size_t i = 0; i < 2; i++, at++)
        for (; at < end && pc_is_digit(rest->ptr[at]); at++)
            numbers[i] = (numbers[i] * 10 + (size_t)(rest->ptr[at] - '0')) % 100000;
    struct pc_buf words;
    pc_buf_init(&words, &f->keep);
    for (; at < end; at++)
        pc_buf_addc(&words, rest->ptr[at] == '^' ? '\n' : rest->ptr[at]);
    uint32_t offset = (uint32_t)(numbers[0] % (text.len + 1));
    uint32_t length = (uint32_t)(numbers[1] % (text.len - offset + 1));
    pc_edits_add(edits, (struct pc_span){0, offset, length}, pc_buf_str(&words));
    *rest = pc_str_sub(*rest, end + 1, rest->len);
    return true;
}

static bool overlap(const struct pc_edits *edits) {
    for (size_t i = 1; i < edits->list.count; i++) {
        const struct pc_span *a = &edits->list.items[i - 1].span, *b = &edits->list.items[i].span;
        if (a->offset + a->length > b->offset)
            return true;
    }
    return false;
}

static void check_patch(struct fuzz *f, const struct pc_registry *reg, const struct pc_changes *changes) {
    struct pc_buf exact, shown;
    struct pc_output_options options = {.ascii = true};
    struct pc_str path;
    pc_buf_init(&exact, &f->keep);
    pc_buf_init(&shown, &f->keep);
    pc_patch_exact(changes, &exact);
    pc_patch_show(reg, changes, &options, &shown);
    fuzz_check_harmless("diff", pc_buf_str(&shown));
    struct fuzz_patch patch = {f, pc_buf_str(&exact)};
    for (size_t i = 0; fuzz_patch_next(&patch, &path); i++) {
        FUZZ_CHECK(i < changes->list.count && pc_str_eq(path, changes->list.items[i].path), "a diff of no change");
        FUZZ_CHECK(pc_str_eq(fuzz_patch_apply(&patch, changes->list.items[i].old), changes->list.items[i].text),
                   "the patch makes something else");
    }
}

void fuzz_plans_edits(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_edits edits;
    size_t one = 0, two = 0, split = pc_str_find(input, PC_STR("\n\n"), 0);
    struct pc_str script = pc_str_sub(input, 0, split == PC_NPOS ? 0 : split + 1);
    struct pc_str text = pc_str_sub(input, split == PC_NPOS ? 0 : split + 2, input.len);
    struct pc_file file = {.path = PC_STR("docs/PORTS.md"), .text = text, .lines = pc_lines_of(&f->keep, text)};
    const struct pc_registry reg = {.files = &file, .file_count = 1};
    (void)a;
    pc_edits_init(&edits, &f->keep, &reg);
    while (take_edit(f, &script, &edits, text))
        ;
    bool sorted = pc_edits_sort(&edits, &one, &two);
    FUZZ_CHECK(sorted != overlap(&edits), "edits overlap, or are said to");
    if (!sorted)
        return;
    struct pc_changes changes = pc_edits_apply(&edits);
    struct pc_buf naive;
    uint32_t at = 0;
    pc_buf_init(&naive, &f->keep);
    for (size_t i = 0; i < edits.list.count; i++) {
        const struct pc_edit *edit = &edits.list.items[i];
        pc_buf_add(&naive, pc_str_sub(text, at, edit->span.offset - at));
        pc_buf_add(&naive, edit->text);
        at = edit->span.offset + edit->span.length;
    }
    pc_buf_add(&naive, pc_str_sub(text, at, text.len));
    bool same = pc_str_eq(pc_buf_str(&naive), text);
    FUZZ_CHECK(changes.list.count == (same ? 0 : 1), "%zu changes", changes.list.count);
    FUZZ_CHECK(same || pc_str_eq(changes.list.items[0].text, pc_buf_str(&naive)), "edits were applied otherwise");
    check_patch(f, &reg, &changes);
}

/* --- commands that change a tree --- */

enum { FIX, FIX_UNSAFE, ADD_IGNORES, SYNC, MOVE };

static bool change(struct pc_run *run, unsigned how, bool write, struct pc_change_result *result) {
    struct pc_change_options options = {.write = write, .force = true};
    struct pc_fix_options fix = {.unsafe = how % 5 == FIX_UNSAFE};
    struct pc_ignore_options ignore = {.reason = "it is known"};
    struct pc_sync_options sync = {.to = pc_sync_side_name(how / 5 % 3)};
    struct pc_move_options move = {.port = 61000, .everywhere = true};
    *result = (struct pc_change_result){0};
    switch (how % 5) {
    case FIX:
    case FIX_UNSAFE:
        return pc_run_fix(run, &fix, &options, result);
    case ADD_IGNORES:
        return pc_run_add_ignores(run, &ignore, &options, result);
    case SYNC:
        return sync.to && pc_run_sync(run, &sync, &options, result);
    default:
        if (run->reg->service_count == 0)
            return false;
        move.service = pc_str_cstr(&run->arena, run->reg->services[how / 5 % run->reg->service_count].name);
        return pc_run_move(run, &move, &options, result);
    }
}

static struct pc_run *read_again(void) {
    struct pc_options options;
    struct pc_run *run = NULL;
    pc_options_init(&options);
    options.root = fuzz_disk_same_root();
    options.today = "2031-01-31";
    if (pc_run_new(&options, &run) == PC_STATUS_OK)
        return run;
    pc_run_free(run);
    return NULL;
}

/* What the printed patch makes of the files that are there. */
static struct fuzz_files expected_of(struct fuzz *f, struct pc_str text) {
    struct fuzz_files files = {0};
    struct fuzz_patch patch = {f, text};
    struct pc_str path;
    while (fuzz_patch_next(&patch, &path)) {
        struct fuzz_file *file = PC_PUSH(&files.list, &f->keep);
        file->path = path;
        file->text = fuzz_patch_apply(&patch, fuzz_disk_read(f, path));
    }
    return files;
}

/* The first byte says which command. It is asked what it would do, and told to do it. */
void fuzz_run_change(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_change_result planned, done;
    struct fuzz_files files = fuzz_split(f, pc_str_sub(input, 1, input.len), "PORTS.md");
    unsigned how = input.len > 0 ? (unsigned char)input.ptr[0] : 0;
    (void)a;
    fuzz_disk_root();
    for (size_t i = 0; i < files.list.count && i < 16; i++)
        fuzz_disk_write(f, files.list.items[i].path, files.list.items[i].text);
    struct pc_run *run = read_again();
    if (run && change(run, how, false, &planned)) {
        struct pc_str patch = pc_str_dup(&f->keep, (struct pc_str){planned.patch, planned.patch_length});
        FUZZ_CHECK(!planned.written, "written although it was not to be");
        fuzz_check_harmless("diff", (struct pc_str){planned.diff, planned.diff_length});
        fuzz_check_harmless("notes", pc_str_c(planned.notes));
        struct fuzz_files wanted = expected_of(f, patch);
        pc_run_free(run);
        run = read_again();
        if (run && change(run, how, true, &done)) {
            fuzz_check_harmless("notes", pc_str_c(done.notes));
            for (size_t i = 0; done.written && i < wanted.list.count; i++)
                FUZZ_CHECK(pc_str_eq(fuzz_disk_read(f, wanted.list.items[i].path), wanted.list.items[i].text),
                           "%.*s was written otherwise than shown", PC_ARG(wanted.list.items[i].path));
        }
    }
    pc_run_free(run);
}
