/* Dockerfiles: what their last stage listens on, and whose image it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_dump.h"

static void test_instructions(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"shop/Dockerfile", "FROM node:18\nEXPOSE 4100\n", "2 listens 4100 self@shop expose\n", NULL},
        {"shop/Dockerfile", "FROM node:18\nexpose 4100/tcp 53/udp\t\"4101\"\n",
         "2 listens 4100 self@shop expose\n2 listens 53 self@shop udp expose\n2 listens 4101 self@shop expose\n", NULL},
        {"shop/Dockerfile", "FROM a\nEXPOSE 4100 \\\n  # why\n  4101\n",
         "2 listens 4100 self@shop expose\n4 listens 4101 self@shop expose\n", NULL},
        {"shop/Dockerfile", "FROM a\nENV PORT=4100\n", "2 listens 4100 self@shop main\n", NULL},
        {"shop/Dockerfile", "FROM a\nENV PORT 4100\n", "2 listens 4100 self@shop main\n", NULL},
        {"shop/Dockerfile", "FROM a\nENV A=1 \\\n    PORT=\"4100\" B=c\n", "3 listens 4100 self@shop main\n", NULL},
        {"shop/Dockerfile", "FROM a\nENV METRICS_PORT=9100\n", "2 listens 9100 self@shop expose \"METRICS_PORT\"\n",
         NULL},
        {"shop/Dockerfile", "FROM a\nENV ASPNETCORE_URLS=http://+:4100\n", "2 listens 4100 self@shop main\n", NULL},
        {"shop/Dockerfile", "FROM a\nARG PORT=4100\nEXPOSE ${PORT}\n",
         "2 listens 4100 self@shop main env derived\n2 listens 4100 self@shop expose env derived\n", NULL},
        {"shop/Dockerfile", "ARG WEB=4100\nFROM a\nENV PORT=$WEB\n", "1 listens 4100 self@shop main env derived\n",
         NULL},
        {"shop/Dockerfile", "FROM a\nEXPOSE ${PORT:-4100}\n", "2 listens 4100 self@shop expose env derived\n", NULL},
        {"shop/Dockerfile", "FROM a\nEXPOSE $PORT\n", "2 ! PC006 the port is filled in later, from a variable\n", NULL},
        {"shop/Dockerfile",
         "FROM a\nHEALTHCHECK --interval=30s --timeout=5s CMD curl -f http://localhost:4100/up || exit 1\n",
         "2 listens 4100 self@shop check\n", NULL},
        {"shop/Dockerfile", "FROM a\nHEALTHCHECK CMD wget -q http://127.0.0.1:${PORT:-4100}/\n",
         "2 listens 4100 self@shop check env derived\n", NULL},
        {"shop/Dockerfile", "FROM a\nCMD [\"uvicorn\", \"app:api\", \"--host\", \"0.0.0.0\", \"--port\", \"4100\"]\n",
         "2 listens 4100 self@shop flag\n", NULL},
        {"shop/Dockerfile", "FROM a\nCMD gunicorn -b 0.0.0.0:4100 shop.wsgi\n", "2 listens 4100 self@shop flag\n",
         NULL},
        {"shop/Dockerfile", "FROM a\nENTRYPOINT [\"serve\",\"-l\",\"4100\"]\n", "2 listens 4100 self@shop flag\n",
         NULL},
        {"shop/Dockerfile", "FROM a\nCMD uvicorn a:b --port ${PORT:-4100}\n",
         "2 listens 4100 self@shop flag env derived\n", NULL},
        {"shop/Dockerfile", "FROM a\nCMD x --port 1000\nCMD x --port 4100\n", "3 listens 4100 self@shop flag\n", NULL},
        {"shop/Dockerfile", "FROM a\nRUN <<EOF\nEXPOSE 1\nENV PORT=2\nEOF\nEXPOSE 4100\n",
         "6 listens 4100 self@shop expose\n", NULL},
        {"shop/Dockerfile", "FROM a\nEXPOSE 70000\n", "2 ! PC106 the port is too large: ports end at 65535\n", NULL},
    };
    SOURCE_CHECK(pc_reader_dockerfile, samples);
}

static void test_stages(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"shop/Dockerfile", "FROM node AS build\nEXPOSE 1000\nENV PORT=1001\nFROM nginx\nEXPOSE 80\n",
         "5 listens 80 self@shop expose\n", NULL},
        {"shop/Dockerfile", "FROM node AS base\nENV PORT=4100\nFROM base AS build\nEXPOSE 1\nFROM base\nEXPOSE 4100\n",
         "2 listens 4100 self@shop main\n6 listens 4100 self@shop expose\n", NULL},
        {"shop/Dockerfile", "FROM a AS one\nEXPOSE 1000\nFROM --platform=linux/amd64 b\nCOPY --from=one /x /x\n", "",
         NULL},
    };
    SOURCE_CHECK(pc_reader_dockerfile, samples);
}

static void test_owner(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"Dockerfile", "FROM a\nEXPOSE 4100\n", "2 listens 4100 self@ expose\n", NULL},
        {"shop/docker/Dockerfile", "FROM a\nEXPOSE 4100\n", "2 listens 4100 self@shop expose\n", NULL},
        {"docker/Dockerfile.ledger", "FROM a\nEXPOSE 4100\n", "2 listens ledger:4100 expose\n", NULL},
        {"docker/ledger.Dockerfile", "FROM a\nEXPOSE 4100\n", "2 listens ledger:4100 expose\n", NULL},
        {"shop/Dockerfile.dev", "FROM a\nEXPOSE 4100\n", "2 listens 4100 self@shop expose development\n", NULL},
        {"shop/Containerfile", "FROM a\nEXPOSE 4100\n", "2 listens 4100 self@shop expose\n", NULL},
    };
    SOURCE_CHECK(pc_reader_dockerfile, samples);
}

static void test_silent(void **state) {
    (void)state;
    static const struct source_silence samples[] = {
        {"a/Dockerfile", "FROM node:18.12\nLABEL version=\"3000\" date=2026-01-01\n"},
        {"a/Dockerfile", "FROM a\n# EXPOSE 3000\n#ENV PORT=3000\n"},
        {"a/Dockerfile", "FROM a\nENV NODE_OPTIONS=--max-old-space-size=4096 TIMEOUT=3000\n"},
        {"a/Dockerfile", "FROM a\nHEALTHCHECK --timeout=3000s --retries=3000 CMD true\nHEALTHCHECK NONE\n"},
        {"a/Dockerfile", "FROM a\nENV REDIS_PORT=6379 DB_PORT=5432 SMTP_PORT=25\n"},
        {"a/Dockerfile", "FROM a\nENV CORS_ORIGIN=http://localhost:3000\n"},
        {"a/Dockerfile", "FROM a\nRUN curl http://localhost:3000 && npm run build -- --port 3000\n"},
        {"a/Dockerfile", "FROM a\nCMD psql -p 5432\n"},
        {"a/Dockerfile", "FROM a\nHEALTHCHECK CMD curl http://other:3000\n"},
        {"a/Dockerfile", "EXPOSE 3000\n"},
    };
    SOURCE_SILENT(pc_reader_dockerfile, samples);
}

static void test_files(void **state) {
    (void)state;
    static const char *const own[] = {"Dockerfile",       "a/dockerfile",        "a/Dockerfile.web", "a/web.Dockerfile",
                                      "a/Dockerfile-web", "a/Containerfile.web", "build/Dockerfile"};
    static const char *const others[] = {"Dockerfile.dockerignore", "a/Dockerfiles.txt",         "Dockerfile.md",
                                         "test/Dockerfile",         "node_modules/a/Dockerfile", "Dockerfiler",
                                         "src/dockerfile.go"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        assert_true(source_takes(&pc_reader_dockerfile, own[i], ""));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(source_takes(&pc_reader_dockerfile, others[i], ""));
    }
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_dockerfile, "a/Dockerfile",
               "ARG P=1\nFROM a AS b\nENV X=${P} PORT=$P\\\n Y=2\nFROM b\nEXPOSE ${PORT:-3} 4/udp\nRUN <<E\nE\n"
               "HEALTHCHECK CMD curl localhost:${A:-1} localhost:2\nCMD [\"a\", \"-p\", \"4000\"]\n");
    source_repeat(&pc_reader_dockerfile, "a/Dockerfile", "FROM a AS b\n", "FROM b AS b\nEXPOSE 1\n", 50000);
    source_repeat(&pc_reader_dockerfile, "a/Dockerfile", "FROM a\nEXPOSE ", "$A ", 300000);
    source_repeat(&pc_reader_dockerfile, "a/Dockerfile", "FROM a\nEXPOSE ", "\\\n#\n", 300000);
    source_repeat(&pc_reader_dockerfile, "a/Dockerfile", "FROM a\n", "RUN <<E\n", 200000);
    source_repeat(&pc_reader_dockerfile, "a/Dockerfile", "FROM a\n", "ENV A=1\nEXPOSE $A\n", 60000);
    source_repeat(&pc_reader_dockerfile, "a/Dockerfile", "FROM a\nCMD ", "${[,\"", 300000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_instructions), cmocka_unit_test(test_stages), cmocka_unit_test(test_owner),
        cmocka_unit_test(test_silent),       cmocka_unit_test(test_files),  cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
