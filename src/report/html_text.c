/* The one way in which bytes that the program did not write get into the page. */
#include "emit.h"
#include "html.h"

#define NAME_BYTES 300 /* a name may be as long as a file */

void pc_html_raw(struct pc_html *h, const char *markup) {
    pc_buf_adds(h->out, markup);
}

void pc_html_rawf(struct pc_html *h, const char *format, ...) {
    va_list args;
    va_start(args, format);
    pc_buf_vaddf(h->out, format, args);
    va_end(args);
}

static const char *reference_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '`':
        return "&#96;";
    default:
        return NULL;
    }
}

/* Appends what is printable already. Every byte from outside passes here, and only here. */
static void add_escaped(struct pc_buf *out, struct pc_str printable) {
    size_t plain = 0;
    for (size_t i = 0; i < printable.len; i++) {
        const char *reference = reference_of(printable.ptr[i]);
        if (!reference)
            continue;
        pc_buf_add(out, pc_str_sub(printable, plain, i - plain));
        pc_buf_adds(out, reference);
        plain = i + 1;
    }
    pc_buf_add(out, pc_str_sub(printable, plain, printable.len));
}

void pc_html_value(struct pc_html *h, struct pc_str printable) {
    add_escaped(h->out, printable);
}

void pc_html_text(struct pc_html *h, struct pc_str s) {
    struct pc_buf printable;
    size_t end = s.len;
    if (end > NAME_BYTES) {
        end = NAME_BYTES;
        while (end > NAME_BYTES - 3 && ((unsigned char)s.ptr[end] & 0xC0) == 0x80)
            end--;
    }
    pc_buf_init(&printable, h->scratch);
    pc_emit_slice(&printable, s, 0, end);
    add_escaped(h->out, pc_buf_str(&printable));
    if (end < s.len)
        pc_buf_adds(h->out, PC_ELLIPSIS);
}

void pc_html_name(struct pc_html *h, struct pc_str name) {
    pc_html_raw(h, "<bdi>");
    pc_html_text(h, name);
    pc_html_raw(h, "</bdi>");
}

void pc_html_sentence(struct pc_html *h, struct pc_str sentence) {
    struct pc_buf printable;
    pc_buf_init(&printable, h->scratch);
    pc_emit_text(&printable, sentence);
    struct pc_str s = pc_buf_str(&printable);
    while (s.len > 0) {
        size_t open = pc_str_find_char(s, '`', 0);
        size_t close = open == PC_NPOS ? PC_NPOS : pc_str_find_char(s, '`', open + 1);
        if (close == PC_NPOS || close == open + 1) {
            /* No code, or a doubled backtick, which is text. */
            size_t end = close == PC_NPOS ? s.len : close + 1;
            add_escaped(h->out, pc_str_sub(s, 0, end));
            s = pc_str_sub(s, end, s.len);
            continue;
        }
        add_escaped(h->out, pc_str_sub(s, 0, open));
        pc_html_raw(h, "<code>");
        add_escaped(h->out, pc_str_sub(s, open + 1, close - open - 1));
        pc_html_raw(h, "</code>");
        s = pc_str_sub(s, close + 1, s.len);
    }
}

void pc_html_count(struct pc_html *h, size_t count, const char *one, const char *many) {
    pc_html_rawf(h, "%zu %s", count, count == 1 ? one : many);
}

void pc_html_ports(struct pc_html *h, struct pc_ports ports) {
    pc_html_rawf(h, "%u", (unsigned)ports.lo);
    if (ports.hi != ports.lo)
        pc_html_rawf(h, "\xE2\x80\x93%u", (unsigned)ports.hi);
}

void pc_html_service(struct pc_html *h, pc_id service) {
    if (service < h->reg->service_count)
        pc_html_name(h, h->reg->services[service].name);
    else
        pc_html_raw(h, "\xE2\x80\x93");
}

void pc_html_host(struct pc_html *h, pc_id host) {
    if (host < h->reg->host_count)
        pc_html_name(h, h->reg->hosts[host].name);
    else
        pc_html_raw(h, "no host stated");
}

struct pc_str pc_html_owner(const struct pc_html *h, const struct pc_claim *claim) {
    if (claim->service < h->reg->service_count)
        return h->reg->services[claim->service].name;
    return claim->name;
}

void pc_html_forget(struct pc_html *h) {
    pc_arena_reset(h->scratch);
}
