/* What can be written behind an option or a command: for completion. */
#include <string.h>

#include "cli.h"

static void add(struct cli_value *value, const char *word, const char *summary) {
    if (value->count < CLI_WORDS_MAX) {
        value->summaries[value->count] = summary;
        value->words[value->count++] = word;
    }
}

static void add_names(struct cli_value *value, const char *(*name)(size_t index),
                      const char *(*summary)(size_t index)) {
    for (size_t i = 0; name && name(i); i++)
        add(value, name(i), summary ? summary(i) : NULL);
}

static void add_rules(struct cli_value *value) {
    struct pc_rule_page page;
    for (size_t i = 0; pc_rule_at(i, &page); i++) {
        add(value, page.code, page.name);
        add(value, page.name, page.code);
    }
    add(value, "all", "all rules");
}

void cli_value_of_option(const struct cli_option *option, const struct cli_command *command, struct cli_value *value) {
    const char *choices[CLI_CHOICES_MAX];
    *value = (struct cli_value){.kind = CLI_VALUE_OTHER};
    if (!option->argument)
        return;
    if (strcmp(option->argument, "FILE") == 0 || strcmp(option->argument, "PATH") == 0)
        value->kind = CLI_VALUE_FILE;
    else if (strcmp(option->argument, "DIR") == 0)
        value->kind = CLI_VALUE_DIR;
    else if (strcmp(option->argument, "RULES") == 0)
        add_rules(value);
    else if (option->id == OPTION_FORMAT)
        add_names(value, command->format, command->format_summary);
    else
        for (size_t i = 0, count = cli_option_choices(option, choices); i < count; i++)
            add(value, choices[i], NULL);
    if (value->count > 0)
        value->kind = strcmp(option->argument, "RULES") == 0 ? CLI_VALUE_WORDS : CLI_VALUE_WORD;
}

void cli_value_of_words(const struct cli_command *command, struct cli_value *value) {
    *value = (struct cli_value){.kind = command->takes_paths ? CLI_VALUE_FILE : CLI_VALUE_OTHER};
    add_names(value, command->word, command->word_summary);
    if (value->count > 0)
        value->kind = CLI_VALUE_WORD;
}
