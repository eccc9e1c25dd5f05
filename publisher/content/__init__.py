"""Posts in: front matter, Markdown, dates, importers."""
