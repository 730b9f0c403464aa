/* Hosts, and the ports that one side knows and the other does not. */
#include "html.h"

static void write_number(struct pc_html *h, unsigned count, bool grave) {
    pc_html_rawf(
        h, grave && count > 0 ? "<td class=\"n\"><strong class=\"off\">%u</strong></td>" : "<td class=\"n\">%u</td>",
        count);
}

void pc_html_hosts(struct pc_html *h) {
    const struct pc_report *report = h->report;
    if (report->host_count == 0)
        return;
    pc_html_section(h, "hosts", "Hosts");
    pc_html_table(h, "hosts", PC_STR("What is bound on each host"),
                  "Host|>Ports bound|>Collisions|>Services that drift|>Bound, not registered");
    for (size_t i = 0; i < report->host_count; i++) {
        const struct pc_report_host *host = &report->hosts[i];
        pc_html_raw(h, "<tr><th scope=\"row\">");
        pc_html_host(h, host->host);
        pc_html_raw(h, "</th>");
        write_number(h, host->bound, false);
        write_number(h, host->collisions, true);
        write_number(h, host->drifting, false);
        write_number(h, host->unregistered, false);
        pc_html_raw(h, "</tr>\n");
    }
    pc_html_table_end(h);
    pc_html_section_end(h);
}

static void write_port(struct pc_html *h, const struct pc_report_port *port) {
    const struct pc_claim *claim = &h->reg->claims[port->claim];
    struct pc_str owner = pc_html_owner(h, claim);
    pc_html_raw(h, "<li>");
    pc_html_claim(h, port->claim);
    pc_html_raw(h, " ");
    pc_html_name(h, owner);
    if (claim->qualifier.len > 0) {
        pc_html_raw(h, " <span class=\"sum\">(");
        pc_html_name(h, claim->qualifier);
        pc_html_raw(h, ")</span>");
    }
    pc_html_raw(h, "</li>\n");
    pc_html_forget(h);
}

/* A list a host. Ports of one host are neighbours. */
static void write_ports(struct pc_html *h, const struct pc_report_port *ports, size_t count) {
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && ports[to].host == ports[from].host;)
            to++;
        pc_html_raw(h, "<h3>");
        pc_html_host(h, ports[from].host);
        pc_html_rawf(h, " <span class=\"sum\">%zu</span></h3>\n<ul class=\"ports\">\n", to - from);
        for (size_t i = from; i < to; i++)
            write_port(h, &ports[i]);
        pc_html_raw(h, "</ul>\n");
    }
}

void pc_html_strays(struct pc_html *h) {
    const struct pc_report *report = h->report;
    if (report->unregistered_count > 0) {
        pc_html_section(h, "unregistered", "Bound, not registered");
        pc_html_raw(h,
                    "<p class=\"sum\">Something runs there, and the registry does not say so: give each a row.</p>\n");
        write_ports(h, report->unregistered_ports, report->unregistered_count);
        pc_html_section_end(h);
    }
    if (report->undeployed_count > 0) {
        pc_html_section(h, "undeployed", "Planned, not deployed");
        pc_html_raw(h, "<p class=\"sum\">The registry keeps these ports, and no deployment of them was found.</p>\n");
        write_ports(h, report->undeployed, report->undeployed_count);
        pc_html_section_end(h);
    }
}
