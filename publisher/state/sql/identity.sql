-- name: at_paths(paths)
-- Whose files these are; paths is a JSON list.
SELECT post_id, path, url, words, title, published, first_public, has_own_id, is_gone FROM identity
WHERE path IN (SELECT value FROM json_each(:paths)) AND NOT is_gone;

-- name: is_any()$
SELECT 1 FROM identity LIMIT 1;

-- name: identity(post_id)^
SELECT post_id, path, url, words, title, published, first_public, has_own_id, is_gone FROM identity WHERE post_id = :post_id;

-- name: identities()
SELECT post_id, path, url, words, title, published, first_public, has_own_id, is_gone FROM identity ORDER BY post_id;

-- name: paths()
-- Answered from the index alone.
SELECT path, post_id, is_gone FROM identity ORDER BY path;

-- name: first_public(post_id)$
SELECT first_public FROM identity WHERE post_id = :post_id;

-- name: put(post_id, path, url, words, title, published, first_public, has_own_id, is_gone)*!
INSERT OR REPLACE INTO identity (post_id, path, url, words, title, published, first_public, has_own_id, is_gone)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: add(post_id, path, url, words, title, published, first_public, has_own_id, is_gone)*!
-- What is known already wins.
INSERT INTO identity (post_id, path, url, words, title, published, first_public, has_own_id, is_gone)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: displace(path, post_id)*!
-- The file belongs to the post with this id, and to no other.
UPDATE identity SET path = '', is_gone = 1 WHERE path = ? AND post_id <> ?;

-- name: note_gone(post_id)*!
-- A build ended without its file.
UPDATE identity SET is_gone = 1 WHERE post_id = ? AND NOT is_gone;

-- name: let_go(post_id)*!
-- A person said that it is not the post in question, so it is not asked about again.
UPDATE identity SET title = '' WHERE post_id = ?;

-- name: retire(post_id)*!
-- Its post has another id now: it is taken for ever, and no mark leads to it.
UPDATE identity SET path = '', url = '', words = '', title = '', published = 0, has_own_id = 0, is_gone = 1
WHERE post_id = ?;

-- name: former_urls()
SELECT url, post_id FROM former_url ORDER BY url;

-- name: moved()
SELECT former_url.url, identity.url FROM former_url JOIN identity USING (post_id)
WHERE identity.url <> '' ORDER BY former_url.url;

-- name: put_former_url(url, post_id)*!
INSERT INTO former_url (url, post_id) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET post_id = excluded.post_id;

-- name: drop_former_urls(urls)!
-- urls is a JSON list.
DELETE FROM former_url WHERE url IN (SELECT value FROM json_each(:urls));

-- name: archive_starts()
SELECT serial, published, post_id FROM archive_start ORDER BY published, post_id;

-- name: drop_archive_starts()!
DELETE FROM archive_start;

-- name: put_archive_start(serial, published, post_id)*!
INSERT OR REPLACE INTO archive_start (serial, published, post_id) VALUES (?, ?, ?);

-- name: cards()
SELECT post_id FROM card;

-- name: give_card(post_id)*!
INSERT INTO card (post_id) VALUES (?) ON CONFLICT DO NOTHING;

-- name: mailed()
SELECT post_id, newsletter, issue, heading FROM mailed;

-- name: add_mailed(post_id, newsletter, issue, heading)*!
INSERT INTO mailed (post_id, newsletter, issue, heading) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: rulings()
SELECT source, was FROM ruling;

-- name: put_ruling(source, was)!
INSERT INTO ruling (source, was) VALUES (:source, :was) ON CONFLICT (source) DO UPDATE SET was = excluded.was;

-- name: drop_ruling(source)*!
DELETE FROM ruling WHERE source = ?;

-- name: fact(name)$
SELECT value FROM fact WHERE name = :name;

-- name: set_fact(name, value)!
INSERT INTO fact (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: first_public_after(moment)
-- Moments are written alike, in UTC and whole seconds, so that they sort as text.
SELECT post_id, first_public FROM identity WHERE first_public > :moment;
