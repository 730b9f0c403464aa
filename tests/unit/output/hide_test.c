/* What is shown of a line: nothing of a secret, and everything of a port. */
#include "tiny_output.h"

#include "emit.h"
#include "hide.h"

struct example {
    const char *line;
    const char *span; /* what is pointed at, the last place of it in the line; NULL: nothing */
    const char *shown;
};

/* The line as it is shown with one span. */
static struct pc_str show(struct tiny *t, enum pc_file_kind kind, const struct example *e) {
    t->reg.file_count = 0;
    pc_id file = tiny_file(t, "f", kind, e->line);
    struct pc_span span = {file, 0, 0};
    if (e->span) {
        struct pc_str text = pc_str_c(e->line);
        size_t at = PC_NPOS;
        for (size_t next = pc_str_find(text, pc_str_c(e->span), 0); next != PC_NPOS;
             next = pc_str_find(text, pc_str_c(e->span), at + 1))
            at = next;
        assert_true(at != PC_NPOS);
        span.offset = (uint32_t)at;
        span.length = (uint32_t)strlen(e->span);
    }
    struct pc_output_options options = {.quiet = true};
    return pc_show_line(&t->arena, &t->reg, file, 0, &span, e->span ? 1 : 0, &options).text;
}

static void check(enum pc_file_kind kind, const struct example *examples, size_t count) {
    struct tiny t;
    tiny_init(&t);
    for (size_t i = 0; i < count; i++)
        assert_text(show(&t, kind, &examples[i]), examples[i].shown);
    tiny_finish(&t);
}
#define CHECK(kind, table) check((kind), (table), sizeof(table) / sizeof *(table))

static void ports_of_compose_are_shown(void **state) {
    static const struct example table[] = {
        {"      - \"3015:3015\"", "3015", "      - \"3015:3015\""},
        {"      - 3015:80/udp", "3015", "      - 3015:80/udp"},
        {"      - '127.0.0.1:3000-3005:3000-3005'", "3000-3005", "      - '127.0.0.1:3000-3005:3000-3005'"},
        {"      - \"[::1]:3000:80\"", "3000", "      - \"[::1]:3000:80\""},
        {"      - \"${HOST_IP:-127.0.0.1}:${WEB_PORT:-3000}:80/tcp\"", "3000",
         "      - \"${HOST_IP:-127.0.0.1}:${WEB_PORT:-3000}:80/tcp\""},
        {"      - ${A:-${B:-3000}}:80", "3000", "      - ${A:-${B:-3000}}:80"},
        {"      - ${WEB_PORT}:80", "${WEB_PORT}", "      - ${WEB_PORT}:80"},
        {"      PORT: 3000", "3000", "      PORT: 3000"},
        {"      PORT: \"3000\"", "3000", "      PORT: \"3000\""},
        {"      - PORT=3000", "3000", "      - PORT=3000"},
        {"      - \"PORT=3000\"", "3000", "      - \"PORT=3000\""},
        {"  \"ports\": [\"3000:80\", 81]", "3000", "  \"ports\": [\"3000:80\"\xE2\x80\xA6"},
        {"    ports: [ 3000:80 ]", "3000", "    ports: [ 3000:80 ]"},
        {"      - target: 80", "80", "      - target: 80"},
        {"      - {published: 3000, target: 80}", "3000", "      - {published: 3000\xE2\x80\xA6"},
        {"\t- \"3000:80\"", "3000", " - \"3000:80\""},
        {"  web:", "web", "  web:"},
        {"  ? web", NULL, "  ? \xE2\x80\xA6"},
        {"      - \"70000:80\"", "70000", "      - \"70000:80\""},
        {"    command: --web.listen-address=:9093", "9093", "    command: --web.listen-address=:9093"},
        {"", NULL, ""},
        {"   ", NULL, ""},
    };
    (void)state;
    CHECK(PC_FILE_KIND_COMPOSE, table);
}

static void values_of_compose_are_not(void **state) {
    static const struct example table[] = {
        {"    command: --requirepass hunter2", NULL, "    command: \xE2\x80\xA6"},
        {"    command: --requirepass hunter2 --port 3000", "3000", "    command: \xE2\x80\xA6 3000"},
        {"    command: [\"--requirepass\", \"hunter2\", \"--port\", \"3000\"]", "3000",
         "    command: \xE2\x80\xA6 \"3000\"]"},
        {"      DB_PASSWORD: hunter2", NULL, "      DB_PASSWORD: \xE2\x80\xA6"},
        {"      - DB_PASSWORD=hunter2", NULL, "      - DB_PASSWORD=\xE2\x80\xA6"},
        {"      - \"DB_PASSWORD=hunter2\"", NULL, "      - \"DB_PASSWORD=\xE2\x80\xA6"},
        {"    environment: {DB_PASSWORD: hunter2, PORT: 3000}", "3000", "    environment: \xE2\x80\xA6 PORT: 3000}"},
        {"    environment: {PORT: 3000, DB_PASSWORD: hunter2}", "3000", "    environment: {PORT: 3000\xE2\x80\xA6"},
        {"    environment: {\"PORT\": \"3000\", \"PIN\": \"4711\"}", "3000",
         "    environment: {\"PORT\": \"3000\"\xE2\x80\xA6"},
        {"      - \"3000:80\" # hunter2", "3000", "      - \"3000:80\" \xE2\x80\xA6"},
        {"      - hunter2", NULL, "      - \xE2\x80\xA6"},
        {"    hunter2", NULL, "    \xE2\x80\xA6"},
        {"    hunter2 3000", "3000", "    \xE2\x80\xA6 3000"},
        /* a number inside something longer shows only itself */
        {"      X: hunter2:3000", "3000",
         "      X: \xE2\x80\xA6"
         "3000"},
        {"      X: 4711@3000", "3000",
         "      X: \xE2\x80\xA6"
         "3000"},
        {"      X: a-4711:3000", "3000",
         "      X: \xE2\x80\xA6"
         "3000"},
        {"      X: 3000hunter2", "3000", "      X: 3000\xE2\x80\xA6"},
        {"      X: a=hunter2=3000", "3000",
         "      X: \xE2\x80\xA6"
         "3000"},
        {"      X: ?token=hunter2&port=3000", "3000",
         "      X: \xE2\x80\xA6"
         "3000"},
        {"      X: Password=hunter2;Port=3000", "3000", "      X: \xE2\x80\xA6Port=3000"},
        /* other things that are pointed at */
        {"      PASSWORD: hunter2", "hunter2", "      PASSWORD: \xE2\x80\xA6"},
        {"      PASSWORD: hunter2", "2",
         "      PASSWORD: \xE2\x80\xA6"
         "2"},
        {"      PASSWORD: 4711471147114711", "4711471147114711", "      PASSWORD: \xE2\x80\xA6"},
        {"      PASSWORD: 4711", "47", "      PASSWORD: \xE2\x80\xA6"},
        {"      X: ${PORT:?hunter2}", "${PORT:?hunter2}", "      X: ${PORT\xE2\x80\xA6"},
        {"      X: ${PASSWORD:-hunter2}", "${PASSWORD:-hunter2}", "      X: ${PASSWORD\xE2\x80\xA6"},
        {"      X: ${PASSWORD:-hunter2}:${PORT:-3000}", "3000",
         "      X: \xE2\x80\xA6"
         "3000}"},
        /* lines that only look like keys: encoded keys, words with colons */
        {"    -----BEGIN PRIVATE KEY-----", NULL, "    \xE2\x80\xA6"},
        {"    MIIEvQIBADANBgkqhkiG9w0BAQ==", NULL, "    \xE2\x80\xA6"},
        {"    MIIEvQIBADANBgkqhkiG9w0BAQ=", NULL, "    \xE2\x80\xA6"},
        {"    user:hunter2", NULL, "    \xE2\x80\xA6"},
        {"    - user:hunter2", NULL, "    - \xE2\x80\xA6"},
        {"    'user: hunter2'", NULL, "    \xE2\x80\xA6"},
        {"    key \"x\"", NULL, "    \xE2\x80\xA6"},
    };
    (void)state;
    CHECK(PC_FILE_KIND_COMPOSE, table);
}

static void urls_of_values_keep_scheme_host_and_port(void **state) {
    static const struct example table[] = {
        {"X=http://web:3000", "3000", "X=http://web:3000"},
        {"X=http://web:3000/hunter2?token=hunter2#hunter2", "3000", "X=http://web:3000\xE2\x80\xA6"},
        {"X=http://web/hunter2", NULL, "X=http://web\xE2\x80\xA6"},
        {"X=redis://:hunter2@redis:6379/0", "6379", "X=redis://\xE2\x80\xA6@redis:6379\xE2\x80\xA6"},
        {"X=redis://:3000@redis:6379/0", "3000", "X=redis://\xE2\x80\xA6@redis:6379\xE2\x80\xA6"},
        {"X=\"amqp://u:hunter2@[::1]:5672/\"", "5672", "X=\"amqp://\xE2\x80\xA6@[::1]:5672\xE2\x80\xA6"},
        {"X: 'http://web:3000' # hunter2", "3000", "X: 'http://web:3000' \xE2\x80\xA6"},
        {"X=http://${HOST}:${PORT:-3000}/x", "3000", "X=http://${HOST}:${PORT:-3000}\xE2\x80\xA6"},
        {"X=${URL:-http://web:3000}", "3000", "X=\xE2\x80\xA6http://web:3000}"},
        {"X=http://a:3000,http://b:3001", "3001", "X=http://a:3000,http://b:3001"},
        {"X=http://a:3000,pg://u:hunter2@b:3001", "3000",
         "X=http://\xE2\x80\xA6"
         "3000\xE2\x80\xA6"},
        /* passwords that a URL should not hold as they are */
        {"X=pg://u:hunter2/x@db:5432/y", "5432",
         "X=pg://\xE2\x80\xA6"
         "5432\xE2\x80\xA6"},
        {"X=pg://u:12/hunter2@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://u:12#hunter2@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://u:12?hunter2@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://u:12 hunter2@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://u:12,hunter2@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://u:12'hunter2@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://u:a@hunter2@db:5432", NULL, "X=pg://\xE2\x80\xA6@db:5432"},
        {"X=pg://u:a@hunter2/b@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://u:12 hunter2://b@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://u:hunter2:12://b@db:5432", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=pg://hunter2", NULL, "X=pg://hunter2"}, /* a host, as far as anybody can tell */
        {"X=pg://hunter2:x", NULL, "X=pg://\xE2\x80\xA6"},
        {"X=sqlite:///hunter2", NULL, "X=sqlite://\xE2\x80\xA6"},
        {"X=hunter2://", NULL, "X=hunter2://"},
        {"X=://hunter2", NULL, "X=\xE2\x80\xA6hunter2"},
    };
    (void)state;
    CHECK(PC_FILE_KIND_ENV, table);
}

static void documents_are_shown_but_for_urls(void **state) {
    static const struct example table[] = {
        {"| 3001 | web | internal only |", "3001", "| 3001 | web | internal only |"},
        {"see http://localhost:3001 now", "3001", "see http://localhost:3001 now"},
        {"see <http://localhost:3001/> now", "3001", "see <http://localhost:3001/> now"},
        {"see `http://localhost:3001/hunter2?x` now", "3001", "see `http://localhost:3001/\xE2\x80\xA6` now"},
        {"[x](https://example.org/hunter2) | 3001 |", "3001", "[x](https://example.org/\xE2\x80\xA6) | 3001 |"},
        {"redis://u:hunter2@redis:6379", "6379", "redis://\xE2\x80\xA6@redis:6379"},
        {"redis://u:hunter2/a@redis:6379 x", "6379",
         "redis://\xE2\x80\xA6"
         "6379 x"},
        {"http://h/ports/3001/x", "3001",
         "http://h/\xE2\x80\xA6"
         "3001\xE2\x80\xA6"},
        {"http://localhost:{PORT}/x", NULL, "http://localhost:{PORT}/x"},
        {"a :// b", NULL, "a :// b"},
        /* an env line is one wherever it stands */
        {"PORT=3067", "3067", "PORT=3067"},
        {"export JWT_SECRET=hunter2", NULL, "export JWT_SECRET=\xE2\x80\xA6"},
        {"PORT=3067 TOKEN=hunter2 npm start", "3067", "PORT=3067 \xE2\x80\xA6"},
        {"a = b", NULL, "a = b"},
    };
    (void)state;
    CHECK(PC_FILE_KIND_REGISTRY, table);
}

/* Whatever is pointed at in a line of secrets, no piece of one is shown: each of the words is four characters that
 * stand nowhere else. */
static void no_span_shows_a_secret(void **state) {
    static const char *const lines[] = {
        "      DB: postgres://zqxv:wkjy@db:5432/zqxv?wkjy=zqxv # wkjy",
        "    command: [\"--pass\", \"zqxv\", \"-p\", \"3000:80\", \"wkjy\"]",
        "    command: --pass zqxv --port 3000 -k wkjy:3000 a=zqxv=3000",
        "      - TOKEN=zqxv3000wkjy",
        "    environment: {A: zqxv, PORT: 3000, B: \"wkjy\", C: 'zqxv:3000'}",
        "zqxv wkjy",
        "      X: ${Y:-zqxv}3000${Z-wkjy}",
        "      X: \xFF zqxv\xE4\xB8wkjy\x1b[3000m",
    };
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        uint32_t len = (uint32_t)strlen(lines[i]);
        t.reg.file_count = 0;
        pc_id file = tiny_file(&t, "f", PC_FILE_KIND_COMPOSE, lines[i]);
        struct pc_output_options options = {.quiet = true};
        for (uint32_t from = 0; from <= len; from++) {
            for (uint32_t to = from; to <= len; to++) {
                struct pc_span span = {file, from, to - from};
                struct pc_str line = pc_show_line(&t.arena, &t.reg, file, 0, &span, 1, &options).text;
                struct pc_str text = pc_show_span(&t.arena, &t.reg, span);
                if (text_has(line, "zqxv") || text_has(line, "wkjy"))
                    fail_msg("[%u, %u) of %s: %.*s", from, to, lines[i], PC_ARG(line));
                assert_false(text_has(text, "zq") || text_has(text, "xv") || text_has(text, "wk") ||
                             text_has(text, "jy"));
            }
        }
        pc_arena_reset(&t.arena);
    }
    tiny_finish(&t);
}

/* "gate:7001" in a value: the name is shown when it is a service that is known, and only directly before its port. */
static void known_hosts_are_shown(void **state) {
    static const struct {
        const char *line, *host;
        bool known;
        const char *shown;
    } table[] = {
        {"      - targets: ['gate:7001']", "gate", true, "      - targets: ['gate:7001']"},
        {"      - targets: ['gate:7001', 'hunter2:7']", "gate", true, "      - targets: ['gate:7001'\xE2\x80\xA6"},
        {"      - targets: ['gate:7001']", "gate", false,
         "      - targets: \xE2\x80\xA6"
         "7001\xE2\x80\xA6"},
        {"      X: hunter2@gate:7001", "gate", true,
         "      X: \xE2\x80\xA6"
         "7001"},
        {"      X: hunter2-gate:7001", "gate", true,
         "      X: \xE2\x80\xA6"
         "7001"},
        {"      X: localhost:7001", "localhost", false, "      X: localhost:7001"},
        {"      gate: hunter2 7001", "gate", true, "      gate: \xE2\x80\xA6 7001"},
    };
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        t.reg.file_count = 0;
        pc_id file = tiny_file(&t, "f", PC_FILE_KIND_COMPOSE, table[i].line);
        struct pc_claim claims[3];
        memset(claims, 0, sizeof claims);
        claims[1] = (struct pc_claim){.role = PC_ROLE_DIALS,
                                      .span = tiny_span(&t, file, "7001", 0),
                                      .name_span = tiny_span(&t, file, table[i].host, 0),
                                      .service = table[i].known ? 0 : PC_NONE};
        claims[2].span = (struct pc_span){file, 1000, 1};
        t.reg.claims = claims;
        t.reg.claim_count = 3;
        struct pc_output_options options = {.quiet = true};
        assert_text(pc_show_line(&t.arena, &t.reg, file, 0, &claims[1].span, 1, &options).text, table[i].shown);
    }
    tiny_finish(&t);
}

static void spans_of_values_are_reduced(void **state) {
    static const struct {
        enum pc_file_kind kind;
        const char *text, *span, *shown;
    } table[] = {
        {PC_FILE_KIND_COMPOSE, "x: 3000", "3000", "3000"},
        {PC_FILE_KIND_COMPOSE, "x: hunter2", "hunter2", "\xE2\x80\xA6"},
        {PC_FILE_KIND_COMPOSE, "x: http://u:hunter2@h:1/x", "http://u:hunter2@h:1/x",
         "http://\xE2\x80\xA6@h:1\xE2\x80\xA6"},
        {PC_FILE_KIND_COMPOSE, "web:\n  x: hunter2", "web:\n  x: hunter2", "web:\xE2\x80\xA6"},
        {PC_FILE_KIND_REGISTRY, "a 3000 b", "3000 b", "3000 b"},
        {PC_FILE_KIND_REGISTRY, "http://u:hunter2@h:1/x", "http://u:hunter2@h:1/x", "http://\xE2\x80\xA6@h:1/x"},
    };
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        t.reg.file_count = 0;
        pc_id file = tiny_file(&t, "f", table[i].kind, table[i].text);
        assert_text(pc_show_span(&t.arena, &t.reg, tiny_span(&t, file, table[i].span, 0)), table[i].shown);
    }
    tiny_finish(&t);
}

static void sentences_lose_what_urls_hide(void **state) {
    static const struct {
        const char *text, *shown;
    } table[] = {
        {"no URL", "no URL"},
        {"`http://web:3000` reaches nothing", "`http://web:3000` reaches nothing"},
        {"`redis://:hunter2@r:1/2` reaches nothing", "`redis://\xE2\x80\xA6@r:1/\xE2\x80\xA6` reaches nothing"},
        {"", ""},
    };
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_text(pc_hide_urls(&t.arena, pc_str_c(table[i].text)), table[i].shown);
    tiny_finish(&t);
}

static void what_servers_obey_is_broken_up(void **state) {
    static const struct {
        const char *text, *slice, *first;
    } table[] = {
        {"##[error]x", "#\\x23[error]x", "#\\x23[error]x"},
        {"a ##[group]", "a #\\x23[group]", "a #\\x23[group]"},
        {"###[x]", "##\\x23[x]", "##\\x23[x]"},
        {"##vso[task.x]", "#\\x23vso[task.x]", "#\\x23vso[task.x]"},
        {"## 3000-3009", "## 3000-3009", "## 3000-3009"},
        {"#[x] ##", "#[x] ##", "#[x] ##"},
        {"::error::x", "::error::x", "\\x3a:error::x"},
        {" \t\xC2\xA0::x", "  \xC2\xA0::x", "  \xC2\xA0\\x3a:x"},
        {"a ::x", "a ::x", "a ::x"},
        {"\x1b[31m\n\xE2\x80\xAE\xFF", "\\x1b[31m\\n\\u202e\xEF\xBF\xBD", "\\x1b[31m\\n\\u202e\xEF\xBF\xBD"},
        {"", "", ""},
    };
    struct tiny t;
    (void)state;
    tiny_init(&t);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pc_buf slice;
        struct pc_buf first;
        struct pc_str text = pc_str_c(table[i].text);
        pc_buf_init(&slice, &t.arena);
        pc_buf_init(&first, &t.arena);
        pc_emit_slice(&slice, text, 0, text.len);
        pc_emit_first(&first, text);
        assert_text(pc_buf_str(&slice), table[i].slice);
        assert_text(pc_buf_str(&first), table[i].first);
    }
    tiny_finish(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ports_of_compose_are_shown),
        cmocka_unit_test(values_of_compose_are_not),
        cmocka_unit_test(urls_of_values_keep_scheme_host_and_port),
        cmocka_unit_test(documents_are_shown_but_for_urls),
        cmocka_unit_test(no_span_shows_a_secret),
        cmocka_unit_test(known_hosts_are_shown),
        cmocka_unit_test(spans_of_values_are_reduced),
        cmocka_unit_test(sentences_lose_what_urls_hide),
        cmocka_unit_test(what_servers_obey_is_broken_up),
    };
    return cmocka_run_group_tests_name("hide", tests, NULL, NULL);
}
