-- Why: one's messages are searched, answers are rated, deleted conversations are erased after a
-- while, and a turn that failed names its place in the log.
-- Old rows: every message of 0001 is put on the list of what is to be indexed; the server works it
-- off in small steps after its start.
-- Back: older servers refuse the newer schema; nothing of theirs is changed.

-- Of the request that began the turn; NULL for turns of 0001.
ALTER TABLE turns ADD COLUMN trace_id TEXT;

-- What erasing a conversation looks for: rows that name the turns that go, and what has gone long
-- enough.
CREATE INDEX turns_by_continued ON turns (continues_turn) WHERE continues_turn IS NOT NULL;
CREATE INDEX conversations_deleted ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE turn_feedback (
    turn INTEGER PRIMARY KEY REFERENCES turns (seq) ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
    message TEXT NOT NULL DEFAULT ''
) STRICT;

-- A message is a title, a question or an answer. Its number is the seq of its turn * 4, + 1 for the
-- question, + 2 for the answer, + 0 for the title, which belongs to its conversation's first turn:
-- the newest messages have the highest numbers, and a number tells its turn without a join.
-- The version grows when a message changes while it is being indexed, so that it is indexed again.
CREATE TABLE messages_to_index (
    message INTEGER PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Terms that were analysed already, separated by spaces, as in passage_terms. Ranking reads them
-- from here, so that the index needs neither places nor sizes.
CREATE VIRTUAL TABLE message_terms USING fts5 (
    terms,
    tokenize = "ascii tokenchars '-_.+#@&%$/:'",
    detail = none,
    columnsize = 0
);

INSERT INTO messages_to_index (message) SELECT min(seq) * 4 FROM turns GROUP BY conversation;
INSERT INTO messages_to_index (message) SELECT seq * 4 + 1 FROM turns;
INSERT INTO messages_to_index (message) SELECT seq * 4 + 2 FROM turns WHERE answer <> '';
