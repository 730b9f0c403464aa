# What the scripts of this folder share. Sourced with the program as $1 and the project's folder as $2.
set -eu
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
project=$(cd "$2" && pwd)
LC_ALL=C.UTF-8
GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
GIT_AUTHOR_NAME=tester GIT_AUTHOR_EMAIL=tester@example.org GIT_COMMITTER_NAME=tester GIT_COMMITTER_EMAIL=tester@example.org
ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99
export LC_ALL GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL \
    ASAN_OPTIONS UBSAN_OPTIONS
unset GITHUB_ACTIONS GITHUB_EVENT_NAME GITHUB_STEP_SUMMARY GITHUB_BASE_REF GITLAB_CI CI PORTCHECK_NEW_SINCE PORTCHECK_CI || :

work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$program" "$work/bin/portcheck"
PATH=$work/bin:$PATH
export PATH

fail() {
    echo "FAIL: $*"
    exit 1
}

# repository DIR: a committed tree in which all is well.
repository() {
    git init -q -b main "$1"
    cd "$1"
    mkdir ledger gate
    printf '# Ports\n\n| Port | Service |\n|------|---------|\n| 4100 | ledger |\n| 4101 | gate |\n' >PORTS.md
    compose 4101
    git add -A
    git commit -q -m 'all is well'
}

# compose PORT: the host port of gate; ledger has 4100.
compose() {
    printf 'services:\n  ledger:\n    build: ./ledger\n    ports: ["4100:4100"]\n  gate:\n    build: ./gate\n    ports: ["%s:4101"]\n' \
        "$1" >compose.yml
}

# recipe NAME: the code block behind <!-- recipe NAME --> of docs/ci.md.
recipe() {
    awk -v mark="<!-- recipe $1 -->" '$0 == mark { on = 1; next } on && /^```/ { if (block) exit; block = 1; next } on && block' \
        "$project/docs/ci.md"
}
