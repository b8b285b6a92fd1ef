"""Chaos: the domain under seeded schedules, and a stack of real replicas under real faults."""

from __future__ import annotations

from dataclasses import dataclass

from parlance_dev import build, node
from parlance_dev.commands import Failed
from parlance_dev.project import RELEASE_SERVER, ROOT
from parlance_dev.testing import programs, scripts
from parlance_dev.testing.results import Case

STACK = ROOT / "tests" / "chaos" / "stack"
MIX = STACK / "mix.test.mjs"
SCHEDULES_A_MINUTE = 100
SPARE_SECONDS = 900  # for starting, and for what still runs when the time is over


@dataclass(frozen=True)
class Budget:
    """How much of chance to try. Nothing given: a little, beside every scenario once."""

    minutes: float = 0
    seed: str = ""
    is_short: bool = True  # also the scenarios: as short as each fault allows

    def settings(self) -> dict[str, str]:
        chosen: dict[str, str] = {}
        if self.minutes:
            chosen["PARLANCE_CHAOS_SECONDS"] = f"{self.minutes * 60:.0f}"
            chosen["PARLANCE_CHAOS_SCHEDULES"] = f"{self.minutes * SCHEDULES_A_MINUTE:.0f}"
        if self.seed:
            chosen["PARLANCE_CHAOS_SEED"] = self.seed
        if self.is_short:
            chosen["PARLANCE_CHAOS_OUTAGE_SECONDS"] = "20"
        return chosen


def run_all(name_filter: str, budget: Budget) -> list[Case]:
    """Every scenario and a short mix; or, when minutes or a seed are given, only what is random."""
    build.everything("release")
    node.install(ROOT / "tests" / "e2e")  # whose harness the stack stands on
    env = {"PARLANCE_BINARY": str(RELEASE_SERVER), **budget.settings()}
    if not budget.minutes and not budget.seed:
        return scripts.with_node("chaos", STACK, name_filter, env)
    seconds_max = budget.minutes * 60 + SPARE_SECONDS
    mixed = scripts.with_node("chaos", MIX, name_filter, env, seconds_max)
    return [*seeded(name_filter, budget), *mixed]


def seeded(name_filter: str, budget: Budget) -> list[Case]:
    """The schedules of tests/chaos/seeded, which `./dev test unit` plays too."""
    build.everything("debug")
    chosen = [one for one in programs.listed("debug") if one.name.startswith("seeded")]
    if not chosen:
        raise Failed("tests/chaos/seeded has no program")
    return programs.run_all("chaos", chosen, name_filter, budget.settings())
