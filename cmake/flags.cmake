# Compiler flags of every target. POSIX.1-2008 for openat and friends; everything else is C17.
add_compile_definitions(_POSIX_C_SOURCE=200809L _XOPEN_SOURCE=700)
add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes
  -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wimplicit-fallthrough
  $<$<BOOL:${PORTCHECK_WERROR}>:-Werror>)
if(PORTCHECK_FUZZ)
  # Everything is instrumented for coverage; only the fuzz targets get libFuzzer's main (tests/fuzz).
  add_compile_options(-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(PORTCHECK_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
else()
  add_compile_options($<$<CONFIG:Release>:-fstack-protector-strong> $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
  add_link_options($<$<CONFIG:Release>:LINKER:-z,relro,-z,now>)
  add_link_options(LINKER:--as-needed) # of two libraries of one package only the one in use is loaded
endif()
