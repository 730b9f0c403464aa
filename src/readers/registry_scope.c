/* The headings over a place, and statements made with what they say. */
#include "port_words.h"
#include "registry_md.h"

void pc_regmd_leave(struct pc_regmd *r, unsigned level, unsigned quote_depth) {
    while (r->scopes.count > 0) {
        const struct pc_scope *top = &r->scopes.items[r->scopes.count - 1];
        if (top->quote_depth < quote_depth || (top->quote_depth == quote_depth && top->level < level)) {
            return;
        }
        r->scopes.count--;
    }
}

void pc_regmd_leave_quote(struct pc_regmd *r, unsigned quote_depth) {
    while (r->scopes.count > 0 && r->scopes.items[r->scopes.count - 1].quote_depth > quote_depth) {
        r->scopes.count--;
    }
}

pc_id pc_regmd_host(struct pc_regmd *r, const struct pc_host_mention *host) {
    pc_id id = pc_builder_host(r->b, host);
    if (r->host_keys.count == 0) {
        r->first_host = id;
    }
    *PC_PUSH(&r->host_keys, r->scratch) = pc_name_key(r->scratch, host->name.len > 0 ? host->name : host->address);
    return id;
}

struct pc_str pc_regmd_host_key(const struct pc_regmd *r, pc_id host) {
    bool ours = host != PC_NONE && host >= r->first_host && host - r->first_host < r->host_keys.count;
    return ours ? r->host_keys.items[host - r->first_host] : PC_EMPTY;
}

static void report_bad_range(struct pc_regmd *r, const struct pc_title *title) {
    struct pc_trouble trouble = pc_regmd_trouble(PC_TROUBLE_INVALID_PORT, title->bad_range);
    struct pc_str text = pc_str_sub(r->ctx->text, title->bad_range.offset, title->bad_range.length);
    bool reversed = title->bad_why == PC_PORT_REVERSED;
    trouble.message = pc_str_fmt(r->keep, "the range %.*s %s", PC_ARG(text),
                                 reversed ? "ends before it begins" : "leaves the ports, which end at 65535");
    trouble.label = reversed ? PC_STR("the lower port comes second") : PC_STR("above 65535");
    trouble.help = PC_STR("write the lower port first, both between 1 and 65535");
    pc_builder_trouble(r->b, &trouble);
    pc_regmd_note(r, title->bad_range, "not a range");
}

void pc_regmd_enter(struct pc_regmd *r, const struct pc_title *title, unsigned level, unsigned quote_depth) {
    pc_regmd_leave(r, level, quote_depth);
    struct pc_outlook outer = pc_regmd_outlook(r);
    struct pc_scope scope = {.level = level, .quote_depth = quote_depth, .title = *title, .host = PC_NONE};
    if (title->has_host) {
        scope.host = pc_regmd_host(r, &title->host);
    }
    for (unsigned i = 0; i < title->range_count; i++) {
        struct pc_range range = {.ports = title->ranges[i].ports,
                                 .span = title->ranges[i].span,
                                 .purpose = title->purpose,
                                 .section = PC_NONE,
                                 .host = scope.host != PC_NONE ? scope.host : outer.host,
                                 .heading = true,
                                 .open = title->ranges[i].open};
        scope.ranges[i] = pc_regmd_emit_range(r, &range);
    }
    if (title->bad_range.length > 0) {
        report_bad_range(r, title);
    }
    *PC_PUSH(&r->scopes, r->scratch) = scope;
}

struct pc_outlook pc_regmd_outlook(const struct pc_regmd *r) {
    struct pc_outlook out = {.host = PC_NONE, .title_span = {.file = r->ctx->file}};
    bool role_known = false;
    bool reach_known = false;
    for (size_t i = r->scopes.count; i > 0; i--) {
        const struct pc_scope *scope = &r->scopes.items[i - 1];
        const struct pc_title *title = &scope->title;
        bool nearest = i == r->scopes.count;
        if (nearest) {
            out.title = title->text;
            out.title_span = title->span;
            out.reserved = title->reserved;
            out.under_label = scope->level == PC_LEVEL_LABEL && scope->host != PC_NONE;
        }
        if (out.host == PC_NONE) {
            out.host = scope->host;
        }
        if (!reach_known && (title->internal || title->external)) {
            out.internal = title->internal;
            out.unexposed = title->unexposed;
            reach_known = true;
        }
        if (!role_known && (title->real || title->future)) {
            out.real = title->real;
            out.future = title->future && !title->real;
            role_known = true;
        }
        if (out.protocol == PC_PROTO_ANY) {
            out.protocol = title->protocol;
        }
        if (out.dead == NULL) {
            out.dead = title->dead;
        }
        if (out.environment == PC_ENV_UNKNOWN) {
            out.environment = title->environment;
        }
        out.summary |= (title->summary && scope->level > 1);
        out.guide |= (title->guide && scope->level > 1);
    }
    return out;
}

pc_id pc_regmd_range_over(const struct pc_regmd *r, struct pc_ports ports, enum pc_environment environment) {
    for (size_t i = r->scopes.count; i > 0; i--) {
        const struct pc_scope *scope = &r->scopes.items[i - 1];
        for (unsigned k = 0; k < scope->title.range_count; k++) {
            if (pc_ports_contain(scope->title.ranges[k].ports, ports)) {
                return scope->ranges[k];
            }
        }
        if (scope->title.range_count > 0) {
            return environment == PC_ENV_DEVELOPMENT ? PC_NONE : scope->ranges[0];
        }
    }
    return PC_NONE;
}

pc_id pc_regmd_section(struct pc_regmd *r, enum pc_section_kind kind, const struct pc_outlook *outlook,
                       enum pc_role role, uint64_t shape) {
    struct pc_section section = {.file = r->ctx->file,
                                 .shape = shape,
                                 .kind = kind,
                                 .title = outlook->title,
                                 .title_span = outlook->title_span,
                                 .host = outlook->host,
                                 .range = PC_NONE,
                                 .role = role,
                                 .environment = outlook->environment,
                                 .internal = outlook->internal};
    for (size_t i = r->scopes.count; i > 0; i--) {
        if (r->scopes.items[i - 1].title.range_count > 0) {
            section.range = r->scopes.items[i - 1].ranges[0];
            break;
        }
    }
    return pc_builder_section(r->b, &section);
}

struct pc_claim pc_regmd_claim(const struct pc_regmd *r, const struct pc_outlook *outlook) {
    struct pc_span nowhere = {.file = r->ctx->file};
    struct pc_claim claim = {.role = outlook->real ? PC_ROLE_DOCUMENTED : PC_ROLE_PLANNED,
                             .confidence = PC_STATED,
                             .protocol = outlook->protocol,
                             .environment = outlook->environment,
                             .place = PC_PLACE_HOST,
                             .flags = outlook->future ? PC_CLAIM_FUTURE : 0,
                             .span = nowhere,
                             .extent = nowhere,
                             .name_span = nowhere,
                             .service = PC_NONE,
                             .host = outlook->host,
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = PC_NONE,
                             .partner = PC_NONE};
    if (outlook->internal) {
        claim.role = PC_ROLE_DOCUMENTED;
        claim.place = PC_PLACE_NETWORK;
        claim.flags |= PC_CLAIM_INTERNAL | (outlook->unexposed ? PC_CLAIM_UNEXPOSED : 0u);
    }
    return claim;
}

/* "30`00`": a mark inside the number, which no bytes of the file spell then. */
static bool is_parted(const struct pc_regmd *r, const struct pc_claim *claim) {
    struct pc_str bytes = pc_str_sub(r->ctx->text, claim->span.offset, claim->span.length);
    uint32_t all = 0;
    bool other = false;
    for (size_t i = 0; i < bytes.len && all <= claim->ports.lo; i++) {
        bool digit = pc_is_digit(bytes.ptr[i]);
        all = digit ? all * 10 + (uint32_t)(bytes.ptr[i] - '0') : all;
        other = other || !digit;
    }
    return other && all == claim->ports.lo && all == claim->ports.hi;
}

pc_id pc_regmd_emit(struct pc_regmd *r, const struct pc_claim *claim) {
    struct pc_claim emitted = *claim;
    emitted.flags |= is_parted(r, claim) ? PC_CLAIM_COMPOSED : 0u;
    pc_regmd_note(r, claim->span, NULL);
    r->claims++;
    return pc_builder_claim(r->b, &emitted);
}

pc_id pc_regmd_emit_range(struct pc_regmd *r, const struct pc_range *range) {
    pc_regmd_note(r, range->span, NULL);
    r->claims++;
    return pc_builder_range(r->b, range);
}

void pc_regmd_note(struct pc_regmd *r, struct pc_span span, const char *why) {
    if (span.length > 0) {
        *PC_PUSH(&r->notes, r->scratch) = (struct pc_place_note){span.offset, span.length, why};
    }
}

struct pc_trouble pc_regmd_trouble(enum pc_trouble_kind kind, struct pc_span span) {
    return (struct pc_trouble){.kind = kind, .span = span, .other = {.file = PC_NONE}, .service = PC_NONE};
}

struct pc_span pc_regmd_line_span(const struct pc_regmd *r, struct pc_md_line line) {
    return (struct pc_span){.file = r->ctx->file, .offset = line.offset, .length = (uint32_t)line.text.len};
}
