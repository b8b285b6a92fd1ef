-- Why: documents, the queue in which they wait to be read, their passages and what finds them.
-- Back: older servers do not know these tables.

-- Everybody who added a document, with when the documents of each were last taken as a number that
-- only grows. A scope is what is searched together: the documents of one owner, under the owner's
-- number, or 0: the samples, which everybody reads.
CREATE TABLE document_owners (
    number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    principal uuid NOT NULL UNIQUE,
    last_taken bigint NOT NULL DEFAULT 0
);
CREATE INDEX document_owners_by_turn ON document_owners (last_taken, principal);

CREATE TABLE documents (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    principal uuid NOT NULL REFERENCES document_owners (principal),
    id uuid NOT NULL UNIQUE,
    scope integer NOT NULL,
    file_name bytea NOT NULL,
    title bytea NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    content_hash bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'reading', 'ready', 'failed')),
    reason bytea NOT NULL DEFAULT '',
    passage_count bigint NOT NULL DEFAULT 0,
    page_count bigint NOT NULL DEFAULT 0,
    is_sample boolean NOT NULL,
    created_at bigint NOT NULL,
    deleted_at bigint,
    reader uuid,
    epoch bigint NOT NULL DEFAULT 0,
    attempts bigint NOT NULL DEFAULT 0,
    lease_until bigint NOT NULL DEFAULT 0,
    due_at bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX documents_by_content ON documents (principal, content_hash, file_name)
    WHERE deleted_at IS NULL;
CREATE INDEX documents_by_age ON documents (scope, created_at DESC, id DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX documents_ready ON documents (scope, seq) INCLUDE (passage_count)
    WHERE state = 'ready' AND deleted_at IS NULL;
CREATE INDEX documents_queued ON documents (principal, seq)
    WHERE state = 'queued' AND deleted_at IS NULL;
CREATE INDEX documents_reading ON documents (lease_until) WHERE state = 'reading';
CREATE INDEX documents_deleted ON documents (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX documents_by_hash ON documents (content_hash);

-- seq = document's seq * 2^20 + place in the document, from 0: a number tells its document without
-- a join.
CREATE TABLE passages (
    seq bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    page bigint,
    section bytea NOT NULL,
    text bytea NOT NULL
);

-- Where a term stands: a row for every term of the passages of a document that were kept together.
-- `places` lists those passages, see passage_postings.hpp. in_headings: one of them has the term in
-- its title or section. The scope is that of the document.
CREATE TABLE passage_postings (
    document bigint NOT NULL,
    scope integer NOT NULL,
    passages integer NOT NULL,
    in_headings boolean NOT NULL,
    term bytea NOT NULL,
    places bytea NOT NULL
);
CREATE INDEX passage_postings_by_term ON passage_postings (scope, term, document);
CREATE INDEX passage_postings_in_headings ON passage_postings (scope, term, document)
    WHERE in_headings;
CREATE INDEX passage_postings_of_document ON passage_postings (document);
