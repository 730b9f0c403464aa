/* The files of a run: which reader reads each, their texts, and what readers may ask of the tree. */
#ifndef PC_FILES_H
#define PC_FILES_H

#include <stdbool.h>

#include "builder.h"
#include "edits.h"
#include "file.h"
#include "reader.h"
#include "tree.h"

struct pc_tree_file {
    struct pc_str path;
    const struct pc_reader *reader; /* NULL: none */
    enum pc_match match;            /* how sure that reader is; MAYBE: some reader wants to see the text */
    uint64_t maybe;                 /* bit i: pc_readers[i] does */
    struct pc_path_match {          /* what the path alone says of reader, match, maybe and forced */
        const struct pc_reader *reader;
        enum pc_match match;
        uint64_t maybe;
        bool forced;
        bool known;
    } by_path;
    bool tracked;
    bool seen; /* the listing met it on the disk */
    bool link;
    bool excluded; /* by the configuration, and a reader would have had it */
    bool forced;   /* named by the person, or a registry by configuration */
    enum pc_load { PC_LOAD_NOT_YET, PC_LOAD_DONE, PC_LOAD_FAILED } load;
    pc_id file;         /* the builder's; valid when load is DONE */
    struct pc_str text; /* what readers get: invalid bytes and NULs as '?', so that offsets stay. When load is DONE */
    struct pc_lines lines; /* of it */
    bool sound;            /* text is the very bytes of the file */
    size_t claims;         /* made while it was read */
};

struct pc_files {
    struct pc_arena *arena;
    const struct pc_source_tree *tree;
    /* The files of another tree that was read before by the same configuration: what is the same object there is not
     * read again. NULL: none. */
    const struct pc_files *twin;
    const struct pc_changes *instead; /* files that have another content than in the tree, by path; NULL: none */
    struct pc_builder *builder;
    struct pc_tree_file *items; /* by path, no doubles */
    size_t count;
    struct pc_str *paths; /* the same, for readers */
    const void *memo;     /* pc_tree_access.memo points here */
    struct pc_seen_dir seen[PC_SEEN_DEPTHS];
    size_t lost; /* files whose content git should have and does not give */
    struct pc_str first_lost;
};

/* The items come sorted by path; of doubles the one with the surest reader stays. Takes the array over. */
void pc_files_init(struct pc_files *files, struct pc_tree_file *items, size_t count);

/* NULL when there is none of that path. */
struct pc_tree_file *pc_files_find(const struct pc_files *files, struct pc_str path);

/* Reads the bytes into an arena, and says why not. */
enum pc_file_status pc_files_bytes(const struct pc_files *files, const struct pc_tree_file *file,
                                   struct pc_arena *arena, struct pc_str *bytes, int *error);

/* The same content at the same path of the twin; NULL when there is none, or nobody knows. */
const struct pc_tree_file *pc_files_same(const struct pc_files *files, const struct pc_tree_file *file);

/* Makes the file known to the builder with these bytes, which live as long as the run, and sets its text. Troubles with
 * its encoding are recorded. False when nothing of it can be read. */
bool pc_files_adopt(struct pc_files *files, struct pc_tree_file *file, struct pc_str bytes);

/* Tells the builder again what kind of file it is, after its reader was changed. */
void pc_files_set_kind(struct pc_files *files, const struct pc_tree_file *file);

/* Whether an error is one that trees have lying about: another user's file, or one that went away meanwhile. Any other
 * means that the disk or the system fails. */
bool pc_files_is_usual(int error);

/* Makes the file known without a text, and records why it has none. Nothing for a deleted tracked file. */
void pc_files_refuse(struct pc_files *files, struct pc_tree_file *file, enum pc_file_status status, int error);

/* Both: reads and adopts, at most once. A link inside the tree is read as its target. False when it has no text. */
bool pc_files_load(struct pc_files *files, struct pc_tree_file *file);

/* What a path would be called that is no file of the listing: a directory, the index. Records the trouble. */
void pc_files_trouble_at(struct pc_files *files, struct pc_str path, enum pc_trouble_kind kind, enum pc_level level,
                         struct pc_str message, struct pc_str help);

/* access->arg is files. */
struct pc_tree_access pc_files_access(struct pc_files *files);

#endif
