#include "markdown_parts.h"

#define CUT_BYTES 160u /* for the sentence that says how much was left out */
#define DATE_BYTES 10u
#define NO_DATE "\xE2\x80\x93"
#define OPEN_WEIGHT 4u /* how many times the room of a section that is folded away */

/* An unknown date takes the room of a known one: what is left out must not hang on it. */
static size_t bytes_of(const struct pc_md_row *row) {
    return row->text.len + (row->date_at == PC_NPOS ? 0 : DATE_BYTES);
}

static void write_row(const struct pc_report *report, const struct pc_md_row *row, struct pc_buf *out) {
    pc_buf_add(out, pc_str_sub(row->text, 0, row->date_at));
    if (row->date_at == PC_NPOS)
        return;
    pc_report_date(report, row->day, NO_DATE, false, out);
    pc_buf_add(out, pc_str_sub(row->text, row->date_at, row->text.len));
}

static struct pc_md_section *add_section(struct pc_md *md, const char *things, size_t weight) {
    struct pc_md_section *section = PC_PUSH(&md->sections, md->arena);
    section->weight = weight;
    section->things = things;
    return section;
}

struct pc_md_section *pc_md_begin(struct pc_md *md, const char *things, const char *format, ...) {
    struct pc_md_section *section = add_section(md, things, OPEN_WEIGHT);
    struct pc_buf head;
    pc_buf_init(&head, md->arena);
    va_list args;
    va_start(args, format);
    pc_buf_vaddf(&head, format, args);
    va_end(args);
    section->head = pc_buf_str(&head);
    section->bytes = section->head.len;
    return section;
}

struct pc_md_section *pc_md_begin_folded(struct pc_md *md, const char *things, struct pc_str title, const char *table) {
    struct pc_md_section *section = add_section(md, things, 1);
    section->head = pc_str_fmt(md->arena, "\n<details>\n<summary>%.*s</summary>\n\n%s", PC_ARG(title), table);
    section->foot = PC_STR("\n</details>\n");
    section->bytes = section->head.len + section->foot.len;
    return section;
}

void pc_md_row_dated(struct pc_md *md, struct pc_md_section *section, const struct pc_md_row *row) {
    section->count++;
    if (section->bytes + bytes_of(row) > PC_MD_ROOM)
        return;
    *PC_PUSH(&section->rows, md->arena) = *row;
    section->bytes += bytes_of(row);
}

void pc_md_row(struct pc_md *md, struct pc_md_section *section, const struct pc_buf *text) {
    pc_md_row_dated(md, section, &(struct pc_md_row){.text = pc_buf_str(text), .date_at = PC_NPOS});
}

/* What a section asks for. Where some of its rows are not kept, that is more than there is. */
static size_t wanted(const struct pc_md_section *section) {
    if (section->count == 0)
        return 0;
    return section->count > section->rows.count ? PC_MD_ROOM : section->bytes;
}

/* The room of one unit of weight, when every section that needs no more than its share has got what it needs. */
static size_t unit_of(const struct pc_md *md, size_t unit, size_t room) {
    size_t weights = 0;
    for (size_t i = 0; i < md->sections.count; i++) {
        size_t need = wanted(&md->sections.items[i]), weight = md->sections.items[i].weight;
        if (need <= unit * weight)
            room -= need <= room ? need : room;
        else
            weights += weight;
    }
    return weights > 0 ? room / weights : unit;
}

/* What a section does not need of its share goes to the others, until nothing is left to give. */
static void share_out(struct pc_md *md, size_t room) {
    size_t unit = 0, next = 0;
    for (size_t turn = 0; turn <= md->sections.count; turn++) {
        next = unit_of(md, unit, room);
        if (next == unit)
            break;
        unit = next;
    }
    for (size_t i = 0; i < md->sections.count; i++) {
        size_t need = wanted(&md->sections.items[i]), share = unit * md->sections.items[i].weight;
        md->sections.items[i].room = need < share ? need : share;
    }
}

static void write_section(const struct pc_report *report, const struct pc_md_section *section, struct pc_buf *out) {
    size_t room = section->room;
    bool whole = wanted(section) <= room;
    size_t fixed = section->head.len + section->foot.len + (whole ? 0 : CUT_BYTES), shown = 0;
    if (section->count == 0 || fixed > room)
        return;
    room -= fixed;
    pc_buf_add(out, section->head);
    for (; shown < section->rows.count && bytes_of(&section->rows.items[shown]) <= room; shown++) {
        write_row(report, &section->rows.items[shown], out);
        room -= bytes_of(&section->rows.items[shown]);
    }
    if (shown < section->count)
        pc_buf_addf(out,
                    "%s\n**%zu more %s have no room here**; `portcheck report -f html -o report.html` shows all.\n",
                    out->ptr[out->len - 1] == '\n' ? "" : "\n", section->count - shown, section->things);
    pc_buf_add(out, section->foot);
}

void pc_md_write_sections(struct pc_md *md, size_t room, struct pc_buf *out) {
    share_out(md, room);
    for (size_t i = 0; i < md->sections.count; i++)
        write_section(md->report, &md->sections.items[i], out);
}
