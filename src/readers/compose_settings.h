/* Names of settings that say "I listen here", as data: environment variables and command-line flags. Pure text. */
#ifndef PC_COMPOSE_SETTINGS_H
#define PC_COMPOSE_SETTINGS_H

#include "str.h"

enum pc_setting {
    PC_SETTING_NONE,
    PC_SETTING_MAIN, /* the port that the service is for */
    PC_SETTING_SIDE  /* a port beside it: metrics, console, administration */
};

/* A name as words, split where it is no letter or digit and at aB. */
struct pc_setting_words {
    struct pc_str items[12];
    size_t count; /* 0 when there are none or too many */
};
struct pc_setting_words pc_setting_words_of(struct pc_str name);

/* An environment variable that says by its very name that it is the service's own: PORT, HTTP_PORT,
 * GF_SERVER_HTTP_PORT, METRICS_PORT; not REDIS_PORT. Whether another service bears that name is not known here. */
enum pc_setting pc_setting_of_env(struct pc_str name);

/* The same of variables that only the product's own image reads that way: PGPORT of postgres, which is a client's
 * otherwise. */
enum pc_setting pc_setting_of_image(struct pc_str name, struct pc_str image);

/* The words before "PORT" that name somebody: MANA, AUTH of MANA_AUTH_HTTP_PORT. Count 0 when the name does not end in
 * PORT or names nobody. *side: a word among them says that it is a port beside the main one. */
struct pc_setting_words pc_setting_owner(struct pc_str name, bool *side);

/* The words of a variable that holds a bind address ("0.0.0.0:8080"): MAIN for LISTEN_ADDR, HTTP_ADDR. */
enum pc_setting pc_setting_of_address(struct pc_str name);

/* A flag without its dashes: "port", "web.listen-address", "httpListenAddr". *number: a bare number is a port there. */
enum pc_setting pc_setting_of_flag(struct pc_str flag, bool *number);

/* A program that dials when it is given a port: psql, redis-cli, curl... A path or a bare name. */
bool pc_is_client(struct pc_str program);

/* A program that starts another one: sh, exec, npx... */
bool pc_is_wrapper(struct pc_str program);

/* Values of it are no addresses that the service dials: CORS and origin lists, redirects, what Kafka tells its clients,
 * images. */
bool pc_setting_is_no_dial(struct pc_str name);

/* KAFKA_LISTENERS: a list of the service's own addresses, with words before them as schemes. */
bool pc_setting_is_listeners(struct pc_str name);

/* A name that holds an address: DB_HOST, BROKER_ADDR, UPSTREAM. */
bool pc_setting_is_address(struct pc_str name);

/* Arguments for a program: JAVA_OPTS, GUNICORN_CMD_ARGS. */
bool pc_setting_is_arguments(struct pc_str name);

#endif
