/* The next free port as a text for people, and the number alone. */
#include "next_show.h"

#include "columns.h"
#include "emit.h"
#include "paint.h"
#include "place.h"

#define LINES_MAX 12 /* reasons shown; the others are counted */

struct showing {
    const struct pc_next_show *in;
    const struct pc_next *next;
    struct pc_buf *out;
    struct pc_places places;
};

static struct pc_str ports_text(struct showing *s, struct pc_ports ports) {
    return ports.lo == ports.hi ? pc_str_fmt(s->in->arena, "%u", (unsigned)ports.lo)
                                : pc_str_fmt(s->in->arena, "%u-%u", (unsigned)ports.lo, (unsigned)ports.hi);
}

static struct pc_str where(struct showing *s, struct pc_span span) {
    if (span.file >= s->next->reg->file_count)
        return PC_EMPTY;
    struct pc_position at = pc_place_of(&s->places, span.file, span.offset);
    return pc_str_fmt(s->in->arena, "%.*s:%u:%u", PC_ARG(s->next->reg->files[span.file].path), (unsigned)at.line,
                      (unsigned)at.column);
}

/* "3000-3099 Core services" */
static struct pc_str block_text(struct showing *s, const struct pc_next_block *block) {
    struct pc_str ports = ports_text(s, block->ports);
    struct pc_str purpose = block->range == PC_NONE ? PC_EMPTY : s->next->reg->ranges[block->range].purpose;
    return purpose.len > 0 ? pc_str_fmt(s->in->arena, "%.*s %.*s", PC_ARG(ports), PC_ARG(purpose)) : ports;
}

static struct pc_str place_of_block(struct showing *s, const struct pc_next_block *block) {
    return block->range == PC_NONE ? PC_EMPTY : where(s, s->next->reg->ranges[block->range].span);
}

static void title(struct showing *s, struct pc_str text) {
    pc_buf_adds(s->out, pc_colour_on(&s->in->options, PC_COLOUR_BOLD, PC_LEVEL_DEFAULT));
    pc_emit_first(s->out, text);
    pc_buf_addf(s->out, "%s\n", pc_colour_off(&s->in->options));
}

static void heading(struct showing *s, const char *text) {
    pc_buf_addf(s->out, "\n%s%s%s\n", pc_colour_on(&s->in->options, PC_COLOUR_BLUE, PC_LEVEL_DEFAULT), text,
                pc_colour_off(&s->in->options));
}

static void fact(struct pc_columns *facts, const char *name, struct pc_str text, struct pc_str place) {
    pc_columns_addz(facts, name);
    pc_columns_add(facts, text);
    pc_columns_add(facts, place);
}

/* --- the title --- */

static void add_held(struct pc_buf *text, const struct pc_next_port *port) {
    struct pc_str kind = port->held.kind ? pc_str_c(port->held.kind) : PC_EMPTY;
    if (kind.len > 0)
        pc_buf_adds(text, pc_str_is(kind, "range")   ? " (in a narrower range)"
                          : pc_str_is(kind, "named") ? " (named in passing)"
                                                     : " (reserved growth)");
}

static struct pc_str sentence(struct showing *s) {
    const struct pc_next *next = s->next;
    const char *what = next->pair ? "pair" : "port";
    if (next->choices.count == next->wanted)
        return PC_EMPTY;
    if (next->refusal.len > 0)
        return next->refusal;
    struct pc_str block = block_text(s, &next->block);
    return next->choices.count == 0 ? pc_str_fmt(s->in->arena, "no free %s in %.*s", what, PC_ARG(block))
                                    : pc_str_fmt(s->in->arena, "only %zu of %u free %ss in %.*s", next->choices.count,
                                                 next->wanted, what, PC_ARG(block));
}

static void write_title(struct showing *s) {
    const struct pc_next *next = s->next;
    struct pc_str why_not = sentence(s);
    if (why_not.len > 0)
        title(s, why_not);
    for (size_t i = 0; i < next->choices.count; i++) {
        const struct pc_next_choice *choice = &next->choices.items[i];
        struct pc_buf text;
        pc_buf_init(&text, s->in->arena);
        pc_buf_addf(&text, "%u", (unsigned)choice->port.port);
        add_held(&text, &choice->port);
        if (next->pair) {
            pc_buf_addf(&text, " and %u", (unsigned)choice->partner.port);
            add_held(&text, &choice->partner);
        }
        title(s, pc_buf_str(&text));
    }
}

/* --- facts --- */

static struct pc_str hosts_text(struct showing *s) {
    const struct pc_registry *reg = s->next->reg;
    struct pc_buf text;
    size_t named = 0, others = 0;
    pc_buf_init(&text, s->in->arena);
    if (s->next->host != PC_NONE)
        return reg->hosts[s->next->host].name;
    for (size_t i = 0; i < reg->host_count; i++) {
        if (reg->hosts[i].named && named < 6)
            pc_buf_addf(&text, "%s%.*s", named++ > 0 ? ", " : "every host: ", PC_ARG(reg->hosts[i].name));
        else
            others++;
    }
    if (named == 0)
        return reg->host_count > 1 ? pc_str_fmt(s->in->arena, "every one of %zu deployments", reg->host_count)
                                   : PC_EMPTY;
    if (others > 0)
        pc_buf_addf(&text, " and %zu other%s", others, others == 1 ? "" : "s");
    return named + others > 1 ? pc_buf_str(&text) : reg->hosts[0].name;
}

/* Why a port is given only because nothing else is left. */
static struct pc_str held_text(struct showing *s, const struct pc_next_port *port) {
    bool in_range = pc_str_is(pc_str_c(port->held.kind), "range");
    return pc_str_fmt(s->in->arena, "%u %s %.*s%s%.*s; nothing else is left", (unsigned)port->port,
                      in_range ? "lies in" : "is", PC_ARG(port->held.why),
                      port->held.branch.len > 0 ? " on branch " : "", PC_ARG(port->held.branch));
}

static void add_given(struct showing *s, struct pc_columns *facts, const struct pc_next_port *port) {
    if (port->held.kind)
        fact(facts, "note", held_text(s, port), where(s, port->held.span));
}

static void write_facts(struct showing *s) {
    const struct pc_next *next = s->next;
    struct pc_columns facts;
    if (next->block.ports.lo == 0)
        return;
    pc_columns_init(&facts, s->in->arena, 3);
    fact(&facts, "in", block_text(s, &next->block), place_of_block(s, &next->block));
    if (next->with.ports.lo > 0)
        fact(&facts, "and in", block_text(s, &next->with), place_of_block(s, &next->with));
    if (next->why.len > 0)
        fact(&facts, "because", next->why, where(s, next->why_span));
    if (next->pair_why.len > 0)
        fact(&facts, "together", next->pair_why, PC_EMPTY);
    struct pc_str hosts = hosts_text(s);
    if (hosts.len > 0)
        fact(&facts, "free on", hosts, PC_EMPTY);
    for (size_t i = 0; i < next->choices.count; i++) {
        add_given(s, &facts, &next->choices.items[i].port);
        add_given(s, &facts, &next->choices.items[i].partner);
    }
    if (next->left > 0)
        fact(&facts, "left", pc_str_fmt(s->in->arena, "%u more free", next->left), PC_EMPTY);
    for (size_t i = 0; i < next->remarks.count; i++)
        fact(&facts, i == 0 ? "branches" : "", next->remarks.items[i], PC_EMPTY);
    pc_buf_addc(s->out, '\n');
    pc_columns_write(&facts, s->out);
}

/* --- what was skipped, and where else there is room --- */

static void write_skips(struct showing *s) {
    const struct pc_next *next = s->next;
    struct pc_columns columns;
    size_t shown = next->skips.count > LINES_MAX + 1 ? LINES_MAX : next->skips.count;
    if (shown == 0)
        return;
    pc_columns_init(&columns, s->in->arena, 3);
    for (size_t i = next->skips.count - shown; i < next->skips.count; i++) {
        const struct pc_next_skip *skip = &next->skips.items[i];
        pc_columns_add(&columns, ports_text(s, skip->ports));
        pc_columns_add(&columns, skip->branch.len > 0 ? pc_str_fmt(s->in->arena, "%.*s on branch %.*s",
                                                                   PC_ARG(skip->why), PC_ARG(skip->branch))
                                                      : skip->why);
        pc_columns_add(&columns, skip->branch.len > 0 ? skip->place : where(s, skip->span));
    }
    heading(s, "skipped");
    if (shown < next->skips.count) {
        struct pc_ports rest = {next->skips.items[0].ports.lo,
                                next->skips.items[next->skips.count - shown - 1].ports.hi};
        pc_buf_addf(s->out, "  %.*s: %zu reasons more; `portcheck show %.*s`\n", PC_ARG(ports_text(s, rest)),
                    next->skips.count - shown, PC_ARG(ports_text(s, rest)));
    }
    pc_columns_write(&columns, s->out);
}

static void write_others(struct showing *s) {
    const struct pc_next *next = s->next;
    struct pc_columns columns;
    if (next->others.count == 0)
        return;
    pc_columns_init(&columns, s->in->arena, 2);
    for (size_t i = 0; i < next->others.count; i++) {
        const struct pc_next_other *other = &next->others.items[i];
        pc_columns_add(&columns, block_text(s, &other->block));
        pc_columns_add(&columns, other->port.port > 0 ? pc_str_fmt(s->in->arena, "%u", (unsigned)other->port.port)
                                                      : PC_STR("none free"));
    }
    heading(s, "other ranges, and their next free port");
    pc_columns_write(&columns, s->out);
}

static void write_text(const struct pc_next_show *show, struct pc_buf *out) {
    struct showing s = {.in = show, .next = show->next, .out = out};
    pc_places_init(&s.places, show->arena, show->next->reg);
    write_title(&s);
    write_facts(&s);
    write_skips(&s);
    write_others(&s);
}

/* Nothing when not all that were asked for can be given: half an answer would be taken for a whole one. */
static void write_plain(const struct pc_next_show *show, struct pc_buf *out) {
    const struct pc_next *next = show->next;
    for (size_t i = 0; i < next->choices.count && next->choices.count == next->wanted; i++) {
        pc_buf_addf(out, "%u", (unsigned)next->choices.items[i].port.port);
        if (next->pair)
            pc_buf_addf(out, " %u", (unsigned)next->choices.items[i].partner.port);
        pc_buf_addc(out, '\n');
    }
}

struct pc_str pc_next_sentence(const struct pc_next_show *show) {
    struct showing s = {.in = show, .next = show->next};
    return sentence(&s);
}

struct pc_str pc_next_held(const struct pc_next_show *show) {
    struct showing s = {.in = show, .next = show->next};
    struct pc_buf text;
    pc_buf_init(&text, show->arena);
    pc_places_init(&s.places, show->arena, show->next->reg);
    for (size_t i = 0; i < show->next->choices.count; i++) {
        const struct pc_next_choice *choice = &show->next->choices.items[i];
        const struct pc_next_port *ports[] = {&choice->port, &choice->partner};
        for (size_t j = 0; j < 2; j++) {
            if (!ports[j]->held.kind)
                continue;
            struct pc_str place = where(&s, ports[j]->held.span);
            pc_buf_adds(&text, text.len > 0 ? "\n" : "");
            pc_buf_add(&text, held_text(&s, ports[j]));
            if (place.len > 0)
                pc_buf_addf(&text, " (%.*s)", PC_ARG(place));
        }
    }
    return pc_buf_str(&text);
}

const struct pc_next_format pc_next_formats[] = {
    {"text", "the port, why there, and what was skipped", write_text},
    {"json", "the same, for programs", pc_next_write_json},
    {"plain", "the number alone", write_plain},
};
const size_t pc_next_format_count = sizeof pc_next_formats / sizeof pc_next_formats[0];
