-- name: unfinished()
-- Issues with deliveries that a run can still do something about.
SELECT DISTINCT issue FROM delivery WHERE state IN ('queued', 'deferred') ORDER BY issue;

-- name: count(state)$
SELECT count(*) FROM delivery WHERE state = :state;

-- name: tally(issue)^
-- In one pass, because grouping would sort a million rows; in the order of their names, as `deliveries.py` has them.
SELECT
    count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'assumed sent'),
    count(*) FILTER (WHERE state = 'deferred'), count(*) FILTER (WHERE state = 'expired'),
    count(*) FILTER (WHERE state = 'in doubt'), count(*) FILTER (WHERE state = 'queued'),
    count(*) FILTER (WHERE state = 'refused'), count(*) FILTER (WHERE state = 'sending'),
    count(*) FILTER (WHERE state = 'suppressed')
FROM delivery WHERE issue = :issue;

-- name: next_try()$
SELECT min(next_at) FROM delivery WHERE state = 'deferred';

-- name: queued(issue, after, most)
-- Read along the primary key, so that a million rows are never sorted.
SELECT delivery.subscriber, delivery.attempts, subscriber.address, subscriber.name
FROM delivery NOT INDEXED CROSS JOIN subscriber ON subscriber.id = delivery.subscriber
WHERE delivery.issue = :issue AND delivery.subscriber > :after AND delivery.state = 'queued'
ORDER BY delivery.subscriber LIMIT :most;

-- name: mark_sending(now, issue, subscriber)*!
-- Counted when claimed, not when sent: a crash in between must use up a try. Whoever left while an answer was waited for,
-- or while a person thought about a doubt, is not on the list any more and is not claimed.
UPDATE delivery SET state = 'sending', attempts = attempts + 1, changed_at = :now
WHERE issue = :issue AND subscriber = :subscriber AND state = 'queued' AND EXISTS (
    SELECT 1 FROM subscription WHERE subscription.subscriber = :subscriber AND subscription.state = 'active'
    AND subscription.newsletter = (SELECT newsletter FROM issue WHERE id = :issue)
);

-- name: withdraw(now, issue, subscriber)*!
-- Those of a claim that was refused because they left.
UPDATE delivery SET state = 'suppressed', detail = 'left the list before the letter went out', changed_at = :now
WHERE issue = :issue AND subscriber = :subscriber AND state = 'queued';

-- name: state(issue, subscriber)$
SELECT state FROM delivery WHERE issue = :issue AND subscriber = :subscriber;

-- name: record(state, code, enhanced, detail, next_at, now, issue, subscriber)*!
-- A late word does not change what is settled. A try that was refused before its message was claimed counts, too; what
-- was claimed and not handed over is as if it was never tried.
UPDATE delivery SET
    state = :state, code = :code, enhanced = :enhanced, detail = :detail, next_at = :next_at, changed_at = :now,
    attempts = attempts + CASE WHEN :state = 'queued' THEN -(state = 'sending') ELSE state = 'queued' END
WHERE issue = :issue AND subscriber = :subscriber AND state IN ('queued', 'sending');

-- name: log(issue, subscriber, now, state, code, enhanced, detail)*!
INSERT INTO attempt (issue, subscriber, serial, at, state, code, enhanced, detail)
SELECT issue, subscriber,
    (SELECT count(*) FROM attempt AS earlier WHERE earlier.issue = :issue AND earlier.subscriber = :subscriber),
    :now, :state, :code, :enhanced, :detail
FROM delivery WHERE issue = :issue AND subscriber = :subscriber AND state IN ('queued', 'sending');

-- name: left_sending()
-- Left by a run that was cut off between handing a message over and writing down the answer.
SELECT delivery.issue, delivery.subscriber, delivery.attempts - 1, subscriber.address, subscriber.name
FROM delivery JOIN subscriber ON subscriber.id = delivery.subscriber WHERE delivery.state = 'sending';

-- name: detail(issue)$
SELECT detail FROM delivery WHERE issue = :issue ORDER BY changed_at DESC, subscriber LIMIT 1;

-- name: in_doubt(issue)
SELECT subscriber FROM delivery WHERE issue = :issue AND state = 'in doubt' ORDER BY subscriber;

-- name: log_doubt(issue, subscriber, now, state, detail)*!
INSERT INTO attempt (issue, subscriber, serial, at, state, code, enhanced, detail)
SELECT issue, subscriber,
    (SELECT count(*) FROM attempt AS earlier WHERE earlier.issue = :issue AND earlier.subscriber = :subscriber),
    :now, :state, 0, '', :detail
FROM delivery WHERE issue = :issue AND subscriber = :subscriber AND state = 'in doubt';

-- name: resolve(state, detail, now, issue, subscriber)*!
UPDATE delivery SET state = :state, detail = :detail, changed_at = :now
WHERE issue = :issue AND subscriber = :subscriber AND state = 'in doubt';

-- name: doubt_waiting(now)*!
UPDATE delivery SET state = 'in doubt', detail = 'waited when the backup was made; may have been sent since', changed_at = :now
WHERE state IN ('queued', 'sending', 'deferred');

-- name: requeue(now, issue)!
UPDATE delivery SET state = 'queued', changed_at = :now
WHERE state = 'deferred' AND issue = :issue AND next_at <= :now;

-- name: expire(now, issue)!
UPDATE delivery SET state = 'expired', changed_at = :now WHERE state = 'deferred' AND issue = :issue;
