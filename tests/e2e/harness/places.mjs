// Where things are in a checkout, and temporary folders that go when the test ends.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const binary = path.resolve(
  root,
  process.env.PARLANCE_BINARY ?? 'build/release/bin/parlance',
);
export const screenshots = path.join(root, 'build', 'e2e', 'screenshots');
export const samples = path.join(root, 'samples');

const made = new Set();

export function temporaryFolder(name = 'data') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `parlance-e2e-${name}-`));
  made.add(folder);
  return folder;
}

export function removeTemporaryFolders() {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  made.clear();
}
