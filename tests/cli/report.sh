#!/bin/sh
# report: verdicts, what --since says, --check and its dates, links, files, and bad input.
cases=$(cd "$(dirname "$0")/../cases" && pwd)
. "$(dirname "$0")/lib.sh"

# verdict WORDS ARGUMENT...: the row of `ledger` has this verdict; "": none of its rows has one of drift.
verdict() {
    words=$1
    shift
    status 0 report -C tree -f csv "$@"
    grep '^service,ledger,' out >rows || : >rows
    if [ -n "$words" ]; then
        grep -q ",$words," rows || {
            bad "ledger is not: $words"
            cat rows
        }
    elif grep -Eq ',(statements disagree|documents are stale|plan is stale|the deployment stands alone|three-way|moved half-way [^,]*|only the development default differs),' rows; then
        bad 'ledger should not drift'
        cat rows
    fi
}
# tree PLANNED DOCUMENTED DEPLOYED DEFAULT [CALLER [HEALTH]]: what each side says of ledger; -: it says nothing.
tree() {
    rm -rf tree && mkdir -p tree/services/ledger
    [ "$1" = - ] || printf '# Ports\n\n| Port | Service |\n|---|---|\n| %s | ledger |\n' "$1" >tree/PORTS.md
    [ "$2" = - ] || printf '# ledger\n\n## Port: %s\n' "$2" >tree/services/ledger/README.md
    [ "$4" = - ] || printf 'const port = process.env.PORT || %s;\napp.listen(port);\n' "$4" >tree/services/ledger/server.js
    [ "$3" = - ] && return
    {
        printf 'services:\n  ledger:\n    build: ./services/ledger\n    environment:\n      PORT: %s\n    ports: ["%s:%s"]\n' "$3" "$3" "$3"
        [ -z "${6-}" ] || printf '    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:%s/health"]\n' "$6"
        [ -z "${5-}" ] || for number in $3 $5; do
            printf '  caller%s:\n    image: registry.example/caller:1\n    environment:\n      LEDGER_URL: http://ledger:%s\n' "$number" "$number"
        done
    } >tree/compose.yml
}

tree 4101 4101 4101 4101
verdict ''
tree 4101 - - -
verdict ''
tree - - 4101 4101
verdict ''
tree 4107 4101 4101 4101
verdict 'plan is stale'
tree 4107 - 4101 -
verdict 'plan is stale'
tree 4101 4107 4101 -
verdict 'documents are stale'
tree - 4107 4101 -
verdict 'documents are stale'
tree 4107 4107 4101 -
verdict 'the deployment stands alone'
printf '\n## Real ports today\n\n- ledger `4101`\n' >>tree/PORTS.md # a list that bears the deployment out
verdict 'plan is stale'
says out '^service,ledger,.*,4107,'
tree 4107 4108 4101 -
verdict 'three-way'
tree 4107 4108 - -
verdict 'statements disagree'
tree 4101 4101 4101 4109
verdict 'only the development default differs'
tree 4101 4101 - 4109
verdict 'only the development default differs'
tree 4101 4101 4101 3000 # what a framework takes was chosen by nobody
verdict ''
tree - 4107 - 4101
verdict 'documents are stale'
tree 4107 4107 - 4107
verdict ''

# Half-way: two callers of one network, or a mapping and its healthcheck; the forgotten places are counted with those
# of plan and documents that give the same number.
tree 4101 4101 4101 - 4106
verdict 'moved half-way (4 of 5 places)'
status 0 report -C tree -f json
says out '"verdict": "half-moved"'
# Once two callers disagree every other one is a place as well: scrape targets and documents, right ones and wrong ones.
mkdir tree/docs tree/services/caller
printf 'scrape_configs:\n  - job_name: ledger\n    static_configs:\n      - targets: ["ledger:4106"]\n  - job_name: again\n    static_configs:\n      - targets: ["ledger:4101"]\n' >tree/docs/prometheus.yml
printf '# caller\n\n| Variable | Value |\n|---|---|\n| `LEDGER_URL` | `http://ledger:4106` |\n' >tree/services/caller/README.md
printf '  watcher:\n    image: prom/prometheus:v3\n    volumes: ["./docs/prometheus.yml:/etc/prometheus/prometheus.yml"]\n' >>tree/compose.yml
verdict 'moved half-way (5 of 8 places)'
status 0 report -C tree -f md
says out 'Forgotten: \[`compose.yml:[0-9]*`\]\([^)]*\) \(4106\), \[`docs/prometheus.yml:4`\]\([^)]*\) \(4106\), \[`services/caller/README.md:5`\]'
status 0 show -C tree ledger
says out '^  moved half-way \(5 of 8 places\)  in compose.yml  planned 4101; documented 4101; deployed 4101$'
says out '^forgotten in compose.yml$'
says out '^  scraped +4106 +by watcher +docs/prometheus.yml:4:'
tree 4101 4101 4101 - '' 4106
verdict 'moved half-way (3 of 4 places)'
tree 4101 4101 4101 - 4101 4101 # nobody disagrees
verdict ''
tree 4101 4108 4101 - 4106 # documents give a third number: they are stale for another reason
verdict 'documents are stale'
tree 4107 4107 - - # one side only has no roles to disagree
verdict ''

# Report and findings never differ: each finding about drift has a row that says so, each such row a finding.
for case in "$cases"/*/tree; do
    "$program" report -C "$case" -f csv --no-config >out 2>/dev/null
    tr -d '\r' <out >rows
    awk -F, -v OFS=, '
        $1 == "service" && $10 ~ /stale|three-way|stands alone|disagree|half-way|default differs/ { drift[$2] = $10; if ($10 !~ /half-way|default differs/ && $15 == "") print "no finding: " $2 " " $10 }
        $1 == "finding" && $15 ~ /^PC30[127]$/ && $2 !~ /;/ { found[$2] = $15 }
        END { for (name in found) if (!(name in drift)) print "no row: " name " " found[name] }' rows >wrong
    [ ! -s wrong ] || {
        bad "$(basename "$(dirname "$case")"): $(cat wrong)"
    }
done

# --since: a plan that follows, another that does not, and a move that reached some places only.
tree 4101 4101 4101 -
a_commit tree
verdict '' --since HEAD
tree_of() { sed "s/4101/$2/" tree/"$1" >one && cp one tree/"$1"; }
tree_of PORTS.md 4108
sed 's/4101/4108/g' tree/compose.yml >one && cp one tree/compose.yml
verdict 'moved half-way (2 of 3 places)' --since HEAD
says out '^service-news,ledger,.*,moved half-way \(2 of 3 places\),,new,.*before: all agree'
says out '^finding-news,.*,new,.*PC301'
verdict 'documents are stale'
a_commit tree
tree_of services/ledger/README.md 4108
verdict '' --since HEAD
says out '^service-news,ledger,.*,all agree,,fixed,.*before: documents are stale'
says out '^finding-news,.*,fixed,.*PC301'
sed 's/4108/4109/g' tree/PORTS.md >one && cp one tree/PORTS.md
sed 's/4108/4110/' tree/services/ledger/README.md >one && cp one tree/services/ledger/README.md
verdict 'three-way' --since HEAD
says out '^service-news,ledger,.*,three-way,,changed,'
status 2 report -C tree --since no-such-thing
says err 'portcheck: --since: unknown revision'
lacks err 'new-since'
status 2 report -C calm --since HEAD
says err '^portcheck: --since needs a git repository'

# --check: dates of last changes come and go; nothing else may.
tree 4107 4101 4101 -
(cd tree && git init -q -b main .)
for format in md html json csv; do
    status 0 report -C tree -o "tree/drift.$format"
    status 0 report -C tree -o "tree/drift.$format" --check
done
GIT_AUTHOR_DATE='2031-02-03T12:00:00Z' a_commit tree
status 0 report -C tree -f json
says out '"changed": "2031-02-03"'
for format in md html json csv; do
    status 0 report -C tree -o "tree/drift.$format" --check # written before the commit, without dates
    status 0 report -C tree -o "tree/drift.$format"
done
a_commit tree
git clone -q --depth 1 "file://$work/tree" shallow 2>/dev/null || bad 'no shallow clone'
status 0 report -C shallow -f json
says out '"changed": null'
for format in md html json csv; do
    status 0 report -C shallow -o "shallow/drift.$format" --check
    # What git makes of the lines' ends in a checkout is no difference; a line more is one.
    tr -d '\r' <"shallow/drift.$format" >one && cp one "shallow/drift.$format"
    status 0 report -C shallow -o "shallow/drift.$format" --check
    sed "s/\$/$(printf '\r')/" one >"shallow/drift.$format"
    status 0 report -C shallow -o "shallow/drift.$format" --check
    { cat one && echo; } >"shallow/drift.$format"
    status 1 report -C shallow -o "shallow/drift.$format" --check
    cp one "shallow/drift.$format"
done
sed 's/4107/4106/' shallow/PORTS.md >one && cp one shallow/PORTS.md
for format in md html json csv; do
    status 1 report -C shallow -o "shallow/drift.$format" --check
    says err 'is not what would be written today; the same command without --check'
done
status 1 report -C tree -o nothing.md --check
says err 'there is no `nothing.md`'
status 2 report -C tree --check
says err 'needs the file'
sed 's/2031-02-03/yesterday/' tree/drift.csv >tree/other.csv # no date, and not the blank either
status 1 report -C tree -o tree/other.csv --check
# A line that changed since has no date, the others keep theirs.
printf '\nmore\n' >>tree/PORTS.md
status 0 report -C tree -f json
says out '"changed": "2031-02-03"'
sed 's/| 4107 /| 4107  /' tree/PORTS.md >one && cp one tree/PORTS.md
status 0 report -C tree -f json
says out '"changed": null'

# Links.
status 0 report -C tree -f json
says out '"link": "PORTS.md\?plain=1#L5"'
says out '"link": "compose.yml#L6"'
status 0 report -C tree -f json --link-base https://user:secret@code.example/a/b/blob/main
says out '"link": "https://code.example/a/b/blob/main/compose.yml#L6"'
lacks out 'secret'
status 0 report -C tree -f json --link-base https://code.example/a/b/-/blob/main//
says out '"link": "https://code.example/a/b/-/blob/main/compose.yml#L6"'
for wrong in 'javascript:alert(1)' 'https://code.example/"onclick' 'https://code.example/a b' ''; do
    status 2 report -C tree --link-base "$wrong"
done
status 2 report -C tree --link-base auto
says err 'no remote `origin`'
commit=$(git -C tree rev-parse HEAD)
origin() {
    git -C tree remote remove origin 2>/dev/null
    git -C tree remote add origin "$1"
    status 0 report -C tree -f json --link-base auto
    says out "\"link\": \"$2$commit/compose.yml#L6\""
    lacks out 'token'
}
origin https://robot:token@github.com/a/b.git https://github.com/a/b/blob/
origin git@github.com:a/b.git https://github.com/a/b/blob/
origin ssh://git@gitlab.example:2222/a/b/c https://gitlab.example/a/b/c/-/blob/
git -C tree remote set-url origin https://token@code.example/a/b
status 2 report -C tree --link-base auto
says err 'neither at GitHub nor at GitLab'
lacks err 'token'
GITLAB_CI=true CI_PROJECT_URL=https://lab.example/a/b CI_COMMIT_SHA=0123abcd
export GITLAB_CI CI_PROJECT_URL CI_COMMIT_SHA
status 0 report -C tree -f json --link-base auto
says out '"link": "https://lab.example/a/b/-/blob/0123abcd/compose.yml#L6"'
unset GITLAB_CI CI_PROJECT_URL CI_COMMIT_SHA

# Files and formats.
status 0 report -C clash -o page.html
grep -q '^<!DOCTYPE html>' page.html || bad 'the ending does not choose the format'
status 0 report -C clash -f json -o page.html
grep -q '^{$' page.html || bad 'a given format does not win'
status 4 report -C clash -o no/such/folder.md
says err 'its directory does not exist'
status 4 report -C clash -o "$work"
status 2 report -C clash -f yaml
status 2 report -C clash compose.yml
says err 'report takes no paths'
status 3 report -C bare
status 0 report -C bare --allow-empty -f csv
[ "$(wc -l <out)" = 1 ] || bad 'an empty tree has rows'
status 0 report -C clash -f csv # findings, and neither ranges nor a registry
says out '^finding,.*,error,PC201,'

# A range that a heading gives to a host counts what is on that host; one that names none, everything.
mkdir hosts
printf '# Ports\n\n## Rack (10.0.0.5)\n\n### Sea (4310-4319)\n\n| Port | Service |\n|---|---|\n| 4310 | wave |\n\n## Shed (10.0.0.6)\n\n### Sky (4310-4329)\n\n| Port | Service |\n|---|---|\n| 4310 | cloud |\n| 4311 | wind |\n' >hosts/PORTS.md
status 0 report -C hosts -f csv
says out '^range,,Rack,4310-4319,.*,1 planned; 0 bound; 0 reserved; 9 free of 10,.*,4311,'
says out '^range,,Shed,4310-4329,.*,2 planned; 0 bound; 0 reserved; 18 free of 20,.*,4312,'
status 0 report -C hosts -f md
says out '\| Sea on `Rack` \|'
status 0 report -C hosts -f html
says out 'Sea</bdi> <span class="sum">on <bdi>Rack</bdi></span>'

# What is narrowed.
status 0 report -C clash -f csv --service anchor
lacks out '^service,lantern,'
status 0 report -C clash -f csv --range 1-100
lacks out '^service,'
status 2 report -C clash --host nowhere

# A report in the tree is no registry.
mkdir alone && cp clash/compose.yml alone/
status 0 report -C alone -o alone/PLAN_OF_PORTS.md
status 0 report -C alone -f csv
lacks out 'PLAN_OF_PORTS'

# CSV is RFC 4180, and nothing in it is a formula.
mkdir sheet
printf '# Ports\n\n| Port | Service |\n|---|---|\n| 4101 | =cmd() |\n| 4102 | a,"b" |\n| 4103 | @sum |\n' >sheet/PORTS.md
status 0 report -C sheet -f csv
[ "$(grep -c "$(printf '\r')\$" out)" = "$(wc -l <out)" ] || bad 'a line does not end in CRLF'
if grep -Eq '(^|,)"?[=@+-]' out; then bad 'a cell is a formula'; fi

finish
