/* A monorepo as they are: services with their documents, images, settings and programs; packages; scripts, workflows,
 * configuration; compose files; one registry; and six times as many files that state no port. Most of what is written
 * agrees; every tenth service does not. */
#include "tree.h"

enum {
    SERVICES = 26,
    PACKAGES = 82,
    SCRIPTS = 40,
    WORKFLOWS = 12,
    CONFIGS = 28,
    ROUTES = 509, /* files that a framework calls +server.ts or index.ts */
    OTHERS = 5316,
    FIRST_PORT = 3000,
};

struct area {
    unsigned number, services;
    struct dice dice;
    bool sparse;
};

/* Opens folder/name/rest of an area; folder or name may be empty. */
static FILE *open_in(const struct area *area, const char *folder, const char *name, const char *rest) {
    char path[640];
    size_t len = 0;
    if (area->number > 0) {
        len += (size_t)snprintf(path, sizeof path, "area%u/", area->number);
    }
    snprintf(path + len, sizeof path - len, "%s%s%s%s%s", folder, *folder != '\0' ? "/" : "", name,
             *name != '\0' ? "/" : "", rest);
    return tree_open(path);
}

static unsigned port_of(unsigned service) {
    return FIRST_PORT + service * 2;
}

static bool drifts(unsigned service) {
    return service % 10 == 7;
}

static void service_name(const struct area *area, unsigned index, char *name, size_t size) {
    name_of(area->number * area->services + index, name, size);
}

static void write_service_document(struct area *area, const char *name, unsigned port, bool full) {
    struct dice *dice = &area->dice;
    FILE *out = open_in(area, "services", name, full ? "CLAUDE.md" : "README.md");
    fprintf(out, "# %s\n\n", name);
    write_prose(out, dice, 300);
    if (full) {
        fprintf(out, "## Port: %u\n\n", port);
    }
    for (unsigned part = 0; part < (full ? 6u : 3u); part++) {
        fprintf(out, "## The %s %s\n\n", dice_word(dice), dice_word(dice));
        write_prose(out, dice, 400);
        fprintf(out, "```bash\ncd services/%s\npnpm install\npnpm dev --filter %s\n```\n\n", name, dice_word(dice));
        for (unsigned i = 0; i < 6; i++) {
            fprintf(out, "- **%s**: the %s of `%s.%s`, at most %u\n", dice_word(dice), dice_word(dice), dice_word(dice),
                    dice_word(dice), dice_roll(dice, 5000));
        }
        fputs("\n| Field | Kind | What |\n|---|---|---|\n", out);
        for (unsigned i = 0; i < 5; i++) {
            fprintf(out, "| %s_%s | text | %s %s |\n", dice_word(dice), dice_word(dice), dice_word(dice),
                    dice_word(dice));
        }
        fputc('\n', out);
    }
    if (full) {
        fprintf(out, "## Environment\n\n| Variable | Default | Description |\n|---|---|---|\n| `PORT` | %u | Port |\n",
                port);
        fprintf(out, "| `LOG_LEVEL` | info | How much is logged |\n\n```env\nPORT=%u\nLOG_LEVEL=info\n```\n", port);
    }
    tree_close(out);
}

static void write_image(struct area *area, const char *name, unsigned port) {
    struct dice *dice = &area->dice;
    FILE *out = open_in(area, "services", name, "Dockerfile");
    fprintf(out, "FROM node:20-slim AS build\nWORKDIR /app\nCOPY . .\nRUN pnpm install && pnpm build\n\n");
    fprintf(out, "FROM node:20-slim\nWORKDIR /app\nCOPY --from=build /app/dist ./dist\nENV PORT=%u\nEXPOSE %u\n", port,
            port);
    fprintf(out, "HEALTHCHECK CMD wget -q http://localhost:%u/health\nCMD [\"node\", \"dist/index.js\"]\n", port);
    tree_close(out);
    out = open_in(area, "services", name, "package.json");
    fprintf(out, "{\n\t\"name\": \"@acme/%s\",\n\t\"version\": \"1.0.0\",\n\t\"scripts\": {\n", name);
    fprintf(out, "\t\t\"dev\": \"bun --watch src/index.ts\",\n\t\t\"build\": \"tsc\",\n\t\t\"test\": \"vitest "
                 "run\"\n\t},\n\t\"dependencies\": {\n");
    for (unsigned i = 0; i < 20; i++) {
        fprintf(out, "\t\t\"@%s/%s-%u\": \"^%u.%u.0\",\n", dice_word(dice), dice_word(dice), i, dice_roll(dice, 9),
                dice_roll(dice, 20));
    }
    fprintf(out, "\t\t\"hono\": \"^4.0.0\"\n\t}\n}\n");
    tree_close(out);
}

static void write_service(struct area *area, unsigned index) {
    char name[64], other[64];
    unsigned number = area->number * area->services + index, port = port_of(number);
    unsigned next = area->number * area->services + (index + 1) % area->services;
    struct dice *dice = &area->dice;
    service_name(area, index, name, sizeof name);
    service_name(area, (index + 1) % area->services, other, sizeof other);
    write_service_document(area, name, drifts(number) ? port + 1 : port, true);
    write_service_document(area, name, port, false);
    write_image(area, name, port);
    FILE *out = open_in(area, "services", name, ".env.example");
    fprintf(out, "# settings of %s\nPORT=%u\nLOG_LEVEL=info\nDATABASE_URL=postgres://app:app@localhost:5432/%s\n", name,
            port, name);
    tree_close(out);
    out = open_in(area, "services", name, "src/index.ts");
    write_code(out, dice, 1500);
    fprintf(out, "const port = Number(process.env.PORT || '%u');\nserve({ fetch: app.fetch, port });\n", port);
    write_code(out, dice, 500);
    tree_close(out);
    out = open_in(area, "services", name, "src/config.ts");
    write_code(out, dice, 900);
    fprintf(out, "export const upstream = process.env.UPSTREAM_URL || 'http://localhost:%u'; // %s\n", port_of(next),
            other);
    tree_close(out);
}

static void write_package(struct area *area, unsigned index) {
    struct dice *dice = &area->dice;
    char name[64];
    snprintf(name, sizeof name, "%s-%s-%u", dice_word(dice), dice_word(dice), index);
    FILE *out = open_in(area, "packages", name, "README.md");
    fprintf(out, "# %s\n\n", name);
    for (unsigned part = 0; part < 5; part++) {
        write_prose(out, dice, 500);
        fprintf(out, "### %s\n\n", dice_word(dice));
        for (unsigned i = 0; i < 5; i++) {
            fprintf(out, "%u. `%s` and %s, since 2024-0%u-1%u\n", i + 1, dice_word(dice), dice_word(dice), i + 1, i);
        }
        fprintf(out, "\n```ts\nimport { %s } from '@acme/%s';\n```\n\n", dice_word(dice), name);
    }
    tree_close(out);
    out = open_in(area, "packages", name, "package.json");
    fprintf(out,
            "{\n\t\"name\": \"@acme/%s\",\n\t\"scripts\": { \"build\": \"tsc\", \"dev\": \"vite dev\" "
            "},\n\t\"exports\": {\n",
            name);
    for (unsigned i = 0; i < 12; i++) {
        fprintf(out, "\t\t\"./%s-%u\": { \"types\": \"./src/%s.ts\" },\n", dice_word(dice), i, dice_word(dice));
    }
    fprintf(out, "\t\t\".\": \"./src/index.ts\"\n\t}\n}\n");
    tree_close(out);
    out = open_in(area, "packages", name, "src/index.ts");
    write_code(out, dice, 2500);
    tree_close(out);
    out = open_in(area, "packages", name, "src/config/env.ts");
    write_code(out, dice, 700);
    fprintf(out, "export const base = process.env.PUBLIC_API_URL;\n");
    tree_close(out);
    out = open_in(area, "packages", name, "vite.config.ts");
    fprintf(out, "import { sveltekit } from '@sveltejs/kit/vite';\nimport { defineConfig } from 'vite';\n\nexport "
                 "default defineConfig({\n\tplugins: [sveltekit()],\n");
    if (index % 4 == 0) {
        fprintf(out, "\tserver: { port: %u, strictPort: true },\n", 15000 + area->number * PACKAGES + index);
    }
    fprintf(out, "});\n");
    tree_close(out);
}

static void write_scripts(struct area *area) {
    struct dice *dice = &area->dice;
    char name[64];
    for (unsigned i = 0; i < SCRIPTS; i++) {
        snprintf(name, sizeof name, "%s-%u.sh", dice_word(dice), i);
        FILE *out = open_in(area, "scripts", "", name);
        fprintf(out, "#!/usr/bin/env bash\nset -euo pipefail\n");
        for (unsigned k = 0; k < 40; k++) {
            fprintf(out, "echo \"%s %s\" && cp -r \"$%s\" build/%s # %u\n", dice_word(dice), dice_word(dice),
                    dice_word(dice), dice_word(dice), dice_roll(dice, 99));
        }
        fprintf(out, "curl -fsS http://localhost:%u/health\n",
                port_of(area->number * area->services + i % area->services));
        tree_close(out);
    }
}

static void write_workflows(struct area *area) {
    struct dice *dice = &area->dice;
    char name[64];
    for (unsigned i = 0; i < WORKFLOWS; i++) {
        snprintf(name, sizeof name, "w%u.yml", i);
        FILE *out = open_in(area, area->number == 0 ? ".github/workflows" : "ci", "", name);
        fprintf(out, "name: %s\non: [push]\njobs:\n", dice_word(dice));
        for (unsigned k = 0; k < 6; k++) {
            fprintf(
                out,
                "  job-%u:\n    runs-on: ubuntu-22.04\n    steps:\n      - uses: actions/checkout@v4\n      - name: %s "
                "%s\n        run: |\n          pnpm install --frozen-lockfile\n          pnpm --filter %s test\n",
                k, dice_word(dice), dice_word(dice), dice_word(dice));
        }
        tree_close(out);
    }
}

static void write_configs(struct area *area) {
    struct dice *dice = &area->dice;
    char name[64];
    for (unsigned i = 0; i < CONFIGS; i++) {
        snprintf(name, sizeof name, "%s-%u.yml", dice_word(dice), i);
        FILE *out = open_in(area, "deploy", "", name);
        fprintf(out, "settings:\n");
        for (unsigned k = 0; k < 60; k++) {
            fprintf(out, "  %s_%u:\n    - name: %s\n      retries: %u\n      labels: { tier: %s }\n", dice_word(dice),
                    k, dice_word(dice), dice_roll(dice, 30), dice_word(dice));
        }
        tree_close(out);
    }
}

static void write_routes(struct area *area) {
    struct dice *dice = &area->dice;
    char name[64];
    for (unsigned i = 0; i < ROUTES; i++) {
        snprintf(name, sizeof name, "%s/%s-%u", dice_word(dice), dice_word(dice), i);
        FILE *out = open_in(area, "apps/web/src/routes", name, i % 2 ? "+server.ts" : "index.ts");
        write_code(out, dice, 1200 + dice_roll(dice, 2400));
        tree_close(out);
    }
}

static void write_compose(struct area *area, const char *file, bool production) {
    char name[64], other[64];
    FILE *out = open_in(area, "", "", file);
    fprintf(out, "services:\n");
    for (unsigned i = 0; i < area->services; i++) {
        unsigned number = area->number * area->services + i;
        service_name(area, i, name, sizeof name);
        service_name(area, (i + 1) % area->services, other, sizeof other);
        fprintf(out, "  %s:\n    build:\n      context: services/%s\n    restart: unless-stopped\n", name, name);
        fprintf(out, "    environment:\n      PORT: %u\n      NODE_ENV: %s\n", port_of(number),
                production ? "production" : "development");
        fprintf(out,
                "      UPSTREAM_URL: http://%s:%u\n      DATABASE_URL: postgres://app:${DB_PASSWORD:?}@db:5432/%s\n",
                other, port_of(area->number * area->services + (i + 1) % area->services), name);
        fprintf(out, "    ports:\n      - '%u:%u'\n    depends_on: [db]\n", port_of(number), port_of(number));
        if (production) {
            fprintf(out,
                    "    deploy:\n      resources:\n        limits: { memory: 256M }\n    labels:\n      "
                    "com.example.tier: %s\n      com.example.team: %s\n",
                    dice_word(&area->dice), dice_word(&area->dice));
            fprintf(out,
                    "    healthcheck:\n      test: ['CMD', 'wget', '-q', '--spider', 'http://localhost:%u/health']\n   "
                    "   interval: 30s\n      retries: 3\n",
                    port_of(number));
        }
    }
    fprintf(out, "  db:\n    image: postgres:16\n    volumes: ['db:/var/lib/postgresql/data']\nvolumes:\n  db: {}\n");
    tree_close(out);
}

/* A registry of all services at the root: one table a hundred ports. */
static void write_registry(unsigned services) {
    char name[64];
    FILE *out = tree_open("PORT_SCHEMA.md");
    fputs("# Ports\n\nEach service has one port, here and everywhere else.\n", out);
    for (unsigned i = 0; i < services; i++) {
        unsigned port = port_of(i);
        if (i == 0 || port / 100 != port_of(i - 1) / 100) {
            fprintf(out, "\n## %u-%u: Services\n\n| Port | Service | Description |\n|---|---|---|\n", port / 100 * 100,
                    port / 100 * 100 + 99);
        }
        name_of(i, name, sizeof name);
        fprintf(out, "| %u | %s | what it does |\n", port, name);
    }
    tree_close(out);
}

/* Files of no interest: components, styles, translations, pictures. */
static void write_others(struct area *area) {
    static const char *const ends[] = {"svelte", "ts", "css", "json", "test.ts", "svg", "png", "svelte"};
    struct dice *dice = &area->dice;
    for (unsigned i = 0; i < OTHERS; i++) {
        char below[256], path[320];
        unsigned group = i / 60, folder = i / 6 % 10;
        snprintf(below, sizeof below, "apps/web-%u/src/lib/part-%u/item-%u.%s", group, folder, i, ends[i % 8]);
        if (area->sparse) {
            size_t len = area->number > 0 ? (size_t)snprintf(path, sizeof path, "area%u/", area->number) : 0;
            len += (size_t)snprintf(path + len, sizeof path - len, "%s", below);
            fwrite(path, 1, len + 1, stdout);
            continue;
        }
        FILE *out = open_in(area, "", "", below);
        write_code(out, dice, 200 + dice_roll(dice, 600));
        tree_close(out);
    }
}

void tree_write(unsigned areas, bool sparse) {
    write_registry(areas * SERVICES);
    for (unsigned a = 0; a < areas; a++) {
        struct area area = {a, SERVICES, {a + 1}, sparse};
        for (unsigned i = 0; i < SERVICES; i++) {
            write_service(&area, i);
        }
        for (unsigned i = 0; i < PACKAGES; i++) {
            write_package(&area, i);
        }
        write_scripts(&area);
        write_workflows(&area);
        write_configs(&area);
        write_routes(&area);
        write_compose(&area, "docker-compose.yml", false);
        write_compose(&area, "docker-compose.hilltop.yml", true);
        write_others(&area);
    }
}

void services_write(unsigned count) {
    struct area area = {0, count, {1}, false};
    write_registry(count);
    for (unsigned i = 0; i < count; i++) {
        write_service(&area, i);
    }
    write_compose(&area, "docker-compose.yml", true);
}
