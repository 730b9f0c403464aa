/* The grammar of a suppression:
 *
 *     portcheck: ignore[RULE, RULE] until=2031-01-31: reason
 *
 * with ignore-start, ignore-end and ignore-file in place of ignore. Anything near it that is none is said to be broken:
 * it must neither silence nor look as if it did. */
#include "date.h"
#include "ignore_scan.h"

#define REASON_BYTES 300u
#define DIRECTIVE_BYTES 4096u /* what is longer is broken: many on one line cost no more than their own size */
#define FORM PC_STR("write `portcheck: ignore[PC301]: why`, with the code or name of each rule")

static const char *const words[] = {"ignore", "ignore-start", "ignore-end", "ignore-file"};
static const enum pc_ignore_kind kinds[] = {PC_IGNORE_LINE, PC_IGNORE_START, PC_IGNORE_END, PC_IGNORE_FILE};
enum { WORD_COUNT = sizeof words / sizeof words[0] };

/* What other tools write. */
static const char *const foreign[] = {
    "disable", "disable-line", "disable-next-line", "ignore-line", "ignore-next-line", "allow", "skip", "off",
    "noqa",    "nolint",       "suppress"};

struct reading {
    struct pc_ignore_scan *scan;
    struct pc_ignore *ignore;
    struct pc_str text; /* from "portcheck" on */
    size_t at;
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static char peek(const struct reading *r) {
    return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static void skip_blanks(struct reading *r) {
    while (is_blank(peek(r)))
        r->at++;
}

/* Always true: it is read, and nothing that silences. */
static bool broken(struct reading *r, struct pc_str problem, struct pc_str help) {
    r->ignore->kind = PC_IGNORE_BROKEN;
    r->ignore->problem = problem;
    r->ignore->help = help;
    return true;
}

static bool find_kind(struct pc_str word, enum pc_ignore_kind *kind) {
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if (pc_str_is_nocase(word, words[i])) {
            *kind = kinds[i];
            return true;
        }
    }
    return false;
}

static bool is_foreign(struct pc_str word) {
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        if (pc_str_is_nocase(word, foreign[i]))
            return true;
    return false;
}

static struct pc_str take_word(struct reading *r) {
    size_t from = r->at;
    while (pc_is_alpha(peek(r)) || peek(r) == '-' || peek(r) == '_')
        r->at++;
    return pc_str_sub(r->text, from, r->at - from);
}

/* The names between the brackets. False: there is none, or no bracket behind them. */
static bool read_rules(struct reading *r) {
    struct PC_VEC(struct pc_str) rules = {0};
    size_t close = pc_str_find_char(r->text, ']', r->at);
    if (close == PC_NPOS)
        return !broken(r, PC_STR("its `[` is not closed"), FORM);
    struct pc_str list = pc_str_sub(r->text, r->at + 1, close - r->at - 1);
    struct pc_str name;
    for (bool done = false; pc_str_split(&list, ',', &name, &done);) {
        name = pc_str_trim(name);
        if (name.len > 0)
            *PC_PUSH(&rules, r->scan->ctx->arena) = name;
    }
    r->at = close + 1;
    r->ignore->span.length = (uint32_t)r->at;
    r->ignore->rules = rules.items;
    r->ignore->rule_count = rules.count;
    return rules.count > 0 || !broken(r, PC_STR("it names no rule"), FORM);
}

static bool read_until(struct reading *r) {
    skip_blanks(r);
    if (!pc_str_starts_nocase(pc_str_sub(r->text, r->at, 6), PC_STR("until=")))
        return true;
    size_t from = r->at += 6;
    while (r->at < r->text.len && !is_blank(peek(r)) && peek(r) != ':')
        r->at++;
    struct pc_str day = pc_str_sub(r->text, from, r->at - from);
    return pc_date_parse(day, &r->ignore->until) ||
           !broken(r,
                   pc_str_fmt(r->scan->ctx->arena, "`until=%.*s` is no day of the calendar",
                              PC_ARG(pc_str_sub(day, 0, 20))),
                   PC_STR("write the last day as in `until=2031-01-31`"));
}

static void read_reason(struct reading *r) {
    skip_blanks(r);
    if (peek(r) != ':' && r->at < r->text.len) {
        broken(r, PC_STR("what follows `]` is neither `until=` with a day nor `:` with a reason"), FORM);
        return;
    }
    size_t length = REASON_BYTES;
    struct pc_str reason = pc_str_trim(pc_str_sub(r->text, r->at + 1, r->text.len));
    while (length < reason.len && ((unsigned char)reason.ptr[length] & 0xC0) == 0x80)
        length--;
    r->ignore->reason = pc_str_sub(reason, 0, length);
}

/* The word behind "portcheck:" is none of ours. False: it is prose. */
static bool read_unknown(struct reading *r, struct pc_str word, bool bracket) {
    const char *near = pc_nearest(word, words, WORD_COUNT);
    if (!near && !bracket && !is_foreign(word))
        return false;
    struct pc_arena *arena = r->scan->ctx->arena;
    return broken(r, pc_str_fmt(arena, "`%.*s` is no word of portcheck", PC_ARG(pc_str_sub(word, 0, 40))),
                  near ? pc_str_fmt(arena, "did you mean `%s`?", near) : FORM);
}

bool pc_ignore_directive(struct pc_ignore_scan *scan, size_t at, size_t end, struct pc_ignore *ignore) {
    struct reading r = {.scan = scan,
                        .ignore = ignore,
                        .text = pc_str_sub(scan->text, at, end - at < DIRECTIVE_BYTES ? end - at : DIRECTIVE_BYTES),
                        .at = 9};
    *ignore = (struct pc_ignore){.span = {.file = scan->ctx->file, .offset = (uint32_t)at}};
    bool colon = peek(&r) == ':';
    if (!colon && !is_blank(peek(&r)) && peek(&r) != '-' && peek(&r) != '_')
        return false;
    r.at++;
    skip_blanks(&r);
    struct pc_str word = take_word(&r);
    size_t word_end = r.at;
    skip_blanks(&r);
    bool bracket = peek(&r) == '[';
    bool known = find_kind(word, &ignore->kind);
    ignore->span.length = (uint32_t)word_end;
    if (word.len == 0 || (!colon && !(known && bracket)))
        return false;
    if (!known)
        return read_unknown(&r, word, bracket);
    if (!colon)
        return broken(&r, PC_STR("a `:` is missing behind `portcheck`"), FORM);
    if (!bracket)
        return broken(&r, PC_STR("it names no rule"), FORM);
    if (read_rules(&r) && read_until(&r))
        read_reason(&r);
    return true;
}
