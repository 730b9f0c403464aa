/* TOML as the same tree as YAML and JSON: see node.h. A subset of TOML 1.0 that says what it cannot read: tables,
 * arrays of tables, dotted keys, the four kinds of strings, integers (hexadecimal, octal and binary ones and those with
 * underscores become decimal text, which is then not verbatim), floats, dates and times as text, arrays, inline tables.
 * What is not checked: that a table made by dotted keys is not opened again, and whether a date exists. */
#ifndef PC_TOML_H
#define PC_TOML_H

#include "node.h"

/* Never fails: trouble is a note, and reading goes on at the next line that looks like one. Unwinds when memory is
 * spent. */
struct pc_tree pc_toml_parse(struct pc_arena *arena, struct pc_str text);

#endif
