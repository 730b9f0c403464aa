#include "service_doc_words.h"

#include <string.h>

struct word {
    const char *text;
    enum pc_doc_word kind;
};

/* Sorted bytewise: looked up by bisection (a test holds it sorted). */
static const struct word words[] = {
    {"abhängigkeiten", PC_DOC_RELATED},
    {"actuator", PC_DOC_SIDE},
    {"address", PC_DOC_FILLER},
    {"admin", PC_DOC_SIDE},
    {"adminer", PC_DOC_FOREIGN},
    {"allocation", PC_DOC_FILLER},
    {"amqp", PC_DOC_FOREIGN},
    {"and", PC_DOC_FILLER},
    {"angular", PC_DOC_FILLER},
    {"ansible", PC_DOC_FILLER},
    {"api", PC_DOC_NAME_HEADER},
    {"app", PC_DOC_NAME_HEADER},
    {"application", PC_DOC_NAME_HEADER},
    {"archived", PC_DOC_HISTORY},
    {"assigned", PC_DOC_FILLER},
    {"assignment", PC_DOC_FILLER},
    {"assignments", PC_DOC_FILLER},
    {"astro", PC_DOC_FILLER},
    {"at", PC_DOC_FILLER},
    {"back", PC_DOC_PART},
    {"backend", PC_DOC_PART},
    {"before", PC_DOC_HISTORY},
    {"bind", PC_DOC_FILLER},
    {"binding", PC_DOC_FILLER},
    {"binds", PC_DOC_FILLER},
    {"broker", PC_DOC_FOREIGN},
    {"bun", PC_DOC_FILLER},
    {"by", PC_DOC_FILLER},
    {"cache", PC_DOC_FOREIGN},
    {"caddy", PC_DOC_FOREIGN},
    {"cassandra", PC_DOC_FOREIGN},
    {"changelog", PC_DOC_HISTORY},
    {"changes", PC_DOC_HISTORY},
    {"chroma", PC_DOC_FOREIGN},
    {"ci", PC_DOC_TESTING},
    {"clickhouse", PC_DOC_FOREIGN},
    {"client", PC_DOC_PART},
    {"component", PC_DOC_NAME_HEADER},
    {"config", PC_DOC_FILLER},
    {"configuration", PC_DOC_FILLER},
    {"conflict", PC_DOC_TROUBLE},
    {"conflicts", PC_DOC_TROUBLE},
    {"console", PC_DOC_SIDE},
    {"consul", PC_DOC_FOREIGN},
    {"container", PC_DOC_INTERNAL},
    {"containers", PC_DOC_INTERNAL},
    {"cra", PC_DOC_FILLER},
    {"current", PC_DOC_FILLER},
    {"currently", PC_DOC_FILLER},
    {"dashboard", PC_DOC_PART},
    {"data", PC_DOC_FILLER},
    {"database", PC_DOC_FOREIGN},
    {"db", PC_DOC_FOREIGN},
    {"debug", PC_DOC_SIDE},
    {"debugger", PC_DOC_SIDE},
    {"default", PC_DOC_FILLER},
    {"defaults", PC_DOC_FILLER},
    {"deno", PC_DOC_FILLER},
    {"dep", PC_DOC_RELATED},
    {"dependencies", PC_DOC_RELATED},
    {"dependency", PC_DOC_RELATED},
    {"depends", PC_DOC_RELATED},
    {"deployment", PC_DOC_FILLER},
    {"deprecated", PC_DOC_HISTORY},
    {"details", PC_DOC_FILLER},
    {"dev", PC_DOC_DEVELOPMENT},
    {"development", PC_DOC_DEVELOPMENT},
    {"django", PC_DOC_FILLER},
    {"dns", PC_DOC_FOREIGN},
    {"docker", PC_DOC_FILLER},
    {"docusaurus", PC_DOC_FILLER},
    {"downstream", PC_DOC_RELATED},
    {"e2e", PC_DOC_TESTING},
    {"elastic", PC_DOC_FOREIGN},
    {"elasticsearch", PC_DOC_FOREIGN},
    {"end", PC_DOC_FILLER},
    {"endpoint", PC_DOC_FILLER},
    {"entwicklung", PC_DOC_DEVELOPMENT},
    {"env", PC_DOC_FILLER},
    {"environment", PC_DOC_FILLER},
    {"envoy", PC_DOC_FOREIGN},
    {"etcd", PC_DOC_FOREIGN},
    {"example", PC_DOC_FILLER},
    {"exposed", PC_DOC_FILLER},
    {"exposes", PC_DOC_FILLER},
    {"express", PC_DOC_FILLER},
    {"external", PC_DOC_OUTSIDE},
    {"faq", PC_DOC_TROUBLE},
    {"fastapi", PC_DOC_FILLER},
    {"fixed", PC_DOC_FILLER},
    {"flask", PC_DOC_FILLER},
    {"for", PC_DOC_FILLER},
    {"former", PC_DOC_HISTORY},
    {"formerly", PC_DOC_HISTORY},
    {"front", PC_DOC_PART},
    {"frontend", PC_DOC_PART},
    {"früher", PC_DOC_HISTORY},
    {"ftp", PC_DOC_FOREIGN},
    {"future", PC_DOC_FUTURE},
    {"geplant", PC_DOC_FUTURE},
    {"go", PC_DOC_FILLER},
    {"golang", PC_DOC_FILLER},
    {"grafana", PC_DOC_FOREIGN},
    {"graphql", PC_DOC_SIDE},
    {"grpc", PC_DOC_SIDE},
    {"gui", PC_DOC_PART},
    {"gunicorn", PC_DOC_FILLER},
    {"haproxy", PC_DOC_FOREIGN},
    {"health", PC_DOC_SIDE},
    {"healthcheck", PC_DOC_SIDE},
    {"historie", PC_DOC_HISTORY},
    {"history", PC_DOC_HISTORY},
    {"hmr", PC_DOC_SIDE},
    {"hono", PC_DOC_FILLER},
    {"host", PC_DOC_FILLER},
    {"http", PC_DOC_FILLER},
    {"https", PC_DOC_FILLER},
    {"imap", PC_DOC_FOREIGN},
    {"in", PC_DOC_FILLER},
    {"influxdb", PC_DOC_FOREIGN},
    {"info", PC_DOC_FILLER},
    {"information", PC_DOC_FILLER},
    {"inside", PC_DOC_INTERNAL},
    {"inspector", PC_DOC_SIDE},
    {"integration", PC_DOC_RELATED},
    {"integrations", PC_DOC_RELATED},
    {"intern", PC_DOC_INTERNAL},
    {"internal", PC_DOC_INTERNAL},
    {"internally", PC_DOC_INTERNAL},
    {"is", PC_DOC_FILLER},
    {"issues", PC_DOC_TROUBLE},
    {"its", PC_DOC_FILLER},
    {"jaeger", PC_DOC_FOREIGN},
    {"js", PC_DOC_FILLER},
    {"kafka", PC_DOC_FOREIGN},
    {"key", PC_DOC_FILLER},
    {"keycloak", PC_DOC_FOREIGN},
    {"known", PC_DOC_FILLER},
    {"landing", PC_DOC_PART},
    {"laravel", PC_DOC_FILLER},
    {"ldap", PC_DOC_FOREIGN},
    {"legacy", PC_DOC_HISTORY},
    {"list", PC_DOC_FILLER},
    {"listen", PC_DOC_FILLER},
    {"listening", PC_DOC_FILLER},
    {"listens", PC_DOC_FILLER},
    {"live", PC_DOC_PRODUCTION},
    {"livereload", PC_DOC_SIDE},
    {"local", PC_DOC_DEVELOPMENT},
    {"locally", PC_DOC_DEVELOPMENT},
    {"lokal", PC_DOC_DEVELOPMENT},
    {"main", PC_DOC_FILLER},
    {"management", PC_DOC_SIDE},
    {"map", PC_DOC_FILLER},
    {"mapping", PC_DOC_FILLER},
    {"mappings", PC_DOC_FILLER},
    {"mariadb", PC_DOC_FOREIGN},
    {"mcp", PC_DOC_SIDE},
    {"meilisearch", PC_DOC_FOREIGN},
    {"memcached", PC_DOC_FOREIGN},
    {"metrics", PC_DOC_SIDE},
    {"microservice", PC_DOC_NAME_HEADER},
    {"migration", PC_DOC_HISTORY},
    {"minio", PC_DOC_FOREIGN},
    {"mobile", PC_DOC_PART},
    {"module", PC_DOC_NAME_HEADER},
    {"mongo", PC_DOC_FOREIGN},
    {"mongodb", PC_DOC_FOREIGN},
    {"monitoring", PC_DOC_SIDE},
    {"mq", PC_DOC_FOREIGN},
    {"mqtt", PC_DOC_FOREIGN},
    {"mysql", PC_DOC_FOREIGN},
    {"name", PC_DOC_NAME_HEADER},
    {"nats", PC_DOC_FOREIGN},
    {"neo4j", PC_DOC_FOREIGN},
    {"nest", PC_DOC_FILLER},
    {"nestjs", PC_DOC_FILLER},
    {"network", PC_DOC_FILLER},
    {"networking", PC_DOC_FILLER},
    {"next", PC_DOC_FILLER},
    {"nextjs", PC_DOC_FILLER},
    {"nginx", PC_DOC_FOREIGN},
    {"no", PC_DOC_FILLER},
    {"node", PC_DOC_FILLER},
    {"nodejs", PC_DOC_FILLER},
    {"nr", PC_DOC_FILLER},
    {"number", PC_DOC_FILLER},
    {"nuxt", PC_DOC_FILLER},
    {"obsolete", PC_DOC_HISTORY},
    {"old", PC_DOC_HISTORY},
    {"ollama", PC_DOC_FOREIGN},
    {"on", PC_DOC_FILLER},
    {"opensearch", PC_DOC_FOREIGN},
    {"oracle", PC_DOC_FOREIGN},
    {"other", PC_DOC_OUTSIDE},
    {"others", PC_DOC_OUTSIDE},
    {"overview", PC_DOC_FILLER},
    {"own", PC_DOC_FILLER},
    {"pending", PC_DOC_FUTURE},
    {"pg", PC_DOC_FOREIGN},
    {"pgadmin", PC_DOC_FOREIGN},
    {"pgbouncer", PC_DOC_FOREIGN},
    {"php", PC_DOC_FILLER},
    {"planned", PC_DOC_FUTURE},
    {"port", PC_DOC_PORT},
    {"porta", PC_DOC_PORT},
    {"portas", PC_DOC_PORT},
    {"ports", PC_DOC_PORT},
    {"postgres", PC_DOC_FOREIGN},
    {"postgresql", PC_DOC_FOREIGN},
    {"pprof", PC_DOC_SIDE},
    {"preprod", PC_DOC_STAGING},
    {"prerequisite", PC_DOC_RELATED},
    {"prerequisites", PC_DOC_RELATED},
    {"preview", PC_DOC_STAGING},
    {"previous", PC_DOC_HISTORY},
    {"previously", PC_DOC_HISTORY},
    {"primary", PC_DOC_FILLER},
    {"prior", PC_DOC_HISTORY},
    {"prisma", PC_DOC_FOREIGN},
    {"probe", PC_DOC_SIDE},
    {"problem", PC_DOC_TROUBLE},
    {"problems", PC_DOC_TROUBLE},
    {"process", PC_DOC_NAME_HEADER},
    {"prod", PC_DOC_PRODUCTION},
    {"production", PC_DOC_PRODUCTION},
    {"produktion", PC_DOC_PRODUCTION},
    {"profiling", PC_DOC_SIDE},
    {"project", PC_DOC_NAME_HEADER},
    {"prometheus", PC_DOC_FOREIGN},
    {"proposed", PC_DOC_FUTURE},
    {"protocol", PC_DOC_FILLER},
    {"proxy", PC_DOC_FOREIGN},
    {"public", PC_DOC_FILLER},
    {"published", PC_DOC_FILLER},
    {"puerto", PC_DOC_PORT},
    {"puertos", PC_DOC_PORT},
    {"python", PC_DOC_FILLER},
    {"qdrant", PC_DOC_FOREIGN},
    {"queue", PC_DOC_FOREIGN},
    {"quic", PC_DOC_SIDE},
    {"rabbitmq", PC_DOC_FOREIGN},
    {"rails", PC_DOC_FILLER},
    {"range", PC_DOC_FILLER},
    {"react", PC_DOC_FILLER},
    {"redis", PC_DOC_FOREIGN},
    {"reference", PC_DOC_FILLER},
    {"related", PC_DOC_RELATED},
    {"remote", PC_DOC_FOREIGN},
    {"removed", PC_DOC_HISTORY},
    {"requirements", PC_DOC_RELATED},
    {"requires", PC_DOC_RELATED},
    {"rest", PC_DOC_FILLER},
    {"retired", PC_DOC_HISTORY},
    {"rpc", PC_DOC_SIDE},
    {"running", PC_DOC_FILLER},
    {"runs", PC_DOC_FILLER},
    {"runtime", PC_DOC_FILLER},
    {"rust", PC_DOC_FILLER},
    {"s3", PC_DOC_FOREIGN},
    {"searxng", PC_DOC_FOREIGN},
    {"self", PC_DOC_FILLER},
    {"server", PC_DOC_NAME_HEADER},
    {"service", PC_DOC_NAME_HEADER},
    {"services", PC_DOC_NAME_HEADER},
    {"settings", PC_DOC_FILLER},
    {"setup", PC_DOC_FILLER},
    {"sftp", PC_DOC_FOREIGN},
    {"site", PC_DOC_PART},
    {"smtp", PC_DOC_FOREIGN},
    {"socket", PC_DOC_SIDE},
    {"solr", PC_DOC_FOREIGN},
    {"spa", PC_DOC_FILLER},
    {"spring", PC_DOC_FILLER},
    {"sql", PC_DOC_FOREIGN},
    {"sse", PC_DOC_SIDE},
    {"ssh", PC_DOC_FOREIGN},
    {"ssl", PC_DOC_SIDE},
    {"stack", PC_DOC_NAME_HEADER},
    {"stage", PC_DOC_STAGING},
    {"staging", PC_DOC_STAGING},
    {"standard", PC_DOC_FILLER},
    {"status", PC_DOC_FILLER},
    {"storybook", PC_DOC_PART},
    {"strapi", PC_DOC_FILLER},
    {"stun", PC_DOC_SIDE},
    {"svelte", PC_DOC_FILLER},
    {"sveltekit", PC_DOC_FILLER},
    {"swagger", PC_DOC_FILLER},
    {"target", PC_DOC_FOREIGN},
    {"tbd", PC_DOC_FUTURE},
    {"tcp", PC_DOC_FILLER},
    {"test", PC_DOC_TESTING},
    {"testing", PC_DOC_TESTING},
    {"tests", PC_DOC_TESTING},
    {"the", PC_DOC_FILLER},
    {"tls", PC_DOC_SIDE},
    {"to", PC_DOC_FILLER},
    {"traefik", PC_DOC_FOREIGN},
    {"troubleshooting", PC_DOC_TROUBLE},
    {"turn", PC_DOC_SIDE},
    {"typically", PC_DOC_FILLER},
    {"udp", PC_DOC_FILLER},
    {"ui", PC_DOC_PART},
    {"unreleased", PC_DOC_FUTURE},
    {"until", PC_DOC_HISTORY},
    {"upcoming", PC_DOC_FUTURE},
    {"upstream", PC_DOC_RELATED},
    {"upstreams", PC_DOC_RELATED},
    {"url", PC_DOC_FILLER},
    {"urls", PC_DOC_FILLER},
    {"used", PC_DOC_FILLER},
    {"uses", PC_DOC_FILLER},
    {"usually", PC_DOC_FILLER},
    {"uvicorn", PC_DOC_FILLER},
    {"valkey", PC_DOC_FOREIGN},
    {"variables", PC_DOC_FILLER},
    {"vault", PC_DOC_FOREIGN},
    {"verlauf", PC_DOC_HISTORY},
    {"vite", PC_DOC_FILLER},
    {"vue", PC_DOC_FILLER},
    {"was", PC_DOC_HISTORY},
    {"weaviate", PC_DOC_FOREIGN},
    {"web", PC_DOC_PART},
    {"webapp", PC_DOC_PART},
    {"webhook", PC_DOC_SIDE},
    {"webhooks", PC_DOC_SIDE},
    {"website", PC_DOC_PART},
    {"websocket", PC_DOC_SIDE},
    {"websockets", PC_DOC_SIDE},
    {"worker", PC_DOC_PART},
    {"ws", PC_DOC_SIDE},
    {"zookeeper", PC_DOC_FOREIGN},
    {"порт", PC_DOC_PORT},
    {"порты", PC_DOC_PORT},
};

/* Scripts that write without blanks: the word stands anywhere in the run of letters. */
static const struct word glued[] = {
    {"端口", PC_DOC_PORT},        {"포트", PC_DOC_PORT},       {"ポート", PC_DOC_PORT},
    {"生产", PC_DOC_PRODUCTION},  {"本番", PC_DOC_PRODUCTION}, {"开发", PC_DOC_DEVELOPMENT},
    {"開発", PC_DOC_DEVELOPMENT}, {"测试", PC_DOC_TESTING},
};

/* Bytes of the letter at s, which is not ASCII, 0 when it is none. Blanks, punctuation, arrows, boxes and
 * pictures are none. */
static size_t wide_letter(struct pc_str s) {
    unsigned char c = (unsigned char)s.ptr[0];
    size_t bytes = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC3 ? 2 : 0;
    if (bytes == 0 || bytes > s.len || c == 0xE2 || c >= 0xF0)
        return 0;
    unsigned char second = (unsigned char)s.ptr[1];
    if ((c == 0xE3 && second == 0x80) || (c == 0xEF && second >= 0xB8))
        return 0;
    return bytes;
}

/* Bytes of the letter or digit at s[at], 0 when there is none. */
static size_t letter_at(struct pc_str s, size_t at) {
    if (at >= s.len)
        return 0;
    if ((unsigned char)s.ptr[at] < 0x80)
        return pc_is_alnum(s.ptr[at]) ? 1 : 0;
    return wide_letter(pc_str_sub(s, at, 4));
}

bool pc_doc_next_word(struct pc_str phrase, size_t *cursor, struct pc_str *word) {
    size_t at = *cursor;
    while (at < phrase.len && letter_at(phrase, at) == 0)
        at++;
    size_t from = at;
    size_t bytes;
    while ((bytes = letter_at(phrase, at)) > 0)
        at += bytes;
    *cursor = at;
    *word = pc_str_sub(phrase, from, at - from);
    return at > from;
}

enum pc_doc_word pc_doc_word_of(struct pc_str word) {
    char lower[24];
    if (word.len == 0 || word.len >= sizeof lower)
        return PC_DOC_OTHER;
    for (size_t i = 0; i < word.len; i++)
        lower[i] = pc_lower(word.ptr[i]);
    lower[word.len] = '\0';
    size_t low = 0;
    size_t high = sizeof words / sizeof words[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = (unsigned char)lower[0] - (unsigned char)words[middle].text[0];
        if (order == 0)
            order = strcmp(lower, words[middle].text);
        if (order == 0)
            return words[middle].kind;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    for (size_t i = 0; (unsigned char)lower[0] >= 0xE0 && i < sizeof glued / sizeof glued[0]; i++) {
        if (strstr(lower, glued[i].text))
            return glued[i].kind;
    }
    return PC_DOC_OTHER;
}

/* The text begins like word, which is in lower case, as far as no mark of Markdown hides the rest ("**P**ort"). */
static bool may_begin(struct pc_str text, const char *word) {
    for (size_t i = 0; word[i] != '\0'; i++) {
        if (i == text.len)
            return false;
        if (pc_lower(text.ptr[i]) != word[i])
            return strchr("*_`~<[\\", text.ptr[i]) != NULL;
    }
    return true;
}

/* "port" and "puerto" of any case, behind nothing that is a letter or as the hump of "httpPort", and the scripts whose
 * words for port stand in the tables above. */
bool pc_doc_may_name_port(struct pc_str text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0xD0 && c < 0xF0 && c != 0xE2)
            return true;
        if ((c == 'p' || c == 'P') && (c == 'P' || i == 0 || !pc_is_alnum(text.ptr[i - 1]))) {
            struct pc_str rest = pc_str_sub(text, i + 1, text.len);
            if (may_begin(rest, "ort") || may_begin(rest, "uert"))
                return true;
        }
    }
    return false;
}

bool pc_doc_has_word(struct pc_str phrase, struct pc_str wanted) {
    size_t cursor = 0;
    struct pc_str word;
    while (pc_doc_next_word(phrase, &cursor, &word)) {
        if (pc_str_eq_nocase(word, wanted))
            return true;
    }
    return false;
}

static enum pc_environment environment_of(uint32_t has) {
    static const struct {
        enum pc_doc_word word;
        enum pc_environment environment;
    } table[] = {{PC_DOC_PRODUCTION, PC_ENV_PRODUCTION},
                 {PC_DOC_STAGING, PC_ENV_STAGING},
                 {PC_DOC_DEVELOPMENT, PC_ENV_DEVELOPMENT},
                 {PC_DOC_TESTING, PC_ENV_TEST}};
    enum pc_environment found = PC_ENV_UNKNOWN;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (((has >> table[i].word) & 1u) == 0)
            continue;
        if (found != PC_ENV_UNKNOWN)
            return PC_ENV_UNKNOWN;
        found = table[i].environment;
    }
    return found;
}

struct pc_doc_sense pc_doc_sense_of(struct pc_str phrase, struct pc_str own) {
    struct pc_doc_sense sense = {0};
    size_t cursor = 0;
    struct pc_str word;
    while (pc_doc_next_word(phrase, &cursor, &word)) {
        enum pc_doc_word kind = pc_doc_word_of(word);
        if ((kind == PC_DOC_FOREIGN || kind == PC_DOC_PART || kind == PC_DOC_OTHER) && pc_doc_has_word(own, word))
            kind = PC_DOC_FILLER;
        sense.has |= 1u << kind;
        sense.words++;
    }
    if (PC_DOC_HAS(sense, PC_DOC_OUTSIDE) && PC_DOC_HAS(sense, PC_DOC_NAME_HEADER))
        sense.has |= 1u << PC_DOC_RELATED;
    sense.environment = environment_of(sense.has);
    return sense;
}

bool pc_doc_only(struct pc_doc_sense sense, uint32_t kinds) {
    return sense.words > 0 && (sense.has & ~kinds) == 0;
}

bool pc_doc_same_name(struct pc_str a, struct pc_str b) {
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        while (i < a.len && letter_at(a, i) == 0)
            i++;
        while (j < b.len && letter_at(b, j) == 0)
            j++;
        if (i == a.len || j == b.len)
            return i == a.len && j == b.len && a.len > 0;
        if (pc_lower(a.ptr[i]) != pc_lower(b.ptr[j]))
            return false;
        i++;
        j++;
        while (i < a.len && j < b.len && ((unsigned char)a.ptr[i] & 0xC0) == 0x80) {
            if (a.ptr[i] != b.ptr[j])
                return false;
            i++;
            j++;
        }
    }
}
