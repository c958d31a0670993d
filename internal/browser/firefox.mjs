// Does the explorer's main job in Firefox, which chromedp cannot drive, and prints
// what it saw as JSON: node firefox.mjs PROGRAM ADDRESS, in web/.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [program, address] = process.argv.slice(2);
const library = createRequire(join(process.cwd(), "x")).resolve("puppeteer-core");
const { default: puppeteer } = await import(pathToFileURL(library).href);

const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
try {
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) faults.push(message.text());
  });
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(address);
  await page.waitForSelector("html[data-ready]");

  /** What the charts show, and of which state. */
  const see = () =>
    page.evaluate(async () => {
      for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
      const series = (/** @type {string} */ id) =>
        ["moving", "still"].flatMap((layer) => /** @type {any} */ (document.getElementById(id))[layer].getOption().series)
          // JSON has no NaN.
          .map((s) => Array.from(s.data, (v) => (Number.isFinite(v) ? v : null)));
      return { query: location.search.slice(1), loss: series("chart-loss"), gradient: series("chart-gradient") };
    });

  const seen = [await see()];
  await page.focus("#focal-gamma-range");
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
  seen.push(await see());
  await page.$eval("#focal-alpha-number", (e) => e.select());
  await page.keyboard.type("0.75");
  await page.keyboard.press("Enter");
  seen.push(await see());
  await page.click("[name=class][value=both]");
  await page.click("[name=gradient][value=logit]");
  seen.push(await see());
  // A panel with a program of its own.
  await page.click("#sandbox summary");
  await page.waitForFunction(() => document.querySelector("#sandbox td")?.textContent);
  await page.select("#loss", "smoothed");
  seen.push(await see());
  console.log(JSON.stringify({ seen, faults }));
} finally {
  await browser.close();
}
