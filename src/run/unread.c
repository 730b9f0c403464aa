/* Files that could not be read, or not wholly, for commands that print no findings. */
#include "run_impl.h"

static bool is_loss(const struct pc_trouble *trouble) {
    return trouble->kind == PC_TROUBLE_UNREADABLE || trouble->kind == PC_TROUBLE_SYNTAX ||
           trouble->kind == PC_TROUBLE_TOO_LARGE || trouble->kind == PC_TROUBLE_ENCODING;
}

void pc_run_add_unread(struct pc_run *run, struct pc_buf *out) {
    enum { FILES_SHOWN = 4 };
    bool *told = PC_NEW_ARRAY(&run->arena, run->reg->file_count, bool);
    size_t files = 0;
    for (size_t i = 0; i < run->reg->trouble_count; i++) {
        const struct pc_trouble *trouble = &run->reg->troubles[i];
        if (!is_loss(trouble) || told[trouble->span.file])
            continue;
        told[trouble->span.file] = true;
        if (++files <= FILES_SHOWN)
            pc_buf_addf(out, "%s%.*s", files == 1 ? "could not be read, or not wholly: " : ", ",
                        PC_ARG(run->reg->files[trouble->span.file].path));
    }
    if (files > FILES_SHOWN)
        pc_buf_addf(out, " and %zu more", files - FILES_SHOWN);
    if (files > 0)
        pc_buf_adds(out, "; their ports are not known (`portcheck check` says why)\n");
}
