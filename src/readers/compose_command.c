/* What a container's command line and healthcheck say about ports. */
#include "compose_listens.h"
#include "compose_service.h"

/* A word of a command line. Quotes separate like blanks: what stands inside them is mostly a command line again (sh -c
 * "..."). */
struct token {
    struct pc_compose_text *text;
    struct pc_piece piece;
    struct pc_span extent;
    bool ends; /* a ';', '&&' or '|' follows */
};

struct tokens {
    struct pc_compose_reading *r;
    struct PC_VEC(struct token) list;
};

/* Does a command end at s[at]? A newline of a script does, unless the line goes on behind a backslash. */
static bool is_separator(struct pc_str s, size_t at) {
    char c = s.ptr[at];
    bool newline = c == '\n' && (at == 0 || s.ptr[at - 1] != '\\');
    return c == ';' || c == '&' || c == '|' || newline;
}

static bool is_blank(char c) {
    return pc_is_space(c) || c == '"' || c == '\'' || c == '`' || c == '(' || c == ')' || c == '\\';
}

static struct pc_str token_text(const struct token *token) {
    return pc_piece_text(token->text->text, token->piece);
}

static void end_command(struct tokens *tokens) {
    if (tokens->list.count > 0) {
        tokens->list.items[tokens->list.count - 1].ends = true;
    }
}

static void split(struct tokens *tokens, struct pc_compose_text *text, struct pc_span extent) {
    struct pc_str s = text->text;
    for (size_t at = 0; at < s.len && pc_compose_work(tokens->r->dep, 1);) {
        if (is_separator(s, at)) {
            end_command(tokens);
            at++;
        } else if (is_blank(s.ptr[at])) {
            at++;
        } else {
            size_t end = at;
            while (end < s.len && !is_blank(s.ptr[end]) && !is_separator(s, end)) {
                end++;
            }
            if (pc_str_eq(pc_str_sub(s, at, end - at), PC_STR("--"))) {
                end_command(tokens); /* "wait-for db:5432 -- serve": another command follows */
            } else {
                *PC_PUSH(&tokens->list, tokens->r->dep->ctx->scratch) =
                    (struct token){.text = text, .piece = {at, end - at}, .extent = extent};
            }
            at = end;
        }
    }
}

static void add_field(struct tokens *tokens, struct pc_compose_field field) {
    const struct pc_node *item = field.node && field.node->kind == PC_NODE_LIST ? field.node->child : field.node;
    for (; item && pc_compose_work(tokens->r->dep, 1); item = item == field.node ? NULL : item->next) {
        struct pc_compose_text *text =
            item->kind == PC_NODE_SCALAR ? pc_compose_value(tokens->r, field.source, item, 0) : NULL;
        if (text) {
            split(tokens, text, pc_compose_span(field.source, item));
        }
    }
}

/* One command: tokens up to a separator. */
struct command {
    struct pc_compose_reading *r;
    const struct token *tokens;
    size_t count;
    bool client;              /* its program dials when it is given a port */
    const struct token *host; /* the value of --host, NULL when there is none */
    struct pc_piece host_piece;
};

/* A flag and its value, which may stand in the next token. */
struct flag {
    struct pc_str name; /* without dashes */
    const struct token *value;
    struct pc_piece piece; /* of value's text */
};

static bool is_flag(struct pc_str token) {
    return token.len >= 2 && token.ptr[0] == '-' && !pc_is_digit(token.ptr[1]);
}

static bool read_flag(const struct command *command, size_t at, struct flag *flag) {
    const struct token *token = &command->tokens[at];
    struct pc_str text = token_text(token);
    if (!is_flag(text)) {
        return false;
    }
    size_t dashes = text.ptr[1] == '-' ? 2 : 1;
    size_t equals = pc_str_find_char(text, '=', 0);
    size_t end = equals == PC_NPOS ? text.len : equals;
    flag->name = pc_str_sub(text, dashes, end - dashes);
    flag->value = NULL;
    if (equals != PC_NPOS && equals + 1 < text.len) {
        flag->value = token;
        flag->piece = (struct pc_piece){token->piece.from + equals + 1, text.len - equals - 1};
    } else if (at + 1 < command->count && !is_flag(token_text(token + 1))) {
        flag->value = token + 1;
        flag->piece = token[1].piece;
    }
    return flag->value != NULL;
}

/* NAME=value before the program. */
static size_t assignment(struct pc_str token) {
    size_t at = 0;
    while (at < token.len && (pc_is_alnum(token.ptr[at]) || token.ptr[at] == '_')) {
        at++;
    }
    return at > 0 && at < token.len && token.ptr[at] == '=' && !pc_is_digit(token.ptr[0]) ? at : PC_NPOS;
}

static struct pc_str program_of(const struct command *command) {
    for (size_t i = 0; i < command->count; i++) {
        struct pc_str text = token_text(&command->tokens[i]);
        if (text.ptr[0] != '-' && assignment(text) == PC_NPOS && !pc_is_wrapper(text)) {
            return text;
        }
    }
    return PC_EMPTY;
}

static void find_host(struct command *command) {
    for (size_t i = 0; i < command->count; i++) {
        struct flag flag;
        if (read_flag(command, i, &flag) &&
            (pc_str_eq(flag.name, PC_STR("host")) || pc_str_eq(flag.name, PC_STR("hostname")) ||
             (command->client && pc_str_eq(flag.name, PC_STR("h"))))) {
            command->host = flag.value;
            command->host_piece = flag.piece;
        }
    }
}

/* --host db --port 5432: the port is another one's. */
static bool dials_host(const struct command *command) {
    if (!command->host) {
        return false;
    }
    struct pc_str host = pc_piece_text(command->host->text->text, command->host_piece);
    if (pc_address_is_bind(host) || pc_compose_is_self(command->r, host)) {
        return false;
    }
    return command->client || pc_compose_service_named(command->r->dep, host) != PC_NPOS;
}

static bool is_number(struct pc_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (!pc_is_digit(s.ptr[i])) {
            return false;
        }
    }
    return s.len > 0;
}

/* A number after -p is a port only when it looks like one: -p 4 may be anything. */
static bool is_port_like(struct pc_str flag, struct pc_str number) {
    return flag.len > 1 || number.len >= 4 || pc_str_eq(number, PC_STR("80")) || pc_str_eq(number, PC_STR("443"));
}

static void read_port_flag(const struct command *command, const struct flag *flag) {
    struct pc_str value = pc_piece_text(flag->value->text->text, flag->piece);
    bool number;
    enum pc_setting setting = pc_setting_of_flag(flag->name, &number);
    if (is_number(value)) {
        if (setting == PC_SETTING_NONE || !number || !is_port_like(flag->name, value)) {
            return;
        }
        if (dials_host(command)) {
            pc_compose_dial(command->r, command->host->text, command->host_piece, flag->value->text, flag->piece,
                            flag->value->extent);
        } else if (!command->client) {
            pc_compose_listen_text(command->r, flag->value->text, flag->piece, flag->value->extent,
                                   pc_compose_setting_flags(setting, PC_CLAIM_FLAG));
        }
        return;
    }
    if (pc_str_eq(flag->name, PC_STR("c")) && pc_str_starts(value, PC_STR("port="))) { /* postgres -c port=5433 */
        struct pc_piece piece = {flag->piece.from + 5, flag->piece.len - 5};
        pc_compose_listen_text(command->r, flag->value->text, piece, flag->value->extent, PC_CLAIM_FLAG);
        return;
    }
    struct pc_str address;
    struct pc_piece port;
    bool bind = pc_address_split(value, &address, &port) && port.len < value.len && pc_address_is_bind(address);
    /* A flag of an unknown name with a loopback address may just as well dial. */
    if (bind && !command->client && (setting != PC_SETTING_NONE || !pc_address_is_loopback(address))) {
        port.from += flag->piece.from;
        pc_compose_listen_text(command->r, flag->value->text, port, flag->value->extent,
                               pc_compose_setting_flags(setting, PC_CLAIM_FLAG));
    }
}

static bool is_word(const struct command *command, size_t at, const char *word) {
    return at < command->count && pc_str_is(token_text(&command->tokens[at]), word);
}

/* "runserver 0.0.0.0:8000", "http.server 8000", "PORT=3000 node server.js". */
static void read_bare(const struct command *command, size_t at) {
    const struct token *token = &command->tokens[at];
    struct pc_str text = token_text(token);
    size_t equals = assignment(text);
    struct pc_piece piece = token->piece;
    struct pc_str address;
    struct pc_piece port;
    if (equals != PC_NPOS) {
        struct pc_str name = pc_str_sub(text, 0, equals);
        piece.from += equals + 1;
        piece.len -= equals + 1;
        if (pc_str_eq(name, PC_STR("PORT")) && is_number(pc_piece_text(token->text->text, piece))) {
            pc_compose_listen_text(command->r, token->text, piece, token->extent, PC_CLAIM_FLAG);
        }
        return;
    }
    bool server = at > 0 && (is_word(command, at - 1, "runserver") || is_word(command, at - 1, "http.server"));
    if (is_number(text)) {
        if (server) {
            pc_compose_listen_text(command->r, token->text, piece, token->extent, PC_CLAIM_FLAG);
        }
    } else if (pc_address_split(text, &address, &port) && pc_address_is_bind(address) &&
               (server || !pc_address_is_loopback(address))) {
        port.from += piece.from;
        pc_compose_listen_text(command->r, token->text, port, token->extent, server ? PC_CLAIM_FLAG : PC_CLAIM_EXPOSE);
    }
}

static void read_command(struct command *command) {
    command->client = pc_is_client(program_of(command));
    find_host(command);
    for (size_t i = 0; i < command->count; i++) {
        struct flag flag;
        if (read_flag(command, i, &flag)) {
            read_port_flag(command, &flag);
            /* The value's own token is no word of the command; but behind sh -c a command starts. */
            i += flag.value != &command->tokens[i] && !pc_str_eq(flag.name, PC_STR("c"));
        } else if (!is_flag(token_text(&command->tokens[i])) && !command->client) {
            read_bare(command, i);
        }
    }
}

static void read_commands(struct tokens *tokens) {
    size_t first = 0;
    for (size_t i = 0; i < tokens->list.count; i++) {
        if (tokens->list.items[i].ends || i + 1 == tokens->list.count) {
            struct command command = {.r = tokens->r, .tokens = tokens->list.items + first, .count = i + 1 - first};
            read_command(&command);
            first = i + 1;
        }
    }
}

/* "--advertise-kafka-addr internal://broker:9092", and its value in a token of its own. */
static bool tells_others(const struct token *token, bool behind) {
    struct pc_str text = token_text(token);
    size_t equals = pc_str_find_char(text, '=', 0);
    bool flag = is_flag(text) && pc_str_find_nocase(pc_str_sub(text, 0, equals), PC_STR("advertise"), 0) != PC_NPOS;
    return behind ? flag && equals == PC_NPOS : flag && equals != PC_NPOS;
}

/* "--listen=http://0.0.0.0:2379": read with its flag. */
static bool is_bind(const struct token *token) {
    struct pc_str text = token_text(token), address;
    struct pc_piece port;
    size_t equals = is_flag(text) ? pc_str_find_char(text, '=', 0) : PC_NPOS;
    text = equals == PC_NPOS ? text : pc_str_sub(text, equals + 1, PC_NPOS);
    return pc_address_split(text, &address, &port) && port.len < text.len && pc_address_is_bind(address);
}

/* URLs anywhere in the words: -datasource.url=http://db:9090. Those of one text at once. */
static void read_dials(const struct tokens *tokens) {
    const struct token *items = tokens->list.items;
    for (size_t first = 0, end; first < tokens->list.count; first = end) {
        struct PC_VEC(struct pc_piece) told = {0};
        for (end = first; end < tokens->list.count && items[end].text == items[first].text; end++) {
            if (is_bind(&items[end]) || tells_others(&items[end], false) ||
                (end > 0 && tells_others(&items[end - 1], true))) {
                *PC_PUSH(&told, tokens->r->dep->ctx->scratch) = items[end].piece;
            }
        }
        struct pc_dial_options options = {.dials = true, .binds = true, .told = told.items, .told_count = told.count};
        pc_compose_dial_all(tokens->r, items[first].text, items[first].extent, options);
    }
}

void pc_compose_commands(struct pc_compose_reading *r) {
    struct tokens tokens = {.r = r};
    add_field(&tokens, pc_compose_get(r->service, "entrypoint"));
    add_field(&tokens, pc_compose_get(r->service, "command"));
    read_commands(&tokens);
    read_dials(&tokens);
}

void pc_compose_arguments(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_span extent) {
    struct tokens tokens = {.r = r};
    split(&tokens, text, extent);
    read_commands(&tokens);
}

static bool probes_itself(const struct pc_compose_reading *r, struct pc_str host) {
    return pc_address_is_bind(host) || pc_compose_is_self(r, host);
}

/* "nc -z localhost 8080", "/dev/tcp/localhost/8080", "pg_isready -p 5433". */
static void read_probe_words(const struct tokens *tokens, const struct command *command) {
    struct pc_str program = program_of(command);
    bool netcat = pc_str_eq(program, PC_STR("nc")) || pc_str_eq(program, PC_STR("ncat"));
    for (size_t i = 0; i < command->count; i++) {
        const struct token *token = &command->tokens[i];
        struct pc_str text = token_text(token);
        struct flag flag;
        if (netcat && i > 0 && is_number(text) && pc_address_is_loopback(token_text(token - 1))) {
            pc_compose_listen_text(tokens->r, token->text, token->piece, token->extent, PC_CLAIM_HEALTHCHECK);
        } else if (command->client && !netcat && read_flag(command, i, &flag) && !dials_host(command)) {
            struct pc_str value = pc_piece_text(flag.value->text->text, flag.piece);
            bool port = pc_str_eq(flag.name, PC_STR("p")) || pc_str_eq(flag.name, PC_STR("port"));
            if (port && is_number(value) && value.len >= 4) {
                pc_compose_listen_text(tokens->r, flag.value->text, flag.piece, flag.value->extent,
                                       PC_CLAIM_HEALTHCHECK);
            }
        }
        size_t device = pc_str_find(text, PC_STR("/dev/tcp/"), 0);
        size_t slash = pc_str_rfind_char(text, '/');
        if (device != PC_NPOS && slash > device + 9 &&
            pc_address_is_loopback(pc_str_sub(text, device + 9, slash - device - 9))) {
            struct pc_piece piece = {token->piece.from + slash + 1, text.len - slash - 1};
            pc_compose_listen_text(tokens->r, token->text, piece, token->extent, PC_CLAIM_HEALTHCHECK);
        }
    }
}

/* A probe of its own addresses; the same port twice in one test is one statement. */
static void read_probe_text(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_span extent) {
    struct pc_address_scan scan = {0};
    struct pc_address_hit hit;
    struct pc_str last = PC_EMPTY;
    while (pc_address_next(text->text, &scan, &hit) && pc_compose_work(r->dep, 1)) {
        struct pc_str digits = pc_piece_text(text->text, hit.port);
        bool self = hit.host.len > 0 && probes_itself(r, pc_piece_text(text->text, hit.host));
        if (self && hit.port.len > 0 && !pc_str_eq(digits, last)) {
            pc_compose_listen_text(r, text, hit.port, extent, PC_CLAIM_HEALTHCHECK);
            last = digits;
        } else if (!self && hit.scheme && hit.host.len > 0 && hit.port.len > 0) {
            pc_compose_dial(r, text, hit.host, text, hit.port, extent);
        }
    }
}

void pc_compose_healthcheck(struct pc_compose_reading *r) {
    struct tokens tokens = {.r = r};
    add_field(&tokens, pc_compose_get_in(r->service, "healthcheck", "test"));
    size_t first = 0;
    for (size_t i = 0; i < tokens.list.count; i++) {
        const struct token *token = &tokens.list.items[i];
        if (i == 0 || token->text != token[-1].text) {
            read_probe_text(r, token->text, token->extent);
        }
        if (token->ends || i + 1 == tokens.list.count) {
            struct command command = {.r = r, .tokens = tokens.list.items + first, .count = i + 1 - first};
            if (first == 0 && pc_str_starts(token_text(command.tokens), PC_STR("CMD"))) {
                command.tokens++;
                command.count--;
            }
            command.client = pc_is_client(program_of(&command));
            find_host(&command);
            read_probe_words(&tokens, &command);
            first = i + 1;
        }
    }
}
