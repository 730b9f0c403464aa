/* See move_unread.h. */
#include "move_unread.h"

#include "emit.h"
#include "run_impl.h"

enum {
    FILE_BYTES = 256 * 1024,       /* of a file; what people write is smaller */
    TREE_BYTES = 64 * 1024 * 1024, /* of all files together */
    NEAR = 400                     /* bytes of a long line that belong to a number */
};

struct unread {
    struct pc_run *run;
    const struct pc_move *move;
    struct pc_str digits, path;
    size_t bytes, count;
    struct pc_buf lines; /* "  path:12", a line each */
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

/* "http://localhost:3015", where that can be nobody else. */
static bool is_local_address(const struct unread *unread, struct pc_str text, size_t at) {
    static const char *const local[] = {"://localhost:", "://127.0.0.1:", "://0.0.0.0:"};
    bool found = false;
    for (size_t i = 0; i < sizeof local / sizeof local[0]; i++)
        found = found || pc_str_ends(pc_str_sub(text, 0, at), pc_str_c(local[i]));
    return found && unread->move->takes_local;
}

/* On the line of the number, or on the one above, as in an entry of data: "name: ledger", "port: 3015". */
static bool names_service(const struct unread *unread, struct pc_str text, size_t at) {
    size_t from = line_start(text, at);
    from = from > 0 && text.ptr[from - 1] == '\n' ? line_start(text, from - 1) : from;
    return pc_move_names_service(unread->move, pc_str_sub(text, from, line_end(text, at) - from));
}

static void search(struct unread *unread, struct pc_str text) {
    size_t line = 1, counted = 0, last = 0;
    for (size_t at = 0; (at = pc_str_find(text, unread->digits, at)) != PC_NPOS; at += unread->digits.len) {
        for (; counted < at; counted++)
            line += text.ptr[counted] == '\n';
        if (line == last || !pc_move_stands_alone(text, at, unread->digits.len) ||
            (!names_service(unread, text, at) && !is_local_address(unread, text, at)))
            continue;
        last = line;
        unread->count++;
        pc_buf_addf(&unread->lines, "  %.*s:%zu\n", PC_ARG(pc_shown(&unread->run->arena, unread->path)), line);
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
    pc_buf_addf(out,
                "%zu line%s of files that are not read for ports %s it beside the service's name, or as its address:\n",
                unread.count, unread.count == 1 ? "" : "s", unread.count == 1 ? "holds" : "hold");
    pc_buf_add(out, pc_buf_str(&unread.lines));
}
