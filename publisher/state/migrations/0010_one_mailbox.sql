-- Capitals make no other mailbox: whoever stands twice, in capitals and without, is mailed once. The later row stays, with
-- what was sent to it, under a name that no mail can go to.
CREATE TEMP TABLE twin AS
SELECT DISTINCT later.id FROM subscriber AS later
JOIN subscriber AS first ON first.address = later.address COLLATE NOCASE AND first.id < later.id;
UPDATE subscription SET state = 'left' WHERE subscriber IN (SELECT id FROM twin);
UPDATE delivery SET state = 'suppressed' WHERE subscriber IN (SELECT id FROM twin) AND state IN ('queued', 'deferred');
UPDATE subscriber SET address = 'twin:' || id WHERE id IN (SELECT id FROM twin);
DROP TABLE twin;
CREATE UNIQUE INDEX subscriber_by_mailbox ON subscriber (address COLLATE NOCASE);
