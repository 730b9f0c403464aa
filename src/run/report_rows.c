/* The drift table: standings whose sides disagree, and those where nothing does. */
#include "report_model.h"
#include "sort.h"

/* A finding that may be about a row, under the name of each of its services. */
struct about {
    struct pc_str service;
    size_t finding; /* index in those shown: the gravest first */
};

struct index {
    struct PC_VEC(struct about) list;
};

static int compare_about(const void *left, const void *right) {
    const struct about *a = left, *b = right;
    int order = pc_str_cmp(a->service, b->service);
    return order != 0 ? order : pc_order(a->finding, b->finding);
}

bool pc_finding_is(const struct pc_finding *finding, const char *code) {
    return pc_str_is(pc_str_c(code), finding->rule->code);
}

static struct index index_findings(const struct pc_model *m) {
    static const char *const codes[] = {"PC301", "PC302", "PC303", "PC307", "PC401"};
    struct index index = {0};
    for (size_t i = 0; i < m->report->finding_count; i++) {
        const struct pc_finding *f = m->report->findings[i];
        bool drift = false;
        for (size_t j = 0; j < sizeof codes / sizeof codes[0]; j++)
            drift = drift || pc_finding_is(f, codes[j]);
        for (size_t j = 0; drift && j < f->service_count; j++)
            *PC_PUSH(&index.list, m->report->arena) = (struct about){f->services[j], i};
    }
    pc_sort(index.list.items, index.list.count, sizeof *index.list.items, compare_about);
    return index;
}

static size_t first_about(const struct index *index, struct pc_str service) {
    size_t low = 0, high = index->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(index->list.items[middle].service, service) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool shows_any(const struct pc_finding *f, const struct pc_registry *reg, struct pc_claims claims) {
    enum { CLAIMS_READ = 64 };
    for (size_t i = 0; i < claims.count && i < CLAIMS_READ; i++)
        for (size_t j = 0; j < f->label_count; j++)
            if (f->labels[j].span.file == reg->claims[claims.items[i]].span.file &&
                f->labels[j].span.offset == reg->claims[claims.items[i]].span.offset)
                return true;
    return false;
}

/* The finding that shows what the verdict is about. */
static const struct pc_finding *finding_of(const struct pc_model *m, const struct index *index,
                                           const struct pc_standing *s) {
    const struct pc_registry *reg = m->report->reg;
    struct pc_str service = reg->services[s->service].name;
    for (size_t i = first_about(index, service);
         i < index->list.count && pc_str_eq(index->list.items[i].service, service); i++) {
        const struct pc_finding *f = m->report->findings[index->list.items[i].finding];
        if (shows_any(f, reg, s->stale) || shows_any(f, reg, s->behind) ||
            (s->verdict == PC_VERDICT_UNDECIDED && shows_any(f, reg, s->documented)))
            return f;
    }
    return NULL;
}

static bool meets_ports(const struct pc_model *m, struct pc_claims claims) {
    for (size_t i = 0; i < claims.count; i++)
        if (pc_selects_ports(&m->run->selection, m->report->reg->claims[claims.items[i]].ports))
            return true;
    return false;
}

static bool is_selected(const struct pc_model *m, const struct pc_standing *s) {
    const struct pc_selection *selection = &m->run->selection;
    return pc_selects_service(selection, s->service) && pc_selects_host(selection, s->host) &&
           (!selection->by_ports || meets_ports(m, s->planned) || meets_ports(m, s->documented) ||
            meets_ports(m, s->defaults) || meets_ports(m, s->truth) || meets_ports(m, s->behind));
}

/* The gravest verdict first; services have their indices by name. */
static int compare_rows(const void *left, const void *right) {
    const struct pc_standing *a = ((const struct pc_report_row *)left)->standing;
    const struct pc_standing *b = ((const struct pc_report_row *)right)->standing;
    if (a->verdict != b->verdict)
        return pc_order(b->verdict, a->verdict);
    if (a->service != b->service)
        return pc_order(a->service, b->service);
    return pc_order(a->host, b->host);
}

void pc_model_sort_rows(struct pc_model *m) {
    pc_sort(m->rows, m->report->row_count, sizeof *m->rows, compare_rows);
}

void pc_model_rows(struct pc_model *m) {
    struct PC_VEC(struct pc_report_row) rows = {0}, others = {0};
    struct index index = index_findings(m);
    for (size_t i = 0; i < m->standings.count; i++) {
        const struct pc_standing *s = &m->standings.items[i];
        if (!is_selected(m, s))
            continue;
        if (pc_verdict_is_drift(s->verdict))
            *PC_PUSH(&rows, m->report->arena) =
                (struct pc_report_row){.standing = s, .finding = finding_of(m, &index, s)};
        else
            *PC_PUSH(&others, m->report->arena) = (struct pc_report_row){.standing = s};
    }
    m->report->rows = m->rows = rows.items;
    m->report->row_count = rows.count;
    pc_model_sort_rows(m);
    m->report->others = others.items;
    m->report->other_count = others.count;
}
