#include "compose_env.h"

#include "dotenv.h"
#include "limits.h"
#include "sort.h"

/* A value that is longer holds no port; its own variables are left alone. */
enum { EXPANDED_VALUE_MAX = 1024 };

void pc_compose_vars_add(struct pc_compose_vars *vars, pc_id file, struct pc_str text, bool guessed) {
    struct pc_env_entry entry;
    size_t first = vars->list.count;
    for (size_t cursor = 0; pc_env_next(text, &cursor, &entry);) {
        *PC_PUSH(&vars->list, vars->arena) =
            (struct pc_compose_var){.name = entry.key,
                                    .guessed = guessed,
                                    .file = file,
                                    .value = entry.value,
                                    .offset = entry.offset,
                                    .line = {file, entry.line_offset, entry.line_length},
                                    .quote = entry.quote};
    }
    /* In one file the last line wins. */
    for (size_t i = vars->list.count; i > first; i--) {
        vars->list.items[i - 1].order = (uint32_t)(first + (vars->list.count - i));
    }
    vars->has_guesses = vars->has_guesses || (guessed && vars->list.count > first);
}

static int by_name(const void *a, const void *b) {
    const struct pc_compose_var *x = a;
    const struct pc_compose_var *y = b;
    int order = pc_str_cmp(x->name, y->name);
    return order != 0 ? order : pc_order(x->order, y->order);
}

void pc_compose_vars_close(struct pc_compose_vars *vars) {
    pc_sort(vars->list.items, vars->list.count, sizeof vars->list.items[0], by_name);
}

static const struct pc_compose_var *find_var(const struct pc_compose_vars *vars, struct pc_str name, bool guesses) {
    size_t low = 0;
    size_t high = vars->list.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(vars->list.items[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < vars->list.count && pc_str_eq(vars->list.items[low].name, name); low++) {
        if (guesses || !vars->list.items[low].guessed) {
            return &vars->list.items[low];
        }
    }
    return NULL;
}

/* A text whose bytes know their places. */
struct traced {
    struct pc_str text;
    const struct pc_trace *trace;
};

/* One expansion: the values handed out, in order, and the names that had none. */
struct lookup {
    const struct pc_compose_vars *vars;
    bool guesses;
    unsigned depth;
    const struct lookup *outer;       /* NULL: the text of a scalar */
    const struct pc_compose_var *var; /* whose value is expanded; NULL likewise */
    bool too_deep;                    /* a variable had no value because of the limit */
    struct PC_VEC(struct traced) uses;
    struct PC_VEC(struct pc_str) missing;
};

static bool find_value(void *arg, struct pc_str name, struct pc_str *value, bool *guessed);

/* The bytes of an expansion, each with its place: the input's own through own(), the variables' from what was handed
 * out. */
static const struct pc_trace *trace_expansion(const struct lookup *lookup, const struct pc_expansion *out,
                                              const struct pc_trace *input) {
    struct pc_trace *trace = pc_arena_bytes(lookup->vars->arena, out->text.len * sizeof *trace);
    size_t use = 0;
    for (size_t i = 0; i < out->text.len;) {
        if (out->origin[i] != UINT32_MAX) {
            trace[i] = input[out->origin[i]];
            i++;
            continue;
        }
        /* Values stand in the order in which they were asked for; one that only a ${VAR:+word} asked for does not stand
         * there. */
        const struct traced *value = NULL;
        while (use < lookup->uses.count) {
            const struct traced *next = &lookup->uses.items[use++];
            if (next->text.len > 0 && pc_str_eq(pc_str_sub(out->text, i, next->text.len), next->text)) {
                value = next;
                break;
            }
        }
        if (!value) {
            for (; i < out->text.len && out->origin[i] == UINT32_MAX; i++) {
                trace[i] = (struct pc_trace){.file = PC_NONE, .from_env = true};
            }
            continue;
        }
        for (size_t j = 0; j < value->text.len; j++) {
            trace[i + j] = value->trace[j];
        }
        i += value->text.len;
    }
    return trace;
}

static struct traced trace_value(const struct pc_compose_vars *vars, const struct pc_compose_var *var) {
    struct pc_trace *trace = pc_arena_bytes(vars->arena, var->value.len * sizeof *trace);
    for (size_t i = 0; i < var->value.len; i++) {
        trace[i] = (struct pc_trace){.file = var->file, .at = var->offset + (uint32_t)i, .var = var, .from_env = true};
    }
    return (struct traced){var->value, trace};
}

/* Is the value of var asked for by itself, as in "PORT=${PORT}"? It has none then, however deep one looks. */
static bool is_being_expanded(const struct lookup *lookup, const struct pc_compose_var *var) {
    while (lookup && lookup->var != var) {
        lookup = lookup->outer;
    }
    return lookup != NULL;
}

/* The value of var with its own variables replaced; false when one of them is unknown. */
static bool expand_var(struct lookup *outer, const struct pc_compose_var *var, struct traced *value) {
    *value = trace_value(outer->vars, var);
    if (var->quote == '\'' || var->value.len > EXPANDED_VALUE_MAX || pc_str_find_char(var->value, '$', 0) == PC_NPOS) {
        return true;
    }
    if (is_being_expanded(outer, var)) {
        return false;
    }
    if (outer->depth >= PC_LIMIT_INTERPOLATION) {
        outer->too_deep = true;
        return false;
    }
    struct lookup inner = {
        .vars = outer->vars, .guesses = outer->guesses, .depth = outer->depth + 1, .outer = outer, .var = var};
    struct pc_env_lookup ask = {find_value, &inner};
    struct pc_expansion out = pc_env_expand(outer->vars->arena, var->value, &ask);
    if (out.result == PC_EXPAND_UNKNOWN) {
        outer->too_deep = outer->too_deep || inner.too_deep || out.too_deep;
        return false;
    }
    if (out.origin) {
        value->trace = trace_expansion(&inner, &out, value->trace);
        value->text = out.text;
    }
    return true;
}

static bool find_value(void *arg, struct pc_str name, struct pc_str *value, bool *guessed) {
    struct lookup *lookup = arg;
    const struct pc_compose_var *var = find_var(lookup->vars, name, lookup->guesses);
    struct traced traced;
    if (!var || !expand_var(lookup, var, &traced)) {
        *PC_PUSH(&lookup->missing, lookup->vars->arena) = name;
        return false;
    }
    *PC_PUSH(&lookup->uses, lookup->vars->arena) = traced;
    *value = traced.text;
    *guessed = var->guessed;
    return true;
}

/* The scalar's own bytes: those between "${" and "}" are a variable's default. */
static const struct pc_trace *trace_scalar(struct pc_arena *arena, const struct pc_compose_source *source,
                                           struct pc_str in, size_t from) {
    struct pc_trace *trace = pc_arena_bytes(arena, in.len * sizeof *trace);
    size_t depth = 0;
    for (size_t i = 0; i < in.len; i++) {
        bool escaped = in.ptr[i] == '$' && i + 1 < in.len && in.ptr[i + 1] == '$';
        trace[i] = (struct pc_trace){.file = source->file, .at = (uint32_t)(from + i), .from_env = depth > 0};
        if (escaped) {
            i++;
            trace[i] = (struct pc_trace){.file = source->file, .at = (uint32_t)(from + i), .from_env = depth > 0};
        } else if (in.ptr[i] == '$' && i + 1 < in.len && in.ptr[i + 1] == '{') {
            depth++;
        } else if (in.ptr[i] == '}' && depth > 0) {
            depth--;
        }
    }
    return trace;
}

/* Is name asked for without a default: "${NAME}", "${NAME:?...}", "$NAME"? */
static bool has_no_default(struct pc_str in, struct pc_str name) {
    for (size_t at = 0; (at = pc_str_find(in, name, at)) != PC_NPOS; at += name.len) {
        bool braces = at >= 2 && in.ptr[at - 1] == '{' && in.ptr[at - 2] == '$';
        bool dollar = at >= 1 && in.ptr[at - 1] == '$';
        size_t end = at + name.len;
        size_t op = end + (end < in.len && in.ptr[end] == ':');
        char c = op < in.len ? in.ptr[op] : '\0';
        if (dollar || (braces && c != '-' && c != '+' && !pc_is_alnum(c) && c != '_')) {
            return true;
        }
    }
    return false;
}

/* What the trace of an expansion is made of when somebody asks where a piece of it stands. Most texts are only read. */
struct pc_compose_trail {
    struct lookup lookup;
    struct pc_expansion out;
    struct pc_str in;
};

static const struct pc_trace *trace_of(struct pc_compose_text *text) {
    struct pc_compose_trail *trail = text->trail;
    if (!text->trace && trail) {
        const struct pc_trace *own = trace_scalar(trail->lookup.vars->arena, text->source, trail->in, text->from);
        text->trace = trace_expansion(&trail->lookup, &trail->out, own);
    }
    return text->trace;
}

static struct pc_expansion expand_once(struct lookup *lookup, struct pc_str in, struct pc_compose_text *out) {
    struct pc_env_lookup ask = {find_value, lookup};
    struct pc_expansion result = pc_env_expand(lookup->vars->arena, in, &ask);
    out->unknown = result.result == PC_EXPAND_UNKNOWN;
    out->too_deep = out->unknown && (result.too_deep || lookup->too_deep);
    for (size_t i = 0; out->unknown && i < lookup->missing.count; i++) {
        if (out->missing.len == 0 || has_no_default(in, lookup->missing.items[i])) {
            out->missing = lookup->missing.items[i];
        }
    }
    return result;
}

struct pc_compose_text pc_compose_expand(const struct pc_compose_vars *vars, const struct pc_compose_source *source,
                                         const struct pc_node *scalar, size_t from, size_t len) {
    struct pc_str in = pc_str_sub(scalar->text, from, len);
    struct pc_compose_text text = {.text = in, .source = source, .node = scalar, .from = from};
    if (pc_str_find_char(in, '$', 0) == PC_NPOS) {
        return text;
    }
    struct pc_compose_text sure = text;
    struct lookup lookup = {.vars = vars};
    struct pc_expansion out = expand_once(&lookup, in, &sure);
    if (vars->has_guesses) {
        /* What an example says counts where it differs from the default, or where there is none. */
        struct pc_compose_text perhaps = text;
        struct lookup guessing = {.vars = vars, .guesses = true};
        struct pc_expansion guess = expand_once(&guessing, in, &perhaps);
        if (sure.unknown || (!perhaps.unknown && !pc_str_eq(guess.text, out.text))) {
            sure = perhaps;
            out = guess;
            lookup = guessing;
        }
    }
    if (out.origin) {
        sure.trail = PC_NEW(vars->arena, struct pc_compose_trail);
        *sure.trail = (struct pc_compose_trail){lookup, out, in};
        sure.text = out.text;
    }
    return sure;
}

bool pc_compose_var_text(const struct pc_compose_vars *vars, const struct pc_compose_source *source, struct pc_str name,
                         struct pc_compose_text *text) {
    struct lookup lookup = {.vars = vars, .guesses = true};
    const struct pc_compose_var *var = find_var(vars, name, true);
    struct traced traced;
    if (!var || !expand_var(&lookup, var, &traced)) {
        return false;
    }
    *text = (struct pc_compose_text){.text = traced.text, .source = source, .trace = traced.trace};
    return true;
}

/* How often needle stands in text[from, to), not as a part of a longer run of digits. */
static size_t count_runs(struct pc_str text, struct pc_str needle, size_t from, size_t to) {
    size_t count = 0;
    for (size_t at = from; (at = pc_str_find(text, needle, at)) != PC_NPOS && at < to; at++) {
        size_t end = at + needle.len;
        bool left = at > 0 && pc_is_digit(text.ptr[at - 1]) && pc_is_digit(needle.ptr[0]);
        bool right = end < text.len && pc_is_digit(text.ptr[end]) && pc_is_digit(needle.ptr[needle.len - 1]);
        count += !left && !right;
    }
    return count;
}

/* Where node->text[at, at + len) stands in the file. Places are asked for from left to right, so the search goes on
 * where the last one ended, over as many equal runs as lie between. */
static bool place_in_scalar(struct pc_compose_text *text, size_t at, size_t len, struct pc_span *span) {
    if (!text->node) {
        return false;
    }
    bool goes_on = !text->node->verbatim && text->cursor > 0 && at >= text->seen;
    struct pc_str needle = pc_str_sub(text->node->text, at, len);
    uint32_t cursor = goes_on ? text->cursor : 0;
    uint32_t offset = 0;
    size_t steps = goes_on ? count_runs(text->node->text, needle, text->seen, at) : 0;
    for (size_t i = 0; i <= steps; i++) {
        if (!pc_node_place(text->node, text->source->text, at, len, &cursor, &offset)) {
            return false;
        }
    }
    *span = (struct pc_span){text->source->file, offset, (uint32_t)len};
    if (!pc_str_eq(pc_str_sub(text->source->text, offset, len), needle)) {
        return false;
    }
    if (at + len > text->seen) {
        text->seen = at + len;
        text->cursor = cursor;
    }
    return true;
}

static struct pc_span whole_scalar(const struct pc_compose_text *text) {
    if (!text->node) {
        return (struct pc_span){text->source->file, 0, 0};
    }
    uint32_t length = text->node->content_length;
    return (struct pc_span){text->source->file, text->node->content, length};
}

struct pc_compose_spot pc_compose_locate(struct pc_compose_text *text, size_t from, size_t len) {
    struct pc_compose_spot spot = {.line = {PC_NONE, 0, 0}};
    const struct pc_trace *trace = trace_of(text);
    if (!trace) {
        spot.composed = !place_in_scalar(text, text->from + from, len, &spot.span);
        if (spot.composed) {
            spot.span = whole_scalar(text);
        }
        return spot;
    }
    const struct pc_trace *first = &trace[from];
    bool one = len > 0;
    for (size_t i = 0; i < len; i++) {
        const struct pc_trace *byte = &trace[from + i];
        spot.from_env = spot.from_env || byte->from_env;
        spot.guessed = spot.guessed || (byte->var && byte->var->guessed);
        one = one && byte->file == first->file && byte->file != PC_NONE && byte->var == first->var &&
              byte->at == first->at + i;
    }
    if (one && first->var) {
        spot.span = (struct pc_span){first->file, first->at, (uint32_t)len};
        spot.line = first->var->line;
        return spot;
    }
    if (!one || !place_in_scalar(text, first->at, len, &spot.span)) {
        spot.composed = true;
        spot.span = whole_scalar(text);
    }
    return spot;
}

bool pc_compose_touches_hole(struct pc_compose_text *text, size_t from, size_t len) {
    if (!text->unknown || !text->node) {
        return text->unknown;
    }
    const struct pc_trace *trace = trace_of(text);
    struct pc_str in = text->node->text;
    size_t end = from + len;
    const struct pc_trace *left = from < text->text.len && trace ? &trace[from] : NULL;
    const struct pc_trace *right = end > 0 && end <= text->text.len && trace ? &trace[end - 1] : NULL;
    bool before = left && !left->var && left->at > 0 && in.ptr[left->at - 1] == '}';
    bool behind = right && !right->var && right->at + 1 < in.len && in.ptr[right->at + 1] == '$';
    return before || behind || len == 0;
}
