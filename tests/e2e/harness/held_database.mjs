// Somebody else who holds the database of a data folder, so that nothing can be committed meanwhile.
import path from 'node:path';
import { Program } from './program.mjs';

// Python, because Node 20 has no SQLite; ./dev needs it anyway.
const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
db.execute("ROLLBACK")
`;

/** Holds it until `letGo()` has resolved. */
export async function holdDatabase(data) {
  const holder = new Program('python3', ['-c', script, path.join(data, 'parlance.db')], {
    stdin: 'pipe',
  });
  await holder.says(/held/);
  return {
    async letGo() {
      holder.child.stdin.end();
      await holder.endsWithin(10_000);
    },
  };
}
