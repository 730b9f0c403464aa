#include "port_words.h"

#include "text.h"

#define LIST(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

LIST(port_words, "port", "ports", "anschluss", "anschlüsse", "port(s)", "hostport", "nodeport", "puerto", "puertos",
     "porta", "portas", "porte", "порт", "порты", "порта", "портов", "端口", "連接埠", "连接埠", "埠號", "포트",
     "ポート");
LIST(range_words, "range", "ranges", "block", "blocks", "port range", "范围", "範圍", "範囲", "区间", "범위",
     "диапазон", "диапазоны", "rango", "rangos", "intervalo", "faixa", "bereich", "plage");
LIST(reserved_words, "reserved", "reserve", "reserviert", "future use", "future expansion", "future projects",
     "future growth", "do not use", "don't use", "off limits", "off-limits", "system ports", "预留", "保留", "預留",
     "예약", "резерв", "зарезервировано", "зарезервирован", "reservado", "reservados", "réservé", "予約", "予約済み",
     "予備");
LIST(free_words, "available", "free", "unassigned", "unallocated", "unused", "vacant", "next free", "not used",
     "not assigned", "空闲", "可用", "未使用", "未分配", "사용 가능", "미사용", "свободен", "свободно", "свободны",
     "disponible", "libre", "livre", "disponível", "空き", "frei");
LIST(dead_words, "deprecated", "removed", "retired", "eliminated", "decommissioned", "obsolete", "deleted", "abandoned",
     "discontinued", "sunset", "archived", "legacy", "history", "changelog", "change log", "former", "formerly",
     "no longer", "replaced", "superseded", "freed", "废弃", "已弃用", "弃用", "已删除", "已移除", "停用", "历史",
     "폐기", "삭제됨", "устарел", "устарело", "устаревшие", "удалён", "удален", "история", "obsoleto", "eliminado",
     "veraltet", "entfernt", "廃止", "\xE2\x9D\x8C");
LIST(future_words, "🚧", "⏳", "🔜", "planned", "pending", "future", "todo", "to do", "tbd", "proposed", "proposal",
     "placeholder", "placeholders", "standby", "upcoming", "wip", "draft", "optional", "not started", "disabled",
     "need implementation", "计划", "规划", "待定", "待部署", "예정", "계획", "план", "планируется", "запланировано",
     "planificado", "planeado", "previsto", "prevista", "geplant", "prévu", "prévue", "planifié", "予定",
     "aspirational");
LIST(active_words, "läuft", "in betrieb", "active", "running", "live", "up", "deployed", "configured", "in use", "used",
     "online", "enabled", "allocated", "assigned", "production", "stable", "implemented", "working", "\xE2\x9C\x85",
     "\xE2\x9C\x94", "\xE2\x9C\x93", "\xF0\x9F\x9F\xA2", "使用中", "运行中", "已部署", "已启用", "启用", "在用",
     "사용 중", "사용중", "운영", "실행 중", "활성", "активен", "работает", "используется", "activo", "en uso", "ativo",
     "em uso", "aktiv", "稼働中");
LIST(not_deployed_words, "not deployed", "not running", "not live", "not active", "inactive", "stopped", "offline",
     "down", "not forwarded", "undeployed", "not in use", "未部署", "未运行", "已停止", "미배포", "중지",
     "не развёрнут", "не развернут", "остановлен", "nicht deployt", "nicht aktiv");
LIST(internal_only_words, "internal only", "internal-only", "only internal", "internally only", "(internal)",
     "no host port", "no host ports", "no external port", "no external ports", "no published port",
     "no published ports", "not exposed", "not published", "unexposed", "internal network only", "internal network",
     "container only", "container-only", "container ports", "internal ports", "container-internal",
     "docker network only", "仅内部", "内部端口", "仅容器", "不对外", "내부 전용", "내부 포트", "только внутри",
     "внутренние порты", "только внутренние", "solo interno", "nur intern", "内部のみ");
LIST(unexposed_words, "internal only", "internal-only", "only internal", "internally only", "no host port",
     "no host ports", "no external port", "no external ports", "no published port", "no published ports", "not exposed",
     "not published", "unexposed", "internal network only", "container only", "container-only", "docker network only",
     "仅内部", "仅容器", "不对外", "내부 전용", "только внутри", "только внутренние", "solo interno", "nur intern",
     "内部のみ");
LIST(internal_words, "internal", "intern", "interne", "interno", "interna", "internally", "container", "inside",
     "in-container", "target", "not exposed", "not published", "cluster", "内部", "容器", "내부", "컨테이너",
     "внутренний", "внутри", "コンテナ");
LIST(external_words, "external", "extern", "externe", "externo", "externa", "esterno", "esterna", "host", "public",
     "published", "exposed", "outside", "外部", "宿主机", "对外", "외부", "호스트", "внешний", "ホスト");
LIST(loopback_words, "localhost", "localhost only", "loopback", "loopback only", "local only", "127.0.0.1", "::1",
     "本地");
LIST(real_words, "real", "actual", "actually", "currently", "current", "running", "active", "in use", "live",
     "deployed", "existing", "today", "used ports", "ports in use", "当前", "现有", "实际", "使用中", "已使用",
     "运行中", "현재", "실제", "사용 중", "사용중", "текущие", "текущий", "фактические", "используемые", "現在", "実際",
     "actuales", "atuais", "aktuell", "aktuelle", "tatsächlich");
LIST(summary_words, "quick reference", "summary", "overview", "at a glance", "cheat sheet", "cheatsheet", "recap",
     "quick lookup", "quick access", "tl;dr", "速查", "总览", "概览", "汇总", "요약", "сводка", "resumen", "resumo",
     "übersicht", "一覧");
LIST(guide_words, "option a", "option b", "option c", "option 1", "option 2", "option 3", "alternative", "alternatives",
     "not recommended", "方案a", "方案b", "方案1", "方案2", "方案一", "方案二", "不推荐", "adding", "add a", "how to",
     "howto", "checklist", "rules", "rule", "principles", "principle", "best practices", "guidelines", "guideline",
     "troubleshooting", "conflict", "conflicts", "notes", "note", "verification", "verify", "examples", "example",
     "accessing", "quick access", "procedure", "allocation protocol", "maintenance", "conventions", "convention",
     "policy", "faq", "why", "considerations", "resolution", "migration", "next steps", "next available", "todo",
     "recommendation", "recommendations", "action items", "action required", "actions required",
     "environment variables", "firewall", "pare-feu", "cortafuegos", "brandmauer", "防火墙", "防火牆", "방화벽",
     "ファイアウォール", "брандмауэр", "файрвол", "межсетевой экран", "使用原则", "原则", "规则", "规范", "添加",
     "如何", "注意", "冲突", "故障", "추가", "규칙", "충돌", "주의", "правила", "добавление", "конфликты", "примечания",
     "cómo", "reglas", "regras", "como", "hinweise", "regeln");
LIST(no_port_words, "-", "--", "---", "n/a", "na", "n.a.", "none", "no", "nil", "null", "x", "?", "tbd", "tba", "todo",
     "internal", "internal only", "not exposed", "no port", "no ports", "no host port", "not published", "unexposed",
     "varies", "various", "dynamic", "random", "auto", "automatic", "any", "ephemeral", "host", "host network", "stdio",
     "unix socket", "socket", "unknown", "see below", "see above", "default", "same", "future", "pending",
     "not deployed", "external", "cloud", "managed", "cli", "outbound only", "outbound", "docker", "docker network",
     "via proxy", "proxied", "library", "background", "worker", "job", "cron", "内部", "无", "無", "动态", "待定",
     "随机", "없음", "내부", "미정", "동적", "нет", "внутренний", "динамический", "ninguno", "interno", "nenhum",
     "keiner", "keine", "intern", "なし", "内部のみ", "file", "/", "*", "all");
LIST(old_words, "was", "were", "formerly", "former", "old", "previously", "previous", "originally", "before",
     "moved from", "remapped from", "changed from", "instead of", "not", "ehemals", "früher", "statt", "war", "原",
     "旧", "原来", "이전", "был", "ранее", "antes", "era");
LIST(prose_words, "a", "an", "the", "all", "is", "are", "was", "were", "be", "been", "being", "to", "from", "at", "has",
     "have", "had", "do", "does", "did", "use", "uses", "using", "moved", "moving", "move", "moves", "changed",
     "changing", "change", "if", "when", "then", "this", "that", "these", "those", "must", "should", "can", "could",
     "will", "would", "may", "might", "never", "always", "pick", "update", "updated", "check", "see", "run", "set",
     "because", "so", "it", "its", "each", "any", "every", "not", "instead", "between", "vs", "vs.", "versus", "you",
     "we", "they", "your", "our", "already", "now", "than", "which", "who", "whose", "but", "or", "as", "into", "until",
     "reserve", "take", "assign", "choose", "listens", "listen", "runs", "bind", "binds", "expose", "exposes", "der",
     "die", "das", "ist", "auf", "von", "nach", "wird", "nicht", "conflicts", "collides", "conflict", "only", "open",
     "visit", "replace", "ensure", "make", "keep", "avoid", "starts", "startet", "läuft", "lauscht", "démarre",
     "écoute", "tourne", "sur", "tous", "toutes", "les", "autres", "übrigen", "anderen", "todos", "todas", "otros",
     "otras", "outros", "outras", "остальные", "все", "arranca", "escucha", "ejecuta", "запускается", "работает",
     "слушает");
LIST(taken_words, "taken", "occupied", "busy", "in use", "already in use", "already taken", "belegt", "besetzt",
     "occupé", "ocupado", "occupato", "занят", "占用", "被占用", "已占用", "使用中", "사용 중");
LIST(quantity_words, "timeout", "timeouts", "total", "count", "version", "interval", "limit", "size", "max", "min",
     "maximum", "minimum", "memory", "ttl", "retries", "delay", "year", "date", "pid", "uid", "gid", "weight",
     "replicas", "replica", "duration", "age", "updated", "created", "reconciled", "reviewed", "line", "lines",
     "number", "phase", "step", "issue", "pr", "rfc", "iso", "error", "errors", "status code", "exit code", "vlan",
     "mtu", "width", "height", "id", "score", "cost", "price", "threshold", "budget", "rate", "seed", "since",
     "copyright", "chmod", "conflicts", "connections");
LIST(page_phrases, "swagger", "openapi", "redoc", "graphiql", "playground", "api docs", "api doc", "api documentation",
     "health check", "healthcheck", "health endpoint", "actuator");
LIST(page_words, "docs", "documentation", "health", "metrics", "websocket", "websockets", "ws", "graphql",
     "graphql api", "graphql endpoint", "h2 console", "h2-console");
LIST(counting_words, "total", "max", "min", "maximum", "minimum", "number", "last", "active", "reserved", "used",
     "free", "open", "available", "unique", "planned", "allocated", "assigned", "resolved");
LIST(unit_words, "ms", "s", "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "h", "hour",
     "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "mb", "gb", "kb", "tb", "mib", "gib",
     "kib", "bytes", "byte", "bits", "bit", "px", "ports", "services", "containers", "nodes", "users", "lines", "items",
     "requests", "req", "rps", "connections", "hosts", "files", "tests", "times", "rows", "entries", "coins", "apps",
     "tokens", "characters", "chars", "euro", "eur", "usd", "dollars", "percent", "hz", "mhz", "ghz", "fps", "kbps",
     "mbps", "gbps");

static const struct {
    enum pc_environment environment;
    const char *words[16];
} environments[] = {
    {PC_ENV_PRODUCTION,
     {"production", "prod", "prd", "produktion", "生产", "正式", "프로덕션", "운영", "продакшн", "прод", "producción",
      "produção", "本番", NULL}},
    {PC_ENV_STAGING, {"staging", "stage", "stg", "preprod", "pre-production", "预发", "스테이징", NULL}},
    {PC_ENV_DEVELOPMENT,
     {"development", "dev", "local development", "entwicklung", "开发", "개발", "разработка", "desarrollo",
      "desenvolvimento", "開発", NULL}},
    {PC_ENV_TEST, {"test", "testing", "ci", "e2e", "qa", "tests", "测试", "테스트", "тест", "テスト", NULL}}};

/* The lower-case form of a character of the alphabets in the lists; others are returned as they are. */
static uint32_t lower_of(uint32_t c) {
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x410 && c <= 0x42F)) {
        return c + 0x20;
    }
    return c == 0x401 ? 0x451 : c;
}

struct pc_str pc_fold(struct pc_arena *arena, struct pc_str s) {
    char *out = pc_arena_bytes(arena, s.len + 1);
    size_t len = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t code = 0;
        size_t bytes = (unsigned char)s.ptr[at] < 0x80 ? 1 : pc_utf8_decode(pc_str_sub(s, at, 4), &code);
        if (bytes == 1) {
            char c = pc_is_space(s.ptr[at]) ? ' ' : pc_lower(s.ptr[at]);
            if (c != ' ' || (len > 0 && out[len - 1] != ' ')) {
                out[len++] = c;
            }
        } else {
            len += pc_utf8_encode(lower_of(code), out + len); /* of as many bytes */
        }
        at += bytes;
    }
    out[len] = '\0';
    return pc_str_trim((struct pc_str){out, len});
}

/* A letter or digit of any script; signs and emoji are none. */
static bool is_wordy(char c) {
    return pc_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool has_blanks_between_words(const char *word) {
    return (unsigned char)word[0] < 0xE0; /* three bytes and more: Chinese, Japanese, Korean, signs */
}

bool pc_says(struct pc_str text, const char *word) {
    struct pc_str needle = pc_str_c(word);
    for (size_t at = pc_str_find(text, needle, 0); at != PC_NPOS; at = pc_str_find(text, needle, at + 1)) {
        size_t end = at + needle.len;
        bool left = !is_wordy(pc_str_at(text, at - 1)) || !is_wordy(needle.ptr[0]);
        bool right = !is_wordy(pc_str_at(text, end)) || !is_wordy(needle.ptr[needle.len - 1]);
        if (!has_blanks_between_words(word) || (left && right)) {
            return true;
        }
    }
    return false;
}

/* Of the many words of a list most begin with a byte that a short text has nowhere: no call for those. */
bool pc_says_any(struct pc_str text, const char *const *words) {
    bool has[256] = {false};
    for (size_t i = 0; i < text.len; i++) {
        has[(unsigned char)text.ptr[i]] = true;
    }
    for (; *words != NULL; words++) {
        const unsigned char *word = (const unsigned char *)*words;
        if (has[word[0]] && (word[1] == '\0' || has[word[1]]) && pc_says(text, *words)) {
            return true;
        }
    }
    return false;
}

bool pc_is_one_of(struct pc_str text, const char *const *words) {
    char first = text.len > 0 ? text.ptr[0] : '\0';
    for (; *words != NULL; words++) {
        if ((*words)[0] == first && pc_str_is(text, *words)) {
            return true;
        }
    }
    return false;
}

bool pc_says_port(struct pc_str text) {
    return pc_says_any(text, port_words);
}

bool pc_says_range(struct pc_str text) {
    return pc_says_any(text, range_words);
}

bool pc_says_reserved(struct pc_str text) {
    return pc_says_any(text, reserved_words);
}

bool pc_says_free(struct pc_str text) {
    return pc_says_any(text, free_words);
}

bool pc_says_dead(struct pc_str text) {
    return pc_says_any(text, dead_words);
}

bool pc_says_future(struct pc_str text) {
    return pc_says_any(text, future_words);
}

bool pc_says_active(struct pc_str text) {
    return pc_says_any(text, active_words);
}

bool pc_says_not_deployed(struct pc_str text) {
    return pc_says_any(text, not_deployed_words);
}

bool pc_says_internal_only(struct pc_str text) {
    return pc_says_any(text, internal_only_words);
}

bool pc_says_unexposed(struct pc_str text) {
    return pc_says_any(text, unexposed_words);
}

bool pc_says_internal(struct pc_str text) {
    return pc_says_any(text, internal_words);
}

bool pc_says_external(struct pc_str text) {
    return pc_says_any(text, external_words);
}

bool pc_says_loopback(struct pc_str text) {
    return pc_says_any(text, loopback_words);
}

bool pc_says_real(struct pc_str text) {
    return pc_says_any(text, real_words);
}

bool pc_says_summary(struct pc_str text) {
    return pc_says_any(text, summary_words);
}

bool pc_says_guide(struct pc_str text) {
    return pc_says_any(text, guide_words);
}

bool pc_says_no_port(struct pc_str text) {
    while (text.len > 1 && pc_is_any(text.ptr[0], "(*")) {
        text = pc_str_sub(text, 1, text.len);
    }
    while (text.len > 1 && pc_is_any(text.ptr[text.len - 1], ")*")) {
        text.len--;
    }
    bool number = text.len > 0 && pc_is_digit(text.ptr[0]); /* as in most cells; no word of the list begins so */
    return text.len == 0 || (!number && pc_is_one_of(text, no_port_words));
}

bool pc_says_old(struct pc_str text) {
    return pc_says_any(text, old_words);
}

/* The next word between blanks, without punctuation around it. */
static bool next_word(struct pc_str text, size_t *at, struct pc_str *word) {
    while (*at < text.len && text.ptr[*at] == ' ') {
        (*at)++;
    }
    size_t from = *at;
    while (*at < text.len && text.ptr[*at] != ' ') {
        (*at)++;
    }
    size_t to = *at;
    while (from < to && !is_wordy(text.ptr[from])) {
        from++;
    }
    while (to > from && !is_wordy(text.ptr[to - 1])) {
        to--;
    }
    *word = pc_str_sub(text, from, to - from);
    return from < to || *at < text.len;
}

bool pc_says_prose(struct pc_str text) {
    struct pc_str word;
    for (size_t at = 0; next_word(text, &at, &word);) {
        if (pc_is_one_of(word, prose_words)) {
            return true; /* a whole word: "open-desk" is a name */
        }
    }
    return false;
}

bool pc_says_taken(struct pc_str text) {
    return pc_is_one_of(text, taken_words);
}

bool pc_says_quantity(struct pc_str text) {
    struct pc_str word;
    struct pc_str last = PC_EMPTY;
    struct pc_str first = PC_EMPTY;
    size_t words = 0;
    for (size_t at = 0; next_word(text, &at, &word);) {
        first = words++ == 0 ? word : first;
        last = word.len > 0 ? word : last;
    }
    bool counts =
        words > 1 && pc_is_one_of(first, counting_words) && (pc_is_unit(last) || pc_str_eq(last, PC_STR("port")));
    return counts || pc_is_one_of(last, quantity_words) || pc_says(text, "status code") || pc_says(text, "exit code") ||
           pc_says(text, "last updated");
}

bool pc_says_page(struct pc_str text) {
    return pc_says_any(text, page_phrases) || pc_is_one_of(text, page_words);
}

bool pc_is_unit(struct pc_str word) {
    return pc_is_one_of(word, unit_words);
}

enum pc_environment pc_environment_of(struct pc_str text) {
    enum pc_environment found = PC_ENV_UNKNOWN;
    for (size_t i = 0; i < sizeof environments / sizeof environments[0]; i++) {
        if (!pc_says_any(text, environments[i].words)) {
            continue;
        }
        if (found != PC_ENV_UNKNOWN) {
            return PC_ENV_UNKNOWN;
        }
        found = environments[i].environment;
    }
    return found;
}

/* word, or word with brackets around it, or before a noun that an environment has. */
static bool titles_environment(struct pc_str text, const char *word) {
    static const char *const nouns[] = {"environment", "env",     "ports",      "port", "server",
                                        "host",        "machine", "deployment", "mode", NULL};
    struct pc_str needle = pc_str_c(word);
    for (size_t at = pc_str_find(text, needle, 0); at != PC_NPOS; at = pc_str_find(text, needle, at + 1)) {
        struct pc_str before = pc_str_sub(text, 0, at);
        struct pc_str after = pc_str_sub(text, at + needle.len, text.len);
        bool starts = before.len == 0 || pc_str_ends(before, PC_STR("(")) || pc_str_ends(before, PC_STR("- ")) ||
                      pc_str_ends(before, PC_STR(": "));
        bool ends = after.len == 0 || pc_is_any(after.ptr[0], "):") || pc_str_starts(after, PC_STR(" -")) ||
                    pc_str_starts(after, PC_STR(" ("));
        if (starts && ends) {
            return true;
        }
        for (const char *const *noun = nouns; *noun != NULL && after.len > 0 && after.ptr[0] == ' '; noun++) {
            struct pc_str rest = pc_str_sub(after, 1, after.len);
            struct pc_str n = pc_str_c(*noun);
            bool left = !is_wordy(pc_str_at(before, before.len - 1));
            if (left && pc_str_starts(rest, n) && !is_wordy(pc_str_at(rest, n.len))) {
                return true;
            }
        }
        if (!has_blanks_between_words(word)) {
            return true;
        }
    }
    return false;
}

enum pc_environment pc_environment_of_title(struct pc_str text) {
    enum pc_environment found = PC_ENV_UNKNOWN;
    for (size_t i = 0; i < sizeof environments / sizeof environments[0]; i++) {
        for (const char *const *word = environments[i].words; *word != NULL; word++) {
            if (titles_environment(text, *word)) {
                if (found != PC_ENV_UNKNOWN && found != environments[i].environment) {
                    return PC_ENV_UNKNOWN;
                }
                found = environments[i].environment;
            }
        }
    }
    return found;
}
