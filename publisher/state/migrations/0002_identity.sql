-- What a post is known by became more: its title (a digest) and its date (unix seconds) apart from each other, and
-- whether its author fixed the id by hand. An empty mark is never compared: older rows have no title until their posts
-- are seen again. A file has one identity: where an author fixed an id later, the one before stays taken, without marks.
CREATE INDEX identity_by_path ON identity (path);
UPDATE identity SET path = '', url = '', content = '' WHERE EXISTS (
    SELECT 1 FROM identity AS other
    WHERE other.path = identity.path
    AND (other.post_id <> other.url, other.post_id) > (identity.post_id <> identity.url, identity.post_id)
);
ALTER TABLE identity RENAME COLUMN content TO words;
ALTER TABLE identity DROP COLUMN heading;
ALTER TABLE identity ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE identity ADD COLUMN published INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identity ADD COLUMN has_own_id INTEGER NOT NULL DEFAULT 0;

-- Addresses that posts had before and no post has now.
CREATE TABLE former_url (
    url     TEXT PRIMARY KEY,
    post_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- With which post each archive of a feed begins; published is in unix seconds.
CREATE TABLE archive_start (
    serial    INTEGER PRIMARY KEY,
    published INTEGER NOT NULL,
    post_id   TEXT NOT NULL
) STRICT;

-- What a person said about a new file: the file it was before, or '' for a new post. Used once.
CREATE TABLE ruling (
    source TEXT PRIMARY KEY,
    was    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
