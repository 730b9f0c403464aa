#!/bin/sh
# Completion, tried in the shells themselves: what each offers is what --help lists and what the program accepts.
#
#   completions.sh PROGRAM        shells that are not installed are left out, and said
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/lib.sh"

# offered SHELL WORD...: what is offered for the last word, sorted, in the file offered.
offered() {
    shell=$1
    shift
    case $shell in
    bash) bash "$here/complete.bash" "$work/completion.bash" "$@" ;;
    fish)
        HOME=$work fish --no-config "$here/complete.fish" "$work/completion.fish" "$@" |
            sed 's/^--[a-z-]*=\(.\)/\1/' # fish repeats the option
        ;;
    zsh)
        : >"$work/zsh.out"
        OUT=$work/zsh.out HOME=$work timeout 60 zsh -f "$here/complete.zsh" "$work/zsh" "$@"
        ;;
    esac 2>"$work/shell.err" | sort -u >"$work/offered"
    cat "$work/shell.err" >>"$work/offered"
}

# equal WHAT: the files wanted (sorted) and offered.
equal() {
    cmp -s "$work/wanted" "$work/offered" || {
        bad "$1: < wanted, > offered"
        diff "$work/wanted" "$work/offered" | head -n 20
    }
}

# The options of a command as its help lists them, with their negations.
options_of() {
    "$program" "$1" --help | sed -n 's/^  \(-., \|    \)--\([^ ]*\).*/\2/p' |
        sed 's/^\[no-\]\(.*\)/--\1\n--no-\1/; t; s/^/--/' | sort -u
}

# Option and values, for each option of a command that refuses a wrong value by naming the right ones.
choices_of() {
    "$program" "$1" --help | sed -n 's/^  \(-., \|    \)--\([^ ]*\) [A-Z].*/\2/p' | sed 's/^\[no-\]//' |
        while read -r option; do
            "$program" "$1" "--$option" zzzzzzzz 2>&1 | sed -n "s/.*is not one of \([a-z, -]*\).*/$option \1/p" | tr -d ,
        done
}

"$program" --help | sed -n 's/^  \([a-z][a-z]*\)  *[A-Z].*/\1/p' | sort >commands
[ "$(wc -l <commands)" -ge 6 ] || bad 'the help lists too few commands'
"$program" completions bash >completion.bash
"$program" completions fish >completion.fish
mkdir zsh folder
"$program" completions zsh >zsh/_portcheck
: >folder/file.md

tried=
for shell in bash zsh fish; do
    command -v $shell >/dev/null 2>&1 || {
        echo "$shell is not installed: left out"
        continue
    }
    tried="$tried $shell"
    while read -r command; do
        options_of "$command" >wanted
        offered $shell portcheck "$command" --
        # Of zsh and fish the short ones come with them.
        sed -i '/^-.$/d' offered
        equal "$shell: portcheck $command --"
        choices_of "$command" >choices
        while read -r option values; do
            echo "$values" | tr ' ' '\n' | sort >wanted
            offered $shell portcheck "$command" "--$option" ''
            equal "$shell: portcheck $command --$option"
        done <choices
    done <commands
    "$program" list --help | sed -n '/^Lists:/,/^$/s/^  \([a-z]*\) .*/\1/p' | sort >wanted
    offered $shell portcheck list ''
    equal "$shell: portcheck list"
    printf '%s\n' bash fish zsh >wanted
    offered $shell portcheck completions ''
    equal "$shell: portcheck completions"
    # Without a command the options are those of check; the value may stand behind `=`.
    options_of check | grep '^--fail' >wanted
    offered $shell portcheck --fail
    equal "$shell: portcheck --fail"
    echo warning >wanted
    offered $shell portcheck --fail-on=wa
    equal "$shell: portcheck --fail-on=wa"
    # The value of an option is no command.
    offered $shell portcheck -C list --fail-on wa
    equal "$shell: portcheck -C list --fail-on wa"
    # Lists with commas, first words, files.
    offered $shell portcheck --select PC1,port-col
    grep -q '^\(PC1,\)\{0,1\}port-collision$' offered || bad "$shell: --select PC1,port-col does not offer port-collision"
    offered $shell portcheck ex
    grep -qx explain offered || bad "$shell: portcheck ex does not offer explain"
    offered $shell portcheck folder/f
    grep -q 'file.md$' offered || bad "$shell: portcheck folder/f does not offer the file"
    offered $shell portcheck explain PC20
    grep -qx PC201 offered || bad "$shell: portcheck explain PC20 does not offer PC201"
done
echo "tried:$tried"
finish
