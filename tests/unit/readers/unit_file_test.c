/* Units that start services on a machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_dump.h"

#define PLIST "<?xml version=\"1.0\"?>\n<plist><dict>\n<key>Label</key><string>com.acme.ledger</string>\n"

static void test_units(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"infra/ledger.service", "[Service]\nEnvironment=PORT=4100\nExecStart=/opt/ledger --metrics-port 4101\n",
         "2 publishes ledger:4100\n3 publishes ledger:4101 \"metrics-port\"\n", NULL},
        {"infra/ledger.service", "[Service]\nEnvironment=HTTP_PORT=4100 \"METRICS_PORT=9100\"\n",
         "2 publishes ledger:4100\n2 publishes ledger:9100 \"METRICS_PORT\"\n", NULL},
        {"infra/ledger@.service", "[Service]\nEnvironment=\"A=b\" \"PORT=4100\"\n", "2 publishes ledger:4100\n", NULL},
        {"infra/ledger.service", "[Service]\nExecStart=/usr/bin/python -m uvicorn a:b --port 4100\n",
         "2 publishes ledger:4100\n", NULL},
        {"infra/ledger.socket", "[Socket]\nListenStream=127.0.0.1:4100\n", "2 publishes ledger:4100\n", NULL},
        {"infra/ledger.socket", "[Socket]\nListenStream=4100\nListenStream=/run/x.sock\n", "2 publishes ledger:4100\n",
         NULL},
        {"mac/com.acme.ledger.plist",
         PLIST "<key>EnvironmentVariables</key><dict><key>PORT</key>\n<string>4100</string></dict></dict></plist>",
         "5 publishes ledger:4100\n", NULL},
        {"mac/com.acme.ledger.plist",
         PLIST "<key>ProgramArguments</key>\n<array>\n<string>/opt/serve</string>\n<string>--port</string>\n"
               "<string>4100</string>\n</array></dict></plist>",
         "8 publishes ledger:4100\n", NULL},
        {"shop/Procfile", "web: gunicorn --bind :4100 a\nmetrics: x --port 4101\nworker: y\n# web: z --port 1\n",
         "1 default 4100 self@shop derived\n2 default 4101 self@shop derived \"metrics\"\n", NULL},
        {"Procfile.dev", "api: cd api && node a --port 4100\n", "1 default 4100 self@api derived development \"api\"\n",
         NULL},
    };
    SOURCE_CHECK(pc_reader_unit, samples);
}

static void test_quadlets(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"pods/ledger.container", "[Container]\nImage=acme/ledger:2\nPublishPort=8082:80\n",
         "3 listens ledger:80 target\n3 publishes ledger:8082\n", NULL},
        {"pods/ledger.container",
         "[Container]\nContainerName=books\nPublishPort=127.0.0.1:8082:80/udp\nPublishPort=81\n",
         "3 listens books:80 udp target\n3 publishes books:8082 udp loopback\n4 listens books:81 target\n", NULL},
        {"pods/ledger.container", "[Container]\nPublishPort=7000-7001:7000-7001\n",
         "2 listens ledger:7000-7001 target\n2 publishes ledger:7000-7001\n", NULL},
        {"pods/ledger.container",
         "[Container]\nNetwork=host\nPublishPort=8082:80\nEnvironment=PORT=4100\nExec=serve --port 4101\n",
         "4 listens ledger:4100 main\n5 listens ledger:4101 flag\n", NULL},
    };
    static const struct source_silence silence[] = {
        {"pods/a.container", "[Container]\n#PublishPort=80:80\nPublishPort=%i:%i\nEnvironment=DB_PORT=5432\n"},
        {"pods/a.container", "[Container]\nPublishPort=${PORT}:80\nPublishPort=80:80/carrier\nPublishPort=\n"},
    };
    SOURCE_CHECK(pc_reader_quadlet, samples);
    SOURCE_SILENT(pc_reader_quadlet, silence);
    assert_false(source_takes(&pc_reader_quadlet, "pods/a.container", "shipping list"));
    source_cut(&pc_reader_quadlet, "a.container",
               "[Container]\nContainerName=a\nPublishPort=[::1]:1-2:3-4/tcp\nExec=a --port=2\nNetwork=host\n");
}

static void test_silent(void **state) {
    (void)state;
    static const struct source_silence samples[] = {
        {"a/x.service",
         "[Service]\n#Environment=PORT=3000\n;ExecStart=x --port 3000\nTimeoutSec=3000\nExecStart=/bin/x -p 4\n"},
        {"a/x.service", "[Service]\nEnvironment=REPORT=3000 REDIS_PORT=6379 SUPPORT=1\nExecStop=x --port 3000\n"},
        {"a/x.plist",
         PLIST "<!-- <key>PORT</key><string>3000</string> --><key>Nice</key><integer>3000</integer></dict></plist>"},
        {"a/Procfile", "web: gunicorn --bind :$PORT\nrelease: migrate\n"},
    };
    SOURCE_SILENT(pc_reader_unit, samples);
    assert_false(source_takes(&pc_reader_unit, "a/Info.plist", "<plist><key>CFBundle</key></plist>"));
    assert_false(source_takes(&pc_reader_unit, "a/user.service", "no unit"));
    assert_false(source_takes(&pc_reader_unit, "tests/a.service", "[Service]"));
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_unit, "a/x.service",
               "[Service]\nEnvironment=\"PORT=1\"\nExecStart=a --port=2 \\\n -b :3\nListenStream=[::]:4\n=\n");
    source_cut(&pc_reader_unit, "a/x.plist",
               PLIST "<key>PORT</key><integer>1</integer><key>ProgramArguments</key><array><string>--port</"
                     "string><string>2</string></array>");
    source_repeat(&pc_reader_unit, "a/x.plist", "", "<key>ProgramArguments</key>", 50000);
    source_repeat(&pc_reader_unit, "a/x.plist", "", "<!--", 200000);
    source_repeat(&pc_reader_unit, "a/x.service", "Environment=", "PORT=", 100000);
    source_repeat(&pc_reader_unit, "a/Procfile", "", "a: --port 1000\n", 50000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_quadlets),
        cmocka_unit_test(test_silent),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
