// A data folder as the first version of parlance left it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root, temporaryFolder } from './places.mjs';

const step = path.join(root, 'src/adapters/sqlite/migrations/0001_conversations_and_documents.sql');

// Python, because Node 20 has no SQLite; ./dev needs it anyway.
const script = `
import sqlite3, sys
where, step, checksum = sys.argv[1:]
mine = bytes.fromhex("01900000000070008000000000000001")
ids = {n: bytes.fromhex("0190f0f000007000800000000000000" + n) for n in "1234"}
db = sqlite3.connect(where)
db.executescript(
    "PRAGMA application_id = 1886547043; CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, "
    "name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;"
    + open(step, encoding="utf-8").read())
def add(table, *values):
    db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
add("schema_migrations", 1, "conversations_and_documents", checksum, 0)
add("conversations", 1, mine, ids["1"], "Of the old days", 1000, 2000, None)
add("turns", 1, mine, ids["2"], 1, None, None, "completed", ids["4"], 0, 1000, 2000, None,
    "offline", "", "Where was the orrery?", "The orrery stood in the hall.")
add("documents", 1, mine, ids["3"], "hall.md", "The hall", "text/markdown", 30, "0" * 64, "ready", "",
    1, 0, 1000, None)
add("passages", 1 << 20, ids["4"], 1, 0, None, "", "The orrery stands in the hall.")
db.execute("INSERT INTO passage_terms (rowid, title_terms, section_terms, text_terms) VALUES (?, ?, ?, ?)",
    (1 << 20, "hall", "", "orreri stand hall"))
db.commit()
`;

/** The folder. It holds one conversation with one turn, and one document that was read. */
export function folderOfFirstVersion() {
  const data = temporaryFolder();
  const checksum = createHash('sha256').update(fs.readFileSync(step)).digest('hex');
  execFileSync('python3', ['-c', script, path.join(data, 'parlance.db'), step, checksum]);
  return {
    data,
    conversation: '0190f0f0-0000-7000-8000-000000000001',
    turn: '0190f0f0-0000-7000-8000-000000000002',
    document: '0190f0f0-0000-7000-8000-000000000003',
  };
}
