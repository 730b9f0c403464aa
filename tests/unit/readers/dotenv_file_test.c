/* Env files: whose port a variable is, and whom it dials. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_dump.h"

static void test_own_port(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"services/shop/.env", "PORT=4100\n", "1 default 4100 self@services/shop env\n", "services/shop/package.json"},
        {"services/shop/.env.example", "# the shop\nexport PORT=\"4100\" # listen\n",
         "2 default 4100 self@services/shop env guessed\n", "services/shop/Dockerfile"},
        {"services/shop/.env.production", "PORT=4100\n", "1 default 4100 self@services/shop env production\n", NULL},
        {"shop/env/local.env", "PORT=4100\n", "1 default 4100 self@shop env development\n", "shop/go.mod"},
        {"shop/.env", "SERVER_PORT=4100\n", "1 default 4100 self@shop env derived\n", "shop/go.mod"},
        {"shop/.env", "SHOP_PORT=4100\n", "1 default 4100 self@shop env derived\n", "shop/go.mod"},
        {"shop/.env", "PORT=4100\nHTTP_PORT=4101\n",
         "1 default 4100 self@shop env\n2 ? 4101 PORT says where it listens\n", "shop/go.mod"},
        {"shop/.env", "METRICS_PORT=9100\n", "1 default 9100 self@shop env derived \"METRICS_PORT\"\n", "shop/go.mod"},
        {"shop/.env", "PORT=${SHOP_PORT:-4100}\n", "1 default 4100 self@shop env derived\n", "shop/go.mod"},
        {"shop/.env", "LISTEN_ADDR=:4100\n", "1 default 4100 self@shop env derived\n", "shop/go.mod"},
    };
    SOURCE_CHECK(pc_reader_env, samples);
}

/* The port of a service that the variable names. */
static void test_named(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {".env", "BIG_LEDGER_PORT=4100\n", "1 default big-ledger:4100 env derived\n", NULL},
        {".env.sample", "LEDGER_METRICS_PORT=4101\n", "1 default ledger:4101 env guessed \"LEDGER_METRICS_PORT\"\n",
         NULL},
        /* Nothing says that a service lies beside it. */
        {".env", "PORT=4100\n", "1 ? 4100 no service lies beside this file\n", NULL},
        {".env", "PORT=4100\n", "1 ? 4100 no service lies beside this file\n", "package.json"},
        /* What a compose file publishes with it is a port of the host. */
        {"stack/.env", "LEDGER_PORT=4100\nMAILER_PORT=4101\nSHOP_PORT=4102\n",
         "3 default shop:4102 env derived\n1 ? 4100 a compose file says what it is for\n2 ? 4101 a compose file says "
         "what it is for\n",
         "stack/docker-compose.prod.yml=ports: [\"${LEDGER_PORT:-1}:80\", \"$MAILER_PORT:80\"]\n"
         "stack/deep/docker-compose.yml=\"${SHOP_PORT}:80\""},
        {"compose/a.env", "LEDGER_PORT=4100\nBASE_URL=http://a:4101\n", "1 ? 4100 a compose file says what it is for\n",
         "compose/full.yml=\"${LEDGER_PORT}:80\" ${BASE_URL}"},
        {".env", "LEDGER_HOST_PORT=4100\n", "1 ? 4100 a port of a host\n", NULL},
    };
    SOURCE_CHECK(pc_reader_env, samples);
}

static void test_dials(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {".env", "LEDGER_URL=http://ledger:4100/v1\n", "1 dials ledger:4100 \"LEDGER_URL\"\n", NULL},
        {".env", "CACHE=redis://:geheim@cache:6379/0\n", "1 dials cache:6379 \"CACHE\"\n", NULL},
        {".env", "DATABASE_URL='postgresql://u:12345@db:5433/x'\n", "1 dials db:5433 \"DATABASE_URL\"\n", NULL},
        {".env", "DB_HOST=localhost\nDB_PORT=5433\n", "2 dials localhost:5433 \"DB_PORT\"\n", NULL},
        {".env", "BROKERS=one:9092,two:9093\n", "1 dials one:9092 \"BROKERS\"\n1 dials two:9093 \"BROKERS\"\n", NULL},
        {".env", "LEDGER_URL=http://0.0.0.0:4100\n", "1 ? 4100 an address to bind, and no name says whose\n", NULL},
        {".env", "SMTP_PORT=587\n", "1 ? 587 dialled, not owned\n", NULL},
        {".env.example", "A_URL=http://a:81\n", "1 dials a:81 guessed \"A_URL\"\n", NULL},
    };
    SOURCE_CHECK(pc_reader_env, samples);
}

static void test_silent(void **state) {
    (void)state;
    static const struct source_silence samples[] = {
        {"shop/.env", "# PORT=4100\n#LEDGER_PORT=4101\n"},
        {"shop/.env", "CORS_ORIGINS=http://localhost:5173,http://localhost:3000\n"},
        {"shop/.env", "ALLOWED_HOSTS=web:8000\nOAUTH_REDIRECT_URL=http://localhost:3000/back\n"},
        {"shop/.env", "TIMEOUT=30000\nVERSION=18.2\nSIZE=1024\nDATE=2026-01-02\nTIME=12:30\nREPORT=3000\n"},
        {"shop/.env", "IMAGE=registry.example:5000/shop:1.2\nTAG=node:18\n"},
        {"shop/.env", "PORT=\nPORT=0\nPORT=abc\nPORT=3000.5\nSUPPORT=3000\nPORTAL=3000\n"},
        {"shop/.env", "SECRET_KEY=abc:12345\nPASSWORD=p:4444\n"},
        {"shop/.env", "A_URL=http://$HOST:8080\nB_URL=http://${HOST}:8080\n"},
        {"shop/.env", "X_PORT=\nPORTS=3000\n"},
    };
    SOURCE_SILENT(pc_reader_env, samples);
}

static void test_files(void **state) {
    (void)state;
    static const char *const own[] = {".env",           "a/.env.local", "a/b.env",  "a/env/x.env",
                                      "a/.env.example", "a/x.env.dist", "a/.envrc", "env.example"};
    static const char *const others[] = {"a/.env.d.ts",         "env.ts",     ".environment", "a/tests/.env",
                                         "node_modules/a/.env", "a/.env.gpg", "a.envoy",      "fixtures/.env"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        assert_true(source_takes(&pc_reader_env, own[i], ""));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(source_takes(&pc_reader_env, others[i], ""));
    }
}

static void test_trouble(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"shop/.env", "PORT=99999\n", "1 ! PC106 the port is too large: ports end at 65535\n", "shop/package.json"},
        {"shop/.env", "PORT=$SHOP\n", "1 ! PC006 the port is filled in later, from a variable\n", "shop/package.json"},
    };
    SOURCE_CHECK(pc_reader_env, samples);
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_env, "shop/.env",
               "export PORT=\"${A:-4100}\"\nA_URL=http://[::1]:80,b:81\nC_HOST=x\nC_PORT=1\n");
    source_repeat(&pc_reader_env, "shop/.env", "", "A_PORT=4100\nA_HOST=b\n", 20000);
    source_repeat(&pc_reader_env, "shop/.env", "A_URL=", "http://a:80,", 50000);
    source_repeat(&pc_reader_env, "shop/.env", "A_URL=", ":::[[${", 50000);
    source_repeat(&pc_reader_env, "shop/.env", "", "A_HOST_A_HOST_PORT=1\n", 20000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_port), cmocka_unit_test(test_named), cmocka_unit_test(test_dials),
        cmocka_unit_test(test_silent),   cmocka_unit_test(test_files), cmocka_unit_test(test_trouble),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
