/* Findings: what they are recognised by, how they merge, which labels stay, in which order they come. */
#include "tiny_tree.h"

#include <stdio.h>

#include "fingerprint.h"
#include "limits.h"

static void hash_is_murmur3(void **state) {
    static const struct {
        const char *text;
        uint64_t high, low;
    } cases[] = {
        {"", 0, 0},
        {"hello", 0xcbd8a7b341bd9b02ULL, 0x5b1e906a48ae1d19ULL},
        {"The quick brown fox jumps over the lazy dog", 0xe34bbc7bbc071b6cULL, 0x7a433ca9c49a9347ULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t hash[2];
        pc_hash128(pc_str_c(cases[i].text), hash);
        assert_int_equal(hash[0], cases[i].high);
        assert_int_equal(hash[1], cases[i].low);
    }
}

static void hash_sees_every_byte(void **state) {
    char text[64];
    uint64_t before[2];
    (void)state;
    for (size_t len = 1; len <= sizeof text; len++) {
        memset(text, 'a', sizeof text);
        pc_hash128((struct pc_str){text, len}, before);
        for (size_t i = 0; i < len; i++) {
            uint64_t after[2];
            text[i] = 'b';
            pc_hash128((struct pc_str){text, len}, after);
            text[i] = 'a';
            assert_true(before[0] != after[0] && before[1] != after[1]);
        }
    }
}

/* A collision of two services, changed in one respect by each case. */
enum change {
    SAME,
    MESSAGE,
    LINES,
    SERVICE_ORDER,
    PORT_DOUBLED,
    RULE,
    HOST,
    ADDRESS,
    PROTOCOL,
    PORT,
    SERVICE,
    PATH,
    LIMIT
};

static const char *fingerprint_of(struct tiny *t, enum change change) {
    struct pc_finding *f = pc_finding_new(&t->all, change == RULE ? &tiny_drift : &tiny_collision, PC_LEVEL_ERROR,
                                          change == MESSAGE ? "other words" : "words");
    f->host = change == HOST ? PC_STR("lighthouse") : PC_STR("harbour");
    f->address = change == ADDRESS ? PC_STR("10.0.0.1") : PC_EMPTY;
    f->protocol = change == PROTOCOL ? PC_PROTO_UDP : PC_PROTO_TCP;
    f->path = change == PATH ? PC_STR("a.yml") : PC_EMPTY;
    pc_finding_port(&t->all, f, (struct pc_ports){7001, change == PORT ? 7002 : 7001});
    if (change == PORT_DOUBLED)
        pc_finding_port(&t->all, f, (struct pc_ports){7001, 7001});
    pc_finding_service(&t->all, f, change == SERVICE_ORDER ? PC_STR("tide") : PC_STR("gate"));
    pc_finding_service(&t->all, f, change == SERVICE_ORDER ? PC_STR("gate") : PC_STR("tide"));
    if (change == SERVICE)
        pc_finding_service(&t->all, f, PC_STR("ledger"));
    if (change == LINES)
        pc_finding_label(&t->all, f, (struct pc_span){0, 3, 4}, "here");
    pc_findings_finish(&t->all);
    assert_int_equal(t->all.list.count, 1);
    t->all.list.count = 0;
    assert_int_equal(strlen(f->fingerprint), 32);
    return f->fingerprint;
}

static void fingerprint_says_what_it_is_about(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    tiny_file(&t, "a.yml", PC_FILE_KIND_COMPOSE, "7001:7001\n");
    const char *base = fingerprint_of(&t, SAME);
    for (enum change c = SAME; c < RULE; c++)
        assert_string_equal(fingerprint_of(&t, c), base);
    for (enum change c = RULE; c < LIMIT; c++)
        assert_string_not_equal(fingerprint_of(&t, c), base);
    tiny_finish(&t);
}

/* Two fields must not spell what one field spells. */
static void fingerprint_keeps_fields_apart(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_finding *a = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "a");
    struct pc_finding *b = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "b");
    struct pc_finding *c = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "c");
    a->host = PC_STR("ab");
    b->host = PC_STR("a");
    b->address = PC_STR("b");
    pc_finding_service(&t.all, c, PC_STR("ab"));
    pc_findings_finish(&t.all);
    assert_int_equal(t.all.list.count, 3);
    tiny_finish(&t);
}

static void equal_findings_become_one(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "oops 1\noops 2\noops 3\n");
    static const struct pc_fix fix = {.title = {"write it", 8}};
    for (unsigned i = 0; i < 3; i++) {
        struct pc_finding *f = pc_finding_new(&t.all, &tiny_input, i == 1 ? PC_LEVEL_ERROR : PC_LEVEL_WARNING,
                                              "cell %u cannot be read", i + 1);
        f->path = PC_STR("PORTS.md");
        pc_finding_label(&t.all, f, tiny_span(&t, file, "oops", i), "%s", "");
        pc_finding_note(&t.all, f, "the same for all");
        pc_finding_help(&t.all, f, "help %u", i + 1);
        f->fixes = &fix;
        f->fix_count = 1;
    }
    pc_findings_finish(&t.all);
    assert_int_equal(t.all.list.count, 1);
    const struct pc_finding *f = t.all.list.items[0];
    assert_int_equal(f->level, PC_LEVEL_ERROR);
    assert_true(pc_str_eq(f->message, PC_STR("cell 2 cannot be read")));
    assert_int_equal(f->label_count, 3);
    assert_true(f->labels[0].primary && !f->labels[1].primary && !f->labels[2].primary);
    assert_int_equal(f->labels[0].span.offset, 7);
    assert_true(pc_str_eq(f->labels[1].text, PC_STR("cell 1 cannot be read")));
    assert_int_equal(f->note_count, 1);
    assert_int_equal(f->help_count, 3);
    assert_int_equal(f->fix_count, 3);
    tiny_finish(&t);
}

static void the_first_label_leads(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "## 7000-7009\n| 7010 | gate |\n");
    struct pc_finding *f = pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_WARNING, "m");
    pc_finding_label(&t.all, f, (struct pc_span){PC_NONE, 0, 0}, "nowhere");
    pc_finding_context(&t.all, f, tiny_span(&t, file, "7000-7009", 0), "range");
    pc_finding_label(&t.all, f, tiny_span(&t, file, "7010", 0), "row");
    pc_finding_label(&t.all, f, tiny_span(&t, file, "gate", 0), "name");
    pc_finding_label(&t.all, f, tiny_span(&t, file, "7010", 0), "row again");
    pc_findings_finish(&t.all);
    assert_int_equal(f->label_count, 3);
    assert_true(pc_str_eq(f->labels[0].text, PC_STR("row")) && f->labels[0].primary);
    assert_true(pc_str_eq(f->labels[1].text, PC_STR("range")) && f->labels[1].context && !f->labels[1].primary);
    assert_true(pc_str_eq(f->labels[2].text, PC_STR("name")));
    tiny_finish(&t);
}

static void context_alone_leads(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id file = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "## 7000-7009\n");
    struct pc_finding *f = pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_WARNING, "m");
    pc_finding_context(&t.all, f, tiny_span(&t, file, "7000-7009", 0), "range");
    pc_findings_finish(&t.all);
    assert_true(f->labels[0].primary);
    tiny_finish(&t);
}

/* Many labels in one file do not push those of another out, and what is left out is counted, doubles not. */
static void labels_are_capped_by_file(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    tiny_file(&t, "a.yml", PC_FILE_KIND_COMPOSE, "x");
    tiny_file(&t, "b.md", PC_FILE_KIND_REGISTRY, "x");
    struct pc_finding *f = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "m");
    uint32_t many = 100000;
    for (uint32_t i = 0; i < many; i++) {
        pc_finding_label(&t.all, f, (struct pc_span){0, i, 1}, "l");
        pc_finding_label(&t.all, f, (struct pc_span){0, i, 1}, "l");
    }
    pc_finding_label(&t.all, f, (struct pc_span){1, 5, 1}, "registry");
    pc_findings_finish(&t.all);
    assert_int_equal(f->label_count, PC_LIMIT_SPANS_PER_FINDING);
    assert_int_equal(f->label_left, many + 1 - PC_LIMIT_SPANS_PER_FINDING);
    assert_int_equal(f->labels[0].span.offset, 0);
    assert_int_equal(f->labels[f->label_count - 1].span.file, 1);
    tiny_finish(&t);
}

static void picking_takes_turns(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    static const pc_id files[] = {2, 2, 2, 2, 0, 0, 1};
    struct pc_label labels[7];
    memset(labels, 0, sizeof labels);
    for (uint32_t i = 0; i < 7; i++)
        labels[i].span = (struct pc_span){files[i], i, 1};
    static const struct {
        size_t limit, count;
        size_t picked[7];
    } cases[] = {
        {0, 0, {0}},
        {1, 1, {0}},
        {3, 3, {0, 4, 6}},
        {5, 5, {0, 1, 4, 5, 6}},
        {7, 7, {0, 1, 2, 3, 4, 5, 6}},
        {9, 7, {0, 1, 2, 3, 4, 5, 6}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t picked[9];
        assert_int_equal(pc_labels_pick(&t.arena, labels, 7, cases[i].limit, picked), cases[i].count);
        for (size_t k = 0; k < cases[i].count; k++)
            assert_int_equal(picked[k], cases[i].picked[k]);
    }
    tiny_finish(&t);
}

/* Many services on one port in an unlucky order: one finding, sorted, without doubles, in a moment. */
static void services_are_sorted_once(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_finding *f = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "m");
    for (unsigned i = 60000; i > 0; i--) {
        pc_finding_service(&t.all, f, pc_str_fmt(&t.arena, "service-%06u", i));
        pc_finding_service(&t.all, f, pc_str_fmt(&t.arena, "service-%06u", i));
    }
    pc_findings_finish(&t.all);
    assert_int_equal(f->service_count, 60000);
    for (size_t i = 1; i < f->service_count; i++)
        assert_true(pc_str_cmp(f->services[i - 1], f->services[i]) < 0);
    tiny_finish(&t);
}

struct draft {
    enum pc_level level;
    pc_id file;
    uint32_t offset;
    const struct pc_rule_info *rule;
    const char *service;
};

/* In whatever order the rules speak, the findings come out in one order. */
static void order_is_total(void **state) {
    static const struct draft sorted[] = {
        {PC_LEVEL_ERROR, PC_NONE, 0, &tiny_input, "whole run"},
        {PC_LEVEL_ERROR, 0, 5, &tiny_collision, "a"},
        {PC_LEVEL_ERROR, 0, 9, &tiny_collision, "b"},
        {PC_LEVEL_ERROR, 1, 2, &tiny_input, "c"},
        {PC_LEVEL_ERROR, 1, 2, &tiny_collision, "d"},
        {PC_LEVEL_WARNING, 0, 0, &tiny_drift, "e"},
        {PC_LEVEL_INFO, 0, 0, &tiny_drift, "f"},
        {PC_LEVEL_INFO, 0, 0, &tiny_drift, "g"},
    };
    size_t count = sizeof sorted / sizeof *sorted;
    (void)state;
    for (size_t turn = 0; turn < count; turn++) {
        struct tiny t;
        tiny_init(&t);
        tiny_file(&t, "a.yml", PC_FILE_KIND_COMPOSE, "0123456789\n");
        tiny_file(&t, "b.yml", PC_FILE_KIND_COMPOSE, "0123456789\n");
        for (size_t i = 0; i < count; i++) {
            const struct draft *d = &sorted[(i * 3 + turn) % count];
            struct pc_finding *f = pc_finding_new(&t.all, d->rule, d->level, "%s", d->service);
            pc_finding_service(&t.all, f, pc_str_c(d->service));
            pc_finding_label(&t.all, f, (struct pc_span){d->file, d->offset, 1}, "l");
        }
        pc_findings_finish(&t.all);
        assert_int_equal(t.all.list.count, count);
        for (size_t i = 0; i < count; i++)
            assert_true(pc_str_eq(t.all.list.items[i]->message, pc_str_c(sorted[i].service)));
        tiny_finish(&t);
    }
}

static void nothing_found_is_fine(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_findings_finish(&t.all);
    assert_int_equal(t.all.list.count, 0);
    tiny_finish(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_is_murmur3),
        cmocka_unit_test(hash_sees_every_byte),
        cmocka_unit_test(fingerprint_says_what_it_is_about),
        cmocka_unit_test(fingerprint_keeps_fields_apart),
        cmocka_unit_test(equal_findings_become_one),
        cmocka_unit_test(the_first_label_leads),
        cmocka_unit_test(context_alone_leads),
        cmocka_unit_test(labels_are_capped_by_file),
        cmocka_unit_test(picking_takes_turns),
        cmocka_unit_test(services_are_sorted_once),
        cmocka_unit_test(order_is_total),
        cmocka_unit_test(nothing_found_is_fine),
    };
    return cmocka_run_group_tests_name("finding", tests, NULL, NULL);
}
