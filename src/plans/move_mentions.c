/* Where else the old number stands: in prose, in code blocks, in lines of code. What is not edited (move_address.c) is
 * listed with the reason, so that no place of the number is passed over in silence: but for the ends of ranges and what
 * is another service's. */
#include <stdlib.h>

#include "move_finder.h"
#include "path.h"
#include "sort.h"

enum { NEAR = 400 /* bytes of a long line that belong to a number */ };

static int compare_spans(const struct pc_span *a, const struct pc_span *b) {
    if (a->file != b->file)
        return pc_order(a->file, b->file);
    return pc_order(a->offset, b->offset);
}

static int compare_mentions(const void *left, const void *right) {
    const struct pc_mention *a = *(const struct pc_mention *const *)left, *b = *(const struct pc_mention *const *)right;
    return compare_spans(&a->span, &b->span);
}

static const struct pc_mention *mention_at(const struct pc_move_finder *f, struct pc_span span) {
    size_t lo = 0, hi = f->mention_count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (compare_spans(&f->mentions[middle]->span, &span) < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo < f->mention_count && compare_spans(&f->mentions[lo]->span, &span) == 0 ? f->mentions[lo] : NULL;
}

static void collect_mentions(struct pc_move_finder *f, struct pc_str digits) {
    const struct pc_registry *reg = f->move->reg;
    f->mentions = PC_NEW_ARRAY(f->move->arena, reg->mention_count, const struct pc_mention *);
    f->mention_count = 0;
    for (size_t i = 0; i < reg->mention_count; i++)
        if (pc_str_eq(pc_span_text(reg, reg->mentions[i].span), digits))
            f->mentions[f->mention_count++] = &reg->mentions[i];
    pc_sort(f->mentions, f->mention_count, sizeof *f->mentions, compare_mentions);
}

static void collect_names(struct pc_move_finder *f) {
    const struct pc_registry *reg = f->move->reg;
    const struct pc_service *service = &reg->services[f->move->service];
    *PC_PUSH(&f->names, f->move->arena) = service->name;
    for (size_t i = 0; i < service->alias_count; i++)
        *PC_PUSH(&f->names, f->move->arena) = service->aliases[i].name;
    f->settled = PC_NEW_ARRAY(f->move->arena, reg->service_count, bool);
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        bool weak = claim->role == PC_ROLE_DIALS ||
                    (claim->role == PC_ROLE_DOCUMENTED && reg->files[claim->span.file].kind != PC_FILE_KIND_REGISTRY);
        if (claim->service != PC_NONE && !weak)
            f->settled[claim->service] = true;
    }
}

static int compare_references(const void *left, const void *right) {
    return compare_spans(left, right);
}

/* A row refers to another service's port of that number, or it is the end of a range: what becomes of it is known. */
static bool is_reference(const struct pc_move_finder *f, struct pc_span span) {
    return f->reference_count > 0 &&
           bsearch(&span, f->references, f->reference_count, sizeof *f->references, compare_references) != NULL;
}

static void collect_references(struct pc_move_finder *f, struct pc_str digits) {
    const struct pc_move *move = f->move;
    const struct pc_registry *reg = move->reg;
    uint32_t length = (uint32_t)digits.len;
    f->reference_count = 0;
    f->references = PC_NEW_ARRAY(move->arena, reg->reference_count + 2 * reg->range_count, struct pc_span);
    for (size_t i = 0; i < reg->reference_count; i++) {
        pc_id target = reg->references[i].target;
        if (reg->references[i].has_port && target != PC_NONE && (target != move->service || move->unstated))
            f->references[f->reference_count++] = reg->references[i].port_span;
    }
    for (size_t i = 0; i < reg->range_count; i++) {
        struct pc_span span = reg->ranges[i].span;
        if (span.length <= length)
            continue;
        f->references[f->reference_count++] = (struct pc_span){span.file, span.offset, length};
        f->references[f->reference_count++] = (struct pc_span){span.file, span.offset + span.length - length, length};
    }
    pc_sort(f->references, f->reference_count, sizeof *f->references, compare_references);
}

/* The line, of a long one what stands near; *from: where that begins. */
static struct pc_str around(const struct pc_file *file, uint32_t offset, uint32_t *from) {
    uint32_t line = pc_line_at(&file->lines, offset), start = file->lines.starts[line];
    struct pc_str text = pc_line_text(&file->lines, file->text, line);
    uint32_t skipped = offset - start > NEAR ? offset - start - NEAR : 0;
    *from = start + skipped;
    return pc_str_sub(text, skipped, 2 * NEAR);
}

bool pc_move_is_own(const struct pc_move_finder *f, pc_id file) {
    struct pc_str dir = f->move->reg->services[f->move->service].dir;
    return dir.len > 0 && pc_path_is_under(f->move->reg->files[file].path, dir);
}

bool pc_move_is_prose(const struct pc_file *file) {
    return file->kind == PC_FILE_KIND_REGISTRY || pc_str_ends(file->path, PC_STR(".md"));
}

enum standing { UNCLAIMED, SETTLED, UNSETTLED };

/* Is it decided already what becomes of the claims at a number? *open: one of which it is not. */
static enum standing standing_of(const struct pc_move_finder *f, struct pc_span span, const struct pc_claim **open) {
    const struct pc_move *move = f->move;
    const struct pc_registry *reg = move->reg;
    size_t i = pc_first_claim_at(reg, span);
    enum standing standing = UNCLAIMED;
    const struct pc_claim *before = i > 0 ? &reg->claims[i - 1] : NULL;
    if (before && before->span.file == span.file && before->span.offset + before->span.length > span.offset)
        i = pc_first_claim_at(reg, before->span);
    for (; i < reg->claim_count && reg->claims[i].span.file == span.file &&
           reg->claims[i].span.offset < span.offset + span.length;
         i++) {
        const struct pc_claim *claim = &reg->claims[i];
        bool other = claim->service != PC_NONE && claim->service != move->service && f->settled[claim->service];
        bool range = claim->ports.lo != claim->ports.hi;
        if (move->moving[i] || move->told[i] || other || range)
            return SETTLED;
        standing = UNSETTLED;
        *open = claim;
    }
    return standing;
}

/* A service of this repository is called so: whoever dials it by that name means no other. */
static bool is_other_service(const struct pc_move *move, struct pc_str name) {
    for (pc_id i = 0; name.len > 0 && i < move->reg->container_count; i++) {
        const struct pc_container *container = &move->reg->containers[i];
        if (container->service != move->service &&
            (pc_str_eq_nocase(container->key, name) || pc_str_eq_nocase(container->container_name, name)))
            return true;
    }
    return false;
}

static void tell_claim(struct pc_move *move, const struct pc_claim *claim) {
    struct pc_str name = claim->service == PC_NONE ? claim->name : move->reg->services[claim->service].name;
    if (claim->role == PC_ROLE_DIALS && name.len > 0)
        pc_move_rest(move, &move->others, claim->span, "dials `%.*s`, and nothing says that it is meant", PC_ARG(name));
    else if (name.len > 0)
        pc_move_rest(move, &move->others, claim->span, "says it of `%.*s`", PC_ARG(name));
    else
        pc_move_rest(move, &move->others, claim->span,
                     claim->role == PC_ROLE_RESERVED ? "reserves it" : "names no service");
}

/* Why a number that no claim was made of is not edited. */
static void tell(struct pc_move_finder *f, const struct pc_move_number *number) {
    struct pc_move *move = f->move;
    const char *why = number->mention ? number->mention->why : NULL;
    bool named = pc_move_names_service(move, number->line), own = pc_move_is_own(f, number->span.file);
    bool near = named || (own && (why || pc_move_is_prose(&move->reg->files[number->span.file])));
    bool of_other = why && (pc_str_eq(pc_str_c(why), PC_STR("a port of another service")) ||
                            pc_str_eq(pc_str_c(why), PC_STR("another service's port")));
    if (named && (!why || of_other))
        why = "a number beside its name";
    else if (!why && number->host.len > 0)
        why = pc_move_is_loopback(number->host) ? "an address of localhost, and nothing says whose"
                                                : "an address, and nothing says whose";
    else if (!why)
        why = own ? "a number in its own files" : "a number, and nothing says of what";
    pc_move_rest(move, near ? &move->mentions : &move->others, number->span, "%s", why);
}

static void judge(struct pc_move_finder *f, const struct pc_move_number *number) {
    struct pc_move *move = f->move;
    const struct pc_claim *open = NULL;
    enum standing standing = standing_of(f, number->span, &open);
    if (standing == SETTLED || is_reference(f, number->span))
        return;
    bool caller = standing == UNCLAIMED && pc_move_is_caller(f, number);
    bool example = standing == UNCLAIMED && !caller && pc_move_is_example(f, number);
    enum pc_move_kind kind = caller ? PC_MOVE_CALLER : example ? PC_MOVE_EXAMPLE : PC_MOVE_DEFAULT;
    if (caller || example || (standing == UNCLAIMED && pc_move_is_of_variable(f, number->span)))
        *PC_PUSH(&move->places, move->arena) = (struct pc_move_place){number->span, kind, PC_NONE};
    else if (standing == UNSETTLED)
        tell_claim(move, open);
    else if (!is_other_service(move, number->host))
        tell(f, number);
}

/* The number that the plan gave it, and that nobody has any longer once the row has moved. */
static void judge_planned(struct pc_move_finder *f, const struct pc_move_number *number) {
    struct pc_move *move = f->move;
    const struct pc_claim *open = NULL;
    enum standing standing = standing_of(f, number->span, &open);
    bool named = pc_move_names_service(move, number->line);
    bool own = pc_move_is_own(f, number->span.file) &&
               (number->mention || pc_move_is_prose(&move->reg->files[number->span.file]));
    bool claimed = standing == UNSETTLED && open->service == move->service; /* found with the claims */
    if (standing != SETTLED && !claimed && !is_reference(f, number->span) && (named || (own && standing == UNCLAIMED)))
        pc_move_rest(move, &move->stale, number->span, "holds %u", move->planned);
}

static void search(struct pc_move_finder *f, pc_id id, struct pc_str digits,
                   void (*what)(struct pc_move_finder *f, const struct pc_move_number *number)) {
    const struct pc_file *file = &f->move->reg->files[id];
    for (size_t at = 0; (at = pc_str_find(file->text, digits, at)) != PC_NPOS; at += digits.len) {
        if (!pc_move_stands_alone(file->text, at, digits.len))
            continue;
        struct pc_move_number number = {.span = {id, (uint32_t)at, (uint32_t)digits.len},
                                        .host = pc_move_host_before(file->text, at)};
        number.line = around(file, (uint32_t)at, &number.from);
        number.mention = mention_at(f, number.span);
        what(f, &number);
    }
}

static void search_all(struct pc_move_finder *f, uint16_t port,
                       void (*what)(struct pc_move_finder *f, const struct pc_move_number *number)) {
    struct pc_str digits = pc_str_fmt(f->move->arena, "%u", port);
    collect_mentions(f, digits);
    collect_references(f, digits);
    for (pc_id i = 0; i < f->move->reg->file_count; i++)
        if (f->move->reg->files[i].origin.len == 0)
            search(f, i, digits, what);
}

void pc_move_find_mentions(struct pc_move *move) {
    struct pc_move_finder f = {.move = move};
    collect_names(&f);
    pc_move_collect_variables(&f);
    search_all(&f, move->from, judge);
    if (move->planned)
        search_all(&f, move->planned, judge_planned);
}
