/* The registry: every claim of a tree, tied to services, hosts and ranges. Built by registry/build, then frozen:
 * everything here is read-only for rules, plans and output. Indices (pc_id) are stable and follow the sorted order. */
#ifndef PC_REGISTRY_H
#define PC_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port.h"
#include "str.h"
#include "text.h"

typedef uint32_t pc_id; /* an index into one of the registry's arrays */
#define PC_NONE ((pc_id)UINT32_MAX)

enum pc_role {
    PC_ROLE_PLANNED,    /* a row of the plan */
    PC_ROLE_RESERVED,   /* kept free, or for a named purpose (name is then set) */
    PC_ROLE_DOCUMENTED, /* a document says that it is so */
    PC_ROLE_DEFAULT,    /* what the source or an env file binds when nothing overrides it */
    PC_ROLE_LISTENS,    /* inside a container's network */
    PC_ROLE_PUBLISHES,  /* on a host */
    PC_ROLE_DIALS,      /* somebody expects a service there */
    PC_ROLE_OBSERVED,   /* a snapshot of a host */
    PC_ROLE_COUNT
};

enum pc_confidence { PC_STATED, PC_DERIVED, PC_GUESSED };

enum pc_environment { PC_ENV_UNKNOWN, PC_ENV_PRODUCTION, PC_ENV_STAGING, PC_ENV_DEVELOPMENT, PC_ENV_TEST };

/* Bytes of a file: the number of a claim, a name, a heading. Line and column are computed when shown. */
struct pc_span {
    pc_id file;
    uint32_t offset; /* bytes from the start of the file */
    uint32_t length; /* bytes */
};

enum pc_file_kind {
    PC_FILE_KIND_OTHER = 0,
    PC_FILE_KIND_REGISTRY,    /* a port registry, Markdown or data */
    PC_FILE_KIND_SERVICE_DOC, /* CLAUDE.md, AGENTS.md, README.md */
    PC_FILE_KIND_COMPOSE,
    PC_FILE_KIND_ENV,
    PC_FILE_KIND_CONFIG,
    PC_FILE_KIND_SOURCE
};

struct pc_file {
    struct pc_str path;   /* relative to the root; of another repository "origin:path" */
    struct pc_str origin; /* the other repository that the file is of: nothing of it is here but its claims, and it is
                             never edited; empty: this one */
    struct pc_str text;   /* whole, as on disk; empty when it could not be read */
    struct pc_lines lines;
    enum pc_file_kind kind;
    bool is_env_like; /* lines are shown with values hidden (env, compose, source) */
    /* Of another repository's file: text holds a line for each claim, and this is where that line's text really begins.
     * NULL: text is the file's own. */
    const struct pc_position *positions;
};

enum pc_place_kind {
    PC_PLACE_UNKNOWN, /* nothing says where */
    PC_PLACE_HOST,    /* a machine's own ports: claim.host (PC_NONE: a document that names none) */
    PC_PLACE_NETWORK  /* inside a container: claim.container */
};

/* How a row's status, strike-through or words qualify it. */
enum pc_claim_flag {
    PC_CLAIM_INTERNAL = 1u << 0, /* stated as internal only, not exposed: no host port */
    PC_CLAIM_FUTURE = 1u << 1,   /* pending, placeholder, standby: not up today */
    PC_CLAIM_OPEN = 1u << 2, /* "8150+", "30xx": a range by pattern; publishes "8000-8010:80": one free port of it */
    PC_CLAIM_SELF = 1u << 3, /* the owner is the file's own directory, not a name in the text */
    PC_CLAIM_FROM_ENV = 1u << 4,    /* the number came out of a variable; span is where the number stands */
    PC_CLAIM_LOOPBACK = 1u << 5,    /* bound to 127.0.0.0/8 or ::1 */
    PC_CLAIM_TARGET = 1u << 6,      /* listens: right side of a mapping */
    PC_CLAIM_PORT_VAR = 1u << 7,    /* listens: PORT or a product's port setting */
    PC_CLAIM_HEALTHCHECK = 1u << 8, /* listens: a healthcheck on localhost */
    PC_CLAIM_FLAG = 1u << 9,        /* listens: a command-line flag */
    PC_CLAIM_EXPOSE = 1u << 10,     /* listens: expose, EXPOSE, a load-balancer label */
    PC_CLAIM_RESTATED = 1u << 11,   /* a quick reference or summary repeats what another section states */
    PC_CLAIM_HOSTNET = 1u << 12,    /* publishes: through network_mode host, no mapping */
    PC_CLAIM_REPLICA = 1u << 13,    /* publishes: the same mapping once more, for the container's second replica */
    PC_CLAIM_COMPOSED = 1u << 14,   /* the number was put together (800${N}): span is the expression, which does not
                                       spell it; no edit can be made there */
    PC_CLAIM_ROUTE = 1u << 15,      /* dials: a tunnel or reverse proxy leads there */
    PC_CLAIM_SCRAPE = 1u << 16,     /* dials: a scrape or probe target */
    PC_CLAIM_UNEXPOSED = 1u << 17, /* internal, and in words that forbid a host port ("internal only"); a mere column of
                                     container ports forbids nothing */
    PC_CLAIM_HEADING = 1u << 18,   /* a heading of a registry: "### Storefront (port 3004)" */
    PC_CLAIM_FRONT = 1u << 19,     /* listens: a port of the name in front of pods, which leads to a container's */
    PC_CLAIM_ALERT = 1u << 20,     /* dials: an Alertmanager that alerts are sent to */
    PC_CLAIM_HOST_OPEN = 1u << 21, /* listens: right side of a mapping whose host port is not known here */
    PC_CLAIM_REPEATED = 1u << 22, /* publishes: the same line once more, which whoever starts the container overlooks */
    PC_CLAIM_LABEL = 1u << 23     /* listens: a label that says where a proxy finds the container */
};

struct pc_claim {
    enum pc_role role;
    enum pc_confidence confidence;
    enum pc_protocol protocol;
    enum pc_environment environment;
    enum pc_place_kind place;
    uint32_t flags; /* pc_claim_flag bits */
    struct pc_ports ports;
    struct pc_span span;      /* the very digits (range: from lo to hi) */
    struct pc_span extent;    /* the row, bullet or entry */
    struct pc_str name;       /* the service as written, marks and qualifier removed; empty when none is written */
    struct pc_str qualifier;  /* "(S3 API)" without the brackets; dials: the route's public name, or the variable */
    struct pc_span name_span; /* length 0 when none */
    struct pc_str address;    /* bind address as written, without brackets; empty: not stated (any) */
    pc_id service;            /* owner; of dials: who is dialled. PC_NONE when unknown */
    pc_id host;
    pc_id section;   /* table or list it stands in */
    pc_id range;     /* the range heading or table over its row */
    pc_id container; /* compose service */
    pc_id partner;   /* publishes: the listens claim of the same mapping, and back */
};

/* A block of ports with a purpose. */
struct pc_range {
    struct pc_ports ports;
    struct pc_span span; /* "3000-3009" */
    struct pc_str purpose;
    pc_id section; /* of a range row; PC_NONE for a heading */
    pc_id host;    /* PC_NONE: not stated */
    bool heading;  /* heading over its rows, else a row or bullet of a list of ranges */
    bool open;     /* "10000+" */
};

/* A table or list of claims, with what its surroundings say. */
struct pc_section {
    pc_id file;
    enum pc_section_kind { PC_SECTION_TABLE, PC_SECTION_LIST, PC_SECTION_LINES, PC_SECTION_DATA } kind;
    struct pc_str title; /* nearest heading or label */
    struct pc_span title_span;
    pc_id host;        /* PC_NONE: not stated */
    pc_id range;       /* PC_NONE: none */
    enum pc_role role; /* of its rows: planned, documented or reserved */
    enum pc_environment environment;
    bool internal;  /* its rows are container ports, not host ports */
    uint64_t shape; /* of a table: a number that tables with the same header share; else 0 */
};

enum pc_evidence_kind {
    PC_EVIDENCE_NAME,      /* written as its name */
    PC_EVIDENCE_BUILD,     /* compose builds it from that directory */
    PC_EVIDENCE_CONTAINER, /* container_name */
    PC_EVIDENCE_IMAGE,
    PC_EVIDENCE_WORDS,       /* the same words, otherwise written */
    PC_EVIDENCE_PORT,        /* same port, and neither has another counterpart */
    PC_EVIDENCE_CONFIG,      /* portcheck.yml says so */
    PC_EVIDENCE_LABEL,       /* host: a label or heading of a document */
    PC_EVIDENCE_FILE_NAME,   /* host: the infix of a compose file */
    PC_EVIDENCE_DIRECTORY,   /* host or service: a directory's name */
    PC_EVIDENCE_ADDRESS,     /* host: an IP address */
    PC_EVIDENCE_ENVIRONMENT, /* deployment: of an environment that only this host has */
    PC_EVIDENCE_ONLY         /* deployment: the registry speaks of this host alone */
};

/* One name of a service or host, and why it is one. */
struct pc_alias {
    struct pc_str name;
    enum pc_evidence_kind evidence;
    enum pc_confidence confidence;
    struct pc_span span; /* where; length 0: a whole file or the configuration */
};

struct pc_service {
    struct pc_str name; /* the name shown */
    struct pc_str dir;  /* its directory; ptr NULL when it has none */
    const struct pc_alias *aliases;
    size_t alias_count;
    bool foreign;         /* every container of it runs a third-party image */
    bool built;           /* some container of it is built in this tree */
    bool external;        /* run by somebody else (configured) */
    struct pc_str origin; /* of another repository: its name, which name begins with; empty: this one */
};

struct pc_host {
    struct pc_str name;   /* the name shown; of an unnamed deployment the compose file's path */
    bool named;           /* false: a deployment that nothing names; never compared with another unnamed one */
    bool spoken_for;      /* a registry speaks for it */
    bool deployment_read; /* some deployment of it was read that is likely all; units of programs alone never are */
    enum pc_environment environment;
    enum pc_os { PC_OS_UNKNOWN, PC_OS_LINUX, PC_OS_MACOS, PC_OS_WINDOWS } os;
    bool os_configured;             /* else the system is guessed from the host's names */
    const struct pc_alias *aliases; /* names and addresses */
    size_t alias_count;
};

/* A compose file with its overrides, or another thing that is started as one. */
struct pc_deployment {
    pc_id file; /* the main file */
    pc_id host; /* never PC_NONE: unnamed deployments have a host of their own */
    enum pc_environment environment;
    enum pc_evidence_kind evidence; /* why it is on that host; of no meaning where that is unnamed */
};

/* A name that only one container knows: of extra_hosts or links. */
struct pc_known_host {
    struct pc_str name;
    struct pc_str target; /* an address, "host-gateway", or a compose key */
};

/* A compose service, or what a unit or manifest starts. */
struct pc_container {
    pc_id deployment;
    pc_id service;
    struct pc_str key; /* compose key */
    struct pc_span key_span;
    struct pc_str container_name; /* empty when none */
    struct pc_str image;          /* as written, expanded; empty when none */
    struct pc_str
        build_dir; /* directory of the build (of its Dockerfile when that lies deeper); ptr NULL when not built */
    struct pc_str build_file; /* the Dockerfile that the build names, from the root; empty when it names none */
    const struct pc_str *profiles;
    size_t profile_count;
    const struct pc_str *networks; /* that it is on, sorted; none: not known, or another container's */
    size_t network_count;
    const struct pc_str *aliases; /* what others of its networks call it, beside key and container_name */
    size_t alias_count;
    const struct pc_known_host *known_hosts; /* sorted by name */
    size_t known_host_count;
    pc_id network; /* the container whose network it lives in (network_mode "service:x"); mostly itself */
    bool shared;   /* other containers live in its network: a mapping may lead to one of them */
    bool host_network;
    bool foreign; /* runs an image that is not built here */
    bool unit;    /* of a systemd unit, a quadlet or a manifest: its deployment is the files of one directory */
};

/* "corresponds to" cell. */
struct pc_reference {
    pc_id claim;        /* the row's own planned claim */
    struct pc_str name; /* may be empty */
    bool has_port;
    uint16_t port;
    struct pc_span span; /* of the whole reference; port_span of its number */
    struct pc_span port_span;
    pc_id target; /* service of that name, PC_NONE */
};

/* "Not deployed: x". */
struct pc_absence {
    struct pc_str name;
    struct pc_span span;
    pc_id service;
    pc_id host; /* PC_NONE: nowhere */
};

struct pc_date {
    pc_id file;
    struct pc_span span;
    uint32_t ymd;    /* 20260408 */
    bool reconciled; /* "Reality reconciled", "last updated"; else the date of an entry */
};

/* Trouble with an input; rules/input.c makes findings of it. */
enum pc_trouble_kind {
    PC_TROUBLE_UNREADABLE,    /* PC001 */
    PC_TROUBLE_ENCODING,      /* PC002 */
    PC_TROUBLE_SYNTAX,        /* PC003 */
    PC_TROUBLE_TOO_LARGE,     /* PC004 */
    PC_TROUBLE_DUPLICATE_KEY, /* PC005 */
    PC_TROUBLE_UNRESOLVED,    /* PC006 */
    PC_TROUBLE_CELL,          /* PC007 */
    PC_TROUBLE_UNRENDERED,    /* PC008 */
    PC_TROUBLE_INVALID_PORT,  /* PC106 */
    PC_TROUBLE_ROW_SHAPE      /* PC107 */
};

enum pc_level { PC_LEVEL_DEFAULT, PC_LEVEL_OFF, PC_LEVEL_INFO, PC_LEVEL_WARNING, PC_LEVEL_ERROR };

struct pc_trouble {
    enum pc_trouble_kind kind;
    enum pc_level level;   /* PC_LEVEL_DEFAULT: the rule's own */
    struct pc_span span;   /* length 0 at offset 0: the whole file */
    struct pc_span other;  /* file PC_NONE: none (the first of a doubled key, ...) */
    struct pc_str message; /* one sentence without a full stop */
    struct pc_str label;   /* under the span; may be empty */
    struct pc_str note;    /* why it matters; may be empty */
    struct pc_str help;    /* what to do; may be empty */
    pc_id service;         /* PC_NONE when it is about none */
    /* What makes it right: a text to insert at each of these offsets of the span's file. */
    struct pc_str insert;
    const uint32_t *insert_at;
    size_t insert_count;
};

/* A port-like number of which no claim was made. */
struct pc_mention {
    struct pc_span span;
    const char *why; /* "prose", "code fence", "dialled, not owned", ... */
};

/* A comment that asks to silence findings, as written: "portcheck: ignore[PC101] until=2031-01-31: reason". What it
 * comes to is decided where the rules are known. */
enum pc_ignore_kind {
    PC_IGNORE_LINE,  /* findings of one line */
    PC_IGNORE_START, /* of all lines up to the PC_IGNORE_END of the same rule */
    PC_IGNORE_END,
    PC_IGNORE_FILE,
    PC_IGNORE_BROKEN /* meant as one, and silences nothing */
};

struct pc_ignore {
    enum pc_ignore_kind kind;
    struct pc_span span; /* "portcheck: ignore[PC101]" */
    /* The comment with its marks, when nothing else stands in it: what goes when it goes. Length 0: something does. */
    struct pc_span comment;
    bool alone;    /* nothing else stands on the comment's lines */
    uint32_t line; /* 0-based. LINE: the line whose findings are meant, UINT32_MAX when none follows; else its own */
    const struct pc_str *rules; /* as written between the brackets */
    size_t rule_count;
    struct pc_str reason;  /* empty: none is given */
    uint32_t until;        /* the last day, 20310131; 0: for ever */
    struct pc_str problem; /* BROKEN: what is wrong with it, a sentence without a full stop */
    struct pc_str help;    /* BROKEN: what to write instead */
};

/* A port registry. */
struct pc_document {
    pc_id file;
    struct pc_str tree; /* directory whose deployments it speaks for: its own, or above docs/ */
    struct pc_span
        complete;  /* "every port the project binds": it says that it lists them all; length 0 when it does not */
    bool has_plan; /* holds planned rows */
};

/* Flags that are told, and read, as words of a claim's condition. */
struct pc_condition {
    uint32_t flag;
    const char *text;
};
#define PC_CONDITION_COUNT 3
extern const struct pc_condition pc_conditions[PC_CONDITION_COUNT];

/* What a claim of another repository says that no field of pc_claim holds. */
struct pc_foreign {
    struct pc_str service, host, text, condition; /* as they were read */
    const struct pc_str *profiles;
    size_t profile_count;
    bool conditional; /* holds under a condition of which nothing is known */
};

struct pc_registry {
    const struct pc_file *files;
    size_t file_count;
    const struct pc_claim *claims;
    size_t claim_count; /* by file path, offset, role */
    const struct pc_range *ranges;
    size_t range_count;
    const struct pc_section *sections;
    size_t section_count;
    const struct pc_service *services;
    size_t service_count; /* by name */
    const struct pc_host *hosts;
    size_t host_count; /* by name, named ones first */
    const struct pc_deployment *deployments;
    size_t deployment_count;
    const struct pc_container *containers;
    size_t container_count;
    const struct pc_reference *references;
    size_t reference_count;
    const struct pc_absence *absences;
    size_t absence_count;
    const struct pc_date *dates;
    size_t date_count;
    const struct pc_trouble *troubles;
    size_t trouble_count;
    const struct pc_mention *mentions;
    size_t mention_count;
    const struct pc_document *documents;
    size_t document_count; /* files that are registries, by path */
    /* Claims of other repositories (join.h): everything of them stands behind what is of this one, each in an order of
     * its own. Both are empty in a registry of this repository alone. */
    const struct pc_foreign *foreign; /* one a claim of another repository, the last ones of claims */
    size_t foreign_count;
    const struct pc_ignore *ignores;
    size_t ignore_count; /* by file, then offset */
};

const char *pc_role_name(enum pc_role role);                      /* "planned", ... */
const char *pc_evidence_text(enum pc_evidence_kind kind);         /* "built from", "container_name", ... for list */
const char *pc_environment_name(enum pc_environment environment); /* "production", ...; "" when unknown */
/* Development or a test: it runs beside what it is a variant of, or takes turns with it. */
bool pc_environment_is_side(enum pc_environment environment);
/* Whether two spans are one place. */
bool pc_spans_eq(struct pc_span a, struct pc_span b);
struct pc_str pc_span_text(const struct pc_registry *reg, struct pc_span span);
struct pc_position pc_span_position(const struct pc_registry *reg, struct pc_span span);
struct pc_position pc_file_position(const struct pc_file *file, uint32_t offset);
/* The number of a line of a file, 1-based; line is its index in the file's lines. */
uint32_t pc_line_number(const struct pc_file *file, uint32_t line);
/* What is known of a claim of another repository besides; NULL for one of this repository. */
const struct pc_foreign *pc_foreign_of(const struct pc_registry *reg, pc_id claim);

/* Letters and digits of a name in lower case; "Mac Mini", "mac-mini" and "macmini" have one key. UTF-8 letters are
 * kept. */
struct pc_str pc_name_key(struct pc_arena *arena, struct pc_str name);

#endif
