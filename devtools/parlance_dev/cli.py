"""The subcommands of ./dev: one line each in the table, one function each below it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parlance_dev import build, node, packages
from parlance_dev.commands import Failed, become, bold, run, say
from parlance_dev.project import API, RELEASE_SERVER, ROOT


@dataclass(frozen=True)
class Subcommand:
    name: str
    takes: str
    does: str
    call: Callable[[Sequence[str]], int]


def setup(arguments: Sequence[str]) -> int:
    expect_none("setup", arguments)
    packages.require("build", "test", "lint", "e2e")
    node.require()
    say("Everything that the project needs is installed")
    return 0


def run_server(arguments: Sequence[str]) -> int:
    prepare_server()
    become([str(RELEASE_SERVER), "serve", *arguments])
    return 0


def prepare_server() -> None:
    packages.require("build")
    build.everything("release")


def build_programs(arguments: Sequence[str]) -> int:
    preset = arguments[0] if arguments else "release"
    packages.require("build", *([] if preset == "release" else ["test"]))
    build.everything(preset, arguments[1:])
    return 0


def test(arguments: Sequence[str]) -> int:
    from parlance_dev.testing import session

    return session.main(arguments)


def lint(arguments: Sequence[str]) -> int:
    from parlance_dev.lint import session

    return session.main(arguments)


def bench(arguments: Sequence[str]) -> int:
    names = list(arguments) or ["first-light"]
    prepare_server()
    node.require()
    for name in names:
        script = ROOT / "bench" / f"{name.replace('-', '_')}.py"
        if not script.is_file():
            known = sorted(one.stem.replace("_", "-") for one in (ROOT / "bench").glob("*.py"))
            raise Failed(f"no benchmark is called {name}; there is: {', '.join(known)}")
        run([sys.executable, str(script)])
    return 0


def api(arguments: Sequence[str]) -> int:
    from parlance_dev import api_types

    return api_types.main(arguments)


def ci(arguments: Sequence[str]) -> int:
    expect_none("ci", arguments)
    run(["bash", str(ROOT / ".ci" / "run")])
    return 0


def expect_none(name: str, arguments: Sequence[str]) -> None:
    if arguments:
        raise Failed(f"./dev {name} takes no arguments, not: {' '.join(arguments)}")


SUBCOMMANDS = (
    Subcommand("setup", "", "install what building, testing and linting need", setup),
    Subcommand("run", "[ARG…]", "build the release server and the page, then serve", run_server),
    Subcommand("build", "[release|debug|tsan] [TARGET…]", "build only", build_programs),
    Subcommand(
        "test",
        "[unit|contract|web|e2e|sims|tsan|fuzz|tools|chaos [--minutes N] [--seed N]|fresh] [-k NAME]",
        "run every test, or the named parts of them",
        test,
    ),
    Subcommand("lint", "[--all] [--fix]", "formatter, clang-tidy, house checks, web", lint),
    Subcommand("bench", "[NAME]", "measure against the targets", bench),
    Subcommand("api", "[--check]", f"regenerate what is made from {API.relative_to(ROOT)}", api),
    Subcommand("ci", "", "what every change must pass: lint and test", ci),
)


def overview() -> str:
    lines = ["Usage: ./dev COMMAND [ARGUMENT…]", ""]
    for one in SUBCOMMANDS:
        lines.append(f"  {bold(one.name.ljust(7))} {one.does}")
        if one.takes:
            lines.append(f"          ./dev {one.name} {one.takes}")
    return "\n".join(lines)


def main() -> int:
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    chosen = next((one for one in SUBCOMMANDS if one.name == arguments[0]), None)
    if chosen is None:
        print(f"./dev knows no '{arguments[0]}'\n\n{overview()}", file=sys.stderr)
        return 2
    started = time.monotonic()
    try:
        return chosen.call(arguments[1:])
    except Failed as failure:
        took = time.monotonic() - started
        sys.stdout.flush()
        print(f"\n./dev {chosen.name} failed after {took:.1f} s: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
