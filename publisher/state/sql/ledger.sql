-- name: standing(name)^
SELECT baseline, checked_until, rule, next_due FROM newsletter WHERE name = :name;

-- name: put_standing(name, baseline, checked_until, rule, next_due)!
-- The baseline is set at the first run and stays.
INSERT INTO newsletter (name, baseline, checked_until, rule, next_due)
VALUES (:name, :baseline, :checked_until, :rule, :next_due)
ON CONFLICT (name) DO UPDATE SET
    checked_until = excluded.checked_until, rule = excluded.rule, next_due = excluded.next_due;

-- name: mailed(newsletter)
-- The posts that a newsletter has carried, by what they may be known again by.
SELECT post_id, heading, issue FROM mailed WHERE newsletter = :newsletter;

-- name: open_issue(id, newsletter, period, subject, html, text, opened_at)!
-- Its key is (newsletter, period): opening a second one for the period fails.
INSERT INTO issue (id, newsletter, period, subject, html, text, opened_at)
VALUES (:id, :newsletter, :period, :subject, :html, :text, :opened_at);

-- name: add_slot(issue, name, mark, in_html, in_text)*!
INSERT INTO slot (issue, name, mark, in_html, in_text) VALUES (:issue, :name, :mark, :in_html, :in_text);

-- name: slots(issue)
SELECT name, mark, in_html, in_text FROM slot WHERE issue = :issue ORDER BY name;

-- name: add_proof(issue, path, media_type, content)*!
INSERT INTO proof (issue, path, media_type, content) VALUES (:issue, :path, :media_type, :content);

-- name: shown_issues()
-- Letters without a web version have no such page.
SELECT issue FROM proof WHERE path = 'public/newsletters/' || issue || '/index.html';

-- name: proofs(issue)
SELECT path, media_type, content FROM proof WHERE issue = :issue ORDER BY path;

-- name: mailed_posts()
SELECT DISTINCT post_id FROM mailed;

-- name: add_mailed(newsletter, post_id, issue, heading)*!
INSERT INTO mailed (newsletter, post_id, issue, heading)
VALUES (:newsletter, :post_id, :issue, :heading);

-- name: queue_deliveries(issue, changed_at, newsletter)!
-- Queueing twice adds nobody. No mail without proof of consent.
INSERT INTO delivery (issue, subscriber, state, changed_at)
SELECT :issue, subscriber, 'queued', :changed_at FROM subscription
WHERE newsletter = :newsletter AND state = 'active' AND EXISTS (
    SELECT 1 FROM consent WHERE consent.subscriber = subscription.subscriber
    AND consent.newsletter = :newsletter AND consent.event = 'given'
)
ON CONFLICT DO NOTHING;

-- name: issues()
-- Every issue, newest first, without its letter.
SELECT id, newsletter, period, subject, opened_at FROM issue ORDER BY opened_at DESC, id;

-- name: letter(id)^
SELECT subject, html, text FROM issue WHERE id = :id;

-- name: paused(id)$
-- Why the issue rests; '' when it does not.
SELECT paused FROM issue WHERE id = :id;

-- name: pause(id, reason)!
UPDATE issue SET paused = :reason WHERE id = :id;

-- name: settle_slots(now)!
-- Nothing that was due until then is opened any more; the calendar is asked anew.
UPDATE newsletter SET checked_until = max(checked_until, :now), next_due = :now, rule = '';
