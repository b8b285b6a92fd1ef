-- Why: a turn belongs to a replica that has joined, under the epoch it joined with, and others may
-- wish to stop it. One server holds a data directory, so here this is bookkeeping; it keeps the
-- rules the same as where replicas share a database.
-- Old rows: turns of servers before have epoch 0, which no replica has any more.
-- Back: older servers refuse the newer schema.

CREATE TABLE replicas (
    id BLOB PRIMARY KEY,
    epoch INTEGER NOT NULL,
    counter INTEGER NOT NULL DEFAULT 0,
    joined_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last epoch that was given: none is given twice, also to a replica that was taken out.
CREATE TABLE replica_epochs (last INTEGER NOT NULL) STRICT;
INSERT INTO replica_epochs (last) VALUES (0);

ALTER TABLE turns ADD COLUMN stop_wanted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX turns_to_stop ON turns (owner, epoch) WHERE stop_wanted = 1 AND state = 'running';
