"""The project's files as the checks see them, and what a check reports."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from parlance_dev.commands import read
from parlance_dev.project import ROOT

CPP = (".cpp", ".hpp")
SCRIPTS = (".ts", ".tsx", ".js", ".mjs", ".py")


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int  # from 1; 0 when it is about the whole file
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Tree:
    """Files that are or would be committed; paths are relative to the root, with slashes."""

    def __init__(self, root: Path, paths: Iterable[str]) -> None:
        self.root = root
        self.paths = sorted(paths)

    def matching(self, *suffixes: str, under: str = "") -> list[str]:
        return [one for one in self.paths if one.endswith(suffixes) and one.startswith(under)]

    @functools.lru_cache(maxsize=None)  # noqa: B019 - a tree lives as long as the run
    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def lines(self, path: str) -> list[str]:
        return self.text(path).splitlines()


def of_project() -> Tree:
    _, text = read(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    paths = [one for one in text.split("\0") if one and (ROOT / one).is_file()]
    return Tree(ROOT, paths)
