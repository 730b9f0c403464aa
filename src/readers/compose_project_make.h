/* The project while it is made: what compose_project.c and compose_overlay.c share. */
#ifndef PC_COMPOSE_PROJECT_MAKE_H
#define PC_COMPOSE_PROJECT_MAKE_H

#include "compose_project.h"

/* COMPOSE_FILE=a.yml:b.yml of a .env file: what is started in its directory. Files of the tree, at least one. */
struct pc_compose_list {
    const struct pc_str *files;
    size_t count;
};

/* Lists live in the run's arena: they are needed for every compose file. */
struct pc_compose_making {
    struct pc_read_context *ctx;
    struct PC_VEC(struct pc_compose_info) infos; /* by path once all are known */
    struct pc_compose_usages usages;
    struct PC_VEC(struct pc_compose_list) lists;
};

/* The text of a file of the project. */
bool pc_compose_text(const struct pc_read_context *ctx, struct pc_str path, struct pc_str *text);

/* Of infos that are sorted by path; NULL when there is none. */
struct pc_compose_info *pc_compose_info_find(struct pc_compose_info *infos, size_t count, struct pc_str path);

/* Sets base of overlays, and joined of the files that they belong to. */
void pc_compose_join_overlays(struct pc_compose_making *m);

#endif
