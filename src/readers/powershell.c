/* See powershell.h. */
#include "powershell.h"

#include "compose_settings.h"

static void claim(struct pc_source *source, struct pc_str digits, enum pc_role role, struct pc_str qualifier) {
    struct pc_own_port own = {.role = role, .confidence = PC_DERIVED, .qualifier = qualifier, .dir = source->place.dir};
    if (digits.len > 0) {
        pc_own_port_claim(source->ctx, digits, &own);
    }
}

static size_t skip(struct pc_str code, size_t at, const char *chars) {
    while (at < code.len && pc_str_find_char(pc_str_c(chars), code.ptr[at], 0) != PC_NPOS) {
        at++;
    }
    return at;
}

/* "-LocalPort 4100" and "localport=4100" of a firewall rule; "listenport=4100" of a forwarding. */
static void read_words(struct pc_source *source, struct pc_str line, struct pc_str code) {
    static const char *const words[] = {"-LocalPort ", " localport=", " listenport="};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t at = pc_str_find_nocase(code, pc_str_c(words[i]), 0);
        if (at != PC_NPOS) {
            at = skip(code, at + pc_str_c(words[i]).len, " =\"'");
            claim(source, pc_number_at(line, at), PC_ROLE_PUBLISHES, PC_EMPTY);
        }
    }
}

/* "Prefixes.Add("http://+:4100/")" of a listener. */
static void read_prefix(struct pc_source *source, struct pc_str line, struct pc_str code) {
    size_t at = pc_str_find_nocase(code, PC_STR("Prefixes.Add("), 0);
    size_t scheme = at == PC_NPOS ? PC_NPOS : pc_str_find(line, PC_STR("://"), at);
    size_t colon = scheme == PC_NPOS ? PC_NPOS : pc_str_find_char(line, ':', scheme + 3);
    if (colon != PC_NPOS) {
        claim(source, pc_number_at(line, colon + 1), PC_ROLE_DEFAULT, PC_EMPTY);
    }
}

/* Behind '=': "4100", '"4100"', "if ($env:PORT) { $env:PORT } else { 4100 }", "$env:PORT ?? 4100". */
static struct pc_str value_at(struct pc_str line, struct pc_str code, size_t at) {
    at = skip(code, at, " \"'");
    struct pc_str digits = pc_number_at(line, at);
    static const char *const before[] = {"else", "??"};
    for (size_t i = 0; i < 2 && digits.len == 0 && at < code.len; i++) {
        size_t word = pc_str_find(code, pc_str_c(before[i]), at);
        if (word != PC_NPOS) {
            digits = pc_number_at(line, skip(code, word + pc_str_c(before[i]).len, " {\"'"));
        }
    }
    return digits;
}

/* "$env:PORT = 4100", "[int]$Port = 4100" of parameters and assignments, "$AdminPort = 4101". */
static void read_variables(struct pc_source *source, struct pc_str line, struct pc_str code) {
    for (size_t at = 0; (at = pc_str_find_char(code, '$', at)) != PC_NPOS;) {
        at++;
        bool environment = pc_str_starts_nocase(pc_str_sub(code, at, PC_NPOS), PC_STR("env:"));
        size_t from = at + (environment ? 4 : 0), end = from;
        while (end < code.len && (pc_is_alnum(code.ptr[end]) || code.ptr[end] == '_')) {
            end++;
        }
        struct pc_str name = pc_str_sub(code, from, end - from);
        size_t equals = skip(code, end, " ");
        bool set =
            equals < code.len && code.ptr[equals] == '=' && !(equals + 1 < code.len && code.ptr[equals + 1] == '=');
        enum pc_setting setting = set && name.len < 64 ? pc_setting_of_env(name) : PC_SETTING_NONE;
        if (setting != PC_SETTING_NONE) {
            struct pc_str qualifier = setting == PC_SETTING_SIDE ? pc_str_dup(source->ctx->arena, name) : PC_EMPTY;
            claim(source, value_at(line, code, equals + 1), PC_ROLE_DEFAULT, qualifier);
        }
        at = end;
    }
}

void pc_powershell_line(struct pc_source *source, struct pc_str line, struct pc_str code) {
    read_words(source, line, code);
    read_prefix(source, line, code);
    read_variables(source, line, code);
}
