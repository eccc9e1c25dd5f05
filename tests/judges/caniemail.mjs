// node caniemail.mjs FOLDER: what the data of caniemail.com says against each letter in the folder, as JSON.
// Head styles are left out: a letter must hold without them. Pairs of feature and client are counted once.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { caniemail, rawData } from "caniemail";

const CLIENTS = ["apple-mail.*", "gmail.*", "outlook.*", "yahoo.*", "samsung-email.*", "thunderbird.*", "protonmail.*"];
const PLATFORMS = {
  "apple-mail": ["macos", "ios"],
  gmail: ["desktop-webmail", "ios", "android", "mobile-webmail"],
  outlook: ["windows", "windows-mail", "macos", "ios", "android"],
  yahoo: ["desktop-webmail", "ios", "android"],
  "samsung-email": ["android"],
  thunderbird: ["macos"],
  protonmail: ["desktop-webmail", "ios", "android"],
};

// a feature that nobody tested in a client makes the library throw: it counts as supported
for (const { stats } of rawData.data)
  for (const [client, platforms] of Object.entries(PLATFORMS))
    for (const platform of platforms) ((stats[client] ??= {})[platform] ??= { tested: "y" });

const pairs = (issues) =>
  [...issues].flatMap(([client, found]) => [...new Set(found.map(({ title }) => `${title}: ${client}`))]).sort();

function judge(html) {
  const { issues } = caniemail({ clients: CLIENTS, html: html.replace(/<style[^>]*>.*?<\/style>/gs, "") });
  return { errors: pairs(issues.errors), warnings: pairs(issues.warnings) };
}

const folder = process.argv[2];
const letters = readdirSync(folder).filter((name) => name.endsWith(".html") && !name.endsWith(".sheet.html"));
const verdicts = letters.map((name) => [name.slice(0, -".html".length), judge(readFileSync(join(folder, name), "utf8"))]);
console.log(JSON.stringify(Object.fromEntries(verdicts)));
