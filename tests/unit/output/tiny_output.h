/* Findings of a tiny tree, written in a format. */
#ifndef TINY_OUTPUT_H
#define TINY_OUTPUT_H

#include "finding/tiny_tree.h"

#include <stdio.h>

#include "output.h"

static inline struct pc_output_input tiny_input_of(struct tiny *t) {
    pc_findings_finish(&t->all);
    struct pc_output_input in = {.reg = &t->reg,
                                 .findings = t->all.list.items,
                                 .finding_count = t->all.list.count,
                                 .arena = &t->arena,
                                 .version = "0.1.0"};
    in.options.quiet = true;
    return in;
}

static inline struct pc_str tiny_write(struct tiny *t, const char *format, const struct pc_output_input *in) {
    const struct pc_output *output = pc_output_find(pc_str_c(format));
    assert_non_null(output);
    struct pc_buf out;
    pc_buf_init(&out, &t->arena);
    output->write(in, &out);
    return pc_buf_str(&out);
}

/* Compares whole texts; prints both when they differ. */
static inline void assert_text(struct pc_str got, const char *want) {
    if (pc_str_eq(got, pc_str_c(want)))
        return;
    fprintf(stderr, "---- got\n%.*s\n---- want\n%s\n----\n", PC_ARG(got), want);
    fail_msg("texts differ");
}

static inline bool text_has(struct pc_str text, const char *needle) {
    return pc_str_find(text, pc_str_c(needle), 0) != PC_NPOS;
}

#endif
