/* A registry that names machines says nothing of deployments that nothing ties to one of them. That is told, or a plan
 * that is held against nothing would look like one that holds. */
#include "run_impl.h"

static pc_id named_host(const struct pc_registry *reg) {
    for (size_t i = 0; i < reg->host_count; i++) {
        if (reg->hosts[i].named && reg->hosts[i].spoken_for)
            return (pc_id)i;
    }
    return PC_NONE;
}

void pc_run_remark_reach(struct pc_run *run) {
    const struct pc_registry *reg = run->own;
    pc_id host = reg->document_count > 0 ? named_host(reg) : PC_NONE;
    const struct pc_deployment *first = NULL;
    size_t unheld = 0;
    for (size_t i = 0; i < reg->deployment_count; i++) {
        const struct pc_deployment *deployment = &reg->deployments[i];
        if (reg->hosts[deployment->host].spoken_for)
            return; /* some of it is held against the registry */
        if (!pc_environment_is_side(deployment->environment) && !reg->hosts[deployment->host].named) {
            first = first ? first : deployment;
            unheld++;
        }
    }
    if (host == PC_NONE || !first)
        return;
    struct pc_str name = reg->hosts[host].name;
    struct pc_str more = unheld > 1 ? pc_str_fmt(&run->arena, " and %zu more", unheld - 1) : PC_EMPTY;
    pc_run_remark(run,
                  "no deployment was held against the registry: it speaks of %.*s, and nothing says on which machine "
                  "%.*s%.*s %s (hosts.NAME.sources in portcheck.yml does)",
                  PC_ARG(name), PC_ARG(reg->files[first->file].path), PC_ARG(more), unheld > 1 ? "run" : "runs");
}
