/* Where suppressions stand in a comment, and which line each of them means. */
#include "ignore_scan.h"
#include "ignore_style.h"
#include "path.h"

#define FILE_LINES 20u /* an ignore-file stands in one of them */

static const char word[] = "portcheck";
enum { WORD_BYTES = sizeof word - 1 };

static size_t next_char(struct pc_str text, char c, size_t from) {
    size_t at = pc_str_find_char(text, c, from);
    return at == PC_NPOS ? text.len : at;
}

/* Looks for the word's last letter, which few texts have many of. */
size_t pc_ignore_find(struct pc_str text, size_t from, size_t to) {
    struct pc_str s = pc_str_sub(text, 0, to);
    size_t first = from + WORD_BYTES - 1;
    size_t lower = next_char(s, 'k', first), upper = next_char(s, 'K', first);
    while (lower < s.len || upper < s.len) {
        size_t end = (lower < upper ? lower : upper) + 1;
        if (pc_str_eq_nocase(pc_str_sub(s, end - WORD_BYTES, WORD_BYTES), PC_STR(word)))
            return end - WORD_BYTES;
        if (lower < end)
            lower = next_char(s, 'k', end);
        if (upper < end)
            upper = next_char(s, 'K', end);
    }
    return PC_NPOS;
}

bool pc_ignore_comments_any(struct pc_str text) {
    return pc_ignore_find(text, 0, text.len) != PC_NPOS;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Nothing but blanks, and marks of quotes in Markdown, in text[from, to). */
static bool is_bare(struct pc_str text, size_t from, size_t to) {
    while (from < to && (pc_is_space(text.ptr[from]) || text.ptr[from] == '>' ||
                         pc_str_starts(pc_str_sub(text, from, 3), PC_STR("\xEF\xBB\xBF"))))
        from += text.ptr[from] == '\xEF' ? 3 : 1;
    return from >= to;
}

static size_t line_end(const struct pc_ignore_scan *scan, size_t offset) {
    uint32_t line = pc_line_at(&scan->lines, (uint32_t)offset);
    return scan->lines.starts[line] + pc_line_text(&scan->lines, scan->text, line).len;
}

/* Only blanks, or another mark that begins a comment, stand before it in the comment or on its line: the rest of the
 * comment is prose. */
static bool leads(const struct pc_ignore_scan *scan, size_t from, size_t at) {
    const char *text = scan->text.ptr;
    while (at > from && is_blank(text[at - 1]))
        at--;
    if (at == from || text[at - 1] == '\n' || text[at - 1] == '\r')
        return true;
    char c = text[at - 1];
    return c == '#' || c == ';' || c == '*' || ((c == '/' || c == '-') && at - 1 > from && text[at - 2] == c);
}

static void refuse(struct pc_ignore *ignore, const char *problem, const char *help) {
    ignore->kind = PC_IGNORE_BROKEN;
    ignore->problem = pc_str_c(problem);
    ignore->help = pc_str_c(help);
}

static bool is_mark(char c) {
    return c == '#' || c == ';' || c == '*' || c == '/' || c == '-' || c == '!';
}

/* A comment that has all its marks, of which a run of a comment over several lines may lack some. */
static bool is_whole(struct pc_str text) {
    bool block = pc_str_starts(text, PC_STR("/*")), tag = pc_str_starts(text, PC_STR("<!--"));
    bool line = pc_str_starts(text, PC_STR("#")) || pc_str_starts(text, PC_STR(";")) ||
                pc_str_starts(text, PC_STR("//")) || pc_str_starts(text, PC_STR("--"));
    return line || (block && pc_str_ends(text, PC_STR("*/"))) || (tag && pc_str_ends(text, PC_STR("-->")));
}

/* What of the comment is the suppression at [at, end) and its marks alone. What somebody wrote before it on the line
 * stays: "# the shop # portcheck: ..." */
static struct pc_span own_part(const struct pc_ignore_scan *scan, const struct pc_comment *comment, size_t at,
                               size_t end) {
    const char *text = scan->text.ptr;
    size_t from = at;
    while (from > comment->from && (is_blank(text[from - 1]) || is_mark(text[from - 1])))
        from--;
    size_t open = from == comment->from ? comment->open : from;
    while (open == from && open < at && is_blank(text[open]))
        open++;
    bool shared = from != comment->from && comment->close != comment->to;
    for (size_t i = end; i < comment->to; i++)
        shared = shared || !pc_is_space(text[i]);
    shared = shared || !is_whole(pc_str_sub(scan->text, open, comment->close - open));
    return (struct pc_span){scan->ctx->file, (uint32_t)open, shared ? 0 : (uint32_t)(comment->close - open)};
}

static void add(struct pc_ignore_scan *scan, const struct pc_comment *comment, size_t end, struct pc_ignore *ignore) {
    uint32_t first = pc_line_at(&scan->lines, (uint32_t)comment->open);
    uint32_t last = pc_line_at(&scan->lines, (uint32_t)(comment->close > comment->open ? comment->close - 1 : 0));
    bool begins = is_bare(scan->text, scan->lines.starts[first], comment->open);
    bool ends = is_bare(scan->text, comment->close, line_end(scan, comment->close));
    ignore->comment = own_part(scan, comment, ignore->span.offset, end);
    ignore->alone = begins && ends && ignore->comment.offset == comment->open;
    ignore->line = pc_line_at(&scan->lines, ignore->span.offset);
    if (ignore->kind == PC_IGNORE_LINE && !(begins && ends))
        ignore->line = begins ? last : first;
    if (ignore->kind == PC_IGNORE_FILE && ignore->line >= FILE_LINES)
        refuse(ignore, "`ignore-file` stands below line 20", "move it to the head of the file");
    if (comment->unclosed)
        refuse(ignore, "the comment is not closed", "close it on its own line");
    if (comment->problem)
        refuse(ignore, comment->problem, "put it on a line of its own, above the one that is meant");
    *PC_PUSH(&scan->found, scan->ctx->scratch) =
        (struct pc_ignore_found){.ignore = *ignore, .alone = begins && ends, .last = last};
}

void pc_ignore_comment(struct pc_ignore_scan *scan, const struct pc_comment *comment) {
    for (size_t at = comment->from; (at = pc_ignore_find(scan->text, at, comment->to)) != PC_NPOS;) {
        struct pc_ignore ignore;
        size_t end = line_end(scan, at);
        end = end < comment->to ? end : comment->to;
        bool first = leads(scan, comment->from, at);
        bool quoted = !first && !is_blank(scan->text.ptr[at - 1]);
        bool read = !quoted && pc_ignore_directive(scan, at, end, &ignore);
        if (read && !first && ignore.kind != PC_IGNORE_BROKEN)
            refuse(&ignore, "it stands in the middle of a comment", "put it at the start of a comment of its own");
        else if (read && !first)
            read = false; /* prose that speaks of it */
        if (read)
            add(scan, comment, end, &ignore);
        at = read ? end : at + WORD_BYTES;
    }
}

/* The first line behind line that is not blank; UINT32_MAX when there is none. */
static uint32_t next_line(const struct pc_ignore_scan *scan, uint32_t line) {
    while (++line < scan->lines.count)
        if (!is_bare(pc_line_text(&scan->lines, scan->text, line), 0, pc_line_text(&scan->lines, scan->text, line).len))
            return line;
    return UINT32_MAX;
}

/* What stands alone means the next line; of several below each other all mean the line behind the last. */
static void choose_lines(struct pc_ignore_scan *scan) {
    uint32_t below = UINT32_MAX;  /* the line on which the found one behind begins, when that is alone ... */
    uint32_t target = UINT32_MAX; /* ... and the line that it means */
    for (size_t i = scan->found.count; i > 0; i--) {
        struct pc_ignore_found *f = &scan->found.items[i - 1];
        if (!f->alone) {
            below = UINT32_MAX;
            continue;
        }
        uint32_t next = next_line(scan, f->last);
        next = next != UINT32_MAX && next == below ? target : next;
        if (f->ignore.kind == PC_IGNORE_LINE)
            f->ignore.line = next;
        below = pc_line_at(&scan->lines, f->ignore.span.offset);
        target = next;
    }
}

static bool is_markdown(struct pc_str path, enum pc_file_kind kind) {
    static const char *const data[] = {".yml", ".yaml", ".json", ".jsonc", ".toml"};
    struct pc_str name = pc_path_base(path);
    for (size_t i = 0; i < sizeof data / sizeof data[0]; i++)
        if (pc_str_ends(name, pc_str_c(data[i])))
            return false;
    return kind == PC_FILE_KIND_REGISTRY || kind == PC_FILE_KIND_SERVICE_DOC || pc_str_ends(name, PC_STR(".md"));
}

/* Text that a program takes apart without comments, or in which a comment could be shown as text. */
static const char *const commentless[] = {".json", ".csv",    ".tsv",  ".txt", ".rst",   ".adoc",  ".jsx",   ".tsx",
                                          ".vue",  ".svelte", ".html", ".xml", ".plist", ".props", ".csproj"};

bool pc_comment_marks(const struct pc_file *file, struct pc_comment_marks *marks) {
    struct pc_str name = pc_path_base(file->path);
    if (is_markdown(file->path, file->kind)) {
        *marks = (struct pc_comment_marks){"<!-- ", " -->", true};
        return true;
    }
    for (size_t i = 0; i < sizeof commentless / sizeof commentless[0]; i++)
        if (pc_str_ends(name, pc_str_c(commentless[i])))
            return false;
    unsigned style = pc_comment_style(file->path);
    bool own_line = (style & PC_COMMENT_OWN_LINE) || file->kind == PC_FILE_KIND_ENV ||
                    pc_str_ends(name, PC_STR(".ini")) || pc_str_ends(name, PC_STR(".cfg"));
    const char *open = style & PC_COMMENT_SLASHES     ? "// "
                       : style & PC_COMMENT_HASH      ? "# "
                       : style & PC_COMMENT_DASHES    ? "-- "
                       : style & PC_COMMENT_SEMICOLON ? "; "
                                                      : NULL;
    *marks = (struct pc_comment_marks){open, "", !own_line};
    return open != NULL;
}

void pc_ignore_comments_read(struct pc_read_context *ctx) {
    struct pc_ignore_scan scan = {
        .ctx = ctx, .text = ctx->text, .lines = pc_builder_file_at(ctx->builder, ctx->file)->lines};
    if (is_markdown(ctx->path, pc_builder_file_at(ctx->builder, ctx->file)->kind))
        pc_ignore_markdown(&scan);
    else
        pc_ignore_text(&scan);
    choose_lines(&scan);
    for (size_t i = 0; i < scan.found.count; i++)
        pc_builder_ignore(ctx->builder, &scan.found.items[i].ignore);
}
