/* Numbers of a registry that no row gives to anybody: PC304 does not call them undocumented. */
#include "unread.h"

#include <stdlib.h>

#include "say.h"
#include "sort.h"

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

static int compare_numbers(const void *left, const void *right) {
    const struct pc_unread_mention *a = left, *b = right;
    int order = pc_order(a->number, b->number);
    order = pc_then(order, pc_order(a->free, b->free));
    return pc_then(order, pc_order(a->mention, b->mention));
}

static void look(const struct pc_rule_context *ctx, struct pc_unread *unread) {
    const struct pc_registry *reg = ctx->reg;
    if (unread->looked) {
        return;
    }
    unread->looked = true;
    for (size_t i = 0; i < reg->mention_count; i++) {
        const struct pc_mention *mention = &reg->mentions[i];
        uint16_t number;
        bool is_free = tells_of_freedom(mention->why);
        if (reg->files[mention->span.file].kind == PC_FILE_KIND_REGISTRY &&
            (is_free || !tells_of_the_past(mention->why)) &&
            pc_port_parse(pc_span_text(reg, mention->span), &number) == PC_PORT_OK) {
            *PC_PUSH(&unread->list, ctx->arena) = (struct pc_unread_mention){number, is_free, (pc_id)i};
        }
    }
    pc_sort(unread->list.items, unread->list.count, sizeof unread->list.items[0], compare_numbers);
}

/* The first mention of a number, of those that call it free or of the others; PC_NONE. */
static pc_id find(const struct pc_rule_context *ctx, struct pc_unread *unread, uint16_t port, bool is_free) {
    look(ctx, unread);
    size_t low = 0, high = unread->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pc_unread_mention *at = &unread->list.items[middle];
        if (at->number < port || (at->number == port && at->free < is_free)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const struct pc_unread_mention *found = low < unread->list.count ? &unread->list.items[low] : NULL;
    return found && found->number == port && found->free == is_free ? found->mention : PC_NONE;
}

pc_id pc_unread_number(const struct pc_rule_context *ctx, struct pc_unread *unread, uint16_t port) {
    return find(ctx, unread, port, false);
}

pc_id pc_unread_free(const struct pc_rule_context *ctx, struct pc_unread *unread, uint16_t port) {
    return find(ctx, unread, port, true);
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
