"""CPU seconds that child processes took, charged to the innermost step that was being done.

Counted are children that have ended and were waited for, with theirs (getrusage(2), RUSAGE_CHILDREN):
compilers, test programs, npm. A server that outlives who started it is in nobody's sum.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager


def of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Meter:
    """Seconds by step, in the order in which the steps were first done."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._open_steps: list[str] = []
        self._charged_until = of_children()

    @contextmanager
    def charged(self, step: str) -> Iterator[None]:
        """What is spent inside belongs to `step`, save what a step within it claims."""
        self._settle()
        self._open_steps.append(step)
        try:
            yield
        finally:
            self._settle()
            self._open_steps.pop()

    def _settle(self) -> None:
        now = of_children()
        if self._open_steps:
            step = self._open_steps[-1]
            self.spent[step] = self.spent.get(step, 0.0) + now - self._charged_until
        self._charged_until = now


COMMAND = Meter()  # of this command as a whole
