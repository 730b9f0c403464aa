/* Host mentions and deployments to hosts. Two mentions are one host when a name key or an address is equal; a tentative
 * mention (a file name's infix, a directory) only joins a host that something else names. */
#include "draft.h"
#include "path.h"

static pc_id host_new(struct pc_builder *b, struct pc_str name, bool named) {
    *PC_PUSH(&b->hosts, b->arena) = (struct pc_host_draft){.name = name, .named = named};
    return (pc_id)(b->hosts.count - 1);
}

static pc_id host_find(struct pc_builder *b, struct pc_str name) {
    struct pc_str key = pc_name_key(b->arena, name);
    return key.len == 0 ? PC_NONE : pc_name_map_get(&b->host_by_key, key);
}

static void host_alias(struct pc_builder *b, pc_id host, struct pc_str name, enum pc_evidence_kind evidence,
                       struct pc_span span) {
    struct pc_str key = pc_name_key(b->arena, name);
    if (key.len == 0 || pc_name_map_get(&b->host_by_key, key) != PC_NONE) {
        return;
    }
    pc_name_map_put(b->arena, &b->host_by_key, key, host);
    *PC_PUSH(&b->hosts.items[host].aliases, b->arena) =
        (struct pc_alias){.name = name, .evidence = evidence, .confidence = PC_STATED, .span = span};
}

static void hosts_of_configuration(struct pc_builder *b) {
    for (size_t i = 0; i < b->hints->host_count; i++) {
        const struct pc_host_hint *hint = &b->hints->hosts[i];
        pc_id host = host_new(b, hint->name, true);
        b->hosts.items[host].environment = hint->environment;
        b->hosts.items[host].os = hint->os;
        b->hosts.items[host].from_registry = true;
        struct pc_span nowhere = {.file = PC_NONE};
        host_alias(b, host, hint->name, PC_EVIDENCE_CONFIG, nowhere);
        for (size_t j = 0; j < hint->alias_count; j++) {
            host_alias(b, host, hint->aliases[j], PC_EVIDENCE_CONFIG, nowhere);
        }
    }
}

static bool is_document(const struct pc_builder *b, pc_id file) {
    for (size_t i = 0; i < b->documents.count; i++) {
        if (b->documents.items[i] == file) {
            return true;
        }
    }
    return false;
}

static pc_id mention_find(struct pc_builder *b, const struct pc_host_mention *mention) {
    pc_id host = host_find(b, mention->address);
    if (host == PC_NONE) {
        host = host_find(b, mention->name);
    }
    return host != PC_NONE ? host : host_find(b, mention->also);
}

static void mention_join(struct pc_builder *b, pc_id host, const struct pc_host_mention *mention) {
    host_alias(b, host, mention->name, mention->evidence, mention->span);
    host_alias(b, host, mention->also, mention->evidence, mention->span);
    host_alias(b, host, mention->address, PC_EVIDENCE_ADDRESS, mention->span);
    struct pc_host_draft *draft = &b->hosts.items[host];
    if (draft->environment == PC_ENV_UNKNOWN) {
        draft->environment = mention->environment;
    }
    draft->from_registry = draft->from_registry || is_document(b, mention->span.file);
}

static pc_id mention_resolve(struct pc_builder *b, const struct pc_host_mention *mention) {
    pc_id host = mention_find(b, mention);
    if (host == PC_NONE && !mention->tentative) {
        struct pc_str name = mention->name.len ? mention->name : mention->address;
        host = host_new(b, name, true);
    }
    if (host != PC_NONE) {
        mention_join(b, host, mention);
    }
    return host;
}

/* The deepest directory of a path that bears a host's name. */
static pc_id host_of_directory(struct pc_builder *b, struct pc_str path) {
    pc_id told = host_find(b, pc_host_folder(path));
    if (told != PC_NONE) {
        return told; /* hosts/attic/stacks/rack is on attic, whatever else is called "rack" */
    }
    for (struct pc_str dir = pc_path_dir(path); dir.len > 0; dir = pc_path_dir(dir)) {
        pc_id host = host_find(b, pc_path_base(dir));
        if (host != PC_NONE) {
            host_alias(b, host, pc_path_base(dir), PC_EVIDENCE_DIRECTORY, (struct pc_span){.file = PC_NONE});
            return host;
        }
    }
    return PC_NONE;
}

static pc_id host_of_configured_sources(struct pc_builder *b, struct pc_str path) {
    for (size_t i = 0; i < b->hints->host_count; i++) {
        const struct pc_host_hint *hint = &b->hints->hosts[i];
        for (size_t j = 0; j < hint->source_count; j++) {
            if (pc_glob_match(hint->sources[j], path)) {
                return host_find(b, hint->name);
            }
        }
    }
    return PC_NONE;
}

/* The one host that is called so as one of several words: "Storage host `attic`". */
static pc_id host_of_word(const struct pc_builder *b, struct pc_str word) {
    pc_id found = PC_NONE;
    for (pc_id i = 0; i < b->hosts.count; i++) {
        if (b->hosts.items[i].named && pc_str_has_word_nocase(b->hosts.items[i].name, word)) {
            if (found != PC_NONE) {
                return PC_NONE;
            }
            found = i;
        }
    }
    return found;
}

/* hosts/attic/...: the folder says that "attic" is a machine. */
static void hosts_of_folders(struct pc_builder *b) {
    for (size_t i = 0; i < b->deployment_drafts.count; i++) {
        struct pc_str name = pc_host_folder(b->files.items[b->deployment_drafts.items[i].file].path);
        if (name.len > 0 && host_find(b, name) == PC_NONE) {
            pc_id known = host_of_word(b, name);
            host_alias(b, known != PC_NONE ? known : host_new(b, name, true), name, PC_EVIDENCE_DIRECTORY,
                       (struct pc_span){.file = PC_NONE});
        }
    }
}

/* A heading over rows that names this very file: "Dev stack (compose/dev.yml)". */
static pc_id host_of_heading(const struct pc_builder *b, struct pc_str path) {
    struct pc_str base = pc_path_base(path);
    for (size_t i = 0; i < b->sections.count; i++) {
        const struct pc_section *section = &b->sections.items[i];
        if (section->host == PC_NONE || b->host_of_mention[section->host] == PC_NONE) {
            continue;
        }
        bool whole = pc_str_find(section->title, path, 0) != PC_NPOS;
        if (whole || (base.len > 14 && pc_str_find(section->title, base, 0) != PC_NPOS)) {
            return b->host_of_mention[section->host];
        }
    }
    return PC_NONE;
}

/* The only named host of an environment ("production"). */
static pc_id host_of_environment(const struct pc_builder *b, enum pc_environment environment) {
    pc_id found = PC_NONE;
    for (size_t i = 0; environment != PC_ENV_UNKNOWN && i < b->hosts.count; i++) {
        if (b->hosts.items[i].named && b->hosts.items[i].environment == environment) {
            if (found != PC_NONE) {
                return PC_NONE;
            }
            found = (pc_id)i;
        }
    }
    return found;
}

static pc_id deployment_stated_host(struct pc_builder *b, const struct pc_deployment_draft *draft,
                                    enum pc_evidence_kind *evidence) {
    struct pc_str path = b->files.items[draft->file].path;
    pc_id host = host_of_configured_sources(b, path);
    *evidence = PC_EVIDENCE_CONFIG;
    if (host == PC_NONE && draft->host != PC_NONE) {
        host = b->host_of_mention[draft->host];
        *evidence = b->host_mentions.items[draft->host].evidence;
    }
    if (host == PC_NONE) {
        host = host_of_directory(b, path);
        *evidence = PC_EVIDENCE_DIRECTORY;
    }
    if (host == PC_NONE) {
        host = host_of_heading(b, path);
        *evidence = PC_EVIDENCE_LABEL;
    }
    if (host == PC_NONE) {
        host = host_of_environment(b, draft->environment);
        *evidence = PC_EVIDENCE_ENVIRONMENT;
    }
    return host;
}

static bool runs_together(const struct pc_builder *b, struct pc_str path) {
    for (size_t i = 0; i < b->hints->together_count; i++) {
        if (pc_glob_match(b->hints->together[i], path)) {
            return true;
        }
    }
    return false;
}

/* The deployment that a joined one is started with, followed to the end; a cycle ends at the smallest index met. */
static size_t deployment_root(const struct pc_builder *b, size_t index) {
    for (size_t steps = 0; steps < b->deployment_drafts.count; steps++) {
        const struct pc_deployment_draft *draft = &b->deployment_drafts.items[index];
        if (draft->join_count == 0 || draft->joins[0] == index) {
            return index;
        }
        index = draft->joins[0];
    }
    return index;
}

static bool name_only_host(const struct pc_builder *b, pc_id *only) {
    *only = PC_NONE;
    for (size_t i = 0; i < b->hosts.count; i++) {
        if (b->hosts.items[i].named && b->hosts.items[i].from_registry) {
            if (*only != PC_NONE) {
                return false;
            }
            *only = (pc_id)i;
        }
    }
    return *only != PC_NONE;
}

/* Documents that name one host over every one of their sections speak of one machine: the tree's deployments are on it.
 */
static pc_id host_of_whole_documents(const struct pc_builder *b) {
    pc_id only;
    if (!name_only_host(b, &only) || b->sections.count == 0) {
        return PC_NONE;
    }
    for (size_t i = 0; i < b->sections.count; i++) {
        const struct pc_section *section = &b->sections.items[i];
        if (is_document(b, section->file) && (section->host == PC_NONE || b->host_of_mention[section->host] != only)) {
            return PC_NONE;
        }
    }
    return only;
}

/* The host of a deployment that is started by itself; *together is the host of those that the configuration joins. */
static pc_id deployment_host(struct pc_builder *b, const struct pc_deployment_draft *draft, pc_id whole,
                             pc_id *together, enum pc_evidence_kind *evidence) {
    struct pc_str path = b->files.items[draft->file].path;
    bool joint = runs_together(b, path);
    bool side = draft->environment == PC_ENV_DEVELOPMENT || draft->environment == PC_ENV_TEST;
    pc_id host = deployment_stated_host(b, draft, evidence);
    for (size_t i = 0; host == PC_NONE && i < b->deployment_drafts.count;
         i++) { /* a file that is started with it may say it */
        const struct pc_deployment_draft *member = &b->deployment_drafts.items[i];
        if (member->join_count > 0 && &b->deployment_drafts.items[member->joins[0]] == draft) {
            host = deployment_stated_host(b, member, evidence);
        }
    }
    if (host == PC_NONE && joint) {
        host = *together;
        *evidence = PC_EVIDENCE_CONFIG;
    }
    if (host == PC_NONE && !side) {
        host = whole;
        *evidence = PC_EVIDENCE_ONLY;
    }
    if (host == PC_NONE) {
        host = host_new(b, path, false);
        b->hosts.items[host].environment = draft->environment;
    }
    if (joint && *together == PC_NONE) {
        *together = host;
    }
    return host;
}

static void resolve_deployments(struct pc_builder *b) {
    pc_id together = PC_NONE;
    pc_id whole = host_of_whole_documents(b);
    for (size_t i = 0; i < b->deployment_drafts.count; i++) {
        const struct pc_deployment_draft *draft = &b->deployment_drafts.items[i];
        struct pc_deployment made = {.file = draft->file, .host = PC_NONE, .environment = draft->environment};
        if (deployment_root(b, i) == i) {
            made.host = deployment_host(b, draft, whole, &together, &made.evidence);
        }
        *PC_PUSH(&b->deployments, b->arena) = made;
    }
    for (size_t i = 0; i < b->deployments.count; i++) {
        struct pc_deployment *deployment = &b->deployments.items[i];
        if (deployment->host == PC_NONE) { /* started with another one */
            deployment->host = b->deployments.items[deployment_root(b, i)].host;
            deployment->evidence = b->deployments.items[deployment_root(b, i)].evidence;
        }
        if (deployment->host == PC_NONE) { /* files that join in a circle */
            deployment->host =
                deployment_host(b, &b->deployment_drafts.items[i], whole, &together, &deployment->evidence);
        }
        if (deployment->environment == PC_ENV_UNKNOWN) {
            deployment->environment = b->hosts.items[deployment->host].environment;
        }
    }
}

/* A label without an address or a word like "server" ("**Rack:**") is a host once a compose file's name or directory
 * says the same. */
static void promote_labels(struct pc_builder *b) {
    struct pc_name_map places = {0};
    for (pc_id i = 0; i < b->deployment_drafts.count; i++) {
        const struct pc_deployment_draft *draft = &b->deployment_drafts.items[i];
        struct pc_str key = pc_name_key(b->arena, draft->infix);
        if (key.len > 0) {
            pc_name_map_put(b->arena, &places, key, i);
        }
        for (struct pc_str dir = pc_path_dir(b->files.items[draft->file].path); dir.len > 0; dir = pc_path_dir(dir)) {
            pc_name_map_put(b->arena, &places, pc_name_key(b->arena, pc_path_base(dir)), i);
        }
    }
    for (size_t i = 0; places.count > 0 && i < b->host_mentions.count; i++) {
        struct pc_host_mention *mention = &b->host_mentions.items[i];
        if (mention->tentative && mention->evidence == PC_EVIDENCE_LABEL &&
            (pc_name_map_get(&places, pc_name_key(b->arena, mention->name)) != PC_NONE ||
             (mention->also.len > 0 && pc_name_map_get(&places, pc_name_key(b->arena, mention->also)) != PC_NONE))) {
            mention->tentative = false;
        }
    }
}

/* The one host that a word of a file's name bears: "tunnel-attic.yml". */
static pc_id host_of_file_name(struct pc_builder *b, struct pc_str path) {
    struct pc_str name = pc_path_base(path);
    pc_id found = PC_NONE;
    for (size_t from = 0, to; from < name.len; from = to + 1) {
        for (to = from; to < name.len && (pc_is_alnum(name.ptr[to]) || (name.ptr[to] & 0x80));) {
            to++;
        }
        pc_id host = host_find(b, pc_str_sub(name, from, to - from));
        if (host != PC_NONE && found != PC_NONE && host != found) {
            return PC_NONE;
        }
        found = host != PC_NONE ? host : found;
    }
    return found;
}

/* A tunnel's or proxy's file runs on the host that the configuration, its folder or its name says; else the rules look
 * at where its targets are published. */
static pc_id host_of_routes(struct pc_builder *b, pc_id file) {
    struct pc_str path = b->files.items[file].path;
    pc_id host = host_of_configured_sources(b, path);
    host = host != PC_NONE ? host : host_of_directory(b, path);
    return host != PC_NONE ? host : host_of_file_name(b, path);
}

static void place_routes(struct pc_builder *b) {
    pc_id file = PC_NONE, host = PC_NONE;
    for (size_t i = 0; i < b->claims.count; i++) {
        struct pc_claim *claim = &b->claims.items[i];
        bool route = claim->role == PC_ROLE_DIALS && (claim->flags & PC_CLAIM_ROUTE);
        if (!route || claim->container != PC_NONE || claim->host != PC_NONE) {
            continue;
        }
        if (claim->span.file != file) {
            file = claim->span.file;
            host = host_of_routes(b, file);
        }
        claim->host = host;
    }
}

static void remap(struct pc_builder *b, pc_id *host) {
    if (*host != PC_NONE) {
        *host = b->host_of_mention[*host];
    }
}

void pc_resolve_hosts(struct pc_builder *b) {
    hosts_of_configuration(b);
    promote_labels(b);
    b->host_of_mention = PC_NEW_ARRAY(b->arena, b->host_mentions.count, pc_id);
    for (int tentative = 0; tentative < 2; tentative++) {
        if (tentative) {
            hosts_of_folders(b);
        }
        for (size_t i = 0; i < b->host_mentions.count; i++) {
            if (b->host_mentions.items[i].tentative == (tentative == 1)) {
                b->host_of_mention[i] = mention_resolve(b, &b->host_mentions.items[i]);
            }
        }
    }
    resolve_deployments(b);
    for (size_t i = 0; i < b->claims.count; i++) {
        struct pc_claim *claim = &b->claims.items[i];
        remap(b, &claim->host);
        if (claim->container != PC_NONE) {
            const struct pc_deployment *deployment =
                &b->deployments.items[b->containers.items[claim->container].deployment];
            claim->host = deployment->host;
            if (claim->environment == PC_ENV_UNKNOWN) {
                claim->environment = deployment->environment;
            }
        }
    }
    place_routes(b);
    for (size_t i = 0; i < b->sections.count; i++) {
        remap(b, &b->sections.items[i].host);
    }
    for (size_t i = 0; i < b->ranges.count; i++) {
        remap(b, &b->ranges.items[i].host);
    }
    for (size_t i = 0; i < b->absences.count; i++) {
        remap(b, &b->absences.items[i].host);
    }
}
