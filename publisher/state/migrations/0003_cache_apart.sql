-- What was seen and rendered lies in a file of its own now, which may be lost: cache.db.
DROP TABLE rendered;
DROP TABLE source;
DROP TABLE artifact;
DELETE FROM fact;
