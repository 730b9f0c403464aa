#define _DEFAULT_SOURCE /* mkdtemp, seteuid */

#include "temp_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define NOBODY 65534

void temp_tree_new(struct temp_tree *tree) {
    const char *base = getenv("TMPDIR");
    snprintf(tree->root, sizeof tree->root, "%s/portcheck-test-XXXXXX", base && *base ? base : "/tmp");
    assert_non_null(mkdtemp(tree->root));
    tree->fd = open(tree->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(tree->fd >= 0);
}

void temp_tree_free(struct temp_tree *tree) {
    char command[1200];
    close(tree->fd);
    /* rm and not nftw: trees deeper than the longest path are made by tests as well. */
    snprintf(command, sizeof command, "chmod -R u+rwX '%s' 2>/dev/null; rm -rf '%s'", tree->root, tree->root);
    assert_int_equal(system(command), 0);
}

static void make_directories(const struct temp_tree *tree, const char *path) {
    char part[4096];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        if (mkdirat(tree->fd, part, 0755) != 0)
            assert_int_equal(errno, EEXIST);
    }
}

void temp_tree_write_bytes(const struct temp_tree *tree, const char *path, const void *bytes, size_t length) {
    make_directories(tree, path);
    int fd = openat(tree->fd, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    for (size_t at = 0; at < length;) {
        ssize_t n = write(fd, (const char *)bytes + at, length - at);
        assert_true(n > 0);
        at += (size_t)n;
    }
    assert_int_equal(close(fd), 0);
}

void temp_tree_write(const struct temp_tree *tree, const char *path, const char *text) {
    temp_tree_write_bytes(tree, path, text, strlen(text));
}

static void run_child(const struct temp_tree *tree, const char *script, int out) {
    static const char *const environment[] = {"HOME=/nonexistent",         "LC_ALL=C",
                                              "GIT_CONFIG_NOSYSTEM=1",     "GIT_CONFIG_GLOBAL=/dev/null",
                                              "GIT_AUTHOR_NAME=test",      "GIT_AUTHOR_EMAIL=test@example.org",
                                              "GIT_COMMITTER_NAME=test",   "GIT_COMMITTER_EMAIL=test@example.org",
                                              "GIT_CONFIG_COUNT=3",        "GIT_CONFIG_KEY_0=init.defaultBranch",
                                              "GIT_CONFIG_VALUE_0=main",   "GIT_CONFIG_KEY_1=protocol.file.allow",
                                              "GIT_CONFIG_VALUE_1=always", "GIT_CONFIG_KEY_2=advice.updateSparsePath",
                                              "GIT_CONFIG_VALUE_2=false"};
    const size_t count = sizeof environment / sizeof environment[0];
    char *env[sizeof environment / sizeof environment[0] + 2];
    char path[4096];
    snprintf(path, sizeof path, "PATH=%s", getenv("PATH"));
    for (size_t i = 0; i < count; i++)
        env[i] = (char *)(uintptr_t)environment[i];
    env[count] = path;
    env[count + 1] = NULL;
    char *argv[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-euc", (char *)(uintptr_t)script, NULL};
    if (out >= 0)
        dup2(out, 1);
    if (fchdir(tree->fd) == 0)
        execve("/bin/sh", argv, env);
    _exit(127);
}

char *temp_tree_output(const struct temp_tree *tree, const char *script, size_t *length) {
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(fds[0]);
        run_child(tree, script, fds[1]);
    }
    close(fds[1]);
    size_t capacity = 65536, len = 0;
    char *text = malloc(capacity);
    assert_non_null(text);
    for (ssize_t n; (n = read(fds[0], text + len, capacity - len - 1)) > 0;) {
        len += (size_t)n;
        if (capacity - len < 2) {
            capacity *= 2;
            text = realloc(text, capacity);
            assert_non_null(text);
        }
    }
    close(fds[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("script failed with %d: %s", status, script);
    text[len] = '\0';
    *length = len;
    return text;
}

void temp_tree_sh(const struct temp_tree *tree, const char *script) {
    size_t length;
    char *text = temp_tree_output(tree, script, &length);
    free(text);
}

void temp_tree_drop_root(const struct temp_tree *tree) {
    if (geteuid() == 0) {
        assert_int_equal(fchmod(tree->fd, 0755), 0);
        assert_int_equal(seteuid(NOBODY), 0);
    }
}

void temp_tree_regain_root(void) {
    if (getuid() == 0)
        assert_int_equal(seteuid(0), 0);
}
