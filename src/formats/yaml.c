/* YAML trees from libyaml's events. libyaml keeps the grammar; places, aliases, merge keys and limits are ours. */
#include "yaml_in.h"

#include <string.h>
#include <yaml.h>

#include "limits.h"
#include "text.h"
#include "tree_build.h"
#include "yaml_anchor.h"
#include "yaml_place.h"
#include "yaml_point.h"

/* A collection that is being read. */
struct frame {
    struct pc_node *node;
    struct pc_node *key; /* a map's key that still waits for its value */
    size_t base;         /* its first child on the stack of children */
    size_t anchor;       /* index + 1; 0 without */
    size_t weight;
    unsigned height;
    uint32_t end; /* end of its last child */
};

struct reader {
    struct pc_tree_build build;
    struct pc_str text;  /* the file */
    struct pc_str clean; /* what libyaml gets, the same length */
    uint32_t bom;        /* bytes before what libyaml gets */
    struct pc_points points;
    struct frame frames[PC_LIMIT_DEPTH + 1]; /* frames[0] collects a document's root */
    unsigned depth;
    struct PC_VEC(struct pc_node *) children;
    struct pc_anchors anchors;
    size_t aliases;  /* expanded so far */
    size_t expanded; /* nodes reached through aliases so far */
    bool alias_limit;
};

/* libyaml's objects, for the way out through an arena. */
struct library {
    yaml_parser_t parser;
    yaml_event_t event;
    bool has_event;
};

static void drop_event(struct library *lib) {
    if (lib->has_event) {
        lib->has_event = false;
        yaml_event_delete(&lib->event);
    }
}

static void finish_library(void *arg) {
    struct library *lib = arg;
    drop_event(lib);
    yaml_parser_delete(&lib->parser);
}

/* The file's byte offset of a mark. */
static uint32_t offset_of(struct reader *r, yaml_mark_t mark) {
    return r->bom + pc_points_offset(&r->points, mark.index);
}

/* A finished node goes to the collection around it. */
static void deliver(struct reader *r, struct pc_node *node, size_t weight, unsigned height) {
    struct frame *frame = &r->frames[r->depth];
    uint32_t end = node->offset + node->length;
    frame->weight += weight;
    frame->height = height > frame->height ? height : frame->height;
    if (!node->aliased && end > frame->end) {
        frame->end = end;
    }
    if (frame->node && frame->node->kind == PC_NODE_MAP && !frame->key) {
        frame->key = node;
        return;
    }
    if (frame->key) {
        const struct pc_node *key = frame->key;
        node->key = key;
        node->merge = key->kind == PC_NODE_SCALAR && key->style == PC_SCALAR_PLAIN && !key->aliased &&
                      key->tag.len == 0 && pc_str_eq(key->text, PC_STR("<<"));
        frame->key = NULL;
    }
    *PC_PUSH(&r->children, r->build.arena) = node;
}

static size_t add_anchor(struct reader *r, const yaml_char_t *name) {
    return name ? pc_anchor_add(&r->anchors, pc_str_c((const char *)name)) : 0;
}

static bool is_null_word(struct pc_str s) {
    return s.len <= 4 && (s.len == 0 || pc_str_eq(s, PC_STR("~")) || pc_str_eq(s, PC_STR("null")) ||
                          pc_str_eq(s, PC_STR("Null")) || pc_str_eq(s, PC_STR("NULL")));
}

static enum pc_scalar_style style_of(yaml_scalar_style_t style) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return PC_SCALAR_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return PC_SCALAR_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
        return PC_SCALAR_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return PC_SCALAR_FOLDED;
    default:
        return PC_SCALAR_PLAIN;
    }
}

static struct pc_str tag_of(const struct reader *r, const yaml_char_t *tag) {
    return tag ? pc_str_dup(r->build.arena, pc_str_c((const char *)tag)) : PC_EMPTY;
}

static void on_scalar(struct reader *r, const yaml_event_t *event) {
    struct pc_node *node = PC_NEW(r->build.arena, struct pc_node);
    struct pc_str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    uint32_t start = offset_of(r, event->start_mark), end = offset_of(r, event->end_mark);
    end = end < start ? start : end; /* of a block scalar behind a line break of which libyaml alone knows */
    node->kind = PC_NODE_SCALAR;
    node->style = style_of(event->data.scalar.style);
    node->tag = tag_of(r, event->data.scalar.tag);
    node->offset = pc_yaml_skip_properties(r->clean, start, end, event->data.scalar.anchor, event->data.scalar.tag);
    node->length = end - node->offset;
    pc_yaml_place_scalar(r->clean, node, value, end);
    node->text = node->verbatim ? pc_str_sub(r->text, node->content, value.len) : pc_str_dup(r->build.arena, value);
    if (node->style == PC_SCALAR_PLAIN && is_null_word(node->text)) {
        node->kind = PC_NODE_NULL;
    }
    pc_anchor_complete(&r->anchors, add_anchor(r, event->data.scalar.anchor), node, 1, 0);
    deliver(r, node, 1, 0);
}

static struct pc_node *null_at(struct reader *r, uint32_t offset, uint32_t length) {
    struct pc_node *node = PC_NEW(r->build.arena, struct pc_node);
    node->offset = node->content = offset;
    node->length = length;
    return node;
}

/* Whether one more alias stays within the budgets; notes the first that does not. */
static bool alias_fits(struct reader *r, const struct pc_anchor *anchor, uint32_t offset, uint32_t length) {
    const char *what = NULL;
    r->aliases++;
    r->expanded += anchor->weight;
    if (r->aliases > PC_LIMIT_YAML_ALIASES) {
        what = "more aliases than are followed";
    } else if (r->expanded > PC_LIMIT_YAML_EXPANDED) {
        what = "aliases that expand to more values than are read";
    } else if (r->depth + anchor->height > PC_LIMIT_DEPTH) {
        what = "aliases nested deeper than is read";
    }
    if (what && !r->alias_limit) {
        r->alias_limit = true;
        pc_tree_note(&r->build, PC_SYNTAX_LIMIT, offset, length, "%s", what);
    }
    return !what;
}

static void on_alias(struct reader *r, const yaml_event_t *event) {
    struct pc_str name = pc_str_c((const char *)event->data.alias.anchor);
    uint32_t offset = offset_of(r, event->start_mark);
    uint32_t length = offset_of(r, event->end_mark) - offset;
    const struct pc_anchor *anchor = pc_anchor_find(&r->anchors, name);
    struct frame *frame = &r->frames[r->depth];
    frame->end = offset + length;
    if (!anchor || !anchor->node) {
        pc_tree_note(&r->build, PC_SYNTAX_ERROR, offset, length,
                     anchor ? "the alias `*%.*s` stands inside what it names"
                            : "the alias `*%.*s` names nothing before it",
                     PC_ARG(pc_tree_word(name)));
        deliver(r, null_at(r, offset, length), 1, 0);
    } else if (!alias_fits(r, anchor, offset, length)) {
        deliver(r, null_at(r, offset, length), 1, 0);
    } else {
        struct pc_node *copy = PC_NEW(r->build.arena, struct pc_node);
        *copy = *anchor->node;
        copy->aliased = true;
        copy->key = NULL;
        copy->next = NULL;
        copy->merge = copy->overridden = false;
        deliver(r, copy, anchor->weight, anchor->height);
    }
}

/* False when it lies too deep. */
static bool on_open(struct reader *r, const yaml_event_t *event, enum pc_node_kind kind) {
    bool is_map = kind == PC_NODE_MAP;
    const yaml_char_t *name = is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const yaml_char_t *tag = is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    uint32_t start = offset_of(r, event->start_mark);
    if (r->depth == PC_LIMIT_DEPTH) {
        pc_tree_note(&r->build, PC_SYNTAX_LIMIT, start, 0, "nested more than %u levels deep", PC_LIMIT_DEPTH);
        return false;
    }
    struct pc_node *node = PC_NEW(r->build.arena, struct pc_node);
    node->kind = kind;
    node->tag = tag_of(r, tag);
    node->offset = pc_yaml_skip_properties(r->clean, start, (uint32_t)r->clean.len, name, tag);
    size_t anchor = add_anchor(r, name);
    struct frame *frame = &r->frames[++r->depth];
    *frame =
        (struct frame){.node = node, .base = r->children.count, .anchor = anchor, .weight = 1, .end = node->offset};
    return true;
}

static void on_close(struct reader *r, const yaml_event_t *event) {
    struct frame *frame = &r->frames[r->depth];
    struct pc_node *node = frame->node;
    uint32_t end = frame->end;
    if (frame->key) { /* only after an error: a key whose value was not read */
        struct pc_node *value = null_at(r, frame->key->offset + frame->key->length, 0);
        deliver(r, value, 1, 0);
    }
    if (event && event->end_mark.index > event->start_mark.index) { /* a bracket; a block's end has no width */
        end = offset_of(r, event->end_mark);
    }
    /* Behind a comment that ends at a line break of which libyaml alone knows the offset was taken too far on. */
    node->length = end > node->offset ? end - node->offset : 0;
    size_t count = r->children.count - frame->base;
    pc_tree_close(&r->build, node, count > 0 ? r->children.items + frame->base : NULL, count);
    r->children.count = frame->base;
    size_t weight = frame->weight;
    unsigned height = frame->height + 1;
    pc_anchor_complete(&r->anchors, frame->anchor, node, weight, height);
    r->depth--;
    deliver(r, node, weight, height);
}

static void on_document_end(struct reader *r) {
    while (r->depth > 0) {
        on_close(r, NULL);
    }
    if (r->children.count > 0) {
        *PC_PUSH(&r->build.documents, r->build.arena) = r->children.items[0];
        r->children.count = 0;
    }
    pc_anchors_init(&r->anchors, r->build.arena); /* anchors end with their document */
    r->frames[0] = (struct frame){0};
}

static void note_error(struct reader *r, const yaml_parser_t *parser) {
    if (parser->error == YAML_MEMORY_ERROR) {
        pc_unwind(r->build.arena->recovery, PC_OOM_SYSTEM);
    }
    uint32_t offset = 0;
    if (parser->error == YAML_READER_ERROR) {
        offset = r->bom + (uint32_t)parser->problem_offset;
    } else {
        offset = offset_of(r, parser->problem_mark);
    }
    bool at_text = offset < r->clean.len && !pc_yaml_is_blank(r->clean.ptr[offset]);
    struct pc_str context = pc_str_c(parser->context);
    pc_tree_note(&r->build, PC_SYNTAX_ERROR, offset, at_text ? 1 : 0, "%s%s%.*s",
                 parser->problem ? parser->problem : "not YAML", context.len > 0 ? " " : "", PC_ARG(context));
}

/* False when the rest is not to be read. */
static bool on_event(struct reader *r, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        on_scalar(r, event);
        return true;
    case YAML_ALIAS_EVENT:
        on_alias(r, event);
        return true;
    case YAML_MAPPING_START_EVENT:
        return on_open(r, event, PC_NODE_MAP);
    case YAML_SEQUENCE_START_EVENT:
        return on_open(r, event, PC_NODE_LIST);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        on_close(r, event);
        return true;
    case YAML_DOCUMENT_END_EVENT:
        on_document_end(r);
        return true;
    case YAML_STREAM_END_EVENT:
        return false;
    default:
        return true;
    }
}

static void read_events(struct reader *r, struct pc_str input, bool is_cut) {
    struct library lib = {.has_event = false};
    if (!yaml_parser_initialize(&lib.parser)) {
        pc_unwind(r->build.arena->recovery, PC_OOM_SYSTEM);
    }
    struct pc_recovery *recovery = r->build.arena->recovery;
    struct pc_cleanup cleanup;
    pc_defer(recovery, &cleanup, finish_library, &lib);
    yaml_parser_set_encoding(&lib.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&lib.parser, (const unsigned char *)input.ptr, input.len);
    for (bool more = true; more;) {
        if (!yaml_parser_parse(&lib.parser, &lib.event)) {
            if (!is_cut || lib.parser.error == YAML_MEMORY_ERROR) {
                note_error(r, &lib.parser);
            }
            break;
        }
        lib.has_event = true;
        more = on_event(r, &lib.event);
        drop_event(&lib);
    }
    on_document_end(r);
    pc_undefer(recovery, &cleanup);
    finish_library(&lib);
}

/* Does a line begin with a '%'? */
static bool has_directive(struct pc_str input) {
    for (size_t at = 0; (at = pc_str_find_char(input, '%', at)) != PC_NPOS; at++) {
        if (at == 0 || input.ptr[at - 1] == '\n' || input.ptr[at - 1] == '\r') {
            return true;
        }
    }
    return false;
}

/* libyaml compares each %TAG with every other before the first event: the text up to one directive too many. */
static struct pc_str cut_directives(struct reader *r, struct pc_str input) {
    unsigned run = 0;
    if (!has_directive(input)) {
        return input;
    }
    for (size_t at = 0; at < input.len;) {
        char c = input.ptr[at];
        if (c == '%' && ++run > PC_LIMIT_YAML_DIRECTIVES) {
            pc_tree_note(&r->build, PC_SYNTAX_LIMIT, r->bom + (uint32_t)at, 1, "more than %u directives",
                         PC_LIMIT_YAML_DIRECTIVES);
            return pc_str_sub(input, 0, at);
        }
        bool blank = true;
        for (; at < input.len && input.ptr[at] != '\n' && input.ptr[at] != '\r'; at++) {
            blank = blank && pc_yaml_is_blank(input.ptr[at]);
        }
        at++;
        run = c == '%' || c == '#' || blank ? run : 0;
    }
    return input;
}

struct pc_tree pc_yaml_parse(struct pc_arena *arena, struct pc_str text) {
    struct reader *r = PC_NEW(arena, struct reader);
    r->build.arena = arena;
    r->text = text;
    if (text.len == 0 || !pc_tree_clean(&r->build, text, true, &r->clean)) {
        return pc_tree_of(&r->build);
    }
    /* libyaml does not count a BOM, and only looks for one when it may guess the encoding, which it may not. */
    r->bom = pc_str_starts(text, PC_STR("\xEF\xBB\xBF")) ? 3 : 0;
    struct pc_str input = pc_str_sub(r->clean, r->bom, text.len - r->bom);
    pc_anchors_init(&r->anchors, arena);
    r->points = pc_points_of(input);
    struct pc_str part = cut_directives(r, input);
    read_events(r, part, part.len < input.len);
    return pc_tree_of(&r->build);
}

const char *pc_yaml_version(void) {
    return yaml_get_version_string();
}
