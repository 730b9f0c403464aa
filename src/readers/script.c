/* Scripts and workflows: whom they dial to see whether it is up, and what start scripts give the service beside them.
 */
#include <string.h>

#include "command_line.h"
#include "compose_ports.h"
#include "job_services.h"
#include "path.h"
#include "powershell.h"
#include "route.h"
#include "source.h"

static bool has_any(struct pc_str line, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_find_nocase(line, pc_str_c(words[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    return false;
}

/* A line that shows text to people. */
static bool is_message(struct pc_str line) {
    static const char *const words[] = {"echo ", "echo\t", "printf ",  "write-host", "write-output", "log ", "log_",
                                        "info ", "warn ",  "success ", "print_",     "cat ",         "@echo"};
    line = pc_str_trim(line);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_starts_nocase(line, pc_str_c(words[i]))) {
            return true;
        }
    }
    return false;
}

/* A line that goes there: a program, or a function whose name says so. */
static bool is_dialling(struct pc_str line) {
    static const char *const words[] = {"curl", "wget", "health", "wait", "check", "probe", "invoke-", "http ", "ping"};
    return has_any(line, words, sizeof words / sizeof words[0]);
}

/* check_health "ledger" "http://localhost:4100": the word in quotes before the address. */
static struct pc_str label_before(struct pc_str line, size_t address) {
    enum { LABEL_MAX = 60 };
    size_t at = address;
    while (at > 0 && line.ptr[at - 1] != '"' && line.ptr[at - 1] != '\'') {
        at--;
    }
    size_t close = at > 1 ? at - 1 : 0;
    while (close > 0 && (line.ptr[close - 1] == ' ' || line.ptr[close - 1] == '\t')) {
        close--;
    }
    char quote = close > 0 ? line.ptr[close - 1] : '\0';
    if ((quote != '"' && quote != '\'') || close == at - 1) {
        return PC_EMPTY;
    }
    size_t open = close - 1;
    while (open > 0 && line.ptr[open - 1] != quote && close - open < LABEL_MAX) {
        open--;
    }
    struct pc_str label = pc_str_sub(line, open, close - 1 - open);
    for (size_t i = 0; i < label.len; i++) {
        if (!pc_is_alnum(label.ptr[i]) && label.ptr[i] != '-' && label.ptr[i] != '_' && label.ptr[i] != ' ') {
            return PC_EMPTY;
        }
    }
    return open > 0 ? label : PC_EMPTY;
}

/* line: of the file's text; code: the same bytes without comments. */
static void read_line(struct pc_read_context *ctx, struct pc_str line, struct pc_str code, bool only_dialling) {
    enum { LINE_MAX_BYTES = 4000 };
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    code = pc_str_sub(code, 0, LINE_MAX_BYTES);
    bool dialling = is_dialling(code);
    while (pc_address_next(code, &scan, &hit)) {
        struct pc_str host = pc_piece_text(line, hit.host), port = pc_piece_text(line, hit.port);
        bool local = pc_address_is_loopback(host);
        if (host.len == 0 || port.len == 0 || hit.more || pc_host_is_variable(line, hit.host.from) ||
            !(hit.scheme || (local && dialling)) || (only_dialling && !dialling)) {
            continue;
        }
        struct pc_route_how how = {.extent = pc_route_span(ctx, pc_str_trim(line)),
                                   .qualifier = label_before(line, hit.host.from),
                                   .protocol = PC_PROTO_TCP,
                                   .from_default = true};
        how.only_mention = is_message(code) ? "shown to people" : NULL;
        pc_route_dial_split(ctx, pc_route_slice(host), pc_route_slice(port), &how);
    }
}

static bool runs_container(struct pc_str text) {
    return pc_str_find(text, PC_STR("docker run "), 0) != PC_NPOS ||
           pc_str_find(text, PC_STR("podman run "), 0) != PC_NPOS;
}

/* "docker run -p 8080:80 image": published by a command, and nothing says on which machine it is given. */
static void mention_published(struct pc_read_context *ctx, struct pc_str line, struct pc_str code) {
    static const char *const flags[] = {" -p ", " -p=", " --publish ", " --publish="};
    for (size_t i = 0; runs_container(code) && i < sizeof flags / sizeof flags[0]; i++) {
        struct pc_str flag = pc_str_c(flags[i]);
        for (size_t at = 0; (at = pc_str_find(code, flag, at)) != PC_NPOS;) {
            at += flag.len;
            size_t end = at;
            while (end < code.len && code.ptr[end] != ' ') {
                end++;
            }
            struct pc_str text = pc_str_sub(line, at, end - at);
            struct pc_str host = pc_piece_text(text, pc_mapping_split(text).host);
            uint16_t port;
            if (pc_port_parse(host, &port) == PC_PORT_OK) {
                pc_builder_mention(ctx->builder, pc_slice_span(ctx, host),
                                   "published by a command, on a machine that nothing names");
            }
        }
    }
}

/* Starts the service beside it: "run.sh", "docker-entrypoint.sh", "start-server.ps1". */
static bool is_start_script(struct pc_str path) {
    static const char *const words[] = {"start", "run", "serve", "launch", "entrypoint", "dev", "service", "boot"};
    return has_any(pc_path_stem(path), words, sizeof words / sizeof words[0]) &&
           pc_str_find(pc_path_stem(path), PC_STR("test"), 0) == PC_NPOS;
}

/* The service of a "cd DIR" in a command: from the script's folder, or from the root, where most scripts are started.
 */
static bool service_of_cd(struct pc_source *source, struct pc_str dir, struct pc_str *out) {
    struct pc_str starts[] = {source->ctx->dir, PC_EMPTY};
    for (size_t i = 0; i < 2; i++) {
        struct pc_str joined;
        if (pc_path_join(source->ctx->arena, starts[i], dir, &joined) && joined.len > 0) {
            struct pc_service_place place = pc_service_dir_above(source->ctx, joined);
            if (place.known && pc_str_eq(place.dir, joined)) {
                *out = joined;
                return true;
            }
        }
    }
    return false;
}

/* "cd DIR && node . --port 3000": a "cd" further up may have been left again. Both are slices of one text. */
static bool is_same_line(const struct pc_command_port *port) {
    const char *from = port->dir.ptr;
    return port->dir.len > 0 && from < port->digits.ptr &&
           memchr(from, '\n', (size_t)(port->digits.ptr - from)) == NULL;
}

/* starts: the script starts the service beside it; else only commands behind a "cd" into a service are. */
static void read_commands(struct pc_source *source, bool starts) {
    struct pc_command_ports ports = {0};
    pc_command_ports_add(source->ctx->scratch, source->code, &ports);
    for (size_t i = 0; i < ports.list.count; i++) {
        const struct pc_command_port *port = &ports.list.items[i];
        struct pc_own_port own = {.role = PC_ROLE_DEFAULT,
                                  .confidence = PC_DERIVED,
                                  .qualifier = port->side ? pc_source_slice(source, port->flag) : PC_EMPTY,
                                  .dir = source->place.dir};
        if (port->open || port->fallback) { /* "${PORT:-3000}" is read as a variable */
            continue;
        }
        bool beside =
            starts && (port->dir.len == 0 || pc_path_join(source->ctx->arena, source->ctx->dir, port->dir, &own.dir));
        if ((is_same_line(port) && service_of_cd(source, port->dir, &own.dir)) || beside) {
            pc_own_port_claim(source->ctx, pc_source_slice(source, port->digits), &own);
        }
    }
}

static bool is_workflow(const struct pc_path_look *look) {
    return pc_config_is_yaml(look) && (pc_str_find(look->path, PC_STR(".github/workflows/"), 0) != PC_NPOS ||
                                       pc_str_starts(look->base, PC_STR(".gitlab-ci")) ||
                                       pc_str_find(look->path, PC_STR(".gitea/workflows/"), 0) != PC_NPOS ||
                                       pc_str_find(look->path, PC_STR(".forgejo/workflows/"), 0) != PC_NPOS);
}

static bool is_makefile(struct pc_str path) {
    static const char *const names[] = {"makefile", "gnumakefile", "justfile"};
    struct pc_str base = pc_path_base(path);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (pc_str_eq_nocase(base, pc_str_c(names[i]))) {
            return true;
        }
    }
    return pc_str_ends(base, PC_STR(".mk"));
}

/* "PORT ?= 4100" of a Makefile, 'PORT := "4100"' of a justfile: what its commands give the service beside it. */
static void read_make_variable(struct pc_source *source, struct pc_str line, struct pc_str code) {
    struct pc_str name = PC_STR("PORT");
    size_t at = pc_str_starts(code, PC_STR("export ")) ? 7 : 0;
    if (source->place.dir.len == 0 || !pc_str_starts(pc_str_sub(code, at, code.len), name)) {
        return;
    }
    at += name.len;
    bool assigned = false;
    while (at < code.len && pc_str_find_char(PC_STR(" \t?:=\"'"), code.ptr[at], 0) != PC_NPOS) {
        assigned = assigned || code.ptr[at] == '=';
        at++;
    }
    struct pc_str digits = pc_number_at(line, at);
    if (assigned && digits.len > 0) {
        pc_own_port_claim(
            source->ctx, digits,
            &(struct pc_own_port){.role = PC_ROLE_DEFAULT, .confidence = PC_DERIVED, .dir = source->place.dir});
    }
}

static bool is_powershell(struct pc_str path) {
    return pc_str_ends(path, PC_STR(".ps1"));
}

static void read_script(struct pc_read_context *ctx) {
    struct pc_path_look look = pc_path_look(ctx->path);
    bool workflow = is_workflow(&look), powershell = is_powershell(ctx->path);
    bool makefile = is_makefile(ctx->path);
    struct pc_source source = pc_source_open(ctx, PC_LANG_SHELL);
    size_t at = 0;
    struct pc_str rest = ctx->text;
    struct pc_str line;
    for (bool done = false; pc_str_split(&rest, '\n', &line, &done); at += line.len + 1) {
        struct pc_str code = pc_str_sub(source.code, at, line.len);
        read_line(ctx, line, code, workflow);
        mention_published(ctx, line, code);
        if (makefile) {
            read_make_variable(&source, line, code);
        }
        if (powershell) {
            pc_powershell_line(&source, line, code);
        }
    }
    if (workflow) {
        pc_job_services_mention(ctx);
    } else {
        pc_source_variables(&source);
        bool starts = (is_start_script(ctx->path) || makefile) && source.place.dir.len > 0;
        read_commands(&source, starts);
    }
}

static enum pc_match match(const struct pc_path_look *look) {
    bool shell =
        look->language == PC_LANG_SHELL || is_powershell(look->path) || pc_str_ends(look->path, PC_STR(".bat"));
    if (is_workflow(look)) {
        return PC_MATCH_NAME;
    }
    return (shell || is_makefile(look->path)) && !pc_path_is_aside(look->path) ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_source_may_state(text) || pc_str_find(text, PC_STR("localhost:"), 0) != PC_NPOS || runs_container(text) ||
           pc_str_find(text, PC_STR(" localport="), 0) != PC_NPOS;
}

const struct pc_reader pc_reader_script = {
    .name = "script",
    .summary = "scripts, Makefiles and workflows: health checks, ${PORT:-3000}, start commands",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_script,
};
