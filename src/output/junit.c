/* junit: a suite a rule, a failed test a finding with its frame as the text, a skipped one where it is silenced. A run
 * without findings is one test that passes, because readers take a report without tests for a broken one. */
#include "full.h"
#include "paint.h"
#include "sort.h"
#include "spot.h"
#include "xml.h"

struct entry {
    const struct pc_finding *f;
    size_t index;
};

struct writer {
    const struct pc_output_input *in;
    struct pc_output_input plain; /* for the frames */
    struct pc_places places;
    struct pc_arena scratch; /* reset after each finding */
    struct pc_buf *out;
};

static int compare_entries(const void *a, const void *b) {
    const struct entry *x = a;
    const struct entry *y = b;
    int order = pc_str_cmp(pc_str_c(x->f->rule->code), pc_str_c(y->f->rule->code));
    return order != 0 ? order : pc_order(x->index, y->index);
}

static const struct entry *by_rule(const struct pc_output_input *in) {
    struct entry *entries = PC_NEW_ARRAY(in->arena, in->finding_count, struct entry);
    for (size_t i = 0; i < in->finding_count; i++)
        entries[i] = (struct entry){in->findings[i], i};
    pc_sort(entries, in->finding_count, sizeof *entries, compare_entries);
    return entries;
}

static bool is_skipped(const struct pc_finding *f) {
    return f->suppressed || f->baseline;
}

/* A test is known by its class and name: the path makes those of equal sentences different ones, and no line number
 * makes a new test of a moved one. */
static void write_case(struct writer *w, const struct pc_finding *f) {
    struct pc_spot spot = pc_spot_of(w->in, &w->places, f);
    struct pc_buf text;
    struct pc_str name = pc_str_fmt(&w->scratch, "%.*s: %.*s", PC_ARG(spot.path), PC_ARG(f->message));
    pc_buf_adds(w->out, "    <testcase");
    pc_xml_attribute_text(w->out, "name", name);
    pc_buf_addf(w->out, " classname=\"portcheck.%s\"", f->rule->code);
    pc_xml_attribute(w->out, "file", spot.path);
    pc_xml_attribute_int(w->out, "line", spot.at.line);
    pc_buf_adds(w->out, is_skipped(f) ? ">\n      <skipped" : ">\n      <failure");
    if (!is_skipped(f))
        pc_xml_attribute(w->out, "type", pc_str_c(pc_level_name(f->level)));
    pc_xml_attribute_text(w->out, "message", f->message);
    pc_buf_addc(w->out, '>');
    pc_buf_init(&text, &w->scratch);
    pc_full_finding(&w->plain, &w->places, &w->scratch, f, &text);
    pc_xml_add(w->out, pc_str_trim(pc_buf_str(&text)));
    pc_buf_adds(w->out, is_skipped(f) ? "</skipped>\n    </testcase>\n" : "</failure>\n    </testcase>\n");
    pc_arena_reset(&w->scratch);
}

/* ` tests="3" failures="2" errors="0" skipped="1"` and the end of the tag. */
static void write_counts(struct pc_buf *out, size_t count, size_t skipped) {
    pc_buf_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\"", count, count - skipped);
    if (skipped > 0)
        pc_buf_addf(out, " skipped=\"%zu\"", skipped);
    pc_buf_adds(out, ">\n");
}

static void write_suites(struct writer *w) {
    const struct entry *entries = by_rule(w->in);
    for (size_t from = 0, to; from < w->in->finding_count; from = to) {
        const struct pc_rule_info *rule = entries[from].f->rule;
        size_t skipped = 0;
        for (to = from; to < w->in->finding_count && entries[to].f->rule == rule; to++)
            skipped += is_skipped(entries[to].f);
        pc_buf_addf(w->out, "  <testsuite name=\"%s %s\"", rule->code, rule->name);
        write_counts(w->out, to - from, skipped);
        for (size_t i = from; i < to; i++) {
            write_case(w, entries[i].f);
            pc_output_piece(w->in, w->out);
        }
        pc_buf_adds(w->out, "  </testsuite>\n");
    }
}

static void finish_arena(void *arena) {
    pc_arena_finish(arena);
}

static void write_junit(const struct pc_output_input *in, struct pc_buf *out) {
    struct writer w = {.in = in, .plain = *in, .out = out};
    struct pc_cleanup cleanup;
    size_t count = in->finding_count, skipped = 0;
    w.plain.options = (struct pc_output_options){.ascii = true, .all_spans = in->options.all_spans};
    pc_arena_init(&w.scratch, PC_FULL_SCRATCH_BYTES, in->arena->recovery);
    pc_defer(in->arena->recovery, &cleanup, finish_arena, &w.scratch);
    pc_places_init(&w.places, in->arena, in->reg);
    for (size_t i = 0; i < count; i++)
        skipped += is_skipped(in->findings[i]);
    pc_buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"portcheck\"");
    if (count > 0)
        write_counts(out, count, skipped);
    else
        pc_buf_adds(out, " tests=\"1\" failures=\"0\" errors=\"0\">\n");
    if (count > 0)
        write_suites(&w);
    else
        pc_buf_adds(out, "  <testsuite name=\"portcheck\" tests=\"1\" failures=\"0\" errors=\"0\">\n"
                         "    <testcase name=\"no findings\" classname=\"portcheck\"/>\n  </testsuite>\n");
    pc_buf_adds(out, "</testsuites>\n");
    pc_undefer(in->arena->recovery, &cleanup);
    pc_arena_finish(&w.scratch);
}

const struct pc_output pc_output_junit = {
    .name = "junit",
    .summary = "JUnit's XML: a suite a rule, a failed test a finding",
    .write = write_junit,
};
