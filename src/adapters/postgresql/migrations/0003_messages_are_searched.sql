-- Why: one's messages are searched.
-- Back: older servers do not know this table.

-- A message that was made searchable, under its number (see messages_to_index). `terms` are those of
-- its text in their order, separated by spaces, as ranking reads them. `keys` are hashes, each of a
-- term together with its principal: whoever searches passes by what others wrote, however much it
-- is. Two terms may share a hash, so ranking looks at `terms` again.
CREATE TABLE message_terms (
    message bigint PRIMARY KEY,
    keys bigint[] NOT NULL,
    terms bytea NOT NULL
);
ALTER TABLE message_terms ALTER COLUMN keys SET STORAGE EXTERNAL;
CREATE INDEX message_terms_by_key ON message_terms USING gin (keys);
