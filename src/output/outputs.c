/* The table of formats. */
#include "output.h"

#define PC_OUTPUT(symbol) &symbol,
const struct pc_output *const pc_outputs[] = {
#include "outputs.def"
};
#undef PC_OUTPUT

const size_t pc_output_count = sizeof pc_outputs / sizeof *pc_outputs;

const struct pc_output *pc_output_find(struct pc_str name) {
    for (size_t i = 0; i < pc_output_count; i++) {
        if (pc_str_eq(name, pc_str_c(pc_outputs[i]->name)))
            return pc_outputs[i];
    }
    return NULL;
}
