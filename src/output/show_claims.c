/* Claims in words, one a line. */
#include "show_parts.h"
#include "sort.h"

/* A claim with what it is sorted by. */
struct line {
    unsigned kind; /* the surest first; what is said of a container and who dials come last */
    pc_id host;
    pc_id claim;
};

static unsigned kind_of(enum pc_role role) {
    static const unsigned kinds[] = {
        [PC_ROLE_PUBLISHES] = 0, [PC_ROLE_OBSERVED] = 1, [PC_ROLE_DOCUMENTED] = 2, [PC_ROLE_PLANNED] = 3,
        [PC_ROLE_RESERVED] = 4,  [PC_ROLE_DEFAULT] = 5,  [PC_ROLE_LISTENS] = 6,    [PC_ROLE_DIALS] = 7};
    return kinds[role];
}

static int compare_lines(const void *left, const void *right) {
    const struct line *a = left;
    const struct line *b = right;
    if (a->kind != b->kind)
        return pc_order(a->kind, b->kind);
    if (a->host != b->host)
        return pc_order(a->host, b->host);
    return pc_order(a->claim, b->claim);
}

static const char *state_of(const struct pc_claim *claim) {
    return claim->flags & PC_CLAIM_ROUTE    ? "routed"
           : claim->flags & PC_CLAIM_SCRAPE ? "scraped"
                                            : pc_role_state(claim->role);
}

static struct pc_str service_name(const struct pc_registry *reg, pc_id service, struct pc_str otherwise) {
    return service == PC_NONE ? otherwise : reg->services[service].name;
}

/* Of whom: the owner, or whom a dial is meant for. */
static struct pc_str owner_of(const struct pc_show *show, pc_id id) {
    const struct pc_claim *claim = &show->in->reg->claims[id];
    const struct pc_dial *dial = pc_show_dial_of(show, id);
    pc_id service = dial && dial->wanted != PC_NONE ? dial->wanted : dial ? dial->answers : claim->service;
    return service_name(show->in->reg, service, claim->name);
}

static struct pc_str port_of(struct pc_show *show, const struct pc_claim *claim) {
    struct pc_str ports = pc_show_ports_text(show, claim->ports);
    bool usual = claim->protocol == PC_PROTO_ANY || claim->protocol == PC_PROTO_TCP;
    return usual ? ports : pc_str_fmt(show->in->arena, "%.*s/%s", PC_ARG(ports), pc_protocol_name(claim->protocol));
}

/* Where the port is, or who dials. */
static struct pc_str place_of(struct pc_show *show, const struct pc_claim *claim) {
    const struct pc_registry *reg = show->in->reg;
    if (claim->role == PC_ROLE_DIALS) {
        pc_id caller = claim->container == PC_NONE ? PC_NONE : reg->containers[claim->container].service;
        return caller == PC_NONE ? PC_EMPTY
                                 : pc_str_fmt(show->in->arena, "by %.*s", PC_ARG(reg->services[caller].name));
    }
    if (claim->role == PC_ROLE_LISTENS && (claim->container != PC_NONE || claim->place == PC_PLACE_NETWORK))
        return PC_STR("in its container");
    return pc_show_on_host(show, claim->host);
}

static void add_remark(struct pc_buf *out, const char *remark) {
    if (remark[0] != '\0')
        pc_buf_addf(out, "%s%s", out->len > 0 ? ", " : "", remark);
}

/* Whoever answers instead of the one that is meant. */
static void add_answerer(struct pc_show *show, const struct pc_dial *dial, struct pc_buf *out) {
    if (!dial || dial->wanted == PC_NONE || dial->answers == PC_NONE || dial->answers == dial->wanted)
        return;
    pc_buf_addf(out, "%sbut %.*s answers", out->len > 0 ? ", " : "",
                PC_ARG(show->in->reg->services[dial->answers].name));
}

static void add_profiles(const struct pc_registry *reg, const struct pc_claim *claim, struct pc_buf *out) {
    if (claim->container == PC_NONE || claim->role == PC_ROLE_DIALS)
        return;
    const struct pc_container *container = &reg->containers[claim->container];
    for (size_t i = 0; i < container->profile_count; i++)
        pc_buf_addf(out, "%sprofile %.*s", out->len > 0 ? ", " : "", PC_ARG(container->profiles[i]));
}

/* What else the claim says: variable, public name, address, environment, how sure it is. */
static struct pc_str remarks_of(struct pc_show *show, pc_id id) {
    const struct pc_claim *claim = &show->in->reg->claims[id];
    struct pc_buf out;
    pc_buf_init(&out, show->in->arena);
    const struct pc_foreign *other = pc_foreign_of(show->in->reg, id);
    if (claim->qualifier.len > 0)
        pc_buf_add(&out, claim->qualifier);
    if (other)
        pc_buf_add(&out, other->condition);
    bool own = claim->role == PC_ROLE_DOCUMENTED && (claim->flags & PC_CLAIM_SELF);
    add_remark(&out, own ? "its own document" : "");
    add_remark(&out, pc_environment_name(claim->container == PC_NONE && !other ? claim->environment : PC_ENV_UNKNOWN));
    if (claim->role != PC_ROLE_DIALS && claim->address.len > 0)
        pc_buf_addf(&out, "%sonly %.*s", out.len > 0 ? ", " : "", PC_ARG(claim->address));
    add_remark(&out, claim->flags & PC_CLAIM_INTERNAL && !other ? "internal only" : "");
    add_remark(&out, claim->flags & PC_CLAIM_FUTURE && !other ? "not up yet" : "");
    add_remark(&out, claim->confidence == PC_GUESSED ? "a guess" : "");
    add_profiles(show->in->reg, claim, &out);
    add_answerer(show, pc_show_dial_of(show, id), &out);
    return out.len > 0 ? pc_buf_str(&out) : PC_EMPTY;
}

void pc_show_claims(struct pc_show *show, const struct pc_claim_lines *lines) {
    const struct pc_registry *reg = show->in->reg;
    struct line *sorted = PC_NEW_ARRAY(show->in->arena, lines->count, struct line);
    struct pc_columns columns;
    pc_columns_init(&columns, show->in->arena, 6);
    for (size_t i = 0; i < lines->count; i++)
        sorted[i] = (struct line){kind_of(reg->claims[lines->claims[i]].role), reg->claims[lines->claims[i]].host,
                                  lines->claims[i]};
    pc_sort(sorted, lines->count, sizeof *sorted, compare_lines);
    for (size_t i = 0; i < lines->count; i++) {
        const struct pc_claim *claim = &reg->claims[sorted[i].claim];
        pc_columns_addz(&columns, state_of(claim));
        pc_columns_add(&columns, lines->with_ports ? port_of(show, claim) : PC_EMPTY);
        pc_columns_add(&columns, lines->with_names ? owner_of(show, sorted[i].claim) : PC_EMPTY);
        pc_columns_add(&columns, place_of(show, claim));
        pc_columns_add(&columns, pc_show_where(show, claim->span));
        pc_columns_add(&columns, remarks_of(show, sorted[i].claim));
    }
    pc_columns_write(&columns, show->out);
}
