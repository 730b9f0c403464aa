/* A first registry: the ports that the deployments publish, a table for each machine or environment. */
#include <stdlib.h>

#include "emit.h"
#include "init.h"
#include "rule_tools.h"
#include "sort.h"

/* A published port as a row. */
struct row {
    const struct pc_claim *claim;
    pc_id group; /* the machine; for deployments that nothing names the environment below UNNAMED */
};

#define UNNAMED 0x40000000u

/* A string as the text of a Markdown cell or heading. */
static void add_text(struct pc_run *run, struct pc_buf *out, struct pc_str s) {
    struct pc_str safe = pc_shown(&run->arena, s);
    for (size_t i = 0; i < safe.len; i++) {
        char c = safe.ptr[i];
        if (c == '\\' || c == '|' || c == '`' || c == '*' || c == '<' || c == '[' || c == '~' || c == '&')
            pc_buf_addc(out, '\\');
        pc_buf_addc(out, c);
    }
}

static pc_id group_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    const struct pc_host *host = &reg->hosts[claim->host];
    return host->named ? claim->host : UNNAMED + (pc_id)host->environment;
}

static int compare_rows(const void *left, const void *right) {
    const struct row *a = left, *b = right;
    if (a->group != b->group)
        return pc_order(a->group, b->group);
    if (a->claim->ports.lo != b->claim->ports.lo)
        return pc_order(a->claim->ports.lo, b->claim->ports.lo);
    if (a->claim->protocol != b->claim->protocol)
        return pc_order(a->claim->protocol, b->claim->protocol);
    return a->claim < b->claim ? -1 : a->claim > b->claim;
}

static void add_heading(struct pc_run *run, struct pc_buf *out, pc_id group) {
    const struct pc_registry *reg = run->own;
    pc_buf_adds(out, "\n## ");
    if (group < UNNAMED) {
        add_text(run, out, reg->hosts[group].name);
    } else if (group == UNNAMED + PC_ENV_UNKNOWN) {
        pc_buf_adds(out, "Services");
    } else {
        struct pc_str name = pc_str_c(pc_environment_name((enum pc_environment)(group - UNNAMED)));
        pc_buf_addc(out, (char)(name.ptr[0] - 'a' + 'A'));
        pc_buf_add(out, pc_str_sub(name, 1, name.len));
    }
    pc_buf_adds(out, "\n\n| Port | Service | Published by |\n|------|---------|--------------|\n");
}

static bool same_row(const struct row *a, const struct row *b) {
    return a->group == b->group && pc_ports_eq(a->claim->ports, b->claim->ports) &&
           a->claim->protocol == b->claim->protocol && a->claim->service == b->claim->service &&
           pc_str_eq(a->claim->address, b->claim->address);
}

/* The row before has the port already, and a port is given once. */
static bool is_given(const struct row *before, const struct row *row) {
    return before->group == row->group && pc_ports_overlap(before->claim->ports, row->claim->ports) &&
           pc_protocols_overlap(before->claim->protocol, row->claim->protocol) &&
           before->claim->service != row->claim->service;
}

/* Who publishes it as well: a remark that nobody sees but whoever edits the page. */
static void add_rival(struct pc_run *run, struct pc_buf *out, const struct row *row) {
    pc_buf_adds(out, "<!-- published as well, so one of the two has to move: ");
    add_text(run, out, run->own->services[row->claim->service].name);
    pc_buf_addf(out, " %.*s -->\n", PC_ARG(pc_ports_text(&run->arena, row->claim->ports)));
}

static void add_row(struct pc_run *run, struct pc_buf *out, const struct row *row) {
    const struct pc_registry *reg = run->own;
    const struct pc_claim *claim = row->claim;
    pc_buf_addf(out, "| %.*s%s | ", PC_ARG(pc_ports_text(&run->arena, claim->ports)),
                claim->protocol == PC_PROTO_UDP ? "/udp" : "");
    add_text(run, out, reg->services[claim->service].name);
    pc_buf_adds(out, " | ");
    add_text(run, out, reg->files[claim->span.file].path);
    if (claim->flags & PC_CLAIM_LOOPBACK)
        pc_buf_adds(out, ", localhost only");
    pc_buf_adds(out, " |\n");
}

bool pc_init_registry(struct pc_run *run, struct pc_buf *out, size_t *ports) {
    const struct pc_registry *reg = run->own;
    struct PC_VEC(struct row) rows = {0};
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (claim->role == PC_ROLE_PUBLISHES && claim->service != PC_NONE && claim->host != PC_NONE)
            *PC_PUSH(&rows, &run->arena) = (struct row){claim, group_of(reg, claim)};
    }
    if (rows.count == 0)
        return false;
    pc_sort(rows.items, rows.count, sizeof rows.items[0], compare_rows);
    pc_buf_adds(
        out, "# Ports\n\n"
             "Who has which port. Before a service gets a new one: take a free one here, write the row, then use it.\n"
             "`portcheck` holds this page against the files that really bind ports.\n");
    struct pc_buf rivals;
    pc_buf_init(&rivals, &run->arena);
    *ports = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct row *row = &rows.items[i], *before = i > 0 ? row - 1 : NULL;
        if (!before || before->group != row->group)
            add_heading(run, out, row->group);
        if (before && same_row(before, row))
            continue;
        if (before && is_given(before, row)) {
            add_rival(run, &rivals, row);
            continue;
        }
        add_row(run, out, row);
        ++*ports;
    }
    if (rivals.len > 0) {
        pc_buf_adds(out, "\n");
        pc_buf_add(out, pc_buf_str(&rivals));
    }
    return true;
}
