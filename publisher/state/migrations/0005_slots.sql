-- What is a reader's own in an issue's letter: the text that stands where it goes, and how often. The row "unsubscribe"
-- is the way out of the list; "greeting" is the line that begins a letter by name.
CREATE TABLE slot (
    issue   TEXT NOT NULL REFERENCES issue (id),
    name    TEXT NOT NULL,
    mark    TEXT NOT NULL,
    in_html INTEGER NOT NULL,
    in_text INTEGER NOT NULL,
    PRIMARY KEY (issue, name)
) STRICT, WITHOUT ROWID;
INSERT INTO slot (issue, name, mark, in_html, in_text) SELECT id, 'unsubscribe', slot, slots_html, slots_text FROM issue;
ALTER TABLE issue DROP COLUMN slot;
ALTER TABLE issue DROP COLUMN slots_html;
ALTER TABLE issue DROP COLUMN slots_text;
