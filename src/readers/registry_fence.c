/* Lists of ports in a plain fence: "3000 - web", "web: 3001", columns. Commands, code and configuration in fences claim
 * nothing. */
#include "port_entry.h"
#include "port_words.h"
#include "registry_md.h"

/* No language, or one that means none. */
static bool is_plain(const struct pc_md_block *block) {
    static const char *const plain[] = {"text", "txt", "plain", "plaintext", "none", "ascii", NULL};
    struct pc_str info = pc_str_trim(block->info);
    for (size_t i = 0; plain[i] != NULL; i++) {
        if (pc_str_is_nocase(info, plain[i])) {
            return true;
        }
    }
    return info.len == 0;
}

/* What no list of ports has: commands, mappings, assignments, URLs, drawings with boxes. */
static bool is_code(struct pc_str line) {
    static const char *const marks[] = {"://",
                                        "=",
                                        "{",
                                        "}",
                                        ";",
                                        "$",
                                        "--",
                                        " -p ",
                                        "\"",
                                        "localhost:",
                                        "\xE2\x94\x82",
                                        "\xE2\x96\xBC",
                                        "\xE2\x86\x93",
                                        "\xE2\x94\x90"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (pc_str_find(line, pc_str_c(marks[i]), 0) != PC_NPOS) {
            return true;
        }
    }
    for (size_t at = pc_str_find_char(line, ':', 0); at != PC_NPOS; at = pc_str_find_char(line, ':', at + 1)) {
        if (pc_is_digit(pc_str_at(line, at - 1)) && pc_is_digit(pc_str_at(line, at + 1))) {
            return true; /* "3000:3000" */
        }
    }
    return false;
}

/* "-------   ----". */
static bool is_ruler(struct pc_str line) {
    for (size_t i = 0; i < line.len; i++) {
        if (!pc_is_any(line.ptr[i], "-=+") && !pc_is_space(line.ptr[i])) {
            return false;
        }
    }
    return true;
}

/* A line that is a block of ports, with its purpose or without: "3100-3199: shop". */
static bool is_block(struct pc_str line) {
    struct pc_ports ports;
    size_t end = 0;
    while (pc_is_digit(pc_str_at(line, end)) || pc_str_at(line, end) == '-') {
        end++;
    }
    bool read = pc_ports_parse(pc_str_sub(line, 0, end), &ports) == PC_PORT_OK && ports.hi - ports.lo >= 9;
    return read && (end == line.len || line.ptr[end] == ':' || pc_is_space(line.ptr[end]));
}

/* "3100-3199: shop" over "  3101  api": the block is a heading for the lines below it. */
static bool read_blocks(struct pc_regmd *r, const struct pc_md_block *kept) {
    size_t from = 0;
    size_t blocks = 0;
    for (size_t i = 0; i < kept->line_count; i++) {
        blocks += is_block(pc_str_trim(kept->lines[i].text)) ? 1 : 0;
    }
    if (blocks == 0 || !is_block(pc_str_trim(kept->lines[0].text))) {
        return false;
    }
    for (size_t i = 0; i <= kept->line_count; i++) {
        if (i < kept->line_count && !is_block(pc_str_trim(kept->lines[i].text))) {
            continue;
        }
        struct pc_md_block part = *kept;
        part.lines = kept->lines + from;
        part.line_count = i - from;
        if (part.line_count > 0) {
            pc_regmd_lines(r, &part);
        }
        if (i < kept->line_count) {
            struct pc_flat flat = pc_flat_of_lines(r->scratch, &kept->lines[i], 1);
            struct pc_title title = pc_title_of(r->keep, flat, r->ctx->text, r->ctx->file, false);
            pc_regmd_enter(r, &title, PC_LEVEL_SUBHEADING, kept->quote_depth);
        }
        from = i + 1;
    }
    pc_regmd_leave(r, PC_LEVEL_SUBHEADING, kept->quote_depth);
    return true;
}

bool pc_regmd_fence(struct pc_regmd *r, const struct pc_md_block *block) {
    enum { MOST_LINES = 400 };
    if (!block->fenced || block->unclosed || !is_plain(block) || block->line_count > MOST_LINES) {
        return false;
    }
    struct pc_md_line *lines = PC_NEW_ARRAY(r->scratch, block->line_count + 1, struct pc_md_line);
    struct pc_md_block kept = *block;
    kept.lines = lines;
    kept.line_count = 0;
    for (size_t i = 0; i < block->line_count; i++) {
        struct pc_str text = pc_str_trim(block->lines[i].text);
        if (!is_ruler(text) && is_code(text)) {
            return false;
        }
        if (pc_str_at(text, 0) != '#' && pc_str_find_digit(text, 0) != PC_NPOS) {
            lines[kept.line_count++] = block->lines[i];
        }
    }
    return kept.line_count >= 2 && (read_blocks(r, &kept) || pc_regmd_lines(r, &kept));
}
