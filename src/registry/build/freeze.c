/* Sorts everything by rules that no order of the file system can touch, renumbers it, and fills the registry. */
#include <stdlib.h>

#include "draft.h"
#include "sort.h"

/* qsort has no argument for its comparison; each item carries what it is sorted by. */
struct sort_item {
    struct pc_str text;
    uint64_t number;
    pc_id old;
};

static int compare_items(const void *left, const void *right) {
    const struct sort_item *a = left, *b = right;
    if (a->number != b->number && a->text.ptr == NULL && b->text.ptr == NULL) {
        return a->number < b->number ? -1 : 1;
    }
    int order = pc_str_cmp(a->text, b->text);
    if (order != 0) {
        return order;
    }
    if (a->number != b->number) {
        return pc_order(a->number, b->number);
    }
    return a->old < b->old ? -1 : a->old > b->old;
}

static bool are_sorted(const struct sort_item *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        if (compare_items(&items[i - 1], &items[i]) > 0) {
            return false;
        }
    }
    return true;
}

/* new_of[old] after sorting. What readers give comes in order mostly. */
static void sort_and_number(pc_id *new_of, struct sort_item *items, size_t count) {
    if (!are_sorted(items, count)) {
        pc_sort(items, count, sizeof items[0], compare_items);
    }
    for (size_t i = 0; i < count; i++) {
        new_of[items[i].old] = (pc_id)i;
    }
}

static pc_id mapped(const pc_id *map, pc_id id) {
    return id == PC_NONE ? PC_NONE : map[id];
}

struct renumbering {
    pc_id *files, *hosts, *services, *claims;
};

static pc_id *number_files(struct pc_builder *b) {
    pc_id *new_of = PC_NEW_ARRAY(b->arena, b->files.count, pc_id);
    struct pc_arena_mark mark = pc_arena_mark(b->arena);
    struct sort_item *items = PC_NEW_ARRAY(b->arena, b->files.count, struct sort_item);
    for (size_t i = 0; i < b->files.count; i++) {
        items[i] = (struct sort_item){.text = b->files.items[i].path, .old = (pc_id)i};
    }
    sort_and_number(new_of, items, b->files.count);
    pc_arena_release(b->arena, mark);
    return new_of;
}

static pc_id *number_services(struct pc_builder *b) {
    pc_id *new_of = PC_NEW_ARRAY(b->arena, b->services.count, pc_id);
    struct pc_arena_mark mark = pc_arena_mark(b->arena);
    struct sort_item *items = PC_NEW_ARRAY(b->arena, b->services.count, struct sort_item);
    for (size_t i = 0; i < b->services.count; i++) {
        items[i] = (struct sort_item){.text = b->services.items[i].name, .old = (pc_id)i};
    }
    sort_and_number(new_of, items, b->services.count);
    pc_arena_release(b->arena, mark);
    return new_of;
}

static pc_id *number_hosts(struct pc_builder *b) {
    pc_id *new_of = PC_NEW_ARRAY(b->arena, b->hosts.count, pc_id);
    struct pc_arena_mark mark = pc_arena_mark(b->arena);
    struct sort_item *items = PC_NEW_ARRAY(b->arena, b->hosts.count, struct sort_item);
    for (size_t i = 0; i < b->hosts.count; i++) {
        const struct pc_host_draft *host = &b->hosts.items[i];
        items[i] = (struct sort_item){
            .text = pc_str_fmt(b->arena, "%c%.*s", host->named ? '0' : '1', PC_ARG(host->name)), .old = (pc_id)i};
    }
    sort_and_number(new_of, items, b->hosts.count);
    pc_arena_release(b->arena, mark);
    return new_of;
}

/* By file path, offset, role. */
static pc_id *number_claims(struct pc_builder *b, const pc_id *files) {
    pc_id *new_of = PC_NEW_ARRAY(b->arena, b->claims.count, pc_id);
    struct pc_arena_mark mark = pc_arena_mark(b->arena);
    struct sort_item *items = PC_NEW_ARRAY(b->arena, b->claims.count, struct sort_item);
    for (size_t i = 0; i < b->claims.count; i++) {
        const struct pc_claim *claim = &b->claims.items[i];
        items[i] = (struct sort_item){.number = ((uint64_t)files[claim->span.file] << 32 | claim->span.offset),
                                      .old = (pc_id)i};
    }
    sort_and_number(new_of, items, b->claims.count);
    pc_arena_release(b->arena, mark);
    return new_of;
}

static void respan(const struct renumbering *r, struct pc_span *span) {
    span->file = mapped(r->files, span->file);
}

static const struct pc_claim *freeze_claims(struct pc_builder *b, const struct renumbering *r) {
    struct pc_claim *claims = PC_NEW_ARRAY(b->arena, b->claims.count, struct pc_claim);
    for (size_t i = 0; i < b->claims.count; i++) {
        struct pc_claim *claim = &claims[r->claims[i]];
        *claim = b->claims.items[i];
        respan(r, &claim->span);
        respan(r, &claim->extent);
        respan(r, &claim->name_span);
        claim->service = mapped(r->services, claim->service);
        claim->host = mapped(r->hosts, claim->host);
        claim->partner = mapped(r->claims, claim->partner);
    }
    return claims;
}

static const struct pc_alias *freeze_aliases(const struct renumbering *r, struct pc_alias *aliases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        respan(r, &aliases[i].span);
    }
    return aliases;
}

static const struct pc_service *freeze_services(struct pc_builder *b, const struct renumbering *r) {
    struct pc_service *services = PC_NEW_ARRAY(b->arena, b->services.count, struct pc_service);
    for (size_t i = 0; i < b->services.count; i++) {
        struct pc_service_draft *draft = &b->services.items[i];
        services[r->services[i]] =
            (struct pc_service){.name = draft->name,
                                .dir = draft->dir,
                                .aliases = freeze_aliases(r, draft->aliases.items, draft->aliases.count),
                                .alias_count = draft->aliases.count,
                                .foreign = draft->has_container && !draft->has_own,
                                .built = draft->has_own,
                                .external = draft->external};
    }
    return services;
}

/* "Windows GPU server", "Mac Mini": what the names say. */
static enum pc_os os_of_names(struct pc_builder *b, const struct pc_host_draft *host) {
    static const struct {
        const char *word;
        enum pc_os os;
    } words[] = {{"mac", PC_OS_MACOS},       {"macos", PC_OS_MACOS},  {"macmini", PC_OS_MACOS},
                 {"macbook", PC_OS_MACOS},   {"imac", PC_OS_MACOS},   {"windows", PC_OS_WINDOWS},
                 {"linux", PC_OS_LINUX},     {"ubuntu", PC_OS_LINUX}, {"debian", PC_OS_LINUX},
                 {"raspberry", PC_OS_LINUX}, {"rpi", PC_OS_LINUX},    {"proxmox", PC_OS_LINUX}};
    for (size_t i = 0; i < host->aliases.count; i++) {
        struct pc_words name = pc_name_words(b->arena, host->aliases.items[i].name);
        for (size_t j = 0; j < name.count; j++) {
            for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
                if (pc_str_is(name.items[j], words[k].word)) {
                    return words[k].os;
                }
            }
        }
    }
    return PC_OS_UNKNOWN;
}

static const struct pc_host *freeze_hosts(struct pc_builder *b, const struct renumbering *r) {
    struct pc_host *hosts = PC_NEW_ARRAY(b->arena, b->hosts.count, struct pc_host);
    for (size_t i = 0; i < b->hosts.count; i++) {
        struct pc_host_draft *draft = &b->hosts.items[i];
        hosts[r->hosts[i]] = (struct pc_host){.name = draft->name,
                                              .named = draft->named,
                                              .spoken_for = pc_host_spoken_for(b, (pc_id)i),
                                              .environment = draft->environment,
                                              .os = draft->os != PC_OS_UNKNOWN ? draft->os : os_of_names(b, draft),
                                              .os_configured = draft->os != PC_OS_UNKNOWN,
                                              .aliases = freeze_aliases(r, draft->aliases.items, draft->aliases.count),
                                              .alias_count = draft->aliases.count};
    }
    for (size_t i = 0; i < b->containers.count; i++) {
        const struct pc_container *container = &b->containers.items[i];
        if (!container->unit || !container->host_network) { /* units of programs never show all that a machine runs */
            hosts[r->hosts[b->deployments.items[container->deployment].host]].deployment_read = true;
        }
    }
    return hosts;
}

static const struct pc_file *freeze_files(struct pc_builder *b, const struct renumbering *r) {
    struct pc_file *files = PC_NEW_ARRAY(b->arena, b->files.count, struct pc_file);
    for (size_t i = 0; i < b->files.count; i++) {
        files[r->files[i]] = b->files.items[i];
    }
    return files;
}

static const struct pc_document *freeze_documents(struct pc_builder *b, const struct renumbering *r) {
    struct sort_item *items = PC_NEW_ARRAY(b->arena, b->document_drafts.count, struct sort_item);
    for (size_t i = 0; i < b->document_drafts.count; i++) {
        items[i] = (struct sort_item){.number = r->files[b->document_drafts.items[i].file], .old = (pc_id)i};
    }
    pc_id *order = PC_NEW_ARRAY(b->arena, b->document_drafts.count, pc_id);
    sort_and_number(order, items, b->document_drafts.count);
    struct pc_document *documents = PC_NEW_ARRAY(b->arena, b->document_drafts.count, struct pc_document);
    for (size_t i = 0; i < b->document_drafts.count; i++) {
        const struct pc_document_draft *draft = &b->document_drafts.items[i];
        documents[order[i]] = (struct pc_document){.file = r->files[draft->file],
                                                   .tree = draft->tree,
                                                   .complete = draft->complete,
                                                   .has_plan = draft->has_plan};
        respan(r, &documents[order[i]].complete);
    }
    return documents;
}

static int compare_ignores(const void *left, const void *right) {
    const struct pc_ignore *a = left, *b = right;
    if (a->span.file != b->span.file) {
        return pc_order(a->span.file, b->span.file);
    }
    return a->span.offset < b->span.offset ? -1 : a->span.offset > b->span.offset;
}

/* Everything that needs no new order of its own: only what it points at has moved. */
static void renumber_rest(struct pc_builder *b, const struct renumbering *r) {
    for (size_t i = 0; i < b->ranges.count; i++) {
        respan(r, &b->ranges.items[i].span);
        b->ranges.items[i].host = mapped(r->hosts, b->ranges.items[i].host);
    }
    for (size_t i = 0; i < b->sections.count; i++) {
        struct pc_section *section = &b->sections.items[i];
        section->file = mapped(r->files, section->file);
        respan(r, &section->title_span);
        section->host = mapped(r->hosts, section->host);
    }
    for (size_t i = 0; i < b->deployments.count; i++) {
        b->deployments.items[i].file = mapped(r->files, b->deployments.items[i].file);
        b->deployments.items[i].host = mapped(r->hosts, b->deployments.items[i].host);
    }
    for (size_t i = 0; i < b->containers.count; i++) {
        respan(r, &b->containers.items[i].key_span);
        b->containers.items[i].service = mapped(r->services, b->containers.items[i].service);
    }
    for (size_t i = 0; i < b->references.count; i++) {
        struct pc_reference *reference = &b->references.items[i];
        respan(r, &reference->span);
        respan(r, &reference->port_span);
        reference->claim = mapped(r->claims, reference->claim);
        reference->target = mapped(r->services, reference->target);
    }
    for (size_t i = 0; i < b->absences.count; i++) {
        respan(r, &b->absences.items[i].span);
        b->absences.items[i].service = mapped(r->services, b->absences.items[i].service);
        b->absences.items[i].host = mapped(r->hosts, b->absences.items[i].host);
    }
    for (size_t i = 0; i < b->dates.count; i++) {
        b->dates.items[i].file = mapped(r->files, b->dates.items[i].file);
        respan(r, &b->dates.items[i].span);
    }
    for (size_t i = 0; i < b->troubles.count; i++) {
        respan(r, &b->troubles.items[i].span);
        respan(r, &b->troubles.items[i].other);
        b->troubles.items[i].service = mapped(r->services, b->troubles.items[i].service);
    }
    for (size_t i = 0; i < b->mentions.count; i++) {
        respan(r, &b->mentions.items[i].span);
    }
    for (size_t i = 0; i < b->ignores.count; i++) {
        respan(r, &b->ignores.items[i].span);
        respan(r, &b->ignores.items[i].comment);
    }
    pc_sort(b->ignores.items, b->ignores.count, sizeof b->ignores.items[0], compare_ignores);
}

const struct pc_registry *pc_freeze(struct pc_builder *b) {
    struct renumbering r = {.files = number_files(b), .hosts = number_hosts(b), .services = number_services(b)};
    r.claims = number_claims(b, r.files);
    struct pc_registry *reg = PC_NEW(b->arena, struct pc_registry);
    reg->claims = freeze_claims(b, &r);
    reg->hosts = freeze_hosts(b, &r);
    reg->services = freeze_services(b, &r);
    reg->documents = freeze_documents(b, &r);
    reg->files = freeze_files(b, &r);
    renumber_rest(b, &r);
    reg->claim_count = b->claims.count;
    reg->host_count = b->hosts.count;
    reg->service_count = b->services.count;
    reg->document_count = b->document_drafts.count;
    reg->file_count = b->files.count;
    reg->ranges = b->ranges.items;
    reg->range_count = b->ranges.count;
    reg->sections = b->sections.items;
    reg->section_count = b->sections.count;
    reg->deployments = b->deployments.items;
    reg->deployment_count = b->deployments.count;
    reg->containers = b->containers.items;
    reg->container_count = b->containers.count;
    reg->references = b->references.items;
    reg->reference_count = b->references.count;
    reg->absences = b->absences.items;
    reg->absence_count = b->absences.count;
    reg->dates = b->dates.items;
    reg->date_count = b->dates.count;
    reg->troubles = b->troubles.items;
    reg->trouble_count = b->troubles.count;
    reg->mentions = b->mentions.items;
    reg->mention_count = b->mentions.count;
    reg->ignores = b->ignores.items;
    reg->ignore_count = b->ignores.count;
    return reg;
}
