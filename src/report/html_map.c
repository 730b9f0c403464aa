/* The port map: what every port of a range is on a host. */
#include "html_map.h"

#include "html.h"

#define OPEN_CELLS 600 /* a map of more cells opens only where something collides */

/* Shape and words say what the colour says. */
static const struct {
    const char *class, *mark, *words, *many;
} states[PC_CELL_STATE_COUNT] = {
    [PC_CELL_FREE] = {"free", "", "free", "free"},
    [PC_CELL_RESERVED] = {"res", "", "reserved", "reserved"},
    [PC_CELL_PLANNED] = {"plan", "\xE2\x97\x8B", "planned only", "planned only"},
    [PC_CELL_PLANNED_BOUND] = {"ok", "\xE2\x97\x8F", "planned and bound", "planned and bound"},
    [PC_CELL_BOUND] = {"un", "\xE2\x96\xB2", "bound, not registered", "bound, not registered"},
    [PC_CELL_COLLISION] = {"bad", "\xE2\x9C\x95", "collision", "collisions"},
};

static void write_names(struct pc_html *h, const struct pc_report_cell *cell) {
    for (size_t i = 0; i < cell->service_count; i++) {
        pc_html_raw(h, i > 0 ? ", " : "");
        pc_html_name(h, cell->services[i]);
    }
}

static void write_title(struct pc_html *h, const struct pc_map_piece *piece) {
    const struct pc_report_cell *cell = piece->cell;
    pc_html_ports(h, piece->ports);
    pc_html_rawf(h, " %s", states[cell->state].words);
    for (size_t i = 0; i < cell->service_count; i++) {
        pc_html_raw(h, i > 0 ? ", " : ": ");
        pc_html_text(h, cell->services[i]);
    }
}

static bool is_idle(enum pc_cell_state state) {
    return state == PC_CELL_FREE || state == PC_CELL_RESERVED;
}

static void write_piece(struct pc_html *h, const struct pc_map_piece *piece, bool grid) {
    const struct pc_report_cell *cell = piece->cell;
    pc_html_rawf(h, "<li class=\"%s", states[cell->state].class);
    if (grid && piece->columns > 1)
        pc_html_rawf(h, " s%u", piece->columns);
    if (grid && piece->start > 0)
        pc_html_rawf(h, " k%u", piece->start);
    pc_html_raw(h, "\" title=\"");
    write_title(h, piece);
    pc_html_raw(h, "\">");
    bool on = !is_idle(cell->state) && cell->span.length > 0 && pc_html_link_on(h, cell->span);
    pc_html_raw(h, "<b>");
    pc_html_ports(h, piece->ports);
    pc_html_raw(h, "</b>");
    if (!is_idle(cell->state))
        pc_html_rawf(h, " <i aria-hidden=\"true\">%s</i>", states[cell->state].mark);
    if (is_idle(cell->state) && cell->service_count == 0) {
        pc_html_rawf(h, "<span class=\"nm\">%s</span>", states[cell->state].words);
    } else {
        pc_html_rawf(h, "<span class=\"vh\"> %s: </span><span class=\"nm\">", states[cell->state].words);
        write_names(h, cell);
        pc_html_raw(h, "</span>");
    }
    pc_html_link_off(h, on);
    pc_html_raw(h, "</li>\n");
}

static void write_purpose(struct pc_html *h, const struct pc_report_strip *strip) {
    if (strip->range >= h->reg->range_count) {
        pc_html_raw(h, "outside all ranges");
        return;
    }
    const struct pc_range *range = &h->reg->ranges[strip->range];
    bool on = pc_html_link_on(h, range->span);
    pc_html_ports(h, strip->ports);
    pc_html_link_off(h, on);
    pc_html_raw(h, " ");
    pc_html_name(h, range->purpose);
}

static void write_state_count(struct pc_html *h, const char *separator, enum pc_cell_state state, unsigned count) {
    pc_html_rawf(h, "%s%u %s", separator, count, count == 1 ? states[state].words : states[state].many);
}

static void write_state_counts(struct pc_html *h, const struct pc_report_strip *strip) {
    const char *separator = "";
    for (int state = PC_CELL_STATE_COUNT; state-- > 0;) {
        if (strip->counts[state] == 0 || (state == PC_CELL_FREE && strip->range == PC_NONE))
            continue;
        write_state_count(h, separator, (enum pc_cell_state)state, strip->counts[state]);
        /* Planned for another host, dialled, or somebody's default: nobody binds it here, and it is not to be had. */
        if (state == PC_CELL_FREE && strip->has_next && strip->next_reserved)
            pc_html_raw(h, " here, but spoken for");
        separator = " \xC2\xB7 ";
    }
    if (strip->has_next && strip->range != PC_NONE)
        pc_html_rawf(h, "%snext %s<strong>%u</strong>", separator, strip->next_reserved ? "(reserved) " : "",
                     (unsigned)strip->next);
}

static void write_strip(struct pc_html *h, const struct pc_report_strip *strip, const struct pc_map_fold *fold) {
    pc_html_raw(h, "<h4>");
    write_purpose(h, strip);
    pc_html_raw(h, "</h4>\n<p class=\"sum\">");
    write_state_counts(h, strip);
    pc_html_rawf(h, "</p>\n<ol class=\"map %s\">\n", fold->grid ? "grid" : "flow");
    for (size_t i = 0; i < fold->count; i++) {
        /* What lies between the ports of no range is nobody's to give away. */
        bool gap = strip->range == PC_NONE && fold->pieces[i].cell->state == PC_CELL_FREE;
        if (!gap || fold->grid)
            write_piece(h, &fold->pieces[i], fold->grid);
    }
    pc_html_raw(h, "</ol>\n");
}

/* Ranges in which a host has nothing: named, not drawn. */
static void write_idle(struct pc_html *h, const struct pc_report_strip *strips, const struct pc_map_fold *folds,
                       size_t count) {
    const char *separator = "<p class=\"sum\">Nothing planned or bound in ";
    for (size_t i = 0; i < count; i++) {
        if (folds[i].taken > 0 || strips[i].range == PC_NONE)
            continue;
        pc_html_raw(h, separator);
        write_purpose(h, &strips[i]);
        separator = ", ";
    }
    pc_html_raw(h, separator[0] == ',' ? ".</p>\n" : "");
}

static void write_text(struct pc_html *h, const struct pc_report_strip *strips, const struct pc_map_fold *folds,
                       size_t count) {
    const char *id = pc_str_cstr(h->scratch, pc_str_fmt(h->scratch, "ports-%zu", (size_t)(strips - h->report->strips)));
    pc_id host = strips[0].host;
    struct pc_str name = host < h->reg->host_count ? h->reg->hosts[host].name : PC_STR("no stated host");
    pc_html_raw(h, "<details class=\"alt\"><summary>The same as a table</summary>\n");
    pc_html_table(h, id, pc_str_fmt(h->scratch, "Ports of `%.*s`", PC_ARG(name)), "Port|State|Service");
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; folds[i].taken > 0 && c < strips[i].cell_count; c++) {
            const struct pc_report_cell *cell = &strips[i].cells[c];
            if (cell->state == PC_CELL_FREE && strips[i].range == PC_NONE)
                continue;
            pc_html_raw(h, "<tr><th scope=\"row\">");
            pc_html_ports(h, cell->ports);
            pc_html_rawf(h, "</th><td>%s</td><td>", states[cell->state].words);
            write_names(h, cell);
            pc_html_raw(h, "</td></tr>\n");
        }
    }
    pc_html_table_end(h);
    pc_html_raw(h, "</details>\n");
}

/* The strips of one host. */
static void write_host(struct pc_html *h, const struct pc_report_strip *strips, size_t count, bool all_open) {
    struct pc_map_fold *folds = PC_NEW_ARRAY(h->scratch, count, struct pc_map_fold);
    unsigned counts[PC_CELL_STATE_COUNT] = {0};
    for (size_t i = 0; i < count; i++) {
        folds[i] = pc_map_fold(h->scratch, &strips[i]);
        for (int state = 0; state < PC_CELL_STATE_COUNT; state++)
            counts[state] += strips[i].counts[state];
    }
    bool open = all_open || counts[PC_CELL_COLLISION] > 0;
    pc_html_rawf(h, "<details class=\"host\"%s><summary><h3>", open ? " open" : "");
    pc_html_host(h, strips[0].host);
    pc_html_raw(h, "</h3> <span class=\"sum\">");
    const char *separator = "";
    for (int state = PC_CELL_STATE_COUNT; state-- > PC_CELL_PLANNED;) {
        if (counts[state] > 0)
            write_state_count(h, separator, (enum pc_cell_state)state, counts[state]);
        separator = counts[state] > 0 ? " \xC2\xB7 " : separator;
    }
    pc_html_raw(h, "</span></summary>\n");
    for (size_t i = 0; i < count; i++) {
        if (folds[i].taken > 0)
            write_strip(h, &strips[i], &folds[i]);
    }
    write_idle(h, strips, folds, count);
    write_text(h, strips, folds, count);
    pc_html_raw(h, "</details>\n");
    pc_html_forget(h);
}

static void write_key(struct pc_html *h) {
    pc_html_raw(h, "<ul class=\"key\">");
    for (int state = PC_CELL_STATE_COUNT; state-- > 0;)
        pc_html_rawf(h, "<li><span class=\"sw %s\" aria-hidden=\"true\">%s</span> %s</li>", states[state].class,
                     states[state].mark, states[state].words);
    pc_html_raw(h, "</ul>\n<p class=\"sum\">Planned: the registry has it, in a plan or in a list of real ports. "
                   "Bound: a deployment that was read, or such a list, has it on that host.</p>\n");
}

static size_t all_cells(const struct pc_report *report) {
    size_t cells = 0;
    for (size_t i = 0; i < report->strip_count; i++)
        cells += report->strips[i].cell_count;
    return cells;
}

void pc_html_map(struct pc_html *h) {
    const struct pc_report *report = h->report;
    if (report->strip_count == 0)
        return;
    pc_html_section(h, "map", "Port map");
    write_key(h);
    bool all_open = all_cells(report) <= OPEN_CELLS;
    for (size_t from = 0, to; from < report->strip_count; from = to) {
        for (to = from + 1; to < report->strip_count && report->strips[to].host == report->strips[from].host;)
            to++;
        write_host(h, report->strips + from, to - from, all_open);
    }
    pc_html_section_end(h);
}
