/* The old port of a service that moves, in files that no reader reads. */
#ifndef PC_MOVE_UNREAD_H
#define PC_MOVE_UNREAD_H

#include "buf.h"
#include "move.h"

struct pc_run;

/* Tells the lines that hold the number beside the service's name; nothing when there are none. */
void pc_move_tell_unread(struct pc_run *run, const struct pc_move *move, struct pc_buf *out);

#endif
