/* The verdict on a service, and which statements it is about. What a move has forgotten is tested on whole trees, where
 * somebody dials (tests/cli/report.sh). */
#include "standings.h"

#include <string.h>

#include "tiny.h"

static const char *seen;

static void add_ports(struct pc_buf *out, const struct pc_registry *reg, const char *word, struct pc_claims claims) {
    for (size_t i = 0; i < claims.count; i++)
        pc_buf_addf(out, "%s%u", i == 0 ? word : ",", (unsigned)reg->claims[claims.items[i]].ports.lo);
}

/* "mailer@alpha: plan is stale, planned 7301 deployed 7302 stale 7301", a line for each that has a verdict. */
static void collect(const struct pc_rule_context *ctx) {
    struct pc_standings all = pc_standings_of(ctx);
    struct pc_buf out;
    pc_buf_init(&out, ctx->arena);
    for (size_t i = 0; i < all.count; i++) {
        const struct pc_standing *s = &all.items[i];
        if (s->verdict == PC_VERDICT_UNKNOWN)
            continue;
        pc_buf_addf(&out, "%s%.*s", out.len > 0 ? "\n" : "", PC_ARG(ctx->reg->services[s->service].name));
        if (s->host != PC_NONE)
            pc_buf_addf(&out, "@%.*s", PC_ARG(ctx->reg->hosts[s->host].name));
        pc_buf_addf(&out, ": %.*s,", PC_ARG(pc_standing_text(ctx->arena, s)));
        add_ports(&out, ctx->reg, " planned ", s->planned);
        add_ports(&out, ctx->reg, " documented ", s->documented);
        add_ports(&out, ctx->reg, " default ", s->defaults);
        add_ports(&out, ctx->reg, " deployed ", s->deployed);
        add_ports(&out, ctx->reg, " stale ", s->stale);
    }
    seen = out.len > 0 ? pc_str_cstr(ctx->arena, pc_buf_str(&out)) : "";
}

static const struct pc_rule probe = {.info = {.code = "PC000"}, .check = collect};

#define PLAN(port) "| " port " | mailer |\n"
#define LIST(port) "| " port " | mailer | doc host=alpha |\n"
#define OWN(port) "| " port " | mailer | doc self |\n"
#define SOURCE(port) "| " port " | mailer | default |\n"
#define RUNS(port) "| " port " | mailer | pub host=alpha |\n"

static void each_verdict(void **state) {
    (void)state;
    static const struct {
        const char *ports, *document, *compose, *says;
    } rows[] = {
        {PLAN("7301"), "", "", ""},
        {PLAN("7301"), "", RUNS("7301"), "mailer@alpha: all agree, planned 7301 deployed 7301"},
        {PLAN("7301") LIST("7301"), OWN("7301"), RUNS("7301"),
         "mailer@alpha: all agree, planned 7301 documented 7301,7301 deployed 7301"},
        {PLAN("7301"), "", RUNS("7302"), "mailer@alpha: plan is stale, planned 7301 deployed 7302 stale 7301"},
        {PLAN("7301") LIST("7302"), "", RUNS("7302"),
         "mailer@alpha: plan is stale, planned 7301 documented 7302 deployed 7302 stale 7301"},
        {PLAN("7302") LIST("7301"), "", RUNS("7302"),
         "mailer@alpha: documents are stale, planned 7302 documented 7301 deployed 7302 stale 7301"},
        {"", OWN("7301"), RUNS("7302"), "mailer@alpha: documents are stale, documented 7301 deployed 7302 stale 7301"},
        {PLAN("7301") LIST("7301"), "", RUNS("7302"),
         "mailer@alpha: the deployment stands alone, planned 7301 documented 7301 deployed 7302 stale 7301,7301"},
        /* A list that bears the deployment out: it does not stand alone. */
        {PLAN("7301") LIST("7302"), OWN("7301"), RUNS("7302"),
         "mailer@alpha: plan is stale, planned 7301 documented 7302,7301 deployed 7302 stale 7301,7301"},
        {PLAN("7301") LIST("7303"), "", RUNS("7302"),
         "mailer@alpha: three-way, planned 7301 documented 7303 deployed 7302 stale 7301,7303"},
        /* Nothing that runs was read: the list is what is known of the host. */
        {PLAN("7301") LIST("7302"), "", "", "mailer@alpha: plan is stale, planned 7301 documented 7302 stale 7301"},
        {PLAN("7301"), OWN("7302"), "", "mailer: statements disagree, planned 7301 documented 7302 stale 7302"},
        {PLAN("7301") SOURCE("7309"), "", RUNS("7301"),
         "mailer@alpha: only the development default differs, planned 7301 default 7309 deployed 7301 stale 7309"},
        /* The default is somebody's port of the other sides; a framework's number was chosen by nobody. */
        {PLAN("7301") SOURCE("7301"), "", RUNS("7301"),
         "mailer@alpha: all agree, planned 7301 default 7301 deployed 7301"},
        {PLAN("7301") SOURCE("3000"), "", RUNS("7301"),
         "mailer@alpha: all agree, planned 7301 default 3000 deployed 7301"},
        /* One of several ports is named: that one is right, and the others are in nobody's way. */
        {PLAN("7301"), "", RUNS("7301, 7302"), "mailer@alpha: all agree, planned 7301 deployed 7301,7302"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tiny_set_up(NULL);
        tiny_file("PORTS.md", rows[i].ports);
        tiny_file("compose.yml", rows[i].compose);
        tiny_file("services/mailer/README.md", rows[i].document);
        tiny_run(&probe, NULL);
        if (strcmp(seen, rows[i].says) != 0)
            fail_msg("row %zu says\n%s\nnot\n%s", i, seen, rows[i].says);
        tiny_tear_down(NULL);
    }
    tiny_set_up(NULL);
}

/* A plan that names no host is true where one deployment bears it out, and says nothing of the other. */
static void each_host_has_its_own(void **state) {
    (void)state;
    tiny_file("PORTS.md", PLAN("7301"));
    tiny_file("a.yml", RUNS("7301"));
    tiny_file("b.yml", "| 7391 | mailer | pub host=beta |\n");
    tiny_run(&probe, NULL);
    assert_string_equal(seen, "mailer@alpha: all agree, planned 7301 deployed 7301");
}

static void the_standings_of_one_service(void **state) {
    (void)state;
    struct pc_standing items[] = {{.service = 1}, {.service = 3}, {.service = 3}, {.service = 4}};
    struct pc_standings all = {items, 4}, none = {NULL, 0};
    static const size_t counts[] = {0, 1, 0, 2, 1, 0};
    for (pc_id service = 0; service < 6; service++) {
        assert_int_equal(pc_standings_of_service(&all, service).count, counts[service]);
        assert_int_equal(pc_standings_of_service(&none, service).count, 0);
    }
    assert_ptr_equal(pc_standings_of_service(&all, 3).items, items + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TINY_TEST(each_verdict),
        TINY_TEST(each_host_has_its_own),
        TINY_TEST(the_standings_of_one_service),
    };
    return cmocka_run_group_tests_name("standings", tests, NULL, NULL);
}
