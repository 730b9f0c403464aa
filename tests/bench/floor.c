/* The floor of a benchmark: reads the files named on stdin (NUL-separated, relative to the working directory) and
 * splits them into words and digit runs. No tool that reads the same files can be faster than this by much. With -m the
 * Markdown documents among them that hold a number which could be a port are parsed by cmark-gfm as well. Prints a
 * checksum, so that nothing is optimised away. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmark-gfm.h>

static char text[4u << 20]; /* one file; what is larger is cut, as portcheck leaves it out */
static char names[128u << 20];

struct counts {
    uint64_t files, bytes, words, numbers, sum, documents;
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

/* True when a number of two to five digits was met. */
static bool tokenise(size_t length, struct counts *counts) {
    int before = 0;
    uint64_t value = 0;
    bool ports = false;
    for (size_t i = 0; i < length; i++) {
        int kind = kind_of((unsigned char)text[i]);
        if (kind == 1) {
            value = value * 10 + (uint64_t)(text[i] - '0');
        }
        if (kind != before) {
            counts->words += kind == 2;
            counts->numbers += kind == 1;
            counts->sum += value;
            ports = ports || (value >= 10 && value <= 65535);
            value = kind == 1 ? (uint64_t)(text[i] - '0') : 0;
        }
        before = kind;
    }
    counts->sum += value;
    return ports;
}

static bool is_markdown(const char *name) {
    size_t length = strlen(name);
    return length > 3 && strcmp(name + length - 3, ".md") == 0;
}

static void read_one(const char *name, bool markdown, struct counts *counts) {
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
        if (tokenise(length, counts) && markdown && is_markdown(name)) {
            cmark_node_free(cmark_parse_document(text, length, CMARK_OPT_SOURCEPOS));
            counts->documents++;
        }
    }
    close(fd);
}

int main(int argc, char **argv) {
    bool markdown = argc > 1 && strcmp(argv[1], "-m") == 0;
    size_t length = fread(names, 1, sizeof names - 1, stdin);
    struct counts counts = {0};
    for (size_t at = 0; at < length;) {
        read_one(names + at, markdown, &counts);
        at += strlen(names + at) + 1;
    }
    printf("%" PRIu64 " files, %" PRIu64 " bytes, %" PRIu64 " words, %" PRIu64 " numbers, sum %" PRIu64 ", %" PRIu64
           " documents\n",
           counts.files, counts.bytes, counts.words, counts.numbers, counts.sum, counts.documents);
    return 0;
}
