/* The next free port for programs: "portcheck/next/v1". */
#include "finding_json.h"
#include "next_show.h"

struct writing {
    const struct pc_next_show *in;
    const struct pc_next *next;
    struct pc_json json;
    struct pc_places places;
};

static void write_place(struct writing *w, struct pc_span span) {
    if (span.file >= w->next->reg->file_count)
        return;
    struct pc_position at = pc_place_of(&w->places, span.file, span.offset);
    pc_json_key_str(&w->json, "path", w->next->reg->files[span.file].path);
    pc_json_key_int(&w->json, "line", at.line);
    pc_json_key_int(&w->json, "column", at.column);
}

static void write_ports(struct writing *w, struct pc_ports ports) {
    pc_json_key(&w->json, "ports");
    if (ports.lo == ports.hi) {
        pc_json_int(&w->json, ports.lo);
        return;
    }
    pc_json_array(&w->json);
    pc_json_int(&w->json, ports.lo);
    pc_json_int(&w->json, ports.hi);
    pc_json_end(&w->json, ']');
}

static void write_block(struct writing *w, const char *key, const struct pc_next_block *block) {
    pc_json_key(&w->json, key);
    if (block->ports.lo == 0) {
        pc_json_null(&w->json);
        return;
    }
    pc_json_object(&w->json);
    write_ports(w, block->ports);
    pc_json_key(&w->json, "declared");
    pc_json_bool(&w->json, block->range != PC_NONE);
    if (block->range != PC_NONE) {
        pc_json_key_text(&w->json, w->in->arena, "purpose", w->next->reg->ranges[block->range].purpose);
        write_place(w, w->next->reg->ranges[block->range].span);
    }
    pc_json_end(&w->json, '}');
}

static void write_skip(struct writing *w, const struct pc_next_skip *skip) {
    pc_json_key_str(&w->json, "kind", pc_str_c(skip->kind));
    pc_json_key_text(&w->json, w->in->arena, "why", skip->why);
    if (skip->branch.len > 0) {
        pc_json_key_str(&w->json, "branch", skip->branch);
        pc_json_key_str(&w->json, "place", skip->place);
    }
    write_place(w, skip->span);
}

static void write_port(struct writing *w, const char *key, const struct pc_next_port *port) {
    if (key)
        pc_json_key(&w->json, key);
    pc_json_object(&w->json);
    pc_json_key(&w->json, "port");
    pc_json_int(&w->json, port->port);
    pc_json_key(&w->json, "held");
    if (port->held.kind) {
        pc_json_object(&w->json);
        write_skip(w, &port->held);
        pc_json_end(&w->json, '}');
    } else {
        pc_json_null(&w->json);
    }
}

static void write_choices(struct writing *w) {
    pc_json_key(&w->json, "choices");
    pc_json_array(&w->json);
    for (size_t i = 0; i < w->next->choices.count; i++) {
        write_port(w, NULL, &w->next->choices.items[i].port);
        if (w->next->pair) {
            write_port(w, "partner", &w->next->choices.items[i].partner);
            pc_json_end(&w->json, '}');
        }
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
}

static void write_lists(struct writing *w) {
    const struct pc_next *next = w->next;
    pc_json_key(&w->json, "skipped");
    pc_json_array(&w->json);
    for (size_t i = 0; i < next->skips.count; i++) {
        pc_json_object(&w->json);
        write_ports(w, next->skips.items[i].ports);
        write_skip(w, &next->skips.items[i]);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
    pc_json_key(&w->json, "others");
    pc_json_array(&w->json);
    for (size_t i = 0; i < next->others.count; i++) {
        pc_json_object(&w->json);
        write_block(w, "range", &next->others.items[i].block);
        pc_json_key(&w->json, "port");
        if (next->others.items[i].port.port > 0)
            pc_json_int(&w->json, next->others.items[i].port.port);
        else
            pc_json_null(&w->json);
        pc_json_end(&w->json, '}');
    }
    pc_json_end(&w->json, ']');
    pc_json_key(&w->json, "branches");
    pc_json_array(&w->json);
    for (size_t i = 0; i < next->remarks.count; i++)
        pc_json_str(&w->json, next->remarks.items[i]);
    pc_json_end(&w->json, ']');
}

void pc_next_write_json(const struct pc_next_show *show, struct pc_buf *out) {
    const struct pc_next *next = show->next;
    struct writing w = {.in = show, .next = next};
    pc_places_init(&w.places, show->arena, next->reg);
    pc_json_init(&w.json, out, true);
    pc_json_object(&w.json);
    pc_json_key_str(&w.json, "schema", PC_STR("portcheck/next/v1"));
    pc_json_key(&w.json, "found");
    pc_json_bool(&w.json, next->choices.count == next->wanted);
    write_choices(&w);
    pc_json_key(&w.json, "host");
    if (next->host == PC_NONE)
        pc_json_null(&w.json);
    else
        pc_json_str(&w.json, next->reg->hosts[next->host].name);
    write_block(&w, "range", &next->block);
    if (next->pair)
        write_block(&w, "partners", &next->with);
    pc_json_key_text(&w.json, show->arena, "because", next->why);
    pc_json_key_text(&w.json, show->arena, "refusal", next->refusal);
    pc_json_key_int(&w.json, "left", next->left);
    write_lists(&w);
    pc_json_end(&w.json, '}');
}
