#include "move.h"

#include "buf.h"
#include "move_parts.h"
#include "sort.h"
#include <stdarg.h>

bool pc_move_refuse(struct pc_move *move, enum pc_move_refusal refusal, const char *format, ...) {
    struct pc_buf message;
    va_list args;
    if (move->refusal != PC_MOVE_FINE)
        return false;
    pc_buf_init(&message, move->arena);
    va_start(args, format);
    pc_buf_vaddf(&message, format, args);
    va_end(args);
    move->refusal = refusal;
    move->message = pc_buf_str(&message);
    return false;
}

void pc_move_warn(struct pc_move *move, const char *format, ...) {
    struct pc_buf message;
    va_list args;
    pc_buf_init(&message, move->arena);
    va_start(args, format);
    pc_buf_vaddf(&message, format, args);
    va_end(args);
    *PC_PUSH(&move->warnings, move->arena) = pc_buf_str(&message);
}

void pc_move_rest(struct pc_move *move, struct pc_move_rests *rests, struct pc_span span, const char *format, ...) {
    struct pc_buf why;
    va_list args;
    pc_buf_init(&why, move->arena);
    va_start(args, format);
    pc_buf_vaddf(&why, format, args);
    va_end(args);
    *PC_PUSH(&rests->list, move->arena) = (struct pc_move_rest){span, pc_buf_str(&why)};
}

struct pc_str pc_move_where_in(const struct pc_move *move, const struct pc_registry *reg, struct pc_span span) {
    return pc_str_fmt(move->arena, "%.*s:%u", PC_ARG(reg->files[span.file].path), pc_span_position(reg, span).line);
}

struct pc_str pc_move_where(const struct pc_move *move, struct pc_span span) {
    return pc_move_where_in(move, move->reg, span);
}

struct pc_str pc_move_on_host(const struct pc_move *move, pc_id host) {
    return host == PC_NONE ? PC_EMPTY : pc_str_fmt(move->arena, " on `%.*s`", PC_ARG(move->reg->hosts[host].name));
}

/* "corresponds to" cells of other rows. */
static void add_references(struct pc_move *move) {
    for (size_t i = 0; i < move->reg->reference_count; i++) {
        const struct pc_reference *reference = &move->reg->references[i];
        bool about = reference->target == move->service && reference->has_port;
        if (about && reference->port == move->from && move->unstated)
            *PC_PUSH(&move->places, move->arena) = (struct pc_move_place){reference->port_span, PC_MOVE_PLAN, PC_NONE};
    }
}

static int compare_rests(const void *left, const void *right) {
    const struct pc_move_rest *a = left, *b = right;
    if (a->span.file != b->span.file)
        return pc_order(a->span.file, b->span.file);
    if (a->span.offset != b->span.offset)
        return pc_order(a->span.offset, b->span.offset);
    return pc_str_cmp(a->why, b->why);
}

static void sort_rests(struct pc_move *move) {
    struct pc_move_rests *const all[] = {&move->by_hand, &move->stays,    &move->stale,
                                         &move->within,  &move->mentions, &move->others};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        pc_sort(all[i]->list.items, all[i]->list.count, sizeof *all[i]->list.items, compare_rests);
}

static bool work_out(struct pc_move *move, const struct pc_registry *all, const struct pc_move_ask *ask) {
    if (!pc_move_find_subject(move, ask))
        return false;
    const struct pc_service *service = &move->reg->services[move->service];
    if (service->external)
        return pc_move_refuse(move, PC_MOVE_REFUSED, "`%.*s` is run by somebody else, says the configuration",
                              PC_ARG(service->name));
    if (move->from == move->to)
        return pc_move_refuse(move, PC_MOVE_NOTHING, "`%.*s` has %u%.*s already", PC_ARG(service->name), move->to,
                              PC_ARG(pc_move_on_host(move, move->host)));
    pc_move_find_containers(move);
    if (move->inner && (move->anywhere & PC_MOVE_HERE) && !(move->anywhere & PC_MOVE_INSIDE))
        return pc_move_refuse(move, PC_MOVE_REFUSED,
                              "nothing here says which port `%.*s` listens on inside its container: its image decides "
                              "that",
                              PC_ARG(service->name));
    if (!pc_move_find_places(move))
        return false;
    add_references(move);
    pc_move_find_mentions(move);
    pc_move_find_stale(move);
    if (move->places.count == 0)
        return pc_move_refuse(move, PC_MOVE_REFUSED,
                              "no place that says %u for `%.*s` can be changed: the port is decided by its image, or "
                              "put together of variables",
                              move->from, PC_ARG(service->name));
    return pc_move_check_target(move, all) && pc_move_edit_rows(move);
}

void pc_move_plan(struct pc_move *move, struct pc_arena *arena, const struct pc_registry *reg,
                  const struct pc_registry *all, const struct pc_move_dial *dials, size_t dial_count,
                  const struct pc_move_ask *ask) {
    *move = (struct pc_move){.arena = arena,
                             .reg = reg,
                             .view = pc_view_new(arena, reg),
                             .dials = dials,
                             .dial_count = dial_count,
                             .service = PC_NONE,
                             .host = PC_NONE,
                             .keeps_local = PC_NONE,
                             .to = ask->to,
                             .everywhere = ask->everywhere};
    pc_edits_init(&move->edits, arena, reg);
    work_out(move, all, ask);
    sort_rests(move);
}
