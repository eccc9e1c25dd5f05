// A function: an address that is a template would cost Eleventy more than a lean site asks for.
export default { layout: "post.njk", permalink: ({ page }) => `/${page.fileSlug}/` };
