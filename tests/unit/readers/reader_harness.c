#include "reader_harness.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "draft.h"

enum { BUDGET = 400 << 20 };

int reader_setup(void **state) {
    struct reader_harness *h = calloc(1, sizeof *h);
    if (h == NULL) {
        return -1;
    }
    pc_arena_init(&h->keep, BUDGET, &h->recovery);
    pc_arena_init(&h->scratch, BUDGET, &h->recovery);
    pc_config_defaults(&h->config);
    *state = h;
    return 0;
}

int reader_teardown(void **state) {
    struct reader_harness *h = *state;
    pc_arena_finish(&h->keep);
    pc_arena_finish(&h->scratch);
    free(h);
    return 0;
}

static bool no_file(void *arg, struct pc_str path) {
    (void)arg;
    (void)path;
    return false;
}

static bool no_text(void *arg, struct pc_str path, pc_id *file, struct pc_str *text) {
    (void)arg;
    (void)path;
    (void)file;
    (void)text;
    return false;
}

void reader_run(struct reader_harness *h, const struct pc_reader *reader, const char *path, struct pc_str text) {
    static const struct pc_tree_access empty_tree = {.exists = no_file, .read = no_text};
    struct pc_str where = pc_str_c(path);
    size_t slash = pc_str_rfind_char(where, '/');
    pc_arena_reset(&h->scratch);
    h->text = text;
    h->builder = pc_builder_new(&h->keep, &h->hints);
    pc_id file = pc_builder_file(h->builder, where, text, pc_lines_of(&h->keep, text));
    struct pc_read_context ctx = {.builder = h->builder,
                                  .arena = &h->keep,
                                  .scratch = &h->scratch,
                                  .config = &h->config,
                                  .tree = &empty_tree,
                                  .file = file,
                                  .path = where,
                                  .dir = pc_str_sub(where, 0, slash == PC_NPOS ? 0 : slash),
                                  .text = text};
    reader->read(&ctx);
}

static struct pc_str span_text(const struct reader_harness *h, struct pc_span span) {
    return pc_str_sub(h->text, span.offset, span.length);
}

static void add_host(struct pc_buf *out, const struct pc_builder *b, pc_id host) {
    if (host != PC_NONE) {
        const struct pc_host_mention *m = &b->host_mentions.items[host];
        struct pc_str name = m->name.len > 0 ? m->name : m->address;
        pc_buf_addf(out, " @%.*s%s", PC_ARG(name), m->tentative ? "?" : "");
    }
}

static void add_ports(struct pc_buf *out, struct pc_ports ports) {
    pc_buf_addf(out, ports.lo == ports.hi ? "%u" : "%u-%u", ports.lo, ports.hi);
}

static void add_claim(struct pc_buf *out, const struct pc_builder *b, const struct pc_claim *claim) {
    static const struct {
        uint32_t flag;
        const char *word;
    } flags[] = {{PC_CLAIM_INTERNAL, "internal"}, {PC_CLAIM_FUTURE, "future"},     {PC_CLAIM_OPEN, "open"},
                 {PC_CLAIM_LOOPBACK, "loopback"}, {PC_CLAIM_RESTATED, "restated"}, {PC_CLAIM_SELF, "self"}};
    pc_buf_addf(out, "%s ", pc_role_name(claim->role));
    add_ports(out, claim->ports);
    if (claim->name.len > 0) {
        pc_buf_addf(out, " %.*s", PC_ARG(claim->name));
    }
    if (claim->qualifier.len > 0) {
        pc_buf_addf(out, " (%.*s)", PC_ARG(claim->qualifier));
    }
    add_host(out, b, claim->host);
    if (claim->address.len > 0) {
        pc_buf_addf(out, " on %.*s", PC_ARG(claim->address));
    }
    if (claim->protocol != PC_PROTO_ANY) {
        pc_buf_addf(out, " %s", pc_protocol_name(claim->protocol));
    }
    if (claim->environment != PC_ENV_UNKNOWN) {
        pc_buf_addf(out, " %s", pc_environment_name(claim->environment));
    }
    if (claim->range != PC_NONE) {
        pc_buf_adds(out, " [");
        add_ports(out, b->ranges.items[claim->range].ports);
        pc_buf_adds(out, "]");
    }
    if (claim->confidence != PC_STATED) {
        pc_buf_adds(out, claim->confidence == PC_DERIVED ? " derived" : " guessed");
    }
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if ((claim->flags & flags[i].flag) != 0) {
            pc_buf_addf(out, " %s", flags[i].word);
        }
    }
}

static void add_mention_of_host(struct pc_buf *out, const struct pc_host_mention *m) {
    pc_buf_add(out, m->name);
    if (m->also.len > 0) {
        pc_buf_addf(out, " = %.*s", PC_ARG(m->also));
    }
    if (m->address.len > 0) {
        pc_buf_addf(out, " = %.*s", PC_ARG(m->address));
    }
    if (m->environment != PC_ENV_UNKNOWN) {
        pc_buf_addf(out, " %s", pc_environment_name(m->environment));
    }
    pc_buf_adds(out, m->tentative ? " tentative" : "");
}

static void add_section(struct pc_buf *out, const struct pc_builder *b, const struct pc_section *s) {
    static const char *const kinds[] = {"table", "list", "lines", "data"};
    pc_buf_addf(out, "%s %s %.*s", kinds[s->kind], pc_role_name(s->role), PC_ARG(s->title));
    add_host(out, b, s->host);
    pc_buf_adds(out, s->internal ? " internal" : "");
}

static void add_trouble(struct pc_buf *out, const struct reader_harness *h, const struct pc_trouble *t) {
    static const char *const codes[] = {"PC001", "PC002", "PC003", "PC004", "PC005",
                                        "PC006", "PC007", "PC008", "PC106", "PC107"};
    static const char *const levels[] = {"", " off", " info", " warning", " error"};
    pc_buf_addf(out, "%s%s %.*s: %.*s", codes[t->kind], levels[t->level], PC_ARG(t->label),
                PC_ARG(span_text(h, t->span)));
}

static void add_reference(struct pc_buf *out, const struct pc_builder *b, const struct pc_reference *r) {
    pc_buf_addf(out, "%.*s ->", PC_ARG(b->claims.items[r->claim].name));
    if (r->has_port) {
        pc_buf_addf(out, " %u", r->port);
    }
    pc_buf_addf(out, " %.*s", PC_ARG(r->name));
}

/* Lines of one kind. */
static void dump_kind(struct reader_harness *h, struct pc_buf *out, char kind, bool lettered) {
    const struct pc_builder *b = h->builder;
    size_t counts[128] = {['c'] = b->claims.count,   ['r'] = b->ranges.count,   ['h'] = b->host_mentions.count,
                          ['s'] = b->sections.count, ['t'] = b->troubles.count, ['n'] = b->references.count,
                          ['a'] = b->absences.count, ['d'] = b->dates.count,    ['m'] = b->mentions.count};
    for (size_t i = 0; i < counts[(unsigned char)kind]; i++) {
        if (lettered) {
            pc_buf_addf(out, "%c ", kind);
        }
        switch (kind) {
        case 'c':
            add_claim(out, b, &b->claims.items[i]);
            break;
        case 'r':
            add_ports(out, b->ranges.items[i].ports);
            pc_buf_addf(out, " %.*s%s", PC_ARG(b->ranges.items[i].purpose), b->ranges.items[i].open ? " open" : "");
            add_host(out, b, b->ranges.items[i].host);
            break;
        case 'h':
            add_mention_of_host(out, &b->host_mentions.items[i]);
            break;
        case 's':
            add_section(out, b, &b->sections.items[i]);
            break;
        case 't':
            add_trouble(out, h, &b->troubles.items[i]);
            break;
        case 'n':
            add_reference(out, b, &b->references.items[i]);
            break;
        case 'a':
            pc_buf_add(out, b->absences.items[i].name);
            add_host(out, b, b->absences.items[i].host);
            break;
        case 'd':
            pc_buf_addf(out, "%u%s", b->dates.items[i].ymd, b->dates.items[i].reconciled ? " reconciled" : "");
            break;
        default:
            pc_buf_addf(out, "%.*s %s", PC_ARG(span_text(h, b->mentions.items[i].span)), b->mentions.items[i].why);
            break;
        }
        pc_buf_addc(out, '\n');
    }
}

const char *reader_dump(struct reader_harness *h, const char *what) {
    struct pc_buf out;
    pc_buf_init(&out, &h->keep);
    pc_buf_adds(&out, "");
    for (const char *kind = what; *kind != '\0'; kind++) {
        dump_kind(h, &out, *kind, what[1] != '\0');
    }
    return pc_str_cstr(&h->keep, pc_buf_str(&out));
}

/* The digits of a slice, one blank between two runs of them. */
static struct pc_str digits_of(struct pc_arena *arena, struct pc_str s) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    for (size_t i = 0; i < s.len; i++) {
        if (pc_is_digit(s.ptr[i])) {
            if (i > 0 && !pc_is_digit(s.ptr[i - 1]) && out.len > 0) {
                pc_buf_addc(&out, ' ');
            }
            pc_buf_addc(&out, s.ptr[i]);
        }
    }
    return pc_buf_str(&out);
}

static void check_claim(struct reader_harness *h, const struct pc_claim *claim) {
    struct pc_str digits = digits_of(&h->keep, span_text(h, claim->span));
    assert_true(claim->span.offset + claim->span.length <= h->text.len);
    assert_true(claim->extent.offset + claim->extent.length <= h->text.len);
    assert_true(claim->name_span.offset + claim->name_span.length <= h->text.len);
    if ((claim->flags & (PC_CLAIM_OPEN | PC_CLAIM_COMPOSED | PC_CLAIM_FROM_ENV)) != 0) {
        assert_true(claim->span.length > 0);
        return;
    }
    struct pc_str wanted = claim->ports.lo == claim->ports.hi
                               ? pc_str_fmt(&h->keep, "%u", claim->ports.lo)
                               : pc_str_fmt(&h->keep, "%u %u", claim->ports.lo, claim->ports.hi);
    if (!pc_str_eq(digits, wanted)) {
        fail_msg("the span of a claim of %.*s spells \"%.*s\"", PC_ARG(wanted), PC_ARG(span_text(h, claim->span)));
    }
}

void reader_check_spans(struct reader_harness *h) {
    for (size_t i = 0; i < h->builder->claims.count; i++) {
        check_claim(h, &h->builder->claims.items[i]);
    }
    for (size_t i = 0; i < h->builder->ranges.count; i++) {
        const struct pc_range *range = &h->builder->ranges.items[i];
        assert_true(range->span.length > 0 && range->span.offset + range->span.length <= h->text.len);
    }
}
