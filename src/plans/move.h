/* Another port for a service: every place that states or dials the old one, as edits. Registry in, edits out. */
#ifndef PC_MOVE_H
#define PC_MOVE_H

#include "edits.h"
#include "lookup.h"
#include "view.h"

/* What is known of a dial beyond its claim: run asks the rules for it. */
struct pc_move_dial {
    pc_id claim;
    pc_id callee;  /* the service that is meant; PC_NONE */
    pc_id host;    /* a port of this host is dialled; PC_NONE: a container by its name, or nothing tells */
    pc_id answers; /* the service that has that port of that host; PC_NONE */
};

/* What is asked for. */
struct pc_move_ask {
    struct pc_str service; /* by one of its names */
    uint16_t to;
    struct pc_str host; /* by one of its names; empty: not said */
    uint16_t from;      /* 0: not said */
    bool everywhere;    /* on every host and in every environment */
};

/* What a place is, for counting. */
enum pc_move_kind {
    PC_MOVE_PLAN,
    PC_MOVE_DOCUMENT,
    PC_MOVE_DEFAULT,
    PC_MOVE_DEPLOYMENT,
    PC_MOVE_CALLER,
    PC_MOVE_EXAMPLE, /* a URL in a code block of the service's own document */
    PC_MOVE_KIND_COUNT
};

/* A place that is changed. */
struct pc_move_place {
    struct pc_span span; /* the old number */
    enum pc_move_kind kind;
    pc_id claim; /* PC_NONE: a row's reference to it, or an example */
};

/* A place that is not, and why, in words without a full stop. */
struct pc_move_rest {
    struct pc_span span;
    struct pc_str why;
};
struct pc_move_rests {
    struct PC_VEC(struct pc_move_rest) list;
};

enum pc_move_refusal {
    PC_MOVE_FINE,
    PC_MOVE_REFUSED, /* it cannot be done: the port is taken, ... */
    PC_MOVE_UNCLEAR, /* it is not clear what is meant: several services, hosts or ports */
    PC_MOVE_NOTHING  /* it is there already */
};

/* Bits of what containers of the service have to do with the old port. */
enum pc_move_bit {
    PC_MOVE_HERE = 1u << 0,      /* there are any */
    PC_MOVE_LISTENS = 1u << 1,   /* inside */
    PC_MOVE_PUBLISHED = 1u << 2, /* on a host on which it moves */
    PC_MOVE_INSIDE = 1u << 3     /* they move inside */
};

struct pc_move {
    struct pc_arena *arena;
    const struct pc_registry *reg; /* of this repository */
    const struct pc_view *view;
    const struct pc_move_dial *dials;
    size_t dial_count;
    /* Who moves. */
    pc_id service;
    pc_id host; /* PC_NONE: on none that is stated */
    uint16_t from, to;
    uint16_t planned; /* what a row of the plan gave it instead of from; 0: none that moves */
    bool everywhere;
    bool *hosts;       /* those on which it moves */
    bool unstated;     /* statements about no host in particular move as well */
    pc_id keeps_local; /* the deployment of no stated machine that keeps the old port: there localhost still means it */
    bool takes_local;  /* localhost with that port can mean nothing else, as far as anybody knows */
    enum pc_environment environment; /* of host */
    bool *containers;                /* those whose inner port moves */
    bool by_default;                 /* the program's own default moves */
    bool *moving;                    /* claims that are places */
    bool *told; /* claims that are no places, of which it is known why: listed, or somebody else's */
    /* What its containers in a deployment come to, and all together. */
    unsigned *deployments, anywhere;
    bool inner; /* it publishes nothing: the port is one inside its container */
    /* What comes of it. */
    struct PC_VEC(struct pc_move_place) places;
    struct pc_edits edits;                 /* sorted */
    struct pc_move_rests by_hand;          /* say the old port and cannot be edited */
    struct pc_move_rests stays;            /* say it of another host or environment */
    struct pc_move_rests stale;            /* gave the service yet another port before */
    struct pc_move_rests within;           /* ports inside of containers, which stay, and who dials them */
    struct pc_move_rests mentions;         /* the number in prose and elsewhere, beside the service's name */
    struct pc_move_rests others;           /* the number where nothing says whose it is */
    struct PC_VEC(struct pc_str) warnings; /* without a full stop */
    bool outside;                          /* the new port is outside of the service's range */
    bool needs_force;
    enum pc_move_refusal refusal;
    struct pc_str message; /* of a refusal */
};

/* Works it all out. all: the registry with the claims of other repositories behind it, or reg. */
void pc_move_plan(struct pc_move *move, struct pc_arena *arena, const struct pc_registry *reg,
                  const struct pc_registry *all, const struct pc_move_dial *dials, size_t dial_count,
                  const struct pc_move_ask *ask);

/* Does a line name the service that moves? '-', '_', '.' and a blank are one. */
bool pc_move_names_service(const struct pc_move *move, struct pc_str line);
/* A number of its own: neither digits of a longer one, nor a version, nor part of a word. */
bool pc_move_stands_alone(struct pc_str text, size_t at, size_t len);

/* Does a row of the plan move? */
bool pc_move_is_planned(const struct pc_move *move);

#endif
