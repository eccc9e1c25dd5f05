-- Who gets which newsletter. Who left is not mailed, and no list that is read later brings anybody back.
CREATE TABLE subscription (
    newsletter TEXT NOT NULL,
    subscriber TEXT NOT NULL REFERENCES subscriber (id),
    state      TEXT NOT NULL CHECK (state IN ('active', 'left')),
    changed_at TEXT NOT NULL,
    PRIMARY KEY (newsletter, subscriber)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscription_by_subscriber ON subscription (subscriber);

-- Proof of consent: when it was given or withdrawn, where, and to which wording (its name, and a digest of its text). Rows
-- are added and never changed; they go when the person is erased.
CREATE TABLE consent (
    serial         INTEGER PRIMARY KEY,
    subscriber     TEXT NOT NULL REFERENCES subscriber (id),
    newsletter     TEXT NOT NULL,
    at             TEXT NOT NULL,
    event          TEXT NOT NULL CHECK (event IN ('given', 'withdrawn')),
    source         TEXT NOT NULL,
    wording        TEXT NOT NULL,
    wording_digest TEXT NOT NULL
) STRICT;
CREATE INDEX consent_by_subscriber ON consent (subscriber);
CREATE TRIGGER consent_is_never_changed BEFORE UPDATE ON consent
BEGIN SELECT RAISE(ABORT, 'a record of consent is never changed'); END;
