// The reports in a real browser:
//
//   node browser.mjs faults PAGE                    a page with every fault: each has to be found
//   node browser.mjs html PAGE TREE [large|quick]   a report; links lead into TREE
//   node browser.mjs md RENDERED TREE TABLES        one in Markdown, rendered
//
// Environment: REPORT_MODULES, where node_modules is; REPORT_CHROMIUM, the browser; REPORT_SHOTS, a folder that pictures go to.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {basename, join} from "node:path";
import {check_page, check_rendered} from "./checks.mjs";

const require = createRequire(join(process.env.REPORT_MODULES, "index.js"));
const {chromium} = require("playwright-core");
const [what, file, tree, extra] = process.argv.slice(2);
const SHOWN = 12; // faults of one kind

const browser = await chromium.launch({executablePath: process.env.REPORT_CHROMIUM, chromiumSandbox: false});
const options = {name: basename(file, ".html"), tree, shots: process.env.REPORT_SHOTS, large: extra === "large", quick: extra === "quick", tables: Number(extra)};
const faults = what === "md" ? await check_rendered(browser, readFileSync(file, "utf8"), options)
                             : await check_page(browser, file, {...options, tree: tree ?? "."});
await browser.close();

const kinds = [...new Set(faults.map((f) => f.kind))].sort();
if (what === "faults") {
    const wanted = ["active", "axe", "broken", "console", "html", "link", "network", "overlap", "print", "script", "table", "wide"];
    const missed = wanted.filter((kind) => !kinds.includes(kind));
    for (const kind of missed)
        console.log(`not found: ${kind}`);
    process.exit(missed.length > 0 ? 1 : 0);
}
for (const kind of kinds) {
    const texts = faults.filter((f) => f.kind === kind).map((f) => f.text);
    for (const text of texts.slice(0, SHOWN))
        console.log(`${kind}: ${text}`);
    if (texts.length > SHOWN)
        console.log(`${kind}: and ${texts.length - SHOWN} more`);
}
process.exit(faults.length > 0 ? 1 : 0);
