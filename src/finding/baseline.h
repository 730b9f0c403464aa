/* The baseline: findings that were there when a project began to be checked. They are recognised by their fingerprints,
 * so that moved lines and better messages change nothing, and whoever joins a collision is new. */
#ifndef PC_BASELINE_H
#define PC_BASELINE_H

#include "finding.h"

struct pc_baseline_entry {
    struct pc_str fingerprint; /* 32 hex digits */
    struct pc_str rule;        /* code */
    struct pc_str about;       /* "PC201 port-collision: nas 4310, anchor and lantern", for people */
    struct pc_silence silence; /* where it stands, and the reason that somebody gave it */
    bool used;
};

struct pc_baseline {
    struct pc_str path; /* as it is shown */
    struct pc_baseline_entry *entries;
    size_t count;
};

/* Sorts the entries by fingerprint and sets finding->baseline of each finding that has one. What must not be silenced
 * is never in a baseline (pc_baseline_takes). */
void pc_baseline_apply(struct pc_baseline *baseline, struct pc_findings *findings);

/* May a finding stand in a baseline? Not one that says that something was not read, and none about suppressions. */
bool pc_baseline_takes(const struct pc_finding *f);

/* "nas 4310/tcp, anchor and lantern, docs/PORTS.md": what a finding or an entry is about. */
struct pc_subject {
    struct pc_str host, path;
    enum pc_protocol protocol;
    const struct pc_ports *ports;
    size_t port_count;
    const struct pc_str *services;
    size_t service_count;
};
struct pc_str pc_subject_text(struct pc_arena *arena, const struct pc_subject *subject);

/* The file's text: one entry a line, sorted by rule and what it is about. A finding that has an entry already keeps the
 * reason given there. */
struct pc_str pc_baseline_text(struct pc_arena *arena, struct pc_finding *const *findings, size_t count);

#endif
