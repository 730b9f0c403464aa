/* PC901-PC904: suppressions that silence nothing, or nothing any more, or that say too little. They are findings about
 * comments and entries of the configuration, and nothing silences them. */
#include "date.h"
#include "drop_comment.h"
#include "rule_tools.h"
#include "silence.h"

#define STALE_SHOWN 8 /* entries of the baseline named in a note */
#define WORD_BYTES 60

/* Where a suppression stands. Findings of one kind about one rule in one file are one. */
static void place(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_silencer *s) {
    const struct pc_registry *reg = ctx->reg;
    f->path = s->silence.path;
    if (s->comment) {
        pc_finding_label(ctx->out, f, s->comment->span, "%s", "");
        return;
    }
    f->detail = pc_str_fmt(ctx->arena, "%.*s/%.*s/%.*s/%.*s/%u-%u", PC_ARG(f->detail), PC_ARG(s->entry->service),
                           PC_ARG(s->entry->host), PC_ARG(s->entry->path), (unsigned)s->entry->ports.lo,
                           (unsigned)s->entry->ports.hi);
    for (size_t i = 0; i < reg->file_count; i++) {
        const struct pc_file *file = &reg->files[i];
        if (file->text.len == 0 || !pc_str_eq(file->path, s->silence.path))
            continue;
        uint32_t line = pc_line_at(&file->lines, s->entry->offset);
        size_t left = file->lines.starts[line] + pc_line_text(&file->lines, file->text, line).len - s->entry->offset;
        uint32_t length = s->entry->length < left ? s->entry->length : (uint32_t)left;
        pc_finding_label(ctx->out, f, (struct pc_span){(pc_id)i, s->entry->offset, length}, "%s", "");
        return;
    }
}

/* "`PC301` port-drift", or the word as it was written. */
static struct pc_str name_of(const struct pc_rule_context *ctx, const struct pc_silencer *s) {
    if (!s->rule)
        return pc_str_fmt(ctx->arena, "`%.*s`", PC_ARG(pc_str_sub(s->word, 0, WORD_BYTES)));
    return pc_str_fmt(ctx->arena, "%s %s", s->rule->info.code, s->rule->info.name);
}

__attribute__((format(printf, 4, 5))) static struct pc_finding *
say(const struct pc_rule_context *ctx, const struct pc_silencer *s, const char *kind, const char *format, ...) {
    enum pc_level level;
    struct pc_buf message;
    va_list args;
    pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level);
    pc_buf_init(&message, ctx->arena);
    va_start(args, format);
    pc_buf_vaddf(&message, format, args);
    va_end(args);
    struct pc_finding *f = pc_finding_new(ctx->out, &ctx->rule->info, level, "%.*s", PC_ARG(pc_buf_str(&message)));
    f->detail = pc_str_fmt(ctx->arena, "%s:%.*s", kind, PC_ARG(s->word));
    place(ctx, f, s);
    return f;
}

static void say_barred(const struct pc_rule_context *ctx, const struct pc_silencer *s) {
    struct pc_str name = name_of(ctx, s);
    struct pc_finding *f = say(ctx, s, "barred", "no comment silences %.*s", PC_ARG(name));
    pc_drop_comment(ctx, f, false, s);
    pc_finding_note(ctx->out, f, "what it finds was not read, so nothing in the file can vouch for it");
    if (s->rule->info.silenced_by == PC_SILENCED_BY_CONFIG)
        pc_finding_help(ctx->out, f, "correct what it shows, or write an `ignore` entry into portcheck.yml");
    else
        pc_finding_help(ctx->out, f, "correct what it shows, or exclude the file in portcheck.yml");
}

static void say_unpaired(const struct pc_rule_context *ctx, const struct pc_silencer *s) {
    struct pc_str name = name_of(ctx, s);
    bool start = s->comment->kind == PC_IGNORE_START;
    struct pc_finding *f =
        say(ctx, s, "unpaired", "this `%s` of %.*s has no `%s` and silences nothing",
            start ? "ignore-start" : "ignore-end", PC_ARG(name), start ? "ignore-end" : "ignore-start");
    if (start)
        pc_finding_help(ctx->out, f, "end the range with `portcheck: ignore-end[%s]`", s->rule->info.code);
    else
        pc_finding_help(ctx->out, f, "remove it, or begin the range with `portcheck: ignore-start[%s]: why`",
                        s->rule->info.code);
}

static bool is_off(const struct pc_rule_context *ctx, const struct pc_silencer *s) {
    const struct pc_rule_info *info = &s->rule->info;
    return pc_config_level(ctx->config, info->code, info->name, info->level) == PC_LEVEL_OFF;
}

static const char *reach_of(const struct pc_silencer *s) {
    return s->entry                              ? "that this entry describes"
           : s->comment->kind == PC_IGNORE_FILE  ? "in this file"
           : s->comment->kind == PC_IGNORE_START ? "in this range"
                                                 : "on the line that it covers";
}

static void check_one_unused(const struct pc_rule_context *ctx, const struct pc_silencer *s) {
    struct pc_str name = name_of(ctx, s);
    struct pc_finding *f = NULL;
    switch (s->state) {
    case PC_SILENCER_BARRED:
        say_barred(ctx, s);
        break;
    case PC_SILENCER_LOCKED:
        f = say(ctx, s, "locked", "%.*s is locked: no comment silences it", PC_ARG(name));
        pc_drop_comment(ctx, f, false, s);
        pc_finding_help(ctx->out, f, "see `rules` in %.*s", PC_ARG(ctx->config->path));
        break;
    case PC_SILENCER_UNPAIRED:
        say_unpaired(ctx, s);
        break;
    case PC_SILENCER_NESTED:
        f = say(ctx, s, "nested", "this `ignore-start` of %.*s stands in a range that is open already", PC_ARG(name));
        pc_drop_comment(ctx, f, false, s);
        pc_finding_help(ctx->out, f, "end the range above it first, or remove it");
        break;
    case PC_SILENCER_DOUBLED:
        f = say(ctx, s, "doubled", "another suppression of %.*s covers the same", PC_ARG(name));
        pc_drop_comment(ctx, f, true, s);
        pc_finding_help(ctx->out, f, "remove one of them");
        break;
    case PC_SILENCER_HOLDS:
        if (s->used || ctx->silencers->partial || is_off(ctx, s))
            break;
        f = say(ctx, s, "unused", "there is no finding of %.*s %s", PC_ARG(name), reach_of(s));
        pc_drop_comment(ctx, f, true, s);
        pc_finding_help(ctx->out, f, "remove the suppression");
        break;
    case PC_SILENCER_CLOSES:
    case PC_SILENCER_UNKNOWN:
    case PC_SILENCER_EXPIRED:
        break;
    }
}

static void check_broken(const struct pc_rule_context *ctx) {
    for (size_t i = 0; i < ctx->reg->ignore_count; i++) {
        const struct pc_ignore *ignore = &ctx->reg->ignores[i];
        enum pc_level level;
        if (ignore->kind != PC_IGNORE_BROKEN)
            continue;
        pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level);
        struct pc_finding *f = pc_finding_new(ctx->out, &ctx->rule->info, level,
                                              "this suppression silences nothing: %.*s", PC_ARG(ignore->problem));
        f->path = ctx->reg->files[ignore->span.file].path;
        f->detail = ignore->problem;
        pc_finding_label(ctx->out, f, ignore->span, "%s", "");
        pc_finding_help(ctx->out, f, "%.*s", PC_ARG(ignore->help));
    }
}

/* All stale entries of the baseline are one finding. */
static void check_stale(const struct pc_rule_context *ctx) {
    const struct pc_baseline *baseline = ctx->stale;
    enum pc_level level;
    size_t count = 0;
    for (size_t i = 0; baseline && i < baseline->count; i++)
        count += !baseline->entries[i].used;
    if (count == 0 || ctx->silencers->partial)
        return;
    pc_rule_level(ctx, PC_LEVEL_DEFAULT, &level);
    struct pc_finding *f =
        pc_finding_new(ctx->out, &ctx->rule->info, level, "%zu %s of the baseline `%.*s` %s no finding any more", count,
                       count == 1 ? "entry" : "entries", PC_ARG(baseline->path), count == 1 ? "matches" : "match");
    f->path = baseline->path;
    f->detail = PC_STR("baseline");
    size_t shown = 0;
    for (size_t i = 0; i < baseline->count && shown < STALE_SHOWN; i++) {
        if (baseline->entries[i].used)
            continue;
        pc_finding_note(ctx->out, f, "line %u: %.*s", (unsigned)baseline->entries[i].silence.line,
                        PC_ARG(baseline->entries[i].about));
        shown++;
    }
    if (count > shown)
        pc_finding_note(ctx->out, f, "and %zu more", count - shown);
    pc_finding_help(ctx->out, f, "`portcheck baseline prune` takes them out");
}

static void check_unused(const struct pc_rule_context *ctx) {
    check_broken(ctx);
    for (size_t i = 0; i < ctx->silencers->count; i++)
        check_one_unused(ctx, &ctx->silencers->items[i]);
    check_stale(ctx);
}

const struct pc_rule pc_rule_unused_ignore = {
    .info = {.code = "PC901",
             .name = "unused-ignore",
             .family = "Suppressions",
             .level = PC_LEVEL_WARNING,
             .silenced_by = PC_SILENCED_BY_NOTHING,
             .summary = "a suppression silences nothing: no such finding, no valid comment, or a rule that is locked",
             .why = "A suppression that covers nothing today silences the next finding at its place before anybody has "
                    "seen it. One that is written wrongly looks as if it did something.",
             .fix = "Remove it, or correct it as the help says. `portcheck baseline prune` takes out entries of the "
                    "baseline that match nothing; --fail-on-stale reports those too.",
             .silent = "Suppressions of a rule that is off, and all of them with --only or when something could not be "
                       "read: what they cover cannot be known to be gone.",
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  web:\n"
                    "    image: web:1\n"
                    "    ports:\n"
                    "      - \"8080:80\" # portcheck: ignore[PC201]: never up together\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  web:\n"
                     "    image: web:1\n"
                     "    ports:\n"
                     "      - \"8080:80\" # portcheck: ignore[PC201]: never up together\n"
                     "  wiki:\n"
                     "    image: wiki:1\n"
                     "    ports:\n"
                     "      - \"8080:80\"\n"},
    .check = check_unused,
    .last = true,
};

static void check_expired(const struct pc_rule_context *ctx) {
    for (size_t i = 0; i < ctx->silencers->count; i++) {
        const struct pc_silencer *s = &ctx->silencers->items[i];
        if (s->state != PC_SILENCER_EXPIRED)
            continue;
        struct pc_str name = name_of(ctx, s);
        struct pc_str day = pc_date_text(ctx->arena, s->comment ? s->comment->until : s->entry->until);
        struct pc_finding *f = say(ctx, s, "", "the suppression of %.*s ended on %.*s", PC_ARG(name), PC_ARG(day));
        pc_drop_comment(ctx, f, !s->met && !ctx->silencers->partial, s);
        pc_finding_help(ctx->out, f, "correct what it covered, or give it a later day and say why");
    }
}

const struct pc_rule pc_rule_expired_ignore = {
    .info = {.code = "PC902",
             .name = "expired-ignore",
             .family = "Suppressions",
             .level = PC_LEVEL_ERROR,
             .silenced_by = PC_SILENCED_BY_NOTHING,
             .summary = "the day up to which a suppression holds (`until=`) has passed",
             .why = "Somebody promised to have it corrected by then. What it covered is reported again.",
             .fix = "Correct the finding and remove the suppression, or give it a later day and say why.",
             .silent = "Suppressions without `until=`, and the last day itself.",
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  web:\n"
                    "    image: web:1\n"
                    "    ports:\n"
                    "      - \"8080:80\" # portcheck: ignore[PC201] until=2020-01-31: the wiki moves\n"
                    "  wiki:\n"
                    "    image: wiki:1\n"
                    "    ports:\n"
                    "      - \"8080:80\"\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  web:\n"
                     "    image: web:1\n"
                     "    ports:\n"
                     "      - \"8080:80\" # portcheck: ignore[PC201] until=9999-12-31: the wiki moves\n"
                     "  wiki:\n"
                     "    image: wiki:1\n"
                     "    ports:\n"
                     "      - \"8080:80\"\n",
             .config = "--today and SOURCE_DATE_EPOCH set the day that counts as today."},
    .check = check_expired,
    .last = true,
};

/* Once a comment, whatever the number of its rules. */
static void check_reasons(const struct pc_rule_context *ctx) {
    for (size_t i = 0; i < ctx->silencers->count; i++) {
        const struct pc_silencer *s = &ctx->silencers->items[i];
        bool first = !s->comment || i == 0 || s[-1].comment != s->comment;
        bool ends = s->comment && s->comment->kind == PC_IGNORE_END;
        if (!first || ends || s->silence.reason.len > 0 || s->state == PC_SILENCER_UNKNOWN)
            continue;
        struct pc_str name = name_of(ctx, s);
        struct pc_finding *f = say(ctx, s, "", "the suppression of %.*s gives no reason", PC_ARG(name));
        pc_finding_help(ctx->out, f, s->comment ? "write it behind the bracket: `]: why`" : "add `reason: why`");
    }
}

const struct pc_rule pc_rule_ignore_without_reason = {
    .info = {.code = "PC903",
             .name = "ignore-without-reason",
             .family = "Suppressions",
             .level = PC_LEVEL_INFO,
             .silenced_by = PC_SILENCED_BY_NOTHING,
             .summary = "a suppression does not say why it is there",
             .why = "Whoever meets it in a year must know whether it can go.",
             .fix = "Write the reason behind the bracket: `# portcheck: ignore[PC201]: never up together`.",
             .silent = "The end of a range: its start gives the reason. Entries of the baseline need none.",
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  web:\n"
                    "    image: web:1\n"
                    "    ports:\n"
                    "      - \"8080:80\" # portcheck: ignore[PC201]\n"
                    "  wiki:\n"
                    "    image: wiki:1\n"
                    "    ports:\n"
                    "      - \"8080:80\"\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  web:\n"
                     "    image: web:1\n"
                     "    ports:\n"
                     "      - \"8080:80\" # portcheck: ignore[PC201]: never up together\n"
                     "  wiki:\n"
                     "    image: wiki:1\n"
                     "    ports:\n"
                     "      - \"8080:80\"\n"},
    .check = check_reasons,
    .last = true,
};

/* "PC999" */
static bool is_like_code(struct pc_str word) {
    bool code = pc_str_starts_nocase(word, PC_STR("PC"));
    for (size_t i = 2; i < word.len && code; i++)
        code = pc_is_digit(word.ptr[i]);
    return code;
}

/* No other code is what was meant. */
static bool is_code(struct pc_str word) {
    return word.len >= 5 && is_like_code(word);
}

/* "PC2", "all": what --select takes and a suppression does not. */
static bool is_family(struct pc_str word) {
    return (word.len < 5 && is_like_code(word)) || pc_str_is_nocase(word, "all");
}

/* The name is one slice of the file's text. */
static void suggest(const struct pc_rule_context *ctx, struct pc_finding *f, const struct pc_silencer *s,
                    const char *near) {
    pc_finding_help(ctx->out, f, "did you mean `%s`?", near);
    if (!s->comment)
        return;
    struct pc_span span = s->comment->span;
    struct pc_str text = pc_span_text(ctx->reg, span);
    size_t at = pc_str_find(text, s->word, 0);
    if (at == PC_NPOS || pc_str_find(text, s->word, at + 1) != PC_NPOS)
        return;
    span.offset += (uint32_t)at;
    span.length = (uint32_t)s->word.len;
    pc_finding_fix(ctx->out, f, false, (struct pc_edit){span, pc_str_c(near)}, "write `%s`", near);
}

static void check_unknown(const struct pc_rule_context *ctx) {
    const char **words = PC_NEW_ARRAY(ctx->arena, 2 * pc_rule_count, const char *);
    for (size_t i = 0; i < pc_rule_count; i++) {
        words[2 * i] = pc_rules[i]->info.name;
        words[2 * i + 1] = pc_rules[i]->info.code;
    }
    for (size_t i = 0; i < ctx->silencers->count; i++) {
        const struct pc_silencer *s = &ctx->silencers->items[i];
        if (s->state != PC_SILENCER_UNKNOWN)
            continue;
        struct pc_str name = name_of(ctx, s);
        const char *near = is_code(s->word) ? NULL : pc_nearest(s->word, words, 2 * pc_rule_count);
        struct pc_finding *f = say(ctx, s, "", "%.*s is no rule, and nothing is silenced", PC_ARG(name));
        if (is_family(s->word))
            pc_finding_help(ctx->out, f, "name each rule: what a family holds can grow");
        else if (near)
            suggest(ctx, f, s, near);
        else
            pc_finding_help(ctx->out, f, "`portcheck rules` lists them");
    }
}

const struct pc_rule pc_rule_unknown_rule = {
    .info = {.code = "PC904",
             .name = "unknown-rule",
             .family = "Suppressions",
             .level = PC_LEVEL_WARNING,
             .silenced_by = PC_SILENCED_BY_NOTHING,
             .summary = "a suppression names a rule that does not exist",
             .why = "It silences nothing, though it looks as if it did.",
             .fix = "Correct the name; `portcheck rules` lists them. Families like `PC2` and `all` are no rules here.",
             .silent = "Prose in comments, code spans and code blocks that only speaks of suppressions.",
             .bad = "--- docker-compose.yml\n"
                    "services:\n"
                    "  web:\n"
                    "    image: web:1\n"
                    "    ports:\n"
                    "      - \"8080:80\" # portcheck: ignore[port-colision]: never up together\n",
             .good = "--- docker-compose.yml\n"
                     "services:\n"
                     "  web:\n"
                     "    image: web:1\n"
                     "    ports:\n"
                     "      - \"8080:80\" # portcheck: ignore[port-collision]: never up together\n"
                     "  wiki:\n"
                     "    image: wiki:1\n"
                     "    ports:\n"
                     "      - \"8080:80\"\n"},
    .check = check_unknown,
    .last = true,
};
