/* The picture of who dials whom. The table beside it says the same in words. */
#include "html_graph.h"

#include "emit.h"
#include "html.h"

#define PAGE_WIDTH 1040
#define MARGIN 8
#define LABEL_CELLS 26 /* display cells of a name */
#define BOX_PADDING 20
#define GLANCE_EDGES 30u /* a larger picture is folded away */

static int text_width(size_t cells) {
    return (int)(cells * 15 / 2); /* a monospaced font of 12 pixels, rounded up */
}

static struct pc_str name_of(const struct pc_html *h, const struct pc_party *party) {
    return party->service < h->reg->service_count ? h->reg->services[party->service].name : party->name;
}

/* The end of the part of s that has so many cells. */
static size_t end_of_cells(struct pc_str s, size_t cells) {
    size_t at = 0, used = 0;
    while (at < s.len) {
        uint32_t c;
        size_t bytes = pc_utf8_decode(pc_str_sub(s, at, s.len), &c);
        used += pc_char_width(c);
        if (used > cells)
            break;
        at += bytes;
    }
    return at;
}

/* Too long ones are cut: of a path the end tells most, of a name both ends. */
static struct pc_str label_of(struct pc_html *h, struct pc_str name) {
    struct pc_buf label;
    pc_buf_init(&label, h->scratch);
    pc_emit_slice(&label, name, 0, name.len);
    struct pc_str whole = pc_buf_str(&label);
    size_t cells = pc_utf8_width(whole);
    if (cells <= LABEL_CELLS)
        return whole;
    size_t kept = pc_str_find_char(whole, '/', 0) == PC_NPOS ? LABEL_CELLS / 2 - 1 : 0;
    size_t head = end_of_cells(whole, kept), tail = end_of_cells(whole, cells - (LABEL_CELLS - 1 - kept));
    return pc_str_fmt(h->scratch, "%.*s" PC_ELLIPSIS "%.*s", PC_ARG(pc_str_sub(whole, 0, head)),
                      PC_ARG(pc_str_sub(whole, tail, whole.len)));
}

static void write_node(struct pc_html *h, const struct pc_party *party, const struct pc_graph_node *node) {
    struct pc_str name = name_of(h, party);
    pc_html_rawf(h, "<g class=\"nd%s%s\"><title>", party->dialled_wrong ? " bad" : "",
                 party->service == PC_NONE ? " ext" : "");
    pc_html_text(h, name);
    pc_html_rawf(h, "</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>", node->x, node->y, node->w,
                 node->h);
    pc_html_rawf(h, "<text x=\"%d\" y=\"%d\">", node->x + node->w / 2, node->y + node->h / 2 + 4);
    pc_html_value(h, label_of(h, name));
    pc_html_raw(h, "</text></g>\n");
}

static void write_path(struct pc_html *h, const struct pc_graph_edge *edge) {
    const struct pc_point *p = edge->points;
    pc_html_rawf(h, "<path d=\"M%d %dH%d", p[0].x, p[0].y, p[1].x);
    for (size_t i = 2; i + 1 < edge->point_count; i += 2) {
        int middle = (p[i - 1].x + p[i].x) / 2;
        pc_html_rawf(h, "C%d %d %d %d %d %dH%d", middle, p[i - 1].y, middle, p[i].y, p[i].x, p[i].y, p[i + 1].x);
    }
    struct pc_point tip = edge->leftward || edge->from == edge->to ? p[0] : p[edge->point_count - 1];
    int back = edge->leftward || edge->from == edge->to ? 7 : -7;
    pc_html_rawf(h, "\"/><path class=\"tip\" d=\"M%d %dl%d -4v8z\"/>", tip.x, tip.y, back);
}

static void write_edge(struct pc_html *h, const struct pc_picture *picture, size_t i) {
    const struct pc_graph_edge *edge = &picture->graph.edges[i];
    const struct pc_report_dial *dial = picture->edges[i].dial;
    pc_html_rawf(h, "<g class=\"eg %s\"><title>", dial->wrong ? "wrong" : picture->edges[i].known ? "right" : "open");
    pc_html_text(h, name_of(h, &picture->parties[edge->from]));
    pc_html_raw(h, " dials ");
    pc_html_text(h, name_of(h, &picture->parties[edge->to]));
    pc_html_rawf(h, " on %u", (unsigned)dial->port);
    if (picture->edges[i].dials > 1)
        pc_html_rawf(h, " and %zu more", picture->edges[i].dials - 1);
    pc_html_raw(h, dial->wrong ? ", wrongly</title>" : "</title>");
    write_path(h, edge);
    if (dial->wrong)
        pc_html_rawf(h, "<text x=\"%d\" y=\"%d\">\xE2\x9C\x95 %u</text>", edge->label.x, edge->label.y - 3,
                     (unsigned)dial->port);
    pc_html_raw(h, "</g>\n");
}

static void size_up(struct pc_html *h, struct pc_picture *picture) {
    for (size_t i = 0; i < picture->graph.node_count; i++) {
        size_t cells = pc_utf8_width(label_of(h, name_of(h, &picture->parties[i])));
        picture->graph.nodes[i].width = text_width(cells) + BOX_PADDING;
    }
    for (size_t i = 0; i < picture->graph.edge_count; i++)
        picture->graph.edges[i].label_width = text_width(sizeof "x 65535" - 1);
}

static void write_svg(struct pc_html *h, struct pc_picture *picture) {
    struct pc_graph *graph = &picture->graph;
    size_up(h, picture);
    pc_graph_layout(h->scratch, graph, PAGE_WIDTH);
    int width = graph->width + 2 * MARGIN, height = graph->height + 2 * MARGIN;
    pc_html_rawf(h,
                 "<svg role=\"img\" aria-label=\"Who dials whom, callers to the left; the tables below say the same\" "
                 "width=\"%d\" height=\"%d\" viewBox=\"%d %d %d %d\">\n",
                 width, height, -MARGIN, -MARGIN, width, height);
    for (int wrong = 0; wrong < 2; wrong++) { /* wrong ones on top */
        for (size_t i = 0; i < graph->edge_count; i++) {
            if (picture->edges[i].dial->wrong == (wrong == 1))
                write_edge(h, picture, i);
        }
    }
    for (size_t i = 0; i < graph->node_count; i++)
        write_node(h, &picture->parties[i], &graph->nodes[i]);
    pc_html_raw(h, "</svg>\n");
}

static const char *const scopes[] = {
    [PC_PICTURE_ALL] = "Callers stand left of whom they dial.",
    [PC_PICTURE_KNOWN] = "Callers stand left of whom they dial. Left out: dials of which nothing tells whether they "
                         "arrive; they are in the table.",
    [PC_PICTURE_NEIGHBOURS] = "There are too many to draw all: shown are services with a wrong dial and their "
                              "neighbours. The tables have all.",
    [PC_PICTURE_WRONG] = "Shown are the wrong dials alone. The tables have all.",
    [PC_PICTURE_SOME_WRONG] = "There are too many to draw all: shown are some of the wrong dials. The tables have all.",
};

static void write_figure(struct pc_html *h, struct pc_picture *picture, const char *name) {
    pc_html_rawf(h, "<figure>\n<section class=\"wide\" aria-label=\"%s\" tabindex=\"0\">\n", name);
    write_svg(h, picture);
    pc_html_rawf(h,
                 "</section>\n<figcaption>%s <span class=\"lg wrong\">\xE2\x9C\x95 red, dashed</span>: does not reach "
                 "whom it names, with the port it dials.%s A dashed box is no service of this repository."
                 "</figcaption>\n</figure>\n",
                 scopes[picture->scope], picture->scope < PC_PICTURE_WRONG ? " Grey: arrives. Dotted: not known." : "");
}

/* What is wrong alone, and then the whole in a fold; or the whole, where it can be seen at a glance. */
void pc_html_graph(struct pc_html *h) {
    struct pc_picture picture = pc_picture_choose(h->scratch, h->report, PC_PICTURE_ALL);
    if (picture.scope == PC_PICTURE_NONE) {
        pc_html_raw(h, "<p>No dial is known to be wrong, and there are too many to draw: the table has all.</p>\n");
        return;
    }
    bool small = picture.graph.edge_count <= GLANCE_EDGES || picture.scope >= PC_PICTURE_WRONG;
    if (!small && h->report->dials[0].wrong) {
        struct pc_picture wrong = pc_picture_choose(h->scratch, h->report, PC_PICTURE_WRONG);
        write_figure(h, &wrong, "Picture of the wrong dials");
    }
    pc_html_raw(h, small ? "" : "<details><summary>Picture of who dials whom</summary>\n");
    write_figure(h, &picture, "Picture of who dials whom");
    pc_html_raw(h, small ? "" : "</details>\n");
    pc_html_forget(h);
}
