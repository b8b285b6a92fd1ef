"""Which of our headers a file is compiled from: what a clean clang-tidy result depends on."""

from __future__ import annotations

import hashlib
import re

from parlance_dev.lint.tree import CPP, Tree

_INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


class IncludeGraph:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known = set(tree.matching(*CPP))
        self._direct: dict[str, frozenset[str]] = {}

    def resolved(self, name: str, includer: str) -> str | None:
        """The project's file that the include names, or None for a foreign header."""
        folder = includer.rsplit("/", 1)[0]
        places = [f"{folder}/{name}", f"tests/{name}"]
        if name.startswith("parlance/"):
            rest = name.removeprefix("parlance/")
            places = [f"src/{rest}", f"src/adapters/{rest}", f"src/workers/{rest}"]
        return next((place for place in places if place in self._known), None)

    def direct(self, path: str) -> frozenset[str]:
        if path not in self._direct:
            names = _INCLUDE.findall(self._tree.text(path))
            found = {self.resolved(name, path) for name in names}
            self._direct[path] = frozenset(one for one in found if one)
        return self._direct[path]

    def all_of(self, path: str) -> set[str]:
        """The file itself and every header of ours below it."""
        found = {path}
        waiting = [path]
        while waiting:
            for header in self.direct(waiting.pop()) - found:
                found.add(header)
                waiting.append(header)
        return found

    def digest(self, path: str, also: str) -> str:
        digest = hashlib.sha256(also.encode())
        for one in sorted(self.all_of(path)):
            digest.update(f"{one}\n{self._tree.text(one)}".encode())
        return digest.hexdigest()
