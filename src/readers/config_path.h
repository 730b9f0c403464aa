/* What the path and the first look at a file say about it. */
#ifndef PC_CONFIG_PATH_H
#define PC_CONFIG_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "source_code.h"
#include "str.h"

/* What every reader asks about a path, worked out once: most paths of a tree are no reader's, and each reader has to
 * say so. Slices of path. The sets hold what is there and perhaps more: what is not in one need not be looked
 * for. */
struct pc_path_look {
    struct pc_str path;
    struct pc_str base; /* the last component */
    struct pc_str bare; /* base without what only says that it is a template or an example: "nginx.conf" of
                         * "nginx.conf.j2" */
    uint32_t dotted;    /* the letters behind the dots of base, in lower case */
    uint64_t folders;   /* the first letters, in lower case, and the lengths of the directories above it */
    enum pc_language language;
};

struct pc_path_look pc_path_look(struct pc_str path);

/* False: the base name has no such suffix, not even with others behind it. A dot and a letter at least. */
bool pc_config_may_have_suffix(const struct pc_path_look *look, const char *suffix);

/* Some directory of the path has this name (ASCII case does not matter). */
bool pc_config_in_dir(const struct pc_path_look *look, const char *name);

/* The bare name has one of the suffixes ".yml" and ".yaml". */
bool pc_config_is_yaml(const struct pc_path_look *look);
bool pc_config_has_suffix(const struct pc_path_look *look, const char *suffix); /* ASCII case does not matter */

/* The bare name holds the word: "prometheus" of "prometheus-prod.yml". Case does not matter. */
bool pc_config_named(const struct pc_path_look *look, const char *word);

/* A line of text begins with key and a colon: a key at the top of a YAML file. Quotes around it are fine. */
bool pc_text_has_top_key(struct pc_str text, const char *key);

/* The same anywhere: behind blanks, "- ", '{' or ','. */
bool pc_text_has_key(struct pc_str text, const char *key);

#endif
