/* Hosts in headings and labels: by an address, or by a word that only a machine has. What is doubtful is tentative: it
 * counts only when something else names the same host. */
#include "md_title.h"
#include "port_words.h"
#include "vec.h"

#define LIST(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

/* The last word of a machine's name. */
LIST(machine_words, "machine", "vm", "vps", "nas", "workstation", "laptop", "desktop", "macbook", "droplet", "rpi",
     "mini", "imac", "nuc", "box", "hypervisor", "notebook", "rechner", "машина", "ноутбук", "máquina");
/* The same with a word before it that tells which. */
LIST(told_words, "node", "host", "server", "pi", "instance", "узел", "сервер", "хост", "servidor");
/* What makes a "server" a machine and not a program. */
LIST(machine_adjectives, "production", "prod", "staging", "home", "main", "primary", "secondary", "remote", "dedicated",
     "physical", "gpu", "windows", "linux", "ubuntu", "debian", "mac", "macos", "cloud", "backup", "build", "hetzner",
     "aws", "gcp", "azure", "ovh", "bare-metal", "metal", "worker", "master", "edge", "docker", "proxmox", "media",
     "raspberry", "local", "dev", "development", "office", "lab", "nas", "vpn", "mini", "arm", "x86", "intel",
     "nvidia");
/* Words in front of and behind a host's name in a heading. */
LIST(lead_words, "ports", "port", "services", "containers", "on", "of", "for", "at", "the", "host", "server", "machine",
     "running", "deployed", "real", "current", "currently", "used");
LIST(tail_words, "ports", "port", "services", "service", "allocations", "allocation", "assignments", "assignment",
     "containers", "stack", "stacks", "apps", "applications", "list", "registry", "map", "mapping", "mappings",
     "overview", "usage", "used", "today", "setup", "deployment", "deployments", "infrastructure");
LIST(prepositions, "on", "for", "of", "at", "in", "auf", "f\xC3\xBCr", "\xD0\xBD\xD0\xB0");
/* Words that need another one before them to be a machine. */
LIST(loose_machine_words, "mini", "box", "desktop", "machine", "vm");
/* "Host: atlas" */
LIST(announcing_words, "host", "server", "machine", "node", "vm", "hostname");
/* Words that no bare label of a host consists of. */
LIST(category_words, "frontend", "frontends", "backend", "backends", "database", "databases", "infrastructure",
     "monitoring", "web", "api", "apis", "apps", "app", "core", "tools", "tool", "services", "service", "dev", "ai",
     "ml", "media", "storage", "security", "network", "networking", "ports", "port", "containers", "container",
     "docker", "allocation", "allocations", "strategy", "range", "ranges", "internal", "external", "reserved", "notes",
     "note", "example", "examples", "deployed", "conflicts", "rule", "rules", "summary", "legend", "status", "purpose",
     "development", "production", "staging", "test", "testing", "other", "others", "misc", "miscellaneous", "general",
     "common", "default", "defaults", "public", "private", "key", "important", "warning", "last", "updated",
     "environment", "variables", "commands", "usage", "access", "urls", "url", "processes", "process", "observability",
     "messaging", "queue", "cache", "auth", "gateway", "gateways", "proxy", "proxies", "workers", "exporters", "games",
     "mobile", "desktop apps", "clients", "see", "total", "current", "active", "real", "planned", "pm2", "systemd",
     "compose", "kubernetes", "helm", "by", "allocated");

struct word {
    struct pc_str text; /* folded */
    size_t from, to;
};
struct words PC_VEC(struct word);

static struct words words_of(struct pc_arena *arena, struct pc_flat flat, size_t from, size_t to) {
    struct words words = {0};
    for (size_t at = from; at < to;) {
        size_t end = at;
        while (end < to && (pc_is_alnum(flat.text.ptr[end]) || (unsigned char)flat.text.ptr[end] >= 0x80 ||
                            pc_is_any(flat.text.ptr[end], "#_"))) {
            end++;
        }
        size_t a = at;
        size_t b = end;
        pc_flat_trim(flat, &a, &b); /* emoji */
        if (b > a) {
            *PC_PUSH(&words, arena) = (struct word){pc_fold(arena, pc_str_sub(flat.text, a, b - a)), a, b};
        }
        at = end > at ? end : at + 1;
    }
    return words;
}

static bool is_number_word(struct pc_str s) {
    size_t at = pc_str_at(s, 0) == '#' ? 1 : 0;
    if (s.len - at == 1 && s.len == 1 && pc_is_alpha(s.ptr[0])) {
        return true; /* "Server A" */
    }
    for (size_t i = at; i < s.len; i++) {
        if (!pc_is_digit(s.ptr[i])) {
            return false;
        }
    }
    return s.len > at && s.len - at <= 3;
}

enum host_certainty { HOST_NONE, HOST_MAYBE, HOST_SURE };

/* Whether words [first, last) end like a machine's name. */
static enum host_certainty ends_as_host(const struct words *words, size_t first, size_t last) {
    if (first >= last) {
        return HOST_NONE;
    }
    bool numbered = last - first >= 2 && is_number_word(words->items[last - 1].text);
    size_t noun = numbered ? last - 2 : last - 1;
    struct pc_str text = words->items[noun].text;
    struct pc_str before = noun > first ? words->items[noun - 1].text : PC_EMPTY;
    if (pc_is_one_of(text, machine_words)) {
        bool bare = pc_is_one_of(text, loose_machine_words) && noun == first && !numbered;
        return bare || pc_str_eq(before, PC_STR("state")) ? HOST_NONE : HOST_SURE;
    }
    if (!pc_is_one_of(text, told_words)) {
        static const char *const signs[] = {"\xE6\x9C\x8D\xE5\x8A\xA1\xE5\x99\xA8",
                                            "\xE4\xB8\xBB\xE6\x9C\xBA",
                                            "\xE8\x8A\x82\xE7\x82\xB9",
                                            "\xEC\x84\x9C\xEB\xB2\x84",
                                            "\xE3\x82\xB5\xE3\x83\xBC\xE3\x83\x90\xE3\x83\xBC",
                                            NULL};
        for (size_t i = 0; signs[i] != NULL; i++) {
            if (text.len > pc_str_c(signs[i]).len && pc_str_ends(text, pc_str_c(signs[i]))) {
                return HOST_MAYBE;
            }
        }
        return HOST_NONE;
    }
    if (numbered) {
        return HOST_SURE;
    }
    if (before.len == 0) {
        return HOST_NONE;
    }
    if (pc_str_eq(text, PC_STR("node")) || pc_str_eq(text, PC_STR("pi")) || pc_is_one_of(before, machine_adjectives)) {
        return HOST_SURE;
    }
    return HOST_MAYBE;
}

/* The place of a piece of a title between " - ", ":", "|" and brackets. */
struct piece {
    size_t from, to;
    bool bracket;
};
struct pieces PC_VEC(struct piece);

static void add_piece(struct pc_arena *arena, struct pieces *pieces, struct pc_flat flat, size_t from, size_t to,
                      bool bracket) {
    pc_flat_trim(flat, &from, &to);
    if (to > from) {
        *PC_PUSH(pieces, arena) = (struct piece){from, to, bracket};
    }
}

static struct pieces pieces_of(struct pc_arena *arena, struct pc_flat flat) {
    struct pieces pieces = {0};
    struct pc_str s = flat.text;
    size_t from = 0;
    bool bracket = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool dash = c == '-' && i > 0 && i + 1 < s.len && s.ptr[i - 1] == ' ' && s.ptr[i + 1] == ' ';
        bool colon = c == ':' && (i + 1 == s.len || s.ptr[i + 1] == ' ');
        if (dash || colon || pc_is_any(c, "|()") || (c == ',' && bracket)) {
            add_piece(arena, &pieces, flat, from, i, bracket);
            from = i + 1;
            bracket = c == '(' ? true : c == ')' ? false : bracket;
        }
    }
    add_piece(arena, &pieces, flat, from, s.len, bracket);
    return pieces;
}

/* The words of a piece without what stands around a name: "Ports on the Mac Mini" is "Mac Mini". */
static void core_of(const struct words *words, size_t *first, size_t *last) {
    while (*last - *first > 1 && pc_is_one_of(words->items[*last - 1].text, tail_words)) {
        (*last)--;
    }
    for (size_t i = *first; i + 1 < *last; i++) {
        if (pc_is_one_of(words->items[i].text, prepositions)) {
            *first = i + 1;
        }
    }
    while (*last - *first > 1 && pc_is_one_of(words->items[*first].text, lead_words) &&
           !is_number_word(words->items[*first + 1].text)) { /* "Server A" stays whole */
        (*first)++;
    }
}

bool pc_find_address(struct pc_flat flat, size_t from, size_t to, size_t *at, size_t *end) {
    for (size_t i = from; i < to; i++) {
        if (!pc_is_digit(flat.text.ptr[i]) ||
            (i > from && (pc_is_alnum(flat.text.ptr[i - 1]) || flat.text.ptr[i - 1] == '.'))) {
            continue;
        }
        size_t stop = i;
        unsigned dots = 0;
        unsigned value = 0;
        bool fits = true;
        while (stop < to && (pc_is_digit(flat.text.ptr[stop]) || flat.text.ptr[stop] == '.')) {
            bool dot = flat.text.ptr[stop] == '.';
            dots += dot ? 1 : 0;
            value = dot ? 0 : value * 10 + (unsigned)(flat.text.ptr[stop] - '0');
            fits = fits && value <= 255;
            value = value > 255 ? 256 : value;
            stop++;
        }
        struct pc_str address = pc_str_sub(flat.text, i, stop - i);
        if (dots == 3 && fits && pc_is_digit(flat.text.ptr[stop - 1]) && !pc_str_starts(address, PC_STR("127.")) &&
            !pc_str_eq(address, PC_STR("0.0.0.0"))) {
            *at = i;
            *end = stop;
            return true;
        }
        i = stop;
    }
    return false;
}

static bool all_generic(const struct words *words, size_t first, size_t last) {
    for (size_t i = first; i < last; i++) {
        struct pc_str word = words->items[i].text;
        if (!pc_is_one_of(word, tail_words) && !pc_is_one_of(word, lead_words) &&
            pc_environment_of(word) == PC_ENV_UNKNOWN) {
            return false;
        }
    }
    return true;
}

static void name_host(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, pc_id file,
                      const struct words *words, size_t first, size_t last, struct pc_host_mention *host) {
    size_t from = words->items[first].from;
    size_t to = words->items[last - 1].to;
    host->name = pc_flat_str(arena, flat, file_text, from, to);
    host->span = pc_flat_span(flat, file, from, to);
    enum pc_environment environment = PC_ENV_UNKNOWN;
    for (size_t i = first; i < last; i++) {
        enum pc_environment e = pc_environment_of(words->items[i].text);
        environment = e != PC_ENV_UNKNOWN ? e : environment;
    }
    host->environment = environment;
}

/* A bracket behind a host's name: an environment, or a second name. */
static void read_bracket(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text,
                         const struct piece *piece, struct pc_host_mention *host) {
    struct pc_str text = pc_fold(arena, pc_str_sub(flat.text, piece->from, piece->to - piece->from));
    enum pc_environment environment = pc_environment_of(text);
    bool name_like = text.len >= 2 && text.len <= 30 && pc_is_alpha(text.ptr[0]);
    unsigned blanks = 0;
    for (size_t i = 0; i < text.len; i++) {
        name_like &= (pc_is_alnum(text.ptr[i]) || pc_is_any(text.ptr[i], "-_. "));
        blanks += text.ptr[i] == ' ' ? 1 : 0;
    }
    if (environment != PC_ENV_UNKNOWN) {
        host->environment = environment;
    } else if (host->also.len == 0 && name_like && blanks <= 1 && !pc_is_one_of(text, category_words) &&
               !pc_says_port(text) && !pc_says_internal(text) && !pc_says_real(text)) {
        host->also = pc_flat_str(arena, flat, file_text, piece->from, piece->to);
    }
}

/* The piece that names the host: the first before the address that is not generic ("heron - edge (10.0.0.1)"), else the
 * one that most surely ends like a machine's name. */
static size_t find_host_piece(struct pc_arena *arena, struct pc_flat flat, const struct pieces *pieces,
                              size_t address_at, struct words *words, size_t *first, size_t *last,
                              enum host_certainty *certainty) {
    size_t found = pieces->count;
    bool announced = false; /* by a piece "Host:" before */
    *certainty = HOST_NONE;
    for (size_t i = 0; i < pieces->count; i++) {
        struct piece piece = pieces->items[i];
        struct words w = words_of(arena, flat, piece.from, piece.to);
        size_t a = 0;
        size_t b = w.count;
        core_of(&w, &a, &b);
        bool before_address = address_at != PC_NPOS && piece.to <= address_at &&
                              (ends_as_host(&w, a, b) != HOST_NONE || !all_generic(&w, a, b));
        enum host_certainty c = address_at != PC_NPOS ? (before_address ? HOST_SURE : HOST_NONE)
                                : announced && b - a <= 3 && !all_generic(&w, a, b) ? HOST_SURE
                                                                                    : ends_as_host(&w, a, b);
        announced = w.count == 1 && pc_is_one_of(w.items[0].text, announcing_words) && !piece.bracket;
        bool better = c > *certainty;
        if (b > a && better) {
            found = i;
            *words = w;
            *first = a;
            *last = b;
            *certainty = c;
        }
    }
    return found;
}

/* A bold line over a list that names nothing but itself: "atlas:". */
static bool label_may_be_host(struct pc_arena *arena, struct pc_flat flat, struct words *words) {
    *words = words_of(arena, flat, 0, flat.text.len);
    if (words->count == 0 || words->count > 3) {
        return false;
    }
    for (size_t i = 0; i < words->count; i++) {
        if (pc_is_one_of(words->items[i].text, category_words)) {
            return false;
        }
    }
    return true;
}

bool pc_host_of_title(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, pc_id file, bool label,
                      struct pc_host_mention *host) {
    size_t address_at = PC_NPOS;
    size_t address_end = 0;
    struct pieces pieces = pieces_of(arena, flat);
    struct words words = {0};
    size_t first = 0;
    size_t last = 0;
    enum host_certainty certainty;
    *host = (struct pc_host_mention){.evidence = PC_EVIDENCE_LABEL, .span = {.file = file}};
    bool has_address = pc_find_address(flat, 0, flat.text.len, &address_at, &address_end);
    address_at = has_address ? address_at : PC_NPOS;
    size_t piece = find_host_piece(arena, flat, &pieces, address_at, &words, &first, &last, &certainty);
    if (has_address) {
        host->address = pc_flat_str(arena, flat, file_text, address_at, address_end);
        host->span = pc_flat_span(flat, file, address_at, address_end);
    }
    if (certainty == HOST_NONE && !has_address && label && pieces.count > 0) {
        struct pc_flat lead = pc_flat_sub(flat, pieces.items[0].from, pieces.items[0].to);
        if (!label_may_be_host(arena, lead, &words)) {
            return false;
        }
        name_host(arena, lead, file_text, file, &words, 0, words.count, host);
        host->tentative = true;
        for (size_t i = 1; i < pieces.count; i++) {
            if (pieces.items[i].bracket) {
                read_bracket(arena, flat, file_text, &pieces.items[i], host);
                host->tentative = host->environment == PC_ENV_UNKNOWN;
            }
        }
        return true;
    }
    if (certainty == HOST_NONE) {
        return has_address;
    }
    name_host(arena, flat, file_text, file, &words, first, last, host);
    host->tentative = certainty == HOST_MAYBE && !has_address;
    for (size_t i = piece + 1; i < pieces.count && pieces.items[i].bracket; i++) {
        if (!has_address || pieces.items[i].from > address_end || pieces.items[i].to < address_at) {
            read_bracket(arena, flat, file_text, &pieces.items[i], host);
        }
    }
    return true;
}

struct pc_str pc_title_name(struct pc_arena *arena, struct pc_flat flat, struct pc_str file_text, pc_id file,
                            struct pc_span *span) {
    struct pieces pieces = pieces_of(arena, flat);
    if (pieces.count == 0) {
        return PC_EMPTY;
    }
    struct words words = words_of(arena, flat, pieces.items[0].from, pieces.items[0].to);
    size_t first = 0;
    size_t last = words.count;
    core_of(&words, &first, &last);
    if (first == last) {
        return PC_EMPTY;
    }
    size_t from = words.items[first].from;
    size_t to = words.items[last - 1].to;
    *span = pc_flat_span(flat, file, from, to);
    return pc_flat_str(arena, flat, file_text, from, to);
}
