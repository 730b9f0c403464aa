/* The patterns of .gitignore files and .git/info/exclude, as git reads them (gitignore(5)). */
#ifndef PC_GIT_IGNORE_H
#define PC_GIT_IGNORE_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"

struct pc_ignore_pattern {
    struct pc_str text;  /* without '!', a leading '/' and a trailing '/' */
    uint32_t literal;    /* bytes at its start that hold no wildcard */
    bool negated;        /* '!': what it matches is not ignored */
    bool directory_only; /* a trailing '/' */
    bool anchored; /* holds a '/': matched against the path from the file's directory, else against the base name */
};

/* The patterns of one file, and of the files that it wins over: those of the directories above, at last info/exclude.
 */
struct pc_ignore_scope {
    const struct pc_ignore_scope *parent; /* NULL: none */
    size_t base;                          /* bytes of the directory's path with its '/', 0 at the top */
    const struct pc_ignore_pattern *patterns;
    size_t count;
};

/* How many patterns may still be tried. A tree with more is hostile: from then on nothing more is ignored. */
#define PC_IGNORE_WORK 400000000u

/* The scope of a file's text; parent itself when the file holds no pattern. dir: path from the top of the work tree,
 * without '/'. text must live as long as the scope. */
const struct pc_ignore_scope *pc_ignore_scope_new(struct pc_arena *arena, const struct pc_ignore_scope *parent,
                                                  struct pc_str dir, struct pc_str text);

/* Whether path (from the top of the work tree) is ignored by the patterns; a path below an ignored directory is the
 * caller's business, as git does not look there. *work counts down from PC_IGNORE_WORK. */
bool pc_ignore_match(const struct pc_ignore_scope *scope, struct pc_str path, bool directory, uint32_t *work);

/* Git's wildmatch with '/' as a separator: '*' and '?' and classes do not match '/', a whole component "**" matches any
 * number of components, and at the end everything below. Never worse than pattern times text for each "**". */
bool pc_wildmatch(struct pc_str pattern, struct pc_str text);

#endif
