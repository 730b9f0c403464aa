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
