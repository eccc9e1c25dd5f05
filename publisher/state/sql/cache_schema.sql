-- The cache: what was seen, what it became and which files were made of it. Losing it costs one cold build, nothing else.

-- Facts about the last complete build: what it was made from, and until when it stays true.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How each file of the posts folder looked when it was last read; empty where it has to be looked at again.
CREATE TABLE file (
    path TEXT PRIMARY KEY,
    look TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A readable post. key names its bytes and all it was rendered with, id is what the file says, settled its permanent id
-- (NULL until it was asked for, '' when it was not public then). published is in unix seconds. listing holds what lists
-- need to know, packed, under the file's own id: apart from it stands what is searched by.
CREATE TABLE post (
    path       TEXT PRIMARY KEY,
    key        TEXT NOT NULL,
    id         TEXT NOT NULL,
    has_own_id INTEGER NOT NULL,
    published  INTEGER NOT NULL,
    draft      INTEGER NOT NULL,
    words      TEXT NOT NULL,
    listing    BLOB NOT NULL,
    settled    TEXT
) STRICT;
CREATE INDEX post_by_date ON post (published);
CREATE INDEX post_unsettled ON post (path) WHERE settled IS NULL OR settled = '';

-- The whole post, compressed; apart from the table above, which lists are read from.
CREATE TABLE body (
    path TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

-- Which files a post looked for beside itself, found or not: when one changes, the post is read again.
CREATE TABLE uses (
    post TEXT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (post, file)
) STRICT, WITHOUT ROWID;

CREATE INDEX used_by ON uses (file);

-- Files that a post shows, and where each goes below the site's address.
-- (The key's columns stand first: SQLite's integrity check finds faults that are none where they do not.)
CREATE TABLE asset (
    post   TEXT NOT NULL,
    path   TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (post, path)
) STRICT, WITHOUT ROWID;

-- What is wrong, or worth a warning, with a file as it was last read.
CREATE TABLE complaint (
    path       TEXT NOT NULL,
    line       INTEGER NOT NULL,
    text       TEXT NOT NULL,
    is_warning INTEGER NOT NULL,
    PRIMARY KEY (path, line, text)
) STRICT, WITHOUT ROWID;

-- Under which key each recipe was last made.
CREATE TABLE recipe (
    name TEXT PRIMARY KEY,
    key  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What we wrote below out/, and the recipe that made it: what is no longer made can be removed, and nothing else is.
CREATE TABLE made (
    path   TEXT PRIMARY KEY,
    recipe TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX made_by ON made (recipe);
