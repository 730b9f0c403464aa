# What fish offers behind a command line: complete.fish COMPLETION_FILE WORD... (the last word is the one being written).
source $argv[1]
complete -C -- (string join -- ' ' $argv[2..-1]) | string replace -r '\t.*' ''
