/* The whole program on a small tree, as its library gives it; every format of everything that it says. */
#include "portcheck.h"

#include <stdio.h>
#include <string.h>

#include "disk.h"
#include "limits.h"
#include "run_impl.h"
#include "shape.h"
#include "tree_checks.h"

static void check_text(struct fuzz *f, const char *format, const char *text, size_t length) {
    if (text)
        fuzz_check_shape(f, format, (struct pc_str){text, length});
}

/* The tree of an input on the disk, and a run on it. NULL: there is none. */
static struct pc_run *open_tree(struct fuzz *f, struct pc_str input) {
    struct pc_options options;
    struct pc_run *run = NULL;
    struct fuzz_files files = fuzz_split(f, input, "PORTS.md");
    pc_options_init(&options);
    options.root = fuzz_disk_root();
    options.today = "2031-01-31";
    options.verbose = options.statistics = true;
    for (size_t i = 0; i < files.list.count && i < 16; i++)
        fuzz_disk_write(f, files.list.items[i].path, files.list.items[i].text);
    enum pc_status status = pc_run_new(&options, &run);
    fuzz_check_harmless("message", pc_str_c(run ? pc_run_message(run) : ""));
    FUZZ_CHECK(status == PC_STATUS_OK || !run || pc_run_message(run)[0] != '\0', "refused without a word");
    FUZZ_CHECK(!run || (pc_run_exit_code(run) >= 0 && pc_run_exit_code(run) <= 4), "an exit code of %d",
               pc_run_exit_code(run));
    if (status == PC_STATUS_OK)
        return run;
    pc_run_free(run);
    return NULL;
}

static void check_findings(const struct pc_run *run) {
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct pc_finding *finding = run->findings.list.items[i];
        FUZZ_CHECK(finding->message.len > 0, "a finding without words");
        for (size_t k = 0; k < finding->label_count; k++) {
            struct pc_span span = finding->labels[k].span;
            FUZZ_CHECK(span.file < run->reg->file_count, "a label in no file");
            struct pc_str text = run->reg->files[span.file].text;
            FUZZ_CHECK(span.offset <= text.len && span.length <= text.len - span.offset, "%s: a label outside",
                       finding->rule->code);
        }
    }
}

/* Every format of `check`. */
void fuzz_run_check(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_run *run = open_tree(f, input);
    const char *format;
    size_t length = 0;
    (void)a;
    if (!run)
        return;
    fuzz_check_registry(run->reg);
    check_findings(run);
    for (size_t i = 0; (format = pc_format_name(i)) != NULL; i++) {
        const char *text = pc_run_check(run, format, &length);
        check_text(f, format, text, length);
    }
    const char *text = pc_run_summary(run, &length);
    check_text(f, "summary", text, length);
    pc_run_free(run);
}

/* Every list in every format. */
void fuzz_run_list(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_run *run = open_tree(f, input);
    const char *list, *format;
    size_t length = 0;
    (void)a;
    for (size_t i = 0; run && (list = pc_list_name(i)) != NULL; i++)
        for (size_t k = 0; (format = pc_list_format_name(k)) != NULL; k++) {
            const char *text = pc_run_list(run, list, format, &length);
            check_text(f, format, text, length);
        }
    pc_run_free(run);
}

/* The drift report in every format. */
void fuzz_run_report(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_run *run = open_tree(f, input);
    struct pc_report_options options = {.link_base = "https://example.org/x/"};
    size_t length = 0;
    (void)a;
    for (size_t i = 0; run && (options.format = pc_report_format_name(i)) != NULL; i++) {
        const char *text = pc_run_report(run, &options, &length);
        check_text(f, options.format, text, length);
    }
    pc_run_free(run);
}

static void show(struct fuzz *f, struct pc_run *run, struct pc_str what) {
    size_t length = 0;
    const char *text = pc_run_show(run, pc_str_cstr(&f->keep, what), &length);
    check_text(f, "show", text, length);
    fuzz_check_harmless("message", pc_str_c(pc_run_message(run)));
}

/* What is known of a port, a service, a host; the next free port; what the rules would notice. */
void fuzz_run_show(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_run *run = open_tree(f, input);
    struct pc_next_options next = {.count = 3};
    const char *format;
    size_t length = 0;
    bool found;
    (void)a;
    if (!run)
        return;
    show(f, run, PC_STR("1-65535"));
    for (size_t i = 0; i < run->reg->service_count && i < 4; i++)
        show(f, run, run->reg->services[i].name);
    for (size_t i = 0; i < run->reg->host_count && i < 4; i++)
        show(f, run, run->reg->hosts[i].name);
    for (size_t i = 0; (format = pc_next_format_name(i)) != NULL; i++) {
        const char *text = pc_run_next(run, &next, format, &found, &length);
        check_text(f, format, text, length);
        next.pair = true;
    }
    for (size_t i = 0; run->reg->claim_count < 64 && (format = pc_prove_format_name(i)) != NULL; i++) {
        const char *text = pc_run_prove(run, 50, format, &found, &length);
        check_text(f, format, text, length);
    }
    pc_run_free(run);
}

/* The baseline's file: the input is its text, beside a tree that has findings. */
void fuzz_run_baseline(struct fuzz *f, struct pc_str input, const void *a) {
    static const char *const actions[] = {"show", "prune", "write", "show"};
    struct pc_buf tree;
    size_t length = 0;
    (void)a;
    pc_buf_init(&tree, &f->keep);
    pc_buf_adds(&tree, "| Port | Service |\n|---|---|\n| 3000 | kiln |\n| 3000 | wheel |\n| 70000 | loft |\n"
                       "=== portcheck-baseline.json\n");
    pc_buf_add(&tree, input);
    struct pc_run *run = open_tree(f, pc_buf_str(&tree));
    for (size_t i = 0; run && i < sizeof actions / sizeof actions[0]; i++) {
        const char *text = pc_run_baseline(run, actions[i], &length);
        check_text(f, "baseline", text, length);
        fuzz_check_harmless("message", pc_str_c(pc_run_message(run)));
    }
    pc_run_free(run);
}

/* What a stopped run is recovered from: the input is the journal, its checksum made right. */
void fuzz_run_recover(struct fuzz *f, struct pc_str input, const void *a) {
    struct pc_options options;
    struct pc_run *run = NULL;
    struct fuzz_files files = fuzz_split(f, input, ".portcheck-journal");
    (void)a;
    pc_options_init(&options);
    options.root = fuzz_disk_root();
    for (size_t i = 0; i < files.list.count && i < 8; i++) {
        bool is_journal = pc_str_is(files.list.items[i].path, ".portcheck-journal");
        fuzz_disk_write(f, files.list.items[i].path,
                        is_journal ? fuzz_sign_journal(f, files.list.items[i].text) : files.list.items[i].text);
    }
    for (int force = 0; force < 2; force++) {
        pc_run_new_recover(&options, force > 0, &run);
        if (run) {
            fuzz_check_harmless("recovered", pc_str_c(pc_run_recovered(run)));
            fuzz_check_harmless("message", pc_str_c(pc_run_message(run)));
        }
        pc_run_free(run);
        run = NULL;
    }
}
