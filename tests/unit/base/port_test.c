#include <string.h>

#include "base_test.h"
#include "port.h"

static void reads_one_port_strictly(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum pc_port_result result;
        uint16_t port;
    } cases[] = {
        {"1", PC_PORT_OK, 1},
        {"8080", PC_PORT_OK, 8080},
        {"65535", PC_PORT_OK, 65535},
        {"0", PC_PORT_ZERO, 0},
        {"65536", PC_PORT_LARGE, 0},
        {"68541", PC_PORT_LARGE, 0},
        {"99999999999", PC_PORT_LARGE, 0},
        {"4294970301", PC_PORT_LARGE, 0},           /* 2^32 + 3005 */
        {"18446744073709554621", PC_PORT_LARGE, 0}, /* 2^64 + 3005 */
        {"08080", PC_PORT_ODD, 0},
        {"00", PC_PORT_ODD, 0},
        {"-1", PC_PORT_ODD, 0},
        {"+3005", PC_PORT_ODD, 0},
        {"\xE2\x88\x92"
         "3005",
         PC_PORT_ODD, 0}, /* minus sign */
        {"3e3", PC_PORT_ODD, 0},
        {"0x1F90", PC_PORT_ODD, 0},
        {"3005.0", PC_PORT_ODD, 0},
        {".5", PC_PORT_ODD, 0},
        {"3,005", PC_PORT_ODD, 0},
        {"3 005", PC_PORT_ODD, 0},
        {"3005 ", PC_PORT_ODD, 0},
        {"30\xE2\x80\x8B"
         "05",
         PC_PORT_ODD, 0}, /* zero-width space inside */
        {"\xE2\x80\x8B"
         "3005",
         PC_PORT_ODD, 0},                                                     /* ... and in front */
        {"\xEF\xBC\x93\xEF\xBC\x90\xEF\xBC\x90\xEF\xBC\x95", PC_PORT_ODD, 0}, /* full-width digits */
        {"3005\xC2\xB2", PC_PORT_ODD, 0},
        {"", PC_PORT_NONE, 0},
        {"-", PC_PORT_NONE, 0},
        {"tbd", PC_PORT_NONE, 0},
        {"port 3005", PC_PORT_NONE, 0},
        {"\xFF", PC_PORT_NONE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint16_t port = 0;
        if (pc_port_parse(pc_str_c(cases[i].text), &port) != cases[i].result || port != cases[i].port)
            fail_msg("%s: port %u", cases[i].text, port);
    }
}

static void scans_the_digits_at_the_start(void **state) {
    (void)state;
    uint16_t port = 0;
    size_t used = 9;
    assert_int_equal(pc_port_scan(pc_str_c("3005/tcp"), &port, &used), PC_PORT_OK);
    assert_int_equal(port, 3005);
    assert_int_equal(used, 4);
    assert_int_equal(pc_port_scan(pc_str_c("x"), &port, &used), PC_PORT_NONE);
    assert_int_equal(used, 0);
    assert_int_equal(pc_port_scan(pc_str_c("99999999999x"), &port, &used), PC_PORT_LARGE);
    assert_int_equal(used, 11);
    assert_int_equal(pc_port_scan(pc_str_c("007"), &port, &used), PC_PORT_ODD);
    assert_int_equal(used, 3);
}

static void reads_ranges(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum pc_port_result result;
        uint16_t lo, hi;
    } cases[] = {
        {"3000", PC_PORT_OK, 3000, 3000},
        {"3000-3009", PC_PORT_OK, 3000, 3009},
        {"3000 - 3009", PC_PORT_OK, 3000, 3009},
        {"3000\xE2\x80\x93"
         "3009",
         PC_PORT_OK, 3000, 3009},                           /* en dash */
        {"3000 \xE2\x80\x94 3009", PC_PORT_OK, 3000, 3009}, /* em dash */
        {"3000\xE2\x88\x92"
         "3009",
         PC_PORT_OK, 3000, 3009}, /* minus sign */
        {"3000 to 3009", PC_PORT_OK, 3000, 3009},
        {"3000..3009", PC_PORT_OK, 3000, 3009},
        {"5-5", PC_PORT_OK, 5, 5},
        {"1-65535", PC_PORT_OK, 1, 65535},
        {"3009-3000", PC_PORT_REVERSED, 0, 0},
        {"0-10", PC_PORT_ZERO, 0, 0},
        {"10-0", PC_PORT_ZERO, 0, 0},
        {"60000-70000", PC_PORT_LARGE, 0, 0},
        {"3000-03009", PC_PORT_ODD, 0, 0},
        {"3000--3009", PC_PORT_ODD, 0, 0},
        {"3000-3009-3010", PC_PORT_ODD, 0, 0},
        {"3000-", PC_PORT_ODD, 0, 0},
        {"3000-web", PC_PORT_ODD, 0, 0},
        {"3000+", PC_PORT_ODD, 0, 0},
        {"3000 3009", PC_PORT_ODD, 0, 0},
        {"3000, 3009", PC_PORT_ODD, 0, 0},
        {"30xx", PC_PORT_ODD, 0, 0},
        {"-3009", PC_PORT_ODD, 0, 0},
        {"", PC_PORT_NONE, 0, 0},
        {"\xE2\x80\x94", PC_PORT_NONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_ports ports = {0, 0};
        enum pc_port_result result = pc_ports_parse(pc_str_c(cases[i].text), &ports);
        if (result != cases[i].result || ports.lo != cases[i].lo || ports.hi != cases[i].hi)
            fail_msg("%s: result %d, %u-%u", cases[i].text, (int)result, ports.lo, ports.hi);
    }
}

static void compares_intervals(void **state) {
    (void)state;
    struct pc_ports a = {10, 20};
    assert_true(pc_ports_overlap(a, (struct pc_ports){20, 30}) && pc_ports_overlap((struct pc_ports){1, 10}, a));
    assert_false(pc_ports_overlap(a, (struct pc_ports){21, 30}));
    assert_false(pc_ports_overlap((struct pc_ports){1, 9}, a));
    assert_true(pc_ports_contain(a, a) && pc_ports_contain(a, (struct pc_ports){11, 19}));
    assert_false(pc_ports_contain(a, (struct pc_ports){9, 12}));
    assert_false(pc_ports_contain(a, (struct pc_ports){19, 21}));
    assert_true(pc_ports_eq(a, (struct pc_ports){10, 20}));
    assert_int_equal(pc_ports_cmp(a, (struct pc_ports){10, 21}), -1);
    assert_int_equal(pc_ports_cmp(a, (struct pc_ports){9, 21}), 1);
    assert_int_equal(pc_ports_cmp(a, a), 0);
}

static void knows_protocols(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool known;
        enum pc_protocol first, second;
    } cases[] = {
        {"tcp", true, PC_PROTO_TCP, PC_PROTO_ANY},
        {" UDP ", true, PC_PROTO_UDP, PC_PROTO_ANY},
        {"gRPC", true, PC_PROTO_TCP, PC_PROTO_ANY},
        {"HTTP/2", true, PC_PROTO_TCP, PC_PROTO_ANY},
        {"HTTP/3", true, PC_PROTO_UDP, PC_PROTO_ANY},
        {"HTTP/WS", true, PC_PROTO_TCP, PC_PROTO_ANY},
        {"TCP/UDP", true, PC_PROTO_TCP, PC_PROTO_UDP},
        {"udp + tcp", true, PC_PROTO_UDP, PC_PROTO_TCP},
        {"tcp and udp", true, PC_PROTO_TCP, PC_PROTO_UDP},
        {"tcp, udp, sctp", true, PC_PROTO_ANY, PC_PROTO_ANY},
        {"tcp/carrier pigeon", false, PC_PROTO_ANY, PC_PROTO_ANY},
        {"", false, PC_PROTO_ANY, PC_PROTO_ANY},
        {"/", false, PC_PROTO_ANY, PC_PROTO_ANY},
        {"internal", false, PC_PROTO_ANY, PC_PROTO_ANY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum pc_protocol first = PC_PROTO_ANY;
        enum pc_protocol second = PC_PROTO_SCTP;
        assert_int_equal(pc_protocol_parse(pc_str_c(cases[i].text), &first, &second), cases[i].known);
        assert_int_equal(first, cases[i].first);
        assert_int_equal(second, cases[i].second);
    }
    assert_true(pc_protocols_overlap(PC_PROTO_ANY, PC_PROTO_UDP) && pc_protocols_overlap(PC_PROTO_TCP, PC_PROTO_TCP));
    assert_false(pc_protocols_overlap(PC_PROTO_TCP, PC_PROTO_UDP));
    assert_string_equal(pc_protocol_name(PC_PROTO_SCTP), "sctp");
    assert_string_equal(pc_protocol_name(PC_PROTO_ANY), "any");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_one_port_strictly),
        TEST(scans_the_digits_at_the_start),
        TEST(reads_ranges),
        TEST(compares_intervals),
        TEST(knows_protocols),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
