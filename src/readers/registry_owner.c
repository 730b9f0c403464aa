/* Whose port "Port: 4001" is when it stands right below a heading. */
#include "path_name.h"
#include "port_words.h"
#include "registry_md.h"

/* "8000: API": an entry itself. */
static bool states_port(struct pc_str title) {
    return title.len == 0 || (pc_is_digit(title.ptr[0]) && pc_str_find_char(title, ':', 0) != PC_NPOS);
}

static bool is_path(struct pc_str s) {
    return pc_str_find_char(s, '/', 0) != PC_NPOS && pc_str_find_char(s, ' ', 0) == PC_NPOS;
}

/* "3. ledger" without its number. */
static struct pc_str without_number(struct pc_str title) {
    size_t at = 0;
    while (at < title.len && pc_is_digit(title.ptr[at])) {
        at++;
    }
    bool numbered = at > 0 && at + 1 < title.len && pc_is_any(title.ptr[at], ".)");
    return numbered ? pc_str_trim(pc_str_sub(title, at + 1, title.len)) : title;
}

struct pc_str pc_regmd_owner_of_heading(const struct pc_regmd *r) {
    enum { LONGEST = 40 };
    static const char *const generic[] = {"services",      "service",        "overview",
                                          "allocation",    "allocations",    "registry",
                                          "configuration", "network",        "setup",
                                          "defaults",      "quick start",    "installation",
                                          "install",       "infrastructure", "usage",
                                          "running",       "development",    "production",
                                          "deployment",    "architecture",   "getting started",
                                          "environment",   "endpoints",      "urls",
                                          "access",        "local",          NULL};
    if (r->scopes.count == 0) {
        return PC_EMPTY;
    }
    const struct pc_scope *scope = &r->scopes.items[r->scopes.count - 1];
    const struct pc_title *title = &scope->title;
    struct pc_str name = without_number(title->text);
    size_t open = pc_str_find_char(name, '(', 0);
    size_t close = open == PC_NPOS ? PC_NPOS : pc_str_find_char(name, ')', open);
    struct pc_str bracket = close == PC_NPOS ? PC_EMPTY : pc_str_trim(pc_str_sub(name, open + 1, close - open - 1));
    if (is_path(bracket)) {
        name = bracket; /* "Billing (services/billing)" */
    } else if (open != PC_NPOS && open > 0) {
        name = pc_str_trim(pc_str_sub(name, 0, open));
    }
    struct pc_str folded = pc_fold(r->scratch, name);
    bool usable = scope->level > 1 && title->range_count == 0 && !title->has_host && !title->future &&
                  name.len <= LONGEST && !states_port(name) && !pc_says_port(folded) && !pc_says_prose(folded) &&
                  !title->internal && !title->summary && (is_path(name) || !pc_says_any(folded, generic));
    return usable ? pc_name_of_path(r->ctx, name) : PC_EMPTY;
}
