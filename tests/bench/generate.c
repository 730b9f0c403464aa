/* Makes the trees that benchmarks run on. The same arguments give the same bytes.
 *
 *   generate tree DIR N [sparse]  N times 6,500 files, of which portcheck reads 950: the shape of a monorepo of 26
 *                                 services and 82 packages. sparse: the other 5,550 are only printed to stdout, for an
 *                                 index that says that they are not checked out
 *   generate services DIR N       N services of it, one compose file and one registry
 *   generate rows DIR N           N rows of port tables in ten registries, or in as many as hold them
 *   generate compose DIR BYTES    one compose file of about that size
 *   generate bindings DIR N       one compose file whose N services publish one port, each on an address of its own
 *   generate ranges DIR N         a registry of N equal ranges
 *   generate overlaps DIR N       a registry of N ranges that overlap all, no two alike
 *   generate contradictions DIR N  a service's document that states N ports
 *   generate hosts DIR N          a list of one service on N hosts, and a plan that gives it to half of them
 *   generate cells DIR N          a plan of N rows of 200 ports each, most of them in two or three rows
 *   generate headings DIR N       a registry of N headings, each a host's
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tree.h"

static char base[2048];

FILE *tree_open(const char *path) {
    char full[4096];
    snprintf(full, sizeof full, "%s/%s", base, path);
    for (char *slash = full + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(full, 0777);
        *slash = '/';
    }
    FILE *file = fopen(full, "wb");
    if (file == NULL) {
        fprintf(stderr, "generate: %s: %s\n", full, strerror(errno));
        exit(1);
    }
    return file;
}

void tree_close(FILE *file) {
    if (fclose(file) != 0) {
        perror("generate");
        exit(1);
    }
}

static void rows(unsigned count) {
    enum { ROWS_A_FILE = 50000 }; /* a file of more than 4 MiB would not be read */
    unsigned files = count > 10u * ROWS_A_FILE ? count / ROWS_A_FILE : 10;
    for (unsigned f = 0; f < files; f++) {
        char path[64], name[64];
        snprintf(path, sizeof path, "area%u/PORTS.md", f);
        FILE *out = tree_open(path);
        unsigned end = (unsigned)((uint64_t)count * (f + 1) / files);
        fprintf(out, "# Ports of area %u\n", f);
        for (unsigned i = (unsigned)((uint64_t)count * f / files), n = 0; i < end; i++, n++) {
            if (n % 500 == 0) {
                fprintf(out, "\n## Part %u\n\n| Port | Service | Description |\n|---|---|---|\n", n / 500);
            }
            name_of(i, name, sizeof name);
            fprintf(out, "| %u | %s-%u | what it does |\n", 1024 + i % 64000, name, i);
        }
        tree_close(out);
    }
}

static void compose(unsigned bytes) {
    struct dice dice = {7};
    FILE *out = tree_open("docker-compose.yml");
    fputs("services:\n", out);
    for (unsigned i = 0; ftell(out) < (long)bytes; i++) {
        char name[64];
        name_of(i, name, sizeof name);
        fprintf(out, "  %s-%u:\n    image: registry.example/%s:1.%u\n    restart: unless-stopped\n", name, i, name,
                dice_roll(&dice, 30));
        fprintf(out, "    environment:\n      PORT: %u\n      LOG_LEVEL: info\n      LEDGER_URL: http://ledger:4100\n",
                3000 + i % 5000);
        fprintf(out, "    ports:\n      - \"%u:%u\"\n", 1024 + i % 64000, 3000 + i % 5000);
        fprintf(out, "    healthcheck:\n      test: [\"CMD\", \"wget\", \"-q\", \"http://localhost:%u/health\"]\n",
                3000 + i % 5000);
    }
    tree_close(out);
}

static void bindings(unsigned count) {
    FILE *out = tree_open("docker-compose.yml");
    fputs("services:\n", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "  s%u:\n    image: registry.example/s\n    ports: [\"10.%u.%u.%u:8080:8080\"]\n", i, i >> 16,
                i >> 8 & 255, i & 255);
    }
    tree_close(out);
}

static void ranges(unsigned count) {
    FILE *out = tree_open("PORTS.md");
    fputs("# Ports\n\n## Ranges\n\n| Range | Purpose |\n|---|---|\n", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "| 4000-4099 | area %u |\n", i);
    }
    fputs("\n## Services\n\n| Port | Service |\n|---|---|\n| 4001 | heron |\n", out);
    tree_close(out);
}

static void overlaps(unsigned count) {
    FILE *out = tree_open("PORTS.md");
    fputs("# Ports\n\n## Ranges\n\n| Range | Purpose |\n|---|---|\n", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "| %u-%u | area %u |\n", 1024 + i % 30000, 32000 + i % 900, i);
    }
    tree_close(out);
}

static void contradictions(unsigned count) {
    FILE *out = tree_open("services/heron/README.md");
    fputs("# heron\n\n", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "Port: %u\n\n", 1024 + i % 60000);
    }
    tree_close(out);
}

static void hosts(unsigned count) {
    FILE *out = tree_open("PORTS.md");
    fputs("# Ports\n\n## Real ports today\n\n| Host | Service | Port |\n|---|---|---|\n", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "| h%u | heron | %u |\n", i, 3000 + i % 1000);
    }
    fputs("\n## Plan\n\n| Host | Service | Port |\n|---|---|---|\n", out);
    for (unsigned i = 0; i < count; i += 2) {
        fprintf(out, "| h%u | heron | %u |\n", i, 3000 + i % 1001);
    }
    tree_close(out);
}

static void cells(unsigned count) {
    enum { PORTS = 200 };
    FILE *out = tree_open("PORTS.md");
    fputs("# Ports\n\n| Port | Service |\n|---|---|\n", out);
    for (unsigned i = 0; i < count; i++) {
        for (unsigned k = 0; k < PORTS; k++) {
            fprintf(out, "%s%u", k == 0 ? "| " : ", ", 3000 + (i * PORTS + k) % 60000);
        }
        fprintf(out, " | heron-%u |\n", i);
    }
    tree_close(out);
}

static void headings(unsigned count) {
    FILE *out = tree_open("PORTS.md");
    fputs("# Ports\n\n", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "## Host %u (10.0.%u.%u)\n", i, i / 250 % 250, i % 250);
    }
    tree_close(out);
}

int main(int argc, char **argv) {
    if (argc < 4 || strlen(argv[2]) >= sizeof base) {
        fputs("usage: generate tree|services|rows|compose|bindings|ranges|overlaps|hosts|headings DIR N [sparse]\n",
              stderr);
        return 2;
    }
    snprintf(base, sizeof base, "%s", argv[2]);
    unsigned count = (unsigned)strtoul(argv[3], NULL, 10);
    if (strcmp(argv[1], "tree") == 0) {
        tree_write(count, argc > 4 && strcmp(argv[4], "sparse") == 0);
    } else if (strcmp(argv[1], "services") == 0) {
        services_write(count);
    } else if (strcmp(argv[1], "rows") == 0) {
        rows(count);
    } else if (strcmp(argv[1], "compose") == 0) {
        compose(count);
    } else if (strcmp(argv[1], "bindings") == 0) {
        bindings(count);
    } else if (strcmp(argv[1], "ranges") == 0) {
        ranges(count);
    } else if (strcmp(argv[1], "overlaps") == 0) {
        overlaps(count);
    } else if (strcmp(argv[1], "contradictions") == 0) {
        contradictions(count);
    } else if (strcmp(argv[1], "hosts") == 0) {
        hosts(count);
    } else if (strcmp(argv[1], "cells") == 0) {
        cells(count);
    } else if (strcmp(argv[1], "headings") == 0) {
        headings(count);
    } else {
        fprintf(stderr, "generate: no tree of the name %s\n", argv[1]);
        return 2;
    }
    return fflush(stdout) != 0;
}
