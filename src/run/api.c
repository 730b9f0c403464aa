/* The public library's tables: formats, lists, rules, libraries. */
#include <stdio.h>
#include <string.h>

#include "emit.h"
#include "json_in.h"
#include "list.h"
#include "markdown.h"
#include "next_show.h"
#include "proof_show.h"
#include "report.h"
#include "run_impl.h"
#include "yaml_in.h"

#define WORDS_BYTES (1u << 20) /* memory for a message */

void pc_options_init(struct pc_options *options) {
    *options = (struct pc_options){.max_warnings = -1};
}

void pc_words_shown(const char *words, char *out, size_t size) {
    struct pc_arena arena;
    struct pc_recovery recovery = {.cleanups = NULL};
    pc_arena_init(&arena, WORDS_BYTES, &recovery);
    *out = '\0';
    if (setjmp(recovery.env) == 0)
        snprintf(out, size, "%.*s", PC_ARG(pc_shown(&arena, pc_str_c(words))));
    pc_arena_finish(&arena);
}

const char *pc_format_name(size_t index) {
    return index < pc_output_count ? pc_outputs[index]->name : NULL;
}

const char *pc_format_summary(size_t index) {
    return index < pc_output_count ? pc_outputs[index]->summary : NULL;
}

bool pc_format_has_summary(const char *format) {
    const struct pc_output *output = pc_output_find(pc_str_c(format));
    return output && output->for_people;
}

const char *pc_list_name(size_t index) {
    return index < pc_list_count ? pc_lists[index].name : NULL;
}

const char *pc_list_summary(size_t index) {
    return index < pc_list_count ? pc_lists[index].summary : NULL;
}

bool pc_list_takes(const char *list, const char *option) {
    static const struct {
        const char *name;
        unsigned by;
    } options[] = {{"host", PC_LIST_BY_HOST}, {"service", PC_LIST_BY_SERVICE}, {"range", PC_LIST_BY_PORTS}};
    const struct pc_list *known = pc_list_find(pc_str_c(list));
    for (size_t i = 0; known && i < sizeof options / sizeof options[0]; i++)
        if (strcmp(options[i].name, option) == 0)
            return (known->narrowed_by & options[i].by) != 0;
    return false;
}

const char *pc_list_format_name(size_t index) {
    return index < pc_list_format_count ? pc_list_formats[index] : NULL;
}

const char *pc_next_format_name(size_t index) {
    return index < pc_next_format_count ? pc_next_formats[index].name : NULL;
}

const char *pc_next_format_summary(size_t index) {
    return index < pc_next_format_count ? pc_next_formats[index].summary : NULL;
}

const char *pc_report_format_name(size_t index) {
    return index < pc_report_format_count ? pc_report_formats[index]->name : NULL;
}

const char *pc_report_format_summary(size_t index) {
    return index < pc_report_format_count ? pc_report_formats[index]->summary : NULL;
}

const char *pc_prove_format_name(size_t index) {
    return index < pc_proof_format_count ? pc_proof_formats[index].name : NULL;
}

const char *pc_prove_format_summary(size_t index) {
    return index < pc_proof_format_count ? pc_proof_formats[index].summary : NULL;
}

static enum pc_severity severity_of(enum pc_level level) {
    return level == PC_LEVEL_ERROR     ? PC_SEVERITY_ERROR
           : level == PC_LEVEL_WARNING ? PC_SEVERITY_WARNING
           : level == PC_LEVEL_INFO    ? PC_SEVERITY_INFO
                                       : PC_SEVERITY_NEVER;
}

bool pc_rule_at(size_t index, struct pc_rule_page *page) {
    if (index >= pc_rule_count)
        return false;
    const struct pc_rule_info *info = &pc_rules[index]->info;
    *page = (struct pc_rule_page){.code = info->code,
                                  .name = info->name,
                                  .family = info->family,
                                  .severity = severity_of(info->level),
                                  .varies = info->varies,
                                  .summary = info->summary,
                                  .why = info->why,
                                  .fix = info->fix,
                                  .silent = info->silent,
                                  .bad = info->bad,
                                  .good = info->good,
                                  .config = info->config};
    return true;
}

bool pc_rule_by_name(const char *code_or_name, struct pc_rule_page *page, const char **nearest) {
    const struct pc_rule *rule = pc_rule_find(pc_str_c(code_or_name));
    if (nearest)
        *nearest = rule ? NULL : pc_run_nearest_rule(pc_str_c(code_or_name));
    for (size_t i = 0; rule && i < pc_rule_count; i++)
        if (pc_rules[i] == rule)
            return pc_rule_at(i, page);
    return false;
}

const char *pc_did_you_mean(const char *word, const char *const *words, size_t count) {
    return pc_nearest(pc_str_c(word), words, count);
}

static const struct {
    const char *name;
    const char *(*version)(void);
} libraries[] = {
    {"libyaml", pc_yaml_version},
    {"cmark-gfm", pc_cmark_version},
    {"cJSON", pc_cjson_version},
};

const char *pc_library_name(size_t index) {
    return index < sizeof libraries / sizeof libraries[0] ? libraries[index].name : NULL;
}

const char *pc_library_version(size_t index) {
    return index < sizeof libraries / sizeof libraries[0] ? libraries[index].version() : NULL;
}
