/* The table of keys: name, type, help, and the function that checks and stores the value. */
#include "config_reader.h"

#include "vec.h"

static const char *const severities[] = {"off", "info", "warning", "error", NULL};
static const char *const gates[] = {"error", "warning", "info", "never", NULL};
static const char *const systems[] = {"linux", "macos", "windows", NULL};
static const char *const environments[] = {"production", "staging", "development", "test", NULL};
static const char *const digit_words[] = {"last-digit", "last-two-digits", NULL};
/* In the order of enum pc_checklist_place. */
static const char *const places[] = {"compose", "document", "env", "image", "route", "scrape", "source", NULL};
static const char *const source_roles[] = {"default", "listens", "dials", NULL};
/* In the order of enum pc_column_meaning; the keys of registry.columns. */
static const char *const column_meanings[] = {"port",     "host-port", "container-port", "range",   "service", "host",
                                              "protocol", "status",    "environment",    "purpose", "ignore",  NULL};
static const char *const truths[] = {"false", "true", NULL};

static bool read_documents(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_globs(r, value, &r->config->documents, &r->config->document_count);
}

/* One kind of column: the key is its meaning. The words of kinds read before are kept. */
static bool read_column(struct pc_config_reader *r, const struct pc_node *value) {
    const struct pc_str *words = NULL;
    size_t count = 0;
    if (!pc_config_strings(r, value, "a list of header words", &words, &count)) {
        return false;
    }
    unsigned meaning = 0;
    while (!pc_str_is(value->key->text, column_meanings[meaning])) {
        meaning++; /* the table of keys has no others */
    }
    struct pc_config *config = r->config;
    struct pc_header_word *all = PC_NEW_ARRAY(r->arena, config->header_word_count + count, struct pc_header_word);
    for (size_t i = 0; i < config->header_word_count; i++) {
        all[i] = config->header_words[i];
    }
    for (size_t i = 0; i < count; i++) {
        all[config->header_word_count + i] = (struct pc_header_word){(enum pc_column_meaning)meaning, words[i]};
    }
    config->header_words = all;
    config->header_word_count += count;
    return true;
}

static bool read_host_aliases(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_strings(r, value, "a list of names and addresses", &r->host->aliases, &r->host->alias_count);
}

static bool read_host_os(struct pc_config_reader *r, const struct pc_node *value) {
    static const enum pc_os known[] = {PC_OS_LINUX, PC_OS_MACOS, PC_OS_WINDOWS};
    unsigned index = 0;
    bool ok = pc_config_choice(r, value, systems, &index);
    r->host->os = known[index];
    return ok;
}

static bool read_host_environment(struct pc_config_reader *r, const struct pc_node *value) {
    static const enum pc_environment known[] = {PC_ENV_PRODUCTION, PC_ENV_STAGING, PC_ENV_DEVELOPMENT, PC_ENV_TEST};
    unsigned index = 0;
    bool ok = pc_config_choice(r, value, environments, &index);
    r->host->environment = known[index];
    return ok;
}

static bool read_host_sources(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_globs(r, value, &r->host->sources, &r->host->source_count);
}

static bool read_hosts(struct pc_config_reader *r, const struct pc_node *value) {
    struct PC_VEC(struct pc_host_hint) hosts = {0};
    struct pc_map_iter it;
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_MAP, "a mapping of host names", &empty)) {
        return false;
    }
    for (pc_map_iter_init(&it, value); pc_map_iter_next(&it);) {
        struct pc_host_hint host = {.name = PC_EMPTY};
        r->host = &host;
        if (!pc_config_string(r, it.value->key, &host.name) || !pc_config_read_map(r, it.value, "hosts.*")) {
            return false;
        }
        *PC_PUSH(&hosts, r->arena) = host;
    }
    r->host = NULL;
    r->config->hints.hosts = hosts.items;
    r->config->hints.host_count = hosts.count;
    return true;
}

static bool read_service_aliases(struct pc_config_reader *r, const struct pc_node *value) {
    struct PC_VEC(struct pc_alias_hint) aliases = {0};
    struct pc_map_iter it;
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_MAP, "a mapping of alias to service", &empty)) {
        return false;
    }
    for (pc_map_iter_init(&it, value); pc_map_iter_next(&it);) {
        struct pc_alias_hint hint;
        if (!pc_config_string(r, it.value->key, &hint.alias) || !pc_config_string(r, it.value, &hint.service)) {
            return false;
        }
        *PC_PUSH(&aliases, r->arena) = hint;
    }
    r->config->hints.aliases = aliases.items;
    r->config->hints.alias_count = aliases.count;
    return true;
}

static bool read_distinct(struct pc_config_reader *r, const struct pc_node *value) {
    struct PC_VEC(struct pc_distinct_hint) sets = {0};
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_LIST, "a list of lists of names", &empty)) {
        return false;
    }
    for (const struct pc_node *item = value->child; item; item = item->next) {
        struct pc_distinct_hint set;
        if (!pc_config_strings(r, item, "a list of names", &set.names, &set.count)) {
            return false;
        }
        if (set.count < 2) {
            return pc_config_fail_at(r, item, PC_EMPTY, "expected at least two names that are not the same service");
        }
        *PC_PUSH(&sets, r->arena) = set;
    }
    r->config->hints.distinct = sets.items;
    r->config->hints.distinct_count = sets.count;
    return true;
}

static bool read_external(struct pc_config_reader *r, const struct pc_node *value) {
    bool ok =
        pc_config_strings(r, value, "a list of names and ports", &r->config->external, &r->config->external_count);
    r->config->hints.external = r->config->external;
    r->config->hints.external_count = r->config->external_count;
    return ok;
}

static bool read_pair_range(struct pc_config_reader *r, const struct pc_node *value) {
    r->pair_range = value;
    return pc_config_range(r, value, &r->pair->range);
}

static bool read_pair_with(struct pc_config_reader *r, const struct pc_node *value) {
    r->pair_with = value;
    return pc_config_range(r, value, &r->pair->with);
}

static bool read_pair_by(struct pc_config_reader *r, const struct pc_node *value) {
    unsigned index = 0;
    bool ok = pc_config_choice(r, value, digit_words, &index);
    r->pair->digits = index + 1;
    return ok;
}

static bool read_pairs(struct pc_config_reader *r, const struct pc_node *value) {
    struct PC_VEC(struct pc_pair) pairs = {0};
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_LIST, "a list of pairs", &empty)) {
        return false;
    }
    for (const struct pc_node *item = value->child; item; item = item->next) {
        struct pc_pair pair = {.digits = 1};
        r->pair = &pair;
        r->pair_range = r->pair_with = NULL;
        if (!pc_config_read_map(r, item, "pairs.*")) {
            return false;
        }
        if (!r->pair_range || !r->pair_with) {
            return pc_config_fail_at(r, item, PC_EMPTY, "a pair needs `range` and `with`");
        }
        *PC_PUSH(&pairs, r->arena) = pair;
    }
    r->pair = NULL;
    r->config->pairs = pairs.items;
    r->config->pair_count = pairs.count;
    return true;
}

static bool read_min_free(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_number(r, value, 0, 65535, &r->config->min_free);
}

static bool read_width(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_number(r, value, 1, 65535, &r->config->range_width);
}

static bool read_checklist(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_choices(r, value, places, &r->config->checklist);
}

static bool read_include(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_globs(r, value, &r->config->include, &r->config->include_count);
}

static bool read_exclude(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_globs(r, value, &r->config->exclude, &r->config->exclude_count);
}

static bool read_source_files(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_globs(r, value, &r->source->files, &r->source->file_count);
}

static size_t count_of(struct pc_str s, struct pc_str piece) {
    size_t count = 0;
    for (size_t at = 0; (at = pc_str_find(s, piece, at)) != PC_NPOS; at += piece.len) {
        count++;
    }
    return count;
}

/* Without a few letters of its own a pattern would find every number. */
static bool read_source_pattern(struct pc_config_reader *r, const struct pc_node *value) {
    enum { PATTERN_MAX = 200, LETTERS_MIN = 3 };
    struct pc_str pattern;
    if (!pc_config_string(r, value, &pattern)) {
        return false;
    }
    if (count_of(pattern, PC_STR("{port}")) != 1) {
        return pc_config_fail_at(r, value, PC_STR("as in `SERVE ON {port}`; {*} stands for anything on the line"),
                                 "a pattern holds `{port}` once");
    }
    size_t own = pattern.len - 6 - 3 * count_of(pattern, PC_STR("{*}"));
    if (own < LETTERS_MIN || pattern.len > PATTERN_MAX || pc_str_find_char(pattern, '\n', 0) != PC_NPOS) {
        return pc_config_fail_at(r, value, PC_EMPTY,
                                 "a pattern is one line of %d to %d characters, {port} and {*} not counted",
                                 LETTERS_MIN, PATTERN_MAX);
    }
    r->source->pattern = pattern;
    return true;
}

static bool read_source_role(struct pc_config_reader *r, const struct pc_node *value) {
    static const enum pc_role known[] = {PC_ROLE_DEFAULT, PC_ROLE_LISTENS, PC_ROLE_DIALS};
    unsigned index = 0;
    bool ok = pc_config_choice(r, value, source_roles, &index);
    r->source->role = known[index];
    return ok;
}

static bool read_sources(struct pc_config_reader *r, const struct pc_node *value) {
    struct PC_VEC(struct pc_source_pattern) sources = {0};
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_LIST, "a list of patterns", &empty)) {
        return false;
    }
    for (const struct pc_node *item = value->child; item; item = item->next) {
        struct pc_source_pattern source = {.role = PC_ROLE_DEFAULT};
        r->source = &source;
        if (!pc_config_read_map(r, item, "sources.*")) {
            return false;
        }
        if (source.file_count == 0 || source.pattern.len == 0) {
            return pc_config_fail_at(r, item, PC_EMPTY, "an item of `sources` needs `files` and `pattern`");
        }
        *PC_PUSH(&sources, r->arena) = source;
    }
    r->source = NULL;
    r->config->sources = sources.items;
    r->config->source_count = sources.count;
    return true;
}

static bool read_severity(struct pc_config_reader *r, const struct pc_node *value) {
    static const enum pc_level levels[] = {PC_LEVEL_OFF, PC_LEVEL_INFO, PC_LEVEL_WARNING, PC_LEVEL_ERROR};
    unsigned index = 0;
    bool ok = pc_config_choice(r, value, severities, &index);
    r->rule->level = levels[index];
    return ok;
}

static bool read_locked(struct pc_config_reader *r, const struct pc_node *value) {
    unsigned index = 0;
    bool ok = pc_config_choice(r, value, truths, &index);
    r->rule->locked = index == 1;
    r->rule->says_locked = true;
    return ok;
}

/* "PC3": the rules of one family. */
static bool is_family(struct pc_str word) {
    return word.len == 3 && pc_str_starts_nocase(word, PC_STR("PC")) && pc_is_digit(word.ptr[2]);
}

static bool read_rule(struct pc_config_reader *r, const struct pc_node *value) {
    struct pc_str word = r->rule->rule;
    if (!is_family(word) && !pc_str_eq(word, PC_STR("all")) && !r->words->known_rule(word)) {
        struct pc_str near = r->words->nearest_rule(word);
        struct pc_str help = near.len > 0
                                 ? pc_str_fmt(r->arena, "did you mean `%.*s`?", PC_ARG(near))
                                 : PC_STR("`portcheck rules` lists them; `all` and families like `PC2` work too");
        return pc_config_fail_at(r, value->key, help, "unknown rule `%.*s`", PC_ARG(pc_str_sub(word, 0, 60)));
    }
    return value->kind == PC_NODE_MAP ? pc_config_read_map(r, value, "rules.*") : read_severity(r, value);
}

static bool read_rules(struct pc_config_reader *r, const struct pc_node *value) {
    struct PC_VEC(struct pc_rule_setting) rules = {0};
    struct pc_map_iter it;
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_MAP, "a mapping of rule to severity", &empty)) {
        return false;
    }
    for (pc_map_iter_init(&it, value); pc_map_iter_next(&it);) {
        struct pc_rule_setting rule = {.level = PC_LEVEL_DEFAULT};
        r->rule = &rule;
        if (!pc_config_string(r, it.value->key, &rule.rule) || !read_rule(r, it.value)) {
            return false;
        }
        *PC_PUSH(&rules, r->arena) = rule;
    }
    r->rule = NULL;
    r->config->rules = rules.items;
    r->config->rule_count = rules.count;
    return true;
}

static bool read_ignore_rule(struct pc_config_reader *r, const struct pc_node *value) {
    struct pc_str *word = &r->ignore->rule;
    if (!pc_config_string(r, value, word)) {
        return false;
    }
    if (!r->words->known_rule(*word)) {
        struct pc_str near = r->words->nearest_rule(*word);
        struct pc_str help = near.len > 0 ? pc_str_fmt(r->arena, "did you mean `%.*s`?", PC_ARG(near))
                                          : PC_STR("`portcheck rules` lists them; each rule has an entry of its own");
        return pc_config_fail_at(r, value, help, "unknown rule `%.*s`", PC_ARG(pc_str_sub(*word, 0, 60)));
    }
    if (r->words->never_ignored(*word)) {
        return pc_config_fail_at(r, value,
                                 PC_STR("a file that need not be read belongs in `exclude`; the severity of a rule is "
                                        "set in `rules`"),
                                 "`%.*s` cannot be ignored", PC_ARG(*word));
    }
    return true;
}

static bool read_ignore_service(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_string(r, value, &r->ignore->service);
}

static bool read_ignore_host(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_string(r, value, &r->ignore->host);
}

static bool read_ignore_path(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_glob(r, value, &r->ignore->path);
}

static bool read_ignore_port(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_range(r, value, &r->ignore->ports);
}

static bool read_ignore_reason(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_string(r, value, &r->ignore->reason);
}

static bool read_ignore_until(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_date(r, value, &r->ignore->until);
}

static bool read_ignores(struct pc_config_reader *r, const struct pc_node *value) {
    struct PC_VEC(struct pc_config_ignore) ignores = {0};
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_LIST, "a list of mappings with a `rule` each", &empty)) {
        return false;
    }
    for (const struct pc_node *item = value->child; item; item = item->next) {
        struct pc_config_ignore ignore = {.offset = item->offset, .length = item->length};
        r->ignore = &ignore;
        if (!pc_config_read_map(r, item, "ignore.*")) {
            return false;
        }
        if (ignore.rule.len == 0) {
            return pc_config_fail_at(r, item, PC_EMPTY, "an item of `ignore` needs a `rule`");
        }
        *PC_PUSH(&ignores, r->arena) = ignore;
    }
    r->ignore = NULL;
    r->config->ignores = ignores.items;
    r->config->ignore_count = ignores.count;
    return true;
}

static bool read_baseline(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_path(r, value, &r->config->baseline);
}

static bool read_together(struct pc_config_reader *r, const struct pc_node *value) {
    bool ok = pc_config_globs(r, value, &r->config->together, &r->config->together_count);
    r->config->hints.together = r->config->together;
    r->config->hints.together_count = r->config->together_count;
    return ok;
}

static bool read_fail_on(struct pc_config_reader *r, const struct pc_node *value) {
    static const enum pc_level levels[] = {PC_LEVEL_ERROR, PC_LEVEL_WARNING, PC_LEVEL_INFO, PC_LEVEL_OFF};
    unsigned index = 0;
    bool ok = pc_config_choice(r, value, gates, &index);
    r->config->fail_on = levels[index];
    return ok;
}

const struct pc_config_key pc_config_keys[] = {
    {"required-version", PC_KEY_VERSION, "versions of portcheck that may read this file", NULL, pc_config_version, NULL,
     false},
    {"registry", PC_KEY_GROUP, "the documents that hold the plan", NULL, NULL, NULL, false},
    {"registry.documents", PC_KEY_GLOBS, "port registries; without it they are found by name", NULL, read_documents,
     "[]", false},
    {"registry.columns", PC_KEY_GROUP, "header words of port tables in your own language", NULL, NULL, NULL, false},
    {"registry.columns.port", PC_KEY_STRINGS, "headers of a column of ports", NULL, read_column, "[]", false},
    {"registry.columns.host-port", PC_KEY_STRINGS, "of ports of the host, beside ports inside a container", NULL,
     read_column, "[]", false},
    {"registry.columns.container-port", PC_KEY_STRINGS, "of ports inside a container", NULL, read_column, "[]", false},
    {"registry.columns.range", PC_KEY_STRINGS, "of blocks of ports", NULL, read_column, "[]", false},
    {"registry.columns.service", PC_KEY_STRINGS, "of the services that have the ports", NULL, read_column, "[]", false},
    {"registry.columns.host", PC_KEY_STRINGS, "of the machines that they run on", NULL, read_column, "[]", false},
    {"registry.columns.protocol", PC_KEY_STRINGS, "of tcp and udp", NULL, read_column, "[]", false},
    {"registry.columns.status", PC_KEY_STRINGS, "of words like active, planned or free", NULL, read_column, "[]",
     false},
    {"registry.columns.environment", PC_KEY_STRINGS, "of words like production or dev", NULL, read_column, "[]", false},
    {"registry.columns.purpose", PC_KEY_STRINGS, "of what a port is for", NULL, read_column, "[]", false},
    {"registry.columns.ignore", PC_KEY_STRINGS, "of columns that state no port, whatever numbers stand in them", NULL,
     read_column, "[]", false},
    {"hosts", PC_KEY_NAMES, "machines and deployments that own ports", NULL, read_hosts, "{}", false},
    {"hosts.*.aliases", PC_KEY_STRINGS, "other names of the host, and its addresses", NULL, read_host_aliases, "[]",
     false},
    {"hosts.*.os", PC_KEY_CHOICE, "its operating system, whose own ports are warned about", systems, read_host_os, NULL,
     false},
    {"hosts.*.environment", PC_KEY_CHOICE, "what it is for", environments, read_host_environment, NULL, false},
    {"hosts.*.sources", PC_KEY_GLOBS, "files that describe this host", NULL, read_host_sources, "[]", false},
    {"services", PC_KEY_GROUP, "which names mean one service", NULL, NULL, NULL, false},
    {"services.aliases", PC_KEY_PAIRS_OF_NAMES, "alias: service", NULL, read_service_aliases, "{}", false},
    {"services.distinct", PC_KEY_SETS, "names that look alike and are not one service", NULL, read_distinct, "[]",
     false},
    {"services.external", PC_KEY_STRINGS, "names and ports that somebody else runs: never dead, never undocumented",
     NULL, read_external, "[]", false},
    {"pairs", PC_KEY_ITEMS, "blocks of ports whose last digits match", NULL, read_pairs, "[]", false},
    {"pairs.*.range", PC_KEY_RANGE, "the first block", NULL, read_pair_range, NULL, true},
    {"pairs.*.with", PC_KEY_RANGE, "the second block", NULL, read_pair_with, NULL, true},
    {"pairs.*.by", PC_KEY_CHOICE, "which digits match; last-digit when not said", digit_words, read_pair_by,
     "last-digit", false},
    {"ranges", PC_KEY_GROUP, "what is expected of declared ranges", NULL, NULL, NULL, false},
    {"ranges.min-free", PC_KEY_NUMBER, "ports that each range should have free", NULL, read_min_free, "1", false},
    {"ranges.width", PC_KEY_COUNT, "ports that each range should span", NULL, read_width, NULL, false},
    {"checklist", PC_KEY_CHOICES, "places that every planned service must have (PC406)", places, read_checklist, "[]",
     false},
    {"include", PC_KEY_GLOBS, "further files to read", NULL, read_include, "[]", false},
    {"exclude", PC_KEY_GLOBS, "files not to read", NULL, read_exclude, "[]", false},
    {"sources", PC_KEY_ITEMS, "patterns of your own for files that state ports", NULL, read_sources, "[]", false},
    {"sources.*.files", PC_KEY_GLOBS, "files in which the pattern is looked for", NULL, read_source_files, NULL, true},
    {"sources.*.pattern", PC_KEY_PATTERN, "text with {port} for the number and {*} for anything on the line", NULL,
     read_source_pattern, NULL, true},
    {"sources.*.role", PC_KEY_CHOICE, "what the number is to the service of the file; default when not said",
     source_roles, read_source_role, "default", false},
    {"rules", PC_KEY_RULES, "severity of a rule, a family or all rules", NULL, read_rules, "{}", false},
    {"rules.*.severity", PC_KEY_CHOICE, "how a finding of the rule counts", severities, read_severity, NULL, false},
    {"rules.*.locked", PC_KEY_BOOL, "true: no comment may silence the rule", NULL, read_locked, "false", false},
    {"ignore", PC_KEY_ITEMS, "findings that are known and accepted", NULL, read_ignores, "[]", false},
    {"ignore.*.rule", PC_KEY_RULE, "whose findings", NULL, read_ignore_rule, NULL, true},
    {"ignore.*.service", PC_KEY_STRING, "only those about this service", NULL, read_ignore_service, NULL, false},
    {"ignore.*.host", PC_KEY_STRING, "only those about this host", NULL, read_ignore_host, NULL, false},
    {"ignore.*.path", PC_KEY_GLOB, "only those with a place in these files", NULL, read_ignore_path, NULL, false},
    {"ignore.*.port", PC_KEY_RANGE, "only those about this port, or one of this range", NULL, read_ignore_port, NULL,
     false},
    {"ignore.*.reason", PC_KEY_STRING, "why", NULL, read_ignore_reason, NULL, false},
    {"ignore.*.until", PC_KEY_DATE, "the last day on which it holds", NULL, read_ignore_until, NULL, false},
    {"baseline", PC_KEY_FILE, "the file of known findings", NULL, read_baseline, "portcheck-baseline.json", false},
    {"deployments", PC_KEY_GROUP, "what compose files do not say", NULL, NULL, NULL, false},
    {"deployments.together", PC_KEY_GLOBS, "compose files that run side by side on one host", NULL, read_together, "[]",
     false},
    {"output", PC_KEY_ITEMS, "files that each check writes", NULL, pc_config_read_outputs, "[]", false},
    {"output.*.format", PC_KEY_CHOICE, "a format of check", pc_config_formats, pc_config_read_output_format, NULL,
     true},
    {"output.*.path", PC_KEY_FILE, "where, below the project's root; no file that is read", NULL,
     pc_config_read_output_path, NULL, true},
    {"fail-on", PC_KEY_CHOICE, "the lowest severity that makes a check fail", gates, read_fail_on, "error", false},
};
const size_t pc_config_key_count = sizeof pc_config_keys / sizeof pc_config_keys[0];
