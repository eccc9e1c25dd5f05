"""Names of the XML vocabularies that our feeds speak."""

ATOM = "http://www.w3.org/2005/Atom"  # RFC 4287
CONTENT = "http://purl.org/rss/1.0/modules/content/"  # RSS: the full post
DC = "http://purl.org/dc/elements/1.1/"  # RSS: an author without an e-mail address, an item's language
HISTORY = "http://purl.org/syndication/history/1.0"  # RFC 5005: an archive says that it is one
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"  # podcasts, as every directory reads them
MEDIA = "http://search.yahoo.com/mrss/"  # a post's picture
SOURCE = "http://source.scripting.com/"  # RSS: the Markdown a post was written in
XML = "http://www.w3.org/XML/1998/namespace"
