/* The full format, compared whole. */
#include "tiny_output.h"

/* Two services on one port, and what the documents say: several files, several spans on a line, context, wide
 * characters. */
static struct pc_output_input harbour(struct tiny *t) {
    pc_id compose = tiny_file(t, "compose.harbour.yml", PC_FILE_KIND_COMPOSE,
                              "services:\n"
                              "  tide:\n"
                              "    environment:\n"
                              "      PORT: 7001\n"
                              "      DB_URL: postgres://admin:hunter2@db:5432/tide?x=hunter2\n"
                              "    ports:\n"
                              "      - \"7001:7001\"   # hunter2\n"
                              "  gate:\n"
                              "    ports: [\"127.0.0.1:7001:80/tcp\", \"${GATE_PORT:-7002}:81\"]\n");
    pc_id doc = tiny_file(t, "docs/PORTS.md", PC_FILE_KIND_REGISTRY,
                          "# Ports\r\n"
                          "\r\n"
                          "## 7000-7009: Harbour\r\n"
                          "\r\n"
                          "| Port | Service | Peer |\r\n"
                          "|---|---|---|\r\n"
                          "| 7001 | tide | gate |\r\n"
                          "| 7002 | \xE6\xB8\xAF\xE5\x8F\xA3 7003\te\xCC\x81 7004 |");
    struct pc_findings *all = &t->all;
    struct pc_finding *f =
        pc_finding_new(all, &tiny_collision, PC_LEVEL_ERROR, "host port 7001/tcp on `harbour` is bound by 2 services");
    pc_finding_label(all, f, tiny_span(t, compose, "7001", 3), "gate binds it");
    pc_finding_label(all, f, tiny_span(t, compose, "7001", 1), "tide binds it again");
    pc_finding_label(all, f, tiny_span(t, compose, "7002", 0), "and this one");
    pc_finding_label(all, f, tiny_span(t, doc, "7001", 0), "the registry assigns 7001 to tide");
    pc_finding_label(all, f, tiny_span(t, doc, "tide", 0), "%s", "");
    pc_finding_label(all, f, tiny_span(t, doc, "gate", 0), "its peer");
    pc_finding_context(all, f, tiny_span(t, doc, "7000-7009", 0), "range declared here");
    pc_finding_label(all, f, tiny_span(t, doc, "7004", 0), "behind wide characters");
    pc_finding_note(all, f, "whichever starts second fails with \"address already in use\"");
    pc_finding_help(all, f, "give `gate` another port");

    struct pc_finding *drift = pc_finding_new(all, &tiny_drift, PC_LEVEL_WARNING, "`tide` dials `db` on 5432");
    pc_finding_label(all, drift, tiny_span(t, compose, "5432", 0), "here");
    return tiny_input_of(t);
}

static void unicode_frames(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = harbour(&t);
    assert_text(tiny_write(&t, "full", &in),
                "error[PC201 port-collision]: host port 7001/tcp on `harbour` is bound by 2 services\n"
                "  ╭▸ compose.harbour.yml:9:24\n"
                "  │\n"
                "7 │       - \"7001:7001\"   …\n"
                "  │          ──── tide binds it again\n"
                "…\n"
                "9 │     ports: [\"127.0.0.1:7001:80/tcp\", \"${GATE_PORT:-7002}:81\"]\n"
                "  │                        ━━━━                        ──── and this one\n"
                "  │                        │\n"
                "  │                        gate binds it\n"
                "  │\n"
                "  ⸬  docs/PORTS.md:7:3\n"
                "  │\n"
                "3 │ ## 7000-7009: Harbour\n"
                "  │    ───────── range declared here\n"
                "…\n"
                "7 │ | 7001 | tide | gate |\n"
                "  │   ────   ────   ──── its peer\n"
                "  │   │\n"
                "  │   the registry assigns 7001 to tide\n"
                "8 │ | 7002 | 港口 7003 e\xCC\x81 7004 |\n"
                "  │                      ──── behind wide characters\n"
                "  │\n"
                "  ├ note: whichever starts second fails with \"address already in use\"\n"
                "  ├ help: give `gate` another port\n"
                "  ╰ docs: run `portcheck explain PC201`\n"
                "\n"
                "warning[PC301 port-drift]: `tide` dials `db` on 5432\n"
                "  ╭▸ compose.harbour.yml:5:43\n"
                "  │\n"
                "5 │       DB_URL: postgres://…@db:5432…\n"
                "  │                               ━━━━ here\n"
                "  │\n"
                "  ╰ docs: run `portcheck explain PC301`\n"
                "\n");
    tiny_finish(&t);
}

static void ascii_frames(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = harbour(&t);
    in.options.ascii = true;
    in.options.quiet = false;
    in.summary = (struct pc_summary){.errors = 1, .warnings = 1, .claims = 9, .sources = 2, .hosts = 1};
    assert_text(tiny_write(&t, "full", &in),
                "error[PC201 port-collision]: host port 7001/tcp on `harbour` is bound by 2 services\n"
                " --> compose.harbour.yml:9:24\n"
                "  |\n"
                "7 |       - \"7001:7001\"   ...\n"
                "  |          ---- tide binds it again\n"
                "...\n"
                "9 |     ports: [\"127.0.0.1:7001:80/tcp\", \"${GATE_PORT:-7002}:81\"]\n"
                "  |                        ^^^^                        ---- and this one\n"
                "  |                        |\n"
                "  |                        gate binds it\n"
                "  |\n"
                " --> docs/PORTS.md:7:3\n"
                "  |\n"
                "3 | ## 7000-7009: Harbour\n"
                "  |    --------- range declared here\n"
                "...\n"
                "7 | | 7001 | tide | gate |\n"
                "  |   ----   ----   ---- its peer\n"
                "  |   |\n"
                "  |   the registry assigns 7001 to tide\n"
                "8 | | 7002 | 港口 7003 e\xCC\x81 7004 |\n"
                "  |                      ---- behind wide characters\n"
                "  |\n"
                "  = note: whichever starts second fails with \"address already in use\"\n"
                "  = help: give `gate` another port\n"
                "  = docs: run `portcheck explain PC201`\n"
                "\n"
                "warning[PC301 port-drift]: `tide` dials `db` on 5432\n"
                " --> compose.harbour.yml:5:43\n"
                "  |\n"
                "5 |       DB_URL: postgres://...@db:5432...\n"
                "  |                                 ^^^^ here\n"
                "  |\n"
                "  = docs: run `portcheck explain PC301`\n"
                "\n"
                "1 error, 1 warning, 0 info; 9 claims in 2 files, 1 host\n");
    tiny_finish(&t);
}

#define RED "\x1b[1;31m"
#define BLUE "\x1b[1;34m"
#define BOLD "\x1b[1m"
#define DIM "\x1b[2m"
#define OFF "\x1b[0m"

static void colours(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id doc = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "| 7001 | gate |\n| 7001 | tide |\n\n| 7001 | x |");
    struct pc_finding *f = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "planned twice");
    pc_finding_label(&t.all, f, tiny_span(&t, doc, "7001", 1), "again");
    pc_finding_label(&t.all, f, tiny_span(&t, doc, "7001", 2), "x");
    pc_finding_label(&t.all, f, tiny_span(&t, doc, "tide", 0), "tide");
    struct pc_output_input in = tiny_input_of(&t);
    in.options.color = true;
    assert_text(tiny_write(&t, "full", &in),
                RED "error[PC201 port-collision]" OFF BOLD ": planned twice" OFF "\n"
                    "  " DIM "╭▸ " OFF "PORTS.md:2:3\n"
                    "  " DIM "│" OFF "\n" DIM "2 │" OFF " | 7001 | tide |\n"
                    "  " DIM "│" OFF "   " RED "━━━━" OFF "   " BLUE "────" OFF " " BLUE "tide" OFF "\n"
                    "  " DIM "│" OFF "   " RED "│" OFF "\n"
                    "  " DIM "│" OFF "   " RED "again" OFF "\n" DIM "…" OFF "\n" DIM "4 │" OFF " | 7001 | x |\n"
                    "  " DIM "│" OFF "   " BLUE "────" OFF " " BLUE "x" OFF "\n"
                    "  " DIM "│" OFF "\n"
                    "  " DIM "╰ " OFF BOLD "docs" OFF ": run `portcheck explain PC201`\n"
                    "\n");
    tiny_finish(&t);
}

/* Whole files, whole runs, files without text, ends of lines and files. */
static void findings_without_a_line(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id doc = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "| 7001 |\nlast");
    pc_id gone = tiny_file(&t, "compose.yml", PC_FILE_KIND_COMPOSE, "");
    struct pc_findings *all = &t.all;
    pc_finding_help(all, pc_finding_new(all, &tiny_input, PC_LEVEL_ERROR, "no claim was read"), "name a registry");
    struct pc_finding *f = pc_finding_new(all, &tiny_input, PC_LEVEL_WARNING, "cannot be read");
    f->path = PC_STR("compose.yml");
    pc_finding_label(all, f, (struct pc_span){gone, 0, 0}, "permission denied");
    pc_finding_label(all, f, (struct pc_span){doc, 0, 0}, "%s", "");
    pc_finding_label(all, f, (struct pc_span){doc, 0, 6}, "named here");
    pc_finding_label(all, f, (struct pc_span){doc, 8, 0}, "end of the line");
    pc_finding_label(all, f, (struct pc_span){doc, 13, 0}, "end of the file");
    pc_finding_label(all, f, (struct pc_span){doc, 11, 100}, "more than there is");
    struct pc_output_input in = tiny_input_of(&t);
    assert_text(tiny_write(&t, "full", &in), "error[PC003 syntax-error]: no claim was read\n"
                                             "  ├ help: name a registry\n"
                                             "  ╰ docs: run `portcheck explain PC003`\n"
                                             "\n"
                                             "warning[PC003 syntax-error]: cannot be read\n"
                                             "  ╭▸ compose.yml: permission denied\n"
                                             "  │\n"
                                             "  ⸬  PORTS.md\n"
                                             "  │\n"
                                             "  ⸬  PORTS.md:1:1\n"
                                             "  │\n"
                                             "1 │ | 7001 |\n"
                                             "  │ ──────  ─ end of the line\n"
                                             "  │ │\n"
                                             "  │ named here\n"
                                             "2 │ last\n"
                                             "  │   ─── end of the file\n"
                                             "  │   │\n"
                                             "  │   more than there is\n"
                                             "  │\n"
                                             "  ╰ docs: run `portcheck explain PC003`\n"
                                             "\n");
    tiny_finish(&t);
}

/* The documents are not crowded out by a hundred compose lines, and what is left out is said. */
static void some_places_stand_for_many(void **state) {
    static const struct {
        bool all_spans;
        unsigned lines;
        const char *note;
        unsigned shown;
    } table[] = {
        {false, 7, NULL, 8},
        {false, 8, "note: 1 more place, --all-spans shows it\n", 8},
        {false, 20, "note: 13 more places, --all-spans shows them\n", 8},
        {true, 20, NULL, 21},
        {true, 100, "note: 37 more places\n", 64},
        {false, 100, "note: 93 more places, --all-spans shows 56 of them\n", 8},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tiny t;
        tiny_init(&t);
        struct pc_buf text;
        pc_buf_init(&text, &t.arena);
        for (unsigned line = 0; line < table[i].lines; line++)
            pc_buf_adds(&text, "- \"7001:80\"\n");
        tiny_file_n(&t, "compose.yml", PC_FILE_KIND_COMPOSE, pc_buf_str(&text));
        pc_id doc = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "| 7001 | gate |\n");
        struct pc_finding *f = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "many");
        for (unsigned line = 0; line < table[i].lines; line++)
            pc_finding_label(&t.all, f, (struct pc_span){0, line * 12 + 3, 4}, "bound");
        pc_finding_label(&t.all, f, tiny_span(&t, doc, "7001", 0), "planned");
        struct pc_output_input in = tiny_input_of(&t);
        in.options.all_spans = table[i].all_spans;
        struct pc_str out = tiny_write(&t, "full", &in);
        unsigned marks = 0;
        for (size_t at = pc_str_find(out, PC_STR(" bound\n"), 0); at != PC_NPOS;
             at = pc_str_find(out, PC_STR(" bound\n"), at + 1))
            marks++;
        assert_int_equal(marks + 1, table[i].shown);
        assert_true(text_has(out, " planned\n"));
        assert_true(table[i].note ? text_has(out, table[i].note) : !text_has(out, "note:"));
        tiny_finish(&t);
    }
}

static void marks_may_touch_and_overlap(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id doc = tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "| 7000-7009 | x |\n");
    struct pc_finding *f = pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "m");
    pc_finding_label(&t.all, f, tiny_span(&t, doc, "7009", 0), "end");
    pc_finding_label(&t.all, f, tiny_span(&t, doc, "7000-7009", 0), "range");
    pc_finding_label(&t.all, f, tiny_span(&t, doc, "7000", 0), "start");
    struct pc_output_input in = tiny_input_of(&t);
    assert_text(tiny_write(&t, "full", &in), "error[PC201 port-collision]: m\n"
                                             "  ╭▸ PORTS.md:1:8\n"
                                             "  │\n"
                                             "1 │ | 7000-7009 | x |\n"
                                             "  │   ─────━━━━ end\n"
                                             "  │   │\n"
                                             "  │   range\n"
                                             "  │   start\n"
                                             "  │\n"
                                             "  ╰ docs: run `portcheck explain PC201`\n"
                                             "\n");
    tiny_finish(&t);
}

/* Names that would speak to the terminal or to the build server. */
static void hostile_names_stay_names(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id bad = tiny_file(&t, "a\n::error::b\x1b[2J/\xE2\x80\xAE\xFF##[x].md", PC_FILE_KIND_REGISTRY,
                          "##[error] 7001 \x1b]0;x\x07\n::error:: 7002\n");
    struct pc_finding *f =
        pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "`\n::error::\x1b[1m` ##[group]\xC2\x9B");
    pc_finding_label(&t.all, f, tiny_span(&t, bad, "7001", 0), "\r\n::warning::%s", "##[debug]");
    pc_finding_label(&t.all, f, tiny_span(&t, bad, "7002", 0), "\xE2\x80\xA9x");
    pc_finding_note(&t.all, f, "\n::stop-commands::x");
    pc_finding_help(&t.all, f, "http://u:hunter2@h/hunter2");
    for (int ascii = 0; ascii < 2; ascii++) {
        struct pc_output_input in = tiny_input_of(&t);
        in.options.ascii = ascii;
        struct pc_str out = tiny_write(&t, "full", &in);
        if (!ascii)
            assert_text(out, "error[PC201 port-collision]: `\\n::error::\\x1b[1m` #\\x23[group]\\x9b\n"
                             "  ╭▸ a\\n::error::b\\x1b[2J/\\u202e\xEF\xBF\xBD#\\x23[x].md:1:11\n"
                             "  │\n"
                             "1 │ #\\x23[error] 7001 \\x1b]0;x\\x07\n"
                             "  │              ━━━━ \\r\\n::warning::#\\x23[debug]\n"
                             "2 │ ::error:: 7002\n"
                             "  │           ──── \\u2029x\n"
                             "  │\n"
                             "  ├ note: \\n::stop-commands::x\n"
                             "  ├ help: http://…@h/…\n"
                             "  ╰ docs: run `portcheck explain PC201`\n"
                             "\n");
        assert_false(text_has(out, "##[") || text_has(out, "\x1b") || text_has(out, "\n::") || text_has(out, " ::: "));
    }
    tiny_finish(&t);
}

/* A sentence with a name of a megabyte in it. */
static void long_sentences_end(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    tiny_file(&t, "PORTS.md", PC_FILE_KIND_REGISTRY, "x");
    struct pc_buf name;
    pc_buf_init(&name, &t.arena);
    while (name.len < 1000000)
        pc_buf_adds(&name, "\xE6\xB8\xAF");
    pc_finding_new(&t.all, &tiny_collision, PC_LEVEL_ERROR, "`%.*s`", PC_ARG(pc_buf_str(&name)));
    struct pc_output_input in = tiny_input_of(&t);
    struct pc_str out = tiny_write(&t, "full", &in);
    assert_true(out.len < 3000);
    assert_int_equal(pc_utf8_invalid(out), PC_NPOS);
    assert_false(text_has(out, "\xEF\xBF\xBD"));
    tiny_finish(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unicode_frames),
        cmocka_unit_test(ascii_frames),
        cmocka_unit_test(colours),
        cmocka_unit_test(findings_without_a_line),
        cmocka_unit_test(some_places_stand_for_many),
        cmocka_unit_test(marks_may_touch_and_overlap),
        cmocka_unit_test(hostile_names_stay_names),
        cmocka_unit_test(long_sentences_end),
    };
    return cmocka_run_group_tests_name("full", tests, NULL, NULL);
}
