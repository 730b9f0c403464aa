/* Numbers of a registry that no row gives to anybody: PC304 does not call them undocumented. */
#include "unread.h"

#include "say.h"

static bool tells_of_freedom(const char *why) {
    return pc_str_is(pc_str_c(why), "free") || pc_str_is(pc_str_c(why), "free ports");
}

/* Says what was left out that nobody is there now? */
static bool tells_of_the_past(const char *why) {
    static const char *const past[] = {"free", "free ports", "deprecated or history", "struck out or deprecated",
                                       "not deployed"};
    for (size_t i = 0; i < sizeof past / sizeof past[0]; i++) {
        if (pc_str_eq(pc_str_c(why), pc_str_c(past[i]))) {
            return true;
        }
    }
    return false;
}

static void look(const struct pc_rule_context *ctx, struct pc_unread *unread) {
    const struct pc_registry *reg = ctx->reg;
    if (unread->mention_of) {
        return;
    }
    unread->mention_of = PC_NEW_ARRAY(ctx->arena, UINT16_MAX + 1, pc_id);
    unread->free_of = PC_NEW_ARRAY(ctx->arena, UINT16_MAX + 1, pc_id);
    for (size_t i = 0; i <= UINT16_MAX; i++) {
        unread->mention_of[i] = unread->free_of[i] = PC_NONE;
    }
    for (size_t i = reg->mention_count; i-- > 0;) {
        const struct pc_mention *mention = &reg->mentions[i];
        uint16_t number;
        if (reg->files[mention->span.file].kind != PC_FILE_KIND_REGISTRY ||
            pc_port_parse(pc_span_text(reg, mention->span), &number) != PC_PORT_OK) {
            continue;
        }
        if (tells_of_freedom(mention->why)) {
            unread->free_of[number] = (pc_id)i;
        } else if (!tells_of_the_past(mention->why)) {
            unread->mention_of[number] = (pc_id)i;
        }
    }
}

pc_id pc_unread_number(const struct pc_rule_context *ctx, struct pc_unread *unread, uint16_t port) {
    look(ctx, unread);
    return unread->mention_of[port];
}

pc_id pc_unread_free(const struct pc_rule_context *ctx, struct pc_unread *unread, uint16_t port) {
    look(ctx, unread);
    return unread->free_of[port];
}

void pc_say_unread(const struct pc_rule_context *ctx, pc_id service, const pc_id *claims, size_t count,
                   struct pc_unread *unread) {
    struct pc_finding *f = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[claims[i]];
        pc_id mention = pc_unread_number(ctx, unread, claim->ports.lo);
        if (!f) {
            f = pc_say(ctx, PC_LEVEL_INFO,
                       "`%.*s` publishes %u%.*s, which the registry speaks of, but gives to nobody that could be read",
                       PC_ARG(pc_service_name(ctx, service)), (unsigned)claim->ports.lo,
                       PC_ARG(pc_say_on_host(ctx, claim->host)));
            f->host = ctx->reg->hosts[claim->host].name;
            pc_finding_service(ctx->out, f, pc_service_name(ctx, service));
            pc_finding_help(ctx->out, f, "give it a row of its own in a table or list");
        }
        pc_say_claim(ctx, f, claims[i]);
        pc_finding_port(ctx->out, f, claim->ports);
        pc_finding_context(ctx->out, f, ctx->reg->mentions[mention].span, "left out: %s",
                           ctx->reg->mentions[mention].why);
    }
}
