/* The vocabulary. The .c itself is included, to see that its table is sorted. */
#include <stdio.h>
#include <string.h>

#include "service_doc_lexicon.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service_doc_words.h"

static void table_is_sorted(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct pc_str text = pc_str_c(words[i].text);
        assert_true(i == 0 || pc_str_cmp(pc_str_c(words[i - 1].text), text) < 0);
        assert_int_equal(pc_doc_word_of(text), words[i].kind);
    }
}

static void words_are_found_in_any_script(void **state) {
    (void)state;
    static const struct {
        const char *phrase;
        const char *words; /* joined by '|' */
    } cases[] = {
        {"", ""},
        {"  \t ", ""},
        {"Dev Port", "Dev|Port"},
        {"a-b_c.d", "a|b|c|d"},
        {"\xE2\x94\x82 Port 3050 \xE2\x94\x82", "Port|3050"},
        {"\xF0\x9F\x94\x8C port", "port"},
        {"f\xC3\xBCr \xD0\xBF\xD0\xBE\xD1\x80\xD1\x82", "f\xC3\xBCr|\xD0\xBF\xD0\xBE\xD1\x80\xD1\x82"},
        {"\xE7\xAB\xAF\xE5\x8F\xA3\xEF\xBC\x9A"
         "3009",
         "\xE7\xAB\xAF\xE5\x8F\xA3|3009"},
        {"cut\xC3", "cut"},
        {"\xFF\xFEx", "x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char said[128] = "";
        size_t cursor = 0;
        struct pc_str word;
        while (pc_doc_next_word(pc_str_c(cases[i].phrase), &cursor, &word)) {
            size_t used = strlen(said);
            snprintf(said + used, sizeof said - used, "%s%.*s", used ? "|" : "", PC_ARG(word));
        }
        assert_string_equal(said, cases[i].words);
    }
}

static void environments_are_named_by_one_word_only(void **state) {
    (void)state;
    static const struct {
        const char *phrase;
        enum pc_environment environment;
    } cases[] = {
        {"production", PC_ENV_PRODUCTION},
        {"Prod port via the tunnel", PC_ENV_PRODUCTION},
        {"local development", PC_ENV_DEVELOPMENT},
        {"STAGING", PC_ENV_STAGING},
        {"e2e", PC_ENV_TEST},
        {"dev and prod", PC_ENV_UNKNOWN},
        {"product", PC_ENV_UNKNOWN},
        {"", PC_ENV_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(pc_doc_sense_of(pc_str_c(cases[i].phrase), PC_EMPTY).environment, cases[i].environment);
    }
}

static void own_words_are_not_foreign(void **state) {
    (void)state;
    assert_true(PC_DOC_HAS(pc_doc_sense_of(PC_STR("Redis"), PC_STR("ledger")), PC_DOC_FOREIGN));
    assert_false(PC_DOC_HAS(pc_doc_sense_of(PC_STR("Redis"), PC_STR("redis-cache")), PC_DOC_FOREIGN));
    assert_false(PC_DOC_HAS(pc_doc_sense_of(PC_STR("Web"), PC_STR("quay-web")), PC_DOC_PART));
}

static void variables_belong_to_somebody(void **state) {
    (void)state;
    static const struct {
        const char *name, *dir;
        enum pc_doc_variable kind;
    } cases[] = {
        {"PORT", "services/ledger", PC_DOC_VAR_OWN},
        {"LEDGER_PORT", "services/ledger", PC_DOC_VAR_OWN},
        {"LEDGER_SERVICE_PORT", "services/ledger", PC_DOC_VAR_OWN},
        {"LEDGER_PORT", "services/ledger-service", PC_DOC_VAR_OWN},
        {"QUAY_WEB_PORT", "apps/quay/web", PC_DOC_VAR_OWN},
        {"WEB_PORT", "services/quay-web", PC_DOC_VAR_OWN},
        {"QUAY_PORT", "services/quay-web", PC_DOC_VAR_DIALLED},
        {"EDGER_PORT", "services/ledger", PC_DOC_VAR_DIALLED},
        {"REDIS_PORT", "services/ledger", PC_DOC_VAR_DIALLED},
        {"SMTP_PORT", "services/mail", PC_DOC_VAR_DIALLED},
        {"REDIS_PORT", "services/redis", PC_DOC_VAR_OWN},
        {"SERVER_PORT", "services/ledger", PC_DOC_VAR_USUAL},
        {"TIDE_URL", "services/ledger", PC_DOC_VAR_TARGET},
        {"PG_HOST", "services/ledger", PC_DOC_VAR_TARGET},
        {"CORS_ORIGINS", "services/ledger", PC_DOC_VAR_ORIGINS},
        {"AUTH_CALLBACK_URL", "services/ledger", PC_DOC_VAR_ORIGINS},
        {"LOG_LEVEL", "services/ledger", PC_DOC_VAR_OTHER},
        {"HTTP", "services/ledger", PC_DOC_VAR_OTHER},
        {"port", "services/ledger", PC_DOC_VAR_OTHER},
        {"_PORT", "services/ledger", PC_DOC_VAR_DIALLED},
        {"", "services/ledger", PC_DOC_VAR_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum pc_doc_variable kind = pc_doc_variable_of(pc_str_c(cases[i].name), pc_str_c(cases[i].dir));
        if (kind != cases[i].kind) {
            fail_msg("%s in %s: got %d, expected %d", cases[i].name, cases[i].dir, (int)kind, (int)cases[i].kind);
        }
    }
}

static void no_word_for_port_is_passed_over(void **state) {
    (void)state;
    char text[64];
    for (size_t i = 0; i < sizeof words / sizeof words[0] + sizeof glued / sizeof glued[0]; i++) {
        const struct word *word =
            i < sizeof words / sizeof words[0] ? &words[i] : &glued[i - sizeof words / sizeof words[0]];
        if (word->kind != PC_DOC_PORT) {
            continue;
        }
        snprintf(text, sizeof text, "an (%s) of it", word->text);
        assert_true(pc_doc_may_name_port(pc_str_c(text)));
        text[4] = text[4] >= 'a' ? (char)(text[4] - 'a' + 'A') : text[4];
        assert_true(pc_doc_may_name_port(pc_str_c(text)));
    }
    static const char *const taken[] = {"PORT", "LEDGER_PORT=1", "httpPort", "**P**ort", "po`rt`", "-port"};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        assert_true(pc_doc_may_name_port(pc_str_c(taken[i])));
    }
    static const char *const passed[] = {"", "p", "important support for exports",
                                         "f\xC3\xBCr \xE2\x94\x82 \xF0\x9F\x94\x8C", "push to prod"};
    for (size_t i = 0; i < sizeof passed / sizeof passed[0]; i++) {
        assert_false(pc_doc_may_name_port(pc_str_c(passed[i])));
    }
}

static void names_are_compared_by_their_words(void **state) {
    (void)state;
    assert_true(pc_doc_same_name(PC_STR("Quay Web"), PC_STR("quay-web")));
    assert_true(pc_doc_same_name(PC_STR("`quay_web`"), PC_STR("QuayWeb")));
    assert_false(pc_doc_same_name(PC_STR("quay"), PC_STR("quay-web")));
    assert_false(pc_doc_same_name(PC_STR("k\xC3\xA4i"), PC_STR("k\xC3\xB6i")));
    assert_false(pc_doc_same_name(PC_EMPTY, PC_EMPTY));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_sorted),
        cmocka_unit_test(words_are_found_in_any_script),
        cmocka_unit_test(environments_are_named_by_one_word_only),
        cmocka_unit_test(own_words_are_not_foreign),
        cmocka_unit_test(variables_belong_to_somebody),
        cmocka_unit_test(no_word_for_port_is_passed_over),
        cmocka_unit_test(names_are_compared_by_their_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
