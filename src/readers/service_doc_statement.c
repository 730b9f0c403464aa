/* Statements in words: "## Port: 3001", "- **Dev port:** 5173", "Port — 3001 (production)", lists under "Ports". */
#include "service_doc.h"

#include <string.h>

#include "path.h"
#include "service_doc_scan.h"

enum { SIBLINGS = 12 };

/* The words right behind a statement take it back: "3050 until the move". */
static bool taken_back(const struct pc_doc_line *line, size_t at) {
    size_t cursor = at;
    struct pc_str word;
    return pc_doc_next_word(line->text, &cursor, &word) && (size_t)(word.ptr - line->text.ptr) <= at + 3 &&
           pc_doc_word_of(word) == PC_DOC_HISTORY && !pc_str_eq_nocase(word, PC_STR("was"));
}

/* Whose port a label means: its own words first, then the list item it stands under. */
static struct pc_doc_owner label_owner(struct pc_doc *doc, const struct pc_doc_line *line,
                                       const struct pc_doc_label *label, const struct pc_doc_owner *base) {
    struct pc_span span;
    struct pc_str phrase = pc_doc_phrase(doc, line, label->from, label->to, &span);
    struct pc_doc_owner owner = pc_doc_owner_of(doc, phrase, span, false);
    struct pc_doc_sense after =
        pc_doc_sense_of(pc_str_sub(line->text, label->after_from, label->after_to - label->after_from), doc->own);
    if (after.environment != PC_ENV_UNKNOWN)
        owner.environment = after.environment;
    if (PC_DOC_HAS(after, PC_DOC_INTERNAL))
        owner.internal = true;
    if (!owner.why && PC_DOC_HAS(after, PC_DOC_FOREIGN))
        owner.why = "another service's port"; /* "Port (redis)", "Port for PostgreSQL" */
    if (owner.why || !base)
        return owner;
    if (owner.name.len == 0 || owner.name.ptr == doc->scope.part.ptr) {
        if (base->name.len > 0) {
            owner.name = base->name;
            owner.name_span = base->name_span;
        }
        owner.why = base->why;
    }
    if (owner.qualifier.len == 0)
        owner.qualifier = base->qualifier;
    if (owner.environment == PC_ENV_UNKNOWN)
        owner.environment = base->environment;
    return owner;
}

/* "Express server runs on port 3333" behind a label: the one number of the text with the word port before it. */
static bool single_port(const struct pc_doc_line *line, size_t from, struct pc_doc_port *port) {
    size_t cursor = from;
    struct pc_str word;
    bool after_port = false;
    unsigned found = 0;
    while (pc_doc_next_word(line->text, &cursor, &word)) {
        size_t at = (size_t)(word.ptr - line->text.ptr);
        size_t length = 0;
        uint16_t number = 0;
        if (pc_doc_word_of(word) == PC_DOC_HISTORY)
            return false;
        if (after_port && pc_is_digit(word.ptr[0]) && pc_doc_number_at(line, at, &number, &length)) {
            *port =
                (struct pc_doc_port){.ports = {number, number}, .offset = line->offset[at], .length = (uint32_t)length};
            found++;
        }
        after_port = pc_doc_word_of(word) == PC_DOC_PORT;
    }
    return found == 1;
}

void pc_doc_add_ports(struct pc_doc *doc, const struct pc_doc_line *line, const struct pc_doc_ports *ports,
                      const struct pc_doc_owner *owner, struct pc_span extent) {
    for (size_t i = 0; i < ports->list.count; i++) {
        struct pc_doc_port port = ports->list.items[i];
        port.qualifier = pc_str_dup(doc->ctx->arena, port.qualifier);
        port.address = pc_str_dup(doc->ctx->arena, port.address);
        port.lead = pc_str_dup(doc->ctx->arena, port.lead);
        struct pc_doc_draft *draft = pc_doc_add(doc, &port, owner, extent, PC_DOC_STATED);
        if (i + 1 == ports->list.count && !draft->why && taken_back(line, ports->end))
            draft->why = "history";
    }
}

/* A label without a separator says something only as a whole line ("Port 3001 (HTTP)") or as a bold label ("**Port
 * 4201:** ..."). */
static bool bare_is_statement(const struct pc_doc_line *line, const struct pc_doc_label *label,
                              const struct pc_doc_ports *ports, bool whole, bool bullet) {
    if (bullet && whole)
        return true;
    size_t end = label->end;
    while (end < line->text.len && pc_is_digit(line->text.ptr[end]))
        end++;
    return ports->list.count > 0 && end > label->end && (line->style[label->from] & PC_MD_STRONG) &&
           (line->style[end - 1] & PC_MD_STRONG) && pc_str_at(line->text, end) == ':';
}

/* What stands before the colon of a line is a word of somebody's login: the port beside it is of what one logs in to.
 */
static bool is_login_label(struct pc_str text) {
    static const char *const words[] = {"password", "passwd", "passwort", "username", "driver", "dbname"};
    size_t colon = pc_str_find_char(pc_str_sub(text, 0, PC_DOC_NAME_BYTES), ':', 0);
    struct pc_str label = pc_str_sub(text, 0, colon == PC_NPOS ? 0 : colon);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_has_word_nocase(label, pc_str_c(words[i])))
            return true;
    }
    bool database = pc_doc_has_word(label, PC_STR("database")) || pc_doc_has_word(label, PC_STR("db"));
    return (database && pc_doc_has_word(label, PC_STR("name"))) || pc_doc_same_name(label, PC_STR("user"));
}

/* The list or paragraph that a statement stands in tells how to connect to something: host, port, user, password. */
static bool among_logins(const struct pc_doc *doc) {
    const struct pc_md_block *block = &doc->document.blocks[doc->at];
    for (size_t i = 0; i < block->line_count && i < SIBLINGS; i++) {
        if (is_login_label(block->lines[i].text))
            return true;
    }
    for (int step = -1; block->list_depth > 0 && step <= 1; step += 2) {
        size_t at = doc->at;
        for (unsigned i = 0; i < SIBLINGS; i++) {
            at = step < 0 ? at - 1 : at + 1; /* below 0 it wraps, and ends the loop */
            if (at >= doc->document.block_count)
                break;
            const struct pc_md_block *other = &doc->document.blocks[at];
            if (other->list_depth < block->list_depth)
                break;
            if (other->list_depth == block->list_depth && other->parent_item == block->parent_item &&
                other->line_count > 0 && is_login_label(other->lines[0].text))
                return true;
        }
    }
    return false;
}

/* "Port: 4001 on the left desk, 4002 spare": the numbers of a statement that nothing was made of are said to be left.
 */
static void mention_left(struct pc_doc *doc, const struct pc_doc_line *line, size_t at) {
    enum { LEAST = 1024 };
    size_t cursor = at;
    struct pc_str word;
    while (pc_doc_next_word(line->text, &cursor, &word)) {
        size_t from = (size_t)(word.ptr - line->text.ptr);
        size_t length = 0;
        uint16_t number = 0;
        if (pc_is_digit(word.ptr[0]) && pc_doc_number_at(line, from, &number, &length) && number >= LEAST)
            *PC_PUSH(&doc->remarks, doc->ctx->scratch) =
                (struct pc_doc_remark){line->offset[from], (uint32_t)length, "not understood", true};
    }
}

/* Reads the statements that start at text[at] of one line; 0 when none does, else the place behind them. */
static size_t read_label(struct pc_doc *doc, const struct pc_doc_line *line, size_t at, struct pc_span extent,
                         bool bullet, const struct pc_doc_owner *base) {
    struct pc_doc_label label;
    size_t done = 0;
    while (pc_doc_label_at(line, at, &label)) {
        bool strong = line->style[label.from] & PC_MD_STRONG;
        if (label.dash && !bullet && !strong)
            break;
        struct pc_doc_ports ports;
        bool whole = pc_doc_ports_at(doc->ctx->scratch, line, label.end, true, &ports);
        if (!label.separated && !bare_is_statement(line, &label, &ports, whole, bullet))
            break;
        done = label.end > ports.end ? label.end : ports.end;
        struct pc_doc_owner owner = label_owner(doc, line, &label, base);
        if (!owner.why && owner.name.len == 0 && among_logins(doc))
            owner.why = "another service's port";
        struct pc_doc_port single;
        if (ports.list.count > 0) {
            pc_doc_add_ports(doc, line, &ports, &owner, extent);
        } else if (ports.trouble != PC_PORT_NONE) {
            if (!owner.why)
                pc_doc_trouble(doc, &ports);
        } else if (label.end >= line->text.len) {
            doc->list_open = label.to == label.from || (!owner.why && owner.name.len == 0);
            break;
        } else if (single_port(line, label.end, &single)) {
            pc_doc_add(doc, &single, &owner, extent, PC_DOC_STATED);
        }
        mention_left(doc, line, done);
        size_t next = pc_doc_skip_blanks(line->text, ports.end);
        if (ports.list.count == 0 || next >= line->text.len || !strchr(",;|/", line->text.ptr[next]))
            break;
        at = pc_doc_skip_blanks(line->text, next + 1);
    }
    return done;
}

/* Labels further on in a line: "**Runtime:** Bun | **Port:** 3001". */
static void read_later_labels(struct pc_doc *doc, const struct pc_doc_line *line, struct pc_span extent,
                              const struct pc_doc_owner *base) {
    struct pc_str text = line->text;
    for (size_t i = 1; i < text.len; i++) {
        struct pc_str before = pc_str_sub(text, 0, i);
        bool bar = text.ptr[i - 1] == '|' || pc_str_ends(before, PC_STR("\xC2\xB7")) ||
                   pc_str_ends(before, PC_STR("\xE2\x80\xA2")); /* a middle dot, a bullet */
        bool bold = (line->style[i] & PC_MD_STRONG) && !(line->style[i - 1] & PC_MD_STRONG) && i >= 2 &&
                    strchr(",;/", text.ptr[i - 2]);
        if (bar || bold) {
            size_t done = read_label(doc, line, pc_doc_skip_blanks(text, i), extent, false, base);
            i = done > i ? done - 1 : i;
        }
    }
}

/* What an item says before its colon, or its whole short text: the heading of the items below it. */
static void keep_item(struct pc_doc *doc, const struct pc_md_block *block, const struct pc_doc_line *line) {
    if (!block->item_start || block->list_depth > PC_DOC_ITEMS)
        return;
    struct pc_doc_item *item = &doc->items[block->list_depth - 1];
    *item = (struct pc_doc_item){.item = block->item};
    size_t end = pc_str_find_char(line->text, ':', 0);
    if (end == PC_NPOS)
        end = line->text.len;
    size_t from = pc_doc_skip_blanks(line->text, 0);
    if (end <= from)
        return;
    if (end - from > PC_DOC_NAME_BYTES)
        end = from + PC_DOC_NAME_BYTES;
    item->phrase = pc_doc_phrase(doc, line, from, end, &item->span);
}

/* The same for a paragraph that was passed over: few items have others below that state something. */
static void read_item(struct pc_doc *doc, struct pc_doc_item *item) {
    const struct pc_md_run *runs;
    const struct pc_md_block *block = item->unread;
    size_t count = pc_md_inline(doc->ctx->scratch, block->lines, block->line_count, &runs);
    size_t at = 0;
    item->unread = NULL;
    if (count > 0 && runs[0].line == block->lines[0].line) {
        struct pc_doc_line line = pc_doc_line_of(doc->ctx->scratch, runs, count, false, &at);
        keep_item(doc, block, &line);
    }
}

/* The list item around an item's own text, as an owner of what stands in it; false when there is none that says
 * anything. */
static bool item_owner(struct pc_doc *doc, const struct pc_md_block *block, struct pc_doc_owner *owner) {
    if (block->list_depth < 2 || block->list_depth - 2 >= PC_DOC_ITEMS)
        return false;
    struct pc_doc_item *parent = &doc->items[block->list_depth - 2];
    if (parent->item == 0 || parent->item != block->parent_item)
        return false;
    if (parent->unread)
        read_item(doc, parent);
    if (parent->phrase.len == 0)
        return false;
    *owner = pc_doc_owner_of(doc, parent->phrase, parent->span, false);
    return true;
}

/* A list of ports was announced by a heading or a label, and this block belongs to it. */
static bool in_port_list(struct pc_doc *doc, const struct pc_md_block *block) {
    if (doc->list_open &&
        (doc->list_item == 0 || block->parent_item == doc->list_item || block->item == doc->list_item))
        return true;
    return doc->scope.ports;
}

/* "**Deployment**: Port 4003 at https://ledger.example.org": a bold label that names nobody else, then the port. */
static bool read_bold_label(struct pc_doc *doc, const struct pc_doc_line *line, struct pc_span extent) {
    struct pc_str text = line->text;
    size_t from = pc_doc_skip_blanks(text, 0);
    size_t colon = pc_str_find_char(pc_str_sub(text, 0, PC_DOC_NAME_BYTES), ':', from);
    struct pc_doc_label label;
    struct pc_doc_ports ports;
    if (colon == PC_NPOS || colon == from || !(line->style[from] & PC_MD_STRONG))
        return false;
    struct pc_span span;
    struct pc_str phrase = pc_doc_phrase(doc, line, from, colon, &span);
    if (!pc_doc_label_at(line, pc_doc_skip_blanks(text, colon + 1), &label) || label.to > label.from)
        return false;
    pc_doc_ports_at(doc->ctx->scratch, line, label.end, false, &ports);
    if (ports.list.count == 0)
        return false;
    struct pc_doc_owner owner = pc_doc_owner_of(doc, phrase, span, false);
    if (!owner.why && among_logins(doc))
        owner.why = "another service's port";
    bool deployed = pc_doc_has_word(phrase, PC_STR("deployment")) || pc_doc_has_word(phrase, PC_STR("deployed"));
    bool public =
        pc_str_find(text, PC_STR("https://"), 0) != PC_NPOS && pc_str_find(text, PC_STR("://localhost"), 0) == PC_NPOS;
    if (deployed && public && owner.environment == PC_ENV_UNKNOWN)
        owner.environment = PC_ENV_PRODUCTION;
    pc_doc_add_ports(doc, line, &ports, &owner, extent);
    return true;
}

static void read_line(struct pc_doc *doc, const struct pc_md_block *block, const struct pc_doc_line *line,
                      struct pc_span extent, bool bullet) {
    struct pc_doc_owner owner;
    const struct pc_doc_owner *base = item_owner(doc, block, &owner) ? &owner : NULL;
    bool announced = in_port_list(doc, block);
    bool was_open = doc->list_open;
    doc->list_open = false;
    bool any = read_label(doc, line, pc_doc_skip_blanks(line->text, 0), extent, bullet, base) > 0;
    if (doc->list_open) {
        doc->list_item = block->item;
    } else {
        doc->list_open = was_open && !any;
        if (!any && announced)
            any = pc_doc_read_listed(doc, line, extent, base, bullet);
        if (was_open && !any && block->list_depth == 0)
            doc->list_open = false; /* a paragraph of prose ends what the label announced */
    }
    if (!any && !read_bold_label(doc, line, extent))
        read_later_labels(doc, line, extent, base);
}

/* Whether a paragraph may state something: it belongs to a list of ports, or may hold a word for port or begin with the
 * name of a variable. */
static bool may_state(const struct pc_doc *doc, const struct pc_md_block *block) {
    if (doc->list_open || doc->scope.ports)
        return true;
    for (size_t i = 0; i < block->line_count; i++) {
        struct pc_str text = block->lines[i].text;
        if (pc_doc_may_name_port(text) || (block->item_start && pc_str_find_char(text, '_', 0) != PC_NPOS))
            return true;
    }
    return false;
}

void pc_doc_read_paragraph(struct pc_doc *doc, const struct pc_md_block *block) {
    const struct pc_md_run *runs;
    if (!may_state(doc, block)) {
        if (block->item_start && block->list_depth <= PC_DOC_ITEMS)
            doc->items[block->list_depth - 1] = (struct pc_doc_item){.item = block->item, .unread = block};
        return;
    }
    if (doc->root)
        pc_doc_find_subject(doc);
    if (doc->root && doc->scope.part.len == 0 && !in_port_list(doc, block))
        return;
    size_t count = pc_md_inline(doc->ctx->scratch, block->lines, block->line_count, &runs);
    bool item = block->item_start;
    if (count > 0 && item) {
        size_t first = 0;
        struct pc_doc_line whole = pc_doc_line_of(doc->ctx->scratch, runs, count, true, &first);
        struct pc_str name;
        size_t rest;
        if (pc_doc_variable_at(&whole, &name, &rest)) {
            const struct pc_md_line *last = &block->lines[block->line_count - 1];
            uint32_t from = block->lines[0].offset;
            struct pc_span extent = pc_doc_span(doc, from, last->offset + last->text.len - from);
            pc_doc_read_variable(doc, name, &whole, rest, false, extent, doc->scope.environment);
            return;
        }
    }
    size_t at = 0;
    size_t row = 0;
    while (at < count) {
        while (row + 1 < block->line_count && block->lines[row].line < runs[at].line)
            row++;
        struct pc_doc_line line = pc_doc_line_of(doc->ctx->scratch, runs, count, false, &at);
        if (row == 0)
            keep_item(doc, block, &line);
        read_line(doc, block, &line, pc_doc_line_span(doc, &block->lines[row]), item && row == 0);
    }
    pc_doc_read_boxes(doc, block);
}

/* "# ledger (Port 3001)": the number in the bracket at a heading's end. */
static bool heading_bracket(struct pc_doc *doc, const struct pc_doc_line *line, struct pc_span extent) {
    struct pc_str text = line->text;
    size_t open = pc_str_find_char(text, '(', 0);
    struct pc_doc_label label;
    struct pc_doc_ports ports;
    if (open == PC_NPOS || open == 0 || !pc_doc_label_at(line, open + 1, &label))
        return false;
    pc_doc_ports_at(doc->ctx->scratch, line, label.end, false, &ports);
    if (ports.list.count != 1 || pc_doc_skip_blanks(text, ports.end) >= text.len ||
        text.ptr[pc_doc_skip_blanks(text, ports.end)] != ')')
        return false;
    while (pc_str_at(text, open - 1) == ' ')
        open--;
    struct pc_span span;
    struct pc_str phrase = pc_doc_phrase(doc, line, 0, open, &span);
    struct pc_doc_owner owner = pc_doc_owner_of(doc, doc->root ? PC_EMPTY : phrase, span, false);
    pc_doc_add_ports(doc, line, &ports, &owner, extent);
    return true;
}

void pc_doc_read_heading(struct pc_doc *doc, const struct pc_md_block *block) {
    const struct pc_md_run *runs;
    size_t count = pc_md_inline(doc->ctx->scratch, block->lines, block->line_count, &runs);
    bool title = !doc->titled && block->level == 1;
    doc->titled = true;
    if (count == 0)
        return;
    size_t at = 0;
    struct pc_doc_line line = pc_doc_line_of(doc->ctx->scratch, runs, count, false, &at);
    struct pc_str text = pc_doc_line_str(&line, doc->ctx->text, doc->ctx->arena, 0, line.text.len);
    struct pc_span extent = pc_doc_line_span(doc, &block->lines[0]);
    if (title && (pc_str_find(text, PC_STR("{{"), 0) != PC_NPOS || pc_str_find(text, PC_STR("<%"), 0) != PC_NPOS)) {
        doc->is_template = true;
        doc->scope.closed = "template";
    }
    struct pc_doc_label label;
    struct pc_doc_ports ports = {0};
    bool labelled = pc_doc_label_at(&line, pc_doc_skip_blanks(line.text, 0), &label);
    if (labelled && !label.separated && label.end < line.text.len && line.text.ptr[label.end] == '(')
        label.end++; /* "## Port (3001)" */
    if (labelled)
        pc_doc_ports_at(doc->ctx->scratch, &line, label.end, false, &ports);
    bool stated = labelled && (ports.list.count > 0 || ports.trouble != PC_PORT_NONE);
    if (!title)
        pc_doc_enter(doc, block, text, stated ? pc_str_sub(text, 0, label.end) : text);
    if (doc->root)
        pc_doc_find_subject(doc);
    if (doc->root && doc->scope.part.len == 0)
        return;
    if (!stated) {
        heading_bracket(doc, &line, extent);
        return;
    }
    struct pc_doc_owner owner = label_owner(doc, &line, &label, NULL);
    if (ports.list.count > 0)
        pc_doc_add_ports(doc, &line, &ports, &owner, extent);
    else if (!owner.why)
        pc_doc_trouble(doc, &ports);
}
