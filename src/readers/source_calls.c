/* Calls that listen: app.listen(3000), Bun.serve({ port: 3000 }), uvicorn.run(app, port=8000),
 * http.ListenAndServe(":8080"). One table says which calls, and where in their arguments the number stands. */
#include "compose_ports.h"
#include "source.h"

enum where {
    FIRST = 1,       /* the first argument is the number */
    ADDRESS = 2,     /* an argument is ":8080" or "0.0.0.0:8080" */
    FIELD = 4,       /* an argument or a field of one is called port */
    PAIR = 8,        /* ("0.0.0.0", 8080) or ([0, 0, 0, 0], 8080) */
    NAMED_CONST = 16 /* and a constant's name may stand for the number in all of these */
};

struct call {
    enum pc_language language; /* NONE: all */
    const char *name;          /* what is called, without what it belongs to */
    const char *of;            /* a word of what it belongs to; NULL: anything */
    unsigned where;
    const char *qualifier; /* it listens beside the main port; NULL: it is the main one */
};

static const struct call calls[] = {
    {PC_LANG_JS, "listen", NULL, FIRST | FIELD | ADDRESS | NAMED_CONST, NULL},
    {PC_LANG_JS, "serve", NULL, FIELD | NAMED_CONST, NULL},
    {PC_LANG_JS, "WebSocketServer", NULL, FIELD | NAMED_CONST, "websocket"},
    {PC_LANG_PYTHON, "run", NULL, FIELD | NAMED_CONST, NULL},
    {PC_LANG_PYTHON, "run_app", NULL, FIELD | NAMED_CONST, NULL},
    {PC_LANG_PYTHON, "serve", NULL, FIELD | NAMED_CONST, NULL},
    {PC_LANG_PYTHON, "launch", NULL, FIELD | NAMED_CONST, NULL},
    {PC_LANG_PYTHON, "listen", NULL, FIRST | NAMED_CONST, NULL},
    {PC_LANG_PYTHON, "run_simple", NULL, PAIR, NULL},
    {PC_LANG_PYTHON, "make_server", NULL, PAIR, NULL},
    {PC_LANG_PYTHON, "HTTPServer", NULL, PAIR | NAMED_CONST, NULL},
    {PC_LANG_PYTHON, "ThreadingHTTPServer", NULL, PAIR | NAMED_CONST, NULL},
    {PC_LANG_PYTHON, "TCPServer", NULL, PAIR | NAMED_CONST, NULL},
    {PC_LANG_PYTHON, "start_server", "asyncio", PAIR, NULL},
    {PC_LANG_PYTHON, "add_insecure_port", NULL, ADDRESS, "grpc"},
    {PC_LANG_PYTHON, "add_secure_port", NULL, ADDRESS, "grpc"},
    {PC_LANG_PYTHON, "start_http_server", NULL, FIRST | FIELD, "metrics"},
    {PC_LANG_GO, "ListenAndServe", NULL, ADDRESS | NAMED_CONST, NULL},
    {PC_LANG_GO, "ListenAndServeTLS", NULL, ADDRESS | NAMED_CONST, NULL},
    {PC_LANG_GO, "Listen", NULL, ADDRESS | NAMED_CONST, NULL},
    {PC_LANG_GO, "Run", NULL, ADDRESS, NULL},
    {PC_LANG_GO, "Start", NULL, ADDRESS, NULL},
    {PC_LANG_RUST, "bind", NULL, ADDRESS | PAIR | NAMED_CONST, NULL},
    {PC_LANG_RUST, "from", "SocketAddr", PAIR | NAMED_CONST, NULL},
    {PC_LANG_RUST, "new", "SocketAddr", PAIR, NULL},
    {PC_LANG_RUST, "run", NULL, PAIR, NULL},
    {PC_LANG_JVM, "ServerSocket", NULL, FIRST, NULL},
    {PC_LANG_JVM, "InetSocketAddress", NULL, FIRST, NULL},
    {PC_LANG_JVM, "listen", NULL, FIRST, NULL},
    {PC_LANG_JVM, "embeddedServer", NULL, FIELD | NAMED_CONST, NULL},
    {PC_LANG_JVM, "start", "Javalin", FIRST, NULL},
    {PC_LANG_CSHARP, "UseUrls", NULL, ADDRESS, NULL},
    {PC_LANG_CSHARP, "Run", NULL, ADDRESS, NULL},
    {PC_LANG_CSHARP, "ListenAnyIP", NULL, FIRST, NULL},
    {PC_LANG_CSHARP, "ListenLocalhost", NULL, FIRST, NULL},
    {PC_LANG_OTHER_C, "bind", "HttpServer", PAIR, NULL},
    {PC_LANG_OTHER_C, "serve", NULL, PAIR, NULL},
};

enum { ARGUMENTS_MAX = 400 };

struct reading {
    struct pc_source *source;
    const struct call *call;
    struct pc_str arguments; /* between the brackets */
};

static bool found(const struct reading *r, struct pc_str digits, bool constant) {
    if (digits.len < 2 || digits.len > 5 || digits.ptr[0] == '0') {
        return false;
    }
    pc_source_own(r->source, digits, constant ? PC_DERIVED : PC_STATED, pc_str_c(r->call->qualifier));
    return true;
}

/* "3000" or, where the call takes one, the name of a constant. */
static bool take_value(const struct reading *r, size_t at) {
    struct pc_str code = r->arguments;
    at = pc_code_skip(code, at);
    bool quoted = at < code.len && (code.ptr[at] == '"' || code.ptr[at] == '\'');
    struct pc_str digits = pc_number_at(code, at + quoted);
    if (digits.len > 0) {
        return found(r, digits, false);
    }
    struct pc_str name = pc_identifier_at(code, at);
    size_t behind = pc_code_skip(code, at + name.len);
    bool whole = behind >= code.len || code.ptr[behind] == ',' || code.ptr[behind] == '}' || code.ptr[behind] == ')';
    if (!(r->call->where & NAMED_CONST) || name.len < 4 || !whole ||
        pc_str_find_nocase(name, PC_STR("port"), 0) == PC_NPOS) {
        return false;
    }
    return found(r, pc_source_constant(r->source, name), true);
}

/* An argument, or a field of one, called port: "port: 3000", "port=3000". */
static bool take_field(const struct reading *r) {
    static const char *const names[] = {"port", "server_port", "Port"};
    struct pc_str code = r->arguments;
    size_t depth = 0;
    for (size_t at = 0; at < code.len; at++) {
        char c = code.ptr[at];
        struct pc_str content;
        size_t end;
        depth += c == '{' || c == '(' || c == '[';
        depth -= (c == '}' || c == ')' || c == ']') && depth > 0;
        if (pc_code_string(code, at, &content, &end)) {
            at = end - 1;
            continue;
        }
        struct pc_str word = pc_identifier_at(code, at);
        size_t behind = pc_code_skip(code, at + word.len);
        bool assigns = word.len > 0 && behind < code.len && (code.ptr[behind] == ':' || code.ptr[behind] == '=') &&
                       (behind + 1 >= code.len || code.ptr[behind + 1] != '=');
        for (size_t i = 0; assigns && depth <= 1 && i < sizeof names / sizeof names[0]; i++) {
            if (pc_str_is(word, names[i]) && take_value(r, behind + 1)) {
                return true;
            }
        }
        at += word.len > 0 ? word.len - 1 : 0;
        while (at + 1 < code.len && pc_is_digit(c) && pc_in_identifier(code.ptr[at + 1])) {
            at++;
        }
    }
    return false;
}

/* ":8080" or "0.0.0.0:8080" as a string; in C# several, with ";" between them. */
static bool take_address(const struct reading *r) {
    struct pc_str code = r->arguments;
    bool any = false;
    for (size_t at = 0; at < code.len; at++) {
        struct pc_str content;
        size_t end;
        if (!pc_code_string(code, at, &content, &end)) {
            continue;
        }
        struct pc_str rest = content;
        struct pc_str piece;
        for (bool done = false; pc_str_split(&rest, ';', &piece, &done);) {
            struct pc_str address;
            struct pc_piece port;
            if (pc_address_split(piece, &address, &port) && port.len < piece.len && pc_address_is_bind(address)) {
                any = found(r, pc_piece_text(piece, port), false) || any;
            }
        }
        at = end - 1;
    }
    return any;
}

/* The number behind the last comma of the arguments' first two, an address before it. */
static bool take_pair(const struct reading *r) {
    struct pc_str code = r->arguments;
    for (size_t at = 0; at < code.len; at++) {
        char c = code.ptr[at];
        struct pc_str content;
        size_t end = at;
        bool address = (c == '[' && pc_is_digit(at + 1 < code.len ? code.ptr[at + 1] : ' ')) ||
                       (pc_code_string(code, at, &content, &end) && (content.len == 0 || pc_address_is_bind(content)));
        if (!address) {
            at = end > at ? end - 1 : at;
            continue;
        }
        size_t close = c == '[' ? pc_code_close(code, at, 60) : end - 1;
        size_t comma = pc_code_skip(code, close + 1);
        if (comma < code.len && code.ptr[comma] == ',' && take_value(r, comma + 1)) {
            return true;
        }
        at = close;
    }
    return false;
}

static void read_call(struct pc_source *source, const struct call *call, size_t open) {
    size_t close = pc_code_close(source->code, open, ARGUMENTS_MAX);
    size_t end = close < source->code.len ? close : open + 1 + ARGUMENTS_MAX;
    struct reading r = {
        .source = source,
        .call = call,
        .arguments = pc_str_sub(source->code, open + 1, (end < source->code.len ? end : source->code.len) - open - 1)};
    if ((call->where & FIRST) && take_value(&r, 0)) {
        return;
    }
    if ((call->where & FIELD) && take_field(&r)) {
        return;
    }
    if ((call->where & ADDRESS) && take_address(&r)) {
        return;
    }
    if (call->where & PAIR) {
        take_pair(&r);
    }
}

static bool belongs(const struct call *call, struct pc_str code, size_t at) {
    struct pc_str line = pc_str_sub(code, at > 80 ? at - 80 : 0, at > 80 ? 80 : at);
    return call->of == NULL || pc_str_find(line, pc_str_c(call->of), 0) != PC_NPOS;
}

/* "http.Server{Addr: ":8080"}" */
static void read_server_literal(struct pc_source *source, size_t at) {
    static const struct call literal = {PC_LANG_GO, "Addr", NULL, ADDRESS, NULL};
    size_t from = pc_code_skip(source->code, at);
    struct pc_str content;
    size_t end;
    if (from < source->code.len && source->code.ptr[from] == ':' &&
        pc_code_string(source->code, pc_code_skip(source->code, from + 1), &content, &end)) {
        struct reading r = {source, &literal, pc_str_sub(source->code, from, end - from)};
        take_address(&r);
    }
}

/* "export default { port: 3000, fetch: app.fetch }" */
static void read_default_export(struct pc_source *source, size_t at) {
    static const struct call export = {PC_LANG_JS, "default", NULL, FIELD | NAMED_CONST, NULL};
    size_t open = pc_code_skip(source->code, at);
    if (open >= source->code.len || source->code.ptr[open] != '{') {
        return;
    }
    size_t close = pc_code_close(source->code, open, ARGUMENTS_MAX);
    struct pc_str body = pc_str_sub(source->code, open + 1, close - open - 1);
    bool serves = pc_str_has_word_nocase(body, PC_STR("fetch")) || pc_str_has_word_nocase(body, PC_STR("websocket"));
    if (close < source->code.len && serves) {
        struct reading r = {source, &export, body};
        take_field(&r);
    }
}

/* "def listen(", "func Run(": the name at `at` is given here, not called. */
static bool is_defined(struct pc_str code, size_t at) {
    struct pc_str before = pc_identifier_before(code, at > 0 ? at - 1 : 0);
    return pc_str_eq(before, PC_STR("def")) || pc_str_eq(before, PC_STR("func"));
}

/* Rust: '"0.0.0.0:8080".parse()'. A loopback address may just as well be dialled. */
static void read_parsed_address(struct pc_source *source, size_t at) {
    static const struct call literal = {PC_LANG_RUST, "parse", NULL, ADDRESS, NULL};
    enum { ADDRESS_MAX = 64 };
    struct pc_str code = source->code;
    if (at < 2 || code.ptr[at - 1] != '.' || code.ptr[at - 2] != '"') {
        return;
    }
    size_t open = at - 2;
    while (open > 0 && at - open < ADDRESS_MAX && code.ptr[open - 1] != '"' && code.ptr[open - 1] != '\n') {
        open--;
    }
    struct pc_str address, content = pc_str_sub(code, open, at - 2 - open);
    struct pc_piece port;
    if (open > 0 && code.ptr[open - 1] == '"' && pc_address_split(content, &address, &port) && port.len < content.len &&
        pc_address_is_bind(address) && !pc_address_is_loopback(address)) {
        struct reading r = {.source = source, .call = &literal};
        found(&r, pc_piece_text(content, port), false);
    }
}

void pc_source_calls(struct pc_source *source) {
    struct pc_str code = source->code;
    for (size_t at = 0; at < code.len;) {
        struct pc_str word = pc_in_identifier(code.ptr[at]) ? pc_identifier_at(code, at) : PC_EMPTY;
        if (word.len == 0) {
            at++;
            continue;
        }
        size_t behind = at + word.len;
        size_t open = pc_code_skip(code, behind);
        bool called = open < code.len && code.ptr[open] == '(';
        for (size_t i = 0; called && i < sizeof calls / sizeof calls[0]; i++) {
            if (calls[i].language == source->language && pc_str_is(word, calls[i].name) &&
                belongs(&calls[i], code, at) && !is_defined(code, at)) {
                read_call(source, &calls[i], open);
                break;
            }
        }
        if (source->language == PC_LANG_GO && pc_str_eq(word, PC_STR("Addr"))) {
            read_server_literal(source, behind);
        } else if (source->language == PC_LANG_JS && pc_str_eq(word, PC_STR("default"))) {
            read_default_export(source, behind);
        } else if (source->language == PC_LANG_RUST && pc_str_eq(word, PC_STR("parse"))) {
            read_parsed_address(source, at);
        }
        at = behind;
    }
}
