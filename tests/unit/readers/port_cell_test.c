/* Port cells: every form, what each says, and that nothing of a cell goes under in silence. */
#include "reader_harness.h"

#include <string.h>

#include "buf.h"
#include "port_cell.h"

/* "3000-3009 tcp internal; 80 (web)" and what is wrong: "!text", "?text" unresolved, "~text" unreadable. */
static const char *dump(struct pc_arena *arena, const char *text) {
    struct pc_md_cell cell = {.text = pc_str_c(text)};
    struct pc_flat flat = pc_flat_of_cell(arena, cell, 0);
    struct pc_port_cell parsed = pc_port_cell_parse(arena, flat);
    struct pc_buf out;
    pc_buf_init(&out, arena);
    pc_buf_adds(&out, "");
    for (size_t i = 0; i < parsed.count; i++) {
        const struct pc_cell_port *p = &parsed.ports[i];
        struct pc_str spelled = pc_str_sub(flat.text, p->from, p->to - p->from);
        pc_buf_addf(&out, "%s%.*s", i > 0 ? "; " : "", PC_ARG(spelled));
        if (p->open) {
            pc_buf_addf(&out, " =%u-%u", p->ports.lo, p->ports.hi);
        }
        if (p->has_target) {
            pc_buf_addf(&out, " >%u", p->target.lo);
        }
        if (p->address_to > p->address_from) {
            pc_buf_addf(&out, " on %.*s",
                        PC_ARG(pc_str_sub(flat.text, p->address_from, p->address_to - p->address_from)));
        }
        if (p->protocol != PC_PROTO_ANY) {
            pc_buf_addf(&out, " %s", pc_protocol_name(p->protocol));
        }
        if (p->second != PC_PROTO_ANY) {
            pc_buf_addf(&out, "+%s", pc_protocol_name(p->second));
        }
        if (p->word_to > p->word_from) {
            pc_buf_addf(&out, " (%.*s)", PC_ARG(pc_str_sub(flat.text, p->word_from, p->word_to - p->word_from)));
        }
        if (p->environment != PC_ENV_UNKNOWN) {
            pc_buf_addf(&out, " %s", pc_environment_name(p->environment));
        }
        pc_buf_adds(&out, p->derived ? " derived" : "");
        pc_buf_adds(&out, p->internal ? " internal" : "");
        pc_buf_adds(&out, p->external ? " external" : "");
        pc_buf_adds(&out, p->reserved ? " reserved" : "");
        pc_buf_adds(&out, p->dead ? " dead" : "");
        pc_buf_adds(&out, p->future ? " future" : "");
    }
    pc_buf_adds(&out, parsed.empty ? "-" : "");
    pc_buf_adds(&out, parsed.reserved ? "reserved" : "");
    if (parsed.fault != PC_CELL_FINE) {
        struct pc_str bad = pc_str_sub(flat.text, parsed.fault_from, parsed.fault_to - parsed.fault_from);
        char mark = parsed.fault == PC_CELL_INVALID ? '!' : parsed.fault == PC_CELL_UNRESOLVED ? '?' : '~';
        pc_buf_addf(&out, "%s%c%.*s", parsed.count > 0 ? "; " : "", mark, PC_ARG(bad));
    }
    return pc_str_cstr(arena, pc_buf_str(&out));
}

static void test_cells(void **state) {
    static const struct {
        const char *text;
        const char *read;
    } cases[] = {
        {"3001", "3001"},
        {"**3001**", "3001"},
        {"`3001`", "3001"},
        {" 65535 ", "65535"},
        {"3006-3009", "3006-3009"},
        {"3006 \xE2\x80\x93 3009", "3006 - 3009"},
        {"3006~3009", "3006~3009"},
        {"3006..3009", "3006..3009"},
        {"3006-3009 *(reserved)*", "3006-3009 reserved"},
        {"3017, 3019 *(reserved)*", "3017; 3019 reserved"},
        {"7474, 7687", "7474; 7687"},
        {"3000 / 80", "3000; 80"},
        {"80/443", "80; 443"},
        {"80,443", "80; 443"},
        {"80 and 443", "80; 443"},
        {"80 443", "80; 443"},
        {"80\xE3\x80\x81"
         "443",
         "80; 443"},
        {"80<br>443", "80; 443"},
        {"47984 to 47990, 47998 to 48000, 48010", "47984 to 47990; 47998 to 48000; 48010"},
        {"5432, 6379, 9000-9001", "5432; 6379; 9000-9001"},
        {"25565 (TCP/UDP)", "25565 tcp+udp"},
        {"53/udp", "53 udp"},
        {"8443/tcp, 8443/udp", "8443 tcp; 8443 udp"},
        {"49152-65535/UDP", "49152-65535 udp"},
        {"9000 (frontend), 8000 (backend)", "9000 (frontend); 8000 (backend)"},
        {"9000 (API), 9001 (Console)", "9000 (API); 9001 (Console)"},
        {"4316 p2p, 4116 http", "4316 (p2p); 4116 tcp (http)"},
        {"HTTP 80, HTTPS: 443", "80 tcp (HTTP); 443 tcp (HTTPS)"},
        {"Port 5432", "5432"},
        {":3000", "3000"},
        {"8380:8080", "8380 >8080"},
        {"8380 \xE2\x86\x92 8080", "8380 >8080"},
        {"8380 -> 8080", "8380 >8080"},
        {"127.0.0.1:5432", "5432 on 127.0.0.1"},
        {"127.0.0.1:5532:5432", "5532 >5432 on 127.0.0.1"},
        {"[::1]:5432", "5432 on ::1"},
        {"0.0.0.0:8080->80/tcp, :::8080->80/tcp", "8080 >80 on 0.0.0.0 tcp; 8080 >80 on :: tcp"},
        {"tcp/3000, udp/53", "3000 tcp; 53 udp"},
        {"4800 (localhost)", "4800 on localhost"},
        {"30xx", "30xx =3000-3099"},
        {"5xxx", "5xxx =5000-5999"},
        {"8150+", "8150+ =8150-65535"},
        {"~~8080~~", "8080 dead"},
        {"~~8080~~ 8081", "8080 dead; 8081"},
        {"8081 (was 8080)", "8081"},
        {"8081 (deprecated)", "8081 dead"},
        {"8081 (planned)", "8081 (planned) future"},
        {"3100 (external), 3000 (internal)", "3100 external; 3000 internal"},
        {"(intern 8080)", "8080 internal"},
        {"3100 (container 3000)", "3100 external; 3000 internal"},
        {"3000 (dev), 8000 (prod)", "3000 development; 8000 production"},
        {"${WEB_PORT:-3000}", "3000 derived"},
        {"${WEB_PORT-3000}:80", "3000 >80 derived"},
        {"${WEB_PORT}", "?${WEB_PORT}"},
        {"$PORT", "?$PORT"},
        {"http://localhost:3000/path", "3000"},
        {"*(reserved)*", "reserved"},
        {"reserved", "reserved"},
        {"", "-"},
        {"-", "-"},
        {"\xE2\x80\x94", "-"},
        {"TBD", "-"},
        {"N/A", "-"},
        {"Internal", "-"},
        {"varies", "-"},
        {"(internal)", "-"},
        {"\xE6\x97\xA0", "-"},
        {"available", "-"},
        {"somewhere", "~somewhere"},
        {"0", "!0"},
        {"65536", "!65536"},
        {"68541", "!68541"},
        {"4294970301", "!4294970301"},
        {"3009-3000", "!3009-3000"},
        {"08080", "!08080"},
        {"-1", "!-1"},
        {"+3005", "!+3005"},
        {"0x1F90", "!0x1F90"},
        {"3e3", "!3e3"},
        {"3005.0", "!3005.0"},
        {"3,005", "!3,005"},
        {"8,080", "!8,080"},
        {"\xEF\xBC\x93\xEF\xBC\x90\xEF\xBC\x90\xEF\xBC\x90", "~\xEF\xBC\x93\xEF\xBC\x90\xEF\xBC\x90\xEF\xBC\x90"},
        {"30\xE2\x80\x8B"
         "05",
         "!30\xE2\x80\x8B"
         "05"},
        {"2026-04-08", "!2026-04-08"},
        {"8080abc", "!8080abc"},
        {"3000, 0, 3001", "3000; 3001; !0"},
        {"3000 @ 5 x", "3000; ~@ 5 x"},
        {"((((((((3000", "~((((((((3000"},
    };
    struct reader_harness *h = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *got = dump(&h->keep, cases[i].text);
        if (strcmp(got, cases[i].read) != 0) {
            print_error("cell \"%s\"\n", cases[i].text);
        }
        assert_string_equal(got, cases[i].read);
    }
}

/* Whatever stands in a cell, it ends, and digits never vanish: a port, a fault, or a remark in brackets. */
static void test_any_bytes(void **state) {
    static const char letters[] = "0123456789-,/:()+~x*`. \n\\$|PORT\xE2\x80\x93";
    struct reader_harness *h = *state;
    uint32_t seed = 1;
    for (size_t round = 0; round < 20000; round++) {
        char text[24];
        size_t len = 1 + round % (sizeof text - 1);
        for (size_t i = 0; i < len; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = letters[(seed >> 16) % (sizeof letters - 1)];
        }
        struct pc_md_cell cell = {.text = {text, len}};
        struct pc_flat flat = pc_flat_of_cell(&h->scratch, cell, 0);
        struct pc_port_cell parsed = pc_port_cell_parse(&h->scratch, flat);
        for (size_t i = 0; i < parsed.count; i++) {
            assert_true(parsed.ports[i].from < parsed.ports[i].to && parsed.ports[i].to <= flat.text.len);
            assert_true(parsed.ports[i].ports.lo <= parsed.ports[i].ports.hi && parsed.ports[i].ports.lo > 0);
        }
        assert_true(parsed.fault_to <= flat.text.len);
        pc_arena_reset(&h->scratch);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cells, reader_setup, reader_teardown),
        cmocka_unit_test_setup_teardown(test_any_bytes, reader_setup, reader_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
