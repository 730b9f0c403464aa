#include "intervals.h"
#include "tiny.h"

struct hits {
    pc_id ids[64];
    size_t count;
    size_t limit;
};

static bool note(void *arg, pc_id id) {
    struct hits *hits = arg;
    hits->ids[hits->count++] = id;
    return hits->count < hits->limit;
}

/* Against a plain look at every interval, for all queries of a small world. */
static void finds_what_a_scan_finds(void **state) {
    (void)state;
    static const struct pc_interval source[] = {
        {1, {10, 20}, 0}, {1, {5, 5}, 1}, {1, {5, 30}, 2},  {2, {1, 40}, 3}, {1, {20, 25}, 4},
        {1, {26, 26}, 5}, {0, {7, 9}, 6}, {1, {10, 20}, 7}, {1, {1, 2}, 8},  {1, {65535, 65535}, 9},
    };
    const size_t count = sizeof source / sizeof source[0];
    struct pc_interval items[sizeof source / sizeof source[0]];
    for (size_t i = 0; i < count; i++)
        items[i] = source[i];
    struct pc_intervals all = pc_intervals_new(&tiny_arena, items, count);
    for (uint32_t group = 0; group < 4; group++) {
        for (unsigned lo = 1; lo < 45; lo++) {
            for (unsigned hi = lo; hi < 45; hi++) {
                struct hits hits = {.limit = 64};
                struct pc_ports ports = {(uint16_t)lo, (uint16_t)hi};
                size_t expected = 0;
                pc_intervals_each(&all, group, ports, note, &hits);
                for (size_t i = 0; i < count; i++)
                    expected += items[i].group == group && pc_ports_overlap(items[i].ports, ports);
                assert_int_equal(hits.count, expected);
                for (size_t i = 0; i < hits.count; i++)
                    assert_true(source[hits.ids[i]].group == group &&
                                pc_ports_overlap(source[hits.ids[i]].ports, ports));
            }
        }
    }
}

static void keeps_the_order_and_stops(void **state) {
    (void)state;
    struct pc_interval items[] = {{0, {10, 20}, 3}, {0, {10, 30}, 2}, {0, {5, 40}, 1}, {0, {10, 20}, 0}};
    struct pc_intervals all = pc_intervals_new(&tiny_arena, items, 4);
    struct hits hits = {.limit = 64};
    pc_intervals_each(&all, 0, (struct pc_ports){15, 15}, note, &hits);
    assert_int_equal(hits.count, 4);
    const pc_id order[] = {1, 2, 0, 3};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(hits.ids[i], order[i]);
    hits = (struct hits){.limit = 2};
    pc_intervals_each(&all, 0, (struct pc_ports){15, 15}, note, &hits);
    assert_int_equal(hits.count, 2);
    struct pc_intervals none = pc_intervals_new(&tiny_arena, NULL, 0);
    pc_intervals_each(&none, 0, (struct pc_ports){1, 65535}, note, &hits);
    assert_int_equal(hits.count, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {TINY_TEST(finds_what_a_scan_finds), TINY_TEST(keeps_the_order_and_stops)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
