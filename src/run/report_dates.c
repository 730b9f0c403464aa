/* When a row's lines were last changed. Git knows lines of HEAD; a line of the tree that is checked has the day of the
 * equal line there. A row with a line that is not committed, or whose file was not looked at, has no date. */
#include <stdlib.h>
#include <string.h>

#include "git_blame.h"
#include "limits.h"
#include "report_model.h"
#include "sort.h"

enum { FILES_MAX = 48 }; /* that are looked at, those with most claims first: each starts git twice */

/* A line that some row is about. */
struct dated {
    pc_id file;
    uint32_t line; /* 0-based */
    uint32_t day;  /* 0: not known */
};

struct of_file {
    pc_id file;
    size_t first, count; /* in lines */
};

struct dates {
    struct pc_model *m;
    struct PC_VEC(struct dated) lines; /* sorted, each once */
    struct PC_VEC(struct of_file) files;
    struct pc_blame blame;
};

static int compare_dated(const void *left, const void *right) {
    const struct dated *a = left, *b = right;
    if (a->file != b->file)
        return pc_order(a->file, b->file);
    return pc_order(a->line, b->line);
}

static int compare_files(const void *left, const void *right) {
    const struct of_file *a = left, *b = right;
    if (a->count != b->count)
        return pc_order(b->count, a->count);
    return pc_order(a->file, b->file);
}

enum { SIDES = 5 };

static void sides_of(const struct pc_standing *s, struct pc_claims sides[SIDES]) {
    const struct pc_claims all[SIDES] = {s->planned, s->documented, s->deployed, s->stale, s->behind};
    memcpy(sides, all, sizeof all);
}

static struct dated place_of(const struct pc_registry *reg, pc_id claim) {
    struct pc_span span = reg->claims[claim].span;
    return (struct dated){span.file, pc_line_at(&reg->files[span.file].lines, span.offset), 0};
}

static void collect_lines(struct dates *d) {
    const struct pc_report *r = d->m->report;
    struct pc_claims sides[SIDES];
    for (size_t i = 0; i < r->row_count; i++) {
        sides_of(r->rows[i].standing, sides);
        for (size_t side = 0; side < SIDES; side++)
            for (size_t j = 0; j < sides[side].count; j++)
                *PC_PUSH(&d->lines, r->arena) = place_of(r->reg, sides[side].items[j]);
    }
    pc_sort(d->lines.items, d->lines.count, sizeof *d->lines.items, compare_dated);
    size_t kept = 0;
    for (size_t i = 0; i < d->lines.count; i++)
        if (kept == 0 || compare_dated(&d->lines.items[kept - 1], &d->lines.items[i]) != 0)
            d->lines.items[kept++] = d->lines.items[i];
    d->lines.count = kept;
    for (size_t from = 0, to; from < kept; from = to) {
        for (to = from; to < kept && d->lines.items[to].file == d->lines.items[from].file;)
            to++;
        *PC_PUSH(&d->files, r->arena) = (struct of_file){d->lines.items[from].file, from, to - from};
    }
    pc_sort(d->files.items, d->files.count, sizeof *d->files.items, compare_files);
}

/* --- lines of the tree as lines of HEAD --- */

struct text {
    const struct pc_lines *lines;
    struct pc_str bytes;
};

static struct pc_str line_of(const struct text *text, uint32_t line) {
    return pc_line_text(text->lines, text->bytes, line);
}

/* Git knows LF only, and counts other lines than a person who meets a lone CR. */
static bool has_lone_return(struct pc_str text) {
    for (size_t at = 0; (at = pc_str_find_char(text, '\r', at)) != PC_NPOS; at++)
        if (at + 1 == text.len || text.ptr[at + 1] != '\n')
            return true;
    return false;
}

struct hashed {
    uint64_t hash;
    uint32_t line;
};

static int compare_hashed(const void *left, const void *right) {
    const struct hashed *a = left, *b = right;
    if (a->hash != b->hash)
        return pc_order(a->hash, b->hash);
    return pc_order(a->line, b->line);
}

/* The lines [from, to) of a text, sorted by their bytes. */
static struct hashed *hash_lines(struct pc_arena *arena, const struct text *text, uint32_t from, uint32_t to) {
    struct hashed *all = PC_NEW_ARRAY(arena, to - from, struct hashed);
    for (uint32_t i = from; i < to; i++)
        all[i - from] = (struct hashed){pc_str_hash(line_of(text, i)), i};
    if (to - from > 1)
        pc_sort(all, to - from, sizeof *all, compare_hashed);
    return all;
}

static size_t first_hash(const struct hashed *all, size_t count, uint64_t hash) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_single(const struct hashed *all, size_t count, uint64_t hash, size_t *at) {
    *at = first_hash(all, count, hash);
    return *at < count && all[*at].hash == hash && (*at + 1 == count || all[*at + 1].hash != hash);
}

/* For each line of now the line of then that it is, or UINT32_MAX: what stands before and behind all changes, and in
 * between what both have exactly once. */
static uint32_t *match_lines(struct pc_arena *arena, const struct text *now, const struct text *then) {
    uint32_t n = now->lines->count, m = then->lines->count, head = 0, tail = 0;
    uint32_t *match = PC_NEW_ARRAY(arena, n, uint32_t);
    while (head < n && head < m && pc_str_eq(line_of(now, head), line_of(then, head))) {
        match[head] = head;
        head++;
    }
    while (tail < n - head && tail < m - head && pc_str_eq(line_of(now, n - 1 - tail), line_of(then, m - 1 - tail))) {
        match[n - 1 - tail] = m - 1 - tail;
        tail++;
    }
    size_t new_count = n - tail - head, old_count = m - tail - head;
    struct hashed *news = hash_lines(arena, now, head, n - tail), *olds = hash_lines(arena, then, head, m - tail);
    for (uint32_t i = head; i < n - tail; i++) {
        uint64_t hash = pc_str_hash(line_of(now, i));
        size_t here, there;
        bool same = is_single(news, new_count, hash, &here) && is_single(olds, old_count, hash, &there) &&
                    pc_str_eq(line_of(now, i), line_of(then, olds[there].line));
        match[i] = same ? olds[there].line : UINT32_MAX;
    }
    return match;
}

/* False: git has no time left. */
static bool date_file(struct dates *d, const struct of_file *of) {
    const struct pc_file *file = &d->m->report->reg->files[of->file];
    struct pc_arena *arena = d->m->report->arena;
    struct pc_str head;
    if (file->origin.len > 0 || file->text.len == 0 ||
        pc_git_head_file(d->blame.git, file->path, PC_LIMIT_FILE_BYTES, arena, &head) != PC_GIT_OK ||
        has_lone_return(head))
        return true;
    struct pc_lines head_lines = pc_lines_of(arena, head);
    struct text now = {&file->lines, file->text}, then = {&head_lines, head};
    const uint32_t *match = match_lines(arena, &now, &then);
    uint32_t first = UINT32_MAX, last = 0;
    for (size_t i = of->first; i < of->first + of->count; i++) {
        uint32_t line = match[d->lines.items[i].line];
        if (line == UINT32_MAX)
            continue;
        first = line < first ? line : first;
        last = line > last ? line : last;
    }
    if (first == UINT32_MAX)
        return true;
    uint32_t *days = PC_NEW_ARRAY(arena, last - first + 1, uint32_t);
    enum pc_git_status status = pc_git_blame(&d->blame, file->path, first + 1, last + 1, arena, days);
    for (size_t i = of->first; status == PC_GIT_OK && i < of->first + of->count; i++) {
        uint32_t line = match[d->lines.items[i].line];
        d->lines.items[i].day = line == UINT32_MAX ? 0 : days[line - first];
    }
    return status != PC_GIT_LATE;
}

static uint32_t day_of(const struct dates *d, const struct pc_standing *s) {
    struct pc_claims sides[SIDES];
    uint32_t day = 0;
    sides_of(s, sides);
    for (size_t side = 0; side < SIDES; side++)
        for (size_t j = 0; j < sides[side].count; j++) {
            struct dated wanted = place_of(d->m->report->reg, sides[side].items[j]);
            const struct dated *found =
                bsearch(&wanted, d->lines.items, d->lines.count, sizeof *d->lines.items, compare_dated);
            if (!found || found->day == 0)
                return 0;
            day = found->day > day ? found->day : day;
        }
    return day;
}

/* Without git, or in a shallow clone, whose oldest commit would seem to have written everything, nothing is known. */
static struct pc_git *open_git(struct pc_run *run) {
    if (!run->git && pc_git_open(&run->arena, run->root_fd, run->root, &run->git) != PC_GIT_OK) {
        pc_git_close(run->git);
        run->git = NULL;
    }
    return run->git && !pc_git_is_shallow(run->git) ? run->git : NULL;
}

void pc_model_dates(struct pc_model *m) {
    struct dates d = {.m = m};
    struct pc_git *git = m->report->row_count > 0 ? open_git(m->run) : NULL;
    bool in_time = true;
    if (!git)
        return;
    d.blame = pc_blame_of(git);
    collect_lines(&d);
    for (size_t i = 0; i < d.files.count && i < FILES_MAX && in_time; i++)
        in_time = date_file(&d, &d.files.items[i]);
    for (size_t i = 0; in_time && i < m->report->row_count; i++)
        m->rows[i].changed = day_of(&d, m->rows[i].standing);
    if (!in_time)
        pc_buf_addf(&m->run->cut,
                    "the report says of no row when it was last changed: git took longer than %u seconds\n",
                    PC_LIMIT_BLAME_MILLISECONDS / 1000);
}
