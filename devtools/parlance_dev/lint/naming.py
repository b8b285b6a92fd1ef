"""Names of folders and of tests."""

from __future__ import annotations

import re

from parlance_dev.lint.tree import Finding, Tree

_HOMELESS = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "misc"}
_TEST = re.compile(r"^\s*(?:TYPED_)?TEST(?:_F|_P)?\s*\(\s*\w+\s*,\s*(\w+)")
_TEST_START = re.compile(r"^\s*(?:TYPED_)?TEST(?:_F|_P)?\s*\(")
_NAME = re.compile(r"given_\w+_then_\w+")  # what is given may say what happens: _when_ is optional


def folder_findings(paths: list[str]) -> list[Finding]:
    folders = {"/".join(path.split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 1)}
    return [
        Finding(folder, 0, "a folder is a noun from the user's world: this concept has no name yet")
        for folder in sorted(folders)
        if folder.split("/")[-1] in _HOMELESS
    ]


def test_findings(path: str, lines: list[str]) -> list[Finding]:
    found: list[Finding] = []
    for number, line in enumerate(lines, start=1):
        if not _TEST_START.match(line):
            continue
        # The formatter may put the name on the next line.
        match = _TEST.match(line + " " + (lines[number].strip() if number < len(lines) else ""))
        if match and not _NAME.fullmatch(match[1].removeprefix("DISABLED_")):
            found.append(Finding(path, number, f"{match[1]}: name it given_x_when_y_then_z"))
    return found


def check(tree: Tree) -> list[Finding]:
    found = folder_findings(tree.paths)
    for path in tree.matching(".cpp", under="tests/"):
        found += test_findings(path, tree.lines(path))
    return found
