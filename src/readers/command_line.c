#include "command_line.h"

#include "compose_ports.h"
#include "compose_settings.h"
#include "own_port.h"

/* A word of a command line. */
struct word {
    struct pc_str text;
    bool ends; /* a ';', '&&', '|' or line end follows */
};

struct words {
    struct PC_VEC(struct word) list;
};

/* One command: words up to a separator. */
struct command {
    struct pc_arena *arena;
    struct pc_command_ports *ports;
    const struct word *words;
    size_t count;
    bool client;
    struct pc_str program;
    struct pc_str dir;
};

static bool is_separator(struct pc_str s, size_t at) {
    char c = s.ptr[at];
    bool continued = at > 0 && (s.ptr[at - 1] == '\\' || s.ptr[at - 1] == '`' || s.ptr[at - 1] == '\r');
    return c == ';' || c == '&' || c == '|' || (c == '\n' && !continued);
}

static bool is_quote(char c) {
    return c == '"' || c == '\'';
}

/* A comma beside a quote separates the items of a list; any other one is part of its word. */
static bool is_list_comma(struct pc_str s, size_t at) {
    bool behind_quote = at > 0 && (is_quote(s.ptr[at - 1]) || s.ptr[at - 1] == ' ');
    return s.ptr[at] == ',' && (behind_quote || (at + 1 < s.len && is_quote(s.ptr[at + 1])));
}

static bool is_blank(struct pc_str s, size_t at) {
    char c = s.ptr[at];
    bool bracket = (c == '[' && at + 1 < s.len && (is_quote(s.ptr[at + 1]) || s.ptr[at + 1] == ' ')) ||
                   (c == ']' && at > 0 && (is_quote(s.ptr[at - 1]) || s.ptr[at - 1] == ' '));
    return pc_is_space(c) || is_quote(c) || c == '(' || c == ')' || c == '\\' || c == '`' || bracket ||
           is_list_comma(s, at);
}

/* "${...}" is one word whatever stands in it. */
static size_t word_end(struct pc_str s, size_t at) {
    enum { MARKER_MAX = 200 };
    while (at < s.len && !is_blank(s, at) && !is_separator(s, at)) {
        size_t close = PC_NPOS;
        if (s.ptr[at] == '$' && at + 1 < s.len && s.ptr[at + 1] == '{') {
            close = pc_str_find_char(pc_str_sub(s, at, MARKER_MAX), '}', 0);
        }
        at += close == PC_NPOS ? 1 : close + 1;
    }
    return at;
}

static void split(struct pc_arena *arena, struct pc_str s, struct words *words) {
    for (size_t at = 0; at < s.len;) {
        if (is_separator(s, at)) {
            if (words->list.count > 0) {
                words->list.items[words->list.count - 1].ends = true;
            }
            at++;
        } else if (is_blank(s, at)) {
            at++;
        } else {
            size_t end = word_end(s, at);
            *PC_PUSH(&words->list, arena) = (struct word){.text = pc_str_sub(s, at, end - at)};
            at = end;
        }
    }
}

static bool is_flag(struct pc_str word) {
    return word.len >= 2 && word.ptr[0] == '-' && !pc_is_digit(word.ptr[1]);
}

/* Of "NAME=value": the length of NAME. */
static size_t assignment(struct pc_str word) {
    size_t at = 0;
    while (at < word.len && (pc_is_alnum(word.ptr[at]) || word.ptr[at] == '_')) {
        at++;
    }
    bool fits = at > 0 && at < word.len && word.ptr[at] == '=' && !pc_is_digit(word.ptr[0]);
    return fits ? at : PC_NPOS;
}

static bool is_wrapper(struct pc_str word) {
    static const char *const more[] = {"cross-env", "cross-env-shell", "set", "dotenv", "@php", "CMD", "CMD-SHELL"};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        if (pc_str_is(word, more[i])) {
            return true;
        }
    }
    return pc_is_wrapper(word);
}

static struct pc_str base_of(struct pc_str program) {
    size_t slash = pc_str_rfind_char(program, '/');
    return slash == PC_NPOS ? program : pc_str_sub(program, slash + 1, program.len);
}

static struct pc_str program_of(const struct command *command) {
    for (size_t i = 0; i < command->count; i++) {
        struct pc_str text = command->words[i].text;
        if (text.ptr[0] != '-' && assignment(text) == PC_NPOS && !is_wrapper(text)) {
            return base_of(text);
        }
    }
    return PC_EMPTY;
}

/* What is given a port here does not serve on it. */
static bool is_client(struct pc_str program) {
    static const char *const more[] = {"kill-port", "wait-on",      "open-cli", "npm-run-all", "lsof",  "fuser",
                                       "podman",    "nerdctl",      "git",      "prisma",      "ngrok", "iptables",
                                       "ufw",       "firewall-cmd", "sleep",    "chmod",       "chown", "cloudflared"};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        if (pc_str_is(program, more[i])) {
            return true;
        }
    }
    return pc_is_client(program);
}

static bool is_number(struct pc_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (!pc_is_digit(s.ptr[i])) {
            return false;
        }
    }
    return s.len > 0;
}

bool pc_command_number_fits(struct pc_str flag, struct pc_str digits) {
    return flag.len > 1 || digits.len >= 4 || pc_str_eq(digits, PC_STR("80")) || pc_str_eq(digits, PC_STR("443"));
}

static struct pc_command_port *add(const struct command *command, struct pc_str flag, struct pc_str value) {
    struct pc_command_port *port = PC_PUSH(&command->ports->list, command->arena);
    *port = (struct pc_command_port){.flag = flag, .value = value, .dir = command->dir};
    return port;
}

/* "3000" or "${PORT:-3000}", or a variable that nothing gives. False when it is neither. */
static bool add_number(const struct command *command, struct pc_str flag, struct pc_str value, bool side) {
    bool fallback;
    size_t end;
    struct pc_str digits = pc_port_word_at(value, 0, &fallback, &end);
    if (digits.len > 0 && end == value.len && pc_command_number_fits(flag, digits)) {
        struct pc_command_port *port = add(command, flag, value);
        port->digits = digits;
        port->fallback = fallback;
        port->side = side;
        return true;
    }
    if (digits.len == 0 && value.len > 1 && value.ptr[0] == '$') {
        add(command, flag, value)->open = true;
        return true;
    }
    return false;
}

/* "0.0.0.0:8000", ":8000": an address that a program binds. loopback says that a loopback address is bound, too. */
static void add_address(const struct command *command, struct pc_str flag, struct pc_str value, bool side,
                        bool loopback) {
    struct pc_str address;
    struct pc_piece piece;
    if (pc_address_split(value, &address, &piece) && piece.len < value.len && pc_address_is_bind(address) &&
        (loopback || !pc_address_is_loopback(address))) {
        struct pc_command_port *port = add(command, flag, value);
        port->digits = pc_piece_text(value, piece);
        port->side = side;
    }
}

static void read_flag(const struct command *command, struct pc_str flag, struct pc_str value) {
    bool number;
    enum pc_setting setting = pc_setting_of_flag(flag, &number);
    bool serve_listen = pc_str_eq(command->program, PC_STR("serve")) && pc_str_eq(flag, PC_STR("l"));
    if (serve_listen) {
        setting = PC_SETTING_MAIN;
        number = true;
    }
    bool side = setting == PC_SETTING_SIDE;
    if (setting != PC_SETTING_NONE && number && add_number(command, flag, value, side)) {
        return;
    }
    if (!is_number(value)) {
        /* A flag of an unknown name with a loopback address may just as well dial. */
        add_address(command, flag, value, side, setting != PC_SETTING_NONE);
    }
}

/* "runserver 0.0.0.0:8000", "http.server 8000", "PORT=3000 node server.js". */
static void read_bare(const struct command *command, size_t at) {
    struct pc_str text = command->words[at].text;
    size_t equals = assignment(text);
    if (equals != PC_NPOS) {
        struct pc_str name = pc_str_sub(text, 0, equals);
        if (pc_str_eq(name, PC_STR("PORT"))) {
            add_number(command, name, pc_str_sub(text, equals + 1, text.len), false);
        }
        return;
    }
    bool server = at > 0 && (pc_str_eq(command->words[at - 1].text, PC_STR("runserver")) ||
                             pc_str_eq(command->words[at - 1].text, PC_STR("http.server")));
    if (server && is_number(text)) {
        add_number(command, PC_EMPTY, text, false);
    } else if (server) {
        add_address(command, PC_EMPTY, text, false, true);
    }
}

static void read_command(struct command *command) {
    command->program = program_of(command);
    command->client = is_client(command->program);
    for (size_t i = 0; i < command->count && !command->client; i++) {
        struct pc_str text = command->words[i].text;
        if (!is_flag(text)) {
            read_bare(command, i);
            continue;
        }
        size_t dashes = text.ptr[1] == '-' ? 2 : 1;
        size_t equals = pc_str_find_char(text, '=', 0);
        struct pc_str flag = pc_str_sub(text, dashes, (equals == PC_NPOS ? text.len : equals) - dashes);
        if (equals != PC_NPOS) {
            read_flag(command, flag, pc_str_sub(text, equals + 1, text.len));
        } else if (i + 1 < command->count && !is_flag(command->words[i + 1].text) && !pc_str_eq(flag, PC_STR("c"))) {
            read_flag(command, flag, command->words[++i].text);
        }
    }
}

static bool changes_dir(const struct command *command) {
    return command->count == 2 && pc_str_eq(command->words[0].text, PC_STR("cd"));
}

void pc_command_ports_add(struct pc_arena *arena, struct pc_str text, struct pc_command_ports *ports) {
    struct words words = {0};
    split(arena, text, &words);
    struct pc_str dir = PC_EMPTY;
    size_t first = 0;
    for (size_t i = 0; i < words.list.count; i++) {
        if (words.list.items[i].ends || i + 1 == words.list.count) {
            struct command command = {
                .arena = arena, .ports = ports, .words = words.list.items + first, .count = i + 1 - first, .dir = dir};
            if (changes_dir(&command)) {
                dir = command.words[1].text;
            } else {
                read_command(&command);
            }
            first = i + 1;
        }
    }
}
