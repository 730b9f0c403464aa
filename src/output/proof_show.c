/* What prove found out, as a text for people. */
#include "proof_show.h"

#include "columns.h"
#include "emit.h"
#include "paint.h"
#include "place.h"

const struct pc_proof_word pc_proof_kind_words[PC_PROOF_KINDS] = {
    [PC_PROOF_PLAN] = {"plan", "rows of the plan"},
    [PC_PROOF_RESERVED] = {"reservation", "reservations"},
    [PC_PROOF_REAL] = {"real-ports", "registries' lists of real ports"},
    [PC_PROOF_SERVICE_DOC] = {"service-document", "services' documents"},
    [PC_PROOF_MAPPING] = {"mapping", "compose mappings, host side"},
    [PC_PROOF_TARGET] = {"mapping-target", "compose mappings, container side"},
    [PC_PROOF_ENVIRONMENT] = {"environment", "compose environment"},
    [PC_PROOF_HEALTHCHECK] = {"healthcheck", "compose health checks"},
    [PC_PROOF_COMMAND] = {"command", "compose commands, labels, expose"},
    [PC_PROOF_DOCKERFILE] = {"dockerfile", "Dockerfiles"},
    [PC_PROOF_ENV_FILE] = {"env-file", "env files"},
    [PC_PROOF_SOURCE] = {"source", "defaults in source"},
    [PC_PROOF_OTHER] = {"configuration", "other configuration"},
    [PC_PROOF_ROUTE] = {"route", "tunnels and proxies"},
    [PC_PROOF_SCRAPE] = {"scrape", "scrape and probe targets"},
    [PC_PROOF_CALLER_COMPOSE] = {"caller-compose", "callers in compose files"},
    [PC_PROOF_CALLER_ENV] = {"caller-env-file", "callers in env files"},
    [PC_PROOF_CALLER_SOURCE] = {"caller-source", "callers in source"},
    [PC_PROOF_CALLER_OTHER] = {"caller", "callers elsewhere"},
};

const struct pc_proof_word pc_proof_gap_words[PC_GAPS] = {
    [PC_GAP_NONE] = {"none", "noticed"},
    [PC_GAP_ALONE] = {"alone", "The port stands in one place only:"},
    [PC_GAP_APART] = {"apart", "Other places have the port as well, but no rule holds this one against them:"},
    [PC_GAP_OUTSIDE] = {"outside", "What is dialled is not known, or lies outside:"},
    [PC_GAP_NOBODY] = {"nobody", "Nothing says whose port it is:"},
    [PC_GAP_RESERVED] = {"reserved", "Reservations, which nothing but themselves states:"},
    [PC_GAP_INFO] = {"info", "Only a finding of severity info would tell:"},
    [PC_GAP_SILENCED] = {"silenced", "What would tell is suppressed or in the baseline:"},
};

struct showing {
    const struct pc_proof_show *in;
    const struct pc_proof *proof;
    struct pc_buf *out;
    struct pc_places places;
};

struct pc_str pc_proof_owner(const struct pc_proof *proof, const struct pc_claim *claim) {
    const struct pc_registry *reg = proof->reg;
    return claim->service != PC_NONE     ? reg->services[claim->service].name
           : claim->name.len > 0         ? claim->name
           : claim->container != PC_NONE ? reg->containers[claim->container].key
                                         : PC_EMPTY;
}

static void heading(struct showing *s, const char *text, size_t count) {
    pc_buf_addf(s->out, "\n%s%s%s", pc_colour_on(&s->in->options, PC_COLOUR_BLUE, PC_LEVEL_DEFAULT), text,
                pc_colour_off(&s->in->options));
    if (count > 0)
        pc_buf_addf(s->out, " %zu", count);
    pc_buf_addc(s->out, '\n');
}

/* Rounded down: 100 % is all of them. */
static unsigned share(size_t part, size_t all) {
    return all == 0 ? 0 : (unsigned)(part * 100 / all);
}

static void write_kinds(struct showing *s) {
    const struct pc_proof *proof = s->proof;
    struct pc_columns columns;
    pc_columns_init(&columns, s->in->arena, 3);
    for (size_t i = 0; i < PC_PROOF_KINDS; i++) {
        if (proof->kinds[i].all == 0)
            continue;
        pc_columns_add(&columns,
                       pc_str_fmt(s->in->arena, "%3u %%", share(proof->kinds[i].noticed, proof->kinds[i].all)));
        pc_columns_add(&columns, pc_str_fmt(s->in->arena, "%zu of %zu", proof->kinds[i].noticed, proof->kinds[i].all));
        pc_columns_addz(&columns, pc_proof_kind_words[i].text);
    }
    pc_buf_addc(s->out, '\n');
    pc_columns_write(&columns, s->out);
}

static struct pc_str ports_text(struct showing *s, struct pc_ports ports) {
    return ports.lo == ports.hi ? pc_str_fmt(s->in->arena, "%u", (unsigned)ports.lo)
                                : pc_str_fmt(s->in->arena, "%u-%u", (unsigned)ports.lo, (unsigned)ports.hi);
}

static struct pc_str where(struct showing *s, struct pc_span span) {
    struct pc_position at = pc_place_of(&s->places, span.file, span.offset);
    return pc_str_fmt(s->in->arena, "%.*s:%u:%u", PC_ARG(s->proof->reg->files[span.file].path), (unsigned)at.line,
                      (unsigned)at.column);
}

/* The claims with one gap, below its words. */
static void write_gap(struct showing *s, enum pc_proof_gap gap) {
    const struct pc_proof *proof = s->proof;
    struct pc_columns columns;
    size_t count = 0;
    pc_columns_init(&columns, s->in->arena, 5);
    for (size_t i = 0; i < proof->list.count; i++) {
        const struct pc_proof_change *change = &proof->list.items[i];
        const struct pc_claim *claim = &proof->reg->claims[change->claim];
        if (change->gap != gap)
            continue;
        count++;
        pc_columns_add(&columns, ports_text(s, claim->ports));
        pc_columns_add(&columns, pc_proof_owner(proof, claim));
        pc_columns_add(&columns, where(s, claim->span));
        pc_columns_addz(&columns, pc_proof_kind_words[change->kind].text);
        pc_columns_addz(&columns, change->rule ? change->rule : "");
    }
    if (count == 0)
        return;
    heading(s, pc_proof_gap_words[gap].text, count);
    pc_columns_write(&columns, s->out);
}

static void write_text(const struct pc_proof_show *show, struct pc_buf *out) {
    struct showing s = {.in = show, .proof = show->proof, .out = out};
    const struct pc_proof *proof = show->proof;
    size_t all = proof->list.count;
    pc_places_init(&s.places, show->arena, proof->reg);
    pc_buf_adds(out, pc_colour_on(&show->options, PC_COLOUR_BOLD, PC_LEVEL_DEFAULT));
    pc_buf_addf(out, "%u %% of changes would be noticed: %zu of %zu", share(proof->noticed, all), proof->noticed, all);
    pc_buf_addf(out, "%s\n", pc_colour_off(&show->options));
    write_kinds(&s);
    for (enum pc_proof_gap gap = PC_GAP_ALONE; gap < PC_GAPS; gap++)
        write_gap(&s, gap);
    if (proof->left_out > 0)
        pc_buf_addf(out, "\n%zu %s not changed: put together out of pieces, or a range without an end\n",
                    proof->left_out, proof->left_out == 1 ? "number was" : "numbers were");
}

const struct pc_proof_format pc_proof_formats[] = {
    {"text", "the share for each kind of place, and the claims that nothing guards", write_text},
    {"json", "every change, for programs", pc_proof_write_json},
};
const size_t pc_proof_format_count = sizeof pc_proof_formats / sizeof pc_proof_formats[0];
