/* Dockerfiles: what the image that they build listens on, as EXPOSE, ENV, HEALTHCHECK and the command say. Only the
 * last stage is the image, with the stages of the same file that it builds upon. */
#include <string.h>

#include "command_line.h"
#include "compose_ports.h"
#include "compose_settings.h"
#include "dockerfile_scan.h"
#include "own_port.h"
#include "path.h"

/* A statement of a stage; kept until it is known which stage is the last. */
struct statement {
    struct pc_str digits;
    struct pc_str extent;
    struct pc_str unresolved; /* not empty: a variable that nothing gives; digits is empty */
    enum pc_protocol protocol;
    uint32_t flags;
    bool derived;
    struct pc_str qualifier;
};

struct stage {
    struct pc_str name; /* of "FROM x AS name" */
    size_t base;        /* the stage it builds upon, PC_NPOS: none of this file */
    struct PC_VEC(struct statement) statements;
    struct pc_str command, entrypoint; /* the last ones count */
    struct pc_str command_extent, entrypoint_extent;
    struct pc_str check, check_extent;
};

/* ARG or ENV with a plain number. */
struct variable {
    struct pc_str name;
    struct pc_str digits;
};

struct dockerfile {
    struct pc_read_context *ctx;
    struct PC_VEC(struct stage) stages;
    struct PC_VEC(struct variable) variables;
};

enum { STAGES_MAX = 256, VARIABLES_MAX = 256 }; /* looked through for a name */

static struct pc_str without_quotes(struct pc_str s) {
    bool quoted = s.len > 1 && (s.ptr[0] == '"' || s.ptr[0] == '\'') && s.ptr[s.len - 1] == s.ptr[0];
    return quoted ? pc_str_sub(s, 1, s.len - 2) : s;
}

static struct stage *here(struct dockerfile *d) {
    return d->stages.count > 0 ? &d->stages.items[d->stages.count - 1] : NULL;
}

/* "FROM base AS web": a stage that starts with what an earlier one says. */
static void open_stage(struct dockerfile *d, const struct pc_dockerfile_instruction *in) {
    struct pc_str word, base = PC_EMPTY, name = PC_EMPTY;
    bool as = false;
    for (size_t at = 0; pc_dockerfile_word(in->rest, &at, &word);) {
        if (as) {
            name = word;
        } else if (base.len == 0 && !pc_str_starts(word, PC_STR("--"))) {
            base = word;
        }
        as = pc_str_eq_nocase(word, PC_STR("AS"));
    }
    struct stage stage = {.base = PC_NPOS};
    size_t count = d->stages.count;
    for (size_t i = count; i > 0 && count - i < STAGES_MAX; i--) {
        const struct stage *before = &d->stages.items[i - 1];
        if (before->name.len > 0 && pc_str_eq_nocase(before->name, base)) {
            stage = *before;
            memset(&stage.statements, 0, sizeof stage.statements);
            stage.base = i - 1;
            break;
        }
    }
    stage.name = name;
    *PC_PUSH(&d->stages, d->ctx->scratch) = stage;
}

static struct statement *state(struct dockerfile *d, struct pc_str digits, struct pc_str extent, uint32_t flags) {
    struct statement *s = PC_PUSH(&here(d)->statements, d->ctx->scratch);
    *s = (struct statement){.digits = digits, .extent = extent, .flags = flags, .protocol = PC_PROTO_TCP};
    return s;
}

/* The value of "$NAME", "${NAME}" given earlier in the file; empty when nothing gives it. */
static struct pc_str value_of(const struct dockerfile *d, struct pc_str reference) {
    struct pc_str name = pc_str_sub(reference, 1, reference.len);
    if (name.len > 2 && name.ptr[0] == '{') {
        size_t end = 1;
        while (end < name.len && (pc_is_alnum(name.ptr[end]) || name.ptr[end] == '_')) {
            end++;
        }
        name = pc_str_sub(name, 1, end - 1);
    }
    for (size_t i = d->variables.count; i-- > 0;) {
        if (pc_str_eq(d->variables.items[i].name, name)) {
            return d->variables.items[i].digits;
        }
    }
    return PC_EMPTY;
}

/* A port as a word: digits, "${PORT:-3000}", or a variable of this file. *elsewhere: it stands in another line. */
static struct pc_str resolve(const struct dockerfile *d, struct pc_str word, bool *fallback, bool *elsewhere) {
    size_t end = 0;
    *elsewhere = false;
    if (word.len > 1 && word.ptr[0] == '$') {
        struct pc_str known = value_of(d, word);
        if (known.len > 0) {
            *elsewhere = *fallback = true;
            return known;
        }
    }
    struct pc_str digits = pc_port_word_at(word, 0, fallback, &end);
    return end == word.len ? digits : PC_EMPTY;
}

/* A statement whose number may stand where a variable gets it. */
static void state_word(struct dockerfile *d, const struct pc_dockerfile_instruction *in, struct pc_str word,
                       uint32_t flags, enum pc_protocol protocol, struct pc_str qualifier) {
    bool fallback, elsewhere;
    struct pc_str digits = resolve(d, word, &fallback, &elsewhere);
    struct pc_str extent = elsewhere ? pc_line_around(d->ctx, digits) : in->extent;
    if (digits.len > 0) {
        struct statement *s = state(d, digits, extent, flags | (fallback ? PC_CLAIM_FROM_ENV : 0u));
        s->protocol = protocol;
        s->derived = fallback;
        s->qualifier = qualifier;
    } else if (word.len > 1 && word.ptr[0] == '$') {
        state(d, PC_EMPTY, in->extent, flags)->unresolved = word;
    }
}

/* "EXPOSE 80 443/tcp 53/udp $PORT"; a range is passed over number by number only when it is none. */
static void read_expose(struct dockerfile *d, const struct pc_dockerfile_instruction *in) {
    struct pc_str word;
    for (size_t at = 0; pc_dockerfile_word(in->rest, &at, &word);) {
        word = without_quotes(word);
        size_t slash = word.ptr[0] == '$' ? pc_str_rfind_char(word, '/') : pc_str_find_char(word, '/', 0);
        bool udp = slash != PC_NPOS && pc_str_eq_nocase(pc_str_sub(word, slash + 1, word.len), PC_STR("udp"));
        state_word(d, in, pc_str_sub(word, 0, slash), PC_CLAIM_EXPOSE, udp ? PC_PROTO_UDP : PC_PROTO_TCP, PC_EMPTY);
    }
}

static void keep_variable(struct dockerfile *d, struct pc_str name, struct pc_str digits) {
    if (digits.len > 0 && d->variables.count < VARIABLES_MAX) {
        *PC_PUSH(&d->variables, d->ctx->scratch) = (struct variable){name, digits};
    }
}

static void read_variable(struct dockerfile *d, const struct pc_dockerfile_instruction *in, struct pc_str name,
                          struct pc_str value, bool argument) {
    bool fallback, elsewhere;
    enum pc_setting setting = pc_setting_of_env(name);
    value = without_quotes(value);
    struct pc_str digits = resolve(d, value, &fallback, &elsewhere);
    if (here(d) && setting != PC_SETTING_NONE) {
        uint32_t flags = setting == PC_SETTING_MAIN ? PC_CLAIM_PORT_VAR : PC_CLAIM_EXPOSE;
        struct pc_str qualifier = setting == PC_SETTING_MAIN ? PC_EMPTY : name;
        if (argument && digits.len > 0) {
            struct statement *s = state(d, digits, in->extent, flags | PC_CLAIM_FROM_ENV);
            s->derived = true;
            s->qualifier = qualifier;
        } else if (!argument) {
            state_word(d, in, value, flags, PC_PROTO_TCP, qualifier);
        }
    } else if (here(d) && !argument && pc_setting_of_address(name) == PC_SETTING_MAIN) {
        struct pc_str address;
        struct pc_piece piece;
        if (pc_address_split(value, &address, &piece) && pc_address_is_bind(address)) {
            state(d, pc_piece_text(value, piece), in->extent, PC_CLAIM_PORT_VAR);
        }
    }
    keep_variable(d, name, digits);
}

/* "ENV A=1 B=2", "ENV A 1", "ARG A=1". */
static void read_variables(struct dockerfile *d, const struct pc_dockerfile_instruction *in, bool argument) {
    struct pc_str word, value;
    size_t at = 0;
    while (pc_dockerfile_word(in->rest, &at, &word)) {
        size_t equals = pc_str_find_char(word, '=', 0);
        if (equals != PC_NPOS) {
            read_variable(d, in, pc_str_sub(word, 0, equals), pc_str_sub(word, equals + 1, word.len), argument);
        } else if (!argument) {
            if (pc_dockerfile_word(in->rest, &at, &value)) {
                read_variable(d, in, word, value, false);
            }
            return;
        }
    }
}

/* "curl -f http://localhost:3000/health", also with ${PORT:-3000}. */
static void read_check(struct dockerfile *d, const struct stage *stage) {
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    struct pc_str last = PC_EMPTY;
    while (pc_address_next(stage->check, &scan, &hit)) {
        struct pc_str host = pc_piece_text(stage->check, hit.host), digits = pc_piece_text(stage->check, hit.port);
        if (host.len > 0 && digits.len > 0 && pc_address_is_bind(host) && !pc_str_eq(digits, last)) {
            state(d, digits, stage->check_extent, PC_CLAIM_HEALTHCHECK);
            last = digits;
        }
    }
    static const char *const hosts[] = {"localhost:$", "127.0.0.1:$", "0.0.0.0:$"};
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        struct pc_str host = pc_str_c(hosts[i]);
        size_t at = pc_str_find(stage->check, host, 0);
        bool fallback;
        size_t end;
        struct pc_str digits =
            at == PC_NPOS ? PC_EMPTY : pc_port_word_at(stage->check, at + host.len - 1, &fallback, &end);
        if (digits.len > 0) {
            struct statement *s = state(d, digits, stage->check_extent, PC_CLAIM_HEALTHCHECK | PC_CLAIM_FROM_ENV);
            s->derived = true;
        }
    }
}

static void read_command(struct dockerfile *d, struct pc_str text, struct pc_str extent) {
    struct pc_command_ports ports = {0};
    pc_command_ports_add(d->ctx->scratch, text, &ports);
    for (size_t i = 0; i < ports.list.count; i++) {
        const struct pc_command_port *port = &ports.list.items[i];
        if (!port->open) {
            struct statement *s = state(d, port->digits, extent, port->side ? PC_CLAIM_EXPOSE : PC_CLAIM_FLAG);
            s->flags |= port->fallback ? PC_CLAIM_FROM_ENV : 0u;
            s->derived = port->fallback;
            s->qualifier = port->side ? port->flag : PC_EMPTY;
        }
    }
}

static void read_instruction(struct dockerfile *d, const struct pc_dockerfile_instruction *in) {
    struct stage *stage = here(d);
    if (pc_str_eq_nocase(in->word, PC_STR("FROM"))) {
        open_stage(d, in);
    } else if (pc_str_eq_nocase(in->word, PC_STR("ARG"))) {
        read_variables(d, in, true);
    } else if (!stage) {
        return;
    } else if (pc_str_eq_nocase(in->word, PC_STR("EXPOSE"))) {
        read_expose(d, in);
    } else if (pc_str_eq_nocase(in->word, PC_STR("ENV"))) {
        read_variables(d, in, false);
    } else if (pc_str_eq_nocase(in->word, PC_STR("CMD"))) {
        stage->command = in->rest;
        stage->command_extent = in->extent;
    } else if (pc_str_eq_nocase(in->word, PC_STR("ENTRYPOINT"))) {
        stage->entrypoint = in->rest;
        stage->entrypoint_extent = in->extent;
    } else if (pc_str_eq_nocase(in->word, PC_STR("HEALTHCHECK"))) {
        stage->check = in->rest;
        stage->check_extent = in->extent;
    }
}

/* --- whose image it is --- */

/* "api" of Dockerfile.api and api.Dockerfile; empty when the name says nothing but how it is built. */
static struct pc_str image_name(struct pc_str path) {
    static const char *const builds[] = {
        "dev",  "prod",  "production", "development", "test",   "ci",    "debug", "local",   "base",    "alpine",
        "slim", "gpu",   "cuda",       "cpu",         "arm64",  "amd64", "build", "builder", "staging", "release",
        "dist", "multi", "simple",     "example",     "sample", "in",    "tmpl",  "template"};
    struct pc_str base = pc_path_base(path);
    struct pc_str name = PC_EMPTY;
    size_t dot = pc_str_rfind_char(base, '.');
    if (dot != PC_NPOS && pc_str_eq_nocase(pc_str_sub(base, dot + 1, base.len), PC_STR("dockerfile"))) {
        name = pc_str_sub(base, 0, dot);
    } else if (dot != PC_NPOS || pc_str_find_char(base, '-', 0) != PC_NPOS) {
        size_t at = pc_str_find_char(base, '.', 0);
        at = at == PC_NPOS ? pc_str_find_char(base, '-', 0) : at;
        name = pc_str_sub(base, at + 1, base.len);
    }
    for (size_t i = 0; i < sizeof builds / sizeof builds[0]; i++) {
        if (pc_str_is_nocase(name, builds[i]) || pc_is_digit(name.len > 0 ? name.ptr[0] : '0')) {
            return PC_EMPTY;
        }
    }
    return name;
}

/* Folders that hold Dockerfiles and nothing else of a service. */
static struct pc_str service_dir(struct pc_str dir) {
    static const char *const folders[] = {"docker", ".docker", "deploy", "deployment", "container", "dockerfiles",
                                          "build",  "ci",      "infra",  "package",    "images",    ".devcontainer"};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof folders / sizeof folders[0] && !again; i++) {
            again = dir.len > 0 && pc_str_is_nocase(pc_path_base(dir), folders[i]);
        }
        dir = again ? pc_path_dir(dir) : dir;
    }
    return dir;
}

static void claim(struct dockerfile *d, const struct statement *s) {
    if (s->unresolved.len > 0) {
        pc_own_port_unresolved(d->ctx, s->unresolved);
        return;
    }
    struct pc_own_port own = {.role = PC_ROLE_LISTENS,
                              .confidence = s->derived ? PC_DERIVED : PC_STATED,
                              .environment = pc_environment_of_words(pc_path_base(d->ctx->path)),
                              .protocol = s->protocol,
                              .flags = s->flags,
                              .extent = pc_slice_span(d->ctx, s->extent),
                              .qualifier = s->qualifier,
                              .name = image_name(d->ctx->path),
                              .dir = service_dir(d->ctx->dir)};
    pc_own_port_claim(d->ctx, s->digits, &own);
}

/* The stages that the last one builds upon, the first one first. */
static void claim_stages(struct dockerfile *d) {
    struct PC_VEC(size_t) chain = {0};
    for (size_t at = d->stages.count - 1; at != PC_NPOS; at = d->stages.items[at].base) {
        *PC_PUSH(&chain, d->ctx->scratch) = at;
    }
    for (size_t i = chain.count; i-- > 0;) {
        const struct stage *stage = &d->stages.items[chain.items[i]];
        for (size_t j = 0; j < stage->statements.count; j++) {
            claim(d, &stage->statements.items[j]);
        }
    }
}

static void read_dockerfile(struct pc_read_context *ctx) {
    struct dockerfile *d = PC_NEW(ctx->scratch, struct dockerfile);
    d->ctx = ctx;
    struct pc_dockerfile_instruction in;
    for (size_t cursor = 0; pc_dockerfile_next(ctx->text, &cursor, &in);) {
        read_instruction(d, &in);
    }
    struct stage *last = here(d);
    if (!last) {
        return;
    }
    const struct stage kept = *last;
    read_check(d, &kept);
    read_command(d, kept.entrypoint, kept.entrypoint_extent);
    read_command(d, kept.command, kept.command_extent);
    claim_stages(d);
}

/* "dockerfile.go" is a program about Dockerfiles; "Dockerfile.go" is a Dockerfile for one. */
static bool is_program(struct pc_str base) {
    static const char *const suffixes[] = {".c",  ".h",  ".cc",   ".cpp", ".go", ".py", ".rb",  ".rs",
                                           ".js", ".ts", ".java", ".kt",  ".cs", ".ex", ".lua", ".html"};
    bool lower = base.len > 0 && base.ptr[0] == 'd';
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0] && lower; i++) {
        if (pc_str_ends(base, pc_str_c(suffixes[i]))) {
            return true;
        }
    }
    return false;
}

static enum pc_match match(const struct pc_path_look *look) {
    struct pc_str base = look->base;
    bool named = pc_str_starts_nocase(base, PC_STR("Dockerfile")) || pc_str_starts(base, PC_STR("Containerfile"));
    size_t behind = pc_str_starts(base, PC_STR("Containerfile")) ? 13 : 10;
    bool whole = named && (base.len == behind || base.ptr[behind] == '.' || base.ptr[behind] == '-');
    bool suffixed = base.len > 11 && pc_str_eq_nocase(pc_str_sub(base, base.len - 11, 11), PC_STR(".dockerfile"));
    bool other = pc_str_ends(base, PC_STR(".dockerignore")) || pc_str_ends(base, PC_STR(".md"));
    return (whole || suffixed) && !other && !is_program(base) && !pc_path_is_aside(look->path) ? PC_MATCH_NAME
                                                                                               : PC_MATCH_NO;
}

const struct pc_reader pc_reader_dockerfile = {
    .name = "dockerfile",
    .summary = "Dockerfiles: EXPOSE, PORT, HEALTHCHECK, listen flags of the last stage",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .read = read_dockerfile,
};
