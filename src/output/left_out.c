/* What was read and what was left out of it, reader by reader: for a person who misses something. */
#include "emit.h"
#include "output.h"
#include "place.h"
#include "sort.h"

struct read_file {
    const char *reader;
    pc_id file;
    size_t claims;
    size_t first, end; /* its mentions */
};

static int compare_mentions(const void *left, const void *right) {
    const struct pc_mention *a = left;
    const struct pc_mention *b = right;
    if (a->span.file != b->span.file)
        return pc_order(a->span.file, b->span.file);
    if (a->span.offset != b->span.offset)
        return pc_order(a->span.offset, b->span.offset);
    if (a->span.length != b->span.length)
        return pc_order(a->span.length, b->span.length);
    return pc_str_cmp(pc_str_c(a->why), pc_str_c(b->why));
}

const struct pc_mention *pc_mentions_sorted(struct pc_arena *arena, const struct pc_registry *reg) {
    struct pc_mention *mentions = PC_NEW_ARRAY(arena, reg->mention_count, struct pc_mention);
    for (size_t i = 0; i < reg->mention_count; i++)
        mentions[i] = reg->mentions[i];
    pc_sort(mentions, reg->mention_count, sizeof *mentions, compare_mentions);
    return mentions;
}

static int compare_files(const void *left, const void *right) {
    const struct read_file *a = left;
    const struct read_file *b = right;
    int order = pc_str_cmp(pc_str_c(a->reader), pc_str_c(b->reader));
    return order != 0 ? order : pc_order(a->file, b->file);
}

/* The files that were read, by reader; those without one come first. */
static size_t collect(const struct pc_output_input *in, const struct pc_mention *mentions, struct read_file *files) {
    size_t *claims = PC_NEW_ARRAY(in->arena, in->reg->file_count, size_t);
    size_t count = 0;
    for (size_t i = 0; i < in->reg->claim_count; i++)
        claims[in->reg->claims[i].span.file]++;
    for (size_t i = 0, mention = 0; i < in->reg->file_count; i++) {
        size_t first = mention;
        while (mention < in->reg->mention_count && mentions[mention].span.file <= i)
            mention++;
        if (in->readers[i])
            files[count++] = (struct read_file){in->readers[i], (pc_id)i, claims[i], first, mention};
    }
    pc_sort(files, count, sizeof *files, compare_files);
    return count;
}

static void add_counted(struct pc_buf *out, size_t count, const char *one) {
    pc_buf_addf(out, "%zu %s%s", count, one, count == 1 ? "" : "s");
}

static void add_mention(const struct pc_output_input *in, struct pc_places *places, const struct pc_mention *mention,
                        struct pc_buf *out) {
    struct pc_str path = in->reg->files[mention->span.file].path;
    struct pc_position at = pc_place_of(places, mention->span.file, mention->span.offset);
    struct pc_str text = pc_show_span(in->arena, in->reg, mention->span);
    pc_buf_adds(out, "    ");
    pc_emit_first(out, path);
    pc_buf_addf(out, ":%u:%u: ", (unsigned)at.line, (unsigned)at.column);
    pc_emit_slice(out, text, 0, text.len);
    pc_buf_addf(out, " %s %s\n", in->options.ascii ? "-" : "\xE2\x80\x94", mention->why);
}

static void add_reader(const struct read_file *files, size_t count, struct pc_buf *out) {
    size_t claims = 0;
    size_t mentions = 0;
    for (size_t i = 0; i < count; i++) {
        claims += files[i].claims;
        mentions += files[i].end - files[i].first;
    }
    pc_buf_addf(out, "%s: ", files[0].reader[0] != '\0' ? files[0].reader : "read for another file");
    add_counted(out, count, "file");
    pc_buf_adds(out, ", ");
    add_counted(out, claims, "claim");
    pc_buf_addf(out, ", %zu left out\n", mentions);
}

void pc_output_left_out(const struct pc_output_input *in, struct pc_buf *out) {
    struct pc_places places;
    if (!in->readers)
        return;
    const struct pc_mention *mentions = pc_mentions_sorted(in->arena, in->reg);
    struct read_file *files = PC_NEW_ARRAY(in->arena, in->reg->file_count, struct read_file);
    size_t count = collect(in, mentions, files);
    pc_places_init(&places, in->arena, in->reg);
    if (!pc_str_ends(pc_buf_str(out), PC_STR("\n\n")))
        pc_buf_adds(out, out->len > 0 ? "\n" : "");
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && pc_str_eq(pc_str_c(files[to].reader), pc_str_c(files[from].reader));)
            to++;
        add_reader(files + from, to - from, out);
        for (size_t i = from; i < to; i++) {
            pc_buf_adds(out, "  ");
            pc_emit_first(out, in->reg->files[files[i].file].path);
            pc_buf_adds(out, ": ");
            add_counted(out, files[i].claims, "claim");
            pc_buf_addc(out, '\n');
            for (size_t m = files[i].first; m < files[i].end; m++)
                add_mention(in, &places, &mentions[m], out);
        }
    }
    pc_buf_addc(out, '\n');
}
