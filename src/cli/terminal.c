/* What the output can show: colours, Unicode, how wide. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"

static const char *variable(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

bool cli_color(const struct cli *cli) {
    if (strcmp(cli->color, "auto") != 0)
        return strcmp(cli->color, "always") == 0;
    const char *force = variable("FORCE_COLOR");
    const char *terminal = variable("TERM");
    if (variable("NO_COLOR"))
        return false;
    if (force)
        return strcmp(force, "0") != 0;
    return isatty(STDOUT_FILENO) && !(terminal && strcmp(terminal, "dumb") == 0);
}

/* Terminals that say who they are and are known to understand hyperlinks; others may show their bytes. */
static bool knows_hyperlinks(void) {
    static const char *const programs[] = {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"};
    static const char *const terminals[] = {"kitty", "ghostty", "alacritty", "foot", "wezterm"};
    const char *program = variable("TERM_PROGRAM"), *terminal = variable("TERM"), *vte = variable("VTE_VERSION");
    if (terminal && (strcmp(terminal, "dumb") == 0 || strncmp(terminal, "screen", 6) == 0))
        return false;
    for (size_t i = 0; program && i < sizeof programs / sizeof programs[0]; i++)
        if (strcmp(program, programs[i]) == 0)
            return true;
    for (size_t i = 0; terminal && i < sizeof terminals / sizeof terminals[0]; i++)
        if (strstr(terminal, terminals[i]))
            return true;
    return (vte && strtol(vte, NULL, 10) >= 5000) || variable("WT_SESSION") || variable("KONSOLE_VERSION") ||
           variable("DOMTERM");
}

bool cli_hyperlinks(const struct cli *cli) {
    const char *force = variable("FORCE_HYPERLINK");
    if (strcmp(cli->hyperlinks, "auto") != 0)
        return strcmp(cli->hyperlinks, "always") == 0;
    if (force)
        return strcmp(force, "0") != 0;
    return isatty(STDOUT_FILENO) && knows_hyperlinks();
}

/* The character set of the first of the three variables that is set, as setlocale would choose it; the locale itself is
 * never set. */
bool cli_ascii(const struct cli *cli) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    if (cli->ascii >= 0)
        return cli->ascii == 1;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = variable(names[i]);
        const char *set = value ? strchr(value, '.') : NULL;
        if (value)
            return !set || (strncasecmp(set, ".utf-8", 6) != 0 && strncasecmp(set, ".utf8", 5) != 0);
    }
    return true;
}

unsigned cli_width(void) {
    struct winsize size;
    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
