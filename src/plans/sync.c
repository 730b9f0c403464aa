/* The sides are brought together: numbers, rows, reservations, references, dates. */
#include "sync.h"

#include "lookup.h"
#include "sort.h"
#include "sync_impl.h"

void pc_sync_leave(struct pc_syncing *s, pc_id service, pc_id host, struct pc_span span, const char *format, ...) {
    struct pc_buf why;
    va_list args;
    va_start(args, format);
    pc_buf_init(&why, s->arena);
    pc_buf_vaddf(&why, format, args);
    va_end(args);
    *PC_PUSH(&s->out->left, s->arena) =
        (struct pc_sync_left){.service = service, .host = host, .span = span, .why = pc_buf_str(&why)};
}

void pc_sync_leave_done(struct pc_syncing *s) {
    s->out->left.items[s->out->left.count - 1].done = true;
}

void pc_sync_touch(struct pc_syncing *s, pc_id service) {
    *PC_PUSH(&s->out->touched, s->arena) = service;
}

/* "Corresponds to 4001 quay" goes along with quay's row. */
static void change_references(struct pc_syncing *s, const struct pc_claim *claim, uint16_t port) {
    for (size_t i = 0; i < s->reg->reference_count; i++) {
        const struct pc_reference *reference = &s->reg->references[i];
        if (reference->has_port && reference->target == claim->service && reference->target != PC_NONE &&
            claim->ports.lo == reference->port)
            pc_rows_replace(s->rows, reference->port_span, pc_str_fmt(s->arena, "%u", (unsigned)port));
    }
}

static void change_number(struct pc_syncing *s, const struct pc_sync_change *change) {
    const struct pc_claim *claim = &s->reg->claims[change->claim];
    struct pc_str why;
    enum pc_rows_result result = pc_rows_renumber(s->rows, change->claim, change->port, &why);
    if (result == PC_ROWS_REFUSED) {
        pc_sync_leave(s, claim->service, change->host, claim->span, "%.*s", PC_ARG(why));
        return;
    }
    s->out->changed++;
    pc_sync_touch(s, claim->service);
    if (result == PC_ROWS_STAYS) {
        pc_sync_leave(s, claim->service, change->host, claim->span, "the row stays in its section: %.*s", PC_ARG(why));
        pc_sync_leave_done(s);
    }
    if (claim->role != PC_ROLE_PLANNED)
        return;
    change_references(s, claim, change->port);
    if (pc_rows_take(s->rows, change->port, claim->host, &why) == PC_ROWS_REFUSED)
        pc_sync_leave(s, claim->service, change->host, claim->span, "%.*s", PC_ARG(why));
}

static void change_numbers(struct pc_syncing *s) {
    for (size_t i = 0; i < s->changes.count; i++) {
        const struct pc_sync_change *change = &s->changes.items[i];
        const struct pc_claim *claim = &s->reg->claims[change->claim];
        if (change->why_not.len > 0)
            pc_sync_leave(s, claim->service, change->host, claim->span, "%.*s", PC_ARG(change->why_not));
        else
            change_number(s, change);
    }
}

static bool has_default(const struct pc_syncing *s, pc_id service, uint16_t port) {
    struct pc_claims owned = pc_view_of_service(s->in->view, service);
    for (size_t i = 0; i < owned.count; i++) {
        const struct pc_claim *claim = &s->reg->claims[owned.items[i]];
        if (claim->role != PC_ROLE_PLANNED && claim->role != PC_ROLE_DOCUMENTED && claim->ports.lo == port)
            return true;
    }
    return false;
}

/* The one port that a service's document gets for an old one; 0: none, or several. */
static uint16_t new_port(const struct pc_syncing *s, pc_id service, uint16_t old) {
    uint16_t found = 0;
    for (size_t i = 0; i < s->changes.count; i++) {
        const struct pc_sync_change *change = &s->changes.items[i];
        const struct pc_claim *claim = &s->reg->claims[change->claim];
        if (claim->service != service || claim->ports.lo != old || change->why_not.len > 0)
            continue;
        if (found != 0 && found != change->port)
            return 0;
        found = change->port;
    }
    return found;
}

/* Who went by the old number of a document: another document changes with it, everything else is a caller's own. */
static void change_dials(struct pc_syncing *s) {
    for (size_t i = 0; i < s->in->dial_count; i++) {
        const struct pc_sync_dial *dial = &s->in->dials[i];
        const struct pc_claim *claim = &s->reg->claims[dial->claim];
        const struct pc_file *file = &s->reg->files[claim->span.file];
        uint16_t port = dial->callee != PC_NONE ? new_port(s, dial->callee, claim->ports.lo) : 0;
        bool document = file->kind == PC_FILE_KIND_SERVICE_DOC || file->kind == PC_FILE_KIND_REGISTRY;
        struct pc_str why;
        if (port == 0 || has_default(s, dial->callee, claim->ports.lo))
            continue;
        if (!document) {
            pc_sync_leave(s, dial->callee, PC_NONE, claim->span, "%u is dialled here, which nothing but documents gave",
                          (unsigned)claim->ports.lo);
            pc_sync_leave_done(s);
        } else if (pc_rows_renumber_here(s->rows, dial->claim, port, &why) == PC_ROWS_DONE) {
            s->out->changed++;
            pc_sync_touch(s, dial->callee);
        }
    }
}

/* What a service's own document gets for an old number; 0: not one port, or the number is somebody else's there too. */
static uint16_t new_port_in(const struct pc_syncing *s, pc_id file, uint16_t old) {
    uint16_t found = 0;
    for (pc_id i = pc_first_claim_at(s->reg, (struct pc_span){file, 0, 0});
         i < s->reg->claim_count && s->reg->claims[i].span.file == file; i++) {
        if (s->reg->claims[i].ports.lo > old || old > s->reg->claims[i].ports.hi)
            continue;
        uint16_t port = pc_sync_port(s, i);
        if (port == old || (found != 0 && found != port))
            return 0;
        found = port;
    }
    return found;
}

/* "http://localhost:" before a number. */
static bool is_local_url(const struct pc_syncing *s, struct pc_span span) {
    static const char *const before[] = {"://localhost:", "://127.0.0.1:", "://0.0.0.0:"};
    struct pc_str text = pc_str_sub(s->reg->files[span.file].text, 0, span.offset);
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        if (pc_str_ends(text, pc_str_c(before[i])))
            return true;
    return false;
}

/* Addresses of localhost in a service's own document go with the number that it gives. */
static bool change_own_url(struct pc_syncing *s, struct pc_span span, uint16_t old) {
    if (s->reg->files[span.file].kind != PC_FILE_KIND_SERVICE_DOC || !is_local_url(s, span))
        return false;
    uint16_t port = new_port_in(s, span.file, old);
    if (port == 0)
        return false;
    pc_rows_replace(s->rows, span, pc_str_fmt(s->arena, "%u", (unsigned)port));
    s->out->changed++;
    return true;
}

/* Old numbers that stand in running text of a file that changes. */
static void find_prose(struct pc_syncing *s) {
    bool *changes = PC_NEW_ARRAY(s->arena, s->reg->file_count, bool);
    bool *old = PC_NEW_ARRAY(s->arena, (size_t)UINT16_MAX + 1, bool);
    for (size_t i = 0; i < s->changes.count; i++) {
        const struct pc_claim *claim = &s->reg->claims[s->changes.items[i].claim];
        if (s->changes.items[i].why_not.len == 0) {
            changes[claim->span.file] = true;
            old[claim->ports.lo] = true;
        }
    }
    for (size_t i = 0; i < s->reg->mention_count; i++) {
        struct pc_span span = s->reg->mentions[i].span;
        uint16_t port;
        if (changes[span.file] && pc_port_parse(pc_span_text(s->reg, span), &port) == PC_PORT_OK && old[port] &&
            !pc_rows_replaces(s->rows, span) && !change_own_url(s, span, port))
            *PC_PUSH(&s->out->prose, s->arena) = span;
    }
}

static int by_place(const void *left, const void *right) {
    const struct pc_sync_left *a = left, *b = right;
    if (a->span.file != b->span.file)
        return pc_order(a->span.file, b->span.file);
    if (a->span.offset != b->span.offset)
        return pc_order(a->span.offset, b->span.offset);
    if (a->service != b->service)
        return pc_order(a->service, b->service);
    return pc_str_cmp(a->why, b->why);
}

/* One statement may stand with several hosts; it is told once. Ports of one service without a row are told together. */
static void tidy_left(struct pc_sync *out, struct pc_arena *arena) {
    size_t kept = 0;
    pc_sort(out->left.items, out->left.count, sizeof out->left.items[0], by_place);
    for (size_t i = 0; i < out->left.count; i++) {
        const struct pc_sync_left *left = &out->left.items[i];
        struct pc_sync_left *last = kept > 0 ? &out->left.items[kept - 1] : NULL;
        bool more = last && last->unplanned.count > 0 && left->unplanned.count > 0 && last->service == left->service &&
                    last->host == left->host && last->span.file == left->span.file && pc_str_eq(last->why, left->why);
        if (more)
            *PC_PUSH(&last->unplanned, arena) = left->unplanned.items[0];
        else if (!last || by_place(last, left) != 0)
            out->left.items[kept++] = *left;
    }
    out->left.count = kept;
}

void pc_sync_plan(const struct pc_sync_input *in, struct pc_edits *edits, struct pc_sync *out) {
    struct pc_syncing s = {.in = in, .reg = in->reg, .arena = edits->arena, .edits = edits, .out = out};
    *out = (struct pc_sync){0};
    s.rows = pc_rows_new(edits);
    pc_sync_collect(&s);
    change_numbers(&s);
    change_dials(&s);
    pc_sync_add_rows(&s);
    find_prose(&s);
    pc_rows_finish(s.rows);
    pc_sync_date(&s);
    tidy_left(out, edits->arena);
}
