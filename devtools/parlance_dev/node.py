"""Node and npm: the system's when it is new enough, otherwise the one pinned in devtools/node."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from parlance_dev import packages
from parlance_dev.commands import Failed, read, run, say
from parlance_dev.project import NODE_TOOLS

LOWEST = (20, 19)
PINNED = NODE_TOOLS / "node_modules"


def version(text: str) -> tuple[int, int]:
    """(major, minor) of `node --version`; (0, 0) for anything else."""
    found = re.fullmatch(r"v(\d+)\.(\d+)\.\d+\S*", text.strip())
    return (int(found[1]), int(found[2])) if found else (0, 0)


def system_is_enough() -> bool:
    if shutil.which("npm") is None:
        return False
    return version(read(["node", "--version"])[1]) >= LOWEST


def require() -> None:
    """Afterwards `node` and `npm` in PATH are new enough, for this process and its children."""
    if system_is_enough():
        return
    if not pinned_folders() or not is_installed(NODE_TOOLS):
        packages.require("node")
        if system_is_enough():
            return
        say("The system's Node is older than 20.19: bringing the pinned one")
        install(NODE_TOOLS)
    for folder in pinned_folders():
        put_first(folder)
    if version(read(["node", "--version"])[1]) < LOWEST or read(["npm", "--version"])[0] != 0:
        raise Failed("the pinned Node does not run here: remove devtools/node/node_modules")


def pinned_folders() -> list[Path]:
    """Where the pinned npm and node are; Debian's npm 9 links only the first of them in .bin."""
    node = sorted(PINNED.glob("node-linux-*/bin"))
    return [PINNED / ".bin", *node] if node else []


def put_first(folder: Path) -> None:
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def install(folder: Path) -> None:
    """`npm ci`, unless what the folder's lockfile asks for is already there."""
    if not is_installed(folder):
        run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)


def is_installed(folder: Path) -> bool:
    """npm notes what it has put into node_modules, last of all, in the form of a lockfile."""
    try:
        wanted = _packages(folder / "package-lock.json")
        there = _packages(folder / "node_modules" / ".package-lock.json")
    except FileNotFoundError:
        return False
    if there.keys() - wanted.keys():
        return False
    return all(
        _same(entry, there[path]) if path in there else _may_be_absent(entry)
        for path, entry in wanted.items()
    )


def _packages(lockfile: Path) -> dict[str, dict[str, object]]:
    listed = json.loads(lockfile.read_text(encoding="utf-8"))["packages"]
    return {path: entry for path, entry in listed.items() if path}


def _same(one: dict[str, object], other: dict[str, object]) -> bool:
    return all(one.get(key) == other.get(key) for key in ("version", "integrity"))


def _may_be_absent(entry: dict[str, object]) -> bool:
    """Made for another platform, or wanted only by such a package."""
    return bool(entry.get("optional") or entry.get("devOptional") or entry.get("peer"))
