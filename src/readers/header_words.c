/* Header words in many languages. */
#include "header_words.h"

#include "port_cell.h"
#include "port_words.h"

#define LIST(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

LIST(service_words, "service", "services", "service name", "服务", "服務", "服务名", "服务名称", "服务/组件", "서비스",
     "서비스명", "сервис", "служба", "сервисы", "サービス", "サービス名", "serviço", "servicio", "dienst", "dienste",
     "bound by", "used by", "owner", "daemon", "microservice", "what", "servizio", "servizi", "usługa", "hizmet");
LIST(application_words, "application", "applications", "app", "apps", "component", "components", "software", "program",
     "product", "workload", "site", "website", "tool", "bot", "coin", "game", "应用", "應用", "应用名称", "组件",
     "组件名", "程序", "애플리케이션", "앱", "приложение", "компонент", "アプリ", "アプリケーション", "aplicación",
     "aplicação", "anwendung", "composant", "composants", "componente", "componentes", "komponente", "applicazione",
     "logiciel", "컴포넌트", "구성 요소");
LIST(process_words, "process", "name", "module", "package", "名称", "名稱", "模块", "进程", "이름", "프로세스", "모듈",
     "процесс", "модуль", "название", "имя", "名前", "nombre", "nome", "modul", "prozess", "entry", "item", "resource",
     "function", "role", "nom", "processus", "proceso", "processo");
LIST(project_words, "project", "projects", "stack", "repo", "repository", "system", "team", "项目", "項目", "프로젝트",
     "проект", "プロジェクト", "proyecto", "projeto", "projekt", "projet", "progetto", "dépôt");
LIST(container_words, "container", "containers", "container name", "docker container", "container hostname", "容器",
     "容器名", "容器名称", "컨테이너", "контейнер", "コンテナ", "コンテナ名", "contenedor", "conteneur", "contêiner");
LIST(host_words, "host", "machine", "node", "vm", "server", "hosts", "device", "host machine", "主机", "主機", "服务器",
     "节点", "机器", "노드", "서버", "호스트", "хост", "сервер", "узел", "машина", "ホスト", "サーバー", "マシン",
     "máquina", "servidor", "rechner", "runs on", "location", "where", "wo", "deployed on", "hosted on", "run on",
     "hôte", "serveur");
LIST(protocol_words, "protocol", "protocols", "proto", "transport", "协议", "協議", "프로토콜", "протокол", "protocolo",
     "プロトコル", "protokoll", "layer 4", "l4", "protocole", "protocollo");
LIST(address_words, "address", "ip", "ip address", "addr", "adresse", "ip-adresse", "listen ip", "地址", "주소",
     "адрес", "dirección", "endereço", "アドレス");
LIST(bind_words, "bind", "binding", "bind address", "bind ip", "access", "exposure", "interface", "listen address",
     "listen", "listens on", "visibility", "exposed", "exposed?", "published", "published?", "exposed to",
     "scope of access", "绑定", "监听地址", "访问", "바인딩", "привязка", "exposé", "exposée", "accès", "visibilité",
     "expuesto", "exposto", "esposto", "acceso", "acesso", "zugriff");
LIST(status_words, "status", "state", "状态", "狀態", "상태", "статус", "состояние", "estado", "状況", "ステータス",
     "zustand", "état", "etat", "stato", "状態", "in use", "used", "statut");
LIST(environment_words, "environment", "environments", "env", "profile", "scope", "stage", "环境", "環境", "환경",
     "среда", "окружение", "entorno", "ambiente", "umgebung", "environnement");
LIST(reference_words, "corresponds to", "maps to", "proxies to", "proxy to", "paired with", "pairs with", "pair",
     "forwards to", "upstream", "backend", "talks to", "corresponding", "partner", "counterpart", "对应", "對應",
     "대응", "соответствует", "対応", "entspricht");
LIST(purpose_words, "purpose", "category", "categories", "type", "group", "area", "tier", "layer", "分类", "类别",
     "카테고리", "категория", "description", "desc", "notes", "note", "comment", "comments", "usage", "use", "used for",
     "details", "remarks", "remark", "info", "用途", "说明", "說明", "描述", "备注", "용도", "설명", "비고", "역할",
     "назначение", "описание", "примечание", "примечания", "комментарий", "uso", "descripción", "descrição",
     "propósito", "説明", "用途", "備考", "zweck", "beschreibung", "bemerkung", "rôle", "utilisation", "remarque",
     "remarques", "objet", "nota", "notas", "notizen", "descrizione", "opis");
LIST(date_words, "date", "added", "since", "updated", "last updated", "created", "changed", "日期", "날짜", "дата",
     "fecha", "data", "datum", "日付");
LIST(domain_words, "domain", "domains", "hostname", "host name", "hostnames", "subdomain", "url", "urls", "fqdn",
     "vhost", "virtual host", "public url", "public host", "public hostname", "route", "ingress", "dns", "dns name",
     "域名", "도메인", "домен", "ドメイン", "dominio", "domaine", "nom de domaine", "sous-domaine");
LIST(target_words, "target", "internal target", "target service", "internal service", "backend service",
     "upstream service", "destination", "destination service", "points to", "routes to", "routed to", "leads to",
     "forward to", "goes to", "container target", "目标服务", "대상 서비스", "ziel", "destino");
LIST(free_words, "next available", "next free", "available", "free", "next", "suggested", "next port", "空闲", "可用",
     "下一个", "사용 가능", "свободен", "свободный");
LIST(old_words, "old", "previous", "former", "was", "before", "from", "original", "deprecated", "legacy", "prior", "旧",
     "原", "이전", "기존", "старый", "прежний", "antiguo", "anterior", "alt", "alter", "変更前", "ancien", "ancienne",
     "vecchio");
LIST(new_words, "new", "current", "now", "after", "neu", "neuer", "新", "当前", "现", "새", "현재", "новый", "текущий",
     "nuevo", "novo", "変更後", "nouveau", "nouvelle", "nuovo", "actuel");
LIST(default_words, "default", "standard", "upstream", "默认", "기본", "по умолчанию", "predeterminado", "padrão",
     "デフォルト", "par défaut", "défaut", "predefinita");
LIST(host_side_words, "host", "external", "published", "publish", "exposed", "public", "nodeport", "node port", "outer",
     "outside", "host-side", "外部", "宿主机", "宿主", "主机", "对外", "公开", "映射端口", "호스트", "노출", "외부",
     "внешний", "внешние", "хост", "хоста", "ホスト", "外部公開", "公開", "externo", "externa", "extern", "externer",
     "externe", "hôte", "publié", "publique", "esterna", "esterno");
LIST(container_side_words, "internal", "container", "target", "inner", "inside", "in-container", "docker internal",
     "内部", "容器", "내부", "컨테이너", "внутренний", "внутренние", "контейнер", "контейнера", "コンテナ", "interno",
     "interna", "intern", "interner", "contenedor", "contêiner", "conteneur", "targetport", "containerport", "interne");
LIST(mapping_words, "mapping", "mappings", "port mapping", "port mappings", "host:container", "host/container",
     "container:host", "映射", "端口映射", "매핑", "маппинг", "проброс", "mapeo", "マッピング");
/* Headers that name a port by themselves when numbers stand below. */
LIST(side_headers, "internal", "external", "host", "container", "published", "exposed", "http", "https", "grpc", "web",
     "api", "admin", "metrics", "debug", "tcp", "udp", "dev", "prod", "production", "development", "staging", "local",
     "frontend", "backend", "database", "db", "redis", "ui", "ws", "websocket", "rpc", "p2p", "内部", "外部", "내부",
     "외부", "test", "public", "private", "server", "client", "target", "inner", "outer", "inside", "outside");
LIST(number_headers, "#", "no", "no.", "nr", "nr.", "id", "index", "count", "size", "year", "memory", "mb", "cpu",
     "timeout", "order", "priority", "version", "replicas", "line", "lines", "total", "vlan", "uid", "gid", "pid",
     "interval", "weight", "users", "instances", "connections", "pool", "max", "min", "limit", "limits", "rate",
     "requests", "rps", "qps", "buffer", "bytes", "heap", "mem", "storage", "capacity", "budget", "tokens", "loc",
     "commits", "tests", "coverage", "kb", "gb", "mib", "gib", "sec", "seconds", "minutes", "hours", "days", "ttl",
     "retention", "issue", "ticket", "pr", "序号", "编号", "번호", "номер", "№", "ram", "disk", "cores", "threads",
     "score", "cost", "price", "age", "ms", "latency", "qty", "quantity", "rank", "phase", "step", "level", "remote",
     "destination");

static bool has_side(struct pc_str text, const char *const *words) {
    return pc_says_any(text, words);
}

/* The header without the words for port: "Web Port" is "Web". */
static struct pc_str qualifier_of(struct pc_arena *arena, struct pc_str header) {
    static const char *const ends[] = {" ports", " port(s)", " port", "-port", "_port", NULL};
    struct pc_str out = pc_str_trim(header);
    for (size_t i = 0; ends[i] != NULL; i++) {
        struct pc_str end = pc_str_c(ends[i]);
        if (out.len > end.len && pc_str_eq_nocase(pc_str_sub(out, out.len - end.len, end.len), end)) {
            out.len -= end.len;
            break;
        }
    }
    if (pc_str_starts_nocase(out, PC_STR("port "))) {
        out = pc_str_sub(out, 5, out.len);
    }
    out = pc_str_trim(out);
    if (out.len > 2 && out.ptr[0] == '(' && out.ptr[out.len - 1] == ')') {
        out = pc_str_sub(out, 1, out.len - 2);
    }
    return pc_says_port(pc_fold(arena, out)) ? PC_EMPTY : out;
}

static enum pc_column_kind port_kind(struct pc_str h) {
    bool host = has_side(h, host_side_words);
    bool inside = has_side(h, container_side_words);
    if (pc_says_range(h)) {
        return PC_COLUMN_RANGE;
    }
    if (pc_says_any(h, free_words)) {
        return PC_COLUMN_FREE;
    }
    if ((host && inside) || pc_says_any(h, mapping_words)) {
        return PC_COLUMN_MAPPING;
    }
    if (pc_says_any(h, old_words)) {
        return PC_COLUMN_OLD_PORT;
    }
    if (pc_says_any(h, new_words)) {
        return PC_COLUMN_NEW_PORT;
    }
    if (inside) {
        return PC_COLUMN_CONTAINER_PORT;
    }
    return host ? PC_COLUMN_HOST_PORT : PC_COLUMN_PORT;
}

struct pc_column pc_column_of_header(struct pc_arena *arena, struct pc_str header) {
    struct pc_str h = pc_fold(arena, header);
    struct pc_column column = {.kind = PC_COLUMN_OTHER, .certain = true, .title = header};
    static const struct {
        const char *const *words;
        enum pc_column_kind kind;
        unsigned rank;
    } exact[] = {{service_words, PC_COLUMN_SERVICE, 0},
                 {application_words, PC_COLUMN_SERVICE, 2},
                 {process_words, PC_COLUMN_SERVICE, 3},
                 {project_words, PC_COLUMN_SERVICE, 4},
                 {container_words, PC_COLUMN_CONTAINER, 1},
                 {host_words, PC_COLUMN_HOST, 0},
                 {protocol_words, PC_COLUMN_PROTOCOL, 0},
                 {bind_words, PC_COLUMN_BIND, 0},
                 {address_words, PC_COLUMN_ADDRESS, 0},
                 {status_words, PC_COLUMN_STATUS, 0},
                 {environment_words, PC_COLUMN_ENVIRONMENT, 0},
                 {reference_words, PC_COLUMN_REFERENCE, 0},
                 {purpose_words, PC_COLUMN_PURPOSE, 0},
                 {date_words, PC_COLUMN_DATE, 0},
                 {domain_words, PC_COLUMN_DOMAIN, 0},
                 {mapping_words, PC_COLUMN_MAPPING, 0},
                 {target_words, PC_COLUMN_TARGET, 0}};
    if (pc_says_port(h) && !pc_says(h, "protocol")) {
        column.kind = port_kind(h);
        column.environment = pc_environment_of(h);
        column.is_default = pc_says_any(h, default_words);
        column.qualifier = column.environment == PC_ENV_UNKNOWN ? qualifier_of(arena, header) : PC_EMPTY;
        return column;
    }
    for (size_t i = 0; i < sizeof exact / sizeof exact[0]; i++) {
        if (pc_is_one_of(h, exact[i].words)) {
            column.kind = exact[i].kind;
            column.rank = exact[i].rank;
            return column;
        }
    }
    if (pc_is_one_of(h, (const char *const[]){"range", "ranges", "范围", "範圍", "範囲", "범위", "диапазон", "rango",
                                              "bereich", "block", NULL})) {
        column.kind = PC_COLUMN_RANGE;
        return column;
    }
    if (pc_is_one_of(h, free_words)) {
        column.kind = PC_COLUMN_FREE;
        return column;
    }
    static const char *const refers[] = {
        "corresponds to", "corresponding", "proxies to", "maps to", "forwards to", "\xE5\xAF\xB9\xE5\xBA\x94", NULL};
    for (size_t i = 0; refers[i] != NULL; i++) {
        if (pc_str_starts(h, pc_str_c(refers[i]))) {
            column.kind = PC_COLUMN_REFERENCE;
            return column;
        }
    }
    bool joined = pc_str_find_char(h, PC_FLAT_ARROW, 0) != PC_NPOS || pc_str_find_char(h, ':', 0) != PC_NPOS ||
                  pc_str_find_char(h, '/', 0) != PC_NPOS;
    if (joined && has_side(h, host_side_words) && has_side(h, container_side_words)) {
        column.kind = PC_COLUMN_MAPPING; /* "Host -> Container" */
        return column;
    }
    column.certain = false; /* "Service / container", "Node hostname": any of the words */
    for (size_t i = 0; i < sizeof exact / sizeof exact[0]; i++) {
        bool loose = exact[i].kind == PC_COLUMN_SERVICE || exact[i].kind == PC_COLUMN_CONTAINER ||
                     exact[i].kind == PC_COLUMN_PROTOCOL || exact[i].kind == PC_COLUMN_STATUS ||
                     exact[i].kind == PC_COLUMN_PURPOSE;
        if (loose && pc_says_any(h, exact[i].words)) {
            column.kind = exact[i].kind;
            column.rank = exact[i].rank + 1;
            column.certain = exact[i].kind != PC_COLUMN_SERVICE || exact[i].rank < 3;
            return column;
        }
    }
    return column;
}

bool pc_column_is_port(enum pc_column_kind kind) {
    return kind == PC_COLUMN_PORT || kind == PC_COLUMN_HOST_PORT || kind == PC_COLUMN_CONTAINER_PORT ||
           kind == PC_COLUMN_MAPPING || kind == PC_COLUMN_OLD_PORT || kind == PC_COLUMN_NEW_PORT;
}

/* How many of a column's cells hold text, begin with a port, hold a protocol. */
struct tally {
    size_t filled;
    size_t ports;
    size_t large; /* ports from 20 on */
    size_t high;  /* ports above 1023 */
    size_t protocols;
};

static struct tally tally_of(struct pc_arena *arena, const struct pc_flat *flats, size_t rows, unsigned columns,
                             unsigned column) {
    struct tally t = {0};
    for (size_t r = 1; r < rows; r++) {
        struct pc_flat flat = flats[r * columns + column];
        struct pc_cell_port port;
        enum pc_port_result why;
        enum pc_protocol first;
        enum pc_protocol second;
        size_t end;
        size_t at = pc_flat_skip(flat, 0);
        if (at == flat.text.len) {
            continue;
        }
        t.filled++;
        t.protocols += pc_protocol_parse(flat.text, &first, &second) ? 1 : 0;
        if (pc_port_at(arena, flat, at, &port, &end, &why) == PC_FOUND_PORT) {
            t.ports++;
            t.large += port.ports.lo >= 20 ? 1 : 0;
            t.high += port.ports.lo >= 1024 ? 1 : 0;
        } else if (flat.text.len - at <= 2 && !pc_is_alnum(flat.text.ptr[at])) {
            t.filled--; /* "-" */
        }
    }
    return t;
}

static bool any_of_kind(const struct pc_column *columns, unsigned count, bool (*is)(enum pc_column_kind)) {
    for (unsigned c = 0; c < count; c++) {
        if (is(columns[c].kind)) {
            return true;
        }
    }
    return false;
}

static bool is_range(enum pc_column_kind kind) {
    return kind == PC_COLUMN_RANGE || kind == PC_COLUMN_FREE;
}

/* A column that its header leaves open: numbers below "Internal"; below anything when no header speaks of ports; beside
 * a port column when they are high and differ from row to row. */
static void settle(struct pc_arena *arena, struct pc_column *column, struct tally t, bool no_port_header, bool varied) {
    struct pc_str h = pc_fold(arena, column->title);
    bool numbers = pc_is_most(t.ports, t.filled) && pc_is_most(t.large, t.ports);
    if (numbers && !no_port_header && column->kind == PC_COLUMN_OTHER && pc_says_range(h)) {
        column->kind = PC_COLUMN_RANGE; /* "Suggested range" beside the ports */
        return;
    }
    bool side = pc_is_one_of(h, side_headers);
    bool open = column->kind == PC_COLUMN_OTHER || column->kind == PC_COLUMN_TARGET || side ||
                (no_port_header && !column->certain);
    bool enough = side || no_port_header || (varied && t.ports >= 3 && pc_is_most(t.high, t.ports));
    if (numbers && open && enough && !pc_says_any(h, number_headers) && h.len > 0 && !pc_says_any(h, free_words)) {
        bool plain = port_kind(h) == PC_COLUMN_PORT || !side;
        column->kind = side ? port_kind(h) : pc_says_any(h, old_words) ? PC_COLUMN_OLD_PORT : PC_COLUMN_PORT;
        column->environment = pc_environment_of(h);
        column->is_default = pc_says_any(h, default_words);
        column->qualifier = column->environment == PC_ENV_UNKNOWN && plain ? column->title : PC_EMPTY;
        column->certain = false;
    } else if (column->kind == PC_COLUMN_OTHER && pc_is_most(t.protocols, t.filled)) {
        column->kind = PC_COLUMN_PROTOCOL;
        column->certain = false;
    }
}

/* "Internal/External" over cells that hold no port says which of the two a row is: where it is bound, no mapping. */
static bool is_scope(struct pc_arena *arena, const struct pc_column *column, struct tally t) {
    return column->kind == PC_COLUMN_MAPPING && !column->configured && t.ports == 0 && t.filled > 0 &&
           !pc_says_port(pc_fold(arena, column->title)) && pc_str_find_char(column->title, '/', 0) != PC_NPOS;
}

/* What the configuration says of a header. False when it says nothing. */
static bool is_configured(struct pc_arena *arena, const struct pc_config *config, struct pc_str header,
                          struct pc_column *column) {
    static const enum pc_column_kind kinds[] = {
        [PC_MEANS_PORT] = PC_COLUMN_PORT,
        [PC_MEANS_HOST_PORT] = PC_COLUMN_HOST_PORT,
        [PC_MEANS_CONTAINER_PORT] = PC_COLUMN_CONTAINER_PORT,
        [PC_MEANS_RANGE] = PC_COLUMN_RANGE,
        [PC_MEANS_SERVICE] = PC_COLUMN_SERVICE,
        [PC_MEANS_HOST] = PC_COLUMN_HOST,
        [PC_MEANS_PROTOCOL] = PC_COLUMN_PROTOCOL,
        [PC_MEANS_STATUS] = PC_COLUMN_STATUS,
        [PC_MEANS_ENVIRONMENT] = PC_COLUMN_ENVIRONMENT,
        [PC_MEANS_PURPOSE] = PC_COLUMN_PURPOSE,
        [PC_MEANS_NOTHING] = PC_COLUMN_IGNORED,
    };
    size_t count = config != NULL ? config->header_word_count : 0;
    struct pc_str folded = count > 0 ? pc_fold(arena, header) : PC_EMPTY;
    for (size_t i = 0; i < count; i++) {
        if (pc_str_eq(folded, pc_fold(arena, config->header_words[i].word))) {
            *column = (struct pc_column){
                .kind = kinds[config->header_words[i].meaning], .certain = true, .configured = true, .title = header};
            return true;
        }
    }
    return false;
}

/* "MAX_BODY", "SESSION_TTL_SECONDS": capitals and digits with an underscore. */
static bool is_variable_name(struct pc_str s) {
    s = pc_str_trim(s);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!(c >= 'A' && c <= 'Z') && !pc_is_digit(c) && c != '_') {
            return false;
        }
    }
    return pc_str_find_char(s, '_', 0) != PC_NPOS;
}

/* The rows of a table of settings: numbers among their values are whatever the setting counts. */
static bool is_of_variables(const struct pc_flat *flats, size_t rows, unsigned columns) {
    size_t named = 0;
    for (size_t r = 1; r < rows; r++) {
        named += is_variable_name(flats[r * columns].text);
    }
    return rows > 1 && named * 2 > rows - 1;
}

void pc_columns_of(struct pc_arena *arena, const struct pc_config *config, const struct pc_flat *flats, size_t rows,
                   unsigned columns, struct pc_column *out) {
    for (unsigned c = 0; c < columns; c++) {
        if (!is_configured(arena, config, flats[c].text, &out[c])) {
            out[c] = pc_column_of_header(arena, flats[c].text);
        }
    }
    for (unsigned c = 0; c < columns; c++) {
        if (out[c].kind == PC_COLUMN_MAPPING && is_scope(arena, &out[c], tally_of(arena, flats, rows, columns, c))) {
            out[c].kind = PC_COLUMN_BIND;
        }
    }
    bool no_port_header = !any_of_kind(out, columns, pc_column_is_port) && !any_of_kind(out, columns, is_range);
    bool settings = columns > 0 && no_port_header && is_of_variables(flats, rows, columns);
    for (unsigned c = 0; c < columns && !settings; c++) {
        if (!pc_column_is_port(out[c].kind) && !is_range(out[c].kind) && !out[c].configured) {
            settle(arena, &out[c], tally_of(arena, flats, rows, columns, c), no_port_header,
                   pc_column_is_varied(flats, rows, columns, c));
        }
    }
    unsigned services = 0;
    for (unsigned c = 0; c < columns; c++) {
        services += out[c].kind == PC_COLUMN_SERVICE || out[c].kind == PC_COLUMN_CONTAINER ? 1 : 0;
    }
    for (unsigned c = 0; c < columns && services == 0; c++) {
        if (out[c].kind == PC_COLUMN_HOST &&
            pc_is_one_of(pc_fold(arena, out[c].title),
                         (const char *const[]){"server", "сервер", "サーバー", "서버", NULL})) {
            out[c].kind = PC_COLUMN_SERVICE; /* "Server | Port", "Server | Host | Port": servers are what is listed */
            services = 1;
        }
    }
}
