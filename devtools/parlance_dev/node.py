"""Node and npm: the system's when it is new enough, otherwise the one pinned in devtools/node."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from parlance_dev import packages, stamps
from parlance_dev.commands import Failed, read, run, say
from parlance_dev.project import NODE_TOOLS, ROOT

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
    if not pinned_folders() or not _stamp().is_current():
        packages.require("node")
        if system_is_enough():
            return
        say("The system's Node is older than 20.19: bringing the pinned one")
        run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=NODE_TOOLS)
        _stamp().set()
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
    """`npm ci`, when the folder's lockfile or the Node that runs it has changed since the last."""
    stamp = stamps.of(
        f"npm-{'-'.join(folder.relative_to(ROOT).parts)}",
        [folder / "package-lock.json", folder / "package.json"],
        also=read(["node", "--version"])[1],
    )
    if (folder / "node_modules").is_dir() and stamp.is_current():
        return
    run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)
    stamp.set()


def _stamp() -> stamps.Stamp:
    return stamps.of("npm-devtools-node", [NODE_TOOLS / "package-lock.json"])
