/* "Reality reconciled: 2026-04-08": the day, written anew as it was written. */
#include "sync_impl.h"

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

/* A number of a date with as many digits as it had, or as it needs. */
static void add_number(struct pc_buf *out, unsigned value, size_t digits) {
    pc_buf_addf(out, "%0*u", (int)digits, value);
}

static size_t word_length(struct pc_str text, size_t at) {
    size_t end = at;
    while (end < text.len && pc_is_alpha(text.ptr[end]))
        end++;
    return end - at;
}

static size_t number_length(struct pc_str text, size_t at) {
    size_t end = at;
    while (end < text.len && pc_is_digit(text.ptr[end]))
        end++;
    return end - at;
}

/* A month's English name, whole or its first three letters; other languages are left to a person. */
static bool add_month(struct pc_buf *out, struct pc_str old, unsigned month) {
    for (size_t i = 0; i < 12; i++) {
        struct pc_str name = pc_str_c(months[i]), now = pc_str_c(months[month - 1]);
        if (pc_str_eq(old, name) || pc_str_eq(old, pc_str_sub(name, 0, 3))) {
            pc_buf_add(out, old.len == 3 && name.len > 3 ? pc_str_sub(now, 0, 3) : now);
            return true;
        }
    }
    return false;
}

/* Numbers of four digits are years; before the year of "2026-04-08" and behind that of "08.04.2026" the month stands
 * next to it. False for a form that is not known. */
static bool write_date(struct pc_buf *out, struct pc_str old, uint32_t ymd) {
    bool year_first = number_length(old, 0) == 4, worded = false;
    for (size_t i = 0; i < old.len; i++)
        worded = worded || pc_is_alpha(old.ptr[i]);
    unsigned numbers = 0;
    for (size_t at = 0; at < old.len;) {
        size_t digits = number_length(old, at), letters = word_length(old, at);
        if (letters > 0) {
            if (!add_month(out, pc_str_sub(old, at, letters), ymd / 100 % 100))
                return false;
            at += letters;
        } else if (digits == 0) {
            pc_buf_addc(out, old.ptr[at++]);
        } else {
            bool month = !worded && numbers == 1;
            unsigned value = digits == 4 ? ymd / 10000 : month ? ymd / 100 % 100 : ymd % 100;
            bool padded = digits == 2 && old.ptr[at] == '0';
            add_number(out, value,
                       digits == 4                             ? 4
                       : padded || (digits == 2 && year_first) ? 2
                       : !worded && digits == 2                ? 2
                                                               : 1);
            numbers++;
            at += digits;
        }
    }
    return numbers == (worded ? 2u : 3u);
}

static const bool *changed_files(struct pc_syncing *s) {
    bool *changed = PC_NEW_ARRAY(s->arena, s->reg->file_count, bool);
    for (size_t i = 0; i < s->edits->list.count; i++)
        changed[s->edits->list.items[i].span.file] = true;
    return changed;
}

static const struct pc_md_document *document_of(struct pc_syncing *s, pc_id file) {
    if (!s->dated || s->dated_file != file) {
        struct pc_md_document *doc = PC_NEW(s->arena, struct pc_md_document);
        *doc = pc_md_parse(s->arena, s->reg->files[file].text, &s->reg->files[file].lines);
        s->dated = doc;
        s->dated_file = file;
    }
    return s->dated;
}

/* What lies below a date, up to the next heading. *inside: the date is part of a heading itself. */
static struct pc_span below(struct pc_syncing *s, const struct pc_date *date, bool *inside) {
    const struct pc_md_document *doc = document_of(s, date->file);
    uint32_t from = date->span.offset + date->span.length, to = s->reg->files[date->file].lines.size;
    *inside = false;
    for (size_t i = 0; i < doc->block_count; i++) {
        const struct pc_md_block *block = &doc->blocks[i];
        if (block->kind != PC_MD_HEADING || block->line_count == 0)
            continue;
        uint32_t start = block->lines[0].offset, end = start + (uint32_t)block->lines[0].text.len;
        *inside = *inside || (start <= date->span.offset && date->span.offset < end);
        if (start >= from) {
            to = start;
            break;
        }
    }
    return (struct pc_span){date->file, from, to - from};
}

static bool holds(struct pc_span span, struct pc_span inner) {
    return span.file == inner.file && span.offset <= inner.offset && inner.offset < span.offset + span.length;
}

static bool changes_in(const struct pc_syncing *s, struct pc_span span, size_t edits) {
    for (size_t i = 0; i < edits; i++)
        if (holds(span, s->edits->list.items[i].span))
            return true;
    return false;
}

static bool claims_in(const struct pc_syncing *s, struct pc_span span) {
    for (pc_id i = pc_first_claim_at(s->reg, span); i < s->reg->claim_count; i++)
        return holds(span, s->reg->claims[i].span);
    return false;
}

/* The day of a list counts for what stands below it; the day of the document for all of it: the first one below which
 * no ports stand. */
static bool is_due(struct pc_syncing *s, const struct pc_date *date, size_t edits, pc_id *whole) {
    bool inside;
    struct pc_span span = below(s, date, &inside);
    if (changes_in(s, span, edits))
        return true;
    bool first = !inside && !claims_in(s, span) && *whole != date->file;
    *whole = first ? date->file : *whole;
    return first;
}

/* "Real ports today (2031-04-08)": a heading of the same day as the document. */
static bool is_dated_heading(struct pc_syncing *s, const struct pc_date *date) {
    bool inside, same = false;
    for (size_t i = 0; i < s->reg->date_count && !same; i++)
        same = s->reg->dates[i].reconciled && s->reg->dates[i].file == date->file && s->reg->dates[i].ymd == date->ymd;
    if (!same)
        return false;
    below(s, date, &inside);
    return inside;
}

void pc_sync_date(struct pc_syncing *s) {
    enum { DATES_MAX = 1000 }; /* a document with more of them is a diary */
    size_t edits = s->edits->list.count, looked = 0;
    const bool *changed = changed_files(s);
    pc_id whole = PC_NONE; /* the file whose own day was seen */
    for (size_t i = 0; i < s->reg->date_count && looked < DATES_MAX; i++) {
        const struct pc_date *date = &s->reg->dates[i];
        if (!changed[date->file])
            continue;
        looked++;
        struct pc_buf text;
        pc_buf_init(&text, s->arena);
        if ((date->reconciled || is_dated_heading(s, date)) && is_due(s, date, edits, &whole) &&
            date->ymd < s->in->today && write_date(&text, pc_span_text(s->reg, date->span), s->in->today))
            pc_edits_add(s->edits, date->span, pc_buf_str(&text));
    }
}
