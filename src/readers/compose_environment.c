/* The variables under "environment": which of them are the service's own port, and which say whom it dials. Variables
 * of an env_file are left alone: such a file is mostly shared, and says about no single service that it listens there.
 */
#include "compose_claims.h"
#include "compose_listens.h"
#include "compose_service.h"
#include "path.h"
#include "sort.h"

/* A variable as the last file sets it. */
struct variable {
    struct pc_str name;
    uint32_t order;
    const struct pc_compose_source *source;
    const struct pc_node *node; /* NULL: taken from the shell or an env file */
    size_t from;                /* of the value in node->text */
    struct pc_span extent;
    bool gone; /* reset, or set again later */
};

struct environment {
    struct pc_compose_reading *r;
    struct PC_VEC(struct variable) list; /* in order */
    const struct variable **by_name;     /* those in effect, sorted */
    size_t count;
};

static void add_pair(struct environment *env, const struct pc_compose_source *source, const struct pc_node *value) {
    struct variable *variable = PC_PUSH(&env->list, env->r->dep->ctx->scratch);
    bool scalar = value->kind == PC_NODE_SCALAR;
    *variable = (struct variable){.name = value->key->text,
                                  .source = source,
                                  .node = scalar ? value : NULL,
                                  .extent = pc_compose_extent(source, value),
                                  .gone = pc_compose_is_reset(value) || value->kind == PC_NODE_LIST ||
                                          value->kind == PC_NODE_MAP};
}

static void add_item(struct environment *env, const struct pc_compose_source *source, const struct pc_node *item) {
    if (item->kind != PC_NODE_SCALAR) {
        return;
    }
    size_t equals = pc_str_find_char(item->text, '=', 0);
    bool set = equals != PC_NPOS;
    struct variable *variable = PC_PUSH(&env->list, env->r->dep->ctx->scratch);
    *variable = (struct variable){.name = pc_str_trim(pc_str_sub(item->text, 0, set ? equals : item->text.len)),
                                  .source = source,
                                  .node = set ? item : NULL,
                                  .from = set ? equals + 1 : 0,
                                  .extent = pc_compose_span(source, item)};
}

static void add_layer(struct environment *env, const struct pc_compose_source *source, const struct pc_node *node) {
    struct pc_map_iter it;
    for (pc_map_iter_init(&it, node); pc_map_iter_next(&it) && pc_compose_work(env->r->dep, 1);) {
        if (it.value->key && it.value->key->kind == PC_NODE_SCALAR) {
            add_pair(env, source, it.value);
        }
    }
    const struct pc_node *item = node && node->kind == PC_NODE_LIST ? node->child : NULL;
    for (; item && pc_compose_work(env->r->dep, 1); item = item->next) {
        add_item(env, source, item);
    }
}

static int by_name(const void *a, const void *b) {
    const struct variable *x = *(const struct variable *const *)a;
    const struct variable *y = *(const struct variable *const *)b;
    int order = pc_str_cmp(x->name, y->name);
    return order != 0 ? order : pc_order(x->order, y->order);
}

/* Of the variables of one name the last one counts. */
static void settle(struct environment *env) {
    struct pc_arena *arena = env->r->dep->ctx->scratch;
    const struct variable **all = PC_NEW_ARRAY(arena, env->list.count, const struct variable *);
    for (size_t i = 0; i < env->list.count; i++) {
        env->list.items[i].order = (uint32_t)i;
        all[i] = &env->list.items[i];
    }
    pc_sort(all, env->list.count, sizeof all[0], by_name);
    env->by_name = all;
    for (size_t i = 0; i < env->list.count; i++) {
        bool last = i + 1 == env->list.count || !pc_str_eq(all[i]->name, all[i + 1]->name);
        if (last && !all[i]->gone) {
            env->by_name[env->count++] = all[i];
        } else {
            env->list.items[all[i]->order].gone = true;
        }
    }
}

static const struct variable *find(const struct environment *env, struct pc_str name) {
    size_t low = 0;
    size_t high = env->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pc_str_cmp(env->by_name[middle]->name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < env->count && pc_str_eq(env->by_name[low]->name, name) ? env->by_name[low] : NULL;
}

/* The variable's value; NULL when nobody knows it, or it is too long to look at. */
static struct pc_compose_text *value_of(const struct environment *env, const struct variable *variable) {
    if (variable->node) {
        return pc_compose_value(env->r, variable->source, variable->node, variable->from);
    }
    struct pc_compose_text *text = PC_NEW(env->r->dep->ctx->scratch, struct pc_compose_text);
    return pc_compose_var_text(&env->r->dep->vars, variable->source, variable->name, text) ? text : NULL;
}

static struct pc_piece trimmed(struct pc_str text) {
    struct pc_str inner = pc_str_trim(text);
    if (inner.len >= 2 && (inner.ptr[0] == '"' || inner.ptr[0] == '\'') && inner.ptr[inner.len - 1] == inner.ptr[0]) {
        inner = pc_str_sub(inner, 1, inner.len - 2); /* quotes inside a list item: - PORT="3000" */
    }
    return (struct pc_piece){inner.len > 0 ? (size_t)(inner.ptr - text.ptr) : 0, inner.len};
}

/* The variable beside X_PORT that says whose port it is: X_HOST and its like. */
static const struct variable *host_beside(const struct environment *env, struct pc_str name) {
    static const char *const upper[] = {"HOST", "HOSTNAME", "ADDR", "ADDRESS", "SERVER", "SERVICE", "ENDPOINT", "IP"};
    static const char *const lower[] = {"host", "hostname", "addr", "address", "server", "service", "endpoint", "ip"};
    if (name.len < 4) {
        return NULL;
    }
    bool is_lower = pc_str_ends(name, PC_STR("port"));
    if (!is_lower && !pc_str_ends(name, PC_STR("PORT"))) {
        return NULL;
    }
    struct pc_str stem = pc_str_sub(name, 0, name.len - 4);
    for (size_t i = 0; i < sizeof upper / sizeof upper[0]; i++) {
        struct pc_str other =
            pc_str_fmt(env->r->dep->ctx->scratch, "%.*s%s", PC_ARG(stem), is_lower ? lower[i] : upper[i]);
        const struct variable *found = find(env, other);
        if (found) {
            return found;
        }
    }
    return NULL;
}

/* Do words say the same as a name's last words, or the name's as the words' last ones? "auth" and "mana-auth". */
static bool words_meet(const struct pc_setting_words *words, struct pc_str name) {
    struct pc_setting_words other = pc_setting_words_of(name);
    size_t count = words->count < other.count ? words->count : other.count;
    for (size_t i = 1; i <= count; i++) {
        if (!pc_str_eq_nocase(words->items[words->count - i], other.items[other.count - i])) {
            return false;
        }
    }
    return count > 0;
}

/* The words' own text, from the first to the last. */
static struct pc_str words_text(const struct pc_setting_words *words) {
    struct pc_str first = words->items[0];
    struct pc_str last = words->items[words->count - 1];
    return (struct pc_str){first.ptr, (size_t)(last.ptr + last.len - first.ptr)};
}

/* X_NAME beside X_PORT names the service: then X_PORT is its own. */
static bool name_beside_is_self(const struct environment *env, struct pc_str name) {
    struct pc_str stem = pc_str_sub(name, 0, name.len - 4);
    const struct variable *other = find(env, pc_str_fmt(env->r->dep->ctx->scratch, "%.*sNAME", PC_ARG(stem)));
    struct pc_compose_text *text = other ? value_of(env, other) : NULL;
    return text && !text->unknown && pc_compose_is_self(env->r, pc_str_trim(text->text));
}

static bool names_self(const struct environment *env, struct pc_str name, const struct pc_setting_words *owner) {
    const struct pc_compose_reading *r = env->r;
    struct pc_str whole = words_text(owner);
    size_t found = pc_compose_service_named(r->dep, whole);
    if (found != PC_NPOS) {
        return &r->dep->services.items[found] == r->service;
    }
    return words_meet(owner, r->service->key) || words_meet(owner, r->service->container_name) ||
           words_meet(owner, pc_path_base(r->service->build_dir)) || name_beside_is_self(env, name);
}

/* SERVER_PORT where a service "server" is another one. */
static bool names_another(const struct environment *env, struct pc_str name) {
    struct pc_setting_words words = pc_setting_words_of(name);
    if (words.count < 2) {
        return false;
    }
    words.count--;
    struct pc_str whole = words_text(&words);
    return pc_compose_service_named(env->r->dep, whole) != PC_NPOS && !pc_compose_is_self(env->r, whole);
}

/* Is the host variable's value another one's name, so that the port beside it is dialled? */
enum whose { OWN, DIALLED, UNCLEAR };

static enum whose whose_host(const struct environment *env, const struct pc_compose_text *host, struct pc_piece piece,
                             bool generic) {
    struct pc_str name = pc_piece_text(host->text, piece);
    if (host->unknown) {
        return generic ? OWN : UNCLEAR;
    }
    if (pc_address_is_bind(name) && (generic || !pc_address_is_loopback(name))) {
        return OWN;
    }
    if (name.len == 0 || pc_compose_is_self(env->r, name)) {
        return OWN;
    }
    /* PORT beside HOST=shop.example.com: the name under which the service is known outside. */
    return generic && pc_compose_service_named(env->r->dep, name) == PC_NPOS ? OWN : DIALLED;
}

/* What a variable of a name that ends in PORT is. */
struct port_variable {
    enum pc_setting setting;      /* NONE: not the service's own */
    struct pc_compose_text *host; /* whom it dials; NULL when that is not said */
    struct pc_piece host_piece;
};

static struct port_variable judge_port(const struct environment *env, struct pc_str name) {
    struct port_variable result = {.setting = pc_setting_of_env(name)};
    bool side;
    struct pc_setting_words owner = pc_setting_owner(name, &side);
    bool another = names_another(env, name);
    bool generic = !another && result.setting != PC_SETTING_NONE;
    if (another) {
        result.setting = PC_SETTING_NONE;
    } else if (!generic && owner.count > 0 && names_self(env, name, &owner)) {
        result.setting = side ? PC_SETTING_SIDE : PC_SETTING_MAIN;
    }
    if (result.setting == PC_SETTING_NONE) {
        result.setting = pc_setting_of_image(name, env->r->service->image);
    }
    const struct variable *beside = host_beside(env, name);
    struct pc_compose_text *host = beside ? value_of(env, beside) : NULL;
    if (!host) {
        return result;
    }
    struct pc_piece piece = trimmed(host->text);
    enum whose whose = whose_host(env, host, piece, generic);
    if (whose != OWN) {
        result.setting = PC_SETTING_NONE;
    }
    if (whose == DIALLED) {
        result.host = host;
        result.host_piece = piece;
    }
    return result;
}

/* "0.0.0.0:8080", ":8080", "http://+:8080": nobody dials these, whatever the variable is called. */
static bool read_bind_address(const struct environment *env, const struct variable *variable,
                              struct pc_compose_text *text, struct pc_piece piece) {
    struct pc_str address;
    struct pc_piece port;
    struct pc_str value = pc_piece_text(text->text, piece);
    if (text->unknown || !pc_address_split(value, &address, &port) || port.len == value.len ||
        !pc_address_is_bind(address) || pc_address_is_loopback(address)) {
        return false;
    }
    port.from += piece.from;
    uint32_t flags = pc_compose_setting_flags(pc_setting_of_address(variable->name), PC_CLAIM_PORT_VAR);
    return pc_compose_listen_text(env->r, text, port, variable->extent, flags);
}

static bool all_digits(struct pc_str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (!pc_is_digit(s.ptr[i])) {
            return false;
        }
    }
    return s.len > 0;
}

static bool ends_in_port(struct pc_str name) {
    return name.len >= 4 && pc_str_eq_nocase(pc_str_sub(name, name.len - 4, 4), PC_STR("port"));
}

/* A variable whose name ends in PORT and whose value is a number. */
static void read_port(const struct environment *env, const struct variable *variable, struct pc_compose_text *text,
                      struct pc_piece piece) {
    struct port_variable port = judge_port(env, variable->name);
    if (port.setting != PC_SETTING_NONE) {
        uint32_t flags = pc_compose_setting_flags(port.setting, PC_CLAIM_PORT_VAR);
        pc_compose_listen_text(env->r, text, piece, variable->extent, flags);
    } else if (port.host) {
        pc_compose_dial(env->r, port.host, port.host_piece, text, piece, variable->extent);
    } else {
        struct pc_compose_spot spot = pc_compose_locate(text, piece.from, piece.len);
        pc_builder_mention(env->r->dep->ctx->builder, spot.span, "port variable that is not the service's own");
    }
}

static bool names_port(const struct environment *env, struct pc_str name) {
    return ends_in_port(name) || pc_setting_of_env(name) != PC_SETTING_NONE ||
           pc_setting_of_image(name, env->r->service->image) != PC_SETTING_NONE;
}

static void read_variable(const struct environment *env, const struct variable *variable) {
    struct pc_compose_text *text = value_of(env, variable);
    if (!text) {
        return;
    }
    struct pc_piece piece = trimmed(text->text);
    if (all_digits(pc_piece_text(text->text, piece)) && names_port(env, variable->name)) {
        read_port(env, variable, text, piece);
        return;
    }
    /* Of a value that is nothing but an unknown variable, the text is the variable or nothing. */
    bool open = text->unknown && (piece.len == 0 || text->text.ptr[piece.from] == '$');
    if (open && names_port(env, variable->name)) {
        if (judge_port(env, variable->name).setting == PC_SETTING_MAIN) {
            pc_compose_unresolved(env->r->dep, text, "the port that the service listens on");
        }
        return;
    }
    if (read_bind_address(env, variable, text, piece)) {
        return;
    }
    if (pc_setting_is_arguments(variable->name)) {
        pc_compose_arguments(env->r, text, variable->extent);
    }
    if (pc_str_find_char(text->text, ':', 0) == PC_NPOS) {
        return; /* no address: most variables */
    }
    bool dials = !pc_setting_is_no_dial(variable->name);
    struct pc_dial_options options = {.dials = dials,
                                      .named = dials && pc_setting_is_address(variable->name),
                                      .binds = dials || pc_setting_is_listeners(variable->name)};
    pc_compose_dial_all(env->r, text, variable->extent, options);
}

void pc_compose_environment_of(struct pc_compose_reading *r) {
    struct environment env = {.r = r};
    const struct pc_compose_service *service = r->service;
    for (size_t i = pc_compose_first_layer(service, "environment"); i < service->layer_count; i++) {
        add_layer(&env, service->layers[i].source, pc_map_get(service->layers[i].node, "environment"));
    }
    settle(&env);
    for (size_t i = 0; i < env.list.count; i++) {
        if (!env.list.items[i].gone && pc_compose_work(r->dep, 1)) {
            read_variable(&env, &env.list.items[i]);
        }
    }
}
