// Does the explorer's main job in Firefox, which chromedp cannot drive, and prints
// what it saw as JSON: node firefox.mjs PROGRAM ADDRESS, in web/.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [program, address] = process.argv.slice(2);
const library = createRequire(join(process.cwd(), "x")).resolve("puppeteer-core");
const { default: puppeteer } = await import(pathToFileURL(library).href);

const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true, timeout: 0, protocolTimeout: 0 });
try {
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) faults.push(message.text());
  });
  // The machine may be busy; the test sets the limit.
  page.setDefaultTimeout(0);
  page.setDefaultNavigationTimeout(0);
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(address);
  await page.waitForSelector("html[data-ready]");

  /** What the charts show, and of which state. */
  const see = () =>
    page.evaluate(async () => {
      await new Promise((done) => setTimeout(done, 400)); // a move by a button takes 300 ms
      for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
      const drawn = (/** @type {string} */ id) => {
        const { painter } = /** @type {any} */ (document.getElementById(id)).chart;
        // JSON has no NaN.
        const lists = painter.lists.map((/** @type {Float64Array} */ list) => Array.from(list, (v) => (Number.isFinite(v) ? v : null)));
        return { width: painter.width(), height: painter.height(), lists };
      };
      return { query: location.search.slice(1), loss: drawn("chart-loss"), gradient: drawn("chart-gradient") };
    });

  const seen = [await see()];
  await page.focus("#focal-gamma-range");
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
  seen.push(await see());
  await page.click("#focal-balanced"); // alpha is off
  await page.$eval("#focal-alpha-number", (e) => e.select());
  await page.keyboard.type("0.75");
  await page.keyboard.press("Enter");
  seen.push(await see());
  await page.click("[name=class][value=both]");
  await page.click("[name=gradient][value=logit]");
  seen.push(await see());
  // A place with a program of its own.
  await page.click(".places [data-place=train]");
  await page.waitForFunction(() => document.querySelector("#sandbox td")?.textContent);
  await page.select("#loss", "smoothed");
  await page.click(".places [data-place=explore]"); // where the charts are
  seen.push(await see());

  // The editor of My loss, by keys: what is typed is read, and Ctrl+Z takes back what was typed.
  /** Waits for a condition; the page may draw no frames meanwhile. */
  const until = async (/** @type {(part: string) => unknown} */ holds, part = "") => {
    while (!(await page.evaluate(holds, part))) await new Promise((done) => setTimeout(done, 100));
  };
  await page.click(".places [data-place=loss]");
  await until(() => document.getElementById("formula")?.dataset.editor !== undefined && document.getElementById("formula").getAttribute("aria-busy") !== "true");
  const edit = async (/** @type {string} */ text) => {
    // Keys are lost while the page moves the focus: then they are typed again.
    for (let typed = false; !typed; ) {
      await page.evaluate(() => document.querySelector(".custom-editor")?.shadowRoot?.querySelector(".cm-content")?.focus());
      await page.keyboard.down("Control");
      await page.keyboard.press("a");
      await page.keyboard.up("Control");
      await page.keyboard.type(text);
      for (let i = 0; i < 100 && !typed; i++) {
        typed = await page.evaluate((t) => document.getElementById("formula-text").value === t, text);
        if (!typed) await new Promise((done) => setTimeout(done, 100));
      }
    }
  };
  const read = (/** @type {string} */ part) => until((p) => document.getElementById("formula-source")?.textContent.includes(p), part);
  const editor = () =>
    page.evaluate(() => ({
      text: document.getElementById("formula-text").value,
      source: document.getElementById("formula-source").textContent,
      formula: document.getElementById("formula-typeset").textContent,
      problem: document.getElementById("formula-problem").textContent,
      marks: document.querySelector(".custom-editor").shadowRoot.querySelectorAll(".cm-lintRange-error, .cm-lintPoint-error").length,
    }));
  const code = "def f(y_true, y_prob): return (y_prob - y_true) ** 2";
  await edit(code);
  await read("y_prob: probability");
  const edits = [await editor()];
  await new Promise((done) => setTimeout(done, 1000)); // the editor takes quick changes back together
  await page.keyboard.press("Backspace");
  await until(() => document.getElementById("formula-problem").textContent !== "" && document.querySelector(".custom-editor").shadowRoot.querySelector(".cm-lintRange-error, .cm-lintPoint-error") !== null);
  edits.push(await editor());
  await page.keyboard.down("Control");
  await page.keyboard.press("z");
  await page.keyboard.up("Control");
  await until((c) => document.getElementById("formula-text").value === c, code);
  await read("y_prob: probability");
  edits.push(await editor());
  console.log(JSON.stringify({ seen, edits, faults }));
} finally {
  await browser.close();
}
