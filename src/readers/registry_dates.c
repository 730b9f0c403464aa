/* Dates: of the reconciliation with reality, and of single entries ("new 2026-04-17"). */
#include "date.h"
#include "port_words.h"
#include "registry_md.h"

static unsigned digits_at(struct pc_str s, size_t at, size_t count) {
    unsigned value = 0;
    for (size_t i = 0; i < count; i++) {
        if (!pc_is_digit(pc_str_at(s, at + i))) {
            return 0;
        }
        value = value * 10 + (unsigned)(s.ptr[at + i] - '0');
    }
    return value;
}

static uint32_t date_of(unsigned year, unsigned month, unsigned day) {
    return year >= 1990 && year <= 2100 ? pc_date_of(year, month, day) : 0;
}

/* A date at `at`: 2026-04-17, 2026/4/7, 17.04.2026, "April 17, 2026", "17 April 2026". 0 when there is none. */
static uint32_t date_at(struct pc_str s, size_t at, size_t *end) {
    char sep = pc_str_at(s, at + 4);
    unsigned year = digits_at(s, at, 4);
    if (year > 0 && pc_is_any(sep, "-/.")) {
        size_t month_len = pc_is_digit(pc_str_at(s, at + 6)) ? 2 : 1;
        size_t day_at = at + 5 + month_len + 1;
        size_t day_len = pc_is_digit(pc_str_at(s, day_at + 1)) ? 2 : 1;
        *end = day_at + day_len;
        bool same = pc_str_at(s, day_at - 1) == sep;
        bool whole = !pc_is_digit(pc_str_at(s, *end));
        return same && whole ? date_of(year, digits_at(s, at + 5, month_len), digits_at(s, day_at, day_len)) : 0;
    }
    size_t day_len = pc_is_digit(pc_str_at(s, at + 1)) ? 2 : 1;
    unsigned day = digits_at(s, at, day_len);
    size_t next = at + day_len;
    size_t name_len = 0;
    if (day > 0 && pc_str_at(s, next) == '.' && pc_str_at(s, next + 3) == '.') {
        *end = next + 8;
        return date_of(digits_at(s, next + 4, 4), digits_at(s, next + 1, 2), day);
    }
    if (day > 0 && pc_str_at(s, next) == ' ') {
        unsigned month = pc_date_month_at(pc_str_sub(s, next + 1, 12), &name_len);
        *end = next + 1 + name_len + 5;
        return month > 0 ? date_of(digits_at(s, next + 1 + name_len + 1, 4), month, day) : 0;
    }
    unsigned month = pc_date_month_at(pc_str_sub(s, at, 12), &name_len);
    if (month > 0 && pc_str_at(s, at + name_len) == ' ') {
        size_t d = at + name_len + 1;
        size_t len = pc_is_digit(pc_str_at(s, d + 1)) ? 2 : 1;
        size_t y = d + len + (pc_str_at(s, d + len) == ',' ? 1 : 0) + 1;
        *end = y + 4;
        return date_of(digits_at(s, y, 4), month, digits_at(s, d, len));
    }
    return 0;
}

static bool begins_word(struct pc_str s, size_t at) {
    return at == 0 || !(pc_is_alnum(s.ptr[at - 1]) || pc_is_any(s.ptr[at - 1], "-/."));
}

/* Digits of a year from 1990 to 2100 stand somewhere at or behind `at`: every date has some. */
static bool may_hold_year(struct pc_str s, size_t at) {
    for (; (at = pc_str_find_digit(s, at)) != PC_NPOS; at++) {
        unsigned year = digits_at(s, at, 4);
        if (year >= 1990 && year <= 2100) {
            return true;
        }
    }
    return false;
}

/* The next date from *at on; *at moves behind it. */
static uint32_t next_date(struct pc_str s, size_t *at, size_t *from) {
    if (!may_hold_year(s, *at)) {
        *at = s.len;
        return 0;
    }
    for (size_t i = *at; i < s.len; i++) {
        size_t end = i;
        if (!begins_word(s, i) || !pc_is_alnum(s.ptr[i])) {
            continue;
        }
        uint32_t ymd = date_at(s, i, &end);
        if (ymd != 0) {
            *from = i;
            *at = end;
            return ymd;
        }
    }
    *at = s.len;
    return 0;
}

static void add_date(struct pc_regmd *r, struct pc_flat flat, size_t from, size_t to, uint32_t ymd, bool reconciled) {
    struct pc_date date = {
        .file = r->ctx->file, .span = pc_flat_span(flat, r->ctx->file, from, to), .ymd = ymd, .reconciled = reconciled};
    pc_builder_date(r->b, &date);
}

/* The words before a date, up to the line's start or the date before. */
static struct pc_str words_before(struct pc_regmd *r, struct pc_str s, size_t after, size_t from) {
    size_t start = from;
    while (start > after && s.ptr[start - 1] != '\n' && from - start < 60) {
        start--;
    }
    return pc_fold(r->scratch, pc_str_sub(s, start, from - start));
}

void pc_regmd_entry_dates(struct pc_regmd *r, struct pc_flat flat, bool stated) {
    static const char *const began[] = {"new",
                                        "added",
                                        "since",
                                        "moved",
                                        "changed",
                                        "updated",
                                        "deployed",
                                        "resolved",
                                        "as of",
                                        "today",
                                        "assigned",
                                        "allocated",
                                        "renamed",
                                        "live since",
                                        "introduced",
                                        "\xE6\x96\xB0\xE5\xA2\x9E",
                                        "\xE6\x9B\xB4\xE6\x96\xB0",
                                        "\xEC\xB6\x94\xEA\xB0\x80",
                                        "\xD0\xB4\xD0\xBE\xD0\xB1\xD0\xB0\xD0\xB2\xD0\xBB\xD0\xB5\xD0\xBD",
                                        "neu",
                                        "seit",
                                        NULL};
    static const char *const later[] = {"until",    "expires", "expiry",  "eol", "by",   "due",    "planned",  "target",
                                        "deadline", "from",    "drafted", "bis", "will", "before", "starting", NULL};
    size_t after = 0;
    size_t at = 0;
    size_t from;
    for (uint32_t ymd; (ymd = next_date(flat.text, &at, &from)) != 0;) {
        struct pc_str before = words_before(r, flat.text, after, from);
        bool bracketed = from > 0 && flat.text.ptr[from - 1] == '(';
        if (!pc_says_any(before, later) && (stated || bracketed || pc_says_any(before, began))) {
            add_date(r, flat, from, at, ymd, false);
        }
        after = at;
    }
}

void pc_regmd_reconciled_dates(struct pc_regmd *r, struct pc_flat flat) {
    static const char *const words[] = {"reconciled",
                                        "last updated",
                                        "last update",
                                        "updated",
                                        "last reviewed",
                                        "last verified",
                                        "verified",
                                        "last checked",
                                        "last synced",
                                        "as of",
                                        "last modified",
                                        "current as of",
                                        "stand",
                                        "aktualisiert",
                                        "\xE6\x9B\xB4\xE6\x96\xB0",
                                        "\xEC\x97\x85\xEB\x8D\xB0\xEC\x9D\xB4\xED\x8A\xB8",
                                        "\xEC\xB5\x9C\xEC\xA2\x85 \xEC\x88\x98\xEC\xA0\x95",
                                        "\xD0\xBE\xD0\xB1\xD0\xBD\xD0\xBE\xD0\xB2\xD0\xBB\xD0\xB5\xD0\xBD\xD0\xBE",
                                        "actualizado",
                                        "atualizado",
                                        NULL};
    size_t after = 0;
    size_t at = 0;
    size_t from;
    for (uint32_t ymd; (ymd = next_date(flat.text, &at, &from)) != 0;) {
        struct pc_str before = words_before(r, flat.text, after, from);
        if (before.len <= 40 && pc_says_any(before, words)) {
            add_date(r, flat, from, at, ymd, true);
        }
        after = at;
    }
}
