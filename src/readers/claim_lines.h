/* The interchange form: one claim a line, JSON of the schema "portcheck/claim/v1", as `list claims -f jsonl` prints it.
 *
 *     schema    "portcheck/claim/v1"                     role      planned, reserved, documented, default, listens,
 *     port      1 to 65535                                         publishes, dials, observed
 *     port_end  not below port; the same when missing    place     unknown, host, network; unknown when missing
 *     path      where it stands in its repository        protocol  tcp, udp, sctp; any when missing
 *     line      from 1                                   service, host, address, text, condition: texts
 *     column    from 1; 1 when missing                   confidence  stated, derived, guessed; stated when missing
 *     origin    its repository; empty or missing: the one that the whole text is of
 *
 * schema, role, port, path and line must be there; null is the same as missing. Any other key is wrong: a mistyped
 * one would leave something out unnoticed. */
#ifndef PC_CLAIM_LINES_H
#define PC_CLAIM_LINES_H

#include "buf.h"
#include "join.h"
#include "vec.h"

struct pc_claim_lines PC_VEC(struct pc_claim_line);

/* Adds every claim of a text. name: of the file, for messages; origin: the repository of lines that name none. scratch
 * is emptied for each line. False when anything is wrong: errors then says what, "name:line: ...", a line each, the
 * first few. */
bool pc_claim_lines_read(struct pc_arena *arena, struct pc_arena *scratch, struct pc_str name, struct pc_str origin,
                         struct pc_str text, struct pc_claim_lines *lines, struct pc_buf *errors);

#endif
