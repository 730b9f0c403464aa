# What zsh offers behind a command line: complete.zsh FOLDER_OF_COMPLETION WORD... (the last word is the one being written). A second
# zsh gets the line through a terminal; what it would add goes to the file $OUT.
zmodload zsh/zpty
folder=$1
shift
zpty shell zsh -f -i
feed() { zpty -w shell "$1" }
feed "PROMPT=; unsetopt zle_bracketed_paste 2>/dev/null; stty -echo 2>/dev/null; fpath=($folder \$fpath); autoload -Uz compinit; compinit -u -D"
feed 'zstyle ":completion:*" insert-tab false; zstyle ":completion:*" verbose no'
feed 'compadd() {
    local -a __hits
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "$@"
        return
    fi
    builtin compadd -A __hits "$@" >/dev/null 2>&1
    (($#__hits)) && print -l -- "${(@)__hits/#/<<}" >>$OUT
    builtin compadd "$@"
}'
feed "OUT=$OUT; bindkey '^I' complete-word"
feed 'print -r -- READY''NOW'
while zpty -r shell line; do [[ $line == *READYNOW* ]] && break; done
zpty -w -n shell "${(j: :)@}"$'\t'
# What comes next only has to come after the completion.
zpty -w -n shell $'\C-u'
feed 'print -r -- DONE''NOW'
while zpty -r shell line; do [[ $line == *DONENOW* ]] && break; done
zpty -d shell
sed -n 's/^<<//p' $OUT
