/* What the cells around a row's ports say: name, status, protocol, host, address, environment. */
#include "port_words.h"
#include "registry_row.h"

/* "❌ Not forwarded", "❌ Stopped": the cross says no to what the words tell, not to the row. */
static struct pc_str after_cross(struct pc_str words) {
    struct pc_str cross = PC_STR("\xE2\x9D\x8C");
    if (!pc_str_starts(words, cross)) {
        return words;
    }
    struct pc_str rest = pc_str_trim(pc_str_sub(words, cross.len, words.len));
    bool free = pc_str_starts(rest, PC_STR("not in use"));
    bool told = !free && (pc_says_not_deployed(rest) || pc_says_future(rest));
    return told && !pc_says_dead(rest) ? rest : words;
}

enum pc_row_status pc_row_status_of(struct pc_arena *arena, struct pc_str text) {
    size_t bracket = pc_str_find_char(text, '(', 1);
    struct pc_str words = after_cross(pc_fold(arena, pc_str_sub(text, 0, bracket)));
    if (words.len == 0) {
        return PC_ROW_NONE;
    }
    if (pc_says_dead(words)) {
        return PC_ROW_DEAD;
    }
    if (pc_says_not_deployed(words)) {
        return PC_ROW_ABSENT;
    }
    if (pc_says_free(words)) {
        return PC_ROW_FREE;
    }
    if (pc_says_reserved(words)) {
        return PC_ROW_RESERVED;
    }
    if (pc_says_future(words)) {
        return PC_ROW_PLANNED;
    }
    if (pc_says_active(words)) {
        return PC_ROW_ACTIVE;
    }
    return pc_says_internal_only(words) ? PC_ROW_INTERNAL : PC_ROW_NONE;
}

bool pc_table_cell_is_empty(const struct pc_table *t, size_t row, unsigned column) {
    struct pc_flat flat = pc_table_cell(t, row, column);
    return pc_flat_skip(flat, 0) >= flat.text.len;
}

static bool row_is_struck(const struct pc_table *t, size_t row) {
    size_t struck = 0;
    size_t filled = 0;
    for (unsigned c = 0; c < t->columns; c++) {
        struct pc_flat flat = pc_table_cell(t, row, c);
        bool empty = pc_flat_skip(flat, 0) >= flat.text.len;
        filled += empty ? 0 : 1;
        struck += !empty && pc_flat_all(flat, 0, flat.text.len, PC_MD_STRIKE) ? 1 : 0;
    }
    return struck > 0 && struck * 2 >= filled;
}

/* Words in a host column that name no machine. */
static bool is_no_machine(struct pc_str folded) {
    static const char *const nobody[] = {
        "all",     "any",        "both",   "-",         "n/a",        "none",     "*",        "every",   "each",
        "various", "docker",     "native", "container", "local",      "cloud",    "k8s",      "systemd", "kubernetes",
        "pm2",     "bare metal", "vm",     "host",      "server",     "external", "internal", "client",  "remote",
        "lan",     "wan",        "same",   "compose",   "serverless", "managed",  "bridge",   "tbd",     NULL};
    static const char *const homes[] = {".local",    ".lan",         ".internal", ".home",
                                        ".intranet", ".localdomain", ".test",     NULL};
    size_t dot = pc_str_rfind_char(folded, '.');
    if (folded.len == 0 || pc_is_one_of(folded, nobody)) {
        return true;
    }
    if (dot == PC_NPOS || !pc_is_alpha(pc_str_at(folded, dot + 1))) {
        return false;
    }
    return !pc_is_one_of(pc_str_sub(folded, dot, folded.len), homes); /* a public name says nothing about the machine */
}

static pc_id host_of_piece(struct pc_table *t, struct pc_flat flat, struct pc_row *row) {
    struct pc_str folded = pc_fold(t->r->scratch, flat.text);
    size_t at;
    size_t end;
    if (is_no_machine(folded)) {
        return PC_NONE;
    }
    if (pc_says_loopback(folded) || pc_str_eq(folded, PC_STR("0.0.0.0"))) {
        row->address = pc_flat_str(t->r->keep, flat, t->r->ctx->text, 0, flat.text.len);
        row->loopback = !pc_str_eq(folded, PC_STR("0.0.0.0"));
        return PC_NONE;
    }
    enum pc_environment environment = pc_environment_of(folded);
    if (environment != PC_ENV_UNKNOWN && pc_str_find_char(folded, ' ', 0) == PC_NPOS) {
        row->environment = environment;
        return PC_NONE;
    }
    if (t->host_above != PC_NONE && pc_str_eq(folded, t->host_text)) {
        return t->host_above;
    }
    struct pc_host_mention host = {.evidence = PC_EVIDENCE_LABEL};
    size_t from = 0;
    size_t to = flat.text.len;
    if (pc_find_address(flat, 0, to, &at, &end)) {
        host.address = pc_flat_str(t->r->keep, flat, t->r->ctx->text, at, end);
        from = at == 0 ? end : 0;
        to = at == 0 ? flat.text.len : at;
    }
    struct pc_name name = pc_name_of(t->r, flat, from, to);
    host.name = name.name;
    host.environment = name.environment;
    host.also = name.environment == PC_ENV_UNKNOWN && host.address.len == 0 ? name.qualifier : PC_EMPTY;
    host.span = pc_flat_span(flat, t->r->ctx->file, 0, flat.text.len);
    if (host.name.len == 0 && host.address.len == 0) {
        return PC_NONE;
    }
    t->host_text = folded;
    t->host_above = pc_regmd_host(t->r, &host);
    return t->host_above;
}

/* "apps/web", "profiles/server.nix": where the code lies, not where it runs. */
static bool is_path(struct pc_str text) {
    for (size_t at = pc_str_find_char(text, '/', 0); at != PC_NPOS; at = pc_str_find_char(text, '/', at + 1)) {
        bool tight = at > 0 && !pc_is_space(text.ptr[at - 1]) && at + 1 < text.len && !pc_is_space(text.ptr[at + 1]);
        size_t dot = pc_str_rfind_char(text, '.');
        bool file = dot != PC_NPOS && dot > at && dot + 1 < text.len && pc_is_alpha(text.ptr[dot + 1]);
        bool deep = pc_str_find_char(text, '/', at + 1) != PC_NPOS;
        if (tight && (file || deep)) {
            return true;
        }
    }
    return false;
}

/* "Location" may be a folder. */
static bool heads_places(struct pc_str title) {
    static const char *const words[] = {"location", "where", "wo", NULL};
    return pc_is_one_of(title, words);
}

/* "web01, web02": the row holds on each. */
static void read_hosts(struct pc_table *t, struct pc_row *row) {
    struct pc_flat flat = pc_table_cell(t, row->index, t->host);
    bool folder = pc_str_find_char(flat.text, '/', 0) != PC_NPOS &&
                  heads_places(pc_fold(t->r->scratch, t->column[t->host].title));
    if (folder || is_path(flat.text)) {
        return;
    }
    size_t from = 0;
    unsigned depth = 0;
    unsigned count = 0;
    for (size_t i = 0; i <= flat.text.len; i++) {
        char c = i < flat.text.len ? flat.text.ptr[i] : ',';
        depth += c == '(' ? 1 : 0;
        depth -= c == ')' && depth > 0 ? 1 : 0;
        if (i < flat.text.len && (depth > 0 || !pc_is_any(c, ",;/&+\n"))) {
            continue;
        }
        size_t a = from;
        size_t b = i;
        pc_flat_trim(flat, &a, &b);
        pc_id host = host_of_piece(t, pc_flat_sub(flat, a, b), row);
        if (host != PC_NONE && count < PC_ROW_HOSTS) {
            row->hosts[count++] = host;
        }
        from = i + 1;
    }
    row->host_count = count > 0 ? count : row->host_count;
}

/* "HTTP API" begins with a protocol. */
static void read_protocol(struct pc_table *t, struct pc_row *row) {
    struct pc_str text = pc_str_trim(pc_table_cell(t, row->index, t->protocol).text);
    if (!pc_protocol_parse(text, &row->protocol, &row->second)) {
        size_t blank = pc_str_find_char(text, ' ', 0);
        if (!pc_protocol_parse(pc_str_sub(text, 0, blank), &row->protocol, &row->second)) {
            row->protocol = row->second = PC_PROTO_ANY;
        }
    }
}

static void read_bind(struct pc_table *t, struct pc_row *row) {
    struct pc_flat flat = pc_table_cell(t, row->index, t->bind);
    struct pc_str folded = pc_fold(t->r->scratch, flat.text);
    struct pc_str text = pc_flat_str(t->r->keep, flat, t->r->ctx->text, 0, flat.text.len);
    if (pc_says_loopback(folded)) {
        row->address = pc_str_trim(text);
        row->loopback = true;
    } else if (folded.len > 0 && pc_is_digit(folded.ptr[0]) && pc_str_find_char(folded, '.', 0) != PC_NPOS) {
        row->address = pc_str_sub(pc_str_trim(text), 0, pc_str_find_char(pc_str_trim(text), ':', 0));
    }
    static const char *const no[] = {"no", "none", "false", "n", "\xE2\x9D\x8C", "\xE5\x90\xA6", "nein", NULL};
    struct pc_str title = pc_fold(t->r->scratch, t->column[t->bind].title);
    bool unexposed = (pc_says(title, "exposed") || pc_says(title, "published")) && pc_is_one_of(folded, no);
    row->unexposed |= unexposed || pc_says_unexposed(folded) || pc_str_eq(folded, PC_STR("internal"));
    row->internal |= row->unexposed || pc_says_internal_only(folded);
}

/* "10.0.0.7": below a heading that names the host the address bound there, else the host's own. */
static void read_address(struct pc_table *t, struct pc_row *row) {
    struct pc_flat flat = pc_table_cell(t, row->index, t->address);
    size_t at;
    size_t end;
    bool found = pc_find_address(flat, 0, flat.text.len, &at, &end);
    if (!found || row->hosts[0] != PC_NONE) {
        unsigned bind = t->bind;
        t->bind = t->address;
        read_bind(t, row);
        t->bind = bind;
        return;
    }
    row->hosts[0] = host_of_piece(t, pc_flat_sub(flat, at, end), row);
}

/* Remarks that bind the row: "loopback only", "not exposed to host". */
static void read_remark(struct pc_table *t, struct pc_row *row) {
    static const char *const inside[] = {"not exposed to host", "not exposed to the host", "no host port",
                                         "not published",       "container only",          "docker network only",
                                         "internal only",       "internal-only",           NULL};
    static const char *const later[] = {
        "future",  "planned",          "pending",     "tbd",     "todo",
        "not yet", "not yet deployed", "coming soon", "geplant", "\xE8\xAE\xA1\xE5\x88\x92",
        NULL};
    static const char *const loopback[] = {"loopback only",
                                           "localhost only",
                                           "127.0.0.1 only",
                                           "bound to localhost",
                                           "bound to 127.0.0.1",
                                           "binds to 127.0.0.1",
                                           NULL};
    for (unsigned c = 0; c < t->columns; c++) {
        if (t->column[c].kind != PC_COLUMN_PURPOSE) {
            continue;
        }
        struct pc_str folded = pc_fold(t->r->scratch, pc_table_cell(t, row->index, c).text);
        if (row->address.len == 0 && pc_says_any(folded, loopback)) {
            row->address = PC_STR("127.0.0.1");
            row->loopback = true;
        }
        row->unexposed = row->unexposed || pc_says_any(folded, inside);
        bool whole = folded.len > 2 && folded.ptr[0] == '(' && folded.ptr[folded.len - 1] == ')';
        struct pc_str words = whole ? pc_str_sub(folded, 1, folded.len - 2) : folded;
        if (row->status == PC_ROW_NONE && words.len < 20 && pc_is_one_of(words, later)) {
            row->status = PC_ROW_PLANNED;
        }
    }
}

/* "web" of project "shop" is "shop-web"; a project without a word for its part is the service. */
static void name_after_whole(struct pc_table *t, size_t index, struct pc_name *name) {
    struct pc_flat cell = pc_table_cell(t, index, t->whole);
    struct pc_name whole = pc_name_of(t->r, cell, 0, cell.text.len);
    if (pc_flat_skip(cell, 0) >= cell.text.len) {
        whole = t->whole_above;
    }
    t->whole_above = whole;
    bool nobody = name->name.len == 0 && !name->reserved && !name->free;
    if (nobody && whole.name.len > 0) {
        *name = whole;
    } else if (t->is_part[index] && whole.name.len > 0 && name->name.len > 0) {
        name->name = pc_str_fmt(t->r->keep, "%.*s-%.*s", PC_ARG(whole.name), PC_ARG(name->name));
    }
}

/* A row whose status says that it holds, whatever its section is about. */
static bool is_settled(const struct pc_row *row) {
    return row->status == PC_ROW_ACTIVE || row->status == PC_ROW_PLANNED;
}

struct pc_row pc_table_read_row(struct pc_table *t, size_t index) {
    struct pc_row row = {.index = index,
                         .extent = pc_regmd_line_span(t->r, t->rows[index].line),
                         .protocol = t->outlook.protocol,
                         .hosts = {t->outlook.host},
                         .host_count = 1};
    struct pc_flat service = pc_table_cell(t, index, t->service);
    row.name = pc_name_of(t->r, service, 0, service.text.len);
    if (t->whole < t->columns) {
        name_after_whole(t, index, &row.name);
    }
    bool blank = t->service < t->columns && pc_table_cell_is_empty(t, index, t->service);
    if (blank && t->service == 0 && !pc_table_row_says_free(t, index)) {
        row.name = t->above; /* a blank first cell: as above */
    } else if (!blank) {
        t->above = row.name;
    }
    row.environment = row.name.environment != PC_ENV_UNKNOWN ? row.name.environment : t->outlook.environment;
    row.internal = t->outlook.internal;
    row.unexposed = t->outlook.unexposed || row.name.internal;
    if (t->status < t->columns) {
        struct pc_str status = pc_table_cell(t, index, t->status).text;
        row.status = pc_row_status_of(t->r->scratch, status);
        enum pc_environment environment = pc_environment_of(pc_fold(t->r->scratch, status));
        row.environment = environment != PC_ENV_UNKNOWN ? environment : row.environment;
    }
    if (t->environment < t->columns) {
        struct pc_str text = pc_fold(t->r->scratch, pc_table_cell(t, index, t->environment).text);
        enum pc_environment environment = pc_environment_of(text);
        row.environment = environment != PC_ENV_UNKNOWN ? environment : row.environment;
    }
    if (t->host < t->columns &&
        (t->outlook.dead == NULL || is_settled(&row))) { /* a table of firewall rules gives the registry no machine */
        read_hosts(t, &row);
    }
    if (t->protocol < t->columns) {
        read_protocol(t, &row);
    }
    if (t->bind < t->columns) {
        read_bind(t, &row);
    }
    if (t->address < t->columns) {
        read_address(t, &row);
    }
    read_remark(t, &row);
    row.unexposed = row.unexposed || row.status == PC_ROW_INTERNAL;
    row.internal = row.internal || row.unexposed;
    row.reserved = row.name.reserved || row.status == PC_ROW_RESERVED ||
                   (t->outlook.reserved && row.status == PC_ROW_NONE && !t->of_ranges);
    row.silent = row_is_struck(t, index) || row.name.dead                        ? "struck out or deprecated"
                 : row.status == PC_ROW_DEAD                                     ? "deprecated or removed"
                 : row.status == PC_ROW_FREE || (row.name.free && !row.reserved) ? "free"
                 : t->pages[index]                                               ? "a page of another service"
                 : t->outlook.dead != NULL && !is_settled(&row)                  ? t->outlook.dead
                                                                                 : NULL;
    return row;
}
