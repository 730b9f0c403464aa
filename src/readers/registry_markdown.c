#include "reader.h"

static enum pc_match match(struct pc_str path) {
    (void)path;
    return PC_MATCH_NO;
}

static void read_file(struct pc_read_context *ctx) {
    (void)ctx;
}

const struct pc_reader pc_reader_registry_markdown = {.name = "registry_markdown", .summary = "being written", .match = match, .read = read_file};
