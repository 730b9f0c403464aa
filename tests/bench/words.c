#include "words.h"

static const char *const words[] = {
    "river",   "stone",  "ledger", "signal",  "garden", "copper",  "window",  "harbour", "meadow", "lantern", "orchard",
    "pocket",  "silver", "thread", "valley",  "winter", "anchor",  "basket",  "candle",  "drawer", "engine",  "feather",
    "gather",  "hollow", "island", "journey", "kettle", "letter",  "marble",  "needle",  "object", "parcel",  "quarter",
    "ribbon",  "saddle", "timber", "under",   "violet", "wander",  "yellow",  "answer",  "bridge", "cotton",  "dinner",
    "evening", "follow", "gentle", "handle",  "inner",  "kitchen", "listens", "mirror",  "notice", "offers",  "plenty",
    "quiet",   "remain", "simple", "travel",  "useful", "values",  "writes",  "almost",  "behind"};
static const char *const first[] = {"amber", "brisk", "coral", "dusty", "ember",  "frost", "grand", "hazel",
                                    "ivory", "jolly", "keen",  "lunar", "mellow", "noble", "opal",  "plain"};
static const char *const second[] = {"heron", "badger", "cedar", "dove", "egret",  "finch", "grouse", "hare",
                                     "ibis",  "jay",    "kite",  "lynx", "marten", "newt",  "otter",  "pike"};
enum { WORDS = sizeof words / sizeof words[0], FIRST = 16, SECOND = 16 };

unsigned dice_roll(struct dice *dice, unsigned limit) {
    dice->state = dice->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(dice->state >> 33) % limit;
}

const char *dice_word(struct dice *dice) {
    return words[dice_roll(dice, WORDS)];
}

void name_of(unsigned number, char *name, size_t size) {
    unsigned round = number / (FIRST * SECOND);
    const char *a = first[number % FIRST], *b = second[number / FIRST % SECOND];
    if (round == 0) {
        snprintf(name, size, "%s-%s", a, b);
    } else {
        snprintf(name, size, "%s-%s-%c%c", a, b, 'a' + (int)(round / 26 % 26), 'a' + (int)(round % 26));
    }
}

void write_prose(FILE *out, struct dice *dice, size_t bytes) {
    size_t column = 0, width = 60 + dice_roll(dice, 60);
    for (size_t written = 0; written < bytes;) {
        const char *word = dice_word(dice);
        unsigned kind = dice_roll(dice, 40);
        int n = kind == 0   ? fprintf(out, "`%s_%s` ", word, dice_word(dice))
                : kind == 1 ? fprintf(out, "**%s** ", word)
                : kind == 2 ? fprintf(out, "%s, ", word)
                : kind == 3 ? fprintf(out, "%s (%u). ", word, dice_roll(dice, 12))
                            : fprintf(out, "%s ", word);
        written += (size_t)n;
        column += (size_t)n;
        if (column > width) {
            fputc('\n', out);
            column = 0;
        }
    }
    fputs("\n\n", out);
}

void write_code(FILE *out, struct dice *dice, size_t bytes) {
    for (size_t written = 0; written < bytes;) {
        const char *a = dice_word(dice), *b = dice_word(dice), *c = dice_word(dice);
        int n = 0;
        switch (dice_roll(dice, 6)) {
        case 0:
            n = fprintf(out, "export function %s_%s(%s: string): number {\n\treturn %s.length * %u;\n}\n\n", a, b, c, c,
                        dice_roll(dice, 90));
            break;
        case 1:
            n = fprintf(out, "import { %s } from '../%s/%s';\n", a, b, c);
            break;
        case 2:
            n = fprintf(out, "const %s = await %s.%s({ limit: %u, offset: 0 });\n", a, b, c, dice_roll(dice, 500));
            break;
        case 3:
            n = fprintf(out, "\tif (%s !== undefined && %s > %u) {\n\t\tthrow new Error('%s %s %s');\n\t}\n", a, b,
                        dice_roll(dice, 1000), a, b, c);
            break;
        case 4:
            n = fprintf(out, "// %s %s the %s before it is used\n", a, b, c);
            break;
        default:
            n = fprintf(out, "\t%s.push({ id: '%s', label: t('%s.%s'), done: false });\n", a, b, c, a);
            break;
        }
        written += (size_t)n;
    }
}
