/* A result of a SARIF run. */
#ifndef PC_SARIF_RESULT_H
#define PC_SARIF_RESULT_H

#include "sarif_rules.h"

struct pc_sarif_writer {
    const struct pc_output_input *in;
    struct pc_places *places;
    struct pc_sarif_rules rules;
    bool with_suppressions; /* some results are suppressed; the others then say that they are not */
    struct pc_json *json;
};

void pc_sarif_write_result(const struct pc_sarif_writer *w, const struct pc_finding *f);

#endif
