/* Which dials the picture shows. */
#include <stdlib.h>

#include "html_graph.h"
#include "sort.h"

static int compare_parties(const void *a, const void *b) {
    const struct pc_party *x = a;
    const struct pc_party *y = b;
    if (x->service != y->service)
        return pc_order(x->service, y->service);
    return x->service == PC_NONE ? pc_str_cmp(x->name, y->name) : 0;
}

static struct pc_party caller_of(const struct pc_report_dial *dial) {
    return (struct pc_party){.service = dial->caller_service, .name = dial->caller};
}

static struct pc_party callee_of(const struct pc_report_dial *dial) {
    return (struct pc_party){.service = dial->callee_service, .name = dial->callee};
}

/* A dial with its parties as numbers. */
struct line {
    size_t from, to;
    const struct pc_report_dial *dial;
};

static int compare_lines(const void *a, const void *b) {
    const struct line *x = a;
    const struct line *y = b;
    if (x->from != y->from)
        return pc_order(x->from, y->from);
    if (x->to != y->to)
        return pc_order(x->to, y->to);
    if (x->dial->wrong != y->dial->wrong)
        return x->dial->wrong ? -1 : 1;
    return (x->dial > y->dial) - (x->dial < y->dial); /* of one array */
}

struct all {
    struct pc_party *parties;
    size_t party_count;
    struct line *lines;
    size_t line_count;
};

static size_t number_of(const struct all *all, struct pc_party party) {
    const struct pc_party *found = bsearch(&party, all->parties, all->party_count, sizeof party, compare_parties);
    return (size_t)(found - all->parties);
}

static struct all collect(struct pc_arena *arena, const struct pc_report *report) {
    struct all all = {.parties = PC_NEW_ARRAY(arena, report->dial_count * 2, struct pc_party),
                      .lines = PC_NEW_ARRAY(arena, report->dial_count, struct line),
                      .line_count = report->dial_count};
    for (size_t i = 0; i < report->dial_count; i++) {
        all.parties[2 * i] = caller_of(&report->dials[i]);
        all.parties[2 * i + 1] = callee_of(&report->dials[i]);
    }
    pc_sort(all.parties, report->dial_count * 2, sizeof *all.parties, compare_parties);
    for (size_t i = 0; i < report->dial_count * 2; i++) {
        if (all.party_count == 0 || compare_parties(&all.parties[all.party_count - 1], &all.parties[i]) != 0)
            all.parties[all.party_count++] = all.parties[i];
    }
    for (size_t i = 0; i < report->dial_count; i++) {
        const struct pc_report_dial *dial = &report->dials[i];
        struct line *line = &all.lines[i];
        *line = (struct line){number_of(&all, caller_of(dial)), number_of(&all, callee_of(dial)), dial};
        all.parties[line->from].dials_wrong |= dial->wrong;
        all.parties[line->to].dialled_wrong |= dial->wrong;
    }
    pc_sort(all.lines, all.line_count, sizeof *all.lines, compare_lines);
    return all;
}

static bool is_marked(const struct pc_party *party) {
    return party->dials_wrong || party->dialled_wrong;
}

static bool is_in(const struct all *all, const struct line *line, enum pc_picture_scope scope) {
    switch (scope) {
    case PC_PICTURE_ALL:
        return true;
    case PC_PICTURE_KNOWN:
        return line->dial->known || line->dial->wrong;
    case PC_PICTURE_NEIGHBOURS:
        return line->dial->wrong ||
               (line->dial->known && (is_marked(&all->parties[line->from]) || is_marked(&all->parties[line->to])));
    case PC_PICTURE_WRONG:
    case PC_PICTURE_SOME_WRONG:
        return line->dial->wrong;
    default:
        return false;
    }
}

/* The picture while it grows. Nodes are numbered in the order of the parties at the end. */
struct growing {
    const struct all *all;
    unsigned char *used; /* of each party */
    size_t nodes;
    struct line *lines; /* one an edge */
    struct pc_picture_edge *edges;
    size_t edge_count;
};

static bool joins(const struct growing *g, const struct line *line) {
    if (g->edge_count == 0 || line->dial->wrong)
        return false;
    const struct line *last = &g->lines[g->edge_count - 1];
    return last->from == line->from && last->to == line->to && !last->dial->wrong;
}

/* False when there is no room for it. */
static bool grow(struct growing *g, const struct line *line) {
    if (joins(g, line)) {
        g->edges[g->edge_count - 1].dials++;
        g->edges[g->edge_count - 1].known |= line->dial->known;
        return true;
    }
    size_t nodes = (g->used[line->from] ? 0u : 1u) + (g->used[line->to] || line->from == line->to ? 0u : 1u);
    if (g->nodes + nodes > PC_PICTURE_NODES || g->edge_count == PC_PICTURE_EDGES)
        return false;
    g->nodes += nodes;
    g->used[line->from] = 1;
    g->used[line->to] = 1;
    g->lines[g->edge_count] = *line;
    g->edges[g->edge_count++] = (struct pc_picture_edge){line->dial, 1, line->dial->known};
    return true;
}

static bool fill(struct growing *g, enum pc_picture_scope scope) {
    for (size_t i = 0; i < g->all->line_count; i++) {
        if (!is_in(g->all, &g->all->lines[i], scope) || grow(g, &g->all->lines[i]))
            continue;
        if (scope != PC_PICTURE_SOME_WRONG)
            return false;
    }
    return g->edge_count > 0;
}

static struct pc_picture picture_of(struct pc_arena *arena, const struct growing *g, enum pc_picture_scope scope) {
    struct pc_party *parties = PC_NEW_ARRAY(arena, g->nodes, struct pc_party);
    size_t *numbers = PC_NEW_ARRAY(arena, g->all->party_count, size_t);
    struct pc_picture picture = {.scope = scope, .parties = parties, .edges = g->edges};
    picture.graph.nodes = PC_NEW_ARRAY(arena, g->nodes, struct pc_graph_node);
    picture.graph.edges = PC_NEW_ARRAY(arena, g->edge_count, struct pc_graph_edge);
    picture.graph.edge_count = g->edge_count;
    for (size_t i = 0; i < g->all->party_count; i++) {
        if (!g->used[i])
            continue;
        numbers[i] = picture.graph.node_count;
        parties[picture.graph.node_count++] = g->all->parties[i];
    }
    for (size_t i = 0; i < g->edge_count; i++)
        picture.graph.edges[i] = (struct pc_graph_edge){
            .from = numbers[g->lines[i].from], .to = numbers[g->lines[i].to], .marked = g->lines[i].dial->wrong};
    return picture;
}

struct pc_picture pc_picture_choose(struct pc_arena *arena, const struct pc_report *report,
                                    enum pc_picture_scope from) {
    struct all all = collect(arena, report);
    for (int scope = (int)from; scope < PC_PICTURE_NONE; scope++) {
        struct growing g = {.all = &all,
                            .used = PC_NEW_ARRAY(arena, all.party_count, unsigned char),
                            .lines = PC_NEW_ARRAY(arena, PC_PICTURE_EDGES, struct line),
                            .edges = PC_NEW_ARRAY(arena, PC_PICTURE_EDGES, struct pc_picture_edge)};
        if (fill(&g, (enum pc_picture_scope)scope))
            return picture_of(arena, &g, (enum pc_picture_scope)scope);
    }
    return (struct pc_picture){.scope = PC_PICTURE_NONE};
}
