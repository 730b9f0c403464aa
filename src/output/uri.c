#include "uri.h"

void pc_uri_path(struct pc_buf *out, struct pc_str path) {
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        if (pc_is_alnum(c) || (c != '\0' && pc_str_find_char(PC_STR("-._~/"), c, 0) != PC_NPOS))
            pc_buf_addc(out, c);
        else
            pc_buf_addf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}
