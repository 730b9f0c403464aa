#include "rule_tools.h"

#define NAME_SHOWN 80        /* bytes of a name in a message */
#define NAME_READ 100        /* bytes of a name that are compared word by word ... */
#define WORDS_READ 8         /* ... and words; a longer name is akin to nothing */
#define PLACES_OF_RULE 50000 /* places of all findings of a rule, before each has few */
#define PLACES_AT_LEAST 4
#define NAMES_SHOWN 4 /* names in one message */

struct pc_str pc_clip(struct pc_arena *arena, struct pc_str name) {
    if (name.len <= NAME_SHOWN)
        return name;
    size_t end = 0;
    for (uint32_t c; end < NAME_SHOWN;)
        end += pc_utf8_decode(pc_str_sub(name, end, name.len), &c);
    return pc_str_fmt(arena, "%.*s\xE2\x80\xA6", PC_ARG(pc_str_sub(name, 0, end)));
}

struct pc_str pc_claim_owner(const struct pc_rule_context *ctx, const struct pc_claim *claim) {
    if (claim->name.len > 0)
        return pc_clip(ctx->arena, claim->name);
    if (claim->service != PC_NONE)
        return pc_clip(ctx->arena, ctx->reg->services[claim->service].name);
    if (claim->container != PC_NONE)
        return pc_clip(ctx->arena, ctx->reg->containers[claim->container].key);
    return PC_EMPTY;
}

static void add_ports(struct pc_buf *buf, struct pc_ports ports) {
    pc_buf_addf(buf, "%u", (unsigned)ports.lo);
    if (ports.hi != ports.lo)
        pc_buf_addf(buf, "-%u", (unsigned)ports.hi);
}

struct pc_str pc_ports_text(struct pc_arena *arena, struct pc_ports ports) {
    return ports.hi == ports.lo ? pc_str_fmt(arena, "%u", (unsigned)ports.lo)
                                : pc_str_fmt(arena, "%u-%u", (unsigned)ports.lo, (unsigned)ports.hi);
}

struct pc_str pc_ports_list(struct pc_arena *arena, const struct pc_ports *ports, size_t count, size_t more) {
    struct pc_buf buf;
    pc_buf_init(&buf, arena);
    for (size_t i = 0; i < count; i++) {
        pc_buf_adds(&buf, i == 0 ? "" : i + 1 == count && more == 0 ? " and " : ", ");
        add_ports(&buf, ports[i]);
    }
    if (more > 0)
        pc_buf_addf(&buf, " and %zu more", more);
    return pc_buf_str(&buf);
}

static bool is_among(const struct pc_str *names, size_t count, struct pc_str name) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_eq(names[i], name))
            return true;
    }
    return false;
}

struct pc_str pc_names_text(struct pc_arena *arena, const struct pc_str *names, size_t count) {
    struct pc_str shown[NAMES_SHOWN];
    size_t kept = 0;
    size_t left = 0; /* names beyond those shown; may count a name twice only where it is never shown */
    struct pc_buf buf;
    for (size_t i = 0; i < count; i++) {
        if (is_among(shown, kept, names[i]))
            continue;
        if (kept < NAMES_SHOWN)
            shown[kept++] = names[i];
        else
            left++;
    }
    pc_buf_init(&buf, arena);
    for (size_t i = 0; i < kept; i++) {
        const char *before = i == 0 ? "" : i + 1 == kept && left == 0 ? " and " : ", ";
        pc_buf_addf(&buf, "%s`%.*s`", before, PC_ARG(shown[i]));
    }
    if (left > 0)
        pc_buf_addf(&buf, " and %zu other%s", left, left == 1 ? "" : "s");
    return pc_buf_str(&buf);
}

struct pc_str pc_host_shown(const struct pc_registry *reg, pc_id host) {
    return host != PC_NONE && reg->hosts[host].named ? reg->hosts[host].name : PC_EMPTY;
}

bool pc_is_registry_row(const struct pc_registry *reg, const struct pc_claim *claim) {
    if (claim->role != PC_ROLE_PLANNED && claim->role != PC_ROLE_RESERVED && claim->role != PC_ROLE_DOCUMENTED)
        return false;
    if (reg->files[claim->span.file].kind != PC_FILE_KIND_REGISTRY || claim->place != PC_PLACE_HOST)
        return false;
    if (claim->flags & (PC_CLAIM_INTERNAL | PC_CLAIM_OPEN))
        return false;
    return claim->section == PC_NONE || !reg->sections[claim->section].internal;
}

bool pc_is_source_default(const struct pc_claim *claim) {
    return claim->role == PC_ROLE_DEFAULT && claim->confidence != PC_GUESSED && claim->environment != PC_ENV_TEST &&
           !(claim->flags & PC_CLAIM_OPEN);
}

bool pc_environments_agree(enum pc_environment a, enum pc_environment b) {
    return a == b || a == PC_ENV_UNKNOWN || b == PC_ENV_UNKNOWN;
}

struct pc_str pc_bind_address(const struct pc_claim *claim) {
    struct pc_str address = claim->address;
    if (pc_str_eq(address, PC_STR("0.0.0.0")) || pc_str_eq(address, PC_STR("::")) || pc_str_eq(address, PC_STR("*")))
        address = PC_EMPTY;
    if (pc_str_eq_nocase(address, PC_STR("localhost")) || (address.len == 0 && (claim->flags & PC_CLAIM_LOOPBACK)))
        return PC_STR("127.0.0.1");
    return address;
}

bool pc_addresses_meet(const struct pc_claim *a, const struct pc_claim *b) {
    struct pc_str x = pc_bind_address(a);
    struct pc_str y = pc_bind_address(b);
    return x.len == 0 || y.len == 0 || pc_str_eq_nocase(x, y);
}

static bool in_word(char c) {
    return pc_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The next word of s at or after *at; empty when there is none. */
static struct pc_str next_word(struct pc_str s, size_t *at) {
    while (*at < s.len && !in_word(s.ptr[*at]))
        ++*at;
    size_t start = *at;
    while (*at < s.len && in_word(s.ptr[*at]))
        ++*at;
    return pc_str_sub(s, start, *at - start);
}

static bool has_word(struct pc_str s, struct pc_str word) {
    size_t at = 0;
    for (struct pc_str one = next_word(s, &at); one.len > 0; one = next_word(s, &at)) {
        if (pc_str_eq_nocase(one, word))
            return true;
    }
    return false;
}

static bool has_all_words(struct pc_str s, struct pc_str words) {
    size_t at = 0;
    size_t count = 0;
    for (struct pc_str one = next_word(words, &at); one.len > 0; one = next_word(words, &at), count++) {
        if (count == WORDS_READ || !has_word(s, one))
            return false;
    }
    return count > 0;
}

bool pc_names_akin(struct pc_str a, struct pc_str b) {
    a = pc_str_sub(a, 0, NAME_READ);
    b = pc_str_sub(b, 0, NAME_READ);
    return has_all_words(a, b) || has_all_words(b, a);
}

bool pc_is_entrance(const struct pc_registry *reg, pc_id container) {
    static const char *const images[] = {
        "nginx", "traefik",   "caddy", "haproxy", "envoy", "httpd", "nginx-proxy-manager",
        "swag",  "openresty", "kong",  "apisix"};
    struct pc_str image = container == PC_NONE ? PC_EMPTY : reg->containers[container].image;
    image = pc_str_sub(image, 0, pc_str_find_char(image, '@', 0));
    size_t slash = pc_str_rfind_char(image, '/');
    if (slash != PC_NPOS)
        image = pc_str_sub(image, slash + 1, PC_NPOS);
    image = pc_str_sub(image, 0, pc_str_find_char(image, ':', 0));
    for (size_t i = 0; i < sizeof images / sizeof images[0]; i++) {
        if (pc_str_is(image, images[i]))
            return true;
    }
    return false;
}

const struct pc_document *pc_document_of(const struct pc_registry *reg, pc_id file) {
    size_t low = 0;
    size_t high = reg->document_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reg->documents[middle].file < file)
            low = middle + 1;
        else
            high = middle;
    }
    return low < reg->document_count && reg->documents[low].file == file ? &reg->documents[low] : NULL;
}

size_t pc_places_limit(size_t shown, size_t wanted) {
    return shown < PLACES_OF_RULE || wanted < PLACES_AT_LEAST ? wanted : PLACES_AT_LEAST;
}

bool pc_is_framework_port(uint16_t port) {
    static const uint16_t ports[] = {3000, 4173, 4200, 4321, 5000, 5173, 6006, 8000, 8080, 8081, 8888};
    for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
        if (ports[i] == port) {
            return true;
        }
    }
    return false;
}
