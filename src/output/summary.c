/* What a person reads last: how much was found, in how much that was read. */
#include "emit.h"
#include "paint.h"

#define INCOMPLETE 4 /* PC_EXIT_INCOMPLETE of the public header, which this layer does not see */

static void add_count(struct pc_buf *out, size_t count, const char *one, const char *many) {
    pc_buf_addf(out, "%zu %s", count, count == 1 ? one : many);
}

static void add_counts(const struct pc_output_input *in, struct pc_buf *out) {
    const struct pc_summary *s = &in->summary;
    enum pc_level worst = s->errors > 0 ? PC_LEVEL_ERROR : s->warnings > 0 ? PC_LEVEL_WARNING : PC_LEVEL_INFO;
    pc_buf_adds(out, pc_colour_on(&in->options, PC_COLOUR_LEVEL, worst));
    add_count(out, s->errors, "error", "errors");
    pc_buf_adds(out, ", ");
    add_count(out, s->warnings, "warning", "warnings");
    pc_buf_addf(out, ", %zu info", s->infos);
    pc_buf_adds(out, pc_colour_off(&in->options));
}

/* "Clean" is said only of something that was read, and read whole. */
static void add_verdict(const struct pc_output_input *in, struct pc_buf *out) {
    const struct pc_summary *s = &in->summary;
    if (s->errors + s->warnings + s->infos > 0) {
        add_counts(in, out);
        return;
    }
    if (s->claims == 0) {
        pc_buf_adds(out, "nothing to check: not one port was found");
        return;
    }
    bool all = s->hidden == 0 && s->known == 0 && s->suppressed == 0 && s->baselined == 0 && s->exit_code != INCOMPLETE;
    pc_buf_adds(out, pc_colour_on(&in->options, PC_COLOUR_GREEN, PC_LEVEL_DEFAULT));
    pc_buf_adds(out, all                     ? "no problems found"
                     : in->finding_count > 0 ? "nothing else"
                     : s->since.len > 0      ? "no new problems"
                                             : "no problems shown");
    pc_buf_adds(out, pc_colour_off(&in->options));
}

static void add_reach(const struct pc_output_input *in, struct pc_buf *out) {
    const struct pc_summary *s = &in->summary;
    const char *dot = in->options.ascii ? "; " : " \xC2\xB7 ";
    pc_buf_adds(out, dot);
    add_count(out, s->claims, "claim", "claims");
    pc_buf_adds(out, " in ");
    add_count(out, s->sources, "file", "files");
    pc_buf_adds(out, ", ");
    add_count(out, s->hosts, "host", "hosts");
    if (s->others > 0) {
        pc_buf_adds(out, ", and ");
        add_count(out, s->other_claims, "claim", "claims");
        pc_buf_adds(out, " of ");
        add_count(out, s->others, "other repository", "other repositories");
    }
    if (s->registry.len > 0) {
        pc_buf_adds(out, dot);
        pc_buf_adds(out, "registry ");
        pc_emit_slice(out, s->registry, 0, s->registry.len);
        if (s->registries > 1)
            pc_buf_addf(out, " and %zu more", s->registries - 1);
    }
    pc_buf_addc(out, '\n');
}

/* A part of a list that begins with lead; nothing for 0. */
static void add_part(struct pc_buf *out, const char *lead, bool *first, size_t count, const char *what) {
    if (count == 0)
        return;
    pc_buf_addf(out, "%s%zu %s", *first ? lead : ", ", count, what);
    *first = false;
}

static void add_hidden(const struct pc_summary *s, struct pc_buf *out) {
    bool first = true;
    add_part(out, "not shown: ", &first, s->hidden, "below --min-severity or outside the selection");
    add_part(out, "not shown: ", &first, s->shows_suppressed ? 0 : s->suppressed, "suppressed");
    add_part(out, "not shown: ", &first, s->shows_baselined ? 0 : s->baselined, "in the baseline");
    if (!first)
        pc_buf_addc(out, '\n');
    first = true;
    add_part(out, "shown, but not counted: ", &first, s->shows_suppressed ? s->suppressed : 0, "suppressed");
    add_part(out, "shown, but not counted: ", &first, s->shows_baselined ? s->baselined : 0, "in the baseline");
    if (!first)
        pc_buf_addc(out, '\n');
}

static void add_since(const struct pc_summary *s, struct pc_buf *out) {
    if (s->since.len == 0)
        return;
    pc_buf_adds(out, "compared with ");
    pc_emit_slice(out, s->since, 0, s->since.len);
    pc_buf_addf(out, ": %zu known there and not shown, %zu gone\n", s->known, s->gone);
}

/* Numbers of which nothing was made are counted, so that nobody takes them for checked. */
static void add_left_out(const struct pc_output_input *in, struct pc_buf *out) {
    if (in->summary.not_understood == 0)
        return;
    add_count(out, in->summary.not_understood, "port-like number", "port-like numbers");
    pc_buf_adds(out, in->options.verbose ? " left out, listed above\n" : " left out (-v lists them)\n");
}

static void add_fixable(const struct pc_summary *s, struct pc_buf *out) {
    if (s->fixable > 0)
        pc_buf_addf(out, "%zu fixable with --fix", s->fixable);
    if (s->unsafe_fixable > 0)
        pc_buf_addf(out, s->fixable > 0 ? " (%zu more with --unsafe-fixes)" : "%zu fixable with --fix --unsafe-fixes",
                    s->unsafe_fixable);
    if (s->fixable + s->unsafe_fixable > 0)
        pc_buf_addc(out, '\n');
}

void pc_output_summary(const struct pc_output_input *in, struct pc_buf *out) {
    if (in->options.verbose)
        pc_output_left_out(in, out);
    if (in->options.statistics)
        pc_output_statistics(in, out);
    add_verdict(in, out);
    add_reach(in, out);
    add_fixable(&in->summary, out);
    add_hidden(&in->summary, out);
    add_since(&in->summary, out);
    add_left_out(in, out);
    if (in->summary.unchecked.len > 0) {
        pc_buf_adds(out, "not checked: ");
        pc_emit_slice(out, in->summary.unchecked, 0, in->summary.unchecked.len);
        pc_buf_addc(out, '\n');
    }
    if (in->summary.exit_code == INCOMPLETE)
        pc_buf_adds(out, "incomplete: not everything could be read\n");
    if (in->summary.remark.len > 0) {
        pc_emit_first(out, in->summary.remark);
        pc_buf_addc(out, '\n');
    }
}
