/* The words around a port in a service's own document, and what they say about it. */
#ifndef PC_SERVICE_DOC_WORDS_H
#define PC_SERVICE_DOC_WORDS_H

#include "registry.h"

enum pc_doc_word {
    PC_DOC_OTHER,      /* a word of no meaning here: somebody's name */
    PC_DOC_PORT,       /* port, ports, Puerto, 端口 */
    PC_DOC_PRODUCTION, /* the four environments */
    PC_DOC_STAGING,
    PC_DOC_DEVELOPMENT,
    PC_DOC_TESTING,
    PC_DOC_FILLER,      /* server, service, default, configuration: says nothing about whose port it is */
    PC_DOC_PART,        /* web, backend, worker: a part of the product, often a service of its own */
    PC_DOC_SIDE,        /* metrics, admin, gRPC: a further port of the same service */
    PC_DOC_FOREIGN,     /* Postgres, SMTP, cache: a thing that the service talks to */
    PC_DOC_HISTORY,     /* was, until, deprecated, changelog */
    PC_DOC_TROUBLE,     /* troubleshooting, conflicts, FAQ */
    PC_DOC_RELATED,     /* related, dependencies, upstream */
    PC_DOC_INTERNAL,    /* internal, inside, container */
    PC_DOC_FUTURE,      /* planned, pending */
    PC_DOC_OUTSIDE,     /* external, other: with "services" it means related, else a filler */
    PC_DOC_NAME_HEADER, /* app, component, project: heads a column of names; elsewhere a filler */
    PC_DOC_WORD_COUNT
};

/* What a phrase says. */
struct pc_doc_sense {
    uint32_t has; /* a bit for each pc_doc_word in it */
    unsigned words;
    enum pc_environment environment; /* the one it names; unknown when it names none or several */
};
#define PC_DOC_HAS(sense, word) (((sense).has >> (word)) & 1u)

/* own: the base name of the document's directory; its words are never foreign or a part. May be empty. */
struct pc_doc_sense pc_doc_sense_of(struct pc_str phrase, struct pc_str own);

/* True when phrase consists of words of these kinds only (and has one). kinds: bits 1u << PC_DOC_X. */
bool pc_doc_only(struct pc_doc_sense sense, uint32_t kinds);

/* The next word at or behind *cursor: letters and digits, UTF-8 letters included. False at the end. */
bool pc_doc_next_word(struct pc_str phrase, size_t *cursor, struct pc_str *word);
enum pc_doc_word pc_doc_word_of(struct pc_str word);

/* False when no word of the text is one for port: what a glance tells, before words are told apart. True promises
 * nothing. */
bool pc_doc_may_name_port(struct pc_str text);

bool pc_doc_has_word(struct pc_str phrase, struct pc_str wanted); /* without case */

/* The words of a name compared without case and marks: "Mana Web" and "mana-web" are the same. */
bool pc_doc_same_name(struct pc_str a, struct pc_str b);

/* What an environment variable is to the service in directory dir. */
enum pc_doc_variable {
    PC_DOC_VAR_OTHER,
    PC_DOC_VAR_OWN,     /* PORT, or the service's own <NAME>_PORT */
    PC_DOC_VAR_USUAL,   /* SERVER_PORT, HTTP_PORT, APP_PORT: its own unless the document states PORT */
    PC_DOC_VAR_DIALLED, /* REDIS_PORT and every other *_PORT */
    PC_DOC_VAR_TARGET,  /* X_URL, X_HOST, X_ENDPOINT: whom it dials */
    PC_DOC_VAR_ORIGINS  /* CORS lists, callbacks, redirects: nobody is dialled */
};
enum pc_doc_variable pc_doc_variable_of(struct pc_str name, struct pc_str dir);

/* True when s looks like the name of an environment variable: UPPER_CASE with an underscore, or PORT. "HTTP" is a word.
 */
bool pc_doc_is_variable(struct pc_str s);

#endif
