#!/bin/sh
# Revisions and repositories that are wrong, damaged or hostile: a clear word, the right exit status, and nothing runs.
. "$(dirname "$0")/lib.sh"

new() { # STATUS WORDS REF: what is said on stderr
    status "$1" -C repo --new-since "$3"
    says err "$2"
}

cp -R clash repo
a_commit repo
a_commit repo
git -C repo branch release-7
git -C repo tag v1.2

# No such revision.
new 2 'unknown revision `release-8`; did you mean `release-7`\?' release-8
new 2 'did you mean `v1.2~1`' v1,2~1
new 2 'did you mean `HEAD`' HAED
new 2 'unknown revision `HEAD~9`: the history of `HEAD` does not reach that far' 'HEAD~9'
new 2 'unknown revision `no such thing`' 'no such thing'
new 2 'unknown revision `HEAD@.900.`' 'HEAD@{900}'
new 2 'unknown revision' 0123456789012345678901234567890123456789
new 2 'unknown revision ``' ''
new 2 'begins with a dash' -n
new 2 'begins with a dash' --output=stolen
new 2 'begins with a dash' --
new 2 'is a range' HEAD~1..HEAD
new 2 'is a range' main...release-7
new 2 'content of a file' HEAD:compose.yml
new 2 'content of a file' "$(git -C repo rev-parse HEAD:compose.yml)"
new 2 'unknown revision' "$(printf 'a\033]0;title\007b')"
lacks err "$(printf '\033')"
[ -e repo/stolen ] || [ -e repo/.git/stolen ] && bad 'a revision became an option'
status 2 -C repo --new-since
status 2 -C repo --files some
says err 'all, tracked, staged'
# What names a commit in another way is fine: a tag, a tree, the empty tree.
git -C repo tag -a -m note v2
for ref in v1.2 v2 'v2^{commit}' 'HEAD^{tree}' @ HEAD@{0} refs/heads/main heads/main; do
    status 0 -C repo --new-since "$ref"
done
status 1 -C repo --new-since 4b825dc642cb6eb9a060e54bf8d69288fbee4904
# A remote's branch is what was meant where there is no such branch of one's own.
git clone -q repo clone 2>/dev/null && git -C clone checkout -q --detach && git -C clone branch -q -D main
status 2 -C clone --new-since release-7
says err 'did you mean `origin/release-7`'

# No commits, no repository, a bare one, a broken one.
git init -q -b main young && cp clash/compose.yml young && git -C young add .
for ref in HEAD main auto; do
    status 2 -C young --new-since $ref
    says err 'no commits yet'
done
status 2 -C clash --new-since HEAD
says err 'needs a git repository, and .*clash. lies in none'
status 2 -C clash --staged
says err '--staged needs a git repository'
status 2 -C clash --files tracked
git clone -q --bare repo bare.git 2>/dev/null
for option in --staged '--new-since=HEAD'; do
    status 2 -C bare.git $option
    says err 'bare repository'
done
mkdir broken && cp clash/compose.yml broken && echo 'gitdir: nowhere' >broken/.git
status 2 -C broken --staged
says err 'cannot be opened'
status 1 -C broken
status 0 -C clone --new-since auto
git -C clone remote remove origin
status 2 -C clone --new-since auto
says err 'name a revision'

# A conflict: nothing can be committed, and the disk can be checked all the same.
cp -R repo torn
(
    cd torn && git checkout -q -b side && sed 's/4310/4311/' compose.yml >t && mv t compose.yml && git commit -q -a -m side &&
        git checkout -q main && sed 's/4310/4312/' compose.yml >t && mv t compose.yml && git commit -q -a -m main
    git merge -q side >/dev/null 2>&1
)
status 2 -C torn --staged
says err 'in conflict: `compose.yml`.*without --staged'
git -C torn update-index --split-index 2>/dev/null
status 2 -C torn --staged
says err 'in conflict: `compose.yml`'

# No git, or none that may be run.
PATH=/nowhere status 2 -C repo --new-since HEAD
says err 'needs git, and PATH names none'
PATH= status 2 -C repo --new-since HEAD
says err 'needs git'
# What is staged is read without git as long as the disk has it.
PATH=/nowhere status 1 -C repo --staged
cp -R repo dirty && cp calm/compose.yml dirty
PATH=/nowhere status 4 -C dirty -f concise --staged
says out 'compose.yml. cannot be read from git: PATH names no git'
git -C dirty update-index --split-index
PATH=/nowhere status 4 -C dirty --staged
says err 'git cannot list the index: PATH names no git'
# A repository of somebody else, as in a container, is read like one's own.
if [ "$(id -u)" = 0 ]; then
    chown -R 12345 dirty
    status 1 -C dirty --staged
    status 0 -C dirty --new-since HEAD~1
fi
mkdir repo/bin
printf '#!/bin/sh\ntouch "%s/ran"\nexit 0\n' "$work" >repo/bin/git
chmod +x repo/bin/git && cp repo/bin/git repo/git
real=$(dirname "$(command -v git)")
for path in "$work/repo/bin" "$work/repo/bin:$real" ".:$real" "bin:$real" ":$real" "$work/repo:$real" "./bin:$real" \
    "$work/repo/../repo/bin:$real"; do
    (cd repo && PATH=$path "$program" --new-since HEAD~1 >"$work/out" 2>"$work/err")
    [ -e ran ] && bad "PATH=$path ran a git of the tree" && rm ran
done
ln -s "$work/repo/bin" link-to-bin
PATH=$work/link-to-bin:$real status 0 -C repo --new-since HEAD~1
mkdir outside && ln -s "$work/repo/bin/git" outside/git
PATH=$work/outside:$real status 0 -C repo --new-since HEAD~1
[ -e ran ] && bad 'a link led to a git of the tree'
rm -r repo/bin repo/git

# A hostile configuration: whatever it names would leave a file.
printf '#!/bin/sh\ntouch "%s/ran"\ncat\nexit 0\n' "$work" >evil && chmod +x evil
evil=$work/evil
mkdir repo/hooks
for hook in pre-commit post-index-change reference-transaction fsmonitor-watchman post-checkout pre-auto-gc; do
    cp evil repo/hooks/$hook
    cp evil repo/.git/hooks/$hook
done
cp evil git-remote-evil
hostile() { # DIR
    (
        cd "$1" || exit 99
        git config core.fsmonitor "$evil"
        git config core.hooksPath "$work/repo/hooks"
        git config core.pager "$evil"
        git config pager.ls-tree "$evil"
        git config pager.cat-file true
        git config core.editor "$evil"
        git config core.sshCommand "$evil"
        git config core.gitProxy "$evil"
        git config core.askPass "$evil"
        git config core.alternateRefsCommand "$evil"
        git config credential.helper "!$evil"
        git config gpg.program "$evil"
        git config diff.external "$evil"
        git config diff.evil.textconv "$evil"
        git config filter.evil.clean "$evil"
        git config filter.evil.smudge "$evil"
        git config filter.evil.process "$evil"
        git config merge.evil.driver "$evil"
        git config uploadpack.packObjectsHook "$evil"
        git config protocol.allow always
        git config protocol.ext.allow always
        for name in ls-tree cat-file rev-parse merge-base ls-files for-each-ref; do git config "alias.$name" "!$evil"; done
        git config include.path ../../more-config
        printf '* filter=evil diff=evil merge=evil ident\n' >.git/info/attributes
        printf '[core]\n\tfsmonitor = %s\n' "$evil" >"$work/more-config"
    )
}
cp -R repo hostile-repo
hostile hostile-repo
cp calm/compose.yml hostile-repo
for arguments in --staged '--new-since HEAD~1' '--new-since auto' '--new-since nothing' '--staged --new-since HEAD' \
    '--files tracked'; do
    "$program" -C hostile-repo $arguments >out 2>err
    [ $? -le 2 ] || bad "$arguments: the hostile repository could not be read"
done
git --git-dir hostile-repo/.git -c core.fsmonitor=false -c core.hooksPath=/dev/null update-index --split-index 2>/dev/null
rm -f ran
status 1 -C hostile-repo --staged
[ -e ran ] && bad 'a program that .git/config names was run'
# The caller's environment is no way in either.
for variable in GIT_EXTERNAL_DIFF GIT_SSH GIT_SSH_COMMAND GIT_PROXY_COMMAND GIT_ASKPASS GIT_PAGER GIT_EDITOR; do
    env "$variable=$evil" "$program" -C hostile-repo --new-since HEAD~1 >out 2>err
done
env GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.fsmonitor "GIT_CONFIG_VALUE_0=$evil" "GIT_EXEC_PATH=$work" \
    "$program" -C hostile-repo --new-since HEAD~1 >out 2>err
GIT_TRACE=$work/traced GIT_TRACE2=$work/traced status 0 -C hostile-repo --new-since HEAD~1
GIT_DIR=$work/nowhere GIT_WORK_TREE=/ GIT_OBJECT_DIRECTORY=$work/nowhere status 0 -C hostile-repo --new-since HEAD~1
[ -e ran ] || [ -e traced ] && bad 'a variable of the environment reached git'

# A partial clone: contents that are not here are not fetched, whatever transport the configuration names.
cp -R clash source
a_commit source
cp calm/compose.yml source
printf '| Port | Service |\n|---|---|\n| 4310 | lantern |\n' >source/PORTS.md
a_commit source
git -C source config uploadpack.allowFilter true
git clone -q --filter=blob:none "file://$work/source" partial 2>/dev/null || exit 99
for url in "ext::$evil %S" "evil::x" "ssh://host/x" "file://$work/source" "$work/source" "http://127.0.0.1:9/x"; do
    git -C partial config remote.origin.url "$url"
    git -C partial config remote.origin.uploadpack "$evil"
    hostile partial
    rm -f ran
    before=$(find partial/.git/objects | sort)
    PATH=$work:$PATH status 4 -C partial --new-since HEAD~1
    says out 'git does not give the content of compose.yml.*partial clone'
    [ -e ran ] && bad "a transport was started: $url"
    [ "$before" = "$(find partial/.git/objects | sort)" ] || bad "contents were fetched: $url"
done
status 0 -C partial --new-since HEAD

# Replaced objects do not stand for what was committed.
cp -R source replaced
(cd replaced && git replace "$(git rev-parse HEAD~1:compose.yml)" "$(git rev-parse HEAD:compose.yml)") || exit 99
cp clash/compose.yml replaced
status 0 -C replaced --new-since HEAD~1

# Damage.
damage() { # OBJECT: an empty loose object in its place
    file=damaged/.git/objects/$(echo "$1" | sed 's/^../&\//')
    [ -e "$file" ] || bad "no loose object $1"
    chmod u+w "$file" && printf "$2" >"$file"
}
for how in '' 'nonsense' 'x\234K\312\311OR'; do
    rm -rf damaged && cp -R source damaged
    damage "$(git -C damaged rev-parse HEAD~1:compose.yml)" "$how"
    status 4 -C damaged --new-since HEAD~1
    says out 'git does not give the content of compose.yml'
    rm -rf damaged && cp -R source damaged
    damage "$(git -C damaged rev-parse 'HEAD~1^{tree}')" "$how"
    status 4 -C damaged --new-since HEAD~1
    says err 'git cannot read `HEAD~1`: [a-z]'
    rm -rf damaged && cp -R source damaged
    ref=$(git -C damaged rev-parse HEAD~1)
    git -C damaged branch old HEAD~1
    damage "$ref" "$how"
    status 4 -C damaged --new-since old
    says err 'git cannot read'
    rm -rf damaged && cp -R source damaged
    cp clash/compose.yml damaged && git -C damaged add . && cp calm/compose.yml damaged
    damage "$(git -C damaged rev-parse :compose.yml)" "$how"
    status 4 -C damaged -f concise --staged
    says out 'compose.yml.*PC001.*from git'
done
rm -rf damaged && cp -R source damaged && printf 'DIRC nonsense' >damaged/.git/index
status 4 -C damaged --staged
status 0 -C damaged
chmod -R u+w damaged && rm -rf damaged
for line in '[core' '[extensions]
	unheard = of
[core]
	repositoryformatversion = 1'; do
    rm -rf damaged && cp -R source damaged && echo "$line" >>damaged/.git/config
    status 4 -C damaged --new-since main
    says err 'git cannot read `main`: [a-z]'
    status 0 -C damaged
done

# A path in a tree that no tree can have leads nowhere.
cp -R source crafted
blob=$(git -C crafted hash-object -w "$work/clash/compose.yml")
for name in .. .git . .GIT; do
    tree=$(printf '100644 blob %s\t%s\n' "$blob" "$name" | git -C crafted mktree) || exit 99
    status 4 -C crafted --new-since "$tree"
    says err 'cannot be in a tree'
done
# Contents larger than a file may be, and a tree within trees that never ends.
cp -R source large
head -c 5000000 /dev/zero | tr '\0' '#' >large/compose.yml && a_commit large && cp calm/compose.yml large/compose.yml
a_commit large
status 0 -C large --new-since HEAD~1
cp large/compose.yml t && head -c 5000000 /dev/zero | tr '\0' '#' >large/compose.yml && git -C large add . && cp t large/compose.yml
status 4 -C large -f concise --staged
says out 'PC004'
blob=$(git -C crafted hash-object -w "$work/calm/compose.yml")
tree=$(printf '100644 blob %s\tcompose.yml\n' "$blob" | git -C crafted mktree)
for level in 1 2 3 4 5 6 7; do
    tree=$(for n in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\t%s\n' "$tree" $n; done | git -C crafted mktree)
done
status 4 -C crafted --new-since "$tree"
says err 'more than 200000 files'

finish
