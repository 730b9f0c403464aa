/* The registry of a tree in which no document has the name of one. */
#include "candidate.h"

#include "encoding.h"
#include "limits.h"
#include "path.h"
#include "run_impl.h"

#define NAMED_MAX 3 /* candidates left aside that the remark names; the others are counted */

struct candidate {
    struct pc_tree_file *file;
    unsigned score;
};

struct PC_VEC_CANDIDATES PC_VEC(struct candidate);

struct scoring {
    struct pc_run *run;
    struct pc_tree_file *file;
    unsigned score;
};

static bool has_registry(const struct pc_run *run) {
    for (size_t i = 0; i < run->files.count; i++) {
        const struct pc_tree_file *file = &run->files.items[i];
        if (file->reader && file->reader->kind == PC_FILE_KIND_REGISTRY)
            return true;
    }
    return false;
}

/* A service's own document speaks of that service; only the root's may hold the tree's table. */
static bool is_candidate(const struct pc_run *run, const struct pc_tree_file *file) {
    struct pc_str base = pc_path_base(file->path);
    if (file->reader && file->reader->kind == PC_FILE_KIND_SERVICE_DOC && pc_path_dir(file->path).len > 0)
        return false;
    for (size_t i = 0; i < run->config.exclude_count; i++)
        if (pc_glob_match(run->config.exclude[i], file->path))
            return false;
    return !file->link && file->load != PC_LOAD_FAILED &&
           (pc_str_ends(base, PC_STR(".md")) || pc_str_ends(base, PC_STR(".markdown")));
}

/* What `portcheck report` wrote holds tables of ports, and is none. */
static bool is_own_report(struct pc_str text) {
    return pc_str_starts(text, PC_STR("<!-- portcheck report -->"));
}

static void score_one(void *arg) {
    struct scoring *s = arg;
    struct pc_arena *scratch = &s->run->scratch;
    struct pc_str text = s->file->text;
    if (s->file->load == PC_LOAD_NOT_YET) {
        if (pc_files_bytes(&s->run->files, s->file, scratch, &text, NULL) != PC_FILE_OK)
            return;
        scratch->budget += PC_LIMIT_SCRATCH_FACTOR * text.len;
        if (pc_encoding_of(text).kind != PC_ENCODING_UTF8)
            text = pc_encoding_clean(scratch, text);
    }
    s->score = is_own_report(text) ? 0 : pc_registry_markdown_score(scratch, &s->run->config, s->file->path, text);
}

/* All documents that look like a registry; *best is the one that does most, of equals the one nearest to the root. */
static size_t find_best(struct pc_run *run, struct PC_VEC_CANDIDATES *found) {
    size_t best = 0;
    for (size_t i = 0; i < run->files.count; i++) {
        struct scoring s = {run, &run->files.items[i], 0};
        enum pc_oom why;
        if (!is_candidate(run, s.file) || !pc_run_guard(run, s.file->text.len, score_one, &s, &why) || s.score == 0)
            continue;
        *PC_PUSH(found, &run->arena) = (struct candidate){s.file, s.score};
        const struct candidate *top = &found->items[best];
        if (s.score > top->score || (s.score == top->score && s.file->path.len < top->file->path.len))
            best = found->count - 1;
    }
    return best;
}

static struct pc_str name_others(struct pc_run *run, const struct PC_VEC_CANDIDATES *found, size_t best) {
    struct pc_buf out;
    size_t named = 0;
    pc_buf_init(&out, &run->arena);
    for (size_t i = 0; i < found->count && named < NAMED_MAX; i++)
        if (i != best)
            pc_buf_addf(&out, "%s%.*s", named++ > 0 ? ", " : "", PC_ARG(found->items[i].file->path));
    if (found->count - 1 > named)
        pc_buf_addf(&out, " and %zu more", found->count - 1 - named);
    return pc_buf_str(&out);
}

void pc_run_choose_registry(struct pc_run *run) {
    struct PC_VEC_CANDIDATES found = {0};
    if (run->only.ptr || run->config.document_count > 0 || has_registry(run))
        return;
    size_t best = find_best(run, &found);
    if (found.count == 0) {
        pc_run_remark(run, "no port registry was found; what needs none was checked");
        return;
    }
    struct pc_tree_file *file = found.items[best].file;
    file->reader = &pc_reader_registry_markdown;
    file->match = PC_MATCH_EXACT;
    file->forced = true;
    if (pc_files_load(&run->files, file))
        pc_files_set_kind(&run->files, file);
    run->candidate = file->path;
    struct pc_str others = name_others(run, &found, best);
    pc_run_remark(run, "no document has a registry's name; %.*s looks most like one and was read as the registry%s%.*s",
                  PC_ARG(file->path), others.len > 0 ? ", not: " : "", PC_ARG(others));
}
