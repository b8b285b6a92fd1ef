"""Runs other programs, always saying first what is run."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from parlance_dev.project import ROOT


class Failed(Exception):
    """A step did not succeed; the message is for the person at the terminal."""


def style(code: str, text: str) -> str:
    return f"\033[{code}m{text}\033[0m" if sys.stdout.isatty() else text


def dim(text: str) -> str:
    return style("2", text)


def bold(text: str) -> str:
    return style("1", text)


def say(text: str) -> None:
    print(text, flush=True)


def shown(command: Sequence[str]) -> str:
    """The command as a person would type it at the project's root."""
    return shlex.join(part.replace(f"{ROOT}/", "") for part in command)


def announce(command: Sequence[str], cwd: Path = ROOT) -> None:
    where = "" if cwd == ROOT else f"cd {cwd.relative_to(ROOT) if cwd.is_relative_to(ROOT) else cwd} && "
    say(dim(f"$ {where}{shown(command)}"))


def run(
    command: Sequence[str],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    quiet: bool = False,
) -> None:
    """Runs to the end with the terminal's output. With quiet, output is shown only on failure.

    @errors Failed, naming the command and its exit code.
    """
    announce(command, cwd)
    started = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment(env),
            check=False,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
        )
    except FileNotFoundError as missing:
        raise Failed(f"{command[0]} is not installed: run ./dev setup") from missing
    if done.returncode != 0:
        if quiet:
            sys.stdout.buffer.write(done.stdout)
            sys.stdout.flush()
        took = time.monotonic() - started
        raise Failed(f"{shown(command)} ended with {done.returncode} after {took:.1f} s")


def read(command: Sequence[str], *, cwd: Path = ROOT) -> tuple[int, str]:
    """Exit code and output of a short question to another program; nothing is shown."""
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment(), check=False, capture_output=True, text=True
        )
    except FileNotFoundError:
        return 127, ""
    return done.returncode, done.stdout


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What every step runs with: the same compiler cache for every checkout, the found Node."""
    values = dict(os.environ)
    values.setdefault("CCACHE_BASEDIR", str(ROOT))
    values.setdefault("CCACHE_NOHASHDIR", "1")
    values.setdefault("CCACHE_SLOPPINESS", "pch_defines,time_macros")
    values.update(more or {})
    return values


def become(command: Sequence[str]) -> None:
    """Replaces this process, so that signals from the terminal reach the program itself."""
    announce(command)
    sys.stdout.flush()
    os.execvpe(command[0], list(command), dict(os.environ))
