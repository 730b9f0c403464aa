#include "sync_check.h"

#include "run_impl.h"

enum { SHOWN = 10 };

/* Follows from a true number: a row in the section of another range, a port that became free, or that no registry
 * names. */
static bool is_expected(const struct pc_finding *finding) {
    static const char *const codes[] = {"PC101", "PC105", "PC108", "PC109", "PC111",
                                        "PC112", "PC113", "PC204", "PC304", "PC310"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (pc_str_is(pc_str_c(codes[i]), finding->rule->code))
            return true;
    return finding->suppressed || finding->baseline || finding->level == PC_LEVEL_INFO;
}

static bool services_within(const struct pc_finding *a, const struct pc_finding *b) {
    for (size_t i = 0; i < a->service_count; i++) {
        bool found = false;
        for (size_t j = 0; j < b->service_count && !found; j++)
            found = pc_str_eq(a->services[i], b->services[j]);
        if (!found)
            return false;
    }
    return true;
}

static bool is_rule(const struct pc_finding *finding, const char *code) {
    return pc_str_is(pc_str_c(code), finding->rule->code);
}

/* The same contradiction, or a collision that is written down now. */
static bool was_there(const struct pc_run *before, const struct pc_finding *finding) {
    bool written = is_rule(finding, "PC103") || is_rule(finding, "PC202");
    for (size_t i = 0; i < before->findings.list.count; i++) {
        const struct pc_finding *old = before->findings.list.items[i];
        bool same = (old->rule == finding->rule && pc_str_eq(old->path, finding->path)) ||
                    (written && (is_rule(old, "PC201") || is_rule(old, "PC202")));
        if (same && services_within(finding, old))
            return true;
    }
    return false;
}

/* Something that stands in a file which stays as it was, and that the stale numbers had hidden. */
static bool is_elsewhere(const struct pc_sync_check *check, const struct pc_run *again,
                         const struct pc_finding *finding) {
    for (size_t i = 0; finding->label_count > 0 && i < check->changes->list.count; i++)
        if (pc_str_eq(check->changes->list.items[i].path, again->own->files[finding->labels[0].span.file].path))
            return false;
    return finding->label_count > 0;
}

bool pc_sync_holds(struct pc_run *again, void *arg, struct pc_buf *words) {
    const struct pc_sync_check *check = arg;
    size_t count = 0;
    for (size_t i = 0; i < again->findings.list.count; i++) {
        const struct pc_finding *finding = again->findings.list.items[i];
        if (is_expected(finding) || was_there(check->before, finding))
            continue;
        bool elsewhere = is_elsewhere(check, again, finding);
        count += !elsewhere;
        if (elsewhere || count <= SHOWN)
            pc_buf_addf(words, "%s: [%s] %.*s\n", elsewhere ? "found from now on" : "it makes a new finding",
                        finding->rule->code, PC_ARG(finding->message));
    }
    if (count > SHOWN)
        pc_buf_addf(words, "and %zu more\n", count - SHOWN);
    return count == 0;
}
