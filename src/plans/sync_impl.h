/* What the files of sync share. Only sync*.c of this folder include it. */
#ifndef PC_SYNC_IMPL_H
#define PC_SYNC_IMPL_H

#include "markdown.h"
#include "sync.h"
#include "table_edit.h"

/* A number that is to become another. */
struct pc_sync_change {
    pc_id claim;
    uint16_t port;
    pc_id host;            /* of the standing that asks for it */
    struct pc_str why_not; /* empty: it is done */
};

/* A row that is added to a plan. */
struct pc_sync_coming {
    pc_id service, file;
    uint16_t port;
};

struct pc_syncing {
    const struct pc_sync_input *in;
    const struct pc_registry *reg;
    struct pc_arena *arena;
    struct pc_edits *edits;
    struct pc_rows *rows;
    struct pc_sync *out;
    struct PC_VEC(struct pc_sync_change) changes; /* by claim, one each */
    pc_id *planned_at;                            /* of each port: a claim of the plan that gets it; PC_NONE */
    struct PC_VEC(struct pc_sync_coming) coming;
    const struct pc_md_document *dated; /* the file whose dates are looked at; NULL: none yet */
    pc_id dated_file;
};

/* Somebody's, and nothing is done about it. */
void pc_sync_leave(struct pc_syncing *s, pc_id service, pc_id host, struct pc_span span, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* What was left last is about something that is done: no later look at the tree would find it. */
void pc_sync_leave_done(struct pc_syncing *s);
/* Something of a service is changed. */
void pc_sync_touch(struct pc_syncing *s, pc_id service);

/* The port that a claim has when all is done. */
uint16_t pc_sync_port(const struct pc_syncing *s, pc_id claim);

/* Another service's row of the plan, or a reservation for somebody, that has the port on the host and keeps it;
 * PC_NONE.
 */
pc_id pc_sync_keeper(const struct pc_syncing *s, pc_id service, pc_id host, uint16_t port);
/* That it does, in words. */
struct pc_str pc_sync_kept(const struct pc_syncing *s, pc_id keeper, uint16_t port);

/* sync_sides.c: which numbers are to become which. */
void pc_sync_collect(struct pc_syncing *s);
/* sync_rows.c: rows that are missing, and ports that rows give up. */
void pc_sync_add_rows(struct pc_syncing *s);
/* Has the plan, as it will be, a row for it? */
bool pc_sync_has_row(const struct pc_syncing *s, pc_id service, uint16_t port);
/* sync_lists.c: PC310, what is planned and deployed, and missing in the host's list. */
void pc_sync_add_missing(struct pc_syncing *s, const struct pc_finding *f);
/* What has a row of the plan now comes into the list of its host as well. */
void pc_sync_list(struct pc_syncing *s, pc_id service, pc_id host);

/* sync_findings.c: is it of that rule, and not silenced? */
bool pc_sync_is_rule(const struct pc_finding *f, const char *code);
/* The claim of a role whose number a label shows; PC_NONE. */
pc_id pc_sync_claim_at(const struct pc_syncing *s, struct pc_span span, enum pc_role role);
/* Is a service selected there, and not held? */
bool pc_sync_may_change(const struct pc_syncing *s, pc_id service, pc_id host);
bool pc_sync_selects(const struct pc_syncing *s, const struct pc_claim *claim);
/* Of several mappings or lists that give a service one port the first one. */
bool pc_sync_is_first(const struct pc_syncing *s, const struct pc_finding *f, size_t label, enum pc_role role);
bool pc_sync_is_named(const struct pc_finding *f, struct pc_str name);
/* Is it listed as real where it does not run? */
bool pc_sync_is_absent(const struct pc_syncing *s, struct pc_span span);
/* What a finding says and nothing was done about is left. */
void pc_sync_leave_finding(struct pc_syncing *s, const struct pc_finding *f);
/* sync_dates.c: the day of the reconciliation, in every registry that changes. */
void pc_sync_date(struct pc_syncing *s);

#endif
