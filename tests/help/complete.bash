#!/usr/bin/env bash
# What bash offers behind a command line: complete.bash COMPLETION_FILE WORD... (the last word is the one being written). Words are
# cut at `=` as readline does.
source "$1"
shift
COMP_WORDS=()
for word in "$@"; do
    if [[ $word == --*=* ]]; then
        COMP_WORDS+=("${word%%=*}" =)
        [[ -z ${word#*=} ]] || COMP_WORDS+=("${word#*=}")
    else
        COMP_WORDS+=("$word")
    fi
done
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
complete -p portcheck >/dev/null || exit 1
_portcheck portcheck "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
