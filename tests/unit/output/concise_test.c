/* The concise format, the summary, and the table of formats. */
#include "tiny_output.h"

static void one_line_a_finding(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    pc_id doc = tiny_file(&t, "docs/PORTS.md", PC_FILE_KIND_REGISTRY, "\n| \xE6\xB8\xAF 7001 |\n");
    pc_id odd = tiny_file(&t, " ::error::x\n.md", PC_FILE_KIND_REGISTRY, "7001 ##[x]");
    struct pc_findings *all = &t.all;
    struct pc_finding *f = pc_finding_new(all, &tiny_collision, PC_LEVEL_ERROR, "`gate` and `tide` share 7001");
    pc_finding_label(all, f, tiny_span(&t, doc, "7001", 0), "hidden here");
    pc_finding_note(all, f, "hidden too");
    f = pc_finding_new(all, &tiny_drift, PC_LEVEL_WARNING, "two\nlines ##[x] http://u:hunter2@h");
    pc_finding_label(all, f, tiny_span(&t, odd, "7001", 0), "l");
    f = pc_finding_new(all, &tiny_input, PC_LEVEL_INFO, "a whole file");
    f->path = PC_STR("docs/PORTS.md");
    pc_finding_label(all, f, (struct pc_span){doc, 0, 0}, "l");
    pc_finding_new(all, &tiny_input, PC_LEVEL_ERROR, "the whole run");
    f = pc_finding_new(all, &tiny_input, PC_LEVEL_WARNING, "a file without text");
    f->path = PC_STR("gone.md");
    struct pc_output_input in = tiny_input_of(&t);
    const char *want =
        ".:1:1: error[PC003] the whole run (syntax-error)\n"
        "docs/PORTS.md:2:5: error[PC201] `gate` and `tide` share 7001 (port-collision)\n"
        " \\x3a:error::x\\n.md:1:1: warning[PC301] two\\nlines #\\x23[x] http://\xE2\x80\xA6@h (port-drift)\n"
        "gone.md:1:1: warning[PC003] a file without text (syntax-error)\n"
        "docs/PORTS.md:1:1: info[PC003] a whole file (syntax-error)\n";
    assert_text(tiny_write(&t, "concise", &in), want);
    in.options.color = true;
    assert_true(text_has(tiny_write(&t, "concise", &in), "\x1b[1;33mwarning[PC301]\x1b[0m two"));
    tiny_finish(&t);
}

#define DOT " \xC2\xB7 "

static void summaries(void **state) {
    static const struct {
        struct pc_summary summary;
        struct pc_output_options options;
        const char *text;
    } table[] = {
        {{.errors = 2,
          .warnings = 13,
          .infos = 5,
          .claims = 143,
          .sources = 61,
          .hosts = 3,
          .registry = {"docs/PORTS.md", 13},
          .registries = 1,
          .exit_code = 1},
         {.width = 0},
         "2 errors, 13 warnings, 5 info" DOT "143 claims in 61 files, 3 hosts" DOT "registry docs/PORTS.md\n"},
        {{.errors = 1, .warnings = 1, .claims = 1, .sources = 1, .hosts = 1, .registry = {"a.md", 4}, .registries = 3},
         {.ascii = true},
         "1 error, 1 warning, 0 info; 1 claim in 1 file, 1 host; registry a.md and 2 more\n"},
        {{.claims = 143, .sources = 61, .hosts = 3},
         {.width = 0},
         "no problems found" DOT "143 claims in 61 files, 3 hosts\n"},
        {{.claims = 143, .sources = 61, .hosts = 3},
         {.color = true},
         "\x1b[1;32mno problems found\x1b[0m" DOT "143 claims in 61 files, 3 hosts\n"},
        {{.infos = 1, .claims = 2},
         {.color = true},
         "\x1b[1;36m0 errors, 0 warnings, 1 info\x1b[0m" DOT "2 claims in 0 files, 0 hosts\n"},
        {{.claims = 143, .sources = 61, .hosts = 3, .hidden = 4, .suppressed = 1, .baselined = 2},
         {.width = 0},
         "no problems shown" DOT "143 claims in 61 files, 3 hosts\n"
         "not shown: 4 below --min-severity or outside the selection, 1 suppressed, 2 in the baseline\n"},
        {{.claims = 1, .sources = 1, .hosts = 1, .baselined = 2},
         {.width = 0},
         "no problems shown" DOT "1 claim in 1 file, 1 host\nnot shown: 2 in the baseline\n"},
        {{.sources = 7, .exit_code = 3, .remark = {"::no registry found: \x1b", 22}},
         {.width = 0},
         "nothing to check: not one port was found" DOT
         "0 claims in 7 files, 0 hosts\n\\x3a:no registry found: \\x1b\n"},
        {{.claims = 1, .sources = 7, .hosts = 1, .exit_code = 4},
         {.width = 0},
         "no problems shown" DOT "1 claim in 7 files, 1 host\nincomplete: not everything could be read\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tiny t;
        tiny_init(&t);
        struct pc_output_input in = tiny_input_of(&t);
        in.summary = table[i].summary;
        in.options = table[i].options;
        assert_text(tiny_write(&t, "concise", &in), table[i].text);
        assert_text(tiny_write(&t, "full", &in), table[i].text);
        in.options.quiet = true;
        assert_text(tiny_write(&t, "concise", &in), "");
        tiny_finish(&t);
    }
}

static void formats_have_names(void **state) {
    (void)state;
    assert_true(pc_output_count >= 3);
    for (size_t i = 0; i < pc_output_count; i++) {
        assert_ptr_equal(pc_output_find(pc_str_c(pc_outputs[i]->name)), pc_outputs[i]);
        assert_true(strlen(pc_outputs[i]->summary) > 0);
    }
    assert_null(pc_output_find(PC_STR("ful")));
    assert_null(pc_output_find(PC_STR("fullx")));
    assert_null(pc_output_find(PC_EMPTY));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_a_finding),
        cmocka_unit_test(summaries),
        cmocka_unit_test(formats_have_names),
    };
    return cmocka_run_group_tests_name("concise", tests, NULL, NULL);
}
