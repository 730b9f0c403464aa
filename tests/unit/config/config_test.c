/* portcheck.yml: every key reaches its field, every mistake is told with its place, and the nearest word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "config.h"

struct fixture {
    struct pc_arena arena;
    struct pc_recovery recovery;
    struct pc_config config;
    struct pc_config_error error;
};

static bool known_rule(struct pc_str word) {
    return pc_str_eq(word, PC_STR("PC201")) || pc_str_eq(word, PC_STR("port-collision")) ||
           pc_str_eq(word, PC_STR("PC301")) || pc_str_eq(word, PC_STR("PC001"));
}

static struct pc_str nearest_rule(struct pc_str word) {
    return pc_str_starts(word, PC_STR("port-col")) ? PC_STR("port-collision") : PC_EMPTY;
}

static bool never_ignored(struct pc_str word) {
    return pc_str_eq(word, PC_STR("PC001"));
}

static const struct pc_config_words words = {known_rule, nearest_rule, never_ignored, "0.1.0"};

static bool parse(struct fixture *f, struct pc_str text) {
    f->recovery = (struct pc_recovery){.cleanups = NULL};
    pc_arena_init(&f->arena, (size_t)600 << 20, &f->recovery);
    return pc_config_parse(&f->arena, PC_STR("portcheck.yml"), text, &words, &f->config, &f->error);
}

static bool is(struct pc_str s, const char *expected) {
    return pc_str_eq(s, pc_str_c(expected));
}

static void reads_every_key(void **state) {
    (void)state;
    struct fixture f;
    assert_true(parse(&f, PC_STR("required-version: \">=0.1, <2\"\n"
                                 "registry: { documents: [docs/HARBOUR.md], "
                                 "columns: { service: [Kahn, Boot], port: [Liegeplatz] } }\n"
                                 "hosts:\n"
                                 "  pier-one: { aliases: [\"Pier One\", 10.1.2.3], os: macos, environment: production, "
                                 "sources: [a/*.yml, b.yml] }\n"
                                 "  pier-two:\n"
                                 "services:\n"
                                 "  aliases: { crane: cargo-crane }\n"
                                 "  distinct: [[tug, tugboat], [a, b, c]]\n"
                                 "  external: [lighthouse, \"7083-7085\"]\n"
                                 "pairs:\n"
                                 "  - { range: 7030-7059, with: 8010 - 8049, by: last-two-digits }\n"
                                 "  - { range: 7100, with: 8100 }\n"
                                 "ranges: { min-free: 3, width: 100 }\n"
                                 "checklist: [env, compose, scrape, compose]\n"
                                 "include: [x/**/NOTES.md]\n"
                                 "exclude: ['docs/old/**']\n"
                                 "sources:\n"
                                 "  - { files: ['*.crane'], pattern: 'hoist at {port}' }\n"
                                 "  - { files: [a/*, b], pattern: '{*} to={port};', role: dials }\n"
                                 "rules:\n"
                                 "  all: info\n"
                                 "  PC3: off\n"
                                 "  port-collision: { severity: error, locked: true }\n"
                                 "  PC301: { locked: false }\n"
                                 "deployments: { together: [compose.yml, jobs/*.yml] }\n"
                                 "output: [{ format: sarif, path: ports.sarif }, { format: junit, path: a/b.xml }]\n"
                                 "ignore:\n"
                                 "  - rule: PC301\n"
                                 "  - { rule: port-collision, service: crane, host: pier-one, path: 'a/**',\n"
                                 "      port: 7000-7009, reason: moved, until: 2031-01-31 }\n"
                                 "baseline: ci/known.json\n"
                                 "fail-on: never\n")));
    const struct pc_config *c = &f.config;
    assert_true(is(c->path, "portcheck.yml"));
    assert_int_equal(c->document_count, 1);
    assert_true(is(c->documents[0], "docs/HARBOUR.md"));
    assert_int_equal(c->ignore_count, 2);
    assert_int_equal(c->ignores[0].ports.lo, 0);
    assert_int_equal(c->ignores[0].until, 0);
    assert_true(is(c->ignores[1].rule, "port-collision") && is(c->ignores[1].service, "crane"));
    assert_true(is(c->ignores[1].host, "pier-one") && is(c->ignores[1].path, "a/**"));
    assert_int_equal(c->ignores[1].ports.lo, 7000);
    assert_int_equal(c->ignores[1].ports.hi, 7009);
    assert_true(is(c->ignores[1].reason, "moved"));
    assert_int_equal(c->ignores[1].until, 20310131);
    assert_true(is(pc_str_sub(c->text, c->ignores[0].offset, c->ignores[0].length), "rule: PC301"));
    assert_true(is(c->baseline, "ci/known.json"));
    assert_int_equal(c->header_word_count, 3);
    assert_true(is(c->header_words[1].word, "Boot"));
    assert_int_equal(c->header_words[1].meaning, PC_MEANS_SERVICE);
    assert_int_equal(c->header_words[2].meaning, PC_MEANS_PORT);
    assert_int_equal(c->hints.host_count, 2);
    assert_true(is(c->hints.hosts[0].name, "pier-one"));
    assert_int_equal(c->hints.hosts[0].alias_count, 2);
    assert_true(is(c->hints.hosts[0].aliases[1], "10.1.2.3"));
    assert_int_equal(c->hints.hosts[0].os, PC_OS_MACOS);
    assert_int_equal(c->hints.hosts[0].environment, PC_ENV_PRODUCTION);
    assert_int_equal(c->hints.hosts[0].source_count, 2);
    assert_true(is(c->hints.hosts[1].name, "pier-two"));
    assert_int_equal(c->hints.hosts[1].os, PC_OS_UNKNOWN);
    assert_int_equal(c->hints.alias_count, 1);
    assert_true(is(c->hints.aliases[0].alias, "crane") && is(c->hints.aliases[0].service, "cargo-crane"));
    assert_int_equal(c->hints.distinct_count, 2);
    assert_int_equal(c->hints.distinct[1].count, 3);
    assert_int_equal(c->external_count, 2);
    assert_int_equal(c->hints.external_count, 2);
    assert_int_equal(c->pair_count, 2);
    assert_int_equal(c->pairs[0].range.lo, 7030);
    assert_int_equal(c->pairs[0].with.hi, 8049);
    assert_int_equal(c->pairs[0].digits, 2);
    assert_int_equal(c->pairs[1].range.hi, 7100);
    assert_int_equal(c->pairs[1].digits, 1);
    assert_int_equal(c->min_free, 3);
    assert_int_equal(c->range_width, 100);
    assert_int_equal(c->checklist, PC_CHECK_COMPOSE | PC_CHECK_ENV | PC_CHECK_SCRAPE);
    assert_int_equal(c->include_count, 1);
    assert_true(is(c->exclude[0], "docs/old/**"));
    assert_int_equal(c->source_count, 2);
    assert_true(is(c->sources[0].pattern, "hoist at {port}"));
    assert_int_equal(c->sources[0].role, PC_ROLE_DEFAULT);
    assert_int_equal(c->sources[1].file_count, 2);
    assert_int_equal(c->sources[1].role, PC_ROLE_DIALS);
    assert_int_equal(c->together_count, 2);
    assert_int_equal(c->hints.together_count, 2);
    assert_int_equal(c->output_count, 2);
    assert_true(is(c->outputs[0].format, "sarif") && is(c->outputs[1].path, "a/b.xml"));
    assert_int_equal(c->fail_on, PC_LEVEL_OFF);
    assert_int_equal(pc_config_level(c, "PC104", "reserved-in-use", PC_LEVEL_WARNING), PC_LEVEL_INFO);
    assert_int_equal(pc_config_level(c, "PC301", "port-drift", PC_LEVEL_WARNING), PC_LEVEL_OFF);
    assert_int_equal(pc_config_level(c, "PC201", "port-collision", PC_LEVEL_WARNING), PC_LEVEL_ERROR);
    assert_true(pc_config_locked(c, "PC201", "port-collision"));
    assert_false(pc_config_locked(c, "PC301", "port-drift"));
    pc_arena_finish(&f.arena);
}

static void says_nothing_by_itself(void **state) {
    (void)state;
    static const char *const texts[] = {"", "# nothing\n", "---\n", "{}\n", "hosts:\nexclude:\nrules:\nregistry:\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct fixture f;
        assert_true(parse(&f, pc_str_c(texts[i])));
        assert_int_equal(f.config.min_free, 1);
        assert_int_equal(f.config.fail_on, PC_LEVEL_DEFAULT);
        assert_int_equal(f.config.hints.host_count + f.config.rule_count + f.config.exclude_count + f.config.checklist,
                         0);
        assert_int_equal(pc_config_level(&f.config, "PC201", "port-collision", PC_LEVEL_WARNING), PC_LEVEL_WARNING);
        assert_false(pc_config_locked(&f.config, "PC201", "port-collision"));
        pc_arena_finish(&f.arena);
    }
}

static void explains_mistakes(void **state) {
    (void)state;
    static const struct {
        const char *text, *error;
    } samples[] = {
        {"hots: {}\n", "portcheck.yml:1:1: error: unknown key `hots`\n  hots: {}\n  ^~~~\ndid you mean `hosts`?"},
        {"fail-on: error\n\xC3\xA4: 1\n",
         "portcheck.yml:2:1: error: unknown key `\xC3\xA4`\n  \xC3\xA4: 1\n  ^\nknown keys: `required-version`, "
         "`registry`, `hosts`, "
         "`services`, `pairs`, `ranges`, `checklist`, `include`, `exclude`, `sources`, `rules`, `ignore`, `baseline`, "
         "`deployments`, "
         "`output`, `fail-on`"},
        {"ranges:\n\n  min_free: 2\n",
         "portcheck.yml:3:3: error: unknown key `min_free`\n    min_free: 2\n    ^~~~~~~~\ndid you mean `min-free`?"},
        {"hosts:\n  dock: { alias: [x] }\n", "portcheck.yml:2:11: error: unknown key `alias`\n    dock: { alias: [x] "
                                             "}\n            ^~~~~\ndid you mean `aliases`?"},
        {"basline: x.json\n", "did you mean `baseline`?"},
        {"baseline: ../x.json\n", "is no path of a file below the project's root"},
        {"baseline: .git/config\n", "is no path of a file below the project's root"},
        {"ignore: PC301\n", "expected a list of mappings with a `rule` each, not a single value"},
        {"ignore: [{ service: crane }]\n", "an item of `ignore` needs a `rule`"},
        {"ignore: [{ rule: PC399 }]\n", "unknown rule `PC399`"},
        {"ignore: [{ rule: all }]\n", "unknown rule `all`"},
        {"ignore: [{ rule: PC001 }]\n", "`PC001` cannot be ignored"},
        {"ignore: [{ rule: PC301, until: 2031-02-29 }]\n", "expected a day like `2031-01-31`"},
        {"ignore: [{ rule: PC301, port: 70000 }]\n", "ports go from 1 to 65535"},
        {"ignore: [{ rule: PC301, path: /etc }]\n", "can match no file of the project"},
        {"ignore: [{ rule: PC301, untill: 2031-01-31 }]\n", "did you mean `until`?"},
        {"hosts: [a]\n",
         "portcheck.yml:1:8: error: expected a mapping of host names, not a list\n  hosts: [a]\n         ^~~"},
        {"- a\n", "portcheck.yml:1:1: error: expected a mapping of keys, not a list\n  - a\n  ^~~"},
        {"just words\n", "expected a mapping of keys, not a single value"},
        {"include: x.md\n", "expected a list of globs, not a single value"},
        {"include: [{a: b}]\n", "expected a text, not a mapping"},
        {"include: ['']\n", "expected a text, not an empty one"},
        {"exclude: [/etc/**]\n", "the glob `/etc/**` can match no file of the project"},
        {"exclude: [a/../b]\n", "the glob `a/../b` can match no file"},
        {"registry: { columns: { sevice: [Kahn] } }\n", "did you mean `service`?"},
        {"registry: { columns: { port: Liegeplatz } }\n", "expected a list of header words"},
        {"exclude: [./a]\n", "did you mean `a`?"},
        {"hosts: {a: {os: mac}}\n",
         "portcheck.yml:1:17: error: unknown value `mac`\n  hosts: {a: {os: mac}}\n                  ^~~\n"
         "did you mean `macos`?"},
        {"hosts: {a: {os: beos9000}}\n", "one of: `linux`, `macos`, `windows`"},
        {"hosts: {a: {environment: prod}}\n", "one of: `production`, `staging`, `development`, `test`"},
        {"services: {distinct: [[a]]}\n", "expected at least two names"},
        {"services: {distinct: [a, b]}\n", "expected a list of names, not a single value"},
        {"services: {aliases: {a: [b]}}\n", "expected a text, not a list"},
        {"pairs: [{range: 3000}]\n", "portcheck.yml:1:9: error: a pair needs `range` and `with`"},
        {"pairs: [{range: 3100-3000, with: 1}]\n", "the range ends before it starts"},
        {"pairs: [{range: 0, with: 1}]\n", "ports go from 1 to 65535"},
        {"pairs: [{range: 70000, with: 1}]\n", "ports go from 1 to 65535"},
        {"pairs: [{range: x, with: 1}]\n", "expected a port or a range like `3000-3099`"},
        {"pairs: [{range: 1-2, with: 3-4, by: last}]\n", "one of: `last-digit`, `last-two-digits`"},
        {"ranges: {min-free: -1}\n", "expected a whole number from 0 to 65535"},
        {"ranges: {width: 0}\n", "expected a whole number from 1 to 65535"},
        {"ranges: {width: 99999999999999999999}\n", "expected a whole number from 1 to 65535"},
        {"rules: {PC999: error}\n",
         "portcheck.yml:1:9: error: unknown rule `PC999`\n  rules: {PC999: error}\n          ^~~~~\n"
         "`portcheck rules` lists them"},
        {"rules: {port-colision: error}\n", "did you mean `port-collision`?"},
        {"rules: {PC201: fatal}\n", "one of: `off`, `info`, `warning`, `error`"},
        {"rules: {PC201: }\n", "portcheck.yml:1:9: error: expected a word, not nothing"},
        {"rules: {PC201: {level: error}}\n", "known keys: `severity`, `locked`"},
        {"rules: {PC201: {locked: yes}}\n", "one of: `false`, `true`"},
        {"checklist: [compose, scraper]\n",
         "portcheck.yml:1:22: error: unknown value `scraper`\n  checklist: [compose, scraper]\n                       "
         "^~~~~~~\ndid you mean `scrape`?"},
        {"checklist: compose\n", "expected a list of words, not a single value"},
        {"checklist: [[env]]\n", "expected a word, not a list"},
        {"sources: [{files: [a]}]\n", "portcheck.yml:1:11: error: an item of `sources` needs `files` and `pattern`"},
        {"sources: [{files: a, pattern: 'x = {port}'}]\n", "expected a list of globs, not a single value"},
        {"sources: [{files: [a], pattern: 'x = 3000'}]\n", "a pattern holds `{port}` once"},
        {"sources: [{files: [a], pattern: '{port} {port} x'}]\n", "a pattern holds `{port}` once"},
        {"sources: [{files: [a], pattern: '={*}{port}'}]\n", "a pattern is one line of 3 to 200 characters"},
        {"sources: [{files: [a], pattern: 'x = {port}', role: binds}]\n", "one of: `default`, `listens`, `dials`"},
        {"sources: {files: [a]}\n", "expected a list of patterns, not a mapping"},
        {"fail-on: all\n", "one of: `error`, `warning`, `info`, `never`"},
        {"fail-on: warn\n", "unknown value `warn`"},
        {"required-version: '>=0.2'\n", "this is portcheck 0.1.0, which the configuration does not accept"},
        {"required-version: '>0.1'\n", "does not accept"},
        {"required-version: '<0.1.0'\n", "does not accept"},
        {"required-version: '0.1'\n", "expected a condition like `>=0.1`"},
        {"required-version: '>=0.x'\n", "expected a condition like `>=0.1`"},
        {"required-version: []\n", "expected a condition like `>=0.1`, not a list"},
        {"fail-on: error\nfail-on: info\n",
         "portcheck.yml:2:1: error: the key `fail-on` is written twice in one mapping\n  fail-on: info\n  ^~~~~~~\n"
         "it stands in line 1 already"},
        {"hosts: {a: {}, a: {}}\n", "the key `a` is written twice"},
        {"hosts: [\n", "portcheck.yml:2:1: error: did not find expected node content"},
        {"include: *x\n", "the alias `*x` names nothing before it"},
        {"fail-on: info\n---\nfail-on: error\n", "portcheck.yml:3:1: error: a configuration is one YAML document"},
        {"\xFF\xFE", "portcheck.yml:1:1: error: the file is UTF-16"},
        {"\xEF\xBB\xBFhots: {}\n", "portcheck.yml:1:1: error: unknown key `hots`\n  hots: {}\n  ^~~~\n"},
        {"? [a]\n: 1\n", "portcheck.yml:1:3: error: unknown key ``"},
        {"a\x1b[31m: 1\n", "portcheck.yml:1:2: error: control characters are not allowed\n  a\\x1b[31m: 1\n   ^~~~"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct fixture f;
        assert_false(parse(&f, pc_str_c(samples[i].text)));
        const char *error = pc_str_cstr(&f.arena, f.error.message);
        if (!strstr(error, samples[i].error)) {
            assert_string_equal(error, samples[i].error);
        }
        pc_arena_finish(&f.arena);
    }
}

static void accepts_versions(void **state) {
    (void)state;
    static const char *const texts[] = {"'>=0.1'", "'=0.1.0'", "'== 0.1'", "'<=0.1'", "'<1, >0.0.9'", "'>=0'"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct fixture f;
        struct fixture outer;
        pc_arena_init(&outer.arena, (size_t)1 << 20, &outer.recovery);
        assert_true(parse(&f, pc_str_fmt(&outer.arena, "required-version: %s\n", texts[i])));
        pc_arena_finish(&f.arena);
        pc_arena_finish(&outer.arena);
    }
}

static void a_long_line_is_cut_around_the_place(void **state) {
    (void)state;
    struct fixture f;
    struct fixture outer;
    struct pc_buf text;
    outer.recovery = (struct pc_recovery){.cleanups = NULL};
    pc_arena_init(&outer.arena, (size_t)8 << 20, &outer.recovery);
    pc_buf_init(&text, &outer.arena);
    pc_buf_adds(&text, "{include: [");
    for (int i = 0; i < 100000; i++) {
        pc_buf_adds(&text, "\xC3\xA4, ");
    }
    pc_buf_adds(&text, "x], hots: 1");
    pc_buf_fill(&text, ' ', 100000);
    pc_buf_adds(&text, "}\n");
    assert_false(parse(&f, pc_buf_str(&text)));
    assert_true(f.error.message.len < 500);
    assert_true(pc_str_find(f.error.message, PC_STR("did you mean `hosts`?"), 0) != PC_NPOS);
    assert_int_equal(pc_utf8_invalid(f.error.message), PC_NPOS);
    pc_arena_finish(&f.arena);
    pc_arena_finish(&outer.arena);
}

static void hostile_files_are_refused_in_time(void **state) {
    (void)state;
    static const struct {
        const char *head, *piece;
        size_t count;
    } samples[] = {{"", "[", 1000000},
                   {"hosts:\n", "  a: {aliases: [b]}\n", 20000},
                   {"include:\n", "- x\n", 200000},
                   {"", "{rules: ", 100000}};
    clock_t begin = clock();
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct fixture f;
        struct fixture outer;
        struct pc_buf text;
        outer.recovery = (struct pc_recovery){.cleanups = NULL};
        pc_arena_init(&outer.arena, (size_t)8 << 20, &outer.recovery);
        pc_buf_init(&text, &outer.arena);
        pc_buf_adds(&text, samples[i].head);
        for (size_t k = 0; k < samples[i].count; k++) {
            pc_buf_adds(&text, samples[i].piece);
        }
        assert_int_equal(parse(&f, pc_buf_str(&text)), i == 2);
        pc_arena_finish(&f.arena);
        pc_arena_finish(&outer.arena);
    }
    assert_true(clock() - begin < 6 * CLOCKS_PER_SEC);
}

static void finds_the_nearest_word(void **state) {
    (void)state;
    static const char *const candidates[] = {"hosts", "ports", "registry", "rules", "os", "include"};
    static const struct {
        const char *word, *nearest;
    } samples[] = {
        {"hosts", "hosts"},
        {"host", "hosts"},
        {"hotss", "hosts"},
        {"Hosts", "hosts"},
        {"port", "ports"},
        {"rgistry", "registry"},
        {"regsitry", "registry"},
        {"roles", "rules"},
        {"so", "os"},
        {"by", NULL},
        {"", NULL},
        {"something", NULL},
        {"inklud", "include"},
        {"x", NULL},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const char *found = pc_nearest(pc_str_c(samples[i].word), candidates, sizeof candidates / sizeof candidates[0]);
        if (samples[i].nearest) {
            assert_non_null(found);
            assert_string_equal(found, samples[i].nearest);
        } else {
            assert_null(found);
        }
    }
    static char word[1 << 20];
    memset(word, 'a', sizeof word);
    assert_null(pc_nearest((struct pc_str){word, sizeof word}, candidates, 6));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_key),
        cmocka_unit_test(says_nothing_by_itself),
        cmocka_unit_test(explains_mistakes),
        cmocka_unit_test(accepts_versions),
        cmocka_unit_test(a_long_line_is_cut_around_the_place),
        cmocka_unit_test(hostile_files_are_refused_in_time),
        cmocka_unit_test(finds_the_nearest_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
