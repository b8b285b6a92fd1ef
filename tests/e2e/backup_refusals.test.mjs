// What parlance backup and restore refuse: before anything is written, with a sentence.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { addAll, allReady, backup, filesOf, restore, tree } from './harness/backups.mjs';
import { fill, smallDisk } from './harness/mounts.mjs';
import { temporaryFolder } from './harness/places.mjs';
import { startServer } from './harness/server.mjs';

const names = Array.from({ length: 30 }, (_, i) => `note-${i}.md`);

let data;
let copy;
before(async () => {
  const server = await startServer();
  await addAll(server, names);
  await allReady(server);
  await server.kill('SIGINT');
  data = server.data;
  copy = path.join(temporaryFolder(), 'copy');
  assert.equal((await backup(data, copy)).code, 0);
});

/** Looks at all of `folders` before and after: nothing in them may have changed. */
async function refuses(run, { says, code = 2, folders }) {
  const looked = folders.map(tree);
  const ended = await run();
  assert.equal(ended.code, code, ended.output);
  assert.match(ended.stderr, says);
  assert.match(ended.stderr, /^parlance: .*\n$/, 'one sentence');
  assert.equal(ended.stdout, '');
  assert.deepEqual(folders.map(tree), looked, 'something was written');
}

test('a folder that no backup can go into is refused, and nothing is written', async () => {
  const outside = temporaryFolder();
  const at = (...parts) => path.join(outside, ...parts);
  fs.mkdirSync(at('full'));
  fs.writeFileSync(at('full', 'letter'), 'mine');
  fs.writeFileSync(at('file'), '');
  fs.symlinkSync(data, at('link'));
  fs.symlinkSync(path.join(data, 'blobs'), at('blobs'));
  fs.mkdirSync(at('begun', 'blobs'), { recursive: true });
  const cases = [
    [at('full'), /full is not empty: a backup goes into a folder of its own/],
    [copy, /copy is not empty/],
    [at('begun'), /begun holds a backup that was not finished/],
    [at('file'), /file is no folder/],
    [at('none', 'copy'), /cannot be made: there is no folder .*none/],
    [at('file', 'copy'), /cannot be made: there is no folder .*file/],
    [data, /is a folder that parlance keeps its data in/],
    [at('link'), /is a folder that parlance keeps its data in/],
    [`${at('link')}/../${path.basename(data)}`, /is a folder that parlance keeps its data in/],
    [at('blobs'), /lies in the data folder/],
    [path.join(data, 'copy'), /lies in the data folder/],
    [at('link', 'copy'), /lies in the data folder/],
    [at('blobs', 'copy'), /lies in the data folder/],
    [path.dirname(data), /holds the data folder/],
    ['/dev/null', /is no folder/],
    ['', /has no name/],
  ];
  for (const [folder, says] of cases) {
    await refuses(() => backup(data, folder), { says, folders: [outside, data] });
  }
});

test('a data folder without a database, or with that of another program, is not backed up', async () => {
  const empty = temporaryFolder();
  const other = temporaryFolder();
  fs.writeFileSync(path.join(other, 'parlance.db'), 'not a database at all'.repeat(300));
  for (const [folder, says, code] of [
    [empty, /there is no database in .*PARLANCE_DATA/, 2],
    [path.join(empty, 'missing'), /there is no database in /, 2],
    [other, /cannot read .*parlance\.db/, 1],
  ]) {
    const to = path.join(temporaryFolder(), 'copy');
    await refuses(() => backup(folder, to), { says, code, folders: [folder, to] });
  }
});

test('a damaged backup is refused, naming the file, and nothing is written', async () => {
  const data = temporaryFolder('target');
  const broken = path.join(temporaryFolder(), 'broken');
  const afresh = () => {
    fs.rmSync(broken, { recursive: true, force: true });
    fs.cpSync(copy, broken, { recursive: true });
  };
  const flip = (file) => {
    const bytes = fs.readFileSync(file);
    bytes[Math.floor(bytes.length / 3)] ^= 4;
    fs.writeFileSync(file, bytes);
  };
  const cut = (file) => fs.truncateSync(file, fs.statSync(file).size - 1);
  const grow = (file) => fs.appendFileSync(file, 'x');
  const emptied = (file) => fs.truncateSync(file, 0);
  const replaced = (file) => {
    fs.rmSync(file);
    fs.mkdirSync(file);
  };
  const files = filesOf(copy);
  const blobs = files.filter((name) => name.startsWith('blobs'));
  for (const name of ['manifest.json', 'parlance.db', blobs[0], blobs.at(-1)]) {
    for (const damage of [flip, cut, grow, emptied, fs.rmSync, replaced]) {
      afresh();
      damage(path.join(broken, name));
      await refuses(() => restore(data, broken), {
        says: new RegExp(path.basename(name).replace('.', '\\.')),
        folders: [data, broken],
      });
    }
  }
});

test('what is no backup is refused', async () => {
  const target = temporaryFolder('target');
  const file = path.join(temporaryFolder(), 'file');
  fs.writeFileSync(file, '');
  for (const [folder, says] of [
    [temporaryFolder(), /holds no finished backup/],
    [path.join(temporaryFolder(), 'none'), /is no folder/],
    [file, /is no folder/],
    ['/dev/null', /is no folder/],
    [data, /holds no finished backup|keeps its data/],
  ]) {
    await refuses(() => restore(target, folder), { says, folders: [target] });
  }
  await refuses(
    () => restore(target, copy, { env: { PARLANCE_DATABASE: 'postgresql://a@localhost/b' } }),
    { says: /is one of SQLite: .*PARLANCE_DATABASE/, folders: [target] },
  );
});

test('a restore is refused while a server has the data folder, and where data is', async () => {
  const server = await startServer();
  for (const more of [[], ['--replace']]) {
    await refuses(() => restore(server.data, copy, { more }), {
      says: new RegExp(`a server uses the data directory .*${server.url}`),
      code: 1,
      folders: [path.join(server.data, 'blobs')],
    });
  }
  await server.kill('SIGINT');
  await refuses(() => restore(data, copy), {
    says: /holds data already \(parlance\.db\): with --replace/,
    code: 1,
    folders: [data],
  });
  fs.mkdirSync(path.join(copy, 'inner'));
  await refuses(() => restore(path.join(copy, 'inner'), copy), {
    says: /holds the data folder/,
    folders: [copy],
  });
  fs.rmdirSync(path.join(copy, 'inner'));
});

test('a disk with too little room is refused before anything is written', async (t) => {
  const disk = smallDisk(1 << 20);
  if (!disk) return t.skip('needs root, to mount a small file system');
  const to = path.join(disk.folder, 'copy');
  const says = /storage full: the disk of .* has \d+ MiB free, and about \d+ MiB are needed/;

  await refuses(() => backup(data, to), { says, code: 1, folders: [disk.folder, data] });
  await refuses(() => restore(to, copy), { says, code: 1, folders: [disk.folder] });

  disk.unmount();
  return undefined;
});

test('a disk that fills up in between ends with a sentence, and what was begun is gone', async (t) => {
  const disk = smallDisk(64 << 20);
  if (!disk) return t.skip('needs root, to mount a small file system');
  // Room for bytes, but not for so many files.
  const limit = (count) =>
    spawnSync('mount', ['-o', `remount,nr_inodes=${count}`, disk.folder]).status;
  assert.equal(limit(20), 0);
  const to = path.join(disk.folder, 'copy');

  await refuses(() => backup(data, to), {
    says: /storage full|No space left/,
    code: 1,
    folders: [disk.folder, data],
  });
  await refuses(() => restore(to, copy), {
    says: /storage full|No space left/,
    code: 1,
    folders: [disk.folder],
  });

  // With --replace what was there stays in its place.
  assert.equal(limit(100_000), 0);
  assert.equal((await restore(to, copy)).code, 0);
  const used = fs.readdirSync(to, { recursive: true }).length;
  assert.equal(limit(used + 20), 0);
  await refuses(() => restore(to, copy, { more: ['--replace'] }), {
    says: /storage full|No space left/,
    code: 1,
    folders: [to],
  });
  disk.unmount();
  return undefined;
});

test('a read-only disk is refused', async (t) => {
  const disk = smallDisk(8 << 20);
  if (!disk?.makeReadOnly()) return t.skip('needs root, to mount a small file system');

  await refuses(() => backup(data, path.join(disk.folder, 'copy')), {
    says: /copy cannot be made: Read-only file system/,
    folders: [disk.folder],
  });
  await refuses(() => backup(data, disk.folder), {
    says: /cannot be written: Read-only file system/,
    folders: [disk.folder],
  });
  disk.unmount();
  return undefined;
});

test('a backup can be restored from a read-only disk', async (t) => {
  const disk = smallDisk(8 << 20);
  if (!disk) return t.skip('needs root, to mount a small file system');
  fs.cpSync(copy, path.join(disk.folder, 'copy'), { recursive: true });
  fill(disk.folder);
  disk.makeReadOnly();

  const { code, output } = await restore(
    path.join(temporaryFolder(), 'data'),
    path.join(disk.folder, 'copy'),
  );

  disk.unmount();
  assert.equal(code, 0, output);
  return undefined;
});
