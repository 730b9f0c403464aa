#!/bin/sh
# Help fits a screen, the man page says all that the help says, and mandoc finds nothing wrong with it.
. "$(dirname "$0")/../cli/lib.sh"

# fits ARGUMENT...: no line of the help is wider than 80 columns.
fits() {
    status 0 "$@"
    awk 'length($0) > 80 { print "    " $0; wide = 1 } END { exit wide }' out || bad "portcheck $*: wider than 80 columns"
}

fits --help
[ "$(wc -l <out)" -le 50 ] || bad "--help has $(wc -l <out) lines"
cp out whole
status 0 help
cmp -s out whole || bad '`help` and `--help` differ'
sed -n 's/^  \([a-z][a-z]*\)  *[A-Z].*/\1/p' whole >commands
[ "$(wc -l <commands)" -ge 6 ] || bad 'the help lists too few commands'

status 0 help -f man
cp out portcheck.1
# Without its escapes, for looking things up.
sed 's/\\(ga/`/g; s/\\&//g; s/\\e/\\/g' portcheck.1 >man
while read -r command; do
    fits "$command" --help
    cp out one
    status 0 help "$command"
    cmp -s out one || bad "\`help $command\` and \`$command --help\` differ"
    grep -qx ".Ss portcheck $command" man || bad "the man page has no command $command"
    # The part of the man page that is about the command.
    awk -v title=".Ss portcheck $command" '$0 == title { on = 1; next } /^\.S[hs]/ { on = 0 } on' man >part
    sed -n 's/^  \(-., \|    \)--\([^ ]*\).*/\2/p' one >options
    [ -s options ] || bad "$command --help names no option"
    while read -r option; do
        grep -Fq -e "Fl -$option" part || bad "the man page of $command lacks --$option"
    done <options
done <commands
"$program" rules | sed -n 's/^  \(PC[0-9]*\)  \([a-z-]*\) .*/.It Cm \1 \2/p' >rules
[ "$(wc -l <rules)" -ge 40 ] || bad 'too few rules'
while read -r line; do
    grep -Fqx -e "$line" man || bad "the man page lacks: $line"
done <rules
LC_ALL=C grep -n '[^ -~]' portcheck.1 && bad 'the man page holds bytes that are not ASCII'

if command -v mandoc >/dev/null 2>&1; then
    mandoc -T lint -W warning portcheck.1 >lint 2>&1 || {
        bad 'mandoc finds faults:'
        head -n 20 lint
    }
else
    echo 'mandoc is not installed: its lint is left out'
fi

# Families, and nearest words.
status 0 explain PC3
says out '^  PC301 '
lacks out '^  PC201 '
cp out one
status 0 explain drift
cmp -s out one || bad '`explain PC3` and `explain drift` differ'
status 2 explain PC7
status 2 completions bsh
says err 'did you mean `bash`'
status 2 completions
status 2 help -f mn
says err 'did you mean `man`'
status 2 explain -f markdwn PC201
says err 'did you mean `markdown`'
finish
