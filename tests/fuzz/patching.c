#include "patching.h"

#include "buf.h"

static struct pc_str take_line(struct pc_str *rest) {
    size_t end = pc_str_find_char(*rest, '\n', 0);
    size_t length = end == PC_NPOS ? rest->len : end + 1;
    struct pc_str line = pc_str_sub(*rest, 0, length);
    *rest = pc_str_sub(*rest, length, rest->len);
    return line;
}

/* "b/PATH", or the same in git's quotes. */
static struct pc_str unquote(struct fuzz *f, struct pc_str name) {
    struct pc_buf out;
    if (!pc_str_starts(name, PC_STR("\"")))
        return pc_str_sub(name, 2, pc_str_ends(name, PC_STR("\t")) ? name.len - 3 : name.len);
    pc_buf_init(&out, &f->keep);
    for (size_t i = 3; i + 1 < name.len; i++) {
        unsigned byte = 0;
        if (name.ptr[i] != '\\') {
            pc_buf_addc(&out, name.ptr[i]);
        } else if (!pc_is_digit(name.ptr[i + 1])) {
            pc_buf_addc(&out, name.ptr[++i]);
        } else {
            for (unsigned k = 0; k < 3; k++)
                byte = byte * 8 + (unsigned)(name.ptr[++i] - '0');
            pc_buf_addc(&out, (char)(unsigned char)byte);
        }
    }
    return pc_buf_str(&out);
}

bool fuzz_patch_next(struct fuzz_patch *patch, struct pc_str *path) {
    if (patch->rest.len == 0)
        return false;
    struct pc_str minus = take_line(&patch->rest), plus = take_line(&patch->rest);
    FUZZ_CHECK(pc_str_starts(minus, PC_STR("--- ")) && pc_str_starts(plus, PC_STR("+++ ")), "no heading: %.*s",
               PC_ARG(minus));
    *path = unquote(patch->f, pc_str_sub(plus, 4, plus.len - 5));
    return true;
}

static size_t number_at(struct pc_str line, size_t *at) {
    size_t number = 0;
    for (; *at < line.len && pc_is_digit(line.ptr[*at]); ++*at)
        number = number * 10 + (size_t)(line.ptr[*at] - '0');
    return number;
}

/* "-12,3": from which line, 0-based, how many. */
static void take_range(struct pc_str line, size_t *at, size_t *from, size_t *count) {
    ++*at;
    *from = number_at(line, at);
    *count = 1;
    if (*at < line.len && line.ptr[*at] == ',') {
        ++*at;
        *count = number_at(line, at);
    }
    *from -= *count > 0 ? 1 : 0;
    ++*at;
}

/* The text of a hunk's line, which a next line may say not to end. */
static struct pc_str body_of(struct fuzz_patch *patch, struct pc_str line) {
    bool unended = pc_str_starts(patch->rest, PC_STR("\\"));
    if (unended)
        take_line(&patch->rest);
    return pc_str_sub(line, 1, line.len - (unended ? 2 : 1));
}

struct pc_str fuzz_patch_apply(struct fuzz_patch *patch, struct pc_str old) {
    struct pc_buf out;
    size_t at_line = 0;
    pc_buf_init(&out, &patch->f->keep);
    while (pc_str_starts(patch->rest, PC_STR("@@ "))) {
        struct pc_str head = take_line(&patch->rest);
        size_t at = 3, from, count, new_from, new_count;
        take_range(head, &at, &from, &count);
        take_range(head, &at, &new_from, &new_count);
        FUZZ_CHECK(from >= at_line, "hunks overlap");
        for (; at_line < from; at_line++)
            pc_buf_add(&out, take_line(&old));
        while (count > 0 || new_count > 0) {
            struct pc_str line = take_line(&patch->rest);
            FUZZ_CHECK(line.len > 0, "a hunk that ends too early");
            struct pc_str body = body_of(patch, line);
            bool stays = line.ptr[0] == ' ';
            if (line.ptr[0] != '+') {
                FUZZ_CHECK(count-- > 0 && pc_str_eq(take_line(&old), body), "a line that is not there: %.*s",
                           PC_ARG(line));
                at_line++;
            }
            if (line.ptr[0] != '-') {
                FUZZ_CHECK(new_count-- > 0 && (stays || line.ptr[0] == '+'), "a line too many");
                pc_buf_add(&out, body);
            }
        }
    }
    pc_buf_add(&out, old);
    return pc_buf_str(&out);
}
