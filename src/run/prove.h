/* Would the rules notice a wrong number? Each claim is changed in memory, and the rules run again. */
#ifndef PC_PROVE_H
#define PC_PROVE_H

#include "proof.h"
#include "run_impl.h"

/* In the run's arena. */
const struct pc_proof *pc_run_proof(struct pc_run *run);

/* prove_kind.c: where a number stands. */
enum pc_proof_kind pc_proof_kind_of(const struct pc_registry *reg, const struct pc_claim *claim);

/* prove_ports.c: numbers that a claim could be changed to. */
struct pc_spare_ports {
    const struct pc_registry *reg;
    const bool *used; /* 65,536: some claim of any kind has it, or it is one that programs take by themselves */
};
struct pc_spare_ports pc_spare_ports_of(struct pc_arena *arena, const struct pc_registry *reg);

/* As many ports as these, which nobody has: the next ones behind them in the claim's range, else before them, else
 * behind the range, which outside says. False when there are none. */
bool pc_spare_ports_near(const struct pc_spare_ports *spare, const struct pc_claim *claim, struct pc_ports *ports,
                         bool *outside);

#endif
