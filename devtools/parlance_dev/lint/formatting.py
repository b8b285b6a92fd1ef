"""clang-format over every C++ file."""

from __future__ import annotations

import re
import subprocess

from parlance_dev.commands import Failed, announce, run
from parlance_dev.lint.tree import CPP, Finding, Tree
from parlance_dev.project import ROOT

PROGRAM = "clang-format-14"
_WARNING = re.compile(r"^(?P<path>[^:\n]+):(?P<line>\d+):\d+: (?:error|warning): ", re.MULTILINE)


def check(tree: Tree, fix: bool) -> list[Finding]:
    files = tree.matching(*CPP)
    if not files:
        return []
    if fix:
        run([PROGRAM, "-i", *files], quiet=True) if len(files) < 4 else _fix(files)
        return []
    announce([PROGRAM, "--dry-run", "-Werror", f"…{len(files)} files"])
    try:
        done = subprocess.run(
            [PROGRAM, "--dry-run", "-Werror", *files],
            cwd=ROOT, check=False, capture_output=True, text=True,
        )  # fmt: skip
    except FileNotFoundError as missing:
        raise Failed(f"{PROGRAM} is not installed: run ./dev setup") from missing
    found = {
        (match["path"].removeprefix(f"{ROOT}/"), int(match["line"]))
        for match in _WARNING.finditer(done.stderr)
    }
    if done.returncode != 0 and not found:
        raise Failed(f"{PROGRAM} ended with {done.returncode}\n{done.stderr}")
    return [Finding(path, line, "not formatted: ./dev lint --fix") for path, line in sorted(found)]


def _fix(files: list[str]) -> None:
    announce([PROGRAM, "-i", f"…{len(files)} files"])
    subprocess.run([PROGRAM, "-i", *files], cwd=ROOT, check=True)
