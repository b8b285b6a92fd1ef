-- Why: the folder of original files belongs to one database. Both bear the same id, so that a
-- database that is lost, empty or configured by mistake erases no file of another one.
-- The server makes the id at its first start, not this step: a copy of a schema has none.
-- Online: a table that nothing used before.
-- Back: older servers do not look at it.
CREATE TABLE store_identity (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    id uuid NOT NULL
);
