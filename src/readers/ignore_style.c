#include "ignore_style.h"

#include "path.h"

#define C_LIKE (PC_COMMENT_SLASHES | PC_COMMENT_BLOCK | PC_COMMENT_QUOTES)

/* By the end of the name. Whatever is not here has # and quotes. */
static const struct {
    const char *end;
    unsigned style;
} styles[] = {
    {".yml", PC_COMMENT_HASH | PC_COMMENT_TREE},
    {".yaml", PC_COMMENT_HASH | PC_COMMENT_TREE},
    {".toml", PC_COMMENT_HASH | PC_COMMENT_QUOTES | PC_COMMENT_TRIPLE},
    {".json", C_LIKE},
    {".jsonc", C_LIKE},
    {".json5", C_LIKE},
    {".js", C_LIKE | PC_COMMENT_BACKTICK},
    {".jsx", C_LIKE | PC_COMMENT_BACKTICK},
    {".mjs", C_LIKE | PC_COMMENT_BACKTICK},
    {".cjs", C_LIKE | PC_COMMENT_BACKTICK},
    {".ts", C_LIKE | PC_COMMENT_BACKTICK},
    {".tsx", C_LIKE | PC_COMMENT_BACKTICK},
    {".mts", C_LIKE | PC_COMMENT_BACKTICK},
    {".cts", C_LIKE | PC_COMMENT_BACKTICK},
    {".go", C_LIKE | PC_COMMENT_BACKTICK},
    {".rs", C_LIKE},
    {".java", C_LIKE | PC_COMMENT_TRIPLE},
    {".kt", C_LIKE | PC_COMMENT_TRIPLE},
    {".kts", C_LIKE | PC_COMMENT_TRIPLE},
    {".scala", C_LIKE | PC_COMMENT_TRIPLE},
    {".swift", C_LIKE | PC_COMMENT_TRIPLE},
    {".groovy", C_LIKE | PC_COMMENT_TRIPLE},
    {".gradle", C_LIKE},
    {".dart", C_LIKE | PC_COMMENT_TRIPLE},
    {".c", C_LIKE},
    {".h", C_LIKE},
    {".cc", C_LIKE},
    {".cpp", C_LIKE},
    {".hpp", C_LIKE},
    {".cs", C_LIKE},
    {".fs", C_LIKE | PC_COMMENT_TRIPLE},
    {".zig", C_LIKE},
    {".v", C_LIKE},
    {".proto", C_LIKE},
    {".php", C_LIKE | PC_COMMENT_HASH},
    {".tf", C_LIKE | PC_COMMENT_HASH},
    {".hcl", C_LIKE | PC_COMMENT_HASH},
    {".nix", PC_COMMENT_BLOCK | PC_COMMENT_HASH | PC_COMMENT_QUOTES},
    {".vue", C_LIKE | PC_COMMENT_BACKTICK | PC_COMMENT_TAGS},
    {".svelte", C_LIKE | PC_COMMENT_BACKTICK | PC_COMMENT_TAGS},
    {".html", PC_COMMENT_TAGS},
    {".xml", PC_COMMENT_TAGS},
    {".plist", PC_COMMENT_TAGS},
    {".props", PC_COMMENT_TAGS},
    {".csproj", PC_COMMENT_TAGS},
    {".py", PC_COMMENT_HASH | PC_COMMENT_QUOTES | PC_COMMENT_TRIPLE},
    {".rb", PC_COMMENT_HASH | PC_COMMENT_QUOTES},
    {".ex", PC_COMMENT_HASH | PC_COMMENT_QUOTES | PC_COMMENT_TRIPLE},
    {".exs", PC_COMMENT_HASH | PC_COMMENT_QUOTES | PC_COMMENT_TRIPLE},
    {".lua", PC_COMMENT_DASHES | PC_COMMENT_QUOTES},
    {".sql", PC_COMMENT_DASHES | PC_COMMENT_BLOCK | PC_COMMENT_QUOTES},
    {".hs", PC_COMMENT_DASHES | PC_COMMENT_QUOTES},
    {".elm", PC_COMMENT_DASHES | PC_COMMENT_QUOTES},
    {".clj", PC_COMMENT_SEMICOLON | PC_COMMENT_QUOTES},
    {".edn", PC_COMMENT_SEMICOLON | PC_COMMENT_QUOTES},
    {".lisp", PC_COMMENT_SEMICOLON | PC_COMMENT_QUOTES},
    {".ini", PC_COMMENT_HASH | PC_COMMENT_SEMICOLON | PC_COMMENT_QUOTES},
    {".cfg", PC_COMMENT_HASH | PC_COMMENT_SEMICOLON | PC_COMMENT_QUOTES},
    {".properties", PC_COMMENT_HASH | PC_COMMENT_OWN_LINE},
    {".service", PC_COMMENT_HASH | PC_COMMENT_SEMICOLON | PC_COMMENT_OWN_LINE},
    {".socket", PC_COMMENT_HASH | PC_COMMENT_SEMICOLON | PC_COMMENT_OWN_LINE},
    {"Dockerfile", PC_COMMENT_HASH | PC_COMMENT_OWN_LINE},
    {"Containerfile", PC_COMMENT_HASH | PC_COMMENT_OWN_LINE},
    {".dockerfile", PC_COMMENT_HASH | PC_COMMENT_OWN_LINE},
    {"httpd.conf", PC_COMMENT_HASH | PC_COMMENT_OWN_LINE},
    {"apache2.conf", PC_COMMENT_HASH | PC_COMMENT_OWN_LINE},
};

unsigned pc_comment_style(struct pc_str path) {
    struct pc_str name = pc_path_base(path);
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        struct pc_str end = pc_str_c(styles[i].end);
        if (name.len >= end.len && pc_str_eq_nocase(pc_str_sub(name, name.len - end.len, end.len), end))
            return styles[i].style;
    }
    if (pc_str_starts(name, PC_STR("Dockerfile.")) || pc_str_starts(name, PC_STR("Containerfile.")))
        return PC_COMMENT_HASH | PC_COMMENT_OWN_LINE;
    return PC_COMMENT_HASH | PC_COMMENT_QUOTES;
}
