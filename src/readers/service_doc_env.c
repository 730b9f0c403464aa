/* Environment variables in a service's document: rows, bullets and KEY=value lines of fences. PORT is the service's
 * own; other *_PORT are ports that it dials; X_URL says whom it dials. */
#include "service_doc.h"

#include <string.h>

#include "dotenv.h"
#include "path.h"

static size_t skip_blanks(struct pc_str text, size_t at) {
    while (at < text.len && pc_is_any(text.ptr[at], " \t"))
        at++;
    return at;
}

bool pc_doc_variable_at(const struct pc_doc_line *line, struct pc_str *name, size_t *rest) {
    struct pc_str text = line->text;
    size_t from = skip_blanks(text, 0);
    size_t end = from;
    while (end < text.len && (pc_is_alnum(text.ptr[end]) || text.ptr[end] == '_'))
        end++;
    *name = pc_str_sub(text, from, end - from);
    *rest = end;
    if (!pc_doc_is_variable(*name))
        return false;
    /* "PORT 3001 is taken" is prose: a variable is marked, or something but a word stands behind it. */
    bool marked = line->style[from] & (PC_MD_CODE_SPAN | PC_MD_STRONG);
    size_t next = skip_blanks(text, end);
    return marked || next >= text.len || pc_is_any(text.ptr[next], "=:(-") || (unsigned char)text.ptr[next] >= 0xE2;
}

/* scheme://[user[:password]@]host:port in text[from...]. */
struct target {
    size_t host, host_len;
    size_t port; /* of the first digit */
    size_t end;
};

static bool is_host_byte(char c) {
    return pc_is_alnum(c) || pc_is_any(c, ".-_");
}

/* host:port at text[at]; the host may be in square brackets. */
static bool host_port_at(struct pc_str text, size_t at, struct target *target) {
    size_t p = at;
    if (p < text.len && text.ptr[p] == '[') {
        size_t close = pc_str_find_char(pc_str_sub(text, p, 48), ']', 0);
        if (close == PC_NPOS)
            return false;
        target->host = p + 1;
        target->host_len = close - 1;
        p += close + 1;
    } else {
        while (at < text.len && text.ptr[at] == '.')
            at++; /* "...localhost:5432": the rest was left out */
        for (p = at; p < text.len && is_host_byte(text.ptr[p]);)
            p++;
        target->host = at;
        target->host_len = p - at;
    }
    if (target->host_len == 0 || p + 1 >= text.len || text.ptr[p] != ':' || !pc_is_digit(text.ptr[p + 1]))
        return false;
    target->port = p + 1;
    for (p++; p < text.len && pc_is_digit(text.ptr[p]); p++) {
    }
    target->end = p;
    return true;
}

static bool url_at(struct pc_str text, size_t from, struct target *target) {
    size_t scheme = pc_str_find(text, PC_STR("://"), from);
    if (scheme == PC_NPOS)
        return false;
    size_t at = scheme + 3;
    size_t end = at;
    while (end < text.len && !strchr(" \t/?#,;`\"'<>)", text.ptr[end]))
        end++;
    size_t user = pc_str_rfind_char(pc_str_sub(text, at, end - at), '@');
    if (user != PC_NPOS)
        at += user + 1;
    target->end = end;
    return host_port_at(pc_str_sub(text, 0, end), at, target);
}

/* The one address in text[from...]: several are a list, of which nothing is said to be dialled by this variable alone.
 */
static bool single_target(struct pc_str text, size_t from, bool value, struct target *target) {
    if (url_at(text, from, target))
        return pc_str_find(text, PC_STR("://"), target->end) == PC_NPOS && pc_str_at(text, target->end) != ',';
    if (!value || pc_str_find(text, PC_STR("://"), from) != PC_NPOS)
        return false;
    from = skip_blanks(text, from);
    return host_port_at(text, from, target) && (target->end == text.len || strchr("/ ", text.ptr[target->end]));
}

static bool add_target(struct pc_doc *doc, struct pc_str name, const struct pc_doc_line *line,
                       const struct target *target, struct pc_span extent, enum pc_environment environment) {
    uint16_t number = 0;
    size_t length = 0;
    if (!pc_doc_number_at(line, target->port, &number, &length))
        return false;
    struct pc_claim claim = {.role = PC_ROLE_DIALS,
                             .environment = environment != PC_ENV_UNKNOWN ? environment : doc->scope.environment,
                             .place = PC_PLACE_UNKNOWN,
                             .ports = {number, number},
                             .span = pc_doc_span(doc, line->offset[target->port], length),
                             .extent = extent,
                             .service = PC_NONE,
                             .host = PC_NONE,
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = PC_NONE,
                             .partner = PC_NONE};
    claim.name = pc_doc_line_str(line, doc->ctx->text, doc->ctx->arena, target->host, target->host + target->host_len);
    claim.name_span = pc_doc_span(doc, line->offset[target->host], target->host_len);
    claim.qualifier = pc_str_dup(doc->ctx->arena, name);
    struct pc_doc_draft *draft = PC_PUSH(&doc->drafts, doc->ctx->scratch);
    draft->claim = claim;
    draft->why = doc->scope.closed;
    return true;
}

/* The number that a description gives: the one behind "default", else the only one. */
static bool described_port(const struct pc_doc_line *line, size_t from, struct pc_doc_port *port) {
    struct pc_str text = line->text;
    size_t cursor = from;
    struct pc_str word;
    unsigned found = 0;
    bool past = false;
    bool after_default = false;
    while (pc_doc_next_word(text, &cursor, &word)) {
        size_t at = (size_t)(word.ptr - text.ptr);
        size_t length = 0;
        uint16_t number = 0;
        if (pc_is_digit(word.ptr[0])) {
            bool apart = pc_is_any(pc_str_at(text, at - 1), " \t(:=`\"'");
            if (apart && pc_doc_number_at(line, at, &number, &length) && !past && (number >= 80 || after_default)) {
                if (found == 0 || after_default)
                    *port = (struct pc_doc_port){
                        .ports = {number, number}, .offset = line->offset[at], .length = (uint32_t)length};
                found++;
                if (after_default)
                    return true;
            }
            past = false;
            after_default = false;
            continue;
        }
        enum pc_doc_word kind = pc_doc_word_of(word);
        past = kind == PC_DOC_HISTORY || (past && kind == PC_DOC_FILLER);
        if (pc_str_starts_nocase(word, PC_STR("default")))
            after_default = true;
        else if (kind != PC_DOC_FILLER && kind != PC_DOC_PORT)
            after_default = false;
    }
    return found == 1;
}

/* A value that is a port and nothing else, or a bullet that tells its default. */
static bool read_own(struct pc_doc *doc, const struct pc_doc_line *line, size_t from, bool value, struct pc_span extent,
                     enum pc_doc_tier tier, enum pc_environment environment) {
    struct pc_doc_ports ports = {.trouble = PC_PORT_NONE};
    struct pc_doc_port port;
    size_t at = skip_blanks(line->text, from);
    bool assigned = at < line->text.len && line->text.ptr[at] == '=';
    if (assigned || value) {
        bool whole = pc_doc_ports_at(doc->ctx->scratch, line, at + assigned, value && !assigned, &ports);
        /* PORT=0 asks the system for a free port: that is no mistake. */
        if (ports.trouble != PC_PORT_NONE && ports.trouble != PC_PORT_ZERO)
            pc_doc_trouble(doc, &ports);
        if (!whole || ports.list.count != 1)
            return false;
        port = ports.list.items[0];
        port.qualifier = pc_str_dup(doc->ctx->arena, port.qualifier);
        port.lead = pc_str_dup(doc->ctx->arena, port.lead);
        port.address = PC_EMPTY;
    } else if (!described_port(line, from, &port)) {
        return false;
    }
    struct pc_doc_owner owner = {
        .name = doc->scope.part, .name_span = doc->scope.part_span, .environment = environment};
    if (doc->scope.related)
        owner.why = "another service's port";
    pc_doc_add(doc, &port, &owner, extent, tier);
    return true;
}

/* Every number of an address or value that is nobody's claim, with the reason. */
static void mention_numbers(struct pc_doc *doc, const struct pc_doc_line *line, size_t from, const char *why) {
    size_t cursor = from;
    struct pc_str word;
    while (pc_doc_next_word(line->text, &cursor, &word)) {
        size_t at = (size_t)(word.ptr - line->text.ptr);
        size_t length = 0;
        uint16_t number = 0;
        if (pc_is_digit(word.ptr[0]) && pc_doc_number_at(line, at, &number, &length))
            pc_doc_mention(doc, line->offset[at], length, why);
    }
}

enum pc_environment pc_doc_mode_of(struct pc_str name, struct pc_str value) {
    if (!pc_str_ends(name, PC_STR("_ENV")) && !pc_str_eq(name, PC_STR("ENVIRONMENT")))
        return PC_ENV_UNKNOWN;
    return pc_doc_sense_of(value, PC_EMPTY).environment;
}

bool pc_doc_read_variable(struct pc_doc *doc, struct pc_str name, const struct pc_doc_line *line, size_t from,
                          bool value, struct pc_span extent, enum pc_environment environment) {
    struct target target;
    switch (pc_doc_variable_of(name, doc->ctx->dir)) {
    case PC_DOC_VAR_OWN:
        return read_own(doc, line, from, value, extent, PC_DOC_STATED, environment);
    case PC_DOC_VAR_USUAL:
        return read_own(doc, line, from, value, extent, PC_DOC_USUAL, environment);
    case PC_DOC_VAR_DIALLED:
        mention_numbers(doc, line, from, "dialled, not owned");
        return false;
    case PC_DOC_VAR_ORIGINS:
        mention_numbers(doc, line, from, "list of origins");
        return false;
    case PC_DOC_VAR_TARGET:
        return single_target(line->text, from, value, &target) &&
               add_target(doc, name, line, &target, extent, environment);
    case PC_DOC_VAR_OTHER:
        return false;
    }
    return false;
}

/* Languages of fences whose KEY=value lines say how the service is set up; any other is code or output. */
static bool is_env_language(struct pc_str info) {
    static const char *const names[] = {"env",  "dotenv", "bash", "sh",        "shell", "zsh",        "ini",
                                        "conf", "text",   "txt",  "plaintext", "none",  "properties", ""};
    size_t end = 0;
    while (end < info.len && (pc_is_alnum(info.ptr[end]) || info.ptr[end] == '-'))
        end++;
    struct pc_str word = pc_str_sub(info, 0, end);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (pc_str_is_nocase(word, names[i]))
            return true;
    }
    return false;
}

/* The directory of the env file that a text names ("services/auth/.env", "auth/.env.local"), "" for a bare ".env", NULL
 * for none. */
static struct pc_str env_file_dir(struct pc_str text) {
    size_t at = pc_str_find(text, PC_STR(".env"), 0);
    if (at == PC_NPOS)
        return PC_EMPTY;
    size_t from = at;
    while (from > 0 && (pc_is_alnum(text.ptr[from - 1]) || strchr("/._-", text.ptr[from - 1])))
        from--;
    struct pc_str dir = pc_str_sub(text, from, at - from);
    while (dir.len > 0 && dir.ptr[dir.len - 1] == '/')
        dir.len--;
    while (pc_str_starts(dir, PC_STR("./")))
        dir = pc_str_sub(dir, 2, dir.len);
    return pc_str_eq(dir, PC_STR(".")) ? PC_STR("") : dir;
}

/* What a comment or the paragraph before a block says about the lines behind it. */
struct block_context {
    struct pc_str name; /* another part's or service's file */
    enum pc_environment environment;
    const char *why;
};

/* "Change the port in .env:" is followed by an example, not by what holds. */
static bool asks_for_change(struct pc_str text) {
    static const char *const words[] = {"different", "another", "change", "override", "custom", "instead"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_has_word_nocase(text, pc_str_c(words[i])))
            return true;
    }
    return false;
}

static void read_context(struct pc_doc *doc, struct pc_str text, bool comment, struct block_context *context) {
    struct pc_str dir = env_file_dir(text);
    struct pc_doc_sense sense = pc_doc_sense_of(text, doc->own);
    const uint32_t part = 1u << PC_DOC_PART | 1u << PC_DOC_FILLER | 1u << PC_DOC_NAME_HEADER |
                          1u << PC_DOC_DEVELOPMENT | 1u << PC_DOC_PRODUCTION;
    *context = (struct block_context){.environment = sense.environment};
    if (dir.len > 0 && !pc_str_eq_nocase(pc_path_base(dir), doc->own)) {
        context->name = pc_path_base(dir);
        if (PC_DOC_HAS(pc_doc_sense_of(context->name, doc->own), PC_DOC_FOREIGN))
            context->why = "another service's port";
    } else if (comment && PC_DOC_HAS(sense, PC_DOC_PART) && pc_doc_only(sense, part)) {
        context->name = pc_str_trim(text);
    }
    if (PC_DOC_HAS(sense, PC_DOC_HISTORY) && (comment || sense.words < 12))
        context->why = "history";
    if (!comment && asks_for_change(text))
        context->why = "an example of another port";
}

/* The line as something to read ports from: every byte is the file's own. */
static struct pc_doc_line raw_line(struct pc_arena *arena, struct pc_str text, uint32_t offset) {
    uint32_t *offsets = PC_NEW_ARRAY(arena, text.len + 1, uint32_t);
    for (size_t i = 0; i < text.len; i++)
        offsets[i] = offset + (uint32_t)i;
    return (struct pc_doc_line){text, offsets, PC_NEW_ARRAY(arena, text.len + 1, uint16_t)};
}

static void read_assignment(struct pc_doc *doc, const struct pc_md_line *line, const struct pc_env_entry *entry,
                            const struct block_context *context) {
    struct pc_span extent = pc_doc_line_span(doc, line);
    struct pc_doc_line value = raw_line(doc->ctx->scratch, entry->value, line->offset + entry->offset);
    enum pc_doc_variable kind = pc_doc_variable_of(entry->key, doc->ctx->dir);
    size_t behind = entry->offset + entry->value.len;
    struct pc_doc_sense remark = pc_doc_sense_of(pc_str_sub(line->text, behind, line->text.len), doc->own);
    enum pc_environment environment = remark.environment != PC_ENV_UNKNOWN ? remark.environment : context->environment;
    bool own = kind == PC_DOC_VAR_OWN || kind == PC_DOC_VAR_USUAL;
    if (own && (context->why || entry->has_export || PC_DOC_HAS(remark, PC_DOC_HISTORY))) {
        mention_numbers(doc, &value, 0, context->why ? context->why : entry->has_export ? "a command" : "history");
        return;
    }
    size_t before = doc->drafts.count;
    if (!pc_doc_read_variable(doc, entry->key, &value, 0, true, extent, environment))
        return;
    struct pc_doc_draft *draft = &doc->drafts.items[before];
    draft->group = doc->groups;
    if (own && context->name.len > 0 && !draft->why) {
        draft->claim.name = pc_str_dup(doc->ctx->arena, pc_doc_name_of(doc, context->name));
        draft->claim.name_span = (struct pc_span){0};
        draft->claim.flags &= ~(uint32_t)PC_CLAIM_SELF;
    }
}

/* "PORT=3001 node server.js" */
static bool is_command(const struct pc_env_entry *entry) {
    struct pc_str value = pc_str_trim(entry->value);
    return entry->quote == 0 &&
           (pc_str_find_char(value, ' ', 0) != PC_NPOS || pc_str_find_char(value, '\t', 0) != PC_NPOS);
}

/* Whether some line assigns something with a number in it. */
static bool assigns_numbers(const struct pc_md_block *block) {
    for (size_t i = 0; i < block->line_count; i++) {
        size_t equals = pc_str_find_char(block->lines[i].text, '=', 0);
        if (equals != PC_NPOS && pc_str_find_digit(block->lines[i].text, equals) != PC_NPOS)
            return true;
    }
    return false;
}

static void read_assignments(struct pc_doc *doc, const struct pc_md_block *block, const struct pc_md_block *before) {
    struct block_context context = {0};
    if (before && before->kind == PC_MD_PARAGRAPH)
        read_context(doc, before->lines[before->line_count - 1].text, false, &context);
    bool continued = false;
    for (size_t i = 0; i < block->line_count; i++) {
        const struct pc_md_line *line = &block->lines[i];
        struct pc_str text = pc_str_trim(line->text);
        bool inside = continued;
        continued = text.len > 0 && text.ptr[text.len - 1] == '\\';
        if (text.len > 0 && text.ptr[0] == '#') {
            read_context(doc, pc_str_sub(text, 1, text.len), true, &context);
            continue;
        }
        size_t cursor = 0;
        struct pc_env_entry entry;
        if (inside || continued || !pc_env_next(line->text, &cursor, &entry) || is_command(&entry))
            continue; /* a command, perhaps with assignments before it */
        enum pc_environment mode = pc_doc_mode_of(entry.key, entry.value);
        if (mode != PC_ENV_UNKNOWN)
            context.environment = mode;
        read_assignment(doc, line, &entry, &context);
    }
}

void pc_doc_read_code(struct pc_doc *doc, const struct pc_md_block *block, const struct pc_md_block *before) {
    if (!is_env_language(block->info))
        return;
    doc->groups++;
    if (assigns_numbers(block))
        read_assignments(doc, block, before);
    pc_doc_read_boxes(doc, block);
}
