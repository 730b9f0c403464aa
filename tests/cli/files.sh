#!/bin/sh
# Reports in files: several at once, whole or not at all, and the exit code when one could not be written.
. "$(dirname "$0")/lib.sh"

# none_left DIR: no temporary file was left behind.
none_left() {
    [ -z "$(find "$1" -name '.portcheck-*')" ] || bad "$1: a temporary file was left"
}

status 1 -C clash
cp out plain
status 1 -C clash -o full.txt
cmp -s plain full.txt || bad '-o: the file differs from stdout'
[ -s out ] && bad '-o: something on stdout'
says err '1 error'
status 1 -C clash -q -o full.txt
[ -s err ] && bad '-o -q: something on stderr'
status 1 -C clash --color always --hyperlinks always -o full.txt
cmp -s plain full.txt || bad '-o: colours or links in a file'
status 1 -C clash -o -
cmp -s plain out || bad '-o -: not stdout'

# Several at once, beside stdout, each what it is alone.
status 1 -C clash -f concise --also json=a.json --also sarif=a.sarif --also=full=a.txt
says out '^compose.yml:7:14: error\[PC201\]'
cmp -s plain a.txt || bad '--also full: not the same'
"$program" -C clash -f sarif >b.sarif 2>err
cmp -s a.sarif b.sarif || bad '--also sarif: not the same'
"$program" -C clash -f json >b.json 2>err
cmp -s a.json b.json || bad '--also json: not the same'
none_left .

# A file that is there is replaced, with its mode; a link leads to its file.
printf 'old old old\n' >old
chmod 640 old
ln -s old link
status 1 -C clash -o link -f concise
[ -L link ] || bad 'a link was replaced'
grep -q PC201 old || bad 'the file behind a link was not written'
[ "$(stat -c %a old)" = 640 ] || bad 'the mode was not kept'
(umask 027 && "$program" -C clash -o new >out 2>err)
[ "$(stat -c %a new)" = 640 ] || bad 'the umask does not count for a new file'

# refused FILE WORDS: exit 4, a message that names the file and says why; the other files and stdout are served.
refused() {
    file=$1
    shift
    status 4 -C clash -f concise --also "json=$file" --also sarif=other.sarif
    says err "^portcheck: \`.*\` could not be written: $*"
    says out PC201
    [ -s other.sarif ] || bad "$file: the other file was not written"
    rm -f other.sarif
    status 4 -C clash --exit-zero -o "$file"
    [ -s out ] && bad "$file: the report went to stdout"
    status 4 -C calm -o "$file"
}
mkdir directory
refused directory 'Is a directory'
refused directory/ 'Is a directory'
refused nowhere/report.json 'its directory does not exist'
refused calm/compose.yml/report.json 'Not a directory'
ln -s nowhere/at/all dangling
refused dangling 'its directory does not exist'
refused "$(printf '%0300d' 0)" 'File name too long'
[ -w /dev/full ] && refused /dev/full 'No space left on device'
mkfifo pipe
refused pipe 'nobody reads from it'
if [ "$(id -u)" != 0 ]; then
    mkdir locked
    chmod 555 locked
    refused locked/report.json 'Permission denied'
    printf 'mine\n' >readonly
    chmod 444 readonly
    refused readonly 'Permission denied'
    grep -q mine readonly || bad 'a read-only file was replaced'
fi

# A limit on the size of files is a full disk for one file: the old file stays, nothing else is left.
printf 'old\n' >limited
(
    ulimit -f 1
    "$program" -C clash -f sarif -o limited >/dev/null 2>&1
    echo $? >code
)
[ "$(cat code)" = 4 ] || bad "over the size limit: exit $(cat code), wanted 4"
[ "$(cat limited)" = old ] || bad 'half a report replaced the old file'
none_left .

# Pipes: complete, also more than one holds; a reader that goes away is a loss.
mkdir much
awk 'BEGIN {
    print "services:"
    for (i = 0; i < 4000; i++)
        printf "  lantern-of-the-harbour-number-%d:\n    image: registry.example/l:1\n    ports: [\"%d:80\"]\n", i, 10000 + int(i / 2)
}' >much/compose.yml
(sleep 1 && cat) <pipe >piped &
"$program" -C much -f json -o pipe 2>err
[ $? = 1 ] || bad 'into a pipe: another exit code'
wait
"$program" -C much -f json >whole 2>err
[ "$(wc -c <whole)" -gt 1048576 ] || bad 'not more than a mebibyte'
cmp -s whole piped || bad 'into a pipe: not complete'
head -c 10 <pipe >head &
"$program" -C much -f json -o pipe 2>err
[ $? = 4 ] || bad 'a reader that went away: not exit 4'
wait
says err 'could not be written: Broken pipe'

# The configuration's files: below the root, wherever the run stands; not with --no-config.
cp -R clash wanted
mkdir wanted/reports
cat >wanted/portcheck.yml <<'TREE'
output:
  - { format: sarif, path: portcheck.sarif }
  - { format: junit, path: reports/ports.xml }
TREE
(cd wanted/reports && "$program" -f concise >"$work/out" 2>"$work/err")
[ -s wanted/portcheck.sarif ] && [ -s wanted/reports/ports.xml ] || bad 'output: a file was not written'
rm -f wanted/portcheck.sarif wanted/reports/ports.xml
status 1 -C wanted --no-config
[ -e wanted/portcheck.sarif ] && bad '--no-config: a file was written'
ln -s "$work/calm" wanted/away
# unwanted FORMAT-AND-PATH PATTERN: wrong configuration, exit 2.
unwanted() {
    printf 'output: [{ %s }]\n' "$1" >wanted/portcheck.yml
    status 2 -C wanted
    says err "$2"
}
unwanted 'format: srif, path: a' 'did you mean .sarif'
unwanted 'format: sarif' 'needs .format. and .path.'
unwanted 'format: sarif, path: ../a' 'no path of a file below'
unwanted "format: sarif, path: $work/a" 'no path of a file below'
unwanted 'format: sarif, path: .git/hooks/post-checkout' 'outside of .git'
unwanted 'format: sarif, path: sub/.GIT/config' 'outside of .git'
unwanted 'format: sarif, path: "a\0b"' 'no path of a file below'
unwanted 'format: sarif, path: a }, { format: json, path: a' 'written twice'
printf 'output: [{ format: sarif, path: away/a.sarif }, { format: json, path: b.json }]\n' >wanted/portcheck.yml
status 4 -C wanted
[ -e calm/a.sarif ] && bad 'a file was written through a link out of the root'
[ -s wanted/b.json ] || bad 'the other file was not written'
# Nothing that the run read is written over, nor its configuration.
for path in compose.yml portcheck.yml; do
    printf 'output: [{ format: json, path: %s }, { format: json, path: b.json }]\n' $path >wanted/portcheck.yml
    cp wanted/$path before
    rm -f wanted/b.json
    status 4 -C wanted
    says err "\`$path. is not written: this run read it"
    cmp -s wanted/$path before || bad "output: $path was written over"
    [ -s wanted/b.json ] || bad 'the other file was not written'
done

finish
