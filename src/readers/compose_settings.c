#include "compose_settings.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The words are in lower case. */
static bool among(struct pc_str word, const char *const *words, size_t count) {
    char first = word.len > 0 ? pc_lower(word.ptr[0]) : '\0';
    for (size_t i = 0; i < count; i++) {
        if (words[i][0] == first && pc_str_is_nocase(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* Words that say that a port is the service's own, and nothing about which service. */
static const char *const generic_words[] = {"http", "server",      "service",   "listen", "listening", "bind",
                                            "app",  "application", "container", "main",   "default"};
/* The same of a flag, which is always the program's own. */
static const char *const generic_flag_words[] = {"web", "www", "s"};
/* Ports beside the main one. */
static const char *const side_words[] = {
    "metrics",    "metric",  "admin",     "management", "mgmt",     "debug",  "grpc",      "health",   "healthcheck",
    "probe",      "console", "https",     "ssl",        "tls",      "secure", "websecure", "ws",       "wss",
    "websocket",  "inspect", "peer",      "cluster",    "gossip",   "raft",   "telemetry", "pprof",    "profiling",
    "monitoring", "status",  "dashboard", "actuator",   "internal", "rcon",   "jmx",       "jmxremote"};
static const char *const side_flag_words[] = {"ssh", "rpc", "prometheus", "exporter", "ui", "webui",
                                              "api", "udp", "tcp",        "com",      "sun"};
static const char *const address_words[] = {"addr",     "address",   "addresses", "listen",
                                            "listener", "listeners", "bind",      "urls"};

/* Products' own names for their port, besides those that the words give away. */
static const struct product_setting {
    const char *name;
    enum pc_setting setting;
} product_settings[] = {
    {"GF_SERVER_HTTP_PORT", PC_SETTING_MAIN},
    {"GITEA__server__HTTP_PORT", PC_SETTING_MAIN},
    {"FORGEJO__server__HTTP_PORT", PC_SETTING_MAIN},
    {"GITEA__server__SSH_LISTEN_PORT", PC_SETTING_SIDE},
    {"FORGEJO__server__SSH_LISTEN_PORT", PC_SETTING_SIDE},
    {"N8N_PORT", PC_SETTING_MAIN},
    {"KC_HTTP_PORT", PC_SETTING_MAIN},
    {"KC_HTTPS_PORT", PC_SETTING_SIDE},
    {"KC_HTTP_MANAGEMENT_PORT", PC_SETTING_SIDE},
    {"FLASK_RUN_PORT", PC_SETTING_MAIN},
    {"UVICORN_PORT", PC_SETTING_MAIN},
    {"GRANIAN_PORT", PC_SETTING_MAIN},
    {"NITRO_PORT", PC_SETTING_MAIN},
    {"NUXT_PORT", PC_SETTING_MAIN},
    {"ROCKET_PORT", PC_SETTING_MAIN},
    {"QBT_WEBUI_PORT", PC_SETTING_MAIN},
    {"WEBUI_PORT", PC_SETTING_MAIN},
    {"JENKINS_PORT", PC_SETTING_MAIN},
    {"STREAMLIT_SERVER_PORT", PC_SETTING_MAIN},
    {"GRADIO_SERVER_PORT", PC_SETTING_MAIN},
    {"JUPYTER_PORT", PC_SETTING_MAIN},
    {"SEARXNG_PORT", PC_SETTING_MAIN},
    {"PGADMIN_LISTEN_PORT", PC_SETTING_MAIN},
    {"ASPNETCORE_HTTP_PORTS", PC_SETTING_MAIN},
    {"ASPNETCORE_HTTPS_PORTS", PC_SETTING_SIDE},
    {"VIRTUAL_PORT", PC_SETTING_SIDE}, /* where a proxy finds this container */
    {"http.port", PC_SETTING_MAIN},
    {"transport.port", PC_SETTING_SIDE},
};

static const struct image_setting {
    const char *name;
    const char *image; /* a part of it */
} image_settings[] = {
    {"PGPORT", "postgres"},
    {"PGPORT", "postgis"},
    {"PGPORT", "pgvector"},
    {"PGPORT", "timescale"},
    {"MYSQL_TCP_PORT", "mysql"},
    {"MYSQL_TCP_PORT", "mariadb"},
    {"SONAR_WEB_PORT", "sonar"},
    {"REDIS_PORT_NUMBER", "redis"},
    {"POSTGRESQL_PORT_NUMBER", "postgres"},
    {"MYSQL_PORT_NUMBER", "mysql"},
    {"MARIADB_PORT_NUMBER", "mariadb"},
    {"MONGODB_PORT_NUMBER", "mongo"},
};

/* Variables that hold a bind address. */
static const struct product_setting product_addresses[] = {
    {"ASPNETCORE_URLS", PC_SETTING_MAIN}, {"DOTNET_URLS", PC_SETTING_MAIN},
    {"MEILI_HTTP_ADDR", PC_SETTING_MAIN}, {"MINIO_ADDRESS", PC_SETTING_MAIN},
    {"OLLAMA_HOST", PC_SETTING_MAIN},     {"GITEA__server__HTTP_ADDR", PC_SETTING_MAIN},
    {"KAFKA_LISTENERS", PC_SETTING_SIDE}, {"KAFKA_CFG_LISTENERS", PC_SETTING_SIDE},
};

static enum pc_setting product(const struct product_setting *settings, size_t count, struct pc_str name) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_is_nocase(name, settings[i].name)) {
            return settings[i].setting;
        }
    }
    return PC_SETTING_NONE;
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

struct pc_setting_words pc_setting_words_of(struct pc_str name) {
    struct pc_setting_words words = {.count = 0};
    for (size_t at = 0; at < name.len;) {
        if (!pc_is_alnum(name.ptr[at])) {
            at++;
            continue;
        }
        size_t end = at + 1;
        while (end < name.len && pc_is_alnum(name.ptr[end]) &&
               !(is_lower(name.ptr[end - 1]) && is_upper(name.ptr[end]))) {
            end++;
        }
        if (words.count == COUNT(words.items)) {
            return (struct pc_setting_words){.count = 0};
        }
        words.items[words.count++] = pc_str_sub(name, at, end - at);
        at = end;
    }
    return words;
}

static bool last_is_port(const struct pc_setting_words *words) {
    if (words->count == 0) {
        return false;
    }
    struct pc_str last = words->items[words->count - 1];
    return pc_str_eq_nocase(last, PC_STR("port")) || pc_str_eq_nocase(last, PC_STR("ports"));
}

/* MAIN when all of the first count words are generic, SIDE when one says side, NONE when one says something else. */
static enum pc_setting judge(const struct pc_setting_words *words, size_t count, bool flag) {
    enum pc_setting setting = PC_SETTING_MAIN;
    for (size_t i = 0; i < count; i++) {
        struct pc_str word = words->items[i];
        bool generic = among(word, generic_words, COUNT(generic_words)) ||
                       (flag && among(word, generic_flag_words, COUNT(generic_flag_words)));
        bool side = among(word, side_words, COUNT(side_words)) ||
                    (flag && among(word, side_flag_words, COUNT(side_flag_words)));
        if (side) {
            setting = PC_SETTING_SIDE;
        } else if (!generic) {
            return PC_SETTING_NONE;
        }
    }
    return setting;
}

enum pc_setting pc_setting_of_env(struct pc_str name) {
    enum pc_setting setting = product(product_settings, COUNT(product_settings), name);
    if (setting != PC_SETTING_NONE) {
        return setting;
    }
    struct pc_setting_words words = pc_setting_words_of(name);
    return last_is_port(&words) ? judge(&words, words.count - 1, false) : PC_SETTING_NONE;
}

enum pc_setting pc_setting_of_image(struct pc_str name, struct pc_str image) {
    for (size_t i = 0; i < COUNT(image_settings); i++) {
        if (pc_str_is(name, image_settings[i].name) &&
            pc_str_find_nocase(image, pc_str_c(image_settings[i].image), 0) != PC_NPOS) {
            return PC_SETTING_MAIN;
        }
    }
    return PC_SETTING_NONE;
}

struct pc_setting_words pc_setting_owner(struct pc_str name, bool *side) {
    struct pc_setting_words words = pc_setting_words_of(name);
    *side = false;
    if (!last_is_port(&words)) {
        return (struct pc_setting_words){.count = 0};
    }
    words.count--;
    while (words.count > 0) {
        struct pc_str last = words.items[words.count - 1];
        bool beside = among(last, side_words, COUNT(side_words));
        if (!beside && !among(last, generic_words, COUNT(generic_words))) {
            break;
        }
        *side = *side || beside;
        words.count--;
    }
    return words;
}

/* Words before address words at the end. */
static enum pc_setting judge_address(const struct pc_setting_words *words, bool flag) {
    size_t count = words->count;
    while (count > 0 && among(words->items[count - 1], address_words, COUNT(address_words))) {
        count--;
    }
    return count == words->count ? PC_SETTING_NONE : judge(words, count, flag);
}

enum pc_setting pc_setting_of_address(struct pc_str name) {
    enum pc_setting setting = product(product_addresses, COUNT(product_addresses), name);
    if (setting != PC_SETTING_NONE) {
        return setting;
    }
    struct pc_setting_words words = pc_setting_words_of(name);
    /* A product's prefix does not matter here: nobody dials 0.0.0.0. */
    size_t count = words.count;
    while (count > 0 && among(words.items[count - 1], address_words, COUNT(address_words))) {
        count--;
    }
    for (size_t i = 0; i < count; i++) {
        if (among(words.items[i], side_words, COUNT(side_words))) {
            return PC_SETTING_SIDE;
        }
    }
    bool listens = count > 0 && among(words.items[count - 1], generic_words, COUNT(generic_words));
    for (size_t i = count; i < words.count; i++) {
        listens = listens || pc_str_eq_nocase(words.items[i], PC_STR("listen")) ||
                  pc_str_eq_nocase(words.items[i], PC_STR("bind"));
    }
    return count < words.count && listens ? PC_SETTING_MAIN : PC_SETTING_SIDE;
}

/* Flags that the words do not explain. number: a bare number is a port. */
static const struct flag_setting {
    const char *flag;
    bool number;
} flag_settings[] = {
    {"p", true},      {"b", false},           {"bind", false}, {"S", false},          {"H", false},
    {"http", false},  {"http-socket", false}, {"urls", false}, {"addr", false},       {"address", false},
    {"listen", true}, {"Dserver.port", true}, {"host", false}, {"http-listen", true}, {"http_port", true},
};

enum pc_setting pc_setting_of_flag(struct pc_str flag, bool *number) {
    for (size_t i = 0; i < COUNT(flag_settings); i++) {
        if (pc_str_is(flag, flag_settings[i].flag)) {
            *number = flag_settings[i].number;
            return PC_SETTING_MAIN;
        }
    }
    struct pc_setting_words words = pc_setting_words_of(flag);
    *number = last_is_port(&words);
    return *number ? judge(&words, words.count - 1, true) : judge_address(&words, true);
}

static struct pc_str base_name(struct pc_str program) {
    size_t slash = pc_str_rfind_char(program, '/');
    return slash == PC_NPOS ? program : pc_str_sub(program, slash + 1, program.len);
}

bool pc_is_client(struct pc_str program) {
    static const char *const clients[] = {
        "psql",
        "pg_dump",
        "pg_dumpall",
        "pg_isready",
        "pg_basebackup",
        "pg_restore",
        "createdb",
        "dropdb",
        "mysql",
        "mysqldump",
        "mysqladmin",
        "mariadb",
        "mariadb-dump",
        "mariadb-admin",
        "mongo",
        "mongosh",
        "mongodump",
        "mongorestore",
        "redis-cli",
        "valkey-cli",
        "ssh",
        "scp",
        "sftp",
        "rsync",
        "nc",
        "ncat",
        "netcat",
        "telnet",
        "nmap",
        "curl",
        "wget",
        "mkdir",
        "cp",
        "docker",
        "kubectl",
        "mc",
        "aws",
        "ping",
        "dockerize",
        "wait-for",
        "wait-for-it",
        "wait-for-it.sh",
        "wait-for.sh",
        "wait4ports",
        "cqlsh",
        "influx",
        "clickhouse-client",
        "kcat",
        "grpcurl",
        "ldapsearch",
        "mosquitto_pub",
        "mosquitto_sub",
        "tee",
        "install",
        "k6",
        "wrk",
        "ab",
        "hey",
        "echo",
        "printf",
        "test",
        "[",
    };
    return among(base_name(program), clients, COUNT(clients));
}

bool pc_is_wrapper(struct pc_str program) {
    static const char *const wrappers[] = {
        "sh",   "bash",   "ash",       "zsh", "dash", "exec",  "sudo",  "gosu", "su-exec", "nohup", "env",
        "time", "tini",   "dumb-init", "npx", "bunx", "pnpm",  "npm",   "yarn", "bun",     "run",   "poetry",
        "uv",   "pipenv", "then",      "do",  "if",   "while", "until", "else", "export",  "nice",  "timeout"};
    return among(base_name(program), wrappers, COUNT(wrappers));
}

static bool has_word(struct pc_str name, const char *const *words, size_t count) {
    struct pc_setting_words split = pc_setting_words_of(name);
    for (size_t i = 0; i < split.count; i++) {
        if (among(split.items[i], words, count)) {
            return true;
        }
    }
    return false;
}

bool pc_setting_is_no_dial(struct pc_str name) {
    static const char *const words[] = {"origin",    "origins", "cors",     "allow",      "allowed",   "allowlist",
                                        "whitelist", "trusted", "redirect", "redirects",  "callback",  "callbacks",
                                        "csp",       "referer", "referers", "advertised", "listeners", "listener",
                                        "image",     "tag",     "version"};
    return has_word(name, words, COUNT(words));
}

bool pc_setting_is_listeners(struct pc_str name) {
    static const char *const listeners[] = {"listeners", "listener", "listen"};
    static const char *const advertised[] = {"advertised", "protocol", "security", "name", "inter"};
    return has_word(name, listeners, COUNT(listeners)) && !has_word(name, advertised, COUNT(advertised));
}

bool pc_setting_is_address(struct pc_str name) {
    static const char *const words[] = {
        "host",   "hosts",   "hostname", "addr",      "address",  "addresses", "url",    "urls",
        "uri",    "uris",    "server",   "servers",   "endpoint", "endpoints", "broker", "brokers",
        "target", "targets", "upstream", "upstreams", "node",     "nodes",     "seeds",  "bootstrap",
        "proxy",  "backend", "database", "dsn",       "cluster",  "peers",     "voters", "connect"};
    return has_word(name, words, COUNT(words));
}

bool pc_setting_is_arguments(struct pc_str name) {
    static const char *const words[] = {"args", "opts", "options", "flags", "arguments"};
    struct pc_setting_words split = pc_setting_words_of(name);
    return split.count > 0 && among(split.items[split.count - 1], words, COUNT(words));
}
