/* See move_check.h. */
#include "move_check.h"

#include <stdlib.h>
#include <string.h>

#include "run_impl.h"

enum { SHOWN = 10 };

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

/* Each port of a is one of b, or the new port where b has the old one. */
static bool ports_within(const struct pc_move *move, const struct pc_finding *a, const struct pc_finding *b) {
    for (size_t i = 0; i < a->port_count; i++) {
        bool found = false;
        for (size_t k = 0; k < b->port_count && !found; k++) {
            struct pc_ports has = b->ports[k], wanted = a->ports[i];
            bool renamed =
                wanted.lo == move->to && wanted.hi == move->to && has.lo <= move->from && move->from <= has.hi;
            found = pc_ports_contain(has, wanted) || renamed;
        }
        if (!found)
            return false;
    }
    return true;
}

static bool is_about(const struct pc_move *move, const struct pc_finding *finding) {
    struct pc_str name = move->reg->services[move->service].name;
    bool service = false, port = false;
    for (size_t i = 0; i < finding->service_count && !service; i++)
        service = pc_str_eq(finding->services[i], name);
    for (size_t i = 0; i < finding->port_count && !port; i++)
        port = finding->ports[i].lo <= move->to && move->to <= finding->ports[i].hi;
    return service && port;
}

/* It was there before, perhaps with the old port, or with more ports and services than now. */
static bool was_there(const struct pc_move_check *check, const struct pc_finding *finding) {
    const struct pc_findings *before = &check->before->findings;
    for (size_t i = 0; i < before->list.count; i++) {
        const struct pc_finding *old = before->list.items[i];
        if (old->rule == finding->rule && old->level >= finding->level && pc_str_eq(old->host, finding->host) &&
            pc_str_eq(old->path, finding->path) && services_within(finding, old) &&
            ports_within(check->move, finding, old))
            return true;
    }
    return false;
}

static bool nothing_is_new(struct pc_run *again, const struct pc_move_check *check, struct pc_buf *words) {
    size_t count = 0;
    for (size_t i = 0; i < again->findings.list.count; i++) {
        const struct pc_finding *finding = again->findings.list.items[i];
        bool known = finding->suppressed || finding->baseline || was_there(check, finding);
        if (known || (check->forced && is_about(check->move, finding)))
            continue;
        if (++count <= SHOWN)
            pc_buf_addf(words, "it makes a new finding: [%s] %.*s\n", finding->rule->code, PC_ARG(finding->message));
    }
    if (count > SHOWN)
        pc_buf_addf(words, "and %zu more\n", count - SHOWN);
    return count == 0;
}

bool pc_move_holds(struct pc_run *again, void *arg, struct pc_buf *words) {
    const struct pc_move_check *check = arg;
    bool left = nothing_is_left(again, check, words);
    return nothing_is_new(again, check, words) && left;
}
