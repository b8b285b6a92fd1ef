"""The fuzz targets of clang's preset, each for a few seconds from its kept corpus.

Always the same inputs, so that a change is not refused for what luck found in older code.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from parlance_dev import build
from parlance_dev.commands import Failed, read, run
from parlance_dev.project import BUILD, ROOT
from parlance_dev.testing.results import Case

RUNS = 20_000
SECONDS_MAX = 30
BYTES_MAX = 4096


def run_all(name_filter: str) -> list[Case]:
    """Only the fuzz targets are built: the rest needs coroutines, which this clang lacks."""
    build.configure_again("fuzz")  # targets that came since must be listed
    _, text = read(["ninja", "-C", str(BUILD / "fuzz"), "-t", "targets", "all"])
    names = [name for name in targets(text) if name_filter in name]
    if not names:
        return []
    build.programs("fuzz", names)
    return [run_one(BUILD / "fuzz" / "bin" / name) for name in names]


def targets(text: str) -> list[str]:
    """Fuzz targets in what ninja lists."""
    return sorted(set(re.findall(r"^(parlance_\w+_fuzzer): phony$", text, re.MULTILINE)))


def run_one(fuzzer: Path) -> Case:
    kept = ROOT / "tests" / "fuzz" / fuzzer.name.removeprefix("parlance_").removesuffix("_fuzzer")
    grown = BUILD / "test" / "corpus" / fuzzer.name
    shutil.rmtree(grown, ignore_errors=True)
    grown.mkdir(parents=True)
    command = [str(fuzzer), "-seed=1", f"-runs={RUNS}", f"-max_total_time={SECONDS_MAX}"]
    command += [f"-max_len={BYTES_MAX}"]
    command += [f"-artifact_prefix={grown.parent}/{fuzzer.name}-", str(grown)]
    command += [str(kept)] if kept.is_dir() else []
    try:
        run(command, quiet=True)
    except Failed as failure:
        return Case("fuzz", fuzzer.name, "failed", str(failure))
    return Case("fuzz", fuzzer.name, "passed")
