"""How a feed looks in a browser: a style sheet that makes it a page with a word of explanation.

A style sheet can show and hide what is in the feed, and no more: addresses in it are text, not links. XSLT, which
could do better, is leaving the browsers.
"""

STYLE_PATH = "feeds.css"  # below the site's address

STYLE = """\
/* Only what a person wants to see is shown: escaped HTML would show its tags. Both RSS and Atom are styled here. */
:root {
  color-scheme: light dark;
  display: block;
  max-width: 42rem;
  margin: 2rem auto;
  padding: 0 1rem;
  font: 1rem/1.5 system-ui, sans-serif;
  background: Canvas;
  color: CanvasText;
}
:root::before {
  display: block;
  margin-bottom: 2rem;
  padding: 0.75rem 1rem;
  border: 1px solid;
  border-radius: 0.5rem;
  content: "This is a feed: posts of this site, for a feed reader. To follow them, copy the address of this page from \
the address bar into your reader.";
}
channel { display: block; }
channel > *, item > *, feed > *, entry > * { display: none; }
channel > title, feed > title { display: block; font-size: 1.75rem; font-weight: bold; line-height: 1.2; }
channel > description, feed > subtitle { display: block; margin: 0.5rem 0 1rem; }
channel > item, feed > entry { display: flex; flex-direction: column; padding: 1rem 0; border-top: 1px solid GrayText; }
item > title, entry > title { display: block; order: 1; font-size: 1.2rem; font-weight: bold; overflow-wrap: anywhere; }
item > pubDate, entry > published { display: block; order: 2; font-size: 0.875rem; }
item > description, entry > summary { display: block; order: 3; margin-top: 0.25rem; overflow-wrap: anywhere; }
item > link, entry > link[rel="alternate"] { display: block; order: 4; font-size: 0.875rem; overflow-wrap: anywhere; }
entry > link[rel="alternate"]::before { content: attr(href); }
"""
