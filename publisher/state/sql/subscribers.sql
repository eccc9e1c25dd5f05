-- name: put_subscriber(id, address, name)!
-- A person keeps the id of the first time, also when the signing key was changed since; a name is not lost to none.
INSERT INTO subscriber (id, address, name) VALUES (:id, :address, :name)
ON CONFLICT (address COLLATE NOCASE) DO UPDATE SET name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END;

-- name: by_address(address)^
SELECT id, address, name FROM subscriber WHERE address = :address COLLATE NOCASE;

-- name: by_id(id)^
SELECT id, address, name FROM subscriber WHERE id = :id;

-- name: put_subscription(newsletter, subscriber, state, now)!
INSERT INTO subscription (newsletter, subscriber, state, changed_at) VALUES (:newsletter, :subscriber, :state, :now)
ON CONFLICT (newsletter, subscriber) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
WHERE state <> excluded.state;

-- name: add_consent(subscriber, newsletter, now, event, source, wording, digest)!
INSERT INTO consent (subscriber, newsletter, at, event, source, wording, wording_digest)
VALUES (:subscriber, :newsletter, :now, :event, :source, :wording, :digest);

-- name: count(newsletter)$
SELECT count(*) FROM subscription WHERE newsletter = :newsletter AND state = 'active';

-- name: state(newsletter, subscriber)$
SELECT state FROM subscription WHERE newsletter = :newsletter AND subscriber = :subscriber;

-- name: subscriptions(subscriber)
SELECT newsletter, state, changed_at FROM subscription WHERE subscriber = :subscriber ORDER BY newsletter;

-- name: consents(subscriber)
SELECT at, event, newsletter, source, wording, wording_digest FROM consent
WHERE subscriber = :subscriber ORDER BY serial;

-- name: deliveries(subscriber)
SELECT issue, state, changed_at FROM delivery WHERE subscriber = :subscriber ORDER BY issue;

-- name: members(newsletter)
-- Everybody who ever was on a list, with the consent that counts: the last one.
SELECT subscriber.id, subscriber.address, subscriber.name, subscription.newsletter, subscription.state,
    subscription.changed_at, coalesce(consent.at, ''), coalesce(consent.source, '')
FROM subscription
JOIN subscriber ON subscriber.id = subscription.subscriber
LEFT JOIN consent ON consent.serial = (
    SELECT max(serial) FROM consent AS last
    WHERE last.subscriber = subscription.subscriber AND last.newsletter = subscription.newsletter
)
WHERE :newsletter IN ('', subscription.newsletter)
ORDER BY subscription.newsletter, subscriber.id;

-- name: leave(newsletter, subscriber, now)*!
UPDATE subscription SET state = 'left', changed_at = :now
WHERE subscriber = :subscriber AND :newsletter IN ('', newsletter) AND state = 'active';

-- name: withdraw_deliveries(newsletter, subscriber, now)!
-- What was not handed over yet is not sent any more.
UPDATE delivery SET state = 'suppressed', detail = 'left the list before the letter went out', changed_at = :now
WHERE subscriber = :subscriber AND state IN ('queued', 'deferred')
AND (:newsletter = '' OR issue IN (SELECT id FROM issue WHERE newsletter = :newsletter));

-- name: suppression(digest)^
SELECT reason, since FROM suppression WHERE address_digest = :digest;

-- name: suppress(digest, reason, since)!
-- The first reason stays.
INSERT INTO suppression (address_digest, reason, since) VALUES (:digest, :reason, :since) ON CONFLICT DO NOTHING;

-- name: lift(digest)!
DELETE FROM suppression WHERE address_digest = :digest;

-- name: next_erased()$
SELECT count(*) + 1 FROM subscriber WHERE address LIKE 'erased:%';

-- name: rekey_deliveries(old, new)!
UPDATE delivery SET subscriber = :new WHERE subscriber = :old;

-- name: rekey_attempts(old, new)!
UPDATE attempt SET subscriber = :new WHERE subscriber = :old;

-- name: rekey_bounces(old, new)!
UPDATE bounce SET subscriber = :new WHERE subscriber = :old;

-- name: add_bounce(subscriber, issue, kind, status, now)!
-- A complaint outweighs what came before.
INSERT INTO bounce (subscriber, issue, kind, status, at) VALUES (:subscriber, :issue, :kind, :status, :now)
ON CONFLICT (subscriber, issue) DO UPDATE SET kind = excluded.kind, status = excluded.status
WHERE excluded.kind = 'complaint';

-- name: hard_days(subscriber)$
SELECT count(DISTINCT substr(at, 1, 10)) FROM bounce WHERE subscriber = :subscriber AND kind = 'hard';

-- name: last_bounced(subscriber, most)
-- Of the last issues that were sent there, whether each came back.
SELECT bounce.issue IS NOT NULL FROM delivery JOIN issue ON issue.id = delivery.issue
LEFT JOIN bounce ON bounce.issue = delivery.issue AND bounce.subscriber = delivery.subscriber
WHERE delivery.subscriber = :subscriber AND delivery.state IN ('accepted', 'assumed sent')
ORDER BY issue.opened_at DESC LIMIT :most;

-- name: forget_subscriptions(subscriber)!
DELETE FROM subscription WHERE subscriber = :subscriber;

-- name: forget_consents(subscriber)!
DELETE FROM consent WHERE subscriber = :subscriber;

-- name: forget(subscriber)!
DELETE FROM subscriber WHERE id = :subscriber;
