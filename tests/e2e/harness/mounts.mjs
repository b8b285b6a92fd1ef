// Small and read-only file systems, for what only a real full disk shows. They need root.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './places.mjs';

const mounted = new Set();
process.on('exit', () => {
  for (const folder of mounted) spawnSync('umount', ['--lazy', folder]);
});

/**
 * A file system in memory of so many bytes (and files, if said) at a new folder, or undefined where that
 * is not allowed.
 */
export function smallDisk(bytes, { files } = {}) {
  const folder = temporaryFolder('disk');
  const size = files ? `size=${bytes},nr_inodes=${files}` : `size=${bytes}`;
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder]);
  if (done.status !== 0) return undefined;
  mounted.add(folder);
  const remount = (how) => spawnSync('mount', ['-o', `remount,${how}`, folder]).status === 0;
  return {
    folder,
    makeReadOnly: () => remount('ro'),
    makeWritable: () => remount('rw'),
    unmount() {
      mounted.delete(folder);
      spawnSync('umount', ['--lazy', folder]);
    },
  };
}

/** Makes empty files in `folder` until no more can be made; a function that removes them. */
export function fillWithFiles(folder) {
  const made = [];
  for (;;) {
    const file = path.join(folder, `empty-${made.length}`);
    try {
      fs.writeFileSync(file, '');
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      return () => made.forEach((one) => fs.rmSync(one));
    }
    made.push(file);
  }
}

/** Writes a file into `folder` until nothing more fits; a function that removes it. */
export function fill(folder) {
  const file = path.join(folder, 'filler');
  const handle = fs.openSync(file, 'w');
  for (let size = 1 << 20; size >= 1;) {
    try {
      if (fs.writeSync(handle, Buffer.alloc(size)) < size) size >>= 1;
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
      size >>= 1;
    }
  }
  fs.closeSync(handle);
  return () => fs.rmSync(file);
}
