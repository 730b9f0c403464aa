/* Lines of a list that a heading or label announced as ports: "3001: HTTP API", "Backend: 8002". */
#include "service_doc.h"
#include "service_doc_scan.h"

enum { NAME_WORDS = 5 };

/* "3001: HTTP API" of a list of ports: what stands behind the number. */
static bool read_numbered(struct pc_doc *doc, const struct pc_doc_line *line, struct pc_span extent,
                          const struct pc_doc_owner *base) {
    struct pc_doc_ports ports;
    size_t first = pc_doc_skip_blanks(line->text, 0);
    if (first >= line->text.len || !pc_is_digit(line->text.ptr[first]))
        return false;
    pc_doc_ports_at(doc->ctx->scratch, line, first, false, &ports);
    if (ports.list.count == 0)
        return false;
    struct pc_str text = line->text;
    size_t from = ports.end;
    while (from < text.len && !pc_is_alnum(text.ptr[from]) &&
           ((unsigned char)text.ptr[from] < 0xC3 || (unsigned char)text.ptr[from] == 0xE2))
        from += (unsigned char)text.ptr[from] == 0xE2 ? 3 : 1;
    from = from < text.len ? from : text.len;
    bool separated = from > ports.end || from >= text.len;
    struct pc_str phrase = pc_str_trim(pc_str_sub(text, from, PC_DOC_NAME_BYTES));
    struct pc_doc_sense sense = pc_doc_sense_of(phrase, doc->own);
    struct pc_doc_owner owner = base ? *base : pc_doc_owner_of(doc, PC_EMPTY, (struct pc_span){0}, false);
    owner.internal |= PC_DOC_HAS(sense, PC_DOC_INTERNAL);
    if (sense.environment != PC_ENV_UNKNOWN)
        owner.environment = sense.environment;
    if (PC_DOC_HAS(sense, PC_DOC_FOREIGN))
        owner.why = "another service's port";
    else if (!separated)
        owner.why = "not clear whose port";
    else if (phrase.len > 0 && owner.qualifier.len == 0)
        owner.qualifier = pc_str_dup(doc->ctx->arena, phrase);
    pc_doc_add_ports(doc, line, &ports, &owner, extent);
    return true;
}

/* "Backend: 8002", "HTTP — 3001" of a list of ports. */
static bool read_named(struct pc_doc *doc, const struct pc_doc_line *line, struct pc_span extent) {
    struct pc_str text = line->text;
    size_t colon = 0;
    unsigned words = 0;
    size_t cursor = 0;
    struct pc_str word;
    while (words <= NAME_WORDS && pc_doc_next_word(pc_str_sub(text, 0, PC_DOC_NAME_BYTES), &cursor, &word)) {
        words++;
        size_t p = pc_doc_skip_blanks(text, cursor);
        if (p < text.len && (pc_is_any(text.ptr[p], ":=") || (text.ptr[p] == '-' && p > cursor) ||
                             pc_str_starts(pc_str_sub(text, p, 3), PC_STR("\xE2\x80\x93")) ||
                             pc_str_starts(pc_str_sub(text, p, 3), PC_STR("\xE2\x80\x94")))) {
            colon = p;
            break;
        }
    }
    if (colon == 0 || words == 0)
        return false;
    struct pc_doc_ports ports;
    size_t value = colon + ((unsigned char)text.ptr[colon] == 0xE2 ? 3 : 1);
    if (!pc_doc_ports_at(doc->ctx->scratch, line, pc_doc_skip_blanks(text, value), true, &ports))
        return false;
    if (pc_doc_skip_blanks(text, value) < text.len && !pc_is_digit(text.ptr[pc_doc_skip_blanks(text, value)]))
        return false; /* "Admin: http://localhost:3001/admin" is an address, not a port */
    struct pc_span span;
    struct pc_str phrase = pc_doc_phrase(doc, line, 0, cursor, &span);
    struct pc_doc_owner owner = pc_doc_owner_of(doc, phrase, span, true);
    pc_doc_add_ports(doc, line, &ports, &owner, extent);
    return true;
}

/* A bullet of a list of ports that was not understood. */
static void mention_numbers(struct pc_doc *doc, const struct pc_doc_line *line) {
    size_t cursor = 0;
    struct pc_str word;
    while (pc_doc_next_word(line->text, &cursor, &word)) {
        size_t at = (size_t)(word.ptr - line->text.ptr);
        size_t length = 0;
        uint16_t number = 0;
        if (word.len >= 2 && pc_doc_number_at(line, at, &number, &length))
            pc_doc_mention(doc, line->offset[at], length, "not understood");
    }
}

bool pc_doc_read_listed(struct pc_doc *doc, const struct pc_doc_line *line, struct pc_span extent,
                        const struct pc_doc_owner *base, bool bullet) {
    bool any = read_numbered(doc, line, extent, base) || (bullet && read_named(doc, line, extent));
    if (!any && bullet)
        mention_numbers(doc, line);
    return any;
}
