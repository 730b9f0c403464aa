/* Claims of other repositories that stand beside this one's: --with FILE. A file is used whole or refused: a claim that
 * is left out could be the one that collides. */
#include <stdlib.h>
#include <string.h>

#include "claim_lines.h"
#include "join.h"
#include "path.h"
#include "run_impl.h"
#include "sort.h"

#define WITH_BYTES ((size_t)64 << 20) /* a claim has about 400 bytes */
#define OWN_ENOUGH 8                  /* claims that a copy of this repository's has in common with it, at least */

/* "ledger" of "../claims/ledger.jsonl". */
static struct pc_str base_name(struct pc_str path) {
    struct pc_str base = pc_path_base(path);
    size_t dot = pc_str_rfind_char(base, '.');
    return dot == PC_NPOS || dot == 0 ? base : pc_str_sub(base, 0, dot);
}

static const char *why_not(enum pc_file_status status, int error) {
    switch (status) {
    case PC_FILE_NOT_REGULAR:
        return "it is no regular file; write the claims into one first";
    case PC_FILE_TOO_LARGE:
        return "it is larger than 64 MiB";
    case PC_FILE_CHANGED:
        return "it changed while it was read";
    case PC_FILE_MISSING:
    case PC_FILE_UNREADABLE:
    case PC_FILE_LINK:
    case PC_FILE_NO_OBJECT:
    case PC_FILE_OK:
        break;
    }
    return strerror(error);
}

static bool read_file(struct pc_run *run, const char *given, struct pc_str *text) {
    int error = 0;
    enum pc_file_status status = pc_run_read_outside(run, given, WITH_BYTES, text, &error);
    return status == PC_FILE_OK ||
           pc_run_refuse(run, PC_STATUS_USAGE, "--with: `%s` cannot be read: %s", given, why_not(status, error));
}

static bool read_all(struct pc_run *run, struct pc_claim_lines *lines) {
    struct pc_buf errors;
    pc_buf_init(&errors, &run->arena);
    for (size_t i = 0; i < run->options.with_count; i++) {
        struct pc_str name = pc_str_c(run->options.with[i]);
        struct pc_str text = PC_EMPTY;
        if (!read_file(run, run->options.with[i], &text))
            return false;
        pc_claim_lines_read(&run->arena, &run->scratch, name, base_name(name), text, lines, &errors);
    }
    return errors.len == 0 ||
           pc_run_refuse(run, PC_STATUS_USAGE, "%.*s\n`portcheck list claims -f jsonl` writes what --with reads",
                         PC_ARG(pc_buf_str(&errors)));
}

/* --- a copy of this repository's own claims --- */

static uint64_t hash_of(struct pc_run *run, struct pc_str path, struct pc_str service, struct pc_str host,
                        enum pc_role role, struct pc_ports ports) {
    return pc_str_hash(pc_str_fmt(&run->scratch, "%.*s\n%.*s\n%.*s\n%d %u %u", PC_ARG(path), PC_ARG(service),
                                  PC_ARG(host), (int)role, (unsigned)ports.lo, (unsigned)ports.hi));
}

static int compare_hashes(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return pc_order(a, b);
}

/* What this repository states, sorted. */
static uint64_t *own_hashes(struct pc_run *run) {
    const struct pc_registry *reg = run->reg;
    uint64_t *hashes = PC_NEW_ARRAY(&run->arena, reg->claim_count, uint64_t);
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *c = &reg->claims[i];
        hashes[i] = hash_of(run, reg->files[c->span.file].path,
                            c->service == PC_NONE ? c->name : reg->services[c->service].name,
                            c->host == PC_NONE ? PC_EMPTY : reg->hosts[c->host].name, c->role, c->ports);
        pc_arena_reset(&run->scratch);
    }
    pc_sort(hashes, reg->claim_count, sizeof *hashes, compare_hashes);
    return hashes;
}

static int compare_origins(const void *left, const void *right) {
    const struct pc_claim_line *a = left, *b = right;
    return pc_str_cmp(a->origin, b->origin);
}

/* Two thirds of them stand in this repository as well, word for word. */
static bool is_own_copy(struct pc_run *run, const uint64_t *own, const struct pc_claim_line *lines, size_t count) {
    size_t common = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = hash_of(run, lines[i].path, lines[i].service, lines[i].host, lines[i].role, lines[i].ports);
        common += run->reg->claim_count > 0 &&
                  bsearch(&hash, own, run->reg->claim_count, sizeof hash, compare_hashes) != NULL;
        pc_arena_reset(&run->scratch);
    }
    return common * 3 >= count * 2 && (common >= OWN_ENOUGH || (common == count && count == run->reg->claim_count));
}

/* Who gives all repositories' claims gives this one's, too; held against itself it would collide with each of its
 * ports. */
static void drop_own(struct pc_run *run, struct pc_claim_lines *lines) {
    uint64_t *own = own_hashes(run);
    size_t kept = 0;
    pc_sort(lines->items, lines->count, sizeof *lines->items, compare_origins);
    for (size_t from = 0, to; from < lines->count; from = to) {
        struct pc_claim_line *first = &lines->items[from];
        for (to = from; to < lines->count && pc_str_eq(lines->items[to].origin, first->origin);)
            to++;
        if (is_own_copy(run, own, first, to - from)) {
            pc_run_remark(run, "--with: `%.*s` is this repository itself, and its %zu claims were left out",
                          PC_ARG(first->origin), to - from);
            continue;
        }
        run->others++;
        memmove(lines->items + kept, first, (to - from) * sizeof *first);
        kept += to - from;
    }
    lines->count = kept;
}

bool pc_run_join_others(struct pc_run *run) {
    struct pc_claim_lines lines = {0};
    if (run->options.with_count == 0)
        return true;
    if (!read_all(run, &lines))
        return false;
    drop_own(run, &lines);
    if (lines.count > 0)
        run->reg = pc_registry_join(&run->arena, run->own, &run->config.hints, lines.items, lines.count);
    return true;
}
