/* Writing: errors are noticed, nothing is lost in silence. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

#define MESSAGE_BYTES 4096              /* a longer one is cut */
#define SHOWN_BYTES (4 * MESSAGE_BYTES) /* with every byte an escape */

void cli_keep_descriptors(void) {
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) {
            /* Opened the wrong way round, so that what is written there still fails and is noticed. */
            int got = open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
            if (got != fd && got > 2)
                close(got);
        }
    }
}

void cli_note(const char *text, size_t length) {
    fflush(stdout);
    fwrite(text, 1, length, stderr);
}

static bool is_muted;

void cli_mute(bool muted) {
    is_muted = muted;
}

/* Arguments may be a stranger's: a branch's name, a file's. A run's own message is shown as it is, with its lines. */
void cli_error(const char *format, ...) {
    char text[MESSAGE_BYTES], shown[SHOWN_BYTES];
    bool own = strcmp(format, "%s") == 0;
    va_list args;
    if (is_muted)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fflush(stdout);
    if (!own)
        pc_words_shown(text, shown, sizeof shown);
    fprintf(stderr, "portcheck: %s\n", own ? text : shown);
}

/* Texts are valid UTF-8, or the user's own words. */
void cli_json_string(const char *text) {
    if (!text) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\')
            printf("\\%c", byte);
        else if (byte == '\n')
            fputs("\\n", stdout);
        else if (byte < ' ' || byte == 0x7f)
            printf("\\u%04x", byte);
        else
            putchar(byte);
    }
    putchar('"');
}

int cli_finish(int code) {
    /* A write that failed earlier is in nobody's errno any more: fails as it did when it is tried once more. */
    if (ferror(stdout))
        putchar('\n');
    bool lost = fflush(stdout) != 0;
    int error = errno;
    if (ferror(stdout) && !lost) {
        lost = true;
        error = EIO;
    }
    if (close(STDOUT_FILENO) != 0 && !lost) {
        lost = true;
        error = errno;
    }
    if (!lost)
        return code;
    if (error == EPIPE)
        cli_error("not all of the output was written: its reader closed the pipe");
    else
        cli_error("the output could not be written: %s", strerror(error));
    return PC_EXIT_INCOMPLETE;
}

void cli_note_missing(const struct cli *cli, struct pc_run *run, int code) {
    size_t length;
    const char *unread = cli->options.quiet ? NULL : pc_run_unread(run, &length);
    if (unread)
        cli_note(unread, length);
    const char *summary = code > PC_EXIT_FINDINGS && !cli->options.quiet ? pc_run_summary(run, &length) : NULL;
    if (summary)
        cli_note(summary, length);
}
