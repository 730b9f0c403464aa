/* PC001-PC008, PC106, PC107: what readers could not read, each with the words the reader found for it. */
#include "rule.h"

static void report(const struct pc_rule_context *ctx, const struct pc_trouble *trouble) {
    const struct pc_registry *reg = ctx->reg;
    enum pc_level level;
    if (!pc_rule_level(ctx, trouble->level, &level))
        return;
    struct pc_finding *f = pc_finding_new(ctx->out, &ctx->rule->info, level, "%.*s", PC_ARG(trouble->message));
    if (trouble->span.file < reg->file_count)
        f->path = reg->files[trouble->span.file].path;
    if (trouble->span.length > 0 && trouble->span.length < 200)
        f->detail = pc_span_text(reg, trouble->span);
    if (trouble->service != PC_NONE)
        pc_finding_service(ctx->out, f, reg->services[trouble->service].name);
    pc_finding_label(ctx->out, f, trouble->span, "%.*s", PC_ARG(trouble->label));
    if (trouble->other.file != PC_NONE)
        pc_finding_label(ctx->out, f, trouble->other, "first stated here");
    if (trouble->note.len > 0)
        pc_finding_note(ctx->out, f, "%.*s", PC_ARG(trouble->note));
    if (trouble->help.len > 0)
        pc_finding_help(ctx->out, f, "%.*s", PC_ARG(trouble->help));
    for (size_t i = 0; i < trouble->insert_count; i++) {
        struct pc_edit edit = {{trouble->span.file, trouble->insert_at[i], 0}, trouble->insert};
        if (i == 0)
            pc_finding_fix(ctx->out, f, true, edit, "%.*s", PC_ARG(trouble->help));
        else
            pc_finding_fix_also(ctx->out, f, edit);
    }
}

static void check_kind(const struct pc_rule_context *ctx, enum pc_trouble_kind kind) {
    for (size_t i = 0; i < ctx->reg->trouble_count; i++) {
        if (ctx->reg->troubles[i].kind == kind)
            report(ctx, &ctx->reg->troubles[i]);
    }
}

static void check_unreadable(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_UNREADABLE);
}

const struct pc_rule pc_rule_unreadable_input = {
    .info =
        {.code = "PC001",
         .name = "unreadable-input",
         .family = "Input",
         .level = PC_LEVEL_ERROR,
         .silenced_by = PC_SILENCED_BY_NOTHING,
         .summary = "a file that states ports cannot be read",
         .why = "What stands in the file was not checked, so a clean result would mean nothing. The run ends as "
                "incomplete.",
         .fix = "Make the file readable (permissions, a regular file instead of a pipe), or exclude it in "
                "portcheck.yml if it "
                "does not matter.",
         .silent =
             "Submodules, files that git lists but that are deleted or left out by a sparse checkout, and links: one "
             "inside the tree is read under its target, one that leads out of it is not followed.",
         .bad = "--- compose.yml (a named pipe)\n"
                "--- services/gate/compose.yml\n"
                "services:\n"
                "  gate:\n"
                "    build: ./gate\n"
                "    ports: [\"4100:4100\"]\n",
         .good = "--- compose.yml\n"
                 "services:\n"
                 "  gate:\n"
                 "    build: ./gate\n"
                 "    ports: [\"4100:4100\"]\n",
         .config = "exclude: files that need not be read"},
    .check = check_unreadable,
};

static void check_encoding(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_ENCODING);
}

const struct pc_rule pc_rule_invalid_encoding = {
    .info = {.code = "PC002",
             .name = "invalid-encoding",
             .family = "Input",
             .level = PC_LEVEL_ERROR,
             .silenced_by = PC_SILENCED_BY_NOTHING,
             .varies = true,
             .summary =
                 "a file is UTF-16, holds NUL bytes or is not valid UTF-8, so that something of it was left unread",
             .why = "Tables behind bad bytes are invisible to tools, though an editor may show them. It is a warning "
                    "when all of "
                    "the file could be read around the bad bytes.",
             .fix = "Save the file as UTF-8: `iconv -f UTF-16 -t UTF-8`, or the editor's list of encodings.",
             .silent =
                 "A byte order mark at the beginning of a file, accents and other letters in UTF-8, and files in which "
                 "nothing looks for ports.",
             .bad = "--- PORTS.md (in UTF-16)\n"
                    "| Port | Service |\n"
                    "|------|---------|\n"
                    "| 4100 | gate |\n",
             .good = "--- PORTS.md\n"
                     "| Port | Service |\n"
                     "|------|---------|\n"
                     "| 4100 | gate |\n"},
    .check = check_encoding,
};

static void check_syntax(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_SYNTAX);
}

const struct pc_rule pc_rule_syntax_error = {
    .info = {.code = "PC003",
             .name = "syntax-error",
             .family = "Input",
             .level = PC_LEVEL_ERROR,
             .silenced_by = PC_SILENCED_BY_CONFIG,
             .summary = "a YAML, JSON or TOML file cannot be parsed",
             .why = "Nothing behind the mistake was checked, and the program that the file is for will not start with "
                    "it either.",
             .fix = "Correct the syntax at the place shown.",
             .silent =
                 "Templates (a templates/ folder, or a suffix like .j2, .tpl or .gotmpl, with markers inside): their "
                 "values are unknown, not wrong, which PC006 tells. Comments and trailing commas where "
                 "they are allowed, as in tsconfig.json.",
             .config = "exclude: files that need not be read",
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  web:\n"
                    "    image: web:1\n"
                    "    ports:\n"
                    "      - \"8080:80\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  web:\n"
                     "    image: web:1\n"
                     "    ports:\n"
                     "      - \"8080:80\"\n"},
    .check = check_syntax,
};

static void check_too_large(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_TOO_LARGE);
}

const struct pc_rule pc_rule_input_too_large = {
    .info = {.code = "PC004",
             .name = "input-too-large",
             .family = "Input",
             .level = PC_LEVEL_ERROR,
             .silenced_by = PC_SILENCED_BY_NOTHING,
             .summary = "a file is over a limit of size, nesting, aliases or table cells, or a tree over one of files, "
                        "ports or findings",
             .why = "Limits keep a hostile file from using up the machine. What lies beyond them was not checked, and "
                    "the run ends "
                    "as incomplete.",
             .fix = "Split the file, or exclude it in portcheck.yml if it is generated or no registry. Run a tree of "
                    "several repositories one by one (-C).",
             .silent = "Large files in which nothing looks for ports, such as lock files, dumps and images.",
             .bad = "--- compose.yml\n"
                    "services:\n"
                    "  gate:\n"
                    "    build: ./gate\n"
                    "    ports: [\"4100:4100\"]\n"
                    "x-notes: "
                    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
                    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
             .good = "--- compose.yml\n"
                     "services:\n"
                     "  gate:\n"
                     "    build: ./gate\n"
                     "    ports: [\"4100:4100\"]\n"
                     "x-notes: [[[]]]\n",
             .config = "exclude: files that need not be read"},
    .check = check_too_large,
};

static void check_duplicate_key(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_DUPLICATE_KEY);
}

const struct pc_rule pc_rule_duplicate_key = {
    .info =
        {.code = "PC005",
         .name = "duplicate-key",
         .family = "Input",
         .level = PC_LEVEL_ERROR,
         .varies = true,
         .summary = "a YAML or JSON mapping has one key twice, and a port is lost with it",
         .why = "Parsers keep one of the two and drop the other without a word; which one differs from parser to "
                "parser. Where "
                "no port is lost it is an info.",
         .fix = "Rename or remove one of the two.",
         .silent =
             "A key that a merge (<<) brings in as well: the one that is written wins, and is meant to. The same key "
             "in two mappings, or in an overriding compose file.",
         .bad = "--- docker-compose.yml\n"
                "services:\n"
                "  web:\n"
                "    image: web:1\n"
                "    ports: [\"8080:80\"]\n"
                "  web:\n"
                "    image: web:1\n"
                "    ports: [\"8081:80\"]\n",
         .good = "--- docker-compose.yml\n"
                 "services:\n"
                 "  web:\n"
                 "    image: web:1\n"
                 "    ports: [\"8080:80\"]\n"
                 "  web-next:\n"
                 "    image: web:2\n"
                 "    ports: [\"8081:80\"]\n"},
    .check = check_duplicate_key,
};

static void check_unresolved(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_UNRESOLVED);
}

const struct pc_rule pc_rule_unresolved_port = {
    .info = {.code = "PC006",
             .name = "unresolved-port",
             .family = "Input",
             .level = PC_LEVEL_INFO,
             .summary = "a port comes from a variable that has no known value",
             .why = "The port cannot be compared with anything, so a collision there would go unnoticed.",
             .fix = "Give the variable a default, or commit an env file (or an example of one) that sets it.",
             .silent =
                 "A variable with a default (${PORT:-8080}), or one that an env file beside the compose file sets.",
             .config = "services.external takes services of others out",
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  web:\n"
                    "    image: web:1\n"
                    "    ports: [\"${WEB_PORT}:80\"]\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  web:\n"
                     "    image: web:1\n"
                     "    ports: [\"${WEB_PORT:-8080}:80\"]\n"},
    .check = check_unresolved,
};

static void check_cell(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_CELL);
}

const struct pc_rule pc_rule_unreadable_cell = {
    .info =
        {.code = "PC007",
         .name = "unreadable-cell",
         .family = "Input",
         .level = PC_LEVEL_WARNING,
         .varies = true,
         .summary = "a cell of a port column can be read neither as a port, nor as a range, nor as a word for none",
         .why = "The row was left out of every comparison. It is an error where the page shows a port and the cell has "
                "other characters than its digits, for then a collision may be hidden in plain sight.",
         .fix = "Write a number (8080), a range (8080-8089), several of them with commas, or a dash where there is "
                "no port.",
         .silent = "Empty cells, dashes, and cells of columns that are not for ports.",
         .bad = "| Port | Service |\n"
                "|------|---------|\n"
                "| 8080=80 | web |\n",
         .good = "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 8080:80 | web |\n"},
    .check = check_cell,
};

static void check_unrendered(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_UNRENDERED);
}

const struct pc_rule pc_rule_unrendered_table = {
    .info = {.code = "PC008",
             .name = "unrendered-table",
             .family = "Input",
             .level = PC_LEVEL_WARNING,
             .silenced_by = PC_SILENCED_BY_CONFIG,
             .varies = true,
             .summary = "lines that look like a table are not rendered as one",
             .why =
                 "Readers of the page see running text, and its rows count for nothing. Mostly the blank line above "
                 "the table or "
                 "the delimiter row is missing; where a file has lost its line breaks altogether it is an error. "
                 "A table of HTML tags whose first row names no column is not read, which is said where it has ports.",
             .fix = "Put a blank line above the table and a delimiter row (|---|---|) under its header.",
             .silent = "Tables inside code fences, and single bars in running text.",
             .bad = "Our ports:\n"
                    "| Port | Service |\n"
                    "| 8080 | web |\n",
             .good = "Our ports:\n"
                     "\n"
                     "| Port | Service |\n"
                     "|------|---------|\n"
                     "| 8080 | web |\n"},
    .check = check_unrendered,
};

static void check_invalid_port(const struct pc_rule_context *ctx) {
    check_kind(ctx, PC_TROUBLE_INVALID_PORT);
}

const struct pc_rule pc_rule_invalid_port = {
    .info =
        {.code = "PC106",
         .name = "invalid-port",
         .family = "Plan",
         .level = PC_LEVEL_ERROR,
         .varies = true,
         .summary = "a port is 0, above 65535, a reversed range or no plain number",
         .why = "No program can listen there. Mostly a digit was doubled or dropped, and the real port is another one.",
         .fix = "Write a number from 1 to 65535, ranges from the lower to the higher port.",
         .silent =
             "Numbers outside of port columns and port keys, such as years, sizes and durations; cells that PC007 "
             "cannot read at all.",
         .bad = "| Port | Service |\n"
                "|------|---------|\n"
                "| 80800 | web |\n",
         .good = "| Port | Service |\n"
                 "|------|---------|\n"
                 "| 8080 | web |\n"},
    .check = check_invalid_port,
};

/* Rows that lack the same cells without losing anything: one finding a document. */
static void report_short_rows(const struct pc_rule_context *ctx, size_t first) {
    const struct pc_trouble *trouble = &ctx->reg->troubles[first];
    enum pc_level level;
    if (!pc_rule_level(ctx, trouble->level, &level))
        return;
    size_t count = 0;
    struct pc_finding *f = pc_finding_new(ctx->out, &ctx->rule->info, level, "%.*s", PC_ARG(trouble->message));
    f->path = ctx->reg->files[trouble->span.file].path;
    f->detail = trouble->message;
    for (size_t i = first; i < ctx->reg->trouble_count; i++) {
        const struct pc_trouble *other = &ctx->reg->troubles[i];
        if (other->kind != PC_TROUBLE_ROW_SHAPE || other->span.file != trouble->span.file)
            continue;
        if (!pc_str_eq(other->message, trouble->message))
            break;
        pc_finding_label(ctx->out, f, other->span, "%.*s", PC_ARG(other->label));
        count++;
    }
    if (count > 1)
        f->message = pc_str_fmt(ctx->arena, "%zu rows are short: %.*s", count, PC_ARG(trouble->message));
    pc_finding_help(ctx->out, f, "%.*s", PC_ARG(trouble->help));
}

static bool is_short_row(const struct pc_trouble *trouble) {
    return trouble->kind == PC_TROUBLE_ROW_SHAPE && trouble->level == PC_LEVEL_INFO;
}

static void check_row_shape(const struct pc_rule_context *ctx) {
    const struct pc_trouble *before = NULL; /* of this kind */
    for (size_t i = 0; i < ctx->reg->trouble_count; i++) {
        const struct pc_trouble *trouble = &ctx->reg->troubles[i];
        if (trouble->kind != PC_TROUBLE_ROW_SHAPE)
            continue;
        bool follows = before && is_short_row(before) && before->span.file == trouble->span.file &&
                       pc_str_eq(before->message, trouble->message);
        if (!is_short_row(trouble))
            report(ctx, trouble);
        else if (!follows)
            report_short_rows(ctx, i);
        before = trouble;
    }
}

const struct pc_rule pc_rule_row_shape = {
    .info = {.code = "PC107",
             .name = "row-shape",
             .family = "Plan",
             .level = PC_LEVEL_WARNING,
             .varies = true,
             .summary = "a table row has more or fewer cells than its header",
             .why = "Cells beyond the header vanish when the page is rendered, and a missing bar moves a port under "
                    "another column.",
             .fix = "Give the row as many cells as the header; write a bar inside a cell as \\|.",
             .silent = "Bars that are escaped (\\|), and rows of a table without a port column.",
             .bad = "| Port | Service |\n"
                    "|------|---------|\n"
                    "| 8080 | web | behind the proxy |\n",
             .good = "| Port | Service | Notes |\n"
                     "|------|---------|-------|\n"
                     "| 8080 | web | behind the proxy |\n"},
    .check = check_row_shape,
};
