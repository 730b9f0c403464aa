/* What a run gives up before it reads: a thread gives up no more than its own, so that each run here has one. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run_test.h"

static struct temp_tree tree;
static char place[1200];

static const char *at(const char *path) {
    snprintf(place, sizeof place, "%s/%s", tree.root, path);
    return place;
}

static bool can_write(const char *path) {
    int fd = open(at(path), O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

struct task {
    int (*part)(struct pc_options *options);
    struct pc_options options;
    int wrong; /* the number of the first thing that is not as it should be; 0: nothing */
};

static void *begin(void *arg) {
    struct task *task = arg;
    task->wrong = task->part(&task->options);
    return NULL;
}

static void in_a_thread(int (*part)(struct pc_options *)) {
    struct task task = {.part = part};
    pthread_t thread;
    if (pc_sandbox_landlock() == 0 || !pc_sandbox_seccomp())
        skip();
    temp_tree_new(&tree);
    temp_tree_write(&tree, "repo/compose.yml", CLASH);
    temp_tree_write(&tree, "repo/portcheck.yml",
                    "output: [{format: sarif, path: out/portcheck.sarif}, {format: json, path: gone/a.json}]\n");
    temp_tree_write(&tree, "repo/other.yml", "output: [{format: json, path: here.json}]\n");
    temp_tree_write(&tree, "repo/out/.keep", "");
    temp_tree_write(&tree, "side/old.md", "old\n");
    temp_tree_sh(&tree, "mkfifo pipe; ln -s side/old.md way; git -C repo init -q");
    task.options = options_for(&tree);
    char root[600];
    snprintf(root, sizeof root, "%s/repo", tree.root);
    task.options.root = root;
    task.options.sandbox = PC_SANDBOX_REQUIRED;
    assert_int_equal(pthread_create(&thread, NULL, begin, &task), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    temp_tree_free(&tree);
    if (task.wrong != 0)
        fail_msg("the number of what is wrong: %d", task.wrong);
}

/* Only what the configuration asks for. */
static int asked_by_the_configuration(struct pc_options *options) {
    struct pc_run *run;
    struct stat st;
    int wrong = pc_run_new(options, &run) != PC_STATUS_OK                                               ? 1
                : can_write("repo/compose.yml") || can_write("side/old.md") || can_write("side/new.md") ? 2
                : !pc_run_write_output(run, 0) || stat(at("repo/out/portcheck.sarif"), &st) != 0        ? 3
                : pc_run_write_output(run, 1)                                                           ? 5
                : socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM                                ? 6
                                                                                                        : 0;
    pc_run_free(run);
    return wrong;
}

/* And what a person named: the directory of a file, through a link the one that it leads to, a pipe alone. */
static int asked_by_a_person(struct pc_options *options) {
    static char paths[4][1200];
    static const char *names[] = {paths[0], paths[1], paths[2], paths[3], "beside.md"};
    struct pc_run *run;
    snprintf(paths[0], sizeof paths[0], "%s", at("way"));
    snprintf(paths[1], sizeof paths[1], "%s", at("pipe"));
    snprintf(paths[2], sizeof paths[2], "%s", at("nowhere/at/all"));
    snprintf(paths[3], sizeof paths[3], "%s", at("repo/out/more.md"));
    options->no_config = true;
    options->writable = names;
    options->writable_count = 5;
    int reader = open(at("pipe"), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    int wrong = pc_run_new(options, &run) != PC_STATUS_OK                                           ? 1
                : !pc_run_write(run, "json", paths[0])                                              ? 2
                : !can_write("pipe") || !can_write("repo/out/more.md") || !can_write("side/new.md") ? 3
                : can_write("new.md") || can_write("repo/compose.yml")                              ? 4
                                                                                                    : 0;
    close(reader);
    pc_run_free(run);
    return wrong;
}

/* A command that changes files may write to the tree and to the git directory, and nowhere else. */
static int changes_the_tree(struct pc_options *options) {
    struct pc_run *run;
    struct pc_init_options init = {.hook = "git"};
    options->writes_tree = true;
    int wrong = pc_run_new(options, &run) != PC_STATUS_OK                                       ? 1
                : !pc_run_init_write(run, &init)                                                ? 2
                : !can_write("repo/.git/hooks/pre-commit") || !can_write("repo/PORT_SCHEMA.md") ? 3
                : can_write("side/old.md") || can_write("side/new.md")                          ? 4
                                                                                                : 0;
    pc_run_free(run);
    return wrong;
}

/* The same is asked for again: nothing more is given up. */
static int asked_for_twice(struct pc_options *options) {
    char config[1200];
    int wrong = 0;
    snprintf(config, sizeof config, "%s", at("repo/other.yml"));
    for (int i = 0; i < 2; i++) {
        struct pc_run *run;
        options->sandbox = i == 0 ? PC_SANDBOX_AUTO : PC_SANDBOX_REQUIRED;
        options->config = config;
        if (pc_run_new(options, &run) != PC_STATUS_OK || !pc_run_write_output(run, 0))
            wrong = 1 + i;
        pc_run_free(run);
    }
    return wrong != 0 ? wrong : can_write("side/old.md") ? 3 : 0;
}

static void the_configurations_files(void **state) {
    (void)state;
    in_a_thread(asked_by_the_configuration);
}

static void a_persons_files(void **state) {
    (void)state;
    in_a_thread(asked_by_a_person);
}

static void the_tree(void **state) {
    (void)state;
    in_a_thread(changes_the_tree);
}

static void twice(void **state) {
    (void)state;
    in_a_thread(asked_for_twice);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_configurations_files), cmocka_unit_test(a_persons_files),
                                       cmocka_unit_test(the_tree), cmocka_unit_test(twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
