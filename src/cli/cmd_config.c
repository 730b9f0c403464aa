/* config: what is configured and where it was said, whether it can be used, and its schema for editors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define WHERE_BYTES 4200 /* a path and a line */

static const char *format_at(size_t index) {
    static const char *const names[] = {"table", "json"};
    return index < sizeof names / sizeof names[0] ? names[index] : NULL;
}

/* A row of `config print`. */
struct row {
    const char *key, *value, *origin; /* origin: "default", "file", "environment", "flag" */
    const char *name;                 /* of the variable or flag */
    unsigned line;                    /* of the file */
};

static const struct cli_option *option_of(const char *key) {
    for (size_t i = 0; i < cli_option_count; i++)
        if (cli_options[i].argument && strcmp(cli_options[i].name, key) == 0)
            return &cli_options[i];
    return NULL;
}

/* What flag or environment say about a key comes before the configuration. */
static void overlay(const struct cli *cli, struct row *row) {
    const struct cli_option *option = option_of(row->key);
    if (!option)
        return;
    const struct cli_origin *origin = &cli->origins[option->id];
    const char *variable = cli_option_variable(option, NULL);
    const char *set = variable ? getenv(variable) : NULL;
    if (origin->given && !origin->variable)
        *row = (struct row){row->key, origin->value, "flag", option->name, 0};
    else if (set && *set)
        *row = (struct row){row->key, set, "environment", variable, 0};
}

static void where(const struct row *row, const char *path, char *out, size_t size) {
    if (strcmp(row->origin, "file") == 0)
        snprintf(out, size, "%s:%u", path, row->line);
    else if (strcmp(row->origin, "default") == 0)
        snprintf(out, size, "default");
    else
        snprintf(out, size, "%s%s", strcmp(row->origin, "flag") == 0 ? "--" : "", row->name);
}

struct table {
    bool json;
    const char *path;
    int key_width, place_width;
    size_t count;
};

static void print_field(const char *name, const char *value) {
    printf(", \"%s\": ", name);
    cli_json_string(value);
}

static void print_row(struct table *table, const struct row *row) {
    char place[WHERE_BYTES];
    where(row, table->path, place, sizeof place);
    if (table->json) {
        printf("%s\n    {\"key\": ", table->count++ > 0 ? "," : "");
        cli_json_string(row->key);
        print_field("value", *row->value ? row->value : NULL);
        print_field("origin", row->origin);
        print_field("where", place);
        fputs("}", stdout);
        return;
    }
    printf("%-*s  %-*s  %s\n", table->key_width, row->key, table->place_width, place, *row->value ? row->value : "-");
}

static struct row row_of(const struct cli *cli, const struct pc_setting *setting) {
    struct row row = {setting->key, setting->value, setting->line > 0 ? "file" : "default", NULL, setting->line};
    overlay(cli, &row);
    return row;
}

/* Wide enough for all but the longest keys and places. */
static void measure(const struct cli *cli, struct pc_run *run, struct table *table) {
    enum { WIDEST = 40 };
    struct pc_setting setting;
    char place[WHERE_BYTES];
    for (size_t i = 0; pc_run_setting(run, i, &setting); i++) {
        struct row row = row_of(cli, &setting);
        where(&row, table->path, place, sizeof place);
        int key = (int)strlen(row.key), length = (int)strlen(place);
        table->key_width = key > table->key_width && key <= WIDEST ? key : table->key_width;
        table->place_width = length > table->place_width && length <= WIDEST ? length : table->place_width;
    }
}

/* Options that only flags and the environment set. */
static void print_variables(struct table *table, struct pc_run *run) {
    struct pc_setting setting;
    for (size_t i = 0; i < cli_option_count; i++) {
        const char *variable = cli_option_variable(&cli_options[i], NULL);
        const char *value = variable ? getenv(variable) : NULL;
        bool is_key = false;
        for (size_t k = 0; pc_run_setting(run, k, &setting) && !is_key; k++)
            is_key = strcmp(setting.key, cli_options[i].name) == 0;
        if (value && *value && !is_key)
            print_row(table, &(struct row){cli_options[i].name, value, "environment", variable, 0});
    }
}

static int fail(struct pc_run *run) {
    cli_error("%s", pc_run_message(run));
    return pc_run_exit_code(run);
}

static int print(struct cli *cli, struct pc_run *run) {
    const char *format = cli_choose("format", cli->format ? cli->format : "table", format_at);
    if (!format)
        return PC_EXIT_USAGE;
    struct table table = {.json = strcmp(format, "json") == 0, .path = pc_run_config_path(run)};
    struct pc_setting setting;
    measure(cli, run, &table);
    if (pc_run_exit_code(run) == PC_EXIT_INCOMPLETE)
        return fail(run);
    if (table.json) {
        fputs("{\n  \"schema\": \"portcheck/config/v1\",\n  \"path\": ", stdout);
        cli_json_string(*table.path ? table.path : NULL);
        fputs(",\n  \"settings\": [", stdout);
    } else {
        printf("configuration: %s\n\n", *table.path ? table.path : "none");
    }
    for (size_t i = 0; pc_run_setting(run, i, &setting); i++) {
        struct row row = row_of(cli, &setting);
        print_row(&table, &row);
    }
    print_variables(&table, run);
    if (table.json)
        puts("\n  ]\n}");
    return PC_EXIT_CLEAN;
}

static int check(struct cli *cli, struct pc_run *run) {
    const char *path = pc_run_config_path(run);
    if (cli->options.quiet)
        return PC_EXIT_CLEAN;
    if (*path)
        printf("%s can be used\n", path);
    else
        puts("no configuration: neither portcheck.yml nor .portcheck.yml nor .config/portcheck.yml; defaults hold");
    return PC_EXIT_CLEAN;
}

static int schema(struct cli *cli, struct pc_run *run) {
    (void)cli;
    size_t length;
    const char *text = pc_run_config_schema(run, &length);
    if (text)
        fwrite(text, 1, length, stdout);
    return text ? PC_EXIT_CLEAN : fail(run);
}

static const struct {
    const char *name, *summary;
    bool takes_files;
    bool reads; /* the configuration */
    int (*run)(struct cli *cli, struct pc_run *run);
} actions[] = {{"print", "each value and where it comes from (the default)", false, true, print},
               {"check", "whether it can be used; behind it: other FILEs", true, true, check},
               {"schema", "the JSON Schema of portcheck.yml, for editors", false, false, schema}};

static const char *action_at(size_t index) {
    return index < sizeof actions / sizeof actions[0] ? actions[index].name : NULL;
}

static const char *action_summary(size_t index) {
    return actions[index].summary;
}

/* With the configuration that the options lead to. */
static int run_action(struct cli *cli, size_t action) {
    struct pc_run *run;
    enum pc_status status = pc_run_new_config(&cli->options, &run);
    int code = pc_run_exit_code(run);
    if (status == PC_STATUS_OK)
        code = actions[action].run(cli, run);
    else
        cli_error("%s", pc_run_message(run));
    pc_run_free(run);
    return code;
}

static int run_config(struct cli *cli) {
    const char *name = cli_choose("action", cli->word_count > 0 ? cli->words[0] : "print", action_at);
    size_t action = 0;
    int code = PC_EXIT_CLEAN;
    if (!name)
        return PC_EXIT_USAGE;
    while (strcmp(actions[action].name, name) != 0)
        action++;
    if (cli->word_count > 1 && !actions[action].takes_files) {
        cli_error("`%s`: config %s takes no words; another configuration is named with -c", cli->words[1], name);
        return PC_EXIT_USAGE;
    }
    if (!actions[action].reads) {
        cli->options.config = NULL;
        cli->options.no_config = true;
    }
    if (cli->word_count < 2)
        return run_action(cli, action);
    for (size_t i = 1; i < cli->word_count; i++) {
        cli->options.config = cli->words[i];
        int one = run_action(cli, action);
        code = one > code ? one : code;
    }
    return code;
}

const struct cli_command pc_command_config = {
    .name = "config",
    .summary = "Print or check the configuration, or print its schema",
    .usage = "config [print|check [FILE]...|schema] [OPTIONS]",
    .notes = "A flag wins over the environment, which wins over the configuration.\n"
             "\n"
             "For completion and checks in editors write the schema to a file and name it in the first\n"
             "line of portcheck.yml:\n"
             "\n"
             "  portcheck config schema >portcheck.schema.json\n"
             "  # yaml-language-server: $schema=portcheck.schema.json\n"
             "\n"
             "Exit: 0, 2 when the configuration cannot be used\n",
    .format = format_at,
    .words_heading = "Actions",
    .word = action_at,
    .word_summary = action_summary,
    .run = run_config,
};
