/* See prove.h. A change is made in a copy of the claims: what stands at one place changes together, as it would if
 * somebody wrote another number there. Which service, host and range a claim has stays as it was resolved; no rule
 * reads the text under a claim. */
#include "prove.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "silence.h"
#include "sort.h"

struct before {
    const char *fingerprint;
    enum pc_level level;
};

struct trial {
    struct pc_run *run;
    struct pc_arena arena; /* emptied for each change */
    struct before *before; /* what is found without a change, by fingerprint */
    size_t before_count;
    struct pc_claim *claims, *all_claims; /* the copies; the same where there is no other repository */
    struct pc_registry own, all;
    struct pc_spare_ports spare;
    struct pc_proof *proof;
};

static int compare_before(const void *a, const void *b) {
    return strcmp(((const struct before *)a)->fingerprint, ((const struct before *)b)->fingerprint);
}

static struct pc_claim *copy_claims(struct pc_run *run, const struct pc_registry *reg) {
    struct pc_claim *claims = PC_NEW_ARRAY(&run->arena, reg->claim_count, struct pc_claim);
    if (reg->claim_count > 0)
        memcpy(claims, reg->claims, reg->claim_count * sizeof *claims);
    return claims;
}

static void prepare(struct trial *t) {
    struct pc_run *run = t->run;
    const struct pc_findings *findings = &run->findings;
    t->own = *run->own;
    t->all = *run->reg;
    t->claims = copy_claims(run, run->own);
    t->all_claims = run->own == run->reg ? t->claims : copy_claims(run, run->reg);
    t->own.claims = t->claims;
    t->all.claims = t->all_claims;
    t->spare = pc_spare_ports_of(&run->arena, run->reg);
    t->before = PC_NEW_ARRAY(&run->arena, findings->list.count, struct before);
    t->before_count = findings->list.count;
    for (size_t i = 0; i < t->before_count; i++)
        t->before[i] = (struct before){findings->list.items[i]->fingerprint, findings->list.items[i]->level};
    pc_sort(t->before, t->before_count, sizeof *t->before, compare_before);
}

/* Was it there before the change, and as grave? */
static bool is_old(const struct trial *t, const struct pc_finding *f) {
    struct before wanted = {.fingerprint = f->fingerprint};
    const struct before *known =
        t->before_count == 0 ? NULL : bsearch(&wanted, t->before, t->before_count, sizeof wanted, compare_before);
    return known && known->level >= f->level;
}

/* --- one change --- */

static bool same_place(const struct pc_claim *a, const struct pc_claim *b) {
    return a->span.file == b->span.file && a->span.offset == b->span.offset && a->span.length == b->span.length;
}

/* Claims [from, to) begin at one byte; what is a longer or shorter number than that of claim like stays. NULL: as they
 * were. */
static void set_ports(struct trial *t, pc_id from, pc_id to, pc_id like, const struct pc_ports *ports) {
    for (pc_id i = from; i < to; i++) {
        if (!same_place(&t->run->own->claims[i], &t->run->own->claims[like]))
            continue;
        t->claims[i].ports = ports ? *ports : t->run->own->claims[i].ports;
        t->all_claims[i].ports = t->claims[i].ports;
    }
}

/* What is found because of the number that the trial chose, not because it differs: one of the system's; one beyond a
 * range in which no other was left. A person's slip would be another one. */
static bool is_of_the_choice(const struct pc_finding *f, bool outside) {
    struct pc_str code = pc_str_c(f->rule->code);
    return pc_str_is(code, "PC205") || (outside && (pc_str_is(code, "PC101") || pc_str_is(code, "PC112")));
}

/* Keeps what is new, then marks what of it something silences. */
static void keep_new(struct trial *t, struct pc_findings *findings, bool outside) {
    size_t kept = 0;
    for (size_t i = 0; i < findings->list.count; i++)
        if (!is_old(t, findings->list.items[i]) && !is_of_the_choice(findings->list.items[i], outside))
            findings->list.items[kept++] = findings->list.items[i];
    findings->list.count = kept;
    if (kept == 0)
        return;
    if (t->own.ignore_count > 0 || t->run->config.ignore_count > 0)
        pc_silencers_apply(pc_silencers_new(&t->arena, &t->own, &t->run->config, t->run->today), &t->own, findings);
    pc_baseline_apply(&t->run->baseline, findings);
}

/* The gravest that is new says whether a change is noticed: info stops nobody. */
static enum pc_proof_gap judge(const struct pc_findings *findings, const char **rule) {
    enum pc_proof_gap gap = PC_GAP_ALONE;
    enum pc_level best = PC_LEVEL_OFF;
    for (size_t i = 0; i < findings->list.count; i++) {
        const struct pc_finding *f = findings->list.items[i];
        bool silenced = f->suppressed || f->baseline;
        enum pc_proof_gap its = silenced ? PC_GAP_SILENCED : f->level >= PC_LEVEL_WARNING ? PC_GAP_NONE : PC_GAP_INFO;
        bool better = gap == PC_GAP_ALONE || its == PC_GAP_NONE || (its == PC_GAP_SILENCED && gap == PC_GAP_INFO);
        if (gap == PC_GAP_NONE ? its == PC_GAP_NONE && f->level > best : better) {
            gap = its;
            best = f->level;
            *rule = f->rule->code;
        }
    }
    return gap;
}

/* How many places give the port of a claim's service: the service's own, and those that dial it. */
static size_t places_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    size_t places = 0;
    const struct pc_claim *last = NULL;
    for (size_t i = 0; i < reg->claim_count && places < 2; i++) {
        const struct pc_claim *other = &reg->claims[i];
        if (other->service != claim->service || !pc_ports_overlap(other->ports, claim->ports) ||
            (last && same_place(last, other)))
            continue;
        places++;
        last = other;
    }
    return places;
}

static enum pc_proof_gap gap_of(const struct pc_registry *reg, const struct pc_claim *claim) {
    if (claim->role == PC_ROLE_RESERVED)
        return PC_GAP_RESERVED;
    if (claim->role == PC_ROLE_DIALS && claim->service == PC_NONE)
        return PC_GAP_OUTSIDE;
    if (claim->service == PC_NONE)
        return PC_GAP_NOBODY;
    return places_of(reg, claim) > 1 ? PC_GAP_APART : PC_GAP_ALONE;
}

static void try_change(struct trial *t, struct pc_proof_change *change, pc_id from, pc_id to) {
    struct pc_findings findings = {.arena = &t->arena, .reg = &t->all};
    set_ports(t, from, to, change->claim, &change->changed);
    pc_rules_run(&t->own, t->run->own == t->run->reg ? &t->own : &t->all, &t->run->config, &findings);
    set_ports(t, from, to, change->claim, NULL);
    pc_findings_merge(&findings);
    keep_new(t, &findings, change->outside);
    change->gap = judge(&findings, &change->rule);
    if (change->gap == PC_GAP_ALONE)
        change->gap = gap_of(t->run->own, &t->run->own->claims[change->claim]);
    pc_arena_reset(&t->arena);
}

/* --- all of them --- */

static void count(struct pc_proof *proof, const struct pc_proof_change *change) {
    bool noticed = change->gap == PC_GAP_NONE;
    proof->noticed += noticed;
    proof->kinds[change->kind].all++;
    proof->kinds[change->kind].noticed += noticed;
}

static bool can_change(const struct trial *t, const struct pc_claim *claim, struct pc_proof_change *change) {
    bool endless = (claim->flags & PC_CLAIM_OPEN) && claim->ports.hi == 65535;
    return !(claim->flags & PC_CLAIM_COMPOSED) && !endless && claim->span.length > 0 &&
           pc_spare_ports_near(&t->spare, claim, &change->changed, &change->outside);
}

/* Each number that begins at one byte, once. */
static void try_place(struct trial *t, pc_id from, pc_id to) {
    const struct pc_claim *claims = t->run->own->claims;
    for (pc_id i = from; i < to; i++) {
        struct pc_proof_change change = {.claim = i, .kind = pc_proof_kind_of(t->run->own, &claims[i])};
        bool again = false;
        for (pc_id j = from; j < i && !again; j++)
            again = same_place(&claims[j], &claims[i]);
        if (again)
            continue;
        if (!can_change(t, &claims[i], &change)) {
            t->proof->left_out++;
            continue;
        }
        try_change(t, &change, from, to);
        count(t->proof, &change);
        *PC_PUSH(&t->proof->list, &t->run->arena) = change;
    }
}

static void try_all(struct trial *t) {
    const struct pc_registry *own = t->run->own;
    pc_id end;
    for (pc_id from = 0; from < own->claim_count; from = end) {
        struct pc_span first = own->claims[from].span;
        for (end = from + 1; end < own->claim_count && own->claims[end].span.file == first.file &&
                             own->claims[end].span.offset == first.offset;)
            end++;
        try_place(t, from, end);
    }
}

static void finish_arena(void *arg) {
    pc_arena_finish(arg);
}

const struct pc_proof *pc_run_proof(struct pc_run *run) {
    struct trial t = {.run = run, .proof = PC_NEW(&run->arena, struct pc_proof)};
    struct pc_cleanup cleanup;
    t.proof->reg = run->own;
    pc_arena_init(&t.arena, PC_LIMIT_RUN_BYTES, &run->recovery);
    pc_defer(&run->recovery, &cleanup, finish_arena, &t.arena);
    prepare(&t);
    try_all(&t);
    pc_undefer(&run->recovery, &cleanup);
    pc_arena_finish(&t.arena);
    return t.proof;
}
