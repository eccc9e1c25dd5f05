// A page a post, a first page that lists them, one feed; the posts are Markdown alone, no templates.
import { feedPlugin } from "@11ty/eleventy-plugin-rss";

export default function (config) {
  config.addPlugin(feedPlugin, {
    type: "rss",
    outputPath: "/feed.xml",
    collection: { name: "posts", limit: 20 },
    metadata: {
      language: "en",
      title: "Many posts",
      subtitle: "Many posts",
      base: "https://blog.example.com/",
      author: { name: "Ada" },
    },
  });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addCollection("posts", (all) => all.getFilteredByGlob("posts/*.md"));
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
