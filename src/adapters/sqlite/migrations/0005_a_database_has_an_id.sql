-- Why: the folder of original files belongs to one database. Both bear the same id, so that a
-- database that is lost, empty or configured by mistake erases no file of another one.
-- The server makes the id at its first start, not this step: a copy of a schema has none.
-- Back: older servers refuse the newer schema.

CREATE TABLE store_identity (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id BLOB NOT NULL
) STRICT;
