/* What is left when the statements of a document are read: boxes of diagrams (they count only when nothing else states
 * a port), numbers that look like ports but state none, and the hand-over of everything to the builder. */
#include "service_doc.h"
#include "sort.h"

#include <string.h>

static bool has_box(struct pc_str text) {
    for (size_t at = pc_str_find_char(text, '\xE2', 0); at != PC_NPOS; at = pc_str_find_char(text, '\xE2', at + 1)) {
        if (pc_is_any(pc_str_at(text, at + 1), "\x94\x95"))
            return true;
    }
    return false;
}

/* Bytes of a character that ends a cell of a drawing at text[at]: a box line, a bar, an arrow. */
static size_t bar_at(struct pc_str text, size_t at) {
    if (text.ptr[at] == '|')
        return 1;
    bool drawn = text.ptr[at] == '\xE2' && pc_is_any(pc_str_at(text, at + 1), "\x94\x95\x86");
    return drawn && at + 2 < text.len ? 3 : 0;
}

/* The digits that a "port" before them announces, from *cursor on; false at the end. */
static bool next_announced(struct pc_str text, size_t *cursor, size_t *word_at, size_t *number_at) {
    struct pc_str word;
    size_t port_end = PC_NPOS;
    while (pc_doc_next_word(text, cursor, &word)) {
        size_t at = (size_t)(word.ptr - text.ptr);
        if (port_end != PC_NPOS && pc_is_digit(word.ptr[0]) && at - port_end <= 3) {
            *number_at = at;
            return true;
        }
        port_end = PC_NPOS;
        if (pc_doc_word_of(word) == PC_DOC_PORT) {
            port_end = *cursor;
            *word_at = at;
        }
    }
    return false;
}

static struct pc_doc_line raw_line(struct pc_arena *arena, const struct pc_md_line *raw) {
    uint32_t *offsets = PC_NEW_ARRAY(arena, raw->text.len + 1, uint32_t);
    for (size_t i = 0; i < raw->text.len; i++)
        offsets[i] = raw->offset + (uint32_t)i;
    return (struct pc_doc_line){raw->text, offsets, PC_NEW_ARRAY(arena, raw->text.len + 1, uint16_t)};
}

/* A box of a drawing is the service's own when it bears no name, or words of the service's name. */
static void read_box(struct pc_doc *doc, const struct pc_md_line *raw) {
    const uint32_t own = 1u << PC_DOC_FILLER | 1u << PC_DOC_NAME_HEADER;
    struct pc_doc_line line = raw_line(doc->ctx->scratch, raw);
    struct pc_str text = line.text;
    size_t cursor = 0;
    size_t word = 0;
    size_t number = 0;
    size_t cell = 0;
    size_t scanned = 0;
    while (next_announced(text, &cursor, &word, &number)) {
        struct pc_doc_port port = {0};
        size_t length = 0;
        if (!pc_doc_number_at(&line, number, &port.ports.lo, &length))
            continue;
        for (; scanned < word; scanned++) {
            if (bar_at(text, scanned) > 0)
                cell = scanned + bar_at(text, scanned);
        }
        port.ports.hi = port.ports.lo;
        port.offset = line.offset[number];
        port.length = (uint32_t)length;
        struct pc_doc_sense sense = pc_doc_sense_of(pc_str_sub(text, cell, word - cell), doc->own);
        struct pc_doc_owner owner = {0};
        if (sense.words > 0 && !pc_doc_only(sense, own))
            owner.why = "a diagram";
        pc_doc_add(doc, &port, &owner, pc_doc_line_span(doc, raw), PC_DOC_DRAWN);
    }
}

void pc_doc_read_boxes(struct pc_doc *doc, const struct pc_md_block *block) {
    for (size_t i = 0; i < block->line_count; i++) {
        const struct pc_md_line *line = &block->lines[i];
        bool drawn =
            has_box(line->text) || (block->kind == PC_MD_CODE && pc_str_starts(pc_str_trim(line->text), PC_STR("|")));
        if (drawn && pc_str_find_digit(line->text, 0) != PC_NPOS)
            read_box(doc, line);
    }
}

/* A quoted key ends here ("width":): only one that speaks of a port has a port for its value. */
static bool ends_other_key(struct pc_str text) {
    bool key = text.len > 1 && pc_is_any(text.ptr[text.len - 1], "\"'") &&
               (pc_is_alnum(text.ptr[text.len - 2]) || text.ptr[text.len - 2] == '_');
    struct pc_str name = pc_str_sub(text, 0, text.len > 0 ? text.len - 1 : 0);
    return key && (name.len < 4 || !pc_str_eq_nocase(pc_str_sub(name, name.len - 4, 4), PC_STR("port")));
}

/* "localhost:3001", "127.0.0.1:3001", ":3001", "--port 3001", "port 3001": what stands before a number that looks like
 * a port. */
static bool looks_like_port(struct pc_str text, size_t at) {
    if (at == 0)
        return false;
    char before = text.ptr[at - 1];
    if (before == ':') {
        static const char *const hosts[] = {"localhost", "127.0.0.1", "0.0.0.0", "]", ".internal"};
        struct pc_str host = pc_str_sub(text, 0, at - 1);
        if (ends_other_key(host))
            return false;
        if (host.len == 0 || strchr(" \t(`[\"'", host.ptr[host.len - 1]))
            return true;
        for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
            if (pc_str_ends(host, pc_str_c(hosts[i])))
                return true;
        }
        return false;
    }
    size_t end = at;
    while (end > 0 && at - end < 4 && strchr(" :=`*\"'(", text.ptr[end - 1]))
        end--;
    if (end == at || end < 2)
        return false;
    struct pc_str head = pc_str_sub(text, 0, end);
    if (pc_str_ends(head, PC_STR(" -p")))
        return true;
    if (pc_lower(head.ptr[head.len - 1]) == 's')
        head.len--;
    if (head.len < 4 || !pc_str_eq_nocase(pc_str_sub(head, head.len - 4, 4), PC_STR("port")))
        return false;
    /* "-LocalPort 3001" is a port, "Support: 3001" is none. */
    return head.len == 4 || !pc_is_alnum(head.ptr[head.len - 5]) || head.ptr[head.len - 4] == 'P';
}

void pc_doc_read_rest(struct pc_doc *doc, const struct pc_md_block *block) {
    const char *why = block->kind == PC_MD_CODE ? "code" : block->kind == PC_MD_TABLE ? "table" : "prose";
    for (size_t i = 0; i < block->line_count; i++) {
        struct pc_str text = block->lines[i].text;
        size_t end = 0;
        for (size_t at; (at = pc_str_find_digit(text, end)) != PC_NPOS;) {
            end = at;
            while (end < text.len && pc_is_digit(text.ptr[end]))
                end++;
            uint16_t port;
            bool word = (at > 0 && pc_is_alnum(text.ptr[at - 1])) || (end < text.len && pc_is_alpha(text.ptr[end])) ||
                        (end + 1 < text.len && text.ptr[end] == '.' && pc_is_digit(text.ptr[end + 1]));
            if (!word && end - at >= 2 && pc_port_parse(pc_str_sub(text, at, end - at), &port) == PC_PORT_OK &&
                looks_like_port(text, at))
                *PC_PUSH(&doc->remarks, doc->ctx->scratch) =
                    (struct pc_doc_remark){block->lines[i].offset + (uint32_t)at, (uint32_t)(end - at), why, true};
        }
    }
}

/* One of several statements of one code block that contradict each other without saying why: none of them is believed.
 */
static void settle_groups(struct pc_doc *doc) {
    for (size_t from = 0; from < doc->drafts.count;) {
        uint32_t group = doc->drafts.items[from].group;
        size_t to = from + 1;
        while (to < doc->drafts.count && doc->drafts.items[to].group == group)
            to++;
        const struct pc_doc_draft *first = NULL;
        bool several = false;
        for (size_t i = from; group != 0 && i < to; i++) {
            const struct pc_doc_draft *draft = &doc->drafts.items[i];
            if (draft->why || !(draft->claim.flags & PC_CLAIM_SELF))
                continue;
            if (!first)
                first = draft;
            else if (draft->claim.environment == first->claim.environment && draft->tier == first->tier &&
                     !pc_ports_eq(draft->claim.ports, first->claim.ports))
                several = true;
        }
        for (size_t i = from; several && i < to; i++) {
            struct pc_doc_draft *draft = &doc->drafts.items[i];
            if (!draft->why && (draft->claim.flags & PC_CLAIM_SELF))
                draft->why = "several values in one block";
        }
        from = to;
    }
}

/* Only the best kind of statement counts; drawings must agree with each other as well. */
static void settle_tiers(struct pc_doc *doc) {
    bool has[PC_DOC_DRAWN + 1] = {false};
    bool disagree = false;
    const struct pc_doc_draft *drawn = NULL;
    for (size_t i = 0; i < doc->drafts.count; i++) {
        const struct pc_doc_draft *draft = &doc->drafts.items[i];
        if (draft->why || draft->claim.role == PC_ROLE_DIALS)
            continue;
        has[draft->tier] = true;
        if (draft->tier == PC_DOC_DRAWN) {
            disagree |= (drawn && !pc_ports_eq(drawn->claim.ports, draft->claim.ports));
            drawn = draft;
        }
    }
    for (size_t i = 0; i < doc->drafts.count; i++) {
        struct pc_doc_draft *draft = &doc->drafts.items[i];
        if (draft->why || draft->claim.role == PC_ROLE_DIALS)
            continue;
        if (draft->tier == PC_DOC_USUAL && has[PC_DOC_STATED])
            draft->why = "stated otherwise";
        else if (draft->tier == PC_DOC_DRAWN && (has[PC_DOC_STATED] || has[PC_DOC_USUAL] || disagree))
            draft->why = "a diagram";
    }
}

static int compare_offsets(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return pc_order(x, y);
}

static int compare_remarks(const void *a, const void *b) {
    const struct pc_doc_remark *x = a;
    const struct pc_doc_remark *y = b;
    if (x->offset != y->offset)
        return pc_order(x->offset, y->offset);
    if (x->guess != y->guess)
        return x->guess ? 1 : -1;
    if (x->length != y->length)
        return x->length < y->length ? 1 : -1;
    return strcmp(x->why, y->why);
}

/* Remarks come out once a place, and not where a claim stands. */
static void emit_remarks(struct pc_doc *doc, uint32_t *claimed, size_t claimed_count) {
    pc_sort(claimed, claimed_count, sizeof *claimed, compare_offsets);
    pc_sort(doc->remarks.items, doc->remarks.count, sizeof *doc->remarks.items, compare_remarks);
    size_t c = 0;
    for (size_t i = 0; i < doc->remarks.count; i++) {
        const struct pc_doc_remark *remark = &doc->remarks.items[i];
        while (c < claimed_count && claimed[c] < remark->offset)
            c++;
        bool taken = c < claimed_count && claimed[c] == remark->offset;
        bool again = i > 0 && doc->remarks.items[i - 1].offset == remark->offset;
        if (!taken && !again)
            pc_builder_mention(doc->ctx->builder, pc_doc_span(doc, remark->offset, remark->length), remark->why);
    }
}

void pc_doc_settle(struct pc_doc *doc) {
    settle_groups(doc);
    settle_tiers(doc);
    uint32_t *claimed = PC_NEW_ARRAY(doc->ctx->scratch, doc->drafts.count + 1, uint32_t);
    size_t count = 0;
    bool known = false;
    for (size_t i = 0; i < doc->drafts.count; i++) {
        const struct pc_doc_draft *draft = &doc->drafts.items[i];
        struct pc_span span = draft->claim.span;
        if (draft->why) {
            pc_doc_mention(doc, span.offset, span.length, draft->why);
            continue;
        }
        if (!known && (draft->claim.flags & PC_CLAIM_SELF)) {
            pc_builder_service_dir(doc->ctx->builder, doc->ctx->dir, span);
            known = true;
        }
        pc_builder_claim(doc->ctx->builder, &draft->claim);
        claimed[count++] = span.offset;
    }
    emit_remarks(doc, claimed, count);
}
