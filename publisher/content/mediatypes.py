"""Which files may lie beside a post and be published, and what a server should call them."""

from posixpath import splitext

# Never a page or a script: it would stand unsanitised at the site's own address.
PICTURES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
# Classic Outlook shows none of these, and hardly any mail program a drawing; letters show a picture of the same name.
SELDOM_SHOWN = {".avif", ".svg", ".webp"}
STAND_INS = (".png", ".jpg", ".jpeg", ".gif")
RECORDINGS = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".ogv": "video/ogg",
    ".webm": "video/webm",
}
PAPERS = {".epub": "application/epub+zip", ".pdf": "application/pdf"}

_ALL = PICTURES | RECORDINGS | PAPERS


def media_type(path: str) -> str:
    """The media type (IANA registry) that the path's ending stands for; `""` for one that is not published."""
    return _ALL.get(splitext(path)[1].lower(), "")


def is_picture(path: str) -> bool:
    """Whether the path's ending is one of a picture."""
    return splitext(path)[1].lower() in PICTURES
