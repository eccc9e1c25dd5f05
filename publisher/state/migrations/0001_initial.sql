-- Facts about this site as a whole: what the last build was made from, and until when it stays true.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was seen of each file, narrow so that a run with no news reads little. Times are unix nanoseconds; published
-- is unix seconds and NULL for a file that is no readable post; problems is a JSON list of [line, text].
CREATE TABLE source (
    path      TEXT PRIMARY KEY,
    size      INTEGER NOT NULL,
    mtime_ns  INTEGER NOT NULL,
    ctime_ns  INTEGER NOT NULL,
    inode     INTEGER NOT NULL,
    published INTEGER,
    draft     INTEGER NOT NULL,
    problems  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The render cache: what a file with this digest became. key covers the bytes and everything they are rendered with.
CREATE TABLE rendered (
    path       TEXT PRIMARY KEY REFERENCES source (path) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    has_own_id INTEGER NOT NULL,
    post       TEXT NOT NULL
) STRICT;

-- The permanent id of each post that was ever public, and when it was first seen to be. Never deleted: no id is used again.
CREATE TABLE identity (
    post_id      TEXT PRIMARY KEY,
    path         TEXT NOT NULL,
    url          TEXT NOT NULL,
    content      TEXT NOT NULL,
    heading      TEXT NOT NULL,
    first_public TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What we wrote below out/, so that what is no longer made can be removed, and nothing else ever is.
CREATE TABLE artifact (
    path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Where each newsletter stands: posts before its baseline are never mailed, slots up to checked_until are settled,
-- and before next_due there is nothing to ask the calendar.
CREATE TABLE newsletter (
    name          TEXT PRIMARY KEY,
    baseline      TEXT NOT NULL,
    checked_until TEXT NOT NULL,
    rule          TEXT NOT NULL,
    next_due      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An issue and the letter as it was frozen when sending opened. The pair (newsletter, period) makes it once.
CREATE TABLE issue (
    id          TEXT PRIMARY KEY,
    newsletter  TEXT NOT NULL,
    period      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    html        TEXT NOT NULL,
    text        TEXT NOT NULL,
    slot        TEXT NOT NULL,
    slots_html  INTEGER NOT NULL,
    slots_text  INTEGER NOT NULL,
    opened_at   TEXT NOT NULL,
    UNIQUE (newsletter, period)
) STRICT;

-- The letter as people look at it below out/newsletters/, so that losing out/ loses nothing.
CREATE TABLE proof (
    issue      TEXT NOT NULL REFERENCES issue (id),
    path       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content    BLOB NOT NULL,
    PRIMARY KEY (issue, path)
) STRICT;

-- A post is mailed at most once per newsletter, whatever the issues. heading is a digest of title and
-- date: a post that was copied, renamed or given another id since is known again by it.
CREATE TABLE mailed (
    newsletter TEXT NOT NULL,
    post_id    TEXT NOT NULL,
    issue      TEXT NOT NULL REFERENCES issue (id),
    heading    TEXT NOT NULL,
    PRIMARY KEY (newsletter, post_id)
) STRICT, WITHOUT ROWID;

-- The only place with addresses. id is keyed and safe to log.
CREATE TABLE subscriber (
    id      TEXT PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One issue for one subscriber. 'sending' is durable before the message is handed over; what is still 'sending' when a
-- run begins was cut off in between, becomes 'in doubt', and is never sent again by itself.
CREATE TABLE delivery (
    issue      TEXT NOT NULL REFERENCES issue (id),
    subscriber TEXT NOT NULL REFERENCES subscriber (id),
    state      TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'accepted', 'deferred', 'refused', 'suppressed', 'in doubt')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    code       INTEGER NOT NULL DEFAULT 0,
    detail     TEXT NOT NULL DEFAULT '',
    changed_at TEXT NOT NULL,
    PRIMARY KEY (issue, subscriber)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_by_state ON delivery (state) WHERE state IN ('queued', 'sending', 'deferred', 'in doubt');
