/* Findings below headings: file, host, service or rule. */
#ifndef PC_GROUP_H
#define PC_GROUP_H

#include "output.h"

/* A finding below one of its headings; one about two services stands below both. */
struct pc_grouped {
    struct pc_str heading; /* empty: none of that kind is named; these come last */
    size_t finding;        /* its index */
};

/* Sorted by heading; below it in the findings' order. */
const struct pc_grouped *pc_group_findings(const struct pc_output_input *in, size_t *count);

#endif
