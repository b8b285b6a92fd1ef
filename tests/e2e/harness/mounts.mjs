// Small and read-only file systems, for what only a real full disk shows. They need root.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './places.mjs';

const mounted = new Set();
process.on('exit', () => {
  for (const folder of mounted) spawnSync('umount', ['--lazy', folder]);
});

/** A file system in memory of so many bytes at a new folder, or undefined where that is not allowed. */
export function smallDisk(bytes) {
  const folder = temporaryFolder('disk');
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  if (done.status !== 0) return undefined;
  mounted.add(folder);
  return {
    folder,
    makeReadOnly: () => spawnSync('mount', ['-o', 'remount,ro', folder]).status === 0,
    unmount() {
      mounted.delete(folder);
      spawnSync('umount', ['--lazy', folder]);
    },
  };
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
