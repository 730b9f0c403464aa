/* Numbers of which no claim was made, and that are edited all the same: addresses of the service where nobody else can
 * be meant, and the variables that tell its places their number. */
#include "buf.h"
#include "move_finder.h"
#include "path.h"
#include "words.h"

struct pc_str pc_move_host_before(struct pc_str text, size_t at) {
    if (at == 0 || text.ptr[at - 1] != ':')
        return PC_EMPTY;
    size_t end = at - 1, from = end;
    while (from > 0 &&
           (pc_is_alnum(text.ptr[from - 1]) || pc_str_find_char(PC_STR(".-_"), text.ptr[from - 1], 0) != PC_NPOS))
        from--;
    return pc_str_ends(pc_str_sub(text, 0, from), PC_STR("://")) ? pc_str_sub(text, from, end - from) : PC_EMPTY;
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

static bool is_contested(struct pc_move_finder *f, pc_id file) {
    if (!f->contest_known || f->contest_file != file)
        f->contested = find_contest(f->move, file);
    f->contest_known = true;
    f->contest_file = file;
    return f->contested;
}

/* "serve --port 3015", "PORT=3015 serve": how somebody starts it by hand. */
static bool starts_it(const struct pc_move *move, const struct pc_move_number *number) {
    static const char *const words[] = {"--port ", "--port=", "PORT="};
    const struct pc_str text = move->reg->files[number->span.file].text;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct pc_str word = pc_str_c(words[i]), before = pc_str_sub(text, 0, number->span.offset);
        size_t at = before.len - word.len;
        if (pc_str_ends(before, word) && (at == 0 || pc_is_space(text.ptr[at - 1]) || text.ptr[at - 1] == '`'))
            return true;
    }
    return false;
}

bool pc_move_is_example(struct pc_move_finder *f, const struct pc_move_number *number) {
    const struct pc_move *move = f->move;
    pc_id file = number->span.file;
    bool started = number->host.len == 0 && starts_it(move, number);
    if (!number->mention || (number->host.len == 0 && !started) ||
        move->reg->files[file].kind != PC_FILE_KIND_SERVICE_DOC || !pc_move_is_own(f, file) || move->inner ||
        !move->unstated)
        return false;
    bool here = started || pc_str_eq_nocase(number->host, PC_STR("localhost")) ||
                pc_str_eq(number->host, PC_STR("127.0.0.1")) || pc_str_eq(number->host, PC_STR("0.0.0.0"));
    return (here ? move->keeps_local == PC_NONE : names_host(move, number->host)) && !is_contested(f, file);
}

/* The deployment that a file is the main file of. */
static pc_id deployment_of(const struct pc_move *move, pc_id file) {
    for (pc_id i = 0; i < move->reg->deployment_count; i++)
        if (move->reg->deployments[i].file == file)
            return i;
    return PC_NONE;
}

/* Outside of prose: a URL of one of its containers, such as an origin that may call. */
static bool is_container_address(const struct pc_move_finder *f, const struct pc_move_number *number) {
    const struct pc_move *move = f->move;
    pc_id file = number->span.file, deployment = deployment_of(move, file);
    unsigned bits = deployment == PC_NONE ? move->anywhere : move->deployments[deployment];
    return (!pc_move_is_prose(&move->reg->files[file]) || pc_move_is_own(f, file)) &&
           pc_move_is_container_name(move, number->host) && (bits & PC_MOVE_INSIDE);
}

/* The variable that is given the URL whose number stands there: FERRY_URL of "FERRY_URL: 'http://localhost:3015". */
static struct pc_str variable_before(struct pc_str line, size_t at) {
    size_t end = PC_NPOS;
    for (size_t next = 0; (next = pc_str_find(pc_str_sub(line, 0, at), PC_STR("://"), next)) != PC_NPOS; next++)
        end = next;
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
static bool is_named_after(const struct pc_move_finder *f, struct pc_str variable) {
    struct pc_words words = pc_name_words(f->move->arena, variable);
    struct pc_buf kept;
    pc_buf_init(&kept, f->move->arena);
    bool value = false;
    for (size_t i = 0; i < words.count; i++) {
        value = value || pc_word_is_value(words.items[i]);
        if (!pc_word_is_value(words.items[i]))
            pc_buf_add(&kept, words.items[i]);
    }
    for (size_t i = 0; i < f->names.count && value && kept.len >= PC_MOVE_NAME_SHORTEST; i++)
        if (pc_str_eq(pc_name_key(f->move->arena, f->names.items[i]), pc_buf_str(&kept)))
            return true;
    return false;
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

/* Localhost is in this file a machine on which the service moves, whoever looks from there. */
static bool is_local_here(const struct pc_move_finder *f, pc_id id) {
    const struct pc_move *move = f->move;
    const struct pc_file *file = &move->reg->files[id];
    if (file->kind == PC_FILE_KIND_ENV)
        return is_plain_settings(file->path);
    if (file->kind == PC_FILE_KIND_COMPOSE) {
        pc_id deployment = deployment_of(move, id);
        return deployment != PC_NONE && move->hosts[move->reg->deployments[deployment].host];
    }
    return pc_move_is_own(f, id) || pc_str_eq(pc_path_base(file->path), PC_STR("package.json"));
}

/* Outside of prose: a URL of localhost, where nothing but the service, and no deployment in which it stays, may answer:
 * in a variable called after it, in its own files, in settings and scripts. */
static bool is_local_address(const struct pc_move_finder *f, const struct pc_move_number *number) {
    const struct pc_move *move = f->move;
    if (pc_move_is_prose(&move->reg->files[number->span.file]) || !pc_move_is_loopback(number->host) ||
        !move->takes_local)
        return false;
    return is_local_here(f, number->span.file) ||
           is_named_after(f, variable_before(number->line, number->span.offset - number->from));
}

bool pc_move_is_caller(const struct pc_move_finder *f, const struct pc_move_number *number) {
    return number->host.len > 0 && (is_container_address(f, number) || is_local_address(f, number));
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

void pc_move_collect_variables(struct pc_move_finder *f) {
    const struct pc_move *move = f->move;
    for (size_t i = 0; i < move->places.count; i++) {
        const struct pc_file *file = &move->reg->files[move->places.items[i].span.file];
        struct pc_str name = variable_of(file, move->places.items[i].span.offset);
        if (name.len > 0)
            *PC_PUSH(&f->variables, move->arena) = (struct pc_move_variable){name, pc_path_dir(file->path)};
    }
}

/* A script may lie anywhere: what it takes where a variable is not set, which is called after the service. */
bool pc_move_is_of_variable(const struct pc_move_finder *f, struct pc_span span) {
    const struct pc_file *file = &f->move->reg->files[span.file];
    struct pc_str name = variable_of(file, span.offset);
    bool script = file->kind == PC_FILE_KIND_SOURCE && is_named_after(f, name);
    bool settings =
        file->kind == PC_FILE_KIND_COMPOSE || (file->kind == PC_FILE_KIND_ENV && is_plain_settings(file->path));
    if (name.len == 0 || (!script && !settings))
        return false;
    for (size_t i = 0; i < f->variables.count; i++)
        if (pc_str_eq(f->variables.items[i].name, name) &&
            (script || pc_str_eq(f->variables.items[i].dir, pc_path_dir(file->path))))
            return true;
    return false;
}
