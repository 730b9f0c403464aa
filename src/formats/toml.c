/* TOML, line by line: headers and "key = value". */
#include "toml.h"

#include "limits.h"
#include "toml_scan.h"

enum { NOTES_MAX = 20 };

bool pc_toml_error(struct pc_toml *toml, size_t at, size_t length, const char *message) {
    if (toml->notes++ < NOTES_MAX) {
        pc_tree_note(&toml->build, PC_SYNTAX_ERROR, (uint32_t)at, (uint32_t)length, "%s", message);
    }
    return false;
}

void pc_toml_too_deep(struct pc_toml *toml, size_t at, size_t length) {
    if (toml->notes++ < NOTES_MAX) {
        pc_tree_note(&toml->build, PC_SYNTAX_LIMIT, (uint32_t)at, (uint32_t)length, "nested more than %u levels deep",
                     PC_LIMIT_DEPTH);
    }
}

char pc_toml_peek(const struct pc_toml *toml) {
    return toml->at < toml->clean.len ? toml->clean.ptr[toml->at] : '\0';
}

void pc_toml_skip_blanks(struct pc_toml *toml) {
    while (pc_toml_peek(toml) == ' ' || pc_toml_peek(toml) == '\t') {
        toml->at++;
    }
}

static void skip_comment(struct pc_toml *toml) {
    while (toml->at < toml->clean.len && pc_toml_peek(toml) != '\n') {
        toml->at++;
    }
}

bool pc_toml_skip_lines(struct pc_toml *toml) {
    size_t start = toml->at;
    for (;;) {
        char c = pc_toml_peek(toml);
        if (c == '#') {
            skip_comment(toml);
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            toml->at++;
        } else {
            return toml->at > start;
        }
    }
}

/* [a.b]: the table of its last key. */
static struct pc_toml_table *open_table(struct pc_toml *toml, struct pc_toml_table *parent, struct pc_node *key) {
    const struct pc_toml_entry *entry = pc_toml_find(toml, parent, key->text);
    const struct pc_toml_table *before = entry ? entry->value : NULL;
    struct pc_toml_table *table = pc_toml_sub(toml, parent, key);
    if (table && before && (before->has_header || before->node->kind == PC_NODE_LIST)) {
        pc_tree_note(&toml->build, PC_SYNTAX_DUPLICATE, key->offset, key->length, "the table `%.*s` is written twice",
                     PC_ARG(pc_tree_word(key->text)))
            ->other = before->node->offset;
    }
    return table;
}

/* [[a.b]]: one more item of the array of its last key. */
static struct pc_toml_table *open_item(struct pc_toml *toml, struct pc_toml_table *parent, struct pc_node *key) {
    const struct pc_toml_entry *entry = pc_toml_find(toml, parent, key->text);
    struct pc_toml_table *list = entry ? entry->value : NULL;
    if (entry && (!list || list->node->kind != PC_NODE_LIST)) {
        pc_toml_error(toml, key->offset, key->length, "this key has a value already, which is no array of tables");
        return NULL;
    }
    if (parent->depth + 2 >= PC_LIMIT_DEPTH) {
        pc_toml_too_deep(toml, key->offset, key->length);
        return NULL;
    }
    if (!list) {
        list = pc_toml_table_new(toml, parent, PC_NODE_LIST, key->offset);
        pc_toml_put(toml, parent, key, list->node, list);
    }
    list->last = pc_toml_table_new(toml, list, PC_NODE_MAP, key->offset);
    *PC_PUSH(&list->children, toml->build.arena) = list->last->node;
    return list->last;
}

/* A header; the table that the lines below belong to, NULL after a note. */
static struct pc_toml_table *read_header(struct pc_toml *toml, struct pc_toml_table *root) {
    size_t start = toml->at++;
    bool array = pc_toml_peek(toml) == '[';
    toml->at += array;
    struct pc_toml_table *table = root;
    struct pc_node *key = pc_toml_key(toml, &table);
    if (!key) {
        return NULL;
    }
    pc_toml_skip_blanks(toml);
    struct pc_str close = array ? PC_STR("]]") : PC_STR("]");
    if (!pc_str_starts(pc_str_sub(toml->clean, toml->at, close.len), close)) {
        pc_toml_error(toml, toml->at, toml->at < toml->clean.len,
                      array ? "`]]` was expected here" : "`]` was expected here");
        return NULL;
    }
    toml->at += close.len;
    table = array ? open_item(toml, table, key) : open_table(toml, table, key);
    if (table) {
        table->has_header = true;
        if (table->node->length == 0) {
            table->node->offset = (uint32_t)start;
            table->node->length = (uint32_t)(toml->at - start);
        }
    }
    return table;
}

static bool read_pair(struct pc_toml *toml, struct pc_toml_table *table) {
    struct pc_node *key = pc_toml_key(toml, &table);
    if (!key) {
        return false;
    }
    pc_toml_skip_blanks(toml);
    if (pc_toml_peek(toml) != '=') {
        return pc_toml_error(toml, toml->at, toml->at < toml->clean.len, "`=` behind the key was expected here");
    }
    toml->at++;
    pc_toml_skip_blanks(toml);
    struct pc_node *value = pc_toml_value(toml, table->depth + 1);
    if (!value) {
        return false;
    }
    pc_toml_put(toml, table, key, value, NULL);
    return true;
}

/* Nothing but blanks stands before the cursor on its line. */
static bool at_line_start(const struct pc_toml *toml) {
    size_t at = toml->at;
    while (at > 0 && (toml->clean.ptr[at - 1] == ' ' || toml->clean.ptr[at - 1] == '\t')) {
        at--;
    }
    return at == 0 || toml->clean.ptr[at - 1] == '\n';
}

/* From a statement that began at start to the next line that begins like a header or holds a '='. */
static void recover(struct pc_toml *toml, size_t start) {
    bool here = toml->at > start && at_line_start(toml);
    for (;; here = false) {
        if (!here) {
            skip_comment(toml);
        }
        pc_toml_skip_lines(toml);
        char c = pc_toml_peek(toml);
        if (toml->at >= toml->clean.len || c == '[') {
            return;
        }
        size_t end = pc_str_find_char(toml->clean, '\n', toml->at);
        struct pc_str line = pc_str_sub(toml->clean, toml->at, end == PC_NPOS ? PC_NPOS : end - toml->at);
        bool key = pc_is_alnum(c) || c == '_' || c == '-' || c == '"' || c == '\'';
        if (key && pc_str_find_char(line, '=', 0) != PC_NPOS) {
            return;
        }
    }
}

/* Only a comment may follow on the line. */
static bool line_ends(struct pc_toml *toml) {
    pc_toml_skip_blanks(toml);
    char c = pc_toml_peek(toml);
    if (toml->at < toml->clean.len && c != '#' && c != '\n' && c != '\r') {
        return pc_toml_error(toml, toml->at, 1, "text behind the end of the value");
    }
    return true;
}

static void read_lines(struct pc_toml *toml, struct pc_toml_table *root) {
    struct pc_toml_table *table = root;
    for (pc_toml_skip_lines(toml); toml->at < toml->clean.len; pc_toml_skip_lines(toml)) {
        size_t start = toml->at;
        bool ok = true;
        if (pc_toml_peek(toml) == '[') {
            struct pc_toml_table *next = read_header(toml, root);
            /* What stands under a header that cannot be read belongs nowhere. */
            table = next ? next : pc_toml_table_new(toml, NULL, PC_NODE_MAP, start);
            ok = next != NULL;
        } else {
            ok = read_pair(toml, table);
        }
        if (!ok || !line_ends(toml)) {
            recover(toml, start);
        }
    }
}

struct pc_tree pc_toml_parse(struct pc_arena *arena, struct pc_str text) {
    struct pc_toml *toml = PC_NEW(arena, struct pc_toml);
    toml->build.arena = arena;
    toml->text = text;
    if (text.len == 0 || !pc_tree_clean(&toml->build, text, false, &toml->clean)) {
        return pc_tree_of(&toml->build);
    }
    toml->at = pc_str_starts(text, PC_STR("\xEF\xBB\xBF")) ? 3 : 0;
    struct pc_toml_table *root = pc_toml_table_new(toml, NULL, PC_NODE_MAP, toml->at);
    root->node->length = (uint32_t)(text.len - toml->at);
    read_lines(toml, root);
    pc_toml_close_tables(toml);
    *PC_PUSH(&toml->build.documents, arena) = root->node;
    return pc_tree_of(&toml->build);
}
