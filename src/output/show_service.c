/* A service: who it is, where it really is, whether everybody agrees, who says so, and who dials it. */
#include "show_parts.h"

#define PORTS_COMPARED 64

static void write_facts(struct pc_show *show, const struct pc_service *s) {
    struct pc_columns facts;
    pc_columns_init(&facts, show->in->arena, 2);
    if (s->origin.len > 0) {
        pc_columns_addz(&facts, "repository");
        pc_columns_add(&facts, s->origin);
    }
    if (s->dir.ptr) {
        pc_columns_addz(&facts, "directory");
        pc_columns_add(&facts, s->dir.len > 0 ? s->dir : PC_STR("."));
    }
    if (s->external || s->foreign || s->built) {
        pc_columns_addz(&facts, "runs");
        pc_columns_addz(&facts, s->external  ? "elsewhere, says the configuration"
                                : s->foreign ? "a third-party image"
                                             : "built here");
    }
    pc_show_aliases(&facts, show, s->name, s->aliases, s->alias_count);
    pc_columns_write(&facts, show->out);
}

/* Each port once; of very many, those behind the first few may come again. */
static struct pc_str ports_of(struct pc_show *show, struct pc_claims claims) {
    struct pc_buf out;
    pc_buf_init(&out, show->in->arena);
    for (size_t i = 0; i < claims.count; i++) {
        struct pc_ports ports = show->in->reg->claims[claims.items[i]].ports;
        bool again = false;
        for (size_t j = 0; j < i && j < PORTS_COMPARED && !again; j++)
            again = pc_ports_eq(ports, show->in->reg->claims[claims.items[j]].ports);
        if (!again)
            pc_buf_addf(&out, "%s%.*s", out.len > 0 ? ", " : "", PC_ARG(pc_show_ports_text(show, ports)));
    }
    return out.len > 0 ? pc_buf_str(&out) : PC_EMPTY;
}

static const char *actual_word(enum pc_actual_kind actual) {
    static const char *const words[] = {[PC_ACTUAL_UNKNOWN] = "unknown",
                                        [PC_ACTUAL_DEPLOYED] = "deployed",
                                        [PC_ACTUAL_OBSERVED] = "observed",
                                        [PC_ACTUAL_DOCUMENTED] = "documented",
                                        [PC_ACTUAL_DEFAULT] = "default"};
    return words[actual];
}

static void write_states(struct pc_show *show, pc_id service) {
    struct pc_states states = pc_view_states_of_service(show->in->view, service);
    struct pc_columns columns;
    pc_columns_init(&columns, show->in->arena, 4);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        if (!pc_selects_host(&show->in->selection, state->host))
            continue;
        struct pc_str inside = ports_of(show, state->inside);
        pc_columns_addz(&columns, actual_word(state->actual));
        pc_columns_add(&columns,
                       state->claims.count > 0 ? ports_of(show, state->claims) : PC_STR("no port of the host"));
        pc_columns_add(&columns, state->host == PC_NONE ? PC_STR("when nothing overrides it")
                                                        : pc_show_on_host(show, state->host));
        pc_columns_add(&columns, inside.len > 0 ? pc_str_fmt(show->in->arena, "listens on %.*s inside", PC_ARG(inside))
                                                : PC_EMPTY);
    }
    if (columns.cells.count > 0) {
        pc_show_heading(show, "where it is");
        pc_columns_write(&columns, show->out);
    }
}

static bool is_about_service(const void *arg, const struct pc_finding *finding) {
    const struct pc_service *service = arg;
    for (size_t i = 0; i < finding->service_count; i++) {
        if (pc_str_eq(finding->services[i], service->name))
            return true;
    }
    return false;
}

static bool is_drift(const void *arg, const struct pc_finding *finding) {
    return pc_str_starts(pc_str_c(finding->rule->code), PC_STR("PC3")) && is_about_service(arg, finding);
}

static bool is_other(const void *arg, const struct pc_finding *finding) {
    return !pc_str_starts(pc_str_c(finding->rule->code), PC_STR("PC3")) && is_about_service(arg, finding);
}

/* --- the verdict --- */

static bool selects_any(const struct pc_show *show, struct pc_claims claims) {
    for (size_t i = 0; i < claims.count; i++)
        if (pc_selects_ports(&show->in->selection, show->in->reg->claims[claims.items[i]].ports))
            return true;
    return false;
}

static bool is_asked_for(const struct pc_show *show, const struct pc_standing *s) {
    return pc_selects_host(&show->in->selection, s->host) &&
           (!show->in->selection.by_ports || selects_any(show, s->planned) || selects_any(show, s->documented) ||
            selects_any(show, s->defaults) || selects_any(show, s->truth) || selects_any(show, s->behind));
}

/* "planned 3020; documented 3025; deployed 3025" */
static struct pc_str sides_of(struct pc_show *show, const struct pc_standing *s) {
    const struct {
        const char *word;
        struct pc_claims claims;
    } sides[] = {{"planned", s->planned},
                 {"documented", s->documented},
                 {"default", s->defaults},
                 {s->actual == PC_ACTUAL_OBSERVED ? "observed" : "deployed", s->deployed}};
    struct pc_buf out;
    pc_buf_init(&out, show->in->arena);
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++)
        if (sides[i].claims.count > 0)
            pc_buf_addf(&out, "%s%s %.*s", out.len > 0 ? "; " : "", sides[i].word,
                        PC_ARG(ports_of(show, sides[i].claims)));
    /* A service's own document may mean the port inside its container. */
    struct pc_str inside = ports_of(show, s->inside);
    if (out.len > 0 && inside.len > 0 && !pc_str_eq(inside, ports_of(show, s->deployed)))
        pc_buf_addf(&out, "; inside %.*s", PC_ARG(inside));
    return out.len > 0 ? pc_buf_str(&out) : PC_EMPTY;
}

/* In the words of the drift report, for each host. False: nothing was asked for that has one. */
static bool write_verdicts(struct pc_show *show, struct pc_standings standings) {
    struct pc_columns columns;
    pc_columns_init(&columns, show->in->arena, 3);
    for (size_t i = 0; i < standings.count; i++) {
        const struct pc_standing *s = &standings.items[i];
        if (!is_asked_for(show, s))
            continue;
        pc_columns_add(&columns, pc_standing_text(show->in->arena, s));
        pc_columns_add(&columns, pc_show_on_host(show, s->host));
        pc_columns_add(&columns, sides_of(show, s));
    }
    if (columns.cells.count == 0)
        return false;
    pc_show_heading(show, "verdict");
    pc_columns_write(&columns, show->out);
    return true;
}

/* The places that a move has left behind. */
static void write_forgotten(struct pc_show *show, struct pc_standings standings) {
    for (size_t i = 0; i < standings.count; i++) {
        const struct pc_standing *s = &standings.items[i];
        if (!is_asked_for(show, s) || s->behind.count == 0)
            continue;
        pc_show_heading(
            show, s->host == PC_NONE
                      ? "forgotten"
                      : pc_str_fmt(show->in->arena, "forgotten %.*s", PC_ARG(pc_show_on_host(show, s->host))).ptr);
        struct pc_claim_lines lines = {s->behind.items, s->behind.count, true, false};
        pc_show_claims(show, &lines);
    }
}

/* Everybody who means the service, or reaches it. */
static void write_dials(struct pc_show *show, pc_id service) {
    struct PC_VEC(pc_id) dials = {0};
    for (size_t i = 0; i < show->in->dial_count; i++) {
        const struct pc_dial *dial = &show->in->dials[i];
        const struct pc_claim *claim = &show->in->reg->claims[dial->claim];
        if ((dial->wanted == service || dial->answers == service) &&
            pc_selects_host(&show->in->selection, claim->host) && pc_selects_ports(&show->in->selection, claim->ports))
            *PC_PUSH(&dials, show->in->arena) = dial->claim;
    }
    if (dials.count == 0)
        return;
    pc_show_heading(show, "dialled by");
    struct pc_claim_lines lines = {dials.items, dials.count, true, false};
    pc_show_claims(show, &lines);
}

static void write_claims(struct pc_show *show, struct pc_claims claims) {
    struct PC_VEC(pc_id) asked = {0};
    for (size_t i = 0; i < claims.count; i++)
        if (pc_selects_claim(&show->in->selection, &show->in->reg->claims[claims.items[i]]))
            *PC_PUSH(&asked, show->in->arena) = claims.items[i];
    if (asked.count == 0)
        return;
    pc_show_heading(show, "claims");
    struct pc_claim_lines lines = {asked.items, asked.count, true, false};
    pc_show_claims(show, &lines);
}

void pc_show_service(struct pc_show *show, pc_id service) {
    const struct pc_service *s = &show->in->reg->services[service];
    struct pc_claims claims = pc_view_of_service(show->in->view, service);
    struct pc_standings standings = pc_standings_of_service(&show->in->standings, service);
    pc_show_title(show, pc_str_fmt(show->in->arena, "service %.*s", PC_ARG(s->name)));
    write_facts(show, s);
    write_states(show, service);
    bool judged = write_verdicts(show, standings);
    pc_show_findings(show, judged ? NULL : "verdict", is_drift, s);
    write_forgotten(show, standings);
    pc_show_findings(show, "other findings", is_other, s);
    write_claims(show, claims);
    write_dials(show, service);
}
