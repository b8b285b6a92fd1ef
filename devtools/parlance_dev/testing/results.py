"""What a test run found: cases, counts, and the closing line that machines read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Outcome = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True)
class Case:
    part: str  # unit, contract, web, …
    name: str  # suite.name, unique within the part
    outcome: Outcome
    detail: str = ""  # why it failed or was skipped


def listed_skips(text: str) -> dict[str, str]:
    """tests/skips.txt: `name  reason`, at least two spaces between, one a line; # comments."""
    listed: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, reason = line.strip().partition("  ")
        listed[name] = reason.strip()
    return listed


def judged(cases: Iterable[Case], allowed: dict[str, str]) -> list[Case]:
    """A skip that nobody has given a reason for counts as a failure."""
    return [
        replace(case, outcome="failed", detail=f"skipped, not in tests/skips.txt: {case.detail}")
        if case.outcome == "skipped" and not allowed.get(case.name)
        else case
        for case in cases
    ]


def counts(cases: Iterable[Case]) -> str:
    found = Counter(case.outcome for case in cases)
    return f"{found['passed']} passed, {found['failed']} failed, {found['skipped']} skipped"


def shortened(text: str, lines_max: int = 40) -> str:
    """The end of a long output: what went wrong stands last."""
    lines = text.rstrip().splitlines()
    if len(lines) <= lines_max:
        return "\n".join(lines)
    return "\n".join([f"… {len(lines) - lines_max} lines before", *lines[-lines_max:]])
