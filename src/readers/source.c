/* Source defaults: the port that a program takes when nothing sets it, and the addresses that it dials then. */
#include "source.h"

#include "path.h"

struct pc_source pc_source_open(struct pc_read_context *ctx, enum pc_language language) {
    return (struct pc_source){.ctx = ctx,
                              .code = pc_code_without_comments(ctx->scratch, ctx->text, language),
                              .language = language,
                              .place = pc_service_dir_above(ctx, ctx->dir)};
}

struct pc_str pc_source_slice(const struct pc_source *source, struct pc_str piece) {
    bool inside = piece.len > 0 && piece.ptr >= source->code.ptr && piece.ptr < source->code.ptr + source->code.len;
    return inside ? pc_str_sub(source->ctx->text, (size_t)(piece.ptr - source->code.ptr), piece.len) : piece;
}

void pc_source_own(struct pc_source *source, struct pc_str digits, enum pc_confidence confidence,
                   struct pc_str qualifier) {
    struct pc_own_port own = {.role = PC_ROLE_DEFAULT,
                              .confidence = confidence,
                              .environment = source->environment,
                              .qualifier = qualifier,
                              .dir = source->place.dir};
    if (digits.ptr != source->claimed) {
        pc_own_port_claim(source->ctx, pc_source_slice(source, digits), &own);
    }
    source->claimed = digits.ptr;
}

struct pc_str pc_source_constant(struct pc_source *source, struct pc_str name) {
    enum { LOOKS_MAX = 16 };
    return source->constants++ < LOOKS_MAX ? pc_code_constant(source->code, name) : PC_EMPTY;
}

static bool is_letter(char c) {
    return pc_is_alpha(c);
}

/* "port", "PORT", "serverPort", "my_port", but no part of "import", "support", "portal". */
static bool has_port_word(struct pc_str text) {
    for (size_t at = 0; (at = pc_str_find_char(text, 'o', at)) != PC_NPOS; at++) {
        bool word = at >= 1 && at + 2 < text.len && (text.ptr[at - 1] == 'p' || text.ptr[at - 1] == 'P') &&
                    text.ptr[at + 1] == 'r' && text.ptr[at + 2] == 't';
        if (word && (text.ptr[at - 1] == 'P' || at < 2 || !is_letter(text.ptr[at - 2]))) {
            return true;
        }
    }
    return pc_str_find(text, PC_STR("PORT"), 0) != PC_NPOS;
}

bool pc_source_may_state(struct pc_str text) {
    static const char *const words[] = {"isten", "serve(",     "://localhost:", "\":",    "bind(",
                                        ".Run(", "SocketAddr", "erver(",        "Socket("};
    if (has_port_word(text)) {
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_find(text, pc_str_c(words[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    /* an address with a port: "://ledger:4100" */
    for (size_t at = 0; (at = pc_str_find(text, PC_STR("://"), at)) != PC_NPOS; at += 3) {
        struct pc_str rest = pc_str_sub(text, at + 3, 60);
        for (size_t i = 0; i + 1 < rest.len && rest.ptr[i] != '\n'; i++) {
            if (rest.ptr[i] == ':' && pc_is_digit(rest.ptr[i + 1])) {
                return true;
            }
        }
    }
    return false;
}

static void read_source(struct pc_read_context *ctx) {
    enum pc_language language = pc_language_of(ctx->path);
    if (language == PC_LANG_NONE || !pc_source_may_state(ctx->text)) {
        return;
    }
    struct pc_source source = pc_source_open(ctx, language);
    pc_source_variables(&source);
    pc_source_calls(&source);
}

/* --- which files --- */

static bool is_main_word(struct pc_str word) {
    char first = word.len > 0 ? pc_lower(word.ptr[0]) : 0;
    static const char *const words[] = {
        "main",  "server",      "index",     "app",      "config", "configuration", "settings", "setting",
        "env",   "environment", "constants", "constant", "const",  "consts",        "defaults", "bootstrap",
        "start", "run",         "serve",     "cli",      "www",    "program",       "startup",  "wsgi",
        "asgi",  "manage",      "gunicorn",  "puma",     "http",   "api",           "options",  "args",
        "flags", "gateway",     "worker",    "port",     "ports",  "application",   "launch",   "runtime",
        "root",  "cmd",         "proxy",     "service",  "listen", "init",          "vars",     "dev",
        "prod",  "cfg",         "mcp",       "daemon",   "web"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (first == words[i][0] && pc_str_is_nocase(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* Some word of the name says that a program starts here, or is configured: "main", "authServer", "env-config". */
static bool is_main_name(struct pc_str stem) {
    for (size_t from = 0, to; from < stem.len; from = to) {
        to = from + 1;
        while (to < stem.len && pc_is_alnum(stem.ptr[to]) &&
               !(stem.ptr[to] >= 'A' && stem.ptr[to] <= 'Z' && !(stem.ptr[to - 1] >= 'A' && stem.ptr[to - 1] <= 'Z'))) {
            to++;
        }
        if (is_main_word(pc_str_sub(stem, from, to - from))) {
            return true;
        }
        while (to < stem.len && !pc_is_alnum(stem.ptr[to])) {
            to++;
        }
    }
    return false;
}

/* Tests, stories, generated and minified code, by their own names. */
static bool is_aside_name(struct pc_str base) {
    static const char *const parts[] = {".test.", ".spec.", ".stories.", ".min.",    ".generated.", ".gen.",
                                        ".d.",    ".mock.", ".e2e.",     ".bundle.", ".pb."};
    static const char *const suffixes[] = {"_test.go", "_test.py", "_pb2.py",  "Test.java", "Tests.java",
                                           "Test.kt",  "_test.rb", "_spec.rb", "_test.exs", "Tests.cs",
                                           "Test.cs",  "Spec.kt",  "Test.php", "_test.dart"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (pc_str_find(base, pc_str_c(parts[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (pc_str_ends(base, pc_str_c(suffixes[i]))) {
            return true;
        }
    }
    return pc_str_starts(base, PC_STR("test_")) || pc_str_eq(base, PC_STR("conftest.py"));
}

static enum pc_match match(const struct pc_path_look *look) {
    enum pc_language language = look->language;
    if (language == PC_LANG_NONE || language == PC_LANG_SHELL) {
        return PC_MATCH_NO;
    }
    struct pc_str stem = pc_path_stem(look->path);
    bool config =
        pc_str_find(look->path, PC_STR("config/"), 0) != PC_NPOS || pc_str_ends(look->path, PC_STR("config.ru"));
    bool fits = (config || is_main_name(stem)) && !is_aside_name(look->base) && !pc_path_is_aside(look->path);
    return fits ? PC_MATCH_MAYBE : PC_MATCH_NO;
}

static bool sniff(struct pc_str path, struct pc_str text) {
    (void)path;
    return pc_source_may_state(text);
}

const struct pc_reader pc_reader_source = {
    .name = "source",
    .summary = "source defaults: the port and addresses that a program takes when nothing is set",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .sniff = sniff,
    .read = read_source,
};
