/* A finding is known again whatever happens around it, and is another one when it is about something else. Trees are
 * put together from sections and services in many orders and shapes; the set of fingerprints must not change. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_test.h"

enum { SECTIONS = 3, SERVICES = 5, ROUNDS = 40, FOUND_MAX = 64 };

/* Out of its range; planned twice; no port; drift; nowhere deployed. */
static const char *const sections[SECTIONS] = {
    ("## 4300-4399: Lights\n\n| Port | Service |\n|---|---|\n| 4310 | lantern |\n| 4470 | torch |\n| 4312 | beacon "
     "|\n\n"),
    "## 4500-4599: Boats\n\n| Port | Service |\n|---|---|\n| 4510 | dinghy |\n| 4510 | punt |\n| 70000 | raft |\n\n",
    "## 4700-4799: Ropes\n\n| Port | Service |\n|---|---|\n| 4710 | hawser |\n| 4711 | painter |\n\n",
};
static const char *const services[SERVICES] = {
    "  lantern:\n    image: registry.example/lantern:1\n    ports:\n      - \"4310:80\"\n",
    "  anchor:\n    image: registry.example/anchor:1\n    ports:\n      - \"4310:81\"\n",
    "  beacon:\n    image: registry.example/beacon:1\n    ports:\n      - \"4322:80\"\n",
    ("  hawser:\n    image: registry.example/hawser:1\n    environment:\n      BEACON_URL: http://beacon:9999\n"
     "    ports:\n      - \"4710:80\"\n"),
    "  buoy:\n    image: registry.example/buoy:1\n    ports:\n      - \"${BUOY_PORT}:80\"\n",
};
static const char joiner[] = "  wreck:\n    image: registry.example/wreck:1\n    ports:\n      - \"4310:90\"\n";

/* A random sequence of its own, the same in every run. */
static unsigned next(unsigned *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static void shuffle(unsigned *state, size_t *order, size_t count) {
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t other = next(state) % i, kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

/* What may happen to a tree. */
struct shape {
    unsigned seed; /* 0: in order, plain */
    bool joined;   /* one more service on the port of the collision */
    const char *host;
};

struct text {
    char bytes[16384];
    size_t length;
};

static void add(struct text *to, const char *bytes, size_t length) {
    assert_true(to->length + length < sizeof to->bytes);
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    to->bytes[to->length] = '\0';
}

/* A table's row with other blanks and rules. */
static void add_row(struct text *to, unsigned *state, const char *row, size_t length) {
    for (size_t i = 0; i < length; i++) {
        bool pipe = row[i] == '|';
        if (pipe && i > 0)
            add(to, "      ", next(state) % 6);
        if (row[i] == '-' && next(state) % 3 == 0)
            add(to, "--", 2);
        add(to, row + i, 1);
        if (pipe && i + 2 < length)
            add(to, "      ", next(state) % 6);
    }
}

static void write_plan(const struct temp_tree *tree, const struct shape *shape) {
    struct text plan = {.length = 0};
    size_t order[SECTIONS] = {0, 1, 2};
    unsigned state = shape->seed;
    add(&plan, "# Ports\n\n", 9);
    if (shape->seed)
        shuffle(&state, order, SECTIONS);
    for (size_t i = 0; i < SECTIONS; i++) {
        for (const char *line = sections[order[i]]; *line; line += strcspn(line, "\n") + 1) {
            size_t length = strcspn(line, "\n");
            if (shape->seed && *line == '#' && next(&state) % 2)
                add(&plan, "Some words about it.\n\n<!-- and more -->\n\n", 41);
            if (shape->seed && *line == '|')
                add_row(&plan, &state, line, length);
            else
                add(&plan, line, length);
            add(&plan, shape->seed % 5 == 1 ? "\r\n" : "\n", shape->seed % 5 == 1 ? 2 : 1);
        }
    }
    temp_tree_write(tree, "PORTS.md", plan.bytes);
}

static void write_compose(const struct temp_tree *tree, const struct shape *shape) {
    struct text compose = {.length = 0};
    size_t order[SERVICES] = {0, 1, 2, 3, 4};
    char path[64];
    unsigned state = shape->seed + 7;
    add(&compose, "services:\n", 10);
    if (shape->seed)
        shuffle(&state, order, SERVICES);
    for (size_t i = 0; i < SERVICES; i++) {
        for (const char *line = services[order[i]]; *line; line += strcspn(line, "\n") + 1) {
            for (unsigned more = shape->seed ? next(&state) % 4 : 0; more > 2; more--)
                add(&compose, "\n    # a note\n", 14);
            add(&compose, line, strcspn(line, "\n") + 1);
        }
    }
    if (shape->joined)
        add(&compose, joiner, sizeof joiner - 1);
    snprintf(path, sizeof path, "compose.%s.yml", shape->host);
    temp_tree_write(tree, path, compose.bytes);
    snprintf(path, sizeof path, "hosts: { %s: { sources: [compose.%s.yml] } }\n", shape->host, shape->host);
    temp_tree_write(tree, "portcheck.yml", path);
}

/* "PC201 0123...", sorted. */
struct found {
    char items[FOUND_MAX][48];
    size_t count;
};

static int compare_items(const void *a, const void *b) {
    return strcmp(a, b);
}

static struct found findings_of(const struct shape *shape) {
    struct found found = {.count = 0};
    struct temp_tree tree;
    struct pc_run *run = NULL;
    size_t length;
    temp_tree_new(&tree);
    write_plan(&tree, shape);
    write_compose(&tree, shape);
    struct pc_options options = options_for(&tree);
    assert_int_equal(pc_run_new(&options, &run), PC_STATUS_OK);
    const char *text = pc_run_check(run, "json", &length);
    assert_non_null(text);
    for (const char *at = text; (at = strstr(at, "\"rule\": \"")) != NULL;) {
        const char *print = strstr(at, "\"fingerprint\": \"");
        assert_true(print && found.count < FOUND_MAX);
        snprintf(found.items[found.count++], sizeof found.items[0], "%.5s %.32s", at + 9, print + 16);
        at = print;
    }
    pc_run_free(run);
    temp_tree_free(&tree);
    qsort(found.items, found.count, sizeof found.items[0], compare_items);
    return found;
}

static bool holds(const struct found *found, const char *item) {
    for (size_t i = 0; i < found->count; i++)
        if (strcmp(found->items[i], item) == 0)
            return true;
    return false;
}

/* How many of a are not in b. */
static size_t missing(const struct found *a, const struct found *b, const char *rule) {
    size_t count = 0;
    for (size_t i = 0; i < a->count; i++)
        count += strncmp(a->items[i], rule, strlen(rule)) == 0 && !holds(b, a->items[i]);
    return count;
}

static size_t count_of(const struct found *found, const char *rule) {
    static const struct found none;
    return missing(found, &none, rule);
}

static void order_and_form_change_nothing(void **state) {
    (void)state;
    const struct found plain = findings_of(&(struct shape){.host = "harbour"});
    static const char *const rules[] = {"PC101", "PC103", "PC106", "PC201", "PC301"};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (count_of(&plain, rules[i]) != 1) /* nothing would be proven about it */
            fail_msg("%zu findings of %s", count_of(&plain, rules[i]), rules[i]);
    for (unsigned seed = 1; seed <= ROUNDS; seed++) {
        const struct found now = findings_of(&(struct shape){.seed = seed, .host = "harbour"});
        if (missing(&plain, &now, "") + missing(&now, &plain, "") > 0)
            fail_msg("round %u: %zu findings are gone, %zu are new", seed, missing(&plain, &now, ""),
                     missing(&now, &plain, ""));
    }
}

static void who_joins_a_collision_is_new(void **state) {
    (void)state;
    const struct found plain = findings_of(&(struct shape){.host = "harbour"});
    const struct found joined = findings_of(&(struct shape){.joined = true, .host = "harbour"});
    assert_int_equal(count_of(&joined, "PC201"), 1);
    assert_int_equal(missing(&joined, &plain, "PC201"), 1);
    assert_int_equal(missing(&plain, &joined, ""), 1); /* nothing else is another finding now */
}

static void another_host_is_new(void **state) {
    (void)state;
    const struct found plain = findings_of(&(struct shape){.host = "harbour"});
    const struct found moved = findings_of(&(struct shape){.host = "wharf"});
    assert_int_equal(count_of(&moved, "PC201"), 1);
    assert_int_equal(missing(&moved, &plain, "PC201"), 1);
    assert_int_equal(missing(&moved, &plain, "PC1"), 0); /* the plan names no host */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_and_form_change_nothing),
        cmocka_unit_test(who_joins_a_collision_is_new),
        cmocka_unit_test(another_host_is_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
