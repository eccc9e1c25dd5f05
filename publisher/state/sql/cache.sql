-- name: facts()
SELECT name, value FROM fact;

-- name: fact(name)$
SELECT value FROM fact WHERE name = :name;

-- name: set_fact(name, value)!
INSERT INTO fact (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: files()
-- Everything seen, for comparison with the folder.
SELECT path, look FROM file;

-- name: unsettled_file()$
SELECT path FROM file WHERE look = '' LIMIT 1;

-- name: put_file(path, look)*!
INSERT INTO file (path, look) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET look = excluded.look;

-- name: forget_file(path)*!
DELETE FROM file WHERE path = ?;

-- name: uses(paths)
-- paths is a JSON list.
SELECT post, file FROM uses WHERE post IN (SELECT value FROM json_each(:paths)) ORDER BY post, file;

-- name: users(files)
-- files is a JSON list.
SELECT DISTINCT post FROM uses WHERE file IN (SELECT value FROM json_each(:files));

-- name: key(path)$
SELECT key FROM post WHERE path = :path;

-- name: keys(paths)
-- paths is a JSON list.
SELECT path, key FROM post WHERE path IN (SELECT value FROM json_each(:paths));

-- name: put_post(path, key, id, has_own_id, published, draft, words, listing)*!
-- A post read anew has to have its identity settled anew.
INSERT OR REPLACE INTO post (path, key, id, has_own_id, published, draft, words, listing, settled)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL);

-- name: put_body(path, body)*!
INSERT OR REPLACE INTO body (path, body) VALUES (?, ?);

-- name: drop_body(path)*!
DELETE FROM body WHERE path = ?;

-- name: drop_post(path)*!
DELETE FROM post WHERE path = ?;

-- name: drop_uses(post)*!
DELETE FROM uses WHERE post = ?;

-- name: add_use(post, file)*!
INSERT INTO uses (post, file) VALUES (?, ?) ON CONFLICT DO NOTHING;

-- name: drop_assets(post)*!
DELETE FROM asset WHERE post = ?;

-- name: add_asset(post, source, path)*!
INSERT INTO asset (post, source, path) VALUES (?, ?, ?) ON CONFLICT DO NOTHING;

-- name: drop_complaints(path)*!
DELETE FROM complaint WHERE path = ?;

-- name: add_complaint(path, line, text, is_warning)*!
INSERT INTO complaint (path, line, text, is_warning) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: complaints()
SELECT path, line, text, is_warning FROM complaint ORDER BY path, line, text;

-- name: listings(now)
-- Readable posts whose time has come and whose id is settled, in any order; with the id, and the key without an id,
-- only where it is another than the file says, which is seldom. The plus keeps SQLite from the index: to read nearly
-- all posts as they lie takes half the time.
SELECT listing, nullif(settled, id), iif(settled = id, NULL, key)
FROM post WHERE +published <= :now AND NOT draft AND settled <> '';

-- name: claims(now)
-- Posts without a settled id, in the order of their paths; those that are not public were asked for when '' is settled.
SELECT listing, has_own_id, words, published <= :now AND NOT draft AS is_public
FROM post WHERE (settled IS NULL OR settled = '') AND (settled IS NULL OR (published <= :now AND NOT draft))
ORDER BY path;

-- name: unsettle(path)*!
UPDATE post SET settled = NULL WHERE path = ?;

-- name: settle(id, path)*!
UPDATE post SET settled = ? WHERE path = ?;

-- name: bodies(paths)
-- paths is a JSON list.
SELECT path, body FROM body WHERE path IN (SELECT value FROM json_each(:paths));

-- name: count(now)^
-- Public posts, those that wait for their time, and drafts.
SELECT
    count(*) FILTER (WHERE NOT draft AND published <= :now), count(*) FILTER (WHERE NOT draft AND published > :now),
    count(*) FILTER (WHERE draft)
FROM post;

-- name: hidden(now)
-- Posts that nobody sees yet.
SELECT listing, draft FROM post WHERE draft OR published > :now ORDER BY path;

-- name: next_publication(now)$
-- When the next waiting post becomes public.
SELECT min(published) FROM post WHERE published > :now AND NOT draft;

-- name: assets(now)
-- What public posts show whose id is settled.
SELECT DISTINCT asset.path, asset.source FROM asset JOIN post ON post.path = asset.post
WHERE post.published <= :now AND NOT post.draft AND post.settled IS NOT NULL ORDER BY asset.path;

-- name: forget_keys()!
-- No recipe has this key.
UPDATE recipe SET key = ' ';

-- name: recipes()
SELECT name, key FROM recipe;

-- name: put_recipe(name, key)*!
INSERT INTO recipe (name, key) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET key = excluded.key;

-- name: drop_recipe(name)*!
DELETE FROM recipe WHERE name = ?;

-- name: files_made_by(recipes)
-- recipes is a JSON list of names.
SELECT path, recipe FROM made WHERE recipe IN (SELECT value FROM json_each(:recipes));

-- name: makers(paths)
-- paths is a JSON list.
SELECT path, recipe FROM made WHERE path IN (SELECT value FROM json_each(:paths));

-- name: put_made(path, recipe)*!
INSERT INTO made (path, recipe) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET recipe = excluded.recipe;

-- name: claim_made(path, recipe)*!
-- Ours from now on, whoever makes it.
INSERT INTO made (path, recipe) VALUES (?, ?) ON CONFLICT (path) DO NOTHING;

-- name: drop_made(path)*!
DELETE FROM made WHERE path = ?;
