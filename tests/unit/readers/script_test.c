/* Scripts and workflows: whom they dial. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_dump.h"

static void test_scripts(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"scripts/health.sh", "check_health \"ledger\" \"http://localhost:4100/up\"\n",
         "1 dials localhost:4100 env derived \"ledger\"\n", NULL},
        {"scripts/health.sh", "curl -fsS localhost:4100/up # http://localhost:1\n",
         "1 dials localhost:4100 env derived\n", NULL},
        {"scripts/deploy.sh", "LEDGER_URL=${LEDGER_URL:-http://ledger:4100}\n", "1 dials ledger:4100 env derived\n",
         NULL},
        {"scripts/up.sh", "echo \"open http://localhost:4100\"\n", "1 ? 4100 shown to people\n", NULL},
        {"shop/run.sh", "PORT=${PORT:-4100}\nexec node a --port \"$PORT\"\n", "1 default 4100 self@shop\n",
         "shop/package.json"},
        {"shop/Makefile", "PORT ?= 4100\nrun:\n\tuvicorn a:b --port 4101\nhealth:\n\tcurl localhost:4100/up\n",
         "1 default 4100 self@shop derived\n5 dials localhost:4100 env derived\n3 default 4101 self@shop derived\n",
         "shop/package.json"},
        {"scripts/up.sh", "(cd shop && npx next dev -p 4100) &\nuvicorn a:b --port 4101\n",
         "1 default 4100 self@shop derived\n", "shop/package.json"},
        {"Makefile", "shop:\n\tcd shop && npx next dev -p 4100\nPORT = 4101\n", "2 default 4100 self@shop derived\n",
         "shop/package.json"},
        {"shop/start.sh", "cd ../api && uvicorn a:b --port 4100\n", "1 default 4100 self@api derived\n",
         "shop/package.json"},
        {"shop/setup.ps1",
         "New-NetFirewallRule -DisplayName \"x\" -LocalPort 4100 -Action Allow\n$env:PORT = \"4101\"\n",
         "1 publishes 4100 self@shop derived\n2 default 4101 self@shop derived\n", "shop/Dockerfile"},
        {".github/workflows/deploy.yml",
         "jobs:\n  a:\n    services:\n      db:\n        ports: ['5432:5432']\n    env:\n      X_URL: "
         "http://localhost:1\n    "
         "steps:\n      - run: curl -f http://localhost:4100/health\n",
         "9 dials localhost:4100 env derived\n5 ? 5432 of a job's own container, gone when the job ends\n", NULL},
        {".github/workflows/ci.yml",
         "jobs:\n  a:\n    container:\n      ports: [8080]\n    services:\n      q:\n        ports:\n          - "
         "6380:6379/tcp\n"
         "          - ${{ env.PORT }}\n",
         "4 ? 8080 of a job's own container, gone when the job ends\n"
         "8 ? 6380 of a job's own container, gone when the job ends\n",
         NULL},
        {"scripts/db.sh", "docker run -d --name db -p 5433:5432 --publish=127.0.0.1:4100:80 -p 80 image\n",
         "1 ? 5433 published by a command, on a machine that nothing names\n"
         "1 ? 4100 published by a command, on a machine that nothing names\n",
         NULL},
        {"shop/open.ps1",
         "netsh advfirewall firewall add rule name=x dir=in action=allow protocol=TCP localport=4100\n",
         "1 publishes 4100 self@shop derived\n", "shop/Dockerfile"},
    };
    SOURCE_CHECK(pc_reader_script, samples);
}

static void test_silent(void **state) {
    (void)state;
    static const struct source_silence samples[] = {
        {"a/x.sh", "# curl http://localhost:3000\nsleep 3000; TIMEOUT=3000; date +%H:%M; v=1.2:3000\n"},
        {"a/x.sh", "docker pull registry:5000/x:1.2; ssh -p 2222 host; docker run -p $PORT:3000 x\n"},
        {"a/x.sh", "cat file.ts:191 12:30:00; scp a host:/3000\n"},
        {"a/x.sh", "curl http://$host:9100/metrics http://${host}:9100 http://%HOST%:80\n"},
        {"a/build.sh", "node a --port 3000\n"},
        {".github/workflows/ci.yml",
         "services:\n  redis:\n    ports:\n      - 6379:6379\nenv:\n  A: redis://localhost:6379\n"},
    };
    SOURCE_SILENT(pc_reader_script, samples);
    assert_false(source_takes(&pc_reader_script, "tests/x.sh", "curl localhost:1"));
    assert_false(source_takes(&pc_reader_script, "a/x.txt", "curl localhost:1"));
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_script, "a/run.sh",
               "check 'a' \"http://b:1\" ${PORT:-2} ${A_PORT:-3} curl [::1]:4 # x\nx --port 5\n'\"'");
    source_cut(&pc_reader_script, "a/run.ps1", "-LocalPort 1 $env:PORT='2'\n");
    source_repeat(&pc_reader_script, "a/run.sh", "", "\"http://a:80\" ", 50000);
    source_repeat(&pc_reader_script, "a/run.sh", "", "curl http://localhost:80\n", 50000);
    source_repeat(&pc_reader_script, "a/run.sh", "", "${PORT:-", 50000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_silent),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
