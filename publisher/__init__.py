"""Newsletter and syndication publisher: posts in; feeds, letters and share text out, each exactly once."""

__version__ = "0.5.0"
