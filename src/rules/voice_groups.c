/* Statements of a service fall into groups that each speak with one voice: the plan of one document, the list of one
 * host, its own document for one environment. A service may be listed on thousands of hosts, so the statements are
 * sorted by what a group has in common. */
#include "drift_subject.h"
#include "sort.h"

static bool is_statement(const struct pc_claim *claim) {
    return (claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED) && pc_claim_is_host_side(claim) &&
           !(claim->flags & PC_CLAIM_OPEN);
}

enum pc_voice pc_voice_of(const struct pc_claim *claim) {
    if (claim->role == PC_ROLE_PLANNED) {
        return PC_VOICE_PLAN;
    }
    return claim->flags & PC_CLAIM_SELF ? PC_VOICE_OWN : PC_VOICE_LIST;
}

enum { FEW = 16 };

struct statement {
    pc_id file, host;
    enum pc_environment environment;
    pc_id claim;
    size_t at; /* among the service's claims */
};

static int compare_statements(const void *left, const void *right) {
    const struct statement *a = left, *b = right;
    int order = pc_order(a->file, b->file);
    order = pc_then(order, pc_order(a->host, b->host));
    order = pc_then(order, pc_order(a->environment, b->environment));
    return pc_then(order, pc_order(a->at, b->at));
}

static int compare_groups(const void *left, const void *right) {
    const struct pc_voice_group *a = left, *b = right;
    return pc_order(a->first, b->first);
}

/* The group that a statement joins; NULL: it begins one. Those of its file, host and environment stand at the end. */
static struct pc_voice_group *group_of(const struct pc_drift *s, const struct statement *statement) {
    const struct pc_claim *claim = &s->ctx->reg->claims[statement->claim];
    enum pc_voice voice = pc_voice_of(claim);
    for (size_t i = s->groups.count; i-- > 0;) {
        struct pc_voice_group *group = &s->groups.items[i];
        if (group->file != statement->file || group->host != statement->host ||
            group->environment != statement->environment) {
            break;
        }
        /* Rows of one table say one thing, though a status column calls some of them real. */
        bool same_table = claim->section != PC_NONE &&
                          s->ctx->reg->claims[group->claims.items[0]].section == claim->section &&
                          voice != PC_VOICE_OWN && group->voice != PC_VOICE_OWN;
        if (group->voice == voice || same_table) {
            return group;
        }
    }
    return NULL;
}

void pc_voice_groups_find(struct pc_drift *s) {
    struct pc_claims owned = pc_view_of_service(s->ctx->view, s->service);
    struct statement few[FEW]; /* of most services: no memory for those */
    struct PC_VEC(struct statement) all = {few, 0, FEW};
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &s->ctx->reg->claims[owned.items[i]];
        if (is_statement(claim)) {
            *PC_PUSH(&all, s->ctx->arena) =
                (struct statement){claim->span.file, claim->host, claim->environment, owned.items[i], i};
        }
    }
    pc_sort(all.items, all.count, sizeof all.items[0], compare_statements);
    for (size_t i = 0; i < all.count; i++) {
        const struct statement *statement = &all.items[i];
        struct pc_voice_group *group = group_of(s, statement);
        if (!group) {
            group = PC_PUSH(&s->groups, s->ctx->arena);
            *group = (struct pc_voice_group){.voice = pc_voice_of(&s->ctx->reg->claims[statement->claim]),
                                             .file = statement->file,
                                             .host = statement->host,
                                             .environment = statement->environment,
                                             .first = statement->at};
        }
        *PC_PUSH(&group->claims, s->ctx->arena) = statement->claim;
    }
    pc_sort(s->groups.items, s->groups.count, sizeof s->groups.items[0], compare_groups);
}
