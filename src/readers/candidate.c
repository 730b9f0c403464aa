#include "candidate.h"

#include "md_title.h"
#include "path.h"
#include "port_words.h"
#include "registry_md.h"

/* The name without its suffix, '-', '_', '.' and blanks, in lower case. Returns its length, 0 when it is too long. */
static size_t squeeze(struct pc_str stem, char out[64]) {
    size_t len = 0;
    for (size_t i = 0; i < stem.len; i++) {
        char c = stem.ptr[i];
        if (c == '-' || c == '_' || c == '.' || c == ' ') {
            continue;
        }
        if (len == 63) {
            return 0;
        }
        out[len++] = pc_lower(c);
    }
    out[len] = '\0';
    return len;
}

bool pc_path_is_registry(struct pc_str path) {
    static const char *const nouns[] = {
        "schema",    "schemas",     "registry",   "registries",  "allocation", "allocations", "map",    "maps",
        "mapping",   "mappings",    "assignment", "assignments", "list",       "plan",        "table",  "index",
        "inventory", "reference",   "overview",   "usage",       "matrix",     "management",  "config", "configuration",
        "ranges",    "conventions", "scheme",     "numbers",     "numbering",  "layout",      NULL};
    static const char *const leads[] = {"",       "service", "services", "host", "docker", "network",
                                        "server", "project", "app",      "dev",  "local",  NULL};
    struct pc_str base = pc_path_base(path);
    char name[64];
    size_t dot = pc_str_rfind_char(base, '.');
    struct pc_str suffix = dot == PC_NPOS ? PC_EMPTY : pc_str_sub(base, dot, base.len);
    if (!pc_str_eq_nocase(suffix, PC_STR(".md")) && !pc_str_eq_nocase(suffix, PC_STR(".markdown")) &&
        !pc_str_eq_nocase(suffix, PC_STR(".txt"))) {
        return false;
    }
    size_t len = squeeze(pc_str_sub(base, 0, dot), name);
    struct pc_str s = {name, len};
    for (size_t l = 0; leads[l] != NULL; l++) {
        struct pc_str lead = pc_str_c(leads[l]);
        if (!pc_str_starts(s, lead)) {
            continue;
        }
        struct pc_str rest = pc_str_sub(s, lead.len, s.len);
        if (pc_str_eq(rest, PC_STR("ports")) || (pc_str_eq(rest, PC_STR("port")) && lead.len == 0)) {
            return true;
        }
        for (size_t n = 0; nouns[n] != NULL; n++) {
            struct pc_str noun = pc_str_c(nouns[n]);
            bool plain = pc_str_starts(rest, PC_STR("port")) && pc_str_eq(pc_str_sub(rest, 4, rest.len), noun);
            bool plural = pc_str_starts(rest, PC_STR("ports")) && pc_str_eq(pc_str_sub(rest, 5, rest.len), noun);
            if (plain || plural) {
                return true;
            }
        }
    }
    return false;
}

bool pc_path_is_history(struct pc_str path) {
    static const char *const words[] = {"plan",      "plans", "report",   "reports",   "devlog",     "devlogs",
                                        "blog",      "blogs", "archive",  "archives",  "archived",   "decision",
                                        "decisions", "adr",   "adrs",     "changelog", "changelogs", "changes",
                                        "history",   "news",  "releases", NULL};
    bool done = false;
    struct pc_str rest = path;
    for (struct pc_str part; pc_str_split(&rest, '/', &part, &done);) {
        for (size_t at = 0; at < part.len;) {
            size_t end = at;
            while (end < part.len && pc_is_alpha(part.ptr[end])) {
                end++;
            }
            for (size_t i = 0; words[i] != NULL; i++) {
                if (pc_str_is_nocase(pc_str_sub(part, at, end - at), words[i])) {
                    return true;
                }
            }
            at = end > at ? end : at + 1;
        }
    }
    return false;
}

static bool may_hold_ports(const struct pc_config *config, struct pc_str text) {
    static const char *const words[] = {"port",
                                        "puerto",
                                        "\xD0\xBF\xD0\xBE\xD1\x80\xD1\x82",
                                        "\xD0\x9F\xD0\xBE\xD1\x80\xD1\x82",
                                        "\xE7\xAB\xAF\xE5\x8F\xA3",
                                        "\xED\x8F\xAC\xED\x8A\xB8",
                                        "\xE3\x83\x9D\xE3\x83\xBC\xE3\x83\x88",
                                        NULL};
    if (pc_str_find(text, PC_STR("|"), 0) == PC_NPOS) {
        return false;
    }
    if (config->header_word_count > 0) {
        return true; /* words that are not in the list */
    }
    for (size_t i = 0; words[i] != NULL; i++) {
        if (pc_str_find_nocase(text, pc_str_c(words[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    return false;
}

unsigned pc_registry_markdown_score(struct pc_arena *arena, const struct pc_config *config, struct pc_str path,
                                    struct pc_str text) {
    enum { RANGE_WORTH = 3, MOST = 100000 };
    if (pc_path_is_history(path) || !may_hold_ports(config, text)) {
        return 0;
    }
    struct pc_md_document doc = pc_md_parse(arena, text, NULL);
    size_t rows = 0;
    size_t ranges = 0;
    for (size_t i = 0; i < doc.block_count; i++) {
        const struct pc_md_block *block = &doc.blocks[i];
        size_t port_rows = 0;
        if (block->kind == PC_MD_TABLE &&
            pc_regmd_is_port_table(arena, config, block->rows, block->row_count, &port_rows)) {
            rows += port_rows;
        } else if (block->kind == PC_MD_HEADING) {
            struct pc_flat flat = pc_flat_of_lines(arena, block->lines, block->line_count);
            ranges += pc_title_of(arena, flat, text, 0, false).range_count > 0 ? 1 : 0;
        }
    }
    size_t score = rows == 0 ? 0 : rows + RANGE_WORTH * ranges;
    return score > MOST ? MOST : (unsigned)score;
}
