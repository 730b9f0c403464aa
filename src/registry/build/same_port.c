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

/* The one container that fits a row; PC_NONE when none or several services do. */
static pc_id container_for(struct pc_builder *b, const struct binding *bindings, size_t count, const bool *taken,
                           const struct pc_claim *row) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (bindings[middle].port < row->ports.lo) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    pc_id found = PC_NONE;
    for (size_t tries = 0; low < count && bindings[low].port == row->ports.lo && tries < 64; low++, tries++) {
        const struct pc_claim *binding = &b->claims.items[bindings[low].claim];
        const struct pc_container *container = &b->containers.items[binding->container];
        if (!pc_ports_eq(binding->ports, row->ports) || !pc_protocols_overlap(binding->protocol, row->protocol) ||
            !hosts_fit(row, binding) || (taken[container->service] && !names_it(b, row, container)) ||
            !looks_the_same(b, row, container)) {
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

void pc_resolve_same_port(struct pc_builder *b, const pc_id *open, size_t open_count) {
    struct PC_VEC(struct binding) bindings = {0};
    bool *taken = PC_NEW_ARRAY(b->arena, b->services.count, bool);
    for (size_t i = 0; i < b->claims.count; i++) {
        const struct pc_claim *claim = &b->claims.items[i];
        if (claim->role == PC_ROLE_PUBLISHES && claim->container != PC_NONE) {
            *PC_PUSH(&bindings, b->arena) = (struct binding){.port = claim->ports.lo, .claim = (pc_id)i};
        } else if ((claim->role == PC_ROLE_PLANNED || claim->role == PC_ROLE_DOCUMENTED) && claim->service != PC_NONE &&
                   !(claim->flags & PC_CLAIM_SELF) && claim->place == PC_PLACE_HOST) {
            taken[claim->service] = true;
        }
    }
    pc_sort(bindings.items, bindings.count, sizeof bindings.items[0], compare_bindings);
    for (size_t i = 0; i < open_count; i++) {
        struct pc_claim *row = &b->claims.items[open[i]];
        if (row->service != PC_NONE || row->place != PC_PLACE_HOST ||
            (row->role != PC_ROLE_PLANNED && row->role != PC_ROLE_DOCUMENTED)) {
            continue;
        }
        pc_id container = container_for(b, bindings.items, bindings.count, taken, row);
        if (container != PC_NONE) {
            row->service = b->containers.items[container].service;
            pc_service_alias(b, row->service, row->name, PC_EVIDENCE_PORT, PC_GUESSED, row->name_span);
            tie_rest_of_row(b, open, open_count, i);
        }
    }
}
