/* Listings of real repositories, held against git's own. */
#include <stdlib.h>

#include "listing.h"

/* Makes a repository with a bit of everything, runs the setup and compares. */
static void same_as_git(const char *setup, const char *dir) {
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_sh(&tree, setup);
    listing_is_gits(&tree, dir);
    temp_tree_free(&tree);
}

#define REPO                                                                                                           \
    "git init -q . && mkdir -p docs svc/harbour svc/quay && echo a >docs/PORTS.md && echo b >svc/harbour/README.md "   \
    "&& "                                                                                                              \
    "echo c >svc/quay/run.sh && echo d >top.txt && git add . && "

static void test_same_as_git(void **state) {
    (void)state;
    static const struct {
        const char *name, *setup, *dir;
    } rows[] = {
        {"tracked only", REPO "true", "."},
        {"no index yet", "git init -q . && echo a >a && mkdir b && echo c >b/c", "."},
        {"untracked", REPO "echo x >new && mkdir -p p/q && echo y >p/q/r", "."},
        {"ignored",
         REPO "printf '*.log\\nout/\\n' >.gitignore && mkdir out && echo >out/x && echo >a.log && echo >a.md", "."},
        {"tracked though ignored", REPO "echo '*' >.gitignore && echo >new", "."},
        {"ignored directory with a tracked file",
         REPO "mkdir out && echo >out/kept && git add out && echo out >.gitignore && echo >out/new", "."},
        {"info/exclude", REPO "echo '*.tmp' >.git/info/exclude && echo >a.tmp && echo >b.tmq", "."},
        {"nearer file wins",
         REPO "echo '*.md' >.gitignore && mkdir w && echo '!in.md' >w/.gitignore && echo >w/in.md && echo >w/out.md",
         "."},
        {".gitignore wins over info/exclude",
         REPO "echo '*.md' >.git/info/exclude && echo '!in.md' >.gitignore && echo >in.md && echo >no.md", "."},
        {"below an ignored directory nothing comes back",
         REPO "printf 'out\\n!out/in.md\\n' >.gitignore && mkdir out && echo >out/in.md", "."},
        {"subdirectory", REPO "echo >svc/new && echo 'new2' >.gitignore && echo >svc/new2", "svc"},
        {"subdirectory: patterns anchored above",
         REPO "printf '/svc/harbour/x\\nsvc/quay\\n' >.gitignore && echo >svc/harbour/x && echo >svc/harbour/y && echo "
              ">svc/quay/z",
         "svc"},
        {"subdirectory deep",
         REPO "mkdir -p svc/a/b/c && echo >svc/a/b/c/d && echo c >svc/a/.gitignore && echo >svc/a/b/x", "svc/a/b"},
        {"index version 4", REPO "git update-index --index-version 4 && echo >svc/harbour/README.md2 && git add .",
         "."},
        {"index version 4 in a subdirectory", REPO "git update-index --index-version 4", "svc"},
        {"index version 3", REPO "echo >later && git add -N later", "."},
        {"split index",
         REPO "git update-index --split-index && echo >one && echo >two && git add one && echo e >>top.txt && git add "
              "top.txt",
         "."},
        {"links", REPO "ln -s docs l1 && ln -s nowhere l2 && git add l1 && ln -s . svc/loop", "."},
        {"a directory becomes a link", REPO "rm -r svc/quay && ln -s harbour svc/quay", "."},
        {"another repository inside",
         REPO
         "mkdir other && cd other && git init -q . && echo >x && git add x && git commit -qm x && cd .. && echo >y",
         "."},
        {"an empty .git is none", REPO "mkdir -p odd/.git && echo >odd/x", "."},
        {"deleted", REPO "rm top.txt", "."},
        {"names",
         REPO "echo >\"$(printf 'new\\nline')\" && echo >\"$(printf 'esc\\033[31m')\" && echo >\"$(printf "
              "'bad\\377byte')\" && echo >' blank ' && git add . && echo >\"$(printf 'tab\\tlater')\"",
         "."},
        {"long names",
         REPO "n=$(printf 'x%.0s' $(seq 250)) && mkdir -p $n/$n/$n && echo >$n/$n/$n/$n && git add . && git "
              "update-index --index-version 4",
         "."},
        {"unmerged",
         REPO "git commit -qm one && git branch side && echo 1 >top.txt && git commit -qam two && git checkout -q side "
              "&& echo 2 >top.txt && git commit -qam three && ! git merge -q main 2>/dev/null >&2",
         "."},
        {"linked work tree",
         "mkdir main && cd main && " REPO "git commit -qm one && git worktree add -q ../linked && cd ../linked && echo "
         ">new && echo '*.x' >../main/.git/info/exclude && echo >a.x",
         "linked"},
        {"sparse index entries are on the disk", REPO "git update-index --skip-worktree top.txt", "."},
        {"SHA-256", "git init -q --object-format=sha256 . && mkdir d && echo >d/a && echo >b && git add . && echo >c",
         "."},
        {"SHA-256, version 4",
         "git init -q --object-format=sha256 . && mkdir d && echo >d/a && echo >b && git add . && git update-index "
         "--index-version 4",
         "."},
        {"many entries", "git init -q . && for i in $(seq 300); do mkdir d$i && echo >d$i/f; done && git add .", "."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_message("%s\n", rows[i].name);
        same_as_git(rows[i].setup, rows[i].dir);
    }
}

static void test_not_as_git(void **state) {
    (void)state;
    static const struct {
        const char *name, *setup, *dir, *lines;
    } rows[] = {
        {"a submodule is left out, checked out or not",
         "git init -q sub && cd sub && echo >inside && git add . && git commit -qm one && cd .. && git init -q super "
         "&& cd super && "
         "git submodule --quiet add ../sub here && git submodule --quiet add ../sub there && git submodule --quiet "
         "deinit -f there && echo >own",
         "super", ".gitmodules *\nown\n"},
        {"inside a submodule",
         "git init -q sub && cd sub && echo >inside && git add . && git commit -qm one && cd .. && git init -q super "
         "&& "
         "cd super && git submodule --quiet add ../sub here && echo >here/new",
         "super/here", "inside *\nnew\n"},
        {"sparse checkout leaves entries off the disk",
         "git init -q . && mkdir a b && echo >a/x && echo >b/y && git add . && git commit -qm one && git "
         "sparse-checkout set a",
         ".", "a/x *\n"},
        {"sparse index",
         "git init -q . && mkdir a b && echo >a/x && echo >b/y && git add . && git commit -qm one && git "
         "sparse-checkout set --sparse-index a",
         ".", "a/x *\n"},
        {"node_modules",
         "git init -q . && mkdir -p node_modules/m w/node_modules && echo >node_modules/m/x && echo >w/node_modules/y "
         "&& echo >w/z",
         ".", "w/z\n"},
        {"node_modules that git tracks",
         "git init -q . && mkdir node_modules && echo >node_modules/x && git add . && echo >node_modules/y", ".",
         "node_modules/x *\n"},
        {"a FIFO is listed, so that something can say what it is", "git init -q . && mkfifo PORTS.md", ".",
         "PORTS.md\n"},
        {"links are marked", "git init -q . && echo >a && ln -s a b && git add . && ln -s a c", ".",
         "a *\nb @ *\nc @\n"},
        {"nothing listed below: a plain walk",
         "git init -q . && mkdir out && echo out >.gitignore && echo >out/x && git add .", "out", "x\n"},
        {"an untracked file and a plain .gitignore", "echo '*' >.gitignore && echo >a", ".", ".gitignore\na\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct temp_tree tree;
        print_message("%s\n", rows[i].name);
        temp_tree_new(&tree);
        temp_tree_sh(&tree, rows[i].setup);
        listing_is(&tree, rows[i].dir, rows[i].lines);
        temp_tree_free(&tree);
    }
}

/* Whatever a stranger's configuration names must not run, and must not change what is listed. */
static void test_configuration_is_not_used(void **state) {
    (void)state;
    struct temp_tree tree;
    temp_tree_new(&tree);
    temp_tree_sh(&tree, REPO
                 "echo '*' >hide && printf '#!/bin/sh\\necho ran >>ran\\n' >evil && chmod +x evil && "
                 "git config core.fsmonitor ./evil && git config core.excludesFile \"$PWD/hide\" && "
                 "git config core.worktree /nonexistent && git config core.bare true && echo >seen.md && rm -f ran");
    struct listing listing;
    listing_new(&listing, &tree, ".");
    assert_non_null(listing_find(&listing, "seen.md"));
    assert_non_null(listing_find(&listing, "top.txt"));
    assert_null(listing_find(&listing, "ran"));
    assert_int_equal(listing.list.how, PC_LISTING_GIT);
    listing_free(&listing);
    listing_new(&listing, &tree, ".");
    assert_null(listing_find(&listing, "ran"));
    listing_free(&listing);
    temp_tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_as_git),
        cmocka_unit_test(test_not_as_git),
        cmocka_unit_test(test_configuration_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
