/* The recovery point around one input, or the rules. */
#include "limits.h"
#include "run_impl.h"

bool pc_run_guard(struct pc_run *run, size_t size, void (*work)(void *arg), void *arg, enum pc_oom *why) {
    pc_arena_reset(&run->scratch);
    run->scratch.budget = PC_LIMIT_SCRATCH_BASE + PC_LIMIT_SCRATCH_FACTOR * size;
    run->scratch.recovery = &run->one_file;
    run->arena.recovery = &run->one_file;
    run->one_file.cleanups = NULL;
    if (setjmp(run->one_file.env) == 0) {
        work(arg);
        run->one_file.why = PC_OOM_NONE;
    }
    run->scratch.recovery = &run->recovery;
    run->arena.recovery = &run->recovery;
    *why = run->one_file.why;
    if (*why == PC_OOM_SYSTEM)
        pc_unwind(&run->recovery, PC_OOM_SYSTEM);
    return *why == PC_OOM_NONE;
}
