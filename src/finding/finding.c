/* Building findings one by one, while the rules run. What happens to all of them together is in finish.c. */
#include <string.h>

#include "finding_draft.h"
#include "limits.h"

/* A format without conversions, a literal, is the text itself. */
__attribute__((format(printf, 2, 0))) static struct pc_str format_text(struct pc_arena *arena, const char *format,
                                                                       va_list args) {
    return strchr(format, '%') ? pc_str_vfmt(arena, format, args) : pc_str_c(format);
}

struct pc_finding *pc_finding_new(struct pc_findings *all, const struct pc_rule_info *rule, enum pc_level level,
                                  const char *format, ...) {
    if (all->list.count >= PC_LIMIT_FINDINGS && !all->full)
        pc_unwind(all->arena->recovery, PC_OOM_COUNT);
    struct pc_finding *f = PC_NEW(all->arena, struct pc_finding);
    va_list args;
    va_start(args, format);
    f->message = format_text(all->arena, format, args);
    va_end(args);
    f->rule = rule;
    f->level = level;
    f->draft = PC_NEW(all->arena, struct pc_finding_draft);
    *PC_PUSH(&all->list, all->arena) = f;
    return f;
}

static void add_label(struct pc_findings *all, struct pc_finding *f, struct pc_label label) {
    if (label.span.file == PC_NONE)
        return;
    *PC_PUSH(&f->draft->labels, all->arena) = label;
    f->labels = f->draft->labels.items;
    f->label_count = f->draft->labels.count;
}

void pc_finding_label(struct pc_findings *all, struct pc_finding *f, struct pc_span span, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct pc_str text = format_text(all->arena, format, args);
    va_end(args);
    bool primary = !f->draft->has_primary && span.file != PC_NONE;
    if (primary)
        f->draft->has_primary = true;
    add_label(all, f, (struct pc_label){.span = span, .text = text, .primary = primary});
}

void pc_finding_context(struct pc_findings *all, struct pc_finding *f, struct pc_span span, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct pc_str text = format_text(all->arena, format, args);
    va_end(args);
    add_label(all, f, (struct pc_label){.span = span, .text = text, .context = true});
}

void pc_finding_note(struct pc_findings *all, struct pc_finding *f, const char *format, ...) {
    va_list args;
    va_start(args, format);
    *PC_PUSH(&f->draft->notes, all->arena) = format_text(all->arena, format, args);
    va_end(args);
    f->notes = f->draft->notes.items;
    f->note_count = f->draft->notes.count;
}

void pc_finding_help(struct pc_findings *all, struct pc_finding *f, const char *format, ...) {
    va_list args;
    va_start(args, format);
    *PC_PUSH(&f->draft->helps, all->arena) = format_text(all->arena, format, args);
    va_end(args);
    f->helps = f->draft->helps.items;
    f->help_count = f->draft->helps.count;
}

void pc_finding_fix(struct pc_findings *all, struct pc_finding *f, bool safe, struct pc_edit edit, const char *format,
                    ...) {
    va_list args;
    va_start(args, format);
    *PC_PUSH(&f->draft->fixes, all->arena) =
        (struct pc_fix){.title = format_text(all->arena, format, args), .safe = safe};
    va_end(args);
    f->fixes = f->draft->fixes.items;
    f->fix_count = f->draft->fixes.count;
    f->draft->edits.items = NULL; /* those of the fix before stay with it */
    f->draft->edits.count = f->draft->edits.capacity = 0;
    pc_finding_fix_also(all, f, edit);
}

void pc_finding_fix_also(struct pc_findings *all, struct pc_finding *f, struct pc_edit edit) {
    struct pc_fix *fix = &f->draft->fixes.items[f->draft->fixes.count - 1];
    *PC_PUSH(&f->draft->edits, all->arena) = edit;
    fix->edits = f->draft->edits.items;
    fix->edit_count = f->draft->edits.count;
}

void pc_finding_port(struct pc_findings *all, struct pc_finding *f, struct pc_ports ports) {
    *PC_PUSH(&f->draft->ports, all->arena) = ports;
    f->ports = f->draft->ports.items;
    f->port_count = f->draft->ports.count;
}

void pc_finding_service(struct pc_findings *all, struct pc_finding *f, struct pc_str name) {
    *PC_PUSH(&f->draft->services, all->arena) = name;
    f->services = f->draft->services.items;
    f->service_count = f->draft->services.count;
}
