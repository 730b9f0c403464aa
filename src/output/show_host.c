/* A host: its names, what runs there, and its ports in order. */
#include "show_parts.h"

static const char *system_name(enum pc_os os) {
    return os == PC_OS_LINUX ? "linux" : os == PC_OS_MACOS ? "macos" : os == PC_OS_WINDOWS ? "windows" : "";
}

static void add_fact(struct pc_columns *facts, const char *fact, const char *value) {
    if (value[0] == '\0')
        return;
    pc_columns_addz(facts, fact);
    pc_columns_addz(facts, value);
}

/* The deployments of a host, each with its containers counted. */
static void add_deployments(struct pc_show *show, struct pc_columns *facts, pc_id host) {
    const struct pc_registry *reg = show->in->reg;
    size_t *containers = PC_NEW_ARRAY(show->in->arena, reg->deployment_count, size_t);
    const char *fact = "deployment";
    for (size_t i = 0; i < reg->container_count; i++)
        containers[reg->containers[i].deployment]++;
    for (size_t i = 0; i < reg->deployment_count; i++) {
        if (reg->deployments[i].host != host)
            continue;
        pc_columns_addz(facts, fact);
        bool named = reg->hosts[host].named;
        pc_columns_add(facts, pc_str_fmt(show->in->arena, "%.*s (%zu service%s%s%s)",
                                         PC_ARG(reg->files[reg->deployments[i].file].path), containers[i],
                                         containers[i] == 1 ? "" : "s", named ? "; here by " : "",
                                         named ? pc_evidence_text(reg->deployments[i].evidence) : ""));
        fact = "";
    }
}

static void write_facts(struct pc_show *show, pc_id host) {
    const struct pc_host *h = &show->in->reg->hosts[host];
    const char *system = system_name(h->os);
    struct pc_columns facts;
    pc_columns_init(&facts, show->in->arena, 2);
    pc_show_aliases(&facts, show, h->name, h->aliases, h->alias_count);
    add_fact(&facts, "environment", pc_environment_name(h->environment));
    add_fact(&facts, "system", system);
    add_fact(&facts, "registry", h->spoken_for ? "speaks for it" : "none speaks for it");
    add_deployments(show, &facts, host);
    pc_columns_write(&facts, show->out);
}

static void write_ports(struct pc_show *show, pc_id host) {
    struct pc_selection selection = show->in->selection;
    selection.by_host = true;
    selection.hosts = (struct pc_ids){&host, 1};
    struct pc_uses uses = pc_uses_of(show->in->arena, show->in->reg, &selection);
    struct pc_columns columns;
    pc_columns_init(&columns, show->in->arena, 4);
    for (size_t i = 0; i < uses.count; i++) {
        struct pc_buf states;
        pc_buf_init(&states, show->in->arena);
        pc_add_states(&states, uses.items[i].roles);
        pc_columns_add(&columns, pc_show_ports_text(show, uses.items[i].ports));
        pc_columns_add(&columns, uses.items[i].name);
        pc_columns_add(&columns, pc_buf_str(&states));
        pc_columns_add(&columns, pc_show_where(show, show->in->reg->claims[uses.items[i].claim].span));
    }
    if (uses.count == 0)
        return;
    pc_show_heading(show, "ports");
    pc_columns_write(&columns, show->out);
}

static bool is_about_host(const void *arg, const struct pc_finding *finding) {
    const struct pc_host *host = arg;
    return pc_str_eq(finding->host, host->name);
}

void pc_show_host(struct pc_show *show, pc_id host) {
    const struct pc_host *h = &show->in->reg->hosts[host];
    pc_show_title(show, pc_str_fmt(show->in->arena, "%s %.*s", h->named ? "host" : "deployment without a named host",
                                   PC_ARG(h->name)));
    write_facts(show, host);
    write_ports(show, host);
    pc_show_findings(show, "findings", is_about_host, h);
}
