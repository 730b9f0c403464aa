#include "tiny.h"

static void newer_entries_than_the_date(void **state) {
    (void)state;
    static const struct {
        uint32_t reconciled[2], entries[2];
        const char *found;
    } cases[] = {
        {{20310201, 0},
         {20310509, 20310101},
         "info: the document was reconciled on 2031-02-01, but has an entry of 2031-05-09"},
        {{20310509, 0}, {20310509, 20310101}, ""},
        {{20310601, 0}, {20310509, 0}, ""},
        {{20310201, 20310601}, {20310509, 0}, ""}, /* two such dates: the newer one counts */
        {{0, 0}, {20310509, 0}, ""},
        {{20310201, 0}, {0, 0}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tiny_set_up(NULL);
        pc_id file = tiny_file("PORTS.md", "R0 R1 E0 E1\n");
        pc_id other = tiny_file("Z.md", "E\n");
        const char *const reconciled[] = {"R0", "R1"};
        const char *const entries[] = {"E0", "E1"};
        for (size_t k = 0; k < 2; k++) {
            if (cases[i].reconciled[k] != 0)
                tiny_date(file, reconciled[k], cases[i].reconciled[k], true);
            if (cases[i].entries[k] != 0)
                tiny_date(file, entries[k], cases[i].entries[k], false);
        }
        tiny_date(other, "E", 20991231, false); /* another document's entry */
        assert_string_equal(tiny_shown(tiny_run(&pc_rule_stale_date, NULL)), cases[i].found);
        tiny_tear_down(NULL);
    }
    tiny_set_up(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {TINY_TEST(newer_entries_than_the_date)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
