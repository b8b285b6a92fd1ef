"""Files that must agree with others: the folder table, the limits' tests, the lockfiles, the skips."""

from __future__ import annotations

import json
import re

from parlance_dev.lint.tree import Finding, Tree

_ARCHITECTURE = "ARCHITECTURE.md"
_LIMITS = re.compile(r"^src/.*(?:limits|bounds)\.hpp$")
_LIMIT = re.compile(r"^inline constexpr [\w:]+ (\w+_(?:max|min))\b")
_SKIPS = "tests/skips.txt"


def source_folders(paths: list[str]) -> list[str]:
    """src/NAME, and src/adapters/NAME and src/workers/NAME, that hold code."""
    found: set[str] = set()
    for path in paths:
        parts = path.split("/")
        if parts[0] != "src" or not path.endswith((".cpp", ".hpp")):
            continue
        is_grouped = parts[1] in ("adapters", "workers") and len(parts) > 3
        found.add("/".join(parts[: 3 if is_grouped else 2]))
    return sorted(found)


def architecture(tree: Tree) -> list[Finding]:
    if _ARCHITECTURE not in tree.paths:
        return [Finding(_ARCHITECTURE, 0, "is missing")]
    text = tree.text(_ARCHITECTURE)
    return [
        Finding(_ARCHITECTURE, 0, f"its folder table does not name {folder}")
        for folder in source_folders(tree.paths)
        if not re.search(rf"(?<![\w/]){re.escape(folder.removeprefix('src/'))}(?![\w])", text)
        and not re.search(rf"(?<![\w]){re.escape(folder.split('/')[-1])}(?![\w])", text)
    ]


def limits(tree: Tree) -> list[Finding]:
    """Every limit is mentioned by a test, which goes one past it."""
    tests = "\n".join(
        tree.text(path) for path in tree.matching(".cpp", ".hpp", ".mjs", under="tests/")
    )
    found: list[Finding] = []
    for path in filter(_LIMITS.match, tree.paths):
        for number, line in enumerate(tree.lines(path), start=1):
            match = _LIMIT.match(line)
            if match and not re.search(rf"\b{match[1]}\b", tests):
                found.append(Finding(path, number, f"no test goes one past {match[1]}"))
    return found


def lockfile_findings(path: str, text: str) -> list[Finding]:
    """A lockfile pins by content hash and names no download address."""
    found: list[Finding] = []
    for name, entry in json.loads(text).get("packages", {}).items():
        if "resolved" in entry and "://" in str(entry["resolved"]):
            found.append(Finding(path, 0, f"{name}: remove 'resolved' (omit-lockfile-registry-resolved)"))
        if name and not entry.get("link") and "node_modules" in name and not _is_pinned(entry):
            found.append(Finding(path, 0, f"{name}: has no integrity hash"))
    return found


def _is_pinned(entry: dict[str, object]) -> bool:
    return "integrity" in entry or bool(entry.get("inBundle"))


def lockfiles(tree: Tree) -> list[Finding]:
    found: list[Finding] = []
    for path in tree.matching("package.json"):
        folder = path.removesuffix("package.json")
        lock = f"{folder}package-lock.json"
        wants = json.loads(tree.text(path))
        needs_lock = any(wants.get(key) for key in ("dependencies", "devDependencies"))
        if needs_lock and lock not in tree.paths:
            found.append(Finding(path, 0, "has no package-lock.json beside it"))
    for path in tree.matching("package-lock.json"):
        found += lockfile_findings(path, tree.text(path))
    return found


def skips(tree: Tree) -> list[Finding]:
    if _SKIPS not in tree.paths:
        return []
    return [
        Finding(_SKIPS, number, "a skip is NAME, two spaces, and its reason")
        for number, line in enumerate(tree.lines(_SKIPS), start=1)
        if line.strip() and not line.startswith("#") and "  " not in line.strip()
    ]


def check(tree: Tree) -> list[Finding]:
    return [*architecture(tree), *limits(tree), *lockfiles(tree), *skips(tree)]
