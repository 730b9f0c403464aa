/* The fingerprint of a finding.
 *
 * It is a name, not a seal: it tells findings of one repository apart, a few thousand at most, and whoever could forge
 * a collision could as well write the suppression that silences the finding. So 128 well mixed bits are enough and no
 * cryptographic hash (and no library for one) is needed. */
#include "fingerprint.h"

#include <inttypes.h>
#include <stdio.h>

static uint64_t rotate(uint64_t x, unsigned bits) {
    return x << bits | x >> (64 - bits);
}

static uint64_t mix(uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ x >> 33;
}

/* Up to eight bytes, the lowest first, whatever the machine's byte order. */
static uint64_t little_endian(struct pc_str s, size_t from, size_t count) {
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++)
        word |= (uint64_t)(unsigned char)s.ptr[from + i] << (8 * i);
    return word;
}

static const uint64_t factor[2] = {0x87c37b91114253d5ULL, 0x4cf5ad432745937fULL};

static uint64_t scramble(uint64_t word, unsigned half) {
    word *= factor[half];
    word = rotate(word, half == 0 ? 31 : 33);
    return word * factor[1 - half];
}

void pc_hash128(struct pc_str s, uint64_t hash[2]) {
    uint64_t a = 0;
    uint64_t b = 0;
    size_t at = 0;
    for (; s.len - at >= 16; at += 16) {
        a ^= scramble(little_endian(s, at, 8), 0);
        a = (rotate(a, 27) + b) * 5 + 0x52dce729;
        b ^= scramble(little_endian(s, at + 8, 8), 1);
        b = (rotate(b, 31) + a) * 5 + 0x38495ab5;
    }
    size_t rest = s.len - at;
    if (rest > 8)
        b ^= scramble(little_endian(s, at + 8, rest - 8), 1);
    if (rest > 0)
        a ^= scramble(little_endian(s, at, rest < 8 ? rest : 8), 0);
    a ^= s.len;
    b ^= s.len;
    a += b;
    b += a;
    a = mix(a);
    b = mix(b);
    a += b;
    hash[0] = a;
    hash[1] = b + a;
}

/* Length first, so that no two lists of fields spell the same bytes. */
static void add_field(struct pc_buf *buf, struct pc_str field) {
    pc_buf_addf(buf, "%zu:", field.len);
    pc_buf_add(buf, field);
}

void pc_fingerprint(struct pc_arena *arena, struct pc_finding *f) {
    struct pc_arena_mark mark = pc_arena_mark(arena);
    struct pc_buf buf;
    pc_buf_init(&buf, arena);
    add_field(&buf, pc_str_c(f->rule->code));
    add_field(&buf, f->host);
    add_field(&buf, f->address);
    if (f->detail.len > 0)
        add_field(&buf, f->detail);
    add_field(&buf, pc_str_c(pc_protocol_name(f->protocol)));
    pc_buf_addf(&buf, "%zu,", f->port_count);
    for (size_t i = 0; i < f->port_count; i++)
        pc_buf_addf(&buf, "%u-%u,", (unsigned)f->ports[i].lo, (unsigned)f->ports[i].hi);
    for (size_t i = 0; i < f->service_count; i++)
        add_field(&buf, f->services[i]);
    pc_buf_addc(&buf, '/');
    add_field(&buf, f->path);
    uint64_t hash[2];
    pc_hash128(pc_buf_str(&buf), hash);
    pc_arena_release(arena, mark);
    snprintf(f->fingerprint, sizeof f->fingerprint, "%016" PRIx64 "%016" PRIx64, hash[0], hash[1]);
}
