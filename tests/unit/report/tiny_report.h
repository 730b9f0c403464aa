/* A report made by hand: a tiny tree with claims, services, hosts and ranges. */
#ifndef TINY_REPORT_H
#define TINY_REPORT_H

#include "finding/tiny_tree.h"

#include <stdio.h>

#include "report.h"

#define TINY_CLAIMS 64

struct tiny_report {
    struct tiny t;
    struct pc_claim claims[TINY_CLAIMS];
    struct pc_service services[8];
    struct pc_host hosts[4];
    struct pc_range ranges[4];
    struct pc_report_dates dates;
    struct pc_report report;
};

static inline void tiny_report_init(struct tiny_report *r) {
    memset(r, 0, sizeof *r);
    tiny_init(&r->t);
    r->t.reg.claims = r->claims;
    r->t.reg.services = r->services;
    r->t.reg.hosts = r->hosts;
    r->t.reg.ranges = r->ranges;
    r->report = (struct pc_report){.reg = &r->t.reg,
                                   .arena = &r->t.arena,
                                   .version = "0.1.0",
                                   .refresh = "portcheck report -f md",
                                   .dates = &r->dates};
}

static inline void tiny_report_finish(struct tiny_report *r) {
    tiny_finish(&r->t);
}

static inline pc_id tiny_service(struct tiny_report *r, const char *name) {
    assert_true(r->t.reg.service_count < sizeof r->services / sizeof *r->services);
    r->services[r->t.reg.service_count].name = pc_str_c(name);
    return (pc_id)r->t.reg.service_count++;
}

static inline pc_id tiny_host(struct tiny_report *r, const char *name) {
    assert_true(r->t.reg.host_count < sizeof r->hosts / sizeof *r->hosts);
    r->hosts[r->t.reg.host_count].name = pc_str_c(name);
    return (pc_id)r->t.reg.host_count++;
}

static inline pc_id tiny_claim(struct tiny_report *r, pc_id service, uint16_t port, struct pc_span span) {
    assert_true(r->t.reg.claim_count < TINY_CLAIMS);
    r->claims[r->t.reg.claim_count] =
        (struct pc_claim){.service = service, .ports = {port, port}, .span = span, .host = PC_NONE};
    return (pc_id)r->t.reg.claim_count++;
}

/* A list of claims that lives as long as the report. */
static inline struct pc_claims tiny_claims(struct tiny_report *r, size_t count, const pc_id *ids) {
    pc_id *items = pc_arena_array(&r->t.arena, count, sizeof *items);
    memcpy(items, ids, count * sizeof *items);
    return (struct pc_claims){items, count};
}
#define TINY_CLAIMS_OF(r, ...) tiny_claims((r), sizeof((pc_id[]){__VA_ARGS__}) / sizeof(pc_id), (pc_id[]){__VA_ARGS__})

static inline struct pc_str tiny_report_write(struct tiny_report *r, const struct pc_report_format *format) {
    struct pc_buf out;
    pc_buf_init(&out, &r->t.arena);
    format->write(&r->report, &out);
    return pc_buf_str(&out);
}

static inline bool text_has(struct pc_str text, const char *needle) {
    return pc_str_find(text, pc_str_c(needle), 0) != PC_NPOS;
}

static inline void assert_has(struct pc_str text, const char *needle) {
    if (!text_has(text, needle)) {
        fprintf(stderr, "---- got\n%.*s\n---- but not\n%s\n----\n", PC_ARG(text), needle);
        fail_msg("it is not there");
    }
}

#endif
