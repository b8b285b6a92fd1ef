// Fails when src/api/schema.ts is not what the contract gives; `npm run api` makes it so.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const web = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(path.join(tmpdir(), 'parlance-api-'));
try {
  const made = path.join(folder, 'schema.ts');
  const generator = path.join(web, 'node_modules/openapi-typescript/bin/cli.js');
  const contract = path.join(web, '../api/openapi.yaml');
  await promisify(execFile)(process.execPath, [generator, contract, '--output', made]);
  const [kept, current] = await Promise.all([
    readFile(path.join(web, 'src/api/schema.ts'), 'utf8'),
    readFile(made, 'utf8'),
  ]);
  if (kept !== current) {
    console.error(
      'src/api/schema.ts is not current with api/openapi.yaml: run `npm run api` and commit it',
    );
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
