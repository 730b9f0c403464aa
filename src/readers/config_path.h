/* What the path and the first look at a configuration file say about it. */
#ifndef PC_CONFIG_PATH_H
#define PC_CONFIG_PATH_H

#include <stdbool.h>

#include "str.h"

/* The base name without what only says that it is a template or an example: "nginx.conf" of "nginx.conf.j2". */
struct pc_str pc_config_base(struct pc_str path);

/* Some directory of the path has this name (ASCII case does not matter). */
bool pc_config_in_dir(struct pc_str path, const char *name);

/* The base name, as above, has one of the suffixes ".yml" and ".yaml". */
bool pc_config_is_yaml(struct pc_str path);
bool pc_config_has_suffix(struct pc_str path, const char *suffix); /* ASCII case does not matter */

/* The base name, as above, holds the word: "prometheus" of "prometheus-prod.yml". Case does not matter. */
bool pc_config_named(struct pc_str path, const char *word);

/* A line of text begins with key and a colon: a key at the top of a YAML file. Quotes around it are fine. */
bool pc_text_has_top_key(struct pc_str text, const char *key);

/* The same anywhere: behind blanks, "- ", '{' or ','. */
bool pc_text_has_key(struct pc_str text, const char *key);

#endif
