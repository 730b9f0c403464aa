/* Addresses in place: what is host, what is port, and what is nothing of the kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "endpoint.h"

/* "scheme|host|port|path|marks": s, h, p filled in later, 6 in brackets; the port as read, or why not. "-" for no
 * endpoint. */
static const char *dump(const char *text) {
    static char out[512];
    static const char *const results[] = {"ok", "none", "zero", "large", "odd", "reversed"};
    struct pc_endpoint end;
    if (!pc_endpoint_parse(pc_str_c(text), &end)) {
        return "-";
    }
    snprintf(out, sizeof out, "%.*s|%.*s|%.*s|%.*s|%s%s%s%s%s", PC_ARG(end.scheme), PC_ARG(end.host), PC_ARG(end.port),
             PC_ARG(end.path), end.open_scheme ? "s" : "", end.open_host ? "h" : "", end.open_port ? "p" : "",
             end.v6 ? "6" : "", results[end.result]);
    return out;
}

static void parts_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *text, *parts;
    } samples[] = {
        {"http://web:8080/path?q=1:2", "http|web|8080|/path?q=1:2|ok"},
        {"web:8080", "|web|8080||ok"},
        {" web:8080 ", "|web|8080||ok"},
        {":8080", "||8080||ok"},
        {"web", "|web|||none"},
        {"https://example.org", "https|example.org|||none"},
        {"redis://:hunter2@cache:6379/0", "redis|cache|6379|/0|ok"},
        {"postgres://me:a%40b:c@db:5432", "postgres|db|5432||ok"},
        {"amqp://a:b@c@queue:5672", "amqp|queue|5672||ok"},
        {"[::1]:9000", "|::1|9000||6ok"},
        {"http://[fe80::1%25eth0]:80/", "http|fe80::1%25eth0|80|/|6ok"},
        {"[::]:443", "|::|443||6ok"},
        {"*:80", "|*|80||ok"},
        {"*.example.org:8443", "|*.example.org|8443||ok"},
        {"10.0.0.7:9100", "|10.0.0.7|9100||ok"},
        {"h\xC3\xB6st:9100", "|h\xC3\xB6st|9100||ok"},
        {"web:8000-8003", "|web|8000-8003||ok"},
        {"h2c://web:8080", "h2c|web|8080||ok"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        assert_string_equal(dump(samples[i].text), samples[i].parts);
    }
}

static void odd_ports_are_seen(void **state) {
    (void)state;
    static const struct {
        const char *text, *parts;
    } samples[] = {
        {"web:0", "|web|0||zero"},
        {"web:65536", "|web|65536||large"},
        {"web:99999999999999999999", "|web|99999999999999999999||large"},
        {"web:08080", "|web|08080||odd"},
        {"web:+80", "|web|+80||odd"},
        {"web:80a", "|web|80a||odd"},
        {"web:8003-8000", "|web|8003-8000||reversed"},
        {"web:8000-80x", "|web|8000-80x||odd"},
        {"web:abc", "|web|abc||none"},
        {"web:", "|web|||none"},
        {"unix:/run/x.sock", "|unix||/run/x.sock|none"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        assert_string_equal(dump(samples[i].text), samples[i].parts);
    }
}

static void what_is_filled_in_later_is_open(void **state) {
    (void)state;
    static const struct {
        const char *text, *parts;
    } samples[] = {
        {"http://{{ .Host }}:8080", "http|{{ .Host }}|8080||hok"},
        {"http://web:{{port}}/x", "http|web|{{port}}|/x|pnone"},
        {"web:${WEB_PORT:-8080}", "|web|${WEB_PORT:-8080}||pnone"},
        {"${HOST:-a:b}:80", "|${HOST:-a:b}|80||hok"},
        {"%{HOST}:80", "|%{HOST}|80||hok"},
        {"<%= host %>:80", "|<%= host %>|80||hok"},
        {"$proto://$app:$port", "$proto|$app|$port||shpnone"},
        {"{$HOST}:80", "|{$HOST}|80||hok"},
        {"a b:80", "-"},
        {"we!b:80", "|we!b|80||hok"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        assert_string_equal(dump(samples[i].text), samples[i].parts);
    }
}

static void other_things_are_no_endpoints(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",        " ",   "unix:///run/x.sock", "/path",       "::1:9090", "a:b:c", "://x:80", "[::1", "[::1]80",
        "http://", "a b", "x:80,y:81",          "ht!tp://x:80"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_string_equal(dump(texts[i]), "-");
    }
}

static void ipv4_is_four_numbers(void **state) {
    (void)state;
    assert_true(pc_is_ipv4(PC_STR("192.168.0.1")));
    static const char *const others[] = {"",           "1.2.3",   "1.2.3.4.5", "1.2.3.256",
                                         "1.2.3.0004", "a.b.c.d", "1..2.3",    "1.2.3."};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(pc_is_ipv4(pc_str_c(others[i])));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_told_apart),
        cmocka_unit_test(odd_ports_are_seen),
        cmocka_unit_test(what_is_filled_in_later_is_open),
        cmocka_unit_test(other_things_are_no_endpoints),
        cmocka_unit_test(ipv4_is_four_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
