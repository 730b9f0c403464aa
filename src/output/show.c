/* Which answer is wanted, and what all answers are made of. */
#include "show_parts.h"

#include <stdlib.h>

#include "emit.h"
#include "lookup.h"
#include "paint.h"
#include "sort.h"

void pc_show_title(struct pc_show *show, struct pc_str text) {
    const struct pc_output_options *options = &show->in->options;
    pc_buf_adds(show->out, pc_colour_on(options, PC_COLOUR_BOLD, PC_LEVEL_DEFAULT));
    pc_emit_first(show->out, text);
    pc_buf_addf(show->out, "%s\n", pc_colour_off(options));
}

void pc_show_heading(struct pc_show *show, const char *text) {
    const struct pc_output_options *options = &show->in->options;
    pc_buf_addf(show->out, "\n%s%s%s\n", pc_colour_on(options, PC_COLOUR_BLUE, PC_LEVEL_DEFAULT), text,
                pc_colour_off(options));
}

struct pc_str pc_show_where(struct pc_show *show, struct pc_span span) {
    const struct pc_registry *reg = show->in->reg;
    if (span.file >= reg->file_count)
        return PC_EMPTY;
    struct pc_str path = reg->files[span.file].path;
    struct pc_position at = pc_place_of(&show->places, span.file, span.offset);
    return span.length == 0
               ? path
               : pc_str_fmt(show->in->arena, "%.*s:%u:%u", PC_ARG(path), (unsigned)at.line, (unsigned)at.column);
}

struct pc_str pc_show_ports_text(struct pc_show *show, struct pc_ports ports) {
    return ports.lo == ports.hi ? pc_str_fmt(show->in->arena, "%u", (unsigned)ports.lo)
                                : pc_str_fmt(show->in->arena, "%u-%u", (unsigned)ports.lo, (unsigned)ports.hi);
}

struct pc_str pc_show_on_host(struct pc_show *show, pc_id host) {
    if (host == PC_NONE)
        return PC_EMPTY;
    const struct pc_host *h = &show->in->reg->hosts[host];
    return pc_str_fmt(show->in->arena, "%s %.*s", h->named ? "on" : "in", PC_ARG(h->name));
}

static int compare_dials(const void *left, const void *right) {
    const struct pc_dial *a = left;
    const struct pc_dial *b = right;
    return pc_order(a->claim, b->claim);
}

const struct pc_dial *pc_show_dial_of(const struct pc_show *show, pc_id claim) {
    struct pc_dial key = {.claim = claim};
    return show->in->dial_count == 0 ? NULL
                                     : bsearch(&key, show->in->dials, show->in->dial_count, sizeof key, compare_dials);
}

void pc_show_findings(struct pc_show *show, const char *heading,
                      bool (*about)(const void *arg, const struct pc_finding *finding), const void *arg) {
    const struct pc_output_options *options = &show->in->options;
    bool any = false;
    for (size_t i = 0; i < show->in->finding_count; i++) {
        const struct pc_finding *f = show->in->findings[i];
        if (!about(arg, f))
            continue;
        if (!any && heading)
            pc_show_heading(show, heading);
        any = true;
        pc_buf_addf(show->out, "  %s%s[%s]%s ", pc_colour_on(options, PC_COLOUR_LEVEL, f->level),
                    pc_level_name(f->level), f->rule->code, pc_colour_off(options));
        pc_emit_text(show->out, f->message);
        pc_buf_addc(show->out, '\n');
        if (f->note_count > 0) {
            pc_buf_adds(show->out, "    ");
            pc_emit_text(show->out, f->notes[0]);
            pc_buf_addc(show->out, '\n');
        }
    }
}

void pc_show_aliases(struct pc_columns *facts, struct pc_show *show, struct pc_str name, const struct pc_alias *aliases,
                     size_t count) {
    const char *fact = "also named";
    for (size_t i = 0; i < count; i++) {
        if (pc_str_eq(aliases[i].name, name))
            continue;
        struct pc_str where = pc_show_where(show, aliases[i].span);
        pc_columns_addz(facts, fact);
        pc_columns_add(facts,
                       pc_str_fmt(show->in->arena, "%.*s (%s%s%.*s)", PC_ARG(aliases[i].name),
                                  pc_evidence_text(aliases[i].evidence), where.len > 0 ? ", " : "", PC_ARG(where)));
        fact = "";
    }
}

bool pc_show_write(const struct pc_show_input *in, struct pc_str what, struct pc_buf *out) {
    struct pc_show show = {.in = in, .out = out};
    struct pc_ports ports;
    pc_places_init(&show.places, in->arena, in->reg);
    if (pc_ports_parse(pc_str_trim(what), &ports) == PC_PORT_OK) {
        if (ports.lo == ports.hi)
            pc_show_port(&show, ports.lo);
        else
            pc_show_range(&show, ports);
        return true;
    }
    struct pc_ids services = pc_services_named(in->arena, in->reg, what);
    struct pc_ids hosts = pc_hosts_named(in->arena, in->reg, what);
    for (size_t i = 0; i < services.count; i++) {
        pc_buf_adds(out, i > 0 ? "\n" : "");
        pc_show_service(&show, services.items[i]);
    }
    for (size_t i = 0; i < hosts.count; i++) {
        pc_buf_adds(out, services.count + i > 0 ? "\n" : "");
        pc_show_host(&show, hosts.items[i]);
    }
    return services.count + hosts.count > 0;
}
