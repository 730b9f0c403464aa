/* A deployment while it is read: the compose files that are started together, and the services that they make up. */
#ifndef PC_COMPOSE_MODEL_H
#define PC_COMPOSE_MODEL_H

#include "compose_env.h"

/* A name and what bears it, in arrays sorted by name and order. */
struct pc_compose_key {
    struct pc_str name;
    uint32_t order;
    const struct pc_compose_source *source;
    const struct pc_node *node;
    size_t index; /* of the service; PC_NPOS where none is meant */
};
void pc_compose_keys_sort(struct pc_compose_key *keys, size_t count);
/* The first of that name, NULL when there is none; the others follow it. */
const struct pc_compose_key *pc_compose_keys_find(const struct pc_compose_key *keys, size_t count, struct pc_str name);

/* One mapping that says something of a service. */
struct pc_compose_layer {
    const struct pc_compose_source *source;
    const struct pc_node *node;
};

struct pc_compose_service {
    struct pc_str key; /* lives as long as the registry */
    struct pc_span key_span;
    const struct pc_compose_layer *layers; /* a later one overrides an earlier one */
    size_t layer_count;
    struct pc_str container_name, image; /* expanded; empty when none */
    struct pc_str build_dir;             /* ptr NULL when none */
    struct pc_str build_file;            /* the Dockerfile that it names; ptr NULL when none */
    size_t network;                      /* index of the service whose network it uses; mostly its own */
    bool host_network;
    bool other_network; /* network_mode "none", or that of a container that no file here describes */
    size_t replicas;    /* at least 1 where known */
    pc_id container;
};

struct pc_compose_deployment {
    struct pc_read_context *ctx;
    struct pc_compose_vars vars;
    struct PC_VEC(struct pc_compose_source *) sources; /* in order of merging */
    struct PC_VEC(struct pc_compose_source *) lenders; /* files that are only extended */
    struct PC_VEC(struct pc_compose_service) services; /* in order of the files */
    const struct pc_compose_key *names; /* keys and container names, lower case letters and digits, to services */
    size_t name_count;
    const struct pc_compose_key *networks; /* that a file gives a name of its own: their entries */
    size_t network_count;
    pc_id id;
    enum pc_environment environment;
    bool swarm;   /* started by "docker stack deploy": one published port serves all replicas */
    size_t work;  /* entries looked at so far */
    size_t limit; /* of work; 0 until it is known */
    bool full;    /* work ran out; told once */
};

/* Counts entries looked at; false, and a trouble once, when the deployment has had its share (aliases and extends can
 * make a small file say very much). */
bool pc_compose_work(struct pc_compose_deployment *dep, size_t entries);

/* A trouble of a file; nothing when the file's troubles were told already. message is formatted into the registry's
 * arena. */
void pc_compose_trouble(struct pc_compose_deployment *dep, const struct pc_compose_source *source,
                        enum pc_trouble_kind kind, enum pc_level level, struct pc_span span, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* A port that hangs on a variable without a value. */
void pc_compose_unresolved(struct pc_compose_deployment *dep, const struct pc_compose_text *text, const char *what);

struct pc_span pc_compose_span(const struct pc_compose_source *source, const struct pc_node *node);

/* The whole entry: of a map's value from its key on. */
struct pc_span pc_compose_extent(const struct pc_compose_source *source, const struct pc_node *node);

/* Letters and digits in lower case. Scratch. */
struct pc_str pc_compose_plain_name(struct pc_compose_deployment *dep, struct pc_str name);

/* A service by key or container name ("mana-auth", "MANA_AUTH"); PC_NPOS when none or when several bear it. */
size_t pc_compose_service_named(struct pc_compose_deployment *dep, struct pc_str name);

#endif
