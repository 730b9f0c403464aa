/* markdown: for a comment on a pull request. */
#include "markdown_report.h"

#include "md_text.h"
#include "paint.h"
#include "spot.h"

#define COMMENT_BYTES 65000 /* GitHub takes 65,536 characters */
#define TAIL_BYTES 200      /* for what ends the report */

struct writer {
    const struct pc_output_input *in;
    struct pc_places places;
    struct pc_buf *out;
    size_t end; /* no byte of the report stands behind this one of out */
};

/* The lines of the summary, as a paragraph. */
static void write_summary(struct writer *w) {
    struct pc_output_input plain = *w->in;
    struct pc_buf text;
    pc_buf_init(&text, w->in->arena);
    plain.options = (struct pc_output_options){.ascii = false};
    pc_output_summary(&plain, &text);
    struct pc_str rest = pc_str_trim(pc_buf_str(&text)), line;
    pc_buf_adds(w->out, "<!-- portcheck -->\n### portcheck\n");
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        pc_buf_addc(w->out, '\n');
        pc_md_text(w->out, line);
        pc_buf_addc(w->out, '\n');
    }
}

static void add_place(struct writer *w, const struct pc_spot *spot, struct pc_buf *out) {
    pc_md_code(out, spot->whole ? spot->path
                                : pc_str_fmt(w->in->arena, "%.*s:%u", PC_ARG(spot->path), (unsigned)spot->at.line));
}

static struct pc_str row_of(struct writer *w, const struct pc_finding *f) {
    struct pc_spot spot = pc_spot_of(w->in, &w->places, f);
    struct pc_buf row;
    pc_buf_init(&row, w->in->arena);
    pc_buf_addf(&row, "| %s | %s %s | ", pc_level_name(f->level), f->rule->code, f->rule->name);
    add_place(w, &spot, &row);
    pc_buf_adds(&row, " | ");
    pc_md_text(&row, f->message);
    pc_buf_adds(&row, " |\n");
    return pc_buf_str(&row);
}

static bool has_room(const struct writer *w, size_t bytes) {
    return w->out->len + bytes + TAIL_BYTES <= w->end;
}

/* Returns how many findings had room. */
static size_t write_table(struct writer *w) {
    static const char head[] = "\n| Severity | Rule | Where | Finding |\n|---|---|---|---|\n";
    if (w->in->finding_count == 0 || !has_room(w, sizeof head))
        return 0;
    pc_buf_adds(w->out, head);
    for (size_t i = 0; i < w->in->finding_count; i++) {
        struct pc_str row = row_of(w, w->in->findings[i]);
        if (!has_room(w, row.len))
            return i;
        pc_buf_add(w->out, row);
    }
    return w->in->finding_count;
}

static void add_sentences(struct pc_buf *out, const char *keyword, const struct pc_str *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pc_buf_addf(out, "* %s: ", keyword);
        pc_md_text(out, texts[i]);
        pc_buf_addc(out, '\n');
    }
}

static void add_places(struct writer *w, const struct pc_finding *f, struct pc_buf *out) {
    for (size_t i = 0; i < f->label_count; i++) {
        const struct pc_label *label = pc_spot_other(w->in, f, i);
        if (!label)
            continue;
        struct pc_spot spot = pc_spot_of_label(w->in, &w->places, label);
        pc_buf_adds(out, "* ");
        add_place(w, &spot, out);
        pc_buf_adds(out, label->text.len > 0 ? ": " : "");
        pc_md_text(out, label->text);
        pc_buf_addc(out, '\n');
    }
    if (f->label_left > 0)
        pc_buf_addf(out, "* and %zu more\n", f->label_left);
}

static struct pc_str details_of(struct writer *w, const struct pc_finding *f) {
    struct pc_buf text;
    pc_buf_init(&text, w->in->arena);
    pc_buf_addf(&text, "\n**%s %s** ", pc_level_name(f->level), f->rule->code);
    pc_md_text(&text, f->message);
    pc_buf_adds(&text, "\n\n");
    add_places(w, f, &text);
    add_sentences(&text, "note", f->notes, f->note_count);
    add_sentences(&text, "help", f->helps, f->help_count);
    pc_buf_addf(&text, "* `portcheck explain %s`\n", f->rule->code);
    return pc_buf_str(&text);
}

static void write_details(struct writer *w, size_t count) {
    static const char head[] = "\n<details>\n<summary>Every place, and what to do</summary>\n";
    static const char foot[] = "\n</details>\n";
    if (count == 0 || !has_room(w, sizeof head + sizeof foot))
        return;
    pc_buf_adds(w->out, head);
    w->end -= sizeof foot;
    size_t i = 0;
    for (; i < count; i++) {
        struct pc_str details = details_of(w, w->in->findings[i]);
        if (!has_room(w, details.len))
            break;
        pc_buf_add(w->out, details);
    }
    if (i < count)
        pc_buf_addf(w->out, "\nThere is no room here for %zu more.\n", count - i);
    pc_buf_adds(w->out, foot);
}

void pc_markdown_report(const struct pc_output_input *in, size_t limit, struct pc_buf *out) {
    struct writer w = {.in = in, .out = out, .end = out->len + limit};
    pc_places_init(&w.places, in->arena, in->reg);
    write_summary(&w);
    size_t count = write_table(&w);
    if (count < in->finding_count) {
        pc_buf_addf(out, "\n**%zu more findings have no room here**; the log and the other formats hold all of them.\n",
                    in->finding_count - count);
        return;
    }
    write_details(&w, count);
}

static void write_markdown(const struct pc_output_input *in, struct pc_buf *out) {
    pc_markdown_report(in, COMMENT_BYTES, out);
}

const struct pc_output pc_output_markdown = {
    .name = "markdown",
    .summary = "a comment for a pull request",
    .for_people = true,
    .write = write_markdown,
};
