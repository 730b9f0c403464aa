/* One variable, two defaults: PC309 default-conflict. Env files that stand side by side for the same purpose are
 * compared with each other, and what a generator takes where a variable is not set with the env files that it reads. */
#include "path.h"
#include "rule_tools.h"
#include "say.h"
#include "sort.h"

/* A variable's port in an env file, or a generator's fallback. */
struct item {
    struct pc_str key;
    struct pc_str dir;     /* the file's */
    struct pc_str purpose; /* "development" of ".env.development" and ".env.development.example" */
    pc_id file;
    struct pc_span span;
    struct pc_ports ports;
    pc_id service; /* PC_NONE: unknown */
    bool fallback; /* a generator's */
};

static int compare_items(const void *left, const void *right) {
    const struct item *a = left, *b = right;
    int order = pc_str_cmp(a->key, b->key);
    order = pc_then(order, pc_order(a->fallback, b->fallback));
    order = pc_then(order, pc_str_cmp(a->dir, b->dir));
    order = pc_then(order, pc_str_cmp(a->purpose, b->purpose));
    order = pc_then(order, pc_order(a->file, b->file));
    return pc_then(order, pc_order(a->span.offset, b->span.offset));
}

/* The variable that the line of an env file sets: each of its numbers stands in a value. */
static struct pc_str key_at(struct pc_str text, uint32_t offset) {
    enum { LINE_REACH = 400 };
    size_t start = offset;
    while (start > 0 && offset - start < LINE_REACH && text.ptr[start - 1] != '\n') {
        start--;
    }
    struct pc_str line = pc_str_trim(pc_str_sub(text, start, offset - start));
    if (pc_str_starts(line, PC_STR("export "))) {
        line = pc_str_trim(pc_str_sub(line, 7, line.len));
    }
    size_t end = 0;
    while (end < line.len && (pc_is_alnum(line.ptr[end]) || line.ptr[end] == '_')) {
        end++;
    }
    return pc_str_sub(line, 0, end);
}

static bool is_form_word(struct pc_str word) {
    static const char *const words[] = {"env", "example", "sample", "template", "dist", "tmpl", "default", "defaults"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_eq_nocase(word, pc_str_c(words[i]))) {
            return true;
        }
    }
    return false;
}

/* What an env file is for, without the words that only say that it is one, or a sample of one. */
static struct pc_str purpose_of(struct pc_arena *arena, struct pc_str path) {
    struct pc_str base = pc_path_base(path);
    struct pc_buf buf;
    pc_buf_init(&buf, arena);
    for (size_t from = 0, to; from < base.len; from = to + 1) {
        for (to = from; to < base.len && pc_is_alnum(base.ptr[to]);) {
            to++;
        }
        struct pc_str word = pc_str_sub(base, from, to - from);
        if (word.len > 0 && !is_form_word(word)) {
            pc_buf_add(&buf, word);
            pc_buf_adds(&buf, ".");
        }
    }
    return pc_buf_str(&buf);
}

struct items {
    const struct pc_rule_context *ctx;
    struct PC_VEC(struct item) list;
    pc_id purpose_file; /* whose purpose was worked out last */
    struct pc_str purpose;
};

/* A number in an env file: a claim or, of service PC_NONE, a mention. */
static void add_number(struct items *items, struct pc_span span, pc_id service) {
    const struct pc_file *file = &items->ctx->reg->files[span.file];
    struct pc_ports ports;
    if (file->kind != PC_FILE_KIND_ENV || pc_ports_parse(pc_span_text(items->ctx->reg, span), &ports) != PC_PORT_OK) {
        return;
    }
    struct pc_str key = key_at(file->text, span.offset);
    if (key.len == 0) {
        return;
    }
    if (items->purpose_file != span.file) {
        items->purpose_file = span.file;
        items->purpose = purpose_of(items->ctx->arena, file->path);
    }
    *PC_PUSH(&items->list, items->ctx->arena) = (struct item){.key = key,
                                                              .dir = pc_path_dir(file->path),
                                                              .purpose = items->purpose,
                                                              .file = span.file,
                                                              .span = span,
                                                              .ports = ports,
                                                              .service = service};
}

/* A default of another directory's service, under a variable's name: the file writes that directory's env file. */
static bool is_generated(const struct pc_registry *reg, const struct pc_claim *claim) {
    return claim->role == PC_ROLE_DEFAULT && reg->files[claim->span.file].kind == PC_FILE_KIND_SOURCE &&
           claim->service != PC_NONE && reg->services[claim->service].dir.ptr &&
           pc_str_find_char(claim->qualifier, '_', 0) != PC_NPOS &&
           !pc_path_is_under(reg->files[claim->span.file].path, reg->services[claim->service].dir);
}

static struct items items_of(const struct pc_rule_context *ctx) {
    struct items items = {.ctx = ctx, .purpose_file = PC_NONE};
    for (size_t i = 0; i < ctx->reg->claim_count; i++) {
        const struct pc_claim *claim = &ctx->reg->claims[i];
        if (is_generated(ctx->reg, claim)) {
            *PC_PUSH(&items.list, ctx->arena) =
                (struct item){.key = claim->qualifier,
                              .dir = pc_path_dir(ctx->reg->files[claim->span.file].path),
                              .file = claim->span.file,
                              .span = claim->span,
                              .ports = claim->ports,
                              .service = claim->service,
                              .fallback = true};
        } else {
            add_number(&items, claim->span, claim->role == PC_ROLE_DIALS ? PC_NONE : claim->service);
        }
    }
    for (size_t i = 0; i < ctx->reg->mention_count; i++) {
        add_number(&items, ctx->reg->mentions[i].span, PC_NONE);
    }
    pc_sort(items.list.items, items.list.count, sizeof items.list.items[0], compare_items);
    return items;
}

static void say_conflict(const struct pc_rule_context *ctx, const struct item *const *items, size_t count) {
    struct pc_port_set ports = {0};
    for (size_t i = 0; i < count; i++) {
        pc_port_set_add(ctx->arena, &ports, items[i]->ports);
    }
    struct pc_finding *f =
        pc_say(ctx, PC_LEVEL_DEFAULT, "`%.*s` has more than one default: %.*s",
               PC_ARG(pc_clip(ctx->arena, items[0]->key)), PC_ARG(pc_port_set_text(ctx->arena, &ports)));
    f->path = ctx->reg->files[items[0]->file].path;
    for (size_t i = 0; i < count; i++) {
        pc_finding_port(ctx->out, f, items[i]->ports);
        if (items[i]->service != PC_NONE) {
            pc_finding_service(ctx->out, f, pc_service_name(ctx, items[i]->service));
        }
        pc_finding_label(ctx->out, f, items[i]->span, "%s",
                         items[i]->fallback ? "taken where the variable is not set" : "set here");
    }
    pc_finding_note(ctx->out, f, "which one counts depends on the file that was copied, or on whether it was");
    pc_finding_help(ctx->out, f, "write one number everywhere");
}

/* The first value of each file of the same directory and purpose. */
static void check_side_by_side(const struct pc_rule_context *ctx, const struct item *items, size_t count) {
    enum { FILES_MAX = 64 };
    const struct item *first[FILES_MAX];
    size_t used = 0;
    bool differ = false;
    for (size_t i = 0; i < count && used < FILES_MAX; i++) {
        if (i == 0 || items[i].file != items[i - 1].file) {
            first[used++] = &items[i];
            differ = differ || !pc_ports_eq(items[i].ports, first[0]->ports);
        }
    }
    if (differ) {
        say_conflict(ctx, first, used);
    }
}

/* A generator's fallback against the env files above it. */
static void check_fallback(const struct pc_rule_context *ctx, const struct item *fallback, const struct item *items,
                           size_t count) {
    enum { FILES_MAX = 64 };
    const struct item *against[FILES_MAX + 1];
    size_t used = 0;
    against[used++] = fallback;
    for (size_t i = 0; i < count && used <= FILES_MAX; i++) {
        if (!pc_path_is_under(fallback->dir, items[i].dir)) {
            continue;
        }
        if (pc_ports_eq(items[i].ports, fallback->ports)) {
            return;
        }
        against[used++] = &items[i];
    }
    if (used > 1) {
        say_conflict(ctx, against, used);
    }
}

/* All items of one variable; fallbacks stand behind the others. */
static void check_variable(const struct pc_rule_context *ctx, const struct item *items, size_t count) {
    enum { FALLBACKS_MAX = 256 };
    size_t set = 0;
    while (set < count && !items[set].fallback) {
        set++;
    }
    for (size_t from = 0, to; from < set; from = to) {
        for (to = from; to < set && pc_str_eq(items[to].dir, items[from].dir) &&
                        pc_str_eq(items[to].purpose, items[from].purpose);) {
            to++;
        }
        check_side_by_side(ctx, items + from, to - from);
    }
    for (size_t i = set; i < count && i - set < FALLBACKS_MAX; i++) {
        check_fallback(ctx, &items[i], items, set);
    }
}

static void check(const struct pc_rule_context *ctx) {
    struct items items = items_of(ctx);
    for (size_t from = 0, to; from < items.list.count; from = to) {
        for (to = from; to < items.list.count && pc_str_eq(items.list.items[to].key, items.list.items[from].key);) {
            to++;
        }
        check_variable(ctx, items.list.items + from, to - from);
    }
}

const struct pc_rule pc_rule_default_conflict = {
    .info =
        {.code = "PC309",
         .name = "default-conflict",
         .family = "Drift",
         .level = PC_LEVEL_INFO,
         .summary = "two env files, or an env file and a generator's fallback, give one variable different defaults",
         .why =
             "Which port a service gets depends on which file somebody copied: it works on one machine and not on the "
             "next.",
         .fix = "Write one number everywhere, or drop the fallback so that a missing variable is an error.",
         .silent =
             "Env files for different purposes (.env.test beside .env.production), env files of different folders, "
             "and variables that hold no port.",
         .bad = "--- ledger/package.json\n{\"name\": \"ledger\"}\n"
                "--- ledger/.env\nPORT=3061\n"
                "--- ledger/.env.example\nPORT=3062\n",
         .good = "--- ledger/package.json\n{\"name\": \"ledger\"}\n"
                 "--- ledger/.env\nPORT=3061\n"
                 "--- ledger/.env.example\nPORT=3061\n"},
    .check = check};
