/* A builder with files and statements in a line or two each, for tests of resolve. */
#ifndef DRAFT_HELPER_H
#define DRAFT_HELPER_H

#include "builder.h"

struct draft {
    struct pc_recovery recovery;
    struct pc_arena arena;
    struct pc_builder *b;
    uint32_t next_offset; /* every claim gets an offset of its own */
};

void draft_init(struct draft *d, const struct pc_hints *hints);
void draft_finish(struct draft *d);

pc_id draft_file(struct draft *d, const char *path, const char *text);
pc_id draft_compose(struct draft *d, const char *path, const char *infix, enum pc_environment environment);
/* A container; image NULL: built from build_dir (NULL: from nowhere in the tree). */
pc_id draft_container(struct draft *d, pc_id deployment, const char *key, const char *container_name, const char *image,
                      const char *build_dir);
pc_id draft_claim(struct draft *d, pc_id file, enum pc_role role, const char *name, uint16_t port);
pc_id draft_publish(struct draft *d, pc_id file, pc_id container, uint16_t port);
pc_id draft_host(struct draft *d, pc_id file, const char *name, const char *also, const char *address, bool tentative);

const struct pc_registry *draft_resolve(struct draft *d);

/* The name of the service that owns the claim of this role and port. */
struct pc_str draft_owner(const struct pc_registry *reg, enum pc_role role, uint16_t port);
const struct pc_claim *draft_find(const struct pc_registry *reg, enum pc_role role, uint16_t port);

#define assert_str(actual, expected)                                                                                   \
    do {                                                                                                               \
        struct pc_str a_ = (actual);                                                                                   \
        if (!pc_str_eq(a_, pc_str_c(expected))) {                                                                      \
            fail_msg("got \"%.*s\", expected \"%s\"", PC_ARG(a_), expected);                                           \
        }                                                                                                              \
    } while (0)

#endif
