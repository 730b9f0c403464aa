/* What `init` would write: a configuration that holds only what inference could not know, and a registry where there is
 * none. Private to the layer. */
#ifndef PC_INIT_H
#define PC_INIT_H

#include "buf.h"
#include "run_impl.h"

/* The hooks and the CI files, by kind. Each table ends at kind NULL. */
struct pc_init_template {
    const char *kind;  /* "husky" */
    const char *path;  /* below the root */
    bool program;      /* the file must be executable */
    const char *about; /* what it does, one line */
    const char *text;
    const char *then; /* what a person has still to do; NULL: nothing */
};
extern const struct pc_init_template pc_init_hooks[];
extern const struct pc_init_template pc_init_cis[];

/* portcheck.yml. Returns how many questions it leaves to a person. */
size_t pc_init_config(struct pc_run *run, struct pc_buf *out);
/* PORT_SCHEMA.md from what the deployments publish; false when they publish nothing. */
bool pc_init_registry(struct pc_run *run, struct pc_buf *out, size_t *ports);

#endif
