/* The table of formats. */
#include "output.h"

/* A format that stands twice in outputs.def does not compile. */
enum output_number {
#define PC_OUTPUT(symbol) OUTPUT_##symbol,
#include "outputs.def"
#undef PC_OUTPUT
    OUTPUT_COUNT
};

const struct pc_output *const pc_outputs[] = {
#define PC_OUTPUT(symbol) [OUTPUT_##symbol] = &(symbol),
#include "outputs.def"
#undef PC_OUTPUT
};

const size_t pc_output_count = OUTPUT_COUNT;

const struct pc_output *pc_output_find(struct pc_str name) {
    for (size_t i = 0; i < pc_output_count; i++) {
        if (pc_str_eq(name, pc_str_c(pc_outputs[i]->name)))
            return pc_outputs[i];
    }
    return NULL;
}
