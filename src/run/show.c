/* What is known of one thing: collects for the output what the rules know of dials and drift. */
#include "show.h"

#include "edges.h"
#include "run_impl.h"
#include "standings.h"

/* Whom each dial means, and who answers it. */
static void collect_dials(struct pc_run *run, const struct pc_rule_context *ctx, struct pc_show_input *in) {
    struct pc_edges edges = pc_edges_of(ctx);
    struct pc_dial *dials = PC_NEW_ARRAY(&run->arena, edges.count, struct pc_dial);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        const struct pc_claim *dial = &run->reg->claims[edge->dial];
        pc_id wanted = edge->callee != PC_NONE ? edge->callee : dial->service;
        pc_id answers =
            edge->host != PC_NONE && edge->truth.count > 0 ? run->reg->claims[edge->truth.items[0]].service : PC_NONE;
        dials[i] = (struct pc_dial){edge->dial, wanted, answers};
    }
    in->dials = dials;
    in->dial_count = edges.count;
}

/* "70000", "9-8": meant as ports. */
static bool is_no_port(struct pc_str what) {
    struct pc_ports ports;
    enum pc_port_result result = pc_ports_parse(pc_str_trim(what), &ports);
    return result == PC_PORT_ZERO || result == PC_PORT_LARGE || result == PC_PORT_REVERSED;
}

bool pc_run_show_into(struct pc_run *run, struct pc_str what, struct pc_buf *out) {
    struct PC_VEC(struct pc_finding *) findings = {0};
    for (size_t i = 0; i < run->findings.list.count; i++)
        if (pc_run_selects(run, run->findings.list.items[i]))
            *PC_PUSH(&findings, &run->arena) = run->findings.list.items[i];
    struct pc_show_input in = {.reg = run->reg,
                               .view = pc_view_new(&run->arena, run->reg),
                               .findings = findings.items,
                               .finding_count = findings.count,
                               .selection = run->selection,
                               .options = pc_run_output_options(run),
                               .arena = &run->arena};
    struct pc_rule_memo memo = {.edges = NULL};
    struct pc_rule_context ctx = {.reg = run->own,
                                  .config = &run->config,
                                  .view = run->own == run->reg ? in.view : pc_view_new(&run->arena, run->own),
                                  .all = run->reg,
                                  .all_view = in.view,
                                  .arena = &run->arena,
                                  .memo = &memo};
    collect_dials(run, &ctx, &in);
    in.standings = pc_standings_of(&ctx);
    if (pc_show_write(&in, what, out))
        return true;
    bool no_port = is_no_port(what);
    const char *near = no_port ? NULL : pc_run_nearest_name(run, what, true, true);
    if (no_port)
        pc_run_say(run,
                   pc_str_fmt(&run->arena, "`%.*s`: ports are 1 to 65535, a range is written 3000-3099", PC_ARG(what)));
    else if (near)
        pc_run_say(run, pc_str_fmt(&run->arena, "nothing is known of `%.*s`; did you mean `%s`?", PC_ARG(what), near));
    else
        pc_run_say(run, pc_str_fmt(&run->arena, "nothing is known of `%.*s`", PC_ARG(what)));
    return false;
}
