#include "compose_claims.h"

struct pc_claim pc_compose_claim(const struct pc_compose_deployment *dep, const struct pc_compose_service *service,
                                 enum pc_role role, struct pc_ports ports, const struct pc_compose_spot *spot,
                                 struct pc_span extent) {
    const struct pc_compose_service *network = &dep->services.items[service->network];
    struct pc_claim claim = {.role = role,
                             .confidence = spot->guessed    ? PC_GUESSED
                                           : spot->from_env ? PC_DERIVED
                                                            : PC_STATED,
                             .protocol = PC_PROTO_TCP,
                             .environment = dep->environment,
                             .place = role == PC_ROLE_PUBLISHES ? PC_PLACE_HOST : PC_PLACE_NETWORK,
                             .ports = ports,
                             .span = spot->span,
                             .extent = spot->line.file == PC_NONE ? extent : spot->line,
                             .name = service->key,
                             .name_span = service->key_span,
                             .service = PC_NONE,
                             .host = PC_NONE,
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = network->container,
                             .partner = PC_NONE};
    claim.flags = (spot->from_env ? PC_CLAIM_FROM_ENV : 0u) | (spot->composed ? PC_CLAIM_COMPOSED : 0u);
    return claim;
}

static bool is_number(struct pc_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (!pc_is_digit(text.ptr[i]) && text.ptr[i] != '-') {
            return false;
        }
    }
    return text.len > 0 && text.len <= 20;
}

/* "****", "xxxx", "<port>": what an example file has where everybody sets a port of their own. */
static bool is_blank_to_fill(struct pc_str text) {
    if (text.len > 2 && text.ptr[0] == '<' && text.ptr[text.len - 1] == '>') {
        return true;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != text.ptr[0]) {
            return false;
        }
    }
    return text.len > 1 && pc_str_find_char(PC_STR("*xX?_.#"), text.ptr[0], 0) != PC_NPOS;
}

void pc_compose_invalid_port(struct pc_compose_deployment *dep, const struct pc_compose_source *source,
                             struct pc_span span, struct pc_str text, enum pc_port_result result, const char *what) {
    if (pc_str_find(text, PC_STR("{{"), 0) != PC_NPOS || pc_str_find(text, PC_STR("{%"), 0) != PC_NPOS) {
        pc_compose_trouble(dep, source, PC_TROUBLE_UNRESOLVED, PC_LEVEL_DEFAULT, span,
                           "%s is known only once the template is filled in", what);
        return;
    }
    if (is_blank_to_fill(text)) {
        pc_compose_trouble(dep, source, PC_TROUBLE_UNRESOLVED, PC_LEVEL_DEFAULT, span,
                           "%s is a placeholder that everybody fills in", what);
        return;
    }
    const char *why = result == PC_PORT_ZERO       ? "0 is no port"
                      : result == PC_PORT_LARGE    ? "ports end at 65535"
                      : result == PC_PORT_REVERSED ? "the range ends before it starts"
                      : result == PC_PORT_ODD      ? "it is not a plain decimal number"
                                                   : "it is not a number";
    if (is_number(text)) {
        pc_compose_trouble(dep, source, PC_TROUBLE_INVALID_PORT, PC_LEVEL_DEFAULT, span, "%s `%.*s` is invalid: %s",
                           what, PC_ARG(text), why);
    } else {
        pc_compose_trouble(dep, source, PC_TROUBLE_INVALID_PORT, PC_LEVEL_DEFAULT, span, "%s is invalid: %s", what,
                           why);
    }
}
