"""What is made from api/openapi.yaml: the page's types. The generator is web's `api` script."""

from __future__ import annotations

from collections.abc import Sequence

from parlance_dev import node, stamps
from parlance_dev.commands import Failed, run, say
from parlance_dev.project import API, WEB


def main(arguments: Sequence[str]) -> int:
    """Regenerates; with --check the tree must already be what the contract gives."""
    if [one for one in arguments if one != "--check"]:
        raise Failed("./dev api takes only --check")
    node.require()
    node.install(WEB)
    sources = stamps.tree(WEB / "src")
    before = stamps.of("api", sources)
    run(["npm", "--prefix", "web", "run", "api"])
    is_current = before == stamps.of("api", stamps.tree(WEB / "src"))
    if "--check" in arguments and not is_current:
        raise Failed(f"the page's types were not current with {API.name}; now they are: commit them")
    say("The page's types are current" if is_current else "The page's types were regenerated")
    return 0
