/* What a parser noted about a YAML or JSON file, as troubles of the registry. Shared by the readers of such files. */
#ifndef PC_TREE_TROUBLES_H
#define PC_TREE_TROUBLES_H

#include "reader.h"

/* Adds a trouble for each note: syntax PC003 (in a template one PC006 instead), limit PC004, doubled key PC005,
 * encoding PC002. loses_claim says whether the value hidden by a later one of the same key (hidden->key is the key)
 * would have made a claim: then PC005 is an error, else info. NULL: every number from 1 to 65535 inside it, alone in
 * its scalar, is taken for one. */
void pc_tree_troubles(struct pc_read_context *ctx, const struct pc_tree *tree,
                      bool (*loses_claim)(const struct pc_node *hidden));

/* A file that becomes YAML or JSON only when a program fills it in: its path says so (a folder templates, a suffix like
 * .j2 or .tpl, "{{" in a name), and so does its text ("{{", "{%", "<%"). */
bool pc_is_template(struct pc_str path, struct pc_str text);

#endif
