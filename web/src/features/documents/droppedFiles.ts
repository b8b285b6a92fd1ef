const filesMax = 2_000;

function asFile(entry: FileSystemFileEntry): Promise<File | undefined> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));
}

function someEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
}

async function walk(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length >= filesMax || entry.name.startsWith('.')) return;
  if (entry.isFile) {
    const file = await asFile(entry as FileSystemFileEntry);
    if (file) files.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives a part at a time.
  for (let part = await someEntries(reader); part.length > 0; part = await someEntries(reader)) {
    for (const inside of part) await walk(inside, files);
  }
}

/** The files that were dropped, also those in folders; hidden ones in folders are left out. */
export async function droppedFiles(dropped: DataTransfer): Promise<File[]> {
  // Entries have to be taken before anything else is waited for.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...dropped.files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const files: File[] = [];
  for (const entry of entries) if (entry) await walk(entry, files);
  return files;
}

export function hasFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}
