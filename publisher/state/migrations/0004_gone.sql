-- Whether a build ended without the post's file: what comes later in its place, with nothing else in common, is another
-- post.
ALTER TABLE identity ADD COLUMN is_gone INTEGER NOT NULL DEFAULT 0;
UPDATE identity SET is_gone = 1 WHERE path = '';
DROP INDEX identity_by_path;
CREATE INDEX identity_by_path ON identity (path, is_gone);
