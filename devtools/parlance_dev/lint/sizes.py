"""Files stay small enough to read: 400 lines is the limit (function size is clang-tidy's)."""

from __future__ import annotations

from parlance_dev.lint.tree import CPP, SCRIPTS, Finding, Tree

LINES_MAX = 400
_GENERATED = ("generated", ".gen.", "web/src/api/schema.ts")


def is_generated(path: str) -> bool:
    return any(mark in path for mark in _GENERATED)


def check(tree: Tree) -> list[Finding]:
    found: list[Finding] = []
    for path in tree.matching(*CPP, *SCRIPTS, ".cmake", "CMakeLists.txt"):
        count = len(tree.lines(path))
        if count > LINES_MAX and not is_generated(path):
            found.append(Finding(path, 0, f"{count} lines; a file has at most {LINES_MAX}"))
    return found
