/* See drop_comment.h. */
#include "drop_comment.h"

static bool is_blank_line(const struct pc_file *file, uint32_t line) {
    return pc_str_trim(pc_line_text(&file->lines, file->text, line)).len == 0;
}

/* Where the line behind begins. */
static uint32_t line_after(const struct pc_file *file, uint32_t line) {
    return line + 1 < file->lines.count ? file->lines.starts[line + 1] : (uint32_t)file->text.len;
}

/* "- ", "* ", "1. ": what may follow its like directly. */
static bool is_item(const struct pc_file *file, uint32_t line) {
    struct pc_str text = pc_str_trim(pc_line_text(&file->lines, file->text, line));
    return pc_str_starts(text, PC_STR("- ")) || pc_str_starts(text, PC_STR("* "));
}

/* In Markdown a comment on lines of its own parts what stands above and below; without it two paragraphs would be one,
 * or a table part of the text above. */
static bool parts(const struct pc_file *file, uint32_t first, uint32_t last) {
    bool markdown = file->kind == PC_FILE_KIND_REGISTRY || file->kind == PC_FILE_KIND_SERVICE_DOC;
    bool inside = first > 0 && last + 1 < file->lines.count;
    return markdown && inside && !is_blank_line(file, first - 1) && !is_blank_line(file, last + 1) &&
           !(is_item(file, first - 1) && is_item(file, last + 1));
}

/* The comment's lines, and of blank lines above and below one. */
static struct pc_span whole_lines(const struct pc_file *file, struct pc_span comment) {
    uint32_t first = pc_line_at(&file->lines, comment.offset);
    uint32_t last = pc_line_at(&file->lines, comment.offset + comment.length - 1);
    uint32_t start = file->lines.starts[first], end = line_after(file, last);
    if (parts(file, first, last)) {
        end = file->lines.starts[last] + (uint32_t)pc_line_text(&file->lines, file->text, last).len;
    } else {
        bool above = first == 0 || is_blank_line(file, first - 1);
        if (above && last + 1 < file->lines.count && is_blank_line(file, last + 1)) {
            end = line_after(file, last + 1);
        }
    }
    return (struct pc_span){comment.file, start, end - start};
}

/* The comment and the blanks before it; to the end of its line where only blanks follow. */
static struct pc_span within_line(const struct pc_file *file, struct pc_span comment) {
    uint32_t line = pc_line_at(&file->lines, comment.offset), start = comment.offset;
    uint32_t end = comment.offset + comment.length;
    uint32_t stop = file->lines.starts[line] + (uint32_t)pc_line_text(&file->lines, file->text, line).len;
    while (start > file->lines.starts[line] && pc_is_space(file->text.ptr[start - 1])) {
        start--;
    }
    uint32_t behind = end;
    while (behind < stop && pc_is_space(file->text.ptr[behind])) {
        behind++;
    }
    end = behind == stop ? stop : end;
    return (struct pc_span){comment.file, start, end - start};
}

static bool names_others(const struct pc_silencer *s) {
    for (size_t i = 0; i < s->comment->rule_count; i++) {
        if (!pc_str_eq(s->comment->rules[i], s->word)) {
            return true;
        }
    }
    return false;
}

/* The rule's name in the brackets and the comma that parts it from another. */
static struct pc_span name_in_list(const struct pc_file *file, const struct pc_silencer *s) {
    struct pc_span span = s->comment->span;
    struct pc_str text = pc_str_sub(file->text, span.offset, span.length);
    size_t from = pc_str_find_char(text, '[', 0);
    from = from == PC_NPOS ? text.len : from + 1;
    while (from < text.len) {
        size_t to = from;
        while (to < text.len && text.ptr[to] != ',' && text.ptr[to] != ']') {
            to++;
        }
        if (pc_str_eq(pc_str_trim(pc_str_sub(text, from, to - from)), s->word)) {
            bool last = to >= text.len || text.ptr[to] == ']';
            size_t start = last && text.ptr[from - 1] == ',' ? from - 1 : from, end = last ? to : to + 1;
            while (!last && end < text.len && text.ptr[end] == ' ' && start == from && text.ptr[from] != ' ') {
                end++;
            }
            return (struct pc_span){span.file, span.offset + (uint32_t)start, (uint32_t)(end - start)};
        }
        from = to + 1;
    }
    return (struct pc_span){span.file, span.offset, 0};
}

/* What goes of one comment; length 0: nothing can. */
static struct pc_span cut_of(const struct pc_rule_context *ctx, const struct pc_silencer *s) {
    const struct pc_ignore *comment = s->comment;
    const struct pc_file *file = &ctx->reg->files[comment->span.file];
    if (names_others(s)) {
        return name_in_list(file, s);
    }
    if (comment->comment.length == 0) {
        return comment->comment;
    }
    return comment->alone ? whole_lines(file, comment->comment) : within_line(file, comment->comment);
}

void pc_drop_comment(const struct pc_rule_context *ctx, struct pc_finding *f, bool safe, const struct pc_silencer *s) {
    const struct pc_silencer *end = s->end > 0 ? &ctx->silencers->items[s->end - 1] : NULL;
    if (!s->comment) {
        return;
    }
    struct pc_span cut = cut_of(ctx, s), other = end ? cut_of(ctx, end) : cut;
    if (cut.length == 0 || other.length == 0) {
        return;
    }
    pc_finding_fix(ctx->out, f, safe, (struct pc_edit){cut, PC_EMPTY}, "remove the suppression of %.*s",
                   PC_ARG(s->word));
    if (end) {
        pc_finding_fix_also(ctx->out, f, (struct pc_edit){other, PC_EMPTY});
    }
}
