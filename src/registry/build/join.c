/* See join.h. */
#include "join.h"

#include <string.h>

#include "buf.h"
#include "draft.h"
#include "lookup.h"
#include "path.h"
#include "sort.h"

struct join {
    struct pc_arena *arena;
    const struct pc_registry *own;
    const struct pc_hints *hints;
    struct pc_claim_line *lines;
    size_t count;
    struct PC_VEC(struct pc_file) files;
    struct PC_VEC(struct pc_service) services;
    struct PC_VEC(struct pc_host) hosts;
    struct pc_name_map own_hosts;   /* keys and "origin:host" aliases of named hosts to their ids */
    struct pc_name_map own_unnamed; /* keys of what unnamed deployments may be called; PC_AMBIGUOUS */
    struct pc_name_map hosts_by_name;
    struct pc_name_map services_by_name;
};

static int compare_places(const struct pc_claim_line *a, const struct pc_claim_line *b) {
    int order = pc_str_cmp(a->origin, b->origin);
    if (order == 0)
        order = pc_str_cmp(a->path, b->path);
    if (order == 0)
        order = pc_order(a->line, b->line);
    return order != 0 ? order : pc_order(a->column, b->column);
}

static int compare_statements(const struct pc_claim_line *a, const struct pc_claim_line *b) {
    const struct pc_str *x[] = {&a->service, &a->host, &a->address, &a->text, &a->condition};
    const struct pc_str *y[] = {&b->service, &b->host, &b->address, &b->text, &b->condition};
    const int numbers[] = {pc_order(a->role, b->role), pc_ports_cmp(a->ports, b->ports),
                           pc_order(a->protocol, b->protocol), pc_order(a->place, b->place),
                           pc_order(a->confidence, b->confidence)};
    int order = 0;
    for (size_t i = 0; order == 0 && i < sizeof numbers / sizeof numbers[0]; i++)
        order = numbers[i];
    for (size_t i = 0; order == 0 && i < sizeof x / sizeof x[0]; i++)
        order = pc_str_cmp(*x[i], *y[i]);
    return order;
}

static int compare_lines(const void *left, const void *right) {
    int order = compare_places(left, right);
    return order != 0 ? order : compare_statements(left, right);
}

static void sort_lines(struct join *j) {
    size_t kept = 0;
    pc_sort(j->lines, j->count, sizeof *j->lines, compare_lines);
    for (size_t i = 0; i < j->count; i++)
        if (kept == 0 || compare_lines(&j->lines[kept - 1], &j->lines[i]) != 0)
            j->lines[kept++] = j->lines[i];
    j->count = kept;
}

static struct pc_str prefixed(struct join *j, struct pc_str origin, struct pc_str name) {
    return pc_str_fmt(j->arena, "%.*s:%.*s", PC_ARG(origin), PC_ARG(name));
}

/* --- hosts --- */

static bool is_address(struct pc_str name) {
    size_t dots = 0;
    size_t colons = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool hex = pc_is_digit(c) || (pc_lower(c) >= 'a' && pc_lower(c) <= 'f');
        dots += c == '.';
        colons += c == ':';
        if (!hex && !pc_is_any(c, ".:"))
            return false;
    }
    return dots == 3 || colons >= 2;
}

/* Every machine calls itself so. */
static bool is_own_address(struct pc_str name) {
    return pc_str_starts(name, PC_STR("127.")) || pc_str_is(name, "::1") || pc_str_is(name, "::") ||
           pc_str_is(name, "0.0.0.0");
}

static bool is_number(struct pc_str word) {
    size_t i = 0;
    while (pc_is_digit(pc_str_at(word, i)))
        i++;
    return i == word.len;
}

/* Does a word of it say which machine is meant, in every repository? */
static bool names_a_machine(struct pc_arena *arena, struct pc_str name) {
    static const char *const vague[] = {
        "prod",     "production", "live",    "staging", "stage",  "dev",       "devel",    "development", "local",
        "localdev", "localhost",  "test",    "testing", "tests",  "ci",        "qa",       "e2e",         "server",
        "servers",  "machine",    "vps",     "vm",      "box",    "computer",  "laptop",   "desktop",     "cloud",
        "home",     "homelab",    "remote",  "primary", "main",   "secondary", "database", "environment", "env",
        "cluster",  "network",    "default", "docker",  "compose"};
    if (is_address(name))
        return !is_own_address(name);
    struct pc_words words = pc_name_words(arena, name);
    for (size_t i = 0; i < words.count; i++) {
        bool says_nothing = is_number(words.items[i]) || pc_word_is_generic(words.items[i]);
        for (size_t v = 0; v < sizeof vague / sizeof vague[0] && !says_nothing; v++)
            says_nothing = pc_str_is(words.items[i], vague[v]);
        if (!says_nothing)
            return true;
    }
    return false;
}

/* A deployment that nothing names goes by its compose file. */
static bool is_file_name(const struct pc_claim_line *line) {
    return pc_str_eq(line->host, line->path) || pc_str_find_char(line->host, '/', 0) != PC_NPOS ||
           pc_str_ends(line->host, PC_STR(".yml")) || pc_str_ends(line->host, PC_STR(".yaml"));
}

static void map_own_host(struct join *j, struct pc_str name, pc_id host) {
    struct pc_str key = pc_name_key(j->arena, name);
    if (key.len > 0 && names_a_machine(j->arena, name) && pc_name_map_get(&j->own_hosts, key) == PC_NONE)
        pc_name_map_put(j->arena, &j->own_hosts, key, host);
    if (pc_str_find_char(name, ':', 0) != PC_NPOS)
        pc_name_map_put(j->arena, &j->own_hosts, name, host);
}

/* Each name that a compose file's path may give to its host: the parts of "compose.harbour.yml", then the directories
 * over it. Start with *rest the path and done false. */
static bool next_name(struct pc_str *rest, struct pc_str *base, bool *done, struct pc_str *name) {
    if (!*done && pc_str_split(base, '.', name, done))
        return true;
    *rest = pc_path_dir(*rest);
    *name = pc_path_base(*rest);
    return rest->len > 0;
}

static void map_unnamed(struct join *j, pc_id host) {
    struct pc_str rest = j->own->hosts[host].name, base = pc_path_base(rest), name;
    for (bool done = false; next_name(&rest, &base, &done, &name);) {
        struct pc_str key = pc_name_key(j->arena, name);
        if (key.len == 0 || !names_a_machine(j->arena, name))
            continue;
        pc_id known = pc_name_map_get(&j->own_unnamed, key);
        pc_name_map_put(j->arena, &j->own_unnamed, key, known == PC_NONE || known == host ? host : PC_AMBIGUOUS);
    }
}

/* The named host here that a compose file of another repository is for. */
static pc_id host_of_file(struct join *j, struct pc_str path) {
    struct pc_str base = pc_path_base(path), name;
    pc_id host = PC_NONE;
    for (bool done = false; host == PC_NONE && next_name(&path, &base, &done, &name);)
        host = pc_name_map_get(&j->own_hosts, pc_name_key(j->arena, name));
    return host;
}

/* A deployment here that is on a host which only another repository names. */
static pc_id unnamed_host(struct join *j, struct pc_str name) {
    pc_id host = pc_name_map_get(&j->own_unnamed, pc_name_key(j->arena, name));
    if (host == PC_NONE || host == PC_AMBIGUOUS)
        return PC_NONE;
    struct pc_host *known = &j->hosts.items[host];
    known->name = known->named ? known->name : name;
    known->named = true;
    return host;
}

static void map_own_hosts(struct join *j) {
    for (pc_id i = 0; i < j->own->host_count; i++) {
        const struct pc_host *host = &j->own->hosts[i];
        *PC_PUSH(&j->hosts, j->arena) = *host;
        if (!host->named) {
            map_unnamed(j, i);
            continue;
        }
        map_own_host(j, host->name, i);
        for (size_t a = 0; a < host->alias_count; a++)
            map_own_host(j, host->aliases[a].name, i);
    }
}

static pc_id host_of(struct join *j, const struct pc_claim_line *line) {
    if (line->host.len == 0)
        return PC_NONE;
    struct pc_str of_origin = prefixed(j, line->origin, line->host);
    pc_id host = pc_name_map_get(&j->own_hosts, of_origin);
    if (host != PC_NONE)
        return host;
    bool named = !is_file_name(line);
    bool machine = named && names_a_machine(j->arena, line->host);
    struct pc_str key = machine ? pc_name_key(j->arena, line->host) : of_origin;
    if (machine)
        host = pc_name_map_get(&j->own_hosts, key);
    if (machine && host == PC_NONE)
        host = unnamed_host(j, line->host);
    if (!named)
        host = host_of_file(j, line->host);
    if (host == PC_NONE)
        host = pc_name_map_get(&j->hosts_by_name, key);
    if (host != PC_NONE)
        return host;
    host = (pc_id)j->hosts.count;
    *PC_PUSH(&j->hosts, j->arena) = (struct pc_host){.name = machine ? line->host : of_origin, .named = named};
    pc_name_map_put(j->arena, &j->hosts_by_name, key, host);
    return host;
}

/* --- services --- */

/* What the configuration says of "origin:name". */
static void map_configured(struct join *j) {
    for (size_t i = 0; i < j->hints->alias_count; i++) {
        const struct pc_alias_hint *hint = &j->hints->aliases[i];
        struct pc_ids found = pc_services_named(j->arena, j->own, hint->service);
        if (found.count == 1 && pc_str_find_char(hint->alias, ':', 0) != PC_NPOS)
            pc_name_map_put(j->arena, &j->services_by_name, hint->alias, found.items[0]);
    }
}

static int compare_names(const void *left, const void *right) {
    return pc_str_cmp(*(const struct pc_str *)left, *(const struct pc_str *)right);
}

/* Everybody who owns a port: whom a line dials need be no service of its repository. */
static void make_services(struct join *j) {
    struct PC_VEC(struct pc_str) names = {0};
    for (size_t i = 0; i < j->own->service_count; i++)
        *PC_PUSH(&j->services, j->arena) = j->own->services[i];
    map_configured(j);
    for (size_t i = 0; i < j->count; i++) {
        const struct pc_claim_line *line = &j->lines[i];
        if (line->service.len > 0 && line->role != PC_ROLE_DIALS)
            *PC_PUSH(&names, j->arena) = prefixed(j, line->origin, line->service);
    }
    pc_sort(names.items, names.count, sizeof *names.items, compare_names);
    for (size_t i = 0; i < names.count; i++) {
        struct pc_str name = names.items[i];
        if (pc_name_map_get(&j->services_by_name, name) != PC_NONE)
            continue;
        pc_name_map_put(j->arena, &j->services_by_name, name, (pc_id)j->services.count);
        *PC_PUSH(&j->services, j->arena) = (struct pc_service){.name = name, .dir = PC_EMPTY};
    }
}

static pc_id service_of(struct join *j, const struct pc_claim_line *line) {
    pc_id service = line->service.len == 0
                        ? PC_NONE
                        : pc_name_map_get(&j->services_by_name, prefixed(j, line->origin, line->service));
    if (service != PC_NONE && service >= j->own->service_count)
        j->services.items[service].origin = line->origin;
    return service;
}

/* --- files --- */

static bool same_file(const struct pc_claim_line *a, const struct pc_claim_line *b) {
    return pc_str_eq(a->origin, b->origin) && pc_str_eq(a->path, b->path);
}

/* What stands in a file where a claim is, without anything that would end the line. */
static void add_text(struct pc_buf *text, const struct pc_claim_line *line) {
    size_t from = text->len;
    if (line->text.len > 0)
        pc_buf_add(text, line->text);
    else if (line->ports.lo == line->ports.hi)
        pc_buf_addf(text, "%u", (unsigned)line->ports.lo);
    else
        pc_buf_addf(text, "%u-%u", (unsigned)line->ports.lo, (unsigned)line->ports.hi);
    for (size_t i = from; i < text->len; i++)
        if ((unsigned char)text->ptr[i] < ' ')
            text->ptr[i] = ' ';
    pc_buf_addc(text, '\n');
}

/* One file of another repository: lines are all its claims. */
static void make_file(struct join *j, const struct pc_claim_line *lines, size_t count) {
    struct pc_buf text;
    struct pc_position *positions = PC_NEW_ARRAY(j->arena, count + 1, struct pc_position);
    pc_buf_init(&text, j->arena);
    for (size_t i = 0; i < count; i++) {
        add_text(&text, &lines[i]);
        positions[i] = (struct pc_position){lines[i].line, lines[i].column, lines[i].column};
    }
    positions[count] = positions[count - 1];
    struct pc_file file = {.path = prefixed(j, lines[0].origin, lines[0].path),
                           .origin = lines[0].origin,
                           .text = pc_buf_str(&text),
                           .is_env_like = true,
                           .positions = positions};
    file.lines = pc_lines_of(j->arena, file.text);
    *PC_PUSH(&j->files, j->arena) = file;
}

/* --- claims --- */

static bool starts_word(struct pc_str text, const char *word, struct pc_str *rest) {
    if (!pc_str_starts(text, pc_str_c(word)))
        return false;
    *rest = pc_str_sub(text, strlen(word), text.len);
    return rest->len > 0;
}

/* One of the conditions that a claim holds under. */
static void add_condition(struct join *j, struct pc_str part, struct pc_claim *claim, struct pc_foreign *foreign,
                          struct pc_str *profiles) {
    struct pc_str profile;
    if (starts_word(part, "profile ", &profile)) {
        profiles[foreign->profile_count++] = pc_str_dup(j->arena, profile);
        return;
    }
    for (int e = PC_ENV_PRODUCTION; e <= PC_ENV_TEST; e++) {
        if (pc_str_is(part, pc_environment_name((enum pc_environment)e))) {
            claim->environment = (enum pc_environment)e;
            return;
        }
    }
    for (size_t i = 0; i < PC_CONDITION_COUNT; i++) {
        if (pc_str_is(part, pc_conditions[i].text)) {
            claim->flags |= pc_conditions[i].flag;
            return;
        }
    }
    foreign->conditional = true;
}

static void read_condition(struct join *j, struct pc_str condition, struct pc_claim *claim,
                           struct pc_foreign *foreign) {
    size_t parts = 1;
    for (size_t at = pc_str_find_char(condition, ',', 0); at != PC_NPOS; at = pc_str_find_char(condition, ',', at + 1))
        parts++;
    struct pc_str *profiles = PC_NEW_ARRAY(j->arena, parts, struct pc_str);
    struct pc_str part;
    for (bool done = false; pc_str_split(&condition, ',', &part, &done);) {
        part = pc_str_trim(part);
        if (part.len > 0)
            add_condition(j, part, claim, foreign, profiles);
    }
    foreign->profiles = profiles;
}

static struct pc_claim claim_of(struct join *j, const struct pc_claim_line *line, pc_id file, uint32_t offset,
                                struct pc_foreign *foreign) {
    struct pc_file *in = &j->files.items[file];
    struct pc_str text = pc_line_text(&in->lines, in->text, pc_line_at(&in->lines, offset));
    struct pc_span span = {.file = file, .offset = offset, .length = (uint32_t)text.len};
    struct pc_claim claim = {.role = line->role,
                             .confidence = line->confidence,
                             .protocol = line->protocol,
                             .place = line->place,
                             .ports = line->ports,
                             .span = span,
                             .extent = span,
                             .name = line->service,
                             .name_span = {.file = file},
                             .address = line->address,
                             .service = service_of(j, line),
                             .host = host_of(j, line),
                             .section = PC_NONE,
                             .range = PC_NONE,
                             .container = PC_NONE,
                             .partner = PC_NONE};
    *foreign = (struct pc_foreign){
        .service = line->service, .host = line->host, .text = line->text, .condition = line->condition};
    read_condition(j, line->condition, &claim, foreign);
    return claim;
}

static void make_claims(struct join *j, struct pc_registry *all) {
    const struct pc_registry *own = j->own;
    struct pc_claim *claims = PC_NEW_ARRAY(j->arena, own->claim_count + j->count, struct pc_claim);
    struct pc_foreign *foreign = PC_NEW_ARRAY(j->arena, j->count, struct pc_foreign);
    if (own->claim_count > 0)
        memcpy(claims, own->claims, own->claim_count * sizeof *claims);
    for (size_t from = 0, to; from < j->count; from = to) {
        for (to = from; to < j->count && same_file(&j->lines[from], &j->lines[to]);)
            to++;
        make_file(j, j->lines + from, to - from);
        pc_id file = (pc_id)(j->files.count - 1);
        for (size_t i = from; i < to; i++)
            claims[own->claim_count + i] =
                claim_of(j, &j->lines[i], file, j->files.items[file].lines.starts[i - from], &foreign[i]);
    }
    all->claims = claims;
    all->claim_count = own->claim_count + j->count;
    all->foreign = foreign;
    all->foreign_count = j->count;
}

const struct pc_registry *pc_registry_join(struct pc_arena *arena, const struct pc_registry *own,
                                           const struct pc_hints *hints, struct pc_claim_line *lines, size_t count) {
    struct join j = {.arena = arena, .own = own, .hints = hints, .lines = lines, .count = count};
    struct pc_registry *all = PC_NEW(arena, struct pc_registry);
    *all = *own;
    for (size_t i = 0; i < own->file_count; i++)
        *PC_PUSH(&j.files, arena) = own->files[i];
    sort_lines(&j);
    map_own_hosts(&j);
    make_services(&j);
    make_claims(&j, all);
    all->files = j.files.items;
    all->file_count = j.files.count;
    all->services = j.services.items;
    all->service_count = j.services.count;
    all->hosts = j.hosts.items;
    all->host_count = j.hosts.count;
    return all;
}
