// node website.mjs CHROMIUM OUT ORIGIN [SCREENS]: what a real browser finds in each page below OUT/public, which is served
// as ORIGIN, and in the pages of OUT/social, as JSON. With SCREENS it writes pictures of the pages there instead. Nothing
// leaves the machine: every request is answered here, and those to another host are told.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, out, origin, screens] = process.argv.slice(2);
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const DESK = "https://desk.invalid/"; // pages that a person opens from the disk
const WIDTHS = [320, 600, 1200];
const HEIGHT = 900;
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".png": "image/png", ".txt": "text/plain" };

function fileOf(address) {
  const path = address.startsWith(DESK) ? address.slice(DESK.length) : join("public", address.slice(origin.length));
  const file = join(out, decodeURIComponent(path.split(/[?#]/)[0]));
  return existsSync(file) && statSync(file).isDirectory() ? join(file, "index.html") : file;
}

async function newPage(context, foreign) {
  const page = await context.newPage();
  await page.route("**/*", (route) => {
    const address = route.request().url();
    if (!address.startsWith(origin) && !address.startsWith(DESK)) {
      foreign.push(address);
      return route.abort();
    }
    const file = fileOf(address);
    if (!existsSync(file)) return route.fulfill({ status: 404, body: "" });
    return route.fulfill({ contentType: TYPES[extname(file)] ?? "application/octet-stream", body: readFileSync(file) });
  });
  return page;
}

async function axe(page) {
  await page.addScriptTag({ path: AXE });
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, nodes } of violations)
      found.push(...nodes.map(({ html, any }) => `${colorScheme}: ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`.trim()));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

async function overflow(page) {
  const found = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) found.push(`${width} px: ${wide} px stand out`);
  }
  return found;
}

// The first key shows the way past the frame, and every stop on the way is seen.
async function keyboard(page, isPublic) {
  const found = [];
  await page.setViewportSize({ width: 600, height: HEIGHT });
  for (let stop = 0; stop < 8; stop++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const { top, left, bottom, right } = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      const isSeen = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
      return { isSeen, name: one.outerHTML.slice(0, 80), outline: style.outlineStyle, isBody: one === document.body, isSkip: one.matches(".skip") };
    });
    if (at.isBody) break;
    if (!at.isSeen || at.outline === "none") found.push(`focus is not seen: ${at.name}`);
    if (isPublic && stop === 0 && !at.isSkip) found.push(`the first stop does not skip: ${at.name}`);
  }
  return found;
}

async function printed(page) {
  await page.emulateMedia({ media: "print" });
  const found = await page.evaluate(() => {
    const shown = [...document.querySelectorAll(".skip, .share, .colophon ul, button")].filter((one) => one.checkVisibility());
    return shown.map((one) => `is printed: ${one.outerHTML.slice(0, 80)}`);
  });
  await page.emulateMedia({ media: "screen" });
  return found;
}

const words = (page) => page.evaluate(() => document.body.innerText);

async function judged(browser, address) {
  const found = { foreign: [] };
  const isPublic = !address.startsWith(DESK);
  const isLetter = address.includes("/newsletters/") && !address.endsWith("/newsletters/index.html");
  const context = await browser.newContext({ bypassCSP: true });
  const page = await newPage(context, found.foreign);
  const missing = [];
  page.on("response", (response) => response.ok() || missing.push(response.url()));
  await page.goto(address);
  found.missing = missing;
  found.keyboard = isLetter ? [] : await keyboard(page, isPublic);
  found.overflow = await overflow(page);
  found.printed = isLetter ? [] : await printed(page);
  found.axe = await axe(page);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const without = await newPage(plain, found.foreign);
  await without.goto(address);
  const fresh = await newPage(context, []);
  await fresh.goto(address);
  const [before, after] = [await words(without), await words(fresh)];
  // the desk's copy buttons alone come with the script
  found.script = isPublic && before !== after ? [`${before.length} letters without script, ${after.length} with`] : [];
  await Promise.all([context.close(), plain.close()]);
  return found;
}

async function photographed(browser, address, name) {
  const page = await newPage(await browser.newContext(), []);
  for (const width of [320, 1200])
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height: HEIGHT });
      await page.emulateMedia({ colorScheme });
      await page.goto(address);
      await page.screenshot({ fullPage: true, path: join(screens, `${name}-${width}-${colorScheme}.png`) });
    }
  await page.context().close();
}

function pages(folder) {
  return readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".html")).sort();
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const addresses = [
  ...pages(join(out, "public")).map((path) => [path, origin + path]),
  ...pages(join(out, "social")).map((path) => [`social/${path}`, `${DESK}social/${path}`]),
];
const found = {};
if (screens) mkdirSync(screens, { recursive: true });
for (const [name, address] of addresses) {
  const escaped = address.split("/").map((part, place) => (place > 2 ? encodeURIComponent(part) : part)).join("/");
  if (screens) await photographed(browser, escaped, name.replaceAll("/", "_"));
  else found[name] = await judged(browser, escaped);
}
await browser.close();
if (!screens) console.log(JSON.stringify(found));
