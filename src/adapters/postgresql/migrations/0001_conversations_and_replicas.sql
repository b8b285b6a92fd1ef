-- Why: the first schema. Every row belongs to a principal, also while there is only one.
-- Ids are uuid, times are milliseconds since 1970 (UTC) as the replicas give them, `seq` is the order
-- of writing and what rows refer to each other by. Text that people, models and files wrote is bytea:
-- a text column refuses NUL and what is no UTF-8, and what came in must come out.
-- Back: nothing older exists.

CREATE TABLE conversations (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    principal uuid NOT NULL,
    id uuid NOT NULL,
    title bytea NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    deleted_at bigint,
    UNIQUE (principal, id)
);
CREATE INDEX conversations_by_update ON conversations (principal, updated_at DESC, id DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX conversations_deleted ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;

-- A replica that joined and has neither left nor been declared dead. Whoever writes for it locks its
-- row against being taken out; its heartbeat does not mind.
CREATE TABLE replicas (
    id uuid PRIMARY KEY,
    epoch bigint NOT NULL,
    counter bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
-- Epochs are given from here, none twice.
CREATE TABLE replica_epochs (
    epoch bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    replica uuid NOT NULL,
    joined_at bigint NOT NULL
);

CREATE TABLE turns (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    principal uuid NOT NULL,
    id uuid NOT NULL,
    conversation bigint NOT NULL REFERENCES conversations (seq),
    parent bigint REFERENCES turns (seq),
    continues_turn bigint REFERENCES turns (seq),
    state text NOT NULL CHECK (
        state IN ('queued', 'running', 'completed', 'stopped', 'interrupted', 'failed')),
    owner uuid NOT NULL,
    epoch bigint NOT NULL,
    stop_wanted boolean NOT NULL DEFAULT false,
    created_at bigint NOT NULL,
    finished_at bigint,
    fault text,
    model text NOT NULL,
    trace_id text NOT NULL DEFAULT '',
    request_fingerprint bytea NOT NULL,
    question bytea NOT NULL,
    answer bytea NOT NULL DEFAULT '',
    UNIQUE (principal, id)
);
CREATE INDEX turns_of_conversation ON turns (conversation, seq);
CREATE INDEX turns_by_parent ON turns (parent) WHERE parent IS NOT NULL;
CREATE INDEX turns_by_continued ON turns (continues_turn) WHERE continues_turn IS NOT NULL;
CREATE INDEX turns_running ON turns (conversation) WHERE state IN ('queued', 'running');
CREATE INDEX turns_owned ON turns (owner, epoch) WHERE state IN ('queued', 'running');
CREATE INDEX turns_to_stop ON turns (owner, epoch) WHERE stop_wanted AND state = 'running';

-- Growth of a running turn. Its rows go when the turn ends: vacuum comes often, so that the table
-- stays as small as what is in it. It does not refer to turns: that would lock and write the turn's
-- row at every tick. Rows of turns that have ended are swept up now and then.
CREATE TABLE turn_progress (
    turn bigint NOT NULL,
    from_byte bigint NOT NULL,
    text bytea NOT NULL,
    PRIMARY KEY (turn, from_byte)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 0,
        autovacuum_analyze_threshold = 50000);

CREATE TABLE turn_events (
    turn bigint NOT NULL REFERENCES turns (seq) ON DELETE CASCADE,
    ordinal bigint NOT NULL,
    at_byte bigint NOT NULL,
    kind text NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (turn, ordinal)
);

CREATE TABLE turn_feedback (
    turn bigint PRIMARY KEY REFERENCES turns (seq) ON DELETE CASCADE,
    verdict text NOT NULL CHECK (verdict IN ('up', 'down')),
    message bytea NOT NULL DEFAULT ''
);

-- A message is a title, a question or an answer. Its number is the seq of its turn * 4, + 1 for the
-- question, + 2 for the answer, + 0 for the title, which belongs to its conversation's first turn:
-- the newest messages have the highest numbers, and a number tells its turn without a join.
-- The version grows when a message changes while it is being indexed, so that it is indexed again.
CREATE TABLE messages_to_index (
    message bigint PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
