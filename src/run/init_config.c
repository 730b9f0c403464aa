/* A first configuration: a question for each thing that the files leave open, as a comment that only has to be
 * uncommented. */
#include <stdlib.h>

#include "emit.h"
#include "init.h"
#include "sort.h"

enum { LISTED_MAX = 12 }; /* names in one question */

/* A string as a YAML scalar: plain where that is safe, else in double quotes with escapes. No line break gets out. */
static void add_yaml(struct pc_buf *out, struct pc_str s) {
    bool plain = s.len > 0 && s.len < 100 && (pc_is_alpha(s.ptr[0]) || s.ptr[0] == '.' || s.ptr[0] == '/');
    for (size_t i = 0; i < s.len && plain; i++)
        plain = pc_is_alnum(s.ptr[i]) || s.ptr[i] == '_' || s.ptr[i] == '-' || s.ptr[i] == '.' || s.ptr[i] == '/';
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    for (size_t i = 0; i < sizeof words / sizeof words[0] && plain; i++)
        plain = !pc_str_is_nocase(s, words[i]);
    if (plain) {
        pc_buf_add(out, s);
        return;
    }
    pc_buf_addc(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\')
            pc_buf_addf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F)
            pc_buf_addf(out, "\\x%02X", (unsigned)c);
        else
            pc_buf_addc(out, (char)c);
    }
    pc_buf_addc(out, '"');
}

/* A list of names that grows while it is looked for, sorted and without doubles at the end. */
struct names {
    struct PC_VEC(struct pc_str) list;
};

static int compare_names(const void *left, const void *right) {
    return pc_str_cmp(*(const struct pc_str *)left, *(const struct pc_str *)right);
}

static void tidy(struct names *names) {
    size_t kept = 0;
    pc_sort(names->list.items, names->list.count, sizeof names->list.items[0], compare_names);
    for (size_t i = 0; i < names->list.count; i++) {
        if (kept == 0 || !pc_str_eq(names->list.items[i], names->list.items[kept - 1]))
            names->list.items[kept++] = names->list.items[i];
    }
    names->list.count = kept;
}

static void add_list(struct pc_run *run, struct pc_buf *out, const struct names *names) {
    pc_buf_addc(out, '[');
    for (size_t i = 0; i < names->list.count && i < LISTED_MAX; i++) {
        pc_buf_adds(out, i > 0 ? ", " : "");
        add_yaml(out, pc_shown(&run->arena, names->list.items[i]));
    }
    pc_buf_addc(out, ']');
    if (names->list.count > LISTED_MAX)
        pc_buf_addf(out, "   # and %zu more", names->list.count - LISTED_MAX);
    pc_buf_addc(out, '\n');
}

static size_t add_document(struct pc_run *run, struct pc_buf *out) {
    if (run->candidate.len == 0)
        return 0;
    pc_buf_adds(out,
                "\n# No document has a registry's name (PORT_SCHEMA.md, PORTS.md, docs/ports.md, ...); this one looks "
                "most like one.\nregistry:\n  documents: [");
    add_yaml(out, run->candidate);
    pc_buf_adds(out, "]\n");
    return 1;
}

static const char *os_name(enum pc_os os) {
    return os == PC_OS_MACOS ? "macos" : os == PC_OS_WINDOWS ? "windows" : "linux";
}

static void add_rest(struct pc_buf *out, const char *indent, size_t asked) {
    if (asked > LISTED_MAX)
        pc_buf_addf(out, "#%s# and %zu more\n", indent, asked - LISTED_MAX);
}

/* Machines of which the system or what they are for is not known. */
static size_t add_hosts(struct pc_run *run, struct pc_buf *out) {
    const struct pc_registry *reg = run->own;
    size_t asked = 0;
    for (size_t i = 0; i < reg->host_count; i++) {
        const struct pc_host *host = &reg->hosts[i];
        if (!host->named || host->os_configured)
            continue;
        if (asked++ == 0)
            pc_buf_adds(out,
                        "\n# Machines that the files name. The system decides which ports it keeps for itself; the "
                        "environment, which\n# compose files are held against which documents. `portcheck list hosts` "
                        "shows why each name is taken for a machine.\n# hosts:\n");
        if (asked > LISTED_MAX)
            continue;
        pc_buf_adds(out, "#   ");
        add_yaml(out, pc_shown(&run->arena, host->name));
        pc_buf_addf(out, ": { os: %s%s%s }%s\n", os_name(host->os),
                    host->environment == PC_ENV_UNKNOWN ? "" : ", environment: ",
                    host->environment == PC_ENV_UNKNOWN ? "" : pc_environment_name(host->environment),
                    host->os == PC_OS_UNKNOWN ? "   # linux, macos or windows?" : "");
    }
    add_rest(out, "   ", asked);
    return asked;
}

/* "# services:" once, before the first question about them. */
static void open_services(struct pc_buf *out, bool *opened) {
    if (!*opened)
        pc_buf_adds(out, "\n# services:\n");
    *opened = true;
}

/* Names that are taken for one service only because their ports are equal. */
static size_t add_aliases(struct pc_run *run, struct pc_buf *out, bool *opened) {
    const struct pc_registry *reg = run->own;
    size_t asked = 0;
    for (size_t i = 0; i < reg->service_count; i++) {
        for (size_t j = 0; j < reg->services[i].alias_count; j++) {
            const struct pc_alias *alias = &reg->services[i].aliases[j];
            if (alias->confidence != PC_GUESSED)
                continue;
            open_services(out, opened);
            if (asked++ == 0)
                pc_buf_adds(out,
                            "#   # Taken for one service because they have the same port. Say so, or write the two "
                            "into `distinct`.\n#   aliases:\n");
            if (asked > LISTED_MAX)
                continue;
            pc_buf_adds(out, "#     ");
            add_yaml(out, pc_shown(&run->arena, alias->name));
            pc_buf_adds(out, ": ");
            add_yaml(out, pc_shown(&run->arena, reg->services[i].name));
            pc_buf_addc(out, '\n');
        }
    }
    add_rest(out, "     ", asked);
    return asked;
}

static bool is_service(const struct pc_registry *reg, struct pc_str name) {
    for (size_t i = 0; i < reg->service_count; i++) {
        if (pc_str_eq(reg->services[i].name, name))
            return true;
    }
    return false;
}

/* Names that are scraped and that nothing here runs. */
static size_t add_external(struct pc_run *run, struct pc_buf *out, bool *opened) {
    enum { FINDINGS_READ = 256 };
    struct names names = {0};
    size_t read = 0;
    for (size_t i = 0; i < run->findings.list.count && read < FINDINGS_READ; i++) {
        const struct pc_finding *f = run->findings.list.items[i];
        if (!pc_str_is(pc_str_c(f->rule->code), "PC403") || f->level >= PC_LEVEL_ERROR)
            continue;
        read++;
        for (size_t j = 0; j < f->service_count; j++) {
            if (!is_service(run->own, f->services[j]))
                *PC_PUSH(&names.list, &run->arena) = f->services[j];
        }
    }
    tidy(&names);
    if (names.list.count == 0)
        return 0;
    open_services(out, opened);
    pc_buf_adds(out, "#   # Scraped, and run by nothing that was read. Is it run by somebody else?\n#   external: ");
    add_list(run, out, &names);
    return 1;
}

struct binding {
    uint16_t port;
    pc_id file;
};

static int compare_bindings(const void *left, const void *right) {
    const struct binding *a = left, *b = right;
    if (a->port != b->port)
        return pc_order(a->port, b->port);
    return a->file < b->file ? -1 : a->file > b->file;
}

/* Compose files that publish one port, and of which nothing says on which machine they run. */
static size_t add_together(struct pc_run *run, struct pc_buf *out) {
    const struct pc_registry *reg = run->own;
    struct PC_VEC(struct binding) bindings = {0};
    struct names files = {0};
    for (size_t i = 0; i < reg->claim_count; i++) {
        const struct pc_claim *claim = &reg->claims[i];
        bool unnamed = claim->role == PC_ROLE_PUBLISHES && claim->host != PC_NONE && !reg->hosts[claim->host].named &&
                       reg->hosts[claim->host].environment == PC_ENV_UNKNOWN;
        if (unnamed && claim->ports.lo == claim->ports.hi)
            *PC_PUSH(&bindings, &run->arena) = (struct binding){claim->ports.lo, claim->span.file};
    }
    pc_sort(bindings.items, bindings.count, sizeof bindings.items[0], compare_bindings);
    for (size_t i = 1; i < bindings.count; i++) {
        const struct binding *a = &bindings.items[i - 1], *b = &bindings.items[i];
        if (a->port == b->port && a->file != b->file) {
            *PC_PUSH(&files.list, &run->arena) = reg->files[a->file].path;
            *PC_PUSH(&files.list, &run->arena) = reg->files[b->file].path;
        }
    }
    tidy(&files);
    if (files.list.count == 0)
        return 0;
    pc_buf_adds(out,
                "\n# These publish the same ports. Do they run side by side on one machine? Then that is a collision:\n"
                "# deployments:\n#   together: ");
    add_list(run, out, &files);
    return 1;
}

size_t pc_init_config(struct pc_run *run, struct pc_buf *out) {
    pc_buf_adds(
        out,
        "# portcheck's configuration. Everything common is inferred; below stands only what the files leave open, as\n"
        "# comments. `portcheck config print` shows every value and where it comes from, `portcheck config schema`\n"
        "# what else there is.\n");
    bool opened = false;
    size_t asked = add_document(run, out);
    asked += add_hosts(run, out);
    asked += add_aliases(run, out, &opened);
    asked += add_external(run, out, &opened);
    asked += add_together(run, out);
    if (asked == 0)
        pc_buf_adds(out, "\n# Nothing is left open: this file may as well be removed.\n");
    return asked;
}
