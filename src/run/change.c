#include "change.h"

#include <string.h>

#include "emit.h"
#include "encoding.h"
#include "limits.h"
#include "patch.h"
#include "run_impl.h"
#include "write.h"
#include "write_place.h"

static const char *text_of(const struct pc_buf *buf, size_t *length) {
    *length = buf->len;
    return buf->len > 0 ? buf->ptr : "";
}

static void say(struct pc_run *run, struct pc_buf *words, struct pc_str path, struct pc_str why) {
    pc_buf_addf(words, "`%.*s`: %.*s\n", PC_ARG(pc_shown(&run->arena, path)), PC_ARG(why));
}

/* Readers get '?' for bytes that are no UTF-8; what is written are the file's own. */
static bool rebase(struct pc_run *run, struct pc_change *change) {
    struct pc_str bytes;
    if (pc_file_read(run->root_fd, change->path, PC_LIMIT_FILE_BYTES, &run->arena, &bytes, NULL) != PC_FILE_OK)
        return false;
    if (pc_str_eq(bytes, change->old))
        return true;
    if (change->edit_count == 0 || !pc_str_eq(pc_encoding_clean(&run->arena, bytes), change->old))
        return false;
    change->old = bytes;
    change->text = pc_edits_apply_to(&run->arena, bytes, change->edits, change->edit_count);
    return true;
}

/* Says of each file why it must not be written. True: of none. */
static bool look(struct pc_run *run, struct pc_changes *changes, struct pc_buf *words) {
    bool fine = true;
    for (size_t i = 0; i < changes->list.count; i++) {
        struct pc_change *change = &changes->list.items[i];
        bool foreign = change->file != PC_NONE && run->reg->files[change->file].origin.len > 0;
        bool same = foreign || rebase(run, change);
        struct pc_str why = pc_write_objection(&run->arena, run->reg, run->root_fd, change);
        if (why.len == 0 && !same)
            why = PC_STR("it has changed since it was read; run the command again");
        if (why.len > 0)
            say(run, words, change->path, why);
        fine = fine && why.len == 0;
    }
    return fine;
}

/* Both forms of the diff, and how much the one for people leaves out. */
static void show(struct pc_run *run, const struct pc_change_plan *plan, struct pc_change_result *result) {
    struct pc_buf diff, patch;
    struct pc_output_options options = pc_run_output_options(run);
    pc_buf_init(&diff, &run->arena);
    pc_buf_init(&patch, &run->arena);
    struct pc_patch_shown shown = pc_patch_show(run->reg, &plan->changes, &options, &diff);
    pc_patch_exact(&plan->changes, &patch);
    result->diff = text_of(&diff, &result->diff_length);
    result->patch = text_of(&patch, &result->patch_length);
    result->files = plan->changes.list.count;
    result->in_part = shown.hidden + shown.escaped;
}

/* The tree read again, and what the command asks about it. */
struct second_look {
    const struct pc_change_plan *plan;
    struct pc_buf words; /* in the second run's memory */
    bool fine;
};

static void ask(struct pc_run *again, void *arg) {
    struct second_look *second = arg;
    pc_buf_init(&second->words, &again->arena);
    second->fine = second->plan->check(again, second->plan->arg, &second->words);
}

static void free_run(void *arg) {
    pc_run_free(arg);
}

static bool is_as_it_should_be(struct pc_run *run, struct pc_change_plan *plan) {
    struct second_look second = {.plan = plan};
    struct pc_cleanup cleanup;
    if (!plan->check)
        return true;
    struct pc_run *again = pc_run_again(run);
    pc_defer(&run->recovery, &cleanup, free_run, again);
    bool asked = pc_run_ask(again, ask, &second);
    if (asked)
        pc_buf_add(&plan->notes, pc_buf_str(&second.words));
    else
        pc_buf_addf(&plan->notes, "the tree cannot be read any more: %s\n", pc_run_message(again));
    pc_undefer(&run->recovery, &cleanup);
    pc_run_free(again);
    return asked && second.fine;
}

/* Writes, looks, and takes back what turns out wrong: then REFUSED. */
static enum pc_write_status write_all(struct pc_run *run, struct pc_change_plan *plan) {
    struct pc_run_place place;
    struct pc_write *write = PC_NEW(&run->arena, struct pc_write);
    pc_run_open_place(run, &place);
    enum pc_write_status status = pc_write_begin(write, &run->arena, &place.place, &plan->changes, &plan->notes);
    if (status == PC_WRITE_OK && is_as_it_should_be(run, plan)) {
        status = pc_write_end(write, &plan->notes);
    } else if (status == PC_WRITE_OK) {
        status = pc_write_undo(write, &plan->notes);
        if (status == PC_WRITE_OK) {
            pc_buf_adds(&plan->notes, "so what was written is undone\n");
            status = PC_WRITE_REFUSED;
        }
    }
    pc_run_close_place(run, &place);
    return status;
}

static void write_or_refuse(struct pc_run *run, const struct pc_change_options *options, bool fine,
                            struct pc_change_plan *plan, struct pc_change_result *result) {
    if (fine && !options->allow_dirty && !pc_run_check_dirty(run, &plan->changes, &plan->notes)) {
        pc_buf_adds(&plan->notes, "commit or stash that first, or add --allow-dirty\n");
        fine = false;
    }
    enum pc_write_status status = fine ? write_all(run, plan) : PC_WRITE_REFUSED;
    result->written = status == PC_WRITE_OK;
    result->exit_code = status == PC_WRITE_OK        ? PC_EXIT_CLEAN
                        : status == PC_WRITE_REFUSED ? PC_EXIT_FINDINGS
                                                     : PC_EXIT_INCOMPLETE;
    if (status == PC_WRITE_REFUSED || status == PC_WRITE_FAILED)
        pc_buf_adds(&plan->notes, "no file was changed\n");
}

void pc_run_change(struct pc_run *run, const struct pc_change_options *options, struct pc_change_plan *plan,
                   struct pc_change_result *result) {
    *result = (struct pc_change_result){.exit_code = PC_EXIT_CLEAN};
    bool fine = look(run, &plan->changes, &plan->notes);
    show(run, plan, result);
    if (!options->write && !fine)
        pc_buf_adds(&plan->notes, "so --write would change no file\n");
    if (options->write && result->files > 0)
        write_or_refuse(run, options, fine, plan, result);
    result->notes = pc_str_cstr(&run->arena, pc_run_words(&run->arena, pc_buf_str(&plan->notes)));
}

void pc_run_change_told(struct pc_run *run, const struct pc_change_options *options, struct pc_change_plan *plan,
                        struct pc_str words, struct pc_change_result *result) {
    pc_run_change(run, options, plan, result);
    if (!options->write || result->written || result->files == 0)
        result->notes = pc_str_fmt(&run->arena, "%.*s%s", PC_ARG(pc_run_words(&run->arena, words)), result->notes).ptr;
}
