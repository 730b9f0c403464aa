/* The words of YAML and JSON registries: what a key or a value means. */
#ifndef PC_DATA_WORDS_H
#define PC_DATA_WORDS_H

#include "registry.h"

/* What a key says about its value. Keys are compared by letters and digits: hostPort, host_port and "Host port" are
 * one. */
enum pc_data_word {
    PC_DATA_OTHER,      /* no word of ours: a name */
    PC_DATA_NAME,       /* name, service, app: whose port it is */
    PC_DATA_PURPOSE,    /* purpose, for, owner: names the owner of a reservation */
    PC_DATA_CONTAINER,  /* a container's name, or its port when it is a number */
    PC_DATA_PORT,       /* port, ports */
    PC_DATA_HOST_PORT,  /* host_port, external, published: also false for "internal only" */
    PC_DATA_INNER_PORT, /* container_port, internal, target: also true for "internal only" */
    PC_DATA_OLD_PORT,   /* old_port, previous, next_free: nobody's port today */
    PC_DATA_PROTOCOL,
    PC_DATA_HOST,    /* host, machine, node */
    PC_DATA_ADDRESS, /* bind, listen_address */
    PC_DATA_ENVIRONMENT,
    PC_DATA_STATUS,
    PC_DATA_ACTIVE,       /* active: true, in_use: true */
    PC_DATA_DEPRECATED,   /* deprecated: true */
    PC_DATA_FREE,         /* available: true; a list of free ports */
    PC_DATA_RESERVED,     /* reserved: true; reserved: [...] */
    PC_DATA_RANGE,        /* range, port_range */
    PC_DATA_FROM,         /* start, min */
    PC_DATA_TO,           /* end, max */
    PC_DATA_SERVICES,     /* services, assignments, apps: what stands below are entries */
    PC_DATA_RANGES,       /* ranges, blocks */
    PC_DATA_HOSTS,        /* hosts, machines: what stands below is per host */
    PC_DATA_ENVIRONMENTS, /* environments: the same per environment */
    PC_DATA_FOREIGN,      /* depends_on, upstreams: ports of others */
    PC_DATA_META,         /* version, description, url: no ports */
    PC_DATA_WORD_COUNT
};

enum pc_data_word pc_data_word_of(struct pc_str key);

/* The environment that a word names ("prod", "development", "local"); unknown when it is no such word. */
enum pc_environment pc_data_environment(struct pc_str word);

/* A word for one of several ports of a service: http, admin, metrics, grpc. */
bool pc_data_is_part(struct pc_str word);

enum pc_data_status {
    PC_DATA_STATUS_NONE,   /* says nothing that is known */
    PC_DATA_STATUS_ACTIVE, /* running: the registry states a fact */
    PC_DATA_STATUS_PLANNED,
    PC_DATA_STATUS_FUTURE, /* pending, disabled: planned, not up today */
    PC_DATA_STATUS_RESERVED,
    PC_DATA_STATUS_DEAD /* deprecated, free: claims nothing */
};
enum pc_data_status pc_data_status_of(struct pc_str value);

/* "TBD", "-", "auto", "varies": in the place of a port, and no mistake. Empty is one too. */
bool pc_data_is_filler(struct pc_str value);

/* "api_port", "apiPort", "API PORT": the bytes in front of the word and its separator; all of key when it does not end
 * so. */
struct pc_str pc_data_without_port(struct pc_str key);

/* true, yes, on: 1; false, no, off: 0; anything else -1. */
int pc_data_truth(struct pc_str value);

#endif
