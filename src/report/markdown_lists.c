/* What is bound and not registered, planned and not deployed, and what was not understood. */
#include "markdown_parts.h"

void pc_md_add_unregistered(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section =
        pc_md_begin_folded(md, "ports",
                           pc_md_count(md, report->unregistered_count, "port is bound and not in the registry",
                                       "ports are bound and not in the registry"),
                           "| Host | Port | Service |\n|---|--:|---|\n");
    for (size_t i = 0; i < report->unregistered_count; i++) {
        const struct pc_report_port *port = &report->unregistered_ports[i];
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        pc_buf_adds(&row, "| ");
        pc_md_host(md, &row, port->host);
        pc_buf_adds(&row, " | ");
        pc_md_claim(md, &row, port->claim);
        pc_buf_adds(&row, " | ");
        pc_md_name(&row, pc_md_owner(md, port->claim));
        pc_buf_adds(&row, " |\n");
        pc_md_row(md, section, &row);
    }
}

void pc_md_add_undeployed(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section =
        pc_md_begin_folded(md, "services",
                           pc_md_count(md, report->undeployed_count, "planned port with no deployment found",
                                       "planned ports with no deployment found"),
                           "");
    for (size_t i = 0; i < report->undeployed_count; i++) {
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        pc_md_name(&row, pc_md_owner(md, report->undeployed[i].claim));
        pc_buf_addc(&row, ' ');
        pc_md_claim(md, &row, report->undeployed[i].claim);
        pc_buf_adds(&row, i + 1 < report->undeployed_count ? ", " : "\n"); /* a comment breaks lines where we do */
        pc_md_row(md, section, &row);
    }
}

void pc_md_add_mentions(struct pc_md *md) {
    const struct pc_report *report = md->report;
    struct pc_md_section *section =
        pc_md_begin_folded(md, "numbers",
                           pc_md_count(md, report->mention_count, "number looks like a port and was not understood",
                                       "numbers look like ports and were not understood"),
                           "| Number | Where | Why |\n|--:|---|---|\n");
    for (size_t i = 0; i < report->mention_count; i++) {
        const struct pc_mention *mention = &report->mentions[i];
        struct pc_buf row;
        pc_buf_init(&row, md->arena);
        pc_buf_adds(&row, "| ");
        pc_md_name(&row, pc_show_span(md->arena, report->reg, mention->span));
        pc_buf_adds(&row, " | ");
        pc_md_place(md, &row, mention->span);
        pc_buf_adds(&row, " | ");
        pc_md_text(&row, pc_str_c(mention->why));
        pc_buf_adds(&row, " |\n");
        pc_md_row(md, section, &row);
    }
}
