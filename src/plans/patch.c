#include "patch.h"

#include "patch_lines.h"

#define NO_LINE_END "\n\\ No newline at end of file\n"

struct exact {
    struct pc_patch_printer printer;
    struct pc_buf *out;
};

static void exact_heading(struct pc_patch_printer *printer, const char *text) {
    struct pc_buf *out = ((struct exact *)(void *)printer)->out;
    pc_buf_adds(out, text);
    pc_buf_addc(out, '\n');
}

static void exact_line(struct pc_patch_printer *printer, char sign, size_t index) {
    struct pc_buf *out = ((struct exact *)(void *)printer)->out;
    struct pc_str line = pc_diff_line(sign == '+' ? &printer->diff->now : &printer->diff->old, index);
    pc_buf_addc(out, sign);
    pc_buf_add(out, line);
    if (!pc_str_ends(line, PC_STR("\n")))
        pc_buf_adds(out, NO_LINE_END);
}

void pc_patch_exact(const struct pc_changes *changes, struct pc_buf *out) {
    struct exact exact = {{exact_heading, exact_line, out->arena, NULL, NULL}, out};
    pc_patch_print(changes, &exact.printer);
}
