/* What a finding is recognised by from run to run: baselines, --new-since, other tools' databases. */
#ifndef PC_FINGERPRINT_H
#define PC_FINGERPRINT_H

#include "finding.h"

/* Rule, host, address, protocol, ports, services and path (no line numbers, no message text), as 32 hex digits.
 * Ports and services must be sorted already. */
void pc_fingerprint(struct pc_arena *arena, struct pc_finding *f);

/* MurmurHash3 x64 128 with seed 0; the same on every machine. */
void pc_hash128(struct pc_str s, uint64_t hash[2]);

#endif
