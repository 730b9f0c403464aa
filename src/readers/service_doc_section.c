/* Sections about one service in the root's own document: "### ledger" with "**Port:** 4003" below it. A root document
 * has many headings that are nobody's name: a word of everyday use is one only as a directory of the tree. */
#include "path.h"
#include "path_name.h"
#include "service_doc.h"

enum { MOST_WORDS = 4, MOST_LOOKUPS = 64 };

/* Some directory of the tree has this name. */
static bool is_directory(struct pc_doc *doc, struct pc_str name) {
    const struct pc_tree_access *tree = doc->ctx->tree;
    if (tree == NULL || doc->lookups++ >= MOST_LOOKUPS) {
        return false;
    }
    struct pc_str last = PC_EMPTY;
    for (size_t i = 0; i < tree->path_count; i++) {
        struct pc_str dir = pc_path_dir(tree->paths[i]);
        if (pc_str_eq(dir, last)) {
            continue;
        }
        last = dir;
        bool done = false;
        for (struct pc_str part; pc_str_split(&dir, '/', &part, &done);) {
            if (pc_doc_same_name(part, name)) {
                return true;
            }
        }
    }
    return false;
}

/* "billing-api", "meter_bridge", "services/orders": written as programs write names. */
static bool is_identifier(struct pc_str s) {
    bool joint = false;
    for (size_t i = 0; i < s.len; i++) {
        bool mark = pc_is_any(s.ptr[i], "-_/.");
        if (!mark && !pc_is_alnum(s.ptr[i])) {
            return false;
        }
        joint |= (mark && i > 0 && i + 1 < s.len);
    }
    return joint && pc_is_alpha(s.ptr[0]);
}

/* A heading without numbering, signs and its bracket: "3. ledger (Go)" is "ledger". *bracket: what stands in it. */
static struct pc_str bare_heading(struct pc_str text, struct pc_str *bracket) {
    size_t open = pc_str_find_char(text, '(', 0);
    size_t close = open == PC_NPOS ? PC_NPOS : pc_str_find_char(text, ')', open);
    *bracket = close == PC_NPOS ? PC_EMPTY : pc_str_trim(pc_str_sub(text, open + 1, close - open - 1));
    struct pc_str bare = pc_str_sub(text, 0, open);
    size_t cursor = 0;
    struct pc_str word;
    while (pc_doc_next_word(bare, &cursor, &word) && pc_str_find_digit(word, 0) == 0 && cursor < bare.len &&
           (pc_is_any(bare.ptr[cursor], ".)"))) {
        bare = pc_str_sub(bare, cursor + 1, bare.len);
        cursor = 0;
    }
    cursor = 0;
    if (pc_doc_next_word(bare, &cursor, &word)) {
        bare = pc_str_sub(bare, (size_t)(word.ptr - bare.ptr), bare.len);
    }
    while (bare.len > 0 && (pc_is_any(bare.ptr[bare.len - 1], ":/") || pc_is_space(bare.ptr[bare.len - 1]))) {
        bare.len--;
    }
    return bare;
}

void pc_doc_find_subject(struct pc_doc *doc) {
    const uint32_t quiet = 1u << PC_DOC_PRODUCTION | 1u << PC_DOC_STAGING | 1u << PC_DOC_DEVELOPMENT |
                           1u << PC_DOC_TESTING | 1u << PC_DOC_FILLER | 1u << PC_DOC_PORT | 1u << PC_DOC_NAME_HEADER;
    const uint32_t never =
        1u << PC_DOC_HISTORY | 1u << PC_DOC_TROUBLE | 1u << PC_DOC_RELATED | 1u << PC_DOC_FOREIGN | 1u << PC_DOC_FUTURE;
    if (doc->subject_known) {
        return;
    }
    doc->subject_known = true;
    doc->scope.part = PC_EMPTY;
    for (unsigned i = doc->heading_count; i > 0 && doc->headings[i - 1].level > 1; i--) {
        const struct pc_doc_heading *heading = &doc->headings[i - 1];
        struct pc_str bracket;
        struct pc_str bare = bare_heading(heading->text, &bracket);
        struct pc_doc_sense sense = pc_doc_sense_of(bare, PC_EMPTY);
        if (bracket.len > 0 && pc_str_find_char(bracket, '/', 0) != PC_NPOS && is_identifier(bracket)) {
            bare = bracket; /* "Billing (`services/billing`)" */
        } else if (sense.words == 0 || sense.words > MOST_WORDS || (sense.has & never) != 0) {
            return;
        } else if (pc_doc_only(sense, quiet) && !is_identifier(bare)) {
            continue; /* "Configuration": the heading above it says of what */
        } else if (!is_identifier(bare) && (sense.has & (quiet | 1u << PC_DOC_PART)) != 0 && !is_directory(doc, bare)) {
            return;
        }
        struct pc_span span = heading->span;
        size_t offset = bare.ptr >= heading->text.ptr && bare.ptr < heading->text.ptr + heading->text.len
                            ? (size_t)(bare.ptr - heading->text.ptr)
                            : 0;
        doc->scope.part = pc_name_of_path(doc->ctx, bare);
        doc->scope.part_span = pc_doc_span(doc, span.offset + (uint32_t)offset, 0);
        return;
    }
}
