"""One run of ./dev lint: formatter, house checks, the page, clang-tidy; quickest first."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

from parlance_dev import packages
from parlance_dev.commands import bold, dim, say
from parlance_dev.lint import (
    awaiting,
    changed,
    formatting,
    includes,
    kept_true,
    naming,
    page,
    sizes,
    tidy,
    wording,
)
from parlance_dev.lint.tree import CPP, Finding, of_project

HOUSE_CHECKS = (awaiting, includes, sizes, naming, wording, kept_true)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev lint")
    parser.add_argument("--all", action="store_true", help="clang-tidy on every file")
    parser.add_argument("--fix", action="store_true", help="let the tools change the files")
    parser.add_argument("--no-tidy", action="store_true", help="everything but clang-tidy")
    parser.add_argument("--since", default="", help="clang-tidy on what changed since this commit")
    asked = parser.parse_args(arguments)
    packages.require("build", "test", "lint")
    tree = of_project()
    found = step("format", lambda: formatting.check(tree, asked.fix))
    for check in HOUSE_CHECKS:
        found += step(check.__name__.rsplit(".", 1)[-1], lambda: check.check(tree))
    found += step("web", lambda: page.check(tree))
    if not asked.no_tidy:
        wanted = (
            set(tree.matching(".cpp"))
            if asked.all
            else tidy.sources_for(tree, [one for one in changed.files(asked.since) if one.endswith(CPP)])
        )
        found += step("clang-tidy", lambda: tidy.check(tree, wanted, asked.fix))
    say(f"\nlint: {len(found)} findings" if found else "\nlint: clean")
    return 1 if found else 0


def step(name: str, check: Callable[[], list[Finding]]) -> list[Finding]:
    say(bold(f"== {name}"))
    started = time.monotonic()
    found = check()
    for finding in found:
        say(f"  {finding}")
    say(f"  {len(found)} findings {dim(f'{time.monotonic() - started:.1f} s')}")
    return found
