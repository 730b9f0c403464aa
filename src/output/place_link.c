#include "place_link.h"

#include "uri.h"

void pc_link_on(const struct pc_output_input *in, struct pc_str path, struct pc_buf *out) {
    if (!in->options.hyperlinks)
        return;
    pc_buf_adds(out, "\x1b]8;;file://");
    pc_uri_path(out, in->root);
    pc_buf_addc(out, '/');
    pc_uri_path(out, path);
    pc_buf_adds(out, "\x1b\\");
}

void pc_link_off(const struct pc_output_input *in, struct pc_buf *out) {
    if (in->options.hyperlinks)
        pc_buf_adds(out, "\x1b]8;;\x1b\\");
}
