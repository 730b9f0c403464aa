#define _DEFAULT_SOURCE /* madvise */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define FIRST_BLOCK ((size_t)64 << 10)
/* Blocks double until here; a larger request gets a block of its own size. */
#define LARGEST_STEP (2 * HUGE_PAGE - sizeof(struct pc_arena_block))
#define HUGE_PAGE ((size_t)2 << 20)
#define ALIGNMENT _Alignof(max_align_t)

/* Under AddressSanitizer what was not handed out is poisoned, and a gap behind each piece stays so: a read past the end
 * of an array is then found although the arena's block goes on. */
#ifdef __SANITIZE_ADDRESS__
#define WATCHED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED
#endif
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#define GAP ALIGNMENT
#else
#define ASAN_POISON_MEMORY_REGION(ptr, size) ((void)(ptr), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(ptr, size) ((void)(ptr), (void)(size))
#define GAP ((size_t)0)
#endif

struct pc_arena_block {
    struct pc_arena_block *next; /* older */
    size_t size;                 /* bytes of data */
    size_t taken;                /* bytes of data handed out */
    _Alignas(max_align_t) unsigned char data[];
};

void pc_arena_init(struct pc_arena *arena, size_t budget, struct pc_recovery *recovery) {
    *arena = (struct pc_arena){.head = NULL, .used = 0, .budget = budget, .recovery = recovery};
}

static void free_blocks(struct pc_arena_block *block) {
    while (block) {
        struct pc_arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void pc_arena_finish(struct pc_arena *arena) {
    free_blocks(arena->head);
    arena->head = NULL;
    arena->used = 0;
}

void pc_arena_reset(struct pc_arena *arena) {
    struct pc_arena_block *kept = arena->head;
    if (!kept)
        return;
    free_blocks(kept->next);
    kept->next = NULL;
    kept->taken = 0;
    ASAN_POISON_MEMORY_REGION(kept->data, kept->size);
    arena->used = sizeof *kept + kept->size;
}

struct pc_arena_mark pc_arena_mark(const struct pc_arena *arena) {
    struct pc_arena_block *head = arena->head;
    return (struct pc_arena_mark){.head = head, .next = head ? head->next : NULL, .taken = head ? head->taken : 0};
}

/* Frees the blocks from *link up to end, which stays. */
static void free_up_to(struct pc_arena *arena, struct pc_arena_block **link, const struct pc_arena_block *end) {
    while (*link != end) {
        struct pc_arena_block *block = *link;
        *link = block->next;
        arena->used -= sizeof *block + block->size;
        free(block);
    }
}

void pc_arena_release(struct pc_arena *arena, struct pc_arena_mark mark) {
    struct pc_arena_block *head = arena->head;
    if (!head)
        return;
    if (mark.head)
        free_up_to(arena, &mark.head->next, mark.next); /* large pieces went behind the block of the moment */
    if (head != mark.head)
        free_up_to(arena, &head->next, mark.head); /* the newest stays: the next temporary piece would need one again */
    head->taken = head == mark.head ? mark.taken : 0;
    ASAN_POISON_MEMORY_REGION(head->data + head->taken, head->size - head->taken);
}

static struct pc_arena_block *add_block(struct pc_arena *arena, void *memory, size_t bytes, size_t taken) {
    struct pc_arena_block *block = memory;
    ASAN_POISON_MEMORY_REGION(block->data, bytes);
    block->size = bytes;
    block->taken = taken;
    arena->used += sizeof *block + bytes;
    return block;
}

/* From the system: much of it so that huge pages can be had, each of them at the price of a small one. */
static void *take_memory(size_t bytes) {
    void *memory;
    if (bytes < HUGE_PAGE)
        return malloc(bytes);
    if (posix_memalign(&memory, HUGE_PAGE, bytes) != 0)
        return NULL;
#ifdef MADV_HUGEPAGE
    madvise(memory, bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
    return memory;
}

void pc_arena_expect(struct pc_arena *arena) {
    void *memory = arena->budget - arena->used >= HUGE_PAGE ? take_memory(HUGE_PAGE) : NULL;
    if (!memory)
        return;
    struct pc_arena_block *block = add_block(arena, memory, HUGE_PAGE - sizeof *block, 0);
    block->next = arena->head;
    arena->head = block;
}

/* The size of the next block for a request of size bytes: as much again as there is, within the steps and the budget.
 */
static size_t block_size(const struct pc_arena *arena, size_t size, size_t room) {
    size_t step = arena->used < FIRST_BLOCK ? FIRST_BLOCK : arena->used;
    if (step > LARGEST_STEP)
        step = LARGEST_STEP;
    if (step < size)
        step = size;
    return step < room ? step : room;
}

/* Takes a block that has room for size bytes (already a multiple of the alignment) and hands out its first bytes. Rare,
 * so it is kept out of the way that is usually taken. */
__attribute__((noinline)) static void *take_block(struct pc_arena *arena, size_t size) {
    size_t left = arena->budget > arena->used ? arena->budget - arena->used : 0;
    size_t header = sizeof(struct pc_arena_block);
    if (left < header || left - header < size)
        pc_unwind(arena->recovery, PC_OOM_BUDGET);
    size_t bytes = block_size(arena, size, left - header);
    void *memory = take_memory(header + bytes);
    if (!memory)
        pc_unwind(arena->recovery, PC_OOM_SYSTEM);
    struct pc_arena_block *block = add_block(arena, memory, bytes, size);
    /* A block that its first piece fills goes behind the newest one, whose rest stays in use. */
    if (arena->head && bytes - size < arena->head->size - arena->head->taken) {
        block->next = arena->head->next;
        arena->head->next = block;
    } else {
        block->next = arena->head;
        arena->head = block;
    }
    return block->data;
}

/* What a piece of size bytes takes. */
static size_t rounded(size_t size) {
    return (size + (size == 0) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *pc_arena_bytes(struct pc_arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGNMENT - GAP)
        pc_unwind(arena->recovery, PC_OOM_BUDGET);
    size_t need = rounded(size) + GAP;
    struct pc_arena_block *head = arena->head;
    if (!head || head->size - head->taken < need) {
        void *first = take_block(arena, need);
        ASAN_UNPOISON_MEMORY_REGION(first, size);
        return first;
    }
    void *piece = head->data + head->taken;
    head->taken += need;
    ASAN_UNPOISON_MEMORY_REGION(piece, size);
    return piece;
}

#ifdef WATCHED
bool pc_arena_extend(struct pc_arena *arena, const void *piece, size_t size, size_t wanted) {
    (void)arena, (void)piece, (void)size, (void)wanted;
    return false;
}
#else
bool pc_arena_extend(struct pc_arena *arena, const void *piece, size_t size, size_t wanted) {
    struct pc_arena_block *head = arena->head;
    if (!head || wanted < size || wanted > head->size)
        return false;
    size_t had = rounded(size);
    size_t more = rounded(wanted) - had;
    bool is_last = head->taken >= had && piece == head->data + (head->taken - had);
    if (!is_last || head->size - head->taken < more)
        return false;
    head->taken += more;
    return true;
}
#endif

void *pc_arena_regrow(struct pc_arena *arena, void *piece, size_t size, size_t wanted) {
    if (size < LARGEST_STEP || wanted < size || wanted > SIZE_MAX / 2)
        return NULL;
    struct pc_arena_block **link = &arena->head;
    while (*link && (void *)(*link)->data != piece)
        link = &(*link)->next;
    struct pc_arena_block *block = *link;
    size_t bytes = rounded(wanted) + GAP, left = arena->budget - arena->used;
    if (!block || block->taken != rounded(size) + GAP)
        return NULL;
    if (bytes > block->size && bytes - block->size > left)
        pc_unwind(arena->recovery, PC_OOM_BUDGET);
    size_t had = block->size;
    ASAN_UNPOISON_MEMORY_REGION(block->data, had);
    struct pc_arena_block *grown = realloc(block, sizeof *block + (bytes > had ? bytes : had));
    if (!grown) {
        ASAN_POISON_MEMORY_REGION((unsigned char *)piece + size, had - size);
        pc_unwind(arena->recovery, PC_OOM_SYSTEM);
    }
    grown->size = bytes > had ? bytes : had;
    grown->taken = bytes;
    arena->used += grown->size - had;
    *link = grown;
    ASAN_POISON_MEMORY_REGION(grown->data + wanted, grown->size - wanted);
    return grown->data;
}

void *pc_arena_alloc(struct pc_arena *arena, size_t size) {
    return memset(pc_arena_bytes(arena, size), 0, size);
}

void *pc_arena_array(struct pc_arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size)
        pc_unwind(arena->recovery, PC_OOM_BUDGET);
    return pc_arena_alloc(arena, count * size);
}

void pc_unwind(struct pc_recovery *recovery, enum pc_oom why) {
    if (!recovery)
        abort(); /* a mistake of the program: memory was asked for outside of every recovery point */
    while (recovery->cleanups) {
        struct pc_cleanup *cleanup = recovery->cleanups;
        recovery->cleanups = cleanup->next;
        cleanup->fn(cleanup->arg);
    }
    recovery->why = why;
    longjmp(recovery->env, 1);
}

void pc_defer(struct pc_recovery *recovery, struct pc_cleanup *cleanup, void (*fn)(void *), void *arg) {
    *cleanup = (struct pc_cleanup){.fn = fn, .arg = arg, .next = recovery->cleanups};
    recovery->cleanups = cleanup;
}

void pc_undefer(struct pc_recovery *recovery, struct pc_cleanup *cleanup) {
    for (struct pc_cleanup **at = &recovery->cleanups; *at; at = &(*at)->next) {
        if (*at == cleanup) {
            *at = cleanup->next;
            return;
        }
    }
}
