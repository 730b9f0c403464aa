/* package.json: ports of the scripts that start a package, and of command lines in general. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "source_dump.h"

/* The script "dev" of the package "shop". */
static void check_dev(const char *command, const char *said) {
    char text[400], whole[300];
    snprintf(text, sizeof text, "{\"scripts\": {\"dev\": \"%s\"}}\n", command);
    snprintf(whole, sizeof whole, "%s%s%s", *said ? "1 default " : "", said, *said ? "\n" : "");
    const struct source_sample sample = {"shop/package.json", text, whole, NULL};
    const char *got = source_dump(&pc_reader_package, &sample, (struct pc_str){text, strlen(text)});
    if (strcmp(got, whole) != 0) {
        fail_msg("%s\nsaid: %sexpected: %s", command, got, whole);
    }
    source_dump_finish();
}

static void test_commands(void **state) {
    (void)state;
    static const struct {
        const char *command, *said;
    } commands[] = {
        {"vite dev --port 4100", "4100 self@shop derived development"},
        {"vite dev --port=4100 --host", "4100 self@shop derived development"},
        {"next dev -p 4100", "4100 self@shop derived development"},
        {"PORT=4100 node server.js", "4100 self@shop derived development"},
        {"cross-env PORT=4100 NODE_ENV=development tsx watch", "4100 self@shop derived development"},
        {"set PORT=4100 && react-scripts start", "4100 self@shop derived development"},
        {"astro dev --port ${PORT:-4100}", "4100 self@shop env derived development"},
        {"concurrently \\\"vite --port 4100\\\" \\\"tsc -w\\\"", "4100 self@shop derived development"},
        {"cd ../api && uvicorn main:app --port 4100", "4100 self@api derived development"},
        {"serve -s build -l 4100", "4100 self@shop derived development"},
        {"php -S localhost:4100 -t public", "4100 self@shop derived development"},
        {"python -m http.server 4100", "4100 self@shop derived development"},
        {"python manage.py runserver 0.0.0.0:4100", "4100 self@shop derived development"},
        {"gunicorn -b :4100 a:b", "4100 self@shop derived development"},
        {"node a.js --metrics-port 9100", "9100 self@shop derived development \"metrics-port\""},
        {"vite dev --port $PORT", ""},
        {"vite dev -- --timeout 3000 --retries 3000", ""},
        {"wait-on http://localhost:3000 && kill-port 3000", ""},
        {"docker run -p 3000:3000 x", ""},
        {"docker compose -p shop up", ""},
        {"psql -h localhost -p 5432", ""},
        {"ssh -p 2222 host", ""},
        {"curl --port 3000 localhost:3000", ""},
        {"mkdir -p 2024", ""},
        {"node --max-old-space-size=4096 --inspect=9229 a.js", ""},
        {"REDIS_PORT=6379 node a.js", ""},
        {"tsc -p 4", ""},
        {"VERSION=3000 sleep 3000", ""},
    };
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        check_dev(commands[i].command, commands[i].said);
    }
}

static void test_scripts(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"shop/package.json",
         "{\n\"scripts\": {\n\"start:prod\": \"node a --port 4100\",\n\"preview\": \"vite preview --port 4101\",\n"
         "\"dev:web\": \"vite --port 4102\",\n\"test:dev\": \"vite --port 1\",\n\"build\": \"x --port 2\",\n"
         "\"storybook\": \"storybook dev -p 6006\"}}",
         "3 default 4100 self@shop derived production\n4 default 4101 self@shop derived \"preview\"\n"
         "5 default 4102 self@shop derived development \"web\"\n",
         NULL},
        {"shop/package.json", "{\"scripts\": {\"dev\": \"x --port 70000\"}}",
         "1 ! PC106 the port is too large: ports end at 65535\n", NULL},
        {"shop/package.json", "{\"scripts\": {\"dev\": \"x --port 4100\"},}",
         "1 default 4100 self@shop derived development\n1 ! PC003 the file is not valid JSON\n", NULL},
        {"shop/package.json", "{\"scripts\": {\"build\": \"x\"},\n\"proxy\": \"http://localhost:4100\"}",
         "2 dials localhost:4100 \"proxy\"\n", NULL},
        {"package.json", "{\"scripts\": {\"dev\": \"x --port 4100\"}}", "1 default 4100 self@ derived development\n",
         NULL},
    };
    SOURCE_CHECK(pc_reader_package, samples);
    assert_false(source_takes(&pc_reader_package, "node_modules/a/package.json", samples[0].text));
    assert_false(source_takes(&pc_reader_package, "a/package.json", "{\"version\": \"3000.0.0\"}"));
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_package, "a/package.json",
               "{\"scripts\": {\"dev\": \"cd ../b && PORT=${P:-1} x --port=\\\"2000\\\" -l [:3000, -- -b :4\"}}");
    source_repeat(&pc_reader_package, "a/package.json", "{\"scripts\": {\"dev\": \"", "--port ", 100000);
    source_repeat(&pc_reader_package, "a/package.json", "{\"scripts\": {\"dev\": \"", "${", 300000);
    source_repeat(&pc_reader_package, "a/package.json", "{\"scripts\": ", "[", 300000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands),
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
