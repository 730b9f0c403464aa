/* The key `output`: files that each check writes. */
#include "config_reader.h"
#include "vec.h"

const char *const pc_config_formats[] = {"full",   "concise", "grouped",    "json",   "jsonl",    "sarif", "github",
                                         "gitlab", "junit",   "checkstyle", "rdjson", "markdown", NULL};

bool pc_config_read_output_format(struct pc_config_reader *r, const struct pc_node *value) {
    unsigned index = 0;
    bool ok = pc_config_choice(r, value, pc_config_formats, &index);
    r->output->format = pc_str_c(pc_config_formats[index]);
    return ok;
}

static bool is_forbidden(struct pc_str part) {
    return part.len == 0 || pc_str_eq(part, PC_STR(".")) || pc_str_eq(part, PC_STR("..")) ||
           pc_str_is_nocase(part, ".git");
}

/* A configuration may come from a stranger: nothing outside the project is written for it, nor what git runs. */
bool pc_config_read_output_path(struct pc_config_reader *r, const struct pc_node *value) {
    struct pc_str path, part, rest;
    if (!pc_config_string(r, value, &path))
        return false;
    rest = pc_str_find_char(path, '\0', 0) == PC_NPOS ? path : PC_EMPTY;
    for (bool done = false; pc_str_split(&rest, '/', &part, &done);)
        if (is_forbidden(part))
            return pc_config_fail_at(r, value, PC_STR("as in `portcheck.sarif` or `reports/ports.json`"),
                                     "`%.*s` is no path of a file below the project's root, outside of .git",
                                     PC_ARG(pc_str_sub(path, 0, 60)));
    r->output->path = path;
    return true;
}

bool pc_config_read_outputs(struct pc_config_reader *r, const struct pc_node *value) {
    struct PC_VEC(struct pc_config_output) outputs = {0};
    bool empty = false;
    if (!pc_config_expect(r, value, PC_NODE_LIST, "a list of formats and paths", &empty))
        return false;
    for (const struct pc_node *item = value->child; item; item = item->next) {
        struct pc_config_output output = {.format = PC_EMPTY};
        r->output = &output;
        if (!pc_config_read_map(r, item, "output.*"))
            return false;
        if (output.format.len == 0 || output.path.len == 0)
            return pc_config_fail_at(r, item, PC_EMPTY, "an item of `output` needs `format` and `path`");
        for (size_t i = 0; i < outputs.count; i++)
            if (pc_str_eq(outputs.items[i].path, output.path))
                return pc_config_fail_at(r, item, PC_EMPTY, "`%.*s` is written twice", PC_ARG(output.path));
        *PC_PUSH(&outputs, r->arena) = output;
    }
    r->output = NULL;
    r->config->outputs = outputs.items;
    r->config->output_count = outputs.count;
    return true;
}
