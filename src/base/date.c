#include "date.h"

enum { SECONDS_A_DAY = 86400, LAST_DAY = 2932896 /* 9999-12-31, in days after 1970-01-01 */ };

static bool is_leap(uint32_t year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint32_t days_of(uint32_t year, uint32_t month) {
    static const uint32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static bool read_digits(struct pc_str s, uint32_t *number) {
    *number = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!pc_is_digit(s.ptr[i]))
            return false;
        *number = *number * 10 + (uint32_t)(s.ptr[i] - '0');
    }
    return true;
}

bool pc_date_parse(struct pc_str s, uint32_t *ymd) {
    uint32_t year, month, day;
    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-' || !read_digits(pc_str_sub(s, 0, 4), &year) ||
        !read_digits(pc_str_sub(s, 5, 2), &month) || !read_digits(pc_str_sub(s, 8, 2), &day))
        return false;
    *ymd = pc_date_of(year, month, day);
    return *ymd != 0;
}

uint32_t pc_date_of(uint32_t year, uint32_t month, uint32_t day) {
    if (year == 0 || month == 0 || month > 12 || day == 0 || day > days_of(year, month))
        return 0;
    return year * 10000 + month * 100 + day;
}

unsigned pc_date_month_at(struct pc_str s, size_t *len) {
    static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december",
                                         "januar",  "februar",  "maerz",     "april",   "mai",      "juni",
                                         "juli",    "august",   "september", "oktober", "november", "dezember"};
    for (*len = 0; pc_is_alpha(pc_str_at(s, *len)); (*len)++) {
    }
    for (unsigned i = 0; i < 24 && *len >= 3; i++) {
        if (pc_str_starts_nocase(pc_str_c(months[i]), pc_str_sub(s, 0, *len)))
            return i % 12 + 1;
    }
    return 0;
}

uint32_t pc_date_of_epoch(int64_t seconds) {
    int64_t count = seconds < 0 ? 0 : seconds / SECONDS_A_DAY;
    uint32_t days = count > LAST_DAY ? LAST_DAY : (uint32_t)count;
    uint32_t year = 1970, month = 1;
    for (uint32_t length; days >= (length = is_leap(year) ? 366 : 365); year++)
        days -= length;
    for (uint32_t length; days >= (length = days_of(year, month)); month++)
        days -= length;
    return year * 10000 + month * 100 + days + 1;
}

struct pc_str pc_date_text(struct pc_arena *arena, uint32_t ymd) {
    return pc_str_fmt(arena, "%04u-%02u-%02u", (unsigned)(ymd / 10000), (unsigned)(ymd / 100 % 100),
                      (unsigned)(ymd % 100));
}
