/* Look-ups that rules stand on: claims at a port, bindings of a host, where a service really is; and the frozen order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draft_helper.h"
#include "view.h"

struct hits {
    size_t count;
};

static bool count_hit(void *arg, pc_id claim) {
    (void)claim;
    ((struct hits *)arg)->count++;
    return true;
}

/* The interval tree finds what a plain scan finds, at every port of interest. */
static void test_at_port(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    uint32_t seed = 12345;
    for (int i = 0; i < 400; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint16_t lo = (uint16_t)(1 + (seed >> 8) % 2000);
        pc_id claim = draft_claim(&d, doc, PC_ROLE_PLANNED, "x", lo);
        pc_builder_claim_at(d.b, claim)->ports.hi = (uint16_t)(lo + (seed >> 24) % 7 * ((seed >> 4) % 60));
    }
    const struct pc_registry *reg = draft_resolve(&d);
    const struct pc_view *view = pc_view_new(&d.arena, reg);
    for (unsigned port = 1; port < 2500; port++) {
        size_t expected = 0;
        for (size_t i = 0; i < reg->claim_count; i++) {
            expected += reg->claims[i].ports.lo <= port && reg->claims[i].ports.hi >= port;
        }
        struct hits hits = {0};
        pc_view_at_port(view, (uint16_t)port, count_hit, &hits);
        assert_int_equal(hits.count, expected);
    }
    draft_finish(&d);
}

/* Container ports are no host ports. */
static void test_inside_is_left_out(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "x", 8080))->place = PC_PLACE_NETWORK;
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "y", 8080))->flags = PC_CLAIM_INTERNAL;
    const struct pc_registry *reg = draft_resolve(&d);
    struct hits hits = {0};
    pc_view_at_port(pc_view_new(&d.arena, reg), 8080, count_hit, &hits);
    assert_int_equal(hits.count, 0);
    draft_finish(&d);
}

/* Deployed goes before documented on the same host; hosts stay apart. */
static void test_states(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_builder_document(d.b, doc);
    pc_id rack = draft_host(&d, doc, "rack", NULL, NULL, false),
          attic = draft_host(&d, doc, "attic", NULL, NULL, false);
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "shop", 3061))->host = rack;
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "shop", 3062))->host = attic;
    pc_id compose = draft_compose(&d, "docker-compose.rack.yml", "rack", PC_ENV_UNKNOWN);
    draft_publish(&d, 1, draft_container(&d, compose, "shop", NULL, NULL, "shop"), 3002);
    const struct pc_registry *reg = draft_resolve(&d);
    struct pc_states states = pc_view_states(pc_view_new(&d.arena, reg));
    assert_int_equal(states.count, 2);
    for (size_t i = 0; i < 2; i++) {
        bool on_rack = pc_str_eq(reg->hosts[states.items[i].host].name, PC_STR("rack"));
        assert_int_equal(states.items[i].actual, on_rack ? PC_ACTUAL_DEPLOYED : PC_ACTUAL_DOCUMENTED);
        assert_int_equal(states.items[i].claims.count, 1);
        assert_int_equal(reg->claims[states.items[i].claims.items[0]].ports.lo, on_rack ? 3002 : 3062);
    }
    draft_finish(&d);
}

/* Files, services and claims come in one order, whatever the order of their coming. */
static void test_order(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id z = draft_file(&d, "z.md", ""), a = draft_file(&d, "a.md", "");
    draft_claim(&d, z, PC_ROLE_PLANNED, "one", 1);
    draft_claim(&d, a, PC_ROLE_PLANNED, "two", 2);
    const struct pc_registry *reg = draft_resolve(&d);
    assert_str(reg->files[0].path, "a.md");
    assert_int_equal(reg->claims[0].ports.lo, 2);
    assert_int_equal(reg->claims[0].span.file, 0);
    assert_str(reg->services[0].name, "one");
    draft_finish(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_at_port), cmocka_unit_test(test_inside_is_left_out),
                                       cmocka_unit_test(test_states), cmocka_unit_test(test_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
