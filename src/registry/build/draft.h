/* What the builder holds while readers speak, and the steps of resolve. Private to registry/build. */
#ifndef PC_DRAFT_H
#define PC_DRAFT_H

#include "builder.h"
#include "vec.h"
#include "words.h"

#define PC_AMBIGUOUS ((pc_id)(UINT32_MAX - 1))

/* Open-addressing map from a name key to an index. Never shrinks. */
struct pc_name_map {
    struct pc_name_slot {
        const char *key; /* NULL: the slot is empty */
        uint32_t length;
        pc_id value;
    } * slots;
    size_t capacity; /* a power of two */
    size_t count;
};

pc_id pc_name_map_get(const struct pc_name_map *map, struct pc_str key); /* PC_NONE: absent */
void pc_name_map_put(struct pc_arena *arena, struct pc_name_map *map, struct pc_str key, pc_id value); /* replaces */

struct pc_claim_alias {
    pc_id claim;
    struct pc_str name;
    enum pc_evidence_kind evidence;
    struct pc_span span;
};

struct pc_service_dir {
    struct pc_str dir;
    struct pc_span evidence;
};

struct pc_mount {
    pc_id container;
    struct pc_str path;
};

struct pc_claim_dir {
    pc_id claim;
    struct pc_str dir;
};

struct pc_service_draft {
    struct pc_str name;
    struct pc_str key;
    struct pc_str dir; /* ptr NULL when none */
    bool external;
    bool local;                  /* only a service's own document uses the name */
    bool has_container, has_own; /* some container; one that is built here */
    pc_id host;                  /* where all its containers are; PC_NONE: on several, or unknown */
    bool told_apart;             /* another one bears its compose key, and it was given a longer name */
    bool weak;                   /* only a claim says that its directory is one */
    struct PC_VEC(struct pc_alias) aliases;
};

struct pc_document_draft {
    pc_id file;
    struct pc_str tree;
    struct pc_span complete;
    bool has_plan;
    bool hostless;      /* has rows of host ports that name no host ... */
    bool hostless_real; /* ... and say how things really are */
};

struct pc_host_draft {
    struct pc_str name;
    bool named;
    bool from_registry; /* a registry document or the configuration names it */
    enum pc_environment environment;
    enum pc_os os;
    struct PC_VEC(struct pc_alias) aliases;
};

struct pc_builder {
    struct pc_arena *arena;
    const struct pc_hints *hints;
    struct PC_VEC(struct pc_file) files;
    struct PC_VEC(struct pc_host_mention) host_mentions;
    struct PC_VEC(struct pc_claim) claims;
    struct PC_VEC(struct pc_range) ranges;
    struct PC_VEC(struct pc_section) sections;
    struct PC_VEC(struct pc_reference) references;
    struct PC_VEC(struct pc_absence) absences;
    struct PC_VEC(struct pc_date) dates;
    struct PC_VEC(struct pc_trouble) troubles;
    struct PC_VEC(struct pc_mention) mentions;
    struct PC_VEC(struct pc_ignore) ignores;
    struct PC_VEC(struct pc_deployment_draft) deployment_drafts;
    struct PC_VEC(struct pc_container) containers;
    struct PC_VEC(struct pc_service_dir) service_dirs;
    struct PC_VEC(struct pc_claim_alias) claim_aliases;
    struct PC_VEC(struct pc_mount) mounts;
    struct PC_VEC(struct pc_claim_dir) claim_dirs;
    struct PC_VEC(pc_id) documents;
    struct pc_name_map units; /* "environment:directory" to a deployment, "deployment:name" to a container */

    /* made by resolve */
    struct PC_VEC(struct pc_host_draft) hosts;
    pc_id *host_of_mention;                          /* PC_NONE: tentative and named by nothing else */
    struct pc_name_map host_by_key;                  /* name keys and addresses */
    struct PC_VEC(struct pc_deployment) deployments; /* one a draft, same index */
    struct PC_VEC(struct pc_service_draft) services;
    struct pc_name_map service_by_key;     /* exact names; PC_AMBIGUOUS when two services bear one */
    struct pc_name_map service_by_core;    /* names without decorations ("server"); PC_AMBIGUOUS likewise */
    struct pc_name_map service_by_tail;    /* names without their first word; PC_AMBIGUOUS likewise */
    struct pc_name_map service_by_product; /* image names that were free to become look-up names: "postgres" for the
                                              only container of that image, whatever it is called */
    struct pc_name_map service_by_dir;     /* directory paths */
    struct pc_name_map local_names;        /* "directory:key" of names that only a service's own document uses */
    struct pc_name_map first_build;        /* "deployment:directory" to the container that is the directory's service */
    struct pc_name_map alias_seen;         /* "service id:key" of each alias, against doubles, of services with many */
    struct pc_name_map distinct_group;     /* key to the number of its group of services.distinct */
    struct pc_name_map network_names;      /* "deployment:name" of compose keys and container names */
    struct pc_name_map canonical;          /* key of an alias of the configuration to an index in hints->aliases */
    struct PC_VEC(struct pc_document_draft) document_drafts;
};

/* hosts.c: mentions and deployments to hosts. */
void pc_resolve_hosts(struct pc_builder *b);
/* documents.c: the registries' trees, whether they claim to be complete, and which hosts they speak for. */
void pc_resolve_documents(struct pc_builder *b);
bool pc_host_spoken_for(const struct pc_builder *b, pc_id host);
/* services.c: service directories and containers to services; the maps of names. */
void pc_resolve_services(struct pc_builder *b);
pc_id pc_service_new(struct pc_builder *b, struct pc_str name, struct pc_str dir);
void pc_service_alias(struct pc_builder *b, pc_id service, struct pc_str name, enum pc_evidence_kind evidence,
                      enum pc_confidence confidence, struct pc_span span);
/* A service by a name as written, in a file of directory dir; PC_NONE. *evidence says how. */
pc_id pc_service_find(struct pc_builder *b, struct pc_str name, struct pc_str dir, enum pc_evidence_kind *evidence);
struct pc_str pc_service_dir_name(struct pc_builder *b, struct pc_str dir); /* "shop-server" of "apps/shop/server" */
/* claim_dirs.c: claims whose reader says of which directory they are. */
void pc_resolve_claim_dirs(struct pc_builder *b);
/* names.c: claims, references and absences to services; makes services of names that nothing else bears. */
void pc_resolve_names(struct pc_builder *b);
/* same_port.c: rows whose name nothing bears, tied to the container that binds their port. */
void pc_resolve_same_port(struct pc_builder *b, const pc_id *open, size_t open_count);
/* networks.c: mappings of containers in whose network others live, to the one of them that the registry gives the port.
 */
void pc_resolve_shared_networks(struct pc_builder *b);
/* freeze.c: sorts, renumbers, fills the registry. */
const struct pc_registry *pc_freeze(struct pc_builder *b);

/* words.c: the last path component of an image without its tag or digest: "ghcr.io/acme/mail:2" gives "mail". */
struct pc_str pc_image_name(struct pc_str image);

#endif
