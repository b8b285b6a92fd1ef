-- Why: documents are read by several readers that may die. A reading has a lease, is counted and is
-- tried again later, and each principal gets a turn.
-- Old rows: pages of text are counted from their passages (50 to a part where a format has none).
-- Back: older servers refuse the newer schema.

ALTER TABLE documents ADD COLUMN page_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN reader BLOB;
ALTER TABLE documents ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN lease_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;

UPDATE documents SET page_count = coalesce((
    SELECT max(coalesce(page, ordinal / 50 + 1)) FROM passages
    WHERE passages.seq >= documents.seq << 20 AND passages.seq < (documents.seq + 1) << 20), 0)
WHERE state = 'ready';

DROP INDEX documents_in_work;
CREATE INDEX documents_queued ON documents (principal, seq)
    WHERE state = 'queued' AND deleted_at IS NULL;
CREATE INDEX documents_reading ON documents (lease_until) WHERE state = 'reading';
CREATE INDEX documents_deleted ON documents (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX documents_by_hash ON documents (content_hash);

-- When each principal's documents were last taken, as a number that only grows.
CREATE TABLE reading_turns (
    principal BLOB PRIMARY KEY,
    last_taken INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO reading_turns (principal) SELECT DISTINCT principal FROM documents;
