/* The JSON Schema of portcheck.yml, for editors: out of the table of keys. */
#include "config_reader.h"
#include "config_text.h"
#include "json_out.h"

struct schema {
    struct pc_json json;
    struct pc_arena *arena;
    const struct pc_config_rule_name *rules;
    size_t rule_count;
};

static void write_keys(struct schema *s, const char *prefix);

static void key_strz(struct schema *s, const char *key, const char *value) {
    pc_json_key(&s->json, key);
    pc_json_strz(&s->json, value);
}

static void open_key(struct schema *s, const char *key) {
    pc_json_key(&s->json, key);
    pc_json_object(&s->json);
}

static void close(struct schema *s) {
    pc_json_end(&s->json, '}');
}

static void write_types(struct schema *s, const char *const *types, size_t count) {
    pc_json_key(&s->json, "type");
    pc_json_array(&s->json);
    for (size_t i = 0; i < count; i++) {
        pc_json_strz(&s->json, types[i]);
    }
    pc_json_end(&s->json, ']');
}

/* YAML may write a text as a number or a truth. */
static void write_text(struct schema *s, const char *pattern) {
    static const char *const types[] = {"string", "number", "boolean"};
    write_types(s, types, 3);
    key_strz(s, "pattern", pattern);
}

static void write_number(struct schema *s, unsigned lo) {
    static const char *const types[] = {"integer", "string"};
    write_types(s, types, 2);
    pc_json_key(&s->json, "minimum");
    pc_json_int(&s->json, lo);
    pc_json_key(&s->json, "maximum");
    pc_json_int(&s->json, 65535);
    key_strz(s, "pattern", "^[0-9]{1,5}$");
}

static void write_choice(struct schema *s, const char *const *choices) {
    pc_json_key(&s->json, "enum");
    pc_json_array(&s->json);
    for (; *choices; choices++) {
        pc_json_strz(&s->json, *choices);
    }
    pc_json_end(&s->json, ']');
}

static void write_bool(struct schema *s) {
    pc_json_key(&s->json, "enum");
    pc_json_array(&s->json);
    pc_json_bool(&s->json, true);
    pc_json_bool(&s->json, false);
    pc_json_strz(&s->json, "true");
    pc_json_strz(&s->json, "false");
    pc_json_end(&s->json, ']');
}

static void write_port_range(struct schema *s) {
    static const char *const types[] = {"integer", "string"};
    write_types(s, types, 2);
    pc_json_key(&s->json, "minimum");
    pc_json_int(&s->json, 1);
    pc_json_key(&s->json, "maximum");
    pc_json_int(&s->json, 65535);
    key_strz(s, "pattern",
             "^\\s*[1-9][0-9]{0,4}\\s*((-|\xE2\x80\x93|\xE2\x80\x94|\xE2\x88\x92|to|\\.\\.)\\s*[1-9][0-9]{0,4}\\s*)?$");
}

/* An array, or nothing at all; the caller fills its items and closes twice. */
static void open_list(struct schema *s, bool needed) {
    static const char *const types[] = {"array", "null"};
    write_types(s, types, needed ? 1 : 2);
    if (needed) {
        pc_json_key(&s->json, "minItems");
        pc_json_int(&s->json, 1);
    }
    open_key(s, "items");
}

static void open_map(struct schema *s) {
    static const char *const types[] = {"object", "null"};
    write_types(s, types, 2);
}

/* Two letters in brackets for each letter: "[Pp][Cc]201". */
static void add_any_case(struct pc_buf *out, const char *word) {
    for (; *word; word++) {
        if ((*word >= 'a' && *word <= 'z') || (*word >= 'A' && *word <= 'Z')) {
            pc_buf_addf(out, "[%c%c]", *word & ~0x20, *word | 0x20);
        } else {
            pc_buf_addc(out, *word);
        }
    }
}

static void write_rule_value(struct schema *s) {
    key_strz(s, "$ref", "#/definitions/rule");
}

static void write_rule(struct schema *s, const char *word, const char *description) {
    open_key(s, word);
    key_strz(s, "description", description);
    pc_json_key(&s->json, "allOf");
    pc_json_array(&s->json);
    pc_json_object(&s->json);
    write_rule_value(s);
    close(s);
    pc_json_end(&s->json, ']');
    close(s);
}

/* Codes and names as they are for completion; in any case, and families, by pattern. */
static void write_rules(struct schema *s) {
    struct pc_buf pattern;
    pc_buf_init(&pattern, s->arena);
    pc_buf_adds(&pattern, "^([Pp][Cc][0-9]");
    open_map(s);
    open_key(s, "properties");
    write_rule(s, "all", "every rule that nothing else is said of");
    for (size_t i = 0; i < s->rule_count; i++) {
        const char *const words[2] = {s->rules[i].code, s->rules[i].name};
        for (size_t w = 0; w < 2; w++) {
            write_rule(s, words[w],
                       pc_str_fmt(s->arena, "%s %s: %s", s->rules[i].code, s->rules[i].name, s->rules[i].summary).ptr);
            pc_buf_addc(&pattern, '|');
            add_any_case(&pattern, words[w]);
        }
    }
    close(s);
    pc_buf_adds(&pattern, ")$");
    open_key(s, "patternProperties");
    open_key(s, pc_str_cstr(s->arena, pc_buf_str(&pattern)));
    write_rule_value(s);
    close(s);
    close(s);
    pc_json_key(&s->json, "additionalProperties");
    pc_json_bool(&s->json, false);
}

/* The code or name of a rule that can be ignored, in any case. */
static void write_rule_word(struct schema *s) {
    struct pc_buf pattern;
    pc_buf_init(&pattern, s->arena);
    pc_buf_adds(&pattern, "^\\s*(");
    const char *bar = "";
    for (size_t i = 0; i < s->rule_count; i++) {
        if (s->rules[i].never_ignored) {
            continue;
        }
        pc_buf_adds(&pattern, bar);
        add_any_case(&pattern, s->rules[i].code);
        pc_buf_addc(&pattern, '|');
        add_any_case(&pattern, s->rules[i].name);
        bar = "|";
    }
    pc_buf_adds(&pattern, ")\\s*$");
    key_strz(s, "type", "string");
    key_strz(s, "pattern", pc_str_cstr(s->arena, pc_buf_str(&pattern)));
}

static void write_rule_definition(struct schema *s) {
    const struct pc_config_key *severity = pc_config_keys;
    for (size_t i = 0; i < pc_config_key_count; i++) {
        if (pc_str_eq(pc_str_c(pc_config_keys[i].path), PC_STR("rules.*.severity"))) {
            severity = &pc_config_keys[i];
        }
    }
    open_key(s, "definitions");
    open_key(s, "rule");
    pc_json_key(&s->json, "anyOf");
    pc_json_array(&s->json);
    pc_json_object(&s->json);
    write_choice(s, severity->choices);
    close(s);
    pc_json_object(&s->json);
    key_strz(s, "type", "object");
    write_keys(s, "rules.*");
    close(s);
    pc_json_end(&s->json, ']');
    close(s);
    close(s);
}

/* What a value of the key's type looks like. Recursion follows the table. */
static void write_type(struct schema *s, const struct pc_config_key *key) {
    static const char blank[] = "\\S";
    static const char glob[] = "^\\s*(?!\\.{0,2}/|\\.\\.\\s*$|.*/\\.\\.(/|\\s*$)|.*\\\\)\\S";
    static const char file[] = "^\\s*(?!([^/]+/)*(\\.{0,2}|\\.[gG][iI][tT])(/|\\s*$))\\S";
    const char *below = pc_str_fmt(s->arena, "%s.*", key->path).ptr;
    switch (key->type) {
    case PC_KEY_GROUP:
        open_map(s);
        write_keys(s, key->path);
        break;
    case PC_KEY_STRING:
        write_text(s, blank);
        break;
    case PC_KEY_FILE:
        write_text(s, file);
        break;
    case PC_KEY_STRINGS:
    case PC_KEY_GLOBS:
        open_list(s, key->needed);
        write_text(s, key->type == PC_KEY_GLOBS ? glob : blank);
        close(s);
        break;
    case PC_KEY_PATTERN:
        key_strz(s, "type", "string");
        key_strz(s, "pattern", "^(?!.*\\{port\\}.*\\{port\\}).*\\{port\\}");
        break;
    case PC_KEY_NUMBER:
    case PC_KEY_COUNT:
        write_number(s, key->type == PC_KEY_COUNT);
        break;
    case PC_KEY_BOOL:
        write_bool(s);
        break;
    case PC_KEY_CHOICE:
        write_choice(s, key->choices);
        break;
    case PC_KEY_CHOICES:
        open_list(s, false);
        write_choice(s, key->choices);
        close(s);
        break;
    case PC_KEY_RANGE:
        write_port_range(s);
        break;
    case PC_KEY_RULE:
        write_rule_word(s);
        break;
    case PC_KEY_GLOB:
        write_text(s, glob);
        break;
    case PC_KEY_DATE:
        key_strz(s, "type", "string");
        key_strz(
            s, "pattern",
            "^(?!0000)[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-"
            "9]|[12][0-9]))$");
        break;
    case PC_KEY_VERSION:
        key_strz(s, "type", "string");
        key_strz(s, "pattern", "^(\\s*([<>=]=|[<>=])\\s*[0-9]+(\\.[0-9]+){0,3}\\s*(,(?=.)|$))+$");
        break;
    case PC_KEY_NAMES:
        open_map(s);
        open_key(s, "additionalProperties");
        open_map(s);
        write_keys(s, below);
        close(s);
        break;
    case PC_KEY_ITEMS:
        open_list(s, key->needed);
        key_strz(s, "type", "object");
        write_keys(s, below);
        close(s);
        break;
    case PC_KEY_RULES:
        write_rules(s);
        break;
    case PC_KEY_PAIRS_OF_NAMES:
        open_map(s);
        open_key(s, "additionalProperties");
        write_text(s, blank);
        close(s);
        break;
    case PC_KEY_SETS:
        open_list(s, key->needed);
        key_strz(s, "type", "array");
        pc_json_key(&s->json, "minItems");
        pc_json_int(&s->json, 2);
        open_key(s, "items");
        write_text(s, blank);
        close(s);
        close(s);
        break;
    }
}

static void write_default(struct schema *s, const struct pc_config_key *key) {
    if (!key->fallback) {
        return;
    }
    pc_json_key(&s->json, "default");
    switch (key->fallback[0]) {
    case '[':
        pc_json_array(&s->json);
        pc_json_end(&s->json, ']');
        break;
    case '{':
        pc_json_object(&s->json);
        close(s);
        break;
    default:
        if (key->type == PC_KEY_NUMBER || key->type == PC_KEY_COUNT) {
            uint16_t number = 0;
            pc_port_parse(pc_str_c(key->fallback), &number);
            pc_json_int(&s->json, number);
        } else if (key->type == PC_KEY_BOOL) {
            pc_json_bool(&s->json, pc_str_eq(pc_str_c(key->fallback), PC_STR("true")));
        } else {
            pc_json_strz(&s->json, key->fallback);
        }
    }
}

/* properties, required and additionalProperties of one level of the table. */
static void write_keys(struct schema *s, const char *prefix) {
    size_t needed = 0;
    open_key(s, "properties");
    for (size_t i = 0; i < pc_config_key_count; i++) {
        const struct pc_config_key *key = &pc_config_keys[i];
        const char *name = pc_config_key_below(key->path, prefix);
        if (!name) {
            continue;
        }
        needed += key->needed;
        open_key(s, name);
        key_strz(s, "description", key->help);
        write_type(s, key);
        write_default(s, key);
        close(s);
    }
    close(s);
    pc_json_key(&s->json, "additionalProperties");
    pc_json_bool(&s->json, false);
    if (needed == 0) {
        return;
    }
    pc_json_key(&s->json, "required");
    pc_json_array(&s->json);
    for (size_t i = 0; i < pc_config_key_count; i++) {
        const char *name = pc_config_key_below(pc_config_keys[i].path, prefix);
        if (name && pc_config_keys[i].needed) {
            pc_json_strz(&s->json, name);
        }
    }
    pc_json_end(&s->json, ']');
}

void pc_config_schema(struct pc_buf *out, const struct pc_config_rule_name *rules, size_t count) {
    struct schema s = {.arena = out->arena, .rules = rules, .rule_count = count};
    pc_json_init(&s.json, out, true);
    pc_json_object(&s.json);
    key_strz(&s, "$schema", "http://json-schema.org/draft-07/schema#");
    key_strz(&s, "title", "portcheck.yml");
    key_strz(&s, "description", "Configuration of portcheck, the port registry linter");
    open_map(&s);
    write_keys(&s, "");
    write_rule_definition(&s);
    close(&s);
    pc_buf_addc(out, '\n');
}
