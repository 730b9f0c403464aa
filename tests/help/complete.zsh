# What zsh offers behind a command line: complete.zsh FOLDER_OF_COMPLETION WORD... (the last word is the one being written). A second
# zsh gets the line through a terminal; what it would add goes to the file $OUT.
zmodload zsh/zpty
folder=$1
shift
zpty shell zsh -f -i
zpty -w shell "fpath=($folder \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w shell 'zstyle ":completion:*" insert-tab false; zstyle ":completion:*" verbose no'
zpty -w shell 'compadd() {
    local -a __hits
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "$@"
        return
    fi
    builtin compadd -A __hits "$@" >/dev/null 2>&1
    (($#__hits)) && print -l -- "${(@)__hits/#/<<}" >>$OUT
    builtin compadd "$@"
}'
zpty -w shell 'capture() { zle complete-word; exit }; zle -N capture'
zpty -w shell "OUT=$OUT; bindkey '^I' capture"
# The prompt comes when the line editor listens; what is written earlier the terminal itself would edit.
zpty -w shell "PROMPT='<<listen''ing>>'"
zpty -r shell screen "*<<listening>>*" || exit 1
zpty -w -n shell "${(j: :)@}"$'\t'
while zpty -r shell screen; do :; done
zpty -d shell
sed -n 's/^<<//p' $OUT
