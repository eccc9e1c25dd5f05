-- A delivery may also expire (nobody took it in time) or be taken for sent (a person or the settings said so, of one in
-- doubt). next_at is when a deferred one is tried again; enhanced is the status of RFC 3463.
CREATE TABLE delivery_7 (
    issue      TEXT NOT NULL REFERENCES issue (id),
    subscriber TEXT NOT NULL REFERENCES subscriber (id),
    state      TEXT NOT NULL CHECK (state IN (
        'queued', 'sending', 'accepted', 'deferred', 'refused', 'expired', 'suppressed', 'in doubt', 'assumed sent'
    )),
    attempts   INTEGER NOT NULL DEFAULT 0,
    code       INTEGER NOT NULL DEFAULT 0,
    enhanced   TEXT NOT NULL DEFAULT '',
    detail     TEXT NOT NULL DEFAULT '',
    next_at    TEXT NOT NULL DEFAULT '',
    changed_at TEXT NOT NULL,
    PRIMARY KEY (issue, subscriber)
) STRICT, WITHOUT ROWID;
INSERT INTO delivery_7 (issue, subscriber, state, attempts, code, detail, changed_at)
SELECT issue, subscriber, state, attempts, code, detail, changed_at FROM delivery;
DROP TABLE delivery;
ALTER TABLE delivery_7 RENAME TO delivery;
CREATE INDEX delivery_by_state ON delivery (state) WHERE state IN ('queued', 'sending', 'deferred', 'in doubt');

-- What was answered to each try, and what a person decided since; rows are added, never changed.
CREATE TABLE attempt (
    issue      TEXT NOT NULL,
    subscriber TEXT NOT NULL,
    serial     INTEGER NOT NULL,
    at         TEXT NOT NULL,
    state      TEXT NOT NULL,
    code       INTEGER NOT NULL,
    enhanced   TEXT NOT NULL,
    detail     TEXT NOT NULL,
    PRIMARY KEY (issue, subscriber, serial)
) STRICT, WITHOUT ROWID;

-- Why an issue rests until a person lets it go on; '' for one that does not.
ALTER TABLE issue ADD COLUMN paused TEXT NOT NULL DEFAULT '';

-- Who gets no letter any more, whatever a list says: a keyed digest of the address and nothing else of the person.
CREATE TABLE suppression (
    address_digest TEXT PRIMARY KEY,
    reason         TEXT NOT NULL,
    since          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
