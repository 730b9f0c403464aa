#include "yaml_place.h"

#include <string.h>

bool pc_yaml_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* "&base:1" is the anchor `base` and the text ":1", for libyaml at least. */
static bool is_of_property(char sign, char c) {
    return sign == '&' ? pc_is_alnum(c) || c == '_' || c == '-' : !pc_yaml_is_blank(c);
}

uint32_t pc_yaml_skip_properties(struct pc_str clean, uint32_t at, uint32_t end, bool anchor, bool tag) {
    const char *s = clean.ptr;
    for (int properties = anchor + tag; properties > 0 && at < end && (s[at] == '&' || s[at] == '!'); properties--) {
        char sign = s[at++];
        while (at < end && is_of_property(sign, s[at])) {
            at++;
        }
        while (at < end && (pc_yaml_is_blank(s[at]) || s[at] == '#')) {
            if (s[at] == '#') {
                while (at < end && s[at] != '\n' && s[at] != '\r') {
                    at++;
                }
            } else {
                at++;
            }
        }
    }
    return at;
}

/* Where a block scalar's text starts: behind its header line, empty lines and indentation. */
static uint32_t block_content(struct pc_str clean, struct pc_str value, uint32_t start, uint32_t end) {
    const char *s = clean.ptr;
    uint32_t at = start;
    while (at < end && s[at] != '\n' && s[at] != '\r') {
        at++;
    }
    uint32_t first = at;
    while (first < end && pc_yaml_is_blank(s[first]) && s[first] != '\t') {
        first++;
    }
    size_t blanks = 0; /* of the text itself, behind the indentation */
    while (blanks < value.len && value.ptr[blanks] == ' ') {
        blanks++;
    }
    bool empty_lines = value.len > 0 && (value.ptr[0] == '\n' || value.ptr[0] == '\r');
    return empty_lines || blanks > first - at ? at : first - (uint32_t)blanks;
}

void pc_yaml_place_scalar(struct pc_str clean, struct pc_node *node, struct pc_str value, uint32_t end) {
    uint32_t content = node->offset;
    uint32_t content_end = end;
    if (node->style == PC_SCALAR_SINGLE || node->style == PC_SCALAR_DOUBLE) {
        content++;
        content_end = content_end > content ? content_end - 1 : content;
    } else if (node->style == PC_SCALAR_LITERAL || node->style == PC_SCALAR_FOLDED) {
        content = block_content(clean, value, node->offset, end);
        while (content_end > content && pc_yaml_is_blank(clean.ptr[content_end - 1])) {
            content_end--;
        }
        node->length = content_end - node->offset;
    }
    node->content = content;
    node->content_length = content_end - content;
    /* A block scalar's last line break lies behind its trimmed content. */
    node->verbatim = value.len <= clean.len - content && value.len <= (size_t)(end - content) &&
                     (value.len == 0 || memcmp(clean.ptr + content, value.ptr, value.len) == 0) &&
                     value.len >= node->content_length;
}
