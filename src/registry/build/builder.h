/* What readers say, before it is tied together. A reader emits statements with the names as written; pc_builder_resolve
 * ties them to services, hosts and ranges and freezes the registry. All strings must live in the builder's arena or in
 * a file's text. */
#ifndef PC_BUILDER_H
#define PC_BUILDER_H

#include "registry.h"

struct pc_builder;

/* What configuration says (config layer fills it; all optional). */
struct pc_hints {
    const struct pc_host_hint {
        struct pc_str name;
        const struct pc_str *aliases;
        size_t alias_count; /* names and addresses */
        const struct pc_str *sources;
        size_t source_count; /* globs: files that belong to it */
        enum pc_environment environment;
        enum pc_os os;
    } * hosts;
    size_t host_count;
    const struct pc_alias_hint { struct pc_str alias, service; } * aliases;
    size_t alias_count;
    const struct pc_distinct_hint {
        const struct pc_str *names;
        size_t count;
    } * distinct;
    size_t distinct_count;
    const struct pc_str *external; /* service names; port numbers are matched by rules */
    size_t external_count;
    const struct pc_str *together; /* globs: compose files that run on one host */
    size_t together_count;
};

struct pc_builder *pc_builder_new(struct pc_arena *arena, const struct pc_hints *hints);

/* Files are added in sorted order of their paths. text may be empty. */
pc_id pc_builder_file(struct pc_builder *b, struct pc_str path, struct pc_str text, struct pc_lines lines);
struct pc_file *pc_builder_file_at(struct pc_builder *b,
                                   pc_id file); /* to set kind and is_env_like; valid until the next add */

/* A host as a document or file names it. Two mentions become one host when their names (pc_name_key) or addresses are
 * equal, or one's name is an alias of the other. Returns an index for the fields below; resolve maps it. */
struct pc_host_mention {
    struct pc_str name;    /* "Mac Mini"; empty when only an address is known */
    struct pc_str also;    /* a second name: "GoingMerry" of "Node #2 (GoingMerry)"; may be empty */
    struct pc_str address; /* "192.168.178.11"; may be empty */
    enum pc_environment environment;
    enum pc_evidence_kind evidence;
    struct pc_span span;
    bool tentative; /* only a host when something else names it as well: the infix of a compose file, a
                       directory, a heading without a host word. Else its claims have no stated host */
};
pc_id pc_builder_host(struct pc_builder *b, const struct pc_host_mention *mention);

/* All of these copy the struct. In it, host is a mention's index, service stays PC_NONE; section, range, container,
 * deployment and partner are the indices returned here. */
/* Unwinds with PC_OOM_COUNT where there are PC_LIMIT_CLAIMS already. */
pc_id pc_builder_claim(struct pc_builder *b, const struct pc_claim *claim);
struct pc_claim *pc_builder_claim_at(struct pc_builder *b, pc_id claim); /* valid until the next add */
pc_id pc_builder_range(struct pc_builder *b, const struct pc_range *range);
pc_id pc_builder_section(struct pc_builder *b, const struct pc_section *section);
struct pc_section *pc_builder_section_at(struct pc_builder *b, pc_id section);
void pc_builder_reference(struct pc_builder *b, const struct pc_reference *reference);
void pc_builder_absence(struct pc_builder *b, const struct pc_absence *absence);
void pc_builder_date(struct pc_builder *b, const struct pc_date *date);
void pc_builder_trouble(struct pc_builder *b, const struct pc_trouble *trouble);
void pc_builder_mention(struct pc_builder *b, struct pc_span span, const char *why);
void pc_builder_ignore(struct pc_builder *b, const struct pc_ignore *ignore); /* of a file in order of offsets */
void pc_builder_document(struct pc_builder *b, pc_id file);                   /* this file is a registry */

/* "attic" of hosts/attic/media/compose.yml; empty when no directory above says that it is a machine's. */
struct pc_str pc_host_folder(struct pc_str path);

/* A compose file. Its claims of role listens and publishes name their container; resolve gives them host and service.
 */
struct pc_deployment_draft {
    pc_id file;
    pc_id host; /* mention (usually tentative, from the file name), PC_NONE */
    enum pc_environment environment;
    struct pc_str infix; /* "macmini" of docker-compose.macmini.yml; empty */
    const pc_id *joins;  /* deployments it is started together with (include, override, overlay) */
    size_t join_count;
};
pc_id pc_builder_deployment(struct pc_builder *b, const struct pc_deployment_draft *draft);
pc_id pc_builder_container(struct pc_builder *b, const struct pc_container *container);
/* What a unit or manifest starts: one container a name, directory of the file and environment. The files of a
 * directory are one deployment. Of more than one file that speaks of it the image and the network are the first one's.
 */
struct pc_unit_draft {
    pc_id file;
    enum pc_environment environment;
    struct pc_str name;
    struct pc_span name_span;
    struct pc_str image; /* empty: none; a foreign one unless a directory of the tree bears the name */
    bool host_network;
};
pc_id pc_builder_unit(struct pc_builder *b, const struct pc_unit_draft *unit);
/* A container lives in another one's network. */
void pc_builder_container_network(struct pc_builder *b, pc_id container, pc_id network);

/* A container sees this file or directory of the tree (a bind mount). Claims of a configuration file that name no
 * container belong to the container that mounts it; the deepest mount wins. */
void pc_builder_mount(struct pc_builder *b, pc_id container, struct pc_str path);

/* A directory that is a service of its own: it holds a service document, a Dockerfile, a package.json... */
void pc_builder_service_dir(struct pc_builder *b, struct pc_str dir, struct pc_span evidence);

/* The owner of a claim is the service of this directory of the tree, wherever the claim's file lies ("" is nobody's).
 * Goes with PC_CLAIM_SELF. Where nothing else makes the directory a service the claim does, behind all others: a
 * container of the directory's name is it, and its name stands for it only where no other service bears that name. */
void pc_builder_claim_dir(struct pc_builder *b, pc_id claim, struct pc_str dir);

/* Adds another name of the service that a claim or container is of: "Container" column, image, package name. */
void pc_builder_claim_alias(struct pc_builder *b, pc_id claim, struct pc_str name, enum pc_evidence_kind evidence,
                            struct pc_span span);

size_t pc_builder_claim_count(const struct pc_builder *b);

/* Ties everything together. The builder must not be used afterwards. */
const struct pc_registry *pc_builder_resolve(struct pc_builder *b);

#endif
