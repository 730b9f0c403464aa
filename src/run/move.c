/* `move`: plans it with what the rules know of dials, tells the person what it comes to, and holds the tree against it
 * once it is written. */
#include "move.h"

#include "change.h"
#include "edges.h"
#include "emit.h"
#include "move_check.h"
#include "move_unread.h"
#include "run_impl.h"
#include "view.h"

struct moving {
    const struct pc_move_options *options;
    const struct pc_change_options *change;
    struct pc_change_result *result;
};

/* Whom each dial means, and who answers it. */
const struct pc_move_dial *pc_run_move_dials(struct pc_run *run, size_t *count) {
    struct pc_rule_context ctx = {
        .reg = run->own, .config = &run->config, .view = pc_view_new(&run->arena, run->own), .arena = &run->arena};
    struct pc_edges edges = pc_edges_of(&ctx);
    struct pc_move_dial *dials = PC_NEW_ARRAY(&run->arena, edges.count, struct pc_move_dial);
    for (size_t i = 0; i < edges.count; i++) {
        const struct pc_edge *edge = &edges.items[i];
        bool known = edge->host != PC_NONE && edge->truth.count > 0;
        dials[i] = (struct pc_move_dial){edge->dial, edge->callee, edge->host,
                                         known ? run->own->claims[edge->truth.items[0]].service : PC_NONE};
    }
    *count = edges.count;
    return dials;
}

static const char *many(size_t count) {
    return count == 1 ? "" : "s";
}

static void write_counts(const struct pc_move *move, size_t files, struct pc_buf *out) {
    static const char *const kinds[PC_MOVE_KIND_COUNT] = {
        [PC_MOVE_PLAN] = "plan",        [PC_MOVE_DOCUMENT] = "documents",
        [PC_MOVE_DEFAULT] = "defaults", [PC_MOVE_DEPLOYMENT] = "deployment",
        [PC_MOVE_CALLER] = "callers",   [PC_MOVE_EXAMPLE] = "examples"};
    size_t counts[PC_MOVE_KIND_COUNT] = {0};
    const struct pc_str name = move->reg->services[move->service].name;
    for (size_t i = 0; i < move->places.count; i++)
        counts[move->places.items[i].kind]++;
    pc_buf_addf(out, "`%.*s` moves from %u to %u", PC_ARG(name), move->from, move->to);
    if (move->everywhere)
        pc_buf_adds(out, " everywhere");
    else if (move->host != PC_NONE)
        pc_buf_addf(out, " on `%.*s`", PC_ARG(move->reg->hosts[move->host].name));
    if (move->inner)
        pc_buf_adds(out, ", inside its container");
    pc_buf_addf(out, ": %zu place%s in %zu file%s (", move->places.count, many(move->places.count), files, many(files));
    bool first = true;
    for (size_t i = 0; i < PC_MOVE_KIND_COUNT; i++) {
        if (counts[i] > 0)
            pc_buf_addf(out, "%s%s %zu", first ? "" : ", ", kinds[i], counts[i]);
        first = first && counts[i] == 0;
    }
    pc_buf_adds(out, ")\n");
}

static uint32_t line_of(const struct pc_run *run, const struct pc_move_rest *rest) {
    return pc_span_position(run->own, rest->span).line;
}

enum { REASONS = 400 /* bytes of them that one line is given */ };

/* A line and why it is left; of several numbers on it the reasons, each once. */
struct left_line {
    pc_id file;
    uint32_t line;
    struct pc_str why;
};
struct left_lines PC_VEC(struct left_line);

static void add_left(struct pc_run *run, struct left_lines *lines, const struct pc_move_rest *rest) {
    uint32_t line = line_of(run, rest);
    struct left_line *last = lines->count > 0 ? &lines->items[lines->count - 1] : NULL;
    if (!last || last->file != rest->span.file || last->line != line) {
        *PC_PUSH(lines, &run->arena) = (struct left_line){rest->span.file, line, rest->why};
    } else if (last->why.len < REASONS && pc_str_find(last->why, rest->why, 0) == PC_NPOS) {
        last->why = pc_str_fmt(&run->arena, "%.*s; %.*s", PC_ARG(last->why), PC_ARG(rest->why));
    }
}

/* By lines; those of one file that have one reason stand together. */
static void write_rests(struct pc_run *run, const struct pc_move_rests *rests, const char *one, const char *several,
                        struct pc_buf *out) {
    struct left_lines lines = {0};
    struct pc_buf places;
    pc_buf_init(&places, &run->arena);
    for (size_t i = 0; i < rests->list.count; i++)
        add_left(run, &lines, &rests->list.items[i]);
    for (size_t i = 0, next; i < lines.count; i = next) {
        const struct left_line *first = &lines.items[i];
        struct pc_str path = pc_shown(&run->arena, run->own->files[first->file].path);
        pc_buf_addf(&places, "  %.*s:%u", PC_ARG(path), first->line);
        for (next = i + 1; next < lines.count && lines.items[next].file == first->file &&
                           pc_str_eq(lines.items[next].why, first->why);
             next++)
            pc_buf_addf(&places, ", %u", lines.items[next].line);
        pc_buf_addf(&places, ": %.*s\n", PC_ARG(pc_shown(&run->arena, first->why)));
    }
    if (lines.count > 0)
        pc_buf_addf(out, "%zu %s:\n%.*s", lines.count, lines.count == 1 ? one : several, PC_ARG(pc_buf_str(&places)));
}

static void write_notes(struct pc_run *run, const struct pc_move *move, size_t files, struct pc_buf *out) {
    write_counts(move, files, out);
    for (size_t i = 0; i < move->warnings.count; i++)
        pc_buf_addf(out, "warning: %.*s\n", PC_ARG(pc_shown(&run->arena, move->warnings.items[i])));
    write_rests(run, &move->by_hand, "place must be changed by hand, for no edit can be made there",
                "places must be changed by hand, for no edit can be made there", out);
    write_rests(run, &move->mentions, "more line holds the old number and is not edited; read it",
                "more lines hold the old number and are not edited; read them", out);
    pc_move_tell_unread(run, move, out);
    write_rests(run, &move->within, "line keeps it, inside a container", "lines keep it, inside containers", out);
    write_rests(run, &move->stays, "line keeps it, being of another host or environment (--everywhere moves all)",
                "lines keep it, being of other hosts or environments (--everywhere moves all)", out);
    write_rests(run, &move->stale, "line gave it yet another port before, and is left",
                "lines gave it yet another port before, and are left", out);
    write_rests(run, &move->others, "line holds the old number, and nothing says that it is this one",
                "lines hold the old number, and nothing says that it is this one", out);
}

static int refuse(struct pc_run *run, const struct pc_move *move, struct pc_change_result *result) {
    struct pc_buf notes;
    pc_buf_init(&notes, &run->arena);
    pc_buf_addf(&notes, "portcheck: %s%.*s\n", move->refusal == PC_MOVE_NOTHING ? "nothing to do: " : "",
                PC_ARG(move->message));
    *result = (struct pc_change_result){
        .diff = "", .patch = "", .notes = pc_str_cstr(&run->arena, pc_run_words(&run->arena, pc_buf_str(&notes)))};
    return move->refusal == PC_MOVE_NOTHING ? PC_EXIT_CLEAN : PC_EXIT_FINDINGS;
}

static void free_run(void *arg) {
    pc_run_free(arg);
}

struct second_look {
    struct pc_move_check *check;
    struct pc_buf words; /* in the second run's memory */
    bool fine;
};

static void look(struct pc_run *again, void *arg) {
    struct second_look *second = arg;
    pc_buf_init(&second->words, &again->arena);
    second->fine = pc_move_holds(again, second->check, &second->words);
}

/* Would the tree be as it should be? What there is to say of it is told. */
static bool would_hold(struct pc_run *run, struct pc_move_check *check, const struct pc_changes *changes,
                       struct pc_buf *notes) {
    struct second_look second = {.check = check};
    struct pc_cleanup cleanup;
    struct pc_run *again = pc_run_as_if(run, changes);
    pc_defer(&run->recovery, &cleanup, free_run, again);
    bool looked = pc_run_ask(again, look, &second);
    if (looked)
        pc_buf_add(notes, pc_buf_str(&second.words));
    else
        pc_buf_addf(notes, "the tree could not be read as it would be: %s\n", pc_run_message(again));
    pc_undefer(&run->recovery, &cleanup);
    pc_run_free(again);
    return looked && second.fine;
}

/* The look at the tree after writing: what was told before is not told again. */
static bool holds(struct pc_run *again, void *arg, struct pc_buf *words) {
    struct pc_buf all;
    pc_buf_init(&all, &again->arena);
    bool fine = pc_move_holds(again, arg, &all);
    if (!fine)
        pc_buf_add(words, pc_buf_str(&all));
    return fine;
}

/* What a person has to say yes to once more. */
static bool needs_yes(const struct pc_move *move) {
    return move->needs_force || move->by_hand.list.count > 0;
}

static bool may_write(const struct pc_move *move, const struct pc_change_options *options, struct pc_buf *notes) {
    if (!options->write || !needs_yes(move) || options->force)
        return options->write;
    pc_buf_adds(notes, move->needs_force ? "not written because of the warning: --force writes all the same\n"
                                         : "not written because not all can be edited: --force writes the rest\n");
    return false;
}

static void work_move(struct pc_run *run, void *arg) {
    struct moving *moving = arg;
    const struct pc_move_options *options = moving->options;
    struct pc_move_ask ask = {.service = pc_str_c(options->service),
                              .to = options->port,
                              .host = pc_str_c(options->host),
                              .from = options->from,
                              .everywhere = options->everywhere};
    struct pc_move *move = PC_NEW(&run->arena, struct pc_move);
    size_t count;
    const struct pc_move_dial *dials = pc_run_move_dials(run, &count);
    pc_move_plan(move, &run->arena, run->own, run->reg, dials, count, &ask);
    if (move->refusal != PC_MOVE_FINE) {
        moving->result->exit_code = refuse(run, move, moving->result);
        return;
    }
    struct pc_move_check check = {.before = run, .move = move, .forced = moving->change->force || needs_yes(move)};
    struct pc_change_plan plan = {.changes = pc_edits_apply(&move->edits), .check = holds, .arg = &check};
    pc_buf_init(&plan.notes, &run->arena);
    write_notes(run, move, plan.changes.list.count, &plan.notes);
    struct pc_change_options change = *moving->change;
    bool fine = would_hold(run, &check, &plan.changes, &plan.notes);
    if (!fine)
        pc_buf_adds(&plan.notes, change.write ? "so no file was changed\n" : "so it cannot be written\n");
    change.write = fine && may_write(move, moving->change, &plan.notes);
    pc_run_change(run, &change, &plan, moving->result);
    if (!fine || (moving->change->write && !change.write))
        moving->result->exit_code = PC_EXIT_FINDINGS;
}

bool pc_run_move(struct pc_run *run, const struct pc_move_options *options, const struct pc_change_options *change,
                 struct pc_change_result *result) {
    struct moving moving = {options, change, result};
    *result = (struct pc_change_result){.diff = "", .patch = "", .notes = ""};
    return pc_run_ask(run, work_move, &moving);
}
