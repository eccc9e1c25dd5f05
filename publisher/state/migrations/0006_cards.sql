-- Posts that have, or once had, a share card: its address is out in the world, so they keep it.
CREATE TABLE card (
    post_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
