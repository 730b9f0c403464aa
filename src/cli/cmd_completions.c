#include <string.h>

#include "cli.h"

static const struct {
    const char *name;
    void (*print)(void);
} shells[] = {{"bash", cli_complete_bash}, {"zsh", cli_complete_zsh}, {"fish", cli_complete_fish}};

static const char *shell_at(size_t index) {
    return index < sizeof shells / sizeof shells[0] ? shells[index].name : NULL;
}

static int run_completions(struct cli *cli) {
    if (cli->word_count != 1) {
        cli_error("completions needs a shell: bash, zsh or fish");
        return PC_EXIT_USAGE;
    }
    const char *shell = cli_choose("shell", cli->words[0], shell_at);
    if (!shell)
        return PC_EXIT_USAGE;
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        if (strcmp(shells[i].name, shell) == 0)
            shells[i].print();
    return PC_EXIT_CLEAN;
}

const struct cli_command pc_command_completions = {
    .name = "completions",
    .summary = "Print completions for bash, zsh or fish",
    .usage = "completions bash|zsh|fish",
    .notes = "Packages install them. By hand, for example:\n"
             "\n"
             "  bash  eval \"$(portcheck completions bash)\"     in ~/.bashrc\n"
             "  zsh   portcheck completions zsh >_portcheck    in a folder of $fpath\n"
             "  fish  portcheck completions fish | source      in config.fish\n",
    .word = shell_at,
    .run = run_completions,
};
