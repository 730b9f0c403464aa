/* clang-format off: a table of folders */
/* portcheck: checks the port registries of a repository against what it really does.
 *
 * A map of the program. Every place that names a port is a claim; the layers of src/ turn files into claims, lay the
 * claims of one service, host and port side by side, and report those that cannot all be true:
 *
 *   cli/       this folder: options.def (every flag, once), arguments.c and option_values.c (what is written of them),
 *              commands.def and cmd_*.c (a command a file), help.c (--help out of those tables). It knows nothing but
 *              include/portcheck/portcheck.h
 *   run/       that header's functions: the stages in order (pipeline.c), paths and configuration (start.c), which
 *              reader reads which file (match.c), what is shown and the exit code (options.c)
 *   sources/   which files there are: the git index, .gitignore, a plain walk
 *   readers/   a kind of source a file: bytes to claims (readers.def)
 *   formats/   Markdown, YAML, JSON and env files with exact places
 *   registry/  claims tied to services, hosts and ranges (build/), then frozen
 *   rules/     a family of rules a file (rules.def): claims to findings
 *   finding/   what a rule found, its fingerprint, its order
 *   output/    findings and lists to bytes (outputs.def)
 *   plans/     edits of files: as a diff, and written all or none
 *   config/    portcheck.yml
 *   base/      memory, strings, text positions, ports, paths, the one way to read a file
 *
 * Nothing is global, and nothing is written but what is asked for: reports, and with --write the files of the tree. A
 * run ends in one of the exit codes of enum pc_exit. */
/* clang-format on */
#include <signal.h>

#include "cli.h"

int main(int argc, char **argv) {
    static struct cli cli;
    cli_keep_descriptors();
    /* A reader that goes away, or a file size limit, is an error of write(): noticed and reported. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (!cli_parse(&cli, argc, argv))
        return cli_finish(PC_EXIT_USAGE);
    if (cli.help) {
        cli_help(cli.command);
        return cli_finish(PC_EXIT_CLEAN);
    }
    const struct cli_command *command = cli.version ? &pc_command_version : cli.command;
    return cli_finish((command ? command : &pc_command_check)->run(&cli));
}
