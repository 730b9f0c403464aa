#include "sync_check.h"

#include "run_impl.h"

enum { SHOWN = 10 };

/* Follows from a true number: a row in the section of another range, a port that became free. */
static bool is_expected(const struct pc_finding *finding) {
    static const char *const codes[] = {"PC101", "PC105", "PC108", "PC111", "PC112", "PC204"};
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

static bool was_there(const struct pc_run *before, const struct pc_finding *finding) {
    for (size_t i = 0; i < before->findings.list.count; i++) {
        const struct pc_finding *old = before->findings.list.items[i];
        if (old->rule == finding->rule && pc_str_eq(old->path, finding->path) && services_within(finding, old))
            return true;
    }
    return false;
}

/* A caller that went by a number which only documents gave: it was told, and is not sync's to change. */
static bool is_told(const struct pc_sync_check *check, const struct pc_run *again, const struct pc_finding *finding) {
    const struct pc_registry *reg = check->before->own;
    bool edge = pc_str_starts(pc_str_c(finding->rule->code), PC_STR("PC4"));
    for (size_t i = 0; edge && i < check->sync->left.count; i++) {
        struct pc_span left = check->sync->left.items[i].span;
        for (size_t j = 0; left.file != PC_NONE && j < finding->label_count; j++) {
            struct pc_span here = finding->labels[j].span;
            if (here.offset == left.offset && pc_str_eq(again->own->files[here.file].path, reg->files[left.file].path))
                return true;
        }
    }
    return false;
}

bool pc_sync_holds(struct pc_run *again, void *arg, struct pc_buf *words) {
    const struct pc_sync_check *check = arg;
    size_t count = 0;
    for (size_t i = 0; i < again->findings.list.count; i++) {
        const struct pc_finding *finding = again->findings.list.items[i];
        if (is_expected(finding) || was_there(check->before, finding) || is_told(check, again, finding))
            continue;
        if (++count <= SHOWN)
            pc_buf_addf(words, "it makes a new finding: [%s] %.*s\n", finding->rule->code, PC_ARG(finding->message));
    }
    if (count > SHOWN)
        pc_buf_addf(words, "and %zu more\n", count - SHOWN);
    return count == 0;
}
