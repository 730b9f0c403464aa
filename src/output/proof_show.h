/* What `prove` says: the share of changes that would be noticed, and the claims that nothing guards. */
#ifndef PC_PROOF_SHOW_H
#define PC_PROOF_SHOW_H

#include "output.h"
#include "proof.h"

struct pc_proof_show {
    const struct pc_proof *proof;
    struct pc_output_options options;
    struct pc_arena *arena;
};

struct pc_proof_format {
    const char *name, *summary;
    void (*write)(const struct pc_proof_show *show, struct pc_buf *out);
};

extern const struct pc_proof_format pc_proof_formats[];
extern const size_t pc_proof_format_count;

/* Each kind of place and each gap: a key for programs, words for people. */
struct pc_proof_word {
    const char *key, *text;
};
extern const struct pc_proof_word pc_proof_kind_words[PC_PROOF_KINDS];
extern const struct pc_proof_word pc_proof_gap_words[PC_GAPS];

/* Whom a claim is about: "`tide`", or what is known instead. */
struct pc_str pc_proof_owner(const struct pc_proof *proof, const struct pc_claim *claim);

/* proof_json.c */
void pc_proof_write_json(const struct pc_proof_show *show, struct pc_buf *out);

#endif
