#include "ignore_place.h"

#define BOM "\xEF\xBB\xBF"

static struct pc_str line_of(const struct pc_file *file, uint32_t line) {
    return pc_line_text(&file->lines, file->text, line);
}

/* The line break of the file: that of the line, else of the one before. */
static struct pc_str break_of(const struct pc_file *file, uint32_t line) {
    for (uint32_t i = line + 1; i-- > 0;) {
        size_t from = file->lines.starts[i] + line_of(file, i).len;
        size_t to = i + 1 < file->lines.count ? file->lines.starts[i + 1] : file->text.len;
        if (to > from)
            return pc_str_sub(file->text, from, to - from);
    }
    return PC_STR("\n");
}

static size_t trimmed(struct pc_str line) {
    size_t end = line.len;
    while (end > 0 && (line.ptr[end - 1] == ' ' || line.ptr[end - 1] == '\t'))
        end--;
    return end;
}

static bool goes_on(const struct pc_file *file, uint32_t line) {
    struct pc_str text = line_of(file, line);
    size_t end = trimmed(text);
    return end > 0 && text.ptr[end - 1] == '\\';
}

static bool is_row(struct pc_str line) {
    struct pc_str text = pc_str_trim(line);
    return text.len > 2 && text.ptr[0] == '|' && text.ptr[text.len - 1] == '|';
}

/* Behind the last letter of the line, of a row behind that of its last cell. */
static size_t end_of_words(struct pc_str line, bool row) {
    size_t end = trimmed(line);
    return row ? trimmed(pc_str_sub(line, 0, end - 1)) : end;
}

static struct pc_edit behind(struct pc_arena *arena, const struct pc_file *file, pc_id id, uint32_t line,
                             const struct pc_ignore_text *what) {
    struct pc_str text = line_of(file, line);
    bool row = what->close[0] != '\0' && is_row(text);
    uint32_t at = file->lines.starts[line] + (uint32_t)end_of_words(text, row);
    return (struct pc_edit){{id, at, 0}, pc_str_fmt(arena, " %s%.*s%s", what->open, PC_ARG(what->text), what->close)};
}

static struct pc_edit above(struct pc_arena *arena, const struct pc_file *file, pc_id id, uint32_t line,
                            const struct pc_ignore_text *what) {
    struct pc_str text = line_of(file, line), end = break_of(file, line);
    size_t indent = 0;
    uint32_t start = file->lines.starts[line];
    if (start == 0 && pc_str_starts(text, PC_STR(BOM))) {
        start = sizeof BOM - 1;
        text = pc_str_sub(text, start, text.len);
    }
    while (indent < text.len && (text.ptr[indent] == ' ' || text.ptr[indent] == '\t'))
        indent++;
    return (struct pc_edit){{id, start, 0},
                            pc_str_fmt(arena, "%.*s%s%.*s%s%.*s", PC_ARG(pc_str_sub(text, 0, indent)), what->open,
                                       PC_ARG(what->text), what->close, PC_ARG(end))};
}

bool pc_ignore_place(struct pc_arena *arena, const struct pc_registry *reg, pc_id id, uint32_t line,
                     const struct pc_ignore_text *what, struct pc_edit *edit) {
    const struct pc_file *file = &reg->files[id];
    bool markdown = what->close[0] != '\0';
    bool has_one = pc_str_find_nocase(line_of(file, line), PC_STR("portcheck:"), 0) != PC_NPOS;
    if (goes_on(file, line) || (line > 0 && goes_on(file, line - 1)))
        return false;
    *edit = what->behind && (markdown || !has_one) ? behind(arena, file, id, line, what)
                                                   : above(arena, file, id, line, what);
    return true;
}
