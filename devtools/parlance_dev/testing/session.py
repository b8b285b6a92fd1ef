"""One run of ./dev test: which parts, what each needs built, and the closing line."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from parlance_dev import build, cpu_time, node, packages
from parlance_dev.commands import Failed, bold, dim, say
from parlance_dev.project import RELEASE_SERVER, ROOT
from parlance_dev.testing import budgets, chaos, fuzzers, programs, scripts
from parlance_dev.testing.results import Case, counts, judged, listed_skips, shortened

SKIPS = ROOT / "tests" / "skips.txt"


@dataclass(frozen=True)
class Part:
    name: str
    needs: tuple[str, ...]  # sections of debian-packages.txt
    cases: Callable[[str], list[Case]]  # given the name filter
    is_there: Callable[[], bool] = lambda: True


def _unit(name_filter: str) -> list[Case]:
    build.everything("debug")
    chosen = [one for one in programs.listed("debug") if not one.is_contract]
    return programs.run_all("unit", chosen, name_filter)


def _contract(name_filter: str) -> list[Case]:
    build.everything("debug")
    chosen = [one for one in programs.listed("debug") if one.is_contract]
    return programs.run_all("contract", chosen, name_filter)


def _tsan(name_filter: str) -> list[Case]:
    build.everything("tsan")
    chosen = [one for one in programs.listed("tsan") if "tsan" in one.labels]
    return programs.run_all("tsan", chosen, name_filter)


def _sims(name_filter: str) -> list[Case]:
    return scripts.with_node("sims", ROOT / "sims", name_filter)


def _e2e(name_filter: str) -> list[Case]:
    build.everything("release")
    env = {"PARLANCE_BINARY": str(RELEASE_SERVER)}
    return scripts.with_node("e2e", ROOT / "tests" / "e2e", name_filter, env)


PARTS = (
    Part("tools", (), scripts.tools),
    Part("unit", ("build", "test"), _unit),
    Part("contract", ("build", "test"), _contract),
    Part("web", (), scripts.web),
    Part("sims", (), _sims, lambda: any((ROOT / "sims").rglob("*.test.mjs"))),
    Part("tsan", ("build", "test"), _tsan),
    Part(
        "fuzz",
        ("build", "test", "fuzz"),
        fuzzers.run_all,
        lambda: (ROOT / "tests" / "fuzz" / "CMakeLists.txt").is_file(),
    ),
    Part("e2e", ("build", "e2e"), _e2e),
    Part("chaos", ("build", "test", "e2e"), lambda name: chaos.run_all(name, chaos.Budget())),
)


def main(arguments: Sequence[str]) -> int:
    asked = read_arguments(arguments)
    if asked.parts == ["fresh"]:
        from parlance_dev import fresh

        return fresh.main()
    chosen = [one for one in PARTS if one.name in asked.parts or (not asked.parts and one.is_there())]
    if asked.parts == ["chaos"]:
        seed = asked.seed or (str(time.time_ns() % 1_000_000) if asked.minutes else "")
        budget = chaos.Budget(asked.minutes, seed, is_short=False)
        chosen = [replace(chosen[0], cases=lambda name: chaos.run_all(name, budget))]
    packages.require(*dict.fromkeys(section for one in chosen for section in one.needs))
    node.require()
    allowed = listed_skips(SKIPS.read_text(encoding="utf-8")) if SKIPS.is_file() else {}
    cases: list[Case] = []
    durations: list[tuple[str, str, float]] = []
    for part in chosen:
        say(bold(f"\n== {part.name}"))
        started = time.monotonic()
        with cpu_time.COMMAND.charged(f"run {part.name}"):
            found = judged(run_part(part, asked.name), allowed)
        durations.append((part.name, counts(found), time.monotonic() - started))
        cases += found
    report_cpu(cpu_time.COMMAND.spent, asked.keeps_times)
    return closing(cases, durations)


def report_cpu(spent: Mapping[str, float], keeps_times: bool) -> None:
    say(bold("\n== CPU seconds of child processes"))
    for step, seconds in spent.items():
        say(f"  {step.ljust(14)} {dim(f'{seconds:7.1f} s')}")
    for warning in budgets.warnings(spent, budgets.kept()):
        say(f"  grown by half: {warning}")
    if keeps_times:
        budgets.keep(spent)


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev test")
    names = [one.name for one in PARTS]
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join([*names, "fresh"]))
    parser.add_argument("-k", dest="name", default="", help="only tests whose name contains this")
    parser.add_argument("--minutes", type=float, default=0, help="chaos: this long, at random")
    parser.add_argument("--seed", default="", help="chaos: what was random, again")
    parser.add_argument(
        "--keep-times", dest="keeps_times", action="store_true", help="into bench/budgets.json"
    )
    asked = parser.parse_args(arguments)
    if asked.keeps_times and asked.name:
        parser.error("--keep-times needs whole parts: leave -k away")
    if (asked.minutes or asked.seed) and asked.parts != ["chaos"]:
        parser.error("--minutes and --seed belong to ./dev test chaos")
    unknown = [one for one in asked.parts if one not in [*names, "fresh"]]
    if unknown or ("fresh" in asked.parts and len(asked.parts) > 1):
        parser.error(f"not a part: {' '.join(asked.parts)}; parts: {', '.join([*names, 'fresh'])}")
    return asked


def run_part(part: Part, name_filter: str) -> list[Case]:
    """A part that cannot be built, or that runs nothing, is a failure of that part."""
    try:
        found = part.cases(name_filter)
    except Failed as failure:
        return [Case(part.name, f"{part.name} could not run", "failed", str(failure))]
    if not found and not name_filter:
        return [Case(part.name, f"{part.name} ran no test", "failed")]
    return found


def closing(cases: Sequence[Case], durations: Sequence[tuple[str, str, float]]) -> int:
    failed = [case for case in cases if case.outcome == "failed"]
    for case in failed:
        say(bold(f"\nFAILED {case.part}: {case.name}"))
        if case.detail:
            say(shortened(case.detail))
    say("")
    for name, count, seconds in durations:
        say(f"  {name.ljust(9)} {count.ljust(36)} {dim(f'{seconds:7.1f} s')}")
    if not cases:
        say("no test has such a name")
    say("")
    say(counts(cases))
    return 1 if failed or not cases else 0
