/* Which compose files are one deployment, what containers they make up, and what file names and settings' names say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compose_container.h"
#include "compose_name.h"
#include "compose_ports.h"
#include "compose_settings.h"
#include "compose_tree.h"

static int setup(void **state) {
    *state = calloc(1, sizeof(struct compose_tree));
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    tree_finish(*state);
    free(*state);
    return 0;
}

static void expect(const char *about, const char *wanted, struct pc_str got) {
    if (strlen(wanted) != got.len || (got.len > 0 && memcmp(wanted, got.ptr, got.len) != 0)) {
        fail_msg("%s:\n--- wanted\n%s--- got\n%.*s", about, wanted, PC_ARG(got));
    }
}

#define ONE "services: {tide: {image: reef/tide, ports: [\"4100:80\"]}}\n"
#define TWO "services: {quay: {image: reef/quay, ports: [\"4200:80\"]}}\n"
#define OVER "services: {tide: {ports: [\"4300:80\"]}}\n"

static void test_deployments(void **state) {
    static const struct {
        const char *about, *files, *wanted;
    } cases[] = {
        {"alternatives",
         "== docker-compose.yml\n" ONE "== docker-compose.dev.yml\n" ONE "== docker-compose.reefbox.yml\n" ONE,
         "# docker-compose.dev.yml development\n# docker-compose.reefbox.yml [reefbox]\n# docker-compose.yml\n"
         "docker-compose.dev.yml = tide image reef/tide foreign\ndocker-compose.reefbox.yml = tide image reef/tide "
         "foreign\n"
         "docker-compose.yml = tide image reef/tide foreign\n"},
        {"include",
         "== compose.yml\ninclude:\n  - quay/compose.yml\n  - path: more.yml\n" ONE "== quay/compose.yml\n" TWO
         "== more.yml\nservices: {kelp: {image: k}}\n",
         "# compose.yml\n# quay/compose.yml with compose.yml\n# more.yml [more] with compose.yml\n"
         "compose.yml = quay image reef/quay foreign\ncompose.yml = kelp image k foreign\ncompose.yml = tide image "
         "reef/tide foreign\n"},
        {"included twice: in both, and no deployment of its own",
         "== compose.a.yml\ninclude: [compose.base.yml]\n" ONE "== compose.b.yml\ninclude: [compose.base.yml]\n" ONE
         "== compose.base.yml\n" TWO,
         "# compose.a.yml [a]\n# compose.b.yml [b]\ncompose.a.yml = quay image reef/quay foreign\n"
         "compose.a.yml = tide image reef/tide foreign\ncompose.b.yml = quay image reef/quay foreign\n"
         "compose.b.yml = tide image reef/tide foreign\n"},
        {"include in a circle",
         "== compose.a.yml\ninclude: [compose.b.yml]\n" ONE "== compose.b.yml\ninclude: [compose.a.yml]\n" TWO,
         "# compose.a.yml [a]\n# compose.b.yml [b] with compose.a.yml\ncompose.a.yml = quay image reef/quay foreign\n"
         "compose.a.yml = tide image reef/tide foreign\n"},
        {"an override file",
         "== docker-compose.yml\n" ONE "== docker-compose.override.yml\nservices: {tide: {image: other}}\n",
         "# docker-compose.yml\n# docker-compose.override.yml with docker-compose.yml\ndocker-compose.yml = tide image "
         "other foreign\n"},
        {"the only overlay names the host", "== docker-compose.yml\n" ONE "== docker-compose.reefbox.yml\n" OVER,
         "# docker-compose.yml [reefbox]\n# docker-compose.reefbox.yml [reefbox] with docker-compose.yml\n"
         "docker-compose.yml = tide image reef/tide foreign\n"},
        {"an overlay with a service of its own",
         "== docker-compose.yml\n" ONE
         "== docker-compose.reefbox.yml\nservices:\n  tide:\n    restart: always\n  lamp:\n    image: lamp\n",
         "# docker-compose.yml [reefbox]\n# docker-compose.reefbox.yml [reefbox] with docker-compose.yml\n"
         "docker-compose.yml = tide image reef/tide foreign\ndocker-compose.yml = lamp image lamp foreign\n"},
        {"what the base does not know lies over nothing",
         "== docker-compose.yml\n" ONE
         "== docker-compose.reefbox.yml\nservices:\n  kelp:\n    restart: always\n  lamp:\n    image: lamp\n",
         "# docker-compose.reefbox.yml [reefbox]\n# docker-compose.yml\ndocker-compose.reefbox.yml = kelp\n"
         "docker-compose.reefbox.yml = lamp image lamp foreign\ndocker-compose.yml = tide image reef/tide foreign\n"},
        {"two overlays are alternatives",
         "== docker-compose.yml\n" ONE "== docker-compose.prod.yml\n" OVER "== docker-compose.dev.yml\n" OVER,
         "# docker-compose.dev.yml development\n# docker-compose.prod.yml production\n# docker-compose.yml\n"
         "docker-compose.dev.yml = tide\ndocker-compose.prod.yml = tide\ndocker-compose.yml = tide image reef/tide "
         "foreign\n"},
        {"unless a command line stacks them",
         "== compose.yml\n" ONE "== compose.gpu.yml\n" OVER "== compose.log.yml\n" OVER
         "== up.sh\ndocker compose -f compose.yml -f compose.gpu.yml -f compose.log.yml up\n",
         "# compose.yml [gpu]\n# compose.gpu.yml [gpu] with compose.yml\n# compose.log.yml [log] with compose.yml\n"
         "compose.yml = tide image reef/tide foreign\n"},
        {"an overlay whose base only a command line tells",
         "== compose/dev.yml\n" ONE
         "== compose/box.yml\n# docker compose -f compose/dev.yml -f compose/box.yml up\n" OVER
         "== compose/full.yml\n" TWO,
         "# compose/dev.yml [box] development\n# compose/box.yml [box] development with compose/dev.yml\n# "
         "compose/full.yml [full]\n"
         "compose/dev.yml = tide image reef/tide foreign\ncompose/full.yml = quay image reef/quay foreign\n"},
        {"an overlay of nothing", "== docker-compose.reefbox.yml\n" OVER,
         "# docker-compose.reefbox.yml [reefbox]\n= tide\n"},
        {"a file that only looks like one",
         "== stacks/tide.yml\n" ONE "== ci.yml\nservices: {db: {port: 5432}}\n== k8s.yml\nkind: Service\n",
         "# stacks/tide.yml [tide]\nstacks/tide.yml = tide image reef/tide foreign\n"},
    };
    struct compose_tree *tree = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int memo = 0; memo < 2; memo++) { /* kept from file to file or made anew, it must be the same */
            tree->no_memo = memo == 0;
            tree_start(tree);
            tree_add_all(tree, cases[i].files);
            tree_read(tree);
            expect(cases[i].about, cases[i].wanted, tree_containers(tree));
            expect(cases[i].about, "", tree_troubles(tree));
        }
    }
}

/* A mistake in a file that two deployments share is told once. */
static void test_shared_troubles(void **state) {
    struct compose_tree *tree = *state;
    tree_start(tree);
    tree_add_all(
        tree,
        "== compose.a.yml\ninclude: [part.yml]\n" ONE "== compose.b.yml\ninclude: [part.yml]\n" ONE
        "== part.yml\nservices:\n  quay: {image: q, ports: [\"0:80\"]}\n  quay: {image: q, ports: [\"70000:80\"]}\n");
    tree_read(tree);
    expect("shared",
           "part.yml 3 PC005 error the key `quay` is written twice in one mapping\n"
           "part.yml 3 PC106 the host port `70000` is invalid: ports end at 65535\n",
           tree_troubles(tree));
}

static void test_containers(void **state) {
    static const struct {
        const char *about, *files, *wanted;
    } cases[] = {
        {"build directories",
         "== app/docker-compose.yml\nservices:\n  a: {build: .}\n  b: {build: ./b}\n  c: {build: {context: .., "
         "dockerfile: services/c/Dockerfile}}\n"
         "  d: {build: {context: ./d, dockerfile: docker/Dockerfile}}\n  e: {build: "
         "\"https://example.com/e.git#main\"}\n  f: {build: {context: ../..}}\n"
         "  g: {build: {dockerfile: x/Dockerfile}, image: \"reef/g:${TAG:-2}\"}\n",
         "# app/docker-compose.yml\n= a build app\n= b build app/b\n= c build services/c\n= d build app/d\n= e\n= f\n= "
         "g image reef/g:2 build app/x\n"},
        {"names, images and profiles",
         "== docker-compose.yml\nservices:\n  a: {image: \"${R}/a\", container_name: \"box-${N:-1}\", profiles: [x, "
         "\"y\"]}\n  b: {image: b, network_mode: host, profiles: x}\n",
         "# docker-compose.yml\n= a name box-1 profiles x,y\n= b image b profiles x host foreign\n"},
        {"layers",
         "== docker-compose.yml\nservices:\n  a: {image: a, build: ./a, profiles: [x]}\n"
         "== docker-compose.override.yml\nservices:\n  a: {build: {dockerfile: deep/Dockerfile}, profiles: !reset "
         "[]}\n",
         "# docker-compose.yml\n# docker-compose.override.yml with docker-compose.yml\ndocker-compose.yml = a image a "
         "build a/deep\n"},
    };
    struct compose_tree *tree = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tree_start(tree);
        tree_add_all(tree, cases[i].files);
        tree_read(tree);
        expect(cases[i].about, cases[i].wanted, tree_containers(tree));
    }
}

static void test_names(void **state) {
    (void)state;
    static const struct {
        const char *path;
        enum pc_match match;
        const char *infix;
        enum pc_environment environment;
    } cases[] = {
        {"docker-compose.yml", PC_MATCH_EXACT, "", PC_ENV_UNKNOWN},
        {"a/compose.yaml", PC_MATCH_EXACT, "", PC_ENV_UNKNOWN},
        {"docker-compose.reefbox.yml", PC_MATCH_EXACT, "reefbox", PC_ENV_UNKNOWN},
        {"docker-compose-quay.yml", PC_MATCH_EXACT, "quay", PC_ENV_UNKNOWN},
        {"docker-compose.prod.yml", PC_MATCH_EXACT, "", PC_ENV_PRODUCTION},
        {"docker-compose.reef-box.prod.yml", PC_MATCH_EXACT, "reef-box", PC_ENV_PRODUCTION},
        {"docker-compose.override.yml", PC_MATCH_EXACT, "", PC_ENV_UNKNOWN},
        {"docker-compose.reefbox.override.yml", PC_MATCH_EXACT, "reefbox", PC_ENV_UNKNOWN},
        {"staging.docker-compose.yml", PC_MATCH_NAME, "", PC_ENV_STAGING},
        {"podman-compose.yml", PC_MATCH_NAME, "", PC_ENV_UNKNOWN},
        {"compose/full.yml", PC_MATCH_NAME, "full", PC_ENV_UNKNOWN},
        {"compose/dev.yml", PC_MATCH_NAME, "", PC_ENV_DEVELOPMENT},
        {"production/docker-compose.yml", PC_MATCH_EXACT, "", PC_ENV_PRODUCTION},
        {"tests/docker-compose.reefbox.yml", PC_MATCH_EXACT, "reefbox", PC_ENV_TEST},
        {"templates/docker-compose.yml.j2", PC_MATCH_EXACT, "", PC_ENV_UNKNOWN},
        {"composer.yml", PC_MATCH_MAYBE, "composer", PC_ENV_UNKNOWN},
        {"stacks/reef.yaml", PC_MATCH_MAYBE, "reef", PC_ENV_UNKNOWN},
        {".github/workflows/docker-compose.yml", PC_MATCH_NO, "", PC_ENV_UNKNOWN},
        {"docker-compose.md", PC_MATCH_NO, "", PC_ENV_UNKNOWN},
        {"chart/values.yaml", PC_MATCH_NO, "", PC_ENV_UNKNOWN},
        {"values-prod.yaml", PC_MATCH_NO, "", PC_ENV_UNKNOWN},
        {".yml", PC_MATCH_NO, "", PC_ENV_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str path = pc_str_c(cases[i].path);
        struct pc_str infix = pc_compose_infix(path);
        if (pc_compose_match(path) != cases[i].match ||
            (cases[i].match != PC_MATCH_NO && !pc_str_eq(infix, pc_str_c(cases[i].infix))) ||
            (cases[i].match != PC_MATCH_NO && pc_compose_environment(path) != cases[i].environment)) {
            fail_msg("%s: match %d, infix \"%.*s\", environment %d", cases[i].path, (int)pc_compose_match(path),
                     PC_ARG(infix), (int)pc_compose_environment(path));
        }
    }
}

static void test_mapping_split(void **state) {
    (void)state;
    static const struct {
        const char *text, *address, *host, *container, *protocol;
    } cases[] = {
        {"80", "", "", "80", ""},
        {"4100:80", "", "4100", "80", ""},
        {"1.2.3.4:4100:80/udp", "1.2.3.4", "4100", "80", "udp"},
        {"[::1]:4100:80", "::1", "4100", "80", ""},
        {"::1:4100:80", "::1", "4100", "80", ""},
        {"${A:-1:2}:80", "", "${A:-1:2}", "80", ""},
        {"${I:-::}:${A:-${B:-1}}:${C:-80/tcp}/udp", "${I:-::}", "${A:-${B:-1}}", "${C:-80/tcp}", "udp"},
        {" 4100 : 80 ", "", "4100", "80", ""},
        {":80", "", "", "80", ""},
        {"", "", "", "", ""},
        {"}}}{:}", "", "", "}}}{:}", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str text = pc_str_c(cases[i].text);
        struct pc_mapping m = pc_mapping_split(text);
        if (!pc_str_eq(pc_piece_text(text, m.address), pc_str_c(cases[i].address)) ||
            !pc_str_eq(pc_piece_text(text, m.host), pc_str_c(cases[i].host)) ||
            !pc_str_eq(pc_piece_text(text, m.container), pc_str_c(cases[i].container)) ||
            !pc_str_eq(pc_piece_text(text, m.protocol), pc_str_c(cases[i].protocol))) {
            fail_msg("\"%s\" gives %.*s | %.*s | %.*s | %.*s", cases[i].text, PC_ARG(pc_piece_text(text, m.address)),
                     PC_ARG(pc_piece_text(text, m.host)), PC_ARG(pc_piece_text(text, m.container)),
                     PC_ARG(pc_piece_text(text, m.protocol)));
        }
    }
}

static void test_addresses(void **state) {
    (void)state;
    static const struct {
        const char *text, *hits; /* "host:port" each, with a '*' behind a scheme */
    } cases[] = {
        {"http://reef:4100/x", "reef:4100* "},
        {"a:4100 b:4200,c:4300", "a:4100 b:4200 c:4300 "},
        {"mongodb://u:p@a:1,b:2/x:3", "a:1* b:2* x:3 "},
        {"http://u:123@a:4100", "a:4100* "},
        {"http://u:123abc@a", ""},
        {"http://[::1]:4100/", "::1:4100* "},
        {"http://a: http://b:/", "a:* b:* "},
        {"12:30 1000:1000 1.2.3.4:80 node:18-slim", "1.2.3.4:80 "},
        {":4100", ":4100 "},
        {"X://:4100", ":4100* "},
        {"a:b:c:4100", "c:4100 "},
        {"http://a/b?c=d:4100", "d:4100 "},
        {"[[[[[[[:80", ""},
        {"\xC3\xA4:4100", "\xC3\xA4:4100 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_str text = pc_str_c(cases[i].text);
        struct pc_address_scan scan = {0};
        struct pc_address_hit hit;
        char got[128] = "";
        while (pc_address_next(text, &scan, &hit)) {
            size_t used = strlen(got);
            snprintf(got + used, sizeof got - used, "%.*s:%.*s%s ", PC_ARG(pc_piece_text(text, hit.host)),
                     PC_ARG(pc_piece_text(text, hit.port)), hit.scheme ? "*" : "");
        }
        if (strcmp(got, cases[i].hits) != 0) {
            fail_msg("\"%s\" gives \"%s\"", cases[i].text, got);
        }
    }
}

static void test_settings(void **state) {
    (void)state;
    static const struct {
        const char *name;
        enum pc_setting env;
    } variables[] = {
        {"PORT", PC_SETTING_MAIN},
        {"HTTP_PORT", PC_SETTING_MAIN},
        {"SERVER_PORT", PC_SETTING_MAIN},
        {"SERVICE_PORT", PC_SETTING_MAIN},
        {"LISTEN_PORT", PC_SETTING_MAIN},
        {"APP_PORT", PC_SETTING_MAIN},
        {"METRICS_PORT", PC_SETTING_SIDE},
        {"HTTPS_PORT", PC_SETTING_SIDE},
        {"server.port", PC_SETTING_MAIN},
        {"REDIS_PORT", PC_SETTING_NONE},
        {"DB_PORT", PC_SETTING_NONE},
        {"SMTP_PORT", PC_SETTING_NONE},
        {"SUPPORT", PC_SETTING_NONE},
        {"PORTAL", PC_SETTING_NONE},
        {"REPORT_PORT", PC_SETTING_NONE},
        {"FORGEJO__server__HTTP_PORT", PC_SETTING_MAIN},
        {"FORGEJO__server__SSH_PORT", PC_SETTING_NONE},
        {"", PC_SETTING_NONE},
        {"A_B_C_D_E_F_G_H_I_J_K_L_M_PORT", PC_SETTING_NONE},
    };
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        if (pc_setting_of_env(pc_str_c(variables[i].name)) != variables[i].env) {
            fail_msg("variable %s: %d", variables[i].name, (int)pc_setting_of_env(pc_str_c(variables[i].name)));
        }
    }
    static const struct {
        const char *name;
        enum pc_setting setting;
        bool number;
    } flags[] = {
        {"port", PC_SETTING_MAIN, true},
        {"http.port", PC_SETTING_MAIN, true},
        {"p", PC_SETTING_MAIN, true},
        {"web.listen-address", PC_SETTING_MAIN, false},
        {"httpListenAddr", PC_SETTING_MAIN, false},
        {"listen", PC_SETTING_MAIN, true},
        {"server.http-listen-port", PC_SETTING_MAIN, true},
        {"console-address", PC_SETTING_SIDE, false},
        {"metrics.port", PC_SETTING_SIDE, true},
        {"redis-port", PC_SETTING_NONE, true},
        {"config", PC_SETTING_NONE, false},
        {"bind", PC_SETTING_MAIN, false},
    };
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        bool number;
        enum pc_setting setting = pc_setting_of_flag(pc_str_c(flags[i].name), &number);
        if (setting != flags[i].setting || number != flags[i].number) {
            fail_msg("flag %s: %d %d", flags[i].name, (int)setting, (int)number);
        }
    }
}

/* Equal digits on one line: each claim stands at its own. */
static void test_places(void **state) {
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"services:\n  a: {ports: [\"4100:4100\"]}\n", "2:21 a listens 4100 target\n2:16 a publishes 4100\n"},
        {"services:\n  a: {ports: [\"41:4141\"]}\n", "2:19 a listens 4141 target\n2:16 a publishes 41\n"},
        {"services:\n  a: {ports: [\"${P4100:-4100}:80\"]}\n", "2:31 a listens 80 target\n2:25 a publishes 4100 env\n"},
        {"services:\n  a: {command: \"x 4100 \\\n    4100 --port 4100 --listen 4100\"}\n",
         "3:17 a listens 4100 flag\n3:31 a listens 4100 flag\n"},
        {"services:\n  a:\n    command: >\n      x a:4100 b 4100\n      --port\n      4100\n",
         "6:7 a listens 4100 flag\n4:11 a dials 4100\n"},
        {"services:\n  \xC3\xA4: {ports: [\"4100:80\"]}\n",
         "2:21 \xC3\xA4 listens 80 target\n2:16 \xC3\xA4 publishes 4100\n"},
        {"\xEF\xBB\xBFservices:\r\n  a: {ports: [\"4100:80\"]}\r\n",
         "2:21 a listens 80 target\n2:16 a publishes 4100\n"},
        {"services:\n  a: {ports: [\"\\x34100:80\"]}\n", "2:24 a listens 80 target\n2:16 a publishes 4100 composed\n"},
    };
    struct compose_tree *tree = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tree->columns = true;
        tree_start(tree);
        tree_add(tree, PC_STR("compose.yml"), pc_str_c(cases[i].text));
        tree_read(tree);
        expect(cases[i].text, cases[i].wanted, tree_claims(tree));
        const char *wrong = tree_wrong_span(tree);
        if (wrong) {
            fail_msg("%s: %s", cases[i].text, wrong);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_deployments, setup, teardown),
        cmocka_unit_test_setup_teardown(test_shared_troubles, setup, teardown),
        cmocka_unit_test_setup_teardown(test_containers, setup, teardown),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_mapping_split),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_settings),
        cmocka_unit_test_setup_teardown(test_places, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
