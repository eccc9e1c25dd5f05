// node mime.mjs FOLDER: each message in the folder as postal-mime reads it, as JSON.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";

const folder = process.argv[2];
const read = {};
for (const name of readdirSync(folder).filter((name) => name.endsWith(".eml"))) {
  const { subject, html, text, from, to, headers, attachments } = await PostalMime.parse(readFileSync(join(folder, name)));
  const names = headers.map(({ key }) => key);
  read[name.slice(0, -".eml".length)] = { subject, html, text, from, to, headers: names, attachments: attachments.length };
}
console.log(JSON.stringify(read));
