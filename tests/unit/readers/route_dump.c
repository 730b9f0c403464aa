#include "route_dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "buf.h"
#include "draft.h"
#include "limits.h"

static struct pc_arena arena;
static struct pc_arena scratch;
static struct pc_recovery recovery;

void route_dump_finish(void) {
    pc_arena_finish(&arena);
    pc_arena_finish(&scratch);
}

/* The text in a block of its own size, so that reading past its end is noticed. */
static struct pc_str own_copy(struct pc_str text) {
    char *copy = pc_arena_alloc(&arena, text.len);
    if (text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    return (struct pc_str){copy, text.len};
}

static struct pc_builder *read_text(const struct pc_reader *reader, const char *path, struct pc_str text) {
    route_dump_finish();
    pc_arena_init(&arena, PC_LIMIT_RUN_BYTES, &recovery);
    pc_arena_init(&scratch, PC_LIMIT_SCRATCH_BASE + PC_LIMIT_SCRATCH_FACTOR * text.len, &recovery);
    struct pc_str copy = own_copy(text);
    struct pc_builder *b = pc_builder_new(&arena, NULL);
    struct pc_str where = pc_str_c(path);
    static struct pc_config config;
    pc_id file = pc_builder_file(b, where, copy, pc_lines_of(&arena, copy));
    struct pc_str dir = pc_str_sub(where, 0, where.len);
    while (dir.len > 0 && dir.ptr[dir.len - 1] != '/') {
        dir.len--;
    }
    dir.len -= dir.len > 0;
    struct pc_read_context ctx = {.builder = b,
                                  .arena = &arena,
                                  .scratch = &scratch,
                                  .config = &config,
                                  .file = file,
                                  .path = where,
                                  .dir = dir,
                                  .text = copy};
    reader->read(&ctx);
    return b;
}

static unsigned line_of(const struct pc_file *file, uint32_t offset) {
    return pc_line_at(&file->lines, offset) + 1;
}

static void add_flags(struct pc_buf *out, const struct pc_claim *claim) {
    static const struct {
        uint32_t flag;
        const char *word;
    } flags[] = {{PC_CLAIM_PORT_VAR, " main"},    {PC_CLAIM_EXPOSE, " expose"},    {PC_CLAIM_ROUTE, " route"},
                 {PC_CLAIM_SCRAPE, " scrape"},    {PC_CLAIM_FROM_ENV, " default"}, {PC_CLAIM_LOOPBACK, " loopback"},
                 {PC_CLAIM_COMPOSED, " composed"}};
    pc_buf_adds(out, claim->protocol == PC_PROTO_UDP ? " udp" : claim->protocol == PC_PROTO_ANY ? " any" : "");
    pc_buf_adds(out, claim->place == PC_PLACE_HOST ? " host" : claim->place == PC_PLACE_NETWORK ? " network" : "");
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        pc_buf_adds(out, claim->flags & flags[i].flag ? flags[i].word : "");
    }
    pc_buf_adds(out, claim->confidence == PC_GUESSED ? " guessed" : "");
}

static void check_span(const struct pc_claim *claim, struct pc_str text) {
    char spelled[32];
    int length = claim->ports.lo == claim->ports.hi
                     ? snprintf(spelled, sizeof spelled, "%u", (unsigned)claim->ports.lo)
                     : snprintf(spelled, sizeof spelled, "%u-%u", (unsigned)claim->ports.lo, (unsigned)claim->ports.hi);
    assert_true(claim->span.offset + claim->span.length <= text.len);
    if (!(claim->flags & PC_CLAIM_COMPOSED)) {
        assert_int_equal(claim->span.length, length);
        assert_memory_equal(text.ptr + claim->span.offset, spelled, (size_t)length);
    }
    assert_true(claim->name_span.length == 0 ||
                (claim->name_span.length == claim->name.len &&
                 memcmp(text.ptr + claim->name_span.offset, claim->name.ptr, claim->name.len) == 0));
    assert_true(claim->extent.length > 0 && claim->extent.offset + claim->extent.length <= text.len);
}

static void add_claim(struct pc_buf *out, const struct pc_claim *claim, const struct pc_file *file) {
    check_span(claim, file->text);
    struct pc_str host = claim->role == PC_ROLE_DIALS ? claim->name : claim->address;
    pc_buf_addf(out, "%u %s %.*s%s%u", line_of(file, claim->span.offset), pc_role_name(claim->role), PC_ARG(host),
                host.len > 0 ? ":" : "", (unsigned)claim->ports.lo);
    if (claim->ports.hi != claim->ports.lo) {
        pc_buf_addf(out, "-%u", (unsigned)claim->ports.hi);
    }
    add_flags(out, claim);
    if (claim->qualifier.len > 0) {
        pc_buf_addf(out, " \"%.*s\"", PC_ARG(claim->qualifier));
    }
    pc_buf_addc(out, '\n');
}

static const char *trouble_code(enum pc_trouble_kind kind) {
    static const char *const codes[] = {"PC001", "PC002", "PC003", "PC004", "PC005",
                                        "PC006", "PC007", "PC008", "PC106", "PC107"};
    return codes[kind];
}

const char *route_dump(const struct pc_reader *reader, const char *path, struct pc_str text) {
    struct pc_builder *b = read_text(reader, path, text);
    struct pc_buf out;
    pc_buf_init(&out, &arena);
    const struct pc_file *file = &b->files.items[0];
    for (size_t i = 0; i < b->claims.count; i++) {
        add_claim(&out, &b->claims.items[i], file);
    }
    for (size_t i = 0; i < b->mentions.count; i++) {
        const struct pc_mention *mention = &b->mentions.items[i];
        struct pc_str there = pc_str_sub(file->text, mention->span.offset, mention->span.length);
        pc_buf_addf(&out, "%u ? %.*s %s\n", line_of(file, mention->span.offset), PC_ARG(there), mention->why);
    }
    for (size_t i = 0; i < b->troubles.count; i++) {
        const struct pc_trouble *trouble = &b->troubles.items[i];
        assert_true(trouble->span.offset + trouble->span.length <= file->text.len);
        pc_buf_addf(&out, "%u ! %s %.*s\n", line_of(file, trouble->span.offset), trouble_code(trouble->kind),
                    PC_ARG(trouble->message));
    }
    return pc_str_cstr(&arena, pc_buf_str(&out));
}

bool route_takes(const struct pc_reader *reader, const char *path, const char *text) {
    struct pc_path_look look = pc_path_look(pc_str_c(path));
    enum pc_match match = reader->match(&look);
    return match > PC_MATCH_MAYBE || (match == PC_MATCH_MAYBE && reader->sniff(pc_str_c(path), pc_str_c(text)));
}

void route_check(const struct pc_reader *reader, const struct route_sample *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert_true(route_takes(reader, samples[i].path, samples[i].text));
        assert_string_equal(route_dump(reader, samples[i].path, pc_str_c(samples[i].text)), samples[i].said);
    }
    route_dump_finish();
}

void route_cut(const struct pc_reader *reader, const char *path, const char *text) {
    size_t length = strlen(text);
    for (size_t i = 0; i <= length; i++) {
        char *cut = test_malloc(length + 1);
        memcpy(cut, text, length + 1);
        assert_non_null(route_dump(reader, path, (struct pc_str){cut, i}));
        assert_non_null(route_dump(reader, path, (struct pc_str){cut + i, length - i}));
        if (i < length) {
            cut[i] = "\xFF{}\"$:[\n"[i % 8];
            assert_non_null(route_dump(reader, path, (struct pc_str){cut, length}));
        }
        route_dump_finish();
        test_free(cut);
    }
}

/* That the budget is spent is an answer too. */
static void read_within_budget(const struct pc_reader *reader, const char *path, struct pc_str text) {
    if (setjmp(recovery.env) == 0) {
        read_text(reader, path, text);
    }
}

static double seconds_of(const struct pc_reader *reader, const char *path, struct pc_str text) {
    const clock_t start = clock();
    read_within_budget(reader, path, text);
    route_dump_finish();
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Eight times the text takes some eight times as long, on any machine and however the program is built. */
void route_repeat(const struct pc_reader *reader, const char *path, const char *head, const char *piece, size_t count) {
    size_t first = strlen(head);
    size_t each = strlen(piece);
    char *text = test_malloc(first + each * count + 1);
    memcpy(text, head, first + 1);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + first + i * each, piece, each + 1);
    }
    double eighth = seconds_of(reader, path, (struct pc_str){text, first + each * (count / 8)});
    double all = seconds_of(reader, path, (struct pc_str){text, first + each * count});
    assert_true(all < 0.5 || all < 20 * eighth);
    test_free(text);
}
