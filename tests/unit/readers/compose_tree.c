#include "compose_tree.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "path.h"

static int by_path(const void *a, const void *b) {
    return pc_str_cmp(((const struct tree_file *)a)->path, ((const struct tree_file *)b)->path);
}

void tree_finish(struct compose_tree *tree) {
    pc_arena_finish(&tree->arena);
    pc_arena_finish(&tree->scratch);
}

void tree_start(struct compose_tree *tree) {
    bool no_memo = tree->no_memo;
    bool columns = tree->columns;
    tree_finish(tree);
    memset(tree, 0, sizeof *tree);
    tree->no_memo = no_memo;
    tree->columns = columns;
    pc_arena_init(&tree->arena, PC_LIMIT_RUN_BYTES, &tree->recovery);
    pc_arena_init(&tree->scratch, PC_LIMIT_SCRATCH_BASE, &tree->recovery);
}

void tree_add(struct compose_tree *tree, struct pc_str path, struct pc_str text) {
    if (tree->count < TREE_FILES) {
        tree->files[tree->count++] = (struct tree_file){path, text, PC_NONE};
    }
}

void tree_add_all(struct compose_tree *tree, const char *files) {
    while (strncmp(files, "== ", 3) == 0) {
        const char *path = files + 3;
        const char *text = strchr(path, '\n') + 1;
        const char *next = strncmp(text, "== ", 3) == 0 ? text : strstr(text, "\n== ");
        next = next == NULL ? text + strlen(text) : next == text ? next : next + 1;
        tree_add(tree, (struct pc_str){path, (size_t)(text - 1 - path)}, (struct pc_str){text, (size_t)(next - text)});
        files = next;
    }
}

static struct tree_file *find(struct compose_tree *tree, struct pc_str path) {
    struct tree_file key = {.path = path};
    return bsearch(&key, tree->files, tree->count, sizeof tree->files[0], by_path);
}

static bool exists(void *arg, struct pc_str path) {
    return find(arg, path) != NULL;
}

static bool make_known(void *arg, struct pc_str path, pc_id *id, struct pc_str *text) {
    struct compose_tree *tree = arg;
    struct tree_file *file = find(tree, path);
    if (!file) {
        return false;
    }
    if (file->file == PC_NONE) {
        file->file = pc_builder_file(tree->b, file->path, file->text, pc_lines_of(&tree->arena, file->text));
    }
    *id = file->file;
    *text = file->text;
    return true;
}

static void read_one(struct compose_tree *tree, const struct pc_tree_access *access, struct tree_file *file) {
    struct pc_path_look look = pc_path_look(file->path);
    enum pc_match match = pc_reader_compose.match(&look);
    if (match == PC_MATCH_NO || (match == PC_MATCH_MAYBE && !pc_reader_compose.sniff(file->path, file->text))) {
        return;
    }
    struct pc_read_context ctx = {.builder = tree->b,
                                  .arena = &tree->arena,
                                  .scratch = &tree->scratch,
                                  .tree = access,
                                  .path = file->path,
                                  .dir = pc_path_dir(file->path)};
    make_known(tree, file->path, &ctx.file, &ctx.text);
    pc_arena_finish(&tree->scratch);
    pc_arena_init(&tree->scratch, PC_LIMIT_SCRATCH_BASE + PC_LIMIT_SCRATCH_FACTOR * file->text.len, &tree->recovery);
    if (setjmp(tree->recovery.env) == 0) {
        pc_reader_compose.read(&ctx);
    } else {
        tree->ran_out = true;
    }
}

void tree_read(struct compose_tree *tree) {
    static const struct pc_hints none;
    qsort(tree->files, tree->count, sizeof tree->files[0], by_path);
    for (size_t i = 0; i < tree->count; i++) {
        tree->paths[i] = tree->files[i].path;
    }
    struct pc_tree_access access = {.arg = tree,
                                    .exists = exists,
                                    .read = make_known,
                                    .paths = tree->paths,
                                    .path_count = tree->count,
                                    .memo = tree->no_memo ? NULL : &tree->memo};
    if (setjmp(tree->recovery.env) != 0) {
        tree->ran_out = true;
        return;
    }
    tree->b = pc_builder_new(&tree->arena, &none);
    for (size_t i = 0; i < tree->count; i++) {
        read_one(tree, &access, &tree->files[i]);
    }
}

static struct pc_str span_text(const struct compose_tree *tree, struct pc_span span) {
    return pc_str_sub(tree->b->files.items[span.file].text, span.offset, span.length);
}

/* "3 ", or with columns "3:14 "; where there are several files "dir/file 3 ". */
static void say_place(struct compose_tree *tree, struct pc_buf *out, struct pc_span span) {
    const struct pc_file *file = &tree->b->files.items[span.file];
    struct pc_position at = pc_position_at(&file->lines, file->text, span.offset);
    if (tree->count > 1) {
        pc_buf_addf(out, "%.*s ", PC_ARG(file->path));
    }
    pc_buf_addf(out, "%u", at.line);
    if (tree->columns) {
        pc_buf_addf(out, ":%u", at.column);
    }
    pc_buf_addc(out, ' ');
}

static void say_flags(struct pc_buf *out, const struct pc_claim *claim) {
    static const struct {
        uint32_t flag;
        const char *word;
    } words[] = {{PC_CLAIM_TARGET, "target"},     {PC_CLAIM_PORT_VAR, "var"},       {PC_CLAIM_FLAG, "flag"},
                 {PC_CLAIM_EXPOSE, "expose"},     {PC_CLAIM_HEALTHCHECK, "health"}, {PC_CLAIM_HOSTNET, "hostnet"},
                 {PC_CLAIM_LOOPBACK, "loopback"}, {PC_CLAIM_FROM_ENV, "env"},       {PC_CLAIM_COMPOSED, "composed"},
                 {PC_CLAIM_REPLICA, "replica"},   {PC_CLAIM_OPEN, "open"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (claim->flags & words[i].flag) {
            pc_buf_addf(out, " %s", words[i].word);
        }
    }
    if (claim->confidence == PC_GUESSED) {
        pc_buf_adds(out, " guessed");
    }
}

struct pc_str tree_claims(struct compose_tree *tree) {
    struct pc_buf out;
    pc_buf_init(&out, &tree->arena);
    for (size_t i = 0; i < tree->b->claims.count; i++) {
        const struct pc_claim *claim = &tree->b->claims.items[i];
        const struct pc_container *container = &tree->b->containers.items[claim->container];
        say_place(tree, &out, claim->span);
        pc_buf_addf(&out, "%.*s %s %u", PC_ARG(container->key), pc_role_name(claim->role), claim->ports.lo);
        if (claim->ports.hi != claim->ports.lo) {
            pc_buf_addf(&out, "-%u", claim->ports.hi);
        }
        if (claim->protocol != PC_PROTO_TCP) {
            pc_buf_addf(&out, "/%s", pc_protocol_name(claim->protocol));
        }
        if (claim->address.len > 0) {
            pc_buf_addf(&out, " on %.*s", PC_ARG(claim->address));
        }
        if (!pc_str_eq(claim->name, container->key)) {
            pc_buf_addf(&out, " (%.*s)", PC_ARG(claim->name));
        }
        say_flags(&out, claim);
        pc_buf_addc(&out, '\n');
    }
    for (size_t i = 0; i < tree->b->mentions.count; i++) {
        const struct pc_mention *mention = &tree->b->mentions.items[i];
        say_place(tree, &out, mention->span);
        pc_buf_addf(&out, "? %.*s\n", PC_ARG(span_text(tree, mention->span)));
    }
    return pc_buf_str(&out);
}

struct pc_str tree_troubles(struct compose_tree *tree) {
    static const char *const codes[] = {"001", "002", "003", "004", "005", "006", "007", "008", "106", "107"};
    static const char *const levels[] = {"", "off ", "info ", "warning ", "error "};
    struct pc_buf out;
    pc_buf_init(&out, &tree->arena);
    for (size_t i = 0; i < tree->b->troubles.count; i++) {
        const struct pc_trouble *trouble = &tree->b->troubles.items[i];
        say_place(tree, &out, trouble->span);
        pc_buf_addf(&out, "PC%s %s%.*s\n", codes[trouble->kind], levels[trouble->level], PC_ARG(trouble->message));
    }
    return pc_buf_str(&out);
}

struct pc_str tree_containers(struct compose_tree *tree) {
    struct pc_buf out;
    pc_buf_init(&out, &tree->arena);
    for (size_t i = 0; i < tree->b->deployment_drafts.count; i++) {
        const struct pc_deployment_draft *draft = &tree->b->deployment_drafts.items[i];
        pc_buf_addf(&out, "# %.*s", PC_ARG(tree->b->files.items[draft->file].path));
        if (draft->infix.len > 0) {
            pc_buf_addf(&out, " [%.*s]", PC_ARG(draft->infix));
        }
        if (draft->environment != PC_ENV_UNKNOWN) {
            pc_buf_addf(&out, " %s", pc_environment_name(draft->environment));
        }
        for (size_t j = 0; j < draft->join_count; j++) {
            pc_id file = tree->b->deployment_drafts.items[draft->joins[j]].file;
            pc_buf_addf(&out, " with %.*s", PC_ARG(tree->b->files.items[file].path));
        }
        pc_buf_addc(&out, '\n');
    }
    for (size_t i = 0; i < tree->b->containers.count; i++) {
        const struct pc_container *c = &tree->b->containers.items[i];
        pc_id file = tree->b->deployment_drafts.items[c->deployment].file;
        if (tree->count > 1) {
            pc_buf_addf(&out, "%.*s ", PC_ARG(tree->b->files.items[file].path));
        }
        pc_buf_addf(&out, "= %.*s", PC_ARG(c->key));
        if (c->container_name.len > 0) {
            pc_buf_addf(&out, " name %.*s", PC_ARG(c->container_name));
        }
        if (c->image.len > 0) {
            pc_buf_addf(&out, " image %.*s", PC_ARG(c->image));
        }
        if (c->build_dir.ptr) {
            pc_buf_addf(&out, " build %.*s", PC_ARG(c->build_dir.len > 0 ? c->build_dir : PC_STR(".")));
        }
        for (size_t j = 0; j < c->profile_count; j++) {
            pc_buf_addf(&out, "%s%.*s", j == 0 ? " profiles " : ",", PC_ARG(c->profiles[j]));
        }
        pc_buf_addf(&out, "%s%s\n", c->host_network ? " host" : "", c->foreign ? " foreign" : "");
    }
    return pc_buf_str(&out);
}

static bool spells(struct pc_str text, struct pc_ports ports) {
    struct pc_ports there;
    return pc_ports_parse(text, &there) == PC_PORT_OK && pc_ports_eq(there, ports);
}

const char *tree_wrong_span(struct compose_tree *tree) {
    for (size_t i = 0; i < tree->b->claims.count; i++) {
        const struct pc_claim *claim = &tree->b->claims.items[i];
        struct pc_str text = span_text(tree, claim->span);
        if (text.len != claim->span.length) {
            return "a span beyond the file";
        }
        if (!(claim->flags & PC_CLAIM_COMPOSED) && !spells(text, claim->ports)) {
            return pc_str_cstr(&tree->arena,
                               pc_str_fmt(&tree->arena, "port %u spans \"%.*s\"", claim->ports.lo, PC_ARG(text)));
        }
        if (claim->span.file != claim->extent.file || claim->span.offset < claim->extent.offset ||
            claim->span.offset + claim->span.length > claim->extent.offset + claim->extent.length) {
            return pc_str_cstr(&tree->arena, pc_str_fmt(&tree->arena, "port %u outside its extent \"%.*s\"",
                                                        claim->ports.lo, PC_ARG(span_text(tree, claim->extent))));
        }
        if (claim->role == PC_ROLE_DIALS && claim->name_span.length > 0 &&
            !pc_str_eq(span_text(tree, claim->name_span), claim->name)) {
            return "a dialled name that does not stand at its span";
        }
        const struct pc_claim *partner = claim->partner == PC_NONE ? NULL : &tree->b->claims.items[claim->partner];
        if (partner && partner->role == claim->role) {
            return "a mapping with one side twice";
        }
    }
    return NULL;
}
