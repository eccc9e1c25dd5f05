-- name: fact(name)$
-- The value of one fact.
SELECT value FROM fact WHERE name = :name;

-- name: set_fact(name, value)!
INSERT INTO fact (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: sources()
-- Everything seen, for comparison with the folder.
SELECT path, size, mtime_ns, ctime_ns, inode FROM source;

-- name: problems()
-- Files that had some.
SELECT path, problems FROM source WHERE problems <> '[]';

-- name: touch_source(size, mtime_ns, ctime_ns, inode, path)!
UPDATE source SET size = :size, mtime_ns = :mtime_ns, ctime_ns = :ctime_ns, inode = :inode WHERE path = :path;

-- name: put_source(path, size, mtime_ns, ctime_ns, inode, published, draft, problems)!
INSERT INTO source (path, size, mtime_ns, ctime_ns, inode, published, draft, problems)
VALUES (:path, :size, :mtime_ns, :ctime_ns, :inode, :published, :draft, :problems)
ON CONFLICT (path) DO UPDATE SET
    size = excluded.size, mtime_ns = excluded.mtime_ns, ctime_ns = excluded.ctime_ns, inode = excluded.inode,
    published = excluded.published, draft = excluded.draft, problems = excluded.problems;

-- name: forget_source(path)!
-- The file is gone; its rendering goes with it, its identity stays.
DELETE FROM source WHERE path = :path;

-- name: rendered_key(path)$
SELECT key FROM rendered WHERE path = :path;

-- name: put_rendered(path, key, has_own_id, post)!
INSERT INTO rendered (path, key, has_own_id, post) VALUES (:path, :key, :has_own_id, :post);

-- name: drop_rendered(path)!
DELETE FROM rendered WHERE path = :path;

-- name: public_posts(now)
-- Readable posts whose time has come, newest first, ties by path so that the order is the same in every build.
SELECT rendered.has_own_id, rendered.post
FROM source JOIN rendered USING (path)
WHERE source.published <= :now AND NOT source.draft
ORDER BY source.published DESC, source.path;

-- name: count(now)^
-- Public posts, and those that wait for their time.
SELECT count(*) FILTER (WHERE published <= :now), count(*) FILTER (WHERE published > :now) FROM source WHERE NOT draft;

-- name: next_publication(now)$
-- When the next waiting post becomes public.
SELECT min(published) FROM source WHERE published > :now AND NOT draft;

-- name: identities()
SELECT post_id, path, url, content, heading, first_public FROM identity;

-- name: put_identity(post_id, path, url, content, heading, first_public)!
-- first_public is decided once.
INSERT INTO identity (post_id, path, url, content, heading, first_public)
VALUES (:post_id, :path, :url, :content, :heading, :first_public)
ON CONFLICT (post_id) DO UPDATE SET
    path = excluded.path, url = excluded.url, content = excluded.content, heading = excluded.heading;

-- name: artifacts()
SELECT path FROM artifact;

-- name: add_artifact(path)*!
INSERT INTO artifact (path) VALUES (:path) ON CONFLICT DO NOTHING;

-- name: remove_artifact(path)*!
DELETE FROM artifact WHERE path = :path;
