/* What each option's value can be, and where in struct cli it goes. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "option_reader.h"

static bool choose(const struct cli_given *given, const char *const *words, size_t count, size_t *index) {
    if (given->asked) {
        for (; given->asked->count < count && given->asked->count < CLI_CHOICES_MAX; given->asked->count++)
            given->asked->words[given->asked->count] = words[given->asked->count];
        return false;
    }
    for (*index = 0; *index < count; ++*index)
        if (strcmp(given->value, words[*index]) == 0)
            return true;
    const char *near = pc_did_you_mean(given->value, words, count);
    char all[200] = "";
    for (size_t i = 0; i < count; i++) {
        strncat(all, i > 0 ? ", " : "", sizeof all - strlen(all) - 1);
        strncat(all, words[i], sizeof all - strlen(all) - 1);
    }
    if (near)
        cli_error("%s: `%s` is not one of %s; did you mean `%s`?", given->written, given->value, all, near);
    else
        cli_error("%s: `%s` is not one of %s", given->written, given->value, all);
    return false;
}

static bool choose_severity(const struct cli_given *given, bool with_never, enum pc_severity *out) {
    static const char *const words[] = {"error", "warning", "info", "never"};
    static const enum pc_severity values[] = {PC_SEVERITY_ERROR, PC_SEVERITY_WARNING, PC_SEVERITY_INFO,
                                              PC_SEVERITY_NEVER};
    size_t index;
    if (!choose(given, words, with_never ? 4 : 3, &index))
        return false;
    *out = values[index];
    return true;
}

static bool choose_sort(const struct cli_given *given, enum pc_sort *out) {
    static const char *const words[] = {"severity", "file", "rule", "host", "service", "port"};
    static const enum pc_sort values[] = {PC_SORT_SEVERITY, PC_SORT_FILE,    PC_SORT_RULE,
                                          PC_SORT_HOST,     PC_SORT_SERVICE, PC_SORT_PORT};
    size_t index;
    if (!choose(given, words, sizeof words / sizeof words[0], &index))
        return false;
    *out = values[index];
    return true;
}

static bool choose_group(const struct cli_given *given, struct cli *cli) {
    static const char *const words[] = {"file", "host", "service", "rule"};
    static const enum pc_group_by values[] = {PC_GROUP_FILE, PC_GROUP_HOST, PC_GROUP_SERVICE, PC_GROUP_RULE};
    size_t index;
    if (!choose(given, words, sizeof words / sizeof words[0], &index))
        return false;
    cli->options.group_by = values[index];
    cli->groups = true;
    return true;
}

static bool choose_when(const struct cli_given *given, const char **out) {
    static const char *const words[] = {"auto", "always", "never"};
    size_t index = 2;
    if (!given->negated && !choose(given, words, 3, &index))
        return false;
    *out = words[index];
    return true;
}

static bool choose_files(const struct cli_given *given, enum pc_which *out) {
    static const char *const words[] = {"all", "tracked", "staged"};
    static const enum pc_which values[] = {PC_WHICH_ALL, PC_WHICH_TRACKED, PC_WHICH_STAGED};
    size_t index;
    if (!choose(given, words, 3, &index))
        return false;
    *out = values[index];
    return true;
}

/* One of the names that a function of the library counts up. */
static bool choose_named(const struct cli_given *given, const char *(*at)(size_t index), const char **out) {
    const char *words[8];
    size_t count = 0, index;
    while (count < sizeof words / sizeof words[0] && (words[count] = at(count)) != NULL)
        count++;
    if (!choose(given, words, count, &index))
        return false;
    *out = words[index];
    return true;
}

static bool choose_ci(const struct cli_given *given, const char **out) {
    static const char *const words[] = {"auto", "off", "github", "gitlab"};
    size_t index;
    if (!choose(given, words, 4, &index))
        return false;
    *out = words[index];
    return true;
}

static bool add_word(const struct cli_given *given, struct cli_words *words) {
    if (words->count == CLI_WORDS_MAX) {
        cli_error("%s: more than %d of them", given->written, CLI_WORDS_MAX);
        return false;
    }
    words->items[words->count++] = given->value;
    return true;
}

static bool read_number(const struct cli_given *given, long *out) {
    char *end;
    errno = 0;
    *out = strtol(given->value, &end, 10);
    if (given->value[0] >= '0' && given->value[0] <= '9' && *end == '\0' && errno == 0)
        return true;
    cli_error("%s: `%s` is no whole number", given->written, given->value);
    return false;
}

static bool read_count(const struct cli_given *given, unsigned *out) {
    long number = 0;
    if (!read_number(given, &number))
        return false;
    *out = number > UINT_MAX ? UINT_MAX : (unsigned)number;
    return true;
}

/* "80" or "80%". */
static bool read_percent(const struct cli_given *given, unsigned *out) {
    char *end;
    errno = 0;
    unsigned long number = strtoul(given->value, &end, 10);
    bool whole = given->value[0] >= '0' && given->value[0] <= '9' && errno == 0 && number <= 100;
    *out = (unsigned)number;
    if (whole && (*end == '\0' || strcmp(end, "%") == 0))
        return true;
    cli_error("%s: `%s` is no whole percentage from 0 to 100", given->written, given->value);
    return false;
}

/* Cuts the value at its commas, in place. */
static bool add_words(const struct cli_given *given, struct cli_words *words) {
    for (char *word = given->value; word;) {
        char *comma = strchr(word, ',');
        if (comma)
            *comma = '\0';
        while (*word == ' ')
            word++;
        if (*word != '\0') {
            if (words->count == CLI_WORDS_MAX) {
                cli_error("%s: more than %d words", given->written, CLI_WORDS_MAX);
                return false;
            }
            words->items[words->count++] = word;
        }
        word = comma ? comma + 1 : NULL;
    }
    return true;
}

bool cli_apply(struct cli *cli, const struct cli_given *given) {
    struct pc_options *options = &cli->options;
    bool yes = !given->negated;
    switch (given->option->id) {
    case OPTION_FORMAT:
        cli->format = given->value;
        return true;
    case OPTION_OUTPUT:
        cli->output = given->value;
        return true;
    case OPTION_SINCE:
        cli->since = given->value;
        return true;
    case OPTION_LINK_BASE:
        cli->link_base = given->value;
        return true;
    case OPTION_CHECK_FILE:
        cli->only_check = true;
        return true;
    case OPTION_ALSO:
        return add_word(given, &cli->also);
    case OPTION_FIX:
        cli->fix = !given->negated;
        return true;
    case OPTION_UNSAFE_FIXES:
        cli->unsafe_fixes = !given->negated;
        return true;
    case OPTION_DIFF:
        cli->diff = true;
        return true;
    case OPTION_ADD_IGNORES:
        cli->add_ignores = true;
        return true;
    case OPTION_REASON:
        cli->reason = given->value;
        return true;
    case OPTION_UNTIL:
        cli->until = given->value;
        return true;
    case OPTION_YES:
        cli->yes = true;
        return true;
    case OPTION_FROM:
        cli->from = given->value;
        return true;
    case OPTION_EVERYWHERE:
        cli->everywhere = true;
        return true;
    case OPTION_TO:
        return choose_named(given, pc_sync_side_name, &cli->to);
    case OPTION_CHECK:
        cli->check = true;
        return true;
    case OPTION_WRITE:
        cli->change.write = true;
        return true;
    case OPTION_ALLOW_DIRTY:
        cli->change.allow_dirty = true;
        return true;
    case OPTION_FORCE:
        cli->change.force = true;
        return true;
    case OPTION_RECOVER:
        cli->recover = true;
        return true;
    case OPTION_HOOK:
        return choose_named(given, pc_init_hook, &cli->hook);
    case OPTION_PIPELINE:
        return choose_named(given, pc_init_ci, &cli->pipeline);
    case OPTION_RECORD:
        cli->record = true;
        return true;
    case OPTION_CI:
        return choose_ci(given, &cli->ci);
    case OPTION_SUMMARY:
        cli->summary = given->value;
        return true;
    case OPTION_SANDBOX:
        return choose_when(given, &cli->sandbox);
    case OPTION_HYPERLINKS:
        return choose_when(given, &cli->hyperlinks);
    case OPTION_SELECT:
        return add_words(given, &cli->select);
    case OPTION_EXTEND_SELECT:
        return add_words(given, &cli->extend_select);
    case OPTION_IGNORE:
        return add_words(given, &cli->ignore);
    case OPTION_HOST:
        return add_words(given, &cli->hosts);
    case OPTION_SERVICE:
        return add_words(given, &cli->services);
    case OPTION_RANGE:
        return add_words(given, &cli->ranges);
    case OPTION_WITH:
        return add_words(given, &cli->with);
    case OPTION_ONLY:
        options->only = given->value;
        return true;
    case OPTION_FILES:
        return choose_files(given, &options->files);
    case OPTION_STAGED:
        options->files = PC_WHICH_STAGED;
        return true;
    case OPTION_NEW_SINCE:
        options->new_since = yes ? given->value : NULL;
        return true;
    case OPTION_FAIL_ON:
        return choose_severity(given, true, &options->fail_on);
    case OPTION_MIN_SEVERITY:
        return choose_severity(given, false, &options->min_severity);
    case OPTION_MAX_WARNINGS:
        return read_number(given, &options->max_warnings);
    case OPTION_FAIL_UNDER:
        return read_percent(given, &cli->fail_under);
    case OPTION_AT:
        return add_words(given, &cli->hosts);
    case OPTION_FOR:
        cli->whom = given->value;
        return true;
    case OPTION_HOW_MANY:
        return read_count(given, &cli->count);
    case OPTION_PAIR:
        cli->pair = yes;
        return true;
    case OPTION_BRANCHES:
        cli->branches = yes;
        return true;
    case OPTION_EXIT_ZERO:
        options->exit_zero = yes;
        return true;
    case OPTION_ALLOW_EMPTY:
        options->allow_empty = yes;
        return true;
    case OPTION_SORT:
        return choose_sort(given, &options->sort);
    case OPTION_GROUP_BY:
        return choose_group(given, cli);
    case OPTION_STATISTICS:
        options->statistics = yes;
        return true;
    case OPTION_TIMINGS:
        options->timings = yes;
        return true;
    case OPTION_FAIL_ON_STALE:
        options->fail_on_stale = yes;
        return true;
    case OPTION_BASELINE:
        options->baseline = given->value;
        options->no_baseline = !yes;
        return true;
    case OPTION_ALL:
        options->all = yes;
        return true;
    case OPTION_SHOW_SUPPRESSED:
        options->show_suppressed = yes;
        return true;
    case OPTION_TODAY: {
        /* A flag names a day, the variable counts seconds. */
        long seconds;
        options->today = given->value;
        return given->written[0] == '-' || read_number(given, &seconds);
    }
    case OPTION_ALL_SPANS:
        options->all_spans = yes;
        return true;
    case OPTION_ROOT:
        options->root = given->value;
        return true;
    case OPTION_CONFIG:
        options->config = given->value;
        options->no_config = false;
        return true;
    case OPTION_NO_CONFIG:
        options->no_config = true;
        return true;
    case OPTION_COLOR:
        return choose_when(given, &cli->color);
    case OPTION_ASCII:
        cli->ascii = yes;
        return true;
    case OPTION_QUIET:
        options->quiet = yes;
        return true;
    case OPTION_VERBOSE:
        options->verbose = yes;
        return true;
    case OPTION_HELP:
        cli->help = true;
        return true;
    case OPTION_VERSION:
        cli->version = true;
        return true;
    default:
        return false;
    }
}

/* Gives each option an empty value and lets choose() tell. */
size_t cli_option_choices(const struct cli_option *option, const char *words[CLI_CHOICES_MAX]) {
    static struct cli nobody;
    static char empty[] = "";
    struct cli_choices choices = {words, 0};
    const struct cli_given given = {.option = option, .written = option->name, .value = empty, .asked = &choices};
    if (!option->argument)
        return 0;
    cli_mute(true);
    cli_apply(&nobody, &given);
    cli_mute(false);
    return choices.count;
}
