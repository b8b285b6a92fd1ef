-- Why: the first schema. Every row belongs to a principal, also while there is only one.
-- Ids are 16 bytes, times are milliseconds since 1970 (UTC), `seq` is the order of writing and what
-- rows refer to each other by.
-- Back: nothing older exists.

CREATE TABLE conversations (
    seq INTEGER PRIMARY KEY,
    principal BLOB NOT NULL,
    id BLOB NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    UNIQUE (principal, id)
) STRICT;
CREATE INDEX conversations_by_update ON conversations (principal, updated_at DESC, id DESC)
    WHERE deleted_at IS NULL;

-- The long columns come last: what a list reads is found without them.
CREATE TABLE turns (
    seq INTEGER PRIMARY KEY,
    principal BLOB NOT NULL,
    id BLOB NOT NULL,
    conversation INTEGER NOT NULL REFERENCES conversations (seq),
    parent INTEGER REFERENCES turns (seq),
    continues_turn INTEGER REFERENCES turns (seq),
    state TEXT NOT NULL CHECK (
        state IN ('queued', 'running', 'completed', 'stopped', 'interrupted', 'failed')),
    owner BLOB NOT NULL,
    epoch INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    fault TEXT,
    model TEXT NOT NULL,
    request_fingerprint TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '',
    UNIQUE (principal, id)
) STRICT;
CREATE INDEX turns_of_conversation ON turns (conversation, seq);
CREATE INDEX turns_by_parent ON turns (parent) WHERE parent IS NOT NULL;
CREATE INDEX turns_running ON turns (conversation) WHERE state IN ('queued', 'running');

-- Growth of a running turn. Its rows go when the turn ends.
CREATE TABLE turn_progress (
    turn INTEGER NOT NULL REFERENCES turns (seq) ON DELETE CASCADE,
    from_byte INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (turn, from_byte)
) STRICT, WITHOUT ROWID;

CREATE TABLE turn_events (
    turn INTEGER NOT NULL REFERENCES turns (seq) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    at_byte INTEGER NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (turn, ordinal)
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: a number is never given twice, because index rows are named after it.
CREATE TABLE documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    principal BLOB NOT NULL,
    id BLOB NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    title TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'reading', 'ready', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    passage_count INTEGER NOT NULL DEFAULT 0,
    is_sample INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX documents_by_content ON documents (principal, content_hash, file_name)
    WHERE deleted_at IS NULL;
CREATE INDEX documents_by_age ON documents (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX documents_in_work ON documents (state, seq) WHERE state IN ('queued', 'reading');

-- seq = document's seq * 2^20 + ordinal: the index tells a passage's document without a join.
CREATE TABLE passages (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (seq),
    ordinal INTEGER NOT NULL,
    page INTEGER,
    section TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

-- Terms that were analysed already, separated by spaces, under the passage's seq. The ascii
-- tokenizer leaves every byte above 127 alone, and these signs too: no term is ever split.
CREATE VIRTUAL TABLE passage_terms USING fts5 (
    title_terms, section_terms, text_terms,
    tokenize = "ascii tokenchars '-_.+#@&%$/:'"
);
