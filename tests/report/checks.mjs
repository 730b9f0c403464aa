// Opens a page in each way that people do, and says what is wrong with it: an array of {kind, text}.
import {readFileSync, existsSync, statSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {Worker} from "node:worker_threads";
import * as page_checks from "./page.mjs";

const require = createRequire(join(process.env.REPORT_MODULES, "index.js"));
const axe_source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const MODES = [
    {name: "light", width: 1280, height: 900, colors: "light", axe: true},
    {name: "dark", width: 1280, height: 900, colors: "dark", axe: true},
    {name: "wide", width: 2560, height: 1200, colors: "light"},
    {name: "narrow", width: 360, height: 740, colors: "light", axe: true},
    {name: "print", width: 718, height: 1000, colors: "light", media: "print"}, // A4 without its margins
];

// Opens every <details>: what is folded away has to be right as well.
const unfold = () => document.querySelectorAll("details").forEach((d) => (d.open = true));

// A hundred thousand elements take axe minutes; of such a page it sees what is not folded away.
const leave_the_open = () => document.querySelectorAll("details:not([open]) > :not(summary)").forEach((e) => e.remove());

async function axe(page, large) {
    await page.evaluate(axe_source);
    const result = await page.evaluate(async (contrast) => {
        const rules = {"color-contrast": {enabled: contrast}};
        return await window.axe.run(document, {resultTypes: ["violations"], rules, elementRef: false});
    }, !large);
    return result.violations.flatMap((v) =>
        v.nodes.slice(0, 5).map((n) => `${v.id}: ${v.help}: ${n.html.slice(0, 160)} ${n.any[0] ? n.any[0].message : ""}`));
}

async function in_mode(browser, file, mode, options, report) {
    const context = await browser.newContext({
        viewport: {width: mode.width, height: mode.height},
        colorScheme: mode.colors,
        javaScriptEnabled: mode.script !== false,
    });
    const page = await context.newPage();
    const say = (kind, text) => report.push({kind, text: `${mode.name}: ${text}`});
    const url = pathToFileURL(file).href;
    page.on("console", (m) => ["error", "warning"].includes(m.type()) && say("console", m.text()));
    page.on("pageerror", (e) => say("console", e.message));
    page.on("request", (r) => r.url() !== url && say("network", r.url()));
    if (mode.media)
        await page.emulateMedia({media: mode.media, colorScheme: mode.colors});
    await page.goto(url, {waitUntil: "load"});
    if (mode.axe && options.large && mode.name === "light") {
        await page.evaluate(leave_the_open);
        for (const text of await axe(page, true))
            say("axe", text);
        await page.reload();
    }
    for (const state of ["as it opens", "unfolded"]) {
        if (state === "unfolded")
            await page.evaluate(unfold);
        for (const text of await page.evaluate(page_checks.wide))
            say("wide", `${state}: ${text}`);
        for (const text of await page.evaluate(page_checks.overlaps))
            say("overlap", `${state}: ${text}`);
        for (const text of await page.evaluate(page_checks.broken))
            say("broken", `${state}: ${text}`);
    }
    if (mode.media === "print") {
        for (const text of await page.evaluate(page_checks.cut))
            say("print", text);
        if (!options.large && (await page.pdf({format: "A4", printBackground: true})).length < 1000)
            say("print", "the PDF is empty");
    }
    if (options.shots)
        await page.screenshot({path: join(options.shots, `${options.name}-${mode.name}.png`), fullPage: !options.large});
    if (mode.axe && !options.large)
        for (const text of await axe(page, options.large))
            say("axe", text);
    await context.close();
}

// Without JavaScript it is the same page: same text, and what is folded away unfolds.
async function without_script(browser, file, report) {
    const texts = [];
    for (const javaScriptEnabled of [true, false]) {
        const context = await browser.newContext({javaScriptEnabled});
        const page = await context.newPage();
        await page.goto(pathToFileURL(file).href);
        texts.push(await page.evaluate(() => document.body.innerText));
        const folded = page.locator("details:not([open]) > summary").first();
        if (!javaScriptEnabled && (await folded.count()) > 0) {
            const before = await page.locator("details[open]").count();
            await folded.click();
            if ((await page.locator("details[open]").count()) !== before + 1)
                report.push({kind: "script", text: "what is folded away does not unfold without JavaScript"});
        }
        await context.close();
    }
    if (texts[0] !== texts[1])
        report.push({kind: "script", text: "the page shows other text without JavaScript"});
}

// Each link leads to a line that is there and that holds the number which the link shows.
export function check_links(links, ids, tree) {
    const faults = [], files = new Map();
    const lines_of = (path) => {
        if (!files.has(path)) {
            const full = join(tree, path);
            files.set(path, existsSync(full) && statSync(full).isFile() ? readFileSync(full, "utf8").split(/\r\n|\r|\n/) : null);
        }
        return files.get(path);
    };
    for (const {href, text} of links) {
        if (href.startsWith("#")) {
            if (!ids.includes(decodeURIComponent(href.slice(1))))
                faults.push(`${href} is nowhere in the page`);
            continue;
        }
        const parts = /^([^?#]+)(\?plain=1)?(?:#L(\d+))?$/.exec(href);
        if (!parts || /^[a-z]+:/i.test(href)) {
            faults.push(`${href} leads out of the tree`);
            continue;
        }
        const lines = lines_of(decodeURIComponent(parts[1]));
        const number = /^\d+/.exec(text.trim());
        if (!lines)
            faults.push(`${href}: there is no such file`);
        else if (parts[3] && (parts[3] < 1 || parts[3] > lines.length))
            faults.push(`${href}: the file has ${lines.length} lines`);
        else if (parts[3] && number && !lines[parts[3] - 1].includes(number[0]))
            faults.push(`${href}: ${number[0]} does not stand in that line`);
        if (parts[1].endsWith(".md") && parts[3] && !parts[2])
            faults.push(`${href}: a rendered page has no lines`);
    }
    return faults;
}

// Beside the browser, which has a process of its own: of a large page it takes as long as all that the browser does.
function valid(file) {
    return new Promise((resolve, reject) => {
        const worker = new Worker(new URL("validate.mjs", import.meta.url), {workerData: file});
        worker.once("message", resolve);
        worker.once("error", reject);
    });
}

// options: name, tree (what links lead into), large (axe on what is not folded away, no PDF), quick (two modes only), shots (a folder for pictures)
export async function check_page(browser, file, options) {
    const report = [], validated = valid(file);
    const skipped = options.quick ? ["light", "wide", "print"] : options.large ? ["dark", "wide"] : [];
    for (const mode of MODES.filter((m) => !skipped.includes(m.name)))
        await in_mode(browser, file, mode, options, report);
    await without_script(browser, file, report);
    const page = await (await browser.newContext()).newPage();
    await page.goto(pathToFileURL(file).href);
    for (const [kind, check] of [["active", page_checks.active], ["table", page_checks.ragged]])
        for (const text of await page.evaluate(check))
            report.push({kind, text});
    const links = await page.evaluate(page_checks.links);
    for (const text of check_links(links, await page.evaluate(page_checks.ids), options.tree))
        report.push({kind: "link", text});
    if (links.length === 0)
        report.push({kind: "link", text: "there is not one link"});
    await page.context().close();
    for (const text of await validated)
        report.push({kind: "html", text});
    return report;
}

// Markdown, rendered: what is a table has the cells of its head, what is folded away unfolds, links lead to their lines.
export async function check_rendered(browser, html, options) {
    const report = [];
    const page = await (await browser.newContext()).newPage();
    await page.setContent(html);
    for (const text of await page.evaluate(page_checks.ragged))
        report.push({kind: "table", text});
    for (const text of check_links(await page.evaluate(page_checks.links), [], options.tree))
        report.push({kind: "link", text});
    const seen = await page.evaluate(() => ({
        tables: document.querySelectorAll("table").length,
        bars: [...document.querySelectorAll("p")].filter((p) => /^\|.*\|$/m.test(p.textContent)).length,
        summaries: document.querySelectorAll("details > summary").length,
        details: document.querySelectorAll("details").length,
        nested: document.querySelectorAll("details details").length,
        raw: document.querySelectorAll("script, img, iframe").length,
    }));
    if (seen.tables < options.tables)
        report.push({kind: "table", text: `${seen.tables} tables, not ${options.tables}`});
    if (seen.bars > 0)
        report.push({kind: "table", text: `${seen.bars} tables are shown as text`});
    if (seen.summaries !== seen.details || seen.nested > 0 || seen.details === 0)
        report.push({kind: "fold", text: `${seen.details} details, ${seen.nested} within others, ${seen.summaries} summaries`});
    if (seen.raw > 0)
        report.push({kind: "active", text: "a name became an element"});
    await page.context().close();
    return report;
}
