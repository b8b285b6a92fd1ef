"""The page's own linters, and that its types are what the API contract gives."""

from __future__ import annotations

from parlance_dev import node, stamps
from parlance_dev.commands import Failed, run
from parlance_dev.lint.tree import Finding, Tree
from parlance_dev.project import API, WEB


def check(tree: Tree) -> list[Finding]:
    """Nothing is run when neither web/ nor the contract has changed since the last clean run."""
    if "web/package.json" not in tree.paths:
        return []
    stamp = stamps.of("lint-web", [*stamps.tree(WEB), API])
    if stamp.is_current():
        return []
    node.require()
    node.install(WEB)
    try:
        run(["npm", "--prefix", "web", "run", "lint"])
    except Failed as failure:
        return [Finding("web", 0, str(failure))]
    stamp.set()
    return []
