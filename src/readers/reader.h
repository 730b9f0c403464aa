/* A reader turns one file into claims, mentions and troubles. It never judges. One .c file a kind of source, its
 * descriptor at the bottom, one line in readers.def. */
#ifndef PC_READER_H
#define PC_READER_H

#include "builder.h"
#include "config.h"
#include "config_path.h"
#include "markdown.h"
#include "node.h"

/* A directory, and whether a program lies in it: its manifest, its Dockerfile, its document. */
struct pc_seen_dir {
    struct pc_str dir;
    bool known;
    bool service;
};
enum { PC_SEEN_DEPTHS = 16 };

/* Other files of the tree, for env files that a compose file names. Their text lives as long as the run. */
struct pc_tree_access {
    void *arg;
    bool (*exists)(void *arg, struct pc_str path);
    /* The text of a file of the tree, read at most once in a run; also makes it known to the builder, so that claims
     * may have spans in it. False when it cannot be read (the trouble is recorded if the file exists). */
    bool (*read)(void *arg, struct pc_str path, pc_id *file, struct pc_str *text);
    /* All paths, sorted. */
    const struct pc_str *paths;
    size_t path_count;
    /* What the compose reader found out about all compose files of the run, kept from one file to the next. The
     * caller's, *memo NULL at first; memo NULL: nothing is kept. */
    const void **memo;
    /* The directory of each depth that was last looked at (PC_SEEN_DEPTHS of them, the root first). The caller's, all
     * zero at first; NULL: nothing is kept. */
    struct pc_seen_dir *seen;
};

struct pc_read_context {
    struct pc_builder *builder;
    struct pc_arena *arena;   /* lives as long as the registry: names, messages */
    struct pc_arena *scratch; /* gone after this file: trees, runs */
    const struct pc_config *config;
    const struct pc_tree_access *tree;
    pc_id file;
    struct pc_str path;
    struct pc_str dir;  /* directory of path */
    struct pc_str text; /* without NUL bytes cut off: the whole file */
    bool forced;        /* the person named this file on the command line, or the configuration as a registry */
};

/* How sure a reader is that a file is its own. The highest wins; ties go to the earlier line of readers.def. */
enum pc_match {
    PC_MATCH_NO = 0,
    PC_MATCH_MAYBE = 1 /* decided by looking at the text */,
    PC_MATCH_NAME = 2,
    PC_MATCH_EXACT = 3
};

struct pc_reader {
    const char *name;    /* "compose", "registry-markdown"; shown in help and list sources */
    const char *summary; /* one line for documentation */
    enum pc_file_kind kind;
    bool env_like; /* lines of it are shown with values hidden */
    enum pc_match (*match)(const struct pc_path_look *look);
    /* Only for PC_MATCH_MAYBE: does the text look like one? NULL: no. */
    bool (*sniff)(struct pc_str path, struct pc_str text);
    void (*read)(struct pc_read_context *ctx);
};

#define PC_READER(symbol) extern const struct pc_reader symbol;
#include "readers.def"
#undef PC_READER

extern const struct pc_reader *const pc_readers[];
extern const size_t pc_reader_count;

#endif
