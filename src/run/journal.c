/* The journal of changed files, as runs meet it. */
#include <errno.h>

#include "recover.h"
#include "run_impl.h"
#include "write_place.h"

void pc_run_open_place(struct pc_run *run, struct pc_run_place *place) {
    if (pc_git_dir_open(&run->arena, run->root_fd, &place->git)) {
        place->top_fd = place->git.top_fd;
        place->place = (struct pc_write_place){run->root_fd, place->git.dir_fd, PC_JOURNAL_NAME_GIT, place->git.prefix};
    } else {
        place->top_fd = run->root_fd;
        place->place = (struct pc_write_place){run->root_fd, run->root_fd, PC_JOURNAL_NAME_ROOT, PC_EMPTY};
    }
}

void pc_run_close_place(struct pc_run *run, struct pc_run_place *place) {
    pc_git_dir_close(&run->arena, &place->git);
}

bool pc_run_find_journal(struct pc_run *run) {
    struct pc_run_place place;
    if (run->journal_known)
        return true;
    pc_run_open_place(run, &place);
    enum pc_journal_there there = pc_journal_look(&place.place);
    struct pc_str words = pc_journal_words(&run->arena, there, &place.place);
    pc_run_close_place(run, &place);
    return there == PC_JOURNAL_NONE || pc_run_refuse(run, PC_STATUS_JOURNAL, "%.*s", PC_ARG(words));
}

void pc_run_recover(struct pc_run *run) {
    static const int codes[] = {[PC_RECOVER_NOTHING] = PC_EXIT_CLEAN,
                                [PC_RECOVER_DONE] = PC_EXIT_CLEAN,
                                [PC_RECOVER_REFUSED] = PC_EXIT_FINDINGS,
                                [PC_RECOVER_FAILED] = PC_EXIT_INCOMPLETE};
    struct pc_run_place place;
    struct pc_buf words;
    pc_buf_init(&words, &run->arena);
    pc_run_open_place(run, &place);
    place.place.root_fd = place.top_fd;
    run->summary.exit_code = codes[pc_write_recover(&run->arena, &place.place, run->force, &words)];
    pc_run_close_place(run, &place);
    run->recovered = pc_run_words(&run->arena, pc_buf_str(&words));
}
