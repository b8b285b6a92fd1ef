"""What each step of ./dev test may cost: bench/budgets.json, CPU seconds of a cold run.

A step that grew by half is said and fails nothing: what is slow is for people to judge. Builds are
compared with a cold one, so that a warm compiler cache never warns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from parlance_dev.project import ROOT

FILE = ROOT / "bench" / "budgets.json"
GROWTH_MAX = 1.5
SECONDS_MIN = 10.0  # below this a busy machine says more than the step


def kept(file: Path = FILE) -> dict[str, float]:
    if not file.is_file():
        return {}
    return dict(json.loads(file.read_text(encoding="utf-8"))["cpu_seconds"])


def warnings(spent: Mapping[str, float], budgets: Mapping[str, float]) -> list[str]:
    """A line for each step that took more than GROWTH_MAX of what is kept for it."""
    return [
        f"{step} took {seconds:.0f} CPU s; bench/budgets.json has {budgets[step]:.0f}"
        for step, seconds in spent.items()
        if step in budgets and seconds > max(SECONDS_MIN, budgets[step] * GROWTH_MAX)
    ]


def keep(spent: Mapping[str, float], file: Path = FILE) -> None:
    """Writes what was measured over what was kept; steps that did not run stay."""
    together = kept(file) | {step: round(seconds, 1) for step, seconds in spent.items()}
    text = json.dumps({"cpu_seconds": dict(sorted(together.items()))}, indent=2)
    file.write_text(text + "\n", encoding="utf-8")
