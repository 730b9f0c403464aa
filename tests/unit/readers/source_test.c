/* Source defaults in every language that is read, and what looks like one and is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "source_dump.h"

/* One form of code each, in a file of the service "shop". */
struct form {
    const char *file;
    const char *code;
    const char *said; /* "4100" stated, "4100 derived", or the whole answer behind the line number */
};

static void check_forms(const struct form *forms, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char path[64], said[200];
        const char *rest = forms[i].said;
        snprintf(path, sizeof path, "shop/src/%s", forms[i].file);
        if (rest[0] >= '0' && rest[0] <= '9') {
            unsigned port = 0;
            int used = 0;
            sscanf(rest, "%u%n", &port, &used);
            snprintf(said, sizeof said, "1 default %u self@shop%s\n", port, rest + used);
        } else {
            snprintf(said, sizeof said, "1 %s\n", rest);
        }
        const struct source_sample sample = {path, forms[i].code, said, "shop/package.json"};
        source_check(&pc_reader_source, &sample, 1);
    }
}
#define CHECK_FORMS(forms) check_forms(forms, sizeof(forms) / sizeof(forms)[0])

static void test_javascript(void **state) {
    (void)state;
    static const struct form forms[] = {
        {"main.ts", "const port = process.env.PORT || 4100;", "4100"},
        {"main.ts", "const port = process.env.PORT || '4100';", "4100"},
        {"main.ts", "const port = process.env.PORT ?? 4100;", "4100"},
        {"main.ts", "const port = process.env.PORT || config.port || 4100;", "4100"},
        {"main.ts", "const port = process.env.PORT || process.env.SERVER_PORT || 4100;", "4100"},
        {"main.ts", "const port = parseInt(process.env.PORT || '') || 4100;", "4100"},
        {"main.ts", "app.set('port', 4100);", "4100 derived"},
        {"main.ts", "const port = process.env['PORT'] || \"4100\"", "4100"},
        {"main.ts", "const port = parseInt(process.env.PORT || '4100', 10);", "4100"},
        {"main.ts", "const port = parseInt(process.env.PORT, 10) || 4100;", "4100"},
        {"main.ts", "const port = Number(process.env.PORT) || 4100;", "4100"},
        {"main.ts", "const port = +(process.env.PORT ?? 4100);", "4100"},
        {"main.ts", "const port = process.env.PORT ? parseInt(process.env.PORT) : 4100;", "4100"},
        {"main.ts", "const port = process.env.PORT as string || '4100';", "4100"},
        {"main.ts", "const port = import.meta.env.VITE_PORT ?? 4100;", "4100 derived"},
        {"main.ts", "const port = Bun.env.PORT || 4100", "4100"},
        {"main.ts", "const port = Deno.env.get('PORT') ?? '4100'", "4100"},
        {"main.ts", "const port = parseInt(env('PORT', '4100'), 10)", "4100"},
        {"config.ts", "export const config = { port: intEnv('PORT', 4100) }", "4100"},
        {"config.ts", "port: toPort(process.env.PORT, 4100),", "4100"},
        {"config.ts", "const { PORT = 4100 } = process.env;", "4100"},
        {"env.ts", "PORT: z.coerce.number().default(4100),", "4100"},
        {"env.ts", "PORT: z.string().optional().default('4100'),", "4100"},
        {"env.ts", "PORT: Joi.number().port().default(4100),", "4100"},
        {"env.ts", "PORT: port({ default: 4100 }),", "4100"},
        {"env.ts", "PORT: z.coerce.number().int().min(1).max(65535).default(4100),", "4100"},
        {"main.ts", "const port = configService.get('port', 4100);", "4100 derived"},
        {"main.ts", "const port = configService.get<number>('PORT', 4100);", "4100"},
        {"main.ts", "const port = configService.get<number>('PORT') || 4100;", "4100"},
        {"server.js", "app.listen(4100)", "4100"},
        {"server.js", "server.listen(4100, '0.0.0.0', () => {})", "4100"},
        {"server.js", "await app.listen({ port: 4100, host: '0.0.0.0' })", "4100"},
        {"server.ts", "Bun.serve({ fetch: app.fetch, port: 4100 })", "4100"},
        {"server.ts", "Deno.serve({ port: 4100 }, handler)", "4100"},
        {"index.ts", "export default { port: 4100, fetch: app.fetch }", "4100"},
        {"index.ts", "const PORT = 4100; app.listen(PORT, () => log(`on ${PORT}`))", "4100 derived"},
        {"index.ts", "const DEFAULT_PORT = 4100; listen(process.env.PORT || DEFAULT_PORT)", "4100 derived"},
        {"index.ts", "new WebSocketServer({ port: 4100 })", "4100 \"websocket\""},
        {"cli.ts", "program.option('-p, --port <port>', 'port to listen on', '4100')", "4100 derived"},
        {"cli.ts", "yargs.option('port', { alias: 'p', type: 'number', default: 4100 })", "4100 derived"},
        {"config.ts", "port: Number(process.env.SHOP_PORT || 4100)", "4100 derived"},
        {"config.ts", "metrics: process.env.METRICS_PORT || 9100", "9100 derived \"METRICS_PORT\""},
    };
    CHECK_FORMS(forms);
}

static void test_python(void **state) {
    (void)state;
    static const struct form forms[] = {
        {"main.py", "port = int(os.getenv(\"PORT\", \"4100\"))", "4100"},
        {"main.py", "port = os.environ.get('PORT', 4100)", "4100"},
        {"main.py", "port = int(os.environ.get('PORT') or 4100)", "4100"},
        {"main.py", "PORT = config('PORT', cast=int, default=4100)", "4100"},
        {"main.py", "PORT = env.int('PORT', default=4100)", "4100"},
        {"main.py", "uvicorn.run(\"app:app\", host=\"0.0.0.0\", port=4100)", "4100"},
        {"main.py", "app.run(debug=True, port=4100)", "4100"},
        {"main.py", "web.run_app(app, port=4100)", "4100"},
        {"main.py", "HTTPServer(('', 4100), Handler).serve_forever()", "4100"},
        {"main.py", "parser.add_argument('--port', type=int, default=4100, help='port 1')", "4100 derived"},
        {"main.py", "parser.add_argument('-p', '--port', default=4100)", "4100 derived"},
        {"main.py", "@click.option('--port', '-p', default=4100)", "4100 derived"},
        {"settings.py", "    port: int = 4100", "4100"},
        {"settings.py", "    PORT: int = 4100", "4100"},
        {"settings.py", "    port: int = Field(default=4100, env='PORT')", "4100"},
        {"settings.py", "    port: int = Field(4100)", "4100"},
        {"main.py", "start_http_server(9100)", "9100 \"metrics\""},
        {"main.py", "server.add_insecure_port('[::]:4100')", "4100 \"grpc\""},
        {"main.py", "PORT = 4100; uvicorn.run(app, port=PORT)", "4100 derived"},
    };
    CHECK_FORMS(forms);
}

static void test_go_and_rust(void **state) {
    (void)state;
    static const struct form forms[] = {
        {"main.go", "port := getEnv(\"PORT\", \"4100\")", "4100"},
        {"main.go", "port := envutil.GetInt(\"PORT\", 4100)", "4100"},
        {"main.go", "port := flag.Int(\"port\", 4100, \"port to listen on\")", "4100 derived"},
        {"main.go", "var addr = flag.String(\"addr\", \":4100\", \"listen address\")", "4100 derived"},
        {"main.go", "flag.StringVar(&addr, \"listen-addr\", \"0.0.0.0:4100\", \"where\")", "4100 derived"},
        {"main.go", "pflag.StringP(\"bind\", \"b\", \":4100\", \"where\")", "4100 derived"},
        {"main.go", "flag.IntVar(&port, \"port\", 4100, \"port\")", "4100 derived"},
        {"main.go", "pflag.IntP(\"port\", \"p\", 4100, \"port\")", "4100 derived"},
        {"main.go", "log.Fatal(http.ListenAndServe(\":4100\", nil))", "4100"},
        {"main.go", "r.Run(\":4100\")", "4100"},
        {"main.go", "e.Start(\":4100\")", "4100"},
        {"main.go", "lis, err := net.Listen(\"tcp\", \":4100\")", "4100"},
        {"main.go", "srv := &http.Server{Addr: \":4100\", Handler: mux}", "4100"},
        {"main.go", "viper.SetDefault(\"port\", 4100)", "4100 derived"},
        {"config.go", "Port int `env:\"PORT\" envDefault:\"4100\"`", "4100"},
        {"config.go", "Port int `envconfig:\"PORT\" default:\"4100\"`", "4100"},
        {"main.go", "port := os.Getenv(\"PORT\"); if port == \"\" { port = \":4100\" }", "4100"},
        {"main.go", "port := os.Getenv(\"PORT\"); if port == \"\" { port = \"4100\" }", "4100"},
        {"main.rs", "let port = env::var(\"PORT\").unwrap_or(\"4100\".to_string());", "4100"},
        {"main.rs", "let port = std::env::var(\"PORT\").ok().and_then(|p| p.parse().ok()).unwrap_or(4100);", "4100"},
        {"main.rs", "let p = env::var(\"PORT\").unwrap_or_else(|_| \"4100\".into()).parse::<u16>()?;", "4100"},
        {"main.rs", "let p = env::var(\"PORT\").unwrap_or_else(|_| String::from(\"4100\"));", "4100"},
        {"main.rs", "const DEFAULT: u16 = 4100; let p = env::var(\"PORT\").unwrap_or(DEFAULT.to_string());",
         "4100 derived"},
        {"main.rs", "TcpListener::bind(\"0.0.0.0:4100\").await?", "4100"},
        {"main.rs", "HttpServer::new(app).bind((\"0.0.0.0\", 4100))?", "4100"},
        {"main.rs", "let addr = SocketAddr::from(([0, 0, 0, 0], 4100));", "4100"},
        {"main.rs", "#[arg(long, env = \"PORT\", default_value_t = 4100)] port: u16,", "4100"},
    };
    CHECK_FORMS(forms);
}

static void test_other_languages(void **state) {
    (void)state;
    static const struct form forms[] = {
        {"Main.java", "int p = Integer.parseInt(System.getenv().getOrDefault(\"PORT\", \"4100\"));", "4100"},
        {"AppConfig.java", "@Value(\"${server.port:4100}\") int port;", "4100"},
        {"AppConfig.java", "@Value(\"${PORT:4100}\") int port;", "4100"},
        {"Main.java", "new ServerSocket(4100)", "4100"},
        {"Main.java", "HttpServer.create(new InetSocketAddress(4100), 0)", "4100"},
        {"Application.kt", "embeddedServer(Netty, port = 4100, host = \"0.0.0.0\")", "4100"},
        {"Application.kt", "val port = System.getenv(\"PORT\")?.toInt() ?: 4100", "4100"},
        {"Program.cs", "var port = Environment.GetEnvironmentVariable(\"PORT\") ?? \"4100\";", "4100"},
        {"Program.cs", "builder.WebHost.UseUrls(\"http://*:4100\");", "4100"},
        {"Program.cs", "app.Run(\"http://localhost:4100\");", "4100"},
        {"config/puma.rb", "port ENV.fetch(\"PORT\") { 4100 }", "4100"},
        {"config/puma.rb", "port ENV.fetch('PORT', 4100)", "4100"},
        {"config/puma.rb", "port ENV['PORT'] || 4100", "4100"},
        {"server.php", "$port = getenv('PORT') ?: 4100;", "4100"},
        {"server.php", "$port = $_ENV['PORT'] ?? 4100;", "4100"},
        {"config/app.php", "'port' => env('PORT', 4100),", "4100"},
        {"config/runtime.exs", "port = String.to_integer(System.get_env(\"PORT\") || \"4100\")", "4100"},
        {"config/runtime.exs", "port = System.get_env(\"PORT\", \"4100\")", "4100"},
        {"server.dart", "HttpServer.bind(InternetAddress.anyIPv4, 4100)", ""},
    };
    check_forms(forms, sizeof forms / sizeof forms[0] - 1);
}

static void test_dials(void **state) {
    (void)state;
    static const struct form forms[] = {
        {"config.ts", "url: process.env.LEDGER_URL || 'http://ledger:4100/v1'",
         "dials ledger:4100 env derived \"LEDGER_URL\""},
        {"config.ts", "export const LEDGER_URL = process.env.LEDGER_URL ?? \"http://localhost:4100\"",
         "dials localhost:4100 env derived \"LEDGER_URL\""},
        {"config.py", "REDIS_URL = os.getenv('REDIS_URL', 'redis://:x@cache:6379/0')",
         "dials cache:6379 env derived \"REDIS_URL\""},
        {"config.go", "url := getEnv(\"LEDGER_URL\", \"http://ledger:4100\")",
         "dials ledger:4100 env derived \"LEDGER_URL\""},
        {"env.ts", "LEDGER_URL: z.string().url().default('http://ledger:4100'),",
         "dials ledger:4100 env derived \"LEDGER_URL\""},
        {"settings.py", "    ledger_url: str = 'http://ledger:4100'", "dials ledger:4100 env derived \"LEDGER_URL\""},
        {"config.ts", "db: { host: process.env.DB_HOST || 'db', port: process.env.DB_PORT || 5433 }",
         "dials db:5433 env derived \"DB_PORT\""},
        {"config.py", "c = (os.getenv('CACHE_HOST', 'cache'), os.getenv('CACHE_PORT', 6379))",
         "dials cache:6379 env derived \"CACHE_PORT\""},
        {"settings.py", "x = (os.getenv('API_HOST', '0.0.0.0'), os.getenv('API_PORT', 4100))",
         "default 4100 self@shop derived"},
        {"config.ts", "port: process.env.SMTP_PORT || 2525", "? 2525 a port of another service"},
        {"config.go", "addr := getEnv(\"HTTP_ADDR\", \":4100\")", "default 4100 self@shop derived"},
    };
    CHECK_FORMS(forms);
}

/* The entries of a generator are about the files that it writes. */
static void test_generator(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"scripts/generate-env.mjs",
         "const files = [\n  { path: 'services/ledger/.env',\n    vars: {\n      PORT: (env) => env.LEDGER_PORT || "
         "'4100',\n    } },\n  { path: 'apps/shop/server', vars: { PORT: (e) => env.SHOP_PORT || '4101' } },\n];\n",
         "4 default 4100 self@services/ledger derived development \"LEDGER_PORT\"\n"
         "6 default 4101 self@apps/shop/server derived development \"SHOP_PORT\"\n",
         NULL},
    };
    SOURCE_CHECK(pc_reader_source, samples);
}

static void test_owner(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"services/a/internal/config/config.go", "p := getEnv(\"PORT\", \"4100\")\n",
         "1 default 4100 self@services/a\n", "go.mod"},
        {"backend/cmd/api/main.go", "p := getEnv(\"PORT\", \"4100\")\n", "1 default 4100 self@backend\n",
         "backend/go.mod"},
        {"cmd/api/main.go", "p := getEnv(\"PORT\", \"4100\")\n", "1 default 4100 self@cmd/api\n", "go.mod"},
        {"src/main.ts", "app.listen(4100)\n", "1 default 4100 self@\n", "package.json"},
        {"desk/src/auth/config.ts", "app.listen(4100)\n", "1 default 4100 self@desk\n", "package.json"},
        {"src/auth/config.ts", "app.listen(4100)\n", "1 default 4100 self@\n", "package.json"},
        {"a/b/src/config/main.ts", "app.listen(4100)\n", "1 default 4100 self@a/b\n", NULL},
        {"tool/main.py", "app.run(port=4100)\n", "1 default 4100 self@tool\n", NULL},
    };
    SOURCE_CHECK(pc_reader_source, samples);
}

/* What sinks naive scans. */
static void test_silent(void **state) {
    (void)state;
    static const struct source_silence samples[] = {
        {"a/main.ts", "// const port = process.env.PORT || 3000\n/* app.listen(3000) */\n"},
        {"a/main.py", "# port = os.getenv('PORT', 3000)\n\"\"\"\nos.getenv('PORT', 3000)\n\"\"\"\n"},
        {"a/main.ts", "import { a } from './b'; export const support = 3000; const report = 4000;\n"},
        {"a/main.ts", "const timeout = process.env.TIMEOUT || 3000; const SIZE = 8080;\n"},
        {"a/main.ts", "setTimeout(run, 3000); transport(3000); portal.open(8080);\n"},
        {"a/main.ts", "const version = '3000.1.2'; const date = '2026-01-02T12:30:00';\n"},
        {"a/config.ts", "cors: process.env.CORS_ORIGINS || 'http://localhost:5173,http://localhost:3000'\n"},
        {"a/config.ts", "const origin = process.env.ALLOWED_ORIGIN ?? 'http://localhost:3000';\n"},
        {"a/main.ts", "const css = `.a { margin: 3000px; z-index: 9999 }`; // tick.ts:191\n"},
        {"a/main.ts", "const port = process.env.PORT;\nconst max = value || 3000;\n"},
        {"a/main.ts", "if (process.env.PORT) { start(3000) }\n"},
        {"a/main.ts", "listen(process.env.PORT, 10)\n"},
        {"a/main.ts", "const re = /'/; // app.listen(3000)\n"},
        {"a/main.ts", "socket.listen(0); app.listen(port); app.listen('/run/x.sock');\n"},
        {"a/main.ts", "const PORT = 3000;\n"},
        {"a/main.ts", "const client = connect({ host: 'db', port: 5432 });\n"},
        {"a/main.ts", "const url = 'http://localhost:3000/docs';\n"},
        {"a/env.ts", "PORT: z.coerce.number().min(1024).max(65535),\n"},
        {"a/main.py", "def run(host='', port: int = 3000):\n    pass\n"},
        {"a/main.py", "redis.Redis(host='x', port=6379)\n"},
        {"a/main.go", "fmt.Println(\":8080\")\nx := strings.Split(\"a:8080\", \":\")\n"},
        {"a/main.go", "flag.Int(\"retries\", 3000, \"\")\nflag.Int(\"report\", 3000, \"\")\n"},
        {"a/main.rs", "let c = '\"'; // bind(\"0.0.0.0:3000\")\n"},
        {"a/Main.java", "List<Integer> ports = List.of(8080, 9090);\n"},
    };
    SOURCE_SILENT(pc_reader_source, samples);
}

static void test_files(void **state) {
    (void)state;
    const char *text = "app.listen(3000)";
    static const char *const own[] = {"a/main.ts",       "a/src/server.js", "a/envConfig.ts", "config/prod.exs",
                                      "a/authServer.py", "a/settings.py",   "a/index.tsx",    "cmd/a/main.go"};
    static const char *const others[] = {"a/main.test.ts", "tests/main.ts",    "a/button.tsx",
                                         "a/main.d.ts",    "a/server_test.go", "node_modules/a/index.js",
                                         "dist/main.js",   "a/main.min.js",    "examples/main.py",
                                         "a/main.css",     "a/mainframe.ts",   "a/test_app.py"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        assert_true(source_takes(&pc_reader_source, own[i], text));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(source_takes(&pc_reader_source, others[i], text));
    }
    assert_false(
        source_takes(&pc_reader_source, "a/main.ts", "import { support } from 'transport'; export const a = 1"));
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_source, "a/main.ts",
               "const p = Number(process.env.PORT ?? `1`) || '2'; PORT: z.x({default: 3}),\n"
               "listen({a: [b('x')], port: 4}); { path: 'a/.env', PORT: (e) => env.A_PORT || '5' } /r[/]/g\n"
               "const { PORT = 6 } = process.env; X_HOST: env('X_HOST', 'h'), env(\"X_PORT\", 7)");
    source_cut(&pc_reader_source, "a/main.py",
               "    port: int = Field(default=1)\nos.getenv('PORT', 2) or \"\"\"x\"\"\" # y\n");
    source_cut(&pc_reader_source, "a/main.go",
               "p := os.Getenv(\"PORT\"); if p == \"\" { p = \"1\" }; Addr: \":2\", '\\n'");
    source_repeat(&pc_reader_source, "a/main.ts", "", "process.env.PORT || ", 20000);
    source_repeat(&pc_reader_source, "a/main.ts", "", "listen(", 30000);
    source_repeat(&pc_reader_source, "a/main.ts", "", "listen('", 30000);
    source_repeat(&pc_reader_source, "a/main.ts", "", "(/[", 60000);
    source_repeat(&pc_reader_source, "a/main.ts", "", "process.env.A_PORT || 1,env.A_HOST||'b',", 10000);
    source_repeat(&pc_reader_source, "a/main.ts", "", "process.env.PORT || XPORT\n", 30000);
    source_repeat(&pc_reader_source, "a/main.ts", "", "PORT: (e) => env.A_PORT || ", 20000);
    source_repeat(&pc_reader_source, "a/main.py", "", "\"\"\"", 60000);
    source_repeat(&pc_reader_source, "a/main.py", "", "    port: int = ", 20000);
    source_repeat(&pc_reader_source, "a/main.ts", "", "env('PORT',((((", 20000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_javascript),      cmocka_unit_test(test_python), cmocka_unit_test(test_go_and_rust),
        cmocka_unit_test(test_other_languages), cmocka_unit_test(test_dials),  cmocka_unit_test(test_generator),
        cmocka_unit_test(test_owner),           cmocka_unit_test(test_silent), cmocka_unit_test(test_files),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
