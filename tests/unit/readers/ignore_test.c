/* Suppression comments of every kind of file, and what only looks like one. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "draft.h"
#include "ignore_comment.h"
#include "reader_harness.h"

static const char *const kind_names[] = {"line", "start", "end", "file", "broken"};

/* One line each: the line that is meant (1-based, - for none), kind, rules, day, reason; of a broken one its problem.
 */
static struct pc_str dump(struct reader_harness *h) {
    struct pc_buf out;
    pc_buf_init(&out, &h->keep);
    for (size_t i = 0; i < h->builder->ignores.count; i++) {
        const struct pc_ignore *ignore = &h->builder->ignores.items[i];
        if (ignore->line == UINT32_MAX)
            pc_buf_adds(&out, "-");
        else
            pc_buf_addf(&out, "%u", (unsigned)ignore->line + 1);
        pc_buf_addf(&out, " %s", kind_names[ignore->kind]);
        for (size_t r = 0; r < ignore->rule_count && ignore->kind != PC_IGNORE_BROKEN; r++)
            pc_buf_addf(&out, "%c%.*s", r == 0 ? ' ' : ',', PC_ARG(ignore->rules[r]));
        if (ignore->until != 0 && ignore->kind != PC_IGNORE_BROKEN)
            pc_buf_addf(&out, " %u", (unsigned)ignore->until);
        if (ignore->reason.len > 0 && ignore->kind != PC_IGNORE_BROKEN)
            pc_buf_addf(&out, " (%.*s)", PC_ARG(ignore->reason));
        if (ignore->kind == PC_IGNORE_BROKEN)
            pc_buf_addf(&out, " %.*s", PC_ARG(ignore->problem));
        pc_buf_addc(&out, '\n');
        assert_true(ignore->span.length > 0 && ignore->span.offset + ignore->span.length <= h->text.len);
        assert_true(
            pc_str_starts_nocase(pc_str_sub(h->text, ignore->span.offset, ignore->span.length), PC_STR("portcheck")));
    }
    return out.len > 0 ? pc_buf_str(&out) : PC_STR("");
}

static void read_comments(struct pc_read_context *ctx) {
    pc_ignore_comments_read(ctx);
}

static struct pc_str said(struct reader_harness *h, const char *path, struct pc_str text) {
    static const struct pc_reader reader = {.read = read_comments};
    reader_run(h, &reader, path, text);
    return dump(h);
}

struct sample {
    const char *path, *text, *said;
};

static void check_all(struct reader_harness *h, const struct sample *samples, size_t count) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct pc_str got = said(h, samples[i].path, pc_str_c(samples[i].text));
        if (!pc_str_is(got, samples[i].said)) {
            print_error("%s:\n%s\nsaid:\n%.*sexpected:\n%s\n", samples[i].path, samples[i].text, PC_ARG(got),
                        samples[i].said);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}
#define CHECK(state, samples) check_all(*(state), samples, sizeof(samples) / sizeof(samples)[0])

static void the_grammar(void **state) {
    static const struct sample samples[] = {
        {"a.sh", "x # portcheck: ignore[PC201]: never together\n", "1 line PC201 (never together)\n"},
        {"a.sh", "x # portcheck:ignore[port-drift , PC201,]\n", "1 line port-drift,PC201\n"},
        {"a.sh", "x #portcheck: ignore [PC201] until=2031-01-31 : moving: soon \n",
         "1 line PC201 20310131 (moving: soon)\n"},
        {"a.sh", "x # PortCheck: Ignore[pc201]\n", "1 line pc201\n"},
        {"a.sh", "x # other: word # portcheck: ignore[PC201]: two in a row\n", "1 line PC201 (two in a row)\n"},
        {"a.sh", "x ## portcheck: ignore[PC201]\n", "1 line PC201\n"},
        {"a.sh", "# portcheck: ignore-file[PC301]: made\n", "1 file PC301 (made)\n"},
        {"a.sh", "# portcheck: ignore-start[PC301] until=2031-01-31: all\nx\n# portcheck: ignore-end[PC301]\n",
         "1 start PC301 20310131 (all)\n3 end PC301\n"},
        {"a.sh", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n# portcheck: ignore-file[PC301]\n", "20 file PC301\n"},
        {"a.sh", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n# portcheck: ignore-file[PC301]\n",
         "21 broken `ignore-file` stands below line 20\n"},
        /* broken: said, and silences nothing */
        {"a.sh", "x # portcheck: ignroe[PC201]: typo\n", "1 broken `ignroe` is no word of portcheck\n"},
        {"a.sh", "x # portcheck: quiet[PC201]\n", "1 broken `quiet` is no word of portcheck\n"},
        {"a.sh", "x # portcheck: disable-next-line\n", "1 broken `disable-next-line` is no word of portcheck\n"},
        {"a.sh", "x # portcheck: ignore\n", "1 broken it names no rule\n"},
        {"a.sh", "x # portcheck: ignore PC201\n", "1 broken it names no rule\n"},
        {"a.sh", "x # portcheck: ignore[]\n", "1 broken it names no rule\n"},
        {"a.sh", "x # portcheck: ignore[ , ]: why\n", "1 broken it names no rule\n"},
        {"a.sh", "x # portcheck: ignore[PC201: why\n", "1 broken its `[` is not closed\n"},
        {"a.sh", "x # portcheck ignore[PC201]\n", "1 broken a `:` is missing behind `portcheck`\n"},
        {"a.sh", "x # portcheck-ignore[PC201]\n", "1 broken a `:` is missing behind `portcheck`\n"},
        {"a.sh", "x # portcheck: ignore[PC201] because\n",
         "1 broken what follows `]` is neither `until=` with a day nor `:` with a reason\n"},
        {"a.sh", "x # portcheck: ignore[PC201] untill=2031-01-31: why\n",
         "1 broken what follows `]` is neither `until=` with a day nor `:` with a reason\n"},
        {"a.sh", "x # portcheck: ignore[PC201] until=2031-02-30: why\n",
         "1 broken `until=2031-02-30` is no day of the calendar\n"},
        {"a.sh", "x # portcheck: ignore[PC201] until=: why\n", "1 broken `until=` is no day of the calendar\n"},
        {"a.sh", "x # see portcheck: ignore[PC201]: late\n", "1 broken it stands in the middle of a comment\n"},
        /* prose that speaks of it */
        {"a.sh", "# portcheck: run it before each commit\n# portcheck\n# our portcheck: good\n# `portcheck: ignore`\n",
         ""},
        {"a.sh", "# to silence write `portcheck: ignore[PC201]`\n# or \"portcheck: ignore[PC201]\"\n", ""},
        {"a.sh", "# portcheck ignores this\n# portchecks: ignore[PC201]\n", ""},
        {"a.sh", "portcheck: ignore[PC201]\n", ""},
    };
    CHECK(state, samples);
}

static void the_line_that_is_meant(void **state) {
    static const struct sample samples[] = {
        {"a.sh", "# portcheck: ignore[PC201]\nx\n", "2 line PC201\n"},
        {"a.sh", "  # portcheck: ignore[PC201]\n\n \t\n\nx\n", "5 line PC201\n"},
        {"a.sh", "# portcheck: ignore[PC201]\n# portcheck: ignore[PC301]\n\n# portcheck: ignore[PC302]\nx\n",
         "5 line PC201\n5 line PC301\n5 line PC302\n"},
        {"a.sh", "# portcheck: ignore[PC201]\ny # portcheck: ignore[PC301]\nx\n", "2 line PC201\n2 line PC301\n"},
        {"a.sh", "# portcheck: ignore[PC201]\n# words\nx\n", "2 line PC201\n"},
        {"a.sh", "# portcheck: ignore[PC201]", "- line PC201\n"},
        {"a.sh", "# portcheck: ignore[PC201]\n\n \n", "- line PC201\n"},
        {"a.sh", "\xEF\xBB\xBF# portcheck: ignore[PC201]\r\nx\r\n", "2 line PC201\n"},
        {"a.js", "/* portcheck: ignore[PC301]: a */ listen(3000)\nx\n", "1 line PC301 (a)\n"},
        {"a.js", "/* portcheck: ignore[PC301]: a */\nlisten(3000)\n", "2 line PC301 (a)\n"},
        {"a.js", "/**\n * portcheck: ignore[PC301]: a\n * more\n */\nlisten(3000)\n", "5 line PC301 (a)\n"},
        {"a.js", "listen(3000) /* portcheck: ignore[PC301]\n more */\nx\n", "1 line PC301\n"},
        {"a.js", "/* portcheck: ignore[PC301]\n more */ listen(3000)\nx\n", "2 line PC301\n"},
    };
    CHECK(state, samples);
}

static void comments_of_each_language(void **state) {
    static const struct sample samples[] = {
        {"compose.yml", "ports:\n  - \"3015:80\" # portcheck: ignore[PC201]: a\n", "2 line PC201 (a)\n"},
        {"compose.yml", "a: \"x # portcheck: ignore[PC201]\"\nb: 'x # portcheck: ignore[PC201]'\n", ""},
        {"compose.yml", "a: |\n  # portcheck: ignore[PC201]\n  x\n# portcheck: ignore[PC301]\nb: 1\n",
         "5 line PC301\n"},
        {"compose.yml", "a: it's 1 # portcheck: ignore[PC201]: it's one\n", "1 line PC201 (it's one)\n"},
        {"compose.yml", "a: x#portcheck: ignore[PC201]\n", ""},
        {"compose.yml", "a: &x {p: 1} # portcheck: ignore[PC201]\nb: *x # portcheck: ignore[PC301]\n",
         "1 line PC201\n2 line PC301\n"},
        {"a.yml", "a: [1\n# portcheck: ignore[PC201]\nb: }\n", "3 line PC201\n"},
        {".env", "PORT=3000 # portcheck: ignore[PC301]\nA=\"# portcheck: ignore[PC201]\"\n", "1 line PC301\n"},
        {".env", "A=http://x/#portcheck: ignore[PC301]\n", ""},
        {"a.toml", "port = 1 # portcheck: ignore[PC301]\na = \"\"\"\n# portcheck: ignore[PC201]\n\"\"\"\n",
         "1 line PC301\n"},
        {"Dockerfile", "# portcheck: ignore[PC308]\nEXPOSE 80\n", "2 line PC308\n"},
        {"api.Dockerfile", "EXPOSE 80 # portcheck: ignore[PC308]\n",
         "1 broken in a file of this kind a comment needs a line of its own\n"},
        {"nginx.conf", "listen 80; # portcheck: ignore[PC402]\n", "1 line PC402\n"},
        {"Caddyfile", "# portcheck: ignore[PC402]\nreverse_proxy x:80\n", "2 line PC402\n"},
        {"app.ini", "; portcheck: ignore[PC301]\nport = 80\n", "2 line PC301\n"},
        {"x.service", "# portcheck: ignore[PC301]\nEnvironment=PORT=80\n", "2 line PC301\n"},
        {"a.ts", "const p = env.PORT || 3000 // portcheck: ignore[PC301]: test\n", "1 line PC301 (test)\n"},
        {"a.ts", "const u = 'http://x' // portcheck: ignore[PC301]\n", "1 line PC301\n"},
        {"a.ts", "const u = \"// portcheck: ignore[PC301]\"\nconst v = `\n// portcheck: ignore[PC301]\n`\n", ""},
        {"a.ts", "const u = 'a\\'// portcheck: ignore[PC301]'\n", ""},
        {"a.ts", "<p>it's</p> // portcheck: ignore[PC301]\n", "1 line PC301\n"},
        {"a.ts", "# portcheck: ignore[PC301]\n", ""},
        {"a.py", "p = 3000  # portcheck: ignore[PC301]\ns = '''\n# portcheck: ignore[PC301]\n'''\n", "1 line PC301\n"},
        {"a.py", "// portcheck: ignore[PC301]\n", ""},
        {"a.go", "p := `// portcheck: ignore[PC301]`\nq := 1 // portcheck: ignore[PC301]\n", "2 line PC301\n"},
        {"a.sql", "select 3000 -- portcheck: ignore[PC301]\n", "1 line PC301\n"},
        {"a.lua", "p = 3000 -- portcheck: ignore[PC301]\n", "1 line PC301\n"},
        {"wrangler.jsonc", "{\"port\": 1, // portcheck: ignore[PC301]\n/* portcheck: ignore[PC302] */\n\"x\": 2}\n",
         "1 line PC301\n3 line PC302\n"},
        {"a.json", "{\"a\": \"// portcheck: ignore[PC301]\"}\n", ""},
        {"a.plist", "<!-- portcheck: ignore[PC301]: a -->\n<integer>80</integer>\n", "2 line PC301 (a)\n"},
        {"a.tf", "port = 80 # portcheck: ignore[PC301]\nport = 81 // portcheck: ignore[PC301]\n",
         "1 line PC301\n2 line PC301\n"},
        {"a.js", "/* portcheck: ignore[PC301]", "1 broken the comment is not closed\n"},
        {"unknown", "x # portcheck: ignore[PC301]\n", "1 line PC301\n"},
    };
    CHECK(state, samples);
}

static void comments_of_markdown(void **state) {
    static const struct sample samples[] = {
        {"PORTS.md", "| Port | Service |\n|---|---|\n| 4400 | tide <!-- portcheck: ignore[PC101]: old --> |\n",
         "3 line PC101 (old)\n"},
        {"PORTS.md", "| Port | Service |\n|---|---|\n| 4400 | tide | <!-- portcheck: ignore[PC101]: old -->\n",
         "3 line PC101 (old)\n"},
        {"PORTS.md", "<!-- portcheck: ignore[PC101]: old -->\n## Port: 4400\n", "2 line PC101 (old)\n"},
        {"PORTS.md", "<!-- portcheck: ignore[PC101]: old -->\n\n## Port: 4400\n", "3 line PC101 (old)\n"},
        {"PORTS.md", "<!--\n  portcheck: ignore[PC101]: old\n-->\n## Port: 4400\n", "4 line PC101 (old)\n"},
        {"PORTS.md",
         "<!-- portcheck: ignore-start[PC301] until=2031-01-31: moving -->\n\nx\n\n"
         "<!-- portcheck: ignore-end[PC301] -->\n",
         "1 start PC301 20310131 (moving)\n5 end PC301\n"},
        {"PORTS.md", "Write `<!-- portcheck: ignore[PC101] -->` in the row.\n", ""},
        {"PORTS.md", "| a | b |\n|---|---|\n| `<!-- portcheck: ignore[PC101] -->` | x |\n", ""},
        {"PORTS.md", "```md\n<!-- portcheck: ignore[PC101]: a -->\n```\n\n    <!-- portcheck: ignore[PC101]: a -->\n",
         ""},
        {"PORTS.md", "> <!-- portcheck: ignore[PC101]: a -->\n> Port: 80\n", "2 line PC101 (a)\n"},
        {"PORTS.md", "- Port 80 <!-- portcheck: ignore[PC101]: a -->\n", "1 line PC101 (a)\n"},
        {"PORTS.md", "portcheck: ignore[PC101]: a\n\n# portcheck: ignore[PC101]\n", ""},
        {"PORTS.md", "<!-- the portcheck: ignore[PC101]: a -->\n", "1 broken it stands in the middle of a comment\n"},
        {"PORTS.md", "<!-- portcheck: ignroe[PC101]: a -->\n", "1 broken `ignroe` is no word of portcheck\n"},
        {"PORTS.md", "<!-- portcheck: ignore[PC101]: a\n", "1 broken the comment is not closed\n"},
        {"PORTS.md", "x <!-- portcheck: ignore[PC101] --> y <!-- portcheck: ignore[PC102]: b -->\n",
         "1 line PC101\n1 line PC102 (b)\n"},
    };
    CHECK(state, samples);
}

static void the_word_is_found_anywhere(void **state) {
    (void)state;
    assert_true(pc_ignore_comments_any(PC_STR("portcheck")));
    assert_true(pc_ignore_comments_any(PC_STR("xxxxxxxxPortCheck")));
    assert_true(pc_ignore_comments_any(PC_STR("porportcheck:")));
    assert_true(pc_ignore_comments_any(PC_STR("kportchecportcheck")));
    assert_false(pc_ignore_comments_any(PC_STR("portchec")));
    assert_false(pc_ignore_comments_any(PC_STR("port check portchexk")));
    assert_false(pc_ignore_comments_any(PC_EMPTY));
    for (size_t before = 0; before < 40; before++) {
        char text[64];
        memset(text, "portcheck"[before % 9], sizeof text);
        memcpy(text + before, "portcheck", 9);
        assert_true(pc_ignore_comments_any((struct pc_str){text, before + 9}));
        text[before + 4] = '_';
        assert_false(pc_ignore_comments_any((struct pc_str){text, before + 9}));
    }
}

/* Whatever is cut off, reading ends and stays in bounds; long and repeated texts cost what their size costs. */
static void hostile_texts(void **state) {
    static const char text[] = "a: 'x # portcheck: ignore[PC1]' # portcheck: ignore[PC201, a] until=2031-01-31: b\n"
                               "/* portcheck: ignore[PC2]: c */ `x` \"\"\" <!-- portcheck: ignore[PC3] -->\n";
    static const char *const paths[] = {"a.yml", "a.ts", "a.toml", "PORTS.md", "a.vue", "a.ini"};
    static const char *const pieces[] = {"# x portcheck: ignore[ ",
                                         "\"\\",
                                         "'",
                                         "/* portcheck: ignore[PC1] ",
                                         "# portcheck: ignore[PC1]\n",
                                         "`",
                                         "\n> <!-- portcheck: x",
                                         "\n",
                                         "'''portcheck",
                                         "portcheck: ignore[",
                                         "<!-- portcheck: ignore[PC1]: a -->"};
    struct reader_harness *h = *state;
    for (size_t p = 0; p < sizeof paths / sizeof paths[0]; p++) {
        for (size_t length = 0; length < sizeof text; length++) {
            char *copy = malloc(length + 1); /* its own bytes, so that a look behind the end is seen */
            memcpy(copy, text, length);
            copy[length] = '\0';
            said(h, paths[p], (struct pc_str){copy, length});
            h->builder->ignores.count = 0;
            free(copy);
        }
        for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
            size_t size = strlen(pieces[i]), length = (size_t)1 << 17;
            char *copy = malloc(length);
            for (size_t at = 0; at < length; at++)
                copy[at] = pieces[i][at % size];
            said(h, paths[p], (struct pc_str){copy, length});
            free(copy);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_grammar, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(the_line_that_is_meant, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(comments_of_each_language, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(comments_of_markdown, reader_setup, reader_teardown),
        cmocka_unit_test(the_word_is_found_anywhere),
        cmocka_unit_test_setup_teardown(hostile_texts, reader_setup, reader_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
