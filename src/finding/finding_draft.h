/* The arrays of a finding while it grows: pc_finding shows them as const pointers and counts. */
#ifndef PC_FINDING_DRAFT_H
#define PC_FINDING_DRAFT_H

#include "finding.h"

struct pc_finding_draft {
    struct PC_VEC(struct pc_label) labels;
    struct PC_VEC(struct pc_ports) ports;
    struct PC_VEC(struct pc_str) services;
    struct PC_VEC(struct pc_str) notes;
    struct PC_VEC(struct pc_str) helps;
    struct PC_VEC(struct pc_fix) fixes;
    struct PC_VEC(struct pc_edit) edits; /* of the last of them */
    bool has_primary;
};

#endif
