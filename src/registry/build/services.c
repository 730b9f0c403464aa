/* Service directories and containers to services, and the maps that find a service by a name.
 *
 * A container is tied to a directory by what it is built from, then by an equal name. A container that runs a foreign
 * image belongs to nobody in the tree, whatever its container_name says; its compose key is its name. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "draft.h"
#include "path.h"
#include "sort.h"

enum { FEW_ALIASES = 8 }; /* of one service: looked through one after the other */

static struct pc_str canonical_product(struct pc_str key) {
    static const struct {
        const char *written, *usual;
    } products[] = {{"postgresql", "postgres"}, {"mongo", "mongodb"}, {"k8s", "kubernetes"}};
    for (size_t i = 0; i < sizeof products / sizeof products[0]; i++) {
        if (key.len > 0 && key.ptr[0] == products[i].written[0] && pc_str_is(key, products[i].written)) {
            return pc_str_c(products[i].usual);
        }
    }
    return key;
}

/* The key of a name, after the configuration's aliases. */
static struct pc_str key_of(struct pc_builder *b, struct pc_str name) {
    struct pc_str key = pc_name_key(b->arena, name);
    pc_id alias = pc_name_map_get(&b->canonical, key);
    if (alias != PC_NONE) {
        return pc_name_key(b->arena, b->hints->aliases[alias].service);
    }
    return canonical_product(key);
}

/* A name without its decorations; empty when nothing else is left. */
static struct pc_str core_of(struct pc_builder *b, struct pc_str name) {
    struct pc_str word;
    struct pc_buf buf;
    pc_buf_init(&buf, b->arena);
    for (size_t at = 0; pc_name_next_word(name, &at, &word);) {
        char lower[16]; /* longer ones are neither decoration nor product */
        for (size_t i = 0; i < word.len && word.len < sizeof lower; i++) {
            lower[i] = pc_lower(word.ptr[i]);
        }
        struct pc_str known = word.len < sizeof lower ? (struct pc_str){lower, word.len} : pc_name_key(b->arena, word);
        if (!pc_word_is_decoration(known)) {
            pc_buf_add(&buf, canonical_product(known));
        }
    }
    return pc_buf_str(&buf);
}

static void map_name(struct pc_builder *b, struct pc_name_map *map, struct pc_str key, pc_id service) {
    if (key.len == 0) {
        return;
    }
    pc_id present = pc_name_map_get(map, key);
    pc_name_map_put(b->arena, map, key, present == PC_NONE || present == service ? service : PC_AMBIGUOUS);
}

/* The service and the key as one key: the bytes of the one before those of the other. */
static struct pc_str mark_of(struct pc_arena *arena, pc_id service, struct pc_str key) {
    char *mark = pc_arena_bytes(arena, sizeof service + key.len);
    memcpy(mark, &service, sizeof service);
    memcpy(mark + sizeof service, pc_str_ptr(key), key.len);
    return (struct pc_str){mark, sizeof service + key.len};
}

/* Is there an alias of the same key? Services with many aliases have them in a map. */
static bool has_alias(struct pc_builder *b, pc_id service, struct pc_str key, struct pc_str mark) {
    const struct pc_service_draft *draft = &b->services.items[service];
    if (draft->aliases.count > FEW_ALIASES) {
        return pc_name_map_get(&b->alias_seen, mark) != PC_NONE;
    }
    bool found = false;
    for (size_t i = 0; i < draft->aliases.count && !found; i++) {
        found = pc_str_eq(pc_name_key(b->arena, draft->aliases.items[i].name), key);
    }
    return found;
}

static void remember_alias(struct pc_builder *b, pc_id service, struct pc_str name) {
    pc_name_map_put(b->arena, &b->alias_seen, mark_of(b->arena, service, pc_name_key(b->arena, name)), service);
}

void pc_service_alias(struct pc_builder *b, pc_id service, struct pc_str name, enum pc_evidence_kind evidence,
                      enum pc_confidence confidence, struct pc_span span) {
    struct pc_arena_mark before = pc_arena_mark(b->arena);
    struct pc_str key = pc_name_key(b->arena, name);
    bool doubled = key.len == 0 || has_alias(b, service, key, mark_of(b->arena, service, key));
    pc_arena_release(b->arena, before);
    if (doubled) {
        return;
    }
    struct pc_service_draft *draft = &b->services.items[service];
    *PC_PUSH(&draft->aliases, b->arena) =
        (struct pc_alias){.name = name, .evidence = evidence, .confidence = confidence, .span = span};
    size_t count = draft->aliases.count;
    size_t known = count > FEW_ALIASES + 1 ? count - 1 : count > FEW_ALIASES ? 0 : count;
    for (size_t i = known; i < count; i++) {
        remember_alias(b, service, draft->aliases.items[i].name);
    }
}

pc_id pc_service_new(struct pc_builder *b, struct pc_str name, struct pc_str dir) {
    struct pc_str key = key_of(b, name);
    *PC_PUSH(&b->services, b->arena) = (struct pc_service_draft){.name = name, .key = key, .dir = dir};
    pc_id service = (pc_id)(b->services.count - 1);
    map_name(b, &b->service_by_key, key, service);
    struct pc_arena_mark mark = pc_arena_mark(b->arena);
    struct pc_str core = core_of(b, name);
    if (pc_str_eq(core, key)) { /* the usual case: it is not kept twice */
        pc_arena_release(b->arena, mark);
        core = key;
    }
    map_name(b, &b->service_by_core, core, service);
    if (dir.ptr) {
        pc_name_map_put(b->arena, &b->service_by_dir, dir, service);
    }
    return service;
}

static bool are_distinct(const struct pc_builder *b, struct pc_str key, pc_id service) {
    pc_id group = pc_name_map_get(&b->distinct_group, key);
    const struct pc_service_draft *draft = &b->services.items[service];
    return group != PC_NONE && group == pc_name_map_get(&b->distinct_group, draft->key) && !pc_str_eq(key, draft->key);
}

static pc_id by_key(const struct pc_builder *b, const struct pc_name_map *map, struct pc_str look, struct pc_str key) {
    pc_id service = look.len ? pc_name_map_get(map, look) : PC_NONE;
    return service == PC_NONE || service == PC_AMBIGUOUS || are_distinct(b, key, service) ? PC_NONE : service;
}

static bool names_data(struct pc_str name) {
    static const char *const words[] = {"db", "database", "cache", "broker"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pc_str_has_word_nocase(name, pc_str_c(words[i]))) {
            return true;
        }
    }
    return false;
}

/* The key of both names, the one behind the other. */
static struct pc_str joined_key(struct pc_builder *b, struct pc_str first, struct pc_str second) {
    struct pc_buf buf;
    pc_buf_init(&buf, b->arena);
    pc_buf_add(&buf, first);
    pc_buf_add(&buf, second);
    return pc_name_key(b->arena, pc_buf_str(&buf));
}

static pc_id find_service(struct pc_builder *b, struct pc_str name, struct pc_str dir,
                          enum pc_evidence_kind *evidence) {
    struct pc_str key = key_of(b, name);
    *evidence = PC_EVIDENCE_NAME;
    if (b->canonical.count > 0 && pc_name_map_get(&b->canonical, pc_name_key(b->arena, name)) != PC_NONE) {
        *evidence = PC_EVIDENCE_CONFIG;
    }
    /* In the document of "uload", the cell "Server" means "uload-server". */
    for (struct pc_str up = dir; up.len > 0; up = pc_path_dir(up)) {
        pc_id service = by_key(b, &b->service_by_key, joined_key(b, pc_path_base(up), name), key);
        if (service != PC_NONE) {
            *evidence = PC_EVIDENCE_DIRECTORY;
            return service;
        }
    }
    pc_id service = by_key(b, &b->service_by_key, key, key);
    if (service != PC_NONE || pc_name_map_get(&b->service_by_key, key) == PC_AMBIGUOUS) {
        bool product = service != PC_NONE && pc_name_map_get(&b->service_by_product, key) == service;
        *evidence = product && *evidence == PC_EVIDENCE_NAME ? PC_EVIDENCE_IMAGE : *evidence;
        return service;
    }
    /* "Redis Cache" means "redis", "Eureka" means "eureka-server"; "shop-server" and "shop-service" stay two. */
    *evidence = PC_EVIDENCE_WORDS;
    struct pc_str core = core_of(b, name);
    service = by_key(b, pc_str_eq(core, key) ? &b->service_by_core : &b->service_by_key, core, key);
    if (service == PC_NONE) {
        return PC_NONE;
    }
    /* Two rows of other words are two; and the database of something that is built here is not that something. */
    const struct pc_service_draft *draft = &b->services.items[service];
    bool known = draft->has_container || draft->dir.ptr;
    return known && !(draft->has_own && names_data(name)) ? service : PC_NONE;
}

pc_id pc_service_find(struct pc_builder *b, struct pc_str name, struct pc_str dir, enum pc_evidence_kind *evidence) {
    struct pc_arena_mark mark = pc_arena_mark(b->arena); /* the keys that are looked up are kept nowhere */
    pc_id service = find_service(b, name, dir, evidence);
    pc_arena_release(b->arena, mark);
    return service;
}

/* "apps/shop/server" is "shop-server"; "services/mailer" is "mailer". */
struct pc_str pc_service_dir_name(struct pc_builder *b, struct pc_str dir) {
    struct pc_str base = pc_path_base(dir);
    if (!pc_word_is_generic(pc_str_lower(b->arena, base))) {
        return base;
    }
    for (struct pc_str up = pc_path_dir(dir); up.len > 0; up = pc_path_dir(up)) {
        struct pc_str above = pc_path_base(up);
        if (!pc_word_is_generic(pc_str_lower(b->arena, above)) && !pc_str_eq(above, PC_STR("packages"))) {
            return pc_str_fmt(b->arena, "%.*s-%.*s", PC_ARG(above), PC_ARG(base));
        }
    }
    return base;
}

static int compare_dirs(const void *left, const void *right) {
    const struct pc_service_dir *a = left, *b = right;
    int order = pc_str_cmp(a->dir, b->dir);
    if (order == 0) {
        order = pc_order(a->evidence.file, b->evidence.file);
    }
    return order != 0 ? order : pc_order(a->evidence.offset, b->evidence.offset);
}

static void services_of_dirs(struct pc_builder *b) {
    pc_sort(b->service_dirs.items, b->service_dirs.count, sizeof b->service_dirs.items[0], compare_dirs);
    for (size_t i = 0; i < b->service_dirs.count; i++) {
        const struct pc_service_dir *entry = &b->service_dirs.items[i];
        if (entry->dir.len == 0 || (i > 0 && pc_str_eq(entry->dir, entry[-1].dir))) {
            continue;
        }
        pc_id service = pc_service_new(b, pc_service_dir_name(b, entry->dir), entry->dir);
        pc_service_alias(b, service, pc_service_dir_name(b, entry->dir), PC_EVIDENCE_DIRECTORY, PC_STATED,
                         entry->evidence);
    }
}

/* Several containers of one deployment from one directory ("backend" and "worker") are several services; the
 * directory's is the one that bears its name, else the first. */
static bool shares_build(struct pc_builder *b, const struct pc_container *container) {
    struct pc_str mark = pc_str_fmt(b->arena, "%u:%.*s", (unsigned)container->deployment, PC_ARG(container->build_dir));
    pc_id first = pc_name_map_get(&b->first_build, mark);
    return &b->containers.items[first] != container; /* map_builds knows every directory that is built */
}

static void map_builds(struct pc_builder *b) {
    for (pc_id i = (pc_id)b->containers.count; i-- > 0;) {
        const struct pc_container *container = &b->containers.items[i];
        if (container->build_dir.len == 0) {
            continue;
        }
        struct pc_str mark =
            pc_str_fmt(b->arena, "%u:%.*s", (unsigned)container->deployment, PC_ARG(container->build_dir));
        pc_id service = pc_name_map_get(&b->service_by_dir, container->build_dir);
        pc_id present = pc_name_map_get(&b->first_build, mark);
        bool named = service != PC_NONE && pc_str_eq(b->services.items[service].key, key_of(b, container->key));
        bool keeps = present != PC_NONE && service != PC_NONE &&
                     pc_str_eq(b->services.items[service].key, key_of(b, b->containers.items[present].key));
        if (named || !keeps) {
            pc_name_map_put(b->arena, &b->first_build, mark, i);
        }
    }
}

/* The service of the directory that a container is built from, or of one above it that bears the container's name. */
static pc_id service_of_build(struct pc_builder *b, const struct pc_container *container) {
    if (container->build_dir.len == 0) {
        return PC_NONE;
    }
    pc_id exact = pc_name_map_get(&b->service_by_dir, container->build_dir);
    struct pc_str key = key_of(b, container->key);
    if (exact != PC_NONE) {
        return shares_build(b, container) && !pc_str_eq(b->services.items[exact].key, key) ? PC_NONE : exact;
    }
    for (struct pc_str up = pc_path_dir(container->build_dir); up.len > 0; up = pc_path_dir(up)) {
        pc_id above = pc_name_map_get(&b->service_by_dir, up);
        if (above != PC_NONE && pc_str_eq(b->services.items[above].key, key)) {
            return above;
        }
    }
    return PC_NONE;
}

/* A foreign container with a directory's name: only its compose key speaks, not its container_name. */
static pc_id service_of_names(struct pc_builder *b, const struct pc_container *container, enum pc_evidence_kind *why) {
    pc_id service = by_key(b, &b->service_by_key, key_of(b, container->key), key_of(b, container->key));
    *why = PC_EVIDENCE_NAME;
    if (service == PC_NONE && !container->foreign) {
        struct pc_str key = key_of(b, container->container_name);
        service = by_key(b, &b->service_by_key, key, key);
        *why = PC_EVIDENCE_CONTAINER;
    }
    if (service == PC_NONE) {
        struct pc_str key = key_of(b, pc_image_name(container->image));
        service = by_key(b, &b->service_by_key, key, key);
        *why = PC_EVIDENCE_IMAGE;
        /* An image's name ties to a directory of that name only, and not one foreign container to another. */
        if (service != PC_NONE && !b->services.items[service].dir.ptr) {
            service = PC_NONE;
        }
    }
    if (service != PC_NONE && container->build_dir.len > 0 && b->services.items[service].dir.ptr &&
        !pc_path_is_under(container->build_dir, b->services.items[service].dir) &&
        !pc_path_is_under(b->services.items[service].dir, container->build_dir)) {
        return PC_NONE; /* built from somewhere else: another service of the same name */
    }
    return service;
}

/* Manifests only name an image; that of a directory of the tree is built here. */
static bool is_of_tree(struct pc_builder *b, const struct pc_container *container) {
    struct pc_str names[2] = {container->key, pc_image_name(container->image)};
    for (size_t i = 0; i < 2; i++) {
        struct pc_str key = key_of(b, names[i]);
        pc_id service = by_key(b, &b->service_by_key, key, key);
        if (service != PC_NONE && b->services.items[service].dir.ptr) {
            return true;
        }
    }
    return false;
}

static void service_of_container(struct pc_builder *b, struct pc_container *container) {
    enum pc_evidence_kind why = PC_EVIDENCE_BUILD;
    container->foreign = container->foreign && !(container->unit && is_of_tree(b, container));
    pc_id service = service_of_build(b, container);
    if (service == PC_NONE) {
        service = service_of_names(b, container, &why);
    }
    if (service == PC_NONE) {
        bool own_dir =
            container->build_dir.len > 0 && pc_name_map_get(&b->service_by_dir, container->build_dir) == PC_NONE;
        struct pc_str dir = own_dir ? container->build_dir : PC_EMPTY;
        service = pc_service_new(b, container->key, dir);
        why = PC_EVIDENCE_NAME;
    }
    container->service = service;
    struct pc_service_draft *draft = &b->services.items[service];
    pc_id host = b->deployments.items[container->deployment].host;
    draft->host = !draft->has_container || draft->host == host ? host : PC_NONE;
    draft->has_container = true;
    draft->has_own = draft->has_own || !container->foreign;
    pc_service_alias(b, service, container->key, why, PC_STATED, container->key_span);
    map_name(b, &b->service_by_key, key_of(b, container->key), service);
    map_name(b, &b->service_by_core, core_of(b, container->key), service);
    if (!container->foreign) {
        pc_service_alias(b, service, container->container_name, PC_EVIDENCE_CONTAINER, PC_STATED, container->key_span);
        pc_service_alias(b, service, pc_image_name(container->image), PC_EVIDENCE_IMAGE, PC_DERIVED,
                         container->key_span);
    }
}

/* Does a foreign container's own name say what it runs? "acme-infra-postgres" on the postgres image does, "acme-mail"
 * on another product's image does not: rows of that name are about something else. */
static bool name_says_product(struct pc_builder *b, const struct pc_container *container) {
    struct pc_words name = pc_name_words(b->arena, container->container_name);
    struct pc_str key = pc_name_key(b->arena, container->key);
    struct pc_str image = pc_name_key(b->arena, pc_image_name(container->image));
    for (size_t i = 0; i < name.count; i++) {
        if (name.items[i].len >= 3 && !pc_word_is_generic(name.items[i]) &&
            (pc_str_find(key, name.items[i], 0) != PC_NPOS || pc_str_find(image, name.items[i], 0) != PC_NPOS)) {
            return true;
        }
    }
    return false;
}

/* Container and image names become look-up names last, so that a directory or compose key of that name goes first. */
static void map_second_names(struct pc_builder *b, const struct pc_container *container) {
    struct pc_str names[2] = {container->container_name, pc_image_name(container->image)};
    for (int i = 0; i < 2; i++) {
        if (i == 0 && container->foreign && !name_says_product(b, container)) {
            continue;
        }
        struct pc_str key = key_of(b, names[i]);
        pc_id present = key.len ? pc_name_map_get(&b->service_by_key, key) : container->service;
        if (present == PC_NONE) {
            map_name(b, &b->service_by_key, key, container->service);
            if (i == 1 && container->foreign) {
                pc_name_map_put(b->arena, &b->service_by_product, key, container->service);
            }
            pc_service_alias(b, container->service, names[i], i == 0 ? PC_EVIDENCE_CONTAINER : PC_EVIDENCE_IMAGE,
                             PC_DERIVED, container->key_span);
        }
    }
}

/* Compose calls a container after its project, which is the folder: where two deployments have a "web" each,
 * "lobby-web" is the one of lobby/. They are shown by such names as well. */
static void tell_apart(struct pc_builder *b, const struct pc_container *container) {
    struct pc_service_draft *draft = &b->services.items[container->service];
    struct pc_str key = key_of(b, container->key);
    if (pc_name_map_get(&b->service_by_key, key) != PC_AMBIGUOUS || draft->told_apart) {
        return;
    }
    draft->told_apart = true;
    struct pc_str folder =
        pc_path_base(pc_path_dir(b->files.items[b->deployment_drafts.items[container->deployment].file].path));
    struct pc_str joined = pc_str_fmt(b->arena, "%.*s-%.*s", PC_ARG(folder), PC_ARG(container->key));
    struct pc_str joined_key = pc_name_key(b->arena, joined);
    pc_id present = pc_name_map_get(&b->service_by_key, joined_key);
    bool free = folder.len > 0 && (present == PC_NONE || present == container->service);
    if (free) {
        map_name(b, &b->service_by_key, joined_key, container->service);
        pc_service_alias(b, container->service, joined, PC_EVIDENCE_DIRECTORY, PC_DERIVED, container->key_span);
    }
    bool called = container->container_name.len > 0;
    if (called || free) {
        draft->name = called ? container->container_name : joined;
    }
}

/* "web: {build: ./services/shop}": people call it by its directory, too, where nothing else bears that name. */
static void map_build_name(struct pc_builder *b, const struct pc_container *container) {
    const struct pc_service_draft *draft = &b->services.items[container->service];
    if (container->build_dir.len > 0 && draft->dir.ptr && pc_str_eq(draft->dir, container->build_dir)) {
        struct pc_str name = pc_path_base(container->build_dir);
        struct pc_str key = key_of(b, name);
        bool generic = pc_word_is_generic(pc_str_lower(b->arena, name)); /* "web" of some product */
        if (!generic && key.len > 0 && pc_name_map_get(&b->service_by_key, key) == PC_NONE) {
            map_name(b, &b->service_by_key, key, container->service);
            pc_service_alias(b, container->service, name, PC_EVIDENCE_BUILD, PC_DERIVED, container->key_span);
        }
    }
}

static void read_hints(struct pc_builder *b) {
    for (size_t i = 0; i < b->hints->alias_count; i++) {
        pc_name_map_put(b->arena, &b->canonical, pc_name_key(b->arena, b->hints->aliases[i].alias), (pc_id)i);
    }
    for (size_t i = 0; i < b->hints->distinct_count; i++) {
        for (size_t j = 0; j < b->hints->distinct[i].count; j++) {
            pc_name_map_put(b->arena, &b->distinct_group, pc_name_key(b->arena, b->hints->distinct[i].names[j]),
                            (pc_id)i);
        }
    }
}

void pc_resolve_services(struct pc_builder *b) {
    read_hints(b);
    services_of_dirs(b);
    map_builds(b);
    for (size_t i = 0; i < b->containers.count; i++) {
        service_of_container(b, &b->containers.items[i]);
    }
    for (size_t i = 0; i < b->containers.count; i++) {
        map_second_names(b, &b->containers.items[i]);
    }
    for (size_t i = 0; i < b->containers.count; i++) {
        tell_apart(b, &b->containers.items[i]);
    }
    for (size_t i = 0; i < b->containers.count; i++) {
        map_build_name(b, &b->containers.items[i]);
    }
}
