/* What the files of `move` share. Private to them. */
#ifndef PC_MOVE_PARTS_H
#define PC_MOVE_PARTS_H

#include "move.h"

/* Refuses; the first reason stays. Returns false. */
bool pc_move_refuse(struct pc_move *move, enum pc_move_refusal refusal, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void pc_move_warn(struct pc_move *move, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "PORTS.md:12". */
struct pc_str pc_move_where_in(const struct pc_move *move, const struct pc_registry *reg, struct pc_span span);
struct pc_str pc_move_where(const struct pc_move *move, struct pc_span span);
/* " on `harbour`"; empty for PC_NONE. */
struct pc_str pc_move_on_host(const struct pc_move *move, pc_id host);
void pc_move_rest(struct pc_move *move, struct pc_move_rests *rests, struct pc_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* move_subject.c: which service, on which host, from which port. False: refused. */
bool pc_move_find_subject(struct pc_move *move, const struct pc_move_ask *ask);
/* Development and test deployments stand behind the others. */
bool pc_move_is_side(const struct pc_registry *reg, pc_id host);

/* move_inside.c: which containers' inner ports move. */
void pc_move_find_containers(struct pc_move *move);

/* move_places.c: the claims. False: refused. */
bool pc_move_find_places(struct pc_move *move);
/* move_callers.c: does a dial follow? */
bool pc_move_is_loopback(struct pc_str name);
/* Is it the key or name of one of its containers? */
bool pc_move_is_container_name(const struct pc_move *move, struct pc_str name);
bool pc_move_dial_follows(const struct pc_move *move, const struct pc_move_dial *dial);

/* move_stale.c: what gives it a port that it does not have. */
void pc_move_find_stale(struct pc_move *move);
/* Do its deployments or its source give it the old port? */
bool pc_move_knows_truth(const struct pc_move *move);
/* Does a document or a caller give it the port of the plan's row that moves as well? */
bool pc_move_goes_by_plan(const struct pc_move *move, pc_id claim);

/* move_target.c: may it have the new port? False: refused. */
bool pc_move_check_target(struct pc_move *move, const struct pc_registry *all);

/* move_rows.c: rows of the plan to their new places, and what the reservations lose. False: refused. */
bool pc_move_edit_rows(struct pc_move *move);

/* move_mentions.c: where else the number stands. */
void pc_move_find_mentions(struct pc_move *move);

#endif
