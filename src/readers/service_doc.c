/* A service's own document: CLAUDE.md, AGENTS.md, README.md. Its headings, labels, tables and env examples say which
 * port the service has; what it says of others is no claim of its own. */
#include "service_doc.h"

#include <string.h>

#include "buf.h"
#include "path.h"
#include "path_name.h"

struct pc_span pc_doc_span(const struct pc_doc *doc, uint32_t offset, size_t length) {
    return (struct pc_span){doc->ctx->file, offset, (uint32_t)length};
}

struct pc_span pc_doc_line_span(const struct pc_doc *doc, const struct pc_md_line *line) {
    return pc_doc_span(doc, line->offset, line->text.len);
}

struct pc_str pc_doc_phrase(const struct pc_doc *doc, const struct pc_doc_line *line, size_t from, size_t to,
                            struct pc_span *span) {
    memset(span, 0, sizeof *span);
    if (to > from && line->offset[from] != UINT32_MAX && line->offset[to - 1] != UINT32_MAX)
        *span = pc_doc_span(doc, line->offset[from], line->offset[to - 1] + 1 - line->offset[from]);
    return pc_doc_line_str(line, doc->ctx->text, doc->ctx->arena, from, to);
}

/* A heading's or name's text without what stands in brackets at its end. */
static struct pc_str without_bracket(struct pc_str s) {
    size_t open = pc_str_find_char(s, '(', 0);
    return pc_str_trim(open == PC_NPOS ? s : pc_str_sub(s, 0, open));
}

/* One word more of a part's name: "front end" is one word. */
static void add_word(struct pc_buf *name, struct pc_str word) {
    if (!pc_str_eq_nocase(word, PC_STR("end")))
        pc_buf_addc(name, '-');
    pc_buf_add(name, word);
}

/* A part is called after the whole, so that the web apps of two products stay apart: "Web App" of uploads is
 * "uploads-web", its "Server" "uploads-server". */
static struct pc_str part_name(const struct pc_doc *doc, struct pc_str phrase) {
    struct pc_str lower = pc_str_lower(doc->ctx->arena, phrase);
    bool part = PC_DOC_HAS(pc_doc_sense_of(lower, doc->own), PC_DOC_PART);
    struct pc_buf name;
    pc_buf_init(&name, doc->ctx->arena);
    pc_buf_add(&name, doc->own);
    size_t cursor = 0;
    struct pc_str word;
    bool in_part = false;
    while (pc_doc_next_word(lower, &cursor, &word)) {
        enum pc_doc_word kind = pc_doc_word_of(word);
        bool own = kind == PC_DOC_PART && !PC_DOC_HAS(pc_doc_sense_of(word, doc->own), PC_DOC_PART);
        bool end = in_part && pc_str_eq(word, PC_STR("end"));
        in_part = kind == PC_DOC_PART && !own;
        if (end || in_part || (!part && kind == PC_DOC_NAME_HEADER))
            add_word(&name, word);
    }
    return pc_buf_str(&name);
}

struct pc_str pc_doc_name_of(const struct pc_doc *doc, struct pc_str name) {
    const uint32_t parts = 1u << PC_DOC_PART | 1u << PC_DOC_NAME_HEADER | 1u << PC_DOC_FILLER |
                           1u << PC_DOC_PRODUCTION | 1u << PC_DOC_STAGING | 1u << PC_DOC_DEVELOPMENT |
                           1u << PC_DOC_TESTING | 1u << PC_DOC_PORT;
    return !doc->root && pc_doc_only(pc_doc_sense_of(name, doc->own), parts) ? part_name(doc, name) : name;
}

/* The name in a phrase, and the qualifier in its brackets: "minio (console)". */
static void take_name(const struct pc_doc *doc, struct pc_doc_owner *owner, struct pc_str phrase, struct pc_span span) {
    struct pc_str name = without_bracket(phrase);
    owner->name_span = span;
    if (span.length == phrase.len && name.len > 0) {
        owner->name_span.offset += (uint32_t)(name.ptr - phrase.ptr);
        owner->name_span.length = (uint32_t)name.len;
    }
    owner->name = pc_doc_name_of(doc, pc_name_of_path(doc->ctx, name));
    size_t open = pc_str_find_char(phrase, '(', 0);
    size_t close = open == PC_NPOS ? PC_NPOS : pc_str_find_char(phrase, ')', open);
    if (close != PC_NPOS)
        owner->qualifier = pc_str_trim(pc_str_sub(phrase, open + 1, close - open - 1));
}

/* The document of a directory that is called after one part of a product ("apps/web"): its "Web App" is itself, and the
 * "API" beside it is a service of another directory. */
enum part_of { PART_UNKNOWN, PART_ITSELF, PART_OTHER };
static enum part_of part_of(const struct pc_doc *doc, struct pc_str phrase) {
    const uint32_t words = 1u << PC_DOC_PART | 1u << PC_DOC_NAME_HEADER | 1u << PC_DOC_FILLER | 1u << PC_DOC_PORT |
                           1u << PC_DOC_PRODUCTION | 1u << PC_DOC_STAGING | 1u << PC_DOC_DEVELOPMENT |
                           1u << PC_DOC_TESTING;
    const struct pc_str api = PC_STR("api");
    enum pc_doc_word kind = pc_doc_word_of(pc_str_lower(doc->ctx->arena, doc->own));
    struct pc_doc_sense sense = pc_doc_sense_of(without_bracket(phrase), doc->own);
    bool called_so = kind == PC_DOC_PART || pc_str_eq_nocase(doc->own, api);
    if (doc->root || !called_so || !pc_doc_only(sense, words))
        return PART_UNKNOWN;
    bool other_api = pc_doc_has_word(phrase, api) && !pc_str_eq_nocase(doc->own, api);
    if (PC_DOC_HAS(sense, PC_DOC_PART) || other_api)
        return PART_OTHER;
    return pc_doc_has_word(phrase, doc->own) ? PART_ITSELF : PART_UNKNOWN;
}

struct pc_doc_owner pc_doc_owner_of(struct pc_doc *doc, struct pc_str phrase, struct pc_span span, bool named) {
    /* "Server" in a label is the service itself, in a column of names it is one of its parts. */
    const uint32_t quiet = 1u << PC_DOC_PORT | 1u << PC_DOC_PRODUCTION | 1u << PC_DOC_STAGING |
                           1u << PC_DOC_DEVELOPMENT | 1u << PC_DOC_TESTING | 1u << PC_DOC_FILLER |
                           1u << PC_DOC_INTERNAL | 1u << PC_DOC_FUTURE | 1u << PC_DOC_OUTSIDE |
                           (named ? 0u : 1u << PC_DOC_NAME_HEADER);
    struct pc_doc_owner owner = {0};
    struct pc_doc_sense sense = pc_doc_sense_of(phrase, doc->own);
    enum part_of part = part_of(doc, phrase);
    owner.environment = sense.environment;
    owner.internal = PC_DOC_HAS(sense, PC_DOC_INTERNAL) && !PC_DOC_HAS(sense, PC_DOC_OUTSIDE);
    if (PC_DOC_HAS(sense, PC_DOC_HISTORY)) {
        owner.why = "history";
    } else if (pc_doc_same_name(without_bracket(phrase), doc->own) || part == PART_ITSELF) {
        return owner;
    } else if (part == PART_OTHER) {
        owner.why = "another service's port";
    } else if (named && doc->root && sense.words > 0) {
        take_name(doc, &owner, phrase, span);
    } else if (sense.words == 0 || pc_doc_only(sense, quiet | 1u << PC_DOC_SIDE)) {
        owner.why = doc->scope.foreign || doc->scope.related ? "another service's port" : NULL;
        owner.name = doc->scope.part;
        owner.name_span = doc->scope.part_span;
        if (PC_DOC_HAS(sense, PC_DOC_SIDE) || (named && PC_DOC_HAS(sense, PC_DOC_FILLER)))
            owner.qualifier = pc_str_trim(phrase); /* "metrics"; "HTTP" in a list of several */
    } else if (PC_DOC_HAS(sense, PC_DOC_FOREIGN) && !doc->root && !doc->scope.related) {
        owner.why = "another service's port";
    } else if (named || pc_doc_only(sense, quiet | 1u << PC_DOC_PART)) {
        take_name(doc, &owner, phrase, span);
    } else {
        owner.why = "not clear whose port";
    }
    return owner;
}

static void place_name(struct pc_claim *claim, const struct pc_doc *doc, const struct pc_doc_owner *owner) {
    if (owner->name.len == 0 || pc_doc_same_name(owner->name, doc->own)) {
        claim->flags |= PC_CLAIM_SELF;
        return;
    }
    claim->name = owner->name;
    claim->name_span = owner->name_span;
}

struct pc_doc_draft *pc_doc_add(struct pc_doc *doc, const struct pc_doc_port *port, const struct pc_doc_owner *owner,
                                struct pc_span extent, enum pc_doc_tier tier) {
    struct pc_doc_sense lead = pc_doc_sense_of(port->lead, doc->own);
    struct pc_doc_sense behind = pc_doc_sense_of(port->qualifier, doc->own);
    struct pc_claim claim = {.role = PC_ROLE_DOCUMENTED,
                             .confidence = tier == PC_DOC_STATED ? PC_STATED : PC_DERIVED,
                             .protocol = port->protocol,
                             .place = PC_PLACE_HOST,
                             .ports = port->ports,
                             .span = pc_doc_span(doc, port->offset, port->length),
                             .extent = extent,
                             .qualifier = owner->qualifier.len > 0 ? owner->qualifier : PC_EMPTY,
                             .address = port->address,
                             .service = PC_NONE,
                             .host = PC_NONE,
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = PC_NONE,
                             .partner = PC_NONE};
    claim.environment = lead.environment != PC_ENV_UNKNOWN     ? lead.environment
                        : behind.environment != PC_ENV_UNKNOWN ? behind.environment
                        : owner->environment != PC_ENV_UNKNOWN ? owner->environment
                                                               : doc->scope.environment;
    /* A qualifier is kept only where it tells this port from another one of the same service. */
    if (claim.qualifier.len == 0 && (port->listed || PC_DOC_HAS(behind, PC_DOC_SIDE)))
        claim.qualifier = port->qualifier;
    if (claim.qualifier.len == 0 && PC_DOC_HAS(lead, PC_DOC_SIDE))
        claim.qualifier = port->lead;
    if (owner->internal || doc->scope.internal ||
        (PC_DOC_HAS(behind, PC_DOC_INTERNAL) && !PC_DOC_HAS(behind, PC_DOC_OUTSIDE)))
        claim.flags |= PC_CLAIM_INTERNAL;
    if (PC_DOC_HAS(behind, PC_DOC_FUTURE))
        claim.flags |= PC_CLAIM_FUTURE;
    if (pc_str_starts(port->address, PC_STR("127.")) || pc_str_eq(port->address, PC_STR("::1")))
        claim.flags |= PC_CLAIM_LOOPBACK;
    place_name(&claim, doc, owner);
    /* Only the registry assigns ports; a table of another document repeats what is so. */
    if (claim.name.len > 0)
        claim.flags |= PC_CLAIM_RESTATED;
    if (doc->scope.related && claim.name.len > 0) {
        claim.role = PC_ROLE_DIALS;
        claim.place = PC_PLACE_UNKNOWN;
    }
    size_t cursor = 0;
    struct pc_str first;
    bool gone = pc_doc_next_word(port->qualifier, &cursor, &first) && pc_doc_word_of(first) == PC_DOC_HISTORY &&
                !pc_str_eq_nocase(first, PC_STR("was"));
    struct pc_doc_draft *draft = PC_PUSH(&doc->drafts, doc->ctx->scratch);
    draft->claim = claim;
    draft->tier = tier;
    const uint32_t others = 1u << PC_DOC_FOREIGN | 1u << PC_DOC_FILLER | 1u << PC_DOC_NAME_HEADER;
    bool elsewhere = PC_DOC_HAS(behind, PC_DOC_FOREIGN) && pc_doc_only(behind, others) && claim.name.len == 0;
    draft->why = doc->scope.closed                  ? doc->scope.closed
                 : owner->why                       ? owner->why
                 : doc->root && claim.name.len == 0 ? "not clear whose port"
                 : gone                             ? "history"
                 : elsewhere                        ? "another service's port"
                                                    : NULL;
    return draft;
}

void pc_doc_mention(struct pc_doc *doc, uint32_t offset, size_t length, const char *why) {
    *PC_PUSH(&doc->remarks, doc->ctx->scratch) = (struct pc_doc_remark){offset, (uint32_t)length, why, false};
}

void pc_doc_trouble(struct pc_doc *doc, const struct pc_doc_ports *ports) {
    if (doc->scope.closed)
        return;
    struct pc_trouble trouble = {.kind = ports->trouble == PC_PORT_ODD ? PC_TROUBLE_CELL : PC_TROUBLE_INVALID_PORT,
                                 .span = pc_doc_span(doc, ports->bad_offset, ports->bad_length),
                                 .other = {PC_NONE, 0, 0},
                                 .service = PC_NONE};
    trouble.message = ports->trouble == PC_PORT_ODD        ? PC_STR("this number is not written as a port")
                      : ports->trouble == PC_PORT_ZERO     ? PC_STR("0 is no port")
                      : ports->trouble == PC_PORT_REVERSED ? PC_STR("the range ends before it begins")
                                                           : PC_STR("a port is at most 65535");
    pc_builder_trouble(doc->ctx->builder, &trouble);
}

/* Everything the headings on the stack say together. */
static void enter_scope(struct pc_doc *doc) {
    const uint32_t part = 1u << PC_DOC_PART | 1u << PC_DOC_FILLER | 1u << PC_DOC_NAME_HEADER |
                          1u << PC_DOC_DEVELOPMENT | 1u << PC_DOC_PRODUCTION;
    const uint32_t list = part | 1u << PC_DOC_PORT | 1u << PC_DOC_SIDE | 1u << PC_DOC_OUTSIDE | 1u << PC_DOC_INTERNAL;
    const uint32_t things = list | 1u << PC_DOC_FOREIGN | 1u << PC_DOC_RELATED;
    struct pc_doc_scope scope = {.closed = doc->is_template ? "template" : NULL};
    for (unsigned i = 0; i < doc->heading_count; i++) {
        const struct pc_doc_heading *heading = &doc->headings[i];
        if (heading->sense.environment != PC_ENV_UNKNOWN)
            scope.environment = heading->sense.environment;
        if (PC_DOC_HAS(heading->sense, PC_DOC_HISTORY))
            scope.closed = "history";
        else if (PC_DOC_HAS(heading->sense, PC_DOC_TROUBLE))
            scope.closed = "troubleshooting";
        scope.related |= PC_DOC_HAS(heading->sense, PC_DOC_RELATED);
        /* Of the nearest heading one word is enough: under "Install PostgreSQL" the default port is not the service's.
         */
        bool nearest = i + 1 == doc->heading_count && !heading->valued;
        scope.foreign = scope.foreign || (PC_DOC_HAS(heading->sense, PC_DOC_FOREIGN) &&
                                          (nearest || pc_doc_only(heading->sense, things)));
        scope.internal |= PC_DOC_HAS(heading->sense, PC_DOC_INTERNAL);
        if (PC_DOC_HAS(heading->named, PC_DOC_PART) && pc_doc_only(heading->named, part)) {
            scope.part = part_name(doc, heading->bare);
            scope.part_span = pc_doc_span(doc, heading->span.offset, 0);
        }
        scope.ports = PC_DOC_HAS(heading->named, PC_DOC_PORT) && pc_doc_only(heading->named, list) && !heading->valued;
        scope.title = heading->text;
        scope.title_span = heading->span;
    }
    if (doc->root)
        scope.part = PC_EMPTY; /* pc_doc_find_subject knows */
    doc->scope = scope;
    doc->subject_known = false;
}

void pc_doc_enter(struct pc_doc *doc, const struct pc_md_block *block, struct pc_str text, struct pc_str said) {
    unsigned keep = 0;
    while (keep < doc->heading_count && doc->headings[keep].level < block->level)
        keep++;
    struct pc_str bare = without_bracket(text);
    struct pc_doc_sense named = pc_doc_sense_of(bare, doc->own);
    bool says_bare = said.ptr == bare.ptr && said.len == bare.len;
    doc->headings[keep] = (struct pc_doc_heading){.level = block->level,
                                                  .sense = says_bare ? named : pc_doc_sense_of(said, doc->own),
                                                  .text = text,
                                                  .bare = bare,
                                                  .named = named,
                                                  .span = pc_doc_line_span(doc, &block->lines[0]),
                                                  .valued = said.len < text.len};
    doc->heading_count = keep + 1;
    enter_scope(doc);
}

/* "Related services:" right above a table says the same as a heading. */
static bool announces_others(const struct pc_doc *doc, const struct pc_md_block *before) {
    if (!before || before->kind != PC_MD_PARAGRAPH)
        return false;
    struct pc_str line = pc_str_trim(before->lines[before->line_count - 1].text);
    return pc_str_ends(line, PC_STR(":")) && line.len < 80 &&
           PC_DOC_HAS(pc_doc_sense_of(line, doc->own), PC_DOC_RELATED);
}

static void read_block(struct pc_doc *doc, const struct pc_md_block *block, const struct pc_md_block *before) {
    if (block->list_depth == 0 && block->kind != PC_MD_PARAGRAPH)
        doc->list_open = false;
    switch (block->kind) {
    case PC_MD_HEADING:
        pc_doc_read_heading(doc, block);
        break;
    case PC_MD_PARAGRAPH:
        pc_doc_read_paragraph(doc, block);
        break;
    case PC_MD_TABLE: {
        bool related = doc->scope.related;
        doc->scope.related = related || announces_others(doc, before);
        pc_doc_read_table(doc, block);
        doc->scope.related = related;
        break;
    }
    case PC_MD_CODE:
        if (!doc->root)
            pc_doc_read_code(doc, block, before);
        break;
    case PC_MD_HTML:
    case PC_MD_BREAK:
        break;
    }
    if (block->kind != PC_MD_TABLE || !doc->root)
        pc_doc_read_rest(doc, block);
}

static void read_document(struct pc_read_context *ctx) {
    struct pc_lines lines = pc_builder_file_at(ctx->builder, ctx->file)->lines;
    struct pc_md_document document = pc_md_parse(ctx->scratch, ctx->text, &lines);
    if (document.limit != PC_MD_OK) {
        struct pc_trouble trouble = {.kind = PC_TROUBLE_TOO_LARGE, .other = {PC_NONE, 0, 0}, .service = PC_NONE};
        uint32_t at = document.limit_line < lines.count ? lines.starts[document.limit_line] : 0;
        trouble.span = (struct pc_span){ctx->file, at, 0};
        trouble.message = pc_str_fmt(ctx->arena, "the document is too complex: %s", document.limit_what);
        pc_builder_trouble(ctx->builder, &trouble);
        return;
    }
    struct pc_doc *doc = PC_NEW(ctx->scratch, struct pc_doc);
    doc->ctx = ctx;
    doc->root = ctx->dir.len == 0;
    doc->own = pc_path_base(ctx->dir);
    doc->document = document;
    for (doc->at = 0; doc->at < document.block_count; doc->at++)
        read_block(doc, &document.blocks[doc->at], doc->at > 0 ? &document.blocks[doc->at - 1] : NULL);
    pc_doc_settle(doc);
}

/* Folders whose documents tell of plans, of the past or of nobody's service. */
static bool is_aside(struct pc_str folder) {
    static const char *const names[] = {"docs",        "doc",       "plans",      "plan",         "reports",
                                        "report",      "devlog",    "devlogs",    "archive",      "archives",
                                        "archived",    "blog",      "decisions",  "decision",     "adr",
                                        "adrs",        "changelog", "changelogs", "node_modules", "vendor",
                                        "third_party", "templates", "template",   "fixtures",     "testdata"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (pc_str_is_nocase(folder, names[i]))
            return true;
    }
    return false;
}

static enum pc_match match(const struct pc_path_look *look) {
    struct pc_str base = look->base;
    if (!pc_str_eq_nocase(base, PC_STR("claude.md")) && !pc_str_eq_nocase(base, PC_STR("agents.md")) &&
        !pc_str_eq_nocase(base, PC_STR("readme.md")))
        return PC_MATCH_NO;
    struct pc_str rest = pc_path_dir(look->path);
    struct pc_str folder;
    bool done = false;
    while (pc_str_split(&rest, '/', &folder, &done)) {
        if (is_aside(folder))
            return PC_MATCH_NO;
    }
    return PC_MATCH_NAME;
}

const struct pc_reader pc_reader_service_doc = {
    .name = "service-doc",
    .summary = "CLAUDE.md, AGENTS.md and README.md of a service: the port it says it has",
    .kind = PC_FILE_KIND_SERVICE_DOC,
    .match = match,
    .read = read_document,
};
