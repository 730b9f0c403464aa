/* Rows whose name nothing else bears, tied to the container that binds the very port of the row: "Web UI | 8080" is the
 * container "frontend" that publishes 8080. Only when the place fits, only one container fits, and the two do not look
 * like different things: a container of a foreign image must share a word with the row, or else the row and the
 * container disagree about who owns the port, and that is a finding. */
#include "draft.h"
#include "path.h"
#include "sort.h"

/* Published claims by lowest port. */
struct binding {
    uint16_t port;
    pc_id claim;
};

static int compare_bindings(const void *left, const void *right) {
    const struct binding *a = left, *b = right;
    if (a->port != b->port) {
        return pc_order(a->port, b->port);
    }
    return a->claim < b->claim ? -1 : a->claim > b->claim;
}

static bool same_word(struct pc_str a, struct pc_str b) {
    if (pc_str_eq(a, b)) {
        return true;
    }
    return a.len >= 5 && b.len >= 5 && (pc_str_starts(a, b) || pc_str_starts(b, a));
}

static bool share_word(struct pc_words a, struct pc_words b) {
    for (size_t i = 0; i < a.count; i++) {
        if (a.items[i].len < 2 || pc_word_is_generic(a.items[i])) {
            continue;
        }
        for (size_t j = 0; j < b.count; j++) {
            if (same_word(a.items[i], b.items[j])) {
                return true;
            }
        }
    }
    return false;
}

/* The words of a row: its cells, but no more than a screen line or two of them. */
static struct pc_words words_of_row(struct pc_builder *b, const struct pc_claim *row) {
    struct pc_str text = pc_str_sub(b->files.items[row->extent.file].text, row->extent.offset,
                                    row->extent.length < 400 ? row->extent.length : 400);
    if (text.len == 0) {
        text = row->name;
    }
    return pc_name_words(b->arena, text);
}

static struct pc_words words_of_container(struct pc_builder *b, const struct pc_container *container) {
    struct pc_str path = b->files.items[b->deployments.items[container->deployment].file].path;
    return pc_name_words(b->arena, pc_str_fmt(b->arena, "%.*s %.*s %.*s %.*s", PC_ARG(container->key),
                                              PC_ARG(container->container_name),
                                              PC_ARG(pc_image_name(container->image)), PC_ARG(pc_path_dir(path))));
}

static bool hosts_fit(const struct pc_claim *row, const struct pc_claim *binding) {
    return row->host == binding->host || row->host == PC_NONE;
}

static bool looks_the_same(struct pc_builder *b, const struct pc_claim *row, const struct pc_container *container) {
    return !container->foreign || share_word(words_of_container(b, container), words_of_row(b, row));
}

/* "Mailer SMTP" is of the container "mailer", which may have a row of its own for another port; a registry of projects
 * names the folder that the compose file lies in. */
static bool names_it(struct pc_builder *b, const struct pc_claim *row, const struct pc_container *container) {
    struct pc_str path = b->files.items[b->deployments.items[container->deployment].file].path;
    struct pc_str folder = pc_name_key(b->arena, pc_path_base(pc_path_dir(path)));
    return share_word(pc_name_words(b->arena, container->key), pc_name_words(b->arena, row->name)) ||
           (folder.len > 0 && pc_str_eq(folder, pc_name_key(b->arena, row->name)));
}

static size_t first_at(const struct binding *bindings, size_t count, uint16_t port) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bindings[middle].port < port) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Another row of the same table gives the service this port under another name: one port for two names is a finding. */
static bool has_other_row(struct pc_builder *b, const struct binding *rows, size_t count, const struct pc_claim *row,
                          pc_id service) {
    size_t tries = 0;
    for (size_t i = first_at(rows, count, row->ports.lo); i < count && rows[i].port == row->ports.lo && tries < 64;
         i++, tries++) {
        const struct pc_claim *other = &b->claims.items[rows[i].claim];
        if (other->service == service && other->section == row->section && other->extent.file == row->extent.file &&
            other->extent.offset != row->extent.offset && other->host == row->host &&
            pc_protocols_overlap(other->protocol, row->protocol) && !pc_str_eq(other->name, row->name)) {
            return true;
        }
    }
    return false;
}

/* What is looked at for a row: containers' bindings and other rows, by port. */
struct known {
    struct PC_VEC(struct binding) bindings, rows;
    bool *taken; /* services that rows name */
};

/* The one container that fits a row; PC_NONE when none or several services do. */
static pc_id container_for(struct pc_builder *b, const struct known *known, const struct pc_claim *row) {
    const struct binding *bindings = known->bindings.items;
    size_t count = known->bindings.count, low = first_at(bindings, count, row->ports.lo);
    pc_id found = PC_NONE;
    for (size_t tries = 0; low < count && bindings[low].port == row->ports.lo && tries < 64; low++, tries++) {
        const struct pc_claim *binding = &b->claims.items[bindings[low].claim];
        const struct pc_container *container = &b->containers.items[binding->container];
        if (!pc_ports_eq(binding->ports, row->ports) || !pc_protocols_overlap(binding->protocol, row->protocol) ||
            !hosts_fit(row, binding) || (known->taken[container->service] && !names_it(b, row, container)) ||
            !looks_the_same(b, row, container) ||
            has_other_row(b, known->rows.items, known->rows.count, row, container->service)) {
            continue;
        }
        if (found != PC_NONE && b->containers.items[found].service != container->service) {
            return PC_NONE;
        }
        found = binding->container;
    }
    return found;
}

/* The other numbers of the same row under the same name, a container's port for one. */
static void tie_rest_of_row(struct pc_builder *b, const pc_id *open, size_t open_count, size_t at) {
    const struct pc_claim *row = &b->claims.items[open[at]];
    for (int step = -1; step <= 1; step += 2) {
        for (size_t i = at + (size_t)step; i < open_count; i += (size_t)step) {
            struct pc_claim *other = &b->claims.items[open[i]];
            if (other->extent.file != row->extent.file || other->extent.offset != row->extent.offset) {
                break;
            }
            if (other->service == PC_NONE && pc_str_eq(other->name, row->name)) {
                other->service = row->service;
            }
        }
    }
}

static bool is_row(const struct pc_claim *claim) {
    return (claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED) && claim->place == PC_PLACE_HOST;
}

void pc_resolve_same_port(struct pc_builder *b, const pc_id *open, size_t open_count) {
    struct known known = {.taken = PC_NEW_ARRAY(b->arena, b->services.count, bool)};
    for (size_t i = 0; i < b->claims.count; i++) {
        const struct pc_claim *claim = &b->claims.items[i];
        struct binding here = {.port = claim->ports.lo, .claim = (pc_id)i};
        if (claim->role == PC_ROLE_PUBLISHES && claim->container != PC_NONE) {
            *PC_PUSH(&known.bindings, b->arena) = here;
        } else if (is_row(claim) && !(claim->flags & PC_CLAIM_SELF)) {
            *PC_PUSH(&known.rows, b->arena) = here;
            if (claim->service != PC_NONE) {
                known.taken[claim->service] = true;
            }
        }
    }
    pc_sort(known.bindings.items, known.bindings.count, sizeof known.bindings.items[0], compare_bindings);
    pc_sort(known.rows.items, known.rows.count, sizeof known.rows.items[0], compare_bindings);
    for (size_t i = 0; i < open_count; i++) {
        struct pc_claim *row = &b->claims.items[open[i]];
        if (row->service != PC_NONE || !is_row(row)) {
            continue;
        }
        pc_id container = container_for(b, &known, row);
        if (container != PC_NONE) {
            row->service = b->containers.items[container].service;
            pc_service_alias(b, row->service, row->name, PC_EVIDENCE_PORT, PC_GUESSED, row->name_span);
            tie_rest_of_row(b, open, open_count, i);
        }
    }
}
