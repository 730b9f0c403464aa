/* The manual's example (portcheck.h), with its tree as the argument: one collision is expected in it. */
#include <stdio.h>
#include <string.h>

#include "portcheck.h"

int main(int argc, char **argv) {
    struct pc_options options;
    pc_options_init(&options);
    options.root = argc > 1 ? argv[1] : ".";
    options.no_config = true;
    struct pc_run *run = NULL;
    enum pc_status status = pc_run_new(&options, &run);
    size_t length = 0;
    const char *text = NULL;
    if (status == PC_STATUS_OK) {
        text = pc_run_check(run, "concise", &length);
        fwrite(text, 1, length, stdout);
    } else {
        fprintf(stderr, "%s\n", pc_run_message(run));
    }
    int good = text && strstr(text, "error[PC201]") && pc_run_exit_code(run) == PC_EXIT_FINDINGS;
    pc_run_free(run);
    return good ? 0 : 1;
}
