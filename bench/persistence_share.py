"""What part of a server's processor time goes into writing things down: sampled with perf.

A sample counts when a function of a store, of its database library, or of the progress writer is
anywhere on its call stack. Without perf nothing is said.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

SAMPLES_EACH_SECOND = 299
STACK_BYTES = 16_384
WAIT_SECONDS_MAX = 180
STORES = re.compile(
    r"parlance::(?:sqlite|postgresql|postgres)::|progress_writer|\bsqlite3|\bPQ[a-z]|"
    r"libsqlite3\.so|libpq\.so"
)


class Sampler:
    def __init__(self, process: int) -> None:
        self._process = process
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._running: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float) -> None:
        """Samples for so long, beside what else goes on."""
        if shutil.which("perf") is None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="parlance-bench-perf-")
        command = ["perf", "record", "-q", "-F", str(SAMPLES_EACH_SECOND)]
        command += ["--call-graph", f"dwarf,{STACK_BYTES}", "-p", str(self._process)]
        command += ["-o", str(self._data), "--", "sleep", f"{seconds:.0f}"]
        self._running = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    @property
    def _data(self) -> Path:
        assert self._folder is not None
        return Path(self._folder.name) / "perf.data"

    def share(self) -> float | None:
        """From 0 to 1; None when it could not be sampled."""
        if self._running is None or self._folder is None:
            return None
        try:
            self._running.wait(WAIT_SECONDS_MAX)
            if not self._data.is_file():
                return None
            command = ["perf", "script", "-i", str(self._data), "-F", "comm,ip,sym,dso"]
            shown = subprocess.run(
                command, capture_output=True, text=True, errors="replace", check=False,
                timeout=WAIT_SECONDS_MAX,
            ).stdout  # fmt: skip
        except subprocess.TimeoutExpired:
            self._running.kill()
            return None
        finally:
            self._folder.cleanup()
        return share_of(shown)


def share_of(shown: str) -> float | None:
    """Of the stacks that `perf script` prints, one a paragraph."""
    stacks = [one for one in shown.split("\n\n") if one.strip()]
    if not stacks:
        return None
    return sum(1 for one in stacks if STORES.search(one)) / len(stacks)
