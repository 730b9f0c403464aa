/* Which dials the picture shows: all while they can be looked at, else those that somebody has to see. */
#include "tiny_report.h"

#include "html_graph.h"

#define DIALS 4000

static struct pc_report_dial dials[DIALS];

static struct pc_report_dial dial_of(pc_id caller, pc_id callee, bool wrong) {
    return (struct pc_report_dial){
        .caller_service = caller, .callee_service = callee, .port = 4000, .known = true, .wrong = wrong, .why = ""};
}

static struct pc_picture choose(struct tiny_report *r, size_t count) {
    r->report.dials = dials;
    r->report.dial_count = count;
    return pc_picture_choose(&r->t.arena, &r->report, PC_PICTURE_ALL);
}

static void assert_fits(const struct pc_picture *picture) {
    assert_true(picture->graph.node_count <= PC_PICTURE_NODES);
    assert_true(picture->graph.edge_count <= PC_PICTURE_EDGES);
    for (size_t i = 0; i < picture->graph.edge_count; i++) {
        const struct pc_graph_edge *edge = &picture->graph.edges[i];
        assert_int_equal(picture->parties[edge->from].service, picture->edges[i].dial->caller_service);
        assert_int_equal(picture->parties[edge->to].service, picture->edges[i].dial->callee_service);
        assert_true(edge->marked == picture->edges[i].dial->wrong);
    }
}

static void few_are_all_shown(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    dials[0] = dial_of(1, 2, true);
    dials[1] = dial_of(1, 2, true);
    dials[2] = dial_of(1, 2, false);
    dials[3] = dial_of(1, 2, false);
    dials[4] = dial_of(2, 2, false);
    dials[5] = dial_of(PC_NONE, 2, false);
    dials[5].caller = PC_STR("probe.yml");
    struct pc_picture picture = choose(&r, 6);
    assert_int_equal(picture.scope, PC_PICTURE_ALL);
    assert_int_equal(picture.graph.node_count, 3);
    /* Wrong ones stand for themselves, the others of two parties are one edge. */
    assert_int_equal(picture.graph.edge_count, 5);
    assert_int_equal(picture.edges[2].dials, 2);
    assert_fits(&picture);
    tiny_report_finish(&r);
}

static void sixty_services_are_all_shown(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    for (unsigned i = 0; i < 150; i++)
        dials[i] = dial_of(i % 60, (i * 7 + 3) % 60, i < 5);
    struct pc_picture picture = choose(&r, 150);
    assert_int_equal(picture.scope, PC_PICTURE_ALL);
    assert_int_equal(picture.graph.node_count, 60);
    assert_fits(&picture);
    tiny_report_finish(&r);
}

static void many_leave_the_wrong_ones_and_their_neighbours(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    for (unsigned i = 0; i < 1000; i++)
        dials[i] = dial_of(i, i + 1, false);
    dials[0].wrong = true; /* 0 to 1; 1 dials 2, and 2 is the last that is shown */
    struct pc_picture picture = choose(&r, 1000);
    assert_int_equal(picture.scope, PC_PICTURE_NEIGHBOURS);
    assert_int_equal(picture.graph.node_count, 3);
    assert_fits(&picture);
    tiny_report_finish(&r);
}

static void what_is_not_known_goes_first(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    for (unsigned i = 0; i < 1000; i++) {
        dials[i] = dial_of(i, i + 1, false);
        dials[i].known = i < 10;
    }
    struct pc_picture picture = choose(&r, 1000);
    assert_int_equal(picture.scope, PC_PICTURE_KNOWN);
    assert_int_equal(picture.graph.edge_count, 10);
    tiny_report_finish(&r);
}

static void a_neighbourhood_can_be_too_large(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    for (unsigned i = 0; i < 1000; i++)
        dials[i] = dial_of(i + 1, 0, i < 3);
    struct pc_picture picture = choose(&r, 1000);
    assert_int_equal(picture.scope, PC_PICTURE_WRONG);
    assert_int_equal(picture.graph.edge_count, 3);
    for (unsigned i = 0; i < DIALS; i++)
        dials[i] = dial_of(i, i + 1, true);
    picture = choose(&r, DIALS);
    assert_int_equal(picture.scope, PC_PICTURE_SOME_WRONG);
    assert_fits(&picture);
    assert_true(picture.graph.node_count > PC_PICTURE_NODES / 2);
    tiny_report_finish(&r);
}

static void too_many_and_none_wrong_is_no_picture(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    for (unsigned i = 0; i < 1000; i++)
        dials[i] = dial_of(i, i + 1, false);
    assert_int_equal(choose(&r, 1000).scope, PC_PICTURE_NONE);
    tiny_report_finish(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_are_all_shown),
        cmocka_unit_test(sixty_services_are_all_shown),
        cmocka_unit_test(many_leave_the_wrong_ones_and_their_neighbours),
        cmocka_unit_test(what_is_not_known_goes_first),
        cmocka_unit_test(a_neighbourhood_can_be_too_large),
        cmocka_unit_test(too_many_and_none_wrong_is_no_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
