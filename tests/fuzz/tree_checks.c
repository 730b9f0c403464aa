#include "tree_checks.h"

#include "fuzz.h"

/* Files, or those of a builder, as slices of the same kind. */
struct place {
    const struct pc_file *files;
    size_t count;
};

static struct pc_str check_span(struct place place, struct pc_span span, const char *what) {
    if (span.file == PC_NONE)
        return PC_EMPTY;
    FUZZ_CHECK(span.file < place.count, "%s: file %u of %zu", what, span.file, place.count);
    struct pc_str text = place.files[span.file].text;
    FUZZ_CHECK(span.offset <= text.len && span.length <= text.len - span.offset, "%s: %u+%u of %zu bytes", what,
               span.offset, span.length, text.len);
    return pc_str_sub(text, span.offset, span.length);
}

/* The number that the digits from *at on are; 0 at the end. */
static unsigned next_number(struct pc_str s, size_t *at) {
    unsigned number = 0;
    *at = pc_str_find_digit(s, *at);
    if (*at == PC_NPOS)
        return 0;
    for (; *at < s.len && pc_is_digit(s.ptr[*at]); ++*at)
        number = number > 100000 ? number : number * 10 + (unsigned)(s.ptr[*at] - '0');
    return number;
}

static void check_claim(struct place place, const struct pc_claim *c) {
    struct pc_str spelt = check_span(place, c->span, "claim");
    size_t at = 0;
    check_span(place, c->extent, "extent");
    check_span(place, c->name_span, "name");
    FUZZ_CHECK(c->ports.lo > 0 && c->ports.lo <= c->ports.hi, "ports %u-%u", c->ports.lo, c->ports.hi);
    FUZZ_CHECK(c->role < PC_ROLE_COUNT, "role %d", (int)c->role);
    FUZZ_CHECK(spelt.len > 0, "a claim of %u stands nowhere", c->ports.lo);
    if ((c->flags & (PC_CLAIM_OPEN | PC_CLAIM_COMPOSED | PC_CLAIM_FROM_ENV)) != 0)
        return;
    unsigned lo = next_number(spelt, &at);
    unsigned hi = c->ports.hi == c->ports.lo ? lo : next_number(spelt, &at);
    FUZZ_CHECK(lo == c->ports.lo && hi == c->ports.hi, "a claim of %u-%u stands at `%.*s`", c->ports.lo, c->ports.hi,
               PC_ARG(spelt));
}

static void check_trouble(struct place place, const struct pc_trouble *t) {
    check_span(place, t->span, "trouble");
    check_span(place, t->other, "trouble's other place");
    FUZZ_CHECK(t->message.len > 0, "trouble without words");
    for (size_t i = 0; i < t->insert_count; i++)
        check_span(place, (struct pc_span){t->span.file, t->insert_at[i], 0}, "insertion");
}

static void check_ignore(struct place place, const struct pc_ignore *g) {
    check_span(place, g->span, "suppression");
    check_span(place, g->comment, "comment");
    FUZZ_CHECK(g->kind != PC_IGNORE_BROKEN || g->problem.len > 0, "a broken suppression without words");
    FUZZ_CHECK(g->line == UINT32_MAX || g->line < place.files[g->span.file].lines.count, "a suppression of no line");
}

static void check_index(pc_id index, size_t count, const char *what) {
    FUZZ_CHECK(index == PC_NONE || index < count, "%s: %u of %zu", what, index, count);
}

void fuzz_check_builder(const struct pc_builder *b) {
    struct place place = {b->files.items, b->files.count};
    for (size_t i = 0; i < b->claims.count; i++) {
        const struct pc_claim *c = &b->claims.items[i];
        check_claim(place, c);
        check_index(c->host, b->host_mentions.count, "host of a claim");
        check_index(c->section, b->sections.count, "section of a claim");
        check_index(c->range, b->ranges.count, "range of a claim");
        check_index(c->container, b->containers.count, "container of a claim");
        check_index(c->partner, b->claims.count, "partner of a claim");
    }
    for (size_t i = 0; i < b->ranges.count; i++)
        FUZZ_CHECK(check_span(place, b->ranges.items[i].span, "range").len > 0, "a range stands nowhere");
    for (size_t i = 0; i < b->sections.count; i++)
        check_span(place, b->sections.items[i].title_span, "title");
    for (size_t i = 0; i < b->host_mentions.count; i++)
        check_span(place, b->host_mentions.items[i].span, "host");
    for (size_t i = 0; i < b->references.count; i++) {
        check_span(place, b->references.items[i].span, "reference");
        check_span(place, b->references.items[i].port_span, "port of a reference");
        check_index(b->references.items[i].claim, b->claims.count, "claim of a reference");
    }
    for (size_t i = 0; i < b->absences.count; i++)
        check_span(place, b->absences.items[i].span, "absence");
    for (size_t i = 0; i < b->dates.count; i++)
        check_span(place, b->dates.items[i].span, "date");
    for (size_t i = 0; i < b->mentions.count; i++)
        check_span(place, b->mentions.items[i].span, "mention");
    for (size_t i = 0; i < b->troubles.count; i++)
        check_trouble(place, &b->troubles.items[i]);
    for (size_t i = 0; i < b->ignores.count; i++)
        check_ignore(place, &b->ignores.items[i]);
    for (size_t i = 0; i < b->containers.count; i++)
        check_span(place, b->containers.items[i].key_span, "container");
    for (size_t i = 0; i < b->claim_aliases.count; i++)
        check_span(place, b->claim_aliases.items[i].span, "alias");
}

void fuzz_check_registry(const struct pc_registry *reg) {
    struct place place = {reg->files, reg->file_count};
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *c = &reg->claims[i];
        check_claim(place, c);
        check_index(c->service, reg->service_count, "service of a claim");
        check_index(c->host, reg->host_count, "host of a claim");
        check_index(c->section, reg->section_count, "section of a claim");
        check_index(c->range, reg->range_count, "range of a claim");
        check_index(c->container, reg->container_count, "container of a claim");
        check_index(c->partner, reg->claim_count, "partner of a claim");
        pc_span_position(reg, c->span);
    }
    for (size_t i = 0; i < reg->deployment_count; i++)
        FUZZ_CHECK(reg->deployments[i].host < reg->host_count, "a deployment on no host");
    for (size_t i = 0; i < reg->container_count; i++) {
        check_index(reg->containers[i].service, reg->service_count, "service of a container");
        FUZZ_CHECK(reg->containers[i].network < reg->container_count, "a container in no network");
    }
    for (size_t i = 0; i < reg->trouble_count; i++)
        check_trouble(place, &reg->troubles[i]);
    for (size_t i = 0; i < reg->ignore_count; i++)
        check_ignore(place, &reg->ignores[i]);
}
