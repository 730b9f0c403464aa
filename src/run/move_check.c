/* See move_check.h. */
#include "move_check.h"

#include <stdlib.h>
#include <string.h>

#include "run_impl.h"
#include "sort.h"

enum { SHOWN = 10, PORT_COUNT = 65536 };

/* Places that give a service a port, by file. */
struct tally {
    const struct pc_registry *reg;
    pc_id service;
    uint16_t port;
    const bool *but; /* claims that do not count; NULL */
};

static bool counts(const struct tally *tally, size_t i) {
    const struct pc_claim *claim = &tally->reg->claims[i];
    return claim->service == tally->service && claim->ports.lo <= tally->port && tally->port <= claim->ports.hi &&
           !(tally->but && tally->but[i]);
}

static size_t count_in(const struct tally *tally, struct pc_str path) {
    size_t count = 0, lo = 0, hi = tally->reg->file_count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (pc_str_cmp(tally->reg->files[middle].path, path) < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    if (lo == tally->reg->file_count || !pc_str_eq(tally->reg->files[lo].path, path))
        return 0;
    for (size_t i = pc_first_claim_at(tally->reg, (struct pc_span){(pc_id)lo, 0, 0});
         i < tally->reg->claim_count && tally->reg->claims[i].span.file == lo; i++)
        count += counts(tally, i);
    return count;
}

/* Files that give the service its old port more often than they should. */
static bool nothing_is_left(struct pc_run *again, const struct pc_move_check *check, struct pc_buf *words) {
    const struct pc_move *move = check->move;
    struct pc_str name = move->reg->services[move->service].name;
    struct pc_ids ids = pc_services_named(&again->arena, again->own, name);
    if (ids.count != 1) {
        pc_buf_addf(words, "`%.*s` is no longer one service once it has moved\n", PC_ARG(name));
        return false;
    }
    struct tally before = {move->reg, move->service, move->from, move->moving};
    struct tally after = {again->own, ids.items[0], move->from, NULL};
    bool fine = true;
    for (size_t i = 0; i < again->own->claim_count;) {
        pc_id file = again->own->claims[i].span.file;
        struct pc_str path = again->own->files[file].path;
        pc_id last = PC_NONE;
        size_t left = 0;
        for (; i < again->own->claim_count && again->own->claims[i].span.file == file; i++) {
            if (!counts(&after, i))
                continue;
            left++;
            last = (pc_id)i;
        }
        if (left <= (left > 0 ? count_in(&before, path) : 0))
            continue;
        pc_buf_addf(words, "%.*s:%u still gives `%.*s` %u\n", PC_ARG(path),
                    pc_span_position(again->own, again->own->claims[last].span).line, PC_ARG(name), move->from);
        fine = false;
    }
    return fine;
}

/* Each service of a is one of b. */
static bool services_within(const struct pc_finding *a, const struct pc_finding *b) {
    for (size_t i = 0; i < a->service_count; i++) {
        bool found = false;
        for (size_t k = 0; k < b->service_count && !found; k++)
            found = pc_str_eq(a->services[i], b->services[k]);
        if (!found)
            return false;
    }
    return true;
}

static bool names(const struct pc_finding *finding, struct pc_str service) {
    bool found = false;
    for (size_t i = 0; i < finding->service_count && !found; i++)
        found = pc_str_eq(finding->services[i], service);
    return found;
}

static bool has_port(const struct pc_finding *finding, uint16_t port) {
    bool found = false;
    for (size_t i = 0; i < finding->port_count && !found; i++)
        found = finding->ports[i].lo <= port && port <= finding->ports[i].hi;
    return found;
}

/* A graver one named the service with its old port, and kept this one from being said. */
static bool was_graver(const struct pc_move_check *check, const struct pc_finding *finding) {
    const struct pc_findings *before = &check->before->findings;
    struct pc_str name = check->move->reg->services[check->move->service].name;
    for (size_t i = 0; i < before->list.count; i++) {
        const struct pc_finding *old = before->list.items[i];
        if (old->level > finding->level && names(old, name) && has_port(old, check->move->from))
            return true;
    }
    return false;
}

/* The person was warned of what it comes to, and said yes; or the plan does not know the service, before as after, and
 * that is what the finding is about. */
static bool is_expected(const struct pc_move_check *check, const struct pc_finding *finding) {
    static const char *const about_plans[] = {"PC112", "PC113", "PC304"};
    const struct pc_move *move = check->move;
    if (!has_port(finding, move->to) || !names(finding, move->reg->services[move->service].name))
        return false;
    bool unplanned = false;
    for (size_t i = 0; i < sizeof about_plans / sizeof about_plans[0]; i++)
        unplanned = unplanned || strcmp(finding->rule->code, about_plans[i]) == 0;
    return check->forced || was_graver(check, finding) || (unplanned && !pc_move_is_planned(move));
}

/* A finding that differs from this one in ports and services at most. */
static bool is_alike(const struct pc_finding *a, const struct pc_finding *b) {
    return a->rule == b->rule && pc_str_eq(a->host, b->host) && pc_str_eq(a->path, b->path);
}

static void mark(bool *known, struct pc_ports ports) {
    for (uint32_t port = ports.lo; port <= ports.hi; port++)
        known[port] = true;
}

static bool all_known(const bool *known, const struct pc_finding *finding) {
    for (size_t i = 0; i < finding->port_count; i++)
        for (uint32_t port = finding->ports[i].lo; port <= finding->ports[i].hi; port++)
            if (!known[port])
                return false;
    return true;
}

/* It was there before, perhaps with the old port instead of the new one, or with more ports and services. */
static bool was_there(const struct pc_move_check *check, const struct pc_finding *finding, bool *known) {
    const struct pc_findings *before = &check->before->findings;
    bool any = false;
    memset(known, 0, PORT_COUNT * sizeof *known);
    for (size_t i = 0; i < before->list.count; i++) {
        const struct pc_finding *old = before->list.items[i];
        if (!is_alike(finding, old) || old->level < finding->level || !services_within(finding, old))
            continue;
        any = true;
        for (size_t k = 0; k < old->port_count; k++)
            mark(known, old->ports[k]);
    }
    known[check->move->to] = known[check->move->to] || known[check->move->from];
    return any && all_known(known, finding);
}

/* What the service hid by having the same port: said of another one, which some finding named together with it. */
static bool was_hidden(const struct pc_move_check *check, const struct pc_finding *finding) {
    const struct pc_findings *before = &check->before->findings;
    struct pc_str name = check->move->reg->services[check->move->service].name;
    for (size_t i = 0; i < before->list.count && finding->service_count > 0; i++) {
        const struct pc_finding *old = before->list.items[i];
        if (names(old, name) && !names(finding, name) && services_within(finding, old) &&
            has_port(old, check->move->from) && has_port(finding, check->move->from))
            return true;
    }
    return false;
}

static int compare_fingerprints(const void *left, const void *right) {
    const char *const *a = left, *const *b = right;
    return strcmp(*a, *b);
}

/* The fingerprints of all findings that were there before, sorted. */
static const char **fingerprints_of(const struct pc_findings *findings, struct pc_arena *arena) {
    const char **all = PC_NEW_ARRAY(arena, findings->list.count, const char *);
    for (size_t i = 0; i < findings->list.count; i++)
        all[i] = findings->list.items[i]->fingerprint;
    pc_sort(all, findings->list.count, sizeof *all, compare_fingerprints);
    return all;
}

static bool is_same(const char *const *all, size_t count, const struct pc_finding *finding) {
    const char *key = finding->fingerprint;
    return count > 0 && bsearch(&key, all, count, sizeof *all, compare_fingerprints) != NULL;
}

static bool nothing_is_new(struct pc_run *again, const struct pc_move_check *check, struct pc_buf *words) {
    bool *ports = PC_NEW_ARRAY(&again->arena, PORT_COUNT, bool);
    const char **old = fingerprints_of(&check->before->findings, &again->arena);
    size_t count = 0, told = 0;
    for (size_t i = 0; i < again->findings.list.count; i++) {
        const struct pc_finding *finding = again->findings.list.items[i];
        if (finding->suppressed || finding->baseline || is_same(old, check->before->findings.list.count, finding) ||
            was_there(check, finding, ports))
            continue;
        bool fine = finding->level == PC_LEVEL_INFO || was_hidden(check, finding) || is_expected(check, finding);
        count += !fine;
        if (++told <= SHOWN)
            pc_buf_addf(words, "%s: [%s] %.*s\n", fine ? "found from now on" : "it makes a new finding",
                        finding->rule->code, PC_ARG(finding->message));
    }
    if (told > SHOWN)
        pc_buf_addf(words, "and %zu more findings\n", told - SHOWN);
    return count == 0;
}

bool pc_move_holds(struct pc_run *again, void *arg, struct pc_buf *words) {
    const struct pc_move_check *check = arg;
    bool left = nothing_is_left(again, check, words);
    return nothing_is_new(again, check, words) && left;
}
