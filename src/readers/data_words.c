#include "data_words.h"

enum { WORD_MAX = 32 };

/* Letters and digits of s in lower case; empty when there are too many to be a word of ours. */
static struct pc_str plain(struct pc_str s, char out[WORD_MAX]) {
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80 || (pc_is_alnum(s.ptr[i]) && len == WORD_MAX)) {
            return PC_EMPTY;
        }
        if (pc_is_alnum(s.ptr[i])) {
            out[len++] = pc_lower(s.ptr[i]);
        }
    }
    return (struct pc_str){out, len};
}

struct word {
    const char *word;
    int meaning;
};

static int look_up(struct pc_str s, const struct word *words, size_t count) {
    char buffer[WORD_MAX];
    struct pc_str word = plain(s, buffer);
    for (size_t i = 0; word.len > 0 && i < count; i++) {
        if (words[i].word[0] == word.ptr[0] && pc_str_is(word, words[i].word)) {
            return words[i].meaning;
        }
    }
    return 0;
}
#define LOOK_UP(s, words) look_up(s, words, sizeof(words) / sizeof(words)[0])

enum pc_data_word pc_data_word_of(struct pc_str key) {
    static const struct word words[] = {
        {"name", PC_DATA_NAME},
        {"service", PC_DATA_NAME},
        {"servicename", PC_DATA_NAME},
        {"app", PC_DATA_NAME},
        {"appname", PC_DATA_NAME},
        {"application", PC_DATA_NAME},
        {"project", PC_DATA_NAME},
        {"projectname", PC_DATA_NAME},
        {"component", PC_DATA_NAME},
        {"process", PC_DATA_NAME},
        {"module", PC_DATA_NAME},
        {"stack", PC_DATA_NAME},
        {"boundby", PC_DATA_NAME},
        {"usedby", PC_DATA_NAME},
        {"assignedto", PC_DATA_NAME},
        {"allocatedto", PC_DATA_NAME},
        {"purpose", PC_DATA_PURPOSE},
        {"for", PC_DATA_PURPOSE},
        {"reservedfor", PC_DATA_PURPOSE},
        {"owner", PC_DATA_PURPOSE},
        {"container", PC_DATA_CONTAINER},
        {"containername", PC_DATA_CONTAINER},
        {"port", PC_DATA_PORT},
        {"ports", PC_DATA_PORT},
        {"portnumber", PC_DATA_PORT},
        {"portnumbers", PC_DATA_PORT},
        {"defaultport", PC_DATA_PORT},
        {"listenport", PC_DATA_PORT},
        {"assignedport", PC_DATA_PORT},
        {"currentport", PC_DATA_PORT},
        {"newport", PC_DATA_PORT},
        {"mainport", PC_DATA_PORT},
        {"hostport", PC_DATA_HOST_PORT},
        {"externalport", PC_DATA_HOST_PORT},
        {"external", PC_DATA_HOST_PORT},
        {"published", PC_DATA_HOST_PORT},
        {"publishedport", PC_DATA_HOST_PORT},
        {"publicport", PC_DATA_HOST_PORT},
        {"public", PC_DATA_HOST_PORT},
        {"exposed", PC_DATA_HOST_PORT},
        {"exposedport", PC_DATA_HOST_PORT},
        {"containerport", PC_DATA_INNER_PORT},
        {"internalport", PC_DATA_INNER_PORT},
        {"internal", PC_DATA_INNER_PORT},
        {"internalonly", PC_DATA_INNER_PORT},
        {"target", PC_DATA_INNER_PORT},
        {"targetport", PC_DATA_INNER_PORT},
        {"innerport", PC_DATA_INNER_PORT},
        {"serviceport", PC_DATA_INNER_PORT},
        {"guestport", PC_DATA_INNER_PORT},
        {"oldport", PC_DATA_OLD_PORT},
        {"previousport", PC_DATA_OLD_PORT},
        {"formerport", PC_DATA_OLD_PORT},
        {"legacyport", PC_DATA_OLD_PORT},
        {"was", PC_DATA_OLD_PORT},
        {"previous", PC_DATA_OLD_PORT},
        {"old", PC_DATA_OLD_PORT},
        {"nextport", PC_DATA_OLD_PORT},
        {"nextfree", PC_DATA_OLD_PORT},
        {"nextfreeport", PC_DATA_OLD_PORT},
        {"nextavailable", PC_DATA_OLD_PORT},
        {"nextavailableport", PC_DATA_OLD_PORT},
        {"nodeport", PC_DATA_OLD_PORT},
        {"baseport", PC_DATA_OLD_PORT},
        {"protocol", PC_DATA_PROTOCOL},
        {"protocols", PC_DATA_PROTOCOL},
        {"proto", PC_DATA_PROTOCOL},
        {"transport", PC_DATA_PROTOCOL},
        {"host", PC_DATA_HOST},
        {"hostname", PC_DATA_HOST},
        {"machine", PC_DATA_HOST},
        {"node", PC_DATA_HOST},
        {"server", PC_DATA_HOST},
        {"vm", PC_DATA_HOST},
        {"device", PC_DATA_HOST},
        {"bind", PC_DATA_ADDRESS},
        {"bindaddress", PC_DATA_ADDRESS},
        {"binding", PC_DATA_ADDRESS},
        {"listen", PC_DATA_ADDRESS},
        {"listenaddress", PC_DATA_ADDRESS},
        {"hostip", PC_DATA_ADDRESS},
        {"interface", PC_DATA_ADDRESS},
        {"environment", PC_DATA_ENVIRONMENT},
        {"env", PC_DATA_ENVIRONMENT},
        {"stage", PC_DATA_ENVIRONMENT},
        {"status", PC_DATA_STATUS},
        {"state", PC_DATA_STATUS},
        {"lifecycle", PC_DATA_STATUS},
        {"active", PC_DATA_ACTIVE},
        {"inuse", PC_DATA_ACTIVE},
        {"running", PC_DATA_ACTIVE},
        {"enabled", PC_DATA_ACTIVE},
        {"deprecated", PC_DATA_DEPRECATED},
        {"retired", PC_DATA_DEPRECATED},
        {"removed", PC_DATA_DEPRECATED},
        {"obsolete", PC_DATA_DEPRECATED},
        {"decommissioned", PC_DATA_DEPRECATED},
        {"available", PC_DATA_FREE},
        {"free", PC_DATA_FREE},
        {"unused", PC_DATA_FREE},
        {"availableports", PC_DATA_FREE},
        {"freeports", PC_DATA_FREE},
        {"reserved", PC_DATA_RESERVED},
        {"reservedports", PC_DATA_RESERVED},
        {"reservations", PC_DATA_RESERVED},
        {"blocked", PC_DATA_RESERVED},
        {"blockedports", PC_DATA_RESERVED},
        {"range", PC_DATA_RANGE},
        {"portrange", PC_DATA_RANGE},
        {"start", PC_DATA_FROM},
        {"startport", PC_DATA_FROM},
        {"rangestart", PC_DATA_FROM},
        {"portstart", PC_DATA_FROM},
        {"from", PC_DATA_FROM},
        {"min", PC_DATA_FROM},
        {"minport", PC_DATA_FROM},
        {"first", PC_DATA_FROM},
        {"lo", PC_DATA_FROM},
        {"low", PC_DATA_FROM},
        {"end", PC_DATA_TO},
        {"endport", PC_DATA_TO},
        {"rangeend", PC_DATA_TO},
        {"portend", PC_DATA_TO},
        {"to", PC_DATA_TO},
        {"max", PC_DATA_TO},
        {"maxport", PC_DATA_TO},
        {"last", PC_DATA_TO},
        {"hi", PC_DATA_TO},
        {"high", PC_DATA_TO},
        {"services", PC_DATA_SERVICES},
        {"apps", PC_DATA_SERVICES},
        {"applications", PC_DATA_SERVICES},
        {"projects", PC_DATA_SERVICES},
        {"containers", PC_DATA_SERVICES},
        {"components", PC_DATA_SERVICES},
        {"entries", PC_DATA_SERVICES},
        {"items", PC_DATA_SERVICES},
        {"registry", PC_DATA_SERVICES},
        {"registrations", PC_DATA_SERVICES},
        {"portregistry", PC_DATA_SERVICES},
        {"portmap", PC_DATA_SERVICES},
        {"portmappings", PC_DATA_SERVICES},
        {"mappings", PC_DATA_SERVICES},
        {"assignments", PC_DATA_SERVICES},
        {"portassignments", PC_DATA_SERVICES},
        {"assigned", PC_DATA_SERVICES},
        {"allocations", PC_DATA_SERVICES},
        {"portallocations", PC_DATA_SERVICES},
        {"allocated", PC_DATA_SERVICES},
        {"usedports", PC_DATA_SERVICES},
        {"groups", PC_DATA_SERVICES},
        {"categories", PC_DATA_SERVICES},
        {"ranges", PC_DATA_RANGES},
        {"portranges", PC_DATA_RANGES},
        {"blocks", PC_DATA_RANGES},
        {"pools", PC_DATA_RANGES},
        {"bands", PC_DATA_RANGES},
        {"hosts", PC_DATA_HOSTS},
        {"machines", PC_DATA_HOSTS},
        {"nodes", PC_DATA_HOSTS},
        {"servers", PC_DATA_HOSTS},
        {"vms", PC_DATA_HOSTS},
        {"environments", PC_DATA_ENVIRONMENTS},
        {"envs", PC_DATA_ENVIRONMENTS},
        {"stages", PC_DATA_ENVIRONMENTS},
        {"dependson", PC_DATA_FOREIGN},
        {"dependencies", PC_DATA_FOREIGN},
        {"upstream", PC_DATA_FOREIGN},
        {"upstreams", PC_DATA_FOREIGN},
        {"connectsto", PC_DATA_FOREIGN},
        {"proxyto", PC_DATA_FOREIGN},
        {"consumers", PC_DATA_FOREIGN},
        {"history", PC_DATA_FOREIGN},
        {"changelog", PC_DATA_FOREIGN},
        {"examples", PC_DATA_FOREIGN},
        {"version", PC_DATA_META},
        {"schema", PC_DATA_META},
        {"schemaversion", PC_DATA_META},
        {"apiversion", PC_DATA_META},
        {"description", PC_DATA_META},
        {"desc", PC_DATA_META},
        {"title", PC_DATA_META},
        {"notes", PC_DATA_META},
        {"note", PC_DATA_META},
        {"comment", PC_DATA_META},
        {"comments", PC_DATA_META},
        {"metadata", PC_DATA_META},
        {"meta", PC_DATA_META},
        {"url", PC_DATA_META},
        {"urls", PC_DATA_META},
        {"healthcheck", PC_DATA_META},
        {"updated", PC_DATA_META},
        {"lastupdated", PC_DATA_META},
        {"updatedat", PC_DATA_META},
        {"created", PC_DATA_META},
        {"createdat", PC_DATA_META},
        {"date", PC_DATA_META},
        {"year", PC_DATA_META},
        {"count", PC_DATA_META},
        {"total", PC_DATA_META},
        {"totalports", PC_DATA_META},
        {"id", PC_DATA_META},
        {"index", PC_DATA_META},
        {"order", PC_DATA_META},
        {"priority", PC_DATA_META},
        {"weight", PC_DATA_META},
        {"timeout", PC_DATA_META},
        {"interval", PC_DATA_META},
        {"retries", PC_DATA_META},
        {"replicas", PC_DATA_META},
        {"size", PC_DATA_META},
        {"width", PC_DATA_META},
        {"length", PC_DATA_META},
        {"limit", PC_DATA_META},
        {"step", PC_DATA_META},
        {"increment", PC_DATA_META},
        {"offset", PC_DATA_META},
        {"pid", PC_DATA_META},
        {"uid", PC_DATA_META},
        {"gid", PC_DATA_META},
        {"ttl", PC_DATA_META},
    };
    return (enum pc_data_word)LOOK_UP(key, words);
}

enum pc_environment pc_data_environment(struct pc_str word) {
    static const struct word words[] = {
        {"production", PC_ENV_PRODUCTION},
        {"prod", PC_ENV_PRODUCTION},
        {"live", PC_ENV_PRODUCTION},
        {"staging", PC_ENV_STAGING},
        {"stage", PC_ENV_STAGING},
        {"preprod", PC_ENV_STAGING},
        {"development", PC_ENV_DEVELOPMENT},
        {"dev", PC_ENV_DEVELOPMENT},
        {"local", PC_ENV_DEVELOPMENT},
        {"localdev", PC_ENV_DEVELOPMENT},
        {"test", PC_ENV_TEST},
        {"testing", PC_ENV_TEST},
        {"ci", PC_ENV_TEST},
        {"qa", PC_ENV_TEST},
    };
    return (enum pc_environment)LOOK_UP(word, words);
}

bool pc_data_is_part(struct pc_str word) {
    static const struct word words[] = {
        {"http", 1},     {"https", 1},      {"http2", 1},   {"http3", 1},      {"grpc", 1},        {"rest", 1},
        {"api", 1},      {"web", 1},        {"ui", 1},      {"gui", 1},        {"webui", 1},       {"admin", 1},
        {"metrics", 1},  {"prometheus", 1}, {"debug", 1},   {"debugger", 1},   {"inspect", 1},     {"inspector", 1},
        {"console", 1},  {"dashboard", 1},  {"mgmt", 1},    {"management", 1}, {"main", 1},        {"primary", 1},
        {"default", 1},  {"health", 1},     {"ws", 1},      {"wss", 1},        {"websocket", 1},   {"tcp", 1},
        {"udp", 1},      {"ssl", 1},        {"tls", 1},     {"rpc", 1},        {"p2p", 1},         {"peer", 1},
        {"cluster", 1},  {"gossip", 1},     {"raft", 1},    {"data", 1},       {"control", 1},     {"monitoring", 1},
        {"hmr", 1},      {"storage", 1},    {"s3", 1},      {"smtp", 1},       {"smtps", 1},       {"imap", 1},
        {"imaps", 1},    {"pop3", 1},       {"pop3s", 1},   {"submission", 1}, {"sieve", 1},       {"dns", 1},
        {"ssh", 1},      {"sftp", 1},       {"ftp", 1},     {"ldap", 1},       {"ldaps", 1},       {"frontend", 1},
        {"backend", 1},  {"client", 1},     {"db", 1},      {"transport", 1},  {"query", 1},       {"bolt", 1},
        {"browser", 1},  {"amqp", 1},       {"mqtt", 1},    {"stream", 1},     {"rtp", 1},         {"rtmp", 1},
        {"rtsp", 1},     {"webrtc", 1},     {"stun", 1},    {"turn", 1},       {"profiling", 1},   {"pprof", 1},
        {"jmx", 1},      {"actuator", 1},   {"vnc", 1},     {"rdp", 1},        {"proxy", 1},       {"secure", 1},
        {"insecure", 1}, {"graphql", 1},    {"tracing", 1}, {"otlp", 1},       {"otlpgrpc", 1},    {"otlphttp", 1},
        {"preview", 1},  {"storybook", 1},  {"docs", 1},    {"livereload", 1}, {"internalapi", 1}, {"adminapi", 1},
    };
    return LOOK_UP(word, words) != 0;
}

enum pc_data_status pc_data_status_of(struct pc_str value) {
    static const struct word words[] = {
        {"active", PC_DATA_STATUS_ACTIVE},       {"running", PC_DATA_STATUS_ACTIVE},
        {"inuse", PC_DATA_STATUS_ACTIVE},        {"used", PC_DATA_STATUS_ACTIVE},
        {"current", PC_DATA_STATUS_ACTIVE},      {"live", PC_DATA_STATUS_ACTIVE},
        {"up", PC_DATA_STATUS_ACTIVE},           {"deployed", PC_DATA_STATUS_ACTIVE},
        {"online", PC_DATA_STATUS_ACTIVE},       {"occupied", PC_DATA_STATUS_ACTIVE},
        {"bound", PC_DATA_STATUS_ACTIVE},        {"planned", PC_DATA_STATUS_FUTURE},
        {"assigned", PC_DATA_STATUS_PLANNED},    {"allocated", PC_DATA_STATUS_PLANNED},
        {"configured", PC_DATA_STATUS_PLANNED},  {"enabled", PC_DATA_STATUS_PLANNED},
        {"pending", PC_DATA_STATUS_FUTURE},      {"future", PC_DATA_STATUS_FUTURE},
        {"proposed", PC_DATA_STATUS_FUTURE},     {"upcoming", PC_DATA_STATUS_FUTURE},
        {"todo", PC_DATA_STATUS_FUTURE},         {"draft", PC_DATA_STATUS_FUTURE},
        {"placeholder", PC_DATA_STATUS_FUTURE},  {"standby", PC_DATA_STATUS_FUTURE},
        {"disabled", PC_DATA_STATUS_FUTURE},     {"inactive", PC_DATA_STATUS_FUTURE},
        {"stopped", PC_DATA_STATUS_FUTURE},      {"paused", PC_DATA_STATUS_FUTURE},
        {"offline", PC_DATA_STATUS_FUTURE},      {"notdeployed", PC_DATA_STATUS_FUTURE},
        {"reserved", PC_DATA_STATUS_RESERVED},   {"blocked", PC_DATA_STATUS_RESERVED},
        {"held", PC_DATA_STATUS_RESERVED},       {"deprecated", PC_DATA_STATUS_DEAD},
        {"retired", PC_DATA_STATUS_DEAD},        {"removed", PC_DATA_STATUS_DEAD},
        {"free", PC_DATA_STATUS_DEAD},           {"available", PC_DATA_STATUS_DEAD},
        {"unused", PC_DATA_STATUS_DEAD},         {"unassigned", PC_DATA_STATUS_DEAD},
        {"decommissioned", PC_DATA_STATUS_DEAD}, {"obsolete", PC_DATA_STATUS_DEAD},
        {"legacy", PC_DATA_STATUS_DEAD},         {"released", PC_DATA_STATUS_DEAD},
        {"archived", PC_DATA_STATUS_DEAD},       {"abandoned", PC_DATA_STATUS_DEAD},
    };
    return (enum pc_data_status)LOOK_UP(value, words);
}

bool pc_data_is_filler(struct pc_str value) {
    static const struct word words[] = {
        {"tbd", 1},      {"none", 1},    {"na", 1},   {"auto", 1},    {"dynamic", 1}, {"varies", 1},
        {"any", 1},      {"random", 1},  {"null", 1}, {"unset", 1},   {"false", 1},   {"todo", 1},
        {"internal", 1}, {"unknown", 1}, {"nil", 1},  {"default", 1}, {"x", 1},       {"ephemeral", 1},
    };
    for (size_t i = 0; i < value.len; i++) {
        if (pc_str_starts(pc_str_sub(value, i, value.len), PC_STR("\xe2\x80"))) {
            i += 2; /* a dash, dots */
        } else if (pc_is_alnum(value.ptr[i]) || (unsigned char)value.ptr[i] >= 0x80) {
            return LOOK_UP(value, words) != 0;
        }
    }
    return true;
}

struct pc_str pc_data_without_port(struct pc_str key) {
    struct pc_str tail = pc_str_sub(key, key.len < 4 ? 0 : key.len - 4, 4);
    if (key.len < 5 || !pc_str_eq_nocase(tail, PC_STR("port"))) {
        return key;
    }
    struct pc_str head = pc_str_sub(key, 0, key.len - 4);
    char last = head.ptr[head.len - 1];
    bool separated = last == '_' || last == '-' || last == ' ' || last == '.';
    bool hump = tail.ptr[0] == 'P' && !(last >= 'A' && last <= 'Z');
    if (!separated && !hump) {
        return key; /* "support" */
    }
    while (head.len > 0 && (last == '_' || last == '-' || last == ' ' || last == '.')) {
        head.len--;
        last = head.len > 0 ? head.ptr[head.len - 1] : '\0';
    }
    return head.len > 0 ? head : key;
}

int pc_data_truth(struct pc_str value) {
    static const struct word words[] = {{"true", 1}, {"yes", 1}, {"on", 1}, {"false", 2}, {"no", 2}, {"off", 2}};
    int found = LOOK_UP(value, words);
    return found == 0 ? -1 : found == 1;
}
