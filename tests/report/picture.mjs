// A picture of the top of a report: node picture.mjs PAGE PNG
import {createRequire} from "node:module";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const require = createRequire(join(process.env.REPORT_MODULES, "index.js"));
const {chromium} = require("playwright-core");
const [page_file, png] = process.argv.slice(2);
const browser = await chromium.launch({executablePath: process.env.REPORT_CHROMIUM, chromiumSandbox: false});
const page = await browser.newPage({viewport: {width: 1000, height: 1380}, deviceScaleFactor: 0.72, colorScheme: "light"});
await page.goto(pathToFileURL(page_file).href);
await page.screenshot({path: png});
await browser.close();
