/* Bump allocation with a budget, and the one way out when memory is spent.
 *
 * Nothing in portcheck checks an allocation for NULL: an arena that cannot give memory (budget spent, or the system
 * has none) unwinds. Unwinding runs the deferred clean-ups registered since the recovery point, newest first, and
 * longjmps there. Recovery points are set in two places only: around a whole run, and around one input or the rules. */
#ifndef PC_ARENA_H
#define PC_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

enum pc_oom {
    PC_OOM_NONE = 0,
    PC_OOM_BUDGET, /* the arena's budget is spent: the input is too large (PC004) */
    PC_OOM_SYSTEM, /* malloc returned NULL: the run ends with PC_STATUS_NOMEM */
    PC_OOM_TIME,   /* the input's deadline has passed (PC004) */
    PC_OOM_COUNT   /* there are more claims or findings than a run may hold (PC004) */
};

/* A clean-up that unwinding must run: a file descriptor, a library's object. Caller's storage, usually on the stack. */
struct pc_cleanup {
    void (*fn)(void *arg);
    void *arg;
    struct pc_cleanup *next;
};

/* A recovery point. Caller's storage. Set with: if (setjmp(r.env) == 0) { ...work... } else { ...r.why... }. */
struct pc_recovery {
    jmp_buf env;
    enum pc_oom why;
    struct pc_cleanup *cleanups; /* newest first */
};

struct pc_arena_block;

struct pc_arena {
    struct pc_arena_block *head;  /* newest block */
    size_t used;                  /* bytes taken from the system */
    size_t budget;                /* upper bound of used, bytes */
    struct pc_recovery *recovery; /* where failure goes; never NULL while allocating */
};

/* Prepares an arena in the caller's storage. Allocates nothing. */
void pc_arena_init(struct pc_arena *arena, size_t budget, struct pc_recovery *recovery);

/* Much will be asked for: takes a block of two megabytes now, which the system may hand out in one piece (a huge page)
 * instead of page by page. Does nothing where there is no memory for it. */
void pc_arena_expect(struct pc_arena *arena);

/* Frees everything. The arena may be used again after pc_arena_init. */
void pc_arena_finish(struct pc_arena *arena);

/* Forgets all allocations but keeps the newest block for reuse. For the scratch arena between two files. */
void pc_arena_reset(struct pc_arena *arena);

/* Zeroed memory, aligned for any type. size 0 gives a valid pointer. Never NULL: unwinds instead. */
void *pc_arena_alloc(struct pc_arena *arena, size_t size) __attribute__((returns_nonnull));

/* The same without the zeroes, for bytes that are written right away. */
void *pc_arena_bytes(struct pc_arena *arena, size_t size) __attribute__((returns_nonnull));
/* Makes the piece that was handed out last larger where it lies, without setting the new bytes: from size bytes, which
 * it was asked for with, to wanted. False when it is not the last one or no room is behind it, and always under
 * AddressSanitizer, which thus sees who still reads the old place of what moves elsewhere. */
bool pc_arena_extend(struct pc_arena *arena, const void *piece, size_t size, size_t wanted);

/* Makes a large piece larger that has a block of its own, giving the old place back, so that a buffer of many megabytes
 * never lies in memory twice. For pieces of which nobody keeps an address, and none that is older than a mark in use.
 * NULL: it is no such piece. */
void *pc_arena_regrow(struct pc_arena *arena, void *piece, size_t size, size_t wanted);

/* count * size, checked for overflow (unwinds). */
void *pc_arena_array(struct pc_arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));

/* A point to which an arena can go back. What was allocated since is then gone; for a function's own temporary pieces,
 * strictly nested, and only while nobody keeps a piece made since. */
struct pc_arena_mark {
    struct pc_arena_block *head;
    struct pc_arena_block *next;
    size_t taken;
};
struct pc_arena_mark pc_arena_mark(const struct pc_arena *arena);
void pc_arena_release(struct pc_arena *arena, struct pc_arena_mark mark);

/* Unwinds: runs the recovery point's clean-ups, then longjmps. */
_Noreturn void pc_unwind(struct pc_recovery *recovery, enum pc_oom why);

/* Registers and removes a clean-up. pc_undefer(c) removes c without running it; call it in reverse order. */
void pc_defer(struct pc_recovery *recovery, struct pc_cleanup *cleanup, void (*fn)(void *), void *arg);
void pc_undefer(struct pc_recovery *recovery, struct pc_cleanup *cleanup);

#define PC_NEW(arena, type) ((type *)pc_arena_alloc((arena), sizeof(type)))
#define PC_NEW_ARRAY(arena, count, type) ((type *)pc_arena_array((arena), (count), sizeof(type)))

#endif
