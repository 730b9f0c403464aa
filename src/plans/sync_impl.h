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

void pc_sync_leave(struct pc_syncing *s, pc_id service, pc_id host, struct pc_span span, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

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
/* sync_rows.c: rows that are missing. */
void pc_sync_add_rows(struct pc_syncing *s);
/* sync_dates.c: the day of the reconciliation, in every registry that changes. */
void pc_sync_date(struct pc_syncing *s);

#endif
