/* Rows that only repeat what another section states (a quick reference, a list below its table) are marked, so that two
 * names for one service there are no contradiction. */
#include "registry_md.h"
#include "sort.h"

struct entry {
    struct pc_ports ports;
    pc_id claim;
    pc_id section;
    struct pc_str host; /* its key; empty: not stated */
    struct pc_str key;  /* of the name */
    bool akin;          /* an earlier section states the same port under a like name */
    bool same_port;     /* ... or under any name; *or*, for summaries, a later one */
};

static int by_port(const void *a, const void *b) {
    const struct entry *x = a;
    const struct entry *y = b;
    int order = pc_ports_cmp(x->ports, y->ports);
    return order != 0 ? order : pc_order(x->claim, y->claim);
}

static int by_section(const void *a, const void *b) {
    const struct entry *x = a;
    const struct entry *y = b;
    if (x->section != y->section) {
        return pc_order(x->section, y->section);
    }
    return pc_order(x->claim, y->claim);
}

/* One key holds the other. Names that merely begin alike are often two services of one product. */
static bool are_akin(struct pc_str a, struct pc_str b) {
    return (a.len > 0 && pc_str_find(b, a, 0) != PC_NPOS) || (b.len > 0 && pc_str_find(a, b, 0) != PC_NPOS);
}

/* Compares each entry with a few others of its port in other sections. */
static void compare_group(struct pc_builder *b, struct entry *group, size_t count) {
    enum { LOOK = 12 };
    for (size_t i = 0; i < count; i++) {
        bool summary =
            pc_str_find_nocase(pc_builder_section_at(b, group[i].section)->title, PC_STR("quick"), 0) != PC_NPOS ||
            pc_str_find_nocase(pc_builder_section_at(b, group[i].section)->title, PC_STR("summary"), 0) != PC_NPOS;
        for (size_t k = 0; k < count && k < LOOK; k++) {
            bool akin = are_akin(group[k].key, group[i].key);
            bool open_host = group[k].host.len == 0 || group[i].host.len == 0;
            bool one_host = pc_str_eq(group[k].host, group[i].host) || (open_host && akin);
            /* A plan and a host's list of real ports are two statements, not one repeated; a quick reference repeats
             * both. */
            bool same_role =
                pc_builder_claim_at(b, group[k].claim)->role == pc_builder_claim_at(b, group[i].claim)->role;
            bool one_kind =
                same_role || (akin && summary) || (akin && group[k].host.len == 0 && group[i].host.len == 0);
            bool elsewhere = group[k].section != group[i].section && one_host && one_kind;
            bool other_summary = summary || group[k].section < group[i].section;
            if (k != i && elsewhere && other_summary) {
                group[i].same_port = true;
                group[i].akin = group[i].akin || akin;
            }
        }
    }
}

/* A section counts as restating when nearly all of it stands elsewhere, mostly under like names. */
static void mark_section(struct pc_builder *b, const struct entry *items, size_t count) {
    size_t same = 0;
    size_t akin = 0;
    for (size_t i = 0; i < count; i++) {
        same += items[i].same_port ? 1 : 0;
        akin += items[i].akin ? 1 : 0;
    }
    bool restates = same >= 2 && same * 4 >= count * 3 && akin * 2 >= same;
    for (size_t i = 0; i < count; i++) {
        if (items[i].akin || (restates && items[i].same_port)) {
            pc_builder_claim_at(b, items[i].claim)->flags |= PC_CLAIM_RESTATED;
        }
    }
}

void pc_regmd_mark_restated(struct pc_regmd *r, size_t first) {
    struct pc_builder *b = r->b;
    struct pc_arena *scratch = r->scratch;
    struct PC_VEC(struct entry) entries = {0};
    for (size_t i = first; i < pc_builder_claim_count(b); i++) {
        const struct pc_claim *claim = pc_builder_claim_at(b, (pc_id)i);
        bool states = claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED;
        if (states && claim->place == PC_PLACE_HOST && claim->section != PC_NONE) {
            *PC_PUSH(&entries, scratch) = (struct entry){.ports = claim->ports,
                                                         .claim = (pc_id)i,
                                                         .section = claim->section,
                                                         .host = pc_regmd_host_key(r, claim->host),
                                                         .key = pc_name_key(scratch, claim->name)};
        }
    }
    if (entries.count == 0) {
        return;
    }
    pc_sort(entries.items, entries.count, sizeof entries.items[0], by_port);
    for (size_t i = 0, end; i < entries.count; i = end) {
        for (end = i + 1; end < entries.count && pc_ports_eq(entries.items[i].ports, entries.items[end].ports); end++) {
        }
        compare_group(b, entries.items + i, end - i);
    }
    pc_sort(entries.items, entries.count, sizeof entries.items[0], by_section);
    for (size_t i = 0, end; i < entries.count; i = end) {
        for (end = i + 1; end < entries.count && entries.items[i].section == entries.items[end].section; end++) {
        }
        mark_section(b, entries.items + i, end - i);
    }
}
