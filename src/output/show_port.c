/* A port: who says what of it, what lies around it. A range: what of it is taken, by whom, and what is free. */
#include "emit.h"
#include "free_ports.h"
#include "show_parts.h"

#define LINE_COLUMNS 78 /* a list of free ports is filled up to here */
#define NAMES_SHOWN 4   /* of a neighbour */

static bool is_about_ports(const void *arg, const struct pc_finding *finding) {
    const struct pc_ports *ports = arg;
    for (size_t i = 0; i < finding->port_count; i++) {
        if (pc_ports_overlap(finding->ports[i], *ports))
            return true;
    }
    return false;
}

/* The one host on which ports are free or taken; PC_NONE: on any. */
static pc_id host_asked_for(const struct pc_show *show) {
    const struct pc_selection *s = &show->in->selection;
    return s->by_host && s->hosts.count == 1 ? s->hosts.items[0] : PC_NONE;
}

/* "tide, gate and 3 more (deployed, planned)" of the uses of one port. */
static struct pc_str users_text(struct pc_show *show, const struct pc_use *uses, size_t count) {
    struct pc_buf out;
    size_t named = 0;
    size_t left = 0;
    unsigned roles = 0;
    pc_buf_init(&out, show->in->arena);
    for (size_t i = 0; i < count; i++) {
        roles |= uses[i].roles;
        bool again = uses[i].name.len == 0;
        for (size_t j = 0; j < i && j < NAMES_SHOWN && !again; j++)
            again = pc_str_eq(uses[i].name, uses[j].name);
        if (again)
            continue;
        if (named == NAMES_SHOWN) {
            left++;
            continue;
        }
        pc_buf_addf(&out, "%s%.*s", named++ > 0 ? ", " : "", PC_ARG(uses[i].name));
    }
    if (left > 0)
        pc_buf_addf(&out, " and %zu more", left);
    pc_buf_adds(&out, named > 0 ? " (" : "");
    pc_add_states(&out, roles);
    pc_buf_adds(&out, named > 0 ? ")" : "");
    return pc_buf_str(&out);
}

/* The nearest used port below (or above) one, with all that use it. */
static void add_neighbour(struct pc_show *show, struct pc_columns *facts, struct pc_uses uses, uint16_t port,
                          bool above) {
    size_t best = PC_NPOS;
    for (size_t i = 0; i < uses.count; i++) {
        struct pc_ports p = uses.items[i].ports;
        if (above ? p.lo > port && (best == PC_NPOS || p.lo < uses.items[best].ports.lo)
                  : p.hi < port && (best == PC_NPOS || p.hi > uses.items[best].ports.hi))
            best = i;
    }
    if (best == PC_NPOS)
        return;
    size_t end = best + 1;
    while (end < uses.count && pc_ports_eq(uses.items[end].ports, uses.items[best].ports))
        end++;
    struct pc_str ports = pc_show_ports_text(show, uses.items[best].ports);
    struct pc_str users = users_text(show, uses.items + best, end - best);
    pc_columns_addz(facts, above ? "above" : "below");
    pc_columns_add(facts, pc_str_fmt(show->in->arena, "%.*s %.*s", PC_ARG(ports), PC_ARG(users)));
}

/* The ranges over a port, the narrowest with its next free port. */
static void add_ranges(struct pc_show *show, struct pc_columns *facts, const struct pc_free_ports *free_ports,
                       struct pc_ports port) {
    const struct pc_registry *reg = show->in->reg;
    const char *fact = "range";
    for (size_t i = 0; i < reg->range_count; i++) {
        const struct pc_range *range = &reg->ranges[i];
        struct pc_ports run;
        if (!pc_ports_contain(range->ports, port))
            continue;
        struct pc_str ports = pc_show_ports_text(show, range->ports);
        struct pc_str where = pc_show_where(show, range->span);
        struct pc_str next = pc_free_ports_next(free_ports, range->ports, &run)
                                 ? pc_str_fmt(show->in->arena, "next free %u", (unsigned)run.lo)
                                 : PC_STR("none free");
        pc_columns_addz(facts, fact);
        pc_columns_add(facts, pc_str_fmt(show->in->arena, "%.*s%s%.*s (%.*s), %.*s", PC_ARG(ports),
                                         range->purpose.len > 0 ? " " : "", PC_ARG(range->purpose), PC_ARG(where),
                                         PC_ARG(next)));
        fact = "";
    }
    if (fact[0] != '\0' && reg->range_count > 0) {
        pc_columns_addz(facts, fact);
        pc_columns_addz(facts, "none declared");
    }
}

static void write_surroundings(struct pc_show *show, uint16_t port) {
    struct pc_selection around = show->in->selection;
    around.by_ports = false;
    struct pc_uses uses = pc_uses_of(show->in->arena, show->in->reg, &around);
    struct pc_free_ports *free_ports = pc_free_ports_new(show->in->arena);
    struct pc_columns facts;
    pc_free_ports_fill(free_ports, show->in->reg, host_asked_for(show));
    pc_columns_init(&facts, show->in->arena, 2);
    add_ranges(show, &facts, free_ports, (struct pc_ports){port, port});
    add_neighbour(show, &facts, uses, port, false);
    add_neighbour(show, &facts, uses, port, true);
    if (facts.cells.count > 0) {
        pc_show_heading(show, "around it");
        pc_columns_write(&facts, show->out);
    }
}

void pc_show_port(struct pc_show *show, uint16_t port) {
    const struct pc_registry *reg = show->in->reg;
    struct pc_ports ports = {port, port};
    struct PC_VEC(pc_id) claims = {0};
    for (pc_id i = 0; i < reg->claim_count; i++) {
        if (pc_ports_overlap(reg->claims[i].ports, ports) && pc_selects_claim(&show->in->selection, &reg->claims[i]))
            *PC_PUSH(&claims, show->in->arena) = i;
    }
    pc_show_title(show, pc_str_fmt(show->in->arena, "port %u", (unsigned)port));
    struct pc_claim_lines lines = {claims.items, claims.count, false, true};
    pc_show_claims(show, &lines);
    if (claims.count == 0)
        pc_buf_adds(show->out, pc_selects_all(&show->in->selection) ? "  nothing names it\n"
                                                                    : "  nothing that is asked for names it\n");
    pc_show_findings(show, "findings", is_about_ports, &ports);
    write_surroundings(show, port);
}

static void write_declared(struct pc_show *show, struct pc_ports ports) {
    const struct pc_registry *reg = show->in->reg;
    struct pc_columns columns;
    pc_columns_init(&columns, show->in->arena, 3);
    for (size_t i = 0; i < reg->range_count; i++) {
        if (!pc_ports_overlap(reg->ranges[i].ports, ports))
            continue;
        pc_columns_add(&columns, pc_show_ports_text(show, reg->ranges[i].ports));
        pc_columns_add(&columns, reg->ranges[i].purpose);
        pc_columns_add(&columns, pc_show_where(show, reg->ranges[i].span));
    }
    if (columns.cells.count > 0) {
        pc_show_heading(show, "declared ranges");
        pc_columns_write(&columns, show->out);
    }
}

static void write_uses(struct pc_show *show, struct pc_ports ports) {
    struct pc_selection selection = show->in->selection;
    selection.by_ports = true;
    selection.ports = &ports;
    selection.port_count = 1;
    struct pc_uses uses = pc_uses_of(show->in->arena, show->in->reg, &selection);
    struct pc_columns columns;
    pc_columns_init(&columns, show->in->arena, 5);
    for (size_t i = 0; i < uses.count; i++) {
        const struct pc_use *use = &uses.items[i];
        struct pc_buf states;
        pc_buf_init(&states, show->in->arena);
        pc_add_states(&states, use->roles);
        pc_columns_add(&columns, pc_show_ports_text(show, use->ports));
        pc_columns_add(&columns, use->name);
        pc_columns_add(&columns, pc_buf_str(&states));
        pc_columns_add(&columns, pc_show_on_host(show, use->host));
        pc_columns_add(&columns, pc_show_where(show, show->in->reg->claims[use->claim].span));
    }
    if (uses.count > 0) {
        pc_show_heading(show, "taken");
        pc_columns_write(&columns, show->out);
    }
}

/* "4100, 4104, 4107-4109", filled into lines. */
static void write_free(struct pc_show *show, const struct pc_free_ports *free_ports, struct pc_ports ports) {
    struct pc_ports run;
    size_t column = 0;
    for (bool more = pc_free_ports_next(free_ports, ports, &run); more;) {
        struct pc_str text = pc_show_ports_text(show, run);
        if (column == 0)
            pc_show_heading(show, "free");
        if (column > 0 && column + 2 + text.len > LINE_COLUMNS) {
            pc_buf_adds(show->out, ",\n");
            column = 0;
        }
        pc_buf_addf(show->out, "%s%.*s", column == 0 ? "  " : ", ", PC_ARG(text));
        column += 2 + text.len;
        more = run.hi < ports.hi;
        if (more) {
            ports.lo = (uint16_t)(run.hi + 1);
            more = pc_free_ports_next(free_ports, ports, &run);
        }
    }
    pc_buf_adds(show->out, column > 0 ? "\n" : "");
}

void pc_show_range(struct pc_show *show, struct pc_ports ports) {
    struct pc_free_ports *free_ports = pc_free_ports_new(show->in->arena);
    pc_free_ports_fill(free_ports, show->in->reg, host_asked_for(show));
    unsigned all = ports.hi - ports.lo + 1u;
    unsigned left = pc_free_ports_count(free_ports, ports);
    struct pc_str text = pc_show_ports_text(show, ports);
    pc_show_title(
        show, pc_str_fmt(show->in->arena, "ports %.*s: %u of %u taken, %u free", PC_ARG(text), all - left, all, left));
    write_declared(show, ports);
    write_uses(show, ports);
    pc_show_findings(show, "findings", is_about_ports, &ports);
    write_free(show, free_ports, ports);
}
