/* Comments of everything that is no Markdown: one pass over the text by a table of comment marks and quotes. It is no
 * parser: what it must know is whether a mark stands in a string, and that it knows as far as one line tells, and for
 * strings that may cross lines. In YAML, where a string needs no quotes, the tree is asked. */
#include "ignore_scan.h"
#include "ignore_style.h"
#include "sort.h"
#include "yaml_in.h"

struct lexer {
    struct pc_ignore_scan *scan;
    struct pc_str text;
    unsigned style;
    size_t at;
    size_t line;                   /* where the line of at begins */
    size_t dead[3];                /* up to there a quote begins no string: ", ', ` */
    const struct pc_span *strings; /* of YAML, sorted, none inside another */
    size_t string_count;
};

static bool starts(const struct lexer *x, const char *mark) {
    return pc_str_starts(pc_str_sub(x->text, x->at, 4), pc_str_c(mark));
}

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

static size_t end_of_line(const struct lexer *x, size_t at) {
    while (at < x->text.len && !is_line_end(x->text.ptr[at]))
        at++;
    return at;
}

/* In a scalar of the YAML tree. */
static bool in_string(const struct lexer *x, size_t offset) {
    size_t lo = 0, hi = x->string_count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (x->strings[middle].offset + (size_t)x->strings[middle].length <= offset)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo < x->string_count && x->strings[lo].offset <= offset;
}

/* A # of a shell, a ; of an INI file, two dashes of SQL: not in the middle of a word. */
static bool is_free(const struct lexer *x) {
    return x->at == x->line || x->text.ptr[x->at - 1] == ' ' || x->text.ptr[x->at - 1] == '\t';
}

static bool only_blanks_before(const struct lexer *x) {
    for (size_t i = x->line; i < x->at; i++)
        if (x->text.ptr[i] != ' ' && x->text.ptr[i] != '\t')
            return false;
    return true;
}

static bool take_line_comment(struct lexer *x) {
    unsigned length = (x->style & PC_COMMENT_HASH) && starts(x, "#") && is_free(x)        ? 1
                      : (x->style & PC_COMMENT_SEMICOLON) && starts(x, ";") && is_free(x) ? 1
                      : (x->style & PC_COMMENT_SLASHES) && starts(x, "//")                ? 2
                      : (x->style & PC_COMMENT_DASHES) && starts(x, "--") && is_free(x)   ? 2
                                                                                          : 0;
    if (length == 0 || in_string(x, x->at))
        return false;
    size_t end = end_of_line(x, x->at);
    struct pc_comment comment = {.open = x->at, .from = x->at + length, .to = end, .close = end};
    if ((x->style & PC_COMMENT_OWN_LINE) && !only_blanks_before(x))
        comment.problem = "in a file of this kind a comment needs a line of its own";
    pc_ignore_comment(x->scan, &comment);
    x->at = end;
    return true;
}

static bool take_block_comment(struct lexer *x) {
    bool block = (x->style & PC_COMMENT_BLOCK) && starts(x, "/*");
    bool tags = (x->style & PC_COMMENT_TAGS) && starts(x, "<!--");
    if (!block && !tags)
        return false;
    size_t from = x->at + (block ? 2 : 4);
    size_t end = pc_str_find(x->text, block ? PC_STR("*/") : PC_STR("-->"), from);
    size_t to = end == PC_NPOS ? x->text.len : end;
    size_t close = end == PC_NPOS ? x->text.len : end + (block ? 2 : 3);
    struct pc_comment comment = {.open = x->at, .from = from, .to = to, .close = close, .unclosed = end == PC_NPOS};
    pc_ignore_comment(x->scan, &comment);
    x->at = close;
    return true;
}

/* A string: behind its end. One that does not end on its line is none, but for those that may cross lines. */
static bool take_string(struct lexer *x) {
    char quote = x->text.ptr[x->at];
    if ((x->style & PC_COMMENT_TRIPLE) && (starts(x, "\"\"\"") || starts(x, "'''"))) {
        size_t end = pc_str_find(x->text, pc_str_sub(x->text, x->at, 3), x->at + 3);
        x->at = end == PC_NPOS ? x->text.len : end + 3;
        return true;
    }
    bool crosses = quote == '`';
    size_t *dead = &x->dead[crosses ? 2 : quote == '\''];
    if (crosses ? !(x->style & PC_COMMENT_BACKTICK)
                : !(x->style & PC_COMMENT_QUOTES) || (quote != '"' && quote != '\''))
        return false;
    if (x->at < *dead)
        return false;
    size_t at = x->at + 1;
    for (; at < x->text.len && (crosses || !is_line_end(x->text.ptr[at])); at++) {
        if (x->text.ptr[at] == '\\') {
            at++;
        } else if (x->text.ptr[at] == quote) {
            x->at = at + 1;
            return true;
        }
    }
    *dead = at;
    return false;
}

static void walk(struct lexer *x) {
    /* The start of the line is kept up to date by what stays on one line; strings and comments over lines are looked
     * through behind them. */
    while (x->at < x->text.len) {
        size_t before = x->at;
        char c = x->text.ptr[x->at];
        if (!take_line_comment(x) && !take_block_comment(x) && !take_string(x))
            x->at++;
        if (is_line_end(c))
            x->line = x->at;
        for (size_t i = x->at; i > before + 1; i--) {
            if (is_line_end(x->text.ptr[i - 1])) {
                x->line = i;
                break;
            }
        }
    }
}

static int compare_spans(const void *a, const void *b) {
    uint32_t x = ((const struct pc_span *)a)->offset;
    uint32_t y = ((const struct pc_span *)b)->offset;
    return pc_order(x, y);
}

struct PC_VEC_NODES PC_VEC(const struct pc_node *);

static void push_node(struct PC_VEC_NODES *stack, struct pc_arena *arena, const struct pc_node *node) {
    if (node && !node->aliased)
        *PC_PUSH(stack, arena) = node;
}

/* The bytes of all scalars, keys included. What stands there through an alias has its bytes elsewhere. */
static void find_strings(struct lexer *x) {
    struct pc_arena *arena = x->scan->ctx->scratch;
    struct pc_tree tree = pc_yaml_parse(arena, x->text);
    struct PC_VEC_NODES stack = {0};
    struct PC_VEC(struct pc_span) strings = {0};
    for (size_t i = 0; i < tree.document_count; i++)
        push_node(&stack, arena, tree.documents[i]);
    while (stack.count > 0) {
        const struct pc_node *node = stack.items[--stack.count];
        if (node->kind == PC_NODE_SCALAR && node->length > 0)
            *PC_PUSH(&strings, arena) = (struct pc_span){.offset = node->offset, .length = node->length};
        push_node(&stack, arena, node->key);
        for (const struct pc_node *child = node->child; child; child = child->next)
            push_node(&stack, arena, child);
    }
    pc_sort(strings.items, strings.count, sizeof strings.items[0], compare_spans);
    x->strings = strings.items;
    x->string_count = strings.count;
}

void pc_ignore_text(struct pc_ignore_scan *scan) {
    struct lexer x = {.scan = scan, .text = scan->text, .style = pc_comment_style(scan->ctx->path)};
    if (pc_str_starts(x.text, PC_STR("\xEF\xBB\xBF")))
        x.at = x.line = 3;
    if (x.style & PC_COMMENT_TREE)
        find_strings(&x);
    walk(&x);
}
