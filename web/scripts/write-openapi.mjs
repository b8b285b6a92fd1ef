// The contract as JSON: what the server answers at /openapi.json.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from 'yaml';

const contract = parse(await readFile(new URL('../../api/openapi.yaml', import.meta.url), 'utf8'));
const folder = new URL('../../build/web/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL('openapi.json', folder), JSON.stringify(contract));
