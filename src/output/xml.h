/* Text inside XML: harmless for the parser, for who reads the value, and for a log that the file is printed to. */
#ifndef PC_XML_H
#define PC_XML_H

#include "buf.h"

/* Appends s as character data or as the inside of an attribute. Only characters of XML 1.0 come out. Line ends stay
 * line ends (a parser makes blanks of those in an attribute); nothing else of s needs to be printable. */
void pc_xml_add(struct pc_buf *out, struct pc_str s);

/* ` name="value"`. A value from a file, a name or a path: unsafe characters are escaped as in text formats. */
void pc_xml_attribute(struct pc_buf *out, const char *name, struct pc_str value);
/* The same for a sentence of a finding (pc_emit_text). */
void pc_xml_attribute_text(struct pc_buf *out, const char *name, struct pc_str sentence);
void pc_xml_attribute_int(struct pc_buf *out, const char *name, size_t value);

#endif
