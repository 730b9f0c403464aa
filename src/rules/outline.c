#include "outline.h"

#include "vec.h"

/* A line without the blanks and quote marks at its start. */
static struct pc_str strip_quote(struct pc_str line) {
    while (line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t' || line.ptr[0] == '>'))
        line = pc_str_sub(line, 1, line.len);
    return line;
}

static size_t run_of(struct pc_str line, char c) {
    size_t run = 0;
    while (run < line.len && line.ptr[run] == c)
        run++;
    return run;
}

/* The level of a heading written with number signs, 0 when the line is none. */
static unsigned sign_level(struct pc_str line) {
    size_t signs = run_of(line, '#');
    bool ends = signs == line.len || line.ptr[signs] == ' ' || line.ptr[signs] == '\t';
    return signs <= 6 && ends ? (unsigned)signs : 0;
}

/* The level that an underline gives to the line above it, 0 when the line is none. */
static unsigned underline_level(struct pc_str above, struct pc_str line) {
    line = pc_str_trim(line);
    if (line.len < 2 || above.len == 0 || pc_str_find_char(PC_STR("|#-+`~"), above.ptr[0], 0) != PC_NPOS)
        return 0;
    return run_of(line, '=') == line.len ? 1 : run_of(line, '-') == line.len ? 2 : 0;
}

struct scan {
    struct PC_VEC(struct pc_heading) found;
    size_t open[PC_OUTLINE_DEEPEST]; /* the newest heading of each level, from 1; 0: none since a shallower one */
};

static size_t parent_of(const struct scan *scan, unsigned level) {
    for (unsigned above = level; above-- > 1;) {
        if (scan->open[above] > 0)
            return scan->open[above];
    }
    return 0;
}

static void add(struct pc_arena *arena, struct scan *scan, uint32_t offset, unsigned level) {
    *PC_PUSH(&scan->found, arena) =
        (struct pc_heading){.offset = offset, .level = level, .parent = parent_of(scan, level)};
    scan->open[level] = scan->found.count;
    for (unsigned deeper = level + 1; deeper < PC_OUTLINE_DEEPEST; deeper++)
        scan->open[deeper] = 0;
}

struct pc_outline pc_outline_of(struct pc_arena *arena, const struct pc_file *file) {
    struct scan scan = {.found = {0}};
    struct pc_str above = PC_EMPTY;
    char fence = '\0';
    for (uint32_t i = 0; i < file->lines.count; i++) {
        struct pc_str line = strip_quote(pc_line_text(&file->lines, file->text, i));
        char mark = line.len > 0 ? line.ptr[0] : '\0';
        if ((mark == '`' || mark == '~') && run_of(line, mark) >= 3 && (fence == '\0' || fence == mark)) {
            fence = fence == '\0' ? mark : '\0';
            above = PC_EMPTY;
            continue;
        }
        if (fence != '\0')
            continue;
        unsigned level = sign_level(line);
        if (level > 0)
            add(arena, &scan, file->lines.starts[i], level);
        else if (i > 0 && (level = underline_level(above, line)) > 0)
            add(arena, &scan, file->lines.starts[i - 1], level);
        above = line;
    }
    return (struct pc_outline){scan.found.items, scan.found.count};
}

struct pc_heading pc_outline_at(const struct pc_outline *outline, const struct pc_file *file, uint32_t offset) {
    uint32_t start = file->lines.starts[pc_line_at(&file->lines, offset)];
    size_t low = 0;
    size_t high = outline->count; /* the first heading behind start */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (outline->items[middle].offset <= start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0 && outline->items[low - 1].offset == start)
        return outline->items[low - 1];
    return (struct pc_heading){.offset = start, .level = PC_OUTLINE_DEEPEST, .parent = low};
}
