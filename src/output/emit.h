/* The one way in which bytes from a file, a name or a configuration get into a text format.
 *
 * Unsafe characters and invalid UTF-8 are escaped by pc_printable. Two sequences that build servers obey are broken up
 * by writing one of their characters as an escape: "##[" (also "##vso[" and their like) becomes "#\x23[", and a "::"
 * that begins a line becomes
 * "\x3a:". The machine formats escape by their own rules instead. */
#ifndef PC_EMIT_H
#define PC_EMIT_H

#include "buf.h"

#define PC_ELLIPSIS "\xE2\x80\xA6" /* … */

/* Appends s[from, to). What stands before and behind that slice in s decides about "##[". */
void pc_emit_slice(struct pc_buf *out, struct pc_str s, size_t from, size_t to);

/* The same as a slice of its own; s itself when nothing had to change. */
struct pc_str pc_shown(struct pc_arena *arena, struct pc_str s);

/* Appends s as the first thing of a line. */
void pc_emit_first(struct pc_buf *out, struct pc_str s);

/* Appends a sentence of a finding: URLs reduced as everywhere (hide.h), cut after some thousand bytes. */
void pc_emit_text(struct pc_buf *out, struct pc_str s);

#endif
