# What the scripts of this folder share: a temporary folder with small trees, and checks. Sourced with the program as $1.
set -u
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
LC_ALL=C
export LC_ALL
unset PORTCHECK_CONFIG PORTCHECK_FORMAT PORTCHECK_FAIL_ON PORTCHECK_NEW_SINCE PORTCHECK_COLOR PORTCHECK_CI NO_COLOR FORCE_COLOR
unset GITHUB_BASE_REF GITHUB_EVENT_PATH CI_MERGE_REQUEST_DIFF_BASE_SHA CI_COMMIT_BEFORE_SHA CI_DEFAULT_BRANCH GIT_INDEX_FILE GIT_DIR
unset FORCE_HYPERLINK GITHUB_ACTIONS GITHUB_STEP_SUMMARY GITHUB_WORKSPACE GITLAB_CI
# A sanitizer's report must not look like an exit code of the program.
ASAN_OPTIONS=exitcode=99
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
export ASAN_OPTIONS UBSAN_OPTIONS

work=$(mktemp -d) || exit 99
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 99
failed=0

bad() {
    echo "FAIL: $*"
    failed=$((failed + 1))
}

# status WANTED ARGUMENT...: runs the program; its output stays in out and err.
status() {
    wanted=$1
    shift
    "$program" "$@" >"$work/out" 2>"$work/err"
    got=$?
    [ $got = "$wanted" ] || {
        bad "portcheck $*: exit $got, wanted $wanted"
        sed 's/^/    /' "$work/err" "$work/out" | head -n 20
    }
}

# says FILE PATTERN, lacks FILE PATTERN: an extended regular expression in out or err.
says() {
    grep -Eq -e "$2" "$work/$1" || {
        bad "std$1 does not say: $2"
        sed 's/^/    /' "$work/$1" | head -n 10
    }
}
lacks() {
    if grep -Eq -e "$2" "$work/$1"; then
        bad "std$1 should not say: $2"
    fi
}

finish() {
    [ $failed = 0 ] || echo "$failed failed"
    [ $failed = 0 ]
}

# The author of commits, and no configuration but the repository's.
GIT_AUTHOR_NAME=somebody GIT_AUTHOR_EMAIL=somebody@example.org
GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM

# a_commit DIR: all of DIR as the next commit of its repository, which is made if there is none.
a_commit() {
    (cd "$1" && { [ -e .git ] || git init -q -b main .; } && git add -A . && git commit -q --allow-empty -m commit) ||
        exit 99
}

# Three trees: calm has one claim and no finding, clash has an error, bare has nothing.
mkdir calm clash bare
cat >calm/compose.yml <<'TREE'
services:
  lantern:
    image: registry.example/lantern:1
    ports: ["4310:80"]
TREE
cat >clash/compose.yml <<'TREE'
services:
  lantern:
    image: registry.example/lantern:1
    ports: ["4310:80"]
  anchor:
    image: registry.example/anchor:1
    ports: ["4310:80"]
TREE
