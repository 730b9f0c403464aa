/* Where else the old number stands: in prose, in code blocks, in lines of code, beside the service's name or where a
 * reader saw a port that it made no claim of. Only one kind is edited: the URL of an example in the service's own
 * document, where nobody else has that number. */
#include <stdlib.h>

#include "buf.h"
#include "move_parts.h"
#include "path.h"
#include "words.h"

enum { NAME_SHORTEST = 3, NEAR = 400 /* bytes of a long line that belong to a number */ };

/* A variable by which a place is told its number, in the files of one directory. */
struct variable {
    struct pc_str name, dir;
};

struct finder {
    struct pc_move *move;
    struct PC_VEC(struct pc_str) names; /* of the service */
    const struct pc_mention **mentions; /* that say the old number, by place */
    size_t mention_count;
    struct pc_span *references; /* numbers in references of rows, by place */
    size_t reference_count;
    pc_id contest_file; /* the file asked about last, and the answer */
    bool contest_known, contested;
    struct PC_VEC(struct variable) variables; /* of the places */
};

static int compare_mentions(const void *left, const void *right) {
    const struct pc_mention *a = *(const struct pc_mention *const *)left, *b = *(const struct pc_mention *const *)right;
    if (a->span.file != b->span.file)
        return a->span.file < b->span.file ? -1 : 1;
    return (a->span.offset > b->span.offset) - (a->span.offset < b->span.offset);
}

static const struct pc_mention *mention_at(const struct finder *f, pc_id file, uint32_t offset) {
    size_t lo = 0, hi = f->mention_count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        const struct pc_mention *mention = f->mentions[middle];
        if (mention->span.file < file || (mention->span.file == file && mention->span.offset < offset))
            lo = middle + 1;
        else
            hi = middle;
    }
    bool found = lo < f->mention_count && f->mentions[lo]->span.file == file && f->mentions[lo]->span.offset == offset;
    return found ? f->mentions[lo] : NULL;
}

static void collect(struct finder *f, struct pc_str digits) {
    const struct pc_registry *reg = f->move->reg;
    const struct pc_service *service = &reg->services[f->move->service];
    *PC_PUSH(&f->names, f->move->arena) = service->name;
    for (size_t i = 0; i < service->alias_count; i++)
        *PC_PUSH(&f->names, f->move->arena) = service->aliases[i].name;
    f->mentions = PC_NEW_ARRAY(f->move->arena, reg->mention_count, const struct pc_mention *);
    for (size_t i = 0; i < reg->mention_count; i++)
        if (pc_str_eq(pc_span_text(reg, reg->mentions[i].span), digits))
            f->mentions[f->mention_count++] = &reg->mentions[i];
    if (f->mention_count > 1)
        qsort(f->mentions, f->mention_count, sizeof *f->mentions, compare_mentions);
}

/* Some claim says it: then what becomes of it was decided before. */
static bool is_claimed(const struct pc_registry *reg, struct pc_span span) {
    pc_id first = pc_first_claim_at(reg, span);
    if (first < reg->claim_count && reg->claims[first].span.file == span.file &&
        reg->claims[first].span.offset < span.offset + span.length)
        return true;
    const struct pc_claim *before = first > 0 ? &reg->claims[first - 1] : NULL;
    return before && before->span.file == span.file && before->span.offset + before->span.length > span.offset;
}

static int compare_references(const void *left, const void *right) {
    const struct pc_span *a = left, *b = right;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

/* A row refers to a port of that number, its own service's or another's. */
static bool is_reference(const struct finder *f, struct pc_span span) {
    return f->reference_count > 0 &&
           bsearch(&span, f->references, f->reference_count, sizeof *f->references, compare_references) != NULL;
}

static void collect_references(struct finder *f) {
    const struct pc_registry *reg = f->move->reg;
    f->references = PC_NEW_ARRAY(f->move->arena, reg->reference_count, struct pc_span);
    for (size_t i = 0; i < reg->reference_count; i++)
        if (reg->references[i].has_port)
            f->references[f->reference_count++] = reg->references[i].port_span;
    if (f->reference_count > 1)
        qsort(f->references, f->reference_count, sizeof *f->references, compare_references);
}

/* The line, of a long one what stands near; *from: where that begins. */
static struct pc_str around(const struct pc_file *file, uint32_t offset, uint32_t *from) {
    uint32_t line = pc_line_at(&file->lines, offset), start = file->lines.starts[line];
    struct pc_str text = pc_line_text(&file->lines, file->text, line);
    uint32_t skipped = offset - start > NEAR ? offset - start - NEAR : 0;
    *from = start + skipped;
    return pc_str_sub(text, skipped, 2 * NEAR);
}

/* The service's own document, below its directory. */
static bool is_own(const struct finder *f, pc_id file) {
    struct pc_str dir = f->move->reg->services[f->move->service].dir;
    return dir.len > 0 && pc_path_is_under(f->move->reg->files[file].path, dir);
}

/* What stands before ":3015" in "http://localhost:3015/health"; empty when it is no URL. */
static struct pc_str host_before(struct pc_str text, size_t at) {
    size_t end = at > 0 ? at - 1 : 0, from = end;
    if (at == 0 || text.ptr[end] != ':')
        return PC_EMPTY;
    while (from > 0 && (pc_is_alnum(text.ptr[from - 1]) || text.ptr[from - 1] == '.' || text.ptr[from - 1] == '-' ||
                        text.ptr[from - 1] == '_'))
        from--;
    return from >= 3 && pc_str_eq(pc_str_sub(text, from - 3, 3), PC_STR("://")) ? pc_str_sub(text, from, end - from)
                                                                                : PC_EMPTY;
}

static bool names_host(const struct pc_move *move, struct pc_str name) {
    struct pc_ids ids = pc_hosts_named(move->arena, move->reg, name);
    return ids.count == 1 && move->hosts[ids.items[0]];
}

/* Another service has the number in this file, or it is said there of another environment. */
static bool find_contest(const struct pc_move *move, pc_id file) {
    for (size_t i = pc_first_claim_at(move->reg, (struct pc_span){file, 0, 0});
         i < move->reg->claim_count && move->reg->claims[i].span.file == file; i++) {
        const struct pc_claim *claim = &move->reg->claims[i];
        if (claim->ports.lo <= move->from && move->from <= claim->ports.hi && !move->moving[i])
            return true;
    }
    return false;
}

static bool is_contested(struct finder *f, pc_id file) {
    if (!f->contest_known || f->contest_file != file)
        f->contested = find_contest(f->move, file);
    f->contest_known = true;
    f->contest_file = file;
    return f->contested;
}

/* In the service's own document: a URL of its machine. */
static bool is_example(struct finder *f, struct pc_span span, struct pc_str host) {
    const struct pc_move *move = f->move;
    if (move->reg->files[span.file].kind != PC_FILE_KIND_SERVICE_DOC || !is_own(f, span.file) || move->inner ||
        !move->unstated)
        return false;
    bool here = pc_str_eq_nocase(host, PC_STR("localhost")) || pc_str_eq(host, PC_STR("127.0.0.1")) ||
                pc_str_eq(host, PC_STR("0.0.0.0"));
    return (here ? move->keeps_local == PC_NONE : names_host(move, host)) && !is_contested(f, span.file);
}

static bool is_prose(const struct pc_file *file) {
    return file->kind == PC_FILE_KIND_REGISTRY || pc_str_ends(file->path, PC_STR(".md"));
}

/* What the containers come to that a file may speak of: those of its own deployment, else all. */
static unsigned bits_of_file(const struct pc_move *move, pc_id file) {
    for (size_t i = 0; i < move->reg->deployment_count; i++)
        if (move->reg->deployments[i].file == file)
            return move->deployments[i];
    return move->anywhere;
}

/* Outside of prose: a URL of one of its containers, such as an origin that may call. */
static bool is_address(const struct finder *f, struct pc_span span, struct pc_str host) {
    const struct pc_move *move = f->move;
    return (!is_prose(&move->reg->files[span.file]) || is_own(f, span.file)) && pc_move_is_container_name(move, host) &&
           (bits_of_file(move, span.file) & PC_MOVE_INSIDE);
}

/* The variable that is given the URL whose number stands there: FERRY_URL of "FERRY_URL: 'http://localhost:3015". */
static struct pc_str variable_before(struct pc_str line, size_t at) {
    size_t end = pc_str_find(pc_str_sub(line, 0, at), PC_STR("://"), 0);
    while (end != PC_NPOS && end < at) {
        size_t next = pc_str_find(pc_str_sub(line, 0, at), PC_STR("://"), end + 1);
        if (next == PC_NPOS)
            break;
        end = next;
    }
    if (end == PC_NPOS)
        return PC_EMPTY;
    while (end > 0 && pc_is_alpha(line.ptr[end - 1])) /* the scheme */
        end--;
    size_t between = end;
    while (end > 0 && (pc_is_space(line.ptr[end - 1]) ||
                       pc_str_find_char(PC_STR("\"'`=:|?-{$("), line.ptr[end - 1], 0) != PC_NPOS))
        end--;
    size_t from = end;
    while (from > 0 && (pc_is_alnum(line.ptr[from - 1]) || line.ptr[from - 1] == '_'))
        from--;
    return end < between ? pc_str_sub(line, from, end - from) : PC_EMPTY;
}

/* The variable is called as the service, but for words such as URL. */
static bool is_named_after(const struct finder *f, struct pc_str variable) {
    struct pc_words words = pc_name_words(f->move->arena, variable);
    struct pc_buf kept;
    pc_buf_init(&kept, f->move->arena);
    bool value = false;
    for (size_t i = 0; i < words.count; i++) {
        value = value || pc_word_is_value(words.items[i]);
        if (!pc_word_is_value(words.items[i]))
            pc_buf_add(&kept, words.items[i]);
    }
    for (size_t i = 0; i < f->names.count && value && kept.len >= NAME_SHORTEST; i++)
        if (pc_str_eq(pc_name_key(f->move->arena, f->names.items[i]), pc_buf_str(&kept)))
            return true;
    return false;
}

/* Outside of prose: a variable called after the service is given a URL of localhost, where nothing but the service,
 * and no deployment in which it stays, may answer. */
static bool is_local_url(const struct finder *f, struct pc_span span, struct pc_str host) {
    const struct pc_move *move = f->move;
    const struct pc_file *file = &move->reg->files[span.file];
    if (is_prose(file) || !pc_move_is_loopback(host) || !move->takes_local)
        return false;
    uint32_t from;
    struct pc_str text = around(file, span.offset, &from);
    return is_named_after(f, variable_before(text, span.offset - from));
}

/* FERRY_PORT of "${FERRY_PORT:-3015}" or, in a file of settings, of "FERRY_PORT=3015"; at: where the number begins. */
static struct pc_str variable_of(const struct pc_file *file, uint32_t at) {
    const char *text = file->text.ptr;
    size_t end = at;
    bool quoted = end > 0 && (text[end - 1] == '"' || text[end - 1] == '\'');
    end -= quoted;
    bool assigned = file->kind == PC_FILE_KIND_ENV && end > 0 && text[end - 1] == '=';
    bool fallback = !quoted && end > 0 && text[end - 1] == '-';
    if (!assigned && !fallback)
        return PC_EMPTY;
    end--;
    end -= fallback && end > 0 && text[end - 1] == ':';
    size_t from = end;
    while (from > 0 && (pc_is_alnum(text[from - 1]) || text[from - 1] == '_'))
        from--;
    bool opened = from >= 2 && text[from - 1] == '{' && text[from - 2] == '$';
    return assigned || opened ? pc_str_sub(file->text, from, end - from) : PC_EMPTY;
}

static void collect_variables(struct finder *f) {
    const struct pc_move *move = f->move;
    for (size_t i = 0; i < move->places.count; i++) {
        const struct pc_file *file = &move->reg->files[move->places.items[i].span.file];
        struct pc_str name = variable_of(file, move->places.items[i].span.offset);
        if (name.len > 0)
            *PC_PUSH(&f->variables, move->arena) = (struct variable){name, pc_path_dir(file->path)};
    }
}

/* Settings of another environment are its own. */
static bool is_plain_settings(struct pc_str path) {
    static const char *const examples[] = {"example", "sample", "template", "dist"};
    struct pc_str base = pc_path_base(path);
    bool plain = pc_str_eq(base, PC_STR(".env"));
    for (size_t i = 0; i < sizeof examples / sizeof examples[0] && !plain; i++)
        plain = pc_str_has_word_nocase(base, pc_str_c(examples[i]));
    return plain;
}

/* The same variable once more, in the same directory: its example, or what holds where it is not set. */
static bool is_of_variable(const struct finder *f, struct pc_span span) {
    const struct pc_file *file = &f->move->reg->files[span.file];
    struct pc_str name = variable_of(file, span.offset);
    if (name.len == 0 ||
        (file->kind != PC_FILE_KIND_COMPOSE && (file->kind != PC_FILE_KIND_ENV || !is_plain_settings(file->path))))
        return false;
    for (size_t i = 0; i < f->variables.count; i++)
        if (pc_str_eq(f->variables.items[i].name, name) &&
            pc_str_eq(f->variables.items[i].dir, pc_path_dir(file->path)))
            return true;
    return false;
}

static void judge(struct finder *f, struct pc_span span, struct pc_str line) {
    struct pc_move *move = f->move;
    const struct pc_mention *mention = mention_at(f, span.file, span.offset);
    if (is_claimed(move->reg, span) || is_reference(f, span))
        return;
    const struct pc_file *file = &move->reg->files[span.file];
    struct pc_str host = host_before(file->text, span.offset);
    bool caller = host.len > 0 && (is_address(f, span, host) || is_local_url(f, span, host));
    bool example = host.len > 0 && !caller && mention && is_example(f, span, host);
    enum pc_move_kind kind = caller ? PC_MOVE_CALLER : example ? PC_MOVE_EXAMPLE : PC_MOVE_DEFAULT;
    if (caller || example || is_of_variable(f, span))
        *PC_PUSH(&move->places, move->arena) = (struct pc_move_place){span, kind, PC_NONE};
    else if (pc_move_names_service(move, line) || (is_own(f, span.file) && (mention || is_prose(file))))
        pc_move_rest(move, &move->mentions, span, "%s", mention ? mention->why : "a number beside its name");
}

static void search(struct finder *f, pc_id id, struct pc_str digits) {
    const struct pc_file *file = &f->move->reg->files[id];
    for (size_t at = 0; (at = pc_str_find(file->text, digits, at)) != PC_NPOS; at += digits.len) {
        if (!pc_move_stands_alone(file->text, at, digits.len))
            continue;
        uint32_t from;
        struct pc_str line = around(file, (uint32_t)at, &from);
        judge(f, (struct pc_span){id, (uint32_t)at, (uint32_t)digits.len}, line);
    }
}

void pc_move_find_mentions(struct pc_move *move) {
    struct finder f = {.move = move};
    struct pc_str digits = pc_str_fmt(move->arena, "%u", move->from);
    collect(&f, digits);
    collect_references(&f);
    collect_variables(&f);
    for (pc_id i = 0; i < move->reg->file_count; i++)
        if (move->reg->files[i].origin.len == 0)
            search(&f, i, digits);
}
