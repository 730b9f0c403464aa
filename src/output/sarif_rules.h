/* The rules of a SARIF run: those that its results name. */
#ifndef PC_SARIF_RULES_H
#define PC_SARIF_RULES_H

#include "finding_json.h"

struct pc_sarif_rules PC_VEC(const struct pc_rule_info *); /* by code */

/* Adds the rules of some findings. */
void pc_sarif_add_rules(const struct pc_output_input *in, struct pc_sarif_rules *rules,
                        struct pc_finding *const *findings, size_t count);

size_t pc_sarif_rule_index(const struct pc_sarif_rules *rules, const struct pc_rule_info *rule);

/* "note", "warning", "error". */
struct pc_str pc_sarif_level(enum pc_level level);

/* The key "rules" with its array. */
void pc_sarif_write_rules(const struct pc_output_input *in, const struct pc_sarif_rules *rules, struct pc_json *json);

#endif
