/* Takes what readers say and keeps it until resolve. */
#include "draft.h"
#include "limits.h"

struct pc_builder *pc_builder_new(struct pc_arena *arena, const struct pc_hints *hints) {
    static const struct pc_hints none;
    struct pc_builder *b = PC_NEW(arena, struct pc_builder);
    b->arena = arena;
    b->hints = hints ? hints : &none;
    return b;
}

pc_id pc_builder_file(struct pc_builder *b, struct pc_str path, struct pc_str text, struct pc_lines lines) {
    *PC_PUSH(&b->files, b->arena) = (struct pc_file){.path = path, .text = text, .lines = lines};
    return (pc_id)(b->files.count - 1);
}

struct pc_file *pc_builder_file_at(struct pc_builder *b, pc_id file) {
    return &b->files.items[file];
}

pc_id pc_builder_host(struct pc_builder *b, const struct pc_host_mention *mention) {
    *PC_PUSH(&b->host_mentions, b->arena) = *mention;
    return (pc_id)(b->host_mentions.count - 1);
}

pc_id pc_builder_claim(struct pc_builder *b, const struct pc_claim *claim) {
    if (b->claims.count == PC_LIMIT_CLAIMS)
        pc_unwind(b->arena->recovery, PC_OOM_COUNT);
    if (b->claims.count == b->claims.capacity)
        b->claims.items = pc_vec_regrow(b->arena, b->claims.items, b->claims.count, &b->claims.capacity, sizeof *claim);
    *PC_PUSH(&b->claims, b->arena) = *claim;
    return (pc_id)(b->claims.count - 1);
}

struct pc_claim *pc_builder_claim_at(struct pc_builder *b, pc_id claim) {
    return &b->claims.items[claim];
}

size_t pc_builder_claim_count(const struct pc_builder *b) {
    return b->claims.count;
}

pc_id pc_builder_range(struct pc_builder *b, const struct pc_range *range) {
    *PC_PUSH(&b->ranges, b->arena) = *range;
    return (pc_id)(b->ranges.count - 1);
}

pc_id pc_builder_section(struct pc_builder *b, const struct pc_section *section) {
    *PC_PUSH(&b->sections, b->arena) = *section;
    return (pc_id)(b->sections.count - 1);
}

struct pc_section *pc_builder_section_at(struct pc_builder *b, pc_id section) {
    return &b->sections.items[section];
}

void pc_builder_reference(struct pc_builder *b, const struct pc_reference *reference) {
    *PC_PUSH(&b->references, b->arena) = *reference;
}

void pc_builder_absence(struct pc_builder *b, const struct pc_absence *absence) {
    *PC_PUSH(&b->absences, b->arena) = *absence;
}

void pc_builder_date(struct pc_builder *b, const struct pc_date *date) {
    *PC_PUSH(&b->dates, b->arena) = *date;
}

void pc_builder_trouble(struct pc_builder *b, const struct pc_trouble *trouble) {
    *PC_PUSH(&b->troubles, b->arena) = *trouble;
}

void pc_builder_mention(struct pc_builder *b, struct pc_span span, const char *why) {
    *PC_PUSH(&b->mentions, b->arena) = (struct pc_mention){.span = span, .why = why};
}

void pc_builder_ignore(struct pc_builder *b, const struct pc_ignore *ignore) {
    *PC_PUSH(&b->ignores, b->arena) = *ignore;
}

void pc_builder_document(struct pc_builder *b, pc_id file) {
    *PC_PUSH(&b->documents, b->arena) = file;
}

pc_id pc_builder_deployment(struct pc_builder *b, const struct pc_deployment_draft *draft) {
    *PC_PUSH(&b->deployment_drafts, b->arena) = *draft;
    return (pc_id)(b->deployment_drafts.count - 1);
}

pc_id pc_builder_container(struct pc_builder *b, const struct pc_container *container) {
    pc_id id = (pc_id)b->containers.count;
    *PC_PUSH(&b->containers, b->arena) = *container;
    b->containers.items[id].network = id;
    b->containers.items[id].shared = false;
    return id;
}

void pc_builder_container_network(struct pc_builder *b, pc_id container, pc_id network) {
    b->containers.items[container].network = network;
    b->containers.items[network].shared = b->containers.items[network].shared || network != container;
}

void pc_builder_mount(struct pc_builder *b, pc_id container, struct pc_str path) {
    *PC_PUSH(&b->mounts, b->arena) = (struct pc_mount){.container = container, .path = path};
}

void pc_builder_service_dir(struct pc_builder *b, struct pc_str dir, struct pc_span evidence) {
    *PC_PUSH(&b->service_dirs, b->arena) = (struct pc_service_dir){.dir = dir, .evidence = evidence};
}

void pc_builder_claim_alias(struct pc_builder *b, pc_id claim, struct pc_str name, enum pc_evidence_kind evidence,
                            struct pc_span span) {
    *PC_PUSH(&b->claim_aliases, b->arena) =
        (struct pc_claim_alias){.claim = claim, .name = name, .evidence = evidence, .span = span};
}

const struct pc_registry *pc_builder_resolve(struct pc_builder *b) {
    pc_resolve_hosts(b);
    pc_resolve_documents(b);
    pc_resolve_services(b);
    pc_resolve_names(b);
    return pc_freeze(b);
}
