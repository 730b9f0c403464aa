/* See route_host.h. */
#include "route_host.h"

#include <string.h>

enum { VOTES_OF_ROUTE = 4096 }; /* statements at a route's port that may say on which host it lies */

/* How many of a file's routes lead to a published port of each host. */
struct votes {
    const struct pc_registry *reg;
    size_t *of_host;
    pc_id *counted; /* by host: the route that was counted last, so that it counts once */
    pc_id route;
    size_t left; /* statements at one port that are looked at */
};

static bool vote(void *arg, pc_id id) {
    struct votes *votes = arg;
    const struct pc_claim *claim = &votes->reg->claims[id];
    if (claim->role == PC_ROLE_PUBLISHES && claim->host != PC_NONE && votes->counted[claim->host] != votes->route) {
        votes->counted[claim->host] = votes->route;
        votes->of_host[claim->host]++;
    }
    return votes->left-- > 0;
}

/* Of two hosts with equally many votes, routes belong to the one that is no development machine, then to the one that a
 * registry speaks for. */
static int standing(const struct pc_host *host) {
    return (pc_environment_is_side(host->environment) ? 0 : 2) + (host->spoken_for ? 1 : 0);
}

/* The host with most votes; PC_NONE when two are equal in everything, or nobody has any. */
static pc_id elected(const struct votes *votes) {
    const struct pc_host *hosts = votes->reg->hosts;
    pc_id best = PC_NONE;
    bool tied = false;
    for (pc_id host = 0; host < votes->reg->host_count; host++) {
        size_t count = hosts[host].deployment_read ? votes->of_host[host] : 0,
               most = best == PC_NONE ? 1 : votes->of_host[best];
        int order = count != most     ? (count > most ? 1 : -1)
                    : best == PC_NONE ? 1
                                      : standing(&hosts[host]) - standing(&hosts[best]);
        if (order >= 0) {
            tied = order == 0;
            best = host;
        }
    }
    return tied ? PC_NONE : best;
}

static bool is_homeless_route(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_DIALS && (claim->flags & PC_CLAIM_ROUTE) && claim->container == PC_NONE;
}

pc_id *pc_route_hosts(const struct pc_rule_context *ctx) {
    const struct pc_registry *reg = ctx->reg;
    struct pc_arena *arena = ctx->arena;
    pc_id *host_of_file = PC_NEW_ARRAY(arena, reg->file_count, pc_id);
    for (size_t i = 0; i < reg->file_count; i++) {
        host_of_file[i] = PC_NONE;
    }
    struct votes votes = {reg, PC_NEW_ARRAY(arena, reg->host_count, size_t),
                          PC_NEW_ARRAY(arena, reg->host_count, pc_id), PC_NONE, 0};
    for (size_t host = 0; host < reg->host_count; host++) {
        votes.counted[host] = PC_NONE;
    }
    for (size_t from = 0, to; from < reg->claim_count; from = to) {
        pc_id file = reg->claims[from].span.file;
        bool any = false;
        for (to = from; to < reg->claim_count && reg->claims[to].span.file == file; to++) {
            if (is_homeless_route(&reg->claims[to])) {
                any = true;
                votes.route = (pc_id)to;
                votes.left = VOTES_OF_ROUTE;
                pc_view_at_port(ctx->view, reg->claims[to].ports.lo, vote, &votes);
            }
        }
        if (any) {
            host_of_file[file] = elected(&votes);
            memset(votes.of_host, 0, reg->host_count * sizeof votes.of_host[0]);
        }
    }
    return host_of_file;
}
