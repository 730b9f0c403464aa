/* Where a service listens and whom it dials, as claims.
 *
 * Flags of listens: PORT_VAR and FLAG are the service's main port. A port beside it (metrics, console, administration)
 * bears EXPOSE only, like "expose" and labels: it listens there, among other places. HEALTHCHECK is where it probes
 * itself, TARGET the right side of a mapping. */
#ifndef PC_COMPOSE_LISTENS_H
#define PC_COMPOSE_LISTENS_H

#include "compose_model.h"
#include "compose_ports.h"
#include "compose_settings.h"

/* A service while its claims are made. */
struct pc_compose_reading {
    struct pc_compose_deployment *dep;
    const struct pc_compose_service *service;
    struct PC_VEC(pc_id) listens; /* the claims made so far of where it listens */
};

/* Makes every claim of a service. */
void pc_compose_read_service(struct pc_compose_deployment *dep, const struct pc_compose_service *service);

/* compose_publish.c: the mappings under "ports". */
void pc_compose_publish(struct pc_compose_reading *r);

/* compose_environment.c: the variables under "environment". */
void pc_compose_environment_of(struct pc_compose_reading *r);

/* compose_command.c: entrypoint and command, or arguments that stand in a variable; healthcheck. */
void pc_compose_commands(struct pc_compose_reading *r);
void pc_compose_arguments(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_span extent);
void pc_compose_healthcheck(struct pc_compose_reading *r);

/* A value as text; NULL (and a trouble) when it is longer than anyone reads. */
struct pc_compose_text *pc_compose_value(struct pc_compose_reading *r, const struct pc_compose_source *source,
                                         const struct pc_node *node, size_t from);

/* The service listens on text[from, from + len), which was read as ports. */
void pc_compose_listen(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_piece piece,
                       struct pc_ports ports, struct pc_span extent, uint32_t flags, enum pc_protocol protocol);

/* The same for a piece that has still to be read; a port beyond 65535 is a trouble, 0 (none, or any) is passed over.
 * False when the piece is no port. */
bool pc_compose_listen_text(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_piece piece,
                            struct pc_span extent, uint32_t flags);

/* The flags of a setting: PORT_VAR or FLAG for the main port, EXPOSE for one beside it. */
uint32_t pc_compose_setting_flags(enum pc_setting setting, uint32_t main);

/* compose_dials.c: the service dials the host and port. host_text may be another text than the port's. */
void pc_compose_dial(struct pc_compose_reading *r, struct pc_compose_text *host_text, struct pc_piece host,
                     struct pc_compose_text *port_text, struct pc_piece port, struct pc_span extent);

/* Every "scheme://host:port" of a text, and "host:port" where the host is a service of the deployment or named says
 * that the text is an address. 0.0.0.0 and their like are where it listens itself when binds is set. */
struct pc_dial_options {
    bool dials;                  /* false: only where it listens is looked for */
    bool named;                  /* the variable's name says that it holds an address */
    bool binds;                  /* "http://0.0.0.0:80" in it is the service's own */
    const struct pc_piece *told; /* in order: what it tells others of itself (--advertise-addr), which it never dials */
    size_t told_count;
};
void pc_compose_dial_all(struct pc_compose_reading *r, struct pc_compose_text *text, struct pc_span extent,
                         struct pc_dial_options options);

/* Is it the reading service, or the one whose network it uses, that bears this name? */
bool pc_compose_is_self(const struct pc_compose_reading *r, struct pc_str name);

#endif
