"""Builds the page, then the programs that embed it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

from parlance_dev import cpu_time, node, stamps
from parlance_dev.commands import run, say
from parlance_dev.project import API, BUILD, ROOT, WEB, WEB_BUILT, WEB_PAGE

PRESETS = ("release", "debug", "tsan")
JOBS_MAX = 2  # a coroutine-heavy file takes up to 1 GB of memory


def jobs() -> int:
    return max(1, min(JOBS_MAX, os.cpu_count() or 1))


def web() -> None:
    """The page in build/web, rebuilt when a file of web/ or the API contract has changed."""
    stamp = stamps.of("web-page", [*stamps.tree(WEB), API])
    if WEB_PAGE.is_file() and stamp.is_current():
        return
    node.require()
    with cpu_time.COMMAND.charged("build page"):
        node.install(WEB)
        shutil.rmtree(WEB_BUILT, ignore_errors=True)
        run(["npm", "--prefix", "web", "run", "build"])
    # Taken again: the build may write generated types that are kept in the tree.
    stamps.of("web-page", [*stamps.tree(WEB), API]).set()


def configure(preset: str) -> None:
    """The preset's build folder, when it is new or the presets have changed."""
    folder = BUILD / preset
    stamp = stamps.of(f"configure-{preset}", [ROOT / "CMakePresets.json"], also=str(ROOT))
    if (folder / "build.ninja").is_file() and stamp.is_current():
        return
    run(["cmake", "--preset", preset])
    stamp.set()


def configure_again(preset: str) -> None:
    """The same, and again when a file was added since, or what lists files has changed."""
    configure(preset)
    run(["cmake", "--build", "--preset", preset, "--target", "build.ninja"], quiet=True)


def programs(preset: str, targets: Sequence[str] = ()) -> None:
    wanted = ["--target", *targets] if targets else []
    with cpu_time.COMMAND.charged(f"build {preset}"):
        configure(preset)
        run(["cmake", "--build", "--preset", preset, "-j", str(jobs()), *wanted])


def everything(preset: str, targets: Sequence[str] = ()) -> None:
    if preset not in PRESETS:
        say(f"Presets: {', '.join(PRESETS)}")
        raise SystemExit(2)
    web()
    programs(preset, targets)
