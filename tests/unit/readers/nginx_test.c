/* nginx: listen in all its forms, targets written plainly, in upstreams and in variables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "route_dump.h"

static void servers_listen(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"nginx.conf",
         "# listen 9999;\n"
         "worker_processes 4100;\n"
         "http {\n"
         "  server {\n"
         "    listen 80 default_server;\n"
         "    listen [::]:80;\n"
         "    server_name shop.example.org www.example.org;\n"
         "    listen 443 quic reuseport;\n"
         "    listen *:8080 ssl; # 8081\n"
         "    listen 127.0.0.1:8082;\n"
         "    listen localhost:8083;\n"
         "    listen 10.0.0.1;\n"
         "    listen unix:/run/nginx.sock;\n"
         "    return 301 https://$host:8443$request_uri;\n"
         "    add_header Access-Control-Allow-Origin \"http://localhost:3000\";\n"
         "  }\n"
         "}\n"
         "stream { server { listen 5300 udp; listen 6000-6010; proxy_pass db:5432; } }\n",
         "5 listens 80 expose\n"
         "6 listens :::80 expose\n"
         "8 listens 443 udp expose \"shop.example.org\"\n"
         "9 listens 8080 expose \"shop.example.org\"\n"
         "10 listens 127.0.0.1:8082 expose loopback \"shop.example.org\"\n"
         "11 listens localhost:8083 expose loopback \"shop.example.org\"\n"
         "18 listens 5300 udp expose\n"
         "18 listens 6000-6010 expose\n"
         "18 dials db:5432 any route\n"},
        {"nginx/templates/default.conf.template",
         "server {\n  listen ${PORT};\n  listen 127.0.0.1:{{ inner }};\n  listen 0;\n  listen 080;\n  listen "
         "70000;\n}\n",
         "2 ! PC006 the port is filled in later, from a variable or template\n"
         "3 ! PC006 the port is filled in later, from a variable or template\n"
         "5 ! PC106 the port is not a plain decimal number\n"
         "6 ! PC106 the port is too large: ports end at 65535\n"},
    };
    ROUTE_CHECK(pc_reader_nginx, samples);
}

static void targets_are_dialled(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"sites-enabled/shop",
         "upstream shop {\n"
         "  least_conn;\n"
         "  server shop-a:4100 weight=5 max_fails=3;\n"
         "  server 10.0.0.7:4101 backup;\n"
         "  server shop-c:4102 down;\n"
         "  server unix:/run/shop.sock;\n"
         "  server shop-d;\n"
         "}\n"
         "server {\n"
         "  listen 80;\n"
         "  server_name shop.example.org;\n"
         "  location / { proxy_pass http://shop; }\n"
         "  location /api { proxy_pass http://api:4200/v1/; proxy_set_header Host $host:9999; }\n"
         "  location ~ \\.php$ { fastcgi_pass php:9000; fastcgi_param SERVER_PORT 9998; }\n"
         "  location /grpc { grpc_pass grpc://rpc:50051; }\n"
         "  location /py { uwsgi_pass py:3031; include uwsgi_params; }\n"
         "  location /far { proxy_pass https://example.org; }\n"
         "  location ~ \"^/x{2}$\" { proxy_pass \"http://[::1]:4300\"; }\n"
         "}\n",
         "3 dials shop-a:4100 any route \"shop\"\n"
         "4 dials 10.0.0.7:4101 any route \"shop\"\n"
         "10 listens 80 expose\n"
         "13 dials api:4200 route \"shop.example.org\"\n"
         "14 dials php:9000 any route \"shop.example.org\"\n"
         "15 dials rpc:50051 route \"shop.example.org\"\n"
         "16 dials py:3031 any route \"shop.example.org\"\n"
         "18 dials ::1:4300 route \"shop.example.org\"\n"
         "5 ? 4102 a server that is marked as down\n"},
        {"conf.d/lua.conf",
         "server {\n  content_by_lua_block {\n    -- } listen 9999;\n    local t = { a = \"}\", b = '{' }\n    "
         "ngx.say('proxy_pass http://x:9998;')\n  }\n"
         "  location / { proxy_pass http://web:4100; }\n}\n",
         "7 dials web:4100 route\n"},
        {"snippets/shop.conf", "location / {\n  proxy_pass http://shop:4100;\n}\n", "2 dials shop:4100 route\n"},
    };
    ROUTE_CHECK(pc_reader_nginx, samples);
}

static void variables_are_followed(void **state) {
    (void)state;
    static const struct route_sample samples[] = {
        {"conf.d/a.conf",
         "server {\n  set $up http://web:4100;\n  location / { proxy_pass $up; }\n  location /b { proxy_pass "
         "$up$request_uri; }\n}\n",
         "2 dials web:4100 route\n"},
        {"conf.d/b.conf", "server {\n  set $up web:4100;\n  location / { proxy_pass http://$up/x; }\n}\n",
         "2 dials web:4100 any route\n"},
        {"conf.d/c.conf",
         "server {\n  set $app web;\n  set $port 4100;\n  set $proto http;\n  location / { proxy_pass "
         "$proto://$app:$port; }\n}\n",
         "3 dials web:4100 route\n"},
        {"conf.d/d.conf", "server {\n  set $app web;\n  location / { proxy_pass http://$app:4100$request_uri; }\n}\n",
         "3 dials web:4100 route\n"},
        {"conf.d/e.conf",
         "server { set $u http://a:1; location / { proxy_pass $u; } }\nserver { set $u http://b:2; location / { "
         "proxy_pass $u; } }\n",
         "1 dials a:1 route\n2 dials b:2 route\n"},
        {"conf.d/f.conf",
         "map $host $to {\n  default http://a:4100;\n  b.example.org http://b:4101;\n  hostnames;\n}\nserver {\n  "
         "location / { proxy_pass $to; }\n}\n",
         "3 dials b:4101 route\n2 dials a:4100 route\n"},
        /* Unknown until nginx runs, or never a target. */
        {"conf.d/g.conf",
         "server {\n  set $origin http://localhost:3000;\n  proxy_pass http://$backend;\n  proxy_pass "
         "http://$host:$server_port;\n  proxy_pass http://$name:4100;\n}\n",
         "5 ? 4100 the host is filled in later\n"},
        {"nginx.conf.template",
         "server {\n  proxy_pass http://${API_HOST}:4100;\n  proxy_pass http://api:${API_PORT};\n}\n",
         "2 ? 4100 the host is filled in later\n3 ! PC006 the port is filled in later, from a variable or template\n"},
    };
    ROUTE_CHECK(pc_reader_nginx, samples);
}

static void other_files_are_left_alone(void **state) {
    (void)state;
    assert_false(route_takes(&pc_reader_nginx, "nginx/php-fpm.conf", "[www]\nlisten = 127.0.0.1:9000\n"));
    assert_false(route_takes(&pc_reader_nginx, "sites-available/a.conf",
                             "<VirtualHost *:80>\nProxyPass / http://a:1/\n</VirtualHost>\n"));
    assert_false(route_takes(&pc_reader_nginx, "redis.conf", "port 6379\n# server { listen\n"));
    assert_false(route_takes(&pc_reader_nginx, "app.ts", "server {\nlisten 80;\n}"));
}

static void hostile_files_are_read(void **state) {
    (void)state;
    route_cut(&pc_reader_nginx, "nginx.conf",
              "upstream a { server \"b:80\" ; }\nserver{listen 80;set $u 'http://c:81';location /{proxy_pass "
              "$u;}\nx_by_lua_block{--}\n\"}\"}\nlisten {{ a }};}");
    route_repeat(&pc_reader_nginx, "nginx.conf", "", "server { listen 80; set $a http://a:80; proxy_pass $a; }\n",
                 40000);
    route_repeat(&pc_reader_nginx, "nginx.conf", "", "map $x $a { a http://a:1; b http://a:2; } proxy_pass $a;\n",
                 30000);
    route_repeat(&pc_reader_nginx, "nginx.conf", "", "{{", 1000000);
    route_repeat(&pc_reader_nginx, "nginx.conf", "", "server {", 300000);
    route_repeat(&pc_reader_nginx, "nginx.conf", "", "}", 1000000);
    route_repeat(&pc_reader_nginx, "nginx.conf", "listen ", "$", 1000000);
    route_repeat(&pc_reader_nginx, "nginx.conf", "proxy_pass http://", "${", 500000);
    route_repeat(&pc_reader_nginx, "nginx.conf", "", "server_\n", 400000);
}

static void sniffing_is_linear(void **state) {
    (void)state;
    static char text[1 << 20];
    for (size_t i = 0; i + 8 < sizeof text; i += 7) {
        memcpy(text + i, "server ", 7);
    }
    assert_false(route_takes(&pc_reader_nginx, "x.conf", text));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(servers_listen),         cmocka_unit_test(targets_are_dialled),
        cmocka_unit_test(variables_are_followed), cmocka_unit_test(other_files_are_left_alone),
        cmocka_unit_test(hostile_files_are_read), cmocka_unit_test(sniffing_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
