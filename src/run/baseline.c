/* The baseline's file: where it is, and reading it. In doubt the run is refused: a baseline that cannot be understood
 * must neither make everything new nor nothing. */
#include "baseline.h"

#include <errno.h>
#include <string.h>

#include "json_in.h"
#include "run_impl.h"

#define SCHEMA "portcheck/baseline/v1"
#define DEFAULT_NAME "portcheck-baseline.json"
#define BASELINE_BYTES ((size_t)16 << 20)

static bool refuse(struct pc_run *run, const char *why) {
    return pc_run_refuse(run, PC_STATUS_CONFIG, "the baseline `%.*s` cannot be used: %s", PC_ARG(run->baseline.path),
                         why);
}

/* Its text says something else than a baseline does. One that is about to be written anew need not be understood. */
static bool refuse_at(struct pc_run *run, struct pc_str text, uint32_t offset, struct pc_str what) {
    struct pc_lines lines = pc_lines_of(&run->arena, text);
    if (run->options.baseline_new) {
        run->baseline.count = 0;
        return true;
    }
    return pc_run_refuse(run, PC_STATUS_CONFIG,
                         "the baseline `%.*s` cannot be used: line %u: %.*s; `portcheck baseline write` writes it anew",
                         PC_ARG(run->baseline.path), (unsigned)pc_line_at(&lines, offset) + 1, PC_ARG(what));
}

static bool is_fingerprint(struct pc_str s) {
    bool ok = s.len == 32;
    for (size_t i = 0; ok && i < s.len; i++)
        ok = pc_is_digit(s.ptr[i]) || (s.ptr[i] >= 'a' && s.ptr[i] <= 'f');
    return ok;
}

static struct pc_str text_of(const struct pc_node *map, const char *key) {
    const struct pc_node *node = pc_map_get(map, key);
    return node && node->kind == PC_NODE_SCALAR ? node->text : PC_EMPTY;
}

/* "4310" or "[4310, 4312]"; false when it is neither. */
static bool read_ports(const struct pc_node *node, struct pc_ports *ports) {
    const struct pc_node *lo = node->kind == PC_NODE_LIST ? node->child : node;
    const struct pc_node *hi = node->kind == PC_NODE_LIST && lo ? lo->next : lo;
    return lo && hi && pc_port_parse(lo->text, &ports->lo) == PC_PORT_OK &&
           pc_port_parse(hi->text, &ports->hi) == PC_PORT_OK;
}

/* What the entry says that it is about. It is shown, nothing else: the fingerprint decides. */
static struct pc_str about(struct pc_run *run, const struct pc_node *entry) {
    struct PC_VEC(struct pc_ports) ports = {0};
    struct PC_VEC(struct pc_str) services = {0};
    const struct pc_node *list = pc_map_get(entry, "ports");
    for (const struct pc_node *item = list ? list->child : NULL; item; item = item->next) {
        struct pc_ports one;
        if (read_ports(item, &one))
            *PC_PUSH(&ports, &run->arena) = one;
    }
    list = pc_map_get(entry, "services");
    for (const struct pc_node *item = list ? list->child : NULL; item; item = item->next)
        *PC_PUSH(&services, &run->arena) = item->text;
    enum pc_protocol protocol = PC_PROTO_ANY, second;
    pc_protocol_parse(text_of(entry, "protocol"), &protocol, &second);
    struct pc_subject subject = {.host = text_of(entry, "host"),
                                 .protocol = protocol,
                                 .path = text_of(entry, "path"),
                                 .ports = ports.items,
                                 .port_count = ports.count,
                                 .services = services.items,
                                 .service_count = services.count};
    struct pc_str text = pc_subject_text(&run->arena, &subject);
    return pc_str_fmt(&run->arena, "%.*s %.*s: %.*s", PC_ARG(text_of(entry, "rule")), PC_ARG(text_of(entry, "name")),
                      PC_ARG(text));
}

static bool read_entries(struct pc_run *run, struct pc_str text, const struct pc_node *findings) {
    struct pc_lines lines = pc_lines_of(&run->arena, text);
    struct pc_baseline *b = &run->baseline;
    b->entries = PC_NEW_ARRAY(&run->arena, findings->count, struct pc_baseline_entry);
    for (const struct pc_node *node = findings->child; node && b->count < findings->count; node = node->next) {
        if (!is_fingerprint(node->key->text))
            return refuse_at(run, text, node->key->offset, PC_STR("a key that is no fingerprint"));
        if (node->kind != PC_NODE_MAP || text_of(node, "rule").len == 0)
            return refuse_at(run, text, node->offset, PC_STR("an entry without a `rule`"));
        b->entries[b->count++] = (struct pc_baseline_entry){
            .fingerprint = node->key->text,
            .rule = text_of(node, "rule"),
            .about = about(run, node),
            .silence = {
                .path = b->path, .line = pc_line_at(&lines, node->key->offset) + 1, .reason = text_of(node, "reason")}};
    }
    return true;
}

/* The first note that makes the tree less than what was written. */
static bool check_syntax(struct pc_run *run, struct pc_str text, const struct pc_tree *tree) {
    for (size_t i = 0; i < tree->note_count; i++)
        if (tree->notes[i].kind != PC_SYNTAX_DUPLICATE)
            return refuse_at(run, text, tree->notes[i].offset, tree->notes[i].message);
    return tree->document_count == 1 || refuse_at(run, text, 0, PC_STR("it is empty"));
}

static bool parse(struct pc_run *run, struct pc_str text) {
    struct pc_tree tree = pc_json_parse(&run->arena, text, false);
    if (!check_syntax(run, text, &tree))
        return false;
    if (tree.document_count == 0)
        return true;
    struct pc_str schema = text_of(tree.documents[0], "schema");
    const struct pc_node *findings = pc_map_get(tree.documents[0], "findings");
    if (!pc_str_is(schema, SCHEMA) && pc_str_starts(schema, PC_STR("portcheck/baseline/")))
        return pc_run_refuse(run, PC_STATUS_CONFIG,
                             "the baseline `%.*s` has the form `%.*s`, and this is portcheck " PC_VERSION
                             ", which knows `" SCHEMA "`",
                             PC_ARG(run->baseline.path), PC_ARG(pc_str_sub(schema, 0, 60)));
    if (!pc_str_is(schema, SCHEMA))
        return refuse(run, "it is no baseline of portcheck: `\"schema\": \"" SCHEMA "\"` is missing");
    if (!findings || findings->kind != PC_NODE_MAP)
        return refuse_at(run, text, 0, PC_STR("`findings` is missing"));
    return read_entries(run, text, findings);
}

static const char *why_not(enum pc_file_status status, int error) {
    switch (status) {
    case PC_FILE_NOT_REGULAR:
        return "it is no regular file";
    case PC_FILE_LINK:
        return "it is a link";
    case PC_FILE_TOO_LARGE:
        return "it is larger than 16 MiB";
    case PC_FILE_CHANGED:
        return "it changed while it was read";
    case PC_FILE_NO_OBJECT:
        return "git does not have its content";
    case PC_FILE_MISSING:
    case PC_FILE_UNREADABLE:
    case PC_FILE_OK:
        break;
    }
    return strerror(error);
}

/* One that a person names may lie anywhere; the project's own is part of the tree that is checked. */
static enum pc_file_status read_file(struct pc_run *run, struct pc_str *text, int *error) {
    if (run->options.baseline)
        return pc_run_read_outside(run, run->options.baseline, BASELINE_BYTES, text, error);
    return pc_source_tree_read(&run->tree, run->baseline.path, BASELINE_BYTES, &run->arena, text, error);
}

bool pc_run_load_baseline(struct pc_run *run) {
    const struct pc_options *o = &run->options;
    bool named = o->baseline || run->config.baseline.len > 0;
    struct pc_str text;
    int error = 0;
    if (o->no_baseline)
        return true;
    run->baseline.path = o->baseline                    ? pc_str_c(o->baseline)
                         : run->config.baseline.len > 0 ? run->config.baseline
                                                        : PC_STR(DEFAULT_NAME);
    enum pc_file_status status = read_file(run, &text, &error);
    if (status == PC_FILE_MISSING && (o->baseline_new || !named))
        return true;
    if (status != PC_FILE_OK)
        return refuse(run, why_not(status, error != 0 ? error : ENOENT));
    run->has_baseline = true;
    return parse(run, text);
}
