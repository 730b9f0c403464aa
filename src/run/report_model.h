/* The drift report's model (report.h), worked out of what a run knows. Private to the layer. */
#ifndef PC_REPORT_MODEL_H
#define PC_REPORT_MODEL_H

#include "report.h"
#include "rule.h"
#include "run_impl.h"
#include "standings.h"

/* A claim that takes ports of a host, as the port map shows it. */
enum pc_use_kind {
    PC_USE_COLLISION,
    PC_USE_BOUND,
    PC_USE_BOUND_REGISTERED,
    PC_USE_PLANNED,
    PC_USE_RESERVED,
    PC_USE_KINDS
};
struct pc_host_use {
    pc_id host; /* PC_NONE: none is stated */
    struct pc_ports ports;
    enum pc_use_kind kind;
    pc_id claim;                      /* PC_NONE: collision */
    const struct pc_finding *finding; /* collision; else NULL */
};
struct pc_host_uses {
    struct PC_VEC(struct pc_host_use) list; /* by host, lowest port, kind, claim */
    pc_id home;                             /* the host that binds most of those that a registry speaks for; PC_NONE */
    const pc_id *range_homes;               /* the same by range */
};

/* What the parts of the model are made of. */
struct pc_model {
    struct pc_run *run;
    struct pc_report *report;
    struct pc_rule_context ctx;
    struct pc_standings standings;
    struct pc_report_row *rows; /* the report's */
};

/* report_rows.c: the drift table. */
void pc_model_rows(struct pc_model *model);
/* The gravest verdict first. */
void pc_model_sort_rows(struct pc_model *model);
/* report_since.c: what is new since a revision. False: refused. After pc_model_rows. */
bool pc_model_since(struct pc_model *model, const char *since);
/* report_dates.c: when each row's lines were last changed. */
void pc_model_dates(struct pc_model *model);
/* report_link.c: --link-base. False: refused. */
bool pc_model_link_base(struct pc_model *model, const char *given);
/* report_uses.c: what is bound and not registered, or planned and not deployed. After pc_model_rows. */
struct pc_host_uses pc_model_uses(struct pc_model *model);
/* report_strips.c: strips and ranges. */
void pc_model_strips(struct pc_model *model, const struct pc_host_uses *uses);
/* report_dials.c */
void pc_model_dials(struct pc_model *model);
/* report_hosts.c: hosts, and the counters of all of them. After all of the above. */
void pc_model_hosts(struct pc_model *model, const struct pc_host_uses *uses);
/* The host of that name; PC_NONE: none. */
pc_id pc_model_host_named(const struct pc_model *model, struct pc_str name);
/* "PC201" */
bool pc_finding_is(const struct pc_finding *finding, const char *code);
/* PC201, unless its sides never run together as far as is known. */
bool pc_is_collision(const struct pc_finding *finding);

#endif
