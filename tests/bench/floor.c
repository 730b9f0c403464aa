/* The floor of a benchmark: reads the files named on stdin (NUL-separated, relative to the working directory) and
 * splits them into words and digit runs. No tool that reads the same files can be faster than this by much. Prints a
 * checksum, so that nothing is optimised away. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char text[4u << 20]; /* one file; what is larger is cut, as portcheck leaves it out */
static char names[16u << 20];

struct counts {
    uint64_t files, bytes, words, numbers, sum;
};

static int kind_of(unsigned char c) {
    if (c >= '0' && c <= '9') {
        return 1;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80) {
        return 2;
    }
    return 0;
}

static void tokenise(size_t length, struct counts *counts) {
    int before = 0;
    uint64_t value = 0;
    for (size_t i = 0; i < length; i++) {
        int kind = kind_of((unsigned char)text[i]);
        if (kind == 1) {
            value = value * 10 + (uint64_t)(text[i] - '0');
        }
        if (kind != before) {
            counts->words += kind == 2;
            counts->numbers += kind == 1;
            counts->sum += value;
            value = kind == 1 ? (uint64_t)(text[i] - '0') : 0;
        }
        before = kind;
    }
    counts->sum += value;
}

static void read_one(const char *name, struct counts *counts) {
    int fd = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return;
    }
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        size_t length = 0;
        ssize_t got = 0;
        while (length < sizeof text && (got = read(fd, text + length, sizeof text - length)) > 0) {
            length += (size_t)got;
        }
        counts->files++;
        counts->bytes += length;
        tokenise(length, counts);
    }
    close(fd);
}

int main(void) {
    size_t length = fread(names, 1, sizeof names - 1, stdin);
    struct counts counts = {0};
    for (size_t at = 0; at < length;) {
        read_one(names + at, &counts);
        at += strlen(names + at) + 1;
    }
    printf("%" PRIu64 " files, %" PRIu64 " bytes, %" PRIu64 " words, %" PRIu64 " numbers, sum %" PRIu64 "\n",
           counts.files, counts.bytes, counts.words, counts.numbers, counts.sum);
    return 0;
}
