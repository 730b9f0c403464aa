/* Directories whose parent says that they are machines. */
#include "draft.h"

static bool is_one_of(struct pc_str name, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pc_str_eq_nocase(name, pc_str_c(words[i]))) {
            return true;
        }
    }
    return false;
}

/* What lies beside machines and is none. */
static bool is_shared(struct pc_str name) {
    static const char *const words[] = {"common",   "shared",   "all",       "base",    "default",
                                        "defaults", "template", "templates", "example", "modules",
                                        "examples", "global",   "any",       "lib"};
    return is_one_of(name, words, sizeof words / sizeof words[0]) || pc_is_any(name.ptr[0], "_.");
}

struct pc_str pc_host_folder(struct pc_str path) {
    static const char *const parents[] = {"hosts", "machines", "vms", "hypervisors"};
    bool told = false;
    for (size_t at = 0, slash; (slash = pc_str_find_char(path, '/', at)) != PC_NPOS; at = slash + 1) {
        struct pc_str name = pc_str_sub(path, at, slash - at);
        if (told && name.len > 0) {
            return is_shared(name) ? PC_EMPTY : name;
        }
        told = is_one_of(name, parents, sizeof parents / sizeof parents[0]);
    }
    return PC_EMPTY;
}
