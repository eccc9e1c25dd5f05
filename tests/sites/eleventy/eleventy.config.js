import { feedPlugin } from "@11ty/eleventy-plugin-rss";
export default function (config) {
  config.addPlugin(feedPlugin, { collection: { name: "posts", limit: 10 } });
  config.addPassthroughCopy({ "./public/": "/" });
  return { dir: { input: "content", includes: "../_includes", data: "../_data" } };
}
