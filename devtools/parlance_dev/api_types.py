"""What is made from api/openapi.yaml: the page's types. The generator is among web's packages."""

from __future__ import annotations

from collections.abc import Sequence

from parlance_dev import node
from parlance_dev.commands import Failed, run, say
from parlance_dev.project import WEB


def main(arguments: Sequence[str]) -> int:
    """Regenerates; with --check nothing is written and a difference is a failure."""
    if list(arguments) not in ([], ["--check"]):
        raise Failed("./dev api takes only --check")
    is_check = bool(arguments)
    node.require()
    node.install(WEB)
    run(["npm", "--prefix", "web", "run", "api:check" if is_check else "api"])
    say("The page's types are current" if is_check else "The page's types are generated")
    return 0
