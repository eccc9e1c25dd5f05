"""Names of the XML vocabularies that our feeds speak."""

ATOM = "http://www.w3.org/2005/Atom"  # RFC 4287
CONTENT = "http://purl.org/rss/1.0/modules/content/"  # RSS: the full post
DC = "http://purl.org/dc/elements/1.1/"  # RSS: an author without an e-mail address
MEDIA = "http://search.yahoo.com/mrss/"  # a post's picture
XML = "http://www.w3.org/XML/1998/namespace"
