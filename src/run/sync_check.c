#include "sync_check.h"

#include "run_impl.h"

enum { SHOWN = 10 };

/* Follows from a true number: a row in the section of another range, a port that became free, or that no registry
 * names, or a comment that accepted what is no longer so. */
static bool is_expected(const struct pc_finding *finding) {
    static const char *const codes[] = {"PC101", "PC105", "PC108", "PC109", "PC111", "PC112",
                                        "PC113", "PC204", "PC304", "PC310", "PC901"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (pc_str_is(pc_str_c(codes[i]), finding->rule->code))
            return true;
    return false;
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

enum novelty { NOT_NEW, NEW_AND_TRUE, NEW_AND_WRONG };

/* What was not there before: what follows from true numbers, or the stale ones had hidden, and what must not be. */
static enum novelty novelty_of(const struct pc_sync_check *check, const struct pc_run *again,
                               const struct pc_finding *finding) {
    if (finding->suppressed || finding->baseline || finding->level == PC_LEVEL_INFO ||
        was_there(check->before, finding))
        return NOT_NEW;
    bool fine = is_expected(finding) || (!check->strict && is_elsewhere(check, again, finding));
    return fine ? NEW_AND_TRUE : NEW_AND_WRONG;
}

const struct pc_finding *pc_sync_first_new(const struct pc_run *again, const struct pc_sync_check *check) {
    for (size_t i = 0; i < again->findings.list.count; i++)
        if (novelty_of(check, again, again->findings.list.items[i]) == NEW_AND_WRONG)
            return again->findings.list.items[i];
    return NULL;
}

bool pc_sync_tell(const struct pc_run *again, const struct pc_sync_check *check, struct pc_buf *words) {
    size_t wrong = 0, told = 0;
    for (size_t i = 0; i < again->findings.list.count; i++) {
        const struct pc_finding *finding = again->findings.list.items[i];
        enum novelty novelty = novelty_of(check, again, finding);
        if (novelty == NOT_NEW)
            continue;
        wrong += novelty == NEW_AND_WRONG;
        if (++told <= SHOWN)
            pc_buf_addf(words, "%s: [%s] %.*s\n",
                        novelty == NEW_AND_WRONG ? "it makes a new finding" : "found from now on", finding->rule->code,
                        PC_ARG(finding->message));
    }
    if (told > SHOWN)
        pc_buf_addf(words, "and %zu more\n", told - SHOWN);
    return wrong == 0;
}

bool pc_sync_holds(struct pc_run *again, void *arg, struct pc_buf *words) {
    struct pc_buf all;
    pc_buf_init(&all, &again->arena);
    bool fine = pc_sync_tell(again, arg, &all);
    if (!fine)
        pc_buf_add(words, pc_buf_str(&all));
    return fine;
}
