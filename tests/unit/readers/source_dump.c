#include "source_dump.h"

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
#include "path.h"

static struct pc_arena arena;
static struct pc_arena scratch;
static struct pc_recovery recovery;

struct pc_config source_config;

struct other {
    struct pc_str path;
    struct pc_str text;
    pc_id file;
};

struct tree {
    struct pc_builder *b;
    struct PC_VEC(struct other) files;
    struct PC_VEC(struct pc_str) paths;
};

void source_dump_finish(void) {
    pc_arena_finish(&arena);
    pc_arena_finish(&scratch);
}

static struct other *find(struct tree *tree, struct pc_str path) {
    for (size_t i = 0; i < tree->files.count; i++) {
        if (pc_str_eq(tree->files.items[i].path, path)) {
            return &tree->files.items[i];
        }
    }
    return NULL;
}

static bool exists(void *arg, struct pc_str path) {
    return find(arg, path) != NULL;
}

static bool read_other(void *arg, struct pc_str path, pc_id *file, struct pc_str *text) {
    struct tree *tree = arg;
    struct other *other = find(tree, path);
    if (!other) {
        return false;
    }
    other->file = pc_builder_file(tree->b, path, other->text, pc_lines_of(&arena, other->text));
    *file = other->file;
    *text = other->text;
    return true;
}

static int by_path(const void *a, const void *b) {
    return pc_str_cmp(*(const struct pc_str *)a, *(const struct pc_str *)b);
}

static void plant(struct tree *tree, const char *beside) {
    struct pc_str rest = pc_str_c(beside);
    struct pc_str line;
    for (bool done = beside == NULL; pc_str_split(&rest, '\n', &line, &done);) {
        size_t equals = pc_str_find_char(line, '=', 0);
        struct other other = {.path = pc_str_sub(line, 0, equals)};
        if (equals != PC_NPOS) {
            other.text = pc_str_sub(line, equals + 1, line.len);
        }
        *PC_PUSH(&tree->files, &arena) = other;
        *PC_PUSH(&tree->paths, &arena) = other.path;
    }
    if (tree->paths.count > 1) {
        qsort(tree->paths.items, tree->paths.count, sizeof tree->paths.items[0], by_path);
    }
}

/* The text in a block of its own size, so that reading past its end is noticed. */
static struct pc_str own_copy(struct pc_str text) {
    char *copy = pc_arena_alloc(&arena, text.len);
    if (text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    return (struct pc_str){copy, text.len};
}

static struct pc_builder *read_text(const struct pc_reader *reader, const char *path, const char *beside,
                                    struct pc_str text) {
    source_dump_finish();
    pc_arena_init(&arena, PC_LIMIT_RUN_BYTES, &recovery);
    pc_arena_init(&scratch, PC_LIMIT_SCRATCH_BASE + PC_LIMIT_SCRATCH_FACTOR * text.len, &recovery);
    struct pc_str copy = own_copy(text);
    struct tree *tree = PC_NEW(&arena, struct tree);
    tree->b = pc_builder_new(&arena, NULL);
    plant(tree, beside);
    const struct pc_tree_access access = {
        .arg = tree, .exists = exists, .read = read_other, .paths = tree->paths.items, .path_count = tree->paths.count};
    struct pc_str where = pc_str_c(path);
    struct pc_read_context ctx = {.builder = tree->b,
                                  .arena = &arena,
                                  .scratch = &scratch,
                                  .config = &source_config,
                                  .tree = &access,
                                  .file = pc_builder_file(tree->b, where, copy, pc_lines_of(&arena, copy)),
                                  .path = where,
                                  .dir = pc_path_dir(where),
                                  .text = copy};
    pc_builder_file_at(tree->b, ctx.file)->kind = reader->kind;
    reader->read(&ctx);
    return tree->b;
}

static unsigned line_of(const struct pc_file *file, uint32_t offset) {
    return pc_line_at(&file->lines, offset) + 1;
}

static void check_span(const struct pc_claim *claim, struct pc_str text) {
    char spelled[32];
    int length = claim->ports.lo == claim->ports.hi
                     ? snprintf(spelled, sizeof spelled, "%u", (unsigned)claim->ports.lo)
                     : snprintf(spelled, sizeof spelled, "%u-%u", (unsigned)claim->ports.lo, (unsigned)claim->ports.hi);
    assert_true(claim->span.offset + claim->span.length <= text.len);
    assert_true(claim->extent.length > 0 && claim->extent.offset + claim->extent.length <= text.len);
    if (!(claim->flags & PC_CLAIM_COMPOSED)) {
        assert_int_equal(claim->span.length, length);
        assert_memory_equal(text.ptr + claim->span.offset, spelled, (size_t)length);
        assert_true(claim->extent.offset <= claim->span.offset &&
                    claim->span.offset + claim->span.length <= claim->extent.offset + claim->extent.length);
    }
    assert_true(claim->name_span.length == 0 ||
                (claim->name_span.length == claim->name.len &&
                 memcmp(text.ptr + claim->name_span.offset, claim->name.ptr, claim->name.len) == 0));
}

static void add_words(struct pc_buf *out, const struct pc_claim *claim) {
    static const struct {
        uint32_t flag;
        const char *word;
    } flags[] = {{PC_CLAIM_PORT_VAR, " main"},    {PC_CLAIM_FLAG, " flag"},         {PC_CLAIM_EXPOSE, " expose"},
                 {PC_CLAIM_FRONT, " front"},      {PC_CLAIM_HEALTHCHECK, " check"}, {PC_CLAIM_TARGET, " target"},
                 {PC_CLAIM_FROM_ENV, " env"},     {PC_CLAIM_LOOPBACK, " loopback"}, {PC_CLAIM_ROUTE, " route"},
                 {PC_CLAIM_COMPOSED, " composed"}};
    static const char *const confidences[] = {"", " derived", " guessed"};
    pc_buf_adds(out, claim->protocol == PC_PROTO_UDP ? " udp" : "");
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        pc_buf_adds(out, claim->flags & flags[i].flag ? flags[i].word : "");
    }
    pc_buf_adds(out, confidences[claim->confidence]);
    if (claim->environment != PC_ENV_UNKNOWN) {
        pc_buf_addf(out, " %s", pc_environment_name(claim->environment));
    }
    if (claim->qualifier.len > 0) {
        pc_buf_addf(out, " \"%.*s\"", PC_ARG(claim->qualifier));
    }
}

static void add_claim(struct pc_buf *out, const struct pc_builder *b, size_t index) {
    const struct pc_claim *claim = &b->claims.items[index];
    const struct pc_file *file = &b->files.items[claim->span.file];
    check_span(claim, file->text);
    pc_buf_addf(out, "%u %s %.*s%s%u", line_of(file, claim->span.offset), pc_role_name(claim->role),
                PC_ARG(claim->name), claim->name.len > 0 ? ":" : "", (unsigned)claim->ports.lo);
    if (claim->ports.hi != claim->ports.lo) {
        pc_buf_addf(out, "-%u", (unsigned)claim->ports.hi);
    }
    if (claim->flags & PC_CLAIM_SELF) {
        pc_buf_adds(out, " self");
    }
    for (size_t i = 0; i < b->claim_dirs.count; i++) {
        if (b->claim_dirs.items[i].claim == index) {
            pc_buf_addf(out, "@%.*s", PC_ARG(b->claim_dirs.items[i].dir));
        }
    }
    add_words(out, claim);
    pc_buf_addc(out, '\n');
}

static const char *trouble_code(enum pc_trouble_kind kind) {
    static const char *const codes[] = {"PC001", "PC002", "PC003", "PC004", "PC005",
                                        "PC006", "PC007", "PC008", "PC106", "PC107"};
    return codes[kind];
}

static const char *dump(const struct pc_builder *b) {
    struct pc_buf out;
    pc_buf_init(&out, &arena);
    pc_buf_adds(&out, "");
    for (size_t i = 0; i < b->claims.count; i++) {
        add_claim(&out, b, i);
    }
    for (size_t i = 0; i < b->mentions.count; i++) {
        const struct pc_mention *mention = &b->mentions.items[i];
        const struct pc_file *file = &b->files.items[mention->span.file];
        struct pc_str there = pc_str_sub(file->text, mention->span.offset, mention->span.length);
        pc_buf_addf(&out, "%u ? %.*s %s\n", line_of(file, mention->span.offset), PC_ARG(there), mention->why);
    }
    for (size_t i = 0; i < b->troubles.count; i++) {
        const struct pc_trouble *trouble = &b->troubles.items[i];
        const struct pc_file *file = &b->files.items[trouble->span.file];
        assert_true(trouble->span.offset + trouble->span.length <= file->text.len);
        pc_buf_addf(&out, "%u ! %s %.*s\n", line_of(file, trouble->span.offset), trouble_code(trouble->kind),
                    PC_ARG(trouble->message));
    }
    return pc_str_cstr(&arena, pc_buf_str(&out));
}

const char *source_dump(const struct pc_reader *reader, const struct source_sample *sample, struct pc_str text) {
    return dump(read_text(reader, sample->path, sample->beside, text));
}

bool source_takes(const struct pc_reader *reader, const char *path, const char *text) {
    struct pc_path_look look = pc_path_look(pc_str_c(path));
    enum pc_match match = reader->match(&look);
    return match > PC_MATCH_MAYBE || (match == PC_MATCH_MAYBE && reader->sniff(pc_str_c(path), pc_str_c(text)));
}

void source_check(const struct pc_reader *reader, const struct source_sample *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!source_takes(reader, samples[i].path, samples[i].text)) {
            fail_msg("%s is not taken: %s", samples[i].path, samples[i].text);
        }
        const char *said = source_dump(reader, &samples[i], pc_str_c(samples[i].text));
        if (strcmp(said, samples[i].said) != 0) {
            fail_msg("%s: %s\nsaid:\n%sexpected:\n%s", samples[i].path, samples[i].text, said, samples[i].said);
        }
    }
    source_dump_finish();
}

void source_silent(const struct pc_reader *reader, const struct source_silence *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct source_sample sample = {.path = samples[i].path};
        const struct pc_builder *b = read_text(reader, sample.path, "Dockerfile", pc_str_c(samples[i].text));
        if (b->claims.count > 0 || b->troubles.count > 0) {
            fail_msg("%s: %s\nis not silent:\n%s", samples[i].path, samples[i].text, dump(b));
        }
    }
    source_dump_finish();
}

void source_cut(const struct pc_reader *reader, const char *path, const char *text) {
    const struct source_sample sample = {.path = path};
    size_t length = strlen(text);
    for (size_t i = 0; i <= length; i++) {
        char *cut = test_malloc(length + 1);
        memcpy(cut, text, length + 1);
        assert_non_null(source_dump(reader, &sample, (struct pc_str){cut, i}));
        assert_non_null(source_dump(reader, &sample, (struct pc_str){cut + i, length - i}));
        if (i < length) {
            cut[i] = "\xFF{}\"$:[\n"[i % 8];
            assert_non_null(source_dump(reader, &sample, (struct pc_str){cut, length}));
        }
        source_dump_finish();
        test_free(cut);
    }
}

/* That the budget is spent is an answer too. */
static void read_within_budget(const struct pc_reader *reader, const char *path, struct pc_str text) {
    if (setjmp(recovery.env) == 0) {
        read_text(reader, path, NULL, text);
    }
}

static double seconds_of(const struct pc_reader *reader, const char *path, struct pc_str text) {
    const clock_t start = clock();
    read_within_budget(reader, path, text);
    source_dump_finish();
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Eight times the text takes some eight times as long, on any machine and however the program is built. */
void source_repeat(const struct pc_reader *reader, const char *path, const char *head, const char *piece,
                   size_t count) {
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
