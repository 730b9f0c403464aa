/* Is a number in a text one of its own, and does a line name the service? */
#include "move_parts.h"

enum { NAME_SHORTEST = 3 };

/* '-', '_', '.' and a blank are one: LEDGER_API_URL names ledger-api. */
static bool is_same_char(char a, char b) {
    bool mark_a = a == '-' || a == '_' || a == '.' || a == ' ', mark_b = b == '-' || b == '_' || b == '.' || b == ' ';
    return mark_a || mark_b ? mark_a && mark_b : pc_lower(a) == pc_lower(b);
}

static bool has_name(struct pc_str line, struct pc_str name) {
    for (size_t at = 0; at + name.len <= line.len; at++) {
        size_t same = 0;
        while (same < name.len && is_same_char(line.ptr[at + same], name.ptr[same]))
            same++;
        bool begins = at == 0 || !pc_is_alnum(line.ptr[at - 1]);
        if (same == name.len && begins && (at + same == line.len || !pc_is_alnum(line.ptr[at + same])))
            return true;
    }
    return false;
}

bool pc_move_names_service(const struct pc_move *move, struct pc_str line) {
    const struct pc_service *service = &move->reg->services[move->service];
    bool named = service->name.len >= NAME_SHORTEST && has_name(line, service->name);
    for (size_t i = 0; i < service->alias_count && !named; i++)
        named = service->aliases[i].name.len >= NAME_SHORTEST && has_name(line, service->aliases[i].name);
    return named;
}

static bool is_of_number(char c) {
    return pc_is_alnum(c) || c == '_' || c == '.';
}

/* A number of its own: neither digits of a longer one, nor a version, nor part of a word. */
bool pc_move_stands_alone(struct pc_str text, size_t at, size_t len) {
    char before = at > 0 ? text.ptr[at - 1] : ' ', behind = at + len < text.len ? text.ptr[at + len] : ' ';
    char beyond = at + len + 1 < text.len ? text.ptr[at + len + 1] : ' ';
    bool goes_on = behind == '.' ? pc_is_digit(beyond) : is_of_number(behind);
    return !is_of_number(before) && !goes_on;
}
