#include "sarif_rules.h"

static int compare_codes(const struct pc_rule_info *a, const struct pc_rule_info *b) {
    return pc_str_cmp(pc_str_c(a->code), pc_str_c(b->code));
}

/* Where a rule stands, or would have to be put. There are some dozens at most. */
static size_t search(const struct pc_sarif_rules *rules, const struct pc_rule_info *rule) {
    size_t lo = 0, hi = rules->count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (compare_codes(rules->items[middle], rule) < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

void pc_sarif_add_rules(const struct pc_output_input *in, struct pc_sarif_rules *rules,
                        struct pc_finding *const *findings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct pc_rule_info *rule = findings[i]->rule;
        size_t at = search(rules, rule);
        if (at < rules->count && rules->items[at] == rule)
            continue;
        (void)PC_PUSH(rules, in->arena);
        for (size_t move = rules->count - 1; move > at; move--)
            rules->items[move] = rules->items[move - 1];
        rules->items[at] = rule;
    }
}

size_t pc_sarif_rule_index(const struct pc_sarif_rules *rules, const struct pc_rule_info *rule) {
    return search(rules, rule);
}

struct pc_str pc_sarif_level(enum pc_level level) {
    return level == PC_LEVEL_ERROR ? PC_STR("error") : level == PC_LEVEL_WARNING ? PC_STR("warning") : PC_STR("note");
}

/* "port-collision" as "PortCollision", the usual form there. */
static struct pc_str joined_name(struct pc_arena *arena, const char *name) {
    struct pc_buf out;
    bool first = true;
    pc_buf_init(&out, arena);
    for (const char *c = name; *c; c++) {
        bool letter = *c >= 'a' && *c <= 'z';
        if (*c != '-')
            pc_buf_addc(&out, (char)(first && letter ? *c - 'a' + 'A' : *c));
        first = *c == '-';
    }
    return pc_buf_str(&out);
}

static void add_part(struct pc_buf *out, const char *heading, const char *text) {
    if (text && *text)
        pc_buf_addf(out, "%s%s%s", out->len > 0 ? "\n\n" : "", heading, text);
}

/* Examples are the project's own; no line of them is a fence of tildes. */
static void add_example(struct pc_buf *out, const char *heading, const char *text) {
    if (text && *text)
        pc_buf_addf(out, "\n\n%s\n\n~~~text\n%s%s~~~", heading, text,
                    pc_str_ends(pc_str_c(text), PC_STR("\n")) ? "" : "\n");
}

static void write_help(struct pc_arena *arena, const struct pc_rule_info *rule, struct pc_json *json) {
    struct pc_buf text, markdown;
    pc_buf_init(&text, arena);
    pc_buf_init(&markdown, arena);
    add_part(&text, "Fires when ", rule->summary);
    add_part(&text, "Why it matters: ", rule->why);
    add_part(&text, "What to do: ", rule->fix);
    add_part(&markdown, "Fires when ", rule->summary);
    add_part(&markdown, "**Why it matters.** ", rule->why);
    add_part(&markdown, "**What to do.** ", rule->fix);
    add_example(&markdown, "Fires on", rule->bad);
    add_example(&markdown, "Does not fire on", rule->good);
    pc_buf_addf(&text, "\n\nRun `portcheck explain %s`.", rule->code);
    pc_buf_addf(&markdown, "\n\nRun `portcheck explain %s`.", rule->code);
    pc_json_key(json, "help");
    pc_json_object(json);
    pc_json_key_str(json, "text", pc_buf_str(&text));
    pc_json_key_str(json, "markdown", pc_buf_str(&markdown));
    pc_json_end(json, '}');
}

/* A sentence of its own. */
static void write_text(struct pc_arena *arena, struct pc_json *json, const char *key, const char *text) {
    struct pc_str sentence = pc_str_c(text);
    struct pc_buf out;
    bool small = sentence.len > 0 && sentence.ptr[0] >= 'a' && sentence.ptr[0] <= 'z';
    pc_buf_init(&out, arena);
    if (small)
        pc_buf_addc(&out, (char)(sentence.ptr[0] - 'a' + 'A'));
    pc_buf_add(&out, pc_str_sub(sentence, small, sentence.len));
    pc_json_key(json, key);
    pc_json_object(json);
    pc_json_key_str(json, "text", pc_buf_str(&out));
    pc_json_end(json, '}');
}

/* Where GitHub's own severities have names of their own. */
static const char *problem_severity(enum pc_level level) {
    return level == PC_LEVEL_ERROR ? "error" : level == PC_LEVEL_WARNING ? "warning" : "recommendation";
}

static void write_rule(struct pc_arena *arena, const struct pc_rule_info *rule, struct pc_json *json) {
    const char *summary = rule->summary ? rule->summary : rule->name;
    pc_json_object(json);
    pc_json_key_str(json, "id", pc_str_c(rule->code));
    pc_json_key_str(json, "name", joined_name(arena, rule->name));
    write_text(arena, json, "shortDescription", summary);
    write_text(arena, json, "fullDescription", rule->why ? rule->why : summary);
    write_help(arena, rule, json);
    pc_json_key(json, "defaultConfiguration");
    pc_json_object(json);
    pc_json_key_str(json, "level", pc_sarif_level(rule->level));
    pc_json_end(json, '}');
    pc_json_key(json, "properties");
    pc_json_object(json);
    pc_json_key(json, "tags");
    pc_json_array(json);
    pc_json_str(json, PC_STR("ports"));
    pc_json_str(json, pc_str_lower(arena, pc_str_c(rule->family)));
    pc_json_end(json, ']');
    pc_json_key_str(json, "precision", PC_STR("high"));
    pc_json_key_str(json, "problem.severity", pc_str_c(problem_severity(rule->level)));
    pc_json_end(json, '}');
    pc_json_end(json, '}');
}

void pc_sarif_write_rules(const struct pc_output_input *in, const struct pc_sarif_rules *rules, struct pc_json *json) {
    pc_json_key(json, "rules");
    pc_json_array(json);
    for (size_t i = 0; i < rules->count; i++)
        write_rule(in->arena, rules->items[i], json);
    pc_json_end(json, ']');
}
