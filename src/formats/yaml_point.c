#include "yaml_point.h"

#include <string.h>

static bool continues(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

struct pc_points pc_points_of(struct pc_str text) {
    return (struct pc_points){.text = text, .ascii = pc_ascii_end(text, 0)};
}

static bool eight_are_ascii(const char *bytes) {
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return (eight & UINT64_C(0x8080808080808080)) == 0;
}

uint32_t pc_points_offset(struct pc_points *points, size_t index) {
    struct pc_str text = points->text;
    if (index <= points->ascii) {
        return (uint32_t)index;
    }
    size_t at = points->point >= points->ascii ? points->byte : points->ascii;
    size_t point = points->point >= points->ascii ? points->point : points->ascii;
    while (point < index && at < text.len) {
        if (text.len - at >= 8 && eight_are_ascii(text.ptr + at)) {
            size_t step = index - point < 8 ? index - point : 8;
            at += step;
            point += step;
            continue;
        }
        do {
            at++;
        } while (at < text.len && continues(text.ptr[at]));
        point++;
    }
    while (point > index) {
        if (at >= 8 && eight_are_ascii(text.ptr + at - 8)) {
            size_t step = point - index < 8 ? point - index : 8;
            at -= step;
            point -= step;
            continue;
        }
        do {
            at--;
        } while (continues(text.ptr[at]));
        point--;
    }
    points->point = point;
    points->byte = at;
    return (uint32_t)at;
}
