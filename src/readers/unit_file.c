/* What starts a service on a machine without a container: systemd units, launchd property lists, Procfiles. */
#include "command_line.h"
#include "compose_ports.h"
#include "compose_settings.h"
#include "own_port.h"
#include "path.h"

/* "ledger" of ledger.service, ledger@.service, com.acme.ledger.plist. */
static struct pc_str unit_name(struct pc_str path) {
    struct pc_str stem = pc_path_stem(path);
    size_t at = pc_str_find_char(stem, '@', 0);
    stem = pc_str_sub(stem, 0, at);
    size_t dot = pc_str_rfind_char(stem, '.');
    return dot == PC_NPOS ? stem : pc_str_sub(stem, dot + 1, stem.len);
}

static void publish(struct pc_read_context *ctx, struct pc_str digits, struct pc_str extent, bool side,
                    struct pc_str qualifier, bool fallback) {
    struct pc_unit_draft unit = {.file = ctx->file,
                                 .environment = pc_environment_of_path(ctx->path),
                                 .name = pc_str_dup(ctx->arena, unit_name(ctx->path)),
                                 .name_span = {ctx->file, 0, 0},
                                 .host_network = true};
    struct pc_own_port own = {.role = PC_ROLE_PUBLISHES,
                              .confidence = fallback ? PC_DERIVED : PC_STATED,
                              .environment = unit.environment,
                              .protocol = PC_PROTO_TCP,
                              .flags = (fallback ? PC_CLAIM_FROM_ENV : 0u) | PC_CLAIM_HOSTNET,
                              .extent = pc_slice_span(ctx, extent),
                              .qualifier = side ? qualifier : PC_EMPTY,
                              .name = unit.name,
                              .in_unit = true,
                              .container = pc_builder_unit(ctx->builder, &unit)};
    pc_own_port_claim(ctx, digits, &own);
}

/* text is a slice of the file, or a copy of one at the same offsets from `from`. */
static void read_command(struct pc_read_context *ctx, struct pc_str text, size_t from, struct pc_str extent) {
    struct pc_command_ports ports = {0};
    pc_command_ports_add(ctx->scratch, text, &ports);
    for (size_t i = 0; i < ports.list.count; i++) {
        const struct pc_command_port *port = &ports.list.items[i];
        if (port->open) {
            continue;
        }
        size_t at = from + (size_t)(port->digits.ptr - text.ptr);
        struct pc_str qualifier = pc_str_dup(ctx->arena, port->flag);
        publish(ctx, pc_str_sub(ctx->text, at, port->digits.len), extent, port->side, qualifier, port->fallback);
    }
}

/* --- systemd --- */

/* PORT=4100 "METRICS_PORT=9100": what the program's own settings say. */
static void read_environment(struct pc_read_context *ctx, struct pc_str value, struct pc_str extent) {
    for (size_t at = 0; (at = pc_str_find_char(value, '=', at)) != PC_NPOS; at++) {
        size_t from = at;
        while (from > 0 && (pc_is_alnum(value.ptr[from - 1]) || value.ptr[from - 1] == '_')) {
            from--;
        }
        bool whole =
            from == 0 || value.ptr[from - 1] == ' ' || value.ptr[from - 1] == '"' || value.ptr[from - 1] == '\'';
        struct pc_str name = pc_str_sub(value, from, at - from);
        struct pc_str digits = pc_number_at(value, at + 1);
        enum pc_setting setting = whole && digits.len > 0 ? pc_setting_of_env(name) : PC_SETTING_NONE;
        if (setting != PC_SETTING_NONE) {
            bool side = setting == PC_SETTING_SIDE;
            publish(ctx, digits, extent, side, side ? pc_str_dup(ctx->arena, name) : PC_EMPTY, false);
        }
    }
}

/* "8080", "0.0.0.0:8080"; a path is none. */
static void read_listen(struct pc_read_context *ctx, struct pc_str value, struct pc_str extent) {
    struct pc_str address;
    struct pc_piece port;
    if (pc_address_split(value, &address, &port)) {
        publish(ctx, pc_piece_text(value, port), extent, false, PC_EMPTY, false);
    }
}

static void read_systemd(struct pc_read_context *ctx) {
    struct pc_str rest = ctx->text;
    struct pc_str line;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        line = pc_str_trim(line);
        size_t equals = pc_str_find_char(line, '=', 0);
        if (equals == PC_NPOS || line.ptr[0] == '#' || line.ptr[0] == ';') {
            continue;
        }
        struct pc_str key = pc_str_trim(pc_str_sub(line, 0, equals));
        struct pc_str value = pc_str_trim(pc_str_sub(line, equals + 1, line.len));
        if (pc_str_eq(key, PC_STR("Environment"))) {
            read_environment(ctx, value, line);
        } else if (pc_str_eq(key, PC_STR("ExecStart")) && value.len > 0) {
            read_command(ctx, value, (size_t)(value.ptr - ctx->text.ptr), line);
        } else if (pc_str_eq(key, PC_STR("ListenStream")) || pc_str_eq(key, PC_STR("ListenDatagram"))) {
            read_listen(ctx, value, line);
        }
    }
}

/* --- launchd --- */

/* The element's text behind `at`, blanks and comments before it passed over: "3000" of "<string>3000</string>". */
static bool next_element(struct pc_str text, size_t *at, struct pc_str *name, struct pc_str *content) {
    while (*at < text.len) {
        size_t open = pc_str_find_char(text, '<', *at);
        size_t close = open == PC_NPOS ? PC_NPOS : pc_str_find_char(text, '>', open);
        if (close == PC_NPOS) {
            *at = text.len;
            return false;
        }
        if (pc_str_starts(pc_str_sub(text, open, 4), PC_STR("<!--"))) {
            size_t end = pc_str_find(text, PC_STR("-->"), open);
            *at = end == PC_NPOS ? text.len : end + 3;
            continue;
        }
        size_t next = pc_str_find_char(text, '<', close);
        *name = pc_str_sub(text, open + 1, close - open - 1);
        *content = pc_str_sub(text, close + 1, (next == PC_NPOS ? text.len : next) - close - 1);
        *at = close + 1;
        return true;
    }
    return false;
}

/* The words of the array behind `at`, as a command: tags are blanks. */
static void read_arguments(struct pc_read_context *ctx, size_t at) {
    enum { ARGUMENTS_MAX = 8000 };
    struct pc_str text = pc_str_sub(ctx->text, at, ARGUMENTS_MAX);
    size_t open = pc_str_find(pc_str_sub(text, 0, 60), PC_STR("<array>"), 0);
    size_t close = open == PC_NPOS ? PC_NPOS : pc_str_find(text, PC_STR("</array>"), open);
    if (close == PC_NPOS) {
        return;
    }
    struct pc_str array = pc_str_sub(text, open, close - open);
    char *words = pc_arena_alloc(ctx->scratch, array.len);
    bool tag = false;
    for (size_t i = 0; i < array.len; i++) {
        tag = tag || array.ptr[i] == '<';
        words[i] = tag || pc_is_space(array.ptr[i]) ? ' ' : array.ptr[i];
        tag = tag && array.ptr[i] != '>';
    }
    read_command(ctx, (struct pc_str){words, array.len}, at + open, array);
}

static void read_launchd(struct pc_read_context *ctx) {
    struct pc_str name, content, key = PC_EMPTY;
    for (size_t at = 0; next_element(ctx->text, &at, &name, &content);) {
        if (pc_str_eq(name, PC_STR("key"))) {
            key = content;
            if (pc_str_eq(key, PC_STR("ProgramArguments"))) {
                read_arguments(ctx, at);
            }
        } else if (pc_str_eq(name, PC_STR("string")) || pc_str_eq(name, PC_STR("integer"))) {
            struct pc_str value = pc_str_trim(content);
            bool port = pc_str_eq(key, PC_STR("PORT")) || pc_str_eq(key, PC_STR("SockServiceName"));
            if (port && value.len > 0) {
                publish(ctx, value, pc_line_around(ctx, value), false, PC_EMPTY, false);
            }
            key = PC_EMPTY;
        }
    }
}

/* --- Procfile --- */

/* "web: gunicorn --bind :8000": the development port of what lies beside it. */
static void read_procfile(struct pc_read_context *ctx) {
    struct pc_str rest = ctx->text;
    struct pc_str line;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done);) {
        line = pc_str_trim(line);
        size_t colon = pc_str_find_char(line, ':', 0);
        if (colon == PC_NPOS || line.ptr[0] == '#') {
            continue;
        }
        struct pc_str process = pc_str_sub(line, 0, colon);
        struct pc_command_ports ports = {0};
        pc_command_ports_add(ctx->scratch, pc_str_sub(line, colon + 1, line.len), &ports);
        for (size_t i = 0; i < ports.list.count; i++) {
            const struct pc_command_port *port = &ports.list.items[i];
            bool web = pc_str_eq(process, PC_STR("web"));
            struct pc_own_port own = {.role = PC_ROLE_DEFAULT,
                                      .confidence = PC_DERIVED,
                                      .environment = pc_environment_of_words(pc_path_base(ctx->path)),
                                      .flags = port->fallback ? PC_CLAIM_FROM_ENV : 0u,
                                      .extent = pc_slice_span(ctx, line),
                                      .qualifier = web ? PC_EMPTY : process,
                                      .dir = ctx->dir};
            if (!port->open && (port->dir.len == 0 || pc_path_join(ctx->arena, ctx->dir, port->dir, &own.dir))) {
                pc_own_port_claim(ctx, port->digits, &own);
            }
        }
    }
}

static void read_unit(struct pc_read_context *ctx) {
    struct pc_str base = pc_path_base(ctx->path);
    if (pc_str_starts(base, PC_STR("Procfile"))) {
        read_procfile(ctx);
    } else if (pc_str_ends(base, PC_STR(".plist"))) {
        read_launchd(ctx);
    } else {
        read_systemd(ctx);
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    struct pc_str base = look->base;
    bool procfile = pc_str_eq(base, PC_STR("Procfile")) || pc_str_starts(base, PC_STR("Procfile."));
    bool unit = pc_str_ends(base, PC_STR(".service")) || pc_str_ends(base, PC_STR(".socket")) ||
                pc_str_ends(base, PC_STR(".plist"));
    return (procfile || unit) && !pc_path_is_aside(look->path) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    struct pc_str base = pc_path_base(path);
    if (pc_str_ends(base, PC_STR(".plist"))) {
        return pc_str_find(text, PC_STR("<plist"), 0) != PC_NPOS &&
               pc_str_find(text, PC_STR("<key>Label"), 0) != PC_NPOS;
    }
    bool unit =
        pc_str_find(text, PC_STR("[Service]"), 0) != PC_NPOS || pc_str_find(text, PC_STR("[Socket]"), 0) != PC_NPOS;
    return unit || pc_str_starts(base, PC_STR("Procfile"));
}

const struct pc_reader pc_reader_unit = {
    .name = "unit",
    .summary = "systemd units, launchd property lists, Procfiles: ports of what they start",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_unit,
};
