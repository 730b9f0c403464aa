/* Tables and lists as they lie on disk, and what they become. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader_harness.h"
#include "table_edit.h"

/* What is asked, a word each: "3001=3005" renumbers, "3001!3005" renumbers in place, "-3007" takes out of reservations,
 * "+3007:web" adds a row, "<3001" gives the port of a row back to the reservation beside it. */
struct change_case {
    const char *before, *asked, *after;
    const char *why; /* a part of the last refusal or remark; NULL: there is none */
};

static pc_id claim_with(const struct pc_registry *reg, uint16_t port) {
    for (size_t i = 0; i < reg->claim_count; i++)
        if (reg->claims[i].role != PC_ROLE_RESERVED && reg->claims[i].ports.lo == port)
            return (pc_id)i;
    return PC_NONE;
}

static void ask(struct pc_rows *rows, const struct pc_registry *reg, const char *word, struct pc_str *why) {
    char *rest = NULL;
    uint16_t port = (uint16_t)strtoul(pc_is_digit(word[0]) ? word : word + 1, &rest, 10);
    if (word[0] == '-') {
        pc_rows_take(rows, port, PC_NONE, why);
    } else if (word[0] == '+') {
        struct pc_new_row row = {
            .service = pc_str_c(rest + 1), .port = port, .host = PC_NONE, .section = PC_NONE, .file = 0};
        pc_rows_add(rows, &row, why);
    } else if (claim_with(reg, port) == PC_NONE) {
        *why = PC_STR("there is no such claim");
    } else if (word[0] == '<') {
        pc_rows_return(rows, claim_with(reg, port));
    } else if (rest[0] == '=') {
        pc_rows_renumber(rows, claim_with(reg, port), (uint16_t)strtoul(rest + 1, NULL, 10), why);
    } else {
        pc_rows_renumber_here(rows, claim_with(reg, port), (uint16_t)strtoul(rest + 1, NULL, 10), why);
    }
}

/* What the text becomes; *last: the last refusal or remark. */
static const char *change(struct reader_harness *h, const char *before, const char *words, struct pc_str *last) {
    char asked[400];
    struct pc_edits edits;
    struct pc_str why = PC_EMPTY;
    size_t one, two;
    *last = PC_EMPTY;
    reader_run(h, &pc_reader_registry_markdown, "PORTS.md", pc_str_c(before));
    pc_builder_file_at(h->builder, 0)->kind = PC_FILE_KIND_REGISTRY;
    const struct pc_registry *reg = pc_builder_resolve(h->builder);
    pc_edits_init(&edits, &h->keep, reg);
    struct pc_rows *rows = pc_rows_new(&edits);
    assert_true(strlen(words) < sizeof asked);
    strcpy(asked, words);
    for (char *word = strtok(asked, " "); word; word = strtok(NULL, " ")) {
        ask(rows, reg, word, &why);
        *last = why.len > 0 ? why : *last;
    }
    pc_rows_finish(rows);
    assert_true(pc_edits_sort(&edits, &one, &two));
    struct pc_changes changes = pc_edits_apply(&edits);
    return changes.list.count > 0 ? pc_str_cstr(&h->keep, changes.list.items[0].text) : before;
}

static const char *changed(struct reader_harness *h, const char *before, const char *words, struct pc_str *last) {
    if (setjmp(h->recovery.env) != 0)
        fail_msg("memory is spent");
    return change(h, before, words, last);
}

static void check(struct reader_harness *h, const struct change_case *c) {
    struct pc_str last;
    assert_string_equal(changed(h, c->before, c->asked, &last), c->after);
    if (c->why && pc_str_find(last, pc_str_c(c->why), 0) == PC_NPOS)
        fail_msg("\"%s\" is not in \"%.*s\"", c->why, PC_ARG(last));
    if (!c->why && last.len > 0)
        fail_msg("unexpected: %.*s", PC_ARG(last));
}

static void check_all(void **state, const struct change_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++)
        check(*state, &cases[i]);
}

#define CHECK_ALL(cases) check_all(state, cases, sizeof(cases) / sizeof(cases)[0])

#define HEAD "| Port | Service | Note |\n|------|---------|------|\n"
#define CORE "## 4000-4009: Core\n\n"
#define EDGE "## 4010-4019: Edge\n\n"

static void numbers_change_and_rows_keep_their_order(void **state) {
    static const struct change_case cases[] = {
        {CORE HEAD "| 4001 | quay | a |\n| 4002 | crane | b |\n", "4002=4005",
         CORE HEAD "| 4001 | quay | a |\n| 4005 | crane | b |\n", NULL},
        {CORE HEAD "| 4001 | quay | a |\n| 4002 | crane | b |\n| 4003 | rail | c |\n", "4001=4007",
         CORE HEAD "| 4002 | crane | b |\n| 4003 | rail | c |\n| 4007 | quay | a |\n", NULL},
        /* a swap, and a chain */
        {CORE HEAD "| 4001 | quay | a |\n| 4002 | crane | b |\n| 4003 | rail | c |\n", "4001=4002 4002=4001",
         CORE HEAD "| 4001 | crane | b |\n| 4002 | quay | a |\n| 4003 | rail | c |\n", NULL},
        {CORE HEAD "| 4001 | quay | a |\n| 4002 | crane | b |\n| 4003 | rail | c |\n", "4001=4002 4002=4003 4003=4004",
         CORE HEAD "| 4002 | quay | a |\n| 4003 | crane | b |\n| 4004 | rail | c |\n", NULL},
        /* marks, links, escaped bars; the port is not the first column; CR LF; no line end at the end */
        {CORE "| Service | Port |\r\n|---|---|\r\n| [quay](q.md) \\| a | **`4001`** |\r\n| crane | 4002 |", "4001=4003",
         CORE "| Service | Port |\r\n|---|---|\r\n| crane | 4002 |\r\n| [quay](q.md) \\| a | **`4003`** |", NULL},
        {CORE "|Port|Service|\n|--|--|\n|4001|quay|\n|4002|crane| <!-- kept -->\n", "4002=4000",
         CORE "|Port|Service|\n|--|--|\n|4000|crane| <!-- kept -->\n|4001|quay|\n", NULL},
        /* a table that is in no order is left in it */
        {CORE HEAD "| 4005 | quay | a |\n| 4002 | crane | b |\n| 4004 | rail | c |\n| 4001 | dock | d |\n", "4005=4003",
         CORE HEAD "| 4003 | quay | a |\n| 4002 | crane | b |\n| 4004 | rail | c |\n| 4001 | dock | d |\n", NULL},
        {CORE HEAD "| 4001, 4002 | quay | a |\n| 4005 | crane | b |\n", "4001=4008",
         CORE HEAD "| 4008, 4002 | quay | a |\n| 4005 | crane | b |\n", NULL},
        {"> " CORE "> | Port | Service |\n> |---|---|\n> | 4001 | quay |\n> | 4002 | crane |\n", "4001=4003",
         "> " CORE "> | Port | Service |\n> |---|---|\n> | 4002 | crane |\n> | 4003 | quay |\n", NULL},
    };
    CHECK_ALL(cases);
}

static void rows_go_to_the_table_of_their_range(void **state) {
    static const struct change_case cases[] = {
        {CORE HEAD "| 4001 | quay | a |\n| 4002 | crane | b |\n\n" EDGE HEAD
                   "| 4011 | rail | c |\n| 4013 | dock | d |\n",
         "4001=4012",
         CORE HEAD "| 4002 | crane | b |\n\n" EDGE HEAD
                   "| 4011 | rail | c |\n| 4012 | quay | a |\n| 4013 | dock | d |\n",
         NULL},
        /* columns by their words */
        {CORE HEAD "| 4001 | quay | a |\n| 4002 | crane | b |\n\n" EDGE
                   "| Service | Port | Runtime | Purpose |\n|---|---|---|---|\n| rail | 4011 | Go | - |\n",
         "4001=4012",
         CORE HEAD "| 4002 | crane | b |\n\n" EDGE
                   "| Service | Port | Runtime | Purpose |\n|---|---|---|---|\n| rail | 4011 | Go | - |\n"
                   "| quay | 4012 | | a |\n",
         NULL},
        /* what has no column there */
        {CORE "| Port | Service | Team |\n|---|---|---|\n| 4001 | quay | blue |\n\n" EDGE
              "| Port | Service |\n|---|---|\n| 4011 | rail |\n",
         "4001=4012",
         CORE "| Port | Service | Team |\n|---|---|---|\n| 4012 | quay | blue |\n\n" EDGE
              "| Port | Service |\n|---|---|\n| 4011 | rail |\n",
         "no column for \"Team\""},
        {CORE HEAD "| 4001 | quay | a |\n\n" EDGE HEAD, "4001=4012", CORE HEAD "\n" EDGE HEAD "| 4012 | quay | a |\n",
         NULL},
        {CORE HEAD "| 4001 | quay | a |\n", "4001=9000", CORE HEAD "| 9000 | quay | a |\n", "no range"},
        {CORE "- 4001: quay\n- 4002: crane\n\n" EDGE "- 4011: rail\n- 4013: dock\n", "4001=4012",
         CORE "- 4002: crane\n\n" EDGE "- 4011: rail\n- 4012: quay\n- 4013: dock\n", NULL},
    };
    CHECK_ALL(cases);
}

static void padded_tables_stay_padded(void **state) {
    static const struct change_case cases[] = {
        {CORE "| Port  | Service |\n| ----- | ------- |\n| 4001  | quay    |\n| 4002  | cranes  |\n", "4001=14001",
         CORE "| Port  | Service |\n| ----- | ------- |\n| 4002  | cranes  |\n| 14001 | quay    |\n", "no range"},
        {CORE "| Port | Service |\n| ---- | ------- |\n| 4001 | quay    |\n| 4002 | crane   |\n", "4002=14001",
         CORE "| Port  | Service |\n| ----- | ------- |\n| 4001  | quay    |\n| 14001 | crane   |\n", "no range"},
        {CORE "| Port | Service |\n| ---: | ------- |\n| 4001 | quay    |\n| 4002 | crane   |\n", "4001=801",
         CORE "| Port | Service |\n| ---: | ------- |\n|  801 | quay    |\n| 4002 | crane   |\n", "no range"},
        {CORE "| Port | Service |\n| ---- | ------- |\n| 4001 | quay    |\n| 4002 | crane   |\n", "+4003:lighthouse",
         CORE "| Port | Service    |\n| ---- | ---------- |\n| 4001 | quay       |\n| 4002 | crane      |\n"
              "| 4003 | lighthouse |\n",
         NULL},
        /* ports are of one width by themselves */
        {CORE "| Port | Service |\n|------|---------|\n| 4001 | quay |\n| 4002 | lighthouse |\n", "4002!14002",
         CORE "| Port | Service |\n|------|---------|\n| 4001 | quay |\n| 14002 | lighthouse |\n", NULL},
    };
    CHECK_ALL(cases);
}

static void reservations_give_ports_away(void **state) {
    static const struct change_case cases[] = {
        {CORE HEAD "| 4001 | quay | a |\n| 4006-4009 | *(reserved)* | |\n", "4001=4006 -4006",
         CORE HEAD "| 4006 | quay | a |\n| 4007-4009 | *(reserved)* | |\n", NULL},
        {CORE HEAD "| 4001 | quay | a |\n| 4006-4009 | *(reserved)* | |\n", "-4007 +4007:rail",
         CORE HEAD
         "| 4001 | quay | a |\n| 4006 | *(reserved)* | |\n| 4007 | rail | |\n| 4008-4009 | *(reserved)* | |\n",
         NULL},
        {CORE HEAD "| 4001 | quay | a |\n| 4006-4009 | *(reserved)* | |\n", "-4006 -4007 -4008 -4009",
         CORE HEAD "| 4001 | quay | a |\n", NULL},
        {CORE HEAD "| 4001 | quay | a |\n| 4007, 4009 | *(reserved)* | |\n", "-4007",
         CORE HEAD "| 4001 | quay | a |\n| 4009 | *(reserved)* | |\n", NULL},
        {CORE HEAD "| 4001 | quay | a |\n| 4007, 4008, 4009 | *(reserved)* | |\n", "-4008 -4009",
         CORE HEAD "| 4001 | quay | a |\n| 4007 | *(reserved)* | |\n", NULL},
        {CORE "- 4001: quay\n- 4006\xE2\x80\x93"
              "4009: reserved\n",
         "-4007",
         CORE "- 4001: quay\n- 4006: reserved\n- 4008\xE2\x80\x93"
              "4009: reserved\n",
         NULL},
        {CORE HEAD "| 4001 | quay | a |\n| 4006-4009 | Reserved: spare cranes | |\n", "-4007",
         CORE HEAD "| 4001 | quay | a |\n| 4006-4009 | Reserved: spare cranes | |\n", "reserved for"},
    };
    CHECK_ALL(cases);
}

static void rows_come_and_go(void **state) {
    static const struct change_case cases[] = {
        {CORE HEAD "| 4001 | quay | a |\n| 4003 | crane | - |\n", "+4002:rail",
         CORE HEAD "| 4001 | quay | a |\n| 4002 | rail | - |\n| 4003 | crane | - |\n", NULL},
        {CORE "| Service | Proto | Port |\n|---|---|---|\n| `quay` | tcp | **4001** |\n| `crane` | tcp | **4003** |\n"
              "| `dock` | tcp | **4004** |\n",
         "+4002:rail",
         CORE "| Service | Proto | Port |\n|---|---|---|\n| `quay` | tcp | **4001** |\n| `rail` | tcp | **4002** |\n"
              "| `crane` | tcp | **4003** |\n| `dock` | tcp | **4004** |\n",
         NULL},
        {CORE "- **quay** (`4001`) on the left\n- **crane** (`4003`)\n", "+4002:rail",
         CORE "- **quay** (`4001`) on the left\n- **rail** (`4002`)\n- **crane** (`4003`)\n", NULL},
        {CORE "- 4001: quay\n\n- 4003: crane\n", "+4002:rail 4001=4005",
         CORE "- 4002: rail\n\n- 4003: crane\n\n- 4005: quay\n", NULL},
        {CORE HEAD "| 4001 | quay | a |\n", "+4400:rail", CORE HEAD "| 4001 | quay | a |\n", "no range"},
    };
    CHECK_ALL(cases);
}

static void ranges_and_patterns_are_refused(void **state) {
    static const struct change_case cases[] = {
        {CORE HEAD "| 4001-4003 | quay | a |\n", "4001=4005", CORE HEAD "| 4001-4003 | quay | a |\n", "a range"},
        {"# Ports\n\n" HEAD "| 4001 | quay | a |\n| 80xx | crane | b |\n", "8000=4005",
         "# Ports\n\n" HEAD "| 4001 | quay | a |\n| 80xx | crane | b |\n", "a pattern"},
    };
    CHECK_ALL(cases);
}

/* tables.txt: "=== what it is about", the text, "$ what is asked", the text as it is then where it changes, "! the last
 * refusal or remark" where there is one. With TABLES_UPDATE in the environment it is written anew: read what changed.
 */
static char *read_cases(void) {
    FILE *file = fopen(TABLES, "rb");
    char *text = calloc(1, 200000);
    assert_non_null(file);
    assert_non_null(text);
    assert_true(fread(text, 1, 199999, file) > 0);
    fclose(file);
    return text;
}

static void tables_as_text(void **state) {
    char *text = read_cases(), *next, *now = NULL;
    size_t size;
    FILE *out = open_memstream(&now, &size);
    assert_non_null(out);
    for (char *at = text; at; at = next) {
        next = strstr(at + 1, "\n=== ");
        char *before = strchr(at + 1, '\n') + 1, *asked = strstr(before, "\n$ ") + 1, *end = strchr(asked, '\n');
        char *old = strndup(before, (size_t)(asked - before)), *words = strndup(asked + 2, (size_t)(end - asked - 2));
        struct pc_str last;
        const char *after = changed(*state, old, words, &last);
        fprintf(out, "%.*s%s%s", (int)(end + 1 - at), at, strcmp(old, after) == 0 ? "" : after,
                after[strlen(after) - 1] == '\n' ? "" : "\n");
        if (last.len > 0)
            fprintf(out, "! %.*s\n", PC_ARG(last));
        free(old);
        free(words);
    }
    fclose(out);
    if (getenv("TABLES_UPDATE")) {
        FILE *file = fopen(TABLES, "wb");
        assert_non_null(file);
        fputs(now, file);
        fclose(file);
    } else {
        assert_string_equal(now, text);
    }
    free(now);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_change_and_rows_keep_their_order, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(rows_go_to_the_table_of_their_range, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(padded_tables_stay_padded, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(reservations_give_ports_away, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(rows_come_and_go, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(ranges_and_patterns_are_refused, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(tables_as_text, reader_setup, reader_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
