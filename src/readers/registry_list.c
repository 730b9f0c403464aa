/* Lists: bullets with one or many services, ranges, bullets over bullets, what is not deployed. */
#include "port_words.h"
#include "registry_pages.h"

/* A list item that stands over others: its scope is in force for them. */
struct parent {
    uint32_t item;
    size_t scopes;       /* how many there were before it */
    struct pc_str words; /* what it calls itself */
};

struct list {
    struct pc_regmd *r;
    size_t from, to;
    struct pc_group_item *items; /* of each block */
    struct PC_VEC(struct parent) parents;
    struct pc_group group;
    struct pc_str heading_owner; /* for "Port: 3000" right below a heading */
};

static const struct pc_md_block *block_at(const struct list *l, size_t i) {
    return &l->r->doc.blocks[i];
}

static bool is_bullet(const struct pc_md_block *block) {
    return block->kind == PC_MD_PARAGRAPH && block->item_start;
}

static void close_parents(struct list *l, uint32_t parent_item) {
    while (l->parents.count > 0 && l->parents.items[l->parents.count - 1].item != parent_item) {
        const struct parent *top = &l->parents.items[--l->parents.count];
        if (l->r->scopes.count > top->scopes) {
            l->r->scopes.count = top->scopes;
            l->group.section = PC_NONE;
        }
    }
}

/* The words of a bullet before any ':' or bracket. */
static struct pc_str bullet_name(struct pc_regmd *r, struct pc_flat flat) {
    size_t to = 0;
    while (to < flat.text.len && !pc_is_any(flat.text.ptr[to], ":(\n")) {
        to++;
    }
    size_t from = 0;
    pc_flat_trim(flat, &from, &to);
    return pc_is_name_like(r->scratch, flat, from, to) ? pc_flat_str(r->keep, flat, r->ctx->text, from, to) : PC_EMPTY;
}

/* A bullet that other bullets hang on: they see it as a heading, unless it states a port of its own. */
static void open_parent(struct list *l, const struct pc_md_block *block, const struct pc_group_item *item) {
    struct pc_regmd *r = l->r;
    struct parent parent = {.item = block->item, .scopes = r->scopes.count, .words = bullet_name(r, item->flat)};
    if (item->entries.count == 0 && item->flat.text.len <= 120) {
        struct pc_title title = pc_title_of(r->keep, item->flat, r->ctx->text, r->ctx->file, true);
        struct pc_scope scope = {
            .level = PC_LEVEL_LABEL, .quote_depth = block->quote_depth, .title = title, .host = PC_NONE};
        if (title.has_host && !title.host.tentative) {
            scope.host = pc_regmd_host(r, &title.host);
        }
        scope.title.range_count = 0;
        *PC_PUSH(&r->scopes, r->scratch) = scope;
        l->group.section = PC_NONE;
    }
    *PC_PUSH(&l->parents, r->scratch) = parent;
}

static bool has_children(const struct list *l, size_t i) {
    uint32_t item = block_at(l, i)->item;
    for (size_t k = i + 1; k < l->to; k++) {
        const struct pc_md_block *block = block_at(l, k);
        if (block->item != item) {
            return block->parent_item == item;
        }
    }
    return false;
}

/* "voice-bot: not deployed", or any bullet below "Not deployed:". */
static bool state_absent(struct list *l, const struct pc_group_item *item) {
    struct pc_regmd *r = l->r;
    struct pc_str words = pc_fold(r->scratch, item->flat.text);
    bool below = pc_says_not_deployed(pc_fold(r->scratch, l->group.outlook.title));
    bool says = item->flat.text.len < 200 && pc_says_not_deployed(words);
    if (!below && !says) {
        return false;
    }
    struct pc_absence absence = {.service = PC_NONE, .host = l->group.outlook.host};
    size_t from = 0;
    size_t to = 0;
    if (item->entries.count > 0 && item->entries.items[0].name_to > item->entries.items[0].name_from) {
        from = item->entries.items[0].name_from;
        to = item->entries.items[0].name_to;
    } else {
        while (to < item->flat.text.len && !pc_is_any(item->flat.text.ptr[to], ":(") &&
               !(item->flat.text.ptr[to] == '-' && pc_str_at(item->flat.text, to - 1) == ' ')) {
            to++;
        }
    }
    struct pc_name name = pc_name_of(r, item->flat, from, to);
    if (name.name.len == 0 || !pc_is_name_like(r->scratch, item->flat, from, to) ||
        pc_says_not_deployed(pc_fold(r->scratch, name.name))) {
        return false;
    }
    absence.name = name.name;
    absence.span = name.span;
    pc_builder_absence(r->b, &absence);
    for (size_t e = 0; e < item->entries.count; e++) {
        for (size_t i = 0; i < item->entries.items[e].ports.count; i++) {
            const struct pc_cell_port *port = &item->entries.items[e].ports.items[i];
            pc_regmd_note(r, pc_flat_span(item->flat, r->ctx->file, port->from, port->to), "not deployed");
        }
    }
    return true;
}

static void read_bullet(struct list *l, size_t i) {
    const struct pc_md_block *block = block_at(l, i);
    struct pc_group_item *item = &l->items[i - l->from];
    close_parents(l, block->parent_item);
    l->group.outlook = pc_regmd_outlook(l->r);
    item->owner = l->parents.count > 0 ? l->parents.items[l->parents.count - 1].words : l->heading_owner;
    if (!state_absent(l, item)) {
        pc_group_state(&l->group, item);
    }
    if (has_children(l, i)) {
        open_parent(l, block, item);
    }
}

/* "6379 Redis" where other bullets begin with their ports. */
static void parse_bare(struct pc_regmd *r, struct pc_group_item *items, size_t count) {
    bool port_first = false;
    for (size_t i = 0; i < count; i++) {
        port_first = port_first || (items[i].entries.count == 1 && items[i].entries.items[0].port_first);
    }
    for (size_t i = 0; i < count && port_first; i++) {
        if (items[i].entries.count == 0 && items[i].flat.text.len > 0) {
            items[i].entries = pc_entries_parse_bare(r->scratch, items[i].flat);
        }
    }
}

void pc_regmd_list(struct pc_regmd *r, size_t from, size_t to) {
    struct list l = {.r = r, .from = from, .to = to};
    struct PC_VEC(struct pc_group_item) all = {0};
    struct PC_VEC(size_t) places = {0};
    l.items = PC_NEW_ARRAY(r->scratch, to - from, struct pc_group_item);
    for (size_t i = from; i < to; i++) {
        const struct pc_md_block *block = &r->doc.blocks[i];
        if (block->kind != PC_MD_PARAGRAPH) {
            continue;
        }
        struct pc_group_item *item = &l.items[i - from];
        item->flat = pc_flat_of_lines(r->scratch, block->lines, pc_regmd_text_lines(r, block));
        pc_regmd_reconciled_dates(r, item->flat);
        if (!is_bullet(block)) {
            continue;
        }
        item->entries = pc_entries_parse(r->scratch, item->flat, false);
        *PC_PUSH(&all, r->scratch) = *item;
        *PC_PUSH(&places, r->scratch) = i - from;
    }
    parse_bare(r, l.items, to - from);
    l.group = (struct pc_group){.r = r, .kind = PC_SECTION_LIST, .section = PC_NONE};
    l.group.of_ranges = pc_group_holds_ranges(r, all.items, all.count);
    const bool *pages = pc_group_pages(r->scratch, all.items, all.count);
    for (size_t i = 0; i < all.count; i++) {
        l.items[places.items[i]].page = pages[i];
    }
    l.heading_owner = pc_regmd_owner_of_heading(r);
    for (size_t i = from; i < to; i++) {
        const struct pc_md_block *block = &r->doc.blocks[i];
        bool text = block->kind == PC_MD_PARAGRAPH;
        if (text && pc_regmd_lost_marks(r, block)) {
            continue;
        }
        if (text && is_bullet(block)) {
            read_bullet(&l, i);
        }
        if (text) {
            pc_regmd_rescue(r, block);
        } else if (block->kind == PC_MD_TABLE) {
            close_parents(&l, block->item);
            pc_regmd_table(r, block->rows, block->row_count, block->quote_depth, false);
        } else if (block->kind == PC_MD_HTML) {
            pc_regmd_html(r, block);
        }
    }
    close_parents(&l, UINT32_MAX);
}
