import { defineConfig } from "astro/config";
import mdx from "@astrojs/mdx";
export default defineConfig({ site: "https://wind.example.com", base: "/running", integrations: [mdx()] });
