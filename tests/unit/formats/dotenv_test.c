/* KEY=value lines and the expansion of variables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "dotenv.h"

struct fixture {
    struct pc_arena arena;
    struct pc_recovery recovery;
};

static struct fixture *start(struct fixture *f) {
    f->recovery = (struct pc_recovery){.cleanups = NULL};
    pc_arena_init(&f->arena, (size_t)64 << 20, &f->recovery);
    return f;
}

static void reads_lines(void **state) {
    (void)state;
    static const struct {
        const char *text,
            *entries; /* key=value@offset, with the quote in front of the value and "export " in front of the key */
    } samples[] = {
        {"A=1\nB=2\n", "A=1@2 B=2@6 "},
        {"\xEF\xBB\xBF"
         "A=1\r\nB=2\rC=3",
         "A=1@5 B=2@10 C=3@14 "},
        {"# A=1\n\n  B = 2  # two\nC=#x\nD=a#b\nE= # none\n", "B=2@13 C=#x@24 D=a#b@29 E=@36 "},
        {"export A=1\nexportB=2\nexport=3\n", "export A=1@9 exportB=2@19 export=3@28 "},
        {"A='x # y' # z\nB=\"a \\\" b\"\nC='it''s'\n", "A='x # y@3 B=\"a \\\" b@17 C='it@28 "},
        {"KEY: v\nnot an entry\n1A=2\n=3\nA.b-c=4\n", "A.b-c=4@34 "},
        {"A=\"one\ntwo\" # c\nB=2\n", "A=\"one\ntwo@3 B=2@18 "},
        {"A=\"open\nB=\"3000\"\n", "A=\"open@2 B=\"3000@11 "},
        {"A='open\nB=3000\n", "A='open@2 B=3000@10 "},
        {"A=\"\nB=''\nC=", "A=\"@2 B='@7 C=@11 "},
        {"URL=http://a:80/?x=${P:-1}&y=2\n", "URL=http://a:80/?x=${P:-1}&y=2@4 "},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct fixture f;
        struct pc_buf out;
        struct pc_env_entry entry;
        struct pc_str text = pc_str_c(samples[i].text);
        pc_buf_init(&out, &start(&f)->arena);
        for (size_t cursor = 0; pc_env_next(text, &cursor, &entry);) {
            pc_buf_addf(&out, "%s%.*s=", entry.has_export ? "export " : "", PC_ARG(entry.key));
            if (entry.quote) {
                pc_buf_addc(&out, entry.quote);
            }
            pc_buf_addf(&out, "%.*s@%u ", PC_ARG(entry.value), entry.offset);
            assert_true(entry.value.ptr == text.ptr + entry.offset);
            assert_true(entry.offset >= entry.line_offset &&
                        entry.offset + entry.value.len <= entry.line_offset + entry.line_length);
        }
        assert_string_equal(pc_str_cstr(&f.arena, pc_buf_str(&out)), samples[i].entries);
        pc_arena_finish(&f.arena);
    }
}

/* A and EMPTY are set, EXAMPLE only by an example file. */
static bool find(void *arg, struct pc_str name, struct pc_str *value, bool *guessed) {
    (void)arg;
    *guessed = pc_str_eq(name, PC_STR("EXAMPLE"));
    if (pc_str_eq(name, PC_STR("A"))) {
        *value = PC_STR("4100");
        return true;
    }
    if (pc_str_eq(name, PC_STR("EMPTY"))) {
        *value = PC_EMPTY;
        return true;
    }
    *value = PC_STR("4200");
    return *guessed;
}

static void expands(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
        char result; /* plain, known, unknown */
        bool guessed;
    } samples[] = {
        {"3000:80", "3000:80", 'P', false},
        {"$A", "4100", 'K', false},
        {"${A}:80", "4100:80", 'K', false},
        {"x$A-y", "x4100-y", 'K', false},
        {"$AB", "", 'U', false},
        {"${X}:80", ":80", 'U', false},
        {"${X:-3000}:80", "3000:80", 'K', false},
        {"${X-3000}", "3000", 'K', false},
        {"${A:-3000}", "4100", 'K', false},
        {"${EMPTY:-3000}", "3000", 'K', false},
        {"${EMPTY-3000}", "", 'K', false},
        {"${X:-}", "", 'K', false},
        {"${X:-${Y:-3000}}", "3000", 'K', false},
        {"${X:-${A}1}", "41001", 'K', false},
        {"${X:-${Y}}", "", 'U', false},
        {"${X:?say ${what}}", "", 'U', false},
        {"${A:?say}", "4100", 'K', false},
        {"${X?}", "", 'U', false},
        {"${X:+y}", "", 'K', false},
        {"${A:+y}", "y", 'K', false},
        {"${A+y}", "y", 'K', false},
        {"${EMPTY:+y}", "", 'K', false},
        {"${EMPTY+y}", "y", 'K', false},
        {"${EXAMPLE}", "4200", 'K', true},
        {"${EXAMPLE:+1}", "1", 'K', true},
        {"$$A", "$A", 'P', false},
        {"a$$", "a$", 'P', false},
        {"$$${A}", "$4100", 'K', false},
        {"$", "$", 'P', false},
        {"$1 $ -", "$1 $ -", 'P', false},
        {"${A", "${A", 'U', false},
        {"${A} ${", "4100 ${", 'U', false},
        {"${}", "${}", 'U', false},
        {"${1}", "${1}", 'U', false},
        {"${A/x/y}", "", 'U', false},
        {"${A:1}", "", 'U', false},
        {"${X:-a}b}", "ab}", 'K', false},
        {"${X:-$$5}", "$5", 'K', false},
        {"${a:-${b:-${c:-${d:-${e:-${f:-${g:-${h:-8}}}}}}}}", "8", 'K', false},
        {"${a:-${b:-${c:-${d:-${e:-${f:-${g:-${h:-${i:-9}}}}}}}}}", "", 'U', false},
    };
    const struct pc_env_lookup lookup = {.find = find};
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct fixture f;
        struct pc_str in = pc_str_c(samples[i].in);
        struct pc_expansion e = pc_env_expand(&start(&f)->arena, in, &lookup);
        assert_string_equal(pc_str_cstr(&f.arena, e.text), samples[i].out);
        assert_int_equal("PKU"[e.result], samples[i].result);
        assert_int_equal(e.guessed, samples[i].guessed);
        for (size_t k = 0; e.origin && k < e.text.len; k++) {
            assert_true(e.origin[k] == UINT32_MAX || in.ptr[e.origin[k]] == e.text.ptr[k]);
        }
        pc_arena_finish(&f.arena);
    }
}

static void origins_point_at_the_default(void **state) {
    (void)state;
    struct fixture f;
    const struct pc_env_lookup lookup = {.find = find};
    struct pc_expansion e = pc_env_expand(&start(&f)->arena, PC_STR("${X:-${Y:-3000}}:${A}"), &lookup);
    static const uint32_t origin[] = {10, 11, 12, 13, 16, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
    assert_string_equal(pc_str_cstr(&f.arena, e.text), "3000:4100");
    assert_memory_equal(e.origin, origin, sizeof origin);
    assert_null(pc_env_expand(&f.arena, PC_STR("plain $ 80"), NULL).origin);
    assert_string_equal(pc_str_cstr(&f.arena, pc_env_expand(&f.arena, PC_STR("${X:-1}"), NULL).text), "1");
    pc_arena_finish(&f.arena);
}

static struct pc_str repeat(struct pc_arena *arena, const char *piece, size_t count) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    for (size_t i = 0; i < count; i++) {
        pc_buf_adds(&out, piece);
    }
    return pc_buf_str(&out);
}

static void hostile_text_is_linear(void **state) {
    (void)state;
    static const char *const pieces[] = {"${", "${A:-", "$", "${A:-${", "}", "${X:-$A}", "$$"};
    const struct pc_env_lookup lookup = {.find = find};
    clock_t begin = clock();
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct fixture f;
        pc_env_expand(&f.arena, repeat(&start(&f)->arena, pieces[i], 100000), &lookup);
        pc_arena_finish(&f.arena);
    }
    static const char *const lines[] = {"A=\"x\n", "\"\n", "A='", "export ", "A=1\n", "=\n"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct fixture f;
        struct pc_env_entry entry;
        struct pc_str text = repeat(&start(&f)->arena, lines[i], 200000);
        for (size_t cursor = 0; pc_env_next(text, &cursor, &entry);) {
        }
        pc_arena_finish(&f.arena);
    }
    assert_true(clock() - begin < 4 * CLOCKS_PER_SEC);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines),
        cmocka_unit_test(expands),
        cmocka_unit_test(origins_point_at_the_default),
        cmocka_unit_test(hostile_text_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
