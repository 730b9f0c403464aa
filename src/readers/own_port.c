#include "own_port.h"

#include <string.h>

#include "path.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Words in lower case. */
static bool among(struct pc_str word, const char *const *words, size_t count) {
    char first = word.len > 0 ? pc_lower(word.ptr[0]) : '\0'; /* most words are done with by it */
    for (size_t i = 0; i < count; i++) {
        if (first == words[i][0] && pc_str_is_nocase(word, words[i])) {
            return true;
        }
    }
    return false;
}

static bool any_part(struct pc_str path, char separator, const char *const *words, size_t count) {
    struct pc_str part;
    for (bool done = false; pc_str_split(&path, separator, &part, &done);) {
        if (among(part, words, count)) {
            return true;
        }
    }
    return false;
}

struct pc_span pc_slice_span(const struct pc_read_context *ctx, struct pc_str slice) {
    uint32_t offset = slice.len > 0 ? (uint32_t)(slice.ptr - ctx->text.ptr) : 0;
    return (struct pc_span){ctx->file, offset, (uint32_t)slice.len};
}

struct pc_str pc_line_around(const struct pc_read_context *ctx, struct pc_str slice) {
    enum { SIDE_MAX = 2000 }; /* of an endless line only a part */
    if (slice.len == 0) {
        return PC_EMPTY; /* "" in a program is nowhere */
    }
    size_t at = (size_t)(slice.ptr - ctx->text.ptr);
    size_t from = at, to = at + slice.len;
    while (from > 0 && at - from < SIDE_MAX && ctx->text.ptr[from - 1] != '\n') {
        from--;
    }
    while (to < ctx->text.len && to - at < SIDE_MAX && ctx->text.ptr[to] != '\n') {
        to++;
    }
    return pc_str_trim(pc_str_sub(ctx->text, from, to - from));
}

bool pc_path_is_sample(struct pc_str path) {
    static const char *const words[] = {"example", "sample", "examples", "samples", "dist", "template", "tmpl"};
    struct pc_str base = pc_path_base(path);
    for (size_t from = 0, to; from < base.len; from = to + 1) {
        for (to = from; to < base.len && pc_is_alnum(base.ptr[to]);) {
            to++;
        }
        if (among(pc_str_sub(base, from, to - from), words, COUNT(words))) {
            return true;
        }
    }
    return false;
}

static void trouble(struct pc_read_context *ctx, enum pc_trouble_kind kind, struct pc_str slice, struct pc_str said) {
    struct pc_trouble what = {.kind = kind,
                              .span = pc_slice_span(ctx, slice),
                              .other = {.file = PC_NONE},
                              .message = said,
                              .service = PC_NONE};
    pc_builder_trouble(ctx->builder, &what);
}

void pc_own_port_unresolved(struct pc_read_context *ctx, struct pc_str slice) {
    trouble(ctx, PC_TROUBLE_UNRESOLVED, slice, PC_STR("the port is filled in later, from a variable"));
}

pc_id pc_own_port_claim(struct pc_read_context *ctx, struct pc_str digits, const struct pc_own_port *own) {
    uint16_t port;
    enum pc_port_result result = pc_port_parse(digits, &port);
    if (result == PC_PORT_LARGE) {
        trouble(ctx, PC_TROUBLE_INVALID_PORT, digits, PC_STR("the port is too large: ports end at 65535"));
    }
    if (result != PC_PORT_OK) {
        return PC_NONE;
    }
    bool named = own->name.len > 0;
    struct pc_claim claim = {.role = own->role,
                             .confidence = pc_path_is_sample(ctx->path) ? PC_GUESSED : own->confidence,
                             .protocol = own->protocol,
                             .environment = own->environment,
                             .place = own->role == PC_ROLE_LISTENS ? PC_PLACE_NETWORK : PC_PLACE_HOST,
                             .flags = own->flags | (named ? 0u : PC_CLAIM_SELF),
                             .ports = {port, port},
                             .span = pc_slice_span(ctx, digits),
                             .extent = own->extent,
                             .name = own->name,
                             .qualifier = own->qualifier,
                             .name_span = own->name_span,
                             .service = PC_NONE,
                             .host = PC_NONE,
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = own->in_unit ? own->container : PC_NONE,
                             .partner = PC_NONE};
    if (claim.extent.length == 0) {
        claim.extent = pc_slice_span(ctx, pc_line_around(ctx, digits));
    }
    if (claim.name_span.length == 0) {
        claim.name_span = (struct pc_span){ctx->file, claim.span.offset, 0};
    }
    pc_id id = pc_builder_claim(ctx->builder, &claim);
    if (!named) {
        pc_builder_claim_dir(ctx->builder, id, own->dir);
    }
    return id;
}

static bool looks_like_service(const struct pc_read_context *ctx, struct pc_str dir) {
    static const char *const marks[] = {
        "package.json",  "Dockerfile",   "go.mod",        "pyproject.toml", "requirements.txt", "CLAUDE.md",
        "AGENTS.md",     "Cargo.toml",   "pom.xml",       "build.gradle",   "build.gradle.kts", "composer.json",
        "Gemfile",       "mix.exs",      "deno.json",     "deno.jsonc",     "wrangler.toml",    "wrangler.jsonc",
        "Containerfile", "Procfile",     "manage.py",     "setup.py",       "fly.toml",         "project.clj",
        "build.sbt",     "pubspec.yaml", "Package.swift", "Pipfile"};
    enum { MARK_MAX = 32 };
    char *path = pc_arena_bytes(ctx->scratch, dir.len + 1 + MARK_MAX);
    size_t len = dir.len;
    if (dir.len > 0) {
        memcpy(path, dir.ptr, dir.len);
        path[len++] = '/';
    }
    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t mark = strlen(marks[i]);
        memcpy(path + len, marks[i], mark + 1);
        if (ctx->tree->exists(ctx->tree->arg, (struct pc_str){path, len + mark})) {
            return true;
        }
    }
    return false;
}

/* Kept for the next file, which mostly lies in the same directory or in one beside it. */
static bool is_service(const struct pc_read_context *ctx, struct pc_str dir, size_t depth) {
    struct pc_seen_dir *seen = ctx->tree->seen && depth < PC_SEEN_DEPTHS ? &ctx->tree->seen[depth] : NULL;
    if (seen && seen->known && pc_str_eq(seen->dir, dir)) {
        return seen->service;
    }
    bool service = looks_like_service(ctx, dir);
    if (seen) {
        *seen = (struct pc_seen_dir){dir, true, service};
    }
    return service;
}

/* "services/ledger" of "services/ledger/internal/config": what lies in the outermost folder of services is one. */
static struct pc_str child_of_shelf(struct pc_str dir) {
    static const char *const shelves[] = {"services", "apps", "cmd", "microservices", "servers", "workers", "bots"};
    for (size_t from = 0, to; from < dir.len; from = to + 1) {
        size_t slash = pc_str_find_char(dir, '/', from);
        to = slash == PC_NPOS ? dir.len : slash;
        if (to < dir.len && among(pc_str_sub(dir, from, to - from), shelves, COUNT(shelves))) {
            slash = pc_str_find_char(dir, '/', to + 1);
            return pc_str_sub(dir, 0, slash);
        }
    }
    return PC_EMPTY;
}

static bool is_part(struct pc_str folder) {
    static const char *const parts[] = {"src",     "main", "resources", "java",   "kotlin", "config",   "conf",
                                        "lib",     "libs", "internal",  "pkg",    "env",    "envs",     "python",
                                        "scripts", "bin",  "utils",     "common", "shared", "settings", "core"};
    return among(folder, parts, COUNT(parts));
}

/* "simple" of "simple/src/main/resources", nothing of "src/config". */
static struct pc_str outermost_of(struct pc_str dir) {
    struct pc_str first = pc_str_sub(dir, 0, pc_str_find_char(dir, '/', 0));
    return is_part(first) ? PC_EMPTY : first;
}

/* Without the folders at its end that only hold parts of a program. */
static struct pc_str above_parts(struct pc_str dir) {
    while (dir.len > 0 && is_part(pc_path_base(dir))) {
        dir = pc_path_dir(dir);
    }
    return dir;
}

struct pc_service_place pc_service_dir_above(const struct pc_read_context *ctx, struct pc_str dir) {
    size_t depth = dir.len > 0;
    for (size_t i = 0; i < dir.len; i++) {
        depth += dir.ptr[i] == '/';
    }
    for (struct pc_str at = dir; at.len > 0; at = pc_path_dir(at)) {
        if (is_service(ctx, at, depth--)) {
            return (struct pc_service_place){at, true};
        }
    }
    struct pc_str child = child_of_shelf(dir);
    if (child.len > 0) {
        return (struct pc_service_place){child, true};
    }
    if (!is_service(ctx, PC_EMPTY, 0)) {
        return (struct pc_service_place){above_parts(dir), false};
    }
    struct pc_str outermost = outermost_of(dir);
    return (struct pc_service_place){outermost, outermost.len == 0};
}

bool pc_path_is_aside(struct pc_str path) {
    static const char *const dirs[] = {"test",
                                       "tests",
                                       "__tests__",
                                       "spec",
                                       "specs",
                                       "e2e",
                                       "fixtures",
                                       "__fixtures__",
                                       "fixture",
                                       "mocks",
                                       "__mocks__",
                                       "mock",
                                       "testdata",
                                       "testing",
                                       "examples",
                                       "example",
                                       "samples",
                                       "sample",
                                       "stories",
                                       "docs",
                                       "doc",
                                       "node_modules",
                                       "vendor",
                                       "dist",
                                       "third_party",
                                       "third-party",
                                       "coverage",
                                       "generated",
                                       "__generated__",
                                       "site-packages",
                                       "venv",
                                       ".venv",
                                       ".next",
                                       ".nuxt",
                                       "archive",
                                       "archived",
                                       "bower_components",
                                       "demo",
                                       "demos",
                                       "storybook",
                                       ".storybook",
                                       "benchmark",
                                       "benchmarks",
                                       "snapshots",
                                       "__snapshots__",
                                       "deprecated"};
    return any_part(pc_path_dir(path), '/', dirs, COUNT(dirs));
}

static enum pc_environment environment_of_word(struct pc_str word) {
    static const struct {
        const char *word;
        enum pc_environment environment;
    } words[] = {{"dev", PC_ENV_DEVELOPMENT},
                 {"develop", PC_ENV_DEVELOPMENT},
                 {"development", PC_ENV_DEVELOPMENT},
                 {"local", PC_ENV_DEVELOPMENT},
                 {"localhost", PC_ENV_DEVELOPMENT},
                 {"test", PC_ENV_TEST},
                 {"tests", PC_ENV_TEST},
                 {"testing", PC_ENV_TEST},
                 {"ci", PC_ENV_TEST},
                 {"e2e", PC_ENV_TEST},
                 {"staging", PC_ENV_STAGING},
                 {"stage", PC_ENV_STAGING},
                 {"preprod", PC_ENV_STAGING},
                 {"uat", PC_ENV_STAGING},
                 {"prod", PC_ENV_PRODUCTION},
                 {"production", PC_ENV_PRODUCTION}};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (pc_str_is_nocase(word, words[i].word)) {
            return words[i].environment;
        }
    }
    return PC_ENV_UNKNOWN;
}

enum pc_environment pc_environment_of_words(struct pc_str s) {
    for (size_t from = 0, to; from < s.len; from = to + 1) {
        for (to = from; to < s.len && pc_is_alnum(s.ptr[to]);) {
            to++;
        }
        enum pc_environment environment = environment_of_word(pc_str_sub(s, from, to - from));
        if (environment != PC_ENV_UNKNOWN) {
            return environment;
        }
    }
    return PC_ENV_UNKNOWN;
}

enum pc_environment pc_environment_of_path(struct pc_str path) {
    enum pc_environment environment = pc_environment_of_words(pc_path_base(path));
    for (struct pc_str dir = pc_path_dir(path); dir.len > 0 && environment == PC_ENV_UNKNOWN; dir = pc_path_dir(dir)) {
        environment = environment_of_word(pc_path_base(dir));
    }
    return environment;
}

static bool in_word(char c) {
    return pc_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

struct pc_str pc_number_at(struct pc_str text, size_t at) {
    size_t end = at;
    while (end < text.len && pc_is_digit(text.ptr[end])) {
        end++;
    }
    bool before = at > 0 && (in_word(text.ptr[at - 1]) || text.ptr[at - 1] == '.' || text.ptr[at - 1] == '-');
    bool fraction = end + 1 < text.len && text.ptr[end] == '.' && pc_is_digit(text.ptr[end + 1]);
    bool behind = end < text.len && in_word(text.ptr[end]);
    return before || fraction || behind || end == at ? PC_EMPTY : pc_str_sub(text, at, end - at);
}

bool pc_host_is_variable(struct pc_str text, size_t at) {
    return at > 0 && (text.ptr[at - 1] == '$' || text.ptr[at - 1] == '{' || text.ptr[at - 1] == '%');
}

/* The digits before the '}' that ends "${...}", behind ':' or '-'. */
static struct pc_str marker_default(struct pc_str marker) {
    size_t end = marker.len - 1, from = end;
    while (from > 2 && pc_is_digit(marker.ptr[from - 1])) {
        from--;
    }
    bool given = from > 2 && from < end && (marker.ptr[from - 1] == ':' || marker.ptr[from - 1] == '-');
    return given ? pc_str_sub(marker, from, end - from) : PC_EMPTY;
}

struct pc_str pc_port_word_at(struct pc_str text, size_t at, bool *fallback, size_t *end) {
    enum { MARKER_MAX = 80 };
    *fallback = pc_str_starts(pc_str_sub(text, at, 2), PC_STR("${"));
    if (*fallback) {
        size_t close = pc_str_find_char(pc_str_sub(text, at, MARKER_MAX), '}', 0);
        *end = close == PC_NPOS ? at : at + close + 1;
        return close == PC_NPOS ? PC_EMPTY : marker_default(pc_str_sub(text, at, close + 1));
    }
    struct pc_str number = pc_number_at(text, at);
    *end = at + number.len;
    return number;
}
