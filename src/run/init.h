/* What `init` would write: a configuration that holds only what inference could not know, and a registry where there is
 * none. Private to the layer. */
#ifndef PC_INIT_H
#define PC_INIT_H

#include "buf.h"
#include "run_impl.h"

/* A string as a YAML scalar: plain where that is safe, else in double quotes with escapes. No line break gets out. */
void pc_init_yaml(struct pc_buf *out, struct pc_str s);
/* A string as the text of a Markdown cell or heading. */
void pc_init_markdown(struct pc_run *run, struct pc_buf *out, struct pc_str s);

/* The hook and the CI file of a kind; text NULL: there is no such kind. Ends at name NULL. */
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
