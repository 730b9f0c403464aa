#include "registry_group.h"

#include "port_words.h"

bool pc_group_holds_ranges(struct pc_regmd *r, const struct pc_group_item *items, size_t count) {
    size_t blocks = 0;
    size_t wide = 0;
    size_t singles = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t e = 0; e < items[i].entries.count; e++) {
            const struct pc_entry *entry = &items[i].entries.items[e];
            struct pc_ports ports = entry->ports.items[0].ports;
            blocks += ports.hi > ports.lo ? 1 : 0;
            wide += ports.hi - ports.lo >= 9 ? 1 : 0;
            singles += ports.hi == ports.lo ? 1 : 0;
        }
    }
    struct pc_str title = pc_fold(r->scratch, pc_regmd_outlook(r).title);
    if (blocks == 0) {
        return false;
    }
    return pc_says_range(title) || (blocks >= 2 && blocks > singles) || (wide > 0 && singles == 0);
}

/* The section is made with the first thing stated. */
static pc_id section_of(struct pc_group *g) {
    if (g->section == PC_NONE) {
        bool documented = g->outlook.real || g->outlook.internal || g->outlook.under_label;
        g->section = pc_regmd_section(g->r, g->kind, &g->outlook, documented ? PC_ROLE_DOCUMENTED : PC_ROLE_PLANNED, 0);
    }
    return g->section;
}

static void note_entry(struct pc_group *g, struct pc_flat flat, const struct pc_entry *entry, const char *why) {
    for (size_t i = 0; i < entry->ports.count; i++) {
        pc_regmd_note(g->r, pc_flat_span(flat, g->r->ctx->file, entry->ports.items[i].from, entry->ports.items[i].to),
                      why);
    }
}

static void state_block(struct pc_group *g, struct pc_flat flat, const struct pc_entry *entry,
                        const struct pc_name *name) {
    struct pc_regmd *r = g->r;
    const struct pc_cell_port *port = &entry->ports.items[0];
    size_t from = entry->name_from;
    size_t to = entry->name_to;
    pc_flat_trim(flat, &from, &to);
    struct pc_range range = {.ports = port->ports,
                             .span = pc_flat_span(flat, r->ctx->file, port->from, port->to),
                             .purpose = pc_flat_str(r->keep, flat, r->ctx->text, from, to),
                             .section = section_of(g),
                             .host = g->outlook.host,
                             .open = port->open && port->ports.hi == 65535};
    pc_regmd_emit_range(r, &range);
    if (name->reserved && name->name.len == 0) {
        struct pc_claim claim = pc_regmd_claim(r, &g->outlook);
        claim.role = PC_ROLE_RESERVED;
        claim.ports = port->ports;
        claim.span = range.span;
        claim.extent = pc_flat_span(flat, r->ctx->file, entry->from, entry->to);
        claim.section = range.section;
        claim.flags |= port->open ? PC_CLAIM_OPEN : 0u;
        pc_regmd_emit(r, &claim);
    }
}

/* "dev: 3000" below "Web": the words are an environment, the owner is the bullet above. */
static void name_claim(struct pc_group *g, const struct pc_group_item *item, const struct pc_entry *entry,
                       const struct pc_name *name, struct pc_claim *claim) {
    struct pc_str words = pc_fold(g->r->scratch, name->name);
    enum pc_environment environment = pc_environment_of(words);
    bool labelled = entry->label_to > entry->label_from; /* "prod port": without a word for port it may be a name */
    bool only_environment = environment != PC_ENV_UNKNOWN && words.len <= 12 && (item->owner.len > 0 || labelled) &&
                            pc_str_find_char(words, ' ', 0) == PC_NPOS;
    claim->name = name->name;
    claim->name_span = name->span;
    claim->qualifier = name->qualifier;
    if (name->environment != PC_ENV_UNKNOWN) {
        claim->environment = name->environment;
    }
    if (only_environment || (name->name.len == 0 && item->owner.len > 0 && !name->reserved)) {
        claim->name = item->owner;
        claim->name_span = (struct pc_span){.file = g->r->ctx->file};
        claim->confidence = PC_DERIVED;
        claim->environment = only_environment ? environment : claim->environment;
    }
    struct pc_str label =
        pc_fold(g->r->scratch, pc_str_sub(item->flat.text, entry->label_from, entry->label_to - entry->label_from));
    if (pc_says_internal(label)) {
        claim->place = PC_PLACE_NETWORK;
        claim->role = PC_ROLE_DOCUMENTED;
        claim->flags |= PC_CLAIM_INTERNAL;
    }
}

static void state_port(struct pc_group *g, struct pc_flat flat, const struct pc_cell_port *port, struct pc_claim claim,
                       bool reserved, bool several) {
    struct pc_regmd *r = g->r;
    claim.ports = port->ports;
    claim.span = pc_flat_span(flat, r->ctx->file, port->from, port->to);
    claim.section = section_of(g);
    claim.protocol = port->protocol != PC_PROTO_ANY ? port->protocol : claim.protocol;
    claim.flags |= port->open ? PC_CLAIM_OPEN : 0u;
    claim.flags |= port->future ? PC_CLAIM_FUTURE : 0u;
    claim.flags |= g->heading ? PC_CLAIM_HEADING : 0u;
    if (several && claim.qualifier.len == 0 && port->word_to > port->word_from) {
        claim.qualifier = pc_flat_str(r->keep, flat, r->ctx->text, port->word_from, port->word_to);
    }
    claim.environment = port->environment != PC_ENV_UNKNOWN ? port->environment : claim.environment;
    if (reserved) {
        claim.role = PC_ROLE_RESERVED;
    } else if (port->internal) {
        claim.role = PC_ROLE_DOCUMENTED;
        claim.place = PC_PLACE_NETWORK;
        claim.flags |= PC_CLAIM_INTERNAL;
    }
    claim.range = claim.place == PC_PLACE_HOST ? pc_regmd_range_over(r, claim.ports, claim.environment) : PC_NONE;
    pc_regmd_emit(r, &claim);
    if (port->second != PC_PROTO_ANY) {
        claim.protocol = port->second;
        pc_regmd_emit(r, &claim);
    }
}

static void state_entry(struct pc_group *g, const struct pc_group_item *item, const struct pc_entry *entry) {
    struct pc_regmd *r = g->r;
    struct pc_flat flat = item->flat;
    struct pc_name name = pc_name_of(r, flat, entry->name_from, entry->name_to);
    static const char *const telling[] = {"example",         "examples", "adding",    "how to",         "procedure",
                                          "troubleshooting", "conflict", "conflicts", "next available", NULL};
    bool block = entry->ports.items[0].ports.hi > entry->ports.items[0].ports.lo;
    /* Rules and conventions tell what blocks are for; steps and examples do not. */
    bool ruled =
        g->of_ranges && block && entry->port_first && !pc_says_any(pc_fold(r->scratch, g->outlook.title), telling);
    const char *why = g->outlook.dead != NULL      ? g->outlook.dead
                      : item->page                 ? "a page of another service"
                      : name.dead                  ? "struck out or deprecated"
                      : name.free                  ? "free"
                      : g->outlook.guide && !ruled ? "instructions, not a list of ports"
                                                   : NULL;
    if (why != NULL) {
        note_entry(g, flat, entry, why);
        return;
    }
    if (g->of_ranges && block && entry->ports.count == 1) {
        state_block(g, flat, entry, &name);
        return;
    }
    struct pc_claim claim = pc_regmd_claim(r, &g->outlook);
    if (g->outlook.under_label) {
        claim.role = PC_ROLE_DOCUMENTED;
    }
    claim.extent = pc_flat_span(flat, r->ctx->file, entry->from, entry->to);
    name_claim(g, item, entry, &name, &claim);
    bool reserved = name.reserved || g->outlook.reserved;
    if (claim.name.len == 0 && !reserved) {
        note_entry(g, flat, entry, "no service named");
        return;
    }
    for (size_t i = 0; i < entry->ports.count; i++) {
        const struct pc_cell_port *port = &entry->ports.items[i];
        if (port->dead) {
            pc_regmd_note(r, pc_flat_span(flat, r->ctx->file, port->from, port->to), "struck out or deprecated");
        } else {
            state_port(g, flat, port, claim, reserved || port->reserved, entry->ports.count > 1);
        }
    }
}

/* "3600-3500: back", "web: 3400-3300": nothing is stated then, and nobody sees why. */
static void report_reversed(struct pc_group *g, struct pc_flat flat) {
    enum { SHORTEST = 9, LONGEST_NAME = 60 }; /* "3600-3500": shorter ones count other things */
    struct pc_regmd *r = g->r;
    size_t colon = pc_str_find_char(pc_str_sub(flat.text, 0, LONGEST_NAME), ':', 0);
    size_t starts[] = {pc_flat_skip(flat, 0), pc_flat_skip(flat, colon == PC_NPOS ? 0 : colon + 1)};
    for (size_t i = 0; i < 2; i++) {
        struct pc_cell_port port;
        size_t end = starts[i];
        enum pc_port_result why = PC_PORT_NONE;
        if (starts[i] >= flat.text.len || !pc_is_digit(flat.text.ptr[starts[i]]) ||
            (flat.style[starts[i]] & PC_MD_STRIKE) != 0 ||
            pc_port_at(r->scratch, flat, starts[i], &port, &end, &why) != PC_FOUND_INVALID || why != PC_PORT_REVERSED ||
            end - port.from < SHORTEST || (end < flat.text.len && !pc_is_any(flat.text.ptr[end], " :(,;\n"))) {
            continue;
        }
        struct pc_span span = pc_flat_span(flat, r->ctx->file, port.from, end);
        struct pc_str text = pc_str_sub(r->ctx->text, span.offset, span.length);
        if (pc_str_starts(text, PC_STR("19")) || pc_str_starts(text, PC_STR("20"))) {
            return; /* years */
        }
        struct pc_trouble trouble = pc_regmd_trouble(PC_TROUBLE_INVALID_PORT, span);
        trouble.message = pc_str_fmt(r->keep, "the range %.*s ends before it begins", PC_ARG(text));
        trouble.label = PC_STR("the lower port comes second");
        trouble.help = PC_STR("write the lower port first, both between 1 and 65535");
        pc_builder_trouble(r->b, &trouble);
        pc_regmd_note(r, span, NULL);
        return;
    }
}

void pc_group_state(struct pc_group *group, const struct pc_group_item *item) {
    size_t before = group->r->claims;
    if (item->entries.count == 0 && group->outlook.dead == NULL && !group->outlook.guide) {
        report_reversed(group, item->flat);
    }
    for (size_t i = 0; i < item->entries.count; i++) {
        state_entry(group, item, &item->entries.items[i]);
    }
    if (group->r->claims > before && !group->no_dates) {
        pc_regmd_entry_dates(group->r, item->flat, false);
    }
}
