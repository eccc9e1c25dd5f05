"""Text, Markdown and HTML from elsewhere become posts."""
