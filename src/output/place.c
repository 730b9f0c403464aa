#include "place.h"

#define SHORT_LINE 4096u /* bytes that are simply read */
#define STEP 1024u       /* bytes between two marks */

struct pc_place_marks {
    uint32_t *offsets; /* of the first character at or behind each multiple of STEP */
    uint32_t *counts;  /* characters of the file before it */
};

void pc_places_init(struct pc_places *places, struct pc_arena *arena, const struct pc_registry *reg) {
    *places = (struct pc_places){arena, reg, PC_NEW_ARRAY(arena, reg->file_count, struct pc_place_marks)};
}

static void mark_file(struct pc_places *places, struct pc_str text, struct pc_place_marks *marks) {
    size_t count = text.len / STEP + 1;
    marks->offsets = PC_NEW_ARRAY(places->arena, count, uint32_t);
    marks->counts = PC_NEW_ARRAY(places->arena, count, uint32_t);
    size_t next = 0;
    uint32_t characters = 0;
    for (size_t at = 0; at < text.len; characters++) {
        for (; next < count && at >= next * STEP; next++) {
            marks->offsets[next] = (uint32_t)at;
            marks->counts[next] = characters;
        }
        uint32_t c;
        at += pc_utf8_decode(pc_str_sub(text, at, text.len), &c);
    }
    for (; next < count; next++) {
        marks->offsets[next] = (uint32_t)text.len;
        marks->counts[next] = characters;
    }
}

/* Characters of the file before offset; a character that offset cuts counts as so many invalid bytes. */
static uint32_t characters_before(const struct pc_place_marks *marks, struct pc_str text, uint32_t offset) {
    size_t mark = offset / STEP;
    if (marks->offsets[mark] > offset) /* a character lies across the multiple of STEP and offset is in it */
        mark--;
    uint32_t from = marks->offsets[mark];
    return marks->counts[mark] + (uint32_t)pc_utf8_count(pc_str_sub(text, from, offset - from));
}

struct pc_position pc_place_of(struct pc_places *places, pc_id file_id, uint32_t offset) {
    if (file_id >= places->reg->file_count)
        return (struct pc_position){1, 1, 1};
    const struct pc_file *file = &places->reg->files[file_id];
    if (file->positions)
        return pc_file_position(file, offset);
    if (offset > file->text.len)
        offset = (uint32_t)file->text.len;
    uint32_t line = pc_line_at(&file->lines, offset);
    uint32_t start = file->lines.starts[line];
    if (offset - start <= SHORT_LINE)
        return pc_position_at(&file->lines, file->text, offset);
    struct pc_place_marks *marks = &places->files[file_id];
    if (!marks->offsets)
        mark_file(places, file->text, marks);
    uint32_t columns = characters_before(marks, file->text, offset) - characters_before(marks, file->text, start);
    if (start == 0 && pc_str_starts(file->text, PC_STR("\xEF\xBB\xBF")))
        columns--;
    return (struct pc_position){line + 1, columns + 1, offset - start + 1};
}
