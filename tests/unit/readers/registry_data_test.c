/* YAML and JSON registries: what is claimed of each shape, where, and what is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "reader.h"

struct fixture {
    struct pc_arena arena, scratch;
    struct pc_recovery recovery;
    const struct pc_registry *reg;
};

static void read_text(struct fixture *f, const char *path, struct pc_str text) {
    struct pc_config config;
    struct pc_hints hints = {.host_count = 0};
    f->recovery = (struct pc_recovery){.cleanups = NULL};
    pc_arena_init(&f->arena, (size_t)512 << 20, &f->recovery);
    pc_arena_init(&f->scratch, ((size_t)16 << 20) + 128 * text.len, &f->recovery);
    pc_config_defaults(&config);
    struct pc_builder *builder = pc_builder_new(&f->arena, &hints);
    pc_id file = pc_builder_file(builder, pc_str_c(path), text, pc_lines_of(&f->arena, text));
    struct pc_read_context ctx = {
        .builder = builder,
        .arena = &f->arena,
        .scratch = &f->scratch,
        .config = &config,
        .file = file,
        .path = pc_str_c(path),
        .dir = strchr(path, '/') ? pc_str_sub(pc_str_c(path), 0, (size_t)(strrchr(path, '/') - path)) : PC_EMPTY,
        .text = text,
    };
    pc_reader_registry_data.read(&ctx);
    f->reg = pc_builder_resolve(builder);
}

static void finish(struct fixture *f) {
    pc_arena_finish(&f->scratch);
    pc_arena_finish(&f->arena);
}

static void dump_ports(struct pc_buf *out, struct pc_ports ports) {
    pc_buf_addf(out, ports.lo == ports.hi ? "%u" : "%u-%u", ports.lo, ports.hi);
}

/* The bytes under a claim's span spell its ports. */
static void check_span(const struct fixture *f, const struct pc_claim *claim) {
    struct pc_ports ports;
    struct pc_str text = pc_span_text(f->reg, claim->span);
    assert_true(claim->extent.offset <= claim->span.offset);
    assert_true(claim->extent.offset + claim->extent.length >= claim->span.offset + claim->span.length);
    if (claim->flags & PC_CLAIM_COMPOSED) {
        return;
    }
    assert_int_equal(pc_ports_parse(text, &ports), PC_PORT_OK);
    assert_true(pc_ports_eq(ports, claim->ports));
}

static void dump_claim(struct pc_buf *out, const struct fixture *f, const struct pc_claim *claim) {
    static const struct {
        uint32_t flag;
        const char *word;
    } flags[] = {{PC_CLAIM_FUTURE, " future"},     {PC_CLAIM_SELF, " self"},         {PC_CLAIM_FROM_ENV, " env"},
                 {PC_CLAIM_LOOPBACK, " loopback"}, {PC_CLAIM_COMPOSED, " composed"}, {PC_CLAIM_INTERNAL, " internal"}};
    check_span(f, claim);
    pc_buf_addf(out, "%s ", pc_role_name(claim->role));
    pc_buf_add(out, claim->name.len > 0 ? claim->name : PC_STR("?"));
    if (claim->name_span.length > 0) {
        assert_true(pc_str_eq(pc_span_text(f->reg, claim->name_span), claim->name));
    }
    pc_buf_addf(out, claim->qualifier.len > 0 ? "(%.*s) " : " %.*s", PC_ARG(claim->qualifier));
    dump_ports(out, claim->ports);
    if (claim->protocol != PC_PROTO_ANY) {
        pc_buf_addf(out, "/%s", pc_protocol_name(claim->protocol));
    }
    pc_buf_adds(out, claim->place == PC_PLACE_NETWORK ? " inside" : "");
    if (claim->host != PC_NONE) {
        pc_buf_addf(out, " on %.*s", PC_ARG(f->reg->hosts[claim->host].name));
    }
    if (claim->environment != PC_ENV_UNKNOWN) {
        pc_buf_addf(out, " in %s", pc_environment_name(claim->environment));
    }
    pc_buf_addf(out, claim->address.len > 0 ? " at %.*s" : "%.*s", PC_ARG(claim->address));
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        pc_buf_adds(out, claim->flags & flags[i].flag ? flags[i].word : "");
    }
    if (claim->range != PC_NONE) {
        pc_buf_addf(out, " under %u", f->reg->ranges[claim->range].ports.lo);
    }
    pc_buf_addc(out, '\n');
}

static const char *dump(struct fixture *f) {
    struct pc_buf out;
    pc_buf_init(&out, &f->arena);
    for (size_t i = 0; i < f->reg->claim_count; i++) {
        dump_claim(&out, f, &f->reg->claims[i]);
    }
    for (size_t i = 0; i < f->reg->range_count; i++) {
        const struct pc_range *range = &f->reg->ranges[i];
        pc_buf_adds(&out, range->heading ? "heading " : "range ");
        dump_ports(&out, range->ports);
        pc_buf_addf(&out, " %.*s\n", PC_ARG(range->purpose));
    }
    for (size_t i = 0; i < f->reg->trouble_count; i++) {
        static const char *const kinds[] = {"unreadable", "encoding", "syntax",     "large",   "duplicate",
                                            "unresolved", "cell",     "unrendered", "invalid", "shape"};
        const struct pc_trouble *trouble = &f->reg->troubles[i];
        pc_buf_addf(&out, "%s at %.*s: %.*s\n", kinds[trouble->kind], PC_ARG(pc_span_text(f->reg, trouble->span)),
                    PC_ARG(trouble->message));
    }
    return pc_str_cstr(&f->arena, pc_buf_str(&out));
}

struct sample {
    const char *path, *text, *dump;
};

static void check_samples(const struct sample *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct fixture f;
        read_text(&f, samples[i].path, pc_str_c(samples[i].text));
        assert_string_equal(dump(&f), samples[i].dump);
        finish(&f);
    }
}
#define CHECK(samples) check_samples(samples, sizeof(samples) / sizeof(samples)[0])

static void services_by_name(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"ports.yml",
         "version: 2\nservices:\n  anchor: {port: 7001, protocol: tcp, description: Moorings 2024}\n  buoy:\n    port: "
         "\"7002\"\n"
         "    host: pier-one\n",
         "planned anchor 7001/tcp\nplanned buoy 7002 on pier-one\n"},
        {"ports.json", "{\"services\": {\"anchor\": {\"port\": 7001, \"protocol\": \"TCP/UDP\"}}}",
         "planned anchor 7001/tcp\nplanned anchor 7001/udp\n"},
        {"ports.yml", "anchor: 7001\nbuoy: 7002\nversion: 3\ncrane: none\ndock: TBD\n",
         "planned anchor 7001\nplanned buoy 7002\n"},
        {"ports.yml", "anchor_port: 7001\nbuoyPort: 7002\nCRANE_PORT: 7003\nsupport: 7004\n",
         "planned anchor 7001\nplanned buoy 7002\nplanned CRANE 7003\nplanned support 7004\n"},
        {"ports.yml", "ports:\n  anchor: 7001\n  server: 7002\n  app: 7003\n  registry: {port: 7004}\n",
         "planned anchor 7001\nplanned server 7002\nplanned app 7003\nplanned registry 7004\n"},
        {"ports.yml",
         "gateway: {http: 7080, admin: 7180}\nanchor: {port: 7001, metrics_port: 7101, redis_port: 6379}\n",
         "planned gateway(http) 7080\nplanned gateway(admin) 7180\nplanned anchor 7001\nplanned anchor(metrics) "
         "7101\n"},
        {"ports.yml",
         "services:\n  gateway:\n    ports: {http: 7080, admin: {port: 7180, protocol: tcp}, udp: [7053]}\n  buoy: "
         "[7002, 7003]\n",
         "planned gateway(http) 7080\nplanned gateway(admin) 7180/tcp\nplanned gateway(udp) 7053\nplanned buoy 7002\n"
         "planned buoy 7003\n"},
        {"ports.yml", "frontend:\n  shop: 7001\n  blog: {port: 7002}\nbackend:\n  auth: 7003\n  mail: 7004\n",
         "planned shop 7001\nplanned blog 7002\nplanned auth 7003\nplanned mail 7004\n"},
        {"apps/ferry/ports.json", "{\"port\": 7010, \"metrics_port\": 7110}",
         "planned ferry 7010 self\nplanned ferry(metrics) 7110 self\n"},
        {"apps/ferry/ports.json", "{\"http\": 7010, \"metrics\": 7110}",
         "planned ferry(http) 7010 self\nplanned ferry(metrics) 7110 self\n"},
    };
    /* The merged 7001 stands where the anchor is written, before its own entry. */
    struct fixture f;
    read_text(&f, "ports.yml", PC_STR("x-base: &base {port: 7001}\nservices:\n  anchor: {<<: *base}\n"));
    assert_int_equal(f.reg->claim_count, 1);
    assert_int_equal(f.reg->claims[0].span.offset, 21);
    finish(&f);
    CHECK(samples);
}

static void keyed_by_port(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"ports.yml",
         "ports:\n  7001: {name: anchor, status: active}\n  7002: buoy\n  7003:\n  7004: reserved\n  7005: free\n",
         "documented anchor 7001\nplanned buoy 7002\nreserved ? 7004\n"},
        {"ports.json",
         "{\"7001\": \"anchor (moorings)\", \"7002\": \"buoy - lights\", \"7010-7012\": \"crane\", \"99999\": \"x\"}",
         "planned anchor(moorings) 7001\nplanned buoy 7002\nplanned crane 7010-7012\n"
         "invalid at 99999: `99999` is no port: ports end at 65535\n"},
        {"ports.yml", "7001: [anchor, buoy]\n7002: {service: crane, container_port: 80}\n",
         "planned anchor 7001\nplanned buoy 7001\nplanned crane 7002\nplanned crane 80 inside internal\n"},
        {"ports.yml", "services:\n  anchor:\n    host: 7001\n    container: 80\n",
         "planned anchor 7001\nplanned anchor 80 inside internal\n"},
        {"ports.yml", "services:\n  anchor:\n    ports:\n      7001: http\n      7002: metrics\n",
         "planned anchor(http) 7001\nplanned anchor(metrics) 7002\n"},
    };
    CHECK(samples);
}

static void lists_of_objects(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"ports.yml", "- {service: anchor, port: 7001}\n- {name: buoy, port: 7002/udp}\n- port: 7003\n",
         "planned anchor 7001\nplanned buoy 7002/udp\nplanned ? 7003\n"},
        {"ports.json",
         "{\"assignments\": [{\"port\": 7001, \"service\": \"anchor\", \"environment\": \"prod\", \"status\": "
         "\"running\"},\n"
         " {\"range\": [7010, 7019], \"service\": \"buoy\"}], \"range\": [7000, 7099], \"reserved\": [7050, "
         "\"7060-7069\"]}",
         "documented anchor 7001 in production under 7000\nplanned buoy 7010-7019 composed under 7000\n"
         "reserved ? 7050 under 7000\nreserved ? 7060-7069 under 7000\nheading 7000-7099 \n"},
        {"ports.yml", "- name: gateway\n  http: 7080\n  admin: 7180\n",
         "planned gateway(http) 7080\nplanned gateway(admin) 7180\n"},
        {"ports.yml",
         "services:\n  - name: anchor\n    ports:\n      - {port: 7001, name: web}\n      - 7002:80\n      - "
         "10.0.0.5:7003:81/tcp\n",
         "planned anchor(web) 7001\nplanned anchor 7002\nplanned anchor 80 inside internal\nplanned anchor 7003/tcp at "
         "10.0.0.5\n"
         "planned anchor 81/tcp inside internal\n"},
    };
    CHECK(samples);
}

static void hosts_environments_and_containers(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"ports.yml",
         "hosts:\n  pier-one:\n    ip: 10.1.2.3\n    services: {anchor: 7001}\n  pier-two: {buoy: 7001, crane: 7002}\n",
         "planned anchor 7001 on pier-one\nplanned buoy 7001 on pier-two\nplanned crane 7002 on pier-two\n"},
        {"ports.yml", "production: {anchor: 7001}\ndev:\n  anchor: 7101\n  buoy: {port: 7102}\n",
         "planned anchor 7001 in production\nplanned anchor 7101 in development\nplanned buoy 7102 in development\n"},
        {"ports.yml", "anchor: {dev: 7101, prod: 7001}\n",
         "planned anchor 7101 in development\nplanned anchor 7001 in production\n"},
        {"ports.yml",
         "anchor: {external_port: 7001, internal_port: 80}\nbuoy: {host_port: 7002, target: 81, container: buoy-box}\n",
         "planned anchor 7001\nplanned anchor 80 inside internal\nplanned buoy 7002\nplanned buoy 81 inside "
         "internal\n"},
        {"ports.yml",
         "anchor: {port: 7001, host: localhost}\nbuoy: {port: 7002, host: buoy}\ncrane: {port: 7003, host: "
         "crane.example.org}\n"
         "dock: {port: 7004, host: 10.1.2.3, bind: 127.0.0.1}\nekka: {port: 7005, host: [pier-one, pier-two]}\n",
         "planned anchor 7001\nplanned buoy 7002\nplanned crane 7003\nplanned dock 7004 on 10.1.2.3 at 127.0.0.1 "
         "loopback\n"
         "planned ekka 7005 on pier-one\nplanned ekka 7005 on pier-two\n"},
        {"ports.yml",
         "anchor: {port: 7001, internal: true}\nbuoy: {port: 7002, public: false}\ncrane: {port: 7003, public: true}\n",
         "planned anchor 7001 internal\nplanned buoy 7002 internal\nplanned crane 7003\n"},
    };
    CHECK(samples);
}

static void statuses_and_reservations(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"ports.yml",
         "services:\n  a1: {port: 7001, status: active}\n  a2: {port: 7002, status: In Use}\n  a3: {port: 7003, "
         "status: planned}\n"
         "  a4: {port: 7004, status: pending}\n  a5: {port: 7005, status: deprecated}\n  a6: {port: 7006, deprecated: "
         "true}\n"
         "  a7: {port: 7007, enabled: false}\n  a8: {port: 7008, reserved: true}\n  a9: {port: 7009, status: free}\n",
         "documented a1 7001\ndocumented a2 7002\nplanned a3 7003 future\nplanned a4 7004 future\nplanned a7 7007 "
         "future\n"
         "reserved a8 7008\n"},
        {"ports.yml",
         "reserved:\n  - 7001\n  - \"7010-7012\"\n  - {port: 7020, for: ferry}\n  - {port: 7021, purpose: future "
         "growth}\n",
         "reserved ? 7001\nreserved ? 7010-7012\nreserved ferry 7020\nreserved ? 7021\n"},
        {"ports.yml", "reserved: {7001: ferry, 7002: future use, 7010-7019: lock}\n",
         "reserved ferry 7001\nreserved ? 7002\nreserved lock 7010-7019\n"},
        {"ports.yml", "reserved: 7001-7009\n", "reserved ? 7001-7009\n"},
        {"ports.yml", "anchor: 7001\nbuoy: 7002\nnext_free: 7003\ndeprecated: {crane: 7004}\nfree: [7005]\n",
         "planned anchor 7001\nplanned buoy 7002\n"},
    };
    CHECK(samples);
}

static void ranges(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"ports.yml",
         "ranges:\n  core: 7000-7099\n  edge: {start: 7100, end: 7199}\n  far: [7200, 7299]\n  reserved: 7900-7999\n",
         "reserved ? 7900-7999\nrange 7000-7099 core\nrange 7100-7199 edge\nrange 7200-7299 far\n"},
        {"ports.yml",
         "ranges:\n  - {range: 7000-7099, name: core}\n  - {from: 7100, to: 7199, description: edge}\n  - 7200-7299\n",
         "range 7000-7099 core\nrange 7100-7199 edge\nrange 7200-7299 \n"},
        {"ports.yml", "ranges:\n  7000-7099: core\n  7100-7199: {name: edge, services: {anchor: 7101}}\n",
         "planned anchor 7101 under 7100\nrange 7000-7099 core\nheading 7100-7199 edge\n"},
        {"ports.yml",
         "core:\n  range: 7000-7099\n  services:\n    anchor: 7001\nedge:\n  start: 7100\n  end: 7199\n  ports: "
         "{buoy: "
         "7101}\n",
         "planned anchor 7001 under 7000\nplanned buoy 7101 under 7100\nheading 7000-7099 core\nheading 7100-7199 "
         "edge\n"},
        {"ports.yml", "ranges: {core: 7099-7000, edge: [7100, 70000], far: 7200}\n",
         "range 7200 far\ninvalid at 7099-7000: `7099-7000` is no range: it ends before it starts\n"
         "invalid at 70000: `70000` is no port: ports end at 65535\n"},
    };
    CHECK(samples);
}

static void troubles(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"ports.yml",
         "a1: {port: 0}\na2: {port: 65536}\na3: {port: 08080}\na4: {port: abc}\na5: {port: 7009-7001}\na6: {port: "
         "tbd}\n"
         "a7: {port: 3000.5}\na8: {port: [x]}\na9: {port: -1}\nb1: {port: ''}\nb2: {port: }\nb3: {port: 0x1F90}\n",
         "invalid at 0: `0` is no port: ports start at 1\ninvalid at 65536: `65536` is no port: ports end at 65535\n"
         "invalid at 08080: `08080` is not a plain decimal number, and readers of this file may take it for another "
         "one\n"
         "invalid at abc: `abc` is not a port number\ninvalid at 7009-7001: `7009-7001` is no range: it ends before it "
         "starts\n"
         "invalid at 3000.5: `3000.5` is not a plain decimal number, and readers of this file may take it for another "
         "one\n"
         "invalid at -1: `-1` is not a plain decimal number, and readers of this file may take it for another one\n"
         "invalid at 0x1F90: `0x1F90` is not a plain decimal number, and readers of this file may take it for another "
         "one\n"},
        {"ports.yml", "a1: 7001\na2: 7002\na3: 99999\na4: 1.5\nbuild: v20240101\n",
         "planned a1 7001\nplanned a2 7002\ninvalid at 99999: `99999` is no port: ports end at 65535\n"},
        {"ports.yml", "build: 20240101\nname: harbour\n", ""},
        {"ports.yml", "a1: {port: \"${A1_PORT:-7001}\"}\na2: {port: \"${A2_PORT}\"}\na3: {port: \"70${X:-03}\"}\n",
         "planned a1 7001 env\nplanned a3 7003 env composed\nunresolved at ${A2_PORT}: the port of `a2` is known only "
         "when it is "
         "filled in\n"},
        {"ports.yml", "services:\n  a1: {port: 7001}\n  a1: {port: 7002}\n  a2: [\n",
         "planned a1 7002\nsyntax at : the file is not valid YAML\nduplicate at a1: the key `a1` is written twice in "
         "one "
         "mapping\n"},
        {"ports.json", "{\"a1\": 7001, \"a2\": 7002",
         "planned a1 7001\nplanned a2 7002\nsyntax at : the file is not valid JSON\n"},
        {"ports.yml", "just some words\n", ""},
        {"ports.yml", "", ""},
    };
    CHECK(samples);
    struct fixture f;
    read_text(&f, "deploy/templates/ports.yml", PC_STR("a1: {{ .Values.port }}\n{{- if x }}\nb: [\n"));
    assert_int_equal(f.reg->trouble_count, 1);
    assert_int_equal(f.reg->troubles[0].kind, PC_TROUBLE_UNRESOLVED);
    finish(&f);
}

static void duplicates_tell_whether_a_port_is_lost(void **state) {
    (void)state;
    struct fixture f;
    read_text(&f, "ports.yml", PC_STR("a: {port: 7001, note: x, note: y}\nb: {port: 7002, port: 7003}\n"));
    assert_int_equal(f.reg->trouble_count, 2);
    assert_int_equal(f.reg->troubles[0].level, PC_LEVEL_INFO);
    assert_int_equal(f.reg->troubles[1].level, PC_LEVEL_ERROR);
    assert_int_equal(f.reg->troubles[1].other.offset, 38);
    finish(&f);
}

static void encoding_and_limits_are_told(void **state) {
    (void)state;
    const struct {
        struct pc_str text;
        enum pc_trouble_kind kind;
        enum pc_level level;
        size_t claims;
    } samples[] = {
        {PC_STR("a: 7001\nb: 7002 # \xFF\n"), PC_TROUBLE_ENCODING, PC_LEVEL_WARNING, 2},
        {PC_STR("a: 7001\n# \0\nb: 7002\n"), PC_TROUBLE_ENCODING, PC_LEVEL_WARNING, 2},
        {PC_STR("\xFF\xFE"
                "a\0:\0 \0"
                "1\0"),
         PC_TROUBLE_ENCODING, PC_LEVEL_ERROR, 0},
        {PC_STR("a: 7001\nb: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
         PC_TROUBLE_TOO_LARGE, PC_LEVEL_DEFAULT, 1},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct fixture f;
        read_text(&f, "ports.yml", samples[i].text);
        assert_int_equal(f.reg->trouble_count, 1);
        assert_int_equal(f.reg->troubles[0].kind, samples[i].kind);
        assert_int_equal(f.reg->troubles[0].level, samples[i].level);
        assert_int_equal(f.reg->claim_count, samples[i].claims);
        finish(&f);
    }
}

static void spans_spell_the_port_or_say_that_they_do_not(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"ports.json", "{\"\\t7001 \": \"anchor\", \" 7002\": \"buoy\"}", "planned anchor 7001\nplanned buoy 7002\n"},
        {"ports.json", "{\"anchor\": {\"port\": \" 7001\"}, \"buoy\": {\"port\": \"70\\u00302\"}}",
         "planned anchor 7001\nplanned buoy 7002 composed\n"},
        {"ports.yml", "anchor: {port: &p 7001}\nbuoy: {port: *p}\n", "planned anchor 7001\nplanned buoy 7001\n"},
    };
    CHECK(samples);
}

static void things_that_are_no_ports(void **state) {
    (void)state;
    static const struct sample samples[] = {
        {"data/ports.json", "[{\"id\": 17, \"name\": \"Port of Elsewhere\", \"depth\": 24, \"berths\": [1, 2]}]", ""},
        {"ports.yml",
         "anchor:\n  port: 7001\n  replicas: 3\n  timeout: 30\n  depends_on: {db: {port: 5432}}\n  database: {port: "
         "5433}\n"
         "  old_port: 6001\n  updated: \"12:30\"\n",
         "planned anchor 7001\n"},
        {"ports.json",
         "{\"XXABC\": {\"name\": \"Elsewhere\", \"coordinates\": [4.5, 51], \"code\": \"52000\"}, \"XXDEF\": "
         "{\"name\": \"There\", "
         "\"code\": \"52001\"}}",
         ""},
        {"ports.yml", "started: \"12:30\"\nbackup: db.internal:5432\n", ""},
    };
    CHECK(samples);
}

static void matches_names(void **state) {
    (void)state;
    static const struct {
        const char *path;
        enum pc_match match;
    } samples[] = {
        {"ports.yml", PC_MATCH_EXACT},
        {".ports.json", PC_MATCH_EXACT},
        {"docs/ports.yaml", PC_MATCH_EXACT},
        {"registry/ports.json", PC_MATCH_EXACT},
        {"deploy/vars/ports.yml", PC_MATCH_NAME},
        {"PORT_REGISTRY.yml", PC_MATCH_EXACT},
        {"infra/port-registry.json", PC_MATCH_EXACT},
        {"portMap.json", PC_MATCH_EXACT},
        {"port_allocations.yaml", PC_MATCH_EXACT},
        {"package.json", PC_MATCH_NO},
        {"ports.schema.json", PC_MATCH_NO},
        {"ports.lock.yml", PC_MATCH_NO},
        {"docker-compose.ports.yml", PC_MATCH_NO},
        {"reports.yml", PC_MATCH_NO},
        {"ports.md", PC_MATCH_NO},
        {"ports", PC_MATCH_NO},
        {"docs/plans/ports.yml", PC_MATCH_NO},
        {"tests/fixtures/ports.yml", PC_MATCH_NO},
        {"airports.json", PC_MATCH_NO},
        {"openapi.yaml", PC_MATCH_NO},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct pc_path_look look = pc_path_look(pc_str_c(samples[i].path));
        assert_int_equal(pc_reader_registry_data.match(&look), samples[i].match);
    }
}

static void large_files_take_their_time_only_once(void **state) {
    (void)state;
    struct fixture text;
    text.recovery = (struct pc_recovery){.cleanups = NULL};
    pc_arena_init(&text.arena, (size_t)64 << 20, &text.recovery);
    struct pc_buf out;
    pc_buf_init(&out, &text.arena);
    pc_buf_adds(&out, "services:\n");
    for (int i = 0; i < 20000; i++) {
        pc_buf_addf(&out, "  svc%d: {port: %d, host: h%d}\n", i, 1 + i, i % 7);
    }
    struct fixture f;
    clock_t begin = clock();
    read_text(&f, "ports.yml", pc_buf_str(&out));
    assert_true(clock() - begin < 5 * CLOCKS_PER_SEC);
    assert_int_equal(f.reg->claim_count, 20000);
    finish(&f);
    pc_arena_finish(&text.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_by_name),
        cmocka_unit_test(keyed_by_port),
        cmocka_unit_test(lists_of_objects),
        cmocka_unit_test(hosts_environments_and_containers),
        cmocka_unit_test(statuses_and_reservations),
        cmocka_unit_test(ranges),
        cmocka_unit_test(troubles),
        cmocka_unit_test(duplicates_tell_whether_a_port_is_lost),
        cmocka_unit_test(encoding_and_limits_are_told),
        cmocka_unit_test(spans_spell_the_port_or_say_that_they_do_not),
        cmocka_unit_test(things_that_are_no_ports),
        cmocka_unit_test(matches_names),
        cmocka_unit_test(large_files_take_their_time_only_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
