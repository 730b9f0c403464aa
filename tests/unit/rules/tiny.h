/* Small registries for tests of rules, written as text that shows what is meant.
 *
 *   ## 7300-7399: Jobs @alpha      a heading; with a range, its rows stand under it; @alpha: on that host; (internal):
 * container ports
 *   - 7300-7399: Jobs              a row of a list of ranges; "7300+" is open
 *   | 7301, 7302 | mailer | udp |  a planned row; words of the third cell:
 *       doc pub default   documented, published, a source's default (else: planned)
 *       tcp udp           protocol
 *       internal restated future self guessed
 *       host=x env=production|development|test at=127.0.0.1 svc=NAME ref=7212:shop-server
 *   The name "(reserved)" makes an unnamed reservation, "(for x)" one for x.
 *
 * A file named README.md is a service's document, *.yml a compose file, everything else a registry. A host whose name
 * begins with "far" is not spoken for by any registry. */
#ifndef PC_TINY_H
#define PC_TINY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rule.h"
#include "vec.h"

extern struct pc_arena tiny_arena;

/* cmocka's set-up and tear-down: an empty registry. */
int tiny_set_up(void **state);
int tiny_tear_down(void **state);
#define TINY_TEST(fn) cmocka_unit_test_setup_teardown(fn, tiny_set_up, tiny_tear_down)

/* Adds a file; its rows become claims. Files in the order of their paths. */
pc_id tiny_file(const char *path, const char *text);
void tiny_date(pc_id file, const char *text, uint32_t ymd, bool reconciled); /* the date is where text stands */
void tiny_trouble(const struct pc_trouble *trouble);
/* The first place of text in a file. */
struct pc_span tiny_span(pc_id file, const char *text);
const struct pc_registry *tiny_registry(void);

/* What a rule finds in it. config NULL: none. */
struct pc_findings *tiny_run(const struct pc_rule *rule, const struct pc_config *config);

/* Forgets the files, reads text as PORTS.md and compares what the rule finds with expected: a line "level: message" a
 * finding, without the last line end. "" expects silence. */
void tiny_expect(const struct pc_rule *rule, const char *text, const char *expected);

/* The findings in that form. */
const char *tiny_shown(const struct pc_findings *findings);

#endif
