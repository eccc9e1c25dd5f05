// node browser.mjs CHROMIUM FOLDER [SCREENS]: what a real browser finds in each letter of the folder, as JSON.
// With SCREENS it writes pictures of the letters there instead. Nothing leaves the machine: every request is answered here.
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, folder, screens] = process.argv.slice(2);
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const IN_PAGE = fileURLToPath(new URL("inpage.js", import.meta.url));
const ORIGIN = "https://letters.invalid/";
const WIDTHS = [320, 600, 1200];
const HEIGHT = 900;
const SIDE_BY_SIDE = 2; // letters at a time
// a letter is shown inside a program's page, which has the landmarks
const NOT_FOR_LETTERS = { region: { enabled: false }, "landmark-one-main": { enabled: false } };
// axe cannot compare the name of a link with what it shows where that is a picture letter alone
const UNDECIDED = new Set(["label-content-name-mismatch"]);

const drawing = ([width, height]) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#7a8f86"/></svg>`;

async function newPage(context, areImagesShown) {
  const page = await context.newPage();
  await page.route("**/*", (route) => {
    const address = route.request().url();
    if (route.request().isNavigationRequest()) {
      const body = readFileSync(join(folder, address.slice(ORIGIN.length)));
      return route.fulfill({ contentType: "text/html; charset=utf-8", body });
    }
    const size = sizes[address];
    return size && areImagesShown ? route.fulfill({ contentType: "image/svg+xml", body: drawing(size) }) : route.abort();
  });
  return page;
}

async function open(page, file) {
  await page.setViewportSize({ width: 600, height: HEIGHT });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(ORIGIN + file);
  await page.addScriptTag({ path: IN_PAGE });
}

const withHead = (page, isOn) =>
  page.evaluate((isOn) => document.querySelectorAll("style").forEach((sheet) => (sheet.media = isOn ? "all" : "not all")), isOn);

const say = (where, found) => found.map((finding) => `${where}: ${finding}`);

async function overflow(page, images) {
  const found = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const isOn of [true, false]) {
      await withHead(page, isOn);
      const where = `${width} px, ${isOn ? "with" : "without"} head styles, ${images}`;
      found.push(...say(where, await page.evaluate(() => judges.overflow())));
    }
  }
  await withHead(page, true);
  await page.setViewportSize({ width: 600, height: HEIGHT });
  return found;
}

async function contrast(page) {
  await page.setViewportSize({ width: 600, height: HEIGHT });
  await page.emulateMedia({ colorScheme: "light" });
  const judged = async (where, choice) => say(where, await page.evaluate((choice) => judges.contrast(choice), choice));
  const found = await judged("light");
  await withHead(page, false);
  found.push(...(await judged("without head styles")));
  found.push(...(await judged("forced dark, all turned", { recolouring: "turned" })));
  found.push(...(await judged("forced dark, as Outlook", { recolouring: "outlook" })));
  await withHead(page, true);
  await page.emulateMedia({ colorScheme: "dark" });
  found.push(...(await judged("dark")));
  await page.emulateMedia({ colorScheme: "light" });
  // last, because it changes the page: Outlook on the web puts this mark on what it recoloured
  await page.evaluate(() => {
    const frame = Object.assign(document.createElement("div"), { style: "background: #1b1b1b; color: #ffffff" });
    frame.dataset.ogsc = "";
    frame.append(...document.body.childNodes);
    document.body.append(frame);
  });
  found.push(...(await judged("dark in Outlook on the web")));
  return found;
}

async function axe(page) {
  await page.addScriptTag({ path: AXE });
  const found = [];
  for (const [colorScheme, choice] of Object.entries({ light: { rules: NOT_FOR_LETTERS }, dark: { runOnly: ["cat.color"] } })) {
    await page.emulateMedia({ colorScheme });
    const { violations, incomplete } = await page.evaluate(
      (choice) => window.axe.run(document, { ...choice, resultTypes: ["violations", "incomplete"] }),
      choice,
    );
    const undecided = incomplete.filter(({ id }) => !UNDECIDED.has(id));
    for (const [kind, rules] of Object.entries({ violations, incomplete: undecided }))
      for (const { id, nodes } of rules)
        found.push(...nodes.map(({ html, any }) => `${colorScheme}, ${kind}: ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`.trim()));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

async function styles(inlined, fromSheet) {
  const [ours, theirs] = [(choice) => inlined.evaluate(...choice), (choice) => fromSheet.evaluate(...choice)];
  const both = (...choice) => Promise.all([ours(choice), theirs(choice)]);
  const names = [...new Set((await both(() => judges.declared())).flat())];
  const found = [];
  for (const [width, colorScheme] of [[320, "dark"], [600, "light"]]) {
    const where = `${width} px, ${colorScheme}`;
    for (const page of [inlined, fromSheet]) {
      await page.setViewportSize({ width, height: HEIGHT });
      await page.emulateMedia({ colorScheme });
    }
    const [mine, other] = await both((names) => judges.digests(names), names);
    if (mine.length !== other.length) found.push(`${where}: ${mine.length} elements, and ${other.length} before inlining`);
    for (const place of [...other.keys()].filter((place) => mine[place] !== other[place]).slice(0, 20)) {
      const [now, before] = await both((choice) => judges.style(choice), [place, names]);
      const apart = now.held.filter((declaration) => !before.held.includes(declaration));
      found.push(`${where}: ${before.name} has ${apart.slice(0, 3).join("; ")}`);
    }
  }
  return found;
}

async function judged({ bare, shown, other }, name) {
  const found = {};
  await open(bare, `${name}.html`);
  await open(shown, `${name}.html`);
  found.overflow = [...(await overflow(bare, "images refused")), ...(await overflow(shown, "images shown"))];
  found.axe = await axe(shown);
  if (existsSync(join(folder, `${name}.sheet.html`))) {
    await open(other, `${name}.sheet.html`);
    found.styles = await styles(bare, other);
  }
  found.contrast = await contrast(bare);
  return found;
}

async function photographed(pages, name) {
  for (const [page, images] of [[pages.shown, ""], [pages.bare, "-no-images"]]) {
    await open(page, `${name}.html`);
    const take = (kind) => page.screenshot({ fullPage: true, path: join(screens, `${name}-${kind}${images}.png`) });
    for (const width of [320, 600])
      for (const colorScheme of ["light", "dark"]) {
        await page.setViewportSize({ width, height: HEIGHT });
        await page.emulateMedia({ colorScheme });
        await take(`${width}-${colorScheme}`);
      }
    // recoloured by the browser, which leaves alone what says that it knows dark colours
    await page.evaluate(() => document.querySelectorAll("style, meta[name*=color]").forEach((element) => element.remove()));
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setAutoDarkModeOverride", { enabled: true });
    await take("600-forced-dark");
    await session.send("Emulation.setAutoDarkModeOverride", {});
    await session.detach();
  }
}

async function work() {
  const context = await browser.newContext();
  const pages = { bare: await newPage(context, false), shown: await newPage(context, true), other: await newPage(context, false) };
  for (let name; (name = names.shift()); ) verdicts[name] = await (screens ? photographed : judged)(pages, name);
}

const sizes = JSON.parse(readFileSync(join(folder, "pictures.json"), "utf8"));
const names = readdirSync(folder).flatMap((name) => (name.endsWith(".html") && !name.endsWith(".sheet.html") ? [name.slice(0, -5)] : []));
const verdicts = {};
if (screens) mkdirSync(screens, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"],
});
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
await browser.close();
if (!screens) console.log(JSON.stringify(verdicts));
