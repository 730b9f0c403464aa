/* URLs of a line, taken apart as far as hiding needs it. */
#ifndef PC_HIDE_URL_H
#define PC_HIDE_URL_H

#include "hide.h"

struct pc_hide_url {
    struct pc_bytes scheme;   /* with "://"; without a scheme just that */
    struct pc_bytes userinfo; /* without '@'; empty when there is none */
    struct pc_bytes host;     /* with port */
    size_t end;               /* of the path and query */
    bool doubtful;   /* where userinfo, host and path part is not certain: an '@' stands further behind, or the URL does
                        not end within reach */
    bool plain_host; /* host is a name, an address or a variable, with or without a port */
};

/* How far around a window anything is looked at, bytes. */
#define PC_HIDE_REACH 4096

/* The next URL whose "://" stands in line[from, limit); false when there is none. Nothing behind limit + PC_HIDE_REACH
 * is looked at. */
bool pc_hide_next_url(struct pc_str line, size_t from, size_t limit, bool values_hidden, struct pc_hide_url *url);

/* Where a URL that reaches to at may have begun: behind the last character before it that no URL holds. PC_NPOS when
 * that is out of reach. */
size_t pc_hide_url_border(struct pc_str line, size_t at);

#endif
