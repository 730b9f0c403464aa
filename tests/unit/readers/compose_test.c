/* What the compose reader makes of services: every syntax that states a port, and everything that does not. A case is
 * one file or several ("== path" starts each), then what is said: claims as "line:column service role port flags", "?"
 * for numbers that are no claims. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compose_tree.h"

struct reading {
    const char *about;
    const char *files;
    const char *claims;   /* NULL: not looked at */
    const char *troubles; /* NULL: there must be none */
};

static int setup(void **state) {
    *state = calloc(1, sizeof(struct compose_tree));
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    tree_finish(*state);
    free(*state);
    return 0;
}

static void expect(const char *about, const char *what, const char *wanted, struct pc_str got) {
    if (strlen(wanted) != got.len || (got.len > 0 && memcmp(wanted, got.ptr, got.len) != 0)) {
        fail_msg("%s, %s:\n--- wanted\n%s--- got\n%.*s", about, what, wanted, PC_ARG(got));
    }
}

static void start(struct compose_tree *tree, const char *files) {
    tree_start(tree);
    if (strncmp(files, "== ", 3) == 0) {
        tree_add_all(tree, files);
    } else {
        tree_add(tree, PC_STR("docker-compose.yml"), pc_str_c(files));
    }
    tree_read(tree);
    assert_false(tree->ran_out);
}

static void check(struct compose_tree *tree, const struct reading *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        start(tree, cases[i].files);
        if (cases[i].claims) {
            expect(cases[i].about, "claims", cases[i].claims, tree_claims(tree));
        }
        expect(cases[i].about, "troubles", cases[i].troubles ? cases[i].troubles : "", tree_troubles(tree));
        const char *wrong = tree_wrong_span(tree);
        if (wrong) {
            fail_msg("%s: %s", cases[i].about, wrong);
        }
    }
}

#define CHECK(state, cases) check(*(state), cases, sizeof(cases) / sizeof(cases)[0])
#define TIDE "services:\n  tide:\n    image: reef/tide:1\n"
#define ON_TIDE(yaml) TIDE yaml

static void test_short_syntax(void **state) {
    static const struct reading cases[] = {
        {"host and container, quoted and bare",
         ON_TIDE("    ports:\n      - \"4100:80\"\n      - 4101:81\n      - '4102:82'\n"),
         "5 tide listens 80 target\n5 tide publishes 4100\n6 tide listens 81 target\n6 tide publishes 4101\n"
         "7 tide listens 82 target\n7 tide publishes 4102\n",
         NULL},
        {"bare numbers that YAML 1.1 takes for base 60", ON_TIDE("    ports:\n      - 22:22\n      - 59:59\n"),
         "5 tide listens 22 target\n5 tide publishes 22\n6 tide listens 59 target\n6 tide publishes 59\n", NULL},
        {"the container's port alone: Docker chooses the host's", ON_TIDE("    ports: [\"4100\", 4101]\n"),
         "4 tide listens 4100 target\n4 tide listens 4101 target\n", NULL},
        {"an address before it", ON_TIDE("    ports: [\"127.0.0.1:4100:80\", \"10.1.2.3:4100:80\"]\n"),
         "4 tide listens 80 target\n4 tide publishes 4100 on 127.0.0.1 loopback\n"
         "4 tide listens 80 target\n4 tide publishes 4100 on 10.1.2.3\n",
         NULL},
        {"IPv6 in brackets", ON_TIDE("    ports: [\"[::1]:4100:80\", \"[fd00::7]:4101:81\"]\n"),
         "4 tide listens 80 target\n4 tide publishes 4100 on ::1 loopback\n"
         "4 tide listens 81 target\n4 tide publishes 4101 on fd00::7\n",
         NULL},
        {"an address and a port that Docker chooses", ON_TIDE("    ports: [\"127.0.0.1::80\"]\n"),
         "4 tide listens 80 target\n", NULL},
        {"protocols", ON_TIDE("    ports: [\"4100:80/udp\", \"4100:80/tcp\", \"4101:81/sctp\"]\n"),
         "4 tide listens 80/udp target\n4 tide publishes 4100/udp\n4 tide listens 80 target\n"
         "4 tide publishes 4100\n4 tide listens 81/sctp target\n4 tide publishes 4101/sctp\n",
         NULL},
        {"ranges", ON_TIDE("    ports: [\"4100-4105:80-85\", \"4110-4112\"]\n"),
         "4 tide listens 80-85 target\n4 tide publishes 4100-4105\n4 tide listens 4110-4112 target\n", NULL},
        {"one free port of a range", ON_TIDE("    ports: [\"4100-4105:80\"]\n"),
         "4 tide listens 80 target\n4 tide publishes 4100-4105 open\n", NULL},
        {"one mapping instead of a list", ON_TIDE("    ports: \"4100:80\"\n"),
         "4 tide listens 80 target\n4 tide publishes 4100\n", NULL},
    };
    CHECK(state, cases);
}

static void test_invalid_ports(void **state) {
    static const struct reading wrong[] = {
        {"too large", ON_TIDE("    ports: [\"99999:80\"]\n"), "4 tide listens 80 target\n",
         "4 PC106 the host port `99999` is invalid: ports end at 65535\n"},
        {"far too large", ON_TIDE("    ports: [\"80:4294970301\"]\n"), "4 tide publishes 80\n",
         "4 PC106 the container port `4294970301` is invalid: ports end at 65535\n"},
        {"zero", ON_TIDE("    ports: [\"0:80\"]\n"), "4 tide listens 80 target\n",
         "4 PC106 the host port `0` is invalid: 0 is no port\n"},
        {"reversed", ON_TIDE("    ports: [\"4105-4100:80\"]\n"), "4 tide listens 80 target\n",
         "4 PC106 the host port `4105-4100` is invalid: the range ends before it starts\n"},
        {"words", ON_TIDE("    ports: [\"web:80\"]\n"), "4 tide listens 80 target\n",
         "4 PC106 the host port is invalid: it is not a number\n"},
        {"not plain", ON_TIDE("    ports: [\"04100:80\", \"+41:80\", \"0x50:81\"]\n"), NULL,
         "4 PC106 the host port `04100` is invalid: it is not a plain decimal number\n"
         "4 PC106 the host port is invalid: it is not a number\n4 PC106 the host port is invalid: it is not a "
         "number\n"},
        {"ranges of unequal length", ON_TIDE("    ports: [\"4100-4105:80-82\"]\n"), "4 tide listens 80-82 target\n",
         "4 PC106 6 host ports for 3 container ports: the ranges must be equally long\n"},
        {"no container port", ON_TIDE("    ports: [\"4100:\"]\n"), "4 tide publishes 4100\n",
         "4 PC106 this mapping has no container port\n"},
        {"an unknown protocol", ON_TIDE("    ports: [\"4100:80/http\"]\n"),
         "4 tide listens 80/any target\n4 tide publishes 4100/any\n",
         "4 PC106 warning the protocol of this mapping is none of tcp, udp and sctp\n"},
        {"an exposed word", ON_TIDE("    expose: [web]\n"), "",
         "4 PC106 the exposed port is invalid: it is not a number\n"},
        {"a PORT beyond the end", ON_TIDE("    environment: {PORT: 70000}\n"), "",
         "4 PC106 the port that the service listens on `70000` is invalid: ports end at 65535\n"},
    };
    CHECK(state, wrong);
}

static void test_long_syntax(void **state) {
    static const struct reading cases[] = {
        {"all fields",
         ON_TIDE("    ports:\n      - target: 80\n        published: \"4100\"\n        protocol: udp\n        host_ip: "
                 "127.0.0.1\n"
                 "        mode: host\n"),
         "5 tide listens 80/udp target\n6 tide publishes 4100/udp on 127.0.0.1 loopback\n", NULL},
        {"a range, and nothing published",
         ON_TIDE("    ports:\n      - {target: 80, published: \"4100-4102\"}\n      - {target: 81}\n"),
         "5 tide listens 80 target\n5 tide publishes 4100-4102 open\n6 tide listens 81 target\n", NULL},
        {"zero published", ON_TIDE("    ports: [{target: 80, published: 0}]\n"), "4 tide listens 80 target\n",
         "4 PC106 the host port `0` is invalid: 0 is no port\n"},
    };
    CHECK(state, cases);
}

static void test_variables(void **state) {
    static const struct reading cases[] = {
        {"defaults", ON_TIDE("    ports: [\"${A:-4100}:80\", \"${B-4101}:${C:-81}\"]\n"),
         "4 tide listens 80 target\n4 tide publishes 4100 env\n4 tide listens 81 target env\n"
         "4 tide publishes 4101 env\n",
         NULL},
        {"nested defaults", ON_TIDE("    ports: [\"${A:-${B:-4100}}:80\"]\n"),
         "4 tide listens 80 target\n4 tide publishes 4100 env\n", NULL},
        {"a default that is a whole mapping", ON_TIDE("    ports: [\"${A:-127.0.0.1:4100}:80\"]\n"),
         "4 tide listens 80 target\n4 tide publishes 4100 on 127.0.0.1 loopback env\n", NULL},
        {"no value: the container port is known all the same",
         ON_TIDE("    ports: [\"${A}:80\", \"${B:?say it}:81\", \"$C:82\"]\n"),
         "4 tide listens 80 target\n4 tide listens 81 target\n4 tide listens 82 target\n",
         "4 PC006 the host port hangs on the variable `A`, which has no value in this repository\n"
         "4 PC006 the host port hangs on the variable `B`, which has no value in this repository\n"
         "4 PC006 the host port hangs on the variable `C`, which has no value in this repository\n"},
        {"a part that is missing",
         ON_TIDE("    ports: [\"41${A}:80\"]\n    environment: {UP_URL: \"http://reef:41${A}/\"}\n"),
         "4 tide listens 80 target\n",
         "4 PC006 the host port hangs on the variable `A`, which has no value in this repository\n"
         "5 PC006 a port that is dialled hangs on the variable `A`, which has no value in this repository\n"},
        {".env beside the file, spans there",
         "== docker-compose.yml\n" ON_TIDE(
             "    ports: [\"${A:-1}:80\", \"${B}:${C}\"]\n") "== .env\nA=4100\nexport B=\"4101\" # here\nC='81'\n",
         "docker-compose.yml 4 tide listens 80 target\n.env 1 tide publishes 4100 env\n.env 3 tide listens 81 target "
         "env\n"
         ".env 2 tide publishes 4101 env\n",
         NULL},
        {"the last line of a file wins",
         "== docker-compose.yml\n" ON_TIDE("    ports: [\"${A}:80\"]\n") "== .env\nA=1\nA=4100\n",
         "docker-compose.yml 4 tide listens 80 target\n.env 2 tide publishes 4100 env\n", NULL},
        {"a value that is another variable's",
         "== docker-compose.yml\n" ON_TIDE("    ports: [\"${A}:80\"]\n") "== .env\nB=4100\nA=${B}\n",
         "docker-compose.yml 4 tide listens 80 target\n.env 1 tide publishes 4100 env\n", NULL},
        {"put together: no bytes spell it",
         "== docker-compose.yml\n" ON_TIDE("    ports: [\"${A}:80\"]\n") "== .env\nN=7\nA=410${N}\n",
         "docker-compose.yml 4 tide listens 80 target\ndocker-compose.yml 4 tide publishes 4107 env composed\n", NULL},
        {"variables that ask for each other",
         "== docker-compose.yml\n" ON_TIDE("    ports: [\"${A}:80\"]\n") "== .env\nA=${B}\nB=${A}\n",
         "docker-compose.yml 4 tide listens 80 target\n",
         "docker-compose.yml 4 PC006 the host port hangs on the variable `A`, which has no value in this repository\n"},
        {"an example is a guess",
         "== docker-compose.yml\n" ON_TIDE(
             "    ports: [\"${A:-4100}:80\", \"${B}:81\"]\n") "== .env.example\nA=4200\nB=4201\n",
         "docker-compose.yml 4 tide listens 80 target\n.env.example 1 tide publishes 4200 env guessed\n"
         "docker-compose.yml 4 tide listens 81 target\n.env.example 2 tide publishes 4201 env guessed\n",
         NULL},
        {"an example that says what the default says is none",
         "== docker-compose.yml\n" ON_TIDE("    ports: [\"${A:-4100}:80\"]\n") "== .env.example\nA=4100\n",
         "docker-compose.yml 4 tide listens 80 target\ndocker-compose.yml 4 tide publishes 4100 env\n", NULL},
        {"an env file that a document names",
         "== deploy/compose.yml\n" ON_TIDE(
             "    ports: [\"${A:-1}:80\"]\n") "== deploy/ports.env\nA=4100\n== deploy/.env\nA=9\n"
                                              "== README.md\nRun\n```sh\ndocker compose --env-file deploy/ports.env "
                                              "\\\n  -f deploy/compose.yml up -d\n```\n",
         "deploy/compose.yml 4 tide listens 80 target\ndeploy/ports.env 1 tide publishes 4100 env\n", NULL},
        {"which of two env files holds is a guess",
         "== compose.yml\n" ON_TIDE(
             "    ports: [\"${A}:80\"]\n") "== a.env\nA=4100\n== b.env\nA=4200\n"
                                           "== Makefile\nup:\n\tdocker compose --env-file a.env up\nother:\n\tdocker "
                                           "compose --env-file=b.env -f compose.yml up\n",
         "compose.yml 4 tide listens 80 target\na.env 1 tide publishes 4100 env guessed\n", NULL},
        {"dollars that are not Docker's", ON_TIDE("    command: sh -c \"serve --port $$PORT --bind 0.0.0.0:4100\"\n"),
         "4 tide listens 4100 flag\n", NULL},
        {"a template",
         "== templates/docker-compose.yml.j2\n" ON_TIDE(
             "    ports:\n      - \"{{ tide_port }}:80\"\n      {% if more %}\n      - 1:1\n"),
         NULL,
         "6 PC006 a template: its ports are known only once it is filled in\n"
         "5 PC006 the host port is known only once the template is filled in\n"},
    };
    CHECK(state, cases);
}

static void test_listens(void **state) {
    static const struct reading cases[] = {
        {"PORT in a map and a list",
         "services:\n  tide: {image: a, environment: {PORT: 4100}}\n  reef:\n    image: b\n    environment:\n      - "
         "PORT=4101\n"
         "      - \"HTTP_PORT=4102\"\n",
         "2 tide listens 4100 var\n6 reef listens 4101 var\n7 reef listens 4102 var\n", NULL},
        {"products",
         ON_TIDE("    environment:\n      GF_SERVER_HTTP_PORT: 4100\n      FORGEJO__server__HTTP_PORT: \"4101\"\n"
                 "      REEF_ADDR: 0.0.0.0:4102\n      HTTP_LISTEN_ADDR: :4103\n"),
         "5 tide listens 4100 var\n6 tide listens 4101 var\n7 tide listens 4102 expose\n8 tide listens 4103 var\n",
         NULL},
        {"the service's own name",
         "services:\n  quay-auth:\n    image: a\n    environment: {AUTH_PORT: 4100, QUAY_AUTH_PORT: 4100, "
         "AUTH_SERVICE_PORT: 4100}\n",
         "4 quay-auth listens 4100 var\n4 quay-auth listens 4100 var\n4 quay-auth listens 4100 var\n", NULL},
        {"a name beside it", ON_TIDE("    environment: {REEF_SERVICE_NAME: tide, REEF_SERVICE_PORT: \"4100\"}\n"),
         "4 tide listens 4100 var\n", NULL},
        {"ports beside the main one",
         ON_TIDE("    environment: {METRICS_PORT: 4190, ADMIN_PORT: 4191}\n    command: run --metrics-addr=:4192\n"),
         "4 tide listens 4190 expose\n4 tide listens 4191 expose\n5 tide listens 4192 expose\n", NULL},
        {"postgres listens on PGPORT, its clients do not",
         "services:\n  db: {image: \"postgres:16\", environment: {PGPORT: 5433}}\n  app: {image: reef/app, "
         "environment: {PGPORT: 5433}}\n",
         "2 db listens 5433 var\n3 ? 5433\n", NULL},
        {"flags",
         ON_TIDE("    command: [\"--web.listen-address=:4100\", \"-httpListenAddr=:4101\", \"--port\", \"4102\", "
                 "\"--port=4103\"]\n"),
         "4 tide listens 4100 flag\n4 tide listens 4101 flag\n4 tide listens 4102 flag\n4 tide listens 4103 flag\n",
         NULL},
        {"servers",
         "services:\n  a: {image: x, command: gunicorn -b :4100 app}\n  b: {image: x, command: uvicorn app:app --host "
         "0.0.0.0 --port 4101}\n"
         "  c: {image: x, command: \"python manage.py runserver 0.0.0.0:4102\"}\n  d: {image: x, command: http-server "
         "-p 4103}\n"
         "  e: {image: x, command: \"java -Dserver.port=4104 -jar a.jar\"}\n  f: {image: x, command: postgres -c "
         "port=4105}\n"
         "  g: {image: x, command: [\"sh\", \"-c\", \"PORT=4106 exec node main.js\"]}\n",
         "2 a listens 4100 flag\n3 b listens 4101 flag\n4 c listens 4102 flag\n5 d listens 4103 flag\n6 e listens 4104 "
         "flag\n"
         "7 f listens 4105 flag\n8 g listens 4106 flag\n",
         NULL},
        {"entrypoint and command are one line",
         ON_TIDE("    entrypoint: [serve]\n    command: [\"--port\", \"4100\"]\n"), "5 tide listens 4100 flag\n", NULL},
        {"a console beside it", ON_TIDE("    command: server /data --console-address \":4109\"\n"),
         "4 tide listens 4109 expose\n", NULL},
        {"clients dial",
         ON_TIDE("    command: |\n      psql -h db -p 5432\n      pg_dump --host=tide --port=5433\n      nc -z other "
                 "80\n      serve --port 4100\n"),
         "5 tide dials 5432 (db)\n8 tide listens 4100 flag\n", NULL},
        {"a program behind --", ON_TIDE("    command: ./wait-for-it.sh db:5432 -- serve --port 4100\n"),
         "4 tide listens 4100 flag\n", NULL},
        {"numbers of other kinds",
         ON_TIDE("    command: run -p 4 --workers 8 --timeout 3000 --redis-port 6379 --max-old-space-size=4096\n"), "",
         NULL},
        {"healthchecks",
         "services:\n  a: {image: x, healthcheck: {test: [\"CMD\", \"wget\", \"-q\", \"http://localhost:4100/up\"]}}\n"
         "  b: {image: x, healthcheck: {test: \"curl -f http://127.0.0.1:4101/ || exit 1\"}}\n"
         "  c: {image: x, healthcheck: {test: [CMD, bun, -e, \"fetch('http://[::1]:4102/h').then(r => 1)\"]}}\n"
         "  d: {image: x, healthcheck: {test: [CMD-SHELL, nc -z localhost 4103]}}\n"
         "  e: {image: x, healthcheck: {test: \"echo > /dev/tcp/127.0.0.1/4104\"}}\n"
         "  f: {image: x, healthcheck: {test: [CMD, pg_isready, -p, \"5433\"]}}\n"
         "  g: {image: x, healthcheck: {test: [CMD, curl, \"http://a:4100/\"], interval: 30s, timeout: 5000ms}}\n"
         "  h: {image: x, healthcheck: {test: [CMD, curl, \"http://localhost/\"]}}\n",
         "2 a listens 4100 health\n3 b listens 4101 health\n4 c listens 4102 health\n5 d listens 4103 health\n"
         "6 e listens 4104 health\n7 f listens 5433 health\n8 g dials 4100 (a)\n",
         NULL},
        {"expose and labels",
         ON_TIDE("    expose: [4100, \"4101/udp\", 4102-4103]\n    labels:\n      - "
                 "\"traefik.http.services.tide.loadbalancer.server.port=4104\"\n"
                 "      - other.port=4105\n    deploy: {labels: {traefik.udp.services.x.loadbalancer.server.port: "
                 "4106}}\n"),
         "4 tide listens 4100 expose\n4 tide listens 4101/udp expose\n4 tide listens 4102-4103 expose\n"
         "6 tide listens 4104 expose\n8 tide listens 4106/udp expose\n",
         NULL},
        {"a word of Kafka's",
         ON_TIDE("    environment: {KAFKA_LISTENERS: \"IN://0.0.0.0:4100,CTL://:4101\", KAFKA_ADVERTISED_LISTENERS: "
                 "\"IN://localhost:4100\"}\n"),
         "4 tide listens 4100 expose\n4 tide listens 4101 expose\n", NULL},
        {"text that is folded",
         ON_TIDE("    command: >\n      serve --name 4100\n      --port 4100\n      --admin-port\n      4100\n"),
         "6 tide listens 4100 flag\n8 tide listens 4100 expose\n", NULL},
    };
    CHECK(state, cases);
}

static void test_dials(void **state) {
    static const struct reading cases[] = {
        {"URLs",
         ON_TIDE("    environment:\n      REEF_URL: http://reef:4200/path\n      DB: "
                 "postgres://user:12ab34@db.reef:5432/x?y=1\n"
                 "      CACHE: redis://:pass@cache:6379/0\n      DBS: mongodb://a:27017,b:27018/x\n      JDBC: "
                 "jdbc:postgresql://db:5432/x\n"
                 "      SITE: https://reef.example.com\n      LOCAL: http://localhost:4201\n"),
         "5 tide dials 4200 (reef)\n6 tide dials 5432 (db.reef)\n7 tide dials 6379 (cache)\n8 tide dials 27017 (a)\n"
         "8 tide dials 27018 (b)\n9 tide dials 5432 (db)\n11 tide dials 4201 (localhost)\n",
         NULL},
        {"no scheme",
         ON_TIDE("    environment:\n      - BROKERS=kafka:9092,kafka2:9093\n      - DB_HOST=db:5432\n      - "
                 "X=tide:4100\n      - Y=reef:4100\n"),
         "5 tide dials 9092 (kafka)\n5 tide dials 9093 (kafka2)\n6 tide dials 5432 (db)\n7 tide dials 4100\n", NULL},
        {"a host and a port in two variables",
         ON_TIDE("    environment:\n      DB_HOST: db\n      DB_PORT: 5432\n      SMTP_SERVER: ${MAIL:-post}\n      "
                 "SMTP_PORT: ${MP:-587}\n"
                 "      PGHOST: pg\n      PGPORT: 5433\n"),
         "6 tide dials 5432 (db)\n8 tide dials 587 (post) env\n10 tide dials 5433 (pg)\n", NULL},
        {"ports that a service dials are not its own",
         ON_TIDE("    environment: {REDIS_PORT: 6379, SMTP_PORT: 587, S3_PORT: 9000, DB_PORT: 5432}\n"),
         "4 ? 6379\n4 ? 587\n4 ? 9000\n4 ? 5432\n", NULL},
        {"a name that is another service's",
         "services:\n  server: {image: a, environment: {SERVER_PORT: 4100}}\n  worker: {image: b, environment: "
         "{SERVER_PORT: 4100, SERVER_HOST: server}}\n"
         "  web: {image: c, environment: {SERVER_PORT: 4100}}\n",
         "2 server listens 4100 var\n3 worker dials 4100 (server)\n4 ? 4100\n", NULL},
        {"PORT beside the name that the world knows",
         ON_TIDE("    environment: {HOST: 0.0.0.0, PORT: 4100, SERVER_HOST: tide.example.com, SERVER_PORT: 4101}\n"),
         "4 tide listens 4100 var\n4 tide listens 4101 var\n", NULL},
        {"what is not dialled",
         ON_TIDE("    environment:\n      CORS_ORIGINS: http://localhost:5173,http://reef:3000\n      ALLOWED_ORIGIN: "
                 "http://reef:3000\n"
                 "      REDIRECT_URL: http://localhost:3000/back\n      BASE_IMAGE: reef/node:1800\n      AT: "
                 "\"12:30\"\n      IDS: \"1000:1000\"\n"
                 "      LEVEL: debug:5000\n"),
         "", NULL},
        {"URLs in commands", ON_TIDE("    command: [\"-remote.url=http://reef:4200\", \"-x\"]\n"),
         "4 tide dials 4200 (reef)\n", NULL},
        {"too large", ON_TIDE("    environment: {REEF_URL: \"http://reef:70000/\"}\n"), "",
         "4 PC106 the port that is dialled `70000` is invalid: ports end at 65535\n"},
    };
    CHECK(state, cases);
}

static void test_networks(void **state) {
    static const struct reading cases[] = {
        {"the host's own network: once for each port",
         ON_TIDE("    network_mode: host\n    environment: {PORT: 4100}\n    command: serve --port 4100 --metrics-addr "
                 ":4101\n"
                 "    healthcheck: {test: curl http://localhost:4199/}\n"),
         "5 tide listens 4100 var\n6 tide listens 4100 flag\n6 tide listens 4101 expose\n7 tide listens 4199 health\n"
         "5 tide publishes 4100 hostnet\n6 tide publishes 4101 hostnet\n",
         NULL},
        {"a healthcheck when nothing else is known",
         ON_TIDE("    network_mode: \"host\"\n    healthcheck: {test: curl http://localhost:4100/}\n"),
         "5 tide listens 4100 health\n5 tide publishes 4100 hostnet\n", NULL},
        {"mappings have no effect there", ON_TIDE("    network_mode: host\n    ports: [\"4100:80\"]\n"),
         "5 tide listens 80 target\n5 tide publishes 80 hostnet\n5 ? 4100\n", NULL},
        {"another service's network",
         "services:\n  vpn: {image: a, ports: [\"4100:80\"]}\n  web: {image: b, network_mode: \"service:vpn\", "
         "environment: {PORT: 80}}\n",
         "2 vpn listens 80 target\n2 vpn publishes 4100\n3 vpn listens 80 (web) var\n", NULL},
        {"by container name, two steps to the host",
         "services:\n  a: {image: x, container_name: box, network_mode: host}\n  b: {image: y, network_mode: "
         "\"container:box\"}\n"
         "  c: {image: z, network_mode: \"service:b\", environment: {PORT: 4100}}\n",
         "4 a listens 4100 (c) var\n4 c publishes 4100 hostnet\n", NULL},
        {"no network, or one that no file here describes",
         "services:\n  a: {image: x, network_mode: none, ports: [\"4100:80\"]}\n"
         "  b: {image: y, network_mode: \"container:elsewhere\", ports: [\"4101:80\"]}\n",
         "2 a listens 80 target\n3 b listens 80 target\n2 ? 4100\n3 ? 4101\n", NULL},
        {"in a circle",
         "services:\n  a: {image: x, network_mode: \"service:b\", ports: [\"4100:80\"]}\n  b: {image: y, network_mode: "
         "\"service:a\"}\n",
         NULL, NULL},
        {"replicas",
         "services:\n  a: {image: x, ports: [\"4100:80\"], deploy: {replicas: 2}}\n  b: {image: x, ports: "
         "[\"4101-4103:80\"], scale: 3}\n"
         "  c: {image: x, ports: [\"4110-4111:80\"], scale: 3}\n  d: {image: x, ports: [\"4120:80\"], deploy: "
         "{replicas: 1}}\n"
         "  e: {image: x, ports: [\"80\"], scale: 9}\n",
         "2 a listens 80 target\n2 a publishes 4100\n2 a publishes 4100 replica\n3 b listens 80 target\n"
         "3 b publishes 4101-4103 open\n4 c listens 80 target\n4 c publishes 4110-4111 open\n"
         "4 c publishes 4110-4111 replica\n5 d listens 80 target\n5 d publishes 4120\n6 e listens 80 target\n",
         NULL},
        {"a swarm shares one port among replicas",
         ON_TIDE("    ports: [\"4100:80\"]\n    deploy: {replicas: 3, update_config: {parallelism: 1}}\n"),
         "4 tide listens 80 target\n4 tide publishes 4100\n", NULL},
        {"so does a stack",
         "== stack.yml\n" ON_TIDE("    ports: [\"4100:80\"]\n    deploy: {replicas: 3}\n") "== compose.yml\n" ON_TIDE(
             "    deploy: {replicas: 3}\n    ports: [\"4101:80\"]\n") "== up.sh\ndocker stack deploy -c compose.yml "
                                                                      "reef\n",
         "compose.yml 5 tide listens 80 target\ncompose.yml 5 tide publishes 4101\nstack.yml 4 tide listens 80 target\n"
         "stack.yml 4 tide publishes 4100\nstack.yml 4 tide publishes 4100 replica\n",
         NULL},
    };
    CHECK(state, cases);
}

static void test_layers(void **state) {
    static const struct reading cases[] = {
        {"anchors and merges",
         "x-p: &p\n  ports: [\"4100:80\"]\nservices:\n  a: {image: x, <<: *p}\n  b: {image: y, <<: *p}\n",
         "2 a listens 80 target\n2 a publishes 4100\n2 b listens 80 target\n2 b publishes 4100\n", NULL},
        {"extends in one file",
         "services:\n  base: {image: x, ports: [\"4100:80\"], environment: {PORT: 80}}\n  more:\n    extends: base\n   "
         " ports: [\"4101:81\"]\n    environment: {PORT: 81}\n",
         "2 base listens 80 target\n2 base publishes 4100\n2 base listens 80 var\n2 more listens 80 target\n"
         "2 more publishes 4100\n5 more listens 81 target\n5 more publishes 4101\n6 more listens 81 var\n",
         NULL},
        {"extends another file: its claims are copied, it is not started",
         "== app/compose.yml\nservices:\n  web: {extends: {file: ../common.yml, service: base}}\n== "
         "common.yml\nservices:\n  base: {ports: [\"4100:80\"]}\n  other: {ports: [\"4101:80\"]}\n",
         "common.yml 2 web listens 80 target\ncommon.yml 2 web publishes 4100\n", NULL},
        {"extends what is not there",
         "services:\n  a: {image: x, extends: gone, ports: [\"4100:80\"]}\n  b: {image: x, extends: {file: gone.yml, "
         "service: a}}\n",
         "2 a listens 80 target\n2 a publishes 4100\n",
         "2 PC006 what this service extends is not in this repository, so ports of it may be missing\n"
         "3 PC006 what this service extends is not in this repository, so ports of it may be missing\n"},
        {"extends in a circle", "services:\n  a: {image: x, extends: b, expose: [4100]}\n  b: {extends: a}\n", NULL,
         "2 PC006 `extends` leads through more than 16 services, or in a circle\n"
         "3 PC006 `extends` leads through more than 16 services, or in a circle\n"},
        {"an override file appends, and says the same again",
         "== docker-compose.yml\n" ON_TIDE(
             "    ports: [\"4100:80\", \"4101:81\"]\n    environment: {PORT: 80}\n") "== "
                                                                                     "docker-compose.override."
                                                                                     "yml\nservices:\n  tide:\n    "
                                                                                     "ports: [\"4100:80\", "
                                                                                     "\"4102:82\"]\n    environment: "
                                                                                     "[PORT=82]\n",
         "docker-compose.yml 4 tide listens 80 target\ndocker-compose.yml 4 tide publishes 4100\n"
         "docker-compose.yml 4 tide listens 81 target\ndocker-compose.yml 4 tide publishes 4101\n"
         "docker-compose.override.yml 3 tide listens 82 target\ndocker-compose.override.yml 3 tide publishes 4102\n"
         "docker-compose.override.yml 4 tide listens 82 var\n",
         NULL},
        {"one list with one mapping twice", ON_TIDE("    ports: [\"4100:80\", \"4100:80\"]\n"),
         "4 tide listens 80 target\n4 tide publishes 4100\n4 tide listens 80 target\n4 tide publishes 4100\n", NULL},
        {"!override and !reset",
         "== docker-compose.yml\nservices:\n  a: {image: x, ports: [\"4100:80\"]}\n  b: {image: x, ports: "
         "[\"4101:80\"], environment: {PORT: 80}}\n  c: {image: x, ports: [\"4102:80\"]}\n"
         "== docker-compose.override.yml\nservices:\n  a:\n    ports: !override [\"4110:80\"]\n  b:\n    ports: !reset "
         "[]\n    environment: {PORT: !reset null}\n  c: !reset null\n",
         "docker-compose.override.yml 3 a listens 80 target\ndocker-compose.override.yml 3 a publishes 4110\n", NULL},
        {"a key written twice: the last one counts",
         "services:\n  a: {image: x, ports: [\"4100:80\"]}\n  b: {image: x}\n  a: {image: x, ports: [\"4101:80\"]}\n  "
         "b: {image: y}\n",
         "4 a listens 80 target\n4 a publishes 4101\n",
         "4 PC005 error the key `a` is written twice in one mapping\n5 PC005 info the key `b` is written twice in one "
         "mapping\n"},
        {"PORT written twice",
         ON_TIDE("    environment:\n      PORT: 4100\n      PORT: 4101\n      MODE: a\n      MODE: b\n"),
         "6 tide listens 4101 var\n",
         "6 PC005 error the key `PORT` is written twice in one mapping\n8 PC005 info the key `MODE` is written twice "
         "in one mapping\n"},
        {"compose's first version", "tide:\n  image: reef/tide\n  ports: [\"4100:80\"]\n",
         "3 tide listens 80 target\n3 tide publishes 4100\n", NULL},
        {"several documents",
         "services: {a: {image: x, ports: [\"4100:80\"]}}\n---\nservices: {b: {image: x, ports: [\"4101:80\"]}}\n",
         "1 a listens 80 target\n1 a publishes 4100\n3 b listens 80 target\n3 b publishes 4101\n", NULL},
        {"a fence around it", "```yaml\nservices:\n  a: {image: x, ports: [\"4100:80\"]}\n```\nand: [so on\n",
         "3 a listens 80 target\n3 a publishes 4100\n", "1 PC003 the file is not valid YAML\n"},
        {"a mistake in the middle: what stands before it is read",
         "services:\n  a:\n    image: x\n    ports: [\"4100:80\"]\n  b: [unclosed\n", NULL,
         "6 PC003 the file is not valid YAML\n"},
        {"no services", "# nothing yet\n", "",
         "1 PC003 info the file is named like a compose file, but holds no services\n"},
        {"a fragment", "x-common: &c {restart: always}\nvolumes: {data: {}}\n", "", NULL},
    };
    CHECK(state, cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_short_syntax, setup, teardown),
        cmocka_unit_test_setup_teardown(test_invalid_ports, setup, teardown),
        cmocka_unit_test_setup_teardown(test_long_syntax, setup, teardown),
        cmocka_unit_test_setup_teardown(test_variables, setup, teardown),
        cmocka_unit_test_setup_teardown(test_listens, setup, teardown),
        cmocka_unit_test_setup_teardown(test_dials, setup, teardown),
        cmocka_unit_test_setup_teardown(test_networks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_layers, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
