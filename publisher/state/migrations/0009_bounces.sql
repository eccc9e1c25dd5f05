-- What came back of an issue for a subscriber: once each, however often a server reports it. 'hard' means that the address
-- is dead, 'soft' that it was not taken this time, 'complaint' that the reader called it spam.
CREATE TABLE bounce (
    subscriber TEXT NOT NULL REFERENCES subscriber (id),
    issue      TEXT NOT NULL REFERENCES issue (id),
    kind       TEXT NOT NULL CHECK (kind IN ('hard', 'soft', 'complaint')),
    status     TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (subscriber, issue)
) STRICT, WITHOUT ROWID;
