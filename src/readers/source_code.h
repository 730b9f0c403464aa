/* Program text: its language, and the text without comments, so that patterns are only looked for in code. */
#ifndef PC_SOURCE_CODE_H
#define PC_SOURCE_CODE_H

#include "arena.h"
#include "str.h"

enum pc_language {
    PC_LANG_NONE,
    PC_LANG_JS, /* and TypeScript, also inside .vue and .svelte */
    PC_LANG_PYTHON,
    PC_LANG_GO,
    PC_LANG_RUST,
    PC_LANG_JVM, /* Java, Kotlin, Scala, Groovy */
    PC_LANG_CSHARP,
    PC_LANG_RUBY,
    PC_LANG_PHP,
    PC_LANG_ELIXIR,
    PC_LANG_SHELL,
    PC_LANG_OTHER_C, /* Dart, Swift, C++: comments as in C */
    PC_LANG_COUNT
};

enum pc_language pc_language_of(struct pc_str path); /* by the suffix */

/* A copy in which comments (and Python's triple-quoted strings) are blanks; offsets and line ends stay. Linear. */
struct pc_str pc_code_without_comments(struct pc_arena *arena, struct pc_str text, enum pc_language language);

bool pc_in_identifier(char c); /* letters, digits, '_', '$', bytes above ASCII */

/* The identifier that ends before `at` (empty: none), blanks not skipped. */
struct pc_str pc_identifier_before(struct pc_str code, size_t at);
/* The identifier that starts at `at`; empty when another character stands there. */
struct pc_str pc_identifier_at(struct pc_str code, size_t at);

/* Behind blanks, tabs and line ends. */
size_t pc_code_skip(struct pc_str code, size_t at);

/* The text of the string that opens at `at`, without its quotes; *end behind it. False when none opens there, or it
 * does not end on its line, or is longer than an address or a number is ever written. */
bool pc_code_string(struct pc_str code, size_t at, struct pc_str *content, size_t *end);

/* The bracket that closes the one at `open`, strings passed over; code.len when it is not within max bytes. */
size_t pc_code_close(struct pc_str code, size_t open, size_t max);

/* What is called with the argument list that `at` lies in: the dotted path before its "(", as in "os.environ.get",
 * "env::var". Looks back over one line. *open is the "(". Empty when at lies in no call. */
struct pc_str pc_code_callee(struct pc_str code, size_t at, size_t *open);

/* The path that ends before `at`: "process.env". Without blanks; "?.", "::", "->" and "()" belong to it, type arguments
 * at its end do not. */
struct pc_str pc_code_path_before(struct pc_str code, size_t at);

/* The number that a constant of the file is set to: 3000 of "const DEFAULT_PORT: u16 = 3000;". Empty when it is set to
 * none, or to two. Looks through the whole text. */
struct pc_str pc_code_constant(struct pc_str code, struct pc_str name);

#endif
