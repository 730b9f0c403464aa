/* The drift report as a page: what it says, what it lets in, and that it is one well-formed document. */
#include "tiny_report.h"

#include "html.h"

static struct pc_str write_page(struct tiny_report *r) {
    return tiny_report_write(r, &pc_report_html);
}

static size_t count_of(struct pc_str text, const char *needle) {
    size_t count = 0, length = strlen(needle);
    for (size_t at = 0; (at = pc_str_find(text, pc_str_c(needle), at)) != PC_NPOS; at += length)
        count++;
    return count;
}

/* Elements are closed in the order in which they were opened; no value is without quotes. */
static void assert_well_formed(struct pc_str text) {
    static const char *const lone[] = {"meta", "br", "!DOCTYPE"};
    struct pc_str open[64];
    size_t depth = 0;
    for (size_t at = 0; (at = pc_str_find_char(text, '<', at)) != PC_NPOS;) {
        size_t end = pc_str_find_char(text, '>', at);
        assert_true(end != PC_NPOS);
        struct pc_str tag = pc_str_sub(text, at + 1, end - at - 1);
        size_t name_end = pc_str_find_char(tag, ' ', 0);
        struct pc_str name = pc_str_sub(tag, 0, name_end == PC_NPOS ? tag.len : name_end);
        bool is_lone = pc_str_ends(tag, PC_STR("/"));
        for (size_t i = 0; i < sizeof lone / sizeof *lone; i++)
            is_lone = is_lone || pc_str_is(name, lone[i]);
        if (pc_str_starts(tag, PC_STR("/"))) {
            assert_true(depth > 0);
            if (!pc_str_eq(open[--depth], pc_str_sub(name, 1, name.len)))
                fail_msg("<%.*s> is closed by <%.*s>", PC_ARG(open[depth]), PC_ARG(tag));
        } else if (!is_lone) {
            assert_true(depth < sizeof open / sizeof *open);
            open[depth++] = name;
        }
        assert_int_equal(count_of(tag, "\"") % 2, 0);
        at = end;
    }
    assert_int_equal(depth, 0);
}

/* Every address within the page leads somewhere, and no two elements have one. */
static void assert_addresses(struct pc_str text) {
    for (size_t at = 0; (at = pc_str_find(text, PC_STR("href=\"#"), at)) != PC_NPOS; at++) {
        size_t from = at + strlen("href=\"#");
        struct pc_str id = pc_str_sub(text, from, pc_str_find_char(text, '"', from) - from);
        char wanted[100];
        assert_true(id.len + 10 < sizeof wanted);
        snprintf(wanted, sizeof wanted, " id=\"%.*s\"", PC_ARG(id));
        if (count_of(text, wanted) != 1)
            fail_msg("%zu elements are #%.*s", count_of(text, wanted), PC_ARG(id));
    }
}

static void assert_page(struct pc_str text) {
    assert_well_formed(text);
    assert_addresses(text);
    assert_int_equal(count_of(text, "<h1>"), 1);
    assert_int_equal(count_of(text, "<script"), 0);
    assert_int_equal(count_of(text, " style="), 0);
    assert_int_equal(count_of(text, " src="), 0);
    assert_int_equal(count_of(text, "javascript"), 0);
}

/* A harbour: two services on one port, a plan of ten ports, one wrong dial. */
struct harbour {
    struct tiny_report r;
    struct pc_report_cell cells[6];
    struct pc_report_strip strip;
    struct pc_str names[4];
    struct pc_report_range range;
    struct pc_standing standing;
    struct pc_report_row row;
    struct pc_report_dial dials[2];
    struct pc_span spans[2];
    struct pc_report_host host;
    struct pc_report_port ports[2];
    struct pc_mention mention;
};

static void add_findings(struct harbour *x, pc_id plan, pc_id compose) {
    struct pc_findings *all = &x->r.t.all;
    struct pc_finding *f =
        pc_finding_new(all, &tiny_collision, PC_LEVEL_ERROR, "host port 4102 on `quay` is bound by 2 services");
    pc_finding_label(all, f, tiny_span(&x->r.t, compose, "4102", 0), "`tide` binds it");
    pc_finding_label(all, f, tiny_span(&x->r.t, compose, "4102", 1), "`gate` binds it again");
    pc_finding_label(all, f, tiny_span(&x->r.t, plan, "4102", 0), "the registry gives it to tide");
    pc_finding_help(all, f, "give `gate` 4104");
    pc_finding_note(all, f, "whichever starts second fails");
    struct pc_finding *g = pc_finding_new(all, &tiny_drift, PC_LEVEL_WARNING, "`tide` is planned on 4101");
    pc_finding_label(all, g, tiny_span(&x->r.t, plan, "4101", 0), "here");
    pc_findings_finish(all);
    x->r.report.findings = all->list.items;
    x->r.report.finding_count = all->list.count;
    x->r.report.errors = x->r.report.collisions = 1;
    x->r.report.warnings = 1;
}

static void add_map(struct harbour *x, pc_id host, struct pc_span line) {
    static const struct {
        uint16_t lo, hi;
        enum pc_cell_state state;
        size_t names;
    } cells[] = {{4100, 4100, PC_CELL_FREE, 0},          {4101, 4101, PC_CELL_PLANNED, 1},
                 {4102, 4102, PC_CELL_COLLISION, 2},     {4103, 4103, PC_CELL_BOUND, 1},
                 {4104, 4104, PC_CELL_PLANNED_BOUND, 1}, {4105, 4109, PC_CELL_RESERVED, 0}};
    x->names[0] = PC_STR("gate");
    x->names[1] = PC_STR("tide");
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        x->cells[i] = (struct pc_report_cell){.ports = {cells[i].lo, cells[i].hi},
                                              .state = cells[i].state,
                                              .services = x->names,
                                              .service_count = cells[i].names,
                                              .span = line};
        x->strip.counts[cells[i].state] += (unsigned)cells[i].hi - cells[i].lo + 1u;
    }
    x->r.ranges[0] = (struct pc_range){.ports = {4100, 4109}, .span = line, .purpose = PC_STR("Tides & gates")};
    x->r.t.reg.range_count = 1;
    x->strip.host = host;
    x->strip.ports = (struct pc_ports){4100, 4109};
    x->strip.cells = x->cells;
    x->strip.cell_count = sizeof cells / sizeof *cells;
    x->strip.has_next = true;
    x->strip.next = 4100;
    x->range = (struct pc_report_range){
        .planned = 2, .bound = 3, .reserved = 5, .free = 1, .width = 10, .has_next = true, .next = 4100};
    x->r.report.strips = &x->strip;
    x->r.report.strip_count = 1;
    x->r.report.ranges = &x->range;
    x->r.report.range_count = 1;
}

static void add_drift(struct harbour *x, pc_id service, pc_id host, pc_id planned, pc_id deployed) {
    x->standing = (struct pc_standing){.service = service,
                                       .host = host,
                                       .planned = TINY_CLAIMS_OF(&x->r, planned),
                                       .deployed = TINY_CLAIMS_OF(&x->r, deployed),
                                       .stale = TINY_CLAIMS_OF(&x->r, planned),
                                       .verdict = PC_VERDICT_PLAN_STALE};
    x->row = (struct pc_report_row){.standing = &x->standing, .changed = 20310412};
    x->r.report.rows = &x->row;
    x->r.report.row_count = x->r.report.drifting = 1;
}

static void harbour_init(struct harbour *x) {
    memset(x, 0, sizeof *x);
    tiny_report_init(&x->r);
    pc_id plan = tiny_file(&x->r.t, "docs/Port Plan.md", PC_FILE_KIND_REGISTRY,
                           "# Ports\n\n| 4101 | tide |\n| 4102 | tide |\n\nabout 4190\n");
    pc_id compose = tiny_file(&x->r.t, "compose.yml", PC_FILE_KIND_COMPOSE,
                              "tide:\n  ports: [\"4102:80\"] # hunter2\ngate:\n  ports: [\"4102:80\", \"4103:81\"]\n"
                              "  TIDE_URL: http://tide:4190/?key=hunter2\n");
    pc_id tide = tiny_service(&x->r, "tide"), gate = tiny_service(&x->r, "gate"), host = tiny_host(&x->r, "quay");
    pc_id planned = tiny_claim(&x->r, tide, 4101, tiny_span(&x->r.t, plan, "4101", 0));
    pc_id deployed = tiny_claim(&x->r, tide, 4102, tiny_span(&x->r.t, compose, "4102", 0));
    pc_id stray = tiny_claim(&x->r, gate, 4103, tiny_span(&x->r.t, compose, "4103", 0));
    add_findings(x, plan, compose);
    add_map(x, host, tiny_span(&x->r.t, plan, "4101", 0));
    add_drift(x, tide, host, planned, deployed);
    x->row.finding = x->r.report.findings[1];
    x->spans[0] = tiny_span(&x->r.t, compose, "4190", 0);
    x->dials[0] = (struct pc_report_dial){.caller = PC_STR("gate"),
                                          .caller_service = gate,
                                          .callee = PC_STR("tide"),
                                          .callee_service = tide,
                                          .port = 4190,
                                          .known = true,
                                          .wrong = true,
                                          .why = "nobody listens there",
                                          .spans = x->spans,
                                          .span_count = 1,
                                          .truth = TINY_CLAIMS_OF(&x->r, deployed)};
    x->dials[1] = (struct pc_report_dial){.caller = PC_STR("lamp"),
                                          .caller_service = PC_NONE,
                                          .callee = PC_STR("gate"),
                                          .callee_service = gate,
                                          .port = 4103,
                                          .known = true,
                                          .why = ""};
    x->host = (struct pc_report_host){host, 3, 1, 1, 1};
    x->ports[0] = (struct pc_report_port){stray, host};
    x->ports[1] = (struct pc_report_port){planned, PC_NONE};
    x->mention = (struct pc_mention){tiny_span(&x->r.t, plan, "4190", 0), "prose"};
    struct pc_report *report = &x->r.report;
    report->registry = PC_STR("docs/Port Plan.md");
    report->sources = 2;
    report->claims = 5;
    report->dials = x->dials;
    report->dial_count = 2;
    report->hosts = &x->host;
    report->host_count = 1;
    report->unregistered_ports = &x->ports[0];
    report->unregistered_count = report->unregistered = 1;
    report->undeployed = &x->ports[1];
    report->undeployed_count = 1;
    report->mentions = &x->mention;
    report->mention_count = 1;
}

static void the_first_lines_say_what_to_do(void **state) {
    struct harbour x;
    (void)state;
    harbour_init(&x);
    struct pc_str text = write_page(&x.r);
    assert_page(text);
    assert_has(text, "One problem must be fixed: host port 4102 on <code>quay</code> is bound by 2 services."
                     "</p>\n<p class=\"second\">1 service drifts: 1\xC2\xA0\xC3\x97\xC2\xA0plan is stale.</p>");
    assert_has(text, "<b>1</b> <span>port collision</span>");
    assert_has(text, "<br><span>give <code>gate</code> 4104</span></li>");
    tiny_report_finish(&x.r);
}

static void figures_lead_to_their_lines(void **state) {
    struct harbour x;
    (void)state;
    harbour_init(&x);
    struct pc_str text = write_page(&x.r);
    assert_has(text, "<a href=\"docs/Port%20Plan.md?plain=1#L3\" title=\"docs/Port Plan.md:3\">4101</a>");
    assert_has(text, "<a href=\"compose.yml#L2\" title=\"compose.yml:2\">4102</a>");
    assert_has(text, "<a href=\"compose.yml#L5\"><code>compose.yml:5</code></a>");
    x.r.report.link_base = PC_STR("https://example.org/a\"b/blob/1/");
    text = write_page(&x.r);
    assert_page(text);
    assert_has(text, "<a href=\"https://example.org/a&quot;b/blob/1/compose.yml#L2\"");
    tiny_report_finish(&x.r);
}

static void every_state_has_a_cell_words_and_a_mark(void **state) {
    struct harbour x;
    (void)state;
    harbour_init(&x);
    struct pc_str text = write_page(&x.r);
    assert_has(text, "<li class=\"free\" title=\"4100 free\"><b>4100</b><span class=\"nm\">free</span></li>");
    assert_has(text, "<li class=\"plan\" title=\"4101 planned only: gate\">");
    assert_has(text, "<li class=\"bad\" title=\"4102 collision: gate, tide\">");
    assert_has(text, "<i aria-hidden=\"true\">\xE2\x9C\x95</i><span class=\"vh\"> collision: </span>");
    assert_has(text, "<li class=\"res s5\" title=\"4105\xE2\x80\x93"
                     "4109 reserved\">");
    assert_has(text, "<h4><a href=\"docs/Port%20Plan.md?plain=1#L3\" title=\"docs/Port Plan.md:3\">4100\xE2\x80\x93"
                     "4109</a> <bdi>Tides &amp; gates</bdi></h4>");
    assert_has(text, "<tr><th scope=\"row\">4102</th><td>collision</td><td><bdi>gate</bdi>, <bdi>tide</bdi></td></tr>");
    tiny_report_finish(&x.r);
}

static void cards_show_lines_and_hide_secrets(void **state) {
    struct harbour x;
    (void)state;
    harbour_init(&x);
    struct pc_str text = write_page(&x.r);
    assert_has(text, "<pre>  ports: [&quot;<mark class=\"p\">4102</mark>:80&quot;\xE2\x80\xA6</pre>");
    assert_has(text, "<pre>  ports: [&quot;<mark>4102</mark>:80&quot;\xE2\x80\xA6</pre>");
    assert_has(text, "<span class=\"lb\"><code>gate</code> binds it again</span>");
    assert_has(text, "<p class=\"why\"><b>Note</b> whichever starts second fails</p>");
    assert_false(text_has(text, "hunter2"));
    tiny_report_finish(&x.r);
}

static void the_graph_says_what_is_wrong(void **state) {
    struct harbour x;
    (void)state;
    harbour_init(&x);
    struct pc_str text = write_page(&x.r);
    assert_has(text, "<g class=\"eg wrong\"><title>gate dials tide on 4190, wrongly</title>");
    assert_has(text, "<g class=\"eg right\"><title>lamp dials gate on 4103</title>");
    assert_has(text, "<g class=\"nd bad\"><title>tide</title>");
    assert_has(text, "<g class=\"nd ext\"><title>lamp</title>");
    assert_has(text, "nobody listens there</span>, but on <a href=\"compose.yml#L2\"");
    tiny_report_finish(&x.r);
}

static void nothing_to_say_is_said(void **state) {
    struct tiny_report r;
    (void)state;
    tiny_report_init(&r);
    struct pc_str text = write_page(&r);
    assert_page(text);
    assert_has(text, "Nothing to compare: not one port was found.");
    r.report.claims = 3;
    r.report.incomplete = true;
    r.report.remark = PC_STR("no registry found: `check --only <file>` reads one");
    text = write_page(&r);
    assert_has(text, "What could be read agrees.");
    assert_has(text, "<strong>Incomplete:</strong>");
    assert_has(text, "no registry found: <code>check --only &lt;file&gt;</code> reads one");
    tiny_report_finish(&r);
}

static const char *const hostile[] = {
    "</title></style></code><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)",
    "&lt;b&gt; &amp;",
    "<!-- ",
    "]]> <![CDATA[",
    "`a` ``",
    "\xE2\x80\xAE evil\xE2\x80\xA8line\xE2\x81\xA6",
    "\x1b[31m\x07\x7f\xC2\x9B",
    "\xFF\xFE\xC3",
    "javas\tcript:alert(1)//",
    "##[error]x",
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7 \xE6\xB8\xAF\xE5\x8F\xA3",
    "%s%n%d",
};

static void hostile_names_stay_text(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct harbour x;
        struct pc_str name = pc_str_c(hostile[i]);
        harbour_init(&x);
        x.r.services[0].name = x.r.services[1].name = x.r.hosts[0].name = x.r.ranges[0].purpose = name;
        x.names[0] = x.dials[1].caller = x.r.report.remark = x.r.report.narrowed = x.r.report.since = name;
        x.r.t.files[0].path = name;
        x.r.report.registry = name;
        struct pc_finding *f = x.r.t.all.list.items[0];
        f->message = f->labels[0].text = name;
        struct pc_report_row_news news = {PC_NEWS_FIXED, name, name, name, name, NULL};
        x.r.report.row_news = &news;
        x.r.report.row_news_count = 1;
        struct pc_str text = write_page(&x.r);
        assert_page(text);
        assert_false(text_has(text, "onmouseover=\"") || text_has(text, "onfocus='"));
        assert_false(text_has(text, "\xE2\x80\xAE") || text_has(text, "\x1b") || text_has(text, "\xE2\x80\xA8"));
        assert_false(text_has(text, "##["));
        assert_int_equal(pc_utf8_invalid(text), PC_NPOS);
        tiny_report_finish(&x.r);
    }
}

static void names_without_end_are_cut(void **state) {
    struct harbour x;
    (void)state;
    harbour_init(&x);
    struct pc_buf name;
    pc_buf_init(&name, &x.r.t.arena);
    for (size_t i = 0; i < 100000; i++)
        pc_buf_adds(&name, "\xE6\xB8\xAF");
    x.r.services[0].name = x.r.hosts[0].name = x.names[0] = pc_buf_str(&name);
    struct pc_str text = write_page(&x.r);
    assert_page(text);
    assert_int_equal(pc_utf8_invalid(text), PC_NPOS);
    assert_true(text.len < 100000);
    tiny_report_finish(&x.r);
}

static void same_model_same_bytes(void **state) {
    struct harbour x;
    (void)state;
    harbour_init(&x);
    struct pc_str first = write_page(&x.r), second = write_page(&x.r);
    assert_true(pc_str_eq(first, second));
    tiny_report_finish(&x.r);
}

static void since_says_what_is_new_and_fixed(void **state) {
    struct harbour x;
    (void)state;
    harbour_init(&x);
    struct pc_report_news_item news[] = {
        {PC_NEWS_NEW, &tiny_collision, PC_STR("a new one"), PC_LEVEL_ERROR, x.spans[0], x.r.report.findings[0]},
        {PC_NEWS_FIXED, &tiny_drift, PC_STR("an old one"), PC_LEVEL_WARNING, {PC_NONE, 0, 0}, NULL}};
    x.r.report.since = PC_STR("main");
    x.r.report.news = news;
    x.r.report.news_count = 2;
    x.row.news = PC_NEWS_CHANGED;
    struct pc_str text = write_page(&x.r);
    assert_page(text);
    assert_has(text, "<h2 id=\"news\">Since <code>main</code></h2>");
    assert_has(text, "<h3>New <span class=\"sum\">1</span></h3>");
    assert_has(text, "<h3>Fixed <span class=\"sum\">1</span></h3>");
    assert_has(text, "<b>PC301</b> an old one</li>");
    assert_has(text, "<td><b>changed:</b> <span class=\"tag blu\">");
    tiny_report_finish(&x.r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_lines_say_what_to_do),
        cmocka_unit_test(figures_lead_to_their_lines),
        cmocka_unit_test(every_state_has_a_cell_words_and_a_mark),
        cmocka_unit_test(cards_show_lines_and_hide_secrets),
        cmocka_unit_test(the_graph_says_what_is_wrong),
        cmocka_unit_test(nothing_to_say_is_said),
        cmocka_unit_test(hostile_names_stay_text),
        cmocka_unit_test(names_without_end_are_cut),
        cmocka_unit_test(same_model_same_bytes),
        cmocka_unit_test(since_says_what_is_new_and_fixed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
