#!/bin/sh
# The hooks of docs/ci.md on real commits: git's own, and pre-commit's where that is installed.
. "$(dirname "$0")/lib.sh"

# Commits what is staged; wanted: yes or no.
commit() {
    if git commit -q -m "$2" >"$work/log" 2>&1; then got=yes; else got=no; fi
    [ "$got" = "$1" ] || { cat "$work/log"; fail "$2: committed: $got, wanted: $1"; }
}

# The same story with every hook: a collision is refused, also when the working tree hides it again; a good commit goes in.
story() {
    compose 4100
    git add compose.yml
    compose 4101 # only the index has the collision
    commit no "$1: a staged collision"
    grep -q 'PC201' "$work/log" || { cat "$work/log"; fail "$1: the hook does not say why"; }
    git add compose.yml
    echo '# a remark' >>compose.yml
    git add compose.yml
    compose 4100 # only the working tree has the collision
    commit yes "$1: a collision that is not staged"
}

repository "$work/git"
recipe git >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
story git

if command -v pre-commit >/dev/null; then
    git init -q -b main "$work/hooks"
    mkdir -p "$work/hooks/scripts/ci"
    cp "$project/.pre-commit-hooks.yaml" "$work/hooks/"
    cp "$project/scripts/ci/hook" "$project/scripts/ci/program" "$work/hooks/scripts/ci/"
    (cd "$work/hooks" && git add -A && git commit -q -m hooks)
    rev=$(git -C "$work/hooks" rev-parse HEAD)
    PRE_COMMIT_HOME=$work/cache PORTCHECK_PROGRAM=$program
    export PRE_COMMIT_HOME PORTCHECK_PROGRAM
    for id in portcheck portcheck-build; do
        repository "$work/$id"
        printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: %s\n' "$work/hooks" "$rev" "$id" >.pre-commit-config.yaml
        git add .pre-commit-config.yaml
        git commit -q -m 'the hook'
        pre-commit install >/dev/null
        story "$id"
    done
else
    echo 'SKIPPED: pre-commit is not installed (Debian package: pre-commit)'
fi
