/* Port registries in Markdown: tables, ranges, lists of real ports per host, plain lines. */
#include "candidate.h"
#include "port_words.h"
#include "registry_md.h"

static enum pc_match match(const struct pc_path_look *look) {
    return pc_path_is_registry(look->path) ? PC_MATCH_EXACT : PC_MATCH_NO;
}

/* A bold line of its own, or a short line that ends in a colon above a list or table: a heading below all headings. */
static bool is_label(const struct pc_regmd *r, size_t index, struct pc_flat flat, bool *bold) {
    enum { LONGEST_LABEL = 120, LONGEST_PLAIN = 60 };
    struct pc_str text = pc_str_trim(flat.text);
    if (text.len == 0 || text.len > LONGEST_LABEL) {
        return false;
    }
    size_t at = pc_flat_skip(flat, 0);
    size_t strong = at;
    while (strong < flat.text.len && (flat.style[strong] & PC_MD_STRONG) != 0) {
        strong++;
    }
    *bold = strong > at;
    bool colon = text.ptr[text.len - 1] == ':';
    size_t rest = pc_flat_skip(flat, strong);
    bool colon_inside = *bold && flat.text.ptr[strong - 1] == ':';
    bool bracket_only = rest < flat.text.len && flat.text.ptr[rest] == '(' &&
                        pc_flat_close(flat, rest) + (colon ? 1u : 0u) >= flat.text.len;
    if (*bold) {
        return rest >= flat.text.len || colon || bracket_only || (colon_inside && rest >= flat.text.len);
    }
    const struct pc_md_block *next = index + 1 < r->doc.block_count ? &r->doc.blocks[index + 1] : NULL;
    bool stands_over =
        next != NULL && (next->kind == PC_MD_TABLE || next->list_depth > r->doc.blocks[index].list_depth);
    return colon && stands_over && text.len <= LONGEST_PLAIN && !pc_says_prose(pc_fold(r->scratch, text));
}

static void add_machine(struct pc_regmd *r, struct pc_str name) {
    *PC_PUSH(&r->machines, r->scratch) = pc_name_key(r->scratch, name);
}

/* What the configuration calls a host, and the tree's folders of machines. */
static void find_machines(struct pc_regmd *r) {
    const struct pc_tree_access *tree = r->ctx->tree;
    const struct pc_hints *hints = &r->ctx->config->hints;
    struct pc_str last = PC_EMPTY;
    for (size_t i = 0; i < hints->host_count; i++) {
        add_machine(r, hints->hosts[i].name);
        for (size_t j = 0; j < hints->hosts[i].alias_count; j++) {
            add_machine(r, hints->hosts[i].aliases[j]);
        }
    }
    for (size_t i = 0; tree != NULL && i < tree->path_count; i++) {
        struct pc_str name = pc_host_folder(tree->paths[i]);
        if (name.len > 0 && !pc_str_eq(name, last)) {
            add_machine(r, name);
            last = name;
        }
    }
    r->machines_known = true;
}

/* "## attic" says nothing of a machine, but the configuration does, or the folder hosts/attic. At the top of a document
 * "Ports of attic" may as well be what the project is called: there the name has to stand alone. */
static void name_machine(struct pc_regmd *r, struct pc_flat flat, unsigned level, struct pc_title *title) {
    enum { LONGEST = 40 };
    struct pc_span span;
    if (title->has_host || title->range_count > 0 || title->internal) {
        return;
    }
    if (!r->machines_known) {
        find_machines(r);
    }
    struct pc_str name =
        r->machines.count > 0 ? pc_title_name(r->keep, flat, r->ctx->text, r->ctx->file, &span) : PC_EMPTY;
    struct pc_str alone = pc_str_trim(pc_str_sub(title->text, 0, pc_str_find_char(title->text, '(', 0)));
    if (name.len == 0 || name.len > LONGEST || (level == 1 && name.len != alone.len)) {
        return;
    }
    struct pc_str key = pc_name_key(r->scratch, name);
    for (size_t i = 0; i < r->machines.count && !title->has_host; i++) {
        if (pc_str_eq(r->machines.items[i], key)) {
            title->has_host = true;
            title->host = (struct pc_host_mention){.name = name,
                                                   .evidence = PC_EVIDENCE_LABEL,
                                                   .environment = title->environment,
                                                   .span = span,
                                                   .tentative = true};
        }
    }
}

static void enter_title(struct pc_regmd *r, struct pc_flat flat, unsigned level, unsigned quote_depth, bool label) {
    struct pc_title title = pc_title_of(r->keep, flat, r->ctx->text, r->ctx->file, label);
    name_machine(r, flat, level, &title);
    pc_regmd_enter(r, &title, level, quote_depth);
    pc_regmd_entry_dates(r, flat, true);
}

/* A label holds until a paragraph that is none, once something stood under it. */
static void use_label(struct pc_regmd *r) {
    for (size_t i = r->scopes.count; i > 0 && r->scopes.items[i - 1].level >= PC_LEVEL_LABEL; i--) {
        r->scopes.items[i - 1].used = true;
    }
}

/* The label in the last line of a paragraph right above a list or table, or in its last two when a bracket spans them:
 * how many lines, 0 for none. */
static size_t label_lines(struct pc_regmd *r, size_t index, struct pc_flat *flat, bool *bold) {
    const struct pc_md_block *block = &r->doc.blocks[index];
    const struct pc_md_block *next = index + 1 < r->doc.block_count ? &r->doc.blocks[index + 1] : NULL;
    if (next == NULL || (next->kind != PC_MD_TABLE && next->list_depth == block->list_depth)) {
        return 0;
    }
    struct pc_str last = block->lines[block->line_count - 1].text;
    bool spans = pc_str_find_char(last, ')', 0) != PC_NPOS && pc_str_find_char(last, '(', 0) == PC_NPOS;
    size_t count = spans ? 2 : 1;
    if (block->line_count <= count) {
        return 0;
    }
    *flat = pc_flat_of_lines(r->scratch, block->lines + block->line_count - count, count);
    struct pc_str text = pc_str_trim(flat->text);
    return pc_str_at(text, text.len - 1) == ':' && is_label(r, index, *flat, bold) ? count : 0;
}

/* What a comment holds is meant to be left out. */
static bool is_comment(const struct pc_md_block *block) {
    return block->line_count > 0 && pc_str_starts(pc_str_trim(block->lines[0].text), PC_STR("<!--"));
}

static void read_paragraph(struct pc_regmd *r, size_t index) {
    struct pc_md_block block = r->doc.blocks[index];
    struct pc_flat flat = pc_flat_of_lines(r->scratch, block.lines, block.line_count);
    struct pc_flat label = {.text = PC_EMPTY};
    bool bold = false;
    pc_regmd_reconciled_dates(r, flat);
    if (pc_regmd_rescue(r, &block)) {
        return;
    }
    if (is_label(r, index, flat, &bold)) {
        enter_title(r, flat, PC_LEVEL_LABEL, block.quote_depth, bold);
        return;
    }
    bool label_is_over = r->scopes.count > 0 && r->scopes.items[r->scopes.count - 1].level >= PC_LEVEL_LABEL &&
                         r->scopes.items[r->scopes.count - 1].used;
    if (label_is_over) {
        pc_regmd_leave(r, PC_LEVEL_LABEL, block.quote_depth);
    }
    size_t lines = label_lines(r, index, &label, &bold);
    block.line_count -= lines;
    if (!pc_regmd_absence(r, flat)) {
        pc_regmd_lines(r, &block);
    }
    if (lines > 0) {
        enter_title(r, label, PC_LEVEL_LABEL, block.quote_depth, bold);
    }
}

static void read_heading(struct pc_regmd *r, const struct pc_md_block *block) {
    struct pc_flat flat = pc_flat_of_lines(r->scratch, block->lines, block->line_count);
    enter_title(r, flat, block->level, block->quote_depth, false);
    if (block->level > 1) {
        pc_regmd_heading_port(r, flat);
    }
}

/* The blocks of one list, whatever they hold. */
static size_t list_end(const struct pc_regmd *r, size_t from) {
    size_t to = from;
    unsigned quote = r->doc.blocks[from].quote_depth;
    while (to < r->doc.block_count && r->doc.blocks[to].list_depth > 0 && r->doc.blocks[to].quote_depth >= quote &&
           r->doc.blocks[to].kind != PC_MD_HEADING) {
        to++;
    }
    return to;
}

static void read_blocks(struct pc_regmd *r) {
    for (size_t i = 0; i < r->doc.block_count; i++) {
        const struct pc_md_block *block = &r->doc.blocks[i];
        pc_regmd_leave_quote(r, block->quote_depth);
        if (block->list_depth > 0 && block->kind != PC_MD_HEADING) {
            size_t end = list_end(r, i);
            pc_regmd_list(r, i, end);
            use_label(r);
            i = end - 1;
            continue;
        }
        switch (block->kind) {
        case PC_MD_HEADING:
            read_heading(r, block);
            break;
        case PC_MD_TABLE:
            pc_regmd_table(r, block->rows, block->row_count, block->quote_depth, false);
            use_label(r);
            break;
        case PC_MD_PARAGRAPH:
            read_paragraph(r, i);
            break;
        case PC_MD_CODE:
            if (block->unclosed || !block->fenced) {
                if (!pc_regmd_rescue(r, block) && pc_regmd_html_is_open(r)) {
                    pc_regmd_html(r, block); /* indented rows behind a blank line */
                }
            } else {
                pc_regmd_fence(r, block);
                use_label(r);
            }
            break;
        case PC_MD_HTML:
            if ((block->unclosed || !is_comment(block)) && !pc_regmd_rescue(r, block)) {
                size_t claims = r->claims;
                pc_regmd_html(r, block);
                if (r->claims > claims) {
                    use_label(r);
                }
            }
            break;
        case PC_MD_BREAK:
            break;
        }
    }
}

static void report_limit(struct pc_regmd *r) {
    struct pc_lines lines = pc_lines_of(r->scratch, r->ctx->text);
    uint32_t line = r->doc.limit_line < lines.count ? r->doc.limit_line : 0;
    struct pc_trouble trouble =
        pc_regmd_trouble(PC_TROUBLE_TOO_LARGE, (struct pc_span){.file = r->ctx->file, .offset = lines.starts[line]});
    trouble.message = pc_str_fmt(r->keep, "%s", r->doc.limit_what);
    trouble.help = PC_STR("split the document, or exclude it");
    pc_builder_trouble(r->b, &trouble);
}

static void read_file(struct pc_read_context *ctx) {
    struct pc_regmd r = {.ctx = ctx, .b = ctx->builder, .keep = ctx->arena, .scratch = ctx->scratch};
    size_t first = pc_builder_claim_count(r.b);
    pc_builder_document(r.b, ctx->file);
    if (pc_regmd_lost_lines(&r)) {
        return;
    }
    r.doc = pc_md_parse(r.scratch, ctx->text, &pc_builder_file_at(r.b, ctx->file)->lines);
    if (r.doc.limit != PC_MD_OK) {
        report_limit(&r);
        return;
    }
    read_blocks(&r);
    pc_regmd_html_end(&r);
    pc_regmd_mark_restated(&r, first);
    pc_regmd_mentions(&r);
}

const struct pc_reader pc_reader_registry_markdown = {
    .name = "registry-markdown",
    .summary = "port registries in Markdown: tables, ranges, real ports per host",
    .kind = PC_FILE_KIND_REGISTRY,
    .match = match,
    .read = read_file};
