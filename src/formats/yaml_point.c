#include "yaml_point.h"

enum { STRIDE = 128 };

static bool continues(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

struct pc_points pc_points_of(struct pc_arena *arena, struct pc_str text) {
    struct pc_points points = {.text = text};
    size_t wide = 0;
    for (size_t i = 0; i < text.len; i++) {
        wide += continues(text.ptr[i]);
    }
    if (wide == 0) {
        return points;
    }
    uint32_t *bytes = PC_NEW_ARRAY(arena, (text.len - wide) / STRIDE + 1, uint32_t);
    size_t point = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (continues(text.ptr[i])) {
            continue;
        }
        if (point % STRIDE == 0) {
            bytes[point / STRIDE] = (uint32_t)i;
            points.count = point / STRIDE + 1;
        }
        point++;
    }
    points.bytes = bytes;
    return points;
}

uint32_t pc_points_offset(const struct pc_points *points, size_t index) {
    struct pc_str text = points->text;
    size_t at = index;
    if (points->bytes) {
        at = index / STRIDE < points->count ? points->bytes[index / STRIDE] : text.len;
        for (size_t left = index % STRIDE; left > 0 && at < text.len; left--) {
            do {
                at++;
            } while (at < text.len && continues(text.ptr[at]));
        }
    }
    return (uint32_t)(at < text.len ? at : text.len);
}
