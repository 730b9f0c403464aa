/* Ports that a registry speaks of without giving them to anybody: in a sentence, in a code block, in a line that was
 * not understood. */
#ifndef PC_UNREAD_H
#define PC_UNREAD_H

#include "rule.h"

struct pc_unread_mention {
    uint16_t number;
    bool free; /* it says that the port is */
    pc_id mention;
};
struct pc_unread {
    bool looked;                                  /* list is made at the first question */
    struct PC_VEC(struct pc_unread_mention) list; /* sorted */
};

/* The mention of a port in some registry; PC_NONE. What is said to be free or past is none. */
pc_id pc_unread_number(const struct pc_rule_context *ctx, struct pc_unread *unread, uint16_t port);

/* The place where a registry calls the port free; PC_NONE. */
pc_id pc_unread_free(const struct pc_rule_context *ctx, struct pc_unread *unread, uint16_t port);

/* One finding: a service publishes ports that all have a mention. */
void pc_say_unread(const struct pc_rule_context *ctx, pc_id service, const pc_id *claims, size_t count,
                   struct pc_unread *unread);

#endif
