/* github: workflow commands of GitHub Actions, which become annotations of the changed lines. At most ten of a level
 * are shown by GitHub of a step, so no more are written, and the last one of a level says how many are left.
 *
 * Values are escaped as the command() of actions/toolkit does it: data by % CR LF, properties by : and , as well. The
 * unsafe characters are gone before that (emit.h): the runner shows what it has unescaped. */
#include "emit.h"
#include "paint.h"
#include "spot.h"

#define SHOWN_OF_A_LEVEL 10
#define SHOWN_PLACES 8 /* other places of one finding */

static void add_escaped(struct pc_buf *out, struct pc_str s, bool property) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            pc_buf_addf(out, "%%%02X", (unsigned)c);
        else
            pc_buf_addc(out, c);
    }
}

static void add_property(struct pc_buf *out, const char *name, struct pc_str value) {
    pc_buf_addf(out, "%s=", name);
    add_escaped(out, value, true);
}

static const char *command_of(enum pc_level level) {
    return level == PC_LEVEL_ERROR ? "error" : level == PC_LEVEL_WARNING ? "warning" : "notice";
}

/* As the build server sees the file. */
static struct pc_str shown_path(const struct pc_output_input *in, struct pc_str path) {
    struct pc_buf buf;
    pc_buf_init(&buf, in->arena);
    pc_emit_slice(&buf, in->prefix, 0, in->prefix.len);
    pc_emit_slice(&buf, path, 0, path.len);
    return pc_buf_str(&buf);
}

/* Columns are only accepted within one line. */
static void write_properties(const struct pc_output_input *in, const struct pc_finding *f, const struct pc_spot *spot,
                             struct pc_buf *out) {
    pc_buf_addc(out, ' ');
    if (!pc_str_eq(spot->path, PC_STR("."))) {
        add_property(out, "file", shown_path(in, spot->path));
        pc_buf_addf(out, ",line=%u,endLine=%u,", (unsigned)spot->at.line, (unsigned)spot->end.line);
        if (!spot->whole && spot->at.line == spot->end.line)
            pc_buf_addf(out, "col=%u,endColumn=%u,", (unsigned)spot->at.column, (unsigned)spot->end.column);
    }
    add_property(out, "title", pc_str_fmt(in->arena, "%s %s", f->rule->code, f->rule->name));
}

static void add_sentences(struct pc_buf *message, const char *keyword, const struct pc_str *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pc_buf_addf(message, "\n%s: ", keyword);
        pc_emit_text(message, texts[i]);
    }
}

static void add_places(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                       struct pc_buf *message) {
    size_t left = f->label_left;
    for (size_t i = 1; i < f->label_count; i++) {
        const struct pc_label *label = pc_spot_other(in, f, i);
        if (!label || i > SHOWN_PLACES) {
            left += label != NULL;
            continue;
        }
        struct pc_spot spot = pc_spot_of_label(in, places, label);
        pc_buf_addc(message, '\n');
        pc_emit_first(message, spot.path);
        if (!spot.whole)
            pc_buf_addf(message, ":%u", (unsigned)spot.at.line);
        pc_buf_adds(message, label->text.len > 0 ? ": " : "");
        pc_emit_text(message, label->text);
    }
    if (left > 0)
        pc_buf_addf(message, "\nand %zu more place%s", left, left == 1 ? "" : "s");
}

static void write_annotation(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f,
                             size_t left, struct pc_buf *out) {
    struct pc_spot spot = pc_spot_of(in, places, f);
    struct pc_buf message;
    pc_buf_init(&message, in->arena);
    pc_emit_text(&message, f->message);
    add_places(in, places, f, &message);
    add_sentences(&message, "note", f->notes, f->note_count);
    add_sentences(&message, "help", f->helps, f->help_count);
    pc_buf_addf(&message, "\nrun `portcheck explain %s`", f->rule->code);
    if (left > 0)
        pc_buf_addf(&message, "\n\n%zu more of level %s %s not annotated: the summary of the run and its log have %s",
                    left, pc_level_name(pc_spot_level(f)), left == 1 ? "is" : "are", left == 1 ? "it" : "them");
    pc_buf_addf(out, "::%s", command_of(pc_spot_level(f)));
    write_properties(in, f, &spot, out);
    pc_buf_adds(out, "::");
    add_escaped(out, pc_buf_str(&message), false);
    pc_buf_addc(out, '\n');
}

static size_t count_of(const struct pc_output_input *in, enum pc_level level) {
    size_t count = 0;
    for (size_t i = 0; i < in->finding_count; i++)
        count += pc_spot_level(in->findings[i]) == level;
    return count;
}

/* Errors first, whatever the findings are sorted by. */
static void write_github(const struct pc_output_input *in, struct pc_buf *out) {
    static const enum pc_level levels[] = {PC_LEVEL_ERROR, PC_LEVEL_WARNING, PC_LEVEL_INFO};
    struct pc_places places;
    pc_places_init(&places, in->arena, in->reg);
    for (size_t l = 0; l < sizeof levels / sizeof levels[0]; l++) {
        size_t left = count_of(in, levels[l]);
        size_t room = left < SHOWN_OF_A_LEVEL ? left : SHOWN_OF_A_LEVEL;
        for (size_t i = 0; i < in->finding_count && room > 0; i++) {
            if (pc_spot_level(in->findings[i]) != levels[l])
                continue;
            room--;
            left--;
            write_annotation(in, &places, in->findings[i], room == 0 ? left : 0, out);
        }
    }
}

const struct pc_output pc_output_github = {
    .name = "github",
    .summary = "annotations for GitHub Actions, at most ten of a severity",
    .write = write_github,
};
