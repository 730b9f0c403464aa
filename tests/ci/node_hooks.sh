#!/bin/sh
# husky, lint-staged and lefthook with the recipes of docs/ci.md, on real commits. Skipped loudly without npm or its registry.
. "$(dirname "$0")/lib.sh"
cache=$3

skip() {
    echo "SKIPPED: $*"
    exit 77
}
command -v npm >/dev/null || skip 'npm is not installed'
mkdir -p "$cache"
if [ ! -x "$cache/node_modules/.bin/lefthook" ]; then
    echo '{"private": true}' >"$cache/package.json"
    (cd "$cache" && timeout 100 npm install --no-audit --no-fund --ignore-scripts husky@9 lint-staged@15 lefthook@1 >"$work/npm" 2>&1) || {
        tail -n 5 "$work/npm"
        skip 'the npm registry cannot be reached'
    }
fi

# story NAME: a staged collision is refused by the hook, a good commit goes in.
story() {
    compose 4100
    git add compose.yml
    if git commit -q -m "$1" >"$work/log" 2>&1; then cat "$work/log"; fail "$1 let a collision through"; fi
    grep -q 'PC201' "$work/log" || { cat "$work/log"; fail "$1 does not say why"; }
    compose 4101
    echo '# a remark' >>compose.yml
    git add compose.yml
    git commit -q -m "$1" >"$work/log" 2>&1 || { cat "$work/log"; fail "$1 refused a good commit"; }
}

# node_repository DIR: with the packages in reach.
node_repository() {
    repository "$1"
    ln -s "$cache/node_modules" node_modules
    printf 'node_modules\n' >.gitignore
    echo '{"private": true}' >package.json
    git add -A
    git commit -q -m 'node'
    PATH=$1/node_modules/.bin:$PATH
}

node_repository "$work/husky"
husky >/dev/null
recipe husky >.husky/pre-commit
story husky

node_repository "$work/lint-staged"
recipe lint-staged >lint-staged.config.mjs
printf '#!/bin/sh\nexec lint-staged\n' >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
story lint-staged

node_repository "$work/lefthook"
recipe lefthook >lefthook.yml
lefthook install >/dev/null
story lefthook
