/* Fixes that take suppression comments out of files. */
#ifndef PC_DROP_COMMENT_H
#define PC_DROP_COMMENT_H

#include "silence.h"

/* Offers to take out what a comment says of one rule: the whole comment, with its line where nothing else stands there,
 * or only the rule's name where it names others. Of a start that has an end both. Nothing where something else stands
 * in the comment, or for an entry of the configuration. */
void pc_drop_comment(const struct pc_rule_context *ctx, struct pc_finding *f, bool safe, const struct pc_silencer *s);

#endif
