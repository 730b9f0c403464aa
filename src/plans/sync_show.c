/* Plan, documents and what is deployed beside each other: what a person has to choose from. */
#include "emit.h"
#include "sync_impl.h"

static void add_places(const struct pc_registry *reg, struct pc_claims claims, const char *name, struct pc_buf *out) {
    for (size_t i = 0; i < claims.count; i++) {
        const struct pc_claim *claim = &reg->claims[claims.items[i]];
        struct pc_position at = pc_span_position(reg, claim->span);
        const struct pc_claim *last = i > 0 ? &reg->claims[claims.items[i - 1]] : NULL;
        if (last && last->span.file == claim->span.file && last->span.offset == claim->span.offset)
            continue;
        struct pc_str path = pc_shown(out->arena, reg->files[claim->span.file].path);
        pc_buf_addf(out, "  %-11s", i == 0 ? name : "");
        if (claim->ports.lo == claim->ports.hi)
            pc_buf_addf(out, "%-12u", (unsigned)claim->ports.lo);
        else
            pc_buf_addf(out, "%u-%-*u", (unsigned)claim->ports.lo, claim->ports.lo > 9999 ? 6 : 7,
                        (unsigned)claim->ports.hi);
        pc_buf_addf(out, "%.*s:%u\n", PC_ARG(path), (unsigned)at.line);
    }
    if (claims.count == 0)
        pc_buf_addf(out, "  %-11s-\n", name);
}

static bool is_shown(const struct pc_sync_input *in, const struct pc_standing *standing) {
    bool wanted = in->selection->by_service || pc_verdict_is_drift(standing->verdict);
    return wanted && pc_selects_service(in->selection, standing->service) &&
           pc_selects_host(in->selection, standing->host);
}

size_t pc_sync_show(const struct pc_sync_input *in, struct pc_buf *out) {
    size_t count = 0;
    for (size_t i = 0; i < in->standings->count; i++) {
        const struct pc_standing *standing = &in->standings->items[i];
        if (!is_shown(in, standing))
            continue;
        struct pc_str name = pc_shown(out->arena, in->reg->services[standing->service].name);
        pc_buf_addf(out, "%s%.*s", count > 0 ? "\n" : "", PC_ARG(name));
        if (standing->host != PC_NONE)
            pc_buf_addf(out, " %s %.*s", in->reg->hosts[standing->host].named ? "on" : "in",
                        PC_ARG(pc_shown(out->arena, in->reg->hosts[standing->host].name)));
        struct pc_str verdict = pc_standing_text(out->arena, standing);
        pc_buf_addf(out, ": %.*s\n", PC_ARG(verdict));
        add_places(in->reg, standing->planned, "planned", out);
        add_places(in->reg, standing->documented, "documented", out);
        add_places(in->reg, standing->deployed, "deployed", out);
        if (standing->deployed.count == 0 && standing->defaults.count > 0)
            add_places(in->reg, standing->defaults, "default", out);
        count++;
    }
    return count;
}
