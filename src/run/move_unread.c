/* See move_unread.h. */
#include "move_unread.h"

#include "run_impl.h"

enum {
    FILE_BYTES = 256 * 1024,       /* of a file; what people write is smaller */
    TREE_BYTES = 64 * 1024 * 1024, /* of all files together */
    NEAR = 400,                    /* bytes of a long line that belong to a number */
    SHOWN = 20
};

struct unread {
    struct pc_run *run;
    const struct pc_move *move;
    struct pc_str digits, path;
    size_t bytes, count;
    struct pc_buf lines; /* "  path:12", the first ones */
};

static size_t line_start(struct pc_str text, size_t at) {
    size_t from = at;
    while (from > 0 && at - from < NEAR && text.ptr[from - 1] != '\n')
        from--;
    return from;
}

static size_t line_end(struct pc_str text, size_t at) {
    size_t end = at;
    while (end < text.len && end - at < NEAR && text.ptr[end] != '\n')
        end++;
    return end;
}

static void search(struct unread *unread, struct pc_str text) {
    size_t line = 1, counted = 0, last = 0;
    for (size_t at = 0; (at = pc_str_find(text, unread->digits, at)) != PC_NPOS; at += unread->digits.len) {
        for (; counted < at; counted++)
            line += text.ptr[counted] == '\n';
        size_t from = line_start(text, at);
        if (line == last || !pc_move_stands_alone(text, at, unread->digits.len) ||
            !pc_move_names_service(unread->move, pc_str_sub(text, from, line_end(text, at) - from)))
            continue;
        last = line;
        if (unread->count++ < SHOWN)
            pc_buf_addf(&unread->lines, "  %.*s:%zu\n", PC_ARG(pc_printable(&unread->run->arena, unread->path)), line);
    }
}

static void look(void *arg) {
    struct unread *unread = arg;
    struct pc_run *run = unread->run;
    struct pc_str text;
    if (pc_file_read(run->root_fd, unread->path, FILE_BYTES, &run->scratch, &text, NULL) != PC_FILE_OK)
        return;
    unread->bytes += text.len;
    if (pc_str_find_char(text, '\0', 0) == PC_NPOS)
        search(unread, text);
}

void pc_move_tell_unread(struct pc_run *run, const struct pc_move *move, struct pc_buf *out) {
    struct unread unread = {.run = run, .move = move, .digits = pc_str_fmt(&run->arena, "%u", move->from)};
    pc_buf_init(&unread.lines, &run->arena);
    for (size_t i = 0; i < run->files.count && unread.bytes < TREE_BYTES; i++) {
        const struct pc_tree_file *file = &run->files.items[i];
        enum pc_oom why;
        if (file->load == PC_LOAD_DONE || file->link)
            continue;
        unread.path = file->path;
        pc_run_guard(run, FILE_BYTES, look, &unread, &why);
    }
    pc_arena_finish(&run->scratch);
    if (unread.count == 0)
        return;
    pc_buf_addf(out, "%zu line%s of files that are not read for ports %s it beside the service's name:\n", unread.count,
                unread.count == 1 ? "" : "s", unread.count == 1 ? "holds" : "hold");
    pc_buf_add(out, pc_buf_str(&unread.lines));
    if (unread.count > SHOWN)
        pc_buf_addf(out, "  and %zu more\n", unread.count - SHOWN);
}
