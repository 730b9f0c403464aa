/* Rows of port tables and bullets of port lists, changed as they lie on disk: a number in its cell, a row moved to its
 * place, a new row, a reservation that gives a port away. What was aligned stays aligned, what was not stays so, and
 * every other byte stays.
 *
 *     struct pc_rows *rows = pc_rows_new(&edits);
 *     if (pc_rows_renumber(rows, claim, 3042, &why) == PC_ROWS_REFUSED) ...
 *     pc_rows_take(rows, 3042, host, &why);
 *     pc_rows_finish(rows);          // now edits holds everything
 *
 * Calls are collected and become edits together, so that a swap, a chain of ports, or a reservation that gives away
 * several ports is one set of edits. Whoever changes something else in the same files uses pc_rows_replace, so that it
 * goes along with a row that moves. */
#ifndef PC_TABLE_EDIT_H
#define PC_TABLE_EDIT_H

#include "edits.h"

struct pc_rows;

enum pc_rows_result {
    PC_ROWS_DONE,
    PC_ROWS_STAYS,  /* done, but the row could not go where its port belongs: *why says in a sentence */
    PC_ROWS_REFUSED /* nothing was done: *why */
};

/* Memory is the arena of edits. */
struct pc_rows *pc_rows_new(struct pc_edits *edits);

/* The number of a claim becomes port, and with it the service's own addresses on the same line of a document, or in the
 * same entry of a registry that is data ("http://localhost:3101" beside "3101"). A planned claim's row or bullet, when
 * it holds nothing else, goes to its sorted place, in another table or list of the file where that range has the port.
 * Any other claim is changed in its place, whatever kind of file it is in. Refused: a range, a pattern ("30xx"), a
 * number put together of variables, a claim of another repository. */
enum pc_rows_result pc_rows_renumber(struct pc_rows *rows, pc_id claim, uint16_t port, struct pc_str *why);
/* The same, and the row stays where it is. */
enum pc_rows_result pc_rows_renumber_here(struct pc_rows *rows, pc_id claim, uint16_t port, struct pc_str *why);

/* A row or bullet that is not there yet. */
struct pc_new_row {
    struct pc_str service;
    uint16_t port;
    pc_id host;    /* where it is said to be; PC_NONE: not stated */
    pc_id section; /* the table or list that gets it; PC_NONE: the table of the plan whose range has the port */
    pc_id file;    /* the registry, when section is PC_NONE */
};
/* Cells that are nobody's to know stay blank, or a dash where the neighbours have one. STAYS: a new row with that port
 * comes there already. */
enum pc_rows_result pc_rows_add(struct pc_rows *rows, const struct pc_new_row *row, struct pc_str *why);

/* Takes a port out of every reservation that is made for nobody, on a host or without one, and of rows that say that
 * it is free: "3006-3009 (reserved)" shrinks or becomes two, a row without ports goes. DONE also where nothing reserves
 * it. Refused: a reservation for somebody, a pattern, a heading. */
enum pc_rows_result pc_rows_take(struct pc_rows *rows, uint16_t port, pc_id host, struct pc_str *why);

/* The port of a planned claim is had by nobody once all is done: the reservation that it was taken out of gets it back,
 * as far as the rows around it tell. */
void pc_rows_return(struct pc_rows *rows, pc_id claim);

/* Other bytes, such as a reference to the port in another row. */
void pc_rows_replace(struct pc_rows *rows, struct pc_span span, struct pc_str text);
/* Has it been asked for to replace these very bytes? Before pc_rows_finish. */
bool pc_rows_replaces(struct pc_rows *rows, struct pc_span span);

/* The addresses that go along with the numbers so far, sorted by file and offset. */
const struct pc_span *pc_rows_addresses(struct pc_rows *rows, size_t *count);

/* Once, at the end: makes the edits. */
void pc_rows_finish(struct pc_rows *rows);

#endif
