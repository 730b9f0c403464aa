/* Who dials whom. What is wrong is what a finding says is wrong, so that both never differ. */
#include <stdlib.h>

#include "edges.h"
#include "report_model.h"
#include "sort.h"

/* A place that a finding about routes points at. */
struct pointed {
    struct pc_span span;
    const struct pc_finding *finding;
};

struct edge_row {
    struct pc_report_dial dial;
    const struct pc_edge *edge;
};

static int compare_pointed(const void *left, const void *right) {
    const struct pointed *a = left, *b = right;
    if (a->span.file != b->span.file)
        return pc_order(a->span.file, b->span.file);
    return pc_order(a->span.offset, b->span.offset);
}

struct places {
    struct PC_VEC(struct pointed) list;
};

static struct places places_of_findings(const struct pc_model *m) {
    struct places places = {0};
    for (size_t i = 0; i < m->report->finding_count; i++) {
        const struct pc_finding *f = m->report->findings[i];
        bool route = pc_str_starts(pc_str_c(f->rule->code), PC_STR("PC4")) && !pc_finding_is(f, "PC406");
        for (size_t j = 0; route && j < f->label_count; j++)
            *PC_PUSH(&places.list, m->report->arena) = (struct pointed){f->labels[j].span, f};
    }
    pc_sort(places.list.items, places.list.count, sizeof *places.list.items, compare_pointed);
    return places;
}

static const struct pc_finding *finding_at(const struct places *places, struct pc_span span) {
    const struct pointed wanted = {.span = span};
    const struct pointed *found = places->list.count == 0 ? NULL
                                                          : bsearch(&wanted, places->list.items, places->list.count,
                                                                    sizeof *places->list.items, compare_pointed);
    return found ? found->finding : NULL;
}

static const char *why(const struct pc_edge *edge) {
    switch (edge->verdict) {
    case PC_EDGE_WRONG:
        return edge->host == PC_NONE ? "it does not listen there" : "somebody else answers there";
    case PC_EDGE_NOBODY:
        return "nobody listens there";
    case PC_EDGE_LOOPBACK:
        return "localhost is the container itself";
    case PC_EDGE_NO_NAME:
        return "no service has that name";
    case PC_EDGE_APART:
        return "the two share no network";
    case PC_EDGE_UNKNOWN:
    case PC_EDGE_FINE:
        break;
    }
    return "";
}

static struct pc_report_dial dial_of(const struct pc_model *m, const struct places *places,
                                     const struct pc_edge *edge) {
    const struct pc_registry *reg = m->report->reg;
    const struct pc_claim *claim = &reg->claims[edge->dial];
    struct pc_report_dial dial = {.caller_service = PC_NONE, .callee_service = PC_NONE, .port = claim->ports.lo};
    if (claim->container != PC_NONE)
        dial.caller_service = reg->containers[claim->container].service;
    dial.caller =
        dial.caller_service != PC_NONE ? reg->services[dial.caller_service].name : reg->files[claim->span.file].path;
    pc_id callee = edge->callee != PC_NONE ? edge->callee : claim->service;
    if (callee == PC_NONE && edge->verdict == PC_EDGE_FINE && edge->truth.count > 0)
        callee = reg->claims[edge->truth.items[0]].service;
    dial.callee_service = callee;
    dial.callee = callee != PC_NONE ? reg->services[callee].name : claim->name;
    dial.truth = (struct pc_claims){edge->truth.items, edge->truth.count};
    dial.finding = edge->verdict == PC_EDGE_UNKNOWN ? NULL : finding_at(places, claim->span);
    dial.wrong = dial.finding != NULL && edge->verdict != PC_EDGE_FINE;
    dial.finding = dial.wrong ? dial.finding : NULL;
    dial.known = dial.wrong || edge->verdict == PC_EDGE_FINE;
    dial.why = dial.wrong ? why(edge) : "";
    return dial;
}

static int compare_ends(const struct pc_report_dial *a, const struct pc_report_dial *b) {
    int order = pc_str_cmp(a->caller, b->caller);
    if (order != 0)
        return order;
    if (a->caller_service != b->caller_service)
        return pc_order(a->caller_service, b->caller_service);
    order = pc_str_cmp(a->callee, b->callee);
    if (order != 0)
        return order;
    if (a->callee_service != b->callee_service)
        return pc_order(a->callee_service, b->callee_service);
    return pc_order(a->port, b->port);
}

/* Edges of one caller, callee and port become one row; the wrong ones stay apart from the others. */
static int compare_edges(const void *left, const void *right) {
    const struct edge_row *a = left, *b = right;
    if (a->dial.wrong != b->dial.wrong)
        return a->dial.wrong ? -1 : 1;
    int order = compare_ends(&a->dial, &b->dial);
    return order != 0 ? order : pc_order(a->edge->dial, b->edge->dial);
}

static bool is_selected(const struct pc_model *m, const struct pc_report_dial *dial, const struct pc_edge *edge) {
    const struct pc_selection *s = &m->run->selection;
    bool service = !s->by_service || (dial->caller_service != PC_NONE && pc_selects_service(s, dial->caller_service)) ||
                   (dial->callee_service != PC_NONE && pc_selects_service(s, dial->callee_service));
    const struct pc_claim *claim = &m->report->reg->claims[edge->dial];
    return service && pc_selects_host(s, edge->host != PC_NONE ? edge->host : claim->host) &&
           pc_selects_ports(s, claim->ports);
}

static void join(struct pc_model *m, const struct edge_row *rows, size_t count) {
    struct PC_VEC(struct pc_report_dial) dials = {0};
    const struct pc_registry *reg = m->report->reg;
    for (size_t from = 0, to; from < count; from = to) {
        struct pc_report_dial dial = rows[from].dial;
        struct PC_VEC(struct pc_span) spans = {0};
        for (to = from; to < count && rows[to].dial.wrong == dial.wrong && compare_ends(&rows[to].dial, &dial) == 0;
             to++) {
            *PC_PUSH(&spans, m->report->arena) = reg->claims[rows[to].edge->dial].span;
            dial.known = dial.known || rows[to].dial.known;
            dial.truth = dial.truth.count > 0 ? dial.truth : rows[to].dial.truth;
        }
        dial.spans = spans.items;
        dial.span_count = spans.count;
        *PC_PUSH(&dials, m->report->arena) = dial;
    }
    m->report->dials = dials.items;
    m->report->dial_count = dials.count;
}

void pc_model_dials(struct pc_model *m) {
    struct PC_VEC(struct edge_row) rows = {0};
    struct places places = places_of_findings(m);
    struct pc_edges edges = pc_edges_of(&m->ctx);
    for (size_t i = 0; i < edges.count; i++) {
        struct pc_report_dial dial = dial_of(m, &places, &edges.items[i]);
        if (is_selected(m, &dial, &edges.items[i]))
            *PC_PUSH(&rows, m->report->arena) = (struct edge_row){dial, &edges.items[i]};
    }
    pc_sort(rows.items, rows.count, sizeof *rows.items, compare_edges);
    join(m, rows.items, rows.count);
}
