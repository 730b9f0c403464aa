#include <string.h>

#include "base_test.h"
#include "date.h"

static void reads_days_that_exist(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t ymd; /* 0: refused */
    } rows[] = {{"2031-01-31", 20310131}, {"2032-02-29", 20320229}, {"2000-02-29", 20000229},
                {"9999-12-31", 99991231}, {"2031-02-29", 0},        {"2100-02-29", 0},
                {"2031-13-01", 0},        {"2031-00-01", 0},        {"2031-01-00", 0},
                {"2031-04-31", 0},        {"0000-01-01", 0},        {"2031-1-31", 0},
                {"31.01.2031", 0},        {"2031-01-31 ", 0},       {"2031/01/31", 0},
                {"20310131", 0},          {"+031-01-31", 0},        {"", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t ymd = 0;
        assert_int_equal(pc_date_parse(pc_str_c(rows[i].text), &ymd), rows[i].ymd != 0);
        if (rows[i].ymd != 0) {
            assert_int_equal(ymd, rows[i].ymd);
            assert_str(pc_date_text(&arena, ymd), rows[i].text);
        }
    }
}

static void counts_days_of_the_epoch(void **state) {
    (void)state;
    static const struct {
        int64_t seconds;
        uint32_t ymd;
    } rows[] = {{0, 19700101},         {86399, 19700101},     {86400, 19700102},        {951782399, 20000228},
                {951782400, 20000229}, {951868800, 20000301}, {1924991999, 20301231},   {1924992000, 20310101},
                {-1, 19700101},        {INT64_MIN, 19700101}, {253402300799, 99991231}, {253402300800, 99991231},
                {INT64_MAX, 99991231}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(pc_date_of_epoch(rows[i].seconds), rows[i].ymd);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(reads_days_that_exist), TEST(counts_days_of_the_epoch)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
