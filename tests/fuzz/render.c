/* Every format of findings, with an input's lines as whatever a finding can say. */
#include "finding.h"
#include "fuzz.h"
#include "output.h"
#include "shape.h"

#define FILES 8

struct scene {
    struct fuzz *f;
    struct pc_str rest;
    bool done;
};

/* The next line, or nothing. */
static struct pc_str word(struct scene *s) {
    struct pc_str line = PC_EMPTY;
    if (!s->done)
        pc_str_split(&s->rest, '\n', &line, &s->done);
    return line;
}

static void add_finding(struct scene *s, struct pc_findings *all, size_t number) {
    static const struct pc_rule_info rules[] = {
        {.code = "PC201", .name = "port-collision", .family = "Bindings", .level = PC_LEVEL_ERROR, .summary = "s"},
        {.code = "PC301", .name = "port-drift", .family = "Drift", .level = PC_LEVEL_WARNING, .summary = "s"}};
    struct pc_str name = word(s);
    enum pc_level level = PC_LEVEL_INFO + number % 3;
    struct pc_finding *f = pc_finding_new(all, &rules[number % 2], level, "`%.*s` is %zu", PC_ARG(name), number);
    f->host = word(s);
    f->path = word(s);
    f->address = word(s);
    pc_finding_service(all, f, name);
    pc_finding_port(all, f, (struct pc_ports){(uint16_t)(3000 + number), (uint16_t)(3001 + number)});
    for (pc_id file = 0; file < all->reg->file_count; file++) {
        uint32_t length = (uint32_t)all->reg->files[file].text.len;
        struct pc_span span = {file, length / 3, length - length / 3};
        struct pc_str label = word(s);
        pc_finding_label(all, f, span, "%.*s", PC_ARG(label));
        pc_finding_context(all, f, (struct pc_span){file, 0, length > 0}, "%.*s", PC_ARG(name));
    }
    struct pc_str note = word(s), help = word(s);
    pc_finding_note(all, f, "%.*s", PC_ARG(note));
    pc_finding_help(all, f, "run `%.*s`", PC_ARG(help));
    if (all->reg->file_count > 0)
        pc_finding_fix(all, f, true, (struct pc_edit){{0, 0, 0}, word(s)}, "write %.*s", PC_ARG(name));
}

static size_t add_files(struct scene *s, struct pc_file *files) {
    static const enum pc_file_kind kinds[] = {PC_FILE_KIND_REGISTRY, PC_FILE_KIND_COMPOSE, PC_FILE_KIND_ENV};
    size_t count = 0;
    for (; count < FILES / 2 && !s->done; count++) {
        files[count].path = word(s);
        files[count].text = count % 2 == 0 ? s->rest : word(s);
        files[count].lines = pc_lines_of(&s->f->keep, files[count].text);
        files[count].kind = kinds[count % 3];
        files[count].is_env_like = count % 3 > 0;
    }
    return count;
}

void fuzz_output_findings(struct fuzz *f, struct pc_str input, const void *a) {
    struct scene s = {f, input, false};
    struct pc_file files[FILES] = {{.kind = PC_FILE_KIND_OTHER}};
    struct pc_registry reg = {.files = files};
    struct pc_findings all = {.arena = &f->keep, .reg = &reg};
    (void)a;
    reg.file_count = add_files(&s, files);
    for (size_t i = 0; i < 4 && !s.done; i++)
        add_finding(&s, &all, i);
    pc_findings_finish(&all);
    struct pc_output_input in = {.reg = &reg,
                                 .findings = all.list.items,
                                 .finding_count = all.list.count,
                                 .arena = &f->keep,
                                 .version = "0.1.0"};
    in.summary = (struct pc_summary){.registry = word(&s), .remark = word(&s), .claims = 1};
    in.options.width = (unsigned)input.len % 200;
    in.options.ascii = input.len % 2 == 0;
    for (size_t i = 0; i < pc_output_count; i++) {
        struct pc_buf out;
        pc_buf_init(&out, &f->keep);
        pc_outputs[i]->write(&in, &out);
        fuzz_check_shape(f, pc_outputs[i]->name, pc_buf_str(&out));
    }
}
