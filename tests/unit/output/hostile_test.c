/* Names that terminals, build servers, XML, HTML and Markdown would obey, in every format; and many findings in linear
 * time. */
#include "tiny_output.h"

#include <time.h>

#include "md_text.h"
#include "xml.h"

/* Each alone and all in one are names of files, of services and of hosts. */
static const char *const names[] = {
    "\n::error::x",
    "\r\n##[error]x",
    "##vso[task.complete]",
    "%0A::error::x",
    "]]><script>alert(1)</script>",
    "<!--",
    "a|b\\|c",
    "`code` ``more``",
    "\xE2\x80\xAE\xE2\x80\xA8\xE2\x81\xA6",
    "\xFF\xC0\x80\xED\xA0\x80",
    "\x1b[31m\x07\x7F\x01\x9b",
    "\xC2\x9B\xC2\x85",
    "@somebody #12 https://evil.example/x?y www.evil.example",
    "[text](http://evil.example)",
    "&lt;&#60;&amp;",
    "</details></summary>",
    "\xEF\xBF\xBE\xEF\xB7\x90",
    "'\"",
};
#define NAMES (sizeof names / sizeof *names)

static struct pc_output_input hostile_input(struct tiny *t) {
    struct pc_buf all;
    pc_buf_init(&all, &t->arena);
    for (size_t i = 0; i <= NAMES; i++) {
        const char *name = i < NAMES ? names[i] : pc_str_cstr(&t->arena, pc_buf_str(&all));
        pc_buf_adds(&all, name);
        pc_id file = tiny_file(t, name, i % 2 == 0 ? PC_FILE_KIND_COMPOSE : PC_FILE_KIND_REGISTRY, name);
        enum pc_level level = i % 3 == 0 ? PC_LEVEL_ERROR : i % 3 == 1 ? PC_LEVEL_WARNING : PC_LEVEL_INFO;
        struct pc_finding *f = pc_finding_new(&t->all, &tiny_drift, level, "`%s` is %s", name, name);
        f->host = pc_str_c(name);
        f->path = pc_str_c(name);
        pc_finding_service(&t->all, f, pc_str_c(name));
        pc_finding_label(&t->all, f, (struct pc_span){file, 0, 1}, "%s", name);
        pc_finding_label(&t->all, f, (struct pc_span){file, 1, (uint32_t)strlen(name) - 1}, "`%s`", name);
        pc_finding_label(&t->all, f, (struct pc_span){file, 0, 0}, "%s", name);
        pc_finding_note(&t->all, f, "%s", name);
        pc_finding_help(&t->all, f, "run `%s`", name);
    }
    struct pc_output_input in = tiny_input_of(t);
    in.options.quiet = false;
    in.summary = (struct pc_summary){.registry = PC_STR("a\n::b ##[c <x>|"), .remark = PC_STR("::d\n@e"), .claims = 1};
    return in;
}

/* The only bytes below a blank are line ends (and ESC of the project's own hyperlinks, which are not on here). */
static void assert_harmless(const char *format, struct pc_str text) {
    uint32_t c;
    assert_int_equal(pc_utf8_invalid(text), PC_NPOS);
    for (size_t at = 0; at < text.len;) {
        at += pc_utf8_decode(pc_str_sub(text, at, text.len), &c);
        if (c != '\n' && pc_char_is_unsafe(c))
            fail_msg("%s: U+%04X at %zu", format, (unsigned)c, at);
    }
    if (text_has(text, "##[") || text_has(text, "##vso["))
        fail_msg("%s: a command of a build server", format);
    struct pc_str rest = text, line;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        struct pc_str trimmed = pc_str_trim(line);
        bool own = pc_str_starts(line, PC_STR("::error ")) || pc_str_starts(line, PC_STR("::warning ")) ||
                   pc_str_starts(line, PC_STR("::notice "));
        if (pc_str_starts(trimmed, PC_STR("::")) && !(own && strcmp(format, "github") == 0))
            fail_msg("%s: a line begins with a command: %.*s", format, PC_ARG(line));
    }
}

static void every_format_is_harmless(void **state) {
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = hostile_input(&t);
    for (size_t i = 0; i < pc_output_count; i++)
        assert_harmless(pc_outputs[i]->name, tiny_write(&t, pc_outputs[i]->name, &in));
    in.options.ascii = in.options.all_spans = true;
    assert_harmless("full", tiny_write(&t, "full", &in));
    in.options.hyperlinks = true;
    in.root = PC_STR("/r\x1b\\");
    struct pc_str linked = tiny_write(&t, "concise", &in);
    assert_true(text_has(linked, "\x1b]8;;file:///r%1B%5C/%0A%3A%3Aerror%3A%3Ax\x1b\\"));
    tiny_finish(&t);
}

/* Elements and references only where the format puts them. */
static void xml_holds_no_markup_of_others(void **state) {
    static const char *const formats[] = {"junit", "checkstyle"};
    static const char *const elements[] = {"<?xml ",     "<checkstyle ", "</checkstyle>", "<file ",      "</file>",
                                           "<error ",    "<testsuites ", "</testsuites>", "<testsuite ", "</testsuite>",
                                           "<testcase ", "</testcase>",  "<failure ",     "</failure>"};
    static const char *const references[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&#35;"};
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = hostile_input(&t);
    for (size_t i = 0; i < 2; i++) {
        struct pc_str text = tiny_write(&t, formats[i], &in);
        assert_false(text_has(text, "]]>"));
        for (size_t at = 0; at < text.len; at++) {
            bool known = text.ptr[at] != '<' && text.ptr[at] != '&';
            struct pc_str rest = pc_str_sub(text, at, text.len);
            for (size_t k = 0; k < sizeof elements / sizeof *elements && !known; k++)
                known = pc_str_starts(rest, pc_str_c(elements[k]));
            for (size_t k = 0; k < sizeof references / sizeof *references && !known; k++)
                known = pc_str_starts(rest, pc_str_c(references[k]));
            if (!known)
                fail_msg("%s: %.*s", formats[i], PC_ARG(pc_str_sub(rest, 0, 40)));
        }
    }
    tiny_finish(&t);
}

static void markdown_text(void **state) {
    static const struct {
        const char *sentence, *want;
    } table[] = {
        {"`gate` is on 7001", "`gate` is on 7001"},
        {"`a|b`", "<code>a&#124;b</code>"},
        {"`a` and `b", "`a` and &#96;b"},
        {"`` x", "&#96;&#96; x"},
        {"a*b*_c_<d>&[e](f)!", "a&#42;b&#42;&#95;c&#95;&#60;d&#62;&#38;&#91;e&#93;(f)!"},
        {"`<script>`", "`<script>`"},
        {"hello @all, see #12 and # 3", "hello <code>@</code>all, see <code>&#35;</code>12 and &#35; 3"},
        {"see http://x.example and www.x.example", "see http&#58;//x.example and www&#46;x.example"},
        {"a\nb\x1b", "a&#92;nb&#92;x1b"},
        {"`a\\`", "<code>a&#92;</code>"},
        {"` `", "<code> </code>"},
        {"`##[x]`", "<code>&#35;&#92;x23&#91;x&#93;</code>"},
    };
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pc_buf out;
        pc_buf_init(&out, &t.arena);
        pc_md_text(&out, pc_str_c(table[i].sentence));
        assert_text(pc_buf_str(&out), table[i].want);
    }
    tiny_finish(&t);
}

/* Rows of four cells, bullets, and the lines that are the format's own: nothing else begins a line, no cell is split.
 */
static void markdown_keeps_its_shape(void **state) {
    static const char *const starts[] = {
        "| ",         "* ",   "**", "<!-- portcheck -->", "### portcheck", "<details>", "<summary>Every place",
        "</details>", "|---|"};
    struct tiny t;
    (void)state;
    tiny_init(&t);
    struct pc_output_input in = hostile_input(&t);
    struct pc_str rest = tiny_write(&t, "markdown", &in), line;
    size_t rows = 0;
    unsigned number = 0;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done); number++) {
        bool known = line.len == 0 || number < 8; /* the summary's sentences */
        for (size_t i = 0; i < sizeof starts / sizeof *starts && !known; i++)
            known = pc_str_starts(line, pc_str_c(starts[i]));
        if (!known)
            fail_msg("a line of its own: %.*s", PC_ARG(line));
        if (!pc_str_starts(line, PC_STR("| ")))
            continue;
        size_t pipes = 0;
        for (size_t i = 0; i < line.len; i++)
            pipes += line.ptr[i] == '|';
        assert_int_equal(pipes, 5);
        rows++;
    }
    assert_int_equal(rows, in.finding_count + 1);
    tiny_finish(&t);
}

static double seconds_for(const char *format, unsigned count) {
    struct tiny t;
    tiny_init(&t);
    struct pc_buf text;
    pc_buf_init(&text, &t.arena);
    for (unsigned i = 0; i < count; i++)
        pc_buf_addf(&text, "| %u | lantern-%u | `x` |\n", 10000 + i % 50000, i);
    pc_id doc = tiny_file_n(&t, "docs/PORTS.md", PC_FILE_KIND_REGISTRY, pc_buf_str(&text));
    for (unsigned i = 0; i < count; i++) {
        struct pc_finding *f = pc_finding_new(&t.all, &tiny_drift, PC_LEVEL_WARNING, "`lantern-%u` drifts", i);
        uint32_t from = t.files[doc].lines.starts[i] + 2;
        pc_finding_service(&t.all, f, pc_str_fmt(&t.arena, "lantern-%u", i));
        pc_finding_label(&t.all, f, (struct pc_span){doc, from, 5}, "here");
        pc_finding_label(&t.all, f, (struct pc_span){doc, from + 8, 7}, "and here");
        pc_finding_help(&t.all, f, "write it once");
    }
    struct pc_output_input in = tiny_input_of(&t);
    clock_t start = clock();
    struct pc_str out = tiny_write(&t, format, &in);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_true(out.len > 1000);
    tiny_finish(&t);
    return seconds;
}

/* Four times the findings cost about four times as much, and ten thousand of them little; sixteen times would be
 * quadratic. Measured twice, because others use the machine as well. */
static void ten_thousand_findings_in_linear_time(void **state) {
    (void)state;
    for (size_t i = 0; i < pc_output_count; i++) {
        const char *format = pc_outputs[i]->name;
        bool good = false;
        double few = 0, many = 0;
        for (int try = 0; try < 3 && !good; try++) {
            few = seconds_for(format, 2500);
            many = seconds_for(format, 10000);
            good = many < 0.05 || many < 9 * few;
        }
        if (!good)
            fail_msg("%s: %.3f s for 2,500 findings, %.3f s for 10,000", format, few, many);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_is_harmless),
        cmocka_unit_test(xml_holds_no_markup_of_others),
        cmocka_unit_test(markdown_text),
        cmocka_unit_test(markdown_keeps_its_shape),
        cmocka_unit_test(ten_thousand_findings_in_linear_time),
    };
    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
