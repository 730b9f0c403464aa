/* JSON trees by cJSON, which knows no positions: the text is walked beside its tree. */
#include "json_in.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "json_scan.h"
#include "limits.h"
#include "tree_build.h"

struct walk {
    struct pc_tree_build build;
    struct pc_str text; /* the file */
    struct pc_str json; /* what cJSON read: strict JSON, the same offsets but for the BOM */
    uint32_t bom;
    size_t real; /* end of the file's own part of json */
    size_t at;   /* in json */
    struct PC_VEC(struct pc_node *) children;
};

static void skip_blanks(struct walk *w) {
    while (w->at < w->json.len && (unsigned char)w->json.ptr[w->at] <= ' ') {
        w->at++;
    }
}

/* Over one character that the scan has seen there. */
static void skip_mark(struct walk *w) {
    skip_blanks(w);
    w->at++;
}

static struct pc_node *node_at(struct walk *w, enum pc_node_kind kind) {
    struct pc_node *node = PC_NEW(w->build.arena, struct pc_node);
    skip_blanks(w);
    node->kind = kind;
    node->offset = node->content = w->bom + (uint32_t)w->at;
    return node;
}

static struct pc_node *read_string(struct walk *w, const char *decoded) {
    struct pc_node *node = node_at(w, PC_NODE_SCALAR);
    const char *s = w->json.ptr;
    size_t start = ++w->at;
    while (s[w->at] != '"') {
        w->at += s[w->at] == '\\' ? 2 : 1;
    }
    struct pc_str raw = pc_str_sub(w->json, start, w->at - start);
    w->at++;
    node->style = PC_SCALAR_DOUBLE;
    node->content++;
    node->content_length = (uint32_t)raw.len;
    node->length = node->content_length + 2;
    node->verbatim = pc_str_eq(raw, pc_str_c(decoded));
    node->text =
        node->verbatim ? pc_str_sub(w->text, node->content, raw.len) : pc_str_dup(w->build.arena, pc_str_c(decoded));
    return node;
}

static struct pc_node *read_plain(struct walk *w, enum pc_node_kind kind) {
    struct pc_node *node = node_at(w, kind);
    size_t start = w->at;
    while (w->at < w->json.len && (pc_is_alnum(w->json.ptr[w->at]) || strchr("+-.", w->json.ptr[w->at]))) {
        w->at++;
    }
    node->length = node->content_length = (uint32_t)(w->at - start);
    node->text = pc_str_sub(w->text, node->content, node->length);
    node->verbatim = true;
    return node;
}

static struct pc_node *read_value(struct walk *w, const cJSON *item);

/* Recursion is bounded: the scan lets PC_LIMIT_DEPTH levels through. */
static struct pc_node *read_container(struct walk *w, const cJSON *item, enum pc_node_kind kind) {
    struct pc_node *node = node_at(w, kind);
    size_t base = w->children.count;
    w->at++;
    for (const cJSON *child = item->child; child; child = child->next) {
        struct pc_node *key = NULL;
        if (kind == PC_NODE_MAP) {
            key = read_string(w, child->string);
            skip_mark(w); /* ':' */
        }
        struct pc_node *value = read_value(w, child);
        value->key = key;
        *PC_PUSH(&w->children, w->build.arena) = value;
        if (child->next) {
            skip_mark(w); /* ',' */
        }
    }
    skip_mark(w); /* the bracket, which may be the scan's own behind the end of the text */
    node->length = w->bom + (uint32_t)(w->at < w->real ? w->at : w->real) - node->offset;
    size_t count = w->children.count - base;
    pc_tree_close(&w->build, node, count > 0 ? w->children.items + base : NULL, count);
    w->children.count = base;
    return node;
}

static struct pc_node *read_value(struct walk *w, const cJSON *item) {
    if (cJSON_IsObject(item)) {
        return read_container(w, item, PC_NODE_MAP);
    }
    if (cJSON_IsArray(item)) {
        return read_container(w, item, PC_NODE_LIST);
    }
    if (cJSON_IsString(item)) {
        return read_string(w, item->valuestring);
    }
    return read_plain(w, cJSON_IsNull(item) ? PC_NODE_NULL : PC_NODE_SCALAR);
}

static void delete_item(void *arg) {
    cJSON_Delete(arg);
}

struct pc_tree pc_json_parse(struct pc_arena *arena, struct pc_str text, bool comments) {
    struct walk *w = PC_NEW(arena, struct walk);
    struct pc_str clean;
    w->build.arena = arena;
    w->text = text;
    if (text.len == 0 || !pc_tree_clean(&w->build, text, false, &clean)) {
        return pc_tree_of(&w->build);
    }
    w->bom = pc_str_starts(text, PC_STR("\xEF\xBB\xBF")) ? 3 : 0;
    w->json = pc_json_scan(&w->build, pc_str_sub(clean, w->bom, clean.len - w->bom), w->bom, comments, &w->real);
    if (w->json.len == 0) {
        return pc_tree_of(&w->build);
    }
    /* The scan lets nothing through that cJSON refuses, so that a refusal can only mean that there is no memory. */
    cJSON *root = cJSON_ParseWithLengthOpts(w->json.ptr, w->json.len, NULL, false);
    if (!root) {
        pc_unwind(arena->recovery, PC_OOM_SYSTEM);
    }
    struct pc_recovery *recovery = arena->recovery;
    struct pc_cleanup cleanup;
    pc_defer(recovery, &cleanup, delete_item, root);
    const struct pc_node *node = read_value(w, root);
    *PC_PUSH(&w->build.documents, arena) = node;
    pc_undefer(recovery, &cleanup);
    cJSON_Delete(root);
    return pc_tree_of(&w->build);
}

const char *pc_cjson_version(void) {
    return cJSON_Version();
}
