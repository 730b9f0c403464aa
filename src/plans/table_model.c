/* Where the rows of a file lie: tables and lists by the Markdown parser, lines of ports by the claims in them. */
#include "table_model.h"
#include "lookup.h"

static const struct pc_file *file_at(const struct pc_rows *rows, pc_id file) {
    return &rows->reg->files[file];
}

static uint32_t line_start(const struct pc_file *file, uint32_t line) {
    return line < file->lines.count ? file->lines.starts[line] : file->lines.size;
}

/* Bars end cells; "\|" is none. As pc_md_split_row, but with the blanks. */
static void split_cells(struct pc_rows *rows, const struct pc_file *file, struct pc_line_row *row) {
    struct PC_VEC(struct pc_raw_cell) cells = {0};
    const char *text = file->text.ptr;
    uint32_t at = row->text, end = row->text_end;
    while (at < end && (text[at] == ' ' || text[at] == '\t'))
        at++;
    at += at < end && text[at] == '|' ? 1 : 0;
    uint32_t from = at;
    for (; at < end; at++) {
        if (text[at] == '\\' && at + 1 < end && text[at + 1] == '|') {
            at++;
        } else if (text[at] == '|') {
            *PC_PUSH(&cells, rows->arena) = (struct pc_raw_cell){from, at};
            from = at + 1;
        }
    }
    struct pc_str rest = pc_str_trim(pc_str_sub(file->text, from, end - from));
    if (rest.len > 0 && !pc_str_starts(rest, PC_STR("<!--")))
        *PC_PUSH(&cells, rows->arena) = (struct pc_raw_cell){from, end};
    row->cells = cells.items;
    row->cell_count = (unsigned)cells.count;
}

static struct pc_line_row row_of_line(struct pc_rows *rows, pc_id id, const struct pc_md_line *line, bool cells) {
    const struct pc_file *file = file_at(rows, id);
    struct pc_line_row row = {.from = line_start(file, line->line),
                              .to = line_start(file, line->line + 1),
                              .text = line->offset,
                              .text_end = line->offset + (uint32_t)line->text.len,
                              .range = PC_NONE};
    if (cells)
        split_cells(rows, file, &row);
    return row;
}

static struct pc_row_block *add_block(struct pc_rows *rows, struct pc_table_file *model, enum pc_block_kind kind,
                                      const struct pc_md_line *first) {
    struct pc_row_block *block = PC_NEW(rows->arena, struct pc_row_block);
    *block = (struct pc_row_block){.kind = kind, .file = model->file, .from = first->offset};
    *PC_PUSH(&model->blocks, rows->arena) = block;
    return block;
}

/* The innermost row of each line is the one that comes last. */
static void place_row(struct pc_rows *rows, struct pc_table_file *model, struct pc_row_block *block, size_t index) {
    const struct pc_file *file = file_at(rows, model->file);
    const struct pc_line_row *row = &block->rows.items[index];
    for (uint32_t line = pc_line_at(&file->lines, row->from); line < file->lines.count; line++) {
        if (file->lines.starts[line] >= row->to)
            break;
        struct pc_row_place *place = &model->of_line[line];
        if (place->block)
            pc_row_of(*place)->has_inner = true;
        *place = (struct pc_row_place){block, index};
    }
}

static void add_row(struct pc_rows *rows, struct pc_table_file *model, struct pc_row_block *block,
                    struct pc_line_row row) {
    *PC_PUSH(&block->rows, rows->arena) = row;
    place_row(rows, model, block, block->rows.count - 1);
}

static void add_table(struct pc_rows *rows, struct pc_table_file *model, const struct pc_md_block *md) {
    struct pc_row_block *block = add_block(rows, model, PC_BLOCK_TABLE, &md->lines[0]);
    block->has_header = md->line_count >= 2;
    for (size_t i = 0; i < md->line_count; i++) {
        struct pc_line_row row = row_of_line(rows, model->file, &md->lines[i], true);
        if (i < 2)
            block->frame[i] = row;
        else
            add_row(rows, model, block, row);
    }
}

/* The lines of a block that Markdown does not show as a table: each by itself, with cells where there are bars. */
static void add_lines(struct pc_rows *rows, struct pc_table_file *model, const struct pc_md_block *md) {
    struct pc_row_block *block = add_block(rows, model, PC_BLOCK_LINES, &md->lines[0]);
    for (size_t i = 0; i < md->line_count; i++) {
        bool bars = pc_str_find_char(md->lines[i].text, '|', 0) != PC_NPOS;
        block->kind = bars ? PC_BLOCK_TABLE : block->kind;
        add_row(rows, model, block, row_of_line(rows, model->file, &md->lines[i], bars));
    }
}

/* The end of a list item: of the last line of what belongs to it. */
static uint32_t item_end(const struct pc_rows *rows, const struct pc_table_file *model, size_t at) {
    const struct pc_md_block *item = &model->doc.blocks[at];
    uint32_t last = item->line_count > 0 ? item->lines[item->line_count - 1].line : 0;
    for (size_t i = at + 1; i < model->doc.block_count; i++) {
        const struct pc_md_block *block = &model->doc.blocks[i];
        bool inside = block->item == item->item || block->list_depth > item->list_depth;
        if (!inside)
            break;
        if (block->line_count > 0)
            last = block->lines[block->line_count - 1].line + (block->kind == PC_MD_CODE && block->fenced ? 1 : 0);
    }
    return line_start(file_at(rows, model->file), last + 1);
}

/* Items of one list follow each other, with what lies deeper between them. */
struct open_list {
    struct pc_row_block *block; /* NULL: none of that depth is open */
    uint32_t parent;
};

static void add_items(struct pc_rows *rows, struct pc_table_file *model) {
    enum { DEPTH_MAX = 16 };
    struct open_list open[DEPTH_MAX + 1] = {{NULL, 0}};
    for (size_t i = 0; i < model->doc.block_count; i++) {
        const struct pc_md_block *md = &model->doc.blocks[i];
        unsigned depth = md->list_depth <= DEPTH_MAX ? md->list_depth : DEPTH_MAX;
        for (unsigned d = depth + 1; d <= DEPTH_MAX; d++)
            open[d].block = NULL;
        if (depth == 0 || !md->item_start || md->kind != PC_MD_PARAGRAPH || md->line_count == 0)
            continue;
        if (!open[depth].block || open[depth].parent != md->parent_item) {
            open[depth].block = add_block(rows, model, PC_BLOCK_LIST, &md->lines[0]);
            open[depth].parent = md->parent_item;
        }
        struct pc_line_row row = row_of_line(rows, model->file, &md->lines[0], false);
        row.to = item_end(rows, model, i);
        add_row(rows, model, open[depth].block, row);
    }
}

/* Paragraphs and fences outside lists whose lines hold statements. */
static bool holds_claims(const struct pc_md_block *md, const struct pc_claim **claim, const struct pc_claim *end) {
    uint32_t from = md->lines[0].offset;
    uint32_t to = md->lines[md->line_count - 1].offset + (uint32_t)md->lines[md->line_count - 1].text.len;
    while (*claim < end && (*claim)->span.offset < from)
        (*claim)++;
    return *claim < end && (*claim)->span.offset < to;
}

static void take_claims(struct pc_rows *rows, struct pc_table_file *model, size_t first) {
    const struct pc_registry *reg = rows->reg;
    const struct pc_file *file = file_at(rows, model->file);
    for (size_t i = first; i < reg->claim_count && reg->claims[i].span.file == model->file; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        struct pc_row_place place = model->of_line[pc_line_at(&file->lines, claim->span.offset)];
        bool stated =
            claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_RESERVED || claim->role == PC_ROLE_DOCUMENTED;
        if (!place.block || !stated)
            continue;
        struct pc_line_row *row = pc_row_of(place);
        *PC_PUSH(&row->claims, rows->arena) = (pc_id)i;
        bool first_port = !row->orders && claim->place != PC_PLACE_NETWORK;
        if (first_port) {
            row->orders = true;
            row->first = (pc_id)i;
            row->port = claim->ports.lo;
            row->range = claim->range;
            row->reserved = claim->role == PC_ROLE_RESERVED;
        }
    }
}

/* Blanks, dashes and the like. */
static bool says_nothing(struct pc_str text) {
    static const char *const marks[] = {"", "-", "--", "---", "\xE2\x80\x94", "\xE2\x80\x93", "/", "?", "...", "*"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (pc_str_is(text, marks[i]))
            return true;
    return false;
}

/* Where the reader saw no name, words in other cells may be anything. */
static bool is_blank_row(const struct pc_rows *rows, struct pc_row_place place, struct pc_span span) {
    const struct pc_line_row *row = pc_row_of(place);
    unsigned own = pc_row_cell_of(row, span);
    for (unsigned c = 0; c < row->cell_count; c++)
        if (c != own && !says_nothing(pc_row_cell_text(rows, place.block, row, c)))
            return false;
    return row->cell_count > 1 && own != PC_COLUMN_NONE;
}

/* A row that says that ports are free, and nothing else. */
static void take_free(struct pc_rows *rows, struct pc_table_file *model) {
    const struct pc_registry *reg = rows->reg;
    const struct pc_file *file = file_at(rows, model->file);
    const struct pc_line_row *last = NULL;
    for (size_t i = reg->claim_count; i < reg->claim_count + rows->free_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        if (claim->span.file != model->file)
            continue;
        struct pc_row_place place = model->of_line[pc_line_at(&file->lines, claim->span.offset)];
        struct pc_line_row *row = place.block ? pc_row_of(place) : NULL;
        if (!row || (row->claims.count > 0 && row != last) ||
            (claim->confidence == PC_GUESSED && !is_blank_row(rows, place, claim->span)))
            continue;
        *PC_PUSH(&row->claims, rows->arena) = (pc_id)i;
        if (row != last) {
            row->orders = row->reserved = true;
            row->first = (pc_id)i;
            row->port = claim->ports.lo;
            row->range = claim->range;
        }
        last = row;
    }
}

static bool is_markdown(const struct pc_file *file) {
    static const char *const data[] = {".yml", ".yaml", ".json", ".jsonc", ".toml", ".ini", ".env"};
    for (size_t i = 0; i < sizeof data / sizeof data[0]; i++)
        if (pc_str_ends(file->path, pc_str_c(data[i])))
            return false;
    return (file->kind == PC_FILE_KIND_REGISTRY || file->kind == PC_FILE_KIND_SERVICE_DOC) && file->origin.len == 0;
}

struct pc_table_file *pc_table_file_of(struct pc_rows *rows, pc_id id) {
    const struct pc_file *file = file_at(rows, id);
    if (rows->files[id] || !is_markdown(file))
        return rows->files[id];
    struct pc_table_file *model = PC_NEW(rows->arena, struct pc_table_file);
    rows->files[id] = model;
    model->file = id;
    model->doc = pc_md_parse(rows->arena, file->text, &file->lines);
    model->of_line = PC_NEW_ARRAY(rows->arena, file->lines.count, struct pc_row_place);
    size_t first = pc_first_claim_at(rows->reg, (struct pc_span){.file = id}), end = first;
    while (end < rows->reg->claim_count && rows->reg->claims[end].span.file == id)
        end++;
    const struct pc_claim *claim = rows->reg->claims + first;
    add_items(rows, model);
    for (size_t i = 0; i < model->doc.block_count; i++) {
        const struct pc_md_block *md = &model->doc.blocks[i];
        bool lines = (md->kind == PC_MD_PARAGRAPH && md->list_depth == 0) || md->kind == PC_MD_CODE;
        if (md->kind == PC_MD_TABLE && md->line_count > 0)
            add_table(rows, model, md);
        else if (lines && md->line_count > 0 && holds_claims(md, &claim, rows->reg->claims + end))
            add_lines(rows, model, md);
    }
    take_claims(rows, model, first);
    take_free(rows, model);
    return model;
}

struct pc_line_row *pc_row_of(struct pc_row_place place) {
    return &place.block->rows.items[place.row];
}

struct pc_row_place pc_row_at(struct pc_rows *rows, pc_id file, uint32_t offset) {
    struct pc_table_file *model = pc_table_file_of(rows, file);
    if (!model)
        return (struct pc_row_place){NULL, 0};
    return model->of_line[pc_line_at(&file_at(rows, file)->lines, offset)];
}

bool pc_row_holds(struct pc_row_place place, pc_id claim) {
    for (size_t i = 0; place.block && i < pc_row_of(place)->claims.count; i++)
        if (pc_row_of(place)->claims.items[i] == claim)
            return true;
    return false;
}

bool pc_row_is_single(const struct pc_rows *rows, const struct pc_line_row *row) {
    const struct pc_claim *first = NULL;
    for (size_t i = 0; i < row->claims.count; i++) {
        const struct pc_claim *claim = &rows->reg->claims[row->claims.items[i]];
        if (first && (claim->span.offset != first->span.offset || claim->service != first->service))
            return false;
        first = claim;
    }
    return first && !row->has_inner;
}

unsigned pc_row_cell_of(const struct pc_line_row *row, struct pc_span span) {
    for (unsigned cell = 0; cell < row->cell_count; cell++)
        if (row->cells[cell].from <= span.offset && span.offset + span.length <= row->cells[cell].to)
            return cell;
    return PC_COLUMN_NONE;
}

struct pc_str pc_row_text(const struct pc_rows *rows, const struct pc_row_block *block, uint32_t from, uint32_t to) {
    return pc_str_sub(file_at(rows, block->file)->text, from, to - from);
}

struct pc_str pc_row_cell_text(const struct pc_rows *rows, const struct pc_row_block *block,
                               const struct pc_line_row *row, unsigned cell) {
    if (cell >= row->cell_count)
        return PC_EMPTY;
    return pc_str_trim(pc_row_text(rows, block, row->cells[cell].from, row->cells[cell].to));
}
