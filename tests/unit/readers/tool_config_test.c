/* Development tools' configuration: whose port it is is said by the keys around it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source_dump.h"

static void test_ports(void **state) {
    (void)state;
    static const struct source_sample samples[] = {
        {"shop/vite.config.ts",
         "export default defineConfig({\n server: { port: 4100, host: true },\n preview: { port: 4101 },\n"
         " build: { port: 1 }, plugins: [x({ port: 2 })] })",
         "2 default 4100 self@shop development\n3 default 4101 self@shop development \"preview\"\n",
         "shop/package.json"},
        {"shop/vite.config.ts", "export default createConfig({ port: 4100, packages: [] })",
         "1 default 4100 self@shop development\n", "shop/package.json"},
        {"shop/vite.config.js", "module.exports = { server: { hmr: { port: 24678 }, strictPort: true, port: 4100 } }",
         "1 default 24678 self@shop development \"hmr\"\n1 default 4100 self@shop development\n", "shop/package.json"},
        {"shop/vite.config.ts", "const PORT = 4100\nexport default { server: { port: PORT } }",
         "1 default 4100 self@shop derived development\n", "shop/package.json"},
        {"shop/vite.config.ts", "export default { server: { port: Number(process.env.PORT) || 4100 } }",
         "1 default 4100 self@shop development\n", "shop/package.json"},
        {"shop/nuxt.config.ts", "export default { devServer: { port: '4100' } }",
         "1 default 4100 self@shop development\n", "shop/package.json"},
        {"shop/vite.config.ts",
         "export default { server: { proxy: { '/api': 'http://localhost:4100',\n'/ws': { target: "
         "'http://ledger:4101', ws: true } } } }",
         "1 dials localhost:4100 \"/api\"\n2 dials ledger:4101 \"target\"\n", "shop/package.json"},
        {"e2e/playwright.config.ts",
         "export default { use: { baseURL: 'http://localhost:4100' },\nwebServer: [{ command: "
         "'npm run dev -- --port 4101', port: 4101 },\n{ url: 'http://localhost:4102/' }] }",
         "1 dials localhost:4100 \"baseURL\"\n2 dials localhost:4101 \"webServer\"\n3 dials localhost:4102 \"url\"\n",
         NULL},
        {"ecosystem.config.js",
         "module.exports = { apps: [\n{ name: 'ledger', env: { PORT: 4100 },\nenv_production: { PORT: "
         "'4101' } }] }",
         "2 default ledger:4100 derived\n3 default ledger:4101 derived production\n", NULL},
    };
    SOURCE_CHECK(pc_reader_tool, samples);
}

static void test_silent(void **state) {
    (void)state;
    static const struct source_silence samples[] = {
        {"a/vite.config.ts",
         "// server: { port: 3000 }\nexport default { server: { cors: { origin: 'http://localhost:3000' } } }"},
        {"a/vite.config.ts",
         "export default { test: { port: 3000, testTimeout: 5000 }, build: { chunkSizeWarningLimit: 3000 } }"},
        {"a/next.config.js", "module.exports = { images: { remotePatterns: [{ protocol: 'http', port: '9000' }] } }"},
        {"a/vite.config.ts", "export default { server: { port: base + 1, port: 3000 + n } }"},
    };
    SOURCE_SILENT(pc_reader_tool, samples);
    assert_true(source_takes(&pc_reader_tool, "a/astro.config.mjs", ""));
    assert_false(source_takes(&pc_reader_tool, "a/tailwind.config.js", ""));
    assert_false(source_takes(&pc_reader_tool, "node_modules/a/vite.config.js", ""));
    assert_false(source_takes(&pc_reader_tool, "a/vite.config.json", ""));
}

static void test_hostile(void **state) {
    (void)state;
    source_cut(&pc_reader_tool, "a/vite.config.ts",
               "export default { a: [{ name: 'x', env: { PORT: 1 } }], server: { port: P, proxy: { '/a': 'http://b:2' "
               "} } }; const P = 3");
    source_repeat(&pc_reader_tool, "a/vite.config.ts", "", "{a:[", 200000);
    source_repeat(&pc_reader_tool, "a/vite.config.ts", "", "port: PORT,", 50000);
    source_repeat(&pc_reader_tool, "a/vite.config.ts", "", "'a", 300000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ports),
        cmocka_unit_test(test_silent),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
