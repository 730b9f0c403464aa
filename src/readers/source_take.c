/* Whose port a variable's value is: the file's service, one that a generator writes for, or somebody who is dialled. */
#include "compose_ports.h"
#include "compose_settings.h"
#include "route.h"
#include "service_doc_words.h"
#include "source_read.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Words that frameworks put before a variable of their own. */
static struct pc_str without_framework(struct pc_str name) {
    static const char *const prefixes[] = {"VITE_",    "NEXT_PUBLIC_", "NEXT_",     "NUXT_",   "NODE_", "REACT_APP_",
                                           "FLASK_",   "UVICORN_",     "GUNICORN_", "DJANGO_", "DEV_",  "EXPRESS_",
                                           "FASTAPI_", "NEST_",        "PUBLIC_",   "GIN_",    "LOCAL_"};
    for (size_t i = 0; i < COUNT(prefixes); i++) {
        if (pc_str_starts(name, pc_str_c(prefixes[i]))) {
            return pc_str_sub(name, pc_str_c(prefixes[i]).len, name.len);
        }
    }
    return name;
}

static void mention(const struct pc_source *source, struct pc_str digits, const char *why) {
    pc_builder_mention(source->ctx->builder, pc_slice_span(source->ctx, pc_source_slice(source, digits)), why);
}

/* An entry of a generator: its path is the env file's, or the directory's, so its port is that directory's. */
static void claim_generated(const struct pc_source_read *r, struct pc_str digits) {
    struct pc_read_context *ctx = r->source->ctx;
    struct pc_str path = r->generated;
    size_t slash = pc_str_rfind_char(path, '/');
    struct pc_str base = slash == PC_NPOS ? path : pc_str_sub(path, slash + 1, path.len);
    bool file = pc_str_find(base, PC_STR("env"), 0) != PC_NPOS || pc_str_find_char(base, '.', 0) != PC_NPOS;
    struct pc_own_port own = {.role = PC_ROLE_DEFAULT,
                              .confidence = PC_DERIVED,
                              .environment = PC_ENV_DEVELOPMENT,
                              .qualifier = pc_source_slice(r->source, r->name),
                              .dir = file ? pc_str_sub(path, 0, slash == PC_NPOS ? 0 : slash) : path};
    own.dir = pc_str_dup(ctx->arena, own.dir);
    pc_own_port_claim(ctx, pc_source_slice(r->source, digits), &own);
}

void pc_source_claim_port(const struct pc_source_read *r, struct pc_str digits, bool constant) {
    struct pc_source *source = r->source;
    struct pc_str name = without_framework(r->name);
    enum pc_doc_variable kind = pc_doc_variable_of(name, source->place.dir);
    enum pc_setting setting = pc_setting_of_env(name);
    enum pc_confidence confidence = constant || !pc_str_eq(r->name, PC_STR("PORT")) ? PC_DERIVED : PC_STATED;
    bool own = kind == PC_DOC_VAR_OWN || kind == PC_DOC_VAR_USUAL || setting == PC_SETTING_MAIN;
    if (r->generated.len > 0) {
        claim_generated(r, digits);
    } else if (own) {
        pc_source_own(source, digits, confidence, PC_EMPTY);
    } else if (setting == PC_SETTING_SIDE) {
        pc_source_own(source, digits, confidence, pc_source_slice(source, r->name));
    } else {
        *PC_PUSH(&source->others, source->ctx->scratch) = (struct pc_source_setting){r->name, digits};
    }
}

/* --- addresses --- */

static void claim_address(const struct pc_source_read *r, struct pc_str text) {
    struct pc_source *source = r->source;
    bool binds = pc_setting_of_address(r->name) == PC_SETTING_MAIN;
    struct pc_str value = pc_source_slice(source, text);
    struct pc_str whole = pc_source_slice(source, pc_str_sub(source->code, r->from, 1));
    whole.len = (size_t)(value.ptr + value.len - whole.ptr);
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    while (pc_address_next(value, &scan, &hit)) {
        struct pc_str host = pc_piece_text(value, hit.host), port = pc_piece_text(value, hit.port);
        if (port.len == 0 || hit.more) {
            continue;
        }
        if (pc_address_is_bind(host) && (binds || !pc_address_is_loopback(host))) {
            pc_source_own(source, pc_str_sub(source->code, (size_t)(port.ptr - source->ctx->text.ptr), port.len),
                          PC_DERIVED, PC_EMPTY);
        } else if (host.len > 0 && !pc_host_is_variable(value, hit.host.from)) {
            struct pc_route_how how = {.extent = pc_slice_span(source->ctx, whole),
                                       .qualifier = pc_source_slice(source, r->name),
                                       .protocol = PC_PROTO_TCP,
                                       .from_default = true};
            pc_route_dial_split(source->ctx, pc_route_slice(host), pc_route_slice(port), &how);
        }
    }
}

bool pc_source_is_port_name(struct pc_str name) {
    return pc_str_eq(name, PC_STR("PORT")) || pc_str_ends(name, PC_STR("_PORT"));
}

static bool is_host_name(struct pc_str name) {
    return pc_str_ends(name, PC_STR("_HOST")) || pc_str_ends(name, PC_STR("_HOSTNAME")) ||
           pc_str_ends(name, PC_STR("_SERVER"));
}

/* Is it the value of an address's variable that may be looked at? */
bool pc_source_is_address_name(struct pc_str name) {
    return pc_setting_is_address(name) && !pc_setting_is_no_dial(name);
}

void pc_source_take(const struct pc_source_read *r, const struct pc_fallback *value) {
    struct pc_source *source = r->source;
    if (pc_source_is_port_name(r->name)) {
        struct pc_str digits = value->number;
        bool constant = digits.len == 0 && value->constant.len > 0;
        if (constant) {
            digits = pc_source_constant(source, value->constant);
        }
        struct pc_str address;
        struct pc_piece piece;
        if (digits.len == 0 && value->text.len > 0 && pc_address_split(value->text, &address, &piece) &&
            pc_address_is_bind(address)) { /* getEnv("PORT", ":8080") */
            digits = pc_piece_text(value->text, piece);
        }
        if (digits.len > 0) {
            pc_source_claim_port(r, digits, constant);
        }
    } else if (value->text.len > 0 && pc_source_is_address_name(r->name)) {
        claim_address(r, value->text);
        if (is_host_name(r->name)) {
            *PC_PUSH(&source->hosts, source->ctx->scratch) = (struct pc_source_setting){r->name, value->text};
        }
    }
}

static const char *const host_suffixes[] = {"HOST", "HOSTNAME", "SERVER"};

static bool among(struct pc_str word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_is_nocase(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* A port whose host stands in the file as well is dialled; any other one is somebody's. */
void pc_source_settle_other(struct pc_source *source, const struct pc_source_setting *port) {
    struct pc_str stem = pc_str_sub(port->variable, 0, port->variable.len - 4);
    for (size_t i = 0; i < source->hosts.count && i < 64; i++) {
        const struct pc_source_setting *host = &source->hosts.items[i];
        bool same =
            pc_str_starts(host->variable, stem) &&
            among(pc_str_sub(host->variable, stem.len, host->variable.len), host_suffixes, COUNT(host_suffixes));
        if (same && pc_address_is_bind(host->value) && !pc_address_is_loopback(host->value)) {
            pc_source_own(source, port->value, PC_DERIVED, PC_EMPTY); /* API_HOST=0.0.0.0 */
            return;
        }
        if (same) {
            struct pc_str value = pc_source_slice(source, host->value);
            struct pc_str digits = pc_source_slice(source, port->value);
            struct pc_route_how how = {.extent = pc_slice_span(source->ctx, pc_line_around(source->ctx, digits)),
                                       .qualifier = port->variable,
                                       .protocol = PC_PROTO_TCP,
                                       .from_default = true};
            pc_route_dial_split(source->ctx, pc_route_slice(value), pc_route_slice(digits), &how);
            return;
        }
    }
    mention(source, port->value, "a port of another service");
}
