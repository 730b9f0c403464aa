/* Words that people write around ports, in the languages that registries are written in, and what they say. Every
 * function takes a text that pc_fold made. */
#ifndef PC_PORT_WORDS_H
#define PC_PORT_WORDS_H

#include "arena.h"
#include "registry.h"

/* Lower case (Latin, Greek-free Cyrillic), blanks folded to one. */
struct pc_str pc_fold(struct pc_arena *arena, struct pc_str s);

/* word stands in text: as whole words for alphabets, anywhere for scripts without blanks (Chinese, Japanese, Korean).
 */
bool pc_says(struct pc_str text, const char *word);

/* Which of a list ended by NULL. */
bool pc_says_any(struct pc_str text, const char *const *words);

/* The whole text is one of the list. */
bool pc_is_one_of(struct pc_str text, const char *const *words);

bool pc_says_port(struct pc_str text);          /* port, ports, Puerto, порт, 端口 ... */
bool pc_says_range(struct pc_str text);         /* range, block, 范围 ... */
bool pc_says_reserved(struct pc_str text);      /* reserved, 预留, future use ... */
bool pc_says_free(struct pc_str text);          /* available, free, unassigned ... */
bool pc_says_dead(struct pc_str text);          /* deprecated, removed, eliminated, history ... */
bool pc_says_future(struct pc_str text);        /* planned, pending, placeholder, standby ... */
bool pc_says_active(struct pc_str text);        /* active, running, in use, configured, a tick ... */
bool pc_says_not_deployed(struct pc_str text);  /* not deployed, stopped, offline ... */
bool pc_says_internal_only(struct pc_str text); /* internal only, no host port, not exposed ...: of a section */
bool pc_says_unexposed(struct pc_str text);     /* of those, the ones that forbid a host port: not "container ports" */
bool pc_says_internal(struct pc_str text);      /* internal, container ...: of one port */
bool pc_says_external(struct pc_str text);      /* external, host, published ...: of one port */
bool pc_says_loopback(struct pc_str text);      /* localhost, loopback only */
bool pc_says_real(struct pc_str text);          /* of a heading: real, current, running, in use ... */
bool pc_says_summary(struct pc_str text);       /* quick reference, summary, overview ... */
bool pc_says_guide(struct pc_str text);         /* how to, rules, troubleshooting ...: no list there claims */
bool pc_says_no_port(struct pc_str text);       /* the whole of a port cell: -, n/a, none, internal, varies ... */
bool pc_says_old(struct pc_str text);           /* was, formerly, old ... */
bool pc_says_prose(struct pc_str text);         /* holds a word that no name has: is, from, moving ... */
bool pc_says_taken(struct pc_str text);         /* is nothing but "taken", "in use", "belegt" */
bool pc_says_quantity(struct pc_str text);      /* timeout, total, version ...: its number is no port */
bool pc_says_page(struct pc_str text); /* Swagger UI, API docs, health check ...: a page of a service, no service */
bool pc_is_unit(struct pc_str word);   /* ms, MB, services ...: behind a number that is no port */

/* The environment that a word or two name by themselves: "production", "Dev", "test env". Unknown for none or several.
 */
enum pc_environment pc_environment_of(struct pc_str text);
/* The same in a heading, where a "dev tool" is no environment: "Production ports", "(staging)", "Development". */
enum pc_environment pc_environment_of_title(struct pc_str text);

#endif
