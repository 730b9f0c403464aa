/* Rows that say that ports are free ("3104-3109 | available"), or have nothing beside them ("3104 | -"): nobody claims
 * anything there, but whoever takes a port out of the middle has to change them. They are reservations for nobody that
 * bind nobody. Those with nothing beside them are guessed: the row has to show it. */
#include <string.h>

#include "table_model.h"

/* The heading's range over a place, when it has the ports; PC_NONE. */
static pc_id range_over(const struct pc_registry *reg, struct pc_span span, struct pc_ports ports) {
    pc_id found = PC_NONE;
    for (pc_id i = 0; i < reg->range_count; i++) {
        const struct pc_range *range = &reg->ranges[i];
        bool above = range->heading && range->span.file == span.file && range->span.offset < span.offset;
        if (above && (found == PC_NONE || reg->ranges[found].span.offset < range->span.offset))
            found = i;
    }
    return found != PC_NONE && pc_ports_contain(reg->ranges[found].ports, ports) ? found : PC_NONE;
}

static bool is_free_row(const struct pc_registry *reg, const struct pc_mention *mention, struct pc_ports *ports) {
    const struct pc_file *file = &reg->files[mention->span.file];
    return file->kind == PC_FILE_KIND_REGISTRY && file->origin.len == 0 &&
           (pc_str_is(pc_str_c(mention->why), "free") || pc_str_is(pc_str_c(mention->why), "no service named")) &&
           pc_ports_parse(pc_span_text(reg, mention->span), ports) == PC_PORT_OK;
}

void pc_rows_find_free(struct pc_rows *rows) {
    const struct pc_registry *reg = rows->reg;
    struct PC_VEC(struct pc_claim) found = {0};
    for (size_t i = 0; i < reg->mention_count; i++) {
        struct pc_ports ports;
        if (!is_free_row(reg, &reg->mentions[i], &ports))
            continue;
        pc_id range = range_over(reg, reg->mentions[i].span, ports);
        bool said = pc_str_is(pc_str_c(reg->mentions[i].why), "free");
        *PC_PUSH(&found, rows->arena) = (struct pc_claim){.role = PC_ROLE_RESERVED,
                                                          .confidence = said ? PC_STATED : PC_GUESSED,
                                                          .ports = ports,
                                                          .span = reg->mentions[i].span,
                                                          .extent = reg->mentions[i].span,
                                                          .service = PC_NONE,
                                                          .host = range == PC_NONE ? PC_NONE : reg->ranges[range].host,
                                                          .section = PC_NONE,
                                                          .range = range,
                                                          .container = PC_NONE,
                                                          .partner = PC_NONE};
    }
    if (found.count == 0)
        return;
    struct pc_claim *claims = PC_NEW_ARRAY(rows->arena, reg->claim_count + found.count, struct pc_claim);
    if (reg->claim_count > 0)
        memcpy(claims, reg->claims, reg->claim_count * sizeof *claims);
    memcpy(claims + reg->claim_count, found.items, found.count * sizeof *claims);
    struct pc_registry *with = PC_NEW(rows->arena, struct pc_registry);
    *with = *reg;
    with->claims = claims;
    rows->reg = with;
    rows->free_count = found.count;
}

bool pc_rows_is_free(const struct pc_rows *rows, pc_id claim) {
    return claim >= rows->reg->claim_count;
}
