#include "markdown_parts.h"

#define NAME_BYTES 120u /* of a name; a path is never cut, since nobody could find it then */
#define PLACES_SHOWN 4u /* of one cell */

/* A slice that ends between two characters. */
static struct pc_str clip(struct pc_arena *arena, struct pc_str s) {
    if (s.len <= NAME_BYTES)
        return s;
    size_t end = NAME_BYTES;
    while (end > NAME_BYTES - 4 && ((unsigned char)s.ptr[end] & 0xC0) == 0x80)
        end--;
    return pc_str_fmt(arena, "%.*s\xE2\x80\xA6", (int)end, s.ptr);
}

void pc_md_name(struct pc_buf *out, struct pc_str name) {
    if (name.len == 0)
        pc_buf_adds(out, "\xE2\x80\x93");
    else
        pc_md_code(out, clip(out->arena, name));
}

void pc_md_host(const struct pc_md *md, struct pc_buf *out, pc_id host) {
    pc_md_name(out, host == PC_NONE ? PC_EMPTY : md->report->reg->hosts[host].name);
}

struct pc_str pc_md_ports(const struct pc_md *md, struct pc_ports ports) {
    if (ports.lo == ports.hi)
        return pc_str_fmt(md->arena, "%u", (unsigned)ports.lo);
    return pc_str_fmt(md->arena, "%u\xE2\x80\x93%u", (unsigned)ports.lo, (unsigned)ports.hi);
}

void pc_md_link(const struct pc_md *md, struct pc_buf *out, struct pc_span span, struct pc_str text) {
    struct pc_buf address;
    pc_buf_init(&address, md->arena);
    if (pc_report_link(md->report, span, &address))
        pc_buf_addf(out, "[%.*s](%.*s)", PC_ARG(text), PC_ARG(pc_buf_str(&address)));
    else
        pc_buf_add(out, text);
}

void pc_md_place(const struct pc_md *md, struct pc_buf *out, struct pc_span span) {
    if (span.file >= md->report->reg->file_count)
        return;
    struct pc_str path = md->report->reg->files[span.file].path;
    struct pc_buf text;
    pc_buf_init(&text, md->arena);
    if (!pc_span_is_file(span))
        path = pc_str_fmt(md->arena, "%.*s:%u", PC_ARG(path), (unsigned)pc_report_line(md->report, span));
    pc_md_code(&text, path);
    pc_md_link(md, out, span, pc_buf_str(&text));
}

void pc_md_claim(const struct pc_md *md, struct pc_buf *out, pc_id claim) {
    const struct pc_claim *c = &md->report->reg->claims[claim];
    pc_md_link(md, out, c->span, pc_md_ports(md, c->ports));
}

void pc_md_claims(const struct pc_md *md, struct pc_buf *out, struct pc_claims claims) {
    size_t shown = claims.count <= PLACES_SHOWN + 1 ? claims.count : PLACES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        pc_buf_adds(out, i > 0 ? " \xC2\xB7 " : "");
        pc_md_claim(md, out, claims.items[i]);
    }
    if (shown < claims.count)
        pc_buf_addf(out, " and %zu more", claims.count - shown);
    if (claims.count == 0)
        pc_buf_adds(out, "\xE2\x80\x93");
}

struct pc_str pc_md_owner(const struct pc_md *md, pc_id claim) {
    const struct pc_claim *c = &md->report->reg->claims[claim];
    return c->service == PC_NONE ? c->name : md->report->reg->services[c->service].name;
}

struct pc_str pc_md_count(const struct pc_md *md, size_t count, const char *one, const char *many) {
    return pc_str_fmt(md->arena, "%zu %s", count, count == 1 ? one : many);
}
