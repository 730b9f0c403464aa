/* HAProxy and Apache, which are read line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "route_dump.h"

static void haproxy_binds_and_dials(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"haproxy.cfg",
         "global\n    stats socket ipv4@127.0.0.1:9999 level admin\n    log 127.0.0.1:514 local0\n"
         "resolvers docker\n    nameserver dns 127.0.0.11:53\n"
         "frontend web # bind *:9998\n"
         "    bind *:80\n"
         "    bind :443,:::8443 ssl crt /x.pem\n"
         "    bind 127.0.0.1:8404\n"
         "    bind quic4@:443\n"
         "    bind unix@/run/x.sock\n"
         "    bind \"${PORT}\"\n"
         "    bind *:8000-8010\n"
         "    redirect location https://example.org:9997\n"
         "    default_backend shop\n"
         "backend shop\n"
         "    server a shop-a:4100 check port 9996\n"
         "    server b 10.0.0.7:4101 backup\n"
         "    server c shop-c:4102 disabled\n"
         "    server d shop-d\n"
         "    server e shop-e:0\n    server h shop-h:+100\n"
         "    server f \"${HOST}:4103\"\n"
         "    server-template web 5 tasks.web:4104 resolvers docker\n"
         "listen stats 0.0.0.0:1936\n"
         "    server g ipv4@shop-g:4105\n",
         "7 listens 80 expose \"web\"\n"
         "8 listens 443 expose \"web\"\n"
         "8 listens 8443 expose \"web\"\n"
         "9 listens 127.0.0.1:8404 expose loopback \"web\"\n"
         "10 listens 443 udp expose \"web\"\n"
         "13 listens 8000-8010 expose \"web\"\n"
         "17 dials shop-a:4100 route \"shop\"\n"
         "18 dials 10.0.0.7:4101 route \"shop\"\n"
         "24 dials tasks.web:4104 route \"shop\"\n"
         "25 listens 0.0.0.0:1936 expose \"stats\"\n"
         "26 dials shop-g:4105 route \"stats\"\n"
         "19 ? 4102 a server that is disabled\n"
         "23 ? 4103 the host is filled in later\n"
         "12 ! PC006 the port is filled in later, from a variable or template\n"},
        {"haproxy/prod.cfg.j2", "frontend a\n  bind *:{{ port }}\nbackend b\n  server c d:70000\n",
         "2 ! PC006 the port is filled in later, from a variable or template\n4 ! PC106 the port is too large: ports "
         "end at 65535\n"},
    };
    ROUTE_CHECK(pc_reader_haproxy, samples);
    assert_false(route_takes(&pc_reader_haproxy, "setup.cfg", "[metadata]\nbackend x\n"));
}

static void apache_listens_and_dials(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"httpd.conf",
         "# Listen 9999\nListen 8080\nListen 127.0.0.1:8081\nListen [::]:8443 https\n"
         "<VirtualHost *:8080>\n"
         "  ServerName shop.example.org:9998\n"
         "  ProxyPass /api http://api:4100/ retry=0\n"
         "  ProxyPassReverse /api http://api:4100/\n"
         "  ProxyPass /images !\n"
         "  <Location /ws>\n    ProxyPass \"ws://ws:4200/\"\n  </Location>\n"
         "  RewriteRule ^/old/(.*) http://old:4300/$1 [P,L]\n"
         "  RewriteRule ^/new/(.*) http://new:9997/$1 [R=301]\n"
         "  <Proxy balancer://pool>\n    BalancerMember http://a:4400\n  </Proxy>\n"
         "  SetHandler \"proxy:fcgi://php:9000\"\n"
         "  SetHandler \"proxy:unix:/run/php.sock|fcgi://localhost:9996\"\n"
         "  ProxyPass / balancer://pool/\n"
         "  ProxyPass /t http://${HOST}:4500/\n"
         "</VirtualHost>\n",
         "2 listens 8080 expose\n"
         "3 listens 127.0.0.1:8081 expose loopback\n"
         "4 listens :::8443 expose\n"
         "7 dials api:4100 route\n"
         "11 dials ws:4200 route\n"
         "13 dials old:4300 route\n"
         "16 dials a:4400 route\n"
         "18 dials php:9000 route\n"
         "21 ? 4500 the host is filled in later\n"},
        {"sites-available/shop.conf", "<VirtualHost *:80>\r\n  ProxyPass / http://shop:4100/\r\n</VirtualHost>\r\n",
         "2 dials shop:4100 route\n"},
    };
    ROUTE_CHECK(pc_reader_apache, samples);
    assert_false(route_takes(&pc_reader_apache, "app.conf", "Listen 80\n"));
}

static void hostile_files_are_read(void **state) {
    (void)state;
    route_cut(&pc_reader_haproxy, "haproxy.cfg",
              "frontend a\n bind \":80\",*:81 # x\nbackend b\n server \\\n c d:1 \\\"\n server-template e 1 'f:2'\n");
    route_cut(&pc_reader_apache, "httpd.conf",
              "Listen 80\nProxyPass / \"http://a:1/\"\nRewriteRule a http://b:2 [P]\nSetHandler proxy:fcgi://c:3\n");
    route_repeat(&pc_reader_haproxy, "haproxy.cfg", "backend a\n", " server b c:4100\n", 100000);
    route_repeat(&pc_reader_haproxy, "haproxy.cfg", "frontend a\n bind ", ":80,", 300000);
    route_repeat(&pc_reader_haproxy, "haproxy.cfg", "frontend a\n", "\"", 1000000);
    route_repeat(&pc_reader_haproxy, "haproxy.cfg", "frontend a\n", "\\\n", 500000);
    route_repeat(&pc_reader_apache, "httpd.conf", "", "RewriteRule a http://b:2 [P]\n", 60000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(haproxy_binds_and_dials),
        cmocka_unit_test(apache_listens_and_dials),
        cmocka_unit_test(hostile_files_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
