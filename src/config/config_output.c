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

bool pc_config_read_output_path(struct pc_config_reader *r, const struct pc_node *value) {
    return pc_config_path(r, value, &r->output->path);
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
