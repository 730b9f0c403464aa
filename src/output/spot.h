/* Where a finding stands, for formats that give each one place. */
#ifndef PC_SPOT_H
#define PC_SPOT_H

#include "output.h"
#include "place.h"

struct pc_spot {
    struct pc_str path; /* below the root; "." when the run as a whole is meant */
    struct pc_position at, end;
    bool whole; /* the file as such: at and end are its first character */
};

/* Of a label whose file is known. */
struct pc_spot pc_spot_of_label(const struct pc_output_input *in, struct pc_places *places,
                                const struct pc_label *label);
/* Of a finding's primary label, else of the file that it is about, else of the root. */
struct pc_spot pc_spot_of(const struct pc_output_input *in, struct pc_places *places, const struct pc_finding *f);

/* The other labels with a known file; index from 1. NULL for one without. */
const struct pc_label *pc_spot_other(const struct pc_output_input *in, const struct pc_finding *f, size_t index);

/* The severity for readers that know nothing of silenced findings: those that are shown all the same are information.
 */
enum pc_level pc_spot_level(const struct pc_finding *f);

/* The findings' indices by the paths at which they stand; those of one path in their order. */
const size_t *pc_spots_by_path(const struct pc_output_input *in);

#endif
