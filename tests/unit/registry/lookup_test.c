/* Names as a person types them, and ports that nobody has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "draft_helper.h"
#include "free_ports.h"
#include "lookup.h"
#include "taken.h"

static void test_names(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id compose = draft_compose(&d, "compose.yml", NULL, PC_ENV_UNKNOWN);
    pc_builder_service_dir(d.b, PC_STR("services/ferry"), (struct pc_span){.file = 0});
    draft_publish(&d, 0, draft_container(&d, compose, "ferry", "acme-ferry", NULL, "services/ferry"), 4400);
    draft_publish(&d, 0, draft_container(&d, compose, "Tide_Clock", NULL, NULL, "services/tide"), 4401);
    draft_host(&d, 0, "Harbour box", NULL, "10.0.0.7", false);
    const struct pc_registry *reg = draft_resolve(&d);
    static const struct {
        const char *typed, *service;
    } rows[] = {{"ferry", "ferry"},
                {"FERRY", "ferry"},
                {"acme-ferry", "ferry"},
                {"acmeferry", "ferry"},
                {"tide-clock", "Tide_Clock"},
                {"services/ferry", "ferry"},
                {"fery", NULL},
                {"", NULL},
                {"-", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_ids found = pc_services_named(&d.arena, reg, pc_str_c(rows[i].typed));
        if (found.count != (rows[i].service != NULL))
            fail_msg("\"%s\": %zu services", rows[i].typed, found.count);
        if (rows[i].service)
            assert_str(reg->services[found.items[0]].name, rows[i].service);
    }
    assert_int_equal(pc_hosts_named(&d.arena, reg, PC_STR("harbour-BOX")).count, 1);
    assert_int_equal(pc_hosts_named(&d.arena, reg, PC_STR("10.0.0.7")).count, 1);
    assert_int_equal(pc_hosts_named(&d.arena, reg, PC_STR("ferry")).count, 0);
    draft_finish(&d);
}

/* Of each kind any one, of all kinds all. */
static void test_selection(void **state) {
    (void)state;
    const pc_id two[] = {3, 5};
    const struct pc_ports blocks[] = {{4000, 4009}, {80, 80}};
    const struct pc_selection all = {.by_service = false};
    const struct pc_selection s = {.by_service = true,
                                   .services = {two, 2},
                                   .by_host = true,
                                   .hosts = {two, 1},
                                   .by_ports = true,
                                   .ports = blocks,
                                   .port_count = 2};
    static const struct {
        pc_id service, host;
        uint16_t lo, hi;
        bool fits;
    } rows[] = {{5, 3, 4005, 4005, true},    {3, 3, 80, 80, true},       {3, 3, 3990, 4000, true},
                {4, 3, 80, 80, false},       {5, 5, 80, 80, false},      {5, 3, 81, 3999, false},
                {PC_NONE, 3, 80, 80, false}, {5, PC_NONE, 80, 80, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_claim claim = {.service = rows[i].service, .host = rows[i].host, .ports = {rows[i].lo, rows[i].hi}};
        if (pc_selects_claim(&s, &claim) != rows[i].fits)
            fail_msg("row %zu", i);
        assert_true(pc_selects_claim(&all, &claim));
    }
    assert_true(pc_selects_all(&all));
    assert_false(pc_selects_all(&s));
}

/* The runs are what trying each port gives. */
static void test_runs(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_id here = draft_host(&d, doc, "here", NULL, NULL, false),
          there = draft_host(&d, doc, "there", NULL, NULL, false);
    draft_claim(&d, doc, PC_ROLE_PLANNED, "x", 1);
    draft_claim(&d, doc, PC_ROLE_RESERVED, "x", 65535);
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_RESERVED, "x", 3000))->ports.hi = 3009;
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "x", 3012))->host = here;
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "x", 3014))->host = there;
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_DOCUMENTED, "x", 3016))->place = PC_PLACE_NETWORK;
    pc_builder_claim_at(d.b, draft_claim(&d, doc, PC_ROLE_DIALS, "x", 3018))->place = PC_PLACE_HOST;
    const struct pc_registry *reg = draft_resolve(&d);
    struct pc_free_ports *f = pc_free_ports_new(&d.arena);
    static const struct {
        int host; /* -1: any */
        uint16_t lo, hi;
        const char *runs;
    } rows[] = {
        {-1, 3000, 3020, "3010-3011 3013-3013 3015-3017 3019-3020 "},
        {0, 3000, 3020, "3010-3011 3013-3017 3019-3020 "},
        {1, 3000, 3020, "3010-3013 3015-3017 3019-3020 "},
        {-1, 3000, 3009, ""},
        {-1, 3010, 3010, "3010-3010 "},
        {0, 1, 2, "2-2 "},
        {0, 65530, 65535, "65530-65534 "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pc_ports block = {rows[i].lo, rows[i].hi}, run;
        char text[200] = "";
        size_t at = 0;
        unsigned sum = 0;
        pc_free_ports_fill(f, reg, rows[i].host < 0 ? PC_NONE : (pc_id)rows[i].host);
        while (pc_free_ports_next(f, block, &run)) {
            at += (size_t)snprintf(text + at, sizeof text - at, "%u-%u ", run.lo, run.hi);
            sum += run.hi - run.lo + 1u;
            if (run.hi == rows[i].hi)
                break;
            block.lo = (uint16_t)(run.hi + 1);
        }
        assert_string_equal(text, rows[i].runs);
        assert_int_equal(pc_free_ports_count(f, (struct pc_ports){rows[i].lo, rows[i].hi}), sum);
    }
    draft_finish(&d);
}

/* Who has a port: what runs goes before what is written, and growth is last. Free is what the runs above say, but for
 * the open end of a row, which is growth. */
static void test_taken(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    pc_id doc = draft_file(&d, "PORTS.md", "");
    pc_id here = draft_host(&d, doc, "here", NULL, NULL, false),
          there = draft_host(&d, doc, "there", NULL, NULL, false);
    static const struct {
        enum pc_role role;
        const char *name;
        uint16_t lo, hi;
        int host; /* -1: none */
        uint32_t flags;
    } claims[] = {
        {PC_ROLE_RESERVED, "", 3000, 3009, -1, 0},
        {PC_ROLE_DIALS, "gate", 3002, 3002, -1, 0},
        {PC_ROLE_DEFAULT, "tide", 3002, 3002, -1, 0},
        {PC_ROLE_PLANNED, "tide", 3003, 3005, -1, 0},
        {PC_ROLE_PUBLISHES, "gate", 3004, 3004, 0, 0},
        {PC_ROLE_RESERVED, "spare", 3008, 3008, 1, 0},
        {PC_ROLE_PLANNED, "pool", 3011, 65535, -1, PC_CLAIM_OPEN},
        {PC_ROLE_DOCUMENTED, "tide", 3012, 3012, 1, 0},
        {PC_ROLE_LISTENS, "tide", 3013, 3013, -1, 0},
        {PC_ROLE_PLANNED, "kept", 3014, 3014, -1, PC_CLAIM_INTERNAL},
    };
    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
        pc_id id = draft_claim(&d, doc, claims[i].role, claims[i].name, claims[i].lo);
        struct pc_claim *claim = pc_builder_claim_at(d.b, id);
        claim->ports.hi = claims[i].hi;
        claim->host = claims[i].host < 0 ? PC_NONE : claims[i].host == 0 ? here : there;
        claim->place = PC_PLACE_HOST;
        claim->flags |= claims[i].flags;
    }
    const struct pc_registry *reg = draft_resolve(&d);
    static const struct {
        int host;
        const char *but;
        uint16_t port;
        const char *text; /* NULL: free */
        bool growth;
    } rows[] = {
        {-1, NULL, 2999, NULL, false},
        {-1, NULL, 3000, "reserved", true},
        {-1, NULL, 3002, "default of `tide`", false},
        {-1, "tide", 3002, "dialled as `gate`", false},
        {-1, NULL, 3003, "planned for `tide`", false},
        {-1, "tide", 3003, "reserved", true},
        {-1, NULL, 3004, "deployed by `gate`", false},
        {1, NULL, 3004, "planned for `tide`", false},
        {1, NULL, 3008, "reserved for `spare`", false},
        {0, NULL, 3008, "reserved", true},
        {-1, NULL, 3010, NULL, false},
        {-1, NULL, 3012, "documented for `tide`", false},
        {0, NULL, 3012, "kept open for `pool`", true},
        {-1, NULL, 3013, "kept open for `pool`", true},
        {-1, NULL, 65535, "kept open for `pool`", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pc_id but = rows[i].but ? pc_services_named(&d.arena, reg, pc_str_c(rows[i].but)).items[0] : PC_NONE;
        const struct pc_taken *taken =
            pc_taken_new(&d.arena, reg, rows[i].host < 0 ? PC_NONE : (pc_id)rows[i].host, but);
        pc_id by = taken->by[rows[i].port];
        struct pc_str text = by == PC_NONE ? PC_EMPTY : pc_taken_text(&d.arena, reg, &reg->claims[by]);
        if (!pc_str_is(text, rows[i].text ? rows[i].text : ""))
            fail_msg("row %zu: \"%.*s\"", i, PC_ARG(text));
        assert_int_equal(by != PC_NONE && pc_claim_is_growth(reg, &reg->claims[by]), rows[i].growth);
    }
    draft_finish(&d);
}

/* Files are put in order at the end; both places of a suppression go with theirs. */
static void test_order_of_files(void **state) {
    (void)state;
    struct draft d;
    draft_init(&d, NULL);
    static const char *const paths[] = {"quay.md", "dock.md", "basin.md"};
    for (size_t i = 0; i < 3; i++) {
        pc_id file = draft_file(&d, paths[i], "<!-- portcheck: ignore[PC101]: x -->\n");
        struct pc_ignore ignore = {
            .kind = PC_IGNORE_LINE, .span = {file, 5, 24}, .comment = {file, 0, 36}, .line = UINT32_MAX};
        pc_builder_ignore(d.b, &ignore);
    }
    const struct pc_registry *reg = draft_resolve(&d);
    assert_int_equal(reg->ignore_count, 3);
    for (pc_id i = 0; i < 3; i++) {
        assert_str(reg->files[i].path, paths[2 - i]);
        assert_int_equal(reg->ignores[i].span.file, i);
        assert_int_equal(reg->ignores[i].comment.file, i);
    }
    draft_finish(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(test_selection),
                                       cmocka_unit_test(test_runs), cmocka_unit_test(test_taken),
                                       cmocka_unit_test(test_order_of_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
