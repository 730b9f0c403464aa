/* The baseline as a file: JSON, one entry a line, so that a change shows as the lines that changed. */
#include "baseline.h"
#include "json_out.h"
#include "sort.h"

#define NAMED 4 /* services named in a subject */

static void add_separator(struct pc_buf *out) {
    if (out->len > 0)
        pc_buf_adds(out, ", ");
}

static void add_ports(struct pc_buf *out, struct pc_ports ports) {
    if (ports.lo == ports.hi)
        pc_buf_addf(out, "%u", (unsigned)ports.lo);
    else
        pc_buf_addf(out, "%u-%u", (unsigned)ports.lo, (unsigned)ports.hi);
}

struct pc_str pc_subject_text(struct pc_arena *arena, const struct pc_subject *s) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    pc_buf_add(&out, s->host);
    for (size_t i = 0; i < s->port_count && i < NAMED; i++) {
        if (i > 0 || s->host.len > 0)
            pc_buf_adds(&out, i > 0 ? ", " : " ");
        add_ports(&out, s->ports[i]);
    }
    if (s->port_count > NAMED)
        pc_buf_addf(&out, " and %zu more", s->port_count - NAMED);
    if (s->protocol != PC_PROTO_ANY && s->port_count > 0)
        pc_buf_addf(&out, "/%s", pc_protocol_name(s->protocol));
    for (size_t i = 0; i < s->service_count && i < NAMED; i++) {
        add_separator(&out);
        pc_buf_add(&out, s->services[i]);
    }
    if (s->service_count > NAMED)
        pc_buf_addf(&out, " and %zu more", s->service_count - NAMED);
    if (s->path.len > 0) {
        add_separator(&out);
        pc_buf_add(&out, s->path);
    }
    return out.len > 0 ? pc_buf_str(&out) : PC_STR("the whole tree");
}

/* By rule, host, ports, path, services; then by fingerprint, which no two share. */
static int compare_findings(const void *left, const void *right) {
    const struct pc_finding *a = *(struct pc_finding *const *)left;
    const struct pc_finding *b = *(struct pc_finding *const *)right;
    int order = pc_str_cmp(pc_str_c(a->rule->code), pc_str_c(b->rule->code));
    if (order == 0)
        order = pc_str_cmp(a->host, b->host);
    for (size_t i = 0; order == 0 && i < a->port_count && i < b->port_count; i++)
        order = pc_ports_cmp(a->ports[i], b->ports[i]);
    if (order == 0)
        order = pc_str_cmp(a->path, b->path);
    for (size_t i = 0; order == 0 && i < a->service_count && i < b->service_count; i++)
        order = pc_str_cmp(a->services[i], b->services[i]);
    return order != 0 ? order : pc_str_cmp(pc_str_c(a->fingerprint), pc_str_c(b->fingerprint));
}

static void key_text(struct pc_json *json, const char *key, struct pc_str text) {
    if (text.len == 0)
        return;
    pc_json_key(json, key);
    pc_json_str(json, text);
}

static void write_ports(struct pc_json *json, const struct pc_finding *f) {
    pc_json_key(json, "ports");
    pc_json_array(json);
    for (size_t i = 0; i < f->port_count; i++) {
        if (f->ports[i].lo == f->ports[i].hi) {
            pc_json_int(json, f->ports[i].lo);
            continue;
        }
        pc_json_array(json);
        pc_json_int(json, f->ports[i].lo);
        pc_json_int(json, f->ports[i].hi);
        pc_json_end(json, ']');
    }
    pc_json_end(json, ']');
}

static void write_services(struct pc_json *json, const struct pc_finding *f) {
    pc_json_key(json, "services");
    pc_json_array(json);
    for (size_t i = 0; i < f->service_count; i++)
        pc_json_str(json, f->services[i]);
    pc_json_end(json, ']');
}

static void write_entry(struct pc_buf *out, const struct pc_finding *f, struct pc_str reason) {
    struct pc_json json;
    pc_json_init(&json, out, false);
    pc_json_object(&json);
    key_text(&json, "rule", pc_str_c(f->rule->code));
    key_text(&json, "name", pc_str_c(f->rule->name));
    key_text(&json, "host", f->host);
    key_text(&json, "protocol", f->protocol == PC_PROTO_ANY ? PC_EMPTY : pc_str_c(pc_protocol_name(f->protocol)));
    if (f->port_count > 0)
        write_ports(&json, f);
    if (f->service_count > 0)
        write_services(&json, f);
    key_text(&json, "path", f->path);
    key_text(&json, "reason", reason);
    pc_json_end(&json, '}');
}

struct pc_str pc_baseline_text(struct pc_arena *arena, struct pc_finding *const *findings, size_t count) {
    struct pc_finding **sorted = PC_NEW_ARRAY(arena, count, struct pc_finding *);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (pc_baseline_takes(findings[i]))
            sorted[kept++] = findings[i];
    }
    pc_sort(sorted, kept, sizeof sorted[0], compare_findings);
    struct pc_buf out;
    pc_buf_init(&out, arena);
    pc_buf_adds(&out, "{\n  \"schema\": \"portcheck/baseline/v1\",\n  \"findings\": {");
    for (size_t i = 0; i < kept; i++) {
        pc_buf_addf(&out, "%s\n    \"%s\": ", i > 0 ? "," : "", sorted[i]->fingerprint);
        write_entry(&out, sorted[i], sorted[i]->baseline ? sorted[i]->baseline->reason : PC_EMPTY);
    }
    pc_buf_adds(&out, kept > 0 ? "\n  }\n}\n" : "}\n}\n");
    return pc_buf_str(&out);
}
