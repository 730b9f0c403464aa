/* --link-base: what stands before the paths of links. "auto" asks the pipeline's environment, else the remote origin
 * and HEAD. What a remote's address holds of names and passwords never gets into it. */
#include <stdlib.h>
#include <string.h>

#include "report_model.h"
#include "uri.h"

enum { URL_BYTES = 4096 };

/* What an address may hold without being escaped anywhere. */
static bool is_plain(struct pc_str url) {
    for (size_t i = 0; i < url.len; i++)
        if (!pc_is_alnum(url.ptr[i]) && !strchr("-._~:/?=@!,;%+[]", url.ptr[i]))
            return false;
    return url.len > 0 && url.len < URL_BYTES;
}

/* "https://user:word@host/" without what stands before the host. */
static struct pc_str without_user(struct pc_arena *arena, struct pc_str url) {
    size_t from = pc_str_find(url, PC_STR("://"), 0);
    if (from == PC_NPOS)
        return url;
    from += 3;
    size_t end = pc_str_find_char(url, '/', from);
    struct pc_str authority = pc_str_sub(url, from, (end == PC_NPOS ? url.len : end) - from);
    size_t at = pc_str_rfind_char(authority, '@');
    if (at == PC_NPOS)
        return url;
    return pc_str_fmt(arena, "%.*s%.*s", PC_ARG(pc_str_sub(url, 0, from)),
                      PC_ARG(pc_str_sub(url, from + at + 1, url.len)));
}

static bool is_address(struct pc_str url) {
    return (pc_str_starts(url, PC_STR("https://")) || pc_str_starts(url, PC_STR("http://"))) && is_plain(url);
}

static bool take(struct pc_model *m, struct pc_str url) {
    struct pc_arena *arena = m->report->arena;
    url = without_user(arena, url);
    while (pc_str_ends(url, PC_STR("/")))
        url = pc_str_sub(url, 0, url.len - 1);
    m->report->link_base = pc_str_fmt(arena, "%.*s/", PC_ARG(url));
    return true;
}

/* The project's page out of a remote's address: "git@host:group/project.git", "ssh://git@host:22/group/project",
 * "https://user:word@host/group/project.git". Empty when it is none of them. */
static struct pc_str page_of(struct pc_arena *arena, struct pc_str remote) {
    struct pc_str host, path;
    bool ssh = pc_str_starts(remote, PC_STR("ssh://"));
    bool web = pc_str_starts(remote, PC_STR("https://")) || pc_str_starts(remote, PC_STR("http://"));
    if (ssh || web) {
        struct pc_str rest = without_user(arena, remote);
        rest = pc_str_sub(rest, pc_str_find(rest, PC_STR("://"), 0) + 3, rest.len);
        size_t slash = pc_str_find_char(rest, '/', 0);
        host = pc_str_sub(rest, 0, slash);
        path = slash == PC_NPOS ? PC_EMPTY : pc_str_sub(rest, slash + 1, rest.len);
        if (ssh)
            host = pc_str_sub(host, 0, pc_str_find_char(host, ':', 0)); /* the port is that of ssh */
    } else {
        size_t colon = pc_str_find_char(remote, ':', 0);
        if (colon == PC_NPOS || pc_str_find_char(pc_str_sub(remote, 0, colon), '/', 0) != PC_NPOS)
            return PC_EMPTY;
        struct pc_str before = pc_str_sub(remote, 0, colon);
        size_t at = pc_str_rfind_char(before, '@');
        host = at == PC_NPOS ? before : pc_str_sub(before, at + 1, before.len);
        path = pc_str_sub(remote, colon + 1, remote.len);
    }
    while (pc_str_ends(path, PC_STR("/")))
        path = pc_str_sub(path, 0, path.len - 1);
    if (pc_str_ends(path, PC_STR(".git")))
        path = pc_str_sub(path, 0, path.len - 4);
    while (pc_str_starts(path, PC_STR("/")))
        path = pc_str_sub(path, 1, path.len);
    if (host.len == 0 || path.len == 0)
        return PC_EMPTY;
    const char *scheme = pc_str_starts(remote, PC_STR("http://")) ? "http" : "https";
    return pc_str_fmt(arena, "%s://%.*s/%.*s", scheme, PC_ARG(host), PC_ARG(path));
}

static const char *variable(const char *name) {
    const char *value = getenv(name);
    return value && value[0] != '\0' ? value : NULL;
}

/* What the pipeline says of itself; empty outside of one. */
static struct pc_str base_of_pipeline(struct pc_arena *arena) {
    const char *server = variable("GITHUB_SERVER_URL"), *repository = variable("GITHUB_REPOSITORY"),
               *sha = variable("GITHUB_SHA");
    if (variable("GITHUB_ACTIONS") && server && repository && sha)
        return pc_str_fmt(arena, "%s/%s/blob/%s/", server, repository, sha);
    const char *project = variable("CI_PROJECT_URL"), *commit = variable("CI_COMMIT_SHA");
    if (variable("GITLAB_CI") && project && commit)
        return pc_str_fmt(arena, "%s/-/blob/%s/", project, commit);
    return PC_EMPTY;
}

static bool refuse_auto(struct pc_model *m, const char *why) {
    return pc_run_refuse(m->run, PC_STATUS_USAGE, "--link-base auto: %s; give the address that stands before a path",
                         why);
}

static bool base_of_origin(struct pc_model *m, struct pc_str *base) {
    static const char *const arguments[] = {"config", "--get", "remote.origin.url", NULL};
    struct pc_run *run = m->run;
    struct pc_str remote = PC_EMPTY, commit;
    enum pc_git_status status = pc_git_ask(run->git, arguments, URL_BYTES, &run->arena, &remote);
    if (status == PC_GIT_NO_PROGRAM)
        return refuse_auto(m, "PATH names no git that may be run, so what `origin` is is not known");
    if (status != PC_GIT_OK)
        return refuse_auto(m, "the repository has no remote `origin`");
    if (pc_git_commit(run->git, PC_STR("HEAD"), &commit) != PC_GIT_OK)
        return refuse_auto(m, "HEAD is no commit");
    struct pc_str page = page_of(&run->arena, pc_str_trim(remote));
    struct pc_str host = pc_str_sub(page, 0, pc_str_find_char(page, '/', sizeof "https://"));
    bool gitlab = pc_str_find(host, PC_STR("gitlab"), 0) != PC_NPOS;
    if (page.len == 0 || (!gitlab && pc_str_find(host, PC_STR("github"), 0) == PC_NPOS))
        return refuse_auto(m, "`origin` is neither at GitHub nor at GitLab");
    *base = pc_str_fmt(&run->arena, "%.*s%s/blob/%.*s/", PC_ARG(page), gitlab ? "/-" : "", PC_ARG(commit));
    return true;
}

bool pc_model_link_base(struct pc_model *m, const char *given) {
    struct pc_str base;
    if (!given)
        return true;
    if (strcmp(given, "auto") != 0)
        return is_address(pc_str_c(given))
                   ? take(m, pc_str_c(given))
                   : pc_run_refuse(m->run, PC_STATUS_USAGE,
                                   "--link-base needs an address like https://host/group/project/blob/main/, or auto");
    base = base_of_pipeline(m->report->arena);
    if (!pc_run_open_git(m->run, "--link-base auto") || (base.len == 0 && !base_of_origin(m, &base)))
        return false;
    /* Links are relative to the root, which may lie below the repository's top. */
    struct pc_buf whole;
    pc_buf_init(&whole, m->report->arena);
    pc_buf_add(&whole, base);
    pc_uri_path(&whole, m->run->git->dir.prefix);
    return is_address(pc_buf_str(&whole)) ? take(m, pc_buf_str(&whole))
                                          : refuse_auto(m, "the address of the repository cannot stand in a link");
}
