/* Writes changes: all of them or none, whatever happens meanwhile.
 *
 *   1. The journal is made, which locks the tree against other runs.
 *   2. Every file is held against what it was planned from.
 *   3. The journal is filled with old and new contents, and synced.
 *   4. The new contents are written beside the files, with their modes and owners, and synced.
 *   5. Each is renamed over its file, when that is still the same; the directories are synced.
 *   6. Whoever asked for it looks at the tree. Then the journal is removed.
 *
 * When a step fails those before it are taken back. A run that is stopped leaves all files old and no journal (before
 * 1), all old or some new and a journal (until 6), or all new and no journal. recover.h makes one of the two of the
 * middle. Names of files are kept, hard links are not: a file's other names keep the old content. */
#ifndef PC_WRITE_H
#define PC_WRITE_H

#include "edits.h"
#include "journal_file.h"

enum pc_write_status {
    PC_WRITE_OK = 0,
    PC_WRITE_REFUSED, /* nothing was written, and nothing is wrong with the disk: another run, a file that changed */
    PC_WRITE_FAILED,  /* it could not be written; everything is as it was */
    PC_WRITE_HALF     /* nor could it be taken back: the journal is left */
};

struct pc_write_file;

struct pc_write {
    struct pc_arena *arena;
    struct pc_write_place place;
    const struct pc_changes *changes;
    struct pc_write_file *files; /* one a change */
    int journal;                 /* open and locked; -1: none */
    bool began;                  /* step 4 */
    struct pc_cleanup cleanup;   /* unwinding takes everything back */
};

/* Why a file must not be written whatever its text is: it is of another repository, not to be written to, in the middle
 * of a merge, no text in UTF-8. Empty: nothing. A clause for the person, without the file's name. */
struct pc_str pc_write_objection(struct pc_arena *arena, const struct pc_registry *reg, int root_fd,
                                 const struct pc_change *change);

/* Steps 1 to 5. Lines for the person are added to words unless all went well. *write must not move and, when OK is
 * returned, is to be ended by one of the two below. */
enum pc_write_status pc_write_begin(struct pc_write *write, struct pc_arena *arena, const struct pc_write_place *place,
                                    const struct pc_changes *changes, struct pc_buf *words);
/* Step 6. HALF: the files are written, but the journal could not be removed. */
enum pc_write_status pc_write_end(struct pc_write *write, struct pc_buf *words);
/* Takes it all back. A file that somebody else has changed since is left as it is, which words say. */
enum pc_write_status pc_write_undo(struct pc_write *write, struct pc_buf *words);

/* What to say when another journal is there: a sentence without a full stop. */
struct pc_str pc_journal_words(struct pc_arena *arena, enum pc_journal_there there, const struct pc_write_place *place);

#endif
