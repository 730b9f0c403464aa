/* What the reader of a service's own document makes of one: every form that states a port, everything that does not,
 * and hostile text. A case is a document and what is said of it, one line each: "3: 4101 self", "5: 4120 quay-web
 * production", "7: dials 4102 tide (TIDE_URL)", "9: ? 6379 dialled, not owned" for a mention, "11: ! ..." for a
 * trouble. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "draft.h"
#include "limits.h"
#include "path.h"
#include "reader.h"

struct reading {
    struct pc_recovery recovery;
    struct pc_arena arena, scratch;
    struct pc_builder *b;
    struct pc_str text;
    struct pc_lines lines;
};

static int setup(void **state) {
    *state = calloc(1, sizeof(struct reading));
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    struct reading *r = *state;
    pc_arena_finish(&r->arena);
    pc_arena_finish(&r->scratch);
    free(r);
    return 0;
}

/* The caller has set the recovery point. */
static void read_text(struct reading *r, const char *path, struct pc_str text) {
    static const struct pc_hints none;
    pc_arena_finish(&r->arena);
    pc_arena_finish(&r->scratch);
    pc_arena_init(&r->arena, PC_LIMIT_RUN_BYTES, &r->recovery);
    pc_arena_init(&r->scratch, PC_LIMIT_SCRATCH_BASE + PC_LIMIT_SCRATCH_FACTOR * text.len, &r->recovery);
    r->b = pc_builder_new(&r->arena, &none);
    r->text = pc_str_dup(&r->arena, text);
    r->lines = pc_lines_of(&r->arena, r->text);
    struct pc_read_context ctx = {.builder = r->b,
                                  .arena = &r->arena,
                                  .scratch = &r->scratch,
                                  .file = pc_builder_file(r->b, pc_str_c(path), r->text, r->lines),
                                  .path = pc_str_c(path),
                                  .dir = pc_path_dir(pc_str_c(path)),
                                  .text = r->text};
    pc_reader_service_doc.read(&ctx);
}

static unsigned line_of(const struct reading *r, uint32_t offset) {
    return pc_position_at(&r->lines, r->text, offset).line;
}

/* The bytes under every span spell what it stands for. */
static void check_spans(const struct reading *r) {
    for (size_t i = 0; i < r->b->claims.count; i++) {
        const struct pc_claim *claim = &r->b->claims.items[i];
        assert_true((size_t)claim->span.offset + claim->span.length <= r->text.len);
        assert_true((size_t)claim->extent.offset + claim->extent.length <= r->text.len);
        assert_true((size_t)claim->name_span.offset + claim->name_span.length <= r->text.len);
        struct pc_ports ports;
        struct pc_str spelled = pc_str_sub(r->text, claim->span.offset, claim->span.length);
        if (pc_ports_parse(spelled, &ports) != PC_PORT_OK || !pc_ports_eq(ports, claim->ports)) {
            fail_msg("a claim of %u spans \"%.*s\"", claim->ports.lo, PC_ARG(spelled));
        }
        assert_true(claim->span.offset >= claim->extent.offset);
        assert_true(claim->span.offset + claim->span.length <= claim->extent.offset + claim->extent.length);
    }
    for (size_t i = 0; i < r->b->mentions.count; i++) {
        struct pc_span span = r->b->mentions.items[i].span;
        assert_true((size_t)span.offset + span.length <= r->text.len);
    }
}

static void say_claim(const struct reading *r, struct pc_buf *out, const struct pc_claim *claim) {
    pc_buf_addf(out, "%u: %s%.*s", line_of(r, claim->span.offset), claim->role == PC_ROLE_DIALS ? "dials " : "",
                (int)claim->span.length, r->text.ptr + claim->span.offset);
    if (claim->protocol != PC_PROTO_ANY) {
        pc_buf_addf(out, "/%s", pc_protocol_name(claim->protocol));
    }
    assert_true(((claim->flags & PC_CLAIM_SELF) != 0) == (claim->name.len == 0));
    pc_buf_addf(out, " %.*s", PC_ARG(claim->flags & PC_CLAIM_SELF ? PC_STR("self") : claim->name));
    if (claim->environment != PC_ENV_UNKNOWN) {
        pc_buf_addf(out, " %s", pc_environment_name(claim->environment));
    }
    if (claim->qualifier.len > 0) {
        pc_buf_addf(out, " (%.*s)", PC_ARG(claim->qualifier));
    }
    static const struct {
        uint32_t flag;
        const char *text;
    } flags[] = {{PC_CLAIM_INTERNAL, " internal"}, {PC_CLAIM_FUTURE, " future"}, {PC_CLAIM_LOOPBACK, " loopback"}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        pc_buf_adds(out, claim->flags & flags[i].flag ? flags[i].text : "");
    }
    pc_buf_adds(out, claim->confidence == PC_STATED ? "\n" : " derived\n");
}

static struct pc_str said(struct reading *r) {
    struct pc_buf out;
    pc_buf_init(&out, &r->arena);
    for (size_t i = 0; i < r->b->claims.count; i++) {
        say_claim(r, &out, &r->b->claims.items[i]);
    }
    for (size_t i = 0; i < r->b->troubles.count; i++) {
        const struct pc_trouble *trouble = &r->b->troubles.items[i];
        pc_buf_addf(&out, "%u: ! %.*s\n", line_of(r, trouble->span.offset), PC_ARG(trouble->message));
    }
    for (size_t i = 0; i < r->b->mentions.count; i++) {
        struct pc_mention mention = r->b->mentions.items[i];
        pc_buf_addf(&out, "%u: ? %.*s %s\n", line_of(r, mention.span.offset), (int)mention.span.length,
                    r->text.ptr + mention.span.offset, mention.why);
    }
    return out.len > 0 ? pc_buf_str(&out) : PC_STR("");
}

struct document {
    const char *text, *expected;
};

static void check_documents(struct reading *r, const char *path, const struct document *documents, size_t count) {
    for (volatile size_t i = 0; i < count; i++) {
        if (setjmp(r->recovery.env) != 0) {
            fail_msg("unwound at \"%s\"", documents[i].text);
        }
        read_text(r, path, pc_str_c(documents[i].text));
        check_spans(r);
        struct pc_str got = said(r);
        if (!pc_str_eq(got, pc_str_c(documents[i].expected))) {
            fail_msg("\"%s\"\n--- said:\n%.*s--- expected:\n%s", documents[i].text, PC_ARG(got), documents[i].expected);
        }
    }
}

#define CHECK(path, documents) check_documents(*state, (path), (documents), sizeof(documents) / sizeof(documents)[0])

static void headings_state_a_port(void **state) {
    static const struct document documents[] = {
        {"## Port: 4101\n", "1: 4101 self\n"},
        {"# ledger\n\n### Port 4101\n", "3: 4101 self\n"},
        {"## Port (4101)\n", "1: 4101 self\n"},
        {"## **Port:** `4101`\n", "1: 4101 self\n"},
        {"## Port: 4101 (prod port through the tunnel)\n", "1: 4101 self production\n"},
        {"## Dev Port: 4101\n", "1: 4101 self development\n"},
        {"## Ports: 4101 (HTTP), 4190 (metrics)\n", "1: 4101/tcp self (HTTP)\n1: 4190 self (metrics)\n"},
        {"Port: 4101\n----------\n", "1: 4101 self\n"},
        {"# ledger (Port 4101)\n", "1: 4101 self\n"},
        {"## \xF0\x9F\x94\x8C Port: 4101\n", "1: 4101 self\n"},
        {"## \xE7\xAB\xAF\xE5\x8F\xA3\xEF\xBC\x9A"
         "4101\n",
         "1: 4101 self\n"},
        {"## Puerto: 4101\n", "1: 4101 self\n"},
        {"## Port\n\n4101\n", "3: 4101 self\n"},
        {"## Web Port: 4120\n", "1: 4120 ledger-web\n"},
        {"## Redis Port: 6379\n", "1: ? 6379 another service's port\n"},
        {"```\ncurl -d '{\"width\":1024}'\ncurl -d '{\"port\":1025}'\n```\n", "3: ? 1025 code\n"},
        {"## Port Conflicts\n\nPort: 4101\n", "3: ? 4101 troubleshooting\n"},
        {"## Ported 4101 lines\n", ""},
        {"## Old Port: 4101\n", "1: ? 4101 history\n"},
        {"## Setup (port 4101)\n", "1: 4101 self\n"},
        {"## Port: 4101 until May\n", "1: ? 4101 history\n"},
        {"## Version 4101\n", ""},
    };
    CHECK("services/ledger/CLAUDE.md", documents);
}

static void labels_state_a_port(void **state) {
    static const struct document documents[] = {
        {"- **Port:** 4101\n", "1: 4101 self\n"},
        {"- **Port**: 4101\n", "1: 4101 self\n"},
        {"* Port: `4101`\n", "1: 4101 self\n"},
        {"- **Port** \xE2\x80\x94 4101\n", "1: 4101 self\n"},
        {"**Port:** 4101 (production)\n", "1: 4101 self production\n"},
        {"**Port:** 4101\n**Runtime:** Go\n", "1: 4101 self\n"},
        {"**Runtime:** Go\n**Port:** 4101\n", "2: 4101 self\n"},
        {"**Runtime:** Go | **Port:** 4101 | **Team:** quay\n", "1: 4101 self\n"},
        {"Port: 4101\n", "1: 4101 self\n"},
        {"> - **Port:** 4101\n", "1: 4101 self\n"},
        {"- Port 4101 (HTTP)\n", "1: 4101/tcp self\n"},
        {"**Port 4101:** the one that counts\n", "1: 4101 self\n"},
        {"- **Port:** 4101/udp\n", "1: 4101/udp self\n"},
        {"- **Ports:** 4101 (HTTP), 4190 (metrics)\n", "1: 4101/tcp self (HTTP)\n1: 4190 self (metrics)\n"},
        {"- **Ports**: 4101 / 4102\n", "1: 4101 self\n1: 4102 self\n"},
        {"- **Port (dev):** 4101\n- **Port (prod):** 80\n", "1: 4101 self development\n2: 80 self production\n"},
        {"- **Port in production:** 4101\n", "1: 4101 self production\n"},
        {"- **Dev port:** 4101 / **Prod port:** 8101\n", "1: 4101 self development\n1: 8101 self production\n"},
        {"- **Port:** dev 4101, prod 8101\n", "1: 4101 self development\n1: 8101 self production\n"},
        {"- **Port:** 127.0.0.1:4101\n", "1: 4101 self loopback\n"},
        {"- **Port:** http://localhost:4101\n", "1: 4101 self\n"},
        {"- **Port:** 8401:4101\n", "1: 8401 self\n"},
        {"- **Port:** 4101 (internal only)\n", "1: 4101 self internal\n"},
        {"- **Port:** 4101 (planned)\n", "1: 4101 self future\n"},
        {"- **Port:** 4101, 4 workers\n", "1: 4101 self\n"},
        {"- **Port**: Defaults to 4101 (see `PORT`)\n", "1: 4101 self\n"},
        {"- **Port**: the server answers on port 4101\n", "1: 4101 self\n"},
        {"- **Port range:** 4100-4109\n", "1: 4100-4109 self\n"},
        {"- **Metrics Port:** 4190\n", "1: 4190 self (Metrics)\n"},
        {"- **Web App Port:** 4120\n- **Backend Port**: 4121\n", "1: 4120 ledger-web\n2: 4121 ledger-backend\n"},
        {"- **Server port:** 4101\n", "1: 4101 self\n"},
        {"- **Port:** 4102 (was 4101)\n", "1: 4102 self\n"},
        {"- **Port:** ~~4101~~ 4102\n", "1: 4102 self\n"},
        {"- Port: 4101 <!-- since May -->\n", "1: 4101 self\n"},
        {"- **Ports:**\n  - 4101: API\n  - 4190: metrics\n", "2: 4101 self (API)\n3: 4190 self (metrics)\n"},
        {"- **Configuration**\n  - **Port:** 4101\n", "2: 4101 self\n"},
        {"- **Frontend**\n  - **Port:** 4120\n", "2: 4120 ledger-frontend\n"},
        {"## Backend\n\n- **Port:** 4121\n", "3: 4121 ledger-backend\n"},
        {"## Development\n\n- **Port:** 4101\n\n## Production\n\n- **Port:** 80\n",
         "3: 4101 self development\n7: 80 self production\n"},
        {"| **Port** | 4101 |\n|---|---|\n| **Team** | quay |\n", "1: 4101 self\n"},
    };
    CHECK("services/ledger/README.md", documents);
}

static void what_only_looks_like_a_label_does_not(void **state) {
    static const struct document documents[] = {
        {"The default was 4101 until 2024-05-01, see `tick.ts:191`.\n", ""},
        {"It runs on port 4101.\n", "1: ? 4101 prose\n"},
        {"- Port 4101 must be free\n", "1: ? 4101 prose\n"},
        {"- **Database port:** 5432\n", "1: ? 5432 another service's port\n"},
        {"- **Whisper port:** 9000\n", "1: ? 9000 not clear whose port\n"},
        {"- **Postgres**\n  - Port: 5432\n", "2: ? 5432 another service's port\n"},
        {"- **tide**: forecasts\n  - Port: 4102\n", "2: ? 4102 not clear whose port\n"},
        {"## Redis\n\n- **Port:** 6379\n", "3: ? 6379 another service's port\n"},
        {"## Dependencies\n\n- **Port:** 6379\n", "3: ? 6379 another service's port\n"},
        {"## Changelog\n\n- **Port:** 4100\n", "3: ? 4100 history\n"},
        {"- **Listen**: `127.0.0.1:8080`\n", "1: ? 8080 prose\n"},
        {"- **Port:** TBD\n- **Port:** {{port}}\n- **Port:** ${PORT}\n- **Port:** <port>\n", ""},
        {"- **Timeout:** 4101 ms, 12 MB, 3000 users\n", ""},
        {"- **Support:** 4101\n- **Portal:** 4101\n- **Export:** 4101\n", ""},
        {"- **Port:** 30xx\n- **Port:** v4101\n- **Port:** 4101a\n", ""},
        {"<!-- **Port:** 4101 -->\n", "1: ? 4101 prose\n"},
        {"- **Host:** localhost\n- **Port:** 5432\n- **Database name:** money\n- **Username:** me\n",
         "2: ? 5432 another service's port\n"},
        {"**Host:** localhost\n**Port:** 5432\n**Password:** x\n", "2: ? 5432 another service's port\n"},
        {"- **Host:** 0.0.0.0\n- **Port:** 4101\n- **Database:** money\n", "2: 4101 self\n"},
        {"### Install PostgreSQL\n\n- Default port: 5432\n", "3: ? 5432 another service's port\n"},
        {"### Install PostgreSQL\n\n#### Server\n\n- Default port: 4101\n", "5: 4101 self\n"},
        {"# {{name}}\n\n- **Port:** 4101\n", "3: ? 4101 template\n"},
        {"```sh\ncurl localhost:4101/health\n```\n", "2: ? 4101 code\n"},
        {"```js\nconst PORT=4101\nPORT=4101\n```\n", "2: ? 4101 code\n3: ? 4101 code\n"},
    };
    CHECK("services/ledger/README.md", documents);
}

static void odd_numbers_are_reported(void **state) {
    static const struct document documents[] = {
        {"- **Port:** 70000\n", "1: ! a port is at most 65535\n"},
        {"- **Port:** 4294971397\n", "1: ! a port is at most 65535\n"},
        {"- **Port:** 0\n", "1: ! 0 is no port\n"},
        {"- **Port:** 04101\n", "1: ! this number is not written as a port\n"},
        {"- **Port:** 4,101\n", "1: ! this number is not written as a port\n"},
        {"- **Port:** 4101.5\n", "1: ! this number is not written as a port\n"},
        {"## Port: 65536\n", "1: ! a port is at most 65535\n"},
        {"| Variable | Default |\n|---|---|\n| `PORT` | 99999 |\n", "3: ! a port is at most 65535\n"},
        {"```env\nPORT=0\n```\n", ""},
        {"- **Redis port:** 70000\n", ""},
    };
    CHECK("services/ledger/README.md", documents);
}

static void variables_state_and_dial(void **state) {
    static const struct document documents[] = {
        {"| Variable | Default | Description |\n|---|---|---|\n| `PORT` | 4101 | Server port |\n", "3: 4101 self\n"},
        {"| Variable | Default | Description |\n|---|---|---|\n| PORT | `4101` | |\n| `REDIS_PORT` | 6379 | |\n",
         "3: 4101 self\n4: ? 6379 dialled, not owned\n"},
        {"| Variable | Required | Description |\n|---|---|---|\n| `LEDGER_PORT` | No | Server port (default: 4101) |\n",
         "3: 4101 self\n"},
        {"| Variable | Dev | Prod |\n|---|---|---|\n| `PORT` | 4101 | 80 |\n",
         "3: 4101 self development\n3: 80 self production\n"},
        {"| Variable | Default |\n|---|---|\n| `TIDE_URL` | http://localhost:4102 |\n",
         "3: dials 4102 localhost (TIDE_URL)\n"},
        {"| Variable | Default |\n|---|---|\n| `TIDE_URL` | `http://me:secret@tide:4102/v1?x=1` |\n",
         "3: dials 4102 tide (TIDE_URL)\n"},
        {"| Variable | Default |\n|---|---|\n| `TIDE_ADDR` | tide:4102 |\n", "3: dials 4102 tide (TIDE_ADDR)\n"},
        {"| Variable | Default |\n|---|---|\n| `DATABASE_URL` | postgresql://...localhost:5432/ledger |\n",
         "3: dials 5432 localhost (DATABASE_URL)\n"},
        {"| Variable | Default |\n|---|---|\n| `CORS_ORIGINS` | http://localhost:4120,http://localhost:4121 |\n",
         "3: ? 4120 list of origins\n3: ? 4121 list of origins\n"},
        {"| Variable | Default |\n|---|---|\n| `TIMEOUT_MS` | 4101 |\n| `PORT` | - |\n", ""},
        {"- `PORT`: server port (4101)\n", "1: 4101 self\n"},
        {"- `PORT` \xE2\x80\x94 Server port (4101)\n", "1: 4101 self\n"},
        {"- `PORT=4101` - where it listens\n", "1: 4101 self\n"},
        {"- `PORT`: the port,\n  `4101` by default\n", "2: 4101 self\n"},
        {"- **PORT** (default: 4101)\n", "1: 4101 self\n"},
        {"- `PORT`: between 4000 and 5000\n", ""},
        {"- `TIDE_PORT`: 4102\n", "1: ? 4102 dialled, not owned\n"},
        {"```env\nPORT=4101\n```\n", "2: 4101 self\n"},
        {"```\nPORT=4101   # the port\nLOG_LEVEL=debug\n```\n", "2: 4101 self\n"},
        {"```bash\nPORT=\"4101\"\n```\n", "2: 4101 self\n"},
        {"    PORT=4101\n", "1: 4101 self\n"},
        {"```env\nNODE_ENV=production\nPORT=4101\n```\n", "3: 4101 self production\n"},
        {"```env\n# Development\nPORT=4101\n# Production\nPORT=80\n```\n",
         "3: 4101 self development\n5: 80 self production\n"},
        {"```env\nPORT=4101\nPORT=4102\n```\n",
         "2: ? 4101 several values in one block\n3: ? 4102 several values in one block\n"},
        {"```env\n# apps/quay/web/.env\nPORT=4120\n```\n", "3: 4120 ledger-web\n"},
        {"In `services/tide/.env`:\n\n```env\nPORT=4102\n```\n", "4: 4102 tide\n"},
        {"Change it in `.env`:\n\n```env\nPORT=9999\n```\n", "4: ? 9999 an example of another port\n"},
        {"| Variable | Value | Notes |\n|---|---|---|\n| `NODE_ENV` | production | |\n| `PORT` | 4101 | Internal "
         "container port |\n",
         "4: 4101 self production internal\n"},
        {"| Variable | Value |\n|---|---|\n| `NODE_ENV` | development / production |\n| `PORT` | 4101 |\n",
         "4: 4101 self\n"},
        {"To use a different port:\n\n```sh\nPORT=9999\n```\n", "4: ? 9999 an example of another port\n"},
        {"```sh\nPORT=4101 go run .\nexport PORT=4101\nPORT=4101 \\\n  go run .\n```\n",
         "2: ? 4101 code\n3: ? 4101 a command\n4: ? 4101 code\n"},
        {"```env\nSERVER_PORT=4101\n```\n", "2: 4101 self derived\n"},
        {"```env\nSERVER_PORT=4199\nPORT=4101\n```\n", "3: 4101 self\n2: ? 4199 stated otherwise\n"},
        {"```env\nTIDE_URL=http://tide:4102 # prod port\n```\n", "2: dials 4102 tide production (TIDE_URL)\n"},
        {"```env\nPEERS_URL=http://a:1111,http://b:2222\nTIDE_URL=http://tide\n```\n", ""},
        {"## Backend (.env)\n\n```env\nPORT=4121\n```\n", "4: 4121 ledger-backend\n"},
        {"## Troubleshooting\n\n```env\nPORT=4102\n```\n", "4: ? 4102 troubleshooting\n"},
    };
    CHECK("services/ledger/CLAUDE.md", documents);
}

static void tables_state_ports_of_parts(void **state) {
    static const struct document documents[] = {
        {"## Ports\n\n| App | Dev Port | Prod Port |\n|---|---|---|\n| Web | 4120 | 4130 |\n| Server | 4121 | hosted "
         "|\n",
         "5: 4120 ledger-web development\n5: 4130 ledger-web production\n6: 4121 ledger-server development\n"},
        {"| App | Port | URL |\n|---|---|---|\n| Web App | 4120 | http://localhost:4120 |\n",
         "3: 4120 ledger-web\n3: ? 4120 table\n"},
        {"| Environment | Port |\n|---|---|\n| Development | 4101 |\n| Production | 80 |\n",
         "3: 4101 self development\n4: 80 self production\n"},
        {"| Port | Purpose |\n|---|---|\n| 4101 | REST |\n| 4190 | metrics |\n",
         "3: 4101 self (REST)\n4: 4190 self (metrics)\n"},
        {"| | Dev | Prod |\n|---|---|---|\n| Port | 4101 | 80 |\n",
         "3: 4101 self development\n3: 80 self production\n"},
        {"| Service | Port | Protocol |\n|---|---|---|\n| ledger | 4101 | udp |\n", "3: 4101/udp self\n"},
        {"| Service | Port |\n|---|---|\n| tide (forecast) | **4102** |\n", "3: 4102 tide (forecast)\n"},
        {"| Service | Port |\n|---|---|\n| FastAPI Backend | 4121 |\n| Next.js app | 4120 |\n| HTTP | 4101 |\n",
         "3: 4121 ledger-backend\n4: 4120 ledger-app\n5: 4101 self (HTTP)\n"},
        {"| Setting | Default |\n|---|---|\n| HTTP port | `4101` |\n", "3: 4101 self\n"},
        {"### Container Details\n\n- **Port**: 4101\n", "3: 4101 self internal\n"},
        {"### Ports\n\n- Main server: `PORT` (default 4101)\n", "3: ? 4101 not understood\n"},
        {"| Service | Port |\n|---|---|\n| PostgreSQL | 5432 |\n", "3: ? 5432 another service's port\n"},
        {"| Service | Host Port | Container Port |\n|---|---|---|\n| ledger | 8101 | 4101 |\n",
         "3: 8101 self\n3: ? 4101 container port\n"},
        {"| Service | Container Port |\n|---|---|\n| ledger | 4101 |\n", "3: 4101 self internal\n"},
        {"| Service | Old Port | Port |\n|---|---|---|\n| ledger | 4100 | 4101 |\n", "3: 4101 self\n"},
        {"| Service | Port | Status |\n|---|---|---|\n| ledger | 4101 | removed |\n",
         "3: ? 4101 status says it is gone\n"},
        {"| Service | Port |\n|---|---|\n| tide | 4102 |\n| | 4103 |\n", "3: 4102 tide\n4: 4103 tide\n"},
        {"| Service | Port |\n|---|---|\n| tide | 70000 |\n", "3: ! a port is at most 65535\n"},
        {"## Related Services\n\n| Service | Port |\n|---|---|\n| tide | 4102 |\n| Redis | 6379 |\n| ledger | 4101 |\n",
         "5: dials 4102 tide\n6: dials 6379 Redis\n7: 4101 self\n"},
        {"Related services:\n\n| Service | Port |\n|---|---|\n| tide | 4102 |\n\n"
         "| Service | Port |\n|---|---|\n| reef | 4103 |\n",
         "5: dials 4102 tide\n9: 4103 reef\n"},
        {"| Dependency | Port |\n|---|---|\n| tide | 4102 |\n", "3: dials 4102 tide\n"},
        {"| Model | Size |\n|---|---|\n| big | 4101 |\n", ""},
        {"| Method | Path |\n|---|---|\n| GET | `localhost:4101/x` |\n", "3: ? 4101 table\n"},
        {"- **Ports** (see the plan):\n  - PostgreSQL: 5433\n  - Backend: 4121\n  - Admin: "
         "http://localhost:4101/admin\n",
         "3: 4121 ledger-backend\n2: ? 5433 another service's port\n4: ? 4101 not understood\n"},
        {"## Port Mapping\n\n- **4101/TCP** - HTTP/3 / QUIC\n- **4190/udp** - probes (internal)\n- **5432** - "
         "Postgres\n",
         "3: 4101/tcp self (HTTP/3 / QUIC)\n4: 4190/udp self (probes (internal)) internal\n5: ? 5432 another service's "
         "port\n"},
    };
    CHECK("apps/ledger/README.md", documents);
}

static void drawings_are_the_last_resort(void **state) {
    static const struct document documents[] = {
        {"```\n\xE2\x94\x82 Port 4101 \xE2\x94\x82\n```\n", "2: 4101 self derived\n"},
        {"```\n\xE2\x94\x82  ledger (Port 4101)  \xE2\x94\x82\n\xE2\x94\x82  tide (Port 4102)  \xE2\x94\x82\n```\n",
         "2: 4101 self derived\n3: ? 4102 a diagram\n"},
        {"## Port: 4109\n\n```\n\xE2\x94\x82 Port 4101 \xE2\x94\x82\n```\n", "1: 4109 self\n4: ? 4101 a diagram\n"},
        {"```\n\xE2\x94\x82 Port 4101 \xE2\x94\x82 Port 4102 \xE2\x94\x82\n```\n",
         "2: ? 4101 a diagram\n2: ? 4102 a diagram\n"},
    };
    CHECK("services/ledger/CLAUDE.md", documents);
}

static void the_roots_document_belongs_to_nobody(void **state) {
    static const struct document documents[] = {
        {"## Port: 4101\n\n- **Port:** 4102\n", "1: ? 4101 prose\n3: ? 4102 prose\n"},
        {"| Service | Port |\n|---|---|\n| ledger | 4101 |\n| API | 4102 |\n", "3: 4101 ledger\n4: 4102 API\n"},
        {"| Part | Where |\n|---|---|\n| Money | `ledger` on port 4101 |\n", "3: 4101 ledger\n"},
        {"| Variable | Default |\n|---|---|\n| `PORT` | 4101 |\n", ""},
        {"| Port | Purpose |\n|---|---|\n| 4101 | HTTP |\n", ""},
        {"## Legacy\n\n| Service | Port |\n|---|---|\n| ledger | 4101 |\n", "5: ? 4101 history\n"},
    };
    CHECK("README.md", documents);
}

/* A section of the root's document that is about one service says its port; lists of ports do, too. */
static void sections_of_the_roots_document_name_their_service(void **state) {
    static const struct document documents[] = {
        {"### ledger\n\n**Port:** 4101\n", "3: 4101 ledger\n"},
        {"### 3. tide-tables (Go)\n\n- **Port**: 4102 (dev)\n", "3: 4102 tide-tables development\n"},
        {"### Tides (`services/tide`)\n\n#### Configuration\n\n- Port: 4103\n", "5: 4103 services/tide\n"},
        {"### quay_web/\n\n**Deployment**: Port 4104 at https://quay.example.org\n", "3: 4104 quay_web production\n"},
        {"### ledger (port 4101)\n", "1: 4101 ledger\n"},
        {"## Ports\n\n- Tide desk: 4101\n- **quay**: 4102\n", "3: 4101 Tide desk\n4: 4102 quay\n"},
        {"## Development\n\n**Port:** 4101\n\n### Backend\n\nPort: 4102\n\n### Redis\n\n- Port: 6379\n",
         "3: ? 4101 prose\n7: ? 4102 prose\n11: ? 6379 prose\n"},
        {"### ledger\n\nIt was on port 4101 until May.\n", "3: ? 4101 prose\n"},
    };
    CHECK("README.md", documents);
}

static void line_ends_and_other_scripts_keep_places(void **state) {
    static const struct document documents[] = {
        {"\xEF\xBB\xBF# ledger\r\n\r\n## Port: 4101\r\n\r\n- **Port:** 4101\r\n", "3: 4101 self\n5: 4101 self\n"},
        {"# \xC3\xA4\xC3\xB6\xC3\xBC\n\n\xC3\xA4 | **Port:** 4101 (Produktion) \xE2\x82\xAC\n",
         "3: 4101 self production\n"},
        {"1. a\n   - b\n     - **Port:** 4101\n", "3: ? 4101 not clear whose port\n"},
        {"- \xF0\x9F\x9A\xA2 **Port:** 4101\n", "1: 4101 self\n"},
        {"- **Port:** \xEF\xBC\x94\xEF\xBC\x91\xEF\xBC\x90\xEF\xBC\x91\n", ""},
        {"- **Port:** 41**01**\n", "1: ? 41 prose\n"},
    };
    CHECK("services/ledger/AGENTS.md", documents);
}

static void folders_decide_what_is_read(void **state) {
    (void)state;
    static const struct {
        const char *path;
        enum pc_match match;
    } cases[] = {
        {"services/ledger/CLAUDE.md", PC_MATCH_NAME},
        {"services/ledger/readme.md", PC_MATCH_NAME},
        {"a/AGENTS.md", PC_MATCH_NAME},
        {"README.md", PC_MATCH_NAME},
        {"services/ledger/NOTES.md", PC_MATCH_NO},
        {"services/ledger/README.txt", PC_MATCH_NO},
        {"docs/ledger/README.md", PC_MATCH_NO},
        {"services/ledger/docs/README.md", PC_MATCH_NO},
        {"Archive/ledger/README.md", PC_MATCH_NO},
        {"web/node_modules/x/README.md", PC_MATCH_NO},
        {"documents/README.md", PC_MATCH_NAME},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pc_path_look look = pc_path_look(pc_str_c(cases[i].path));
        assert_int_equal(pc_reader_service_doc.match(&look), cases[i].match);
    }
}

static void a_statement_makes_its_directory_a_service(void **state) {
    static const struct {
        const char *path, *text, *dir; /* NULL: none */
    } cases[] = {
        {"services/ledger/README.md", "## Port: 4101\n", "services/ledger"},
        {"packages/rope/README.md", "# rope\n\nTies things.\n", NULL},
        {"README.md", "| Service | Port |\n|---|---|\n| ledger | 4101 |\n", NULL},
    };
    struct reading *r = *state;
    for (volatile size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (setjmp(r->recovery.env) != 0) {
            fail();
        }
        read_text(r, cases[i].path, pc_str_c(cases[i].text));
        assert_int_equal(r->b->service_dirs.count, cases[i].dir ? 1 : 0);
        assert_true(!cases[i].dir || pc_str_eq(r->b->service_dirs.items[0].dir, pc_str_c(cases[i].dir)));
    }
}

/* Text of about size bytes that repeats a piece. */
static struct pc_str repeated(struct pc_arena *arena, const char *head, const char *piece, size_t size) {
    struct pc_buf out;
    pc_buf_init(&out, arena);
    pc_buf_adds(&out, head);
    while (out.len < size) {
        pc_buf_adds(&out, piece);
    }
    return pc_buf_str(&out);
}

static void hostile_sizes_end_soon_and_keep_places(void **state) {
    static const struct {
        const char *head, *piece;
        size_t size;
    } cases[] = {
        {"", "- **Port:** 4101\n", 1u << 20},
        {"", "port: 1 | ", 60000},
        {"", "|port (", 60000},
        {"", "|port:1", 60000},
        {"**Ports:** ", "4101, ", 60000},
        {"Port ", "-", 60000},
        {"Port: ", "(", 60000},
        {"", "port 4101 ", 200000},
        {"", "## Port: 4101\n\n", 1u << 19},
        {"```env\n", "PORT=4101\n", 1u << 19},
        {"```env\n", "X_URL=http://a:4101,", 60000},
        {"```\n", "\xE2\x94\x82 Port 4101 ", 60000},
        {"| Service | Port |\n|---|---|\n", "| tide | 4102 |\n", 1u << 19},
        {"| Port | Port | Port | Port |\n|---|---|---|---|\n", "| 1 | 2 | 3 | 4 |\n", 1u << 18},
        {"", "- ", 5000},
        {"", "> ", 5000},
        {"PORT", "=", 60000},
        {"- `PORT` ", "default ", 60000},
        {"", "\xE2", 60000},
        {"", "\xFF:4101 ", 60000},
    };
    struct reading *r = *state;
    struct pc_arena arena;
    struct pc_recovery recovery = {0};
    pc_arena_init(&arena, 64u << 20, &recovery);
    for (volatile size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (setjmp(recovery.env) != 0) {
            fail();
        }
        struct pc_str text = repeated(&arena, cases[i].head, cases[i].piece, cases[i].size);
        /* Spent memory is a fair end of a hostile file; a wrong place or a crash is none. */
        if (setjmp(r->recovery.env) == 0) {
            read_text(r, "services/ledger/README.md", text);
            check_spans(r);
            assert_true(r->b->claims.count <= text.len);
        } else {
            assert_int_not_equal(r->recovery.why, PC_OOM_SYSTEM);
        }
    }
    pc_arena_finish(&arena);
}

/* Documents made of pieces in any order: places hold, nothing crashes. */
static void any_order_of_pieces_keeps_places(void **state) {
    static const char *const pieces[] = {
        "Port",         ":",   " ",    "4101",       "70000", "**",      "`",    "|", "\n", "- ",
        "## ",          "```", "(",    ")",          "PORT=", "http://", "tide", ",", "-",  "\xE2\x94\x82",
        "\xE2\x80\x93", "/",   "\r\n", "production", "~~",    "|---|",   "[",    "]", ".",  "0"};
    struct reading *r = *state;
    static uint32_t seed = 12345;
    for (volatile unsigned round = 0; round < 3000; round++) {
        char text[256];
        size_t len = 0;
        for (unsigned i = 0; i < 24; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof pieces[0])];
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        text[len] = '\0';
        if (setjmp(r->recovery.env) != 0) {
            fail();
        }
        read_text(r, "services/ledger/README.md", pc_str_c(text));
        check_spans(r);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(headings_state_a_port),
        TEST(labels_state_a_port),
        TEST(what_only_looks_like_a_label_does_not),
        TEST(odd_numbers_are_reported),
        TEST(variables_state_and_dial),
        TEST(tables_state_ports_of_parts),
        TEST(drawings_are_the_last_resort),
        TEST(the_roots_document_belongs_to_nobody),
        TEST(sections_of_the_roots_document_name_their_service),
        TEST(line_ends_and_other_scripts_keep_places),
        TEST(folders_decide_what_is_read),
        TEST(a_statement_makes_its_directory_a_service),
        TEST(hostile_sizes_end_soon_and_keep_places),
        TEST(any_order_of_pieces_keeps_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
