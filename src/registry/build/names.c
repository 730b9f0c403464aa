/* Claims, references and absences to services, by the names written in them. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "draft.h"
#include "network.h"
#include "path.h"

static struct pc_str dir_of_file(const struct pc_builder *b, pc_id file) {
    return pc_path_dir(b->files.items[file].path);
}

static void claim_tie(struct pc_builder *b, struct pc_claim *claim, pc_id service, enum pc_evidence_kind evidence) {
    claim->service = service;
    enum pc_confidence confidence =
        evidence == PC_EVIDENCE_NAME || evidence == PC_EVIDENCE_CONFIG ? PC_STATED : PC_DERIVED;
    pc_service_alias(b, service, claim->name, evidence, confidence, claim->name_span);
}

/* Whom a claim's owner name means. The only container of a product is that product ("PostgreSQL" for a container
 * "shop-db" of the image postgres), but not where the claim names another machine. */
static pc_id find_owner(struct pc_builder *b, const struct pc_claim *claim, struct pc_str name,
                        enum pc_evidence_kind *evidence) {
    pc_id service = pc_service_find(b, name, dir_of_file(b, claim->span.file), evidence);
    if (service == PC_NONE || *evidence != PC_EVIDENCE_IMAGE || claim->host == PC_NONE) {
        return service;
    }
    pc_id host = b->services.items[service].host;
    bool elsewhere = host != PC_NONE && host != claim->host && b->hosts.items[host].named;
    return elsewhere ? PC_NONE : service;
}

/* A container column beside the service column says most exactly who it is. */
static void resolve_second_names(struct pc_builder *b) {
    for (size_t i = 0; i < b->claim_aliases.count; i++) {
        const struct pc_claim_alias *alias = &b->claim_aliases.items[i];
        struct pc_claim *claim = &b->claims.items[alias->claim];
        enum pc_evidence_kind evidence;
        pc_id service = find_owner(b, claim, alias->name, &evidence);
        if (service != PC_NONE && b->services.items[service].has_container && claim->service == PC_NONE) {
            claim_tie(b, claim, service, alias->evidence);
        }
    }
}

static bool is_owner(const struct pc_claim *claim) {
    return claim->role != PC_ROLE_DIALS;
}

static pc_id service_of_own_dir(struct pc_builder *b, const struct pc_claim *claim) {
    struct pc_str dir = dir_of_file(b, claim->span.file);
    return dir.len == 0 ? PC_NONE : pc_name_map_get(&b->service_by_dir, dir);
}

static struct pc_str network_key(struct pc_builder *b, pc_id deployment, struct pc_str name) {
    return pc_str_fmt(b->arena, "%u:%.*s", (unsigned)deployment, PC_ARG(name));
}

static void map_networks(struct pc_builder *b) {
    for (size_t i = b->containers.count; i-- > 0;) {
        const struct pc_container *container = &b->containers.items[i];
        for (size_t j = container->alias_count; j-- > 0;) {
            pc_name_map_put(b->arena, &b->network_names, network_key(b, container->deployment, container->aliases[j]),
                            container->service);
        }
    }
    for (size_t i = b->containers.count; i-- > 0;) {
        const struct pc_container *container = &b->containers.items[i];
        if (container->container_name.len > 0) {
            pc_name_map_put(b->arena, &b->network_names,
                            network_key(b, container->deployment, container->container_name), container->service);
        }
    }
    for (size_t i = b->containers.count; i-- > 0;) {
        const struct pc_container *container = &b->containers.items[i];
        pc_name_map_put(b->arena, &b->network_names, network_key(b, container->deployment, container->key),
                        container->service);
    }
}

/* Whom a container dials: a name of its own network. A cluster's names are not of one directory only. */
static pc_id dialled_in_network(struct pc_builder *b, const struct pc_claim *claim) {
    const struct pc_container *caller = &b->containers.items[claim->container];
    const struct pc_known_host *known = pc_known_host_of(caller, claim->name);
    struct pc_str name = known ? known->target : claim->name;
    pc_id found = pc_name_map_get(&b->network_names, network_key(b, caller->deployment, name));
    if (found == PC_NONE && caller->unit) {
        pc_id service = pc_name_map_get(&b->service_by_key, pc_name_key(b->arena, claim->name));
        found = service != PC_AMBIGUOUS ? service : PC_NONE;
    }
    return found;
}

static bool in_variable(char c) {
    return pc_is_alnum(c) || c == '_';
}

/* The variable whose value an address is: what the entry begins with ("LEDGER_URL: http://...", "- LEDGER_URL=..."), or
 * what the reader found beside it. Empty when there is none. */
static struct pc_str variable_of(const struct pc_builder *b, const struct pc_claim *claim) {
    struct pc_str text =
        pc_str_sub(b->files.items[claim->extent.file].text, claim->extent.offset, claim->extent.length);
    size_t from = 0, to;
    while (from < text.len && from < 8 && !in_variable(text.ptr[from])) {
        from++;
    }
    for (to = from; in_variable(pc_str_at(text, to));) {
        to++;
    }
    bool assigns = pc_is_any(pc_str_at(text, to), ":=");
    struct pc_str word = assigns ? pc_str_sub(text, from, to - from) : claim->qualifier;
    return pc_str_find_char(word, '_', 0) == PC_NPOS || pc_str_find_char(word, ' ', 0) != PC_NPOS ? PC_EMPTY : word;
}

/* The one service that a variable names as whole words: LEDGER_URL, PUBLIC_ACME_LEDGER_URL; without the words that many
 * services begin with, too. */
static pc_id service_of_variable(struct pc_builder *b, struct pc_str variable) {
    struct pc_arena_mark mark = pc_arena_mark(b->arena);
    struct pc_words words = pc_name_words(b->arena, variable);
    struct pc_buf buf;
    pc_buf_init(&buf, b->arena);
    for (size_t i = 0; i < words.count; i++) {
        if (!pc_word_is_value(words.items[i])) {
            pc_buf_adds(&buf, buf.len > 0 ? "-" : "");
            pc_buf_add(&buf, words.items[i]);
        }
    }
    enum pc_evidence_kind evidence;
    pc_id service = buf.len > 0 ? pc_service_find(b, pc_buf_str(&buf), PC_EMPTY, &evidence) : PC_NONE;
    if (buf.len > 0 && service == PC_NONE) {
        service = pc_name_map_get(&b->service_by_tail, pc_name_key(b->arena, pc_buf_str(&buf)));
    }
    pc_arena_release(b->arena, mark);
    return service == PC_AMBIGUOUS ? PC_NONE : service;
}

/* "acme-ledger" is found by "ledger" where no other service ends so. */
static void map_tails(struct pc_builder *b) {
    for (pc_id i = 0; i < b->services.count; i++) {
        struct pc_str name = b->services.items[i].name;
        char *bytes = pc_arena_alloc(b->arena, name.len + 1);
        struct pc_str tail = {bytes, 0};
        struct pc_arena_mark mark = pc_arena_mark(b->arena);
        struct pc_words words = pc_name_words(b->arena, name);
        for (size_t j = 1; j < words.count; j++) {
            memcpy(bytes + tail.len, words.items[j].ptr, words.items[j].len);
            tail.len += words.items[j].len;
        }
        pc_arena_release(b->arena, mark);
        if (tail.len > 0) {
            pc_id present = pc_name_map_get(&b->service_by_tail, tail);
            pc_name_map_put(b->arena, &b->service_by_tail, tail, present == PC_NONE ? i : PC_AMBIGUOUS);
        }
    }
}

/* localhost, the gateway and addresses say where, not who. */
static bool says_only_where(struct pc_str name) {
    bool number = pc_is_digit(pc_str_at(name, 0)) || pc_str_at(name, 0) == '[';
    return number || pc_str_eq_nocase(name, PC_STR("localhost")) || pc_str_ends(name, PC_STR(".internal"));
}

/* After all names are known: whom an address without a name of its own is meant for. The variable stays with the claim:
 * it says what is meant where no service bears such a name. */
static void resolve_variables(struct pc_builder *b) {
    map_tails(b);
    for (size_t i = 0; i < b->claims.count; i++) {
        struct pc_claim *claim = &b->claims.items[i];
        if (claim->role == PC_ROLE_DIALS && claim->service == PC_NONE && says_only_where(claim->name)) {
            struct pc_str variable = variable_of(b, claim);
            claim->service = variable.len > 0 ? service_of_variable(b, variable) : PC_NONE;
            claim->qualifier = claim->qualifier.len > 0 ? claim->qualifier : variable;
        }
    }
}

static void resolve_claim(struct pc_builder *b, struct pc_claim *claim) {
    if (claim->service != PC_NONE) {
        return;
    }
    if (claim->container != PC_NONE && is_owner(claim)) {
        const struct pc_container *container = &b->containers.items[claim->container];
        /* In another container's network ("network_mode: service:x") a service listens under its own name. */
        bool guest = claim->name.len > 0 && !pc_str_eq(claim->name, container->key);
        pc_id own = guest ? dialled_in_network(b, claim) : PC_NONE;
        claim->service = own != PC_NONE ? own : container->service;
        return;
    }
    if (claim->flags & PC_CLAIM_SELF) {
        claim->service = service_of_own_dir(b, claim);
        return;
    }
    if (claim->name.len == 0) {
        return;
    }
    if (claim->container != PC_NONE) {
        claim->service = dialled_in_network(b, claim);
        return;
    }
    enum pc_evidence_kind evidence;
    pc_id service = find_owner(b, claim, claim->name, &evidence);
    if (service != PC_NONE) {
        claim_tie(b, claim, service, evidence);
    }
}

/* "Catalogue (shop)", "カタログ (shop)": a name of the document's own, and behind it what the container is called. */
static void resolve_by_qualifier(struct pc_builder *b, const pc_id *open, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct pc_claim *claim = &b->claims.items[open[i]];
        enum pc_evidence_kind evidence;
        pc_id service = claim->service == PC_NONE && claim->qualifier.len > 0
                            ? find_owner(b, claim, claim->qualifier, &evidence)
                            : PC_NONE;
        if (service != PC_NONE && evidence == PC_EVIDENCE_NAME &&
            (b->services.items[service].has_container || b->services.items[service].dir.ptr)) {
            claim_tie(b, claim, service, PC_EVIDENCE_WORDS);
        }
    }
}

/* A variable of an env file, or what a Dockerfile is called, names what exists elsewhere, or nothing. */
static bool names_others_only(const struct pc_builder *b, const struct pc_claim *claim) {
    enum pc_file_kind kind = b->files.items[claim->span.file].kind;
    bool unit = claim->role == PC_ROLE_PUBLISHES; /* what starts a service of its own name is one */
    return claim->role == PC_ROLE_DEFAULT || (kind == PC_FILE_KIND_SOURCE && !unit) || kind == PC_FILE_KIND_ENV;
}

/* Names that only a registry bears were not known at first. */
static void resolve_late(struct pc_builder *b) {
    for (size_t i = 0; i < b->claims.count; i++) {
        struct pc_claim *claim = &b->claims.items[i];
        if (claim->service == PC_NONE && is_owner(claim) && claim->name.len > 0 && names_others_only(b, claim)) {
            resolve_claim(b, claim);
        }
    }
}

static bool is_of_registry(const struct pc_builder *b, const struct pc_claim *claim) {
    return b->files.items[claim->span.file].kind == PC_FILE_KIND_REGISTRY;
}

/* A name that only a service's own document uses is a name of that directory: two products may both have a "Tenant
 * Admin". */
static pc_id service_of_local_name(struct pc_builder *b, const struct pc_claim *claim) {
    struct pc_str dir = dir_of_file(b, claim->span.file);
    struct pc_str key = pc_name_key(b->arena, claim->name);
    struct pc_str mark = pc_str_fmt(b->arena, "%.*s:%.*s", PC_ARG(dir), PC_ARG(key));
    pc_id service = pc_name_map_get(&b->local_names, mark);
    if (service == PC_NONE) {
        service = pc_service_new(b, claim->name, PC_EMPTY);
        pc_name_map_put(b->arena, &b->local_names, mark, service);
    }
    return service;
}

static struct pc_str row_key(struct pc_builder *b, const struct pc_claim *claim) {
    return pc_str_fmt(b->arena, "%u:%u:%u:%u", (unsigned)claim->span.file, (unsigned)claim->host,
                      (unsigned)claim->ports.lo, (unsigned)claim->ports.hi);
}

/* "### Storefront (port 3004)" below a table whose row gives 3004 to "Web shop": a section about that row, which calls
 * it otherwise. */
static void tie_headings(struct pc_builder *b, const pc_id *open, size_t count) {
    struct pc_name_map rows = {0};
    bool any = false;
    for (size_t i = 0; i < count && !any; i++) {
        any = (b->claims.items[open[i]].flags & PC_CLAIM_HEADING) != 0;
    }
    for (size_t i = 0; i < b->claims.count && any; i++) {
        const struct pc_claim *claim = &b->claims.items[i];
        if (claim->service != PC_NONE && is_of_registry(b, claim) && !(claim->flags & PC_CLAIM_HEADING)) {
            struct pc_str key = row_key(b, claim);
            pc_id present = pc_name_map_get(&rows, key);
            bool other = present != PC_NONE && present != claim->service;
            pc_name_map_put(b->arena, &rows, key, other ? PC_AMBIGUOUS : claim->service);
        }
    }
    for (size_t i = 0; i < count && any; i++) {
        struct pc_claim *claim = &b->claims.items[open[i]];
        enum pc_evidence_kind evidence;
        bool open_heading = claim->service == PC_NONE && (claim->flags & PC_CLAIM_HEADING) &&
                            find_owner(b, claim, claim->name, &evidence) == PC_NONE;
        pc_id row = open_heading ? pc_name_map_get(&rows, row_key(b, claim)) : PC_NONE;
        if (row != PC_NONE && row != PC_AMBIGUOUS) {
            claim->service = row;
            pc_service_alias(b, row, claim->name, PC_EVIDENCE_PORT, PC_DERIVED, claim->name_span);
        }
    }
}

enum open_names { OPEN_ROWS, OPEN_HEADINGS, OPEN_DOCUMENTS, OPEN_PASSES };

static enum open_names pass_of(const struct pc_builder *b, const struct pc_claim *claim) {
    return !is_of_registry(b, claim) ? OPEN_DOCUMENTS : claim->flags & PC_CLAIM_HEADING ? OPEN_HEADINGS : OPEN_ROWS;
}

/* Names that nothing else bears make services: the registry's first, so that documents join them. */
static void services_of_open_names(struct pc_builder *b, const pc_id *open, size_t count) {
    for (enum open_names pass = 0; pass < OPEN_PASSES; pass++) {
        bool registry = pass != OPEN_DOCUMENTS;
        if (pass == OPEN_HEADINGS) {
            tie_headings(b, open, count);
        }
        for (size_t i = 0; i < count; i++) {
            struct pc_claim *claim = &b->claims.items[open[i]];
            if (claim->service != PC_NONE || pass_of(b, claim) != pass) {
                continue;
            }
            enum pc_evidence_kind evidence;
            pc_id service = find_owner(b, claim, claim->name, &evidence);
            bool known = service != PC_NONE;
            if (!registry && (!known || b->services.items[service].local)) {
                service = service_of_local_name(b, claim);
                b->services.items[service].local = true;
                evidence = PC_EVIDENCE_NAME;
            } else if (!known) {
                service = pc_service_new(b, claim->name, PC_EMPTY);
                evidence = PC_EVIDENCE_NAME;
            }
            claim_tie(b, claim, service, evidence);
        }
    }
}

static void resolve_references(struct pc_builder *b) {
    for (size_t i = 0; i < b->references.count; i++) {
        struct pc_reference *reference = &b->references.items[i];
        enum pc_evidence_kind evidence;
        reference->target = reference->name.len == 0
                                ? PC_NONE
                                : pc_service_find(b, reference->name, dir_of_file(b, reference->span.file), &evidence);
    }
    for (size_t i = 0; i < b->absences.count; i++) {
        struct pc_absence *absence = &b->absences.items[i];
        enum pc_evidence_kind evidence;
        absence->service = pc_service_find(b, absence->name, dir_of_file(b, absence->span.file), &evidence);
    }
}

static void mark_external(struct pc_builder *b) {
    for (size_t i = 0; i < b->hints->external_count; i++) {
        enum pc_evidence_kind evidence;
        pc_id service = pc_service_find(b, b->hints->external[i], PC_EMPTY, &evidence);
        if (service != PC_NONE) {
            b->services.items[service].external = true;
        }
    }
}

/* What the configuration calls a service is a name of it, though nobody else may use that name. */
static void name_by_configuration(struct pc_builder *b) {
    const struct pc_span nowhere = {.file = PC_NONE};
    for (size_t i = 0; i < b->hints->alias_count; i++) {
        const struct pc_alias_hint *hint = &b->hints->aliases[i];
        enum pc_evidence_kind evidence;
        pc_id service = pc_service_find(b, hint->service, PC_EMPTY, &evidence);
        if (service != PC_NONE) {
            pc_service_alias(b, service, hint->alias, PC_EVIDENCE_CONFIG, PC_STATED, nowhere);
        }
    }
}

/* The container that mounts a file, or the deepest directory over it. */
static pc_id mounted_by(const struct pc_name_map *mounts, struct pc_str path) {
    for (struct pc_str at = path; at.len > 0; at = pc_path_dir(at)) {
        pc_id container = pc_name_map_get(mounts, at);
        if (container != PC_NONE) {
            return container;
        }
    }
    return PC_NONE;
}

/* What a configuration file says is said inside the container that mounts it. */
static void resolve_mounts(struct pc_builder *b) {
    struct pc_name_map mounts = {0};
    for (size_t i = b->mounts.count; i-- > 0;) {
        if (b->mounts.items[i].path.len > 0) {
            pc_name_map_put(b->arena, &mounts, b->mounts.items[i].path, b->mounts.items[i].container);
        }
    }
    for (size_t i = 0; mounts.count > 0 && i < b->claims.count; i++) {
        struct pc_claim *claim = &b->claims.items[i];
        if (claim->container != PC_NONE || b->files.items[claim->span.file].kind != PC_FILE_KIND_CONFIG) {
            continue;
        }
        pc_id container = mounted_by(&mounts, b->files.items[claim->span.file].path);
        if (container != PC_NONE) {
            claim->container = container;
            claim->place = PC_PLACE_NETWORK;
            if (claim->role == PC_ROLE_DIALS && claim->host != PC_NONE) {
                continue; /* an address says where already */
            }
            claim->host = b->deployments.items[b->containers.items[container].deployment].host;
        }
    }
}

void pc_resolve_names(struct pc_builder *b) {
    resolve_mounts(b);
    resolve_second_names(b);
    map_networks(b);
    pc_resolve_claim_dirs(b);
    struct PC_VEC(pc_id) open = {0};
    for (size_t i = 0; i < b->claims.count; i++) {
        struct pc_claim *claim = &b->claims.items[i];
        resolve_claim(b, claim);
        bool names_one = is_owner(claim) && claim->name.len > 0 && !names_others_only(b, claim);
        if (claim->service == PC_NONE && names_one) {
            *PC_PUSH(&open, b->arena) = (pc_id)i;
        }
    }
    resolve_by_qualifier(b, open.items, open.count);
    pc_resolve_same_port(b, open.items, open.count);
    services_of_open_names(b, open.items, open.count);
    resolve_late(b);
    pc_resolve_shared_networks(b);
    resolve_variables(b);
    resolve_references(b);
    mark_external(b);
    name_by_configuration(b);
}
