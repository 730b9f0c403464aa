/* A variable or setting that a program reads, between the parts of the source reader that find it and those that claim
 * its value. */
#ifndef PC_SOURCE_READ_H
#define PC_SOURCE_READ_H

#include "source.h"
#include "source_fallback.h"

/* A variable's name in the code. */
struct pc_source_read {
    struct pc_source *source;
    struct pc_str name;
    size_t from, to;         /* in the code, without quotes */
    bool called;             /* an argument */
    struct pc_str generated; /* the path of the env file that an entry of a generator writes; empty mostly */
};

/* source_take.c: whose port or address it is. */
bool pc_source_is_port_name(struct pc_str name);    /* PORT, LEDGER_PORT */
bool pc_source_is_address_name(struct pc_str name); /* LEDGER_URL, DB_HOST; no list of origins */
void pc_source_take(const struct pc_source_read *r, const struct pc_fallback *value);
/* constant: the number stands where a constant of that name is set. */
void pc_source_claim_port(const struct pc_source_read *r, struct pc_str digits, bool constant);
/* After the whole file: a port that may be another one's. */
void pc_source_settle_other(struct pc_source *source, const struct pc_source_setting *port);

/* source_env.c: the name is read from the environment or the configuration: "process.env.PORT", 'getenv("PORT"'. Sets
 * called. */
bool pc_source_is_read(struct pc_source_read *r);

/* source_setting.c */
void pc_source_read_setting(struct pc_source *source, struct pc_str word); /* word is "port", in any case */
void pc_source_read_dollar(struct pc_source *source, size_t at);           /* "${" at code[at] */
void pc_source_read_address_flag(struct pc_source *source,
                                 struct pc_str word);                    /* Go: flag.String("addr", ":8080", ...) */
void pc_source_read_field(struct pc_source *source, struct pc_str word); /* Python: "port: int = 8000" */

#endif
