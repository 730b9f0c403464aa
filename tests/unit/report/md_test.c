/* The drift report in Markdown: rows with the right number of cells whatever names are, links to the right lines, and a
 * document that a comment has room for. */
#include "tiny_report.h"

/* Bytes that end a cell: a bar that is neither escaped nor within a reference. */
static unsigned cells_of(struct pc_str line) {
    unsigned bars = 0;
    for (size_t i = 0; i < line.len; i++)
        bars += line.ptr[i] == '|' && (i == 0 || line.ptr[i - 1] != '\\') ? 1 : 0;
    return bars > 0 ? bars - 1 : 0;
}

/* Every line of a table has as many cells as its head. */
static void assert_tables(struct pc_str text) {
    struct pc_str rest = text, line;
    unsigned head = 0;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        bool is_row = pc_str_starts(line, PC_STR("|"));
        if (is_row && head > 0 && cells_of(line) != head)
            fail_msg("%u cells, not %u: %.*s", cells_of(line), head, PC_ARG(line));
        head = is_row ? cells_of(line) : 0;
    }
}

/* The text without what stands between backticks. */
static struct pc_str outside_code(struct pc_arena *arena, struct pc_str text) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    for (size_t i = 0, code = 0; i < text.len; i++) {
        code ^= text.ptr[i] == '`' ? 1 : 0;
        if (code == 0)
            pc_buf_addc(&out, text.ptr[i]);
    }
    return pc_buf_str(&out);
}

static void drift_of(struct tiny_report *r, struct pc_standing *standing, enum pc_verdict verdict) {
    pc_id plan = tiny_file(&r->t, "docs/Port Plan.md", PC_FILE_KIND_REGISTRY, "# Ports\n\n| 4100 | kiosk |\n");
    pc_id compose = tiny_file(&r->t, "compose.yml", PC_FILE_KIND_COMPOSE, "a:\n  ports: [\"4200:80\", \"4300:80\"]\n");
    pc_id kiosk = tiny_service(r, "kiosk");
    pc_id planned = tiny_claim(r, kiosk, 4100, tiny_span(&r->t, plan, "4100", 0));
    pc_id deployed = tiny_claim(r, kiosk, 4200, tiny_span(&r->t, compose, "4200", 0));
    pc_id second = tiny_claim(r, kiosk, 4300, tiny_span(&r->t, compose, "4300", 0));
    *standing = (struct pc_standing){.service = kiosk,
                                     .host = tiny_host(r, "quay"),
                                     .planned = TINY_CLAIMS_OF(r, planned),
                                     .deployed = TINY_CLAIMS_OF(r, deployed),
                                     .moved = TINY_CLAIMS_OF(r, deployed, second),
                                     .behind = TINY_CLAIMS_OF(r, planned),
                                     .verdict = verdict};
}

static void the_drift_table_links_to_lines(void **state) {
    struct tiny_report r;
    struct pc_standing standing;
    (void)state;
    tiny_report_init(&r);
    drift_of(&r, &standing, PC_VERDICT_PLAN_STALE);
    struct pc_report_row row = {.standing = &standing, .changed = 20310412};
    r.report.rows = &row;
    r.report.row_count = r.report.drifting = 1;
    struct pc_str text = tiny_report_write(&r, &pc_report_md);
    assert_has(text, "**1 service drifts.**");
    assert_has(text, "What drifts: 1 with a stale plan (correct the plan).");
    assert_has(text, "| `kiosk` | `quay` | [4100](docs/Port%20Plan.md?plain=1#L3) | \xE2\x80\x93 | \xE2\x80\x93 | "
                     "[4200](compose.yml#L2) | plan is stale | 2031-04-12 |\n");
    assert_tables(text);
    /* Where the date stands is known to who compares two reports. */
    assert_int_equal(r.dates.places.count, 1);
    struct pc_str date =
        pc_str_sub(text, r.dates.places.items[0].from, r.dates.places.items[0].to - r.dates.places.items[0].from);
    assert_true(pc_str_is(date, "2031-04-12"));
    tiny_report_finish(&r);
}

static void forgotten_places_are_named(void **state) {
    struct tiny_report r;
    struct pc_standing standing;
    (void)state;
    tiny_report_init(&r);
    drift_of(&r, &standing, PC_VERDICT_HALF_MOVED);
    struct pc_report_row row = {.standing = &standing};
    r.report.rows = &row;
    r.report.row_count = r.report.drifting = 1;
    struct pc_str text = tiny_report_write(&r, &pc_report_md);
    assert_has(text, "moved half-way (2 of 3 places) | \xE2\x80\x93 |\n");
    assert_has(text, "* `kiosk` on `quay` was moved in 2 of 3 places. Forgotten: "
                     "[`docs/Port Plan.md:3`](docs/Port%20Plan.md?plain=1#L3) (4100)\n");
    tiny_report_finish(&r);
}

static void nothing_to_say_is_said(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    assert_has(tiny_report_write(&r, &pc_report_md), "**Nothing to compare: not one port was found.**\n");
    r.report.claims = r.report.sources = 1;
    struct pc_str text = tiny_report_write(&r, &pc_report_md);
    assert_has(text, "**Nothing collides and nothing drifts.**\n");
    assert_has(text, " 1 claim from 1 source ");
    assert_has(text, "portcheck 0.1.0 \xC2\xB7 no registry");
    assert_false(text_has(text, "|"));
    assert_false(text_has(text, "<details>"));
    r.report.warnings = 2;
    assert_has(tiny_report_write(&r, &pc_report_md),
               "**Nothing collides and nothing drifts; 2 warnings are worth a look.**\n");
    r.report.errors = 1; /* of a kind that has no counter of its own */
    assert_has(tiny_report_write(&r, &pc_report_md), "**1 problem must be fixed.**\n");
    r.report.incomplete = true;
    assert_has(tiny_report_write(&r, &pc_report_md), "**Incomplete");
    tiny_report_finish(&r);
}

static void what_changed_stands_on_top(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    pc_id file = tiny_file(&r.t, "compose.yml", PC_FILE_KIND_COMPOSE, "a:\n  ports: [\"4200:80\"]\n");
    r.report.since = PC_STR("main");
    assert_has(tiny_report_write(&r, &pc_report_md),
               "\n## Since `main`\n\nNo finding is new or fixed, and every verdict is the same.\n");
    struct pc_report_news_item news[] = {{.news = PC_NEWS_NEW,
                                          .rule = &tiny_collision,
                                          .message = PC_STR("port 4200 is bound twice"),
                                          .level = PC_LEVEL_ERROR,
                                          .span = tiny_span(&r.t, file, "4200", 0)},
                                         {.news = PC_NEWS_FIXED,
                                          .rule = &tiny_drift,
                                          .message = PC_STR("`kiosk` drifts"),
                                          .level = PC_LEVEL_WARNING,
                                          .span = {PC_NONE, 0, 0}}};
    struct pc_report_row_news row = {.news = PC_NEWS_CHANGED,
                                     .service = PC_STR("ferry"),
                                     .before = PC_STR("three-way"),
                                     .after = PC_STR("plan is stale")};
    r.report.news = news;
    r.report.news_count = 2;
    r.report.row_news = &row;
    r.report.row_news_count = 1;
    struct pc_str text = tiny_report_write(&r, &pc_report_md);
    assert_has(text, "New findings: 1, graver: 0, fixed: 1. Services whose drift is another one: 1.\n");
    assert_has(text, "| **new** | error | PC201 | port 4200 is bound twice | [`compose.yml:2`](compose.yml#L2) |\n");
    assert_has(text, "| **fixed** | warning | PC301 | `kiosk` drifts | \xE2\x80\x93 |\n");
    assert_has(text, "| **changed** | `ferry` | \xE2\x80\x93 | three-way | plan is stale |\n");
    assert_tables(text);
    tiny_report_finish(&r);
}

static const char *const hostile[] = {
    "a|b\\|c",
    "`code` ``more``",
    "</details></summary><script>alert(1)</script>",
    "\n| x | y |\n# head",
    "[t](http://e.x)",
    "@someone #12",
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
    "\xE6\xB8\xAF\xE5\x8F\xA3",
    "\xE2\x80\xAE\xFF",
    "&lt;&#124;",
    "<!--",
    "",
};

static void hostile_names_stay_in_their_cells(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct tiny_report r;
        struct pc_standing standing;
        struct pc_str name = pc_str_c(hostile[i]);
        tiny_report_init(&r);
        drift_of(&r, &standing, PC_VERDICT_HALF_MOVED);
        r.services[0].name = r.hosts[0].name = name;
        if (name.len > 0)
            r.t.files[0].path = name;
        r.ranges[0] = (struct pc_range){.ports = {4100, 4199}, .span = r.claims[0].span, .purpose = name};
        struct pc_report_row row = {.standing = &standing};
        struct pc_report_range range = {.range = 0};
        struct pc_report_host host = {.host = 0};
        struct pc_report_cell cell = {.ports = {4100, 4199},
                                      .state = PC_CELL_BOUND,
                                      .services = &name,
                                      .service_count = 1,
                                      .span = r.claims[0].span};
        struct pc_report_strip strip = {.range = 0, .host = 0, .ports = cell.ports, .cells = &cell, .cell_count = 1};
        struct pc_report_port port = {.claim = 0, .host = 0};
        struct pc_report_dial dials[2] = {{.caller = name, .callee = name, .port = 1, .wrong = true, .why = ""},
                                          {.caller = name, .callee = name, .port = 2}};
        for (size_t k = 0; k < 2; k++) {
            dials[k].spans = &r.claims[0].span;
            dials[k].span_count = 1;
        }
        struct pc_report_news_item news = {.news = PC_NEWS_NEW,
                                           .rule = &tiny_drift,
                                           .message = name,
                                           .level = PC_LEVEL_ERROR,
                                           .span = r.claims[0].span};
        struct pc_report_row_news row_news = {.news = PC_NEWS_FIXED, .service = name, .host = name};
        struct pc_finding *f =
            pc_finding_new(&r.t.all, &tiny_collision, PC_LEVEL_ERROR, "`%s` is %s", hostile[i], hostile[i]);
        pc_finding_label(&r.t.all, f, r.claims[0].span, "%s", hostile[i]);
        f = pc_finding_new(&r.t.all, &tiny_drift, PC_LEVEL_WARNING, "`%s` is %s", hostile[i], hostile[i]);
        pc_finding_label(&r.t.all, f, r.claims[1].span, "%s", hostile[i]);
        pc_findings_finish(&r.t.all);
        struct pc_mention mention = {.span = r.claims[0].span, .why = "prose"};
        r.report.rows = r.report.others = &row;
        r.report.ranges = &range;
        r.report.hosts = &host;
        r.report.strips = &strip;
        r.report.unregistered_ports = r.report.undeployed = &port;
        r.report.dials = dials;
        r.report.dial_count = 2;
        r.report.news = &news;
        r.report.row_news = &row_news;
        r.report.findings = r.t.all.list.items;
        r.report.finding_count = r.t.all.list.count;
        r.report.mentions = &mention;
        r.report.row_count = r.report.other_count = r.report.range_count = r.report.host_count = r.report.strip_count =
            r.report.unregistered_count = r.report.undeployed_count = r.report.news_count = r.report.row_news_count =
                r.report.mention_count = 1;
        r.report.since = r.report.registry = r.report.remark = r.report.narrowed = name;
        struct pc_str text = tiny_report_write(&r, &pc_report_md);
        assert_tables(text);
        assert_int_equal(pc_utf8_invalid(text), PC_NPOS);
        struct pc_str plain = outside_code(&r.t.arena, text);
        assert_false(text_has(plain, "<script"));
        assert_false(text_has(plain, "](http"));
        assert_false(text_has(text, "\n# head"));
        /* What is folded is folded once, and closed. */
        size_t opened = 0, closed = 0;
        for (size_t at = 0; (at = pc_str_find(text, PC_STR("\n<details>"), at)) != PC_NPOS; at++)
            opened++;
        for (size_t at = 0; (at = pc_str_find(text, PC_STR("\n</details>"), at)) != PC_NPOS; at++)
            closed++;
        assert_int_equal(opened, closed);
        tiny_report_finish(&r);
    }
}

static void a_comment_has_room_for_it(void **state) {
    enum { ROWS = 3000 };
    struct tiny_report r;
    struct pc_standing standing;
    (void)state;
    tiny_report_init(&r);
    drift_of(&r, &standing, PC_VERDICT_THREE_WAY);
    struct pc_report_row *rows = pc_arena_array(&r.t.arena, ROWS, sizeof *rows);
    struct pc_report_port *ports = pc_arena_array(&r.t.arena, ROWS, sizeof *ports);
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = (struct pc_report_row){.standing = &standing, .changed = i % 2 == 0 ? 20310412 : 0};
    struct pc_report_range range = {.range = 0};
    r.ranges[0] = (struct pc_range){.ports = {4100, 4199}, .span = r.claims[0].span, .purpose = PC_STR("Jetties")};
    r.report.rows = rows;
    r.report.row_count = ROWS;
    r.report.unregistered_ports = ports;
    r.report.unregistered_count = 20;
    r.report.ranges = &range;
    r.report.range_count = 1;
    struct pc_str text = tiny_report_write(&r, &pc_report_md);
    assert_in_range(text.len, 55000, 65000);
    assert_has(text, " more services have no room here**; `portcheck report -f html -o report.html` shows all.\n");
    /* A long table takes no room from short ones. */
    assert_has(text, "Jetties");
    assert_has(text, "<summary>20 ports are bound and not in the registry</summary>");
    assert_false(text_has(text, "more ports have no room"));
    assert_has(text, "portcheck 0.1.0");
    assert_tables(text);
    tiny_report_finish(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_drift_table_links_to_lines),
        cmocka_unit_test(forgotten_places_are_named),
        cmocka_unit_test(nothing_to_say_is_said),
        cmocka_unit_test(what_changed_stands_on_top),
        cmocka_unit_test(hostile_names_stay_in_their_cells),
        cmocka_unit_test(a_comment_has_room_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
