/* Configuration of development tools that is written as a program: vite.config.ts, playwright.config.ts,
 * nuxt.config.ts, ecosystem.config.js. The keys around a port say whose it is. */
#include "command_line.h"
#include "compose_ports.h"
#include "path.h"
#include "route.h"
#include "source.h"

enum { DEPTH = 32, LONGEST_ARGUMENTS = 2000 };

struct level {
    struct pc_str key;  /* of the object; of an object in a list, the list's */
    struct pc_str name; /* the string that its "name" says */
    char bracket;
};

struct tool {
    struct pc_source source;
    struct level levels[DEPTH];
    size_t depth;
    struct pc_str key; /* before a ':', until its value is over */
    bool fresh;        /* nothing of its value was seen yet */
};

static bool is(struct pc_str s, const char *word) {
    return pc_str_eq(s, pc_str_c(word));
}

static struct pc_str key_above(const struct tool *tool) {
    return tool->depth > 0 && tool->depth <= DEPTH ? tool->levels[tool->depth - 1].key : PC_EMPTY;
}

static bool is_inside(const struct tool *tool, const char *key) {
    for (size_t i = 0; i < tool->depth && i < DEPTH; i++) {
        if (is(tool->levels[i].key, key)) {
            return true;
        }
    }
    return false;
}

/* An object that is given to a call or exported, in none that has a name: createConfig({ port: 5173 }). */
static bool is_outermost(const struct tool *tool) {
    for (size_t i = 0; i < tool->depth && i < DEPTH; i++) {
        if (tool->levels[i].key.len > 0) {
            return false;
        }
    }
    return tool->depth <= DEPTH;
}

static void open_level(struct tool *tool, char bracket) {
    struct pc_str key = tool->key;
    bool item = tool->depth > 0 && tool->depth <= DEPTH && tool->levels[tool->depth - 1].bracket == '[';
    if (key.len == 0 && bracket == '{' && item) {
        key = key_above(tool);
    }
    if (tool->depth < DEPTH) {
        tool->levels[tool->depth] = (struct level){.key = key, .bracket = bracket};
    }
    tool->depth++;
    tool->key = PC_EMPTY;
}

static void dial(struct tool *tool, struct pc_str value) {
    struct pc_read_context *ctx = tool->source.ctx;
    struct pc_route_how how = {.extent = pc_slice_span(ctx, pc_line_around(ctx, value)), .qualifier = tool->key};
    pc_route_dial(ctx, pc_route_slice(value), &how);
}

static void dial_port(struct tool *tool, struct pc_str digits) {
    struct pc_read_context *ctx = tool->source.ctx;
    digits = pc_source_slice(&tool->source, digits);
    struct pc_route_how how = {.extent = pc_slice_span(ctx, pc_line_around(ctx, digits)),
                               .qualifier = key_above(tool),
                               .default_host = PC_STR("localhost"),
                               .protocol = PC_PROTO_TCP};
    pc_route_dial_split(ctx, (struct pc_route_word){PC_EMPTY, NULL}, pc_route_slice(digits), &how);
}

/* "port: 5173" by the key of its object. */
static void take_port(struct tool *tool, struct pc_str digits, bool constant) {
    struct pc_str above = key_above(tool);
    enum pc_confidence confidence = constant ? PC_DERIVED : PC_STATED;
    bool server = is(above, "server") || is(above, "devServer") || is(above, "dev") || is_outermost(tool);
    if (is(above, "webServer")) {
        dial_port(tool, digits);
    } else if (is(above, "preview") || is(above, "hmr")) {
        pc_source_own(&tool->source, digits, confidence, pc_source_slice(&tool->source, above));
    } else if (server) {
        pc_source_own(&tool->source, digits, confidence, PC_EMPTY);
    }
}

/* The port of a process that a manager starts under the name that the object `up` levels above says. */
static void claim_process(struct tool *tool, struct pc_str digits, size_t up, struct pc_own_port own) {
    struct pc_read_context *ctx = tool->source.ctx;
    struct pc_str name = tool->depth >= up && tool->depth <= DEPTH ? tool->levels[tool->depth - up].name : PC_EMPTY;
    own.role = PC_ROLE_DEFAULT;
    own.confidence = PC_DERIVED;
    own.name = pc_source_slice(&tool->source, name);
    own.dir = tool->source.place.dir;
    own.name_span = name.len > 0 ? pc_slice_span(ctx, own.name) : own.name_span;
    pc_own_port_claim(ctx, pc_source_slice(&tool->source, digits), &own);
}

/* "env: { PORT: 3000 }" of a process. */
static void take_process(struct tool *tool, struct pc_str digits) {
    claim_process(tool, digits, 2, (struct pc_own_port){.environment = pc_environment_of_words(key_above(tool))});
}

/* "args: 'run dev -- --port 3000'" and "args: ['--port', '3000']" of a process. */
static bool holds_command(const struct tool *tool) {
    return is(key_above(tool), "apps") && (is(tool->key, "args") || is(tool->key, "script"));
}

static void take_command(struct tool *tool, struct pc_str command) {
    struct pc_command_ports ports = {0};
    pc_command_ports_add(tool->source.ctx->scratch, command, &ports);
    for (size_t i = 0; i < ports.list.count; i++) {
        const struct pc_command_port *port = &ports.list.items[i];
        if (!port->open) {
            claim_process(
                tool, port->digits, 1,
                (struct pc_own_port){.qualifier = port->side ? pc_source_slice(&tool->source, port->flag) : PC_EMPTY});
        }
    }
}

static void take_number(struct tool *tool, struct pc_str digits, bool constant) {
    if (is(tool->key, "port")) {
        take_port(tool, digits, constant);
    } else if (is(tool->key, "PORT") && pc_str_starts(key_above(tool), PC_STR("env"))) {
        take_process(tool, digits);
    }
}

static void take_string(struct tool *tool, struct pc_str content) {
    struct pc_str value = pc_source_slice(&tool->source, content);
    bool digits = content.len > 0 &&
                  pc_number_at(tool->source.code, (size_t)(content.ptr - tool->source.code.ptr)).len == content.len;
    if (is(tool->key, "name") && tool->depth > 0 && tool->depth <= DEPTH) {
        tool->levels[tool->depth - 1].name = content;
    } else if (holds_command(tool)) {
        take_command(tool, content);
    } else if (digits) {
        take_number(tool, content, false);
    } else if (is(tool->key, "url") && is(key_above(tool), "webServer")) {
        dial(tool, value);
    } else if (is(tool->key, "baseURL") && is(key_above(tool), "use")) {
        dial(tool, value);
    } else if ((is_inside(tool, "proxy") || is_inside(tool, "devProxy")) &&
               (is(tool->key, "target") || is(key_above(tool), "proxy") || is(key_above(tool), "devProxy"))) {
        dial(tool, value);
    } else if (is(tool->key, "destination") || (is(tool->key, "proxy") && is_inside(tool, "routeRules"))) {
        dial(tool, value);
    }
}

/* A word that a ':' follows is a key; any other may be a constant that a key is set to. */
static size_t take_word(struct tool *tool, struct pc_str word, size_t at) {
    struct pc_str code = tool->source.code;
    size_t behind = pc_code_skip(code, at + word.len);
    if (behind < code.len && code.ptr[behind] == ':') {
        tool->key = word;
        tool->fresh = true;
        return behind + 1;
    }
    bool whole = behind < code.len && (code.ptr[behind] == ',' || code.ptr[behind] == '}');
    bool fresh = tool->fresh;
    tool->fresh = false;
    if (is(tool->key, "port") && whole && fresh) {
        struct pc_str digits = pc_source_constant(&tool->source, word);
        if (digits.len > 0) {
            take_number(tool, digits, true);
        }
    }
    return at + word.len;
}

static size_t take_quoted(struct tool *tool, size_t at) {
    struct pc_str code = tool->source.code;
    struct pc_str content;
    size_t end;
    if (!pc_code_string(code, at, &content, &end)) {
        return at + 1;
    }
    size_t behind = pc_code_skip(code, end);
    if (behind < code.len && code.ptr[behind] == ':' && tool->key.len == 0) {
        tool->key = content;
        tool->fresh = true;
        return behind + 1;
    }
    if (tool->fresh || tool->key.len == 0) {
        take_string(tool, content);
    }
    tool->fresh = false;
    return end;
}

static void walk(struct tool *tool) {
    struct pc_str code = tool->source.code;
    for (size_t at = 0; at < code.len;) {
        char c = code.ptr[at];
        struct pc_str word = pc_identifier_at(code, at);
        if (word.len > 0) {
            at = take_word(tool, word, at);
            continue;
        }
        if (c == '"' || c == '\'' || c == '`') {
            at = take_quoted(tool, at);
            continue;
        }
        if (pc_is_digit(c)) {
            struct pc_str digits = pc_number_at(code, at);
            size_t behind = pc_code_skip(code, at + digits.len);
            bool whole = behind >= code.len || code.ptr[behind] == ',' || code.ptr[behind] == '}';
            if (digits.len > 0 && whole && tool->fresh) {
                take_number(tool, digits, false);
            }
            tool->fresh = false;
            while (at < code.len && pc_in_identifier(code.ptr[at])) {
                at++;
            }
            continue;
        }
        tool->fresh = tool->fresh && pc_is_space(c);
        if (c == '{' || c == '[' || c == '(') {
            if (c == '[' && holds_command(tool)) {
                take_command(tool, pc_str_sub(code, at, pc_code_close(code, at, LONGEST_ARGUMENTS) - at));
            }
            open_level(tool, c);
        } else if (c == '}' || c == ']' || c == ')') {
            tool->depth -= tool->depth > 0;
            tool->key = PC_EMPTY;
        } else if (c == ',' || c == ';') {
            tool->key = PC_EMPTY;
        }
        at++;
    }
}

static void read_tool(struct pc_read_context *ctx) {
    struct tool *tool = PC_NEW(ctx->scratch, struct tool);
    tool->source = pc_source_open(ctx, PC_LANG_JS);
    tool->source.environment = PC_ENV_DEVELOPMENT;
    walk(tool);
    pc_source_variables(&tool->source);
}

static enum pc_match match(const struct pc_path_look *look) {
    static const char *const tools[] = {"vite",       "astro",     "nuxt",   "svelte", "webpack", "vue",
                                        "rsbuild",    "rspack",    "next",   "remix",  "quasar",  "farm",
                                        "playwright", "ecosystem", "craco",  "waku",   "vinxi",   "snowpack",
                                        "app",        "solid",     "tsdown", "nitro"};
    struct pc_str base = look->base;
    size_t config = pc_str_find(base, PC_STR(".config."), 0);
    if (config == PC_NPOS || look->language != PC_LANG_JS) {
        return PC_MATCH_NO;
    }
    bool playwright = pc_str_starts(base, PC_STR("playwright"));
    bool foreign = pc_str_find(look->path, PC_STR("node_modules/"), 0) != PC_NPOS;
    if (foreign || (!playwright && pc_path_is_aside(look->path))) {
        return PC_MATCH_NO;
    }
    size_t end = pc_str_find_char(base, '.', 0);
    for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++) {
        if (pc_str_eq(pc_str_sub(base, 0, end), pc_str_c(tools[i]))) {
            return PC_MATCH_NAME;
        }
    }
    return PC_MATCH_NO;
}

const struct pc_reader pc_reader_tool = {
    .name = "tool-config",
    .summary = "vite, playwright, nuxt, astro, webpack, pm2: ports of development servers and what they dial",
    .kind = PC_FILE_KIND_SOURCE,
    .env_like = true,
    .match = match,
    .read = read_tool,
};
