/* Paths inside the project: relative to its root, '/' as separator, no '.', no '..', no leading or trailing '/'.
 * "" is the root itself. Pure text: nothing here touches the file system. */
#ifndef PC_PATH_H
#define PC_PATH_H

#include <stdbool.h>

#include "arena.h"
#include "str.h"

struct pc_str pc_path_dir(struct pc_str path);  /* "" for a name without '/' */
struct pc_str pc_path_base(struct pc_str path); /* the last component */
struct pc_str pc_path_stem(struct pc_str path); /* the last component without its last '.suffix' */
/* Resolves rel against dir and normalises. False when it leaves the root or is absolute. */
bool pc_path_join(struct pc_arena *arena, struct pc_str dir, struct pc_str rel, struct pc_str *out);
bool pc_path_is_under(struct pc_str path, struct pc_str dir); /* path == dir or below it; everything is under "" */
/* Shell-like pattern: '*' and '?' do not cross '/', "**" does, "[a-z]" classes. A pattern without '/' matches the base
 * name at any depth; a pattern that ends in '/' or names a directory matches all below it. Linear time in practice
 * (bounded backtracking). */
bool pc_glob_match(struct pc_str pattern, struct pc_str path);

#endif
