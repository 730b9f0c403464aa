/* What the Markdown tests share: an arena a test, and a document as text. */
#ifndef PC_MARKDOWN_TEST_H
#define PC_MARKDOWN_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "markdown.h"

struct markdown_test {
    struct pc_arena arena;
    struct pc_recovery recovery;
};

/* For cmocka's setup and teardown; *state becomes a struct markdown_test. */
int markdown_setup(void **state);
int markdown_teardown(void **state);

/* One block a line: "H2 Title", "P text / text", "T 2x3" and its rows as "  a | b", "C info: line / line", "M <html>",
 * "B". In front "q" for each quote, "l" for each list, "*" when it starts its item. */
struct pc_str markdown_dump(struct pc_arena *arena, struct pc_md_document doc);

/* Every slice of the document lies in the text where its offset says, on the line that it says, and inside it. */
void markdown_check_places(struct pc_arena *arena, struct pc_str text, struct pc_md_document doc);

#endif
