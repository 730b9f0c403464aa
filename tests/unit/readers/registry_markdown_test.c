/* Markdown registries: small documents, and every statement that is read out of them. */
#include "reader_harness.h"

#include <string.h>

#include "buf.h"

struct doc {
    const char *what; /* letters of reader_dump */
    const char *text;
    const char *stated;
};

static void check(struct reader_harness *h, const struct doc *docs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        reader_run(h, &pc_reader_registry_markdown, "PORTS.md", pc_str_c(docs[i].text));
        const char *got = reader_dump(h, docs[i].what);
        if (strcmp(got, docs[i].stated) != 0) {
            print_error("document:\n%s\n", docs[i].text);
        }
        assert_string_equal(got, docs[i].stated);
        reader_check_spans(h);
    }
}

#define CHECK(docs) check(*state, docs, sizeof docs / sizeof docs[0])

static void test_tables(void **state) {
    static const struct doc docs[] = {
        {"c", "| Port | Service |\n|---|---|\n| 4001 | billing |\n| **4002** | `mailer` |\n",
         "planned 4001 billing\nplanned 4002 mailer\n"},
        {"c", "Service | Notes | Port\n---|---|---:\nbilling | x | 4001\n", "planned 4001 billing\n"},
        {"c", "| Port | Service |\n|---|---|\n| 9000 | store (S3 API) |\n| 9001 | store (Console) |\n",
         "planned 9000 store (S3 API)\nplanned 9001 store (Console)\n"},
        {"ct",
         "| Port | Service |\n|---|---|\n| 4006-4009 | *(reserved)* |\n| 4010 *(reserved)* | |\n"
         "| 4011-4012 | Reserved: spare nodes |\n| 4013 | reserved for billing |\n| 4014 | Future use |\n",
         "c reserved 4006-4009\nc reserved 4010\nc reserved 4011-4012 spare nodes\nc reserved 4013 billing\n"
         "c reserved 4014\n"},
        {"cn",
         "| Port | Service | Corresponds to Server |\n|---|---|---|\n| 5010 | shop-web | 4010 shop-server |\n"
         "| 5011 | blog-web | *(static only)* |\n| 5012 | hub-web | Hub/Start page |\n| 5013 | a-web | `a-server` |\n",
         "c planned 5010 shop-web\nc planned 5011 blog-web\nc planned 5012 hub-web\nc planned 5013 a-web\n"
         "n shop-web -> 4010 shop-server\nn a-web -> a-server\n"},
        {"c", "| Host port | Service | Container port |\n|---|---|---|\n| 8380 | web | 80 |\n| - | worker | 9000 |\n",
         "planned 8380 web\ndocumented 80 web internal\ndocumented 9000 worker internal\n"},
        {"c", "| Service | Port | External Port |\n|---|---|---|\n| web | 80 | 8380 |\n",
         "documented 80 web internal\nplanned 8380 web\n"},
        {"c", "| Service | Host:Container |\n|---|---|\n| web | 8380:80 |\n| api | 8381 \xE2\x86\x92 81 |\n",
         "planned 8380 web\ndocumented 80 web internal\nplanned 8381 api\ndocumented 81 api internal\n"},
        {"cm", "| Service | Old Port | New Port |\n|---|---|---|\n| web | 8080 | 8090 |\n",
         "c planned 8090 web\nm 8080 the old port\n"},
        {"cm", "| Service | Default port | Port |\n|---|---|---|\n| web | 8080 | 8090 |\n",
         "c planned 8090 web\nm 8080 a default that the row overrides\n"},
        {"c", "| App | Dev Port | Prod Port |\n|---|---|---|\n| web | 5173 | 8080 |\n",
         "planned 5173 web development\nplanned 8080 web production\n"},
        {"c", "| Service | Web Port | API Port |\n|---|---|---|\n| shop | 5010 | 4010 |\n",
         "planned 5010 shop (Web)\nplanned 4010 shop (API)\n"},
        {"c",
         "| chain | public | internal rpc | backend rpc |\n|---|---|---|---|\n| A | 9216 | 9316 | 8216 |\n"
         "| B | 9217 | 9317 | 8217 |\n",
         "planned 9216 A\nplanned 9316 A (internal rpc)\nplanned 8216 A (backend rpc)\n"
         "planned 9217 B\nplanned 9317 B (internal rpc)\nplanned 8217 B (backend rpc)\n"},
        {"c",
         "| Service | Port | Protocol | Bind |\n|---|---|---|---|\n| dns | 53 | TCP/UDP | |\n| api | 4000 | HTTP API | "
         "127.0.0.1 |\n| db | 5432 | tcp | localhost only |\n",
         "planned 53 dns tcp\nplanned 53 dns udp\nplanned 4000 api on 127.0.0.1 tcp loopback\n"
         "planned 5432 db on localhost only tcp loopback\n"},
        {"ch",
         "| Host | Service | Port |\n|---|---|---|\n| atlas | web | 80 |\n| atlas | api | 81 |\n| 10.0.0.7 | db | 5432 "
         "|\n"
         "| localhost | ui | 3000 |\n",
         "c planned 80 web @atlas\nc planned 81 api @atlas\nc planned 5432 db @10.0.0.7\n"
         "c planned 3000 ui on localhost loopback\nh atlas\nh  = 10.0.0.7\n"},
        {"c",
         "| Service | Port | Environment |\n|---|---|---|\n| web | 80 | Production |\n| web | 81 | dev |\n| web | 82 | "
         "all |\n",
         "planned 80 web production\nplanned 81 web development\nplanned 82 web\n"},
        {"c", "| Service | Port |\n|---|---|\n| postgres, redis | 5432, 6379 |\n",
         "planned 5432 postgres\nplanned 6379 redis\n"},
        {"c",
         "| Port | Project | Service |\n|---|---|---|\n| 1 | a | FastAPI |\n| 8001 | b | FastAPI |\n| 8002 | c | "
         "FastAPI |\n"
         "| 8003 | d | FastAPI |\n",
         "planned 1 a\nplanned 8001 b\nplanned 8002 c\nplanned 8003 d\n"},
        {"cm", "| Category | Next Available |\n|---|---|\n| web | 4123 |\n", "m 4123 free ports\n"},
        {"ct", "| Role | Binds a port? |\n|---|---|\n| planned | no, it is a wish |\n", ""},
        {"c", "| Service | Replicas |\n|---|---|\n| web | 3000 |\n", ""},
        {"c", "| Environment | Frontend | Backend |\n|---|---|---|\n| dev | 3000 | 8000 |\n| prod | 3100 | 8100 |\n",
         "planned 3000 Frontend development\nplanned 8000 Backend development\nplanned 3100 Frontend "
         "production\nplanned 8100 Backend production\n"},
        {"c", "| Database | Host \xE2\x86\x92 Container |\n|---|---|\n| pg | 5433 \xE2\x86\x92 5432 |\n",
         "planned 5433 pg\ndocumented 5432 pg internal\n"},
        {"c", "| Service | Port |\n|---|---|\n| billing | ~~4002~~ \xE2\x86\x92 4003 |\n", "planned 4003 billing\n"},
        {"c", "## Firewall\n\n| Port | Rule |\n|---|---|\n| 22 | allow |\n", ""},
        {"c", "| Service | URL |\n|---|---|\n| web | http://localhost:3000 |\n", ""},
    };
    CHECK(docs);
}

static void test_languages(void **state) {
    static const struct doc docs[] = {
        {"c",
         "| \xE6\x9C\x8D\xE5\x8A\xA1 | \xE7\xAB\xAF\xE5\x8F\xA3 | \xE5\x8D\x8F\xE8\xAE\xAE |\n|---|---:|---|\n| web | "
         "4101 | UDP |\n",
         "planned 4101 web udp\n"},
        {"c",
         "## \xE9\xA2\x84\xE7\x95\x99\xE7\xAB\xAF\xE5\x8F\xA3\n\n| \xE7\x94\xA8\xE9\x80\x94 | \xE7\xAB\xAF\xE5\x8F\xA3 "
         "|\n|---|---|\n| gateway | 4190 |\n",
         "reserved 4190 gateway\n"},
        {"c",
         "| \xEC\x84\x9C\xEB\xB9\x84\xEC\x8A\xA4 | \xED\x98\xB8\xEC\x8A\xA4\xED\x8A\xB8 \xED\x8F\xAC\xED\x8A\xB8 | "
         "\xEB\x82\xB4\xEB\xB6\x80 \xED\x8F\xAC\xED\x8A\xB8 |\n|---|---|---|\n| web | 8380 | 80 |\n",
         "planned 8380 web\ndocumented 80 web internal\n"},
        {"c",
         "| \xD0\xA1\xD0\xB5\xD1\x80\xD0\xB2\xD0\xB8\xD1\x81 | \xD0\x9F\xD0\xBE\xD1\x80\xD1\x82 |\n|---|---|\n| web | "
         "4101 |\n",
         "planned 4101 web\n"},
        {"c", "| Servi\xC3\xA7o | Porta |\n|---|---|\n| web | 4101 |\n", "planned 4101 web\n"},
        {"c", "| Servicio | Puerto |\n|---|---|\n| web | 4101 |\n", "planned 4101 web\n"},
        {"c",
         "| \xE3\x82\xB5\xE3\x83\xBC\xE3\x83\x93\xE3\x82\xB9 | "
         "\xE3\x83\x9B\xE3\x82\xB9\xE3\x83\x88\xE5\x85\xAC\xE9\x96\x8B\xE3\x83\x9D\xE3\x83\xBC\xE3\x83\x88 | "
         "\xE3\x82\xB3\xE3\x83\xB3\xE3\x83\x86\xE3\x83\x8A\xE5\x86\x85\xE9\x83\xA8\xE3\x83\x9D\xE3\x83\xBC\xE3\x83\x88 "
         "|\n|---|---|---|\n| web | 8380 | 80 |\n",
         "planned 8380 web\ndocumented 80 web internal\n"},
        {"c",
         "| \xE6\x9C\x8D\xE5\x8A\xA1\xE5\x90\x8D\xE7\xA7\xB0 | \xE5\xAE\xB9\xE5\x99\xA8:\xE7\xAB\xAF\xE5\x8F\xA3 "
         "|\n|---|---|\n| web | 8380:80 |\n",
         "documented 8380 web internal\ndocumented 80 web internal\n"},
    };
    CHECK(docs);
}

static void test_status(void **state) {
    static const struct doc docs[] = {
        {"cam",
         "| Port | Service | Status |\n|---|---|---|\n| 81 | a | \xE2\x9C\x85 Active |\n| 82 | b | Configured |\n| 83 "
         "| c | planned |\n"
         "| 84 | d | Deprecated |\n| 85 | e | available |\n| 86 | f | Reserved |\n| 87 | g | Not deployed |\n"
         "| 88 | h | Standby (only when a fails) |\n| 89 | i | \xE2\x9D\x8C |\n| 90 | j | |\n",
         "c documented 81 a\nc documented 82 b\nc planned 83 c future\nc reserved 86 f\nc planned 87 g future\n"
         "c planned 88 h future\nc planned 90 j\na g\nm 84 deprecated or removed\nm 85 free\nm 89 deprecated or "
         "removed\n"},
        {"cm",
         "| Port | Service |\n|---|---|\n| ~~81~~ | ~~a~~ |\n| 82 | ~~b~~ |\n| 83 | (available) |\n| 84 | c "
         "(deprecated) |\n",
         "m 81 struck out or deprecated\nm 82 struck out or deprecated\nm 83 free\nm 84 struck out or deprecated\n"},
        {"c", "## Ports in use\n\n| Port | Service |\n|---|---|\n| 4001 | a |\n", "documented 4001 a\n"},
        {"c", "## Planned ports\n\n| Port | Service |\n|---|---|\n| 4001 | a |\n", "planned 4001 a future\n"},
        {"cm",
         "## Removed services\n\n| Port | Service |\n|---|---|\n| 4001 | a |\n\n## Others\n\n| Port | Service "
         "|\n|---|---|\n| 4002 | b |\n",
         "c planned 4002 b\nm 4001 deprecated or history\n"},
        {"c", "## Removed services\n\n| Port | Service | Status |\n|---|---|---|\n| 4001 | a | active |\n",
         "documented 4001 a\n"},
    };
    CHECK(docs);
}

static void test_ranges(void **state) {
    static const struct doc docs[] = {
        {"cr",
         "## 4000-4009: Core services\n\n| Port | Service |\n|---|---|\n| 4001 | a |\n| 5001 | b |\n\n### More\n\n"
         "| Port | Service |\n|---|---|\n| 4002 | c |\n\n## Others\n\n| Port | Service |\n|---|---|\n| 4003 | d |\n",
         "c planned 4001 a [4000-4009]\nc planned 5001 b [4000-4009]\nc planned 4002 c [4000-4009]\nc planned 4003 d\n"
         "r 4000-4009 Core services\n"},
        {"r",
         "### Agents (8010\xE2\x80\x93"
         "8019)\n\n### Port range 9000-9099\n\n## Big ones (10000+)\n\n## 30xx: Back ends\n",
         "8010-8019 Agents\n9000-9099 \n10000-65535 Big ones open\n3000-3099 Back ends open\n"},
        {"r", "## Roadmap 2024-2026\n\n## Phase 1-2\n\n## Real ports (2026-04-08)\n\n## v1.2-1.3\n", ""},
        {"t", "## 4010-4001: Reversed\n", "PC106 the lower port comes second: 4010-4001\n"},
        {"cr",
         "| Range | Purpose |\n|---|---|\n| 4000-4099 | Front ends |\n| 4100-4199 | Reserved for future expansion |\n| "
         "11434 | Models |\n",
         "c reserved 4100-4199\nr 4000-4099 Front ends\nr 4100-4199 Reserved for future expansion\nr 11434 Models\n"},
        {"cr", "Plan:\n\n- 4000-4099: front ends\n- **4100-4199**: back ends, all of them\n- 4200+ - others\n",
         "r 4000-4099 front ends\nr 4100-4199 back ends, all of them\nr 4200-65535 others open\n"},
        {"cr", "| Ports | Purpose |\n|---|---|\n| 4000-4099 | Front ends |\n| 4100-4199 | Back ends |\n",
         "r 4000-4099 Front ends\nr 4100-4199 Back ends\n"},
        {"cr", "| Port | Service |\n|---|---|\n| 21 | ftp |\n| 30000-30009 | ftp passive |\n",
         "c planned 21 ftp\nc planned 30000-30009 ftp passive\n"},
        {"c", "## 4000-4009: A\n\n| Port | Service |\n|---|---|\n| 40xx | all |\n| 4008+ | rest |\n",
         "planned 4000-4099 all [4000-4009] open\nplanned 4008-65535 rest [4000-4009] open\n"},
        {"c", "## 4000-4009: A\n\n| Port | Service |\n|---|---|\n| **4010-4019: B** | |\n| 4011 | b |\n",
         "planned 4011 b [4010-4019]\n"},
    };
    CHECK(docs);
}

static void test_internal(void **state) {
    static const struct doc docs[] = {
        {"c",
         "## 8000-8099: Web\n\n| Port | Service |\n|---|---|\n| 8001 | a |\n\n## Finder (Internal Only)\n\n| Port | "
         "Service |\n|---|---|\n| 8080 | finder |\n",
         "planned 8001 a [8000-8099]\ndocumented 8080 finder internal\n"},
        {"cs",
         "**Internal-Only (no external port)**\n\n| Container | Internal Port |\n|---|---|\n| db | 5432 |\n| relay | - "
         "|\n",
         "c documented 5432 db internal\ns table documented Internal-Only (no external port) internal\n"},
        {"c", "| Port | Service | Description |\n|---|---|---|\n| 8080 | finder | not exposed to host |\n",
         "documented 8080 finder internal\n"},
        {"c",
         "| Port | Service | Container | Notes |\n|---|---|---|---|\n| 7233 | flow | flow-1 | loopback only, for "
         "debugging |\n",
         "planned 7233 flow on 127.0.0.1 loopback\n"},
    };
    CHECK(docs);
}

static void test_hosts(void **state) {
    static const struct doc docs[] = {
        {"chad",
         "> ### Real ports today (2026-04-08)\n>\n> **Linux GPU server (`10.1.2.3`):**\n> - asr-x `4020` (Task `AsrX`, "
         "public: `asr.example.org`)\n"
         "> - Models `11434` (public: `m.example.org`)\n>\n> **Mac Mini (production):**\n> - auth-x `4001`\n> - seek-x "
         "`4021` (overlaps with the plan, not a\n>   collision)\n"
         "> - one-x `4061`, two-x `4062`,\n>   three-x `4063` (new 2026-04-17)\n>\n> **Not deployed:** `voice-x` "
         "(default port `4024`, no\n> task).\n>\n"
         "> There is no collision. They were resolved on 2026-04-01 by:\n> - Moving the only `pic-x` to port 4023 (the "
         "other was deleted)\n> - Moving `voice-x` from `4050` to `4024`\n",
         "c documented 4020 asr-x @Linux GPU server\nc documented 11434 Models @Linux GPU server\n"
         "c documented 4001 auth-x @Mac Mini production\nc documented 4021 seek-x @Mac Mini production\n"
         "c documented 4061 one-x @Mac Mini production\nc documented 4062 two-x @Mac Mini production\n"
         "c documented 4063 three-x @Mac Mini production\n"
         "h Linux GPU server = 10.1.2.3\nh Mac Mini production\na voice-x\nd 20260408\nd 20260417\n"},
        {"ch",
         "## Node #2 (Calypso) - Management\n\n### Ports in use (3 services)\n\n| Port | Service |\n|---|---|\n| 80 | "
         "proxy |\n\n"
         "### Dedicated Watch VM Ports\n\n| Port | Service |\n|---|---|\n| 443 | watch |\n",
         "c documented 80 proxy @Node #2\nc planned 443 watch @Dedicated Watch VM\nh Node #2 = Calypso\nh Dedicated "
         "Watch VM\n"},
        {"h",
         "# Port map \xE2\x80\x94 jupiter (10.9.8.7)\n\n## Production Server (203.0.113.9:2022)\n\n## System Services "
         "(macOS - Local Dev Machine)\n\n## Host: saturn\n",
         "jupiter = 10.9.8.7\nProduction Server = 203.0.113.9 production\nLocal Dev Machine development\nsaturn\n"},
        {"h",
         "## Homelab\n\n## App Compute Servers\n\n## AI & Machine Learning\n\n## Node.js services\n\n## Node "
         "Exporter\n\n## Frontend "
         "Dev Servers (Vite)\n\n"
         "## Databases\n\n## Pi-hole\n\n## Desktop\n\n## API server ports (4000-4099)\n",
         ""},
        {"ch", "## Mail server\n\n| Port | Service |\n|---|---|\n| 25 | smtp |\n",
         "c planned 25 smtp @Mail server?\nh Mail server tentative\n"},
        {"c", "**Allocation** (updated 2026-01-02):\n- 4001: shop\n\n**Frontend:**\n- 4002: blog\n",
         "planned 4001 shop\nplanned 4002 blog\n"},
        {"ca", "## Services on atlas-vm\n\n- web: 4001\n- mailer: not deployed\n",
         "c planned 4001 web @atlas-vm\na mailer @atlas-vm\n"},
        {"c", "These run at home.\n**Mac Mini:**\n- web `4001`\n\nSome words.\n\n- api: 4002\n",
         "documented 4001 web @Mac Mini\nplanned 4002 api\n"},
        {"c",
         "Real ports\nLinux GPU server (\n10.1.2.3):\n- asr-x\n4020(Task AsrX, public:a.b.c)- tts-x\n4022(Task)- "
         "img-x\n4023(x)Mac Mini (production):\n- auth-x\n4001- seek-x\n4021(overlaps with it,\nnot more)- "
         "one-x\n4061, two-x4062, three-x4063Not deployed:\n",
         "documented 4020 asr-x @Linux GPU server\ndocumented 4022 tts-x @Linux GPU server\ndocumented 4023 img-x "
         "@Linux GPU server\n"
         "documented 4001 auth-x @Mac Mini production\ndocumented 4021 seek-x @Mac Mini production\ndocumented 4061 "
         "one-x @Mac Mini production\n"
         "documented 4062 two-x @Mac Mini production\ndocumented 4063 three-x @Mac Mini production\n"},
        {"c", "- **Mac Mini (production)**\n  - web `4001`\n- **Linux box**\n  - web `4002`\n",
         "documented 4001 web @Mac Mini production\ndocumented 4002 web @Linux box\n"},
    };
    CHECK(docs);
}

static void test_lists_and_lines(void **state) {
    static const struct doc docs[] = {
        {"c",
         "- **Web**: `4001` (was 4000)\n- **Store**: `9201` (was 9200), `9301` (was 9300)\n- Mail: 4003\n- Chat - "
         "4004\n- Wiki (4005)\n- 4006: blog\n"
         "- `4007` docs\n- Port 4008 - forum\n- dns: 53/udp\n",
         "planned 4001 Web\nplanned 9201 Store\nplanned 9301 Store\nplanned 4003 Mail\nplanned 4004 Chat\nplanned 4005 "
         "Wiki\n"
         "planned 4006 blog\nplanned 4007 docs\nplanned 4008 forum\nplanned 53 dns udp\n"},
        {"cm",
         "- **Web**: http://localhost:4001\n- Bootstrap: `10.0.0.1:9092`\n- **Active Ports**: 19 (all)\n- Timeout: "
         "3000\n- Wait 5000 ms\n"
         "- ~~**4200**~~ | ~~copy~~ | gone\n- **Zig**: 8080 \xE2\x86\x92 8085\n- Each range has 100 ports, see 4000\n- "
         "Last Updated: 2025-12-30\n",
         "m 4200 struck out or deprecated\nm 4001 address\nm 9092 address\nm 3000 prose\nm 8080 prose\nm 8085 prose\nm "
         "4000 prose\n"},
        {"c", "- api: 8080 (HTTP), 9090 (metrics)\n", "planned 8080 api (HTTP) tcp\nplanned 9090 api (metrics)\n"},
        {"c", "- User service: Internal only\n- Auction: `4081` (internal)\n", "documented 4081 Auction internal\n"},
        {"c", "### Grafana\n\n- **Port**: 4300\n- Container port: 3000\n- URL: http://x:4300\n",
         "planned 4300 Grafana derived\ndocumented 3000 Grafana derived internal\n"},
        {"c", "- **Shop**\n  - dev: 5173\n  - prod: 8080\n",
         "planned 5173 Shop development derived\nplanned 8080 Shop production derived\n"},
        {"c", "- 4001: open-desk (Docker)\n- 4002-4005: Future projects\n- 4006: web\n",
         "planned 4001 open-desk (Docker)\nreserved 4002-4005\nplanned 4006 web\n"},
        {"cm", "## Adding a service\n\n1. Web: 4001\n2. Pick a port in 4000-4099\n",
         "m 4001 instructions, not a list of ports\nm 4000-4099 prose\n"},
        {"c", "signing backend  : 4011\nvideo backend : 4005\nnext :4020\n\nold db : 5433\n",
         "planned 4011 signing backend\nplanned 4005 video backend\nplanned 4020 next\nplanned 5433 old db\n"},
        {"c", "project path local_port\nshop /shop 4088\ngps /gps   4000\n", "planned 4088 shop\nplanned 4000 gps\n"},
        {"cm", "Port 4001 is used by the shop, which moved from 4000 in 2024.\nBackend 30xx and Frontend 50xx match.\n",
         "m 4001 prose\nm 4000 prose\n"},
        {"cm", "```yaml\nweb: 4001:80\n```\n\n    db : 5432\n", "m 4001 code block\nm 5432 code block\n"},
        {"c",
         "### Shop (port 4001)\n\n### 4002: API\n\n- Reserved: 4003-4005\n- Next available: 4006\n\n### 2024: "
         "Changes\n",
         "planned 4001 Shop\nplanned 4002 API\nreserved 4003-4005\n"},
        {"c", "**4005** \xE2\x80\x94 Stories (Next.js)\n**4006** \xE2\x80\x94 Docs\n\n**Tests:** 4444\n",
         "planned 4005 Stories (Next.js)\nplanned 4006 Docs\nplanned 4444 Tests\n"},
        {"cd", "Reality reconciled: 2026-04-08\n\n**Last Updated**: 2025-12-30\n\nDrafted 2026-03-28 as a target.\n",
         "d 20260408 reconciled\nd 20251230 reconciled\n"},
        {"cd",
         "| Port | Service | Notes | Added |\n|---|---|---|---|\n| 4001 | a | expires 2027-01-01 | 2026-02-03 |\n| "
         "4002 | b | added 2026-05-06 | |\n",
         "c planned 4001 a\nc planned 4002 b\nd 20260203\nd 20260506\n"},
    };
    CHECK(docs);
}

static void test_shapes(void **state) {
    static const struct doc docs[] = {
        {"ct",
         "| Port | Service | Notes |\n|---|---|---|\n| 4001 | a |\n| 4002 | b | x | y | z |\n| 4003 | c | \\| x |\n",
         "c planned 4001 a\nc planned 4002 b\nc planned 4003 c\n"
         "t PC107 info the cells at the end are missing: | 4001 | a |\nt PC107 not shown when the table is rendered: y "
         "| "
         "z\n"},
        {"ct",
         "| Port | Service |\n|---|---|\n| 70000 | a |\n| 0 | b |\n| oops 12x | c |\n| ${P} | d |\n| wherever | e |\n",
         "t PC106 above 65535: 70000\nt PC106 port 0 cannot be used: 0\nt PC106 not a plain decimal number: 12x\n"
         "t PC006 a variable without a default: ${P}\nt PC007 info no port in it: wherever\n"},
        {"ct", "| Service | Port |\n|---|---|\n| web | 4001 |\n| | 4002 |\n| **Databases** | |\n| pg | 5432 |\n",
         "c planned 4001 web\nc planned 4002 web\nc planned 5432 pg\n"},
        {"cm", "| Port | Service |\n|---|---|\n| 4001 | *(future)* |\n| 4002 | (see below) |\n",
         "c reserved 4001\nm 4002 no service named\n"},
        {"cm", "| Port | Service |\n|---|---|\n| 4001 | |\n", "m 4001 no service named\n"},
        {"c",
         "| Port | Service |\n|---|---|\n| 4001 | a | <!-- portcheck: ignore[PC101]: old -->\n| 4002 | b <!-- x --> "
         "|\n",
         "planned 4001 a\nplanned 4002 b\n"},
        {"c",
         "## Services\n\n| Port | Service |\n|---|---|\n| 4001 | web |\n| 4002 | api |\n\n## Quick Reference\n\n| "
         "Service | Port |\n|---|---|\n| Web | 4001 |\n| API | 4002 |\n",
         "planned 4001 web\nplanned 4002 api\nplanned 4001 Web restated\nplanned 4002 API restated\n"},
    };
    CHECK(docs);
}

static void test_not_rendered(void **state) {
    static const struct doc docs[] = {
        {"crt",
         "- Room for growth\n4000-4009: Core\n| Port | Service |\n|---|---|\n| 4001 | a |\n| 4002-4009 | (reserved) "
         "|\n4010-4019: More\nOnly for apps.\n"
         "| Port | Service |\n|---|---|\n| 4011 | b |\nFinder (Internal Only)\n| Port | Service |\n|---|---|\n| 8080 | "
         "finder |\n",
         "c planned 4001 a [4000-4009]\nc reserved 4002-4009 [4000-4009]\nc planned 4011 b [4010-4019]\nc documented "
         "8080 finder internal\n"
         "r 4000-4009 Core\nr 4010-4019 More\n"
         "t PC008 it belongs to the text above for want of a blank line: | Port | Service |\n"},
        {"ct", "| Port | Service |\n| 4001 | a |\n",
         "c planned 4001 a\nt PC008 the line |---|---| below the header is missing: | Port | Service |\n"},
        {"ct", "| Port | Service |\n|---|\n| 4001 | a |\n",
         "c planned 4001 a\nt PC008 its header and the line of dashes do not have the same number of cells: | Port | "
         "Service |\n"},
        {"ct", "```\ncode\n\n| Port | Service |\n|---|---|\n| 4001 | a |\n",
         "c planned 4001 a\nt PC008 it stands in a code fence that is never closed: | Port | Service |\n"},
        {"ct", "<!-- note\n| Port | Service |\n|---|---|\n| 4001 | a |\n",
         "c planned 4001 a\nt PC008 it stands in a comment that is never closed: | Port | Service |\n"},
        {"ct", "```\n| Port | Service |\n|---|---|\n| 4001 | a |\n```\n", ""},
        {"ct",
         "# Ports > **Box:** > - a `4001` ## 4000-4009: A | Port | Service | |------|---------| | 4001 | a | | 4002 | "
         "b |\n",
         "t PC008 error what were many lines is one: # Ports > **Box:** > - a `4001` ## 4000-4009: A | Port | Service "
         "| |------|-----\n"},
    };
    CHECK(docs);
}

/* Documents that end or break anywhere, and large ones: every claim spells its port. */
static void test_cut_anywhere(void **state) {
    static const char text[] = "# Ports \xE2\x80\x94 box (10.0.0.1)\n\n> **Mac Mini (production):**\n> - a `4001` (new "
                               "2026-04-17), b `4002`\n\n"
                               "## 4000-4009: Core\n\n| Port | Service | Notes |\n|---|---|---|\n| 4001/udp | a (x) | "
                               "\\| |\n| 4006\xE2\x80\x93"
                               "4009 *(reserved)* | | |\n"
                               "| 8380 -> 80 | **b** | ~~c~~ |\n\nname : 4011\n\n- 3000-3099: x\n- 3100-3199: y\n";
    struct reader_harness *h = *state;
    for (size_t len = 0; len < sizeof text; len++) {
        reader_run(h, &pc_reader_registry_markdown, "PORTS.md", (struct pc_str){text, len});
        reader_check_spans(h);
    }
}

static void test_many_rows(void **state) {
    struct reader_harness *h = *state;
    struct pc_buf text;
    pc_buf_init(&text, &h->keep);
    pc_buf_adds(&text, "| Port | Service |\n|---|---|\n");
    for (unsigned i = 0; i < 15000; i++) {
        pc_buf_addf(&text, "| %u | service-%u |\n", 1 + i % 9, i);
    }
    reader_run(h, &pc_reader_registry_markdown, "PORTS.md", pc_str_dup(&h->keep, pc_buf_str(&text)));
    assert_int_equal(pc_builder_claim_count(h->builder), 15000);
}

static void test_names_of_registries(void **state) {
    static const struct {
        const char *path;
        bool is;
    } paths[] = {{"PORTS.md", true},
                 {"docs/ports.md", true},
                 {"PORT_SCHEMA.md", true},
                 {"port-registry.markdown", true},
                 {"x/Port_Allocations.txt", true},
                 {"PORT_MAPPING.md", true},
                 {"docs/PORT-ASSIGNMENTS.md", true},
                 {"service-ports.md", true},
                 {"README.md", false},
                 {"portal.md", false},
                 {"port.c", false},
                 {"ports.yaml", false},
                 {"support.md", false},
                 {"portfolio.md", false},
                 {"importing.md", false}};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct pc_path_look look = pc_path_look(pc_str_c(paths[i].path));
        enum pc_match match = pc_reader_registry_markdown.match(&look);
        if (match != (paths[i].is ? PC_MATCH_EXACT : PC_MATCH_NO)) {
            fail_msg("%s", paths[i].path);
        }
    }
}

/* How people list ports besides tables: fences, labels, several numbers first, sections about one service. */
static void test_loose_shapes(void **state) {
    static const struct doc docs[] = {
        {"c", "```\nPort 4001 - Shop (Next.js)\nPort 4002 - Blog\n```\n",
         "planned 4001 Shop (Next.js)\nplanned 4002 Blog\n"},
        {"c", "```text\n4001  shop\n4002  front page\n```\n", "planned 4001 shop\nplanned 4002 front page\n"},
        {"c",
         "```\nService      Port   Notes\n-------      ----   -----\nshop         4001   main\nfront page   4002   "
         "x\n```\n",
         "planned 4001 shop\nplanned 4002 front page\n"},
        {"c",
         "```\n\xE2\x94\x9C\xE2\x94\x80\xE2\x94\x80 shop   4001\n\xE2\x94\x94\xE2\x94\x80\xE2\x94\x80 blog   "
         "4002\n```\n",
         "planned 4001 shop\nplanned 4002 blog\n"},
        {"cm", "```\nshop 4001:80\nblog 4002:80\n```\n", "m 4001 code block\nm 4002 code block\n"},
        {"cm", "```sh\nshop: 4001\nblog: 4002\n```\n", "m 4001 code block\nm 4002 code block\n"},
        {"cm", "```\nPORT=4001\nPORT=4002\n```\n", "m 4001 code block\nm 4002 code block\n"},
        {"cr", "**Reserved:** 4000, 4005-4009 (never assign, it tells of clashes)\n**Range:** 4001-4099 for web apps\n",
         "c reserved 4000\nc reserved 4005-4009\nr 4001-4099 web apps\n"},
        {"cr", "## Conventions\n\n- `4000-4099` \xE2\x86\x92 **ann**\n- `4100-4199` \xE2\x86\x92 **bob**\n",
         "r 4000-4099 ann\nr 4100-4199 bob\n"},
        {"cr", "## Examples\n\n- 4000-4099: ann\n- 4100-4199: bob\n", ""},
        {"c", "- `80`, `443` \xE2\x80\x93 used by **proxy**\n- 4001, 4002: shop\n- **4080/4443** - gate\n",
         "planned 80 proxy\nplanned 443 proxy\nplanned 4001 shop\nplanned 4002 shop\nplanned 4080 gate\nplanned 4443 "
         "gate\n"},
        {"c", "- **shop-api** runs on port `4001`\n- `apps/blog` - the front end (port 4002)\n",
         "planned 4001 shop-api\nplanned 4002 apps/blog\n"},
        {"c",
         "### apps/shop\n\n**Port**: 4001\n**Stack**: Go\n\n### Blog (`apps/blog`)\n\n- **Port:** 4002\n\n### 3. "
         "mail\n\nSends.\n\n"
         "**Deployment**: Port 4003 at https://mail.example.org\n",
         "planned 4001 apps/shop derived\nplanned 4002 apps/blog derived\nplanned 4003 mail derived\n"},
        {"cm", "### Deployment\n\n**Port**: 4001\n**Stack**: Go\n", "m 4001 prose\n"},
    };
    CHECK(docs);
}

/* Header words of the configuration come before all others. */
static void test_configured_columns(void **state) {
    static const struct pc_header_word words[] = {{PC_MEANS_SERVICE, {"Anlage", 6}},
                                                  {PC_MEANS_PORT,
                                                   {"K\xC3\xBC"
                                                    "bel Nr",
                                                    9}},
                                                  {PC_MEANS_NOTHING, {"Port", 4}}};
    static const struct doc docs[] = {
        {"c",
         "| Anlage | K\xC3\x9C"
         "BEL  NR | Port |\n|---|---|---|\n| pump | 4001 | 4101 |\n| mill | 4002 | 4102 |\n",
         "planned 4001 pump\nplanned 4002 mill\n"},
        {"c", "| Service | Ports |\n|---|---|\n| pump | 4001 |\n", "planned 4001 pump\n"},
    };
    struct reader_harness *h = *state;
    h->config.header_words = words;
    h->config.header_word_count = sizeof words / sizeof words[0];
    CHECK(docs);
    h->config.header_words = NULL;
    h->config.header_word_count = 0;
}

/* Blocks over their ports in a fence, defaults that nothing overrides, protocols and folders in headings and cells. */
static void test_what_stands_around(void **state) {
    static const struct doc docs[] = {
        {"cr",
         "### Production (3xxx)\n\n```\n3000-3099: (spare)\n\n3100-3199: shop\n  3100   Front page (proxied)\n  3101   "
         "API\n"
         "3200-3299: blog (future)\n  3200   Writer\n```\n",
         "c planned 3100 Front page (proxied) production [3100-3199]\nc planned 3101 API production [3100-3199]\nc "
         "planned 3200 Writer "
         "production [3200-3299] future\n"
         "r 3000-3999 Production open\nr 3000-3099 (spare)\nr 3100-3199 shop\nr 3200-3299 blog "
         "(future)\n"},
        {"cm", "| Default port | Port | Service |\n|---|---|---|\n| 4001 | | shop |\n| 4002 | 4102 | blog |\n",
         "c planned 4001 shop\nc planned 4102 blog\nm 4002 a default that the row overrides\n"},
        {"c", "## TCP\n\n| Port | Service |\n|---|---|\n| 4001 | shop |\n\n## UDP ports\n\n- 4001: blog\n",
         "planned 4001 shop tcp\nplanned 4001 blog udp\n"},
        {"ch",
         "| Port | Service | Location |\n|---|---|---|\n| 4001 | shop | apps/shop |\n| 4002 | blog | "
         "conf/blog/main.nix |\n",
         "c planned 4001 shop\nc planned 4002 blog\n"},
        {"c", "- **4001** shop\n- 4002 blog\n- 2000 people came\n", "planned 4001 shop\nplanned 4002 blog\n"},
        {"cm", "- prod port: 4001\n", "m 4001 no service named\n"},
    };
    CHECK(docs);
}

/* A page of a service has its port, and is none. */
static void test_pages(void **state) {
    static const struct doc docs[] = {
        {"cm",
         "| Service | Port | URL |\n|---|---|---|\n| API | 4001 | http://localhost:4001 |\n| Swagger UI | 4001 | "
         "http://localhost:4001/docs |\n| Admin | 4001 | http://localhost:4001/admin |\n| Web | 4002 | "
         "http://localhost:4002/ |\n",
         "c planned 4001 API\nc planned 4002 Web\nm 4001 a page of another service\nm 4001 a page of another service\n"
         "m 4001 not a port column\nm 4001 not a port column\nm 4001 not a port column\nm 4002 not a port column\n"},
        {"c", "| Service | Port |\n|---|---|\n| API | 4001 |\n| GraphQL | 4001 |\n| Metrics | 4009 |\n",
         "planned 4001 API\nplanned 4009 Metrics\n"},
        {"c",
         "| Service | Port | URL |\n|---|---|---|\n| shop | 4001 | http://localhost:4001 |\n| blog | 4001 | "
         "http://localhost:4001 |\n",
         "planned 4001 shop\nplanned 4001 blog\n"},
        {"c", "- API: 4001\n- API docs: 4001\n- Docs: 4003\n", "planned 4001 API\nplanned 4003 Docs\n"},
    };
    CHECK(docs);
}

/* "Project | Component": the parts of two projects are two services. */
static void test_parts(void **state) {
    static const struct doc docs[] = {
        {"c",
         "| Project | Service | Port |\n|---|---|---|\n| plum | web | 4001 |\n| quince | web | 4002 |\n| | worker | "
         "4003 |\n"
         "| medlar | - | 4004 |\n| quince | Stories | 4005 |\n",
         "planned 4001 plum-web\nplanned 4002 quince-web\nplanned 4003 quince-worker\nplanned 4004 medlar\nplanned "
         "4005 "
         "Stories\n"},
        {"c", "| App | Component | Port |\n|---|---|---|\n| shop | mailer | 4001 |\n| blog | mailer | 4002 |\n",
         "planned 4001 shop-mailer\nplanned 4002 blog-mailer\n"},
        {"c", "| Service | Project | Port |\n|---|---|---|\n| boards | watch | 4001 |\n| alerts | watch | 4002 |\n",
         "planned 4001 boards\nplanned 4002 alerts\n"},
    };
    CHECK(docs);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, reader_setup, reader_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_tables),
        TEST(test_languages),
        TEST(test_status),
        TEST(test_ranges),
        TEST(test_internal),
        TEST(test_hosts),
        TEST(test_lists_and_lines),
        TEST(test_shapes),
        TEST(test_not_rendered),
        TEST(test_cut_anywhere),
        TEST(test_many_rows),
        TEST(test_names_of_registries),
        TEST(test_loose_shapes),
        TEST(test_configured_columns),
        TEST(test_what_stands_around),
        TEST(test_pages),
        TEST(test_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
