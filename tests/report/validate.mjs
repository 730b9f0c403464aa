// The faults of a page that html-validate finds, for checks.mjs: a worker, whose data is the file.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {parentPort, workerData} from "node:worker_threads";

const require = createRequire(join(process.env.REPORT_MODULES, "index.js"));
const {HtmlValidate} = require("html-validate");

const linter = new HtmlValidate({
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
        // The page is one file: its style is in it.
        "no-inline-style": "off",
    },
});
const result = await linter.validateString(readFileSync(workerData, "utf8"));
parentPort.postMessage(result.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}, line ${m.line}: ${m.message}`)));
