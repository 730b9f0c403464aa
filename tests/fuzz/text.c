/* What is read besides the tree's files: configuration, other repositories' claims, a stopped run's journal. */
#include <inttypes.h>

#include "claim_lines.h"
#include "config.h"
#include "config_text.h"
#include "fingerprint.h"
#include "fuzz.h"
#include "git_index.h"
#include "journal.h"
#include "run_impl.h"
#include "shape.h"
#include "tree_checks.h"

/* --- portcheck.yml --- */

static bool known_rule(struct pc_str word) {
    return pc_str_starts(word, PC_STR("PC")) || pc_str_is(word, "all");
}

static struct pc_str nearest_rule(struct pc_str word) {
    return word.len % 2 == 0 ? PC_EMPTY : PC_STR("PC101");
}

static bool never_ignored(struct pc_str word) {
    return pc_str_starts(word, PC_STR("PC0"));
}

void fuzz_text_config(struct fuzz *f, struct pc_str input, const void *a) {
    const struct pc_config_words words = {known_rule, nearest_rule, never_ignored, "0.1.0"};
    struct pc_config config;
    struct pc_config_error error = {PC_EMPTY};
    (void)a;
    pc_config_defaults(&config);
    if (!pc_config_parse(&f->keep, PC_STR("portcheck.yml"), input, &words, &config, &error)) {
        FUZZ_CHECK(error.message.len > 0, "refused without a word");
        fuzz_check_characters("configuration", error.message);
        return;
    }
    size_t count = 0;
    const struct pc_config_setting *settings = pc_config_settings(&f->keep, input, &count);
    for (size_t i = 0; i < count; i++) {
        FUZZ_CHECK(settings[i].key.len > 0, "a setting without a key");
        FUZZ_CHECK(settings[i].line <= input.len + 1, "a setting behind the end");
    }
    pc_config_level(&config, "PC201", "port-collision", PC_LEVEL_ERROR);
    pc_config_locked(&config, "PC201", "port-collision");
    for (size_t i = 0; i < config.ignore_count; i++)
        FUZZ_CHECK(config.ignores[i].offset <= input.len && config.ignores[i].length <= input.len, "an entry outside");
}

/* --- claims of other repositories --- */

static const struct pc_registry *small_registry(struct fuzz *f, const struct pc_hints *hints) {
    struct pc_builder *b = pc_builder_new(&f->keep, hints);
    struct pc_str text = PC_STR("3000 kiln\n3001 wheel\n");
    pc_id file = pc_builder_file(b, PC_STR("PORTS.md"), text, pc_lines_of(&f->keep, text));
    struct pc_host_mention bench = {.name = PC_STR("bench"), .address = PC_STR("10.0.0.7"), .span = {file, 0, 0}};
    pc_id host = pc_builder_host(b, &bench);
    for (uint32_t i = 0; i < 2; i++) {
        struct pc_span number = {file, i * 10, 4};
        struct pc_claim claim = {.role = PC_ROLE_PUBLISHES,
                                 .place = PC_PLACE_HOST,
                                 .ports = {(uint16_t)(3000 + i), (uint16_t)(3000 + i)},
                                 .span = number,
                                 .extent = number,
                                 .name = i == 0 ? PC_STR("kiln") : PC_STR("wheel"),
                                 .name_span = {file, i * 10 + 5, 4},
                                 .service = PC_NONE,
                                 .host = host,
                                 .section = PC_NONE,
                                 .range = PC_NONE,
                                 .container = PC_NONE,
                                 .partner = PC_NONE};
        pc_builder_claim(b, &claim);
    }
    return pc_builder_resolve(b);
}

void fuzz_text_claims(struct fuzz *f, struct pc_str input, const void *a) {
    static const struct pc_hints no_hints;
    struct pc_claim_lines lines = {0};
    struct pc_buf errors;
    (void)a;
    pc_buf_init(&errors, &f->keep);
    const struct pc_registry *own = small_registry(f, &no_hints);
    bool ok =
        pc_claim_lines_read(&f->keep, &f->scratch, PC_STR("other.jsonl"), PC_STR("other"), input, &lines, &errors);
    FUZZ_CHECK(ok == (errors.len == 0), "refused without a word, or the other way round");
    fuzz_check_harmless("claims", pc_run_words(&f->keep, pc_buf_str(&errors))); /* as the run that refuses tells them */
    for (size_t i = 0; ok && i < lines.count; i++)
        FUZZ_CHECK(lines.items[i].ports.lo > 0 && lines.items[i].ports.lo <= lines.items[i].ports.hi &&
                       lines.items[i].line > 0 && lines.items[i].origin.len > 0 && lines.items[i].path.len > 0,
                   "a claim that cannot be");
    if (!ok || lines.count == 0)
        return;
    const struct pc_registry *joined = pc_registry_join(&f->keep, own, &no_hints, lines.items, lines.count);
    FUZZ_CHECK(joined->foreign_count <= lines.count && joined->claim_count == own->claim_count + joined->foreign_count,
               "claims were lost or made");
    for (size_t i = 0; i < joined->claim_count; i++)
        FUZZ_CHECK(joined->claims[i].service == PC_NONE || joined->claims[i].service < joined->service_count,
                   "a claim of no service");
}

/* --- the journal --- */

struct pc_str fuzz_sign_journal(struct fuzz *f, struct pc_str text) {
    uint64_t hash[2];
    struct pc_buf out;
    pc_hash128(text, hash);
    pc_buf_init(&out, &f->keep);
    pc_buf_add(&out, text);
    pc_buf_addf(&out, "end %016" PRIx64 "%016" PRIx64 "\n", hash[0], hash[1]);
    return pc_buf_str(&out);
}

static void check_journal(struct fuzz *f, struct pc_str text) {
    struct pc_journal journal;
    const char *why = NULL;
    enum pc_journal_state state = pc_journal_parse(&f->keep, text, &journal, &why);
    FUZZ_CHECK(state == PC_JOURNAL_WHOLE || state == PC_JOURNAL_BEGUN || why[0] != '\0', "refused without a word");
    if (state != PC_JOURNAL_WHOLE)
        return;
    for (size_t i = 0; i < journal.changes.list.count; i++)
        FUZZ_CHECK(pc_git_path_is_safe(journal.changes.list.items[i].path), "a path that no run would write: %.*s",
                   PC_ARG(journal.changes.list.items[i].path));
    struct pc_str again = pc_journal_text(&f->keep, &journal);
    struct pc_journal second;
    FUZZ_CHECK(pc_journal_parse(&f->keep, again, &second, &why) == PC_JOURNAL_WHOLE &&
                   second.changes.list.count == journal.changes.list.count,
               "a journal that does not read what it wrote");
}

void fuzz_text_journal(struct fuzz *f, struct pc_str input, const void *a) {
    (void)a;
    check_journal(f, input);
    check_journal(f, fuzz_sign_journal(f, input));
}
