#!/bin/sh
# Are programs and libraries built as those should be that read strangers' files?
#
#   tests/install/hardened.sh PROGRAM...
#
# Position-independent, all relocations made at the start and read-only then, no executable stack, stack protector and
# checked library calls. Prints what is missing and exits 1 when anything is; 77 without readelf.
set -u
command -v readelf >/dev/null 2>&1 || {
    echo 'skipped: no readelf' && exit 77
}
missing=0
needs() { # WHAT PATTERN READELF-OPTION
    readelf -W "$3" "$program" | grep -Eq "$2" || {
        echo "$program: $1"
        missing=1
    }
}
for program; do
    needs 'is not position-independent' 'Type: +DYN' -h
    needs 'has no read-only relocations' 'GNU_RELRO' -l
    needs 'binds symbols late' 'BIND_NOW|FLAGS_1.*NOW' -d
    needs 'has an executable stack' 'GNU_STACK .* RW ' -l
    needs 'has no stack protector' '__stack_chk_fail' --dyn-syms
    needs 'has no checked library calls (_FORTIFY_SOURCE)' '__(mem(cpy|move|set)|vsnprintf|snprintf|fprintf|read)_chk' --dyn-syms
done
exit $missing
