/* The next free port: gathers what the plan needs to know, and has the answer written. */
#include <string.h>

#include "branches.h"
#include "next_show.h"
#include "path.h"

#define COUNT_MAX 1000u

/* Pairs of ranges as the configuration gives them. */
static void add_pairs(struct pc_run *run, struct pc_next_request *request) {
    const struct pc_config *config = &run->config;
    struct pc_next_pair *pairs = PC_NEW_ARRAY(&run->arena, config->pair_count, struct pc_next_pair);
    for (size_t i = 0; i < config->pair_count; i++)
        pairs[i] = (struct pc_next_pair){config->pairs[i].range, config->pairs[i].with, config->pairs[i].digits,
                                         PC_STR("as `pairs` of the configuration says")};
    request->pairs = pairs;
    request->pair_count = config->pair_count;
}

static void add_external(struct pc_run *run, struct pc_next_request *request) {
    struct PC_VEC(struct pc_ports) external = {0};
    struct pc_ports ports;
    for (size_t i = 0; i < run->config.external_count; i++)
        if (pc_ports_parse(run->config.external[i], &ports) == PC_PORT_OK)
            *PC_PUSH(&external, &run->arena) = ports;
    request->external = external.items;
    request->external_count = external.count;
}

/* The directory of a service of which nothing else is known yet: the shortest path of the tree that has its name as a
 * part, which is not its first. */
static struct pc_str directory_named(const struct pc_run *run, struct pc_str name) {
    struct pc_str best = PC_EMPTY;
    for (size_t i = 0; i < run->files.count && name.len > 0; i++) {
        for (struct pc_str dir = pc_path_dir(run->files.items[i].path); dir.len > 0; dir = pc_path_dir(dir))
            if (pc_str_eq(pc_path_base(dir), name) && (best.len == 0 || dir.len < best.len))
                best = dir;
    }
    return best;
}

/* One host at most: what is free on two is free on all that matter, and that is the answer without --host. */
static bool choose_host(struct pc_run *run, pc_id *host) {
    *host = run->selection.hosts.count == 1 ? run->selection.hosts.items[0] : PC_NONE;
    return run->options.host_count == 0 || run->selection.hosts.count == 1 ||
           pc_run_refuse(run, PC_STATUS_USAGE, "--host: `next` looks at one host; without it, at all of them");
}

/* Digits and what stands between two numbers of a range: meant as ports, no name. */
static bool is_numeric(struct pc_str where) {
    static const char dash[] = "\xE2\x80\x93"; /* en dash */
    bool digits = false;
    for (size_t i = 0; i < where.len; i++) {
        bool digit = where.ptr[i] >= '0' && where.ptr[i] <= '9';
        digits = digits || digit;
        if (!digit && where.ptr[i] != '-' && where.ptr[i] != ' ' && !strchr(dash, where.ptr[i]))
            return false;
    }
    return digits;
}

/* Numbers that are no ports: saying that nothing bears such a name would not help. */
static bool check_ports(struct pc_run *run, struct pc_str where) {
    struct pc_ports ports;
    if (!is_numeric(where))
        return true;
    switch (pc_ports_parse(where, &ports)) {
    case PC_PORT_OK:
        return true;
    case PC_PORT_REVERSED:
        return pc_run_refuse(run, PC_STATUS_USAGE, "`%.*s`: the lower port comes first, as in 3000-3099",
                             PC_ARG(where));
    case PC_PORT_ZERO:
    case PC_PORT_LARGE:
        return pc_run_refuse(run, PC_STATUS_USAGE, "`%.*s`: ports are 1 to 65535", PC_ARG(where));
    case PC_PORT_NONE:
    case PC_PORT_ODD:
        break;
    }
    return pc_run_refuse(run, PC_STATUS_USAGE, "`%.*s` is no port and no range; write 3000, or 3000-3099",
                         PC_ARG(where));
}

static bool check(struct pc_run *run, const struct pc_next_options *o) {
    if (o->count == 0 || o->count > COUNT_MAX)
        return pc_run_refuse(run, PC_STATUS_USAGE, "--count: 1 to %u ports can be asked for", COUNT_MAX);
    return check_ports(run, pc_str_trim(pc_str_c(o->where)));
}

/* What was meant, when nothing is known by that name. */
static void suggest(struct pc_run *run, const struct pc_next_options *o, struct pc_next *next) {
    struct pc_str where = pc_str_c(o->where);
    const char *near = pc_run_nearest_name(run, where, true, false);
    struct pc_buf text;
    pc_buf_init(&text, &run->arena);
    pc_buf_add(&text, next->refusal);
    if (near)
        pc_buf_addf(&text, "; did you mean `%s`?", near);
    else
        pc_buf_addf(&text, "; for a new service: `portcheck next --for %.*s`", PC_ARG(where));
    next->refusal = pc_buf_str(&text);
}

bool pc_run_next_into(struct pc_run *run, const struct pc_next_options *o, const struct pc_next_format *format,
                      struct pc_buf *out, bool *found) {
    struct pc_next_request request = {.reg = run->reg, .arena = &run->arena};
    struct pc_branches branches = {0};
    if (!check(run, o) || !choose_host(run, &request.host))
        return false;
    request.where = pc_str_trim(pc_str_c(o->where));
    request.name = pc_str_trim(pc_str_c(o->name));
    request.dir = directory_named(run, request.name.len > 0 ? request.name : request.where);
    request.count = o->count;
    request.pair = o->pair;
    request.width = run->config.range_width > 1 ? run->config.range_width : 100;
    add_pairs(run, &request);
    add_external(run, &request);
    if (o->branches) {
        if (!pc_run_branches(run, request.host, &branches))
            return false;
        request.elsewhere = branches.ports;
    }
    struct pc_next *next = pc_next_plan(&request);
    for (size_t i = 0; i < branches.remarks.count; i++)
        *PC_PUSH(&next->remarks, &run->arena) = branches.remarks.items[i];
    if (next->refusal.len > 0 && next->why.len == 0 && request.where.len > 0 && next->block.ports.lo == 0)
        suggest(run, o, next);
    struct pc_next_show show = {next, pc_run_output_options(run), &run->arena, PC_VERSION};
    format->write(&show, out);
    *found = next->choices.count == next->wanted;
    pc_run_say(run, *found ? pc_next_held(&show) : pc_next_sentence(&show));
    return true;
}
