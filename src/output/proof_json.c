/* What prove found out for programs: "portcheck/prove/v1". */
#include "finding_json.h"
#include "proof_show.h"

static void write_ports(struct pc_json *json, const char *key, struct pc_ports ports) {
    pc_json_key(json, key);
    if (ports.lo == ports.hi) {
        pc_json_int(json, ports.lo);
        return;
    }
    pc_json_array(json);
    pc_json_int(json, ports.lo);
    pc_json_int(json, ports.hi);
    pc_json_end(json, ']');
}

static void write_kinds(const struct pc_proof *proof, struct pc_json *json) {
    pc_json_key(json, "kinds");
    pc_json_array(json);
    for (size_t i = 0; i < PC_PROOF_KINDS; i++) {
        if (proof->kinds[i].all == 0)
            continue;
        pc_json_object(json);
        pc_json_key_str(json, "kind", pc_str_c(pc_proof_kind_words[i].key));
        pc_json_key_int(json, "changes", proof->kinds[i].all);
        pc_json_key_int(json, "noticed", proof->kinds[i].noticed);
        pc_json_end(json, '}');
    }
    pc_json_end(json, ']');
}

static void write_change(const struct pc_proof_show *show, struct pc_places *places, struct pc_json *json,
                         const struct pc_proof_change *change) {
    const struct pc_registry *reg = show->proof->reg;
    const struct pc_claim *claim = &reg->claims[change->claim];
    struct pc_position at = pc_place_of(places, claim->span.file, claim->span.offset);
    struct pc_str owner = pc_proof_owner(show->proof, claim);
    pc_json_object(json);
    pc_json_key_str(json, "path", reg->files[claim->span.file].path);
    pc_json_key_int(json, "line", at.line);
    pc_json_key_int(json, "column", at.column);
    pc_json_key(json, "service");
    if (owner.len > 0)
        pc_json_str(json, owner);
    else
        pc_json_null(json);
    pc_json_key_str(json, "role", pc_str_c(pc_role_name(claim->role)));
    pc_json_key_str(json, "kind", pc_str_c(pc_proof_kind_words[change->kind].key));
    write_ports(json, "ports", claim->ports);
    write_ports(json, "changed", change->changed);
    pc_json_key(json, "outside");
    pc_json_bool(json, change->outside);
    pc_json_key(json, "noticed");
    pc_json_bool(json, change->gap == PC_GAP_NONE);
    pc_json_key(json, "gap");
    pc_json_strz(json, change->gap == PC_GAP_NONE ? NULL : pc_proof_gap_words[change->gap].key);
    pc_json_key(json, "rule");
    pc_json_strz(json, change->rule);
    pc_json_end(json, '}');
}

void pc_proof_write_json(const struct pc_proof_show *show, struct pc_buf *out) {
    const struct pc_proof *proof = show->proof;
    struct pc_places places;
    struct pc_json json;
    pc_places_init(&places, show->arena, proof->reg);
    pc_json_init(&json, out, true);
    pc_json_object(&json);
    pc_json_key_str(&json, "schema", PC_STR("portcheck/prove/v1"));
    pc_json_key_int(&json, "changes", proof->list.count);
    pc_json_key_int(&json, "noticed", proof->noticed);
    pc_json_key_int(&json, "not_changed", proof->left_out);
    write_kinds(proof, &json);
    pc_json_key(&json, "claims");
    pc_json_array(&json);
    for (size_t i = 0; i < proof->list.count; i++)
        write_change(show, &places, &json, &proof->list.items[i]);
    pc_json_end(&json, ']');
    pc_json_end(&json, '}');
}
