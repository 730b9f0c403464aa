/* Which service is meant, on which host it moves, and from which port. Where that is not clear, what there is to choose
 * from is said. */
#include "buf.h"
#include "emit.h"
#include "move_parts.h"
#include "sort.h"

/* A port that the service has on a host. */
struct site {
    pc_id host;
    uint16_t port;
    pc_id claim; /* that says so */
    bool inner;  /* of its containers only */
};
struct sites {
    struct PC_VEC(struct site) list;
};

bool pc_move_is_side(const struct pc_registry *reg, pc_id host) {
    enum pc_environment environment = host == PC_NONE ? PC_ENV_UNKNOWN : reg->hosts[host].environment;
    for (size_t i = 0; host != PC_NONE && i < reg->deployment_count && environment == PC_ENV_UNKNOWN; i++)
        if (reg->deployments[i].host == host)
            environment = reg->deployments[i].environment;
    return pc_environment_is_side(environment);
}

/* How much a host is what statements about no host in particular are about. */
static int standing_of(const struct pc_registry *reg, pc_id host) {
    if (host == PC_NONE)
        return 0;
    if (pc_move_is_side(reg, host))
        return 1;
    return !reg->hosts[host].named ? 2 : reg->hosts[host].spoken_for ? 4 : 3;
}

static void add_site(struct pc_move *move, struct sites *sites, pc_id host, pc_id claim, bool inner) {
    struct pc_ports ports = move->reg->claims[claim].ports;
    for (size_t i = 0; i < sites->list.count; i++)
        if (sites->list.items[i].host == host && sites->list.items[i].port == ports.lo) {
            sites->list.items[i].inner = sites->list.items[i].inner && inner;
            return;
        }
    if (ports.lo == ports.hi)
        *PC_PUSH(&sites->list, move->arena) = (struct site){host, ports.lo, claim, inner};
}

/* The ports that its containers on a host listen on; a port that is merely exposed counts only where no other does. */
static void add_inner(struct pc_move *move, struct sites *sites, const struct pc_state *state) {
    size_t before = sites->list.count;
    for (int merely = 0; merely < 2 && sites->list.count == before; merely++)
        for (size_t i = 0; i < state->inside.count; i++) {
            bool exposed = move->reg->claims[state->inside.items[i]].flags & PC_CLAIM_EXPOSE;
            if (exposed == (merely == 1))
                add_site(move, sites, state->host, state->inside.items[i], true);
        }
}

/* Where it really is; where nothing tells, what is documented or planned. */
static void add_actual(struct pc_move *move, struct sites *sites) {
    struct pc_states states = pc_view_states_of_service(move->view, move->service);
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    for (size_t i = 0; i < states.count; i++) {
        const struct pc_state *state = &states.items[i];
        if (state->host == PC_NONE)
            continue;
        for (size_t k = 0; k < state->claims.count; k++)
            add_site(move, sites, state->host, state->claims.items[k], false);
        if (state->claims.count == 0)
            add_inner(move, sites, state);
    }
    static const enum pc_role roles[] = {PC_ROLE_DOCUMENTED, PC_ROLE_DEFAULT, PC_ROLE_PLANNED, PC_ROLE_LISTENS};
    for (size_t r = 0; r < sizeof roles / sizeof roles[0] && sites->list.count == 0; r++)
        for (size_t i = 0; i < owned.count; i++) {
            const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
            if (claim->role == roles[r])
                add_site(move, sites, claim->host, owned.items[i], claim->place == PC_PLACE_NETWORK);
        }
}

static void add_stating(struct pc_move *move, struct sites *sites, uint16_t port) {
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
        if (claim->ports.lo == port)
            add_site(move, sites, claim->host, owned.items[i],
                     claim->place == PC_PLACE_NETWORK || claim->role == PC_ROLE_LISTENS);
    }
}

static int compare_sites(const void *left, const void *right) {
    const struct site *a = left, *b = right;
    if (a->host != b->host)
        return pc_order(a->host, b->host);
    if (a->port != b->port)
        return pc_order(a->port, b->port);
    return a->claim < b->claim ? -1 : a->claim > b->claim;
}

static struct pc_str sites_text(const struct pc_move *move, const struct sites *sites) {
    struct pc_buf out;
    pc_buf_init(&out, move->arena);
    for (size_t i = 0; i < sites->list.count; i++) {
        const struct site *site = &sites->list.items[i];
        struct pc_str on = pc_move_on_host(move, site->host);
        struct pc_str where = pc_move_where(move, move->reg->claims[site->claim].span);
        pc_buf_addf(&out, "\n  %u%.*s%s (%.*s)", site->port, PC_ARG(on), site->inner ? " inside its container" : "",
                    PC_ARG(where));
    }
    return out.len > 0 ? pc_buf_str(&out) : PC_EMPTY;
}

static bool find_service(struct pc_move *move, struct pc_str name) {
    struct pc_ids ids = pc_services_named(move->arena, move->reg, name);
    struct pc_str shown = pc_shown(move->arena, name);
    if (ids.count == 0)
        return pc_move_refuse(move, PC_MOVE_UNCLEAR,
                              "no service is called `%.*s`; `portcheck list services` lists them", PC_ARG(shown));
    if (ids.count > 1) {
        struct pc_buf out;
        pc_buf_init(&out, move->arena);
        for (size_t i = 0; i < ids.count; i++) {
            const struct pc_service *service = &move->reg->services[ids.items[i]];
            pc_buf_addf(&out, "\n  %.*s%s%.*s", PC_ARG(service->name), service->dir.len > 0 ? " in " : "",
                        PC_ARG(service->dir));
        }
        return pc_move_refuse(move, PC_MOVE_UNCLEAR,
                              "`%.*s` is the name of %zu services; say which by its own name "
                              "or its directory:%.*s",
                              PC_ARG(shown), ids.count, PC_ARG(pc_buf_str(&out)));
    }
    move->service = ids.items[0];
    return true;
}

/* Keeps the sites of one host. */
static bool keep_host(struct pc_move *move, struct sites *sites, struct pc_str name) {
    struct pc_ids ids = pc_hosts_named(move->arena, move->reg, name);
    struct pc_str shown = pc_shown(move->arena, name);
    if (ids.count != 1)
        return pc_move_refuse(move, PC_MOVE_UNCLEAR, "%s is called `%.*s`; `portcheck list hosts` lists them",
                              ids.count == 0 ? "no host" : "more than one host", PC_ARG(shown));
    struct sites kept = {0};
    for (size_t i = 0; i < sites->list.count; i++)
        if (sites->list.items[i].host == ids.items[0])
            *PC_PUSH(&kept.list, move->arena) = sites->list.items[i];
    if (kept.list.count == 0)
        return pc_move_refuse(move, PC_MOVE_UNCLEAR, "nothing gives `%.*s` %s on `%.*s`; it has:%.*s",
                              PC_ARG(move->reg->services[move->service].name), move->from ? "that port" : "a port",
                              PC_ARG(shown), PC_ARG(sites_text(move, sites)));
    *sites = kept;
    return true;
}

/* What counts most: ports of hosts in deployments that are not for development or tests, then ports inside such, then
 * those for development, then what names no host. */
static int rank_of(const struct pc_move *move, const struct site *site) {
    int standing = standing_of(move->reg, site->host);
    return standing < 2 ? standing : site->inner ? 2 : 3;
}

static void keep_best(struct pc_move *move, struct sites *sites) {
    int best = 0;
    struct sites kept = {0};
    for (size_t i = 0; i < sites->list.count; i++)
        best = rank_of(move, &sites->list.items[i]) > best ? rank_of(move, &sites->list.items[i]) : best;
    for (size_t i = 0; i < sites->list.count; i++)
        if (rank_of(move, &sites->list.items[i]) == best)
            *PC_PUSH(&kept.list, move->arena) = sites->list.items[i];
    *sites = kept;
}

static bool choose(struct pc_move *move, struct sites *sites, const struct pc_move_ask *ask) {
    struct pc_str name = move->reg->services[move->service].name;
    bool one_port = true, one_host = true;
    pc_sort(sites->list.items, sites->list.count, sizeof *sites->list.items, compare_sites);
    for (size_t i = 1; i < sites->list.count; i++) {
        one_port = one_port && sites->list.items[i].port == sites->list.items[0].port;
        one_host = one_host && sites->list.items[i].host == sites->list.items[0].host;
    }
    if (!one_host && !ask->everywhere)
        return pc_move_refuse(move, PC_MOVE_UNCLEAR,
                              "`%.*s` is on several hosts; say which with --host, or "
                              "--everywhere for all that have one port:%.*s",
                              PC_ARG(name), PC_ARG(sites_text(move, sites)));
    if (!one_port)
        return pc_move_refuse(move, PC_MOVE_UNCLEAR, "`%.*s` has several ports; say which one moves with --from:%.*s",
                              PC_ARG(name), PC_ARG(sites_text(move, sites)));
    move->host = sites->list.items[0].host;
    move->from = sites->list.items[0].port;
    move->inner = sites->list.items[0].inner;
    return true;
}

/* On which hosts it moves, and whether statements about none move as well: not when they are as true of a host on
 * which it stays. */
static void select_hosts(struct pc_move *move) {
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    move->hosts = PC_NEW_ARRAY(move->arena, move->reg->host_count, bool);
    move->unstated = true;
    if (move->host != PC_NONE)
        move->hosts[move->host] = true;
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
        bool here = claim->host == PC_NONE || claim->host == move->host;
        bool actual = claim->role == PC_ROLE_PUBLISHES || claim->role == PC_ROLE_DOCUMENTED ||
                      claim->role == PC_ROLE_OBSERVED || (move->inner && claim->role == PC_ROLE_LISTENS);
        if (here || claim->ports.lo != move->from || claim->ports.hi != move->from)
            continue;
        if (move->everywhere)
            move->hosts[claim->host] = true;
        else if (actual && standing_of(move->reg, claim->host) >= standing_of(move->reg, move->host))
            move->unstated = false;
    }
}

/* It has only ranges of ports, or the one that was asked for lies in one; false: nothing at all. */
static bool refuse_range(struct pc_move *move, uint16_t from) {
    struct pc_claims owned = pc_view_of_service(move->view, move->service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &move->reg->claims[owned.items[i]];
        if (claim->ports.lo == claim->ports.hi || (from && (from < claim->ports.lo || claim->ports.hi < from)))
            continue;
        pc_move_refuse(move, PC_MOVE_REFUSED,
                       "`%.*s` has %u-%u as one range (%.*s), which move does not split; write each port by itself "
                       "first",
                       PC_ARG(move->reg->services[move->service].name), claim->ports.lo, claim->ports.hi,
                       PC_ARG(pc_move_where(move, claim->span)));
        return true;
    }
    return false;
}

bool pc_move_find_subject(struct pc_move *move, const struct pc_move_ask *ask) {
    struct sites sites = {0};
    if (!find_service(move, ask->service))
        return false;
    const struct pc_service *service = &move->reg->services[move->service];
    move->from = ask->from;
    if (ask->from)
        add_stating(move, &sites, ask->from);
    else
        add_actual(move, &sites);
    if (sites.list.count == 0 && refuse_range(move, ask->from))
        return false;
    if (sites.list.count == 0 && ask->from) {
        add_actual(move, &sites);
        return pc_move_refuse(move, PC_MOVE_UNCLEAR, "nothing gives `%.*s` port %u%s%.*s", PC_ARG(service->name),
                              ask->from, sites.list.count > 0 ? "; it has:" : "", PC_ARG(sites_text(move, &sites)));
    }
    if (sites.list.count == 0)
        return pc_move_refuse(move, PC_MOVE_UNCLEAR, "nothing says which port `%.*s` has", PC_ARG(service->name));
    if (ask->host.len > 0 ? !keep_host(move, &sites, ask->host) : false)
        return false;
    if (ask->host.len == 0)
        keep_best(move, &sites);
    if (!choose(move, &sites, ask))
        return false;
    select_hosts(move);
    return true;
}
