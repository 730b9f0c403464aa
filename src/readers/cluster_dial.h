/* Whom something in a cluster dials: addresses in manifests and in a chart's values. */
#ifndef PC_CLUSTER_DIAL_H
#define PC_CLUSTER_DIAL_H

#include "reader.h"

struct pc_cluster_dialler {
    struct pc_read_context *ctx;
    enum pc_environment environment;
    uint32_t flags;
    pc_id container; /* of the unit that dials; PC_NONE */
};

/* host and digits are slices of the file's text; nothing when they make no address. */
void pc_cluster_dial(const struct pc_cluster_dialler *from, struct pc_str host, struct pc_str digits,
                     struct pc_str qualifier);

/* The value (a slice) of a setting: "http://orders:80/v1", "orders:80", "jdbc:mysql://ledger:3306/main". Without a
 * scheme the whole value is an address, or the setting is one that holds addresses. */
void pc_cluster_dial_all(const struct pc_cluster_dialler *from, struct pc_str value, struct pc_str setting);

#endif
