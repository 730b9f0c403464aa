#include "standing.h"

static const struct {
    const char *text, *name;
} verdicts[PC_VERDICT_COUNT] = {
    [PC_VERDICT_UNKNOWN] = {"nothing to compare", "unknown"},
    [PC_VERDICT_AGREES] = {"all agree", "agrees"},
    [PC_VERDICT_DEFAULT_ONLY] = {"only the development default differs", "default-only"},
    [PC_VERDICT_UNDECIDED] = {"statements disagree", "undecided"},
    [PC_VERDICT_DOCUMENTS_STALE] = {"documents are stale", "documents-stale"},
    [PC_VERDICT_PLAN_STALE] = {"plan is stale", "plan-stale"},
    [PC_VERDICT_DEPLOYMENT_ALONE] = {"the deployment stands alone", "deployment-alone"},
    [PC_VERDICT_THREE_WAY] = {"three-way", "three-way"},
    [PC_VERDICT_HALF_MOVED] = {"moved half-way", "half-moved"},
};

const char *pc_verdict_text(enum pc_verdict verdict) {
    return verdicts[verdict].text;
}

const char *pc_verdict_name(enum pc_verdict verdict) {
    return verdicts[verdict].name;
}

struct pc_str pc_standing_text(struct pc_arena *arena, const struct pc_standing *standing) {
    const char *text = pc_verdict_text(standing->verdict);
    if (standing->verdict != PC_VERDICT_HALF_MOVED)
        return pc_str_c(text);
    return pc_str_fmt(arena, "%s (%zu of %zu places)", text, standing->moved.count,
                      standing->moved.count + standing->behind.count);
}

bool pc_verdict_is_drift(enum pc_verdict verdict) {
    return verdict > PC_VERDICT_AGREES;
}

struct pc_standings pc_standings_of_service(const struct pc_standings *all, pc_id service) {
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->items[middle].service < service)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < all->count && all->items[end].service == service)
        end++;
    return (struct pc_standings){all->count > 0 ? all->items + low : NULL, end - low};
}
