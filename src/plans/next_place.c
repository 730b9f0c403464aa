/* See next_place.h. */
#include "next_place.h"

#include "path.h"
#include "sort.h"

#define WORDS_READ 8 /* words of a name that are asked for */

struct place {
    const struct pc_next_ports *ports;
    const struct pc_registry *reg;
    struct pc_arena *arena;
    const struct pc_next_home *homes;
    struct pc_next_blocks declared;
    struct pc_next *next;
};

static bool settle(struct place *p, const struct pc_next_block *block, struct pc_span span, struct pc_str why) {
    p->next->block = *block;
    p->next->why = why;
    p->next->why_span = span;
    return true;
}

static struct pc_span nowhere(void) {
    return (struct pc_span){.file = PC_NONE};
}

/* --- ports --- */

/* "3000-3099", or "3040": from there to the end of its range. */
static bool by_ports(struct place *p, struct pc_str where) {
    struct pc_ports ports;
    if (pc_ports_parse(pc_str_trim(where), &ports) != PC_PORT_OK)
        return false;
    pc_id around = p->ports->narrowest[ports.lo];
    if (ports.lo == ports.hi) {
        unsigned width = p->ports->request->width;
        uint32_t end = around != PC_NONE ? p->reg->ranges[around].ports.hi : ports.lo / width * width + width - 1;
        ports.hi = (uint16_t)(end < PC_PORT_COUNT ? end : 65535);
        around = PC_NONE;
    }
    struct pc_next_block block = {ports, PC_NONE};
    for (size_t i = 0; i < p->declared.list.count; i++)
        if (pc_ports_eq(p->declared.list.items[i].ports, ports))
            block.range = p->declared.list.items[i].range;
    return settle(p, &block, nowhere(), PC_EMPTY);
}

/* --- a service that is known --- */

static bool by_service(struct place *p, pc_id service) {
    const struct pc_next_home *home = &p->homes[service];
    if (home->claim == PC_NONE)
        return false;
    const struct pc_claim *claim = &p->reg->claims[home->claim];
    struct pc_str text = pc_taken_text(p->arena, p->reg, claim);
    return settle(p, &home->block, claim->span,
                  pc_str_fmt(p->arena, "%u is %.*s", (unsigned)claim->ports.lo, PC_ARG(text)));
}

/* The service of that name: written exactly so, or (exact false) however it may be called. */
static bool by_known_name(struct place *p, struct pc_str name, bool exact) {
    struct pc_ids found = pc_services_named(p->arena, p->reg, name);
    for (size_t i = 0; i < found.count; i++)
        if ((!exact || pc_str_eq(p->reg->services[found.items[i]].name, name)) && by_service(p, found.items[i]))
            return true;
    return false;
}

/* --- a range's purpose --- */

/* Words that people put beside each other for one thing; each stands for the first of its line. */
static struct pc_str meaning_of(struct pc_str word) {
    static const char *const lines[][8] = {
        {"web", "frontend", "ui", "webapp", "site", "website", "client", "sveltekit"},
        {"server", "backend", "api"},
        {"database", "db", "postgres", "postgresql", "mysql", "mariadb", "mongo", "redis"},
        {"monitoring", "observability", "exporter", "metrics", "dashboard", "grafana", "prometheus"},
        {"game"},
        {"tool", "tooling", "dev", "playground"},
    };
    struct pc_str one = word.len > 3 && pc_str_ends(word, PC_STR("s")) && !pc_str_ends(word, PC_STR("ss"))
                            ? pc_str_sub(word, 0, word.len - 1)
                            : word;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        for (size_t j = 0; j < 8 && lines[i][j]; j++)
            if (pc_str_is(word, lines[i][j]) || pc_str_is(one, lines[i][j]))
                return pc_str_c(lines[i][0]);
    return one;
}

static bool has_meaning(struct pc_words words, struct pc_str word) {
    for (size_t i = 0; i < words.count; i++)
        if (pc_str_eq(meaning_of(words.items[i]), meaning_of(word)))
            return true;
    return false;
}

static struct pc_str purpose_of(const struct place *p, const struct pc_next_block *block) {
    return p->reg->ranges[block->range].purpose;
}

static bool settle_purpose(struct place *p, const struct pc_next_block *block, struct pc_str word) {
    return settle(
        p, block, p->reg->ranges[block->range].span,
        pc_str_fmt(p->arena, "the range is for %.*s, as `%.*s` says", PC_ARG(purpose_of(p, block)), PC_ARG(word)));
}

/* The range whose purpose is that text. */
static bool by_purpose(struct place *p, struct pc_str where) {
    struct pc_str key = pc_name_key(p->arena, where);
    for (size_t i = 0; i < p->declared.list.count && key.len > 0; i++) {
        const struct pc_next_block *block = &p->declared.list.items[i];
        if (pc_str_eq(pc_name_key(p->arena, purpose_of(p, block)), key))
            return settle(p, block, nowhere(), PC_EMPTY);
    }
    return false;
}

/* The range whose purpose has all words of the text; the one with the fewest words besides, if it is one only. */
static bool by_purpose_words(struct place *p, struct pc_str where) {
    struct pc_words words = pc_name_words(p->arena, where);
    const struct pc_next_block *best = NULL;
    size_t best_count = 0;
    for (size_t i = 0; i < p->declared.list.count && words.count > 0 && words.count <= WORDS_READ; i++) {
        const struct pc_next_block *block = &p->declared.list.items[i];
        struct pc_words purpose = pc_name_words(p->arena, purpose_of(p, block));
        bool all = true;
        for (size_t j = 0; j < words.count && all; j++)
            all = has_meaning(purpose, words.items[j]);
        if (all && (!best || purpose.count < best_count)) {
            best = block;
            best_count = purpose.count;
        }
    }
    return best && settle(p, best, nowhere(), PC_EMPTY);
}

/* The range whose purpose has the last word of a name that any purpose has: "chat-web" belongs to the web. */
static bool by_word_of_purpose(struct place *p, struct pc_str name) {
    struct pc_words words = pc_name_words(p->arena, name);
    for (size_t w = words.count; w-- > 0 && words.count - w <= WORDS_READ;) {
        for (size_t i = 0; i < p->declared.list.count; i++) {
            const struct pc_next_block *block = &p->declared.list.items[i];
            if (has_meaning(pc_name_words(p->arena, purpose_of(p, block)), words.items[w]))
                return settle_purpose(p, block, words.items[w]);
        }
    }
    return false;
}

/* --- neighbours --- */

struct votes {
    struct PC_VEC(struct pc_next_block) list;
};

/* What like services have in common, and where most of them are. */
struct trait {
    struct pc_str text; /* "services named `...-web`" */
    struct pc_next_block block;
    size_t there, all;
};

static int compare_votes(const void *left, const void *right) {
    const struct pc_next_block *a = left, *b = right;
    return pc_ports_cmp(a->ports, b->ports);
}

/* The block with the most votes, the lowest of equal ones; declared ranges go before others. */
static void count(struct votes *votes, struct trait *trait) {
    trait->all = votes->list.count;
    pc_sort(votes->list.items, votes->list.count, sizeof *votes->list.items, compare_votes);
    for (size_t from = 0, to; from < votes->list.count; from = to) {
        for (to = from;
             to < votes->list.count && pc_ports_eq(votes->list.items[to].ports, votes->list.items[from].ports);)
            to++;
        bool declared = votes->list.items[from].range != PC_NONE;
        bool better =
            to - from > trait->there || (to - from == trait->there && declared && trait->block.range == PC_NONE);
        if (better) {
            trait->there = to - from;
            trait->block = votes->list.items[from];
        }
    }
}

/* Does it say more than another: more services, and more of them in one place? */
static bool is_better(const struct trait *a, const struct trait *b) {
    return a->there * a->there * (b->all > 0 ? b->all : 1) > b->there * b->there * (a->all > 0 ? a->all : 1);
}

static struct pc_str parent_of(struct pc_str dir) {
    return dir.len == 0 ? PC_EMPTY : pc_path_dir(dir);
}

/* Services with a home, but for the one that is asked about. */
static bool counts(const struct place *p, size_t service, struct pc_str name) {
    return p->homes[service].claim != PC_NONE && !pc_str_eq(p->reg->services[service].name, name);
}

static struct trait by_folder(struct place *p, struct pc_str name, struct pc_str dir) {
    struct votes votes = {0};
    struct pc_str parent = parent_of(dir);
    struct trait trait = {.block = {.range = PC_NONE}};
    for (size_t i = 0; i < p->reg->service_count && parent.len > 0; i++) {
        struct pc_str other = p->reg->services[i].dir;
        if (counts(p, i, name) && other.ptr && pc_str_eq(parent_of(other), parent))
            *PC_PUSH(&votes.list, p->arena) = p->homes[i].block;
    }
    count(&votes, &trait);
    trait.text = pc_str_fmt(p->arena, "services below %.*s/", PC_ARG(parent));
    return trait;
}

/* Services whose name ends with the same word (at: its number; last), or has it somewhere. */
static struct trait by_word(struct place *p, struct pc_str name, struct pc_words words, size_t at) {
    struct votes votes = {0};
    bool last = at + 1 == words.count && words.count > 1;
    struct trait trait = {.block = {.range = PC_NONE}};
    for (size_t i = 0; i < p->reg->service_count; i++) {
        if (!counts(p, i, name))
            continue;
        struct pc_arena_mark mark = pc_arena_mark(p->arena);
        struct pc_words other = pc_name_words(p->arena, p->reg->services[i].name);
        bool same = false;
        for (size_t j = last && other.count > 0 ? other.count - 1 : 0; j < other.count && !same; j++)
            same = pc_str_eq(other.items[j], words.items[at]);
        pc_arena_release(p->arena, mark);
        if (same)
            *PC_PUSH(&votes.list, p->arena) = p->homes[i].block;
    }
    count(&votes, &trait);
    trait.text = last ? pc_str_fmt(p->arena, "services named `\xE2\x80\xA6-%.*s`", PC_ARG(words.items[at]))
                      : pc_str_fmt(p->arena, "services with `%.*s` in their name", PC_ARG(words.items[at]));
    return trait;
}

/* What most of the like services have in common; there 0: nothing. */
static struct trait best_trait(struct place *p, struct pc_str name, struct pc_str dir) {
    struct pc_words words = pc_name_words(p->arena, name);
    struct trait best = by_folder(p, name, dir);
    if (best.there * 2 <= best.all)
        best = (struct trait){.block = {.range = PC_NONE}};
    for (size_t w = words.count; w-- > 0 && words.count - w <= WORDS_READ;) {
        bool last = w + 1 == words.count && words.count > 1;
        if (!last && pc_word_is_generic(words.items[w]))
            continue;
        struct trait trait = by_word(p, name, words, w);
        if (trait.there * 2 > trait.all && is_better(&trait, &best))
            best = trait;
    }
    return best;
}

static bool settle_trait(struct place *p, const struct trait *trait) {
    struct pc_str text =
        trait->all == 1
            ? pc_str_fmt(p->arena, "the only one of the %.*s is there", PC_ARG(trait->text))
            : pc_str_fmt(p->arena, "%zu of %zu %.*s are there", trait->there, trait->all, PC_ARG(trait->text));
    return settle(p, &trait->block, nowhere(), text);
}

static bool by_neighbours(struct place *p, struct pc_str name, struct pc_str dir) {
    struct trait trait = best_trait(p, name, dir);
    if (trait.there > 1)
        return settle_trait(p, &trait);
    return by_word_of_purpose(p, name) || (trait.there > 0 && settle_trait(p, &trait));
}

/* --- nothing says where --- */

static bool settle_count(struct place *p, struct votes *votes, struct pc_str why, const char *what) {
    struct trait trait = {.block = {.range = PC_NONE}};
    count(votes, &trait);
    return trait.there > 0 &&
           settle(p, &trait.block, nowhere(),
                  trait.all == 1 ? pc_str_fmt(p->arena, "%.*sthe only port that %s is there", PC_ARG(why), what)
                                 : pc_str_fmt(p->arena, "%.*s%s ports that %s%s: %zu of %zu", PC_ARG(why),
                                              trait.there * 2 > trait.all ? "most" : "nowhere are more", what,
                                              trait.there * 2 > trait.all ? " are there" : "", trait.there, trait.all));
}

/* Ports that somebody has, though nothing says who: a default of a program without a directory of its own. */
static bool by_ports_taken(struct place *p, struct pc_str why) {
    struct votes votes = {0};
    for (uint32_t port = PC_NEXT_SYSTEM_LAST + 1; port < PC_PORT_COUNT; port++) {
        pc_id by = p->ports->taken->by[port];
        if (by != PC_NONE && p->reg->claims[by].ports.lo == port && p->reg->claims[by].role != PC_ROLE_DIALS &&
            !pc_claim_is_growth(p->reg, &p->reg->claims[by]))
            *PC_PUSH(&votes.list, p->arena) = pc_next_round_block(p->ports->request->width, port);
    }
    return settle_count(p, &votes, why, "somebody has");
}

/* Ports inside of containers, which are often published under the same number. */
static bool by_ports_inside(struct place *p, struct pc_str why) {
    struct votes votes = {0};
    for (uint32_t port = PC_NEXT_SYSTEM_LAST + 1; port < PC_PORT_COUNT && p->ports->inside; port++)
        if (p->ports->inside[port] != PC_NONE)
            *PC_PUSH(&votes.list, p->arena) = pc_next_round_block(p->ports->request->width, port);
    return settle_count(p, &votes, why, "a container listens on");
}

static bool refuse(struct place *p) {
    p->next->refusal = PC_STR("nothing says where a port belongs: no range is declared and no port is known; name "
                              "ports: `portcheck next 3000-3099`");
    return false;
}

static bool by_crowd(struct place *p, struct pc_str why) {
    struct votes votes = {0};
    struct trait trait = {.block = {.range = PC_NONE}};
    bool declared = p->declared.list.count > 0;
    for (size_t i = 0; i < p->reg->service_count; i++)
        if (p->homes[i].claim != PC_NONE && (p->homes[i].block.range != PC_NONE) == declared &&
            p->homes[i].block.ports.hi > 1023)
            *PC_PUSH(&votes.list, p->arena) = p->homes[i].block;
    count(&votes, &trait);
    if (trait.there > 0)
        return settle(p, &trait.block, nowhere(),
                      pc_str_fmt(p->arena, "%.*s%s: %zu of %zu", PC_ARG(why),
                                 trait.there * 2 > trait.all ? "most services have their port there"
                                                             : "nowhere do more services have their port",
                                 trait.there, trait.all));
    if (declared) {
        *PC_PUSH(&votes.list, p->arena) = p->declared.list.items[0];
        return settle(p, &votes.list.items[0], nowhere(),
                      pc_str_fmt(p->arena, "%.*sit is the first range that is declared", PC_ARG(why)));
    }
    return by_ports_taken(p, why) || by_ports_inside(p, why) || refuse(p);
}

/* --- all together --- */

static bool place_where(struct place *p, struct pc_str where, struct pc_str dir) {
    return by_ports(p, where) || by_known_name(p, where, true) || by_purpose(p, where) ||
           by_known_name(p, where, false) || by_purpose_words(p, where) || by_neighbours(p, where, dir);
}

void pc_next_place(const struct pc_next_ports *ports, const struct pc_next_home *homes, struct pc_next *next) {
    const struct pc_next_request *request = ports->request;
    struct place p = {ports, request->reg, request->arena, homes, pc_next_declared(ports), next};
    next->block = (struct pc_next_block){.range = PC_NONE};
    next->why_span = nowhere();
    if (request->where.len > 0) {
        if (!place_where(&p, request->where, request->dir))
            next->refusal =
                pc_str_fmt(p.arena, "nothing is known of `%.*s`, and nothing is like it", PC_ARG(request->where));
        return;
    }
    struct pc_str name = request->name;
    if (name.len > 0 &&
        (by_known_name(&p, name, true) || by_known_name(&p, name, false) || by_neighbours(&p, name, request->dir)))
        return;
    by_crowd(&p, name.len > 0 ? pc_str_fmt(p.arena, "nothing says where `%.*s` belongs; ", PC_ARG(name)) : PC_EMPTY);
}
