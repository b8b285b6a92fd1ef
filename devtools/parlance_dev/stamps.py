"""Remembers what a step was last done for, by content, so that an unchanged tree costs nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from parlance_dev.project import ROOT, STAMPS


@dataclass(frozen=True)
class Stamp:
    name: str
    digest: str

    def is_current(self) -> bool:
        try:
            return self._file().read_text(encoding="ascii") == self.digest
        except FileNotFoundError:
            return False

    def set(self) -> None:
        STAMPS.mkdir(parents=True, exist_ok=True)
        self._file().write_text(self.digest, encoding="ascii")

    def _file(self) -> Path:
        return STAMPS / self.name


def of(name: str, files: Iterable[Path], also: str = "") -> Stamp:
    """A stamp over the names and contents of the files that exist."""
    digest = hashlib.sha256(also.encode())
    for file in sorted(files):
        if not file.is_file():
            continue
        content = file.read_bytes()
        name_of_file = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
        digest.update(f"{name_of_file} {len(content)}\n".encode())
        digest.update(content)
    return Stamp(name, digest.hexdigest())


def tree(folder: Path, but: frozenset[str] = frozenset({"node_modules"})) -> list[Path]:
    """Every file below the folder, except in folders of the given names."""
    found: list[Path] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if not here.is_dir():
            continue
        for entry in here.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                if entry.name not in but:
                    waiting.append(entry)
            else:
                found.append(entry)
    return found
