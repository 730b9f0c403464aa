/* The stages of a run. */
#include <string.h>
#include <sys/resource.h>

#include "encoding.h"
#include "limits.h"
#include "path.h"
#include "run_impl.h"
#include "source_patterns.h"

/* What the listing could not see is trouble as well. */
static void report_listing(struct pc_run *run) {
    struct pc_source_list *list = &run->tree.list;
    for (size_t i = 0; i < list->unread_count; i++) {
        const struct pc_unread *unread = &list->unread[i];
        struct pc_str path = unread->path.len > 0 ? unread->path : PC_STR(".");
        struct pc_str message =
            pc_str_fmt(&run->arena, "the directory `%.*s` cannot be read, nor what lies below it", PC_ARG(path));
        /* Where git lists the tracked files each of them has a finding of its own. */
        bool known = list->how == PC_LISTING_GIT && pc_files_is_usual(unread->error);
        if (!pc_files_is_usual(unread->error))
            message = pc_str_fmt(&run->arena, "%.*s: %s", PC_ARG(message), strerror(unread->error));
        pc_files_trouble_at(&run->files, path, PC_TROUBLE_UNREADABLE, known ? PC_LEVEL_WARNING : PC_LEVEL_ERROR,
                            message, PC_EMPTY);
    }
    if (list->truncated) {
        struct pc_str message =
            pc_str_fmt(&run->arena, "the tree has more than %u files; the others were not looked at", PC_LIMIT_FILES);
        pc_files_trouble_at(&run->files, PC_STR("."), PC_TROUBLE_TOO_LARGE, PC_LEVEL_ERROR, message,
                            PC_STR("run it in a smaller directory (-C), or let git ignore what is generated"));
    }
    if (list->trouble.len > 0)
        pc_run_remark(run, "%.*s; every file below the root was looked at instead", PC_ARG(list->trouble));
}

/* A registry that the configuration names must be there: without it nothing would be held against the plan. */
static void check_documents(struct pc_run *run) {
    const struct pc_config *config = &run->config;
    for (size_t d = 0; d < config->document_count && !run->only.ptr; d++) {
        bool found = false;
        for (size_t i = 0; i < run->files.count && !found; i++) {
            const struct pc_tree_file *file = &run->files.items[i];
            found = file->reader && file->load == PC_LOAD_DONE && pc_glob_match(config->documents[d], file->path);
        }
        if (!found) {
            struct pc_str message =
                pc_str_fmt(&run->arena, "registry.documents names `%.*s`, but no such file was read",
                           PC_ARG(config->documents[d]));
            pc_files_trouble_at(&run->files, run->config_name, PC_TROUBLE_UNREADABLE, PC_LEVEL_ERROR, message,
                                PC_STR("correct the path, or take it out"));
        }
    }
}

struct sniffing {
    struct pc_run *run;
    struct pc_tree_file *file;
    struct pc_str bytes; /* in scratch */
    enum pc_file_status status;
    int error;
    bool wanted;
};

static void sniff_one(void *arg) {
    struct sniffing *s = arg;
    s->status = pc_files_bytes(&s->run->files, s->file, &s->run->scratch, &s->bytes, &s->error);
    if (s->status == PC_FILE_OK)
        s->wanted = pc_run_sniff(s->run, s->file, s->bytes);
}

/* A file that some reader may want: only its text tells. Its bytes are kept only when one does. */
static void load_maybe(struct pc_run *run, struct pc_tree_file *file) {
    struct sniffing s = {.run = run, .file = file};
    const struct pc_tree_file *same = pc_files_same(&run->files, file);
    enum pc_oom why;
    if (same && same->match == PC_MATCH_MAYBE && same->load == PC_LOAD_NOT_YET &&
        !same->reader) { /* nobody wanted it there either */
        file->reader = NULL;
        return;
    }
    if (!pc_run_guard(run, PC_LIMIT_FILE_BYTES, sniff_one, &s, &why))
        s.wanted = false;
    if (s.status != PC_FILE_OK) {
        pc_files_refuse(&run->files, file, s.status, s.error);
        file->reader = NULL;
    } else if (s.wanted) {
        pc_files_adopt(&run->files, file, pc_str_dup(&run->arena, s.bytes));
    } else if (pc_encoding_of(s.bytes).kind == PC_ENCODING_UTF16) {
        pc_files_adopt(&run->files, file, s.bytes);
    }
}

/* Reading ahead: while one file is read, the disk fetches the next ones. Done only where the run waited for the disk
 * already: with everything in memory it would cost a tenth of the reading and gain nothing. */
struct ahead {
    bool cold;
    size_t next;   /* the first file that was not asked for */
    size_t looked; /* files since the last look at whether the disk was read */
};

static void read_ahead(struct pc_run *run, struct ahead *ahead, size_t at) {
    enum { WINDOW = 64, LOOK_EVERY = 16 };
    struct rusage usage;
    if (!ahead->cold && ahead->looked++ % LOOK_EVERY == 0)
        ahead->cold = getrusage(RUSAGE_SELF, &usage) == 0 && usage.ru_inblock > 0;
    if (!ahead->cold)
        return;
    if (ahead->next <= at)
        ahead->next = at + 1;
    for (; ahead->next < run->files.count && ahead->next <= at + WINDOW; ahead->next++) {
        const struct pc_tree_file *file = &run->files.items[ahead->next];
        if (file->reader && file->load == PC_LOAD_NOT_YET)
            pc_file_ahead(run->root_fd, file->path);
    }
}

static void load_all(struct pc_run *run) {
    struct ahead ahead = {.cold = false};
    for (size_t i = 0; i < run->files.count; i++) {
        struct pc_tree_file *file = &run->files.items[i];
        if (!file->reader || file->load != PC_LOAD_NOT_YET)
            continue;
        read_ahead(run, &ahead, i);
        if (file->match == PC_MATCH_MAYBE)
            load_maybe(run, file);
        else
            pc_files_load(&run->files, file);
    }
}

struct reading {
    struct pc_run *run;
    struct pc_tree_file *file;
    const struct pc_tree_access *access;
};

static void read_one(void *arg) {
    const struct reading *r = arg;
    struct pc_read_context context = {.builder = r->run->builder,
                                      .arena = &r->run->arena,
                                      .scratch = &r->run->scratch,
                                      .config = &r->run->config,
                                      .tree = r->access,
                                      .file = r->file->file,
                                      .path = r->file->path,
                                      .dir = pc_path_dir(r->file->path),
                                      .text = r->file->text,
                                      .forced = r->file->forced};
    r->file->reader->read(&context);
    pc_source_patterns_read(&context);
}

/* What a reader said before it was stopped stays; the rest is missing, and that is said. */
void pc_run_report_stop(struct pc_run *run, const struct pc_tree_file *file, enum pc_oom why) {
    struct pc_trouble trouble = {
        .kind = PC_TROUBLE_TOO_LARGE, .span = {.file = file->file}, .other = {.file = PC_NONE}, .service = PC_NONE};
    trouble.message =
        pc_str_fmt(&run->arena, "`%.*s` takes more %s than a file of its size may; it was not read to its end",
                   PC_ARG(file->path), why == PC_OOM_TIME ? "time" : "memory");
    pc_builder_trouble(run->builder, &trouble);
}

static bool is_to_read(const struct pc_tree_file *file) {
    return file->reader && file->load == PC_LOAD_DONE;
}

/* The run holds as many claims as it may: one finding for the file that was being read and those behind it. */
static void report_too_many_claims(struct pc_run *run, size_t at) {
    const struct pc_tree_file *file = &run->files.items[at];
    size_t left = 0;
    for (size_t i = at + 1; i < run->files.count; i++)
        left += is_to_read(&run->files.items[i]);
    struct pc_str message =
        pc_str_fmt(&run->arena, "more than %u ports are stated before the end of `%.*s`; the rest of it",
                   PC_LIMIT_CLAIMS, PC_ARG(file->path));
    message = left > 0 ? pc_str_fmt(&run->arena, "%.*s and %zu more file%s were not read", PC_ARG(message), left,
                                    left == 1 ? "" : "s")
                       : pc_str_fmt(&run->arena, "%.*s was not read", PC_ARG(message));
    pc_builder_trouble(run->builder,
                       &(struct pc_trouble){.kind = PC_TROUBLE_TOO_LARGE,
                                            .span = {.file = file->file},
                                            .other = {.file = PC_NONE},
                                            .service = PC_NONE,
                                            .message = message,
                                            .help = PC_STR("run it in a smaller directory (-C), or exclude what is "
                                                           "generated")});
}

static void read_all(struct pc_run *run) {
    struct pc_tree_access access = pc_files_access(&run->files);
    enum pc_oom why = PC_OOM_NONE;
    for (size_t i = 0; i < run->files.count && why != PC_OOM_COUNT; i++) {
        struct pc_tree_file *file = &run->files.items[i];
        struct reading reading = {run, file, &access};
        if (!is_to_read(file))
            continue;
        size_t before = pc_builder_claim_count(run->builder);
        if (!pc_run_guard(run, file->text.len, read_one, &reading, &why) && why != PC_OOM_COUNT)
            pc_run_report_stop(run, file, why);
        file->claims = pc_builder_claim_count(run->builder) - before;
        if (why == PC_OOM_COUNT)
            report_too_many_claims(run, i);
    }
    pc_arena_reset(&run->scratch);
}

/* What many files say takes megabytes, of which the system hands out one page after the other, each at a price. */
static void expect_much(struct pc_run *run) {
    enum { MANY = 32 };
    size_t wanted = 0;
    for (size_t i = 0; i < run->files.count && wanted < MANY; i++)
        wanted += run->files.items[i].reader != NULL;
    if (wanted == MANY) {
        pc_arena_expect(&run->arena);
        pc_arena_expect(&run->scratch);
    }
}

static void check_rules(void *arg) {
    struct pc_run *run = arg;
    pc_rules_run(run->own, run->reg, &run->config, &run->findings);
}

static void check_silence(void *arg) {
    pc_run_silence(arg);
}

/* Rules that find more than a run may hold are stopped; what they found stays. */
static void check(struct pc_run *run, void (*work)(void *arg)) {
    enum pc_oom why;
    if (pc_run_guard(run, 0, work, run, &why))
        return;
    if (why != PC_OOM_COUNT)
        pc_unwind(&run->recovery, why);
    pc_rules_report_full(&run->config, &run->findings);
}

bool pc_run_read(struct pc_run *run) {
    run->builder = pc_builder_new(&run->arena, &run->config.hints);
    run->files = (struct pc_files){.arena = &run->arena,
                                   .tree = &run->tree,
                                   .twin = run->twin ? &run->twin->files : NULL,
                                   .instead = run->instead,
                                   .builder = run->builder};
    pc_timings_enter(&run->timings, PC_STAGE_LIST);
    pc_run_match(run);
    report_listing(run);
    pc_timings_enter(&run->timings, PC_STAGE_LOAD);
    expect_much(run);
    load_all(run);
    pc_timings_enter(&run->timings, PC_STAGE_READ);
    pc_run_choose_registry(run);
    check_documents(run);
    read_all(run);
    pc_run_read_ignores(run);
    pc_timings_enter(&run->timings, PC_STAGE_RESOLVE);
    run->reg = pc_builder_resolve(run->builder);
    pc_run_report_empty(run);
    run->own = run->reg;
    pc_run_remark_reach(run);
    if (!pc_run_join_others(run))
        return false;
    run->findings = (struct pc_findings){.arena = &run->arena, .reg = run->reg};
    pc_timings_enter(&run->timings, PC_STAGE_RULES);
    check(run, check_rules);
    pc_findings_merge(&run->findings);
    check(run, check_silence);
    pc_findings_finish(&run->findings);
    return true;
}
